//! `record_check`: who had the record verified, or took a copy of it, and what came of it.

use sea_orm::entity::prelude::*;

/// A verification or an export of the record.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record_check")]
pub struct Model {
    /// Check.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `VERIFY` or `EXPORT`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Cases below this organisation; `/id/` is the whole record.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Who asked.
    pub person_id: Uuid,
    /// Position code.
    #[sea_orm(column_type = "Text", nullable)]
    pub position: Option<String>,
    /// When.
    pub requested_at: ChronoDateTimeUtc,
    /// `RUNNING` or `DONE`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// How far it has come: `J:` and the last journal, or `C:` and the last checkpoint.
    #[sea_orm(column_type = "Text", nullable)]
    pub reached: Option<String>,
    /// Journals and checkpoints to look at.
    pub total: i64,
    /// Looked at so far.
    pub done: i64,
    /// Events read.
    pub events: i64,
    /// How many things are wrong.
    pub found: i64,
    /// The first of them, as JSON.
    #[sea_orm(column_type = "Text")]
    pub faults: String,
    /// When it ended.
    pub finished_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
