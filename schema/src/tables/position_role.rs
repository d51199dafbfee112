//! `position_role`: a role granted to a position.

use sea_orm::entity::prelude::*;

/// A role granted to a position.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position_role")]
pub struct Model {
    /// Position.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position_id: Uuid,
    /// For instance `OPD_HEAD`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    /// Scope: the position's organisation.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
