//! The same key gets the same answer and does nothing twice (ARCHITECTURE invariant 5).

use chrono::{DateTime, Utc};
use schema::commands::{Answer, Problem};
use schema::tables::idempotency;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    EntityTrait, Statement,
};
use sha2::{Digest, Sha256};

/// A key as a caller chose it, and what it was used for.
#[derive(Debug, Clone)]
pub struct Key {
    /// Chosen by the caller.
    pub key: String,
    /// Person id, or `system`.
    pub actor: String,
    /// Name of the mutation.
    pub operation: String,
    /// SHA-256 of the input, hex.
    pub digest: String,
}

impl Key {
    /// Makes a key for `input`, any text that tells two inputs apart.
    #[must_use]
    pub fn new(key: String, actor: String, operation: &str, input: &str) -> Self {
        let digest = Sha256::digest(input.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self {
            key,
            actor,
            operation: operation.to_owned(),
            digest,
        }
    }
}

/// The answer that was given under this key before, if any.
///
/// # Errors
/// Of the database.
pub async fn earlier(
    transaction: &DatabaseTransaction,
    key: &Key,
) -> Result<Option<Result<Answer, Problem>>, DbErr> {
    // Requests with one key wait for each other, so that a repetition in flight hears the first answer. SQLite has one writer.
    if transaction.get_database_backend() == DbBackend::Postgres {
        let name = format!("{}\n{}", key.actor, key.key);
        let lock = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
            [name.into()],
        );
        transaction.execute_raw(lock).await?;
    }
    let Some(row) = idempotency::Entity::find_by_id((key.key.clone(), key.actor.clone()))
        .one(transaction)
        .await?
    else {
        return Ok(None);
    };
    if row.operation != key.operation || row.digest != key.digest {
        return Ok(Some(Err(Problem::new(
            "IDEMPOTENCY_KEY_REUSED",
            "This idempotency key was already used for another request; use a fresh key.",
            "Kunci idempotensi ini sudah dipakai untuk permintaan lain; gunakan kunci baru.",
        )
        .at("idempotencyKey"))));
    }
    let answer = serde_json::from_str(&row.answer)
        .map_err(|error| DbErr::Custom(format!("stored answer is unreadable: {error}")))?;
    Ok(Some(Ok(answer)))
}

/// Keeps the answer for a later repetition.
///
/// # Errors
/// Of the database.
pub async fn keep(
    transaction: &DatabaseTransaction,
    key: Key,
    answer: &Answer,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    idempotency::ActiveModel {
        key: Set(key.key),
        actor: Set(key.actor),
        operation: Set(key.operation),
        digest: Set(key.digest),
        answer: Set(super::journal::text_of(answer)?),
        at: Set(at),
    }
    .insert(transaction)
    .await?;
    Ok(())
}
