//! Messages and signals: published by people or instances, delivered here to whoever waits.

use schema::commands::{Answer, Problem};
use schema::graph::live::Change;
use schema::tables::{message, organisation, process_instance};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter,
};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::engine::Status;
use workflows::engine::command::Request;
use workflows::feel::{Context, Value};
use workflows::id::PersonId;
use workflows::model::{Kind, Text, Trigger};

use super::door::{Done, Door};
use super::facts::{actor_of, stamp};
use super::fault::Fault;
use super::instance::{Begin, begin_instance};
use super::run::carry_out;
use crate::store::instance::{self, Owner};
use crate::store::message as rows;

/// How long a message is kept when the publisher does not say, seconds.
const DEFAULT_TIME_TO_LIVE_S: i64 = 3600;
/// Longest that a message is kept, seconds: a year.
const LONGEST_TIME_TO_LIVE_S: i64 = 366 * 86_400;

/// Variables that came from outside: an object, or nothing.
pub(super) fn payload(variables: &Json) -> Result<Context, Problem> {
    match Value::from_json(variables) {
        Value::Context(context) => Ok((*context).clone()),
        Value::Null => Ok(Context::new()),
        _ => Err(Problem::new(
            "INVALID_VARIABLES",
            "Variables must be an object.",
            "Variabel harus berupa objek.",
        )
        .at("variables")),
    }
}

fn parse(stored: &str) -> Result<Context, DbErr> {
    serde_json::from_str(stored)
        .map_err(|error| DbErr::Custom(format!("stored variables are unreadable: {error}")))
}

pub(super) async fn publish(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    name: &str,
    correlation_key: Option<&str>,
    variables: &Json,
    time_to_live: Option<i64>,
) -> Result<Done, Fault> {
    let correlation_key = correlation_key.unwrap_or_default();
    let variables = payload(variables)?;
    // A message to a case is allowed where the case is; one that waits for a case, in the publisher's own organisations.
    // A case out of the publisher's reach is no case: the answer must not tell that it waits.
    let targets = rows::waiting(transaction, name, correlation_key).await?;
    let path = targets
        .into_iter()
        .map(|target| target.organisation_path)
        .find(|path| reaches(actor, path))
        .unwrap_or_else(|| home(actor));
    let decision = permit(actor, Action::MessagePublish, &Subject::of(path.clone()));
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let at = door.clock.now();
    let lives = time_to_live
        .unwrap_or(DEFAULT_TIME_TO_LIVE_S)
        .clamp(0, LONGEST_TIME_TO_LIVE_S);
    let id = rows::publish(
        transaction,
        message::ActiveModel {
            id: Set(Uuid::now_v7()),
            name: Set(name.to_owned()),
            correlation_key: Set(correlation_key.to_owned()),
            variables: Set(serde_json::to_string(&variables).unwrap_or_default()),
            source: Set(actor.person.map(|person| person.to_string())),
            organisation_path: Set(path),
            published_at: Set(at),
            expires_at: Set(at + chrono::Duration::seconds(lives)),
            state: Set("PENDING".to_owned()),
            correlated_with: Set(None),
        },
    )
    .await?;
    let stamp = stamp(actor, &decision);
    let (reached, changes) = deliver(door, transaction, id, stamp).await?;
    Ok(Done {
        answer: Answer::Reached(i64::from(reached)),
        changes,
    })
}

fn reaches(actor: &Actor, path: &str) -> bool {
    permit(actor, Action::MessagePublish, &Subject::of(path)).is_allowed()
}

/// Who published a message, with what they may do now; nobody when a case, the register or an upload did.
async fn publisher(
    door: &Door,
    transaction: &DatabaseTransaction,
    message: &message::Model,
) -> Result<Option<Actor>, DbErr> {
    let person = message.source.as_ref().and_then(|it| it.parse().ok());
    match person.map(PersonId::uuid) {
        Some(person) => actor_of(transaction, person, door.clock.now())
            .await
            .map(Some),
        None => Ok(None),
    }
}

fn home(actor: &Actor) -> String {
    actor.positions.first().map_or_else(
        || "/id/".to_owned(),
        |held| workflows::access::regency_path(&held.org_path).to_owned(),
    )
}

/// Tries to deliver one pending message: to the oldest waiting subscription, or by starting an instance.
/// Answers whether it reached anything; else it stays pending until it expires.
pub async fn deliver(
    door: &Door,
    transaction: &DatabaseTransaction,
    id: Uuid,
    stamp: Option<workflows::engine::command::Stamp>,
) -> Result<(bool, Vec<Change>), Fault> {
    let Some(message) = rows::lock(transaction, id).await? else {
        return Ok((false, Vec::new()));
    };
    // A message of a person reaches where that person may publish, also when it has waited for its case.
    let publisher = publisher(door, transaction, &message).await?;
    for target in rows::waiting(transaction, &message.name, &message.correlation_key).await? {
        if publisher
            .as_ref()
            .is_some_and(|actor| !reaches(actor, &target.organisation_path))
        {
            continue;
        }
        let Some(loaded) = instance::lock(transaction, target.instance_id).await? else {
            continue;
        };
        let subscription = u64::try_from(target.key).unwrap_or_default();
        // A case on hold takes nothing: the message waits, as for one that is not there yet.
        if !loaded.state.subscriptions.contains_key(&subscription)
            || loaded.state.status == Status::Suspended
        {
            continue;
        }
        let compiled = door.deployed.now();
        let request = Request::CorrelateMessage {
            subscription,
            variables: parse(&message.variables)?,
        };
        let carried = carry_out(
            transaction,
            &compiled,
            &loaded,
            None,
            door.clock.now(),
            stamp.clone(),
            request,
        )
        .await?;
        rows::close(transaction, id, Some(target.instance_id)).await?;
        return Ok((true, carried.changes));
    }
    start_by(door, transaction, &message).await
}

/// Starts the newest version of a process whose message start event has this name; at most one live instance a key.
async fn start_by(
    door: &Door,
    transaction: &DatabaseTransaction,
    message: &message::Model,
) -> Result<(bool, Vec<Change>), Fault> {
    let compiled = door.deployed.refresh(transaction).await?;
    let starts =
        compiled.newest().find_map(|definition| {
            let element = definition.process.elements.iter().find(|element| {
                match &element.kind {
                    Kind::Start {
                        trigger: Trigger::Message(start),
                        ..
                    } => {
                        element.parent == Some(workflows::model::Process::ROOT)
                            && matches!(&start.name, Text::Literal(name) if *name == message.name)
                    }
                    _ => false,
                }
            })?;
            Some((definition, element.id.clone()))
        });
    let Some((definition, event)) = starts else {
        return Ok((false, Vec::new()));
    };
    let business_key = Some(message.correlation_key.clone()).filter(|key| !key.is_empty());
    if let Some(key) = &business_key {
        let alive = process_instance::Entity::find()
            .filter(process_instance::Column::DefinitionKey.eq(&definition.process_ref.id))
            .filter(process_instance::Column::BusinessKey.eq(key))
            .filter(process_instance::Column::EndedAt.is_null())
            .one(transaction)
            .await?;
        if alive.is_some() {
            return Ok((false, Vec::new()));
        }
    }
    let owner = Owner::at(transaction, &message.organisation_path).await?;
    let begin = Begin {
        definition,
        owner,
        event: Some(event),
        business_key,
        variables: parse(&message.variables)?,
    };
    let (started, carried) = begin_instance(door, transaction, begin, None, None).await?;
    rows::close(transaction, message.id, Some(started)).await?;
    Ok((true, carried.changes))
}

pub(super) async fn broadcast(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    name: &str,
    organisation_code: Option<&str>,
    variables: &Json,
) -> Result<Done, Fault> {
    let below = match organisation_code {
        None => home(actor),
        Some(code) => path_of(transaction, code).await?,
    };
    let decision = permit(actor, Action::MessagePublish, &Subject::of(below.clone()));
    if let Decision::Deny { reason } = decision {
        return Err(reason.into());
    }
    let stamp = stamp(actor, &decision);
    let (reached, changes) =
        signal(door, transaction, name, &below, &payload(variables)?, stamp).await?;
    Ok(Done {
        answer: Answer::Reached(reached),
        changes,
    })
}

async fn path_of(connection: &impl ConnectionTrait, code: &str) -> Result<String, Fault> {
    let unknown = || {
        Problem::new(
            "UNKNOWN_ORGANISATION",
            "There is no such organisation.",
            "Organisasi itu tidak ada.",
        )
        .at("organisation")
    };
    Ok(organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(connection)
        .await?
        .ok_or_else(unknown)?
        .path)
}

/// Sends a signal to every instance below a path that waits for it.
pub async fn signal(
    door: &Door,
    transaction: &DatabaseTransaction,
    name: &str,
    below: &str,
    variables: &Context,
    stamp: Option<workflows::engine::command::Stamp>,
) -> Result<(i64, Vec<Change>), Fault> {
    let (mut reached, mut changes) = (0, Vec::new());
    for id in rows::waiting_for_signal(transaction, name, below).await? {
        let Some(loaded) = instance::lock(transaction, id).await? else {
            continue;
        };
        if loaded.state.status != Status::Running {
            continue;
        }
        let compiled = door.deployed.now();
        let request = Request::Signal {
            name: name.to_owned(),
            variables: variables.clone(),
        };
        let carried = carry_out(
            transaction,
            &compiled,
            &loaded,
            None,
            door.clock.now(),
            stamp.clone(),
            request,
        )
        .await?;
        changes.extend(carried.changes);
        reached += 1;
    }
    Ok((reached, changes))
}
