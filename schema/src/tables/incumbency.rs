//! `incumbency`: a person in a position for a period, by a decree.

use sea_orm::entity::prelude::*;

/// A person in a position for a period, by a decree.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "incumbency")]
pub struct Model {
    /// Incumbency.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Position.
    pub position_id: Uuid,
    /// Person.
    pub person_id: Uuid,
    /// `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
    #[sea_orm(column_type = "Text")]
    pub mode: String,
    /// Number of the decree.
    #[sea_orm(column_type = "Text", nullable)]
    pub decree: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// First day after.
    pub valid_to: Option<Date>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
