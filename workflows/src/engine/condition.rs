//! Conditional events: a condition fires when it becomes true, and again only after it has been false
//! (BPMN 10.5.5.3).

use crate::feel::Context;
use crate::model::{Kind, Trigger};

use super::command::Key;
use super::event::{Event, SubscriptionKind};
use super::machine::Machine;
use super::note::{Note, Stage};
use super::state::State;
use super::trigger;
use super::variables::holds;

/// Looks at every condition that something changed for.
pub(crate) fn look(machine: &mut Machine<'_>) {
    while !machine.changed.is_empty() || !machine.fresh_conditions.is_empty() {
        let changed = std::mem::take(&mut machine.changed);
        let fresh = std::mem::take(&mut machine.fresh_conditions);
        let watched: Vec<Key> = machine
            .state
            .subscriptions
            .iter()
            .filter(|(_, it)| it.kind == SubscriptionKind::Condition)
            .map(|(key, _)| *key)
            .collect();
        for key in watched {
            look_at(machine, key, &changed, fresh.contains(&key));
        }
    }
}

/// Looks again at the conditions of an element instance, whatever changed.
pub(crate) fn refresh(machine: &mut Machine<'_>, owner: Key) {
    let watched: Vec<Key> = machine
        .state
        .subscriptions
        .iter()
        .filter(|(_, it)| it.owner == owner && it.kind == SubscriptionKind::Condition)
        .map(|(key, _)| *key)
        .collect();
    machine.fresh_conditions.extend(watched);
}

fn look_at(machine: &mut Machine<'_>, key: Key, changed: &[(Key, String, bool)], fresh: bool) {
    let Some(open) = machine.state.subscriptions.get(&key).cloned() else {
        return;
    };
    let Some(process) = machine.process_of(open.owner) else {
        return;
    };
    let Some(index) = process.find(&open.element) else {
        return;
    };
    let watched = match &process.element(index).kind {
        Kind::Catch(it) | Kind::Receive(it) => it,
        Kind::Boundary { trigger, .. } | Kind::Start { trigger, .. } => trigger,
        _ => return,
    };
    let Trigger::Conditional {
        condition,
        variable_names,
        variable_events,
    } = watched
    else {
        return;
    };
    let concerns = |(scope, name, new): &(Key, String, bool)| {
        let event = if *new { "create" } else { "update" };
        (variable_names.is_empty() || variable_names.contains(name))
            && (variable_events.is_empty() || variable_events.iter().any(|it| it == event))
            && encloses(&machine.state, *scope, open.owner)
    };
    if !fresh && !changed.iter().any(concerns) {
        return;
    }
    match holds(machine, open.owner, None, condition) {
        Ok(now) if now == open.holds => {}
        Ok(now) => {
            machine.note(Note::ConditionSeen {
                subscription: key,
                holds: now,
            });
            if now {
                machine.emit(Event::SubscriptionTriggered {
                    subscription: key,
                    element: open.element.clone(),
                });
                trigger::happened(machine, open.owner, &open.element, Context::new());
            }
        }
        Err(problem) => machine.incident(open.owner, Stage::Watch, problem),
    }
}

/// Whether `scope` is `inner` or lies around it, within one process.
fn encloses(state: &State, scope: Key, inner: Key) -> bool {
    let mut key = inner;
    while let Some(instance) = state.instances.get(&key) {
        if key == scope {
            return true;
        }
        if instance.isolated {
            return false;
        }
        key = instance.scope;
    }
    false
}
