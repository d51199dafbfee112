//! Complex gateway as an n-of-m join (BPMN 13.4.5): it fires once its activation condition holds, swallows what still
//! comes of the same round, and begins anew when nothing of the round can come any more.

use crate::feel::{Context, Expression};
use crate::model::{ElementIndex, Kind, Process};

use super::super::command::Key;
use super::super::flow;
use super::super::machine::{Machine, Problem, Work};
use super::super::note::{Note, Stage};
use super::super::variables::holds;

/// A token arrived at a complex join.
pub(crate) fn arrive(
    machine: &mut Machine<'_>,
    scope: Key,
    process: &Process,
    target: ElementIndex,
    condition: &Expression,
    flow: &str,
) {
    let element = process.element(target);
    let Some(instance) = machine.instance(scope) else {
        return;
    };
    if let Some(seen) = instance.rounds.get(&element.id) {
        if !seen.iter().any(|it| it == flow) {
            machine.note(Note::RoundSeen {
                scope,
                element: element.id.clone(),
                flow: flow.to_owned(),
            });
            machine.note(Note::TokensDropped {
                scope,
                flows: vec![flow.to_owned()],
            });
            machine.push(Work::Settle { scope });
        }
        return;
    }
    let waiting: Vec<String> = element
        .incoming
        .iter()
        .map(|index| process.flow(*index).id.clone())
        .filter(|id| instance.tokens.contains_key(id))
        .collect();
    let mut counts = Context::new();
    counts.insert("activatedCount", waiting.len());
    counts.insert("activationCount", waiting.len());
    match holds(machine, scope, Some(&counts), condition) {
        Ok(true) => {
            if waiting.len() < element.incoming.len() {
                machine.note(Note::RoundFired {
                    scope,
                    element: element.id.clone(),
                    seen: waiting.clone(),
                });
            }
            flow::enter(machine, scope, process, target, waiting);
        }
        Ok(false) if waiting.len() == element.incoming.len() => machine.incident_at(
            scope,
            element.id.clone(),
            Stage::Tokens,
            Problem::new(
                "JOIN_STUCK",
                "every flow has arrived and the activation condition still does not hold",
            ),
            None,
        ),
        Ok(false) => {}
        Err(problem) => {
            machine.incident_at(scope, element.id.clone(), Stage::Tokens, problem, None);
        }
    }
}

/// Ends rounds to which nothing can contribute any more. `true` when one ended.
pub(crate) fn reset(machine: &mut Machine<'_>, scope: Key, process: &Process) -> bool {
    let rounds: Vec<(String, Vec<String>)> = machine
        .instance(scope)
        .map(|it| it.rounds.clone().into_iter().collect())
        .unwrap_or_default();
    for (id, seen) in rounds {
        let Some(gateway) = process.find(&id) else {
            continue;
        };
        let element = process.element(gateway);
        if !matches!(element.kind, Kind::Complex { .. }) {
            continue;
        }
        let (full, empty): (Vec<_>, Vec<_>) = element
            .incoming
            .iter()
            .partition(|flow| seen.contains(&process.flow(**flow).id));
        let tokens_left = element.incoming.iter().any(|flow| {
            machine
                .instance(scope)
                .is_some_and(|it| it.tokens.contains_key(&process.flow(*flow).id))
        });
        if !flow::coming(machine, scope, process, gateway, &full, &empty) {
            machine.note(Note::RoundReset { scope, element: id });
            if tokens_left {
                flow::rearrive(machine, scope);
            }
            return true;
        }
    }
    false
}
