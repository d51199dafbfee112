//! Cases of a batch of migrations, each in a transaction of its own. Whoever stops in the middle leaves the rest pending:
//! the next pass, or another replica, goes on there.

use anyhow::Result;
use schema::graph::live::{Change, ChangeKind};

use super::Workers;
use crate::commands::{Fault, migrate_one};
use crate::store::migration;

/// Cases taken at a time.
const BATCH: u64 = 100;

pub(super) async fn run_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let due = migration::pending(door.store.read(), BATCH).await?;
    // A crash may have come between the last case and the end of its batch.
    if due.is_empty() && !migration::unfinished(door.store.read()).await? {
        return Ok(0);
    }
    let mut count = 0;
    for (batch, instance) in due {
        let inner = door.clone();
        let outcome: Result<(bool, Vec<Change>), Fault> = door
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    let (done, changes) = migrate_one(&inner, transaction, batch, instance).await?;
                    inner
                        .store
                        .changes()
                        .announce(transaction, &changes)
                        .await?;
                    Ok((done, changes))
                })
            })
            .await;
        match outcome {
            Ok((done, changes)) => {
                count += usize::from(done);
                door.store.changes().publish(changes);
            }
            Err(fault) => {
                tracing::error!(%batch, %instance, "instance {instance} of migration {batch} cannot be done: {fault}")
            }
        }
    }
    finish(workers).await?;
    Ok(count)
}

async fn finish(workers: &Workers) -> Result<(), Fault> {
    let door = workers.door.clone();
    let at = door.clock.now();
    let changes: Vec<Change> = workers
        .door
        .store
        .write::<_, Fault, _>(move |transaction| {
            Box::pin(async move {
                let finished = migration::finish(transaction, at).await?;
                let changes: Vec<Change> = finished
                    .into_iter()
                    .map(|batch| Change {
                        kind: ChangeKind::Batch,
                        task: None,
                        instance: Some(batch),
                        job: None,
                    })
                    .collect();
                door.store.changes().announce(transaction, &changes).await?;
                Ok(changes)
            })
        })
        .await?;
    workers.door.store.changes().publish(changes);
    Ok(())
}
