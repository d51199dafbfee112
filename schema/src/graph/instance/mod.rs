//! A case: one running or ended process instance, where it stands, how it came there, and who did what.

mod elements;
mod incidents;
mod list;
mod migrate;
mod operate;
mod story;
mod summary;
mod timeline;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::OnceCell;
use uuid::Uuid;
use workflows::access::Action;
use workflows::engine::state::State;
use workflows::id::kind;
use workflows::model::{Kind, Process, ProcessRef};

use crate::deployed::Compiled;
use crate::tables::{document, incident, process_instance, timer, user_task, visible};

use super::ballots;
use super::definition::ProcessDefinition;
use super::document::Document;
use super::guard::{deps, id, read, rows, scope_of};
use super::loaders::{Case, StateOf};
use super::organisation::Organisation;
use super::page::{self, Page};
use super::problem::Result;
use super::task::{Explanation, Standing, Task};

pub use incidents::IncidentQuery;
pub use list::InstanceQuery;
pub use migrate::{MigrationBatch, MigrationMutation, MigrationQuery};
pub use operate::OperateMutation;
use timeline::Timeline;
pub use write::InstanceMutation;

use elements::{ElementInstance, Suspension};
use story::Story;

/// Most tasks, documents, incidents and timers of one case that are listed.
const LISTED: u64 = 500;

/// State of a case.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::tables::state::InstanceState")]
pub enum InstanceState {
    /// Work is open, or something is waited for.
    Running,
    /// It came to its end.
    Completed,
    /// Somebody ended it.
    Cancelled,
    /// Held by an operator.
    Suspended,
}

/// One running or ended case.
#[derive(Debug, Clone)]
pub struct ProcessInstance {
    pub(super) row: Arc<Case>,
    state: Arc<OnceCell<Arc<State>>>,
    story: Arc<OnceCell<Arc<Story>>>,
}

impl ProcessInstance {
    /// The case of a row that the caller may see.
    pub(super) fn new(row: Arc<Case>) -> Self {
        Self {
            row,
            state: Arc::default(),
            story: Arc::default(),
        }
    }

    /// The case with this id, if the caller may see it.
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let scope = scope_of(ctx, Action::InstanceRead)?;
        let row = process_instance::Entity::find_by_id(id)
            .filter(visible::instances(&scope))
            .select_only()
            .columns(Case::COLUMNS)
            .into_model::<Case>()
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Self::new(Arc::new(row))))
    }

    /// Where it stands, read once for all fields.
    async fn standing(&self, ctx: &Context<'_>) -> Result<&Arc<State>> {
        let load = async || -> Result<Arc<State>> {
            Ok(rows(ctx)
                .load_one(StateOf(self.row.id))
                .await?
                .unwrap_or_default())
        };
        self.state.get_or_try_init(load).await
    }

    /// How it came there, read once for all fields.
    async fn story(&self, ctx: &Context<'_>) -> Result<&Arc<Story>> {
        let load =
            async || -> Result<Arc<Story>> { Ok(Arc::new(Story::read(ctx, self.row.id).await?)) };
        self.story.get_or_try_init(load).await
    }

    fn process_ref(&self) -> ProcessRef {
        ProcessRef {
            id: self.row.definition_key.clone(),
            version: u32::try_from(self.row.version).unwrap_or_default(),
        }
    }

    /// What is deployed, read again if this case's definition is newer than the cache.
    async fn compiled(&self, ctx: &Context<'_>) -> Result<Arc<Compiled>> {
        let deployed = &deps(ctx).deployed;
        let now = deployed.now();
        let own = self.process_ref();
        if now.definition(&own.id, Some(own.version)).is_some() {
            return Ok(now);
        }
        Ok(deployed.refresh(read(ctx)).await?)
    }
}

/// One running or ended case.
#[Object]
impl ProcessInstance {
    /// `inst_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Instance>(self.row.id)
    }

    /// What it runs.
    async fn definition(&self, ctx: &Context<'_>) -> Result<ProcessDefinition> {
        ProcessDefinition::of(ctx, self.row.definition_id).await
    }

    /// Regency code, year and running number.
    async fn business_key(&self) -> Option<&str> {
        self.row.business_key.as_deref()
    }

    /// Whose case it is.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.row.organisation_path).await
    }

    /// Whether it still runs.
    async fn state(&self) -> InstanceState {
        self.row.state.into()
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.row.started_at
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.row.ended_at
    }

    /// Its variables at the outermost level; what a secret ballot collects is `***`.
    async fn variables(&self, ctx: &Context<'_>) -> Result<serde_json::Value> {
        let state = self.standing(ctx).await?;
        let secret = ballots::secret_names(&*self.compiled(ctx).await?, state);
        let shown = state.variables().iter().map(|(name, value)| {
            let value = if secret.contains(&name.to_string()) {
                ballots::MASK.into()
            } else {
                value.to_json()
            };
            (name.to_string(), value)
        });
        Ok(serde_json::Value::Object(shown.collect()))
    }

    /// Where it stands now, for the diagram.
    #[graphql(complexity = "10 * child_complexity")]
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<Token>> {
        let state = self.standing(ctx).await?;
        let story = self.story(ctx).await?;
        let compiled = self.compiled(ctx).await?;
        Ok(tokens(&compiled, state, story))
    }

    /// Elements and flows that it has passed already.
    #[graphql(complexity = "10 * child_complexity")]
    async fn visited(&self, ctx: &Context<'_>) -> Result<Vec<VisitedElement>> {
        Ok(self.story(ctx).await?.visited())
    }

    /// What was done and what waits, in order, for phones and screen readers.
    #[graphql(complexity = "10 * child_complexity")]
    async fn steps(&self, ctx: &Context<'_>) -> Result<Vec<Step>> {
        let state = self.standing(ctx).await?;
        let compiled = self.compiled(ctx).await?;
        Ok(self.story(ctx).await?.steps(&compiled, state))
    }

    /// Where it stands, in one sentence.
    #[graphql(complexity = "5 + child_complexity")]
    async fn summary(&self, ctx: &Context<'_>) -> Result<Explanation> {
        self.summarise(ctx).await
    }

    /// Its tasks that the caller may see, in order.
    #[graphql(complexity = "10 * child_complexity")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only in one of these states")] states: Option<Vec<Standing>>,
    ) -> Result<Vec<Task>> {
        let scope = scope_of(ctx, Action::TaskRead)?;
        let mut query = user_task::Entity::find()
            .filter(visible::tasks(&scope))
            .filter(user_task::Column::InstanceId.eq(self.row.id))
            .order_by_asc(user_task::Column::Key)
            .limit(LISTED);
        if let Some(states) = states {
            query = query.filter(
                user_task::Column::State.is_in(
                    states
                        .into_iter()
                        .map(crate::tables::state::TaskState::from),
                ),
            );
        }
        Ok(query
            .all(read(ctx))
            .await?
            .into_iter()
            .map(|row| Task::new(Arc::new(row)))
            .collect())
    }

    /// What happened, for people, in order.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Timeline> {
        self.history(ctx, Page::read(first, 50, after)?).await
    }

    /// Its documents that the caller may see, oldest first.
    #[graphql(complexity = "5 * child_complexity")]
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>> {
        let scope = scope_of(ctx, Action::DocumentRead)?;
        let found = document::Entity::find()
            .filter(visible::documents(&scope))
            .filter(document::Column::InstanceId.eq(self.row.id))
            .order_by_asc(document::Column::CreatedAt)
            .order_by_asc(document::Column::Id)
            .limit(LISTED)
            .all(read(ctx))
            .await?;
        Ok(found
            .into_iter()
            .map(|row| Document(Arc::new(row)))
            .collect())
    }

    /// What needed or needs an operator.
    #[graphql(complexity = "3 * child_complexity")]
    async fn incidents(&self, ctx: &Context<'_>) -> Result<Vec<Incident>> {
        let found = incident::Entity::find()
            .filter(incident::Column::InstanceId.eq(self.row.id))
            .order_by_asc(incident::Column::Key)
            .limit(LISTED)
            .all(read(ctx))
            .await?;
        Ok(found
            .into_iter()
            .map(|row| Incident(Arc::new(row)))
            .collect())
    }

    /// Why and by whom it is held; null unless it is suspended.
    async fn suspension(&self, ctx: &Context<'_>) -> Result<Option<Suspension>> {
        match self.row.state {
            crate::tables::state::InstanceState::Suspended => self.held(ctx).await,
            _ => Ok(None),
        }
    }

    /// Every element that is entered and not left, the oldest first: what `modifyInstance` and `setVariables` name.
    #[graphql(complexity = "10 * child_complexity")]
    async fn element_instances(&self, ctx: &Context<'_>) -> Result<Vec<ElementInstance>> {
        self.live_elements(ctx).await
    }

    /// What will happen by itself, the nearest first.
    #[graphql(complexity = "3 * child_complexity")]
    async fn timers(&self, ctx: &Context<'_>) -> Result<Vec<TimerInfo>> {
        let found = timer::Entity::find()
            .filter(timer::Column::InstanceId.eq(self.row.id))
            .order_by_asc(timer::Column::Due)
            .order_by_asc(timer::Column::Key)
            .limit(LISTED)
            .all(read(ctx))
            .await?;
        let compiled = self.compiled(ctx).await?;
        let state = self.standing(ctx).await?;
        Ok(found
            .into_iter()
            .map(|row| TimerInfo {
                kind: timer_kind(&compiled, state, &row).to_owned(),
                element: row.element,
                due: row.due,
            })
            .collect())
    }

    /// Processes that it has called: their diagrams.
    #[graphql(complexity = "3 * child_complexity")]
    async fn called_definitions(&self, ctx: &Context<'_>) -> Result<Vec<ProcessDefinition>> {
        let own = self.process_ref();
        let mut called = Vec::new();
        for process in self
            .standing(ctx)
            .await?
            .processes
            .iter()
            .filter(|process| **process != own)
        {
            called.extend(ProcessDefinition::of_version(ctx, process).await?);
        }
        Ok(called)
    }
}

/// Something that stands at an element now.
#[derive(SimpleObject, Debug, Clone)]
pub struct Token {
    /// BPMN element id.
    element: String,
    /// Its name.
    name: Option<String>,
    /// Process that draws it.
    definition_key: String,
    /// How many.
    count: usize,
    /// Since when the oldest one stands there.
    since: Option<DateTime<Utc>>,
}

/// An element or flow that was passed.
#[derive(SimpleObject, Debug, Clone)]
pub struct VisitedElement {
    /// BPMN id.
    element: String,
    /// Process that draws it.
    definition_key: String,
    /// How often.
    count: usize,
    /// Whether it is a sequence flow.
    flow: bool,
}

/// A step that people know by name.
#[derive(SimpleObject, Debug, Clone)]
pub struct Step {
    /// BPMN element id.
    element: String,
    /// Its name.
    name: String,
    /// Process that draws it.
    definition_key: String,
    /// `DONE`, `ACTIVE`, `CANCELLED` or `INCIDENT`.
    state: String,
    /// When it ended, else when it began.
    at: Option<DateTime<Utc>>,
    /// Name of who did it.
    actor: Option<String>,
    /// Of several: how many are done, `3/7`.
    detail: Option<String>,
}

/// Something that needs an operator.
#[derive(Debug, Clone)]
pub struct Incident(pub(super) Arc<incident::Model>);

impl Incident {
    /// The incident with this id, if the caller may see its case.
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let scope = scope_of(ctx, Action::InstanceRead)?;
        let row = incident::Entity::find_by_id(id)
            .filter(visible::incidents(&scope))
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Self(Arc::new(row))))
    }
}

/// Something that needs an operator; the rest of the case goes on.
#[Object]
impl Incident {
    /// `icd_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Incident>(self.0.id)
    }

    /// BPMN element id.
    async fn element(&self) -> &str {
        &self.0.element
    }

    /// The case, if the caller may see it.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<ProcessInstance>> {
        ProcessInstance::find(ctx, self.0.instance_id).await
    }

    /// Stable code, for instance `CONDITION_NOT_BOOLEAN`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// For the operator.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// When.
    async fn raised_at(&self) -> DateTime<Utc> {
        self.0.raised_at
    }

    /// When it was over.
    async fn resolved_at(&self) -> Option<DateTime<Utc>> {
        self.0.resolved_at
    }
}

/// Something that will happen by itself.
#[derive(SimpleObject, Debug, Clone)]
pub struct TimerInfo {
    /// BPMN id of the event.
    element: String,
    /// When.
    due: DateTime<Utc>,
    /// `DEADLINE` (ends what waits), `REMINDER` (goes beside what waits) or `WAIT` (is itself waited for).
    kind: String,
}

/// The definition and element that a live instance stands at.
fn placed<'a>(
    compiled: &'a Compiled,
    state: &'a State,
    process: u32,
    element: &str,
) -> Option<(&'a ProcessRef, Option<&'a workflows::model::Element>)> {
    let definition = state.processes.get(usize::try_from(process).ok()?)?;
    let process = compiled
        .definition(&definition.id, Some(definition.version))
        .map(|it| it.process.as_ref());
    Some((
        definition,
        process.and_then(|process| process.find(element).map(|at| process.element(at))),
    ))
}

fn tokens(compiled: &Compiled, state: &State, story: &Story) -> Vec<Token> {
    let mut found: BTreeMap<(String, String), Token> = BTreeMap::new();
    let mut add = |definition: &ProcessRef,
                   element: &workflows::model::Element,
                   count: usize,
                   since: Option<DateTime<Utc>>| {
        let token = found
            .entry((definition.id.clone(), element.id.clone()))
            .or_insert_with(|| Token {
                element: element.id.clone(),
                name: element.name.clone(),
                definition_key: definition.id.clone(),
                count: 0,
                since: None,
            });
        token.count += count;
        token.since = match (token.since, since) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    };
    for (key, instance) in &state.instances {
        // A token shows at the innermost element, and at the call activity through which another diagram is open.
        if let Some((definition, Some(element))) =
            placed(compiled, state, instance.process, &instance.element)
        {
            let is_scope = matches!(
                element.kind,
                Kind::Process | Kind::SubProcess { .. } | Kind::AdHoc(_)
            ) || instance.body.is_some();
            if !is_scope || (instance.children == 0 && !matches!(element.kind, Kind::Process)) {
                add(definition, element, 1, story.since(*key));
            }
        }
        // Tokens that wait for others at a join.
        let process = usize::try_from(instance.process)
            .ok()
            .and_then(|at| state.processes.get(at));
        let Some(definition) = process else { continue };
        let Some(process) = compiled
            .definition(&definition.id, Some(definition.version))
            .map(|it| it.process.as_ref())
        else {
            continue;
        };
        for (flow, count) in &instance.tokens {
            if let Some(flow) = process.flows.iter().find(|it| it.id == *flow) {
                add(
                    definition,
                    process.element(flow.target),
                    *count as usize,
                    None,
                );
            }
        }
    }
    found.into_values().collect()
}

fn timer_kind(compiled: &Compiled, state: &State, row: &timer::Model) -> &'static str {
    let owner = u64::try_from(row.owner)
        .ok()
        .and_then(|owner| state.instances.get(&owner));
    let process: Option<&Process> = owner
        .and_then(|owner| state.processes.get(usize::try_from(owner.process).ok()?))
        .and_then(|definition| compiled.definition(&definition.id, Some(definition.version)))
        .map(|it| it.process.as_ref());
    let element =
        process.and_then(|process| process.find(&row.element).map(|at| process.element(at)));
    match element.map(|element| &element.kind) {
        Some(
            Kind::Boundary {
                interrupting: true, ..
            }
            | Kind::Start {
                interrupting: true, ..
            },
        ) => "DEADLINE",
        Some(Kind::Boundary { .. } | Kind::Start { .. }) => "REMINDER",
        _ => "WAIT",
    }
}
