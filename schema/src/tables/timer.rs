//! `timer`: an engine timer that waits.

use sea_orm::entity::prelude::*;

/// An engine timer that waits.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timer")]
pub struct Model {
    /// Instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instance_id: Uuid,
    /// Timer key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: i64,
    /// Event that it fires.
    #[sea_orm(column_type = "Text")]
    pub element: String,
    /// Element instance it belongs to.
    pub owner: i64,
    /// When.
    pub due: ChronoDateTimeUtc,
    /// Tick number of a cycle, from 1.
    pub sequence: i32,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
