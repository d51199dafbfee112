//! `person`: somebody: name, work address, nothing else (DOMAIN 8).

use sea_orm::entity::prelude::*;

/// Somebody: name, work address, nothing else (DOMAIN 8).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Work address, lower case.
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// `id` or `en`.
    #[sea_orm(column_type = "Text")]
    pub language: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
