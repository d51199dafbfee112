//! `region`: a province, regency, district or village of Indonesia (ODbL extract).

use sea_orm::entity::prelude::*;

/// A province, regency, district or village of Indonesia (ODbL extract).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// Home-ministry code with dots.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Enclosing region.
    #[sea_orm(column_type = "Text", nullable)]
    pub parent: Option<String>,
    /// `PROVINCE`, `REGENCY`, `DISTRICT` or `VILLAGE`.
    #[sea_orm(column_type = "Text")]
    pub level: String,
    /// For instance `KABUPATEN`, `DESA_ADAT`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Named time zone.
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    /// First day known.
    pub valid_from: Option<Date>,
    /// First day after.
    pub valid_to: Option<Date>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
