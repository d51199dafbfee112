//! What may be asked of an instance (present tense).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::feel::Context;
use crate::model::ProcessRef;

/// Key of an element instance, task, timer, subscription, job or incident inside its process instance.
/// Counted from 1 by the state; the root scope is 1. Unique in the instance for ever.
pub type Key = u64;

/// A command with the facts of its moment: nothing else may influence the decision.
#[derive(Debug, Clone)]
pub struct Command {
    /// Now, truncated to microseconds.
    pub at: DateTime<Utc>,
    /// Zone of the instance's organisation.
    pub zone: Tz,
    /// Chance for this command, if any expression asks for it.
    pub seed: u64,
    /// Who asks; `None` for the system (timers, jobs, messages).
    pub actor: Option<Stamp>,
    /// What is asked.
    pub request: Request,
}

/// Who acted, in what capacity, by which rule (ARCHITECTURE invariant 7). Made by the server from `access::permit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Person id.
    pub person: String,
    /// Name as shown at that time.
    pub name: String,
    /// Position code.
    pub position: Option<String>,
    /// Title of the position as shown at that time.
    pub title: Option<String>,
    /// `DEFINITIVE`, `PLT`, `PLH` or `PJ`.
    pub mode: Option<String>,
    /// `OWN`, `BORROWED` (delegation), `SYSTEM`.
    pub capacity: String,
    /// The rule of `access::policy` that allowed it.
    pub rule: String,
}

/// What is asked.
#[derive(Debug, Clone)]
pub enum Request {
    /// Begin an instance. The state must be empty.
    Start(Start),
    /// A person takes an open task.
    ClaimTask {
        /// The task.
        task: Key,
        /// Person or position that takes it.
        assignee: String,
    },
    /// Gives a claimed task back.
    ReleaseTask {
        /// The task.
        task: Key,
    },
    /// Gives a task to somebody else.
    AssignTask {
        /// The task.
        task: Key,
        /// Person or position.
        assignee: String,
    },
    /// Changes the schedule or priority of an open task.
    UpdateTask {
        /// The task.
        task: Key,
        /// New due date.
        due: Option<DateTime<Utc>>,
        /// New priority.
        priority: Option<u8>,
    },
    /// Finishes a task. The values have passed the form.
    CompleteTask {
        /// The task.
        task: Key,
        /// Values of the form.
        variables: Context,
    },
    /// Sends a task back with a reason: a BPMN error `RETURNED` that a boundary event must catch,
    /// else the request is refused with `NOT_RETURNABLE`. The catching scope receives `returned`
    /// (`{by, reasonCode, note, element}`).
    ReturnTask {
        /// The task.
        task: Key,
        /// Shared reason code (DOMAIN 12).
        reason: String,
        /// Free text, required for `OTHER`.
        note: String,
    },
    /// A timer is due.
    FireTimer {
        /// The timer.
        timer: Key,
    },
    /// A message reached a subscription of this instance.
    CorrelateMessage {
        /// The subscription.
        subscription: Key,
        /// Message variables.
        variables: Context,
    },
    /// A signal reached this instance.
    Signal {
        /// Signal name.
        name: String,
        /// Signal variables.
        variables: Context,
    },
    /// A worker finished a job.
    CompleteJob {
        /// The job.
        job: Key,
        /// Result.
        variables: Context,
        /// For task listener jobs: corrections or denial.
        result: Option<ListenerResult>,
    },
    /// A worker failed.
    FailJob {
        /// The job.
        job: Key,
        /// Attempts left; 0 raises an incident.
        retries: u32,
        /// Not before.
        retry_at: Option<DateTime<Utc>>,
        /// What went wrong, for the operator.
        message: String,
    },
    /// A worker throws a BPMN error.
    ThrowJobError {
        /// The job.
        job: Key,
        /// Error code.
        code: String,
        /// Message.
        message: String,
        /// Variables for the catching scope.
        variables: Context,
    },
    /// Try again what an incident stopped.
    RetryIncident {
        /// The incident.
        incident: Key,
    },
    /// Sets variables from outside (operations).
    SetVariables {
        /// Scope; `None` is the root.
        scope: Option<Key>,
        /// Values.
        values: Context,
    },
    /// Ends the instance.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// How an instance begins.
#[derive(Debug, Clone)]
pub struct Start {
    /// Which definition.
    pub process: ProcessRef,
    /// Start event id; `None` means the none start event.
    pub event: Option<String>,
    /// Regency code + year + running number (DOMAIN 7).
    pub business_key: Option<String>,
    /// Path of the owning organisation, for instance `/id/64/64.02/`.
    pub organisation: String,
    /// Initial variables.
    pub variables: Context,
}

/// What a task listener answers.
#[derive(Debug, Clone, Default)]
pub struct ListenerResult {
    /// Refuses the transition.
    pub denied: Option<String>,
    /// Corrections: any of `assignee`, `candidateUsers`, `candidateGroups`, `dueDate`, `followUpDate`, `priority`.
    pub corrections: Context,
}
