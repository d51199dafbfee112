//! What happened to an instance (past tense). Events are stored for ever: add fields with `#[serde(default)]`,
//! never rename; a changed meaning gets a new variant and an entry in `upcast`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::feel::{Context, Value};
use crate::model::ProcessRef;

use super::command::Key;
use super::note::{Note, Stage};

/// One fact. Serialised with a `type` tag, for instance `{"type":"TASK_COMPLETED","task":7,...}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// The instance exists; its root scope has key 1.
    InstanceStarted {
        /// Definition.
        process: ProcessRef,
        /// Start event.
        element: String,
        /// Business key.
        business_key: Option<String>,
        /// Path of the owning organisation.
        organisation: String,
    },
    /// Variables were set in a scope.
    VariablesSet {
        /// The scope.
        scope: Key,
        /// New values; other variables stay.
        values: Context,
        /// Why, when an operator set them and said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A token entered an element.
    ElementActivated {
        /// The new element instance.
        key: Key,
        /// BPMN id.
        element: String,
        /// Enclosing scope instance.
        scope: Key,
        /// The process it belongs to, when another than the scope's (root of a called process).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        process: Option<ProcessRef>,
        /// Multi-instance: 1-based position.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        loop_counter: Option<u32>,
        /// Flows whose waiting tokens it takes, one token of each.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        consumed: Vec<String>,
        /// Compensation handler: the throwing element instance that waits for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handler_for: Option<Key>,
    },
    /// An element finished normally.
    ElementCompleted {
        /// The element instance.
        key: Key,
        /// BPMN id.
        element: String,
    },
    /// An element was cancelled.
    ElementTerminated {
        /// The element instance.
        key: Key,
        /// BPMN id.
        element: String,
        /// Why: `BOUNDARY`, `EVENT_SUBPROCESS`, `TERMINATE_END`, `CANCELLED`, `COMPLETION_CONDITION`, `EVENT_GATEWAY`, `ERROR`, `MODIFIED`.
        cause: String,
    },
    /// A token moved along a flow and waits at (or enters) its target.
    FlowTaken {
        /// Sequence flow id.
        flow: String,
        /// Scope instance.
        scope: Key,
        /// Target element.
        target: String,
    },
    /// Work for a person exists.
    TaskCreated {
        /// Task key = key of the element instance.
        task: Key,
        /// Everything that the inbox shows.
        facts: Box<TaskFacts>,
    },
    /// Somebody took it.
    TaskClaimed {
        /// The task.
        task: Key,
        /// Person or position.
        assignee: String,
    },
    /// Given back to its candidates.
    TaskReleased {
        /// The task.
        task: Key,
    },
    /// Given to somebody.
    TaskAssigned {
        /// The task.
        task: Key,
        /// Person or position.
        assignee: String,
    },
    /// Schedule, priority or candidates changed.
    TaskUpdated {
        /// The task.
        task: Key,
        /// The facts after the change.
        facts: Box<TaskFacts>,
    },
    /// Finished by a person.
    TaskCompleted {
        /// The task.
        task: Key,
        /// BPMN id.
        element: String,
        /// Person id, when a person did it.
        by: Option<String>,
        /// What was entered.
        values: Context,
    },
    /// Sent back with a reason.
    TaskReturned {
        /// The task.
        task: Key,
        /// BPMN id.
        element: String,
        /// Person id.
        by: Option<String>,
        /// Reason code.
        reason: String,
        /// Free text.
        note: String,
    },
    /// Withdrawn by the process: `EXPIRED` (its deadline event fired), `CANCELLED`, `SETTLED` (vote or n-of-m done).
    TaskWithdrawn {
        /// The task.
        task: Key,
        /// BPMN id.
        element: String,
        /// State shown to people.
        state: String,
    },
    /// A vote on a roll call moved or ended.
    TallyChanged {
        /// The multi-instance body.
        body: Key,
        /// BPMN id.
        element: String,
        /// `voting::Tally` as a FEEL context.
        tally: Value,
        /// The result can no longer change.
        settled: bool,
    },
    /// A timer waits.
    TimerStarted {
        /// The timer.
        timer: Key,
        /// Catch, boundary or start event.
        element: String,
        /// The element instance it belongs to.
        owner: Key,
        /// When.
        due: DateTime<Utc>,
        /// Cycle text and how many firings are left (`None` is without end).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cycle: Option<Cycle>,
    },
    /// A timer fired (late or not).
    TimerFired {
        /// The timer.
        timer: Key,
    },
    /// A timer is no longer wanted.
    TimerCancelled {
        /// The timer.
        timer: Key,
    },
    /// The instance waits for a message or signal.
    SubscriptionOpened {
        /// The subscription.
        subscription: Key,
        /// Catch event, boundary, receive task or start event.
        element: String,
        /// The element instance it belongs to.
        owner: Key,
        /// `MESSAGE` or `SIGNAL`.
        kind: SubscriptionKind,
        /// Name.
        name: String,
        /// Correlation key (messages only).
        correlation_key: Option<String>,
    },
    /// It no longer waits.
    SubscriptionClosed {
        /// The subscription.
        subscription: Key,
    },
    /// A message or signal arrived at it.
    SubscriptionTriggered {
        /// The subscription.
        subscription: Key,
        /// Its element.
        element: String,
    },
    /// Work for a worker exists.
    JobCreated {
        /// The job.
        job: Key,
        /// BPMN id.
        element: String,
        /// The element instance.
        owner: Key,
        /// Job type.
        kind: String,
        /// Attempts.
        retries: u32,
        /// Task headers.
        headers: BTreeMap<String, String>,
        /// `None` for the element's own work, else the listener event (`start`, `end`, `completing`, ...).
        listener: Option<String>,
        /// Which of the listeners of that event, from 0.
        #[serde(default)]
        position: u32,
    },
    /// An operator gave a failed job new attempts: it can be leased again.
    JobRetried {
        /// The job.
        job: Key,
        /// Attempts.
        retries: u32,
    },
    /// A worker finished.
    JobCompleted {
        /// The job.
        job: Key,
    },
    /// A worker failed.
    JobFailed {
        /// The job.
        job: Key,
        /// Attempts left.
        retries: u32,
        /// Not before.
        retry_at: Option<DateTime<Utc>>,
        /// For the operator.
        message: String,
    },
    /// The job is no longer wanted.
    JobCancelled {
        /// The job.
        job: Key,
    },
    /// A message leaves the instance.
    MessageThrown {
        /// The throwing element.
        element: String,
        /// Name.
        name: String,
        /// Correlation key.
        correlation_key: String,
        /// Buffer time in milliseconds.
        time_to_live_ms: i64,
        /// Payload.
        variables: Context,
    },
    /// A signal leaves the instance (and reaches this instance too).
    SignalThrown {
        /// The throwing element.
        element: String,
        /// Name.
        name: String,
        /// Payload.
        variables: Context,
    },
    /// An error was thrown, and where it was caught (`None`: an incident follows).
    ErrorThrown {
        /// The throwing element.
        element: String,
        /// Code.
        code: String,
        /// Catching element.
        caught_by: Option<String>,
    },
    /// An escalation was raised; uncaught ones are only logged.
    EscalationRaised {
        /// The throwing element.
        element: String,
        /// Code.
        code: String,
        /// Catching element.
        caught_by: Option<String>,
    },
    /// A completed activity can now be compensated.
    CompensationEnabled {
        /// The completed element instance.
        key: Key,
        /// Its element.
        element: String,
        /// The handler.
        handler: String,
        /// Scope instance.
        scope: Key,
        /// Variables at completion, for the handler.
        snapshot: Context,
    },
    /// A decision was evaluated: what "why me?" shows.
    DecisionEvaluated {
        /// The rule task.
        element: String,
        /// Decision id.
        decision: String,
        /// Rules that matched, as FEEL contexts.
        matched: Value,
        /// Result.
        value: Value,
    },
    /// Something needs an operator; the rest of the instance goes on.
    IncidentRaised {
        /// The incident.
        incident: Key,
        /// The element instance that is stuck.
        owner: Key,
        /// BPMN id.
        element: String,
        /// Typed code, for instance `CONDITION_NOT_BOOLEAN`.
        code: String,
        /// For the operator.
        message: String,
        /// Where a retry continues.
        stage: Stage,
        /// The job that ran out of attempts, if that is the cause.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        job: Option<Key>,
    },
    /// The incident is over.
    IncidentResolved {
        /// The incident.
        incident: Key,
    },
    /// Internal bookkeeping of the engine that no reader outside needs (joins, multi-instance counters, ...).
    Bookkept {
        /// What.
        note: Note,
    },
    /// The instance came to its end.
    InstanceCompleted {},
    /// Somebody ended it.
    InstanceCancelled {
        /// Why.
        reason: String,
    },
    /// An operator holds it.
    InstanceSuspended {
        /// Why.
        reason: String,
    },
    /// It goes on.
    InstanceResumed {
        /// Why, when it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// An operator changed where the tokens are; what follows from it are events of their own, after this one.
    InstanceModified {
        /// Elements that a token was put before.
        activated: Vec<String>,
        /// Element instances that were ended.
        cancelled: Vec<Ended>,
        /// Why.
        reason: String,
    },
    /// The instance, or a process called inside it, runs another version from here on. Waits that are withdrawn or
    /// opened by it and tasks that look different are events of their own, after this one.
    InstanceMigrated {
        /// Root scope of the process: 1, or that of a called one.
        root: Key,
        /// Before.
        from: ProcessRef,
        /// After.
        to: ProcessRef,
        /// Elements that have another id from here on.
        elements: BTreeMap<String, String>,
        /// Sequence flows that have another id from here on.
        flows: BTreeMap<String, String>,
        /// Timers and subscriptions that are withdrawn by it: remembered for a rollback.
        withdrawn: Vec<Key>,
        /// Assignment and schedule of open tasks were evaluated again: what they were is remembered for a rollback.
        reassigned: bool,
        /// It takes the migration before it back.
        rollback: bool,
    },
}

/// An element instance that an operator ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The element instance.
    pub instance: Key,
    /// BPMN id.
    pub element: String,
}

/// How a cycle goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// The cycle as written.
    pub text: String,
    /// First tick: the anchor of the schedule (DIALECT 3.4).
    pub anchor: DateTime<Utc>,
    /// Sequence number of this tick, from 1.
    pub sequence: u32,
    /// Ticks left after this one; `None` is without end.
    pub left: Option<u32>,
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubscriptionKind {
    /// By name and correlation key.
    Message,
    /// By name, to everybody.
    Signal,
    /// A condition over variables: the engine itself watches it, nothing arrives from outside.
    Condition,
}

/// What the inbox knows of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskFacts {
    /// BPMN id.
    pub element: String,
    /// Process that holds the element (a called process has its own).
    pub process: ProcessRef,
    /// Shown name (FEEL in braces already filled in).
    pub name: String,
    /// `USER` or `MANUAL`.
    pub kind: String,
    /// Evaluated assignee: a position, role or person key.
    pub assignee: Option<String>,
    /// Evaluated candidate positions or persons.
    pub candidate_users: Vec<String>,
    /// Evaluated candidate roles.
    pub candidate_groups: Vec<String>,
    /// Due.
    pub due: Option<DateTime<Utc>>,
    /// Follow up.
    pub follow_up: Option<DateTime<Utc>>,
    /// 0 to 100.
    pub priority: u8,
    /// `id` of a deployed form, or `embedded:<id>`, or `external:<text>`.
    pub form: Option<String>,
    /// `mufakat:*` properties, evaluated when they begin with `=` (without the prefix: `strategic`, `separateFrom`, ...).
    pub council: BTreeMap<String, Value>,
    /// Lane.
    pub lane: Option<String>,
    /// Multi-instance body this task belongs to, and its 1-based position.
    pub body: Option<Key>,
    /// 1-based position in the multi-instance.
    pub loop_counter: Option<u32>,
    /// The boundary or other event that ends the wait by itself ("what happens on silence"): element id and due.
    pub silence: Option<String>,
}
