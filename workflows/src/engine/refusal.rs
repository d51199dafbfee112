//! Why the engine says no. A refusal changes nothing.

use serde::Serialize;

/// A typed refusal: the code is stable, the sentences belong to the translations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// The instance exists already.
    #[error("the instance has already started")]
    AlreadyStarted,
    /// Start event or definition missing.
    #[error("cannot start: {reason}")]
    CannotStart {
        /// What is missing.
        reason: String,
    },
    /// The task, timer, job, subscription or incident was never there.
    #[error("{what} {key} is not known to this instance")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
        /// Its key.
        key: u64,
    },
    /// It was withdrawn meanwhile (interrupted, expired, settled): what was written is kept by the caller.
    #[error("task {key} was withdrawn")]
    Withdrawn {
        /// The task.
        key: u64,
    },
    /// It is already done.
    #[error("task {key} is already completed")]
    AlreadyCompleted {
        /// The task.
        key: u64,
    },
    /// Somebody else holds it.
    #[error("task {key} is claimed by {holder}")]
    ClaimedByOther {
        /// The task.
        key: u64,
        /// Who.
        holder: String,
    },
    /// No boundary event catches `RETURNED` here.
    #[error("task {key} cannot be returned")]
    NotReturnable {
        /// The task.
        key: u64,
    },
    /// The ballot is not acceptable: already cast, closed, or not an elector.
    #[error("ballot refused: {reason}")]
    BallotRefused {
        /// `ALREADY_CAST`, `CLOSED`, `NOT_ELECTOR`, `BAD_CHOICE`.
        reason: String,
    },
    /// A task listener said no.
    #[error("denied: {reason}")]
    Denied {
        /// Its words.
        reason: String,
    },
    /// The instance has ended.
    #[error("the instance has ended")]
    Ended,
    /// An operator holds the instance: ask again after it has been resumed. Timers stay due, messages stay buffered and
    /// jobs keep their attempts; a signal is not kept.
    #[error("the instance is suspended")]
    Suspended,
    /// A step of a modification makes no sense; none was done.
    #[error("step {step} cannot be done: {message}")]
    CannotModify {
        /// Which step, counted from 1; 0 for all of them together.
        step: usize,
        /// The element it is about.
        element: String,
        /// `UNKNOWN_ELEMENT`, `UNKNOWN_INSTANCE`, `NOT_ACTIVATABLE`, `SCOPE_UNKNOWN`, `SCOPE_AMBIGUOUS`,
        /// `INSIDE_MULTI_INSTANCE`, `EVENT_SUBPROCESS_INACTIVE`, `INPUT_FAILED`, `PROCESS_ROOT`, `NOTHING_LEFT`.
        reason: &'static str,
        /// For the operator.
        message: String,
    },
    /// The instance cannot move to that version without a token getting stuck or lost.
    #[error("the instance cannot be migrated: {}", words(.obstacles))]
    CannotMigrate {
        /// Every reason.
        obstacles: Vec<Obstacle>,
    },
    /// A bound was reached before anything could be decided.
    #[error("limit reached: {limit}")]
    Limit {
        /// Which.
        limit: &'static str,
    },
    /// The request makes no sense here.
    #[error("invalid request: {reason}")]
    Invalid {
        /// Why.
        reason: String,
    },
}

/// Why a token cannot move to another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Obstacle {
    /// Element (or sequence flow) of the version that the instance runs.
    pub element: String,
    /// The element instance that stands there, when it is about one.
    pub instance: Option<u64>,
    /// Typed reason.
    pub reason: ObstacleReason,
    /// For the operator.
    pub message: String,
}

/// Kinds of [`Obstacle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ObstacleReason {
    /// The new version has no such element: map it, or move the token first.
    ElementMissing,
    /// A token waits on a sequence flow that the new version does not have.
    FlowMissing,
    /// It is another kind of element there, or waits for another kind of event.
    KindChanged,
    /// It lies in another scope there.
    ScopeChanged,
    /// It is repeated in another way there: multi-instance, sequential, loop, vote.
    RepetitionChanged,
    /// A join would wait for tokens that can no longer come.
    JoinStuck,
    /// What is done could no longer be compensated.
    CompensationLost,
    /// What the new version waits for cannot be worked out, for instance a failing timer expression.
    WaitFailed,
    /// The new version's task cannot be worked out, for instance a failing name or assignment.
    TaskFailed,
    /// Two elements in use would become one.
    MappedTwice,
}

fn words(obstacles: &[Obstacle]) -> String {
    let all: Vec<&str> = obstacles.iter().map(|it| it.message.as_str()).collect();
    all.join("; ")
}
