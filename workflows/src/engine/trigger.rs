//! Something that was waited for happened: the boundary, the event sub-process, the gateway or the catch event goes on.

use crate::feel::Context;
use crate::model::{ElementIndex, Kind, Process};

use super::command::Key;
use super::element;
use super::event::Event;
use super::machine::Machine;
use super::note::Stage;
use super::scope::{self, Cause};
use super::wait;

/// The event `element`, for which `owner` waited, happened.
pub(crate) fn happened(machine: &mut Machine<'_>, owner: Key, element: &str, values: Context) {
    let Some(process) = machine.process_of(owner) else {
        return;
    };
    let Some(index) = process.find(element) else {
        return;
    };
    match &process.element(index).kind {
        Kind::Boundary { .. } => boundary(machine, owner, &process, index, values),
        Kind::Start { .. } => event_subprocess(machine, owner, &process, index, values),
        _ => {
            let waits_at_gateway = machine
                .place(owner)
                .is_some_and(|(process, at)| matches!(process.element(at).kind, Kind::EventBased));
            if waits_at_gateway {
                element::event_gateway::chosen(machine, owner, &process, index, values);
            } else {
                wait::close_where(machine, owner, |it| it == element);
                element::complete(machine, owner, values);
            }
        }
    }
}

/// A boundary event of the activity instance `owner` goes off (BPMN 13.5.3).
pub(crate) fn boundary(
    machine: &mut Machine<'_>,
    owner: Key,
    process: &Process,
    index: ElementIndex,
    values: Context,
) {
    let event = process.element(index);
    let Kind::Boundary {
        interrupting,
        trigger,
        ..
    } = &event.kind
    else {
        return;
    };
    let Some(scope) = machine.instance(owner).map(|it| it.scope) else {
        return;
    };
    if *interrupting {
        scope::terminate(machine, owner, Cause::boundary(trigger));
    }
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: event.id.clone(),
        scope,
        process: None,
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: None,
    });
    element::complete(machine, key, values);
}

/// The start event of an event sub-process of the scope `owner` goes off (BPMN 13.5.4).
pub(crate) fn event_subprocess(
    machine: &mut Machine<'_>,
    owner: Key,
    process: &Process,
    start: ElementIndex,
    values: Context,
) {
    let event = process.element(start);
    let Kind::Start { interrupting, .. } = &event.kind else {
        return;
    };
    let Some(inside) = event.parent else { return };
    if *interrupting {
        scope::interrupt(machine, owner, Cause::EventSubProcess);
        // Once interrupted, a scope listens to none of its event sub-processes any more; its boundary events stay.
        wait::close_event_subprocesses(machine, owner, process);
    }
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: process.element(inside).id.clone(),
        scope: owner,
        process: None,
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: None,
    });
    if let Err(problem) = wait::open_event_subprocesses(machine, key, process, inside) {
        machine.incident(key, Stage::Watch, problem);
    }
    let started = machine.key();
    machine.emit(Event::ElementActivated {
        key: started,
        element: event.id.clone(),
        scope: key,
        process: None,
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: None,
    });
    element::complete(machine, started, values);
}

/// A catch event behind an event-based gateway or a link begins and ends in one go.
pub(crate) fn pass(
    machine: &mut Machine<'_>,
    scope: Key,
    process: &Process,
    index: ElementIndex,
    consumed: Vec<String>,
    values: Context,
) {
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: process.element(index).id.clone(),
        scope,
        process: None,
        loop_counter: None,
        consumed,
        handler_for: None,
    });
    element::complete(machine, key, values);
}

/// Ends an element instance and sends a token along one flow, without asking conditions.
pub(crate) fn follow(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    target: ElementIndex,
) -> Option<(Key, String)> {
    let (scope, element) = machine
        .instance(key)
        .map(|it| (it.scope, it.element.clone()))?;
    let at = process.find(&element)?;
    let taken = process
        .element(at)
        .outgoing
        .iter()
        .map(|index| process.flow(*index))
        .find(|it| it.target == target)?;
    wait::close_owned(machine, key);
    machine.emit(Event::ElementCompleted { key, element });
    machine.emit(Event::FlowTaken {
        flow: taken.id.clone(),
        scope,
        target: process.element(target).id.clone(),
    });
    Some((scope, taken.id.clone()))
}
