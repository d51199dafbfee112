//! Loans of a position's work: delegations inside an agency and stand-ins for an absence. A loan lasts no longer than its
//! lender holds the position, and what is borrowed is not lent on.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schema::tables::{delegation, incumbency};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr,
    EntityTrait, IntoActiveModel as _, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::register::incumbents;

fn running(on: NaiveDate) -> Condition {
    Condition::all()
        .add(delegation::Column::EndedAt.is_null())
        .add(delegation::Column::ValidFrom.lte(on))
        .add(
            delegation::Column::ValidTo
                .is_null()
                .or(delegation::Column::ValidTo.gt(on)),
        )
}

/// What a person has borrowed on a day, each with the incumbency that it is borrowed from.
///
/// # Errors
/// Of the database.
pub async fn borrowed(
    connection: &impl ConnectionTrait,
    person: Uuid,
    on: NaiveDate,
) -> Result<Vec<(delegation::Model, incumbency::Model)>, DbErr> {
    let loans = delegation::Entity::find()
        .filter(delegation::Column::ToPerson.eq(person))
        .filter(running(on))
        .order_by_asc(delegation::Column::CreatedAt)
        .all(connection)
        .await?;
    if loans.is_empty() {
        return Ok(Vec::new());
    }
    let held: BTreeMap<Uuid, incumbency::Model> = incumbents(
        connection,
        loans.iter().map(|loan| loan.position_id).collect(),
        on,
    )
    .await?
    .into_iter()
    .map(|row| (row.position_id, row))
    .collect();
    Ok(loans
        .into_iter()
        .filter_map(|loan| {
            let lender = held
                .get(&loan.position_id)
                .filter(|row| row.person_id == loan.from_person)?;
            Some((loan, lender.clone()))
        })
        .collect())
}

/// Positions that a person held or borrowed at some time until a day.
///
/// # Errors
/// Of the database.
pub async fn once_held(
    connection: &impl ConnectionTrait,
    person: Uuid,
    until: NaiveDate,
) -> Result<Vec<Uuid>, DbErr> {
    let mut positions: Vec<Uuid> = incumbency::Entity::find()
        .filter(incumbency::Column::PersonId.eq(person))
        .filter(incumbency::Column::ValidFrom.lte(until))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.position_id)
        .collect();
    positions.extend(
        delegation::Entity::find()
            .filter(delegation::Column::ToPerson.eq(person))
            .filter(delegation::Column::ValidFrom.lte(until))
            .all(connection)
            .await?
            .into_iter()
            .map(|row| row.position_id),
    );
    positions.sort();
    positions.dedup();
    Ok(positions)
}

/// Loans of a position that have not ended, from a day on.
///
/// # Errors
/// Of the database.
pub async fn of_position(
    connection: &impl ConnectionTrait,
    position: Uuid,
    from: NaiveDate,
) -> Result<Vec<delegation::Model>, DbErr> {
    delegation::Entity::find()
        .filter(delegation::Column::PositionId.eq(position))
        .filter(delegation::Column::EndedAt.is_null())
        .filter(
            delegation::Column::ValidTo
                .is_null()
                .or(delegation::Column::ValidTo.gt(from)),
        )
        .all(connection)
        .await
}

/// Lends.
///
/// # Errors
/// Of the database.
pub async fn add(transaction: &DatabaseTransaction, loan: delegation::Model) -> Result<(), DbErr> {
    loan.into_active_model().insert(transaction).await?;
    Ok(())
}

/// Takes a loan back.
///
/// # Errors
/// Of the database.
pub async fn end(
    transaction: &DatabaseTransaction,
    loan: Uuid,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    delegation::Entity::update_many()
        .col_expr(delegation::Column::EndedAt, Expr::value(Some(at)))
        .filter(delegation::Column::Id.eq(loan))
        .exec(transaction)
        .await?;
    Ok(())
}
