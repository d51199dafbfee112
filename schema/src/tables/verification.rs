//! `verification`: a public code that leads from paper to the record.

use sea_orm::entity::prelude::*;

/// A public code that leads from paper to the record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    /// Code without separators.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The document version.
    pub version_id: Uuid,
    /// The case.
    pub instance_id: Uuid,
    /// Journal position when it was made.
    pub seq: i64,
    /// Journal hash at that position.
    pub head_hash: Vec<u8>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
