//! What is due: timers and jobs, claimed so that two replicas do not do the same work.
//!
//! A timer needs no lease: firing it takes the instance's lock and finds it gone if another replica was first. A job is
//! leased with a growing fencing token, because its work happens outside the transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use schema::tables::state::InstanceState;
use schema::tables::{job, process_instance, timer};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, Func, LockBehavior, LockType, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
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
        .filter(timer::Column::InstanceId.not_in_subquery(suspended_cases()))
        .order_by_asc(timer::Column::Due)
        .limit(limit)
        .all(connection)
        .await
}

/// Cases that an operator holds: nothing of theirs is due until they go on.
#[must_use]
pub fn suspended_cases() -> SelectStatement {
    Query::select()
        .column(process_instance::Column::Id)
        .from(process_instance::Entity)
        .and_where(process_instance::Column::State.eq(InstanceState::Suspended))
        .to_owned()
}

/// Variables that are handed out with one lot of jobs, as the sizes of their snapshots, bytes.
const MOST_BYTES: i64 = 16 << 20;

/// Leases up to `limit` free jobs that `which` chooses until `now + lease`, the longest due first. Every lease has a
/// fencing token of its own, larger than the one before.
///
/// # Errors
/// Of the database.
pub async fn lease_jobs(
    transaction: &DatabaseTransaction,
    which: Condition,
    owner: &str,
    now: DateTime<Utc>,
    lease: Duration,
    limit: u64,
) -> Result<Vec<job::Model>, DbErr> {
    let free = job::Column::LeaseUntil
        .is_null()
        .or(job::Column::LeaseUntil.lte(now));
    let rows: Vec<job::Model> = job::Entity::find()
        .filter(which)
        .filter(job::Column::Retries.gt(0))
        .filter(job::Column::Due.lte(now))
        .filter(free)
        .order_by_asc(job::Column::Due)
        .order_by_asc(job::Column::InstanceId)
        .order_by_asc(job::Column::Key)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(transaction)
        .await?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let sizes = sizes(transaction, &rows).await?;
    let mut leased = Vec::with_capacity(rows.len());
    let mut bytes = 0;
    for mut row in rows {
        bytes += sizes.get(&row.instance_id).copied().unwrap_or_default();
        if bytes > MOST_BYTES && !leased.is_empty() {
            break;
        }
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
            .filter(this_job(row.instance_id, row.key))
            .exec(transaction)
            .await?;
        leased.push(row);
    }
    Ok(leased)
}

/// How large the snapshots of the jobs' cases are.
async fn sizes(
    transaction: &DatabaseTransaction,
    rows: &[job::Model],
) -> Result<BTreeMap<Uuid, i64>, DbErr> {
    let cases: BTreeSet<Uuid> = rows.iter().map(|row| row.instance_id).collect();
    let length = Func::char_length(process_instance::Column::Snapshot.into_expr());
    let found: Vec<(Uuid, i64)> = process_instance::Entity::find()
        .filter(process_instance::Column::Id.is_in(cases))
        .select_only()
        .column(process_instance::Column::Id)
        .expr_as(SimpleExpr::from(length).cast_as("bigint"), "size")
        .into_tuple()
        .all(transaction)
        .await?;
    Ok(found.into_iter().collect())
}

fn this_job(instance: Uuid, key: i64) -> SimpleExpr {
    job::Column::InstanceId
        .eq(instance)
        .and(job::Column::Key.eq(key))
}

/// Moves the end of a lease; the caller has checked that it is the newest one.
///
/// # Errors
/// Of the database.
pub async fn extend_lease(
    transaction: &DatabaseTransaction,
    instance: Uuid,
    key: i64,
    until: DateTime<Utc>,
) -> Result<(), DbErr> {
    job::Entity::update_many()
        .col_expr(job::Column::LeaseUntil, Expr::value(Some(until)))
        .filter(this_job(instance, key))
        .exec(transaction)
        .await?;
    Ok(())
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
