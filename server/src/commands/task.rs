//! Tasks: claim, release, assign, draft, complete, return, vote.

use schema::commands::{Answer, FieldProblem, Problem};
use schema::subject;
use schema::tables::state::TaskState;
use schema::tables::{position, user_task};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Reason, permit};
use workflows::calendar::Calendar;
use workflows::engine::command::{Request, Stamp};
use workflows::engine::event::TaskFacts;
use workflows::engine::refusal::Refusal;
use workflows::feel::{Context, Environment, Limits, Value};
use workflows::id::PersonId;

use super::approval;
use super::door::{Done, Door};
use super::facts::stamp;
use super::fault::Fault;
use super::run::carry_out;
use crate::store::draft as draft_rows;
use crate::store::instance::{self, Loaded};

/// Root variables that only the server sets (the library's contract, section 1).
pub(super) const RESERVED: &[&str] = &[
    "region",
    "regionName",
    "organisation",
    "businessKey",
    "timeZone",
];

/// A task under its instance's lock, and the permission to do `action` to it.
pub(super) struct Held {
    pub row: user_task::Model,
    pub facts: TaskFacts,
    pub loaded: Loaded,
    pub stamp: Option<Stamp>,
}

async fn hold(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    action: Action,
) -> Result<Held, Fault> {
    let row = user_task::Entity::find_by_id(task)
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let loaded = instance::lock(transaction, row.instance_id)
        .await?
        .ok_or_else(Problem::not_found)?;
    // Read again under the lock: somebody may have been first.
    let row = user_task::Entity::find_by_id(task)
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let subject = subject::of_task(transaction, &row).await?;
    let decision = permit(actor, action, &subject);
    match &decision {
        Decision::Allow { .. } => {}
        Decision::Deny {
            reason: Reason::Closed,
        } => return Err(closed(&row).into()),
        Decision::Deny { reason } => return Err((*reason).into()),
    }
    let stamp = stamp(actor, &decision);
    Ok(Held {
        facts: subject::facts_of(&row)?,
        row,
        loaded,
        stamp,
    })
}

/// Why a closed task takes no more: done by somebody, or withdrawn by the process.
fn closed(row: &user_task::Model) -> Refusal {
    let key = u64::try_from(row.key).unwrap_or_default();
    match row.state {
        TaskState::Done | TaskState::Returned => Refusal::AlreadyCompleted { key },
        TaskState::Settled | TaskState::Expired if row.kind == "VOTE" => Refusal::BallotRefused {
            reason: "CLOSED".to_owned(),
        },
        _ => Refusal::Withdrawn { key },
    }
}

fn key(row: &user_task::Model) -> u64 {
    u64::try_from(row.key).unwrap_or_default()
}

async fn carry(
    door: &Door,
    transaction: &DatabaseTransaction,
    held: &Held,
    request: Request,
) -> Result<Done, Fault> {
    let compiled = door.deployed.now();
    let carried = carry_out(
        transaction,
        &compiled,
        &held.loaded,
        None,
        door.clock.now(),
        held.stamp.clone(),
        request,
    )
    .await?;
    Ok(Done {
        answer: Answer::Task(held.row.id),
        changes: carried.changes,
    })
}

pub(super) async fn claim(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, task, Action::TaskClaim).await?;
    let assignee = actor
        .person
        .map(|person| format!("person:{person}"))
        .unwrap_or_default();
    let task = key(&held.row);
    // A task that the process gave to a position goes on to the person who holds it; `permit` has said that this one does.
    let holder = held
        .loaded
        .state
        .tasks
        .get(&task)
        .and_then(|task| task.holder.as_deref());
    let request = match holder {
        Some(holder) if !holder.starts_with("person:") => Request::AssignTask { task, assignee },
        _ => Request::ClaimTask { task, assignee },
    };
    carry(door, transaction, &held, request).await
}

pub(super) async fn release(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, task, Action::TaskRelease).await?;
    let request = Request::ReleaseTask {
        task: key(&held.row),
    };
    carry(door, transaction, &held, request).await
}

pub(super) async fn assign(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    assignee: &str,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, task, Action::TaskAssign).await?;
    if held.row.kind == "VOTE" {
        // A ballot is its elector's and nobody else's.
        let reason = workflows::access::Reason::NoProxy;
        return Err(Problem::new(reason.code(), reason.sentence_en(), reason.sentence_id()).into());
    }
    let unknown = || {
        Problem::new(
            "UNKNOWN_ASSIGNEE",
            "There is no such person or position.",
            "Orang atau jabatan itu tidak ada.",
        )
        .at("assignee")
    };
    let assignee = if let Ok(person) = assignee.trim_start_matches("person:").parse::<PersonId>() {
        schema::tables::person::Entity::find_by_id(person.uuid())
            .one(transaction)
            .await?
            .ok_or_else(unknown)?;
        format!("person:{person}")
    } else {
        position::Entity::find()
            .filter(position::Column::Code.eq(assignee))
            .one(transaction)
            .await?
            .ok_or_else(unknown)?
            .code
    };
    let request = Request::AssignTask {
        task: key(&held.row),
        assignee,
    };
    carry(door, transaction, &held, request).await
}

/// Keeps a draft for whoever may see the task, also after it was withdrawn: what somebody wrote is never lost.
pub(super) async fn save_draft(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    draft: &Json,
) -> Result<Done, Fault> {
    let row = user_task::Entity::find_by_id(task)
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let subject = subject::of_task(transaction, &row).await?;
    let (Decision::Allow { .. }, Some(person)) =
        (permit(actor, Action::TaskRead, &subject), actor.person)
    else {
        return Err(Problem::not_found().into());
    };
    let saved_at = put_draft(door, transaction, task, person, draft).await?;
    Ok(Done::quiet(Answer::Saved(saved_at)))
}

async fn put_draft(
    door: &Door,
    transaction: &DatabaseTransaction,
    task: Uuid,
    person: PersonId,
    draft: &Json,
) -> Result<chrono::DateTime<chrono::Utc>, Fault> {
    let saved_at = door.clock.now();
    let text = serde_json::to_string(draft).unwrap_or_default();
    if text.len() > 512 * 1024 {
        return Err(Problem::new(
            "TOO_LARGE",
            "The draft is larger than 512 kB.",
            "Draf lebih besar dari 512 kB.",
        )
        .at("draft")
        .into());
    }
    draft_rows::put(transaction, task, person.uuid(), text, saved_at).await?;
    Ok(saved_at)
}

pub(super) async fn complete(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    variables: &Json,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, task, Action::TaskComplete).await?;
    if held.row.kind == "VOTE" {
        let vote = Problem::new(
            "USE_CAST_VOTE",
            "This task is a ballot: use castVote.",
            "Tugas ini adalah pemungutan suara: gunakan castVote.",
        );
        return Err(vote.into());
    }
    finish(door, transaction, actor, held, variables).await
}

pub(super) async fn cast_vote(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    choice: &str,
    note: Option<&str>,
    dissent_later: bool,
) -> Result<Done, Fault> {
    let held = hold(transaction, actor, task, Action::BallotCast).await?;
    if held.row.kind != "VOTE" {
        return Err(Problem::new(
            "NOT_A_VOTE",
            "This task is not a ballot.",
            "Tugas ini bukan pemungutan suara.",
        )
        .at("taskId")
        .into());
    }
    if !["APPROVE", "APPROVE_WITH_NOTES", "REJECT", "ABSTAIN"].contains(&choice) {
        return Err(Refusal::BallotRefused {
            reason: "BAD_CHOICE".to_owned(),
        }
        .into());
    }
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    if choice != "APPROVE" && note.is_none() {
        let missing = Problem::new(
            "NOTE_REQUIRED",
            "Say why, in a few words: a note is required unless you approve.",
            "Tuliskan alasan singkat: catatan wajib diisi kecuali Anda setuju.",
        );
        return Err(missing.at("note").into());
    }
    let choice_key = held
        .facts
        .council
        .get("vote.choice")
        .and_then(Value::as_str)
        .unwrap_or("choice")
        .to_owned();
    let variables =
        serde_json::json!({ choice_key: choice, "note": note, "dissentLater": dissent_later });
    finish(door, transaction, actor, held, &variables).await
}

async fn finish(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    held: Held,
    variables: &Json,
) -> Result<Done, Fault> {
    let values = checked(door, &held, variables)?;
    approval::seal(door, transaction, actor, &held, &values).await?;
    let request = Request::CompleteTask {
        task: key(&held.row),
        variables: values,
    };
    carry(door, transaction, &held, request).await
}

/// Passes what was sent through the task's form: hidden and read-only fields are dropped, faults are named by field.
fn checked(door: &Door, held: &Held, variables: &Json) -> Result<Context, Fault> {
    let submitted = match Value::from_json(variables) {
        Value::Context(context) => (*context).clone(),
        Value::Null => Context::new(),
        _ => {
            return Err(Problem::new(
                "INVALID_VARIABLES",
                "Variables must be an object.",
                "Variabel harus berupa objek.",
            )
            .at("variables")
            .into());
        }
    };
    let compiled = door.deployed.now();
    let form = held
        .row
        .form
        .as_ref()
        .and_then(|reference| compiled.form(reference, &held.facts.process));
    let mut values = match form {
        None => submitted,
        Some(form) => {
            let calendar = Calendar::shipped().for_region(&held.loaded.owner.region);
            let environment = Environment {
                now: door.clock.now(),
                zone: held.loaded.owner.zone,
                calendar: &calendar,
                limits: Limits::default(),
                seed: None,
            };
            let validated = form.form.validate(
                &submitted,
                &held.loaded.state.visible(key(&held.row)),
                &environment,
            );
            if !validated.problems.is_empty() {
                let mut problem = Problem::new(
                    "INVALID_FORM",
                    "Some answers need your attention.",
                    "Beberapa isian perlu diperbaiki.",
                )
                .at("variables");
                problem.fields = validated
                    .problems
                    .into_iter()
                    .map(|field| FieldProblem {
                        path: field.path,
                        code: code_of(field.code),
                        message: field.message_en,
                        message_id: field.message_id,
                    })
                    .collect();
                return Err(problem.into());
            }
            validated.values
        }
    };
    for name in RESERVED {
        values.remove(name);
    }
    Ok(values)
}

/// Reason codes shared by all returns (DOMAIN 12).
const REASONS: &[&str] = &[
    "INCOMPLETE",
    "WRONG_PERIOD",
    "NOT_SIGNED",
    "NOT_OUR_DUTY",
    "NO_BUDGET",
    "DUPLICATE",
    "INVALID_CODE",
    "PERSONAL_DATA",
    "ARITHMETIC",
    "OTHER",
];

pub(super) async fn send_back(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    task: Uuid,
    reason: &str,
    note: Option<&str>,
) -> Result<Done, Fault> {
    if !REASONS.contains(&reason) {
        return Err(Problem::new(
            "UNKNOWN_REASON",
            "Choose one of the shared reason codes.",
            "Pilih salah satu kode alasan.",
        )
        .at("reasonCode")
        .into());
    }
    let note = note.unwrap_or_default().trim();
    if reason == "OTHER" && note.is_empty() {
        return Err(Problem::new(
            "NOTE_REQUIRED",
            "Describe the reason.",
            "Jelaskan alasannya.",
        )
        .at("note")
        .into());
    }
    let held = hold(transaction, actor, task, Action::TaskReturn).await?;
    let request = Request::ReturnTask {
        task: key(&held.row),
        reason: reason.to_owned(),
        note: note.to_owned(),
    };
    carry(door, transaction, &held, request).await
}

/// The stable name of a form problem, as it is serialised.
fn code_of(code: workflows::form::ProblemCode) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
