//! Jobs in the hands of outside workers: leased, answered for, extended. Every answer shows the fencing token of its
//! lease; an older one is refused, because somebody else has the job by then (HARDENING T8).

use chrono::Duration;
use schema::commands::{Answer, Lease, ListenerAnswer, Problem};
use schema::graph::job::BUILT_IN;
use schema::job_ref::JobRef;
use schema::tables::{job, visible};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait};
use serde_json::Value as Json;
use workflows::access::{Action, Actor, Decision, Reason, Subject, permit, scope};
use workflows::engine::command::{ListenerResult, Request, Stamp};
use workflows::feel::Context;
use workflows::id::PersonId;

use super::door::{Done, Door};
use super::facts::stamp;
use super::fault::Fault;
use super::message::payload;
use super::run::carry_out;
use super::task::RESERVED;
use crate::store::due;
use crate::store::instance::{self, Loaded};

/// Who holds a job: the person whose account the machine uses, then the name that the machine gives itself.
fn owner(person: PersonId, worker: &str) -> String {
    format!("{person} {worker}")
}

fn is_held_by(row: &job::Model, person: PersonId) -> bool {
    row.lease_owner
        .as_deref()
        .and_then(|owner| owner.split_once(' '))
        .is_some_and(|(holder, _)| holder == person.to_string())
}

pub(super) async fn activate(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    kind: &str,
    worker: &str,
    max_jobs: u32,
    lease_seconds: u32,
) -> Result<Done, Fault> {
    if kind.starts_with(BUILT_IN) {
        return Err(reserved().into());
    }
    let mut scope = scope(actor, Action::JobWork);
    scope
        .org_prefixes
        .retain(|path| permit(actor, Action::JobWork, &Subject::of(path.as_str())).is_allowed());
    let person = match actor.person {
        Some(person) if scope.everything || !scope.org_prefixes.is_empty() => person,
        _ => return Err(Reason::NotAllowed.into()),
    };
    let which = Condition::all()
        .add(visible::jobs_of_running_cases(&scope))
        .add(job::Column::Kind.eq(kind));
    let leased = due::lease_jobs(
        transaction,
        which,
        &owner(person, worker),
        door.clock.now(),
        Duration::seconds(i64::from(lease_seconds)),
        u64::from(max_jobs),
    )
    .await?;
    let leases = leased.into_iter().map(|row| Lease {
        job: JobRef {
            instance: row.instance_id,
            key: row.key,
        },
        fencing_token: row.fencing,
    });
    Ok(Done::quiet(Answer::Jobs(leases.collect())))
}

fn reserved() -> Problem {
    Problem::new(
        "JOB_TYPE_RESERVED",
        "Jobs of built-in workers cannot be taken by others.",
        "Pekerjaan milik pekerja bawaan tidak dapat diambil pihak luar.",
    )
    .at("type")
}

fn stale() -> Problem {
    Problem::new(
        "STALE_FENCING_TOKEN",
        "This job is not yours any more: the lease has ended and another worker took it, or it was answered for already.",
        "Pekerjaan ini bukan lagi milik Anda: masa pinjam habis dan pekerja lain telah mengambilnya, atau sudah dijawab.",
    )
    .at("fencingToken")
}

/// A job under its instance's lock, in the hands of who asks.
struct Held {
    loaded: Loaded,
    row: job::Model,
    key: u64,
    stamp: Option<Stamp>,
}

async fn hold(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    lease: Lease,
) -> Result<Held, Fault> {
    let Lease { job, fencing_token } = lease;
    let loaded = instance::lock(transaction, job.instance)
        .await?
        .ok_or_else(Problem::not_found)?;
    let decision = permit(
        actor,
        Action::JobWork,
        &Subject::of(loaded.owner.path.clone()),
    );
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let row = job::Entity::find_by_id((job.instance, job.key))
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    if row.kind.starts_with(BUILT_IN) {
        return Err(reserved().into());
    }
    let mine = actor.person.is_some_and(|person| is_held_by(&row, person));
    if !mine || row.fencing != fencing_token {
        return Err(stale().into());
    }
    let key = u64::try_from(job.key).unwrap_or_default();
    if !loaded.state.jobs.contains_key(&key) {
        return Err(Problem::not_found().into());
    }
    let stamp = stamp(actor, &decision);
    Ok(Held {
        loaded,
        row,
        key,
        stamp,
    })
}

async fn carry(
    door: &Door,
    transaction: &DatabaseTransaction,
    held: Held,
    job: JobRef,
    request: Request,
) -> Result<Done, Fault> {
    let compiled = door.deployed.refresh(transaction).await?;
    let carried = carry_out(
        transaction,
        &compiled,
        &held.loaded,
        None,
        door.clock.now(),
        held.stamp,
        request,
    )
    .await?;
    Ok(Done {
        answer: Answer::Job(job),
        changes: carried.changes,
    })
}

/// Variables of a worker, without those that only the server sets.
fn result(variables: &Json) -> Result<Context, Problem> {
    let mut variables = payload(variables)?;
    for name in RESERVED {
        variables.remove(name);
    }
    Ok(variables)
}

pub(super) async fn complete(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    lease: Lease,
    variables: &Json,
    answer: Option<&ListenerAnswer>,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, lease).await?;
    let listens = !matches!(held.row.listener.as_deref(), None | Some("start" | "end"));
    if answer.is_some() && !listens {
        return Err(Problem::new(
            "NOT_A_TASK_LISTENER",
            "Only the job of a task listener has a result besides its variables.",
            "Hanya pekerjaan pendengar tugas yang memiliki hasil selain variabel.",
        )
        .at("result")
        .into());
    }
    let request = Request::CompleteJob {
        job: held.key,
        variables: result(variables)?,
        result: answer
            .map(|answer| {
                Ok::<_, Problem>(ListenerResult {
                    denied: answer.denied.clone(),
                    corrections: payload(&answer.corrections)?,
                })
            })
            .transpose()?,
    };
    carry(door, transaction, held, lease.job, request).await
}

pub(super) async fn fail(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    lease: Lease,
    retries: Option<u32>,
    retry_after_seconds: u32,
    message: &str,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, lease).await?;
    let left = u32::try_from(held.row.retries - 1).unwrap_or_default();
    let retries = retries.unwrap_or(left);
    let wait = Duration::seconds(i64::from(retry_after_seconds));
    let request = Request::FailJob {
        job: held.key,
        retries,
        retry_at: (retries > 0 && !wait.is_zero()).then(|| door.clock.now() + wait),
        message: message.to_owned(),
    };
    carry(door, transaction, held, lease.job, request).await
}

pub(super) async fn throw(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    lease: Lease,
    code: &str,
    message: &str,
    variables: &Json,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, lease).await?;
    let request = Request::ThrowJobError {
        job: held.key,
        code: code.to_owned(),
        message: message.to_owned(),
        variables: result(variables)?,
    };
    carry(door, transaction, held, lease.job, request).await
}

pub(super) async fn extend(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    lease: Lease,
    lease_seconds: u32,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, lease).await?;
    let until = door.clock.now() + Duration::seconds(i64::from(lease_seconds));
    due::extend_lease(transaction, held.row.instance_id, held.row.key, until).await?;
    Ok(Done::quiet(Answer::Leased(until)))
}
