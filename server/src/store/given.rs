//! What a worker of ours has given out once under a key: the same job gets the same thing at each try.

use chrono::{DateTime, Utc};
use schema::tables::idempotency;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait};

/// Who holds the keys of built-in workers.
const ACTOR: &str = "system";

/// What was given under this key before.
///
/// # Errors
/// Of the database.
pub async fn earlier(
    transaction: &DatabaseTransaction,
    key: &str,
) -> Result<Option<String>, DbErr> {
    Ok(
        idempotency::Entity::find_by_id((key.to_owned(), ACTOR.to_owned()))
            .one(transaction)
            .await?
            .map(|row| row.answer),
    )
}

/// Keeps what is given.
///
/// # Errors
/// Of the database.
pub async fn keep(
    transaction: &DatabaseTransaction,
    key: String,
    given: &str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    idempotency::ActiveModel {
        key: Set(key),
        actor: Set(ACTOR.to_owned()),
        operation: Set("given".to_owned()),
        digest: Set(String::new()),
        answer: Set(given.to_owned()),
        at: Set(at),
    }
    .insert(transaction)
    .await?;
    Ok(())
}
