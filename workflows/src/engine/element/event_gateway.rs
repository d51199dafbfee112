//! Event-based gateway (BPMN 13.4.4): the first of the events behind it decides where the token goes.

use crate::feel::Context;
use crate::model::{ElementIndex, Kind, Process};

use super::super::command::Key;
use super::super::machine::{Machine, Problem};
use super::super::{trigger, wait};

/// Opens the waits of all events behind the gateway.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
) -> Result<(), Problem> {
    let mut prepared = Vec::new();
    for flow in &process.element(index).outgoing {
        let target = process.element(process.flow(*flow).target);
        if let Kind::Catch(awaited) | Kind::Receive(awaited) = &target.kind {
            prepared.extend(wait::prepare(machine, key, &target.id, awaited)?);
        }
    }
    if prepared.is_empty() {
        return Err(Problem::new(
            "NO_FLOW",
            "no event follows this event-based gateway",
        ));
    }
    wait::open(machine, key, prepared);
    Ok(())
}

/// One of the events happened: the others are no longer waited for.
pub(crate) fn chosen(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    event: ElementIndex,
    values: Context,
) {
    if let Some((scope, flow)) = trigger::follow(machine, key, process, event) {
        trigger::pass(machine, scope, process, event, vec![flow], values);
    }
}
