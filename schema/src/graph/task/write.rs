//! What people do with tasks. Each mutation checks shapes, builds one request and hands it to the door; permission and
//! rules are behind it.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use workflows::id::kind;
use workflows::voting::Choice;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, named, submit, unexpected, variables};
use crate::graph::problem::{Problem, Result};

use super::Task;

/// Longest note, in characters.
const NOTE: usize = 10_000;

macro_rules! task_payload {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(SimpleObject, Debug, Default)]
        pub struct $name {
            /// The task as it stands now, if the caller may still see it.
            task: Option<Task>,
            /// Why not; nothing was changed then.
            problem: Option<Problem>,
        }

        impl $name {
            async fn of(ctx: &Context<'_>, outcome: Outcome<Answer>) -> Result<Self> {
                match outcome {
                    Ok(Answer::Task(id)) => Ok(Self { task: Task::find(ctx, id).await?, problem: None }),
                    Ok(other) => Err(unexpected(&other)),
                    Err(problem) => Ok(Self::refused(problem)),
                }
            }

            fn refused(problem: Refusal) -> Self {
                Self { task: None, problem: Some(problem.into()) }
            }
        }
    )*};
}

task_payload! {
    /// What came of taking a task.
    ClaimTaskPayload;
    /// What came of giving a task back.
    ReleaseTaskPayload;
    /// What came of giving a task to somebody.
    AssignTaskPayload;
    /// What came of finishing a task.
    CompleteTaskPayload;
    /// What came of sending a task back.
    ReturnTaskPayload;
    /// What came of voting.
    CastVotePayload;
}

/// Takes a task.
#[derive(InputObject, Debug)]
pub struct ClaimTaskInput {
    /// `task_…`.
    task_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// Gives a task back to its candidates.
#[derive(InputObject, Debug)]
pub struct ReleaseTaskInput {
    /// `task_…`.
    task_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// Gives a task to somebody.
#[derive(InputObject, Debug)]
pub struct AssignTaskInput {
    /// `task_…`.
    task_id: ID,
    /// Person id or position code.
    assignee: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// Keeps what was written so far.
#[derive(InputObject, Debug)]
pub struct SaveTaskDraftInput {
    /// `task_…`.
    task_id: ID,
    /// Form values, unchecked.
    draft: Json,
}

/// When the draft was kept.
#[derive(SimpleObject, Debug, Default)]
pub struct SaveTaskDraftPayload {
    /// When.
    saved_at: Option<DateTime<Utc>>,
    /// Why not.
    problem: Option<Problem>,
}

/// Finishes a task.
#[derive(InputObject, Debug)]
pub struct CompleteTaskInput {
    /// `task_…`.
    task_id: ID,
    /// Form values; what the form does not offer is dropped.
    variables: Option<Json>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Sends a task back.
#[derive(InputObject, Debug)]
pub struct ReturnTaskInput {
    /// `task_…`.
    task_id: ID,
    /// Shared reason code, for instance `INCOMPLETE`.
    reason_code: String,
    /// Free text, required for `OTHER`.
    note: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Votes.
#[derive(InputObject, Debug)]
pub struct CastVoteInput {
    /// The elector's own task, `task_…`.
    task_id: ID,
    /// `APPROVE`, `APPROVE_WITH_NOTES`, `REJECT` or `ABSTAIN`.
    choice: String,
    /// Why; required unless `APPROVE`.
    note: Option<String>,
    /// A dissent statement will follow.
    dissent_later: Option<bool>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Writes about tasks.
#[derive(Debug, Default)]
pub struct TaskMutation;

#[Object]
impl TaskMutation {
    /// Takes a task, so that its other candidates leave it alone.
    async fn claim_task(
        &self,
        ctx: &Context<'_>,
        input: ClaimTaskInput,
    ) -> Result<ClaimTaskPayload> {
        match task_of(&input.task_id) {
            Ok(task) => {
                ClaimTaskPayload::of(
                    ctx,
                    submit(ctx, input.idempotency_key, Request::ClaimTask { task }).await?,
                )
                .await
            }
            Err(problem) => Ok(ClaimTaskPayload::refused(problem)),
        }
    }

    /// Gives a task back to its candidates.
    async fn release_task(
        &self,
        ctx: &Context<'_>,
        input: ReleaseTaskInput,
    ) -> Result<ReleaseTaskPayload> {
        match task_of(&input.task_id) {
            Ok(task) => {
                ReleaseTaskPayload::of(
                    ctx,
                    submit(ctx, input.idempotency_key, Request::ReleaseTask { task }).await?,
                )
                .await
            }
            Err(problem) => Ok(ReleaseTaskPayload::refused(problem)),
        }
    }

    /// Gives a task to somebody: delegation inside an agency, disposition by the secretary.
    async fn assign_task(
        &self,
        ctx: &Context<'_>,
        input: AssignTaskInput,
    ) -> Result<AssignTaskPayload> {
        match task_of(&input.task_id) {
            Ok(task) => {
                let request = Request::AssignTask {
                    task,
                    assignee: input.assignee,
                };
                AssignTaskPayload::of(ctx, submit(ctx, input.idempotency_key, request).await?).await
            }
            Err(problem) => Ok(AssignTaskPayload::refused(problem)),
        }
    }

    /// Keeps what was written so far, without any check.
    async fn save_task_draft(
        &self,
        ctx: &Context<'_>,
        input: SaveTaskDraftInput,
    ) -> Result<SaveTaskDraftPayload> {
        let outcome = match task_of(&input.task_id) {
            Ok(task) => {
                submit(
                    ctx,
                    None,
                    Request::SaveTaskDraft {
                        task,
                        draft: input.draft,
                    },
                )
                .await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Saved(at)) => Ok(SaveTaskDraftPayload {
                saved_at: Some(at),
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(SaveTaskDraftPayload {
                saved_at: None,
                problem: Some(problem.into()),
            }),
        }
    }

    /// Finishes a task with the values of its form.
    async fn complete_task(
        &self,
        ctx: &Context<'_>,
        input: CompleteTaskInput,
    ) -> Result<CompleteTaskPayload> {
        let request = task_of(&input.task_id).and_then(|task| {
            Ok(Request::CompleteTask {
                task,
                variables: variables(input.variables, "variables")?,
            })
        });
        match request {
            Ok(request) => {
                CompleteTaskPayload::of(
                    ctx,
                    submit(ctx, Some(input.idempotency_key), request).await?,
                )
                .await
            }
            Err(problem) => Ok(CompleteTaskPayload::refused(problem)),
        }
    }

    /// Sends a task back with a reason.
    async fn return_task(
        &self,
        ctx: &Context<'_>,
        input: ReturnTaskInput,
    ) -> Result<ReturnTaskPayload> {
        let request = task_of(&input.task_id).and_then(|task| {
            let reason_code = reason_code(input.reason_code)?;
            let note = note(input.note)?;
            if reason_code == "OTHER" && note.is_none() {
                let problem = Refusal::new(
                    "NOTE_REQUIRED",
                    "Another reason needs to be written out.",
                    "Alasan lain harus dituliskan.",
                );
                return Err(problem.at("note"));
            }
            Ok(Request::ReturnTask {
                task,
                reason_code,
                note,
            })
        });
        match request {
            Ok(request) => {
                ReturnTaskPayload::of(
                    ctx,
                    submit(ctx, Some(input.idempotency_key), request).await?,
                )
                .await
            }
            Err(problem) => Ok(ReturnTaskPayload::refused(problem)),
        }
    }

    /// Votes. One person has one vote, however many seats; it cannot be cast twice or taken back.
    async fn cast_vote(&self, ctx: &Context<'_>, input: CastVoteInput) -> Result<CastVotePayload> {
        let request = task_of(&input.task_id).and_then(|task| {
            if input.choice.parse::<Choice>().is_err() {
                let problem = Refusal::new(
                    "BAD_CHOICE",
                    "A vote is APPROVE, APPROVE_WITH_NOTES, REJECT or ABSTAIN.",
                    "Suara berupa APPROVE, APPROVE_WITH_NOTES, REJECT atau ABSTAIN.",
                );
                return Err(problem.at("choice"));
            }
            Ok(Request::CastVote {
                task,
                choice: input.choice,
                note: note(input.note)?,
                dissent_later: input.dissent_later.unwrap_or_default(),
            })
        });
        match request {
            Ok(request) => {
                CastVotePayload::of(
                    ctx,
                    submit(ctx, Some(input.idempotency_key), request).await?,
                )
                .await
            }
            Err(problem) => Ok(CastVotePayload::refused(problem)),
        }
    }
}

fn task_of(id: &ID) -> Outcome<uuid::Uuid> {
    named::<kind::Task>(id, "taskId")
}

fn reason_code(code: String) -> Outcome<String> {
    let known = (1..=40).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    if known {
        return Ok(code);
    }
    let problem = Refusal::new(
        "INVALID_REASON",
        "A reason code is written like INCOMPLETE.",
        "Kode alasan ditulis seperti INCOMPLETE.",
    );
    Err(problem.at("reasonCode"))
}

fn note(note: Option<String>) -> Outcome<Option<String>> {
    let note = note.filter(|text| !text.trim().is_empty());
    if note
        .as_ref()
        .is_some_and(|text| text.chars().count() > NOTE)
    {
        let problem = Refusal::new(
            "NOTE_TOO_LONG",
            format!("A note has at most {NOTE} characters."),
            format!("Catatan paling panjang {NOTE} karakter."),
        );
        return Err(problem.at("note"));
    }
    Ok(note)
}
