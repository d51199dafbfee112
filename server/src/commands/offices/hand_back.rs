//! Open work follows the position: what somebody had taken in an office they no longer hold goes back to whom the
//! process addressed it, so that the successor finds it. What is addressed to a person by name (a ballot) stays theirs.

use std::collections::BTreeSet;

use schema::graph::live::Change;
use schema::tables::user_task;
use sea_orm::{DatabaseTransaction, EntityTrait};
use workflows::engine::command::Request;
use workflows::id::PersonId;

use super::desk::Desk;
use crate::commands::door::Door;
use crate::commands::facts::{actor_of, past_principals};
use crate::commands::fault::Fault;
use crate::commands::run::carry_out;
use crate::store::{instance, taken};

/// Gives back what is still held in offices that have ended; answers how many tasks.
///
/// # Errors
/// Of the database.
pub async fn hand_back_due(door: &Door) -> Result<usize, Fault> {
    if taken::holders(door.store.read()).await?.is_empty() {
        return Ok(0);
    }
    let inside = door.clone();
    let (count, changes) = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let changes = sweep(&inside, transaction).await?;
                inside
                    .store
                    .changes()
                    .announce(transaction, &changes)
                    .await?;
                Ok::<_, Fault>((changes.len(), changes))
            })
        })
        .await?;
    door.store.changes().publish(changes);
    Ok(count)
}

/// The same at once, in the transaction that changed the register.
pub(super) async fn in_transaction(desk: Desk<'_>) -> Result<Vec<Change>, Fault> {
    sweep(desk.door, desk.transaction).await
}

async fn sweep(door: &Door, transaction: &DatabaseTransaction) -> Result<Vec<Change>, Fault> {
    let now = door.clock.now();
    let mut changes = Vec::new();
    for person in taken::holders(transaction).await? {
        let former = past_principals(transaction, person, now).await?;
        if former.is_empty() {
            continue;
        }
        let actor = actor_of(transaction, person, now).await?;
        let current: BTreeSet<String> = actor.principals().into_iter().collect();
        for task in taken::by(transaction, person).await? {
            let addressed = taken::addressed(transaction, task.id).await?;
            let own = format!("person:{}", PersonId::from_uuid(person));
            let keeps = addressed.contains(&own) || !addressed.is_disjoint(&current);
            if keeps || addressed.is_disjoint(&former) {
                continue;
            }
            changes.extend(give_back(door, transaction, &task).await?);
        }
    }
    Ok(changes)
}

async fn give_back(
    door: &Door,
    transaction: &DatabaseTransaction,
    task: &user_task::Model,
) -> Result<Vec<Change>, Fault> {
    let Some(loaded) = instance::lock(transaction, task.instance_id).await? else {
        return Ok(Vec::new());
    };
    let still = user_task::Entity::find_by_id(task.id)
        .one(transaction)
        .await?;
    if still.is_none_or(|row| !row.open || row.assignee_person != task.assignee_person) {
        return Ok(Vec::new());
    }
    let request = Request::ReleaseTask {
        task: u64::try_from(task.key).unwrap_or_default(),
    };
    let compiled = door.deployed.now();
    let at = door.clock.now();
    match carry_out(transaction, &compiled, &loaded, None, at, None, request).await {
        Ok(carried) => Ok(carried.changes),
        // A case on hold changes when it goes on; until then nobody can act in it anyway.
        Err(Fault::Problem(problem)) => {
            tracing::info!(task = %task.id, code = problem.code, "a task of a former holder is kept: {}", problem.message);
            Ok(Vec::new())
        }
        Err(fault) => Err(fault),
    }
}
