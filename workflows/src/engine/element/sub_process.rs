//! Embedded sub-process, transaction and the process itself (BPMN 13.3.4): a scope that begins with its start.

use crate::model::{ElementIndex, Process};

use super::super::command::Key;
use super::super::machine::{Machine, Problem};
use super::super::scope;

/// Opens the event sub-processes and starts what the scope begins with.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
) -> Result<(), Problem> {
    // An event sub-process that compensates begins with its own start event.
    let starts = match super::super::compensation::start_of(process, index) {
        Some(start) => vec![start],
        None => scope::starts(process, index),
    };
    scope::begin(machine, key, process, index, &starts);
    Ok(())
}
