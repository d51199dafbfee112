//! `document`: an official document or an uploaded file, over its versions.

use sea_orm::entity::prelude::*;

/// An official document or an uploaded file, over its versions.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    /// Document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// For instance `BOOK`, `MINUTES`, `APPROVAL_SHEET`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Title.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Registered number.
    #[sea_orm(column_type = "Text", nullable)]
    pub number: Option<String>,
    /// `DRAFT` to `DISPATCHED` (DOMAIN 4).
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Case it belongs to.
    pub instance_id: Option<Uuid>,
    /// Task it was uploaded for.
    pub task_id: Option<Uuid>,
    /// Whose it is.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Person.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// The document that this one is a copy of, made for a disposition.
    pub copied_from: Option<Uuid>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
