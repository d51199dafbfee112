//! `journal`: what happened, one row an event, append-only and hash-chained per instance.

use sea_orm::entity::prelude::*;

/// What happened, one row an event, append-only and hash-chained per instance.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instance_id: Uuid,
    /// Counted from 1 per instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When, microseconds.
    pub at: ChronoDateTimeUtc,
    /// Event type, for instance `TASK_COMPLETED`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// The event as JSON; these bytes are hashed.
    #[sea_orm(column_type = "Text")]
    pub event: String,
    /// Who acted, as JSON (`engine::Stamp`); none for the system.
    #[sea_orm(column_type = "Text", nullable)]
    pub actor: Option<String>,
    /// Hash of the entry before; 32 zero bytes for the first.
    pub prev_hash: Vec<u8>,
    /// SHA-256 over the chain (`journal_hash`).
    pub hash: Vec<u8>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
