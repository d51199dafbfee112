//! Who somebody is now, as `permit` asks for it, and the stamp that the journal keeps of it. What a task or case is
//! about is gathered by `schema::subject`, for reads and for writes alike.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use schema::commands::Problem;
use schema::subject;
use schema::tables::{organisation, position, position_role};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Actor, Decision, Grant, Held, Mode, Role, Subject, Via};
use workflows::calendar::eastern_day;
use workflows::engine::command::Stamp;
use workflows::id::{AccountId, DelegationId, PersonId, PositionId};

use super::fault::Fault;
use crate::store::{loan, register, succession};

/// A position in somebody's hands, by its id.
struct Office {
    position: Uuid,
    mode: String,
    decree: Option<String>,
    via: Via,
}

/// The person with every position held or borrowed on the day of `now`, read from the register: a change of office
/// counts at once.
///
/// # Errors
/// Of the database.
pub async fn actor_of(
    connection: &impl ConnectionTrait,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<Actor, DbErr> {
    let day = eastern_day(now);
    let own = register::offices_of(connection, person, day).await?;
    let mut offices: Vec<Office> = own
        .into_iter()
        .map(|row| Office {
            position: row.position_id,
            mode: row.mode,
            decree: row.decree,
            via: Via::Own,
        })
        .collect();
    for (loan, lender) in loan::borrowed(connection, person, day).await? {
        offices.push(Office {
            position: loan.position_id,
            mode: lender.mode,
            decree: lender.decree,
            via: Via::Delegation {
                from: PersonId::from_uuid(loan.from_person),
                delegation: DelegationId::from_uuid(loan.id),
            },
        });
    }
    Ok(Actor::person(
        PersonId::from_uuid(person),
        Some(AccountId::from_uuid(person)),
        held(connection, offices, day).await?,
    ))
}

/// Every address that a person answers to or answered to until the day of `now`, by offices held or borrowed.
///
/// # Errors
/// Of the database.
pub async fn past_principals(
    connection: &impl ConnectionTrait,
    person: Uuid,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>, DbErr> {
    let day = eastern_day(now);
    let offices = loan::once_held(connection, person, day)
        .await?
        .into_iter()
        .map(|position| Office {
            position,
            mode: Mode::Definitive.code().to_owned(),
            decree: None,
            via: Via::Own,
        });
    let held = held(connection, offices.collect(), day).await?;
    Ok(held.iter().flat_map(Held::principals).collect())
}

/// Positions with their roles, and with the addresses of those whose work has come to them.
async fn held(
    connection: &impl ConnectionTrait,
    offices: Vec<Office>,
    day: NaiveDate,
) -> Result<Vec<Held>, DbErr> {
    let ids: Vec<Uuid> = offices.iter().map(|office| office.position).collect();
    let positions: BTreeMap<Uuid, position::Model> = position::Entity::find()
        .filter(position::Column::Id.is_in(ids.clone()))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let grants = position_role::Entity::find()
        .filter(position_role::Column::PositionId.is_in(ids.clone()))
        .all(connection)
        .await?;
    let paths: Vec<String> = grants
        .iter()
        .map(|grant| grant.organisation_path.clone())
        .chain(positions.values().map(|row| row.organisation_path.clone()))
        .collect();
    let places: BTreeMap<String, organisation::Model> = organisation::Entity::find()
        .filter(organisation::Column::Path.is_in(paths))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.path.clone(), row))
        .collect();
    let granted = grants
        .iter()
        .filter_map(|grant| places.get(&grant.organisation_path));
    let inherited =
        succession::inherited_places(connection, granted.map(|row| row.id).collect(), day).await?;
    let former = succession::inherited_posts(connection, ids, day).await?;
    let (mut held, mut addresses) = (Vec::new(), Vec::new());
    for office in offices {
        let Some(position) = positions.get(&office.position) else {
            continue;
        };
        let Ok(mode) = office.mode.parse() else {
            continue;
        };
        let borrowed = office.via != Via::Own;
        let mut roles = Vec::new();
        for grant in grants
            .iter()
            .filter(|grant| grant.position_id == position.id)
        {
            let (Ok(role), Some(place)) = (
                grant.role.parse::<Role>(),
                places.get(&grant.organisation_path),
            ) else {
                continue;
            };
            if borrowed && !role.can_be_lent() {
                continue;
            }
            let former = inherited.get(&place.id).into_iter().flatten();
            for place in std::iter::once(place).chain(former) {
                roles.push(Grant {
                    role,
                    organisation: place.code.clone(),
                    path: place.path.clone(),
                });
            }
        }
        let here = Held {
            position: PositionId::from_uuid(position.id),
            code: position.code.clone(),
            title: position.title.clone(),
            organisation: places
                .get(&position.organisation_path)
                .map(|row| row.code.clone())
                .unwrap_or_default(),
            org_path: position.organisation_path.clone(),
            mode,
            roles,
            decree: office.decree,
            via: office.via,
        };
        // The same position under the addresses of those it succeeds: what was addressed to them is found here.
        for predecessor in former.get(&position.id).into_iter().flatten() {
            let id = PositionId::from_uuid(predecessor.id).to_string();
            for code in [predecessor.code.clone(), id] {
                addresses.push(Held {
                    code,
                    roles: Vec::new(),
                    ..here.clone()
                });
            }
        }
        held.push(here);
    }
    held.sort_by(|a, b| a.code.cmp(&b.code));
    held.extend(addresses);
    Ok(held)
}

/// Facts of a case for a write: whoever sees it, because a task of it is or was theirs, is told why they may not.
///
/// # Errors
/// `NOT_FOUND`, or of the database.
pub(super) async fn case_facts(
    connection: &impl ConnectionTrait,
    instance: Uuid,
) -> Result<Subject, Fault> {
    subject::of_instance_id(connection, instance)
        .await?
        .ok_or_else(|| Problem::not_found().into())
}

/// The record of who acted and why it was allowed, for the journal (ARCHITECTURE invariant 7). `None` for the system.
#[must_use]
pub fn stamp(actor: &Actor, decision: &Decision) -> Option<Stamp> {
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
        return None;
    };
    let held = position.and_then(|position| {
        actor
            .positions
            .iter()
            .find(|held| held.position == position)
    });
    Some(Stamp {
        person: id.to_string(),
        // The register knows it: what is hashed names nobody (docs/decisions/0011).
        name: String::new(),
        position: held.map(|held| held.code.clone()),
        title: held.map(|held| held.title.clone()),
        mode: mode.map(|mode| mode.code().to_owned()),
        capacity: capacity.code().to_owned(),
        rule: rule.clone(),
    })
}
