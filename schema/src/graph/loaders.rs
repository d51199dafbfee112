//! Rows by key. Resolvers that run at the same time ask for one row each; a loader turns them into one statement, so
//! that a page of 25 tasks costs a handful of statements, not hundreds.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;
use workflows::engine::state::State;

use crate::tables::state::InstanceState;
use crate::tables::{
    delegation, deployment, document, document_text, document_version, incumbency, organisation,
    organisation_succession, person, position, position_role, process_definition, process_instance,
    reminder, signature, task_candidate, task_draft, user_task,
};

use super::problem::Fault;

/// Reads rows by key.
pub(crate) struct Rows {
    pub(super) read: DatabaseConnection,
}

type Found<K, V> = Result<HashMap<K, V>, Fault>;

macro_rules! by_key {
    ($($(#[doc = $doc:literal])* $key:ident($inner:ty) finds $table:ident.$column:ident as $field:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub $inner);

        impl Loader<$key> for Rows {
            type Value = Arc<$table::Model>;
            type Error = Fault;

            async fn load(&self, keys: &[$key]) -> Found<$key, Self::Value> {
                let values = keys.iter().map(|key| key.0.clone());
                let rows = $table::Entity::find().filter($table::Column::$column.is_in(values)).all(&self.read).await?;
                Ok(rows.into_iter().map(|row| ($key(row.$field.clone()), Arc::new(row))).collect())
            }
        }
    )*};
}

by_key! {
    /// An organisation by id.
    OrganisationById(Uuid) finds organisation.Id as id;
    /// An organisation by path.
    OrganisationByPath(String) finds organisation.Path as path;
    /// An organisation by code.
    OrganisationByCode(String) finds organisation.Code as code;
    /// A person.
    PersonById(Uuid) finds person.Id as id;
    /// A position by id.
    PositionById(Uuid) finds position.Id as id;
    /// A position by code.
    PositionByCode(String) finds position.Code as code;
    /// A process definition.
    DefinitionById(Uuid) finds process_definition.Id as id;
    /// What a definition was deployed with.
    DeploymentById(Uuid) finds deployment.Id as id;
    /// A loan of a position.
    LoanById(Uuid) finds delegation.Id as id;
    /// A document.
    DocumentById(Uuid) finds document.Id as id;
}

macro_rules! by_parent {
    ($($(#[doc = $doc:literal])* $key:ident($inner:ty) finds $table:ident.$column:ident as $field:ident by $order:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub $inner);

        impl Loader<$key> for Rows {
            type Value = Vec<Arc<$table::Model>>;
            type Error = Fault;

            async fn load(&self, keys: &[$key]) -> Found<$key, Self::Value> {
                let values = keys.iter().map(|key| key.0.clone());
                let rows = $table::Entity::find()
                    .filter($table::Column::$column.is_in(values))
                    .order_by_asc($table::Column::$order)
                    .all(&self.read)
                    .await?;
                let mut found: HashMap<$key, Self::Value> = HashMap::new();
                for row in rows {
                    found.entry($key(row.$field.clone())).or_default().push(Arc::new(row));
                }
                Ok(found)
            }
        }
    )*};
}

by_parent! {
    /// Roles of a position.
    RolesOf(Uuid) finds position_role.PositionId as position_id by Role;
    /// Everybody who was, is or will be appointed to a position, the earliest first.
    AppointmentsTo(Uuid) finds incumbency.PositionId as position_id by ValidFrom;
    /// Every office that a person held, holds or will hold, the earliest first.
    OfficesOf(Uuid) finds incumbency.PersonId as person_id by ValidFrom;
    /// Which organisations go on with the work of one.
    SuccessorsOf(Uuid) finds organisation_succession.PredecessorId as predecessor_id by SuccessorId;
    /// Whose work an organisation goes on with.
    PredecessorsOf(Uuid) finds organisation_succession.SuccessorId as successor_id by PredecessorId;
    /// Positions of an organisation.
    PositionsOf(Uuid) finds position.OrganisationId as organisation_id by Code;
    /// Whom a task is addressed to.
    CandidatesOf(Uuid) finds task_candidate.TaskId as task_id by Principal;
    /// Versions of a document, oldest first.
    VersionsOf(Uuid) finds document_version.DocumentId as document_id by Version;
    /// Signatures and initials under a version.
    SignaturesOf(Uuid) finds signature.VersionId as version_id by At;
}

/// Whether the words of a version could be taken; the words themselves are not loaded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TextStateOf(pub Uuid);

impl Loader<TextStateOf> for Rows {
    type Value = String;
    type Error = Fault;

    async fn load(&self, keys: &[TextStateOf]) -> Found<TextStateOf, Self::Value> {
        let rows: Vec<(Uuid, String)> = document_text::Entity::find()
            .select_only()
            .columns([
                document_text::Column::VersionId,
                document_text::Column::State,
            ])
            .filter(document_text::Column::VersionId.is_in(keys.iter().map(|key| key.0)))
            .into_tuple()
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(version, state)| (TextStateOf(version), state))
            .collect())
    }
}

/// Who holds a position on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct HolderOf(pub Uuid, pub NaiveDate);

impl Loader<HolderOf> for Rows {
    type Value = Arc<incumbency::Model>;
    type Error = Fault;

    async fn load(&self, keys: &[HolderOf]) -> Found<HolderOf, Self::Value> {
        let rows = incumbency::Entity::find()
            .filter(incumbency::Column::PositionId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(incumbency::Column::ValidFrom)
            .order_by_asc(incumbency::Column::Id)
            .all(&self.read)
            .await?;
        let mut found = HashMap::new();
        for row in rows.into_iter().map(Arc::new) {
            for key in keys
                .iter()
                .filter(|key| key.0 == row.position_id && holds(&row, key.1))
            {
                found.insert(key.clone(), Arc::clone(&row));
            }
        }
        Ok(found)
    }
}

/// What a person holds on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct HeldBy(pub Uuid, pub NaiveDate);

impl Loader<HeldBy> for Rows {
    type Value = Vec<Arc<incumbency::Model>>;
    type Error = Fault;

    async fn load(&self, keys: &[HeldBy]) -> Found<HeldBy, Self::Value> {
        let rows = incumbency::Entity::find()
            .filter(incumbency::Column::PersonId.is_in(keys.iter().map(|key| key.0)))
            .order_by_asc(incumbency::Column::ValidFrom)
            .order_by_asc(incumbency::Column::Id)
            .all(&self.read)
            .await?;
        // Of several who could hold a position on a day the latest appointment counts: whoever stands in for an absence.
        let posts: Vec<HolderOf> = rows
            .iter()
            .flat_map(|row| keys.iter().map(|key| HolderOf(row.position_id, key.1)))
            .collect();
        let current: HashMap<HolderOf, Arc<incumbency::Model>> = self.load(&posts).await?;
        let counts = |row: &incumbency::Model, day: NaiveDate| {
            let holder = current.get(&HolderOf(row.position_id, day));
            holder.is_some_and(|holder| holder.id == row.id)
        };
        let mut found: HashMap<HeldBy, Self::Value> = HashMap::new();
        for row in rows.into_iter().map(Arc::new) {
            for key in keys
                .iter()
                .filter(|key| key.0 == row.person_id && holds(&row, key.1) && counts(&row, key.1))
            {
                found.entry(key.clone()).or_default().push(Arc::clone(&row));
            }
        }
        Ok(found)
    }
}

fn holds(row: &incumbency::Model, day: NaiveDate) -> bool {
    row.valid_from <= day && row.valid_to.is_none_or(|end| day < end)
}

/// A case without its snapshot, which is large and seldom needed.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct Case {
    pub id: Uuid,
    pub definition_id: Uuid,
    pub definition_key: String,
    pub version: i32,
    pub business_key: Option<String>,
    pub organisation_path: String,
    pub state: InstanceState,
    pub started_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Case {
    /// The columns of a case.
    pub const COLUMNS: [process_instance::Column; 9] = [
        process_instance::Column::Id,
        process_instance::Column::DefinitionId,
        process_instance::Column::DefinitionKey,
        process_instance::Column::Version,
        process_instance::Column::BusinessKey,
        process_instance::Column::OrganisationPath,
        process_instance::Column::State,
        process_instance::Column::StartedAt,
        process_instance::Column::EndedAt,
    ];
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CaseById(pub Uuid);

impl Loader<CaseById> for Rows {
    type Value = Arc<Case>;
    type Error = Fault;

    async fn load(&self, keys: &[CaseById]) -> Found<CaseById, Self::Value> {
        let rows = process_instance::Entity::find()
            .filter(process_instance::Column::Id.is_in(keys.iter().map(|key| key.0)))
            .select_only()
            .columns(Case::COLUMNS)
            .into_model::<Case>()
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (CaseById(row.id), Arc::new(row)))
            .collect())
    }
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct StateOf(pub Uuid);

impl Loader<StateOf> for Rows {
    type Value = Arc<State>;
    type Error = Fault;

    async fn load(&self, keys: &[StateOf]) -> Found<StateOf, Self::Value> {
        let rows: Vec<(Uuid, String)> = process_instance::Entity::find()
            .filter(process_instance::Column::Id.is_in(keys.iter().map(|key| key.0)))
            .select_only()
            .columns([
                process_instance::Column::Id,
                process_instance::Column::Snapshot,
            ])
            .into_tuple()
            .all(&self.read)
            .await?;
        let mut found = HashMap::new();
        for (id, snapshot) in rows {
            let state = serde_json::from_str(&snapshot).map_err(|error| {
                Fault::internal(format!("snapshot of instance {id} is unreadable: {error}"))
            })?;
            found.insert(StateOf(id), Arc::new(state));
        }
        Ok(found)
    }
}

/// A definition by key and version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DefinitionByVersion(pub String, pub i32);

impl Loader<DefinitionByVersion> for Rows {
    type Value = Arc<process_definition::Model>;
    type Error = Fault;

    async fn load(&self, keys: &[DefinitionByVersion]) -> Found<DefinitionByVersion, Self::Value> {
        let wanted = keys.iter().fold(sea_orm::Condition::any(), |any, key| {
            any.add(
                process_definition::Column::Key
                    .eq(key.0.as_str())
                    .and(process_definition::Column::Version.eq(key.1)),
            )
        });
        let rows = process_definition::Entity::find()
            .filter(wanted)
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                (
                    DefinitionByVersion(row.key.clone(), row.version),
                    Arc::new(row),
                )
            })
            .collect())
    }
}

/// What a person has written for a task and not sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DraftOf {
    pub task: Uuid,
    pub person: Uuid,
}

impl Loader<DraftOf> for Rows {
    type Value = Arc<task_draft::Model>;
    type Error = Fault;

    async fn load(&self, keys: &[DraftOf]) -> Found<DraftOf, Self::Value> {
        let rows = task_draft::Entity::find()
            .filter(task_draft::Column::TaskId.is_in(keys.iter().map(|key| key.task)))
            .filter(task_draft::Column::PersonId.is_in(keys.iter().map(|key| key.person)))
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| {
                (
                    DraftOf {
                        task: row.task_id,
                        person: row.person_id,
                    },
                    Arc::new(row),
                )
            })
            .collect())
    }
}

/// When the next reminder of a case goes out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NextReminderOf(pub Uuid);

impl Loader<NextReminderOf> for Rows {
    type Value = DateTime<Utc>;
    type Error = Fault;

    async fn load(&self, keys: &[NextReminderOf]) -> Found<NextReminderOf, Self::Value> {
        let rows: Vec<(Uuid, DateTime<Utc>)> = reminder::Entity::find()
            .filter(reminder::Column::InstanceId.is_in(keys.iter().map(|key| key.0)))
            .filter(reminder::Column::SentAt.is_null())
            .select_only()
            .column(reminder::Column::InstanceId)
            .column_as(reminder::Column::At.min(), "at")
            .group_by(reminder::Column::InstanceId)
            .into_tuple()
            .all(&self.read)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(id, at)| (NextReminderOf(id), at))
            .collect())
    }
}

/// Open tasks of a case, by due date.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct OpenTasksOf(pub Uuid);

impl Loader<OpenTasksOf> for Rows {
    type Value = Vec<Arc<user_task::Model>>;
    type Error = Fault;

    async fn load(&self, keys: &[OpenTasksOf]) -> Found<OpenTasksOf, Self::Value> {
        let rows = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.is_in(keys.iter().map(|key| key.0)))
            .filter(user_task::Column::Open.eq(true))
            .order_by_asc(user_task::Column::Key)
            .all(&self.read)
            .await?;
        let mut found: HashMap<OpenTasksOf, Self::Value> = HashMap::new();
        for row in rows {
            found
                .entry(OpenTasksOf(row.instance_id))
                .or_default()
                .push(Arc::new(row));
        }
        Ok(found)
    }
}
