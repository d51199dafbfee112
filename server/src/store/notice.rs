//! What people are told in the application, how they want to hear of their tasks, and what is about to be told.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schema::tables::{notice, notice_preference, pending_reminder, reminder};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::journal::insert_many;

/// The preferences of these people; who has never said anything is not among them.
///
/// # Errors
/// Of the database.
pub async fn preferences(
    connection: &impl ConnectionTrait,
    people: &[Uuid],
) -> Result<BTreeMap<Uuid, notice_preference::Model>, DbErr> {
    let mut found = BTreeMap::new();
    for some in people.chunks(400) {
        let rows = notice_preference::Entity::find()
            .filter(notice_preference::Column::PersonId.is_in(some.to_vec()))
            .all(connection)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.person_id, row)));
    }
    Ok(found)
}

/// Keeps somebody's preferences.
///
/// # Errors
/// Of the database.
pub async fn prefer(
    transaction: &DatabaseTransaction,
    row: notice_preference::ActiveModel,
) -> Result<(), DbErr> {
    use notice_preference::Column;
    notice_preference::Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::PersonId)
                .update_columns([
                    Column::Mail,
                    Column::InApp,
                    Column::WebhookUrl,
                    Column::WebhookSecret,
                    Column::QuietFrom,
                    Column::QuietTo,
                    Column::UpdatedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Adds notices.
///
/// # Errors
/// Of the database.
pub async fn add(
    transaction: &DatabaseTransaction,
    notices: Vec<notice::ActiveModel>,
) -> Result<(), DbErr> {
    insert_many::<notice::Entity, _>(transaction, notices).await
}

/// Marks these notices of a person as read; all of them when none is named.
///
/// # Errors
/// Of the database.
pub async fn mark_read(
    transaction: &DatabaseTransaction,
    person: Uuid,
    which: Option<Vec<Uuid>>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let mut update = notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(Some(now)))
        .filter(notice::Column::PersonId.eq(person))
        .filter(notice::Column::ReadAt.is_null());
    if let Some(ids) = which {
        update = update.filter(notice::Column::Id.is_in(ids));
    }
    update.exec(transaction).await?;
    Ok(())
}

/// Notes for whom a rung was reached; for each person a rung of a task once.
///
/// # Errors
/// Of the database.
pub async fn reach(
    transaction: &DatabaseTransaction,
    rows: Vec<pending_reminder::ActiveModel>,
) -> Result<(), DbErr> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<_> = rows.by_ref().take(500).collect();
        pending_reminder::Entity::insert_many(some)
            .on_conflict(
                OnConflict::columns([
                    pending_reminder::Column::PersonId,
                    pending_reminder::Column::TaskId,
                    pending_reminder::Column::Rung,
                ])
                .do_nothing()
                .to_owned(),
            )
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

/// People for whom rungs were reached, some at a time and each with how many; nobody while rungs are still being
/// reached, here or on another replica: a digest holds everything of the moment.
///
/// # Errors
/// Of the database.
pub async fn reached(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
    people: u64,
) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let some = pending_reminder::Entity::find()
        .select_only()
        .column(pending_reminder::Column::PersonId)
        .column_as(pending_reminder::Column::TaskId.count(), "count")
        .group_by(pending_reminder::Column::PersonId)
        .order_by_asc(pending_reminder::Column::PersonId)
        .limit(people)
        .into_tuple()
        .all(transaction)
        .await?;
    if Vec::<(Uuid, i64)>::is_empty(&some) {
        return Ok(some);
    }
    let due = reminder::Entity::find()
        .filter(reminder::Column::SentAt.is_null())
        .filter(reminder::Column::At.lte(now))
        .filter(reminder::Column::InstanceId.not_in_subquery(super::due::suspended_cases()))
        .count(transaction)
        .await?;
    Ok(if due == 0 { some } else { Vec::new() })
}

/// Up to `limit` reached rungs of a person, the oldest first, held so that no other replica tells them too.
///
/// # Errors
/// Of the database.
pub async fn hold(
    transaction: &DatabaseTransaction,
    person: Uuid,
    limit: u64,
) -> Result<Vec<pending_reminder::Model>, DbErr> {
    pending_reminder::Entity::find()
        .filter(pending_reminder::Column::PersonId.eq(person))
        .order_by_asc(pending_reminder::Column::At)
        .order_by_asc(pending_reminder::Column::TaskId)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(transaction)
        .await
}

/// Forgets what a person has been told: these rungs, or everything that was reached.
///
/// # Errors
/// Of the database.
pub async fn told(
    transaction: &DatabaseTransaction,
    person: Uuid,
    rows: Option<&[pending_reminder::Model]>,
) -> Result<(), DbErr> {
    use pending_reminder::Column;
    let mine = Column::PersonId.eq(person);
    match rows {
        None => {
            pending_reminder::Entity::delete_many()
                .filter(mine)
                .exec(transaction)
                .await?;
        }
        Some(rows) => {
            for row in rows {
                pending_reminder::Entity::delete_many()
                    .filter(
                        mine.clone()
                            .and(Column::TaskId.eq(row.task_id))
                            .and(Column::Rung.eq(&row.rung)),
                    )
                    .exec(transaction)
                    .await?;
            }
        }
    }
    Ok(())
}
