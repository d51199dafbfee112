//! `roadmap_item`: one programme of a plan for one agency and year.

use sea_orm::entity::prelude::*;

/// One programme of a plan for one agency and year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roadmap_item")]
pub struct Model {
    /// Item.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Plan.
    pub plan_id: Uuid,
    /// Regency.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Code of the agency.
    #[sea_orm(column_type = "Text")]
    pub opd: String,
    /// Programme.
    #[sea_orm(column_type = "Text")]
    pub programme: String,
    /// Pillar.
    #[sea_orm(column_type = "Text")]
    pub pillar: String,
    /// Sub-dimension.
    #[sea_orm(column_type = "Text")]
    pub sub_dimension: String,
    /// Year.
    pub year: i32,
    /// Indicator.
    #[sea_orm(column_type = "Text")]
    pub indicator: String,
    /// Target.
    #[sea_orm(column_type = "Text")]
    pub target: String,
    /// Budget source.
    #[sea_orm(column_type = "Text")]
    pub budget_source: String,
    /// How the agency confirmed it.
    #[sea_orm(column_type = "Text", nullable)]
    pub remark: Option<String>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
