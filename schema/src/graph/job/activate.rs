//! Giving jobs to outside workers. A worker that finds nothing may wait: it is woken by the change bus when a job of its
//! type is offered, by the clock when one falls due, and looks again now and then in case both were missed. While it
//! waits it holds no connection and no transaction; when its client goes away, or the server stops, it ends empty-handed.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Map, Value as Json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast, watch};
use tokio::time::Instant;
use workflows::access::{Action, Scope};
use workflows::engine::state::State;
use workflows::id::{TaskId, kind};

use crate::commands::{Answer, Lease, Problem as Refusal, Request};
use crate::graph::guard::{Outcome, deps, id, now, read, rows, scope_of, submit, unexpected};
use crate::graph::live::Change;
use crate::graph::loaders::StateOf;
use crate::graph::problem::{Problem, Result};
use crate::tables::{job, user_task, visible};

use super::{BUILT_IN, Job, JobKind};

/// Most jobs at a time.
const MOST_JOBS: i32 = 50;
/// Longest lease, seconds.
const LONGEST_LEASE_S: i32 = 3_600;
/// Longest wait, seconds: shorter than any request may take.
const LONGEST_WAIT_S: i32 = 25;
/// Workers that wait at a time; more are answered at once.
const MOST_WAITING: usize = 512;
/// Most variables that can be asked for by name.
const MOST_NAMES: usize = 200;
/// A waiting worker looks again after so long in any case.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Whether whoever sent this request still listens: the sender is dropped when they go away.
#[derive(Debug, Clone)]
pub struct Client(pub watch::Receiver<()>);

/// Workers that wait.
#[derive(Debug, Clone)]
pub struct Polls(Arc<Semaphore>);

impl Default for Polls {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_WAITING)))
    }
}

/// Takes jobs.
#[derive(InputObject, Debug)]
pub struct ActivateJobsInput {
    /// Job type, as in `zeebe:taskDefinition type`; those of built-in workers cannot be taken.
    #[graphql(name = "type")]
    kind: String,
    /// Name of the worker, for operators: 1 to 100 characters.
    worker: String,
    /// 1 to 50.
    #[graphql(default = 10)]
    max_jobs: i32,
    /// How long the jobs are the worker's, 1 to 3,600 seconds; then another worker may take them.
    #[graphql(default = 60)]
    lease_seconds: i32,
    /// Seconds to wait for a job when there is none, 0 to 25.
    #[graphql(default = 0)]
    request_timeout: i32,
    /// Names of the variables to send along; every one that the element sees when absent.
    fetch_variables: Option<Vec<String>>,
    /// The same key gets the same jobs, as far as they are still the worker's.
    idempotency_key: Option<String>,
}

/// Jobs that are the worker's now, or why not. No job and no problem means that there was none.
#[derive(SimpleObject, Debug, Default)]
pub struct ActivateJobsPayload {
    /// The jobs, the longest due first.
    #[graphql(complexity = "25 * child_complexity")]
    jobs: Vec<ActivatedJob>,
    /// Why not.
    problem: Option<Problem>,
}

/// A job in a worker's hands.
#[derive(Debug, Clone)]
pub struct ActivatedJob {
    job: Job,
    fetch: Option<Arc<Vec<String>>>,
}

/// A user task whose change waits for a listener.
#[derive(SimpleObject, Debug, Clone)]
pub struct ListenedTask {
    /// `task_…`; absent while it is being created.
    task_id: Option<ID>,
    /// Who is to have it, after the change.
    assignee: Option<String>,
    /// Principals it is addressed to.
    candidate_users: Vec<String>,
    /// Roles it is addressed to.
    candidate_groups: Vec<String>,
    /// Until when.
    due_date: Option<DateTime<Utc>>,
    /// When to look at it.
    follow_up_date: Option<DateTime<Utc>>,
    /// 0 to 100.
    priority: u8,
}

impl ActivatedJob {
    async fn state(&self, ctx: &Context<'_>) -> Result<Option<Arc<State>>> {
        rows(ctx).load_one(StateOf(self.job.0.instance_id)).await
    }

    fn owner(&self) -> u64 {
        u64::try_from(self.job.0.owner).unwrap_or_default()
    }
}

/// A job in a worker's hands.
#[Object]
impl ActivatedJob {
    /// `job_…`.
    async fn id(&self) -> ID {
        ID(self.job.name().to_string())
    }

    /// Job type.
    #[graphql(name = "type")]
    async fn kind(&self) -> &str {
        &self.job.0.kind
    }

    /// What it belongs to.
    #[graphql(name = "kind")]
    async fn belongs_to(&self) -> JobKind {
        self.job.of_kind()
    }

    /// Event of the listener, for instance `completing`.
    async fn listener_event(&self) -> Option<&str> {
        self.job.0.listener.as_deref()
    }

    /// The user task whose change waits for this listener.
    async fn task(&self, ctx: &Context<'_>) -> Result<Option<ListenedTask>> {
        if self.job.of_kind() != JobKind::TaskListener {
            return Ok(None);
        }
        let Some(state) = self.state(ctx).await? else {
            return Ok(None);
        };
        let Some(task) = state.tasks.get(&self.owner()) else {
            return Ok(None);
        };
        let facts = &task.facts;
        let wanted = task.held.as_ref().and_then(|held| held.assignee.clone());
        let row = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(self.job.0.instance_id))
            .filter(user_task::Column::Key.eq(self.job.0.owner))
            .one(read(ctx))
            .await?;
        Ok(Some(ListenedTask {
            task_id: row.map(|row| ID(TaskId::from_uuid(row.id).to_string())),
            assignee: wanted
                .or_else(|| task.holder.clone())
                .or_else(|| facts.assignee.clone()),
            candidate_users: facts.candidate_users.clone(),
            candidate_groups: facts.candidate_groups.clone(),
            due_date: facts.due,
            follow_up_date: facts.follow_up,
            priority: facts.priority,
        }))
    }

    /// BPMN element id.
    async fn element(&self) -> &str {
        &self.job.0.element
    }

    /// Name of that element.
    async fn element_name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.job.place(ctx).await?.and_then(|(_, name)| name))
    }

    /// `inst_…`.
    async fn instance_id(&self) -> ID {
        id::<kind::Instance>(self.job.0.instance_id)
    }

    /// Business key of the case.
    async fn business_key(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.job.case(ctx).await?.business_key.clone())
    }

    /// Path of the organisation whose case it is, for instance `/id/64/64.02/`.
    async fn organisation_path(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.job.case(ctx).await?.organisation_path.clone())
    }

    /// Process that draws the element; of a called process, that one.
    async fn definition_key(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(match self.job.place(ctx).await? {
            Some((process, _)) => process.id,
            None => self.job.case(ctx).await?.definition_key.clone(),
        })
    }

    /// Version of that process.
    async fn definition_version(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(match self.job.place(ctx).await? {
            Some((process, _)) => i64::from(process.version),
            None => i64::from(self.job.case(ctx).await?.version),
        })
    }

    /// `zeebe:taskHeaders`: an object of texts.
    async fn headers(&self) -> Json {
        serde_json::from_str(&self.job.0.headers).unwrap_or_else(|_| Json::Object(Map::new()))
    }

    /// Variables that the element sees, those that were asked for.
    async fn variables(&self, ctx: &Context<'_>) -> Result<Json> {
        let seen = self
            .state(ctx)
            .await?
            .map(|state| state.visible(self.owner()))
            .unwrap_or_default();
        let wanted = |name: &str| {
            self.fetch
                .as_ref()
                .is_none_or(|names| names.iter().any(|it| it == name))
        };
        Ok(Json::Object(
            seen.iter()
                .filter(|(name, _)| wanted(name))
                .map(|(name, value)| (name.to_string(), value.to_json()))
                .collect(),
        ))
    }

    /// Attempts left, this one included.
    async fn retries(&self) -> i32 {
        self.job.0.retries
    }

    /// Until when it is the worker's.
    async fn deadline(&self) -> Option<DateTime<Utc>> {
        self.job.0.lease_until
    }

    /// To be shown with every answer: whoever shows an older one is refused.
    async fn fencing_token(&self) -> i64 {
        self.job.0.fencing
    }
}

/// Taking jobs.
#[derive(Debug, Default)]
pub struct ActivateMutation;

#[Object]
impl ActivateMutation {
    /// Leases jobs of one type in the cases of the caller's organisations; waits for one when asked to.
    async fn activate_jobs(
        &self,
        ctx: &Context<'_>,
        input: ActivateJobsInput,
    ) -> Result<ActivateJobsPayload> {
        let wish = match wish(input) {
            Ok(wish) => wish,
            Err(problem) => return Ok(refused(problem)),
        };
        let scope = scope_of(ctx, Action::JobWork)?;
        // Listened to before the first look, so that nothing falls between.
        let mut changes = deps(ctx).changes.subscribe();
        let turn = waiting_turn(ctx, &wish);
        let end = Instant::now() + wish.patience;
        let mut look = true;
        loop {
            if look {
                let request = wish.request.clone();
                match submit(ctx, wish.idempotency_key.clone(), request).await? {
                    Ok(Answer::Jobs(leases)) if !leases.is_empty() => {
                        return Ok(ActivateJobsPayload {
                            jobs: given(ctx, &leases, wish.fetch).await?,
                            problem: None,
                        });
                    }
                    Ok(Answer::Jobs(_)) => {}
                    Ok(other) => return Err(unexpected(&other)),
                    Err(problem) => return Ok(refused(problem)),
                }
            }
            if turn.is_none() || Instant::now() >= end || !listens(ctx) {
                return Ok(ActivateJobsPayload::default());
            }
            let due = next_due(ctx, &scope, &wish.kind).await?;
            let until = end.min(Instant::now() + due.map_or(LOOK_AGAIN, |due| due.min(LOOK_AGAIN)));
            tokio::select! {
                () = offered(&mut changes, &wish.kind) => {}
                () = tokio::time::sleep_until(until) => {}
                () = gone(ctx) => return Ok(ActivateJobsPayload::default()),
            }
            // A write is asked for only when there is something to take.
            look = is_waiting(ctx, &scope, &wish.kind).await?;
        }
    }
}

/// What a worker asks for, read and bounded.
struct Wish {
    kind: String,
    request: Request,
    patience: Duration,
    fetch: Option<Arc<Vec<String>>>,
    idempotency_key: Option<String>,
}

fn refused(problem: Refusal) -> ActivateJobsPayload {
    ActivateJobsPayload {
        jobs: Vec::new(),
        problem: Some(problem.into()),
    }
}

/// A place among those who wait, unless the worker does not want to or there are too many.
fn waiting_turn(ctx: &Context<'_>, wish: &Wish) -> Option<OwnedSemaphorePermit> {
    if wish.patience.is_zero() {
        return None;
    }
    let polls = ctx.data_opt::<Polls>()?;
    Arc::clone(&polls.0).try_acquire_owned().ok()
}

fn listens(ctx: &Context<'_>) -> bool {
    ctx.data_opt::<Client>()
        .is_none_or(|client| client.0.has_changed().is_ok())
}

async fn gone(ctx: &Context<'_>) {
    match ctx.data_opt::<Client>() {
        Some(client) => {
            let mut here = client.0.clone();
            while here.changed().await.is_ok() {}
        }
        None => std::future::pending().await,
    }
}

/// Waits until a job of this type is offered; a gap in the news counts as one.
async fn offered(changes: &mut broadcast::Receiver<Arc<Change>>, kind: &str) {
    loop {
        match changes.recv().await {
            Ok(change) if change.offers(kind) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}

fn takeable(scope: &Scope, kind: &str) -> Condition {
    Condition::all()
        .add(visible::jobs_of_running_cases(scope))
        .add(job::Column::Kind.eq(kind))
        .add(job::Column::Retries.gt(0))
}

fn free(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(job::Column::LeaseUntil.is_null())
        .add(job::Column::LeaseUntil.lte(now))
}

async fn is_waiting(ctx: &Context<'_>, scope: &Scope, kind: &str) -> Result<bool> {
    let now = now(ctx);
    let found = job::Entity::find()
        .filter(takeable(scope, kind))
        .filter(job::Column::Due.lte(now))
        .filter(free(now))
        .limit(1)
        .count(read(ctx))
        .await?;
    Ok(found > 0)
}

/// How long until one falls due or a lease ends.
async fn next_due(ctx: &Context<'_>, scope: &Scope, kind: &str) -> Result<Option<Duration>> {
    let now = now(ctx);
    let due: Option<DateTime<Utc>> = job::Entity::find()
        .filter(takeable(scope, kind))
        .filter(free(now))
        .order_by_asc(job::Column::Due)
        .select_only()
        .column(job::Column::Due)
        .into_tuple()
        .one(read(ctx))
        .await?;
    let lost: Option<Option<DateTime<Utc>>> = job::Entity::find()
        .filter(takeable(scope, kind))
        .filter(job::Column::LeaseUntil.gt(now))
        .order_by_asc(job::Column::LeaseUntil)
        .select_only()
        .column(job::Column::LeaseUntil)
        .into_tuple()
        .one(read(ctx))
        .await?;
    // A little later than the moment itself, so that it has passed.
    let slack = chrono::Duration::milliseconds(5);
    Ok(due
        .into_iter()
        .chain(lost.flatten())
        .map(|at| (at - now + slack).to_std().unwrap_or_default())
        .min())
}

/// The leased jobs as they stand; one that was lost meanwhile is left out.
async fn given(
    ctx: &Context<'_>,
    leases: &[Lease],
    fetch: Option<Arc<Vec<String>>>,
) -> Result<Vec<ActivatedJob>> {
    let mut jobs = Vec::with_capacity(leases.len());
    for lease in leases {
        let row = job::Entity::find_by_id((lease.job.instance, lease.job.key))
            .filter(job::Column::Fencing.eq(lease.fencing_token))
            .filter(job::Column::LeaseOwner.is_not_null())
            .one(read(ctx))
            .await?;
        jobs.extend(row.map(|row| ActivatedJob {
            job: Job(Arc::new(row)),
            fetch: fetch.clone(),
        }));
    }
    Ok(jobs)
}

fn wish(input: ActivateJobsInput) -> Outcome<Wish> {
    let kind = input.kind.trim().to_owned();
    if kind.is_empty() || kind.len() > 500 {
        let problem = Refusal::new(
            "INVALID_JOB_TYPE",
            "Name the type of the jobs to take.",
            "Sebutkan jenis pekerjaan yang diambil.",
        );
        return Err(problem.at("type"));
    }
    if kind.starts_with(BUILT_IN) {
        let problem = Refusal::new(
            "JOB_TYPE_RESERVED",
            "Jobs of built-in workers cannot be taken by others.",
            "Pekerjaan milik pekerja bawaan tidak dapat diambil pihak luar.",
        );
        return Err(problem.at("type"));
    }
    let worker = input.worker.trim().to_owned();
    if !(1..=100).contains(&worker.chars().count()) || worker.chars().any(char::is_control) {
        let problem = Refusal::new(
            "INVALID_WORKER",
            "A worker's name has 1 to 100 characters.",
            "Nama pekerja terdiri atas 1 sampai 100 karakter.",
        );
        return Err(problem.at("worker"));
    }
    let max_jobs = within(input.max_jobs, 1, MOST_JOBS, "INVALID_MAX_JOBS", "maxJobs")?;
    let patience = within(
        input.request_timeout,
        0,
        LONGEST_WAIT_S,
        "INVALID_TIMEOUT",
        "requestTimeout",
    )?;
    let names = input.fetch_variables.as_ref().map_or(0, Vec::len);
    if names > MOST_NAMES {
        let problem = Refusal::new(
            "TOO_MANY_VARIABLES",
            format!("At most {MOST_NAMES} variables can be asked for by name."),
            format!("Paling banyak {MOST_NAMES} variabel dapat diminta dengan nama."),
        );
        return Err(problem.at("fetchVariables"));
    }
    Ok(Wish {
        request: Request::ActivateJobs {
            kind: kind.clone(),
            worker,
            max_jobs,
            lease_seconds: lease(input.lease_seconds)?,
        },
        kind,
        patience: Duration::from_secs(u64::from(patience)),
        fetch: input.fetch_variables.map(Arc::new),
        idempotency_key: input.idempotency_key,
    })
}

/// Seconds of a lease.
pub(super) fn lease(seconds: i32) -> Outcome<u32> {
    within(seconds, 1, LONGEST_LEASE_S, "INVALID_LEASE", "leaseSeconds")
}

fn within(value: i32, least: i32, most: i32, code: &str, field: &str) -> Outcome<u32> {
    if (least..=most).contains(&value) {
        return Ok(value.unsigned_abs());
    }
    let problem = Refusal::new(
        code,
        format!("This is {least} to {most}."),
        format!("Nilainya {least} sampai {most}."),
    );
    Err(problem.at(field))
}
