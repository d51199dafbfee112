//! From events to the rows that people and workers read: tasks, candidates, reminders, timers, jobs, subscriptions,
//! messages, incidents, and what must be told. Runs in the transaction of the command, so rows never lag behind.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schema::graph::job::BUILT_IN;
use schema::graph::live::{Change, ChangeKind};
use schema::tables::state::TaskState;
use schema::tables::{
    incident, job, message, outbox, reminder, subscription, task_candidate, timer, user_task,
};
use sea_orm::ExprTrait as _;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};
use uuid::Uuid;
use workflows::calendar::{Calendar, ladder, zone_of_or_national};
use workflows::engine::command::Stamp;
use workflows::engine::event::{Event, SubscriptionKind, TaskFacts};
use workflows::id::{IncidentId, MessageId, TaskId};

use super::instance::Owner;
use super::journal::{insert_many, text_of};

/// What the rows of one command need to know beside its events.
pub(super) struct Moment<'a> {
    pub instance: Uuid,
    pub owner: &'a Owner,
    pub business_key: Option<&'a str>,
    pub at: DateTime<Utc>,
    pub actor: Option<&'a Stamp>,
    /// Sequence number of the first event, to derive ids of things that have no key.
    pub first_seq: i64,
}

impl Moment<'_> {
    /// Office minutes between two instants where the case belongs.
    fn office_minutes(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let region = self.owner.region.as_str();
        Calendar::shipped()
            .for_region(region)
            .office_minutes(from, to, zone_of_or_national(region))
    }
}

/// How a task ended.
struct Ended {
    state: TaskState,
    submitted: Option<String>,
    return_reason: Option<String>,
}

impl Ended {
    fn done(submitted: String) -> Self {
        Self {
            submitted: Some(submitted),
            ..Self::withdrawn(TaskState::Done)
        }
    }

    fn returned(reason: String) -> Self {
        Self {
            return_reason: Some(reason),
            ..Self::withdrawn(TaskState::Returned)
        }
    }

    fn withdrawn(state: TaskState) -> Self {
        Self {
            state,
            submitted: None,
            return_reason: None,
        }
    }

    /// A person ended it, not the process.
    fn by_person(&self) -> bool {
        matches!(self.state, TaskState::Done | TaskState::Returned)
    }
}

/// Public id of a task: derived, so that a replay names the same row.
#[must_use]
pub fn task_id(instance: Uuid, key: u64, created: DateTime<Utc>) -> Uuid {
    TaskId::derived(instance, key, created.timestamp_millis()).uuid()
}

/// Writes the rows that `events` change and answers what live subscribers should hear.
pub(super) async fn rows(
    transaction: &DatabaseTransaction,
    moment: &Moment<'_>,
    events: &[Event],
) -> Result<Vec<Change>, DbErr> {
    let mut rows = Rows::default();
    for (offset, event) in (0_i64..).zip(events) {
        rows.take(transaction, moment, offset, event).await?;
    }
    rows.write(transaction).await
}

#[derive(Default)]
struct Rows {
    tasks: Vec<user_task::ActiveModel>,
    candidates: Vec<task_candidate::ActiveModel>,
    reminders: Vec<reminder::ActiveModel>,
    timers: Vec<timer::ActiveModel>,
    jobs: Vec<job::ActiveModel>,
    subscriptions: Vec<subscription::ActiveModel>,
    messages: Vec<message::ActiveModel>,
    incidents: Vec<incident::ActiveModel>,
    outbox: Vec<outbox::ActiveModel>,
    changes: Vec<Change>,
    /// Keys that were created by this very command: closing them must wait for the insert.
    fresh: BTreeSet<i64>,
}

impl Rows {
    async fn take(
        &mut self,
        transaction: &DatabaseTransaction,
        moment: &Moment<'_>,
        offset: i64,
        event: &Event,
    ) -> Result<(), DbErr> {
        if let Some(key) = closes(event)
            && self.fresh.contains(&key)
        {
            // Created and closed by the same command: write what was gathered, then close it like any other row.
            self.flush(transaction).await?;
        }
        let instance = moment.instance;
        match event {
            Event::TaskCreated { task, facts } => self.create_task(moment, *task, facts)?,
            Event::TaskUpdated { task, facts } => {
                self.update_task(transaction, moment, *task, facts).await?
            }
            Event::TaskClaimed { task, assignee } => {
                user_task::Entity::update_many()
                    .col_expr(
                        user_task::Column::AssigneePerson,
                        Expr::value(person_of(assignee)),
                    )
                    .col_expr(user_task::Column::ClaimedAt, Expr::value(Some(moment.at)))
                    .col_expr(user_task::Column::State, Expr::value(TaskState::Claimed))
                    .filter(this_task(instance, *task))
                    .exec(transaction)
                    .await?;
                self.task_change(transaction, moment, *task, ChangeKind::Changed)
                    .await?;
            }
            Event::TaskAssigned { task, assignee } => {
                self.assign_task(transaction, moment, *task, &moment.owner.resolve(assignee))
                    .await?
            }
            Event::TaskReleased { task } => {
                // Back to whom the process addressed it, not to who held it.
                let row = user_task::Entity::find()
                    .filter(this_task(instance, *task))
                    .one(transaction)
                    .await?;
                let facts = row.and_then(|row| serde_json::from_str::<TaskFacts>(&row.facts).ok());
                let assignee = facts
                    .and_then(|facts| facts.assignee)
                    .map(|principal| moment.owner.resolve(&principal));
                user_task::Entity::update_many()
                    .col_expr(user_task::Column::Assignee, Expr::value(assignee))
                    .col_expr(
                        user_task::Column::AssigneePerson,
                        Expr::value(Option::<Uuid>::None),
                    )
                    .col_expr(
                        user_task::Column::ClaimedAt,
                        Expr::value(Option::<DateTime<Utc>>::None),
                    )
                    .col_expr(user_task::Column::State, Expr::value(TaskState::Created))
                    .filter(this_task(instance, *task))
                    .exec(transaction)
                    .await?;
                self.task_change(transaction, moment, *task, ChangeKind::Changed)
                    .await?;
            }
            Event::TaskCompleted { task, values, .. } => {
                let ended = Ended::done(text_of(values)?);
                self.close_task(transaction, moment, *task, ended).await?;
            }
            Event::TaskReturned { task, reason, .. } => {
                let ended = Ended::returned(reason.clone());
                self.close_task(transaction, moment, *task, ended).await?
            }
            Event::TaskWithdrawn { task, state, .. } => {
                let state = match state.as_str() {
                    "EXPIRED" => TaskState::Expired,
                    "SETTLED" => TaskState::Settled,
                    "WAIVED" => TaskState::Waived,
                    _ => TaskState::Cancelled,
                };
                self.close_task(transaction, moment, *task, Ended::withdrawn(state))
                    .await?;
            }
            Event::TimerStarted {
                timer,
                element,
                owner,
                due,
                cycle,
            } => {
                self.fresh.insert(key(*timer));
                self.timers.push(timer::ActiveModel {
                    instance_id: Set(instance),
                    key: Set(key(*timer)),
                    element: Set(element.clone()),
                    owner: Set(key(*owner)),
                    due: Set(*due),
                    sequence: Set(cycle
                        .as_ref()
                        .map_or(1, |cycle| i32::try_from(cycle.sequence).unwrap_or(i32::MAX))),
                });
            }
            Event::TimerFired { timer } | Event::TimerCancelled { timer } => {
                timer::Entity::delete_by_id((instance, key(*timer)))
                    .exec(transaction)
                    .await?;
            }
            // Conditions are watched by the engine itself: nothing arrives from outside.
            Event::SubscriptionOpened {
                kind: SubscriptionKind::Condition,
                ..
            } => {}
            Event::SubscriptionOpened {
                subscription,
                element,
                kind,
                name,
                correlation_key,
                ..
            } => {
                self.fresh.insert(key(*subscription));
                self.subscriptions.push(subscription::ActiveModel {
                    instance_id: Set(instance),
                    key: Set(key(*subscription)),
                    kind: Set(match kind {
                        SubscriptionKind::Signal => "SIGNAL".to_owned(),
                        _ => "MESSAGE".to_owned(),
                    }),
                    name: Set(name.clone()),
                    correlation_key: Set(correlation_key.clone()),
                    element: Set(element.clone()),
                    organisation_path: Set(moment.owner.path.clone()),
                });
            }
            Event::SubscriptionClosed { subscription } => {
                subscription::Entity::delete_by_id((instance, key(*subscription)))
                    .exec(transaction)
                    .await?;
            }
            Event::JobCreated {
                job,
                element,
                owner,
                kind,
                retries,
                headers,
                listener,
                ..
            } => {
                self.fresh.insert(key(*job));
                if !kind.starts_with(BUILT_IN) {
                    self.changes.push(Change::offer(instance, kind));
                }
                self.jobs.push(job::ActiveModel {
                    instance_id: Set(instance),
                    key: Set(key(*job)),
                    kind: Set(kind.clone()),
                    element: Set(element.clone()),
                    owner: Set(key(*owner)),
                    headers: Set(text_of(headers)?),
                    listener: Set(listener.clone()),
                    retries: Set(i32::try_from(*retries).unwrap_or(i32::MAX)),
                    due: Set(moment.at),
                    lease_owner: Set(None),
                    lease_until: Set(None),
                    fencing: Set(0),
                    error: Set(None),
                    created_at: Set(moment.at),
                });
            }
            Event::JobCompleted { job } | Event::JobCancelled { job } => {
                job::Entity::delete_by_id((instance, key(*job)))
                    .exec(transaction)
                    .await?;
            }
            Event::JobFailed {
                job,
                retries,
                retry_at,
                message,
            } => {
                job::Entity::update_many()
                    .col_expr(
                        job::Column::Retries,
                        Expr::value(i32::try_from(*retries).unwrap_or(i32::MAX)),
                    )
                    .col_expr(job::Column::Due, Expr::value(retry_at.unwrap_or(moment.at)))
                    .col_expr(job::Column::Error, Expr::value(Some(message.clone())))
                    .col_expr(job::Column::LeaseOwner, Expr::value(Option::<String>::None))
                    .col_expr(
                        job::Column::LeaseUntil,
                        Expr::value(Option::<DateTime<Utc>>::None),
                    )
                    .filter(
                        job::Column::InstanceId
                            .eq(instance)
                            .and(job::Column::Key.eq(key(*job))),
                    )
                    .exec(transaction)
                    .await?;
                if *retries > 0 {
                    self.offer_again(transaction, instance, *job).await?;
                }
            }
            Event::JobRetried { job, retries, .. } => {
                job::Entity::update_many()
                    .col_expr(
                        job::Column::Retries,
                        Expr::value(i32::try_from(*retries).unwrap_or(i32::MAX)),
                    )
                    .col_expr(job::Column::Due, Expr::value(moment.at))
                    .filter(
                        job::Column::InstanceId
                            .eq(instance)
                            .and(job::Column::Key.eq(key(*job))),
                    )
                    .exec(transaction)
                    .await?;
                self.offer_again(transaction, instance, *job).await?;
            }
            Event::MessageThrown {
                name,
                correlation_key,
                time_to_live_ms,
                variables,
                ..
            } => {
                let id = MessageId::derived(
                    instance,
                    u64::try_from(moment.first_seq + offset).unwrap_or_default(),
                    moment.at.timestamp_millis(),
                );
                self.messages.push(message::ActiveModel {
                    id: Set(id.uuid()),
                    name: Set(name.clone()),
                    correlation_key: Set(correlation_key.clone()),
                    variables: Set(text_of(variables)?),
                    source: Set(Some(format!("inst_{}", instance.simple()))),
                    organisation_path: Set(moment.owner.path.clone()),
                    published_at: Set(moment.at),
                    expires_at: Set(
                        moment.at + chrono::Duration::milliseconds(Ord::max(*time_to_live_ms, 0))
                    ),
                    state: Set("PENDING".to_owned()),
                    correlated_with: Set(None),
                });
            }
            Event::SignalThrown {
                name, variables, ..
            } => {
                let entry = format!("signal:{}:{}", instance.simple(), moment.first_seq + offset);
                let payload = serde_json::json!({ "name": name, "variables": variables });
                self.tell(moment, "SIGNAL", entry, &payload)?;
            }
            Event::IncidentRaised {
                incident,
                element,
                code,
                message,
                ..
            } => {
                self.fresh.insert(key(*incident));
                self.incidents.push(incident::ActiveModel {
                    id: Set(
                        IncidentId::derived(instance, *incident, moment.at.timestamp_millis())
                            .uuid(),
                    ),
                    instance_id: Set(instance),
                    key: Set(key(*incident)),
                    element: Set(element.clone()),
                    code: Set(code.clone()),
                    message: Set(message.clone()),
                    organisation_path: Set(moment.owner.path.clone()),
                    raised_at: Set(moment.at),
                    resolved_at: Set(None),
                });
            }
            Event::IncidentResolved { incident } => {
                incident::Entity::update_many()
                    .col_expr(incident::Column::ResolvedAt, Expr::value(Some(moment.at)))
                    .filter(
                        incident::Column::InstanceId
                            .eq(instance)
                            .and(incident::Column::Key.eq(key(*incident))),
                    )
                    .exec(transaction)
                    .await?;
            }
            // The rest lives in the snapshot and the journal only.
            _ => {}
        }
        Ok(())
    }

    fn create_task(
        &mut self,
        moment: &Moment<'_>,
        task: u64,
        facts: &TaskFacts,
    ) -> Result<(), DbErr> {
        self.fresh.insert(key(task));
        let id = task_id(moment.instance, task, moment.at);
        let vote = facts.council.contains_key("vote");
        self.tasks.push(user_task::ActiveModel {
            id: Set(id),
            instance_id: Set(moment.instance),
            key: Set(key(task)),
            definition_key: Set(facts.process.id.clone()),
            definition_version: Set(i32::try_from(facts.process.version).unwrap_or(i32::MAX)),
            element: Set(facts.element.clone()),
            name: Set(facts.name.clone()),
            kind: Set(if vote {
                "VOTE".to_owned()
            } else {
                facts.kind.clone()
            }),
            state: Set(TaskState::Created),
            open: Set(true),
            business_key: Set(moment.business_key.map(str::to_owned)),
            organisation_path: Set(moment.owner.path.clone()),
            zone: Set(moment.owner.zone.name().to_owned()),
            assignee: Set(facts
                .assignee
                .as_ref()
                .map(|principal| moment.owner.resolve(principal))),
            assignee_person: Set(None),
            due: Set(facts.due),
            original_due: Set(facts.due),
            follow_up: Set(facts.follow_up),
            priority: Set(i32::from(facts.priority)),
            form: Set(facts.form.clone()),
            facts: Set(text_of(facts)?),
            submitted: Set(None),
            body: Set(facts.body.map(key)),
            created_at: Set(moment.at),
            claimed_at: Set(None),
            completed_at: Set(None),
            completed_by: Set(None),
            completed_mode: Set(None),
            return_reason: Set(None),
            waited_minutes: Set(None),
            worked_minutes: Set(None),
        });
        for principal in principals(moment.owner, facts) {
            self.candidates.push(task_candidate::ActiveModel {
                principal: Set(principal),
                task_id: Set(id),
                open: Set(true),
                due: Set(facts.due),
            });
        }
        self.climb(moment, id, facts);
        self.tell(
            moment,
            "NOTIFY",
            format!("task:{}:assigned", id.simple()),
            &serde_json::json!({ "task": id, "template": "task-assigned" }),
        )?;
        self.changes.push(Change {
            kind: ChangeKind::Created,
            task: Some(id),
            instance: Some(moment.instance),
            job: None,
        });
        Ok(())
    }

    /// Puts the rungs of the task's ladder into the database (DOMAIN 5, "RL").
    fn climb(&mut self, moment: &Moment<'_>, task: Uuid, facts: &TaskFacts) {
        let (Some(due), true) = (facts.due, facts.council.contains_key("reminders")) else {
            return;
        };
        let region = moment.owner.region.as_str();
        let calendar = Calendar::shipped().for_region(region);
        let mut rungs = ladder::rungs(moment.at, due, zone_of_or_national(region), &calendar);
        rungs.sort_by_key(|rung| rung.at);
        for rung in rungs {
            for audience in rung.audience {
                self.reminders.push(reminder::ActiveModel {
                    task_id: Set(task),
                    rung: Set(rung.name.to_string()),
                    audience: Set(audience_name(*audience).to_owned()),
                    instance_id: Set(moment.instance),
                    at: Set(rung.at),
                    sent_at: Set(None),
                });
            }
        }
    }

    async fn assign_task(
        &mut self,
        transaction: &DatabaseTransaction,
        moment: &Moment<'_>,
        task: u64,
        principal: &str,
    ) -> Result<(), DbErr> {
        let Some(row) = user_task::Entity::find()
            .filter(this_task(moment.instance, task))
            .one(transaction)
            .await?
        else {
            return Ok(());
        };
        user_task::Entity::update_many()
            .col_expr(
                user_task::Column::Assignee,
                Expr::value(Some(principal.to_owned())),
            )
            .col_expr(
                user_task::Column::AssigneePerson,
                Expr::value(Option::<Uuid>::None),
            )
            .col_expr(user_task::Column::State, Expr::value(TaskState::Created))
            .filter(user_task::Column::Id.eq(row.id))
            .exec(transaction)
            .await?;
        task_candidate::Entity::delete_by_id((principal.to_owned(), row.id))
            .exec(transaction)
            .await?;
        self.candidates.push(task_candidate::ActiveModel {
            principal: Set(principal.to_owned()),
            task_id: Set(row.id),
            open: Set(true),
            due: Set(row.due),
        });
        self.changes.push(Change {
            kind: ChangeKind::Changed,
            task: Some(row.id),
            instance: Some(moment.instance),
            job: None,
        });
        let entry = format!("task:{}:assigned:{principal}", row.id.simple());
        self.tell(
            moment,
            "NOTIFY",
            entry,
            &serde_json::json!({ "task": row.id, "template": "task-assigned", "to": [principal] }),
        )
    }

    async fn update_task(
        &mut self,
        transaction: &DatabaseTransaction,
        moment: &Moment<'_>,
        task: u64,
        facts: &TaskFacts,
    ) -> Result<(), DbErr> {
        let Some(row) = user_task::Entity::find()
            .filter(this_task(moment.instance, task))
            .one(transaction)
            .await?
        else {
            return Ok(());
        };
        user_task::Entity::update_many()
            .col_expr(user_task::Column::Due, Expr::value(facts.due))
            .col_expr(user_task::Column::FollowUp, Expr::value(facts.follow_up))
            .col_expr(
                user_task::Column::Priority,
                Expr::value(i32::from(facts.priority)),
            )
            .col_expr(user_task::Column::Name, Expr::value(facts.name.clone()))
            .col_expr(
                user_task::Column::Element,
                Expr::value(facts.element.clone()),
            )
            .col_expr(
                user_task::Column::DefinitionKey,
                Expr::value(facts.process.id.clone()),
            )
            .col_expr(
                user_task::Column::DefinitionVersion,
                Expr::value(i32::try_from(facts.process.version).unwrap_or(i32::MAX)),
            )
            .col_expr(user_task::Column::Form, Expr::value(facts.form.clone()))
            .col_expr(user_task::Column::Facts, Expr::value(text_of(facts)?))
            .filter(user_task::Column::Id.eq(row.id))
            .exec(transaction)
            .await?;
        task_candidate::Entity::delete_many()
            .filter(task_candidate::Column::TaskId.eq(row.id))
            .exec(transaction)
            .await?;
        let before = serde_json::from_str::<TaskFacts>(&row.facts).ok();
        let chosen = before
            .as_ref()
            .and_then(|it| it.assignee.as_ref())
            .map(|principal| moment.owner.resolve(principal));
        let mut addressed = principals(moment.owner, facts);
        if row.assignee == chosen {
            let assignee = facts
                .assignee
                .as_ref()
                .map(|principal| moment.owner.resolve(principal));
            user_task::Entity::update_many()
                .col_expr(user_task::Column::Assignee, Expr::value(assignee))
                .filter(user_task::Column::Id.eq(row.id))
                .exec(transaction)
                .await?;
        } else {
            // Whom somebody assigned it to remains addressed, whatever the process says of the others.
            addressed.extend(row.assignee.clone());
        }
        let had = before.map_or_else(BTreeSet::new, |it| principals(moment.owner, &it));
        for principal in principals(moment.owner, facts).difference(&had) {
            let entry = format!(
                "task:{}:gained:{}:{principal}",
                row.id.simple(),
                moment.first_seq
            );
            let payload = serde_json::json!({ "task": row.id, "template": "task-assigned", "to": [principal] });
            self.tell(moment, "NOTIFY", entry, &payload)?;
        }
        for principal in addressed {
            self.candidates.push(task_candidate::ActiveModel {
                principal: Set(principal),
                task_id: Set(row.id),
                open: Set(true),
                due: Set(facts.due),
            });
        }
        if row.due != facts.due {
            reminder::Entity::delete_many()
                .filter(
                    reminder::Column::TaskId
                        .eq(row.id)
                        .and(reminder::Column::SentAt.is_null()),
                )
                .exec(transaction)
                .await?;
            let sent: BTreeSet<String> = reminder::Entity::find()
                .filter(reminder::Column::TaskId.eq(row.id))
                .all(transaction)
                .await?
                .into_iter()
                .map(|row| row.rung)
                .collect();
            let before = self.reminders.len();
            self.climb(moment, row.id, facts);
            let added = self.reminders.split_off(before);
            self.reminders.extend(
                added
                    .into_iter()
                    .filter(|reminder| !matches!(&reminder.rung, Set(rung) if sent.contains(rung))),
            );
        }
        self.changes.push(Change {
            kind: ChangeKind::Changed,
            task: Some(row.id),
            instance: Some(moment.instance),
            job: None,
        });
        Ok(())
    }

    /// Tells outside workers that a job is to be had again, now or soon.
    async fn offer_again(
        &mut self,
        transaction: &DatabaseTransaction,
        instance: Uuid,
        job: u64,
    ) -> Result<(), DbErr> {
        let row = job::Entity::find_by_id((instance, key(job)))
            .one(transaction)
            .await?;
        if let Some(row) = row.filter(|row| !row.kind.starts_with(BUILT_IN)) {
            self.changes.push(Change::offer(instance, &row.kind));
        }
        Ok(())
    }

    async fn close_task(
        &mut self,
        transaction: &DatabaseTransaction,
        moment: &Moment<'_>,
        task: u64,
        ended: Ended,
    ) -> Result<(), DbErr> {
        let stamp = moment.actor.filter(|_| ended.by_person());
        let by = stamp
            .and_then(|stamp| stamp.person.parse::<workflows::id::PersonId>().ok())
            .map(|id| id.uuid());
        let mode = stamp.and_then(|stamp| stamp.mode.clone());
        let Some(row) = user_task::Entity::find()
            .filter(this_task(moment.instance, task))
            .one(transaction)
            .await?
        else {
            return Ok(());
        };
        let taken = row.claimed_at.unwrap_or(moment.at);
        let (waited, worked) = if ended.by_person() {
            (
                Some(moment.office_minutes(row.created_at, taken)),
                Some(moment.office_minutes(taken, moment.at)),
            )
        } else {
            (None, None)
        };
        user_task::Entity::update_many()
            .col_expr(user_task::Column::State, Expr::value(ended.state))
            .col_expr(user_task::Column::Open, Expr::value(false))
            .col_expr(user_task::Column::Submitted, Expr::value(ended.submitted))
            .col_expr(user_task::Column::CompletedAt, Expr::value(Some(moment.at)))
            .col_expr(user_task::Column::CompletedBy, Expr::value(by))
            .col_expr(user_task::Column::CompletedMode, Expr::value(mode))
            .col_expr(
                user_task::Column::ReturnReason,
                Expr::value(ended.return_reason),
            )
            .col_expr(user_task::Column::WaitedMinutes, Expr::value(waited))
            .col_expr(user_task::Column::WorkedMinutes, Expr::value(worked))
            .filter(user_task::Column::Id.eq(row.id))
            .exec(transaction)
            .await?;
        task_candidate::Entity::update_many()
            .col_expr(task_candidate::Column::Open, Expr::value(false))
            .filter(task_candidate::Column::TaskId.eq(row.id))
            .exec(transaction)
            .await?;
        super::link::withdraw(transaction, row.id, moment.at).await?;
        reminder::Entity::delete_many()
            .filter(
                reminder::Column::TaskId
                    .eq(row.id)
                    .and(reminder::Column::SentAt.is_null()),
            )
            .exec(transaction)
            .await?;
        self.changes.push(Change {
            kind: ChangeKind::Gone,
            task: Some(row.id),
            instance: Some(moment.instance),
            job: None,
        });
        Ok(())
    }

    async fn task_change(
        &mut self,
        transaction: &DatabaseTransaction,
        moment: &Moment<'_>,
        task: u64,
        kind: ChangeKind,
    ) -> Result<(), DbErr> {
        if let Some(row) = user_task::Entity::find()
            .filter(this_task(moment.instance, task))
            .one(transaction)
            .await?
        {
            self.changes.push(Change {
                kind,
                task: Some(row.id),
                instance: Some(moment.instance),
                job: None,
            });
        }
        Ok(())
    }

    fn tell(
        &mut self,
        moment: &Moment<'_>,
        kind: &str,
        idempotency_key: String,
        payload: &serde_json::Value,
    ) -> Result<(), DbErr> {
        self.outbox.push(super::mail::entry(
            kind,
            idempotency_key,
            payload,
            &moment.owner.path,
            moment.at,
        )?);
        Ok(())
    }

    async fn flush(&mut self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        insert_many::<user_task::Entity, _>(transaction, std::mem::take(&mut self.tasks)).await?;
        insert_many::<task_candidate::Entity, _>(transaction, std::mem::take(&mut self.candidates))
            .await?;
        insert_many::<reminder::Entity, _>(transaction, std::mem::take(&mut self.reminders))
            .await?;
        insert_many::<timer::Entity, _>(transaction, std::mem::take(&mut self.timers)).await?;
        insert_many::<job::Entity, _>(transaction, std::mem::take(&mut self.jobs)).await?;
        insert_many::<subscription::Entity, _>(
            transaction,
            std::mem::take(&mut self.subscriptions),
        )
        .await?;
        insert_many::<message::Entity, _>(transaction, std::mem::take(&mut self.messages)).await?;
        insert_many::<incident::Entity, _>(transaction, std::mem::take(&mut self.incidents))
            .await?;
        insert_many::<outbox::Entity, _>(transaction, std::mem::take(&mut self.outbox)).await?;
        self.fresh.clear();
        Ok(())
    }

    async fn write(mut self, transaction: &DatabaseTransaction) -> Result<Vec<Change>, DbErr> {
        self.flush(transaction).await?;
        Ok(self.changes)
    }
}

/// Engine keys fit easily: an instance is bounded long before.
fn key(key: u64) -> i64 {
    i64::try_from(key).unwrap_or(i64::MAX)
}

fn person_of(principal: &str) -> Option<Uuid> {
    principal
        .strip_prefix("person:")
        .unwrap_or(principal)
        .parse::<workflows::id::PersonId>()
        .ok()
        .map(workflows::id::PersonId::uuid)
}

fn this_task(instance: Uuid, task: u64) -> sea_orm::sea_query::SimpleExpr {
    user_task::Column::InstanceId
        .eq(instance)
        .and(user_task::Column::Key.eq(key(task)))
}

/// Stored name of an audience.
#[must_use]
pub fn audience_name(audience: ladder::Audience) -> &'static str {
    match audience {
        ladder::Audience::Assignee => "ASSIGNEE",
        ladder::Audience::Superior => "SUPERIOR",
        ladder::Audience::TeamLead => "TEAM_LEAD",
        ladder::Audience::Sekda => "SECRETARY",
    }
}

/// The key of an existing row that `event` closes or changes.
fn closes(event: &Event) -> Option<i64> {
    match event {
        Event::TaskClaimed { task, .. }
        | Event::TaskAssigned { task, .. }
        | Event::TaskReleased { task }
        | Event::TaskUpdated { task, .. }
        | Event::TaskCompleted { task, .. }
        | Event::TaskReturned { task, .. }
        | Event::TaskWithdrawn { task, .. } => Some(key(*task)),
        Event::TimerFired { timer } | Event::TimerCancelled { timer } => Some(key(*timer)),
        Event::SubscriptionClosed { subscription } => Some(key(*subscription)),
        Event::JobCompleted { job }
        | Event::JobCancelled { job }
        | Event::JobFailed { job, .. } => Some(key(*job)),
        Event::IncidentResolved { incident } => Some(key(*incident)),
        _ => None,
    }
}

/// Everybody who may take the task, as stored principals, each once.
pub(crate) fn principals(owner: &Owner, facts: &TaskFacts) -> BTreeSet<String> {
    facts
        .assignee
        .iter()
        .chain(&facts.candidate_users)
        .chain(&facts.candidate_groups)
        .map(|principal| owner.resolve(principal))
        .filter(|principal| !principal.is_empty())
        .collect()
}
