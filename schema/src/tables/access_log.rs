//! `access_log`: who read a confidential thing, when and why.

use sea_orm::entity::prelude::*;

/// Who read a confidential thing, when and why.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_log")]
pub struct Model {
    /// Entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Person.
    pub person_id: Uuid,
    /// Position code.
    #[sea_orm(column_type = "Text", nullable)]
    pub position: Option<String>,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// What was read.
    pub version_id: Uuid,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub purpose: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
