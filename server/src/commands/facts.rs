//! Who somebody is now, as `permit` asks for it, and the stamp that the journal keeps of it. What a task or case is
//! about is gathered by `schema::subject`, for reads and for writes alike.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schema::tables::{organisation, person, position, position_role};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Actor, Decision, Grant, Held, Via};
use workflows::calendar::eastern_day;
use workflows::engine::command::Stamp;
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
    let offices = register::offices_of(connection, person, eastern_day(now)).await?;
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
