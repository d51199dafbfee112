//! `notice_preference`: through which channels somebody wants to hear of their tasks, and when not.

use sea_orm::entity::prelude::*;

/// Through which channels somebody wants to hear of their tasks, and when not.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_preference")]
pub struct Model {
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// By mail.
    pub mail: bool,
    /// In the application.
    pub in_app: bool,
    /// To an address of the person's own.
    #[sea_orm(column_type = "Text", nullable)]
    pub webhook_url: Option<String>,
    /// Signs what is sent there.
    #[sea_orm(column_type = "Text", nullable)]
    pub webhook_secret: Option<String>,
    /// Beginning of the quiet hours, minutes after local midnight.
    pub quiet_from: Option<i32>,
    /// End of the quiet hours, minutes after local midnight.
    pub quiet_to: Option<i32>,
    /// When.
    pub updated_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
