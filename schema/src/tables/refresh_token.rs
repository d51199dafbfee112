//! `refresh_token`: one use of a session; a second use of the same token ends the family.

use sea_orm::entity::prelude::*;

/// One use of a session; a second use of the same token ends the family.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Session.
    pub family: Uuid,
    /// Person.
    pub person_id: Uuid,
    /// SHA-256 of the secret.
    pub hash: Vec<u8>,
    /// When.
    pub issued_at: ChronoDateTimeUtc,
    /// Until.
    pub expires_at: ChronoDateTimeUtc,
    /// Rotated.
    pub used_at: Option<ChronoDateTimeUtc>,
    /// Ended.
    pub revoked_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
