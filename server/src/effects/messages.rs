//! Messages that wait for somebody, and signals on their way.

use anyhow::Result;
use schema::graph::live::Change;
use serde::Deserialize;
use workflows::feel::Context;

use super::Workers;
use crate::commands::{Fault, deliver, signal};
use crate::store::{mail, message};

/// Messages and signals taken at a time.
const BATCH: u64 = 100;

#[derive(Deserialize)]
struct Signal {
    name: String,
    variables: Context,
}

pub(super) async fn deliver_pending(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let now = door.clock.now();
    let mut done = 0;
    for row in message::pending(door.store.read(), BATCH).await? {
        let inner = door.clone();
        let outcome: Result<(bool, Vec<Change>), Fault> = door
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    let (reached, changes) = deliver(&inner, transaction, row.id, None).await?;
                    inner
                        .store
                        .changes()
                        .announce(transaction, &changes)
                        .await?;
                    Ok((reached, changes))
                })
            })
            .await;
        match outcome {
            Ok((reached, changes)) => {
                done += usize::from(reached);
                door.store.changes().publish(changes);
            }
            Err(fault) => {
                tracing::error!(message = %row.id, "message {} ({}) cannot be delivered: {fault}", row.id, row.name)
            }
        }
    }
    door.store
        .write(move |transaction| {
            Box::pin(async move { message::expire(transaction, now).await.map_err(Fault::from) })
        })
        .await?;
    Ok(done + broadcast(workers).await?)
}

/// Signals that instances have thrown, from the outbox.
async fn broadcast(workers: &Workers) -> Result<usize> {
    let door = workers.door.clone();
    let now = door.clock.now();
    let inner = door.clone();
    let (count, changes): (usize, Vec<Change>) = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let entries = mail::claim(transaction, "SIGNAL", now, BATCH).await?;
                let mut all = Vec::new();
                for entry in &entries {
                    let sent = match serde_json::from_str::<Signal>(&entry.payload) {
                        Ok(thrown) => {
                            // A signal reaches the regency it was thrown in; a national one reaches everybody.
                            let below = workflows::access::regency_path(&entry.organisation_path)
                                .to_owned();
                            let (reached, changes) = signal(
                                &inner,
                                transaction,
                                &thrown.name,
                                &below,
                                &thrown.variables,
                                None,
                            )
                            .await?;
                            all.extend(changes);
                            mail::Sent::Done(format!("reached {reached}"))
                        }
                        Err(error) => mail::Sent::Never(format!("unreadable: {error}")),
                    };
                    mail::settle(transaction, entry, &sent, now).await?;
                }
                inner.store.changes().announce(transaction, &all).await?;
                Ok::<_, Fault>((entries.len(), all))
            })
        })
        .await?;
    door.store.changes().publish(changes);
    Ok(count)
}
