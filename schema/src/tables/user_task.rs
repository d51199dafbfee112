//! `user_task`: a person's work: the inbox row, denormalised so that a list reads one index range.

use sea_orm::entity::prelude::*;

/// A person's work: the inbox row, denormalised so that a list reads one index range.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_task")]
pub struct Model {
    /// Task; derived from instance and key, so a replay finds the same.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Instance.
    pub instance_id: Uuid,
    /// Key of the element instance.
    pub key: i64,
    /// Process that holds the element.
    #[sea_orm(column_type = "Text")]
    pub definition_key: String,
    /// Its version.
    pub definition_version: i32,
    /// BPMN id.
    #[sea_orm(column_type = "Text")]
    pub element: String,
    /// Shown name.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// `USER`, `MANUAL` or `VOTE`.
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    /// State shown to people.
    pub state: super::state::TaskState,
    /// It waits for somebody.
    pub open: bool,
    /// Of its instance.
    #[sea_orm(column_type = "Text", nullable)]
    pub business_key: Option<String>,
    /// Of its instance.
    #[sea_orm(column_type = "Text")]
    pub organisation_path: String,
    /// Named zone of the due date.
    #[sea_orm(column_type = "Text")]
    pub zone: String,
    /// Principal that holds it.
    #[sea_orm(column_type = "Text", nullable)]
    pub assignee: Option<String>,
    /// Person that claimed it.
    pub assignee_person: Option<Uuid>,
    /// Deadline.
    pub due: Option<ChronoDateTimeUtc>,
    /// First deadline: extensions do not help `onTimeRate`.
    pub original_due: Option<ChronoDateTimeUtc>,
    /// Follow up.
    pub follow_up: Option<ChronoDateTimeUtc>,
    /// 0 to 100.
    pub priority: i32,
    /// Form reference.
    #[sea_orm(column_type = "Text", nullable)]
    pub form: Option<String>,
    /// `engine::TaskFacts` as JSON.
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    /// What was entered, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub submitted: Option<String>,
    /// Multi-instance body.
    pub body: Option<i64>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// When somebody took it.
    pub claimed_at: Option<ChronoDateTimeUtc>,
    /// When it ended.
    pub completed_at: Option<ChronoDateTimeUtc>,
    /// Person that ended it.
    pub completed_by: Option<Uuid>,
    /// In which mode that person held the position: `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
    #[sea_orm(column_type = "Text", nullable)]
    pub completed_mode: Option<String>,
    /// Reason code, when it was sent back.
    #[sea_orm(column_type = "Text", nullable)]
    pub return_reason: Option<String>,
    /// Office minutes until somebody took it; known when a person ended it.
    pub waited_minutes: Option<i64>,
    /// Office minutes from then until that person ended it.
    pub worked_minutes: Option<i64>,
}

/// Relations are followed by loaders, never by joins of the ORM.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
