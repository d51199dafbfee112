//! `checkpoint_leaf`: what a checkpoint covers: a journal up to an event, or a row that never changes.

use sea_orm::entity::prelude::*;

/// What a checkpoint covers.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint_leaf")]
pub struct Model {
    /// `JOURNAL`, `DOCUMENT_VERSION`, `SIGNATURE` or `ACCESS_LOG`.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub kind: String,
    /// Instance or row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Uuid,
    /// Last event of a journal; 0 for a row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Number of the checkpoint.
    pub checkpoint: i64,
    /// Hash of that event, or of the row.
    pub hash: Vec<u8>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
