//! `account`: how a person signs in.

use sea_orm::entity::prelude::*;

/// How a person signs in.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// Argon2id, PHC string.
    #[sea_orm(column_type = "Text")]
    pub password_hash: String,
    /// May not sign in.
    pub disabled: bool,
    /// Shown as a sign-in card with `--demo`.
    pub demo: bool,
    /// Heading of its card.
    #[sea_orm(column_type = "Text", nullable)]
    pub demo_group: Option<String>,
    /// Order of its card.
    pub demo_order: i32,
    /// Wrong passwords in a row.
    pub failures: i32,
    /// Throttled until.
    pub blocked_until: Option<ChronoDateTimeUtc>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
