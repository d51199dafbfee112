//! Everything an instance is between two commands: small, ordered, versioned, and a plain value.
//!
//! Only [`super::evolve()`] changes it. Called processes live inside the instance of their caller, as scopes with
//! variables of their own, so that whatever interrupts the caller withdraws their tasks in the same transaction
//! (DIALECT 3.8).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::feel::{Context, Value};
use crate::model::ProcessRef;
use crate::voting;

use super::command::Key;
use super::event::{Cycle, SubscriptionKind, TaskFacts};
use super::lifecycle::Standing;
use super::note::{Held, Stage};

/// Version of the stored form; raise it with an entry in `upcast`.
pub const STATE_VERSION: u32 = 1;

/// The outermost scope.
pub const ROOT: Key = 1;

/// How many closed tasks are remembered, to tell "withdrawn" from "never there".
pub const REMEMBERED: usize = 512;

/// Whether an instance still moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Nothing has happened yet.
    #[default]
    New,
    /// It moves or waits.
    Running,
    /// It came to its end.
    Completed,
    /// Somebody ended it.
    Cancelled,
    /// An operator holds it.
    Suspended,
}

/// The state of one process instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// [`STATE_VERSION`] when it was written.
    pub version: u32,
    /// Whether it moves.
    pub status: Status,
    /// Definitions in use: the instance's own first, then called ones. Instances refer to them by position.
    pub processes: Vec<ProcessRef>,
    /// Business key.
    pub business_key: Option<String>,
    /// Path of the owning organisation.
    pub organisation: String,
    /// The next key to give.
    pub next_key: Key,
    /// Live element instances, scopes among them.
    pub instances: BTreeMap<Key, Instance>,
    /// Open tasks; the key is that of the element instance.
    pub tasks: BTreeMap<Key, Task>,
    /// Waiting timers.
    pub timers: BTreeMap<Key, Timer>,
    /// Open subscriptions, watched conditions among them.
    pub subscriptions: BTreeMap<Key, Subscription>,
    /// Jobs that are not finished.
    pub jobs: BTreeMap<Key, Job>,
    /// What needs an operator.
    pub incidents: BTreeMap<Key, Incident>,
    /// The most recent closed tasks and how they ended.
    pub closed: BTreeMap<Key, Standing>,
    /// Approximate bytes of all variables.
    pub weight: u64,
    /// Root variables as the instance ended.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub ended_with: Context,
    /// What the last migration replaced, until it is rolled back or another follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrated: Option<Box<Migrated>>,
}

/// What a migration replaced, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Migrated {
    /// Root scope of the migrated process.
    pub root: Key,
    /// The version before.
    pub from: ProcessRef,
    /// [`State::next_key`] when it happened: what is older lived in the version before.
    pub next_key: Key,
    /// Elements that have another id now: new to old.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub elements: BTreeMap<String, String>,
    /// Sequence flows that have another id now: new to old.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub flows: BTreeMap<String, String>,
    /// Timers that were withdrawn.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub timers: BTreeMap<Key, Timer>,
    /// Subscriptions that were withdrawn.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub subscriptions: BTreeMap<Key, Subscription>,
    /// Tasks as they were before their assignment was evaluated again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<Key, TaskFacts>,
}

/// An element instance: a token inside an element, or a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    /// BPMN id.
    pub element: String,
    /// Enclosing scope instance; 0 for the root.
    pub scope: Key,
    /// Position in [`State::processes`].
    pub process: u32,
    /// Root of a process: its variables are seen, those around it are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub isolated: bool,
    /// How many instances have this one as their scope.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub children: u32,
    /// Local variables.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub variables: Context,
    /// 1-based position in a multi-instance or loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loop_counter: Option<u32>,
    /// Tokens that wait on flows of this scope: flow id to how many.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tokens: BTreeMap<String, u32>,
    /// Joins of this scope that have brought tokens together: what comes to them late is surplus, not a missing part.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub joined: BTreeSet<String>,
    /// Multi-instance or loop bookkeeping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<Body>>,
    /// Its boundary events or event sub-processes are open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attached: bool,
    /// Complex gateways of this scope that have fired: flows seen in the round.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rounds: BTreeMap<String, Vec<String>>,
    /// What can be compensated, in order of completion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compensations: Vec<Compensation>,
    /// A throw that is compensating.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compensating: Option<Box<Compensating>>,
    /// A compensation handler: who waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler_for: Option<Key>,
    /// Ad-hoc: elements still to run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queued: Vec<String>,
    /// Ad-hoc: what inner elements contributed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collected: Vec<Value>,
    /// Corrections of `creating` listeners, until the task exists.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub corrections: Context,
}

/// What a multi-instance or loop body remembers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    /// How many in all; `None` for a standard loop.
    pub total: Option<u32>,
    /// The items, for a collection.
    pub items: Option<Value>,
    /// Variable that collects outputs.
    pub output: Option<String>,
    /// Started so far.
    pub started: u32,
    /// Completed.
    pub completed: u32,
    /// Terminated.
    pub terminated: u32,
    /// Contributions by 1-based position.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outputs: BTreeMap<u32, Value>,
    /// The vote that its items are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Box<Vote>>,
}

/// A roll call or secret ballot under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
    /// How it is held.
    pub rules: voting::Rules,
    /// Who may vote.
    pub electorate: voting::Electorate,
    /// Elector of each item, when the items are the electors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<String>,
    /// Ballots, in order.
    pub ballots: Vec<CastBallot>,
    /// The last tally, as a context.
    pub tally: Value,
    /// The result can no longer change.
    pub settled: bool,
}

/// One ballot, and who cast it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CastBallot {
    /// The ballot as it is counted.
    pub ballot: voting::Ballot,
    /// Person id of who cast it.
    pub person: Option<String>,
    /// Position code of who cast it.
    pub position: Option<String>,
}

/// A completed activity that can be compensated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Compensation {
    /// The element instance that completed.
    pub key: Key,
    /// Its element.
    pub element: String,
    /// Handler activity or compensation event sub-process; `None` for a scope that only holds others.
    pub handler: Option<String>,
    /// Variables for the handler.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub snapshot: Context,
    /// Records of the scope that completed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nested: Vec<Compensation>,
}

/// A compensation under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Compensating {
    /// Where the handlers run.
    pub scope: Key,
    /// Still to do, the last one first.
    pub left: Vec<Compensation>,
}

/// An open task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// What the inbox knows.
    pub facts: TaskFacts,
    /// Who holds it.
    pub holder: Option<String>,
    /// A transition that waits for its listeners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Box<Held>>,
}

/// A waiting timer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Timer {
    /// Catch, boundary or start event.
    pub element: String,
    /// The element instance it belongs to.
    pub owner: Key,
    /// When.
    pub due: DateTime<Utc>,
    /// How it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<Cycle>,
}

/// An open subscription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Catch, boundary, receive task or start event.
    pub element: String,
    /// The element instance it belongs to.
    pub owner: Key,
    /// What for.
    pub kind: SubscriptionKind,
    /// Name; empty for a condition.
    pub name: String,
    /// Correlation key (messages).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_key: Option<String>,
    /// Conditions: whether it held when it was last looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub holds: bool,
}

/// An unfinished job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// BPMN id.
    pub element: String,
    /// The element instance.
    pub owner: Key,
    /// Job type.
    pub kind: String,
    /// Attempts left.
    pub retries: u32,
    /// Task headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Listener event, or the element's own work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listener: Option<String>,
    /// Which of the listeners of that event.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub position: u32,
}

/// Something an operator must see to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// The element instance that is stuck.
    pub owner: Key,
    /// BPMN id.
    pub element: String,
    /// Typed code.
    pub code: String,
    /// For the operator.
    pub message: String,
    /// Where a retry continues.
    pub stage: Stage,
    /// The job that ran out of attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<Key>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Default for State {
    fn default() -> Self {
        Self {
            version: STATE_VERSION,
            status: Status::New,
            processes: Vec::new(),
            business_key: None,
            organisation: String::new(),
            next_key: ROOT,
            instances: BTreeMap::new(),
            tasks: BTreeMap::new(),
            timers: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            jobs: BTreeMap::new(),
            incidents: BTreeMap::new(),
            closed: BTreeMap::new(),
            weight: 0,
            ended_with: Context::new(),
            migrated: None,
        }
    }
}

impl State {
    /// Whether the instance has come to an end, whichever way.
    #[must_use]
    pub fn ended(&self) -> bool {
        matches!(self.status, Status::Completed | Status::Cancelled)
    }

    /// Live instances directly inside a scope, oldest first.
    pub fn children(&self, scope: Key) -> impl Iterator<Item = (Key, &Instance)> {
        self.instances
            .range(scope.saturating_add(1)..)
            .filter(move |(_, instance)| instance.scope == scope)
            .map(|(key, instance)| (*key, instance))
    }

    /// Whether an incident holds this element instance.
    #[must_use]
    pub fn has_incident(&self, owner: Key) -> bool {
        self.incidents
            .values()
            .any(|incident| incident.owner == owner)
    }

    /// The value of a variable as the element instance sees it: its own first, then those of the scopes around it,
    /// up to the root of its process (BPMN 10.4.2).
    #[must_use]
    pub fn variable(&self, from: Key, name: &str) -> Option<Value> {
        let mut key = from;
        while let Some(instance) = self.instances.get(&key) {
            if let Some(value) = instance.variables.get(name) {
                return Some(value.clone());
            }
            if let Some(value) = instance.counter(name) {
                return Some(value);
            }
            if instance.isolated {
                return None;
            }
            key = instance.scope;
        }
        None
    }

    /// Every variable that the element instance sees; what a worker or a form receives.
    #[must_use]
    pub fn visible(&self, from: Key) -> Context {
        let mut chain = Vec::new();
        let mut key = from;
        while let Some(instance) = self.instances.get(&key) {
            chain.push(instance);
            if instance.isolated {
                break;
            }
            key = instance.scope;
        }
        let mut seen = Context::new();
        for instance in chain.into_iter().rev() {
            for name in COUNTERS {
                if let Some(value) = instance.counter(name) {
                    seen.insert(*name, value);
                }
            }
            if let Some(body) = &instance.body
                && let Some(name) = &body.output
            {
                seen.insert(name.as_str(), body.collected());
            }
            seen.extend(
                instance
                    .variables
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
        }
        seen
    }

    /// Root variables of the instance, be it running or ended.
    #[must_use]
    pub fn variables(&self) -> &Context {
        match self.instances.get(&ROOT) {
            Some(root) => &root.variables,
            None => &self.ended_with,
        }
    }
}

/// Variables that multi-instance activities offer (DIALECT 2, BPMN table 10.30).
pub(crate) const COUNTERS: &[&str] = &[
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
];

impl Instance {
    /// A multi-instance counter under its name; computed, never stored.
    pub(crate) fn counter(&self, name: &str) -> Option<Value> {
        if name == "loopCounter" {
            return self.loop_counter.map(Value::from);
        }
        let body = self.body.as_ref()?;
        if body.output.as_deref() == Some(name) {
            return Some(body.collected());
        }
        match name {
            "numberOfInstances" => Some(body.total.unwrap_or(body.started).into()),
            "numberOfActiveInstances" => Some(body.active().into()),
            "numberOfCompletedInstances" => Some(body.completed.into()),
            "numberOfTerminatedInstances" => Some(body.terminated.into()),
            _ => None,
        }
    }
}

impl Body {
    /// Started and not ended.
    #[must_use]
    pub fn active(&self) -> u32 {
        self.started
            .saturating_sub(self.completed)
            .saturating_sub(self.terminated)
    }

    /// The output collection in the order of the input; null where nothing was contributed (yet).
    #[must_use]
    pub fn collected(&self) -> Value {
        let total = self.total.unwrap_or(self.started);
        Value::list((1..=total).map(|at| self.outputs.get(&at).cloned().unwrap_or_default()))
    }
}
