//! `process_definition`: one version of one BPMN process, with the XML exactly as it was uploaded.

use sea_orm::entity::prelude::*;

/// One version of one BPMN process, with the XML exactly as it was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "process_definition")]
pub struct Model {
    /// Definition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Deployed together with.
    pub deployment_id: Uuid,
    /// BPMN process id.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// Counted from 1 per key.
    pub version: i32,
    /// `zeebe:versionTag`.
    #[sea_orm(column_type = "Text", nullable)]
    pub tag: Option<String>,
    /// Human name.
    #[sea_orm(column_type = "Text", nullable)]
    pub name: Option<String>,
    /// File it came in.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// The uploaded file, byte for byte.
    #[sea_orm(column_type = "Text")]
    pub xml: String,
    /// SHA-256 of the file, hex.
    #[sea_orm(column_type = "Text")]
    pub hash: String,
    /// When.
    pub deployed_at: ChronoDateTimeUtc,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
