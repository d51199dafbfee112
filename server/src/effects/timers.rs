//! Timers that are due. Each is fired by a command of its own under the instance's lock; a timer that is gone by then was
//! fired or cancelled by somebody else, and that is all right. A missed tick after downtime is fired once, late (DIALECT 3.4).

use anyhow::Result;
use schema::graph::live::Change;
use workflows::engine::command::Request;
use workflows::engine::refusal::Refusal;

use super::Workers;
use crate::commands::{Fault, carry_out, problem_of_refusal};
use crate::store::{due, instance};

/// Timers taken at a time.
const BATCH: u64 = 200;

pub(super) async fn fire_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let rows = due::timers(door.store.read(), door.clock.now(), BATCH).await?;
    let mut fired = 0;
    for row in rows {
        let inner = door.clone();
        let outcome: Result<Vec<Change>, Fault> = door
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    let Some(loaded) = instance::lock(transaction, row.instance_id).await? else {
                        return Ok(Vec::new());
                    };
                    let timer = u64::try_from(row.key).unwrap_or_default();
                    if !loaded.state.timers.contains_key(&timer) {
                        return Ok(Vec::new());
                    }
                    let compiled = inner.deployed.refresh(transaction).await?;
                    let carried = carry_out(
                        transaction,
                        &compiled,
                        &loaded,
                        None,
                        inner.clock.now(),
                        None,
                        Request::FireTimer { timer },
                    )
                    .await?;
                    inner
                        .store
                        .changes()
                        .announce(transaction, &carried.changes)
                        .await?;
                    Ok(carried.changes)
                })
            })
            .await;
        match outcome {
            Ok(changes) => {
                fired += usize::from(!changes.is_empty());
                door.store.changes().publish(changes);
            }
            // It has ended, or is held, since the timers were read.
            Err(Fault::Problem(problem))
                if [Refusal::Ended, Refusal::Suspended]
                    .iter()
                    .any(|it| problem.code == problem_of_refusal(it).code) => {}
            Err(fault) => {
                tracing::error!(instance = %row.instance_id, timer = row.key, "timer {} of instance {} cannot fire: {fault}", row.element, row.instance_id)
            }
        }
    }
    Ok(fired)
}
