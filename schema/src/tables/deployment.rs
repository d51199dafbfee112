//! `deployment`: a set of workflow files that were deployed together.

use sea_orm::entity::prelude::*;

/// A set of workflow files that were deployed together.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deployment")]
pub struct Model {
    /// Deployment.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Why, in the words of who deployed it.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When.
    pub deployed_at: ChronoDateTimeUtc,
    /// Person; none for the shipped library.
    pub deployed_by: Option<Uuid>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
