//! `migration_item`: one case of a batch, and what came of it.

use sea_orm::entity::prelude::*;

/// One case of a batch, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "migration_item")]
pub struct Model {
    /// Batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: Uuid,
    /// Case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instance_id: Uuid,
    /// `PENDING`, `DONE` or `REFUSED`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// `migrated::Outcome` as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub outcome: Option<String>,
    /// When it was done.
    pub at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
