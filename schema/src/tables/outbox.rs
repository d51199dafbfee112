//! `outbox`: what must be told to the world after the commit.

use sea_orm::entity::prelude::*;

/// What must be told to the world after the commit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Outbox entry; the Message-ID of a mail.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `MAIL`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Unique: a thing is told once.
    #[sea_orm(column_type = "Text")]
    pub idempotency_key: String,
    /// JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// Whose business it is.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// `WAITING`, `SENDING`, `SENT` or `FAILED`.
    #[sea_orm(column_type = "Text")]
    pub state: String,
    /// So far.
    pub attempts: i32,
    /// Not before.
    pub next_try: ChronoDateTimeUtc,
    /// Being sent by somebody until.
    pub lease_until: Option<ChronoDateTimeUtc>,
    /// SMTP reply or fault.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// When it was told.
    pub done_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
