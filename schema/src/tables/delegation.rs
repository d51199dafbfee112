//! `delegation`: the work of a position lent to another person for a while.

use sea_orm::entity::prelude::*;

/// The work of a position lent to another person for a while.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delegation")]
pub struct Model {
    /// Loan.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `DELEGATION` inside an agency, or `ABSENCE` with a stand-in.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// What is lent.
    pub position_id: Uuid,
    /// Path of its organisation.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Who holds the position.
    pub from_person: Uuid,
    /// Who does its work meanwhile.
    pub to_person: Uuid,
    /// First day.
    pub valid_from: Date,
    /// First day after.
    pub valid_to: Option<Date>,
    /// Why.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// Person who registered it.
    pub created_by: Option<Uuid>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// When it was taken back.
    pub ended_at: Option<ChronoDateTimeUtc>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
