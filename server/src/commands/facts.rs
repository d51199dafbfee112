//! Facts that `permit` asks for: who somebody is now, and what a task or case is about.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schema::tables::{organisation, person, position, position_role, task_candidate, user_task};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Actor, Decision, Grant, Held, Subject, Via};
use workflows::engine::command::Stamp;
use workflows::engine::event::TaskFacts;
use workflows::engine::state::State;
use workflows::feel::Value;
use workflows::id::{AccountId, PersonId, PositionId};

use crate::store::register;

/// The person with every position held on the day of `now`, read from the register: a change of office counts at once.
///
/// # Errors
/// Of the database.
pub async fn actor_of(
    connection: &impl ConnectionTrait,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<Actor, DbErr> {
    // Indonesia spans three zones; the day of an appointment begins in the east first, so the eastern day is asked.
    let day = now.with_timezone(&chrono_tz::Asia::Jayapura).date_naive();
    let offices = register::offices_of(connection, person, day).await?;
    let ids: Vec<Uuid> = offices.iter().map(|office| office.position_id).collect();
    let positions: BTreeMap<Uuid, position::Model> = position::Entity::find()
        .filter(position::Column::Id.is_in(ids.clone()))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let grants = position_role::Entity::find()
        .filter(position_role::Column::PositionId.is_in(ids))
        .all(connection)
        .await?;
    let paths: Vec<String> = grants
        .iter()
        .map(|grant| grant.organisation_path.clone())
        .chain(positions.values().map(|row| row.organisation_path.clone()))
        .collect();
    let codes: BTreeMap<String, String> = organisation::Entity::find()
        .filter(organisation::Column::Path.is_in(paths))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.path, row.code))
        .collect();
    let mut held = Vec::new();
    for office in offices {
        let Some(position) = positions.get(&office.position_id) else {
            continue;
        };
        let Ok(mode) = office.mode.parse() else {
            continue;
        };
        let roles = grants
            .iter()
            .filter(|grant| grant.position_id == position.id)
            .filter_map(|grant| {
                Some(Grant {
                    role: grant.role.parse().ok()?,
                    organisation: codes.get(&grant.organisation_path)?.clone(),
                    path: grant.organisation_path.clone(),
                })
            })
            .collect();
        held.push(Held {
            position: PositionId::from_uuid(position.id),
            code: position.code.clone(),
            title: position.title.clone(),
            organisation: codes
                .get(&position.organisation_path)
                .cloned()
                .unwrap_or_default(),
            org_path: position.organisation_path.clone(),
            mode,
            roles,
            decree: office.decree,
            via: Via::Own,
        });
    }
    held.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(Actor::person(
        PersonId::from_uuid(person),
        Some(AccountId::from_uuid(person)),
        held,
    ))
}

/// The record of who acted and why it was allowed, for the journal (ARCHITECTURE invariant 7). `None` for the system.
///
/// # Errors
/// Of the database.
pub async fn stamp(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    decision: &Decision,
) -> Result<Option<Stamp>, DbErr> {
    let (
        Some(id),
        Decision::Allow {
            rule,
            position,
            mode,
            capacity,
        },
    ) = (actor.person, decision)
    else {
        return Ok(None);
    };
    let name = person::Entity::find_by_id(id.uuid())
        .one(connection)
        .await?
        .map_or_else(String::new, |row| row.name);
    let held = position.and_then(|position| {
        actor
            .positions
            .iter()
            .find(|held| held.position == position)
    });
    Ok(Some(Stamp {
        person: id.to_string(),
        name,
        position: held.map(|held| held.code.clone()),
        title: held.map(|held| held.title.clone()),
        mode: mode.map(|mode| mode.code().to_owned()),
        capacity: capacity.code().to_owned(),
        rule: rule.clone(),
    }))
}

/// What a task is about.
///
/// # Errors
/// Of the database, or when the stored facts cannot be read.
pub(super) async fn task_subject(
    connection: &impl ConnectionTrait,
    row: &user_task::Model,
    state: Option<&State>,
) -> Result<(Subject, TaskFacts), DbErr> {
    let facts: TaskFacts = serde_json::from_str(&row.facts).map_err(|error| {
        DbErr::Custom(format!("facts of task {} are unreadable: {error}", row.id))
    })?;
    let mut candidates: Vec<String> = task_candidate::Entity::find()
        .filter(task_candidate::Column::TaskId.eq(row.id))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.principal)
        .collect();
    let separate = texts(facts.council.get("separateFrom"));
    let separate_from = if separate.is_empty() {
        Vec::new()
    } else {
        user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(row.instance_id))
            .filter(user_task::Column::Element.is_in(separate))
            .filter(user_task::Column::CompletedBy.is_not_null())
            .all(connection)
            .await?
            .into_iter()
            .filter_map(|done| done.completed_by.map(PersonId::from_uuid))
            .collect()
    };
    let voted = facts
        .body
        .and_then(|body| state?.instances.get(&body)?.body.as_ref()?.vote.as_ref())
        .map(|vote| {
            vote.ballots
                .iter()
                .filter_map(|cast| cast.person.as_ref()?.parse().ok())
                .collect()
        })
        .unwrap_or_default();
    // Who holds a task acts in the position that made them a candidate; the claim stops everybody else.
    let mut assignee = row.assignee.clone();
    if row.assignee_person.is_some() {
        candidates.extend(assignee.take());
    }
    let subject = Subject {
        candidates,
        assignee,
        claimed_by: row.assignee_person.map(PersonId::from_uuid),
        persons: row
            .completed_by
            .map(PersonId::from_uuid)
            .into_iter()
            .collect(),
        open: row.open,
        strategic: truth(facts.council.get("strategic")),
        separate_from,
        voted,
        ..Subject::of(row.organisation_path.clone())
    };
    Ok((subject, facts))
}

/// A property that is `true`, as a boolean or as the text that modelers write.
fn truth(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Boolean(truth)) => *truth,
        Some(Value::String(text)) => text.trim() == "true",
        _ => false,
    }
}

/// A property that names several things: a list, or a text with commas.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text
            .split(',')
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
        Some(Value::List(items)) => items
            .iter()
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}
