//! `process_instance`: one running or ended case: the snapshot that equals the replayed journal.

use sea_orm::entity::prelude::*;

/// One running or ended case: the snapshot that equals the replayed journal.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_instance")]
pub struct Model {
    /// Instance.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its definition.
    pub definition_id: Uuid,
    /// BPMN process id.
    #[sea_orm(column_type = "Text")]
    pub definition_key: String,
    /// Version of the definition.
    pub version: i32,
    /// Regency code + year + running number.
    #[sea_orm(column_type = "Text", nullable)]
    pub business_key: Option<String>,
    /// Path of the owning organisation, for instance `/id/64/64.02/`.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Where it stands.
    pub state: super::state::InstanceState,
    /// `engine::State` as JSON.
    #[sea_orm(column_type = "Text")]
    pub snapshot: String,
    /// Last journal sequence number.
    pub seq: i64,
    /// Hash of the last journal entry.
    pub head_hash: Vec<u8>,
    /// When.
    pub started_at: ChronoDateTimeUtc,
    /// When it ended.
    pub ended_at: Option<ChronoDateTimeUtc>,
    /// Person.
    pub started_by: Option<Uuid>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
