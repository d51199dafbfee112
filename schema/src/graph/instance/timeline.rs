//! The journal for people: only what somebody cares about, each entry a sentence in both languages, with who acted, in
//! which position and capacity, and by which rule.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::connection::{Connection, ConnectionNameType, EdgeNameType, EmptyFields};
use async_graphql::{ComplexObject, Context, ID, OutputType, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::engine::command::{Key, Stamp};
use workflows::engine::event::{Ended, Event, TaskFacts};
use workflows::engine::state::State;
use workflows::feel::Value;
use workflows::id::kind;

use crate::deployed::Compiled;
use crate::graph::guard::{known, read, rows};
use crate::graph::loaders::{OrganisationByPath, PersonById};
use crate::graph::page::{Cursor, Page};
use crate::graph::person::IncumbencyMode;
use crate::graph::principal::Principal;
use crate::graph::problem::Result;
use crate::graph::written::{self, Said, moment};
use crate::tables::{journal, user_task};

use super::ProcessInstance;
use super::summary::name_of;

/// Events that people care about; the rest is the engine's bookkeeping.
const KINDS: [&str; 26] = [
    "INSTANCE_STARTED",
    "TASK_CREATED",
    "TASK_CLAIMED",
    "TASK_RELEASED",
    "TASK_ASSIGNED",
    "TASK_UPDATED",
    "TASK_COMPLETED",
    "TASK_RETURNED",
    "TASK_WITHDRAWN",
    "TALLY_CHANGED",
    "TIMER_FIRED",
    "JOB_COMPLETED",
    "MESSAGE_THROWN",
    "SUBSCRIPTION_TRIGGERED",
    "ERROR_THROWN",
    "ESCALATION_RAISED",
    "DECISION_EVALUATED",
    "INCIDENT_RAISED",
    "INCIDENT_RESOLVED",
    "INSTANCE_COMPLETED",
    "INSTANCE_CANCELLED",
    "INSTANCE_SUSPENDED",
    "INSTANCE_RESUMED",
    "INSTANCE_MODIFIED",
    "INSTANCE_MIGRATED",
    "VARIABLES_SET",
];

/// Events that somebody does; the others follow by themselves.
const ACTS: [&str; 14] = [
    "INSTANCE_STARTED",
    "TASK_CLAIMED",
    "TASK_RELEASED",
    "TASK_ASSIGNED",
    "TASK_UPDATED",
    "TASK_COMPLETED",
    "TASK_RETURNED",
    "INCIDENT_RESOLVED",
    "INSTANCE_CANCELLED",
    "INSTANCE_SUSPENDED",
    "INSTANCE_RESUMED",
    "INSTANCE_MODIFIED",
    "INSTANCE_MIGRATED",
    "VARIABLES_SET",
];

/// A page of what happened.
pub type Timeline =
    Connection<Cursor<i64>, TimelineEntry, EmptyFields, EmptyFields, TimelineName, TimelineName>;

/// Names the connection after what it is, not after its entries.
#[derive(Debug)]
pub struct TimelineName;

impl ConnectionNameType for TimelineName {
    fn type_name<T: OutputType>() -> String {
        "TimelineConnection".to_owned()
    }
}

impl EdgeNameType for TimelineName {
    fn type_name<T: OutputType>() -> String {
        "TimelineEdge".to_owned()
    }
}

/// One journal entry for people.
#[derive(SimpleObject, Debug, Clone)]
pub struct TimelineEntry {
    /// Position in the journal.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// Event type, for instance `TASK_COMPLETED`.
    kind: String,
    /// BPMN element id.
    element: Option<String>,
    /// Its name.
    element_name: Option<String>,
    /// Indonesian sentence.
    text: String,
    /// English sentence.
    text_en: String,
    /// Who acted; null for the system.
    actor: Option<ActorStamp>,
    /// Hash of the entry, hexadecimal: what the audit chain is made of.
    hash: String,
}

/// Who acted, in what capacity, by which rule, as it was at that time.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(complex)]
pub struct ActorStamp {
    /// `per_…`.
    person: String,
    /// What old entries still hold; the register knows better.
    #[graphql(skip)]
    written: String,
    /// Position code.
    position: Option<String>,
    /// Title of the position.
    title: Option<String>,
    /// How it was held.
    mode: Option<IncumbencyMode>,
    /// `OWN`, `BORROWED` or `SYSTEM`.
    capacity: String,
    /// The rule that allowed it.
    rule: String,
}

#[ComplexObject]
impl ActorStamp {
    /// Name, as the register has it now.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        let person = match known::<kind::Person>(&ID(self.person.clone())) {
            Some(person) => rows(ctx).load_one(PersonById(person)).await?,
            None => None,
        };
        Ok(person.map_or_else(|| self.written.clone(), |row| row.name.clone()))
    }
}

impl From<Stamp> for ActorStamp {
    fn from(stamp: Stamp) -> Self {
        Self {
            person: stamp.person,
            written: stamp.name,
            position: stamp.position,
            title: stamp.title,
            mode: stamp.mode.as_deref().and_then(IncumbencyMode::stored),
            capacity: stamp.capacity,
            rule: stamp.rule,
        }
    }
}

/// Where things that have only a key in the journal stand in the diagram.
struct Names<'a> {
    compiled: &'a Compiled,
    state: &'a State,
    tasks: BTreeMap<Key, user_task::Model>,
    elements: BTreeMap<(&'static str, Key), String>,
}

impl ProcessInstance {
    pub(super) async fn history(&self, ctx: &Context<'_>, page: Page<i64>) -> Result<Timeline> {
        let found = journal::Entity::find()
            .filter(journal::Column::InstanceId.eq(self.row.id))
            .filter(journal::Column::Kind.is_in(KINDS))
            // Of a count only the last one is news: each ballot is told by its own entry.
            .filter(
                journal::Column::Kind
                    .ne("TALLY_CHANGED")
                    .or(journal::Column::Event.contains("\"settled\":true")),
            )
            // Of variables only what an operator set with a reason.
            .filter(
                journal::Column::Kind
                    .ne("VARIABLES_SET")
                    .or(journal::Column::Event.contains(",\"reason\":\"")),
            )
            .filter(journal::Column::Seq.gt(page.after.unwrap_or_default()))
            .order_by_asc(journal::Column::Seq)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        let compiled = self.compiled(ctx).await?;
        let state = Arc::clone(self.standing(ctx).await?);
        let names = self.names(ctx, &compiled, &state).await?;
        let organisation = rows(ctx)
            .load_one(OrganisationByPath(self.row.organisation_path.clone()))
            .await?;
        let zone = written::zone(organisation.as_ref().map_or("", |row| row.zone.as_str()));
        let mut told = Vec::with_capacity(found.len());
        for row in found {
            let event: Option<Event> = serde_json::from_str(&row.event).ok();
            let (element, said) = match &event {
                Some(event) => tell(ctx, &names, zone, event).await?,
                None => (
                    None,
                    Said::new(
                        "Peristiwa ini tidak dapat dibaca.",
                        "This event cannot be read.",
                    ),
                ),
            };
            told.push(TimelineEntry {
                seq: row.seq,
                at: row.at,
                element_name: element
                    .as_deref()
                    .map(|element| name_of(&compiled, &state, element).id),
                kind: row.kind.clone(),
                element,
                text: said.id,
                text_en: said.en,
                actor: row
                    .actor
                    .as_deref()
                    // What follows from a command is journalled with it, but the process did it, not the person.
                    .filter(|_| ACTS.contains(&row.kind.as_str()))
                    .and_then(|text| serde_json::from_str::<Stamp>(text).ok())
                    .map(ActorStamp::from),
                hash: row.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            });
        }
        Ok(page.connection(told, |entry| (entry.seq, entry)))
    }

    async fn names<'a>(
        &self,
        ctx: &Context<'_>,
        compiled: &'a Compiled,
        state: &'a State,
    ) -> Result<Names<'a>> {
        let tasks = user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(self.row.id))
            .all(read(ctx))
            .await?;
        let born: Vec<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Event)
            .filter(journal::Column::InstanceId.eq(self.row.id))
            .filter(journal::Column::Kind.is_in([
                "TIMER_STARTED",
                "JOB_CREATED",
                "INCIDENT_RAISED",
            ]))
            .into_tuple()
            .all(read(ctx))
            .await?;
        let mut elements = BTreeMap::new();
        for event in born
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
        {
            match event {
                Event::TimerStarted { timer, element, .. } => {
                    _ = elements.insert(("timer", timer), element)
                }
                Event::JobCreated { job, element, .. } => {
                    _ = elements.insert(("job", job), element)
                }
                Event::IncidentRaised {
                    incident, element, ..
                } => _ = elements.insert(("incident", incident), element),
                _ => {}
            }
        }
        let tasks = tasks
            .into_iter()
            .filter_map(|row| Some((u64::try_from(row.key).ok()?, row)))
            .collect();
        Ok(Names {
            compiled,
            state,
            tasks,
            elements,
        })
    }
}

impl Names<'_> {
    fn element(&self, id: &str) -> Said {
        name_of(self.compiled, self.state, id)
    }

    fn task(&self, key: Key) -> (Option<String>, Said) {
        match self.tasks.get(&key) {
            Some(row) => {
                let english = self.element(&row.element);
                let unchanged = english.id == row.name;
                (
                    Some(row.element.clone()),
                    Said::new(
                        row.name.as_str(),
                        if unchanged {
                            english.en
                        } else {
                            row.name.clone()
                        },
                    ),
                )
            }
            None => (None, Said::new("tugas", "a task")),
        }
    }

    fn born(&self, kind: &'static str, key: Key) -> (Option<String>, Said) {
        match self.elements.get(&(kind, key)) {
            Some(element) => (Some(element.clone()), self.element(element)),
            None => (None, Said::new("langkah otomatis", "an automatic step")),
        }
    }

    fn facts(&self, key: Key) -> Option<TaskFacts> {
        self.tasks
            .get(&key)
            .and_then(|row| serde_json::from_str(&row.facts).ok())
    }
}

async fn tell(
    ctx: &Context<'_>,
    names: &Names<'_>,
    zone: chrono_tz::Tz,
    event: &Event,
) -> Result<(Option<String>, Said)> {
    let here = |element: &str| (Some(element.to_owned()), names.element(element));
    Ok(match event {
        Event::InstanceStarted { element, .. } => (
            Some(element.clone()),
            Said::new("Perkara dimulai.", "The case began."),
        ),
        Event::TaskCreated { task, facts } => {
            let (element, name) = names.task(*task);
            let mut said = Said::new(
                format!("Tugas masuk: {}", name.id),
                format!("A task arrived: {}", name.en),
            );
            address(ctx, facts, &mut said).await?;
            (element, ended(said))
        }
        Event::TaskClaimed { task, .. } => {
            let (element, name) = names.task(*task);
            (
                element,
                Said::new(
                    format!("Tugas diambil: {}.", name.id),
                    format!("Task taken: {}.", name.en),
                ),
            )
        }
        Event::TaskReleased { task } => {
            let (element, name) = names.task(*task);
            (
                element,
                Said::new(
                    format!(
                        "Tugas dikembalikan kepada para calon pelaksana: {}.",
                        name.id
                    ),
                    format!("Task given back to its candidates: {}.", name.en),
                ),
            )
        }
        Event::TaskAssigned { task, assignee } => {
            let (element, name) = names.task(*task);
            let to = Principal::of(ctx, assignee).await?;
            (
                element,
                Said::new(
                    format!("Tugas diberikan kepada {}: {}.", to.label, name.id),
                    format!("Task given to {}: {}.", to.label_en, name.en),
                ),
            )
        }
        Event::TaskUpdated { task, facts } => {
            let (element, name) = names.task(*task);
            let due = facts.due.map(|due| moment(due, zone));
            let due = due.map_or_else(
                || Said::new("tanpa tenggat", "without a deadline"),
                |due| Said::new(format!("tenggat {}", due.id), format!("due {}", due.en)),
            );
            (
                element,
                Said::new(
                    format!("Tugas diubah: {} ({}).", name.id, due.id),
                    format!("Task changed: {} ({}).", name.en, due.en),
                ),
            )
        }
        Event::TaskCompleted { task, values, .. } => completed(names, *task, values),
        Event::TaskReturned {
            task, reason, note, ..
        } => {
            let (element, name) = names.task(*task);
            let why = written::reason(reason);
            let note = if note.trim().is_empty() {
                String::new()
            } else {
                format!(" — {}", note.trim())
            };
            (
                element,
                Said::new(
                    format!("Dikembalikan: {} ({}){note}", name.id, why.id),
                    format!("Sent back: {} ({}){note}", name.en, why.en),
                ),
            )
        }
        Event::TaskWithdrawn { task, state, .. } => {
            let (element, name) = names.task(*task);
            let (id, en) = match state.as_str() {
                "EXPIRED" => ("Tenggat terlewati", "The deadline passed"),
                "SETTLED" => (
                    "Tidak diperlukan lagi karena hasil sudah pasti",
                    "No longer needed, the result is certain",
                ),
                "WAIVED" => ("Dibebaskan", "Waived"),
                _ => ("Ditarik oleh proses", "Withdrawn by the process"),
            };
            let mut said = Said::new(format!("{id}: {}", name.id), format!("{en}: {}", name.en));
            if let Some(facts) = names.facts(*task) {
                address(ctx, &facts, &mut said).await?;
            }
            (element, ended(said))
        }
        Event::TallyChanged {
            element,
            tally,
            settled,
            ..
        } => (Some(element.clone()), counted(tally, *settled)),
        Event::TimerFired { timer } => {
            let (element, name) = names.born("timer", *timer);
            (
                element,
                Said::new(
                    format!("Waktunya tiba: {}.", name.id),
                    format!("The time came: {}.", name.en),
                ),
            )
        }
        Event::JobCompleted { job } => {
            let (element, name) = names.born("job", *job);
            (
                element,
                Said::new(
                    format!("Dikerjakan sistem: {}.", name.id),
                    format!("Done by the system: {}.", name.en),
                ),
            )
        }
        Event::MessageThrown { element, name, .. } => (
            Some(element.clone()),
            Said::new(
                format!("Pesan dikirim: {name}."),
                format!("Message sent: {name}."),
            ),
        ),
        Event::SubscriptionTriggered { element, .. } => {
            let (element, name) = here(element);
            (
                element,
                Said::new(
                    format!("Pesan diterima: {}.", name.id),
                    format!("Message received: {}.", name.en),
                ),
            )
        }
        Event::ErrorThrown {
            element,
            code,
            caught_by,
        } => {
            let (element, name) = here(element);
            let then = caught_by.as_deref().map(|by| names.element(by));
            let then = then.map_or_else(
                || Said::new("", ""),
                |by| {
                    Said::new(
                        format!("; berlanjut ke {}", by.id),
                        format!("; goes on at {}", by.en),
                    )
                },
            );
            (
                element,
                Said::new(
                    format!(
                        "Menyimpang dari jalur biasa pada {} ({code}){}.",
                        name.id, then.id
                    ),
                    format!("Left the ordinary path at {} ({code}){}.", name.en, then.en),
                ),
            )
        }
        Event::EscalationRaised { element, code, .. } => {
            let (element, name) = here(element);
            (
                element,
                Said::new(
                    format!("Dieskalasi pada {} ({code}).", name.id),
                    format!("Escalated at {} ({code}).", name.en),
                ),
            )
        }
        Event::DecisionEvaluated {
            element,
            decision,
            value,
            ..
        } => {
            let (element, name) = here(element);
            let result = written::answer(value);
            (
                element,
                Said::new(
                    format!("{}: aturan {decision} menjawab {}.", name.id, result.id),
                    format!("{}: the rule {decision} answered {}.", name.en, result.en),
                ),
            )
        }
        Event::IncidentRaised { element, code, .. } => {
            let (element, name) = here(element);
            (
                element,
                Said::new(
                    format!("Gangguan pada {} ({code}); pengelola diberi tahu.", name.id),
                    format!("Trouble at {} ({code}); an operator is told.", name.en),
                ),
            )
        }
        Event::IncidentResolved { incident } => {
            let (element, name) = names.born("incident", *incident);
            (
                element,
                Said::new(
                    format!("Gangguan pada {} teratasi.", name.id),
                    format!("Trouble at {} is over.", name.en),
                ),
            )
        }
        Event::InstanceCompleted {} => {
            (None, Said::new("Perkara selesai.", "The case is complete."))
        }
        Event::InstanceCancelled { reason } => (
            None,
            Said::new(
                format!("Perkara dibatalkan: {reason}."),
                format!("The case was cancelled: {reason}."),
            ),
        ),
        Event::InstanceSuspended { reason } => (
            None,
            Said::new(
                format!("Perkara ditangguhkan: {reason}."),
                format!("The case was put on hold: {reason}."),
            ),
        ),
        Event::InstanceResumed { reason } => (
            None,
            match reason {
                None => Said::new("Perkara dilanjutkan.", "The case goes on."),
                Some(reason) => Said::new(
                    format!("Perkara dilanjutkan: {reason}."),
                    format!("The case goes on: {reason}."),
                ),
            },
        ),
        Event::VariablesSet { values, reason, .. } => {
            let names: Vec<&str> = values.keys().map(|name| &**name).collect();
            let names = names.join(", ");
            let reason = reason.as_deref().unwrap_or("-");
            (
                None,
                Said::new(
                    format!("Variabel {names} diubah: {reason}."),
                    format!("The variables {names} were set: {reason}."),
                ),
            )
        }
        Event::InstanceModified {
            activated,
            cancelled,
            reason,
        } => (None, modified(names, activated, cancelled, reason)),
        Event::InstanceMigrated {
            from, to, rollback, ..
        } => (
            None,
            if *rollback {
                Said::new(
                    format!("Perkara kembali ke versi {}.", to.version),
                    format!("The case went back to version {}.", to.version),
                )
            } else {
                Said::new(
                    format!(
                        "Perkara pindah dari versi {} ke versi {}.",
                        from.version, to.version
                    ),
                    format!(
                        "The case moved from version {} to version {}.",
                        from.version, to.version
                    ),
                )
            },
        ),
        _ => (None, Said::new("Catatan sistem.", "A note of the system.")),
    })
}

/// What an operator ended and began by hand.
fn modified(names: &Names<'_>, activated: &[String], cancelled: &[Ended], reason: &str) -> Said {
    let list = |ids: Vec<&String>| {
        let said: Vec<Said> = ids.into_iter().map(|id| names.element(id)).collect();
        Said::new(
            said.iter()
                .map(|it| it.id.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            said.iter()
                .map(|it| it.en.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        )
    };
    let mut said = Said::new(
        "Pengelola mengubah jalannya perkara",
        "An operator changed the course of the case",
    );
    if !cancelled.is_empty() {
        let ended = list(cancelled.iter().map(|it| &it.element).collect());
        said.id.push_str(&format!("; diakhiri: {}", ended.id));
        said.en.push_str(&format!("; ended: {}", ended.en));
    }
    if !activated.is_empty() {
        let begun = list(activated.iter().collect());
        said.id.push_str(&format!("; dimulai: {}", begun.id));
        said.en.push_str(&format!("; begun: {}", begun.en));
    }
    said.id.push_str(&format!(" — {reason}"));
    said.en.push_str(&format!(" — {reason}"));
    ended(said)
}

/// A completed task; of an open roll call the choice is told, of a secret ballot only that it was cast.
fn completed(
    names: &Names<'_>,
    task: Key,
    values: &workflows::feel::Context,
) -> (Option<String>, Said) {
    let (element, name) = names.task(task);
    let facts = names.facts(task);
    let vote = |key: &str| facts.as_ref().and_then(|facts| facts.council.get(key));
    if vote("vote").is_none_or(Value::is_null) {
        return (
            element,
            Said::new(
                format!("Selesai: {}.", name.id),
                format!("Done: {}.", name.en),
            ),
        );
    }
    if vote("vote.ballot").and_then(Value::as_str) == Some("SECRET") {
        return (
            element,
            Said::new(
                "Suara diberikan secara rahasia.",
                "A secret ballot was cast.",
            ),
        );
    }
    let variable = vote("vote.choice")
        .and_then(Value::as_str)
        .unwrap_or("choice");
    let choice = written::choice(
        values
            .get(variable)
            .and_then(Value::as_str)
            .unwrap_or_default(),
    );
    (
        element,
        Said::new(
            format!("Suara diberikan: {}.", choice.id),
            format!("Vote cast: {}.", choice.en),
        ),
    )
}

fn counted(tally: &Value, settled: bool) -> Said {
    let number = |name: &str| tally.get_path(name).and_then(Value::as_i64);
    let outcome = written::outcome(
        tally
            .get_path("outcome")
            .and_then(Value::as_str)
            .unwrap_or("PENDING"),
    );
    let counts = match (
        number("approve"),
        number("approveWithNotes"),
        number("reject"),
        number("abstain"),
    ) {
        (Some(yes), Some(notes), Some(no), Some(abstain)) => Said::new(
            format!(
                " ({yes} setuju, {notes} setuju dengan catatan, {no} menolak, {abstain} abstain)"
            ),
            format!(" ({yes} for, {notes} for with notes, {no} against, {abstain} abstaining)"),
        ),
        _ => Said::new("", ""),
    };
    if settled {
        Said::new(
            format!("Hasil pemungutan suara pasti: {}{}.", outcome.id, counts.id),
            format!("The vote is certain: {}{}.", outcome.en, counts.en),
        )
    } else {
        let left = number("outstanding").unwrap_or_default();
        Said::new(
            format!("Penghitungan: {left} suara belum masuk{}.", counts.id),
            format!("Count: {left} votes still to come{}.", counts.en),
        )
    }
}

/// Adds to whom a task is or was addressed.
async fn address(ctx: &Context<'_>, facts: &TaskFacts, said: &mut Said) -> Result<()> {
    let keys = facts
        .assignee
        .iter()
        .chain(&facts.candidate_users)
        .chain(&facts.candidate_groups);
    let to = Principal::all(ctx, keys.map(String::as_str)).await?;
    if !to.is_empty() {
        let labels =
            |label: fn(&Principal) -> &str| to.iter().map(label).collect::<Vec<_>>().join(", ");
        said.id
            .push_str(&format!(" — untuk {}", labels(|it| &it.label)));
        said.en
            .push_str(&format!(" — for {}", labels(|it| &it.label_en)));
    }
    Ok(())
}

fn ended(mut said: Said) -> Said {
    said.id.push('.');
    said.en.push('.');
    said
}
