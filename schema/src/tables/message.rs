//! `message`: a message that was published and is kept until it correlates or expires.

use sea_orm::entity::prelude::*;

/// A message that was published and is kept until it correlates or expires.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    /// Message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Key.
    #[sea_orm(column_type = "Text")]
    pub correlation_key: String,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub variables: String,
    /// Instance or person that published it.
    #[sea_orm(column_type = "Text", nullable)]
    pub source: Option<String>,
    /// Organisation it speaks for.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// When.
    pub published_at: ChronoDateTimeUtc,
    /// Buffered until.
    pub expires_at: ChronoDateTimeUtc,
    /// `PENDING`, `CORRELATED` or `EXPIRED`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// Instance.
    pub correlated_with: Option<Uuid>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
