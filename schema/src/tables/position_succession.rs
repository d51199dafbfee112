//! `position_succession`: which position goes on with the work of which.

use sea_orm::entity::prelude::*;

/// Which position goes on with the work of which.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "position_succession")]
pub struct Model {
    /// The position that ended.
    #[sea_orm(primary_key, auto_increment = false)]
    pub predecessor_id: Uuid,
    /// The one that goes on with its work.
    #[sea_orm(primary_key, auto_increment = false)]
    pub successor_id: Uuid,
    /// First day.
    pub valid_from: Date,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
