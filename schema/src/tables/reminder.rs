//! `reminder`: one rung of a reminder ladder for one task; sent at most once.

use sea_orm::entity::prelude::*;

/// One rung of a reminder ladder for one task; sent at most once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// Task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// For instance `MINUS_1WD`, `OVERDUE_3WD`, `WEEKLY_2`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rung: String,
    /// `ASSIGNEE`, `SUPERIOR`, `TEAM_LEAD` or `SECRETARY`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub audience: String,
    /// Instance.
    pub instance_id: Uuid,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// When it was put into the outbox.
    pub sent_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
