//! Whether a process is sound, for the screens that draw it: the findings of [`workflows::prove`] with the way to each.

use std::sync::Arc;

use async_graphql::{Enum, SimpleObject};
use workflows::model::Process;
use workflows::prove::{self, Bounds, FindingKind};

use crate::deployed::Compiled;

use super::problem::{Fault, Result};

/// Most states that one question explores.
const STATES: usize = 5_000;

/// What the exploration of every way through a process found.
#[derive(SimpleObject, Debug, Clone)]
pub struct ProcessProof {
    /// Nothing is wrong, and every state was seen.
    sound: bool,
    /// There are more states than were explored: nothing is claimed about the others.
    bounded: bool,
    /// States explored, called processes included.
    states: i32,
    /// Faults, the gravest kind first.
    findings: Vec<ProcessFinding>,
}

/// What can be wrong with a process.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcessFindingKind {
    /// Tokens wait at a join for others that can no longer come.
    Deadlock,
    /// Parallel branches go on without having been joined: what follows runs twice.
    LackOfSynchronisation,
    /// An element that never begins.
    DeadElement,
    /// A situation from which no end can be reached.
    CannotComplete,
}

/// One fault of a process, with a way there that can be drawn.
#[derive(SimpleObject, Debug, Clone)]
pub struct ProcessFinding {
    /// What is wrong.
    kind: ProcessFindingKind,
    /// BPMN id of the element where it shows.
    element: String,
    /// Its line in the file, from 1.
    line: u32,
    /// A shortest way there: ids of elements that begin, events that happen and flows that are taken, in order.
    trace: Vec<String>,
    /// Ids of the elements and flows where tokens stand at the end of the way.
    tokens: Vec<String>,
    /// English sentence.
    message: String,
    /// Indonesian sentence.
    message_id: String,
    /// What to do, in English.
    remedy: String,
    /// What to do, in Indonesian.
    remedy_id: String,
}

/// Explores a process on a thread of its own: it takes the processor for a while.
pub(super) async fn of(compiled: Arc<Compiled>, process: Arc<Process>) -> Result<ProcessProof> {
    let explored = tokio::task::spawn_blocking(move || {
        let called = |id: &str| {
            compiled
                .definition(id, None)
                .map(|found| Arc::clone(&found.process))
        };
        let bounds = Bounds {
            states: STATES,
            ..Bounds::default()
        };
        prove::prove(&process, &called, bounds)
    });
    let proof = explored
        .await
        .map_err(|error| Fault::internal(format!("the proof did not end: {error}")))?;
    Ok(ProcessProof {
        sound: proof.sound,
        bounded: proof.bounded,
        states: i32::try_from(proof.states).unwrap_or(i32::MAX),
        findings: proof.findings.into_iter().map(told).collect(),
    })
}

fn told(found: prove::Finding) -> ProcessFinding {
    ProcessFinding {
        kind: match found.kind {
            FindingKind::Deadlock => ProcessFindingKind::Deadlock,
            FindingKind::LackOfSynchronisation => ProcessFindingKind::LackOfSynchronisation,
            FindingKind::DeadElement => ProcessFindingKind::DeadElement,
            FindingKind::CannotComplete => ProcessFindingKind::CannotComplete,
        },
        element: found.element,
        line: found.line,
        trace: found.trace,
        tokens: found.tokens,
        message: found.message,
        message_id: found.message_id,
        remedy: found.remedy,
        remedy_id: found.remedy_id,
    }
}
