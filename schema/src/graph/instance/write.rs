//! Beginning, ending and repairing cases.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use serde_json::Value as Json;
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, named, submit, unexpected, variables};
use crate::graph::problem::{Problem, Result};

use super::{Incident, ProcessInstance};

/// Longest reason, in characters.
const REASON: usize = 2_000;

/// Begins a case.
#[derive(InputObject, Debug)]
pub struct StartInstanceInput {
    /// BPMN process id.
    definition_key: String,
    /// From 1; the newest when absent.
    version: Option<i32>,
    /// Code of the organisation that owns it, for instance `64.02`.
    organisation: String,
    /// Given by the register when absent.
    business_key: Option<String>,
    /// Values of the start form.
    variables: Option<Json>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The new case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct StartInstancePayload {
    /// The new case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// Ends a case before its end.
#[derive(InputObject, Debug)]
pub struct CancelInstanceInput {
    /// `inst_…`.
    instance_id: ID,
    /// Why; everybody concerned reads it.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct CancelInstancePayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// Tries again what an incident stopped.
#[derive(InputObject, Debug)]
pub struct RetryIncidentInput {
    /// `icd_…`.
    incident_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The incident, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RetryIncidentPayload {
    /// The incident.
    incident: Option<Incident>,
    /// Why not.
    problem: Option<Problem>,
}

/// Writes about cases.
#[derive(Debug, Default)]
pub struct InstanceMutation;

#[Object]
impl InstanceMutation {
    /// Begins a case of an organisation.
    async fn start_instance(
        &self,
        ctx: &Context<'_>,
        input: StartInstanceInput,
    ) -> Result<StartInstancePayload> {
        let outcome = match variables(input.variables, "variables") {
            Ok(variables) => {
                let request = Request::StartInstance {
                    definition_key: input.definition_key,
                    version: input.version,
                    organisation: input.organisation,
                    business_key: input.business_key,
                    variables,
                };
                submit(ctx, Some(input.idempotency_key), request).await?
            }
            Err(problem) => Err(problem),
        };
        let (instance, problem) = case(ctx, outcome).await?;
        Ok(StartInstancePayload { instance, problem })
    }

    /// Ends a case before its end, with a reason.
    async fn cancel_instance(
        &self,
        ctx: &Context<'_>,
        input: CancelInstanceInput,
    ) -> Result<CancelInstancePayload> {
        let request =
            named::<kind::Instance>(&input.instance_id, "instanceId").and_then(|instance| {
                let reason = reason(&input.reason)?;
                Ok(Request::CancelInstance { instance, reason })
            });
        let outcome = match request {
            Ok(request) => submit(ctx, Some(input.idempotency_key), request).await?,
            Err(problem) => Err(problem),
        };
        let (instance, problem) = case(ctx, outcome).await?;
        Ok(CancelInstancePayload { instance, problem })
    }

    /// Tries again what an incident stopped, after its cause was mended.
    async fn retry_incident(
        &self,
        ctx: &Context<'_>,
        input: RetryIncidentInput,
    ) -> Result<RetryIncidentPayload> {
        let outcome = match named::<kind::Incident>(&input.incident_id, "incidentId") {
            Ok(incident) => {
                submit(
                    ctx,
                    Some(input.idempotency_key),
                    Request::RetryIncident { incident },
                )
                .await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Incident(id)) => Ok(RetryIncidentPayload {
                incident: Incident::find(ctx, id).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(RetryIncidentPayload {
                incident: None,
                problem: Some(problem.into()),
            }),
        }
    }
}

/// A reason that somebody can read.
pub(super) fn reason(given: &str) -> Outcome<String> {
    let given = given.trim();
    if (1..=REASON).contains(&given.chars().count()) {
        return Ok(given.to_owned());
    }
    let problem = Refusal::new(
        "REASON_REQUIRED",
        format!("A reason has 1 to {REASON} characters."),
        format!("Alasan terdiri atas 1 sampai {REASON} karakter."),
    );
    Err(problem.at("reason"))
}

/// The case that a write changed, or why it did not.
pub(super) async fn case(
    ctx: &Context<'_>,
    outcome: Outcome<Answer>,
) -> Result<(Option<ProcessInstance>, Option<Problem>)> {
    match outcome {
        Ok(Answer::Instance(id)) => Ok((ProcessInstance::find(ctx, id).await?, None)),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok((None, Some(problem.into()))),
    }
}
