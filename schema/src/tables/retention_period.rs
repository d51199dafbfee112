//! `retention_period`: how long a class of things is kept where an installation has departed from the default.

use sea_orm::entity::prelude::*;

/// A period that was set.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "retention_period")]
pub struct Model {
    /// `retention::Class` as code.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub class: String,
    /// Years; none: for good.
    pub years: Option<i32>,
    /// When it was set.
    pub changed_at: ChronoDateTimeUtc,
    /// By whom.
    pub changed_by: Uuid,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
