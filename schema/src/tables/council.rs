//! `council`: a council by decree.

use sea_orm::entity::prelude::*;

/// A council by decree.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "council")]
pub struct Model {
    /// Council.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The regency.
    pub organisation_id: Uuid,
    /// Its path.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Number of the decree.
    #[sea_orm(column_type = "Text", nullable)]
    pub decree: Option<String>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
