//! `position`: an office in an organisation; authority belongs to it.

use sea_orm::entity::prelude::*;

/// An office in an organisation; authority belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position")]
pub struct Model {
    /// Position.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For instance `64.02/diskominfo/head`.
    #[sea_orm(column_type = "Text")]
    pub code: String,
    /// Indonesian title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// English title.
    #[sea_orm(column_type = "Text", nullable)]
    pub title_en: Option<String>,
    /// Organisation.
    pub organisation_id: Uuid,
    /// Its path.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Position above.
    pub superior_id: Option<Uuid>,
    /// First day on which it no longer exists.
    pub valid_to: Option<Date>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
