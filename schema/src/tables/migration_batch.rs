//! `migration_batch`: cases that move to another version together, or back, or are only asked whether they could.

use sea_orm::entity::prelude::*;

/// Cases that move to another version together, or back, or are only asked whether they could.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "migration_batch")]
pub struct Model {
    /// Batch.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `MIGRATE` or `ROLL_BACK`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// Nothing moves; each case is told what would happen to it.
    pub dry_run: bool,
    /// BPMN process id.
    #[sea_orm(column_type = "Text")]
    pub definition_key: String,
    /// Version that the cases run; any other than the target when absent.
    pub from_version: Option<i32>,
    /// Version that they move to; the one that each had before, for a rollback.
    pub to_version: Option<i32>,
    /// Element and flow ids that have another id there, JSON.
    #[sea_orm(column_type = "Text")]
    pub mapping: String,
    /// Candidates and deadlines of open tasks are worked out anew.
    pub reassign: bool,
    /// The batch that this one takes back.
    pub taken_back: Option<Uuid>,
    /// Path of the organisation under which all its cases lie.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Person who asked for it, in whose name each case moves.
    pub created_by: Uuid,
    /// When it was asked for.
    pub created_at: ChronoDateTimeUtc,
    /// When the last case was done.
    pub finished_at: Option<ChronoDateTimeUtc>,
    /// How many cases.
    pub total: i32,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
