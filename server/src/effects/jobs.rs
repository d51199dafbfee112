//! Jobs of the built-in workers (`mufakat:*`): leased, worked on outside any transaction, finished by a command that
//! checks the lease's fencing token in the same transaction, so that a stale holder does nothing. Webhooks are done beside
//! the others: a receiver that takes its time holds up nobody.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::Duration;
use schema::graph::job::BUILT_IN;
use schema::graph::live::Change;
use schema::tables::{job, process_instance, visible};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _};
use workflows::access::Scope;
use workflows::engine::command::Request;
use workflows::feel::Context;

use super::Workers;
use super::work::{self, Assignment, Failure, Outcome, WEBHOOK};
use crate::commands::{Fault, carry_out};
use crate::store::{due, instance};

/// Jobs taken at a time.
const BATCH: u64 = 20;
/// How long one job may take before another replica may try.
const LEASE_S: i64 = 60;

pub(super) async fn run_due(workers: &Workers) -> Result<usize> {
    let which = Condition::all()
        .add(job::Column::Kind.starts_with(BUILT_IN))
        .add(job::Column::Kind.ne(WEBHOOK));
    let leased = lease(workers, which, BATCH).await?;
    let count = leased.len();
    for row in leased {
        run(workers, row).await;
    }
    Ok(count)
}

/// Takes the webhooks that are due and tells them in the background; answers how many were taken.
pub(super) async fn tell_due(workers: &Workers) -> Result<usize> {
    let free = workers.tellers.available_permits() as u64;
    if free == 0 {
        return Ok(0);
    }
    let which = Condition::all().add(job::Column::Kind.eq(WEBHOOK));
    let leased = lease(workers, which, free).await?;
    let count = leased.len();
    for row in leased {
        let turn = Arc::clone(&workers.tellers)
            .acquire_owned()
            .await
            .context("telling webhooks has stopped")?;
        let workers = workers.clone();
        tokio::spawn(async move {
            run(&workers, row).await;
            drop(turn);
            workers.door.wake.notify_one();
        });
    }
    Ok(count)
}

async fn lease(workers: &Workers, which: Condition, limit: u64) -> Result<Vec<job::Model>> {
    let door = &workers.door;
    let (now, owner) = (door.clock.now(), format!("builtin-{}", std::process::id()));
    let everywhere = Scope {
        everything: true,
        ..Scope::default()
    };
    let which = which.add(visible::jobs_of_running_cases(&everywhere));
    let leased = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let lease = Duration::seconds(LEASE_S);
                let jobs = due::lease_jobs(transaction, which, &owner, now, lease, limit).await?;
                Ok::<_, Fault>(jobs)
            })
        })
        .await?;
    Ok(leased)
}

async fn run(workers: &Workers, row: job::Model) {
    let outcome = match assignment(workers, &row).await {
        Ok(Some(assignment)) => work::perform(workers, &assignment).await,
        Ok(None) => return,
        Err(error) => Err(Failure::later(format!("{error:#}"))),
    };
    if let Err(failure) = &outcome {
        tracing::warn!(instance = %row.instance_id, job = row.key, kind = row.kind, "job {} of instance {} failed: {}", row.kind, row.instance_id, failure.message);
    }
    let finished = match finish(workers, &row, outcome).await {
        // What came of the work does not fit into the case: no other try would.
        Err(Fault::Problem(problem)) => {
            finish(workers, &row, Err(Failure::never(problem.to_string()))).await
        }
        finished => finished,
    };
    if let Err(error) = finished {
        tracing::error!(instance = %row.instance_id, job = row.key, "job {} of instance {} cannot be finished: {error}", row.kind, row.instance_id);
    }
}

async fn assignment(workers: &Workers, row: &job::Model) -> Result<Option<Assignment>> {
    let connection = workers.door.store.read();
    let Some(stored) = process_instance::Entity::find_by_id(row.instance_id)
        .one(connection)
        .await?
    else {
        return Ok(None);
    };
    let loaded = instance::load(connection, stored).await?;
    let key = u64::try_from(row.key).unwrap_or_default();
    let Some(job) = loaded.state.jobs.get(&key) else {
        return Ok(None);
    };
    let Some(element) = loaded.state.instances.get(&job.owner) else {
        return Ok(None);
    };
    let Some(process) = loaded.state.processes.get(element.process as usize) else {
        return Ok(None);
    };
    let headers: BTreeMap<String, String> = serde_json::from_str(&row.headers)?;
    Ok(Some(Assignment {
        instance: row.instance_id,
        key,
        kind: row.kind.clone(),
        element: row.element.clone(),
        attempt: row.fencing,
        local: element.variables.clone(),
        headers,
        variables: loaded.state.visible(job.owner),
        process: process.clone(),
        owner: loaded.owner,
        business_key: loaded.business_key,
        definition_key: loaded.definition_key,
        definition_version: u32::try_from(loaded.version).unwrap_or_default(),
        created_at: row.created_at,
        head: loaded.head,
        at: workers.door.clock.now(),
    }))
}

/// Completes or fails the job, together with what the work wants written.
async fn finish(
    workers: &Workers,
    row: &job::Model,
    outcome: Result<Outcome, Failure>,
) -> Result<(), Fault> {
    let door = workers.door.clone();
    let (instance_id, job_key, fencing, retries) =
        (row.instance_id, row.key, row.fencing, row.retries);
    let changes: Vec<Change> = workers
        .door
        .store
        .write::<_, Fault, _>(move |transaction| {
            Box::pin(async move {
                let Some(loaded) = instance::lock(transaction, instance_id).await? else {
                    return Ok(Vec::new());
                };
                let job = u64::try_from(job_key).unwrap_or_default();
                if !loaded.state.jobs.contains_key(&job)
                    || !due::still_leased(transaction, instance_id, job_key, fencing).await?
                {
                    return Ok(Vec::new());
                }
                let at = door.clock.now();
                let request = match outcome {
                    Ok(Outcome { variables, write }) => {
                        let mut variables = variables;
                        if let Some(write) = write {
                            let more: Context = write(transaction).await?;
                            for (name, value) in more.iter() {
                                variables.insert(name.clone(), value.clone());
                            }
                        }
                        Request::CompleteJob {
                            job,
                            variables,
                            result: None,
                        }
                    }
                    Err(Failure {
                        message,
                        again,
                        wait,
                    }) => {
                        let left = if again {
                            u32::try_from(retries - 1).unwrap_or_default()
                        } else {
                            0
                        };
                        let retry_at = (left > 0).then(|| at + wait);
                        Request::FailJob {
                            job,
                            retries: left,
                            retry_at,
                            message,
                        }
                    }
                };
                let compiled = door.deployed.refresh(transaction).await?;
                let carried =
                    carry_out(transaction, &compiled, &loaded, None, at, None, request).await?;
                door.store
                    .changes()
                    .announce(transaction, &carried.changes)
                    .await?;
                Ok(carried.changes)
            })
        })
        .await?;
    workers.door.store.changes().publish(changes);
    Ok(())
}
