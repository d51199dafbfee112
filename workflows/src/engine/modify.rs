//! Changing where the tokens are, by an operator's hand: before an element, away from one, or from one to another. All
//! steps or none; nothing moves before the last step is done.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::feel::Context;
use crate::model::{Element, ElementIndex, Kind, Process};

use super::command::{Key, Modification};
use super::event::{Ended, Event};
use super::flow;
use super::machine::{Machine, Work};
use super::note::Stage;
use super::refusal::Refusal;
use super::scope::{self, Cause};
use super::state::ROOT;
use super::{variables, wait};

/// How many steps one request may have.
const MOST_STEPS: usize = 500;

/// Where a token is to be put.
struct Place {
    process: Arc<Process>,
    element: ElementIndex,
    /// The innermost scope around it that lives.
    base: Key,
    /// Scopes between `base` and the element that do not, the outermost first.
    missing: Vec<ElementIndex>,
}

/// Why a step cannot be done.
struct No {
    element: String,
    reason: &'static str,
    message: String,
}

impl No {
    fn because(element: &str, reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            element: element.to_owned(),
            reason,
            message: message.into(),
        }
    }

    fn at(self, step: usize) -> Refusal {
        Refusal::CannotModify {
            step,
            element: self.element,
            reason: self.reason,
            message: self.message,
        }
    }
}

/// Does every step, and then cancels what has nothing left inside.
pub(crate) fn apply(
    machine: &mut Machine<'_>,
    steps: &[Modification],
    reason: &str,
) -> Result<(), Refusal> {
    if steps.is_empty() {
        return Err(No::because("", "NOT_ACTIVATABLE", "there is no step").at(0));
    }
    if steps.len() > MOST_STEPS {
        return Err(Refusal::Limit {
            limit: "MODIFICATION_STEPS",
        });
    }
    announce(machine, steps, reason)?;
    let mut touched = BTreeSet::new();
    for (at, step) in steps.iter().enumerate() {
        let numbered = |no: No| no.at(at + 1);
        match step {
            Modification::Activate {
                element,
                scope,
                variables,
            } => {
                let place = find(machine, element, *scope, None).map_err(numbered)?;
                activate(machine, place, variables, at + 1, &mut touched)?;
            }
            Modification::Cancel { instance } => {
                cancel(machine, *instance, &mut touched).map_err(numbered)?;
            }
            Modification::Move {
                instance,
                to,
                scope,
                variables,
            } => {
                let place = find(machine, to, *scope, Some(*instance)).map_err(numbered)?;
                activate(machine, place, variables, at + 1, &mut touched)?;
                cancel(machine, *instance, &mut touched).map_err(numbered)?;
            }
        }
    }
    sweep(machine, touched)
}

/// The fact comes before what follows from it.
fn announce(
    machine: &mut Machine<'_>,
    steps: &[Modification],
    reason: &str,
) -> Result<(), Refusal> {
    let mut activated = Vec::new();
    let mut cancelled = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let (on, off) = match step {
            Modification::Activate { element, .. } => (Some(element), None),
            Modification::Cancel { instance } => (None, Some(*instance)),
            Modification::Move { instance, to, .. } => (Some(to), Some(*instance)),
        };
        activated.extend(on.cloned());
        if let Some(key) = off {
            let element = known(machine, key).map_err(|no| no.at(at + 1))?;
            cancelled.push(Ended {
                instance: key,
                element,
            });
        }
    }
    machine.emit(Event::InstanceModified {
        activated,
        cancelled,
        reason: reason.to_owned(),
    });
    Ok(())
}

fn known(machine: &Machine<'_>, key: Key) -> Result<String, No> {
    match machine.instance(key) {
        None => Err(No::because(
            "",
            "UNKNOWN_INSTANCE",
            format!("no element instance {key} lives"),
        )),
        Some(it) if it.isolated => Err(No::because(
            &it.element,
            "PROCESS_ROOT",
            "a whole process is ended by cancelling the instance, or the call activity",
        )),
        Some(it) => Ok(it.element.clone()),
    }
}

fn find(
    machine: &Machine<'_>,
    id: &str,
    scope: Option<Key>,
    near: Option<Key>,
) -> Result<Place, No> {
    let from = scope.or(near).unwrap_or(ROOT);
    let Some(process) = machine.process_of(from) else {
        return Err(No::because(
            id,
            "SCOPE_UNKNOWN",
            format!("no element instance {from} lives"),
        ));
    };
    let Some(element) = process.find(id).filter(|it| *it != Process::ROOT) else {
        return Err(No::because(
            id,
            "UNKNOWN_ELEMENT",
            format!("{} has no element {id}", process.id),
        ));
    };
    activatable(process.element(element))?;
    let mut around = Vec::new();
    let mut at = process.element(element).parent;
    while let Some(parent) = at {
        around.push(parent);
        at = process.element(parent).parent;
    }
    let encloses = |key: Key| {
        machine.place(key).is_some_and(|(_, index)| {
            around.contains(&index) && !machine.is_body(key, process.element(index))
        })
    };
    let mut base = match (scope, near) {
        (Some(scope), _) if encloses(scope) => scope,
        (Some(scope), _) => {
            return Err(No::because(
                id,
                "SCOPE_UNKNOWN",
                format!("{scope} is no scope around {id}"),
            ));
        }
        (None, Some(near)) => nearest(machine, near, encloses),
        (None, None) => ROOT,
    };
    let inner = machine
        .place(base)
        .map_or(Process::ROOT, |(_, index)| index);
    // The scopes still to go through, the outermost first.
    let mut path: Vec<ElementIndex> = around.into_iter().take_while(|it| *it != inner).collect();
    path.reverse();
    let mut missing = Vec::new();
    for index in path {
        let between = process.element(index);
        if between.repetition.is_some() {
            return Err(No::because(
                id,
                "INSIDE_MULTI_INSTANCE",
                format!("{} repeats: say inside which of its items", between.id),
            ));
        }
        let lives: Vec<Key> = if missing.is_empty() {
            machine
                .state
                .children(base)
                .filter(|(_, it)| it.element == between.id)
                .map(|(key, _)| key)
                .collect()
        } else {
            Vec::new()
        };
        match lives.as_slice() {
            [one] => base = *one,
            [] if matches!(between.kind, Kind::SubProcess { event: true, .. }) => {
                return Err(No::because(
                    id,
                    "EVENT_SUBPROCESS_INACTIVE",
                    format!("{} is started by its event only", between.id),
                ));
            }
            [] => missing.push(index),
            _ => {
                return Err(No::because(
                    id,
                    "SCOPE_AMBIGUOUS",
                    format!("{} lives more than once: say which", between.id),
                ));
            }
        }
    }
    Ok(Place {
        process,
        element,
        base,
        missing,
    })
}

/// The innermost scope around `from` for which `encloses` is true.
fn nearest(machine: &Machine<'_>, from: Key, encloses: impl Fn(Key) -> bool) -> Key {
    let mut at = from;
    while let Some(instance) = machine.instance(at) {
        if instance.isolated || (at != from && encloses(at)) {
            return at;
        }
        at = instance.scope;
    }
    ROOT
}

fn activatable(element: &Element) -> Result<(), No> {
    let why = match &element.kind {
        Kind::Boundary { .. } => "a boundary event happens to its activity",
        Kind::SubProcess { event: true, .. } => "an event sub-process is started by its event",
        Kind::Start { trigger, .. } if !matches!(trigger, crate::model::Trigger::None) => {
            "a start event with a trigger is started by it"
        }
        _ if element.for_compensation => "a compensation handler runs when it is compensated",
        _ => return Ok(()),
    };
    Err(No::because(&element.id, "NOT_ACTIVATABLE", why))
}

fn activate(
    machine: &mut Machine<'_>,
    place: Place,
    variables: &Context,
    step: usize,
    touched: &mut BTreeSet<Key>,
) -> Result<(), Refusal> {
    let Place {
        process,
        element: index,
        mut base,
        missing,
    } = place;
    let element = process.element(index);
    if machine.state.instances.len() + missing.len() >= machine.limits.elements {
        return Err(Refusal::Limit {
            limit: "TOKEN_LIMIT",
        });
    }
    if !machine.has_room(variables) {
        return Err(Refusal::Limit {
            limit: "INSTANCE_SIZE",
        });
    }
    touched.insert(base);
    for scope in missing {
        base = open(machine, &process, scope, base).map_err(|no| no.at(step))?;
    }
    let joins = element.incoming.len() > 1
        && matches!(
            element.kind,
            Kind::Parallel | Kind::Inclusive | Kind::Complex { .. }
        );
    let consumed = element
        .incoming
        .iter()
        .map(|flow| process.flow(*flow).id.clone())
        .filter(|flow| {
            joins
                && machine
                    .instance(base)
                    .is_some_and(|it| it.tokens.contains_key(flow))
        })
        .collect();
    let key = machine.key();
    flow::enter(machine, base, &process, index, consumed);
    variables::set_local(machine, key, variables.clone());
    Ok(())
}

/// Creates a scope that a token is to be put into: everything that belongs to it, but not what it begins with.
fn open(
    machine: &mut Machine<'_>,
    process: &Process,
    index: ElementIndex,
    around: Key,
) -> Result<Key, No> {
    let element = process.element(index);
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: element.id.clone(),
        scope: around,
        process: None,
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: None,
    });
    let failed = |problem: super::machine::Problem| {
        No::because(&element.id, "INPUT_FAILED", problem.message)
    };
    if scope::depth(machine, key) > machine.limits.depth {
        return Err(No::because(
            &element.id,
            "INPUT_FAILED",
            "scopes are nested too deeply",
        ));
    }
    if !element.inputs.is_empty() {
        let values = variables::map(machine, key, &element.inputs, |_| None).map_err(failed)?;
        variables::set_local(machine, key, values);
    }
    wait::attach_boundaries(machine, key, process, index).map_err(failed)?;
    wait::open_event_subprocesses(machine, key, process, index).map_err(failed)?;
    Ok(key)
}

fn cancel(machine: &mut Machine<'_>, key: Key, touched: &mut BTreeSet<Key>) -> Result<(), No> {
    known(machine, key)?;
    end(machine, key, touched);
    Ok(())
}

fn end(machine: &mut Machine<'_>, key: Key, touched: &mut BTreeSet<Key>) {
    let Some((scope, handler_for)) = machine.instance(key).map(|it| (it.scope, it.handler_for))
    else {
        return;
    };
    scope::terminate(machine, key, Cause::Modified);
    if let Some(thrower) = handler_for {
        machine.push(Work::Compensate { thrower });
    }
    touched.insert(scope);
}

/// Cancels scopes in which nothing is left, from the inside out, and lets the others go on.
fn sweep(machine: &mut Machine<'_>, mut touched: BTreeSet<Key>) -> Result<(), Refusal> {
    while let Some(scope) = touched.pop_last() {
        let Some(instance) = machine.instance(scope) else {
            continue;
        };
        let empty =
            instance.children == 0 && instance.tokens.is_empty() && instance.queued.is_empty();
        if empty && scope == ROOT {
            let no = No::because(
                "",
                "NOTHING_LEFT",
                "nothing would be left to do: cancel the instance instead",
            );
            return Err(no.at(0));
        }
        if empty {
            // The root of a called process ends with its call activity.
            let whole = if instance.isolated {
                instance.scope
            } else {
                scope
            };
            end(machine, whole, &mut touched);
            continue;
        }
        let stuck: Vec<Key> = machine
            .state
            .incidents
            .iter()
            .filter(|(_, it)| it.owner == scope && it.stage == Stage::Tokens)
            .map(|(key, _)| *key)
            .collect();
        if stuck.is_empty() {
            machine.push(Work::Settle { scope });
            continue;
        }
        // Tokens that could not go on are looked at again.
        for incident in stuck {
            machine.emit(Event::IncidentResolved { incident });
        }
        flow::rearrive(machine, scope);
    }
    Ok(())
}
