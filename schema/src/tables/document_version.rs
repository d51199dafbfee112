//! `document_version`: the bytes of a document at one time, stored by their hash.

use sea_orm::entity::prelude::*;

/// The bytes of a document at one time, stored by their hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_version")]
pub struct Model {
    /// Version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Document.
    pub document_id: Uuid,
    /// From 1.
    pub version: i32,
    /// Name as shown.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// Sniffed type.
    #[sea_orm(column_type = "Text")]
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Hex; the object key.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// Person.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
