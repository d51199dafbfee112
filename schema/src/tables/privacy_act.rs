//! `privacy_act`: what was done about personal data and kept content, by whom and why. Written once; checkpoints cover it.

use sea_orm::entity::prelude::*;

/// An act about personal data or kept content.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "privacy_act")]
pub struct Model {
    /// Act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `PSEUDONYMISE`, `EXPORT_PERSON`, `DISPOSE`, `KEEP` or `SET_PERIOD`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Whose business it is.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Who did it.
    pub person_id: Uuid,
    /// Position code in which they did it.
    #[sea_orm(column_type = "Text", nullable)]
    pub position: Option<String>,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// Person or document that it is about; zeros for a period.
    pub subject: Uuid,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// JSON: for a disposal every version with the hash of the content that was destroyed.
    #[sea_orm(column_type = "Text")]
    pub details: String,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
