//! `incident`: something that needs an operator.

use sea_orm::entity::prelude::*;

/// Something that needs an operator.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incident")]
pub struct Model {
    /// Incident.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Instance.
    pub instance_id: Uuid,
    /// Incident key.
    pub key: i64,
    /// BPMN id.
    #[sea_orm(column_type = "Text")]
    pub element: String,
    /// Typed code.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// For the operator.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// Of the instance.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// When.
    pub raised_at: ChronoDateTimeUtc,
    /// When it was over.
    pub resolved_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
