//! `action_link`: a link in a mail through which one person may do one task; its token is known to the mail alone.

use sea_orm::entity::prelude::*;

/// A link in a mail through which one person may do one task; its token is known to the mail alone.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_link")]
pub struct Model {
    /// Link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the token.
    #[sea_orm(unique)]
    pub hash: Vec<u8>,
    /// Task that it is about.
    pub task_id: Uuid,
    /// Person to whom it was mailed.
    pub person_id: Uuid,
    /// Outbox entry of the mail.
    pub mail_id: Uuid,
    /// When.
    pub issued_at: ChronoDateTimeUtc,
    /// Not after.
    pub expires_at: ChronoDateTimeUtc,
    /// `LIVE`, `USED`, `SUPERSEDED` or `WITHDRAWN`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// When it ceased to be live.
    pub ended_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
