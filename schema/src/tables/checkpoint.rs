//! `checkpoint`: a signed root over all journals, to be kept outside the database.

use sea_orm::entity::prelude::*;

/// A signed root over all journals, to be kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint")]
pub struct Model {
    /// Checkpoint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// How many journals.
    pub instances: i64,
    /// How many events.
    pub events: i64,
    /// Merkle root over the head hashes, by instance id.
    pub root: Vec<u8>,
    /// Signing key.
    #[sea_orm(column_type = "Text")]
    pub key_id: String,
    /// Ed25519 over root, counts and time.
    pub signature: Vec<u8>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
