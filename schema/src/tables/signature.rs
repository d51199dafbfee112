//! `signature`: a paraf or signature over the hash of one version.

use sea_orm::entity::prelude::*;

/// A paraf or signature over the hash of one version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    /// Signature.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Version.
    pub version_id: Uuid,
    /// `INITIAL` (paraf), `SIGNATURE` or `SEAL` (the system's).
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Person.
    pub person_id: Option<Uuid>,
    /// As written.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Position code.
    #[sea_orm(column_type = "Text", nullable)]
    pub position: Option<String>,
    /// Title as written.
    #[sea_orm(column_type = "Text", nullable)]
    pub title: Option<String>,
    /// Incumbency mode.
    #[sea_orm(column_type = "Text", nullable)]
    pub mode: Option<String>,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// Hash that it binds.
    #[sea_orm(column_type = "Text")]
    pub sha256: String,
    /// `Ed25519`.
    #[sea_orm(column_type = "Text")]
    pub algorithm: String,
    /// Key.
    #[sea_orm(column_type = "Text")]
    pub key_id: String,
    /// Detached signature.
    pub signature: Vec<u8>,
    /// Never true for the local provider.
    pub certified: bool,
    /// An edit voided it.
    pub voided_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
