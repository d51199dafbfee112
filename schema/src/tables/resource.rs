//! `resource`: a deployed DMN, form or mail text.

use sea_orm::entity::prelude::*;

/// A deployed DMN, form or mail text.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "resource")]
pub struct Model {
    /// Resource.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Deployed together with.
    pub deployment_id: Uuid,
    /// `DMN`, `FORM` or `MAIL`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Decision id, form id or mail name.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Counted from 1 per kind and key.
    pub version: i32,
    /// File it came in.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// The file.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// SHA-256, hex.
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    /// When.
    pub deployed_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
