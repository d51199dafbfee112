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
