//! `pending_reminder`: a rung that was reached for one person and is about to be told, alone or in a digest.

use sea_orm::entity::prelude::*;

/// A rung that was reached for one person and is about to be told, alone or in a digest.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_reminder")]
pub struct Model {
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// Task.
    #[sea_orm(primary_key, auto_increment = false)]
    pub task_id: Uuid,
    /// For instance `MINUS_1WD`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rung: String,
    /// `ASSIGNEE`, `SUPERIOR`, `TEAM_LEAD` or `SECRETARY`: as what the person hears of it.
    #[sea_orm(column_type = "Text")]
    pub audience: String,
    /// When the rung was reached.
    pub at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
