//! `register_number`: the last number given by a register in a year.

use sea_orm::entity::prelude::*;

/// The last number given by a register in a year.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_number")]
pub struct Model {
    /// Register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub register: String,
    /// Whose register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_path: String,
    /// Year.
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    /// Last number given.
    pub last: i32,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
