//! Errors and escalations: who catches what is thrown (BPMN 13.5.3, 13.5.4; DIALECT 3.6).

use crate::feel::Context;
use crate::model::{Element, ElementIndex, Kind, Process, Text, Trigger};

use super::command::Key;
use super::event::Event;
use super::machine::Machine;
use super::trigger;
use super::variables::text;
use super::wait;

/// What is thrown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thrown {
    Error,
    Escalation,
}

/// Who catches.
#[derive(Debug, Clone)]
pub(crate) struct Catcher {
    /// The activity instance of the boundary event, or the scope of the event sub-process.
    owner: Key,
    /// Boundary or start event.
    event: ElementIndex,
    /// Its id.
    pub element: String,
}

/// The nearest catcher around `from`: at each level the exact code first, then a catch-all; event sub-processes of a
/// scope are nearer than the boundary events on it.
pub(crate) fn catcher(
    machine: &Machine<'_>,
    from: Key,
    thrown: Thrown,
    code: &str,
) -> Option<Catcher> {
    let mut inner: Option<Key> = None;
    let mut key = from;
    loop {
        let (process, index) = machine.place(key)?;
        let here = process.element(index);
        let instance = machine.instance(key)?;
        let body_of_items = here.repetition.is_some() && instance.loop_counter.is_some();
        if inner.is_some() && !body_owns(machine, key, here) {
            let inside = inner
                .and_then(|it| machine.instance(it))
                .map(|it| &it.element);
            let found = wait::event_subprocesses(&process, index)
                // What an event sub-process throws, it does not catch itself.
                .filter(|(sub, _)| Some(&process.element(*sub).id) != inside)
                .filter(|_| listens(machine, key, &process, index))
                .map(|(_, start)| start);
            if let Some(catcher) = best(machine, key, &process, found, thrown, code) {
                return Some(catcher);
            }
        }
        if !body_of_items && !instance.isolated {
            let boundaries = here.boundaries.iter().copied();
            if let Some(catcher) = best(machine, key, &process, boundaries, thrown, code) {
                return Some(catcher);
            }
        }
        inner = Some(key);
        key = instance.scope;
        machine.instance(key)?;
    }
}

fn body_owns(machine: &Machine<'_>, key: Key, element: &Element) -> bool {
    machine.is_body(key, element)
}

/// A scope that an interrupting event sub-process has taken over does not start another one.
fn listens(machine: &Machine<'_>, scope: Key, process: &Process, index: ElementIndex) -> bool {
    !machine.state.children(scope).any(|(_, child)| {
        process.find(&child.element).is_some_and(|at| {
            wait::event_subprocesses(process, index).any(|(sub, start)| {
                sub == at
                    && matches!(
                        process.element(start).kind,
                        Kind::Start {
                            interrupting: true,
                            ..
                        }
                    )
            })
        })
    })
}

fn best(
    machine: &Machine<'_>,
    owner: Key,
    process: &Process,
    events: impl Iterator<Item = ElementIndex>,
    thrown: Thrown,
    code: &str,
) -> Option<Catcher> {
    let mut catch_all = None;
    for event in events {
        let element = process.element(event);
        let (Kind::Boundary { trigger, .. } | Kind::Start { trigger, .. }) = &element.kind else {
            continue;
        };
        let wanted = match (thrown, trigger) {
            (Thrown::Error, Trigger::Error { code })
            | (Thrown::Escalation, Trigger::Escalation { code }) => code,
            _ => continue,
        };
        let catcher = Catcher {
            owner,
            event,
            element: element.id.clone(),
        };
        match wanted {
            None => {
                catch_all.get_or_insert(catcher);
            }
            Some(wanted) if said(machine, owner, wanted).as_deref() == Some(code) => {
                return Some(catcher);
            }
            Some(_) => {}
        }
    }
    catch_all
}

fn said(machine: &Machine<'_>, owner: Key, code: &Text) -> Option<String> {
    text(machine, owner, code).ok().map(|value| value.to_text())
}

/// Lets the catcher go off.
pub(crate) fn caught(machine: &mut Machine<'_>, catcher: &Catcher, values: Context) {
    let Some(process) = machine.process_of(catcher.owner) else {
        return;
    };
    match &process.element(catcher.event).kind {
        Kind::Boundary { .. } => {
            trigger::boundary(machine, catcher.owner, &process, catcher.event, values);
        }
        _ => {
            trigger::event_subprocess(machine, catcher.owner, &process, catcher.event, values);
        }
    }
}

/// Throws an error from an element instance; `false` when nobody catches it.
pub(crate) fn error(machine: &mut Machine<'_>, from: Key, code: &str, values: Context) -> bool {
    let catcher = catcher(machine, from, Thrown::Error, code);
    let element = machine
        .instance(from)
        .map(|it| it.element.clone())
        .unwrap_or_default();
    machine.emit(Event::ErrorThrown {
        element,
        code: code.to_owned(),
        caught_by: catcher.as_ref().map(|it| it.element.clone()),
    });
    match catcher {
        Some(catcher) => {
            caught(machine, &catcher, values);
            true
        }
        None => false,
    }
}

/// Raises an escalation; uncaught ones are only logged.
pub(crate) fn escalation(machine: &mut Machine<'_>, from: Key, code: &str) {
    let catcher = catcher(machine, from, Thrown::Escalation, code);
    let element = machine
        .instance(from)
        .map(|it| it.element.clone())
        .unwrap_or_default();
    machine.emit(Event::EscalationRaised {
        element,
        code: code.to_owned(),
        caught_by: catcher.as_ref().map(|it| it.element.clone()),
    });
    if let Some(catcher) = catcher {
        caught(machine, &catcher, Context::new());
    }
}
