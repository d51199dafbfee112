//! `document_text`: the words of a version, to compare it with others; kept apart because most questions do not need them.

use sea_orm::entity::prelude::*;

/// The words of a version, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_text")]
pub struct Model {
    /// Version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: Uuid,
    /// `READ`, `CUT`, `EMPTY`, `NOT_TEXT`, `UNREADABLE` or `TOO_LARGE`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Lines; empty unless `READ` or `CUT`.
    #[sea_orm(column_type = "Text")]
    pub words: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
