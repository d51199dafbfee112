//! Tokens on sequence flows: where they arrive, where they wait, and which flows leave.

use std::collections::BTreeSet;

use crate::model::{Element, ElementIndex, FlowIndex, Kind, Process, Trigger};

use super::command::Key;
use super::element;
use super::event::Event;
use super::machine::{Machine, Problem, Work};
use super::note::{Note, Stage};
use super::variables::holds;

/// A token stands on a flow: it enters the target, or waits there for others.
pub(crate) fn arrive(machine: &mut Machine<'_>, scope: Key, flow: &str) {
    let waits = machine
        .instance(scope)
        .is_some_and(|it| it.tokens.contains_key(flow));
    let Some(process) = machine.process_of(scope) else {
        return;
    };
    let Some(taken) = process.flows.iter().find(|it| it.id == flow) else {
        return;
    };
    if !waits {
        return;
    }
    let target = process.element(taken.target);
    if !machine.spend() {
        machine.incident_at(
            scope,
            target.id.clone(),
            Stage::Tokens,
            Problem::new(
                "STEP_LIMIT",
                "one command moved too many tokens; a retry goes on from here",
            ),
            None,
        );
        return;
    }
    let joins = target.incoming.len() > 1;
    match &target.kind {
        Kind::Parallel if joins => parallel(machine, scope, &process, taken.target),
        // Judged when nothing else moves, see `reconsider_joins`.
        Kind::Inclusive if joins => {}
        Kind::Complex {
            activation: Some(condition),
        } if joins => {
            element::complex::arrive(machine, scope, &process, taken.target, condition, flow);
        }
        Kind::Complex { activation: None } if joins => {}
        _ => {
            enter(
                machine,
                scope,
                &process,
                taken.target,
                vec![flow.to_owned()],
            );
        }
    }
}

/// Starts an element instance with the tokens it takes.
pub(crate) fn enter(
    machine: &mut Machine<'_>,
    scope: Key,
    process: &Process,
    target: ElementIndex,
    consumed: Vec<String>,
) {
    let target = process.element(target);
    if machine.state.instances.len() >= machine.limits.elements {
        machine.incident_at(
            scope,
            target.id.clone(),
            Stage::Tokens,
            Problem::new("TOKEN_LIMIT", "too many tokens live at once"),
            None,
        );
        return;
    }
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: target.id.clone(),
        scope,
        process: None,
        loop_counter: None,
        consumed,
        handler_for: None,
    });
    machine.push(Work::Run {
        key,
        stage: Stage::Inputs,
    });
}

/// BPMN 13.4.1: one token of each incoming flow; a second token on a flow waits for the next round (DIALECT 3.2).
fn parallel(machine: &mut Machine<'_>, scope: Key, process: &Process, target: ElementIndex) {
    let wanted: Vec<String> = process
        .element(target)
        .incoming
        .iter()
        .map(|flow| process.flow(*flow).id.clone())
        .collect();
    let complete = machine
        .instance(scope)
        .is_some_and(|it| wanted.iter().all(|flow| it.tokens.contains_key(flow)));
    if complete {
        enter(machine, scope, process, target, wanted);
    }
}

/// Judges the joins that depend on what may still come. `true` when one moved.
pub(crate) fn reconsider_joins(machine: &mut Machine<'_>) -> bool {
    let scopes: Vec<Key> = machine
        .state
        .instances
        .iter()
        .filter(|(_, it)| !it.tokens.is_empty() || !it.rounds.is_empty())
        .map(|(key, _)| *key)
        .collect();
    for scope in &scopes {
        let Some(process) = machine.process_of(*scope) else {
            continue;
        };
        for target in waiting_joins(machine, *scope, &process) {
            let parked = machine
                .state
                .incidents
                .values()
                .any(|it| it.owner == *scope && it.element == process.element(target).id);
            if !parked && !awaits(machine, *scope, &process, target) {
                fire(machine, *scope, &process, target);
                return true;
            }
        }
        if element::complex::reset(machine, *scope, &process) {
            return true;
        }
    }
    for scope in scopes {
        if unstick(machine, scope) {
            return true;
        }
    }
    false
}

/// Inclusive gateways (and complex ones without a condition of their own) where tokens wait, in document order.
fn waiting_joins(machine: &Machine<'_>, scope: Key, process: &Process) -> Vec<ElementIndex> {
    let Some(instance) = machine.instance(scope) else {
        return Vec::new();
    };
    let mut found = BTreeSet::new();
    for flow in process
        .flows
        .iter()
        .filter(|flow| instance.tokens.contains_key(&flow.id))
    {
        let target = process.element(flow.target);
        let judged = matches!(
            target.kind,
            Kind::Inclusive | Kind::Complex { activation: None }
        );
        if judged && target.incoming.len() > 1 {
            found.insert(flow.target);
        }
    }
    found.into_iter().collect()
}

fn fire(machine: &mut Machine<'_>, scope: Key, process: &Process, target: ElementIndex) {
    let consumed: Vec<String> = process
        .element(target)
        .incoming
        .iter()
        .map(|flow| process.flow(*flow).id.clone())
        .filter(|flow| {
            machine
                .instance(scope)
                .is_some_and(|it| it.tokens.contains_key(flow))
        })
        .collect();
    enter(machine, scope, process, target, consumed);
}

/// BPMN 13.4.3: whether a token in this scope can still reach an incoming flow of the gateway that has none, other than
/// by way of one that has.
pub(crate) fn awaits(
    machine: &Machine<'_>,
    scope: Key,
    process: &Process,
    gateway: ElementIndex,
) -> bool {
    let Some(instance) = machine.instance(scope) else {
        return false;
    };
    let (full, empty): (Vec<FlowIndex>, Vec<FlowIndex>) = process
        .element(gateway)
        .incoming
        .iter()
        .partition(|flow| instance.tokens.contains_key(&process.flow(**flow).id));
    coming(machine, scope, process, gateway, &full, &empty)
}

/// Whether a token can still reach one of `empty` and could not as well reach one of `full`.
pub(crate) fn coming(
    machine: &Machine<'_>,
    scope: Key,
    process: &Process,
    gateway: ElementIndex,
    full: &[FlowIndex],
    empty: &[FlowIndex],
) -> bool {
    if empty.is_empty() {
        return false;
    }
    let Some(instance) = machine.instance(scope) else {
        return false;
    };
    let upstream_empty = upstream(process, gateway, empty);
    let upstream_full = upstream(process, gateway, full);
    let counts = |element: ElementIndex| {
        upstream_empty.contains(&element) && !upstream_full.contains(&element)
    };
    let on_flows = process
        .flows
        .iter()
        .filter(|flow| instance.tokens.contains_key(&flow.id) && flow.target != gateway)
        .any(|flow| counts(flow.target));
    let mut inside = machine
        .state
        .children(scope)
        .filter_map(|(_, child)| process.find(&child.element));
    on_flows || inside.any(|element| element != gateway && counts(element))
}

/// Elements from which one of the flows can be reached without passing the gateway.
pub(crate) fn upstream(
    process: &Process,
    gateway: ElementIndex,
    flows: &[FlowIndex],
) -> BTreeSet<ElementIndex> {
    let mut found = BTreeSet::new();
    let mut todo: Vec<ElementIndex> = flows
        .iter()
        .map(|flow| process.flow(*flow).source)
        .collect();
    while let Some(element) = todo.pop() {
        if element == gateway || !found.insert(element) {
            continue;
        }
        let here = process.element(element);
        todo.extend(here.incoming.iter().map(|flow| process.flow(*flow).source));
        match &here.kind {
            // A token in the activity may leave by its boundary event.
            Kind::Boundary { attached_to, .. } => todo.push(*attached_to),
            Kind::Catch(Trigger::Link { name }) => todo.extend(throws(process, here, name)),
            _ => {}
        }
    }
    found
}

fn throws<'a>(
    process: &'a Process,
    catch: &'a Element,
    wanted: &'a str,
) -> impl Iterator<Item = ElementIndex> + 'a {
    process
        .elements
        .iter()
        .enumerate()
        .filter(move |(_, it)| {
            it.parent == catch.parent
                && matches!(&it.kind, Kind::Throw { trigger: Trigger::Link { name }, .. } if name == wanted)
        })
        .map(|(at, _)| ElementIndex(at as u32))
}

/// A scope in which only tokens at joins are left will never move by itself: inclusive joins that wait for each other
/// go on, in document order; a parallel join that misses a token is an incident, never a silence. Tokens at joins that
/// have all brought their flows together before are surplus (two tokens came by one flow): their next round can no
/// longer be, so they end where they are.
fn unstick(machine: &mut Machine<'_>, scope: Key) -> bool {
    let stuck = machine.instance(scope).is_some_and(|it| {
        it.children == 0 && !it.tokens.is_empty() && !machine.state.has_incident(scope)
    });
    let Some(process) = machine.process_of(scope).filter(|_| stuck) else {
        return false;
    };
    if let Some(target) = waiting_joins(machine, scope, &process).first() {
        fire(machine, scope, &process, *target);
        return true;
    }
    let Some(instance) = machine.instance(scope) else {
        return false;
    };
    let starved = process
        .flows
        .iter()
        .filter(|flow| instance.tokens.contains_key(&flow.id))
        .map(|flow| &process.element(flow.target).id)
        .find(|join| !instance.joined.contains(*join))
        .cloned();
    let Some(element) = starved else {
        drop_tokens(machine, scope);
        machine.push(Work::Settle { scope });
        return true;
    };
    machine.incident_at(
        scope,
        element,
        Stage::Tokens,
        Problem::new(
            "JOIN_STUCK",
            "tokens wait at this join for others that can no longer come",
        ),
        None,
    );
    false
}

/// Which flows leave an element. Gateways, activities and events alike: conditions count, and the default flow is for
/// when none of them holds (BPMN 13.2.1, 13.4).
pub(crate) fn leaving(
    machine: &Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
) -> Result<Vec<FlowIndex>, Problem> {
    if matches!(element.kind, Kind::Parallel | Kind::EventBased) {
        return Ok(element.outgoing.clone());
    }
    let only_one = matches!(element.kind, Kind::Exclusive);
    let decides = matches!(
        element.kind,
        Kind::Exclusive | Kind::Inclusive | Kind::Complex { .. }
    );
    let mut chosen = Vec::new();
    let mut conditional = false;
    for index in &element.outgoing {
        let flow = process.flow(*index);
        if element.default_flow == Some(*index) {
            continue;
        }
        let taken = match &flow.condition {
            None => true,
            Some(condition) => {
                conditional = true;
                holds(machine, key, None, condition).map_err(|problem| {
                    Problem::new(
                        if problem.code == "CONDITION_NOT_BOOLEAN" {
                            "CONDITION_NOT_BOOLEAN"
                        } else {
                            "CONDITION_FAILED"
                        },
                        format!("flow {}: {}", flow.id, problem.message),
                    )
                })?
            }
        };
        if taken {
            chosen.push(*index);
            if only_one {
                break;
            }
        }
    }
    let none_holds = chosen.is_empty() || (!decides && !any_conditional(process, &chosen));
    if none_holds
        && let Some(default) = element.default_flow
        && (conditional || chosen.is_empty())
    {
        chosen.push(default);
    }
    if chosen.is_empty() && !element.outgoing.is_empty() {
        return Err(Problem::new(
            "NO_FLOW",
            "no condition holds and there is no default flow",
        ));
    }
    Ok(chosen)
}

fn any_conditional(process: &Process, flows: &[FlowIndex]) -> bool {
    flows
        .iter()
        .any(|flow| process.flow(*flow).condition.is_some())
}

/// Puts a token on each flow.
pub(crate) fn take(machine: &mut Machine<'_>, scope: Key, process: &Process, flows: &[FlowIndex]) {
    for index in flows {
        let flow = process.flow(*index);
        machine.emit(Event::FlowTaken {
            flow: flow.id.clone(),
            scope,
            target: process.element(flow.target).id.clone(),
        });
        machine.push(Work::Arrive {
            scope,
            flow: flow.id.clone(),
        });
    }
}

/// Drops every token that waits on flows of a scope.
pub(crate) fn drop_tokens(machine: &mut Machine<'_>, scope: Key) {
    let flows: Vec<String> = machine
        .instance(scope)
        .map(|it| {
            it.tokens
                .iter()
                .flat_map(|(flow, count)| std::iter::repeat_n(flow.clone(), *count as usize))
                .collect()
        })
        .unwrap_or_default();
    if !flows.is_empty() {
        machine.note(Note::TokensDropped { scope, flows });
    }
}

/// Looks again at every token that waits in a scope: after an incident, or a raised bound.
pub(crate) fn rearrive(machine: &mut Machine<'_>, scope: Key) {
    let waiting: Vec<(String, u32)> = machine
        .instance(scope)
        .map(|it| {
            it.tokens
                .iter()
                .map(|(flow, n)| (flow.clone(), *n))
                .collect()
        })
        .unwrap_or_default();
    for (flow, count) in waiting {
        for _ in 0..count {
            machine.push(Work::Arrive {
                scope,
                flow: flow.clone(),
            });
        }
    }
    machine.push(Work::Settle { scope });
}
