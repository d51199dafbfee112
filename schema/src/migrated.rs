//! What a migration did to one case, or would do: the JSON of `migration_item.outcome`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::commands::Problem;

/// What came of one case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Outcome {
    /// Version before.
    pub from_version: i32,
    /// Version after, or the one that it cannot reach.
    pub to_version: i32,
    /// Every open task before or after.
    pub tasks: Vec<TaskOutcome>,
    /// Elements at which it stands, before and after.
    pub moves: Vec<Move>,
    /// Timers, messages, signals and conditions that are waited for from now on, by element.
    pub opened: Vec<String>,
    /// Those that are waited for no longer.
    pub withdrawn: Vec<String>,
    /// Why it is refused.
    pub obstacles: Vec<Obstacle>,
    /// Why it is refused, when it is not about single elements: no longer there, no longer allowed.
    pub problem: Option<Problem>,
}

/// An open task before and after.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskOutcome {
    /// Key of the task in its case.
    pub key: i64,
    /// Element after, or before when it is withdrawn.
    pub element: String,
    /// Its name there.
    pub name: String,
    /// `KEPT`, `GAINED` (the case comes to it by the migration) or `LOST` (it is withdrawn).
    pub fate: String,
    /// Principal that holds it afterwards.
    pub holder: Option<String>,
    /// Due afterwards.
    pub due: Option<DateTime<Utc>>,
    /// Principals to whom it is addressed now and was not before.
    pub gained: Vec<String>,
    /// Principals to whom it was addressed before and is no longer.
    pub lost: Vec<String>,
}

/// Tokens of one element on their way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Move {
    /// Element before.
    pub from: String,
    /// Element after.
    pub to: String,
    /// How many.
    pub count: i32,
}

/// Something that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Obstacle {
    /// Element or sequence flow of the version that the case runs.
    pub element: String,
    /// Key of the element instance.
    pub instance: Option<i64>,
    /// Code of `engine::ObstacleReason`.
    pub reason: String,
    /// English sentence of the engine.
    pub message: String,
}
