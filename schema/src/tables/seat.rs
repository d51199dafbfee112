//! `seat`: a seat of a council, held by a position.

use sea_orm::entity::prelude::*;

/// A seat of a council, held by a position.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    /// Seat.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Council.
    pub council_id: Uuid,
    /// From 1.
    pub number: i32,
    /// For instance `FORKOPIMDA`.
    #[sea_orm(column_type = "Text")]
    pub block: String,
    /// Votes.
    pub voting: bool,
    /// Position that holds it.
    pub position_id: Uuid,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
