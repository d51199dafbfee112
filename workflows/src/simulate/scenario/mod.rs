//! Scenarios: stories about a workflow that `mufakat test` plays. The format is described in `docs/scenarios.md`;
//! here it is read ([`Scenario::parse`]) and played ([`run`]).
//!
//! ```yaml
//! scenario: The council approves by consensus
//! now: 2026-05-13T08:00:00+08:00
//! zone: Asia/Makassar
//! people:
//!   lead: { positions: [EXEC_LEAD@64.02] }
//! start: { variables: { pages: 120 } }
//! steps:
//!   - complete: upload-bundle
//!     by: lead
//!     with: { complete: true }
//!   - advance: 5 working days
//!   - expect: { state: completed, mails: [] }
//! ```

mod expect;
mod operate;
mod play;
mod read;
mod span;
mod tasks;
mod workers;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;

pub use play::{run, script};

/// A scenario, read.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What the report calls it.
    pub name: String,
    /// More files that it needs, relative to its own.
    pub files: Vec<String>,
    pub(crate) process: Option<String>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) zone: Tz,
    pub(crate) organisation: String,
    pub(crate) holidays: BTreeSet<NaiveDate>,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) jobs: BTreeMap<String, Answer>,
    pub(crate) stubs: Vec<String>,
    pub(crate) start: Begin,
    pub(crate) steps: Vec<Step>,
}

/// Somebody who acts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub name: Option<String>,
    pub positions: Vec<String>,
    pub roles: Vec<String>,
    pub mode: Option<String>,
}

/// What a worker answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub manual: bool,
    pub result: serde_json::Map<String, serde_json::Value>,
}

/// How the instance starts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Begin {
    pub event: Option<String>,
    pub business_key: Option<String>,
    pub variables: serde_json::Map<String, serde_json::Value>,
}

/// One step: the verb, its object, and what refines it.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub verb: String,
    pub object: serde_json::Value,
    pub details: serde_json::Map<String, serde_json::Value>,
}

/// Why a scenario file cannot be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unreadable {
    /// What is wrong, with its place.
    pub message: String,
}

/// How a scenario went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The scenario file.
    pub path: String,
    /// Its name.
    pub scenario: String,
    /// Whether everything came true.
    pub ok: bool,
    /// Steps played.
    pub steps: usize,
    /// The first thing that did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// What did not come true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Step, counted from 1; 0 is the start.
    pub step: usize,
    /// What was expected and what was there.
    pub message: String,
}
