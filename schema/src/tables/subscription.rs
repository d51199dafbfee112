//! `subscription`: an instance that waits for a message or signal.

use sea_orm::entity::prelude::*;

/// An instance that waits for a message or signal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub struct Model {
    /// Instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub instance_id: Uuid,
    /// Subscription key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: i64,
    /// `MESSAGE` or `SIGNAL`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Key.
    #[sea_orm(column_type = "Text", nullable)]
    pub correlation_key: Option<String>,
    /// Event that catches it.
    #[sea_orm(column_type = "Text")]
    pub element: String,
    /// Of the instance.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
