//! Ad-hoc sub-process (BPMN 13.3.5): its elements run without an order of flows, until the completion condition holds
//! or nothing is left to do.

use crate::feel::{Context, Value};
use crate::model::{AdHoc, ElementIndex, Kind, Process};

use super::super::command::Key;
use super::super::flow;
use super::super::machine::{Machine, Problem, Work};
use super::super::note::{Note, Stage};
use super::super::scope::{self, Cause};
use super::super::variables::{evaluate, holds, raise};
use super::super::wait;

/// Activates the chosen elements, or all that no flow leads to.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
    adhoc: &AdHoc,
) -> Result<(), Problem> {
    let chosen = match &adhoc.active_elements {
        None => scope::starts(process, index),
        Some(expression) => chosen(
            machine,
            key,
            process,
            index,
            evaluate(machine, key, expression)?,
        )?,
    };
    wait::open_event_subprocesses(machine, key, process, index)?;
    let (now, later) = if adhoc.sequential && !chosen.is_empty() {
        chosen.split_at(1)
    } else {
        (&chosen[..], &[][..])
    };
    if !later.is_empty() {
        machine.note(Note::Queued {
            scope: key,
            elements: ids(process, later),
        });
    }
    for element in now {
        flow::enter(machine, key, process, *element, Vec::new());
    }
    machine.push(Work::Settle { scope: key });
    Ok(())
}

fn chosen(
    machine: &Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
    value: Value,
) -> Result<Vec<ElementIndex>, Problem> {
    let Value::List(items) = value else {
        return Err(Problem::new(
            "COLLECTION_EXPECTED",
            "the active elements are no list of ids",
        ));
    };
    debug_assert!(machine.instance(key).is_some());
    items
        .iter()
        .map(|item| {
            item.as_str()
                .and_then(|id| process.find(id))
                .filter(|at| process.element(*at).parent == Some(index))
                .ok_or_else(|| {
                    Problem::new(
                        "ELEMENT_NOT_FOUND",
                        format!("{} is no element of this sub-process", item.to_text()),
                    )
                })
        })
        .collect()
}

fn ids(process: &Process, elements: &[ElementIndex]) -> Vec<String> {
    elements
        .iter()
        .map(|at| process.element(*at).id.clone())
        .collect()
}

/// Something directly inside completed: does the completion condition hold now?
pub(crate) fn inner_done(machine: &mut Machine<'_>, scope: Key) {
    let Some((process, index)) = machine.place(scope) else {
        return;
    };
    let Kind::AdHoc(adhoc) = &process.element(index).kind else {
        return;
    };
    if machine.is_body(scope, process.element(index)) {
        return;
    }
    if let Some(expression) = &adhoc.output_element {
        match evaluate(machine, scope, expression) {
            Ok(value) => machine.note(Note::Collected { scope, value }),
            Err(problem) => return machine.incident(scope, Stage::Tokens, problem),
        }
    }
    let Some(condition) = &adhoc.completion else {
        return;
    };
    match holds(machine, scope, None, condition) {
        Ok(true) if adhoc.cancel_remaining => {
            scope::interrupt(machine, scope, Cause::CompletionCondition);
            finish(machine, scope, adhoc);
        }
        Ok(true) => machine.note(Note::Queued {
            scope,
            elements: Vec::new(),
        }),
        Ok(false) => {}
        Err(problem) => machine.incident(scope, Stage::Tokens, problem),
    }
}

/// Nothing moves inside: the next of a sequence, or the end.
pub(crate) fn settle(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
    adhoc: &AdHoc,
) {
    let mut queued = machine
        .instance(key)
        .map(|it| it.queued.clone())
        .unwrap_or_default();
    if !queued.is_empty() {
        let next = queued.remove(0);
        machine.note(Note::Queued {
            scope: key,
            elements: queued,
        });
        match process.find(&next) {
            Some(element) => flow::enter(machine, key, process, element, Vec::new()),
            None => machine.push(Work::Settle { scope: key }),
        }
        return;
    }
    let complete = match &adhoc.completion {
        None => Ok(true),
        Some(condition) => holds(machine, key, None, condition),
    };
    match complete {
        Ok(true) => finish(machine, key, adhoc),
        // Everything ran and still it is not enough: an operator may change variables, a retry looks again.
        Ok(false) => machine.incident(
            key,
            Stage::Tokens,
            Problem::new(
                "AD_HOC_INCOMPLETE",
                format!(
                    "{} has nothing left to do, and its completion condition does not hold",
                    process.element(index).id
                ),
            ),
        ),
        Err(problem) => machine.incident(key, Stage::Tokens, problem),
    }
}

fn finish(machine: &mut Machine<'_>, key: Key, adhoc: &AdHoc) {
    if let Some(name) = &adhoc.output_collection {
        let Some((collected, around)) = machine
            .instance(key)
            .map(|it| (it.collected.clone(), it.scope))
        else {
            return;
        };
        let mut result = Context::new();
        result.insert(name.as_str(), collected);
        raise(machine, around, result);
    }
    super::complete(machine, key, Context::new());
}
