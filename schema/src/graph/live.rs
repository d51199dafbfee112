//! Live changes: what the store announces and subscriptions filter.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A task or an instance changed; nothing more is said, because who may see it depends on who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// The task, if one.
    pub task: Option<Uuid>,
    /// The instance, if one.
    pub instance: Option<Uuid>,
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeKind {
    /// New.
    Created,
    /// Changed.
    Changed,
    /// No longer open.
    Gone,
}
