//! A person's work. A task that the caller may not see is absent everywhere: in lists, by id, in subscriptions.

mod form;
mod list;
mod rule;
mod vote;
mod why;
mod write;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use tokio::sync::OnceCell;
use uuid::Uuid;
use workflows::access::{Action, Capacity, Decision, Reason, Via, permit};
use workflows::engine::event::TaskFacts;
use workflows::engine::state::State;
use workflows::feel::Value;
use workflows::id::{PersonId, kind};
use workflows::model::{Kind, Process, Text, Trigger};

use crate::subject;
use crate::tables::{user_task, visible};

use super::document::DocumentVersion;
use super::guard::{actor, deps, id, now, person, read, rows, scope_of};
use super::instance::ProcessInstance;
use super::loaders::{CandidatesOf, CaseById, DraftOf, StateOf};
use super::organisation::Organisation;
use super::person::{Person, Position};
use super::principal::Principal;
use super::problem::{Fault, Result};

pub use form::Form;
pub use list::{Standing, TaskQuery};
pub(in crate::graph) use list::{TaskPage, behind_figure};
pub use vote::VoteInfo;
pub use write::TaskMutation;

/// Whose work is done by somebody else for a while.
#[derive(SimpleObject, Debug, Clone)]
pub struct OnBehalfOf {
    /// Who lent the position.
    person: Person,
    /// The position.
    position: Position,
}

/// Work for a person.
#[derive(Debug, Clone)]
pub struct Task {
    pub(super) row: Arc<user_task::Model>,
    facts: Option<Arc<TaskFacts>>,
    state: Arc<OnceCell<Option<Arc<State>>>>,
}

impl Task {
    /// The task of a row that the caller may see.
    pub(super) fn new(row: Arc<user_task::Model>) -> Self {
        let facts = serde_json::from_str(&row.facts)
            .map_err(|error| tracing::error!(task = %row.id, "facts of task {} are unreadable: {error}", row.id))
            .ok()
            .map(Arc::new);
        Self {
            row,
            facts,
            state: Arc::default(),
        }
    }

    /// The task with this id, if the caller may see it.
    pub(super) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let scope = scope_of(ctx, Action::TaskRead)?;
        let row = user_task::Entity::find_by_id(id)
            .filter(visible::tasks(&scope))
            .one(read(ctx))
            .await?;
        Ok(row.map(|row| Self::new(Arc::new(row))))
    }

    /// Where its case stands, read once for all fields.
    async fn case_state(&self, ctx: &Context<'_>) -> Result<Option<&Arc<State>>> {
        let load = async || rows(ctx).load_one(StateOf(self.row.instance_id)).await;
        Ok(self.state.get_or_try_init(load).await?.as_ref())
    }

    fn key(&self) -> u64 {
        u64::try_from(self.row.key).unwrap_or_default()
    }

    /// A `mufakat:*` property of the task.
    fn council(&self, name: &str) -> Option<&Value> {
        self.facts
            .as_ref()?
            .council
            .get(name)
            .filter(|value| !value.is_null())
    }

    /// Whether a ballot that must not be shown hides behind what was entered.
    fn is_secret(&self) -> bool {
        self.council("vote").is_some()
            && self.council("vote.ballot").and_then(Value::as_str) == Some("SECRET")
    }
}

/// Work for a person.
#[Object]
impl Task {
    /// `task_…`.
    pub async fn id(&self) -> ID {
        id::<kind::Task>(self.row.id)
    }

    /// BPMN element id.
    async fn element(&self) -> &str {
        &self.row.element
    }

    /// Name as the process gives it.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Where it stands.
    async fn state(&self) -> Standing {
        self.row.state.into()
    }

    /// `USER`, `MANUAL` or `VOTE`.
    async fn kind(&self) -> &str {
        &self.row.kind
    }

    /// The case it belongs to.
    async fn instance(&self, ctx: &Context<'_>) -> Result<ProcessInstance> {
        let found = rows(ctx).load_one(CaseById(self.row.instance_id)).await?;
        found
            .map(ProcessInstance::new)
            .ok_or_else(|| Fault::internal(format!("task {} has no instance", self.row.id)))
    }

    /// Business key of the case.
    async fn business_key(&self) -> Option<&str> {
        self.row.business_key.as_deref()
    }

    /// Whose case it is.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.row.organisation_path).await
    }

    /// Since when it waits.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row.created_at
    }

    /// Deadline.
    async fn due(&self) -> Option<DateTime<Utc>> {
        self.row.due
    }

    /// When to look at it again.
    async fn follow_up(&self) -> Option<DateTime<Utc>> {
        self.row.follow_up
    }

    /// When it ended.
    async fn completed_at(&self) -> Option<DateTime<Utc>> {
        self.row.completed_at
    }

    /// 0 to 100, 50 is ordinary.
    async fn priority(&self) -> i32 {
        self.row.priority
    }

    /// Open and past its deadline.
    async fn overdue(&self, ctx: &Context<'_>) -> bool {
        self.row.open && self.row.due.is_some_and(|due| due < now(ctx))
    }

    /// Named zone in which `due` should be shown, e.g. `Asia/Makassar`.
    async fn zone(&self) -> &str {
        &self.row.zone
    }

    /// Who holds it, or whom alone it is addressed to.
    async fn assignee(&self, ctx: &Context<'_>) -> Result<Option<Principal>> {
        let key = match self.row.assignee_person {
            Some(person) => Some(format!("person:{}", PersonId::from_uuid(person))),
            None => self.row.assignee.clone(),
        };
        match key {
            Some(key) => Principal::of(ctx, &key).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whom it is addressed to.
    #[graphql(complexity = "3 * child_complexity")]
    async fn candidates(&self, ctx: &Context<'_>) -> Result<Vec<Principal>> {
        let found = rows(ctx)
            .load_one(CandidatesOf(self.row.id))
            .await?
            .unwrap_or_default();
        Principal::all(ctx, found.iter().map(|row| row.principal.as_str())).await
    }

    /// The form to fill in; null when there is nothing to fill in.
    async fn form(&self, ctx: &Context<'_>) -> Result<Option<Form>> {
        self.deployed_form(ctx)
            .await
            .map(|form| form.map(Form::from))
    }

    /// What the caller has written and not sent.
    async fn draft(&self, ctx: &Context<'_>) -> Result<Option<serde_json::Value>> {
        let key = DraftOf {
            task: self.row.id,
            person: person(ctx)?.uuid(),
        };
        Ok(rows(ctx)
            .load_one(key)
            .await?
            .and_then(|draft| serde_json::from_str(&draft.draft).ok()))
    }

    /// When it was kept.
    async fn draft_saved_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime<Utc>>> {
        let key = DraftOf {
            task: self.row.id,
            person: person(ctx)?.uuid(),
        };
        Ok(rows(ctx).load_one(key).await?.map(|draft| draft.saved_at))
    }

    /// Variables that the form reads: the input of the form viewer. Of a closed task as they were when it was closed; what a
    /// secret ballot collects is `***`.
    async fn variables(&self, ctx: &Context<'_>) -> Result<serde_json::Value> {
        self.form_variables(ctx).await
    }

    /// What was entered, when done. A secret ballot is shown to nobody but who cast it.
    async fn values(&self, ctx: &Context<'_>) -> Result<Option<serde_json::Value>> {
        if self.is_secret() && self.row.completed_by != Some(person(ctx)?.uuid()) {
            return Ok(None);
        }
        Ok(self
            .row
            .submitted
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok()))
    }

    /// The bundle to read: documents of the case that the variables of the task name.
    #[graphql(complexity = "5 * child_complexity")]
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<DocumentVersion>> {
        self.bundle(ctx).await
    }

    /// The vote that it is part of; null unless a roll call or secret ballot.
    async fn vote(&self, ctx: &Context<'_>) -> Result<Option<VoteInfo>> {
        self.vote_info(ctx).await
    }

    /// Acting officials (Plt, Plh) may not do it.
    async fn strategic(&self) -> bool {
        self.facts.as_deref().is_some_and(subject::strategic)
    }

    /// Elements whose actors may not act here: nobody checks their own work.
    async fn separate_from(&self) -> Vec<String> {
        self.facts
            .as_deref()
            .map(subject::separate_from)
            .unwrap_or_default()
    }

    /// Whether `returnTask` is possible here: something around it catches `RETURNED`.
    async fn returnable(&self, ctx: &Context<'_>) -> Result<bool> {
        self.is_returnable(ctx).await
    }

    /// Why it came to the caller, until when, what follows on silence, which rule led here: ready sentences.
    #[graphql(complexity = "5 * child_complexity")]
    async fn why(&self, ctx: &Context<'_>) -> Result<Vec<Explanation>> {
        self.explain(ctx).await
    }

    /// In whose name the caller sees or does it; null when an office of their own, or their own name, brought it to them.
    #[graphql(complexity = "6 + child_complexity")]
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<OnBehalfOf>> {
        let actor = actor(ctx)?;
        let borrows = actor.positions.iter().any(|held| !held.is_own());
        if !borrows || !self.row.open {
            return Ok(None);
        }
        let subject = subject::of_task(read(ctx), &self.row).await?;
        let decision = [Action::TaskComplete, Action::TaskRead]
            .map(|action| permit(actor, action, &subject))
            .into_iter()
            .find(Decision::is_allowed);
        let Some(Decision::Allow {
            position: Some(position),
            capacity: Capacity::Borrowed,
            ..
        }) = decision
        else {
            return Ok(None);
        };
        let held = actor
            .positions
            .iter()
            .find(|held| held.position == position);
        match held.map(|held| &held.via) {
            Some(Via::Delegation { from, .. }) => Ok(Some(OnBehalfOf {
                person: Person::of(ctx, from.uuid()).await?,
                position: Position::of(ctx, position.uuid()).await?,
            })),
            _ => Ok(None),
        }
    }

    /// What the caller may do now, each refused action with its reason.
    #[graphql(complexity = "6 * child_complexity")]
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<TaskAction>> {
        let actor = actor(ctx)?;
        let subject = subject::of_task(read(ctx), &self.row).await?;
        let finish = if self.row.kind == "VOTE" {
            ("VOTE", Action::BallotCast)
        } else {
            ("COMPLETE", Action::TaskComplete)
        };
        let wanted = [
            ("CLAIM", Action::TaskClaim),
            ("RELEASE", Action::TaskRelease),
            finish,
            ("RETURN", Action::TaskReturn),
            ("ASSIGN", Action::TaskAssign),
        ];
        let mut actions = Vec::with_capacity(wanted.len());
        for (name, action) in wanted {
            let refusal = match permit(actor, action, &subject) {
                // A ballot is its elector's and nobody else's.
                Decision::Allow { .. }
                    if action == Action::TaskAssign && self.row.kind == "VOTE" =>
                {
                    Some(told(Reason::NoProxy))
                }
                Decision::Deny { reason } => Some(told(reason)),
                Decision::Allow { .. }
                    if action == Action::TaskReturn && !self.is_returnable(ctx).await? =>
                {
                    Some((
                        "NOT_RETURNABLE".to_owned(),
                        "This process has no way back from here.".to_owned(),
                        "Proses ini tidak menyediakan pengembalian dari langkah ini.".to_owned(),
                    ))
                }
                Decision::Allow { .. }
                    if action == Action::TaskClaim && subject.claimed_by.is_some() =>
                {
                    Some((
                        "ALREADY_CLAIMED".to_owned(),
                        "You hold this task already.".to_owned(),
                        "Tugas ini sudah Anda ambil.".to_owned(),
                    ))
                }
                Decision::Allow { .. } => None,
            };
            debug_assert!(
                refusal
                    .as_ref()
                    .is_none_or(|(code, ..)| code != Reason::Hidden.code() || !subject.open)
            );
            actions.push(TaskAction::new(name, refusal));
        }
        Ok(actions)
    }
}

/// Something the caller may want to do with a task.
#[derive(SimpleObject, Debug, Clone)]
pub struct TaskAction {
    /// `CLAIM`, `RELEASE`, `COMPLETE`, `RETURN`, `ASSIGN` or `VOTE`.
    action: String,
    /// Whether it is possible now.
    allowed: bool,
    /// Stable code of the reason against it.
    code: Option<String>,
    /// English sentence.
    message: Option<String>,
    /// Indonesian sentence.
    message_id: Option<String>,
}

/// Code, English and Indonesian sentence of a reason.
fn told(reason: Reason) -> (String, String, String) {
    (
        reason.code().to_owned(),
        reason.sentence_en().to_owned(),
        reason.sentence_id().to_owned(),
    )
}

impl TaskAction {
    fn new(action: &str, refusal: Option<(String, String, String)>) -> Self {
        let allowed = refusal.is_none();
        let (code, message, message_id) = match refusal {
            Some((code, message, message_id)) => (Some(code), Some(message), Some(message_id)),
            None => (None, None, None),
        };
        Self {
            action: action.to_owned(),
            allowed,
            code,
            message,
            message_id,
        }
    }
}

/// A ready sentence in both languages.
#[derive(SimpleObject, Debug, Clone)]
pub struct Explanation {
    /// Of a task: `CANDIDATE`, `DEADLINE`, `SILENCE` or `RULE`. Of a case: `VOTE`, `TASKS`, `TIMER`, `MESSAGE`, `JOB`, `INCIDENT` or `ENDED`.
    pub kind: String,
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Task {
    /// Looks outward from the task for an interrupting error event that takes `RETURNED` (DIALECT 3.6), through
    /// sub-processes and calling processes.
    async fn is_returnable(&self, ctx: &Context<'_>) -> Result<bool> {
        if !self.row.open {
            return Ok(false);
        }
        let Some(state) = self.case_state(ctx).await? else {
            return Ok(false);
        };
        let compiled = deps(ctx).deployed.now();
        let mut key = self.key();
        let mut first = true;
        while let Some(instance) = state.instances.get(&key) {
            let definition = usize::try_from(instance.process)
                .ok()
                .and_then(|at| state.processes.get(at));
            if let Some(definition) =
                definition.and_then(|it| compiled.definition(&it.id, Some(it.version)))
                && catches_return(&definition.process, &instance.element, !first)
            {
                return Ok(true);
            }
            first = false;
            key = instance.scope;
        }
        Ok(false)
    }

    /// Other tasks of the same multi-instance, in order.
    async fn siblings(&self, ctx: &Context<'_>) -> Result<Vec<user_task::Model>> {
        let Some(body) = self.row.body else {
            return Ok(Vec::new());
        };
        let mut found = user_task::Entity::find()
            .filter(
                user_task::Column::InstanceId
                    .eq(self.row.instance_id)
                    .and(user_task::Column::Body.eq(body)),
            )
            .all(read(ctx))
            .await?;
        found.sort_by_key(|row| row.key);
        Ok(found)
    }
}

fn catches_return(process: &Process, element: &str, as_scope: bool) -> bool {
    let takes = |trigger: &Trigger| match trigger {
        Trigger::Error { code: None } => true,
        Trigger::Error {
            code: Some(Text::Literal(code)),
        } => code == "RETURNED",
        _ => false,
    };
    let index = process.find(element).unwrap_or(Process::ROOT);
    let element = process.element(index);
    let boundary = element
        .boundaries
        .iter()
        .any(|at| match &process.element(*at).kind {
            Kind::Boundary {
                interrupting: true,
                trigger,
                ..
            } => takes(trigger),
            _ => false,
        });
    let inside = as_scope
        && element
            .children
            .iter()
            .map(|at| process.element(*at))
            .filter(|child| matches!(child.kind, Kind::SubProcess { event: true, .. }))
            .any(|child| {
                child
                    .children
                    .iter()
                    .any(|at| match &process.element(*at).kind {
                        Kind::Start {
                            trigger,
                            interrupting: true,
                            ..
                        } => takes(trigger),
                        _ => false,
                    })
            });
    boundary || inside
}
