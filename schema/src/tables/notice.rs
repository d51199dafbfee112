//! `notice`: what somebody is told inside the application.

use sea_orm::entity::prelude::*;

/// What somebody is told inside the application.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Notice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// To whom.
    pub person_id: Uuid,
    /// Task that it is about.
    pub task_id: Option<Uuid>,
    /// Template of the mail that says the same, for instance `task-assigned`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// One line, in the language of the person.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// When it was read.
    pub read_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
