//! Repairing a running case: holding it, its variables, and where its tokens are.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use serde_json::Value as Json;
use workflows::id::kind;

use crate::commands::{Answer, ModifyStep, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, named, submit, unexpected, variables};
use crate::graph::problem::{Problem, Result};

use super::ProcessInstance;
use super::write::reason;

/// Most steps of one modification.
const STEPS: usize = 500;

/// Holds a case.
#[derive(InputObject, Debug)]
pub struct SuspendInstanceInput {
    /// `inst_…`.
    instance_id: ID,
    /// Why; everybody concerned reads it.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Lets a case go on.
#[derive(InputObject, Debug)]
pub struct ResumeInstanceInput {
    /// `inst_…`.
    instance_id: ID,
    /// Why; it stands in the journal.
    reason: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Sets variables of a case.
#[derive(InputObject, Debug)]
pub struct SetVariablesInput {
    /// `inst_…`.
    instance_id: ID,
    /// `ElementInstance.key` whose local variables they become; the outermost level when absent.
    scope: Option<ID>,
    /// The values; other variables stay as they are.
    variables: Json,
    /// Why; it stands in the journal.
    reason: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// What one step of a modification does.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModificationKind {
    /// Puts a token before `element`. Sub-processes around it that are not active are created.
    Activate,
    /// Ends `elementInstance` with everything inside it and all its work.
    Cancel,
    /// Ends `elementInstance` and puts a token before `element`.
    Move,
}

/// One step of a modification.
#[derive(InputObject, Debug)]
pub struct ModificationStepInput {
    /// What it does.
    kind: ModificationKind,
    /// BPMN id of the element that a token is put before (`ACTIVATE`, `MOVE`).
    element: Option<String>,
    /// `ElementInstance.key` of what is ended (`CANCEL`, `MOVE`).
    element_instance: Option<ID>,
    /// `ElementInstance.key` of the live scope to put the token into; needed when there is more than one, inside a
    /// multi-instance and in a called process.
    scope: Option<ID>,
    /// Local variables of the new element instance.
    variables: Option<Json>,
}

/// Changes where the tokens of a case are.
#[derive(InputObject, Debug)]
pub struct ModifyInstanceInput {
    /// `inst_…`.
    instance_id: ID,
    /// In order; all of them or none.
    steps: Vec<ModificationStepInput>,
    /// Why; everybody concerned reads it.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Starts what waits for a condition.
#[derive(InputObject, Debug)]
pub struct EvaluateConditionalStartsInput {
    /// Code of the organisation that owns the new cases.
    organisation: String,
    /// Only this process; every process when absent.
    definition_key: Option<String>,
    /// What is known: the conditions are evaluated over it, and each new case starts with it.
    variables: Json,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SuspendInstancePayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// The case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct ResumeInstancePayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// The case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SetVariablesPayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// The case, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct ModifyInstancePayload {
    /// The case.
    instance: Option<ProcessInstance>,
    /// Why not: the code is that of the step that cannot be done (`UNKNOWN_ELEMENT`, `UNKNOWN_INSTANCE`,
    /// `NOT_ACTIVATABLE`, `SCOPE_UNKNOWN`, `SCOPE_AMBIGUOUS`, `INSIDE_MULTI_INSTANCE`, `EVENT_SUBPROCESS_INACTIVE`,
    /// `INPUT_FAILED`, `PROCESS_ROOT`, `NOTHING_LEFT`).
    problem: Option<Problem>,
}

/// The new cases, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct EvaluateConditionalStartsPayload {
    /// One case for each conditional start event whose condition holds.
    #[graphql(complexity = "10 * child_complexity")]
    instances: Vec<ProcessInstance>,
    /// Why not.
    problem: Option<Problem>,
}

/// A reason that need not be given.
fn said(given: Option<&str>) -> Outcome<Option<String>> {
    given
        .filter(|text| !text.trim().is_empty())
        .map(reason)
        .transpose()
}

/// Repairs of running cases.
#[derive(Debug, Default)]
pub struct OperateMutation;

#[Object]
impl OperateMutation {
    /// Holds a case: nobody can act on its tasks, its timers do not fire, its messages wait and its jobs are not handed
    /// out until it is resumed. Signals that come meanwhile pass it by. Holding what is held changes nothing.
    async fn suspend_instance(
        &self,
        ctx: &Context<'_>,
        input: SuspendInstanceInput,
    ) -> Result<SuspendInstancePayload> {
        let request = case(&input.instance_id).and_then(|instance| {
            let reason = reason(&input.reason)?;
            Ok(Request::SuspendInstance { instance, reason })
        });
        let (instance, problem) = carried(ctx, input.idempotency_key, request).await?;
        Ok(SuspendInstancePayload { instance, problem })
    }

    /// Lets a held case go on. Timers that fell due meanwhile fire once, late.
    async fn resume_instance(
        &self,
        ctx: &Context<'_>,
        input: ResumeInstanceInput,
    ) -> Result<ResumeInstancePayload> {
        let request = case(&input.instance_id).and_then(|instance| {
            let reason = said(input.reason.as_deref())?;
            Ok(Request::ResumeInstance { instance, reason })
        });
        let (instance, problem) = carried(ctx, input.idempotency_key, request).await?;
        Ok(ResumeInstancePayload { instance, problem })
    }

    /// Sets variables of a running or held case, with all that follows from it (conditions).
    async fn set_variables(
        &self,
        ctx: &Context<'_>,
        input: SetVariablesInput,
    ) -> Result<SetVariablesPayload> {
        let request = case(&input.instance_id).and_then(|instance| {
            Ok(Request::SetVariables {
                instance,
                scope: input.scope.map(|it| key(&it, "scope")).transpose()?,
                variables: variables(Some(input.variables), "variables")?,
                reason: said(input.reason.as_deref())?,
            })
        });
        let (instance, problem) = carried(ctx, input.idempotency_key, request).await?;
        Ok(SetVariablesPayload { instance, problem })
    }

    /// Changes where the tokens of a running or held case are: all steps or none. A scope that loses its last content
    /// by it is cancelled as well.
    async fn modify_instance(
        &self,
        ctx: &Context<'_>,
        input: ModifyInstanceInput,
    ) -> Result<ModifyInstancePayload> {
        let request = case(&input.instance_id).and_then(|instance| {
            if !(1..=STEPS).contains(&input.steps.len()) {
                let problem = Refusal::new(
                    "INVALID_STEPS",
                    format!("A modification has 1 to {STEPS} steps."),
                    format!("Perubahan terdiri atas 1 sampai {STEPS} langkah."),
                );
                return Err(problem.at("steps"));
            }
            Ok(Request::ModifyInstance {
                instance,
                reason: reason(&input.reason)?,
                steps: input
                    .steps
                    .into_iter()
                    .map(step)
                    .collect::<Outcome<Vec<_>>>()?,
            })
        });
        let (instance, problem) = carried(ctx, input.idempotency_key, request).await?;
        Ok(ModifyInstancePayload { instance, problem })
    }

    /// Evaluates the conditional start events of processes over what is known, and begins a case at each that holds. No
    /// case exists that could watch these conditions, so whoever learns of a change asks.
    async fn evaluate_conditional_starts(
        &self,
        ctx: &Context<'_>,
        input: EvaluateConditionalStartsInput,
    ) -> Result<EvaluateConditionalStartsPayload> {
        let outcome = match variables(Some(input.variables), "variables") {
            Ok(variables) => {
                let request = Request::EvaluateConditionalStarts {
                    organisation: input.organisation,
                    definition_key: input.definition_key,
                    variables,
                };
                submit(ctx, Some(input.idempotency_key), request).await?
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(Answer::Instances(ids)) => {
                let mut instances = Vec::with_capacity(ids.len());
                for id in ids {
                    instances.extend(ProcessInstance::find(ctx, id).await?);
                }
                Ok(EvaluateConditionalStartsPayload {
                    instances,
                    problem: None,
                })
            }
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(EvaluateConditionalStartsPayload {
                instances: Vec::new(),
                problem: Some(problem.into()),
            }),
        }
    }
}

fn case(id: &ID) -> Outcome<uuid::Uuid> {
    named::<kind::Instance>(id, "instanceId")
}

fn key(id: &ID, field: &str) -> Outcome<u64> {
    id.parse::<u64>().map_err(|_| {
        Refusal::new(
            "INVALID_ID",
            "This is no key of an element instance.",
            "Ini bukan kunci langkah perkara.",
        )
        .at(field)
    })
}

fn step(input: ModificationStepInput) -> Outcome<ModifyStep> {
    let needs = |what: &str| {
        Refusal::new(
            "INVALID_STEPS",
            format!("A step of this kind needs `{what}`."),
            format!("Langkah jenis ini memerlukan `{what}`."),
        )
        .at("steps")
    };
    let ended = |id: Option<ID>| {
        id.ok_or_else(|| needs("elementInstance"))
            .and_then(|it| key(&it, "steps"))
    };
    let scope = input.scope.map(|it| key(&it, "steps")).transpose()?;
    let variables = variables(input.variables, "steps")?;
    Ok(match input.kind {
        ModificationKind::Cancel => ModifyStep::Cancel {
            element_instance: ended(input.element_instance)?,
        },
        ModificationKind::Activate => ModifyStep::Activate {
            element: input.element.ok_or_else(|| needs("element"))?,
            scope,
            variables,
        },
        ModificationKind::Move => ModifyStep::Move {
            element_instance: ended(input.element_instance)?,
            element: input.element.ok_or_else(|| needs("element"))?,
            scope,
            variables,
        },
    })
}

async fn carried(
    ctx: &Context<'_>,
    idempotency_key: String,
    request: Outcome<Request>,
) -> Result<(Option<ProcessInstance>, Option<Problem>)> {
    let outcome = match request {
        Ok(request) => submit(ctx, Some(idempotency_key), request).await?,
        Err(problem) => Err(problem),
    };
    super::write::case(ctx, outcome).await
}
