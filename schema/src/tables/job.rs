//! `job`: work for a built-in or outside worker.

use sea_orm::entity::prelude::*;

/// Work for a built-in or outside worker.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instance_id: Uuid,
    /// Job key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: i64,
    /// Job type.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// BPMN id.
    #[sea_orm(column_type = "Text")]
    pub element: String,
    /// Element instance.
    pub owner: i64,
    /// Task headers as JSON.
    #[sea_orm(column_type = "Text")]
    pub headers: String,
    /// Listener event.
    #[sea_orm(column_type = "Text", nullable)]
    pub listener: Option<String>,
    /// Attempts left.
    pub retries: i32,
    /// Not before.
    pub due: ChronoDateTimeUtc,
    /// Who holds it.
    #[sea_orm(column_type = "Text", nullable)]
    pub lease_owner: Option<String>,
    /// Until when.
    pub lease_until: Option<ChronoDateTimeUtc>,
    /// Grows with every lease; an old holder is refused.
    pub fencing: i64,
    /// Last failure.
    #[sea_orm(column_type = "Text", nullable)]
    pub error: Option<String>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
