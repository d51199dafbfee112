//! `organisation`: a ministry, province, regency, agency, council, district office or village.

use sea_orm::entity::prelude::*;

/// A ministry, province, regency, agency, council, district office or village.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Organisation.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For instance `64.02/diskominfo`.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Indonesian name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// English name.
    #[sea_orm(column_type = "Text", nullable)]
    pub name_en: Option<String>,
    /// For instance `REGENCY`, `OPD`, `COUNCIL`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// For instance `COMMUNICATION`.
    #[sea_orm(column_type = "Text", nullable)]
    pub function: Option<String>,
    /// For instance `/id/64/64.02/diskominfo/`.
    #[sea_orm(column_type = "Text")]
    pub path: String,
    /// Enclosing organisation.
    pub parent_id: Option<Uuid>,
    /// Home-ministry region code.
    #[sea_orm(column_type = "Text", nullable)]
    pub region_code: Option<String>,
    /// Named time zone.
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    /// First day.
    pub valid_from: Date,
    /// First day after.
    pub valid_to: Option<Date>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
