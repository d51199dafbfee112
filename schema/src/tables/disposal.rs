//! `disposal`: a document whose retention has ended, and what was decided about its content.

use sea_orm::entity::prelude::*;

/// A proposal to destroy the content of a document.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disposal")]
pub struct Model {
    /// Proposal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Document, with all its versions.
    pub document_id: Uuid,
    /// Case.
    pub instance_id: Option<Uuid>,
    /// Whose it is.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Title of the document when it was proposed.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Retention class.
    #[sea_orm(column_type = "Text")]
    pub class: String,
    /// Last day of its retention.
    pub due_on: Date,
    /// When the sweep found it.
    pub proposed_at: ChronoDateTimeUtc,
    /// `PROPOSED`, `DISPOSED` or `KEPT`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// When it was decided; who and why stands in `privacy_act`.
    pub decided_at: Option<ChronoDateTimeUtc>,
    /// Not to be proposed again before.
    pub keep_until: Option<Date>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
