//! What a worker answers for a job that it holds.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json};

use crate::commands::{Answer, ListenerAnswer, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, submit, unexpected, variables};
use crate::graph::problem::{Problem, Result};
use crate::job_ref::JobRef;

use super::activate::lease;

/// Most attempts that a worker may leave.
const MOST_RETRIES: i32 = 1_000;
/// Longest back-off, seconds: a week.
const LONGEST_BACK_OFF_S: i32 = 7 * 86_400;
/// Longest message, characters.
const LONGEST_MESSAGE: usize = 2_000;
/// Longest error code, characters.
const LONGEST_CODE: usize = 200;

/// The work is done.
#[derive(InputObject, Debug)]
pub struct CompleteJobInput {
    /// `job_…`.
    job_id: ID,
    /// Of the lease.
    fencing_token: i64,
    /// What came of it, as variables of the element.
    variables: Option<Json>,
    /// What a task listener answers; nothing lets the change go on as it is.
    result: Option<JobResultInput>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// What a task listener answers.
#[derive(InputObject, Debug)]
pub struct JobResultInput {
    /// The change of the task does not take place.
    #[graphql(default)]
    denied: bool,
    /// Why, for the person who asked for it.
    denied_reason: Option<String>,
    /// What is different from what was asked for.
    corrections: Option<JobCorrectionsInput>,
}

/// What a task listener changes; what is absent stays.
#[derive(InputObject, Debug, Default)]
pub struct JobCorrectionsInput {
    /// Principal; empty takes it from everybody.
    assignee: Option<String>,
    /// Principals.
    candidate_users: Option<Vec<String>>,
    /// Roles.
    candidate_groups: Option<Vec<String>>,
    /// New due date.
    due_date: Option<DateTime<Utc>>,
    /// New follow-up date.
    follow_up_date: Option<DateTime<Utc>>,
    /// 0 to 100.
    priority: Option<i32>,
}

/// The job that was answered for, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct CompleteJobPayload {
    /// `job_…`.
    job_id: Option<ID>,
    /// Why not.
    problem: Option<Problem>,
}

/// The work could not be done.
#[derive(InputObject, Debug)]
pub struct FailJobInput {
    /// `job_…`.
    job_id: ID,
    /// Of the lease.
    fencing_token: i64,
    /// Attempts left; one less than before when absent. 0 raises an incident.
    retries: Option<i32>,
    /// Seconds before the next attempt, at most a week.
    #[graphql(default)]
    retry_after_seconds: i32,
    /// What went wrong, for the operator.
    message: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// The job that was answered for, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct FailJobPayload {
    /// `job_…`.
    job_id: Option<ID>,
    /// Why not.
    problem: Option<Problem>,
}

/// A BPMN error: something that the process foresees.
#[derive(InputObject, Debug)]
pub struct ThrowJobErrorInput {
    /// `job_…`.
    job_id: ID,
    /// Of the lease.
    fencing_token: i64,
    /// Error code; the nearest boundary event or event sub-process that catches it goes on.
    code: String,
    /// For the operator, when nothing catches it.
    message: Option<String>,
    /// For the scope that catches it.
    variables: Option<Json>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// The job that was answered for, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct ThrowJobErrorPayload {
    /// `job_…`.
    job_id: Option<ID>,
    /// Why not.
    problem: Option<Problem>,
}

/// The work takes longer.
#[derive(InputObject, Debug)]
pub struct ExtendJobLeaseInput {
    /// `job_…`.
    job_id: ID,
    /// Of the lease.
    fencing_token: i64,
    /// From now, in seconds, at most an hour.
    lease_seconds: i32,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: Option<String>,
}

/// Until when the job is the worker's, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct ExtendJobLeasePayload {
    /// Until when.
    deadline: Option<DateTime<Utc>>,
    /// Why not.
    problem: Option<Problem>,
}

/// What workers answer.
#[derive(Debug, Default)]
pub struct AnswerMutation;

#[Object]
impl AnswerMutation {
    /// The work is done; the process goes on.
    async fn complete_job(
        &self,
        ctx: &Context<'_>,
        input: CompleteJobInput,
    ) -> Result<CompleteJobPayload> {
        let key = input.idempotency_key.clone();
        let (job_id, problem) = answered(ctx, key, complete(input)).await?;
        Ok(CompleteJobPayload { job_id, problem })
    }

    /// The work could not be done; it is tried again, or an operator is called.
    async fn fail_job(&self, ctx: &Context<'_>, input: FailJobInput) -> Result<FailJobPayload> {
        let key = input.idempotency_key.clone();
        let (job_id, problem) = answered(ctx, key, fail(input)).await?;
        Ok(FailJobPayload { job_id, problem })
    }

    /// The work ends in an error that the process foresees.
    async fn throw_job_error(
        &self,
        ctx: &Context<'_>,
        input: ThrowJobErrorInput,
    ) -> Result<ThrowJobErrorPayload> {
        let key = input.idempotency_key.clone();
        let (job_id, problem) = answered(ctx, key, throw(input)).await?;
        Ok(ThrowJobErrorPayload { job_id, problem })
    }

    /// The work takes longer: the job stays the worker's.
    async fn extend_job_lease(
        &self,
        ctx: &Context<'_>,
        input: ExtendJobLeaseInput,
    ) -> Result<ExtendJobLeasePayload> {
        let request = job(&input.job_id).and_then(|job| {
            Ok(Request::ExtendJobLease {
                job,
                fencing_token: input.fencing_token,
                lease_seconds: lease(input.lease_seconds)?,
            })
        });
        let outcome = match request {
            Ok(request) => submit(ctx, input.idempotency_key, request).await?,
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Leased(deadline)) => Ok(ExtendJobLeasePayload {
                deadline: Some(deadline),
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(ExtendJobLeasePayload {
                deadline: None,
                problem: Some(problem.into()),
            }),
        }
    }
}

async fn answered(
    ctx: &Context<'_>,
    idempotency_key: Option<String>,
    request: Outcome<Request>,
) -> Result<(Option<ID>, Option<Problem>)> {
    let outcome = match request {
        Ok(request) => submit(ctx, idempotency_key, request).await?,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(Answer::Job(job)) => Ok((Some(ID(job.to_string())), None)),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok((None, Some(problem.into()))),
    }
}

fn job(name: &ID) -> Outcome<JobRef> {
    name.parse().map_err(|error| {
        Refusal::new(
            "INVALID_ID",
            format!("This is not an identity that can exist here: {error}."),
            "Identitas ini tidak sah.",
        )
        .at("jobId")
    })
}

fn complete(input: CompleteJobInput) -> Outcome<Request> {
    Ok(Request::CompleteJob {
        job: job(&input.job_id)?,
        fencing_token: input.fencing_token,
        variables: variables(input.variables, "variables")?,
        result: input.result.map(listener_answer).transpose()?,
    })
}

fn listener_answer(result: JobResultInput) -> Outcome<ListenerAnswer> {
    let reason = result.denied_reason.unwrap_or_default();
    let given = result.corrections.unwrap_or_default();
    if given.priority.is_some_and(|it| !(0..=100).contains(&it)) {
        let problem = Refusal::new(
            "INVALID_PRIORITY",
            "A priority is 0 to 100.",
            "Prioritas bernilai 0 sampai 100.",
        );
        return Err(problem.at("priority"));
    }
    let mut corrections = Map::new();
    let mut correct = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            corrections.insert(name.to_owned(), value);
        }
    };
    correct("assignee", given.assignee.map(Json::from));
    correct("candidateUsers", given.candidate_users.map(Json::from));
    correct("candidateGroups", given.candidate_groups.map(Json::from));
    correct("dueDate", given.due_date.map(|it| it.to_rfc3339().into()));
    correct(
        "followUpDate",
        given.follow_up_date.map(|it| it.to_rfc3339().into()),
    );
    correct("priority", given.priority.map(Json::from));
    let denied = match (result.denied, reason.trim()) {
        (false, _) => None,
        (true, "") => Some("a listener denied it".to_owned()),
        (true, reason) => Some(bounded(reason, LONGEST_MESSAGE, "deniedReason")?),
    };
    Ok(ListenerAnswer {
        denied,
        corrections: Json::Object(corrections),
    })
}

fn fail(input: FailJobInput) -> Outcome<Request> {
    let outside = |value: i32, most: i32| !(0..=most).contains(&value);
    if input.retries.is_some_and(|it| outside(it, MOST_RETRIES)) {
        let problem = Refusal::new(
            "INVALID_RETRIES",
            format!("Retries are 0 to {MOST_RETRIES}."),
            format!("Sisa percobaan 0 sampai {MOST_RETRIES}."),
        );
        return Err(problem.at("retries"));
    }
    if outside(input.retry_after_seconds, LONGEST_BACK_OFF_S) {
        let problem = Refusal::new(
            "INVALID_BACK_OFF",
            format!("A job is tried again within {LONGEST_BACK_OFF_S} seconds."),
            format!("Percobaan berikutnya paling lambat {LONGEST_BACK_OFF_S} detik."),
        );
        return Err(problem.at("retryAfterSeconds"));
    }
    Ok(Request::FailJob {
        job: job(&input.job_id)?,
        fencing_token: input.fencing_token,
        retries: input.retries.map(i32::unsigned_abs),
        retry_after_seconds: input.retry_after_seconds.unsigned_abs(),
        message: bounded(&input.message, LONGEST_MESSAGE, "message")?,
    })
}

fn throw(input: ThrowJobErrorInput) -> Outcome<Request> {
    let message = match input.message.as_deref().map(str::trim) {
        None | Some("") => String::new(),
        Some(message) => bounded(message, LONGEST_MESSAGE, "message")?,
    };
    Ok(Request::ThrowJobError {
        job: job(&input.job_id)?,
        fencing_token: input.fencing_token,
        code: bounded(&input.code, LONGEST_CODE, "code")?,
        message,
        variables: variables(input.variables, "variables")?,
    })
}

fn bounded(text: &str, longest: usize, field: &str) -> Outcome<String> {
    let text = text.trim();
    if (1..=longest).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new(
        "INVALID_TEXT",
        format!("This has 1 to {longest} characters."),
        format!("Bagian ini terdiri atas 1 sampai {longest} karakter."),
    )
    .at(field))
}
