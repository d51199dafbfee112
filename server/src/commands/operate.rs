//! Repairs of running cases: holding them, their variables, where their tokens are; and conditional start events.

use chrono::{DateTime, Utc};
use schema::commands::{Answer, ModifyStep, Problem};
use schema::deployed::{Compiled, Definition};
use schema::tables::organisation;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::calendar::Calendar;
use workflows::engine::command::Request;
use workflows::engine::{Modification, conditional_starts};
use workflows::feel::{Context, Environment, Value};

use super::door::{Done, Door};
use super::facts::{case_facts, stamp};
use super::fault::Fault;
use super::instance::{Begin, begin_instance, starters};
use super::run::carry_out;
use super::task::RESERVED;
use crate::store::instance::{self, Owner};

pub(super) async fn suspend(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    reason: &str,
) -> Result<Done, Fault> {
    let request = Request::Suspend {
        reason: reason.to_owned(),
    };
    let action = Action::InstanceSuspend;
    operate(door, transaction, actor, instance, action, request).await
}

pub(super) async fn resume(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    reason: Option<String>,
) -> Result<Done, Fault> {
    let action = Action::InstanceSuspend;
    let request = Request::Resume { reason };
    operate(door, transaction, actor, instance, action, request).await
}

pub(super) async fn set_variables(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    scope: Option<u64>,
    variables: &Json,
    reason: Option<String>,
) -> Result<Done, Fault> {
    let request = Request::SetVariables {
        scope,
        values: values(variables)?,
        reason,
    };
    repair(door, transaction, actor, instance, request).await
}

pub(super) async fn modify(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    steps: &[ModifyStep],
    reason: &str,
) -> Result<Done, Fault> {
    let steps = steps
        .iter()
        .map(|step| {
            Ok(match step {
                ModifyStep::Activate {
                    element,
                    scope,
                    variables,
                } => Modification::Activate {
                    element: element.clone(),
                    scope: *scope,
                    variables: values(variables)?,
                },
                ModifyStep::Cancel { element_instance } => Modification::Cancel {
                    instance: *element_instance,
                },
                ModifyStep::Move {
                    element_instance,
                    element,
                    scope,
                    variables,
                } => Modification::Move {
                    instance: *element_instance,
                    to: element.clone(),
                    scope: *scope,
                    variables: values(variables)?,
                },
            })
        })
        .collect::<Result<Vec<_>, Problem>>()?;
    let request = Request::Modify {
        steps,
        reason: reason.to_owned(),
    };
    repair(door, transaction, actor, instance, request).await
}

async fn repair(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    request: Request,
) -> Result<Done, Fault> {
    let action = Action::InstanceModify;
    operate(door, transaction, actor, instance, action, request).await
}

async fn operate(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    action: Action,
    request: Request,
) -> Result<Done, Fault> {
    let loaded = instance::lock(transaction, instance)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = case_facts(transaction, instance).await?;
    let decision = permit(actor, action, &facts);
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let stamp = stamp(actor, &decision);
    let compiled = door.deployed.refresh(transaction).await?;
    let at = door.clock.now();
    let carried = carry_out(transaction, &compiled, &loaded, None, at, stamp, request).await?;
    Ok(Done {
        answer: Answer::Instance(instance),
        changes: carried.changes,
    })
}

/// Variables that an operator sets. What the register says of a case is not theirs to change.
fn values(json: &Json) -> Result<Context, Problem> {
    let values = match Value::from_json(json) {
        Value::Context(context) => (*context).clone(),
        Value::Null => Context::new(),
        _ => {
            return Err(Problem::new(
                "INVALID_VARIABLES",
                "Variables must be an object.",
                "Variabel harus berupa objek.",
            )
            .at("variables"));
        }
    };
    match RESERVED.iter().find(|name| values.contains(name)) {
        Some(name) => Err(Problem::new(
            "RESERVED_VARIABLE",
            format!("{name} is given by the register and cannot be set."),
            format!("{name} berasal dari data induk dan tidak dapat diubah."),
        )
        .at("variables")),
        None => Ok(values),
    }
}

pub(super) async fn evaluate_conditional_starts(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    organisation_code: &str,
    definition_key: Option<&str>,
    variables: &Json,
) -> Result<Done, Fault> {
    let variables = values(variables)?;
    let row = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(organisation_code))
        .one(transaction)
        .await?
        .ok_or_else(|| {
            Problem::new(
                "UNKNOWN_ORGANISATION",
                "There is no such organisation.",
                "Organisasi itu tidak ada.",
            )
            .at("organisation")
        })?;
    let owner = Owner::from(&row);
    // Before anything is evaluated: whether a condition holds is an answer too.
    let there = Subject::of(owner.path.clone());
    if let Decision::Deny { reason } = permit(actor, Action::InstanceStart, &there) {
        return Err(reason.into());
    }
    let compiled = door.deployed.refresh(transaction).await?;
    let at = door.clock.now();
    let holding = holding(&compiled, &owner, at, definition_key, &variables)?;
    let (mut started, mut changes) = (Vec::new(), Vec::new());
    for (definition, event) in holding {
        let decision = permit(
            actor,
            Action::InstanceStart,
            &Subject {
                candidates: starters(definition, &owner),
                ..Subject::of(owner.path.clone())
            },
        );
        if let Decision::Deny { reason } = decision {
            return Err(reason.into());
        }
        let begin = Begin {
            definition,
            owner: owner.clone(),
            event: Some(event),
            business_key: None,
            variables: variables.clone(),
        };
        let by = actor.person.map(|person| person.uuid());
        let stamp = stamp(actor, &decision);
        let (id, carried) = begin_instance(door, transaction, begin, by, stamp).await?;
        started.push(id);
        changes.extend(carried.changes);
    }
    Ok(Done {
        answer: Answer::Instances(started),
        changes,
    })
}

/// Conditional start events whose condition holds, in the newest version of each process.
fn holding<'a>(
    compiled: &'a Compiled,
    owner: &Owner,
    at: DateTime<Utc>,
    definition_key: Option<&str>,
    variables: &Context,
) -> Result<Vec<(&'a Definition, String)>, Problem> {
    let calendar = Calendar::shipped().for_region(&owner.region);
    let environment = Environment {
        now: at,
        zone: owner.zone,
        calendar: &calendar,
        limits: Default::default(),
        seed: None,
    };
    let mut found = Vec::new();
    for definition in compiled.newest() {
        if definition_key.is_some_and(|key| key != definition.process_ref.id) {
            continue;
        }
        for start in conditional_starts(&definition.process, variables, &environment) {
            match start.holds {
                Ok(true) => found.push((definition, start.element)),
                Ok(false) => {}
                // Asked for by name, a fault in the condition is an answer; among all processes it is its author's.
                Err(message) if definition_key.is_some() => {
                    return Err(Problem::new(
                        "CONDITION_FAILED",
                        format!("{} cannot be evaluated: {message}.", start.element),
                        format!("{} tidak dapat dihitung: {message}.", start.element),
                    ));
                }
                Err(message) => tracing::warn!(
                    process = definition.process_ref.id,
                    start = start.element,
                    "a conditional start event cannot be evaluated: {message}"
                ),
            }
        }
    }
    Ok(found)
}
