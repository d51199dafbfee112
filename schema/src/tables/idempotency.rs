//! `idempotency`: the answer that a write was given; the same key gets the same answer.

use sea_orm::entity::prelude::*;

/// The answer that a write was given; the same key gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Chosen by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Person id, or `system`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: String,
    /// Name of the mutation.
    #[sea_orm(column_type = "Text")]
    pub operation: String,
    /// SHA-256 of the input: another input under the same key is refused.
    #[sea_orm(column_type = "Text")]
    pub digest: String,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// When.
    pub at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
