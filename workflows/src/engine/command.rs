//! What may be asked of an instance (present tense).

use std::collections::BTreeMap;

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
    /// Name as shown at that time; empty since names stand outside the journal (docs/decisions/0011).
    #[serde(default, skip_serializing_if = "String::is_empty")]
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
    /// Sets variables from outside (operations). Possible while the instance is suspended.
    SetVariables {
        /// The element instance that they become local variables of; `None` is the root scope.
        scope: Option<Key>,
        /// Values.
        values: Context,
        /// Why, for the journal.
        reason: Option<String>,
    },
    /// Ends the instance. Possible while it is suspended.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Holds the instance: people, timers, messages, signals and workers are refused with
    /// [`super::Refusal::Suspended`] until [`Request::Resume`]. What an operator asks (`SetVariables`, `UpdateTask`,
    /// `AssignTask`, `RetryIncident`, `Modify`, `Migrate`, `RollBackMigration`, `Cancel`) is still done at once, with all
    /// that follows from it inside the command. Timers stay and keep their due: one that falls due meanwhile fires
    /// once after the instance goes on. Nothing happens when it is suspended already.
    Suspend {
        /// Why, for the people who wait.
        reason: String,
    },
    /// Lets a suspended instance go on. Nothing happens when it is running.
    Resume {
        /// Why, for the journal.
        reason: Option<String>,
    },
    /// Changes where the tokens are. All steps or none: a step that makes no sense is
    /// [`super::Refusal::CannotModify`].
    ///
    /// Steps happen in order and nothing moves before the last one is done. Then a scope or multi-instance body that
    /// lost its last content by a cancel is cancelled as well, outwards; when nothing at all would be left the request
    /// is refused (`NOTHING_LEFT`: cancel the instance instead).
    Modify {
        /// What to do.
        steps: Vec<Modification>,
        /// Why, for the journal.
        reason: String,
    },
    /// Moves the instance to another version of its process, see [`super::migrate`].
    Migrate(Migration),
    /// Takes the last migration back: the earlier version, with the waits and candidates that it withdrew or replaced
    /// opened again as they were. Refused like a migration when a token could get stuck; [`super::Refusal::Invalid`]
    /// when nothing was migrated.
    RollBackMigration,
}

/// One step of [`Request::Modify`].
#[derive(Debug, Clone, PartialEq)]
pub enum Modification {
    /// Puts a token before an element. Enclosing sub-processes that are not active are created, without their start
    /// events; their input mappings, boundary events and event sub-processes work as usual. Before a joining gateway,
    /// the token takes with it what already waits there: the join fires.
    Activate {
        /// BPMN id.
        element: String,
        /// A live scope around it; needed when there is more than one, inside a multi-instance, and in a called process.
        scope: Option<Key>,
        /// Local variables of the new element instance.
        variables: Context,
    },
    /// Ends an element instance with everything inside it and all its work.
    Cancel {
        /// The element instance (a task has the key of its element instance).
        instance: Key,
    },
    /// Ends an element instance and puts a token before another element, in the nearest scope that they share.
    Move {
        /// The element instance.
        instance: Key,
        /// BPMN id.
        to: String,
        /// A live scope around the target, when not the nearest shared one is meant.
        scope: Option<Key>,
        /// Local variables of the new element instance.
        variables: Context,
    },
}

/// To another version of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Root scope of a called process inside this instance; `None` migrates the instance's own process. Called
    /// processes stay as they are when their caller migrates.
    pub root: Option<Key>,
    /// Where to.
    pub to: ProcessRef,
    /// Ids of elements (and of sequence flows on which tokens wait) that have another id there. What is not listed
    /// keeps its id.
    pub mapping: BTreeMap<String, String>,
    /// Evaluate assignee, candidates, due date, follow-up date and priority of open tasks again. Otherwise they stay
    /// as they are; name, form, lane and `mufakat:*` properties are always those of the new version.
    pub reassign: bool,
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
