//! `quick_win`: an improvement promised within a year.

use sea_orm::entity::prelude::*;

/// An improvement promised within a year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quick_win")]
pub struct Model {
    /// Quick Win.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Plan.
    pub plan_id: Uuid,
    /// Regency.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Code of the lead agency.
    #[sea_orm(column_type = "Text")]
    pub opd: String,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Pillar.
    #[sea_orm(column_type = "Text")]
    pub pillar: String,
    /// The card as JSON.
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    /// The W3 case that it started.
    pub instance_id: Option<Uuid>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
