//! `checkpoint`: a signed root over what was new since the one before, mailed to the auditors (ARCHITECTURE invariant 10).

use sea_orm::entity::prelude::*;

/// A signed root over what was new since the one before.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint")]
pub struct Model {
    /// From 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// SHA-256 of the statement of the one before; zeros for the first.
    pub previous: Vec<u8>,
    /// How many leaves stand under the root.
    pub leaves: i64,
    /// Merkle root over the leaves (RFC 6962).
    pub root: Vec<u8>,
    /// How many journals there were.
    pub journals: i64,
    /// How many events they held.
    pub events: i64,
    /// Thumbprint of the signing key.
    #[sea_orm(column_type = "Text")]
    pub key_id: String,
    /// The key itself: a checkpoint can be checked by itself.
    pub public_key: Vec<u8>,
    /// Ed25519 over the statement.
    pub signature: Vec<u8>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
