//! The journal: append-only, one row an event, each row's hash covering the row before it.
//!
//! How a row is hashed says `schema::journal_hash`, which the API verifies with.

use chrono::{DateTime, Utc};
use schema::tables::journal;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};
use uuid::Uuid;
use workflows::engine::command::Stamp;
use workflows::engine::event::Event;

pub use schema::journal_hash::{Entry, GENESIS, hash};

/// Where a journal ends.
#[derive(Debug, Clone)]
pub struct Head {
    /// Last sequence number; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            seq: 0,
            hash: GENESIS.to_vec(),
        }
    }
}

/// Appends `events` after `head` and answers the new head.
pub(super) async fn append(
    transaction: &DatabaseTransaction,
    instance: Uuid,
    head: Head,
    at: DateTime<Utc>,
    actor: Option<&Stamp>,
    events: &[Event],
) -> Result<Head, DbErr> {
    let actor = actor.map(text_of).transpose()?;
    let mut head = head;
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let text = text_of(event)?;
        let kind = kind_of(event)?;
        let seq = head.seq + 1;
        let hash = hash(
            &head.hash,
            Entry {
                instance,
                seq,
                at,
                kind: &kind,
                event: &text,
                actor: actor.as_deref(),
            },
        )
        .to_vec();
        rows.push(journal::ActiveModel {
            instance_id: Set(instance),
            seq: Set(seq),
            at: Set(at),
            kind: Set(kind),
            event: Set(text),
            actor: Set(actor.clone()),
            prev_hash: Set(head.hash),
            hash: Set(hash.clone()),
        });
        head = Head { seq, hash };
    }
    insert_many::<journal::Entity, _>(transaction, rows).await?;
    Ok(head)
}

/// Inserts rows a few hundred at a time: both databases bound the number of parameters of one statement.
pub(super) async fn insert_many<E, A>(
    transaction: &impl ConnectionTrait,
    rows: Vec<A>,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E> + Send,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(200).collect();
        E::insert_many(some)
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(())
}

pub(super) fn text_of<T: serde::Serialize>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value)
        .map_err(|error| DbErr::Custom(format!("cannot write JSON: {error}")))
}

/// The `type` tag of an event.
fn kind_of(event: &Event) -> Result<String, DbErr> {
    let value = serde_json::to_value(event).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(value
        .get("type")
        .and_then(|kind| kind.as_str())
        .unwrap_or("UNKNOWN")
        .to_owned())
}
