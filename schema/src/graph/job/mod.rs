//! Jobs: work of the processes that machines do. `list` shows operators what waits and who holds it, `activate` gives jobs
//! to outside workers and lets them wait for more, `answer` takes what came of them.

mod activate;
mod answer;
mod list;

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, MergedObject, Object};
use chrono::{DateTime, Utc};
use workflows::id::kind;
use workflows::model::ProcessRef;

use crate::graph::guard::{deps, id, read, rows};
use crate::graph::loaders::{Case, CaseById, StateOf};
use crate::graph::organisation::Organisation;
use crate::graph::problem::{Fault, Result};
use crate::job_ref::JobRef;
use crate::tables::job;

use super::instance::ProcessInstance;

pub use activate::{Client, Polls};
pub use list::JobQuery;

/// Types of the workers that are built in begin with this; nobody else may take them.
pub const BUILT_IN: &str = "mufakat:";

/// What workers do.
#[derive(MergedObject, Debug, Default)]
#[graphql(name = "JobMutation")]
pub struct JobMutation(activate::ActivateMutation, answer::AnswerMutation);

/// What a job belongs to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// The work of an element itself.
    ElementWork,
    /// A listener that holds an element at its start or end.
    ExecutionListener,
    /// A listener that holds a change of a user task, and may deny or correct it.
    TaskListener,
}

/// A job as operators see it: what waits, for how long, and who holds it.
#[derive(Debug, Clone)]
pub struct Job(pub(super) Arc<job::Model>);

impl Job {
    fn name(&self) -> JobRef {
        JobRef {
            instance: self.0.instance_id,
            key: self.0.key,
        }
    }

    fn of_kind(&self) -> JobKind {
        match self.0.listener.as_deref() {
            None => JobKind::ElementWork,
            Some("start" | "end") => JobKind::ExecutionListener,
            Some(_) => JobKind::TaskListener,
        }
    }

    async fn case(&self, ctx: &Context<'_>) -> Result<Arc<Case>> {
        rows(ctx)
            .load_one(CaseById(self.0.instance_id))
            .await?
            .ok_or_else(|| Fault::internal(format!("the job {} belongs to no case", self.name())))
    }

    /// The process that draws the element, and the element's name there.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<(ProcessRef, Option<String>)>> {
        let Some(state) = rows(ctx).load_one(StateOf(self.0.instance_id)).await? else {
            return Ok(None);
        };
        let owner = u64::try_from(self.0.owner).unwrap_or_default();
        let Some(process) = state
            .instances
            .get(&owner)
            .and_then(|owner| state.processes.get(usize::try_from(owner.process).ok()?))
        else {
            return Ok(None);
        };
        let deployed = &deps(ctx).deployed;
        let mut compiled = deployed.now();
        if compiled
            .definition(&process.id, Some(process.version))
            .is_none()
        {
            compiled = deployed.refresh(read(ctx)).await?;
        }
        let name = compiled
            .definition(&process.id, Some(process.version))
            .and_then(|found| {
                let at = found.process.find(&self.0.element)?;
                found.process.element(at).name.clone()
            });
        Ok(Some((process.clone(), name)))
    }

    /// Who holds it, as the lease names them: a person's id and the worker's name, or a worker of ours.
    fn holder(&self) -> Option<&str> {
        let owner = self.0.lease_owner.as_deref()?;
        Some(owner.split_once(' ').map_or(owner, |(_, worker)| worker))
    }
}

/// A job as operators see it: what waits, for how long, and who holds it.
#[Object]
impl Job {
    /// `job_…`.
    async fn id(&self) -> ID {
        ID(self.name().to_string())
    }

    /// Job type, `zeebe:taskDefinition type`.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// What it belongs to.
    #[graphql(name = "kind")]
    async fn belongs_to(&self) -> JobKind {
        self.of_kind()
    }

    /// Event of the listener, for instance `completing`.
    async fn listener_event(&self) -> Option<&str> {
        self.0.listener.as_deref()
    }

    /// BPMN element id.
    async fn element(&self) -> &str {
        &self.0.element
    }

    /// Name of that element.
    async fn element_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.place(ctx).await?.and_then(|(_, name)| name))
    }

    /// `inst_…`.
    async fn instance_id(&self) -> ID {
        id::<kind::Instance>(self.0.instance_id)
    }

    /// The case, if the caller may see it.
    async fn instance(&self, ctx: &Context<'_>) -> Result<Option<ProcessInstance>> {
        ProcessInstance::find(ctx, self.0.instance_id).await
    }

    /// Whose case it is.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let case = self.case(ctx).await?;
        Organisation::at(ctx, &case.organisation_path).await
    }

    /// Attempts left; 0 is an incident.
    async fn retries(&self) -> i32 {
        self.0.retries
    }

    /// Not before.
    async fn due(&self) -> DateTime<Utc> {
        self.0.due
    }

    /// Since when it waits.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Who holds it now or held it last.
    async fn worker(&self) -> Option<&str> {
        self.holder()
    }

    /// Until when they hold it.
    async fn deadline(&self) -> Option<DateTime<Utc>> {
        self.0.lease_until
    }

    /// How often it was taken.
    async fn attempts(&self) -> i64 {
        self.0.fencing
    }

    /// What the last failure said.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }
}
