//! Enumerations that are stored as their name.

use sea_orm::entity::prelude::*;

/// State of a process instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum InstanceState {
    /// Work is open, or something is waited for.
    Running,
    /// It came to its end.
    Completed,
    /// Somebody ended it.
    Cancelled,
    /// Held by an operator.
    Suspended,
}

/// State of a task as people see it (DOMAIN 12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum TaskState {
    /// Waits for one of its candidates.
    Created,
    /// Somebody took it.
    Claimed,
    /// Being worked on by others by delegation.
    InProgress,
    /// Sent, waits to be checked.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// Finished.
    Done,
    /// Its deadline ended it.
    Expired,
    /// Withdrawn by the process.
    Cancelled,
    /// Let go, with who and why.
    Waived,
    /// No longer needed: the vote was settled.
    Settled,
}
