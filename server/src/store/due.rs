//! What is due: timers and jobs, claimed so that two replicas do not do the same work.
//!
//! A timer needs no lease: firing it takes the instance's lock and finds it gone if another replica was first. A job is
//! leased with a growing fencing token, because its work happens outside the transaction.

use chrono::{DateTime, Duration, Utc};
use schema::tables::{job, timer};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

/// Timers that are due, oldest first.
///
/// # Errors
/// Of the database.
pub async fn timers(
    connection: &impl ConnectionTrait,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<timer::Model>, DbErr> {
    timer::Entity::find()
        .filter(timer::Column::Due.lte(now))
        .order_by_asc(timer::Column::Due)
        .limit(limit)
        .all(connection)
        .await
}

/// Leases up to `limit` jobs of the kinds that `kinds` accepts until `now + lease`.
///
/// # Errors
/// Of the database.
pub async fn lease_jobs(
    transaction: &DatabaseTransaction,
    kind_prefix: &str,
    owner: &str,
    now: DateTime<Utc>,
    lease: Duration,
    limit: u64,
) -> Result<Vec<job::Model>, DbErr> {
    let free = job::Column::LeaseUntil
        .is_null()
        .or(job::Column::LeaseUntil.lt(now));
    let rows: Vec<job::Model> = job::Entity::find()
        .filter(job::Column::Kind.starts_with(kind_prefix))
        .filter(job::Column::Retries.gt(0))
        .filter(job::Column::Due.lte(now))
        .filter(free)
        .order_by_asc(job::Column::Due)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(transaction)
        .await?;
    let mut leased = Vec::with_capacity(rows.len());
    for mut row in rows {
        row.fencing += 1;
        row.lease_owner = Some(owner.to_owned());
        row.lease_until = Some(now + lease);
        job::Entity::update_many()
            .col_expr(job::Column::Fencing, Expr::value(row.fencing))
            .col_expr(
                job::Column::LeaseOwner,
                Expr::value(row.lease_owner.clone()),
            )
            .col_expr(job::Column::LeaseUntil, Expr::value(row.lease_until))
            .filter(
                job::Column::InstanceId
                    .eq(row.instance_id)
                    .and(job::Column::Key.eq(row.key)),
            )
            .exec(transaction)
            .await?;
        leased.push(row);
    }
    Ok(leased)
}

/// Whether `fencing` is still the newest lease of the job; an older holder must not finish it.
///
/// # Errors
/// Of the database.
pub async fn still_leased(
    transaction: &DatabaseTransaction,
    instance: Uuid,
    key: i64,
    fencing: i64,
) -> Result<bool, DbErr> {
    let row = job::Entity::find_by_id((instance, key))
        .one(transaction)
        .await?;
    Ok(row.is_some_and(|row| row.fencing == fencing))
}
