//! Compensation: what is done stays done, its handlers undo it, the last first (BPMN 13.5.5; DIALECT 3.7).

use crate::feel::Context;
use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::command::Key;
use super::element;
use super::event::Event;
use super::machine::{Machine, Problem, Work};
use super::note::{Note, Stage};
use super::trigger;
use super::variables::set_local;

/// The compensation start event, when the element is an event sub-process that compensates.
pub(crate) fn start_of(process: &Process, index: ElementIndex) -> Option<ElementIndex> {
    let element = process.element(index);
    if !matches!(element.kind, Kind::SubProcess { event: true, .. }) {
        return None;
    }
    element.children.iter().copied().find(|child| {
        matches!(
            process.element(*child).kind,
            Kind::Start {
                trigger: Trigger::Compensation { .. },
                ..
            }
        )
    })
}

/// The handler of a completed activity: its compensation boundary event's, or its own compensating event sub-process.
fn handler(process: &Process, element: &Element) -> Option<ElementIndex> {
    element.compensated_by.or_else(|| {
        matches!(element.kind, Kind::SubProcess { .. })
            .then(|| {
                element
                    .children
                    .iter()
                    .copied()
                    .find(|child| start_of(process, *child).is_some())
            })
            .flatten()
    })
}

/// Remembers an activity that is about to complete. Each item of a multi-instance is remembered by itself.
pub(crate) fn enable(machine: &mut Machine<'_>, key: Key, element: &Element) {
    if machine.is_body(key, element) || matches!(element.kind, Kind::Process) {
        return;
    }
    let Some(process) = machine.process_of(key) else {
        return;
    };
    let Some(handler) = handler(&process, element) else {
        return;
    };
    let Some(scope) = machine.instance(key).map(|it| it.scope) else {
        return;
    };
    machine.emit(Event::CompensationEnabled {
        key,
        element: element.id.clone(),
        handler: process.element(handler).id.clone(),
        scope,
        snapshot: snapshot(machine, key),
    });
}

/// The variables that will be gone when the handler runs: those of the activity and of the scopes around it, without
/// the root, which lives.
fn snapshot(machine: &Machine<'_>, key: Key) -> Context {
    let mut chain = Vec::new();
    let mut at = key;
    while let Some(instance) = machine.instance(at) {
        if instance.isolated {
            break;
        }
        chain.push(instance);
        at = instance.scope;
    }
    let mut seen = Context::new();
    for instance in chain.into_iter().rev() {
        if let Some(counter) = instance.loop_counter {
            seen.insert("loopCounter", counter);
        }
        seen.extend(instance.variables.clone());
    }
    seen
}

/// Compensates an activity, or everything completed in the scope. The thrower waits for the handlers.
pub(crate) fn throw(
    machine: &mut Machine<'_>,
    key: Key,
    activity: Option<&str>,
) -> Result<(), Problem> {
    match records_around(machine, key, activity) {
        Some(scope) => {
            machine.note(Note::CompensationStarted {
                thrower: key,
                scope,
                element: activity.map(str::to_owned),
            });
            machine.push(Work::Compensate { thrower: key });
        }
        None => done(machine, key),
    }
    Ok(())
}

/// The scope whose records are meant: from inside an event sub-process, those of the scope around it too.
fn records_around(machine: &Machine<'_>, key: Key, activity: Option<&str>) -> Option<Key> {
    let mut at = machine.instance(key)?.scope;
    loop {
        let instance = machine.instance(at)?;
        let there = instance
            .compensations
            .iter()
            .any(|record| activity.is_none_or(|id| id == record.element));
        if there {
            return Some(at);
        }
        let (process, index) = machine.place(at)?;
        let looks_further = activity.is_some()
            || matches!(
                process.element(index).kind,
                Kind::SubProcess { event: true, .. }
            );
        if instance.isolated || !looks_further {
            return None;
        }
        at = instance.scope;
    }
}

/// Runs the next handler of a thrower, or lets it go on when none is left.
pub(crate) fn next(machine: &mut Machine<'_>, thrower: Key) {
    let Some(instance) = machine.instance(thrower) else {
        return;
    };
    let next = instance
        .compensating
        .as_ref()
        .and_then(|it| it.left.last().cloned().map(|record| (it.scope, record)));
    let Some((scope, record)) = next else {
        return done(machine, thrower);
    };
    let known = machine.process_of(scope).is_some_and(|process| {
        record
            .handler
            .as_ref()
            .is_some_and(|handler| process.find(handler).is_some())
    });
    let Some(handler) = record.handler.filter(|_| known) else {
        machine.note(Note::CompensationSkipped { thrower });
        machine.push(Work::Compensate { thrower });
        return;
    };
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: handler,
        scope,
        process: None,
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: Some(thrower),
    });
    set_local(machine, key, record.snapshot);
    machine.push(Work::Run {
        key,
        stage: Stage::Inputs,
    });
}

/// Everything is undone: the throw event goes on; a cancel end event leaves its transaction.
fn done(machine: &mut Machine<'_>, thrower: Key) {
    let Some((process, index)) = machine.place(thrower) else {
        return;
    };
    let cancels = matches!(
        process.element(index).kind,
        Kind::End {
            trigger: Trigger::Cancel,
            ..
        }
    );
    if !cancels {
        return element::complete(machine, thrower, Context::new());
    }
    match cancel_boundary(machine, thrower) {
        Some((owner, boundary)) => {
            trigger::boundary(machine, owner, &process, boundary, Context::new());
        }
        None => machine.incident(
            thrower,
            Stage::Work,
            Problem::new(
                "CANCEL_UNCAUGHT",
                "the cancelled transaction has no cancel boundary event",
            ),
        ),
    }
}

/// The cancel boundary event of the transaction around an end event, and the instance it sits on.
fn cancel_boundary(machine: &Machine<'_>, thrower: Key) -> Option<(Key, ElementIndex)> {
    let transaction = machine.instance(thrower)?.scope;
    let (process, index) = machine.place(transaction)?;
    let boundary = process
        .element(index)
        .boundaries
        .iter()
        .copied()
        .find(|it| {
            matches!(
                process.element(*it).kind,
                Kind::Boundary {
                    trigger: Trigger::Cancel,
                    ..
                }
            )
        })?;
    let instance = machine.instance(transaction)?;
    let owner = if instance.loop_counter.is_some() {
        instance.scope
    } else {
        transaction
    };
    Some((owner, boundary))
}
