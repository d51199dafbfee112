//! `invitation`: a link that lets a person set a password, once.

use sea_orm::entity::prelude::*;

/// A link that lets a person set a password, once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// SHA-256 of the secret in the link, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// Person.
    pub person_id: Uuid,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Until when it is good.
    pub expires_at: ChronoDateTimeUtc,
    /// When it was used, or made void by a newer one.
    pub used_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
