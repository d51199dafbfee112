//! `task_draft`: what somebody has written and not yet sent.

use sea_orm::entity::prelude::*;

/// What somebody has written and not yet sent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_draft")]
pub struct Model {
    /// Task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub draft: String,
    /// When.
    pub saved_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
