//! `organisation_succession`: which organisation goes on with the work of which.

use sea_orm::entity::prelude::*;

/// Which organisation goes on with the work of which.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_succession")]
pub struct Model {
    /// The organisation that ended.
    #[sea_orm(primary_key, auto_increment = false)]
    pub predecessor_id: Uuid,
    /// The one that goes on with its work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub successor_id: Uuid,
    /// `RENAME`, `MERGE` or `SPLIT`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// First day.
    pub valid_from: Date,
    /// Number of the regulation.
    #[sea_orm(column_type = "Text", nullable)]
    pub decree: Option<String>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
