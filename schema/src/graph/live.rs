//! Live changes: what the store announces and subscriptions filter.
//!
//! A socket lives for hours, so who listens is asked again at every change: whoever loses an office stops seeing its
//! tasks at once. A listener who falls behind is told so by an error and reads anew, instead of missing changes silently.

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt as _, future};
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use tokio_stream::wrappers::BroadcastStream;
use uuid::Uuid;
use workflows::access::{Action, Actor, scope};
use workflows::id::{TaskId, kind};

use crate::commands::Problem;
use crate::tables::{process_instance, user_task, visible};

use super::guard::{actor, deps, known, read};
use super::instance::{MigrationBatch, ProcessInstance};
use super::loaders::Case;
use super::problem::{Fault, Result};
use super::task::Task;

/// A task or an instance changed; nothing more is said, because who may see it depends on who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The task, if one.
    pub task: Option<Uuid>,
    /// The instance, if one.
    pub instance: Option<Uuid>,
    /// Type of a job that waits for a worker from now or soon; empty when the name is unwieldy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
}

impl Change {
    /// Longest job type that is named in a change, bytes.
    const LONGEST_TYPE: usize = 120;

    /// A job of this type waits.
    #[must_use]
    pub fn offer(instance: Uuid, kind: &str) -> Self {
        let plain =
            kind.len() <= Self::LONGEST_TYPE && kind.bytes().all(|it| it.is_ascii_graphic());
        Self {
            kind: ChangeKind::Created,
            task: None,
            instance: Some(instance),
            job: Some(if plain { kind } else { "" }.to_owned()),
        }
    }

    /// Whether a worker of this type should look now.
    #[must_use]
    pub fn offers(&self, kind: &str) -> bool {
        self.job
            .as_deref()
            .is_some_and(|offered| offered.is_empty() || offered == kind)
    }
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeKind {
    /// New.
    Created,
    /// Changed.
    Changed,
    /// No longer open.
    Gone,
    /// A batch of migrations went on; `instance` names the batch.
    Batch,
}

/// Live changes, over `graphql-transport-ws`.
#[derive(Debug, Default)]
pub struct LiveSubscription;

/// Live changes, over `graphql-transport-ws`.
#[Subscription(name = "Subscription")]
impl LiveSubscription {
    /// Tasks that the caller may see: created, changed or gone.
    #[graphql(complexity = "10 + child_complexity")]
    async fn task_changed<'a>(
        &self,
        ctx: &'a Context<'a>,
    ) -> Result<impl Stream<Item = Result<TaskChange>> + 'a> {
        let listener = Listener::new(ctx)?;
        Ok(changes(ctx).filter_map(move |change| {
            let listener = listener.clone();
            async move {
                match change {
                    Ok(change) => listener.task(change.kind, change.task?).await.transpose(),
                    Err(fault) => Some(Err(fault)),
                }
            }
        }))
    }

    /// A case that the caller may see, whenever it has moved.
    #[graphql(complexity = "10 + child_complexity")]
    async fn instance_changed<'a>(
        &self,
        ctx: &'a Context<'a>,
        #[graphql(desc = "`inst_…`")] id: ID,
    ) -> Result<impl Stream<Item = Result<ProcessInstance>> + 'a> {
        let listener = Listener::new(ctx)?;
        let hidden = || -> Fault { Problem::not_found().into() };
        let id = known::<kind::Instance>(&id).ok_or_else(hidden)?;
        listener.instance(id).await?.ok_or_else(hidden)?;
        Ok(changes(ctx).filter_map(move |change| {
            let listener = listener.clone();
            async move {
                match change {
                    // Every command announces its case once, and each of its tasks besides.
                    Ok(change)
                        if change.instance == Some(id)
                            && change.task.is_none()
                            && change.job.is_none()
                            && change.kind != ChangeKind::Batch =>
                    {
                        listener.instance(id).await.transpose()
                    }
                    Ok(_) => None,
                    Err(fault) => Some(Err(fault)),
                }
            }
        }))
    }

    /// A batch of migrations, whenever one of its cases is done. Nothing comes any more once `finishedAt` is there.
    #[graphql(complexity = "10 + child_complexity")]
    async fn migration_batch_changed<'a>(
        &self,
        ctx: &'a Context<'a>,
        #[graphql(desc = "`mig_…`")] id: ID,
    ) -> Result<impl Stream<Item = Result<MigrationBatch>> + 'a> {
        let listener = Listener::new(ctx)?;
        let hidden = || -> Fault { Problem::not_found().into() };
        let id = known::<kind::Migration>(&id).ok_or_else(hidden)?;
        listener.batch(id).await?.ok_or_else(hidden)?;
        Ok(changes(ctx).filter_map(move |change| {
            let listener = listener.clone();
            async move {
                match change {
                    Ok(change)
                        if change.kind == ChangeKind::Batch && change.instance == Some(id) =>
                    {
                        listener.batch(id).await.transpose()
                    }
                    Ok(_) => None,
                    Err(fault) => Some(Err(fault)),
                }
            }
        }))
    }
}

/// What happened to a task.
#[derive(SimpleObject, Debug, Clone)]
pub struct TaskChange {
    /// `CREATED`, `CHANGED` or `GONE` (no longer open).
    kind: String,
    /// `task_…`.
    task_id: ID,
    /// The task as it stands now.
    task: Option<Task>,
}

/// Every change from now on. After a gap one error, then the end: the client reads anew and listens again.
fn changes<'a>(ctx: &Context<'a>) -> impl Stream<Item = Result<Arc<Change>>> + use<'a> {
    let mut over = false;
    BroadcastStream::new(deps(ctx).changes.subscribe())
        .map(|change| change.map_err(|_| Fault::from(behind())))
        .take_while(move |change| future::ready(!std::mem::replace(&mut over, change.is_err())))
}

fn behind() -> Problem {
    Problem::new(
        "FELL_BEHIND",
        "Too many changes at once: read again and listen again.",
        "Terlalu banyak perubahan sekaligus: muat ulang lalu dengarkan lagi.",
    )
}

/// Who listens on a socket.
#[derive(Clone)]
struct Listener<'a> {
    ctx: &'a Context<'a>,
    actor: &'a Actor,
}

impl<'a> Listener<'a> {
    fn new(ctx: &'a Context<'a>) -> Result<Self> {
        Ok(Self {
            ctx,
            actor: actor(ctx)?,
        })
    }

    /// The listener as of now.
    async fn current(&self) -> Result<Actor> {
        let current = deps(self.ctx).sessions.current(self.actor).await?;
        current.ok_or_else(|| Problem::unauthenticated().into())
    }

    async fn task(&self, kind: ChangeKind, id: Uuid) -> Result<Option<TaskChange>> {
        let seen = visible::tasks(&scope(&self.current().await?, Action::TaskRead));
        let row = user_task::Entity::find_by_id(id)
            .filter(seen)
            .one(read(self.ctx))
            .await?;
        let kind = match kind {
            ChangeKind::Created => "CREATED",
            ChangeKind::Changed => "CHANGED",
            ChangeKind::Gone => "GONE",
            // A batch names no task.
            ChangeKind::Batch => return Ok(None),
        };
        Ok(row.map(|row| TaskChange {
            kind: kind.to_owned(),
            task_id: ID(TaskId::from_uuid(id).to_string()),
            task: Some(Task::new(Arc::new(row))),
        }))
    }

    async fn batch(&self, id: Uuid) -> Result<Option<MigrationBatch>> {
        MigrationBatch::seen_by(self.ctx, &self.current().await?, id).await
    }

    async fn instance(&self, id: Uuid) -> Result<Option<ProcessInstance>> {
        let seen = visible::instances(&scope(&self.current().await?, Action::InstanceRead));
        let row = process_instance::Entity::find_by_id(id)
            .filter(seen)
            .select_only()
            .columns(Case::COLUMNS)
            .into_model::<Case>()
            .one(read(self.ctx))
            .await?;
        Ok(row.map(|row| ProcessInstance::new(Arc::new(row))))
    }
}
