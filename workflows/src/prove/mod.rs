//! Soundness of a process for all data at once (`mufakat prove`, DIALECT 4): every state that the executable model can
//! reach is explored with data forgotten, and what goes wrong is told with a trace that a designer can draw.
//!
//! The tokens move as [`crate::engine`] moves them; where data decide, every way is taken, and what people, workers and
//! clocks may do happens in every order. Each scope is explored by itself: a sub-process is one step with several ends
//! for the scope around it, so that the states of scopes add up instead of multiplying. `docs/prove.md` says what is
//! abstracted and how to read a trace.

mod addressed;
mod advance;
pub mod attendance;
mod catching;
mod explore;
mod growth;
mod join;
mod marking;
mod net;
pub mod organisation;
mod routing;
mod step;
mod throwing;
mod verdict;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::model::Process;

use explore::{Explored, Explorer};
use marking::At;

/// Finds a called process by its id; `None` for one that is not there, which is taken as a step that ends somehow.
pub type Called<'a> = dyn Fn(&str) -> Option<Arc<Process>> + 'a;

/// How far the exploration goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Most states over all scopes.
    pub states: usize,
    /// Whether of steps that do not depend on each other only one order is explored. The findings are the same.
    pub reduce: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            states: 50_000,
            reduce: true,
        }
    }
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FindingKind {
    /// Tokens wait at a join for others that can no longer come.
    Deadlock,
    /// Parallel branches go on without having been joined: what follows runs twice.
    LackOfSynchronisation,
    /// An element that never begins.
    DeadElement,
    /// A situation from which no end can be reached.
    CannotComplete,
}

impl FindingKind {
    /// The code of the warning at deployment.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Deadlock => "UNSOUND_DEADLOCK",
            Self::LackOfSynchronisation => "UNSOUND_LACK_OF_SYNCHRONISATION",
            Self::DeadElement => "UNSOUND_DEAD_ELEMENT",
            Self::CannotComplete => "UNSOUND_CANNOT_COMPLETE",
        }
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// BPMN id of the element where it shows.
    pub element: String,
    /// Its line in the file.
    pub line: u32,
    /// A shortest way there: ids of elements that begin, events that happen and flows that are taken, in order.
    pub trace: Vec<String>,
    /// Ids of the elements and flows where tokens stand at the end of the trace.
    pub tokens: Vec<String>,
    /// What is wrong, in English.
    pub message: String,
    /// What is wrong, in Indonesian.
    pub message_id: String,
    /// What to do, in English.
    pub remedy: String,
    /// What to do, in Indonesian.
    pub remedy_id: String,
}

/// The outcome for one process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// BPMN id of the process.
    pub process: String,
    /// Nothing is wrong, and every state was seen.
    pub sound: bool,
    /// Faults, the gravest kind first.
    pub findings: Vec<Finding>,
    /// The bound was hit: nothing is claimed about what was not seen.
    pub bounded: bool,
    /// States explored, called processes included.
    pub states: usize,
}

/// Proves a process sound, or tells why it is not.
#[must_use]
pub fn prove(process: &Process, called: &Called<'_>, bounds: Bounds) -> Proof {
    let (root, states) = explored(process, called, bounds);
    let findings = root
        .as_ref()
        .map_or_else(Vec::new, |root| verdict::findings(process, root));
    let bounded = root.as_ref().is_none_or(|root| root.bounded);
    Proof {
        process: process.id.clone(),
        sound: findings.is_empty() && !bounded,
        findings,
        bounded,
        states,
    }
}

fn explored(process: &Process, called: &Called<'_>, bounds: Bounds) -> (Option<Explored>, usize) {
    if process.elements.is_empty() {
        return (None, 0);
    }
    let mut explorer = Explorer::new(called, bounds);
    let root = explorer.scope(process, Process::ROOT);
    (Some(root), bounds.states.saturating_sub(explorer.left))
}

/// Every marking that each scope of a process can be in: the ids of the elements that are alive directly inside it and
/// of the flows on which tokens wait. For tools that animate a process, and for the test that holds the exploration
/// against the engine; `None` when the bound was hit.
#[must_use]
pub fn markings(
    process: &Process,
    called: &Called<'_>,
    bounds: Bounds,
) -> Option<BTreeMap<String, BTreeSet<BTreeSet<String>>>> {
    let (root, _) = explored(process, called, bounds);
    let root = root.filter(|root| !root.bounded)?;
    let mut found = BTreeMap::new();
    let mut open = vec![&root];
    while let Some(scope) = open.pop() {
        let markings = scope
            .nodes
            .iter()
            .map(|node| {
                let places = node.marking.tokens.iter();
                let id = |(at, _): &(At, u32)| match at {
                    At::Flow(flow) => process.flow(*flow).id.clone(),
                    At::Link(it) | At::Inside(it) | At::Stuck(it) | At::Undoing(it) => {
                        process.element(*it).id.clone()
                    }
                };
                places.map(id).collect()
            })
            .collect();
        found.insert(process.element(scope.at).id.clone(), markings);
        open.extend(scope.inner.values());
    }
    Some(found)
}
