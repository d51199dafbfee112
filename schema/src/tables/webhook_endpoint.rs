//! `webhook_endpoint`: an address outside that an organisation's processes may tell things to.

use sea_orm::entity::prelude::*;

/// An address outside that an organisation's processes may tell things to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    /// Endpoint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose processes, those of organisations below included.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Name that models use; one endpoint at a time bears it in its organisation.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Where it is.
    #[sea_orm(column_type = "Text")]
    pub url: String,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Who.
    pub created_by: Option<Uuid>,
    /// When it was taken out of use.
    pub removed_at: Option<ChronoDateTimeUtc>,
    /// Why: removed by a person, or the receiver said that it is gone (410).
    #[sea_orm(column_type = "Text", nullable)]
    pub removed_why: Option<String>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
