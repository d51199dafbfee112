//! `register_entry`: a number that a register gave, as it was written, and to what.

use sea_orm::entity::prelude::*;

/// A number that a register gave.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_entry")]
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
    /// The running number, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// As it stands on paper.
    #[sea_orm(column_type = "Text")]
    pub written: String,
    /// The case it was given to.
    pub instance_id: Option<Uuid>,
    /// When.
    pub at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
