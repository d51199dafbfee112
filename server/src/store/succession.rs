//! Who goes on with whose work: successors of positions and organisations. Work keeps the address that it was given;
//! whoever succeeds answers to it as well, so the record stays as it was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schema::tables::{
    organisation, organisation_succession, position, position_succession, task_candidate,
};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    PaginatorTrait, QueryFilter,
};
use uuid::Uuid;
use workflows::id::PositionId;

/// Kind of a succession that takes over positions only: in a split one successor inherits what is addressed by role.
pub const SPLIT_OFF: &str = "SPLIT_OFF";

/// Lets a position go on with the work of another one from a day on.
///
/// # Errors
/// Of the database.
pub async fn put_position(
    transaction: &DatabaseTransaction,
    predecessor: Uuid,
    successor: Uuid,
    from: NaiveDate,
) -> Result<(), DbErr> {
    position_succession::Entity::insert(position_succession::ActiveModel {
        predecessor_id: Set(predecessor),
        successor_id: Set(successor),
        valid_from: Set(from),
    })
    .on_conflict(
        OnConflict::columns([
            position_succession::Column::PredecessorId,
            position_succession::Column::SuccessorId,
        ])
        .update_column(position_succession::Column::ValidFrom)
        .to_owned(),
    )
    .exec_without_returning(transaction)
    .await?;
    Ok(())
}

/// Lets an organisation go on with the work of another one from a day on.
///
/// # Errors
/// Of the database.
pub async fn put_organisation(
    transaction: &DatabaseTransaction,
    predecessor: Uuid,
    successor: Uuid,
    kind: &str,
    from: NaiveDate,
    decree: &str,
) -> Result<(), DbErr> {
    organisation_succession::Entity::insert(organisation_succession::ActiveModel {
        predecessor_id: Set(predecessor),
        successor_id: Set(successor),
        kind: Set(kind.to_owned()),
        valid_from: Set(from),
        decree: Set(Some(decree.to_owned())),
    })
    .exec_without_returning(transaction)
    .await?;
    Ok(())
}

/// Most generations that are followed: an agency that was renamed each year of a century.
const GENERATIONS: usize = 100;

/// For each organisation the former ones whose work, as addressed by role, has come to it by a day.
///
/// # Errors
/// Of the database.
pub async fn inherited_places(
    connection: &impl ConnectionTrait,
    successors: Vec<Uuid>,
    on: NaiveDate,
) -> Result<BTreeMap<Uuid, Vec<organisation::Model>>, DbErr> {
    let mut pairs: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    let mut front: BTreeMap<Uuid, BTreeSet<Uuid>> = successors
        .into_iter()
        .map(|id| (id, BTreeSet::from([id])))
        .collect();
    for _ in 0..GENERATIONS {
        let mut next: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        let ids: Vec<Uuid> = front.keys().copied().collect();
        for some in ids.chunks(400) {
            let rows = organisation_succession::Entity::find()
                .filter(organisation_succession::Column::SuccessorId.is_in(some.to_vec()))
                .filter(organisation_succession::Column::ValidFrom.lte(on))
                .filter(organisation_succession::Column::Kind.ne(SPLIT_OFF))
                .all(connection)
                .await?;
            for row in rows {
                for heir in front.get(&row.successor_id).into_iter().flatten() {
                    if pairs.entry(*heir).or_default().insert(row.predecessor_id) {
                        next.entry(row.predecessor_id).or_default().insert(*heir);
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        front = next;
    }
    let wanted: BTreeSet<Uuid> = pairs.values().flatten().copied().collect();
    let rows: BTreeMap<Uuid, organisation::Model> = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(wanted))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(resolved(pairs, &rows))
}

/// For each position the former ones whose work has come to it by a day.
///
/// # Errors
/// Of the database.
pub async fn inherited_posts(
    connection: &impl ConnectionTrait,
    successors: Vec<Uuid>,
    on: NaiveDate,
) -> Result<BTreeMap<Uuid, Vec<position::Model>>, DbErr> {
    let mut pairs: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    let mut front: BTreeMap<Uuid, BTreeSet<Uuid>> = successors
        .into_iter()
        .map(|id| (id, BTreeSet::from([id])))
        .collect();
    for _ in 0..GENERATIONS {
        let mut next: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        let ids: Vec<Uuid> = front.keys().copied().collect();
        for some in ids.chunks(400) {
            let rows = position_succession::Entity::find()
                .filter(position_succession::Column::SuccessorId.is_in(some.to_vec()))
                .filter(position_succession::Column::ValidFrom.lte(on))
                .all(connection)
                .await?;
            for row in rows {
                for heir in front.get(&row.successor_id).into_iter().flatten() {
                    if pairs.entry(*heir).or_default().insert(row.predecessor_id) {
                        next.entry(row.predecessor_id).or_default().insert(*heir);
                    }
                }
            }
        }
        if next.is_empty() {
            break;
        }
        front = next;
    }
    let wanted: BTreeSet<Uuid> = pairs.values().flatten().copied().collect();
    let rows: BTreeMap<Uuid, position::Model> = position::Entity::find()
        .filter(position::Column::Id.is_in(wanted))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(resolved(pairs, &rows))
}

fn resolved<R: Clone>(
    pairs: BTreeMap<Uuid, BTreeSet<Uuid>>,
    rows: &BTreeMap<Uuid, R>,
) -> BTreeMap<Uuid, Vec<R>> {
    pairs
        .into_iter()
        .map(|(heir, former)| {
            let former = former.iter().filter_map(|id| rows.get(id)).cloned();
            (heir, former.collect())
        })
        .collect()
}

/// How many open tasks are addressed to a position.
///
/// # Errors
/// Of the database.
pub async fn open_work_of(
    connection: &impl ConnectionTrait,
    code: &str,
    id: Uuid,
) -> Result<u64, DbErr> {
    task_candidate::Entity::find()
        .filter(
            task_candidate::Column::Principal
                .is_in([code.to_owned(), PositionId::from_uuid(id).to_string()]),
        )
        .filter(task_candidate::Column::Open.eq(true))
        .count(connection)
        .await
}
