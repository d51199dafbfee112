//! `paper_template`: the texts of papers that an administrator changed, every version; nothing is ever overwritten.

use sea_orm::entity::prelude::*;

/// One version of a template of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_template")]
pub struct Model {
    /// Version.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name, for instance `minutes`; `parts` is what the others share.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Whose papers, those of organisations below included.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// From 1, for this name and organisation.
    pub version: i32,
    /// The text; none: the one from above counts again from here on.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    /// Why.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Person.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
