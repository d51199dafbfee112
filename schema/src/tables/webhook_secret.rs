//! `webhook_secret`: what the messages to an endpoint are signed with; two at a time while one replaces the other.

use sea_orm::entity::prelude::*;

/// What the messages to an endpoint are signed with.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_secret")]
pub struct Model {
    /// Secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Endpoint.
    pub endpoint_id: Uuid,
    /// `whsec_` and base64 of 32 bytes of chance, sealed with a key of the key folder.
    #[sea_orm(column_type = "Text")]
    pub secret: String,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Until when it still signs, once another one has replaced it.
    pub expires_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
