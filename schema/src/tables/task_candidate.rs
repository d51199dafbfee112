//! `task_candidate`: who may take a task; "my open tasks" is one range of its index.

use sea_orm::entity::prelude::*;

/// Who may take a task; "my open tasks" is one range of its index.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task_candidate")]
pub struct Model {
    /// Position, role in an organisation, or person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// Task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// Copy of the task's.
    pub open: bool,
    /// Copy of the task's.
    pub due: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
