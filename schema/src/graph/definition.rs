//! Process definitions and their deployment. No secret among those who work here.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use futures_util::future::try_join_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::access::Action;
use workflows::id::kind;
use workflows::model::{FormRef, Kind, Process, ProcessRef, Text};

use crate::tables::state::InstanceState;
use crate::tables::{process_definition, process_instance, visible};

use super::guard::{actor, deps, id, read, rows, scope_of};
use super::loaders::{DefinitionById, DefinitionByVersion, DeploymentById};
use super::page::{self, Cursor, Page};
use super::problem::{Fault, Result};
use super::proof::{self, ProcessProof};
use super::staffing::{self, Staffing};
use super::task::Form;

/// One version of one BPMN process.
#[derive(Debug, Clone)]
pub struct ProcessDefinition(pub(super) Arc<process_definition::Model>);

impl ProcessDefinition {
    /// The definition with this id, which a row names: it must exist.
    pub(super) async fn of(ctx: &Context<'_>, id: uuid::Uuid) -> Result<Self> {
        let found = rows(ctx).load_one(DefinitionById(id)).await?;
        found
            .map(Self)
            .ok_or_else(|| Fault::internal(format!("there is no definition {id}")))
    }

    /// The definition that a running case refers to.
    pub(super) async fn of_version(
        ctx: &Context<'_>,
        process: &ProcessRef,
    ) -> Result<Option<Self>> {
        let version = i32::try_from(process.version).unwrap_or_default();
        Ok(rows(ctx)
            .load_one(DefinitionByVersion(process.id.clone(), version))
            .await?
            .map(Self))
    }

    fn process_ref(&self) -> ProcessRef {
        ProcessRef {
            id: self.0.key.clone(),
            version: u32::try_from(self.0.version).unwrap_or_default(),
        }
    }
}

/// One version of one BPMN process.
#[Object]
impl ProcessDefinition {
    /// `def_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Definition>(self.0.id)
    }

    /// BPMN process id.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Counted from 1 per key.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Human name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// `zeebe:versionTag`.
    async fn tag(&self) -> Option<&str> {
        self.0.tag.as_deref()
    }

    /// When it was deployed.
    async fn deployed_at(&self) -> DateTime<Utc> {
        self.0.deployed_at
    }

    /// Why it was deployed, in the words of who did it.
    async fn note(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(rows(ctx)
            .load_one(DeploymentById(self.0.deployment_id))
            .await?
            .and_then(|row| row.note.clone()))
    }

    /// The file that was uploaded, byte for byte.
    async fn xml(&self) -> &str {
        &self.0.xml
    }

    /// The form of its none start event.
    async fn start_form(&self, ctx: &Context<'_>) -> Result<Option<Form>> {
        let reference = self.process_ref();
        let deployed = &deps(ctx).deployed;
        let mut compiled = deployed.now();
        if compiled
            .definition(&reference.id, Some(reference.version))
            .is_none()
        {
            compiled = deployed.refresh(read(ctx)).await?;
        }
        let Some(definition) = compiled.definition(&reference.id, Some(reference.version)) else {
            return Ok(None);
        };
        let form = start_form(&definition.process);
        Ok(form
            .and_then(|form| compiled.form(&form, &reference))
            .map(Form::from))
    }

    /// Whether people begin cases of it: it has a start event without a trigger, and no other process calls it. The process
    /// property `mufakat:startable` (`true` or `false`) says otherwise.
    async fn startable(&self, ctx: &Context<'_>) -> Result<bool> {
        let reference = self.process_ref();
        let compiled = deps(ctx).deployed.refresh(read(ctx)).await?;
        let Some(definition) = compiled.definition(&reference.id, Some(reference.version)) else {
            return Ok(false);
        };
        let process = &definition.process;
        if !begins_by_hand(process) {
            return Ok(false);
        }
        Ok(
            match process.properties.get(STARTABLE).map(String::as_str) {
                Some("true") => true,
                Some("false") => false,
                _ => !compiled.newest().any(|other| {
                    other.process_ref.id != process.id && calls(&other.process, &process.id)
                }),
            },
        )
    }

    /// Every version of it, the newest first; at most a hundred.
    #[graphql(complexity = "10 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<ProcessDefinition>> {
        let found = process_definition::Entity::find()
            .filter(process_definition::Column::Key.eq(&self.0.key))
            .order_by_desc(process_definition::Column::Version)
            .limit(VERSIONS)
            .all(read(ctx))
            .await?;
        Ok(found.into_iter().map(|row| Self(Arc::new(row))).collect())
    }

    /// How many open cases of this version the caller may see.
    #[graphql(complexity = "5")]
    async fn open_instances(&self, ctx: &Context<'_>) -> Result<u64> {
        let open = [InstanceState::Running, InstanceState::Suspended];
        Ok(process_instance::Entity::find()
            .filter(visible::instances(&scope_of(ctx, Action::InstanceRead)?))
            .filter(process_instance::Column::DefinitionId.eq(self.0.id))
            .filter(process_instance::Column::State.is_in(open))
            .count(read(ctx))
            .await?)
    }

    /// Whether it is sound for all data, and where not the way there. Explored anew for each question.
    #[graphql(complexity = "1000 + child_complexity")]
    async fn proof(&self, ctx: &Context<'_>) -> Result<Option<ProcessProof>> {
        let reference = self.process_ref();
        let compiled = deps(ctx).deployed.refresh(read(ctx)).await?;
        let process = compiled
            .definition(&reference.id, Some(reference.version))
            .map(|found| Arc::clone(&found.process));
        match process {
            Some(process) => proof::of(compiled, process).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether the register of an organisation, as it stands today, can do every task. Null when there is no such
    /// organisation, or when the caller may not know who works there.
    #[graphql(complexity = "200 + child_complexity")]
    async fn staffing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of a regency, for instance `64.02`")] organisation: String,
    ) -> Result<Option<Staffing>> {
        let reference = self.process_ref();
        let compiled = deps(ctx).deployed.refresh(read(ctx)).await?;
        match compiled.definition(&reference.id, Some(reference.version)) {
            Some(found) => {
                let rules = compiled.decision("quorum", &found.process_ref);
                staffing::of(ctx, &found.process, rules, &organisation).await
            }
            None => Ok(None),
        }
    }

    /// SHA-256 of the file, hexadecimal.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// Most versions of a process that are listed.
const VERSIONS: u64 = 100;
/// The property of a process that says whether it is offered to people as a beginning.
const STARTABLE: &str = "mufakat:startable";

/// Whether the process has a start event without a trigger at its outermost level.
fn begins_by_hand(process: &Process) -> bool {
    process.element(Process::ROOT).children.iter().any(|at| {
        matches!(
            &process.element(*at).kind,
            Kind::Start {
                trigger: workflows::model::Trigger::None,
                ..
            }
        )
    })
}

/// Whether some call activity of `process` names this one.
fn calls(process: &Process, key: &str) -> bool {
    process.elements.iter().any(|element| match &element.kind {
        Kind::Call(call) => matches!(&call.process, Text::Literal(id) if id == key),
        _ => false,
    })
}

fn start_form(process: &Process) -> Option<String> {
    process
        .element(Process::ROOT)
        .children
        .iter()
        .find_map(|at| match &process.element(*at).kind {
            Kind::Start {
                trigger: workflows::model::Trigger::None,
                form: Some(form),
                ..
            } => match form {
                FormRef::Deployed { id, .. } => Some(id.clone()),
                FormRef::Embedded(id) => Some(format!("embedded:{id}")),
                FormRef::External(_) => None,
            },
            _ => None,
        })
}

/// Questions about definitions.
#[derive(Debug, Default)]
pub struct DefinitionQuery;

#[Object]
impl DefinitionQuery {
    /// The newest version of every process, by key.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn definitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<String>, ProcessDefinition>> {
        actor(ctx)?;
        let page = Page::<String>::read(first, 50, after)?;
        let compiled = deps(ctx).deployed.refresh(read(ctx)).await?;
        // By key, as the map of what is deployed keeps them.
        let wanted = compiled.newest().filter(|one| {
            page.after
                .as_ref()
                .is_none_or(|after| one.process_ref.id > *after)
        });
        let ids: Vec<_> = wanted
            .take(usize::try_from(page.limit()).unwrap_or(usize::MAX))
            .map(|one| one.id)
            .collect();
        let found = try_join_all(ids.into_iter().map(|id| ProcessDefinition::of(ctx, id))).await?;
        Ok(page.connection(found, |one| (one.0.key.clone(), one)))
    }

    /// One version of a process; the newest without `version`.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "BPMN process id")] key: String,
        #[graphql(desc = "From 1")] version: Option<i32>,
    ) -> Result<Option<ProcessDefinition>> {
        actor(ctx)?;
        let mut query =
            process_definition::Entity::find().filter(process_definition::Column::Key.eq(key));
        if let Some(version) = version {
            query = query.filter(process_definition::Column::Version.eq(version));
        }
        let row = query
            .order_by_desc(process_definition::Column::Version)
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| ProcessDefinition(Arc::new(row))))
    }
}

/// A finding of the deploy-time checks.
#[derive(SimpleObject, Debug, Clone)]
pub struct Diagnostic {
    /// File name.
    pub(super) file: String,
    /// `ERROR`, `WARNING` or `INFO`.
    pub(super) severity: String,
    /// Stable code.
    pub(super) code: String,
    /// BPMN element id.
    pub(super) element: Option<String>,
    /// Line, from 1.
    pub(super) line: Option<u32>,
    /// English sentence.
    pub(super) message: String,
    /// Indonesian sentence.
    pub(super) message_id: String,
    /// What to do.
    pub(super) remedy: Option<String>,
}
