//! The outbox: what must be told to the world, written in the transaction that makes it true, sent afterwards.

use chrono::{DateTime, Duration, Utc};
use schema::tables::{outbox, reminder};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Longest time that one send may take before another sender may try: the lease of an entry.
pub const SEND_LEASE_S: i64 = 120;
/// Attempts before an entry is given up and shown as failed.
pub const ATTEMPTS: i32 = 12;

/// A new outbox entry; its id is derived from its key, so that a mail keeps its Message-ID whatever happens.
///
/// # Errors
/// When the payload cannot be written as JSON.
pub fn entry(
    kind: &str,
    idempotency_key: String,
    payload: &serde_json::Value,
    organisation_path: &str,
    at: DateTime<Utc>,
) -> Result<outbox::ActiveModel, DbErr> {
    Ok(outbox::ActiveModel {
        id: Set(Uuid::now_v7()),
        kind: Set(kind.to_owned()),
        idempotency_key: Set(idempotency_key),
        payload: Set(super::journal::text_of(payload)?),
        organisation_path: Set(organisation_path.to_owned()),
        state: Set("WAITING".to_owned()),
        attempts: Set(0),
        next_try: Set(at),
        lease_until: Set(None),
        last_error: Set(None),
        created_at: Set(at),
        done_at: Set(None),
    })
}

/// Adds entries; one whose idempotency key exists already is left as it is: a thing is told once.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    entries: Vec<outbox::ActiveModel>,
) -> Result<(), DbErr> {
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let some: Vec<_> = entries.by_ref().take(200).collect();
        outbox::Entity::insert_many(some)
            .on_conflict(
                OnConflict::column(outbox::Column::IdempotencyKey)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// Takes up to `limit` entries of `kind` that are due and leases them to the caller.
///
/// # Errors
/// Of the database.
pub async fn claim(
    transaction: &DatabaseTransaction,
    kind: &str,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<outbox::Model>, DbErr> {
    let free = outbox::Column::State.eq("WAITING").or(outbox::Column::State
        .eq("SENDING")
        .and(outbox::Column::LeaseUntil.lt(now)));
    let due: Vec<outbox::Model> = outbox::Entity::find()
        .filter(outbox::Column::Kind.eq(kind))
        .filter(outbox::Column::NextTry.lte(now))
        .filter(free)
        .order_by_asc(outbox::Column::NextTry)
        .limit(limit)
        .lock_with_behavior(
            sea_orm::sea_query::LockType::Update,
            sea_orm::sea_query::LockBehavior::SkipLocked,
        )
        .all(transaction)
        .await?;
    let ids: Vec<Uuid> = due.iter().map(|entry| entry.id).collect();
    if !ids.is_empty() {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::State, Expr::value("SENDING"))
            .col_expr(
                outbox::Column::Attempts,
                Expr::col(outbox::Column::Attempts).add(1),
            )
            .col_expr(
                outbox::Column::LeaseUntil,
                Expr::value(Some(now + Duration::seconds(SEND_LEASE_S))),
            )
            .filter(outbox::Column::Id.is_in(ids))
            .exec(transaction)
            .await?;
    }
    Ok(due)
}

/// What became of a send.
#[derive(Debug, Clone)]
pub enum Sent {
    /// Told; the SMTP reply or file name.
    Done(String),
    /// To be tried again: a timeout, a refusal for now.
    Later(String),
    /// Never: a refused address, a broken payload.
    Never(String),
}

/// Writes down what became of an entry. Delays grow: 30 s, 1 min, 2 min, … at most an hour.
///
/// # Errors
/// Of the database.
pub async fn settle(
    transaction: &DatabaseTransaction,
    entry: &outbox::Model,
    sent: &Sent,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let attempts = entry.attempts + 1;
    let (state, error, done_at, next_try) = match sent {
        Sent::Done(reply) => ("SENT", reply, Some(now), now),
        Sent::Never(reason) => ("FAILED", reason, Some(now), now),
        Sent::Later(reason) if attempts >= ATTEMPTS => ("FAILED", reason, Some(now), now),
        Sent::Later(reason) => {
            let delay = 30_i64.saturating_mul(1 << attempts.clamp(1, 7)) / 2;
            (
                "WAITING",
                reason,
                None,
                now + Duration::seconds(Ord::min(delay, 3600)),
            )
        }
    };
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(state))
        .col_expr(outbox::Column::LastError, Expr::value(Some(error.clone())))
        .col_expr(outbox::Column::DoneAt, Expr::value(done_at))
        .col_expr(outbox::Column::NextTry, Expr::value(next_try))
        .col_expr(
            outbox::Column::LeaseUntil,
            Expr::value(Option::<DateTime<Utc>>::None),
        )
        .filter(outbox::Column::Id.eq(entry.id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Rungs that are due and were not sent yet, oldest first.
///
/// # Errors
/// Of the database.
pub async fn due_reminders(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
    limit: u64,
) -> Result<Vec<reminder::Model>, DbErr> {
    reminder::Entity::find()
        .filter(reminder::Column::SentAt.is_null())
        .filter(reminder::Column::At.lte(now))
        // Nobody is pressed to do what nobody can do now.
        .filter(reminder::Column::InstanceId.not_in_subquery(super::due::suspended_cases()))
        .order_by_asc(reminder::Column::At)
        .limit(limit)
        .lock_with_behavior(
            sea_orm::sea_query::LockType::Update,
            sea_orm::sea_query::LockBehavior::SkipLocked,
        )
        .all(transaction)
        .await
}

/// Everything that is due and was not sent yet of these tasks, whatever the batch held.
///
/// # Errors
/// Of the database.
pub async fn due_of(
    transaction: &DatabaseTransaction,
    tasks: &[Uuid],
    now: DateTime<Utc>,
) -> Result<Vec<reminder::Model>, DbErr> {
    let mut due = Vec::new();
    for some in tasks.chunks(400) {
        due.extend(
            reminder::Entity::find()
                .filter(reminder::Column::TaskId.is_in(some.to_vec()))
                .filter(reminder::Column::SentAt.is_null())
                .filter(reminder::Column::At.lte(now))
                .all(transaction)
                .await?,
        );
    }
    Ok(due)
}

/// Marks what is due of these tasks as sent.
///
/// # Errors
/// Of the database.
pub async fn mark_sent(
    transaction: &DatabaseTransaction,
    tasks: Vec<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    for some in tasks.chunks(400) {
        reminder::Entity::update_many()
            .col_expr(reminder::Column::SentAt, Expr::value(Some(now)))
            .filter(reminder::Column::TaskId.is_in(some.to_vec()))
            .filter(reminder::Column::SentAt.is_null())
            .filter(reminder::Column::At.lte(now))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Adds the next rung of a ladder that goes on (weekly after the last).
///
/// # Errors
/// Of the database.
pub async fn add_reminders(
    transaction: &DatabaseTransaction,
    rungs: Vec<reminder::ActiveModel>,
) -> Result<(), DbErr> {
    if rungs.is_empty() {
        return Ok(());
    }
    reminder::Entity::insert_many(rungs)
        .on_conflict(
            OnConflict::columns([
                reminder::Column::TaskId,
                reminder::Column::Rung,
                reminder::Column::Audience,
            ])
            .do_nothing()
            .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}
