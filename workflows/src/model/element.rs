//! Elements of a process and what each kind carries.

use std::collections::BTreeMap;

use crate::feel::Expression;

use super::process::{ElementIndex, FlowIndex};
use super::trigger::Trigger;

/// A flow node, or the process itself.
#[derive(Debug, Clone)]
pub struct Element {
    /// BPMN id, unique in its file.
    pub id: String,
    /// Human name.
    pub name: Option<String>,
    /// Documentation text.
    pub documentation: Option<String>,
    /// Line in the source file, counted from 1.
    pub line: u32,
    /// The enclosing scope; `None` only for the process itself.
    pub parent: Option<ElementIndex>,
    /// What it is.
    pub kind: Kind,
    /// Flows that arrive.
    pub incoming: Vec<FlowIndex>,
    /// Flows that leave, in document order.
    pub outgoing: Vec<FlowIndex>,
    /// The default flow, one of `outgoing`.
    pub default_flow: Option<FlowIndex>,
    /// For scopes: the elements directly inside.
    pub children: Vec<ElementIndex>,
    /// For activities: boundary events attached to it.
    pub boundaries: Vec<ElementIndex>,
    /// Input mappings, in order.
    pub inputs: Vec<Mapping>,
    /// Output mappings, in order.
    pub outputs: Vec<Mapping>,
    /// Multi-instance or standard loop.
    pub repetition: Option<Repetition>,
    /// `isForCompensation`: runs only as a compensation handler.
    pub for_compensation: bool,
    /// The handler that compensates this activity (through a compensation boundary event and its association).
    pub compensated_by: Option<ElementIndex>,
    /// Name of the innermost lane that holds it.
    pub lane: Option<String>,
    /// `zeebe:property` pairs (ours begin with `mufakat:`).
    pub properties: BTreeMap<String, String>,
    /// Blocking listeners (`zeebe:executionListeners`), in order.
    pub execution_listeners: Vec<Listener>,
}

/// What an element is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The process itself.
    Process,
    /// Embedded sub-process, transaction or event sub-process.
    SubProcess {
        /// A transaction (BPMN 13.4.2): a cancel end event compensates it.
        transaction: bool,
        /// Event sub-process: started by its own start event, not by a flow.
        event: bool,
    },
    /// Ad-hoc sub-process.
    AdHoc(Box<AdHoc>),
    /// Call activity.
    Call(Box<Call>),
    /// A person's work.
    UserTask(Box<UserTask>),
    /// Manual task: waits like a user task, without form or assignment.
    Manual,
    /// Abstract task: passes at once.
    Abstract,
    /// Work of a job worker: service, send, script or rule task with `zeebe:taskDefinition`.
    Job(Box<Job>),
    /// FEEL script.
    Script {
        /// The expression.
        expression: Expression,
        /// Where its value goes.
        result: String,
    },
    /// Business rule task that calls a decision.
    Decision(Box<CalledDecision>),
    /// Receive task: waits for a message.
    Receive(Trigger),
    /// Exclusive gateway.
    Exclusive,
    /// Parallel gateway.
    Parallel,
    /// Inclusive gateway.
    Inclusive,
    /// Event-based gateway (exclusive, mid-process).
    EventBased,
    /// Complex gateway as an n-of-m join.
    Complex {
        /// `activationCondition`, evaluated with `activatedCount` after each arrival.
        activation: Option<Expression>,
    },
    /// Start event. In an event sub-process it carries a trigger and may be non-interrupting.
    Start {
        /// `Trigger::None` for a plain start.
        trigger: Trigger,
        /// Event sub-process only: cancels the scope it starts in.
        interrupting: bool,
        /// `zeebe:formDefinition` of a start form.
        form: Option<FormRef>,
    },
    /// Intermediate catch event.
    Catch(Trigger),
    /// Intermediate throw event; `job` when a message throw is done by a worker.
    Throw {
        /// What is thrown.
        trigger: Trigger,
        /// Worker that does it (`zeebe:taskDefinition`).
        job: Option<Box<Job>>,
    },
    /// End event.
    End {
        /// What is thrown; [`Trigger::Terminate`] ends the scope.
        trigger: Trigger,
        /// Worker that does it (`zeebe:taskDefinition`).
        job: Option<Box<Job>>,
    },
    /// Boundary event.
    Boundary {
        /// The activity it sits on.
        attached_to: ElementIndex,
        /// Cancels that activity.
        interrupting: bool,
        /// What it waits for.
        trigger: Trigger,
    },
}

/// A literal, or FEEL when the attribute began with `=`.
#[derive(Debug, Clone)]
pub enum Text {
    /// Taken as it stands.
    Literal(String),
    /// Evaluated when needed.
    Feel(Expression),
}

/// `zeebe:input` or `zeebe:output`.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Source value.
    pub source: Text,
    /// Target variable, a path such as `meeting.date`.
    pub target: String,
}

/// A user task (BPMN 10.3.4.1).
#[derive(Debug, Clone, Default)]
pub struct UserTask {
    /// Exactly one position or person.
    pub assignee: Option<Text>,
    /// Positions or persons, a list or comma-separated.
    pub candidate_users: Option<Text>,
    /// Roles in organisations, a list or comma-separated.
    pub candidate_groups: Option<Text>,
    /// When it is due.
    pub due: Option<Text>,
    /// When to follow up.
    pub follow_up: Option<Text>,
    /// 0 to 100, default 50.
    pub priority: Option<Text>,
    /// Its form.
    pub form: Option<FormRef>,
    /// Blocking task listeners, in order.
    pub listeners: Vec<Listener>,
}

/// Where a form comes from.
#[derive(Debug, Clone)]
pub enum FormRef {
    /// `formId` with a binding: a deployed `.form` file.
    Deployed {
        /// Form id.
        id: String,
        /// Which version.
        binding: Binding,
    },
    /// Embedded in the process (`zeebe:userTaskForm`), by its id.
    Embedded(String),
    /// `externalReference` or a foreign `formKey`: shown as a link or by a custom screen.
    External(Text),
}

/// Which deployed version a reference means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// The newest at the moment of use.
    Latest,
    /// The one deployed together with the referring file.
    Deployment,
    /// The newest with this `zeebe:versionTag`.
    VersionTag(String),
}

/// A job for a worker.
#[derive(Debug, Clone)]
pub struct Job {
    /// Job type; built-in ones are `mufakat:*`.
    pub kind: Text,
    /// Attempts before an incident, default 3.
    pub retries: Text,
    /// `zeebe:taskHeaders`.
    pub headers: BTreeMap<String, String>,
}

/// A blocking listener.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Which moment: `start`, `end`, `creating`, `assigning`, `updating`, `completing`, `canceling`.
    pub event: String,
    /// The job it makes.
    pub job: Job,
}

/// `zeebe:calledElement`.
#[derive(Debug, Clone)]
pub struct Call {
    /// Id of the called process.
    pub process: Text,
    /// Which version.
    pub binding: Binding,
    /// Copy every variable of the child back (default true).
    pub propagate_child: bool,
    /// Give the child every variable of the caller (default true).
    pub propagate_parent: bool,
}

/// `zeebe:calledDecision`.
#[derive(Debug, Clone)]
pub struct CalledDecision {
    /// Decision id.
    pub decision: Text,
    /// Which version.
    pub binding: Binding,
    /// Where its value goes.
    pub result: String,
}

/// Ad-hoc sub-process (BPMN 13.3.5).
#[derive(Debug, Clone)]
pub struct AdHoc {
    /// FEEL list of the ids of the elements to activate on entry; `None` activates those without incoming flows.
    pub active_elements: Option<Expression>,
    /// When it is done early.
    pub completion: Option<Expression>,
    /// `cancelRemainingInstances` (default true).
    pub cancel_remaining: bool,
    /// Variable that collects outputs.
    pub output_collection: Option<String>,
    /// What each inner element contributes.
    pub output_element: Option<Expression>,
    /// Sequential ordering: one inner element at a time.
    pub sequential: bool,
}

/// Repetition of an activity.
#[derive(Debug, Clone)]
pub enum Repetition {
    /// Multi-instance (BPMN 13.3.7).
    Multi(Box<MultiInstance>),
    /// Standard loop (BPMN 13.3.6).
    Loop {
        /// Goes on while this is true; absent means until `maximum`.
        condition: Option<Expression>,
        /// Test before the first run.
        test_before: bool,
        /// Upper bound.
        maximum: Option<u32>,
    },
}

/// Multi-instance characteristics.
#[derive(Debug, Clone)]
pub struct MultiInstance {
    /// One after the other instead of all at once.
    pub sequential: bool,
    /// How many times, or over what.
    pub over: Over,
    /// Variable that each item is bound to.
    pub input_element: Option<String>,
    /// Variable that collects the outputs, in the order of the input.
    pub output_collection: Option<String>,
    /// What each instance contributes.
    pub output_element: Option<Expression>,
    /// When the rest is no longer needed.
    pub completion: Option<Expression>,
}

/// What a multi-instance runs over.
#[derive(Debug, Clone)]
pub enum Over {
    /// A list.
    Collection(Expression),
    /// A number (`loopCardinality`).
    Cardinality(Expression),
}
