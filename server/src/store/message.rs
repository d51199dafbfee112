//! Messages between instances: published, buffered until they expire, correlated with one waiting instance.

use chrono::{DateTime, Utc};
use schema::tables::{message, subscription, visible};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Publishes a message.
///
/// # Errors
/// Of the database.
pub async fn publish(
    transaction: &DatabaseTransaction,
    message: message::ActiveModel,
) -> Result<Uuid, DbErr> {
    Ok(message.insert(transaction).await?.id)
}

/// Messages that still wait, oldest first.
///
/// # Errors
/// Of the database.
pub async fn pending(
    connection: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<message::Model>, DbErr> {
    message::Entity::find()
        .filter(message::Column::State.eq("PENDING"))
        .order_by_asc(message::Column::PublishedAt)
        .limit(limit)
        .all(connection)
        .await
}

/// Locks one pending message, or finds that somebody else has it.
///
/// # Errors
/// Of the database.
pub async fn lock(
    transaction: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<message::Model>, DbErr> {
    message::Entity::find_by_id(id)
        .filter(message::Column::State.eq("PENDING"))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(transaction)
        .await
}

/// Subscriptions that a message of this name and key can reach, oldest first.
///
/// # Errors
/// Of the database.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    name: &str,
    correlation_key: &str,
) -> Result<Vec<subscription::Model>, DbErr> {
    subscription::Entity::find()
        .filter(subscription::Column::Kind.eq("MESSAGE"))
        .filter(subscription::Column::Name.eq(name))
        .filter(subscription::Column::CorrelationKey.eq(correlation_key))
        .order_by_asc(subscription::Column::InstanceId)
        .order_by_asc(subscription::Column::Key)
        .limit(16)
        .all(connection)
        .await
}

/// Instances that wait for a signal, below an organisation path.
///
/// # Errors
/// Of the database.
pub async fn waiting_for_signal(
    connection: &impl ConnectionTrait,
    name: &str,
    below: &str,
) -> Result<Vec<Uuid>, DbErr> {
    let rows = subscription::Entity::find()
        .filter(subscription::Column::Kind.eq("SIGNAL"))
        .filter(subscription::Column::Name.eq(name))
        .filter(visible::below(
            subscription::Column::OrganisationPath,
            below,
        ))
        .order_by_asc(subscription::Column::InstanceId)
        .all(connection)
        .await?;
    let mut instances: Vec<Uuid> = rows.into_iter().map(|row| row.instance_id).collect();
    instances.dedup();
    Ok(instances)
}

/// Closes a message: correlated with an instance, or expired.
///
/// # Errors
/// Of the database.
pub async fn close(
    transaction: &DatabaseTransaction,
    id: Uuid,
    correlated_with: Option<Uuid>,
) -> Result<(), DbErr> {
    message::Entity::update_many()
        .col_expr(
            message::Column::State,
            Expr::value(if correlated_with.is_some() {
                "CORRELATED"
            } else {
                "EXPIRED"
            }),
        )
        .col_expr(
            message::Column::CorrelatedWith,
            Expr::value(correlated_with),
        )
        .filter(message::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Expires what nobody came for.
///
/// # Errors
/// Of the database.
pub async fn expire(transaction: &DatabaseTransaction, now: DateTime<Utc>) -> Result<u64, DbErr> {
    let done = message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value("EXPIRED"))
        .filter(message::Column::State.eq("PENDING"))
        .filter(message::Column::ExpiresAt.lt(now))
        .exec(transaction)
        .await?;
    Ok(done.rows_affected)
}
