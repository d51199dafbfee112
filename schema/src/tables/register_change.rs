//! `register_change`: who changed the register, when, by which rule, from what to what.

use sea_orm::entity::prelude::*;

/// Who changed the register, when, by which rule, from what to what.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_change")]
pub struct Model {
    /// Entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// Person; none for the command line of the operator.
    pub person_id: Option<Uuid>,
    /// Position code in which they did it.
    #[sea_orm(column_type = "Text", nullable)]
    pub position: Option<String>,
    /// How they held it.
    #[sea_orm(column_type = "Text", nullable)]
    pub mode: Option<String>,
    /// What allowed it, as `permit` says it.
    #[sea_orm(column_type = "Text")]
    pub rule: String,
    /// For instance `APPOINT`.
    #[sea_orm(column_type = "Text")]
    pub operation: String,
    /// Whose register it is.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// What was changed.
    pub subject_id: Uuid,
    /// What was changed, as people know it: a code or an address.
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    /// JSON of what changed, before.
    #[sea_orm(column_type = "Text", nullable)]
    pub before: Option<String>,
    /// JSON of what changed, after.
    #[sea_orm(column_type = "Text", nullable)]
    pub after: Option<String>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
