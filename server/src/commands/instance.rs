//! Instances: start, cancel, retry an incident.

use schema::commands::{Answer, Problem};
use schema::deployed::Definition;
use schema::tables::{incident, organisation};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::engine::command::{Request, Start};
use workflows::feel::{Context, Value};

use super::door::{Done, Door};
use super::facts::{case_facts, stamp};
use super::fault::Fault;
use super::run::{Carried, carry_out};
use super::task::RESERVED;
use crate::store::instance::{self, Birth, Owner};
use crate::store::register;

/// How an instance is to begin.
pub(super) struct Begin<'a> {
    pub definition: &'a Definition,
    pub owner: Owner,
    pub event: Option<String>,
    pub business_key: Option<String>,
    pub variables: Context,
}

#[allow(clippy::too_many_arguments, reason = "the fields of one request")]
pub(super) async fn start(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    definition_key: &str,
    version: Option<i32>,
    organisation_code: &str,
    business_key: Option<String>,
    variables: &Json,
) -> Result<Done, Fault> {
    let unknown_organisation = || {
        Problem::new(
            "UNKNOWN_ORGANISATION",
            "There is no such organisation.",
            "Organisasi itu tidak ada.",
        )
        .at("organisation")
    };
    let row = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(organisation_code))
        .one(transaction)
        .await?
        .ok_or_else(unknown_organisation)?;
    let compiled = door.deployed.refresh(transaction).await?;
    let unknown_definition = || {
        Problem::new(
            "UNKNOWN_DEFINITION",
            "There is no such workflow.",
            "Alur kerja itu tidak ada.",
        )
        .at("definitionKey")
    };
    let version = version
        .map(u32::try_from)
        .transpose()
        .map_err(|_| unknown_definition())?;
    let definition = compiled
        .definition(definition_key, version)
        .ok_or_else(unknown_definition)?;
    let owner = Owner::from(&row);
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
    let variables = match Value::from_json(variables) {
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
    let stamp = stamp(actor, &decision);
    let begin = Begin {
        definition,
        owner,
        event: None,
        business_key,
        variables,
    };
    let (id, carried) = begin_instance(
        door,
        transaction,
        begin,
        actor.person.map(|person| person.uuid()),
        stamp,
    )
    .await?;
    Ok(Done {
        answer: Answer::Instance(id),
        changes: carried.changes,
    })
}

/// Who may start the process, when it says so (`mufakat:starters`, principals with commas).
pub(super) fn starters(definition: &Definition, owner: &Owner) -> Vec<String> {
    definition
        .process
        .properties
        .get("mufakat:starters")
        .map(|text| {
            text.split(',')
                .map(|principal| owner.resolve(principal))
                .collect()
        })
        .unwrap_or_default()
}

pub(super) async fn begin_instance(
    door: &Door,
    transaction: &DatabaseTransaction,
    begin: Begin<'_>,
    by: Option<Uuid>,
    stamp: Option<workflows::engine::command::Stamp>,
) -> Result<(Uuid, Carried), Fault> {
    let at = door.clock.now();
    let Begin {
        definition,
        owner,
        event,
        business_key,
        mut variables,
    } = begin;
    let business_key = match business_key {
        Some(key) => key,
        None => {
            register::next_business_key(
                transaction,
                &owner.path,
                &owner.code,
                at.with_timezone(&owner.zone).date_naive(),
                at,
            )
            .await?
        }
    };
    for name in RESERVED {
        variables.remove(name);
    }
    variables.insert("region", Value::from(owner.region.as_str()));
    variables.insert("regionName", Value::from(owner.place()));
    variables.insert("organisation", Value::from(owner.path.as_str()));
    variables.insert("businessKey", Value::from(business_key.as_str()));
    variables.insert("timeZone", Value::from(owner.zone.name()));
    let process = definition.process_ref.clone();
    let id = Uuid::now_v7();
    let version = i32::try_from(process.version).unwrap_or(i32::MAX);
    let loaded = instance::fresh(
        id,
        owner,
        process.id.clone(),
        version,
        Some(business_key.clone()),
    );
    let request = Request::Start(Start {
        process,
        event,
        business_key: Some(business_key),
        organisation: loaded.owner.path.clone(),
        variables,
    });
    let birth = Birth {
        definition: definition.id,
        by,
    };
    let compiled = door.deployed.now();
    let carried = carry_out(
        transaction,
        &compiled,
        &loaded,
        Some(birth),
        at,
        stamp,
        request,
    )
    .await?;
    Ok((id, carried))
}

pub(super) async fn cancel(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    instance: Uuid,
    reason: &str,
) -> Result<Done, Fault> {
    if reason.trim().is_empty() {
        return Err(Problem::new(
            "REASON_REQUIRED",
            "Say why the case ends.",
            "Tuliskan alasan pengakhiran.",
        )
        .at("reason")
        .into());
    }
    let loaded = instance::lock(transaction, instance)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = case_facts(transaction, instance).await?;
    let decision = permit(actor, Action::InstanceCancel, &facts);
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let stamp = stamp(actor, &decision);
    let compiled = door.deployed.now();
    let request = Request::Cancel {
        reason: reason.to_owned(),
    };
    let carried = carry_out(
        transaction,
        &compiled,
        &loaded,
        None,
        door.clock.now(),
        stamp,
        request,
    )
    .await?;
    Ok(Done {
        answer: Answer::Instance(instance),
        changes: carried.changes,
    })
}

pub(super) async fn retry(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    incident: Uuid,
) -> Result<Done, Fault> {
    let row = incident::Entity::find_by_id(incident)
        .one(transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let loaded = instance::lock(transaction, row.instance_id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let facts = case_facts(transaction, row.instance_id).await?;
    let decision = permit(actor, Action::IncidentRetry, &facts);
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let stamp = stamp(actor, &decision);
    let compiled = door.deployed.now();
    let request = Request::RetryIncident {
        incident: u64::try_from(row.key).unwrap_or_default(),
    };
    let carried = carry_out(
        transaction,
        &compiled,
        &loaded,
        None,
        door.clock.now(),
        stamp,
        request,
    )
    .await?;
    Ok(Done {
        answer: Answer::Incident(incident),
        changes: carried.changes,
    })
}
