//! Messages and signals from outside a process.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use serde_json::Value as Json;

use crate::commands::{Answer, Problem as Refusal, Request};

use super::guard::{Outcome, submit, unexpected, variables};
use super::problem::{Problem, Result};

/// Longest time that a message is kept, in seconds: thirty days.
const LONGEST_S: i32 = 30 * 24 * 60 * 60;

/// A message for one case.
#[derive(InputObject, Debug)]
pub struct PublishMessageInput {
    /// Name of the message.
    name: String,
    /// Usually the business key of the case.
    correlation_key: String,
    /// Payload.
    variables: Option<Json>,
    /// Seconds that it is kept when nobody waits for it yet; an hour when absent.
    time_to_live: Option<i32>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// How many cases it reached.
#[derive(SimpleObject, Debug, Default)]
pub struct PublishMessagePayload {
    /// Cases that took the message at once; one that is kept for later is not counted.
    correlated: i64,
    /// Why not.
    problem: Option<Problem>,
}

/// A signal to every case that listens.
#[derive(InputObject, Debug)]
pub struct BroadcastSignalInput {
    /// Name of the signal.
    name: String,
    /// Only cases of this organisation (code) and below.
    organisation: Option<String>,
    /// Payload.
    variables: Option<Json>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// How many cases it reached.
#[derive(SimpleObject, Debug, Default)]
pub struct BroadcastSignalPayload {
    /// Cases that took the signal.
    reached: i64,
    /// Why not.
    problem: Option<Problem>,
}

/// Messages and signals.
#[derive(Debug, Default)]
pub struct MessageMutation;

#[Object]
impl MessageMutation {
    /// Publishes a message; it is kept until somebody waits for it or its time is over.
    async fn publish_message(
        &self,
        ctx: &Context<'_>,
        input: PublishMessageInput,
    ) -> Result<PublishMessagePayload> {
        let (correlated, problem) = match message(input) {
            Ok((key, request)) => reached(submit(ctx, Some(key), request).await?)?,
            Err(problem) => (0, Some(problem.into())),
        };
        Ok(PublishMessagePayload {
            correlated,
            problem,
        })
    }

    /// Broadcasts a signal.
    async fn broadcast_signal(
        &self,
        ctx: &Context<'_>,
        input: BroadcastSignalInput,
    ) -> Result<BroadcastSignalPayload> {
        let outcome = match (name(input.name), variables(input.variables, "variables")) {
            (Ok(name), Ok(variables)) => {
                let request = Request::BroadcastSignal {
                    name,
                    organisation: input.organisation,
                    variables,
                };
                submit(ctx, Some(input.idempotency_key), request).await?
            }
            (Err(problem), _) | (_, Err(problem)) => Err(problem),
        };
        let (reached, problem) = reached(outcome)?;
        Ok(BroadcastSignalPayload { reached, problem })
    }
}

fn message(input: PublishMessageInput) -> Outcome<(String, Request)> {
    if input
        .time_to_live
        .is_some_and(|seconds| !(0..=LONGEST_S).contains(&seconds))
    {
        let problem = Refusal::new(
            "INVALID_TIME_TO_LIVE",
            format!("A message is kept 0 to {LONGEST_S} seconds."),
            format!("Pesan disimpan 0 sampai {LONGEST_S} detik."),
        );
        return Err(problem.at("timeToLive"));
    }
    let request = Request::PublishMessage {
        name: name(input.name)?,
        correlation_key: Some(input.correlation_key),
        variables: variables(input.variables, "variables")?,
        time_to_live: input.time_to_live.map(i64::from),
    };
    Ok((input.idempotency_key, request))
}

fn name(name: String) -> Outcome<String> {
    if (1..=200).contains(&name.trim().len()) {
        return Ok(name);
    }
    Err(Refusal::new(
        "INVALID_NAME",
        "A name has 1 to 200 characters.",
        "Nama terdiri atas 1 sampai 200 karakter.",
    )
    .at("name"))
}

fn reached(outcome: Outcome<Answer>) -> Result<(i64, Option<Problem>)> {
    match outcome {
        Ok(Answer::Reached(count)) => Ok((count, None)),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok((0, Some(problem.into()))),
    }
}
