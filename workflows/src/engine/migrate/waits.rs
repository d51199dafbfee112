//! Timers and subscriptions over a migration: which stay, which the new version no longer has, which it adds.

use std::collections::BTreeSet;

use crate::model::{ElementIndex, Kind, Process, Trigger};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::Machine;
use super::super::note::{Note, Stage};
use super::super::refusal::{Obstacle, ObstacleReason};
use super::super::state::{Migrated, ROOT};
use super::super::wait::{self, Prepared};
use super::judge::Names;

/// What happens to waits.
#[derive(Default)]
pub(super) struct Changes {
    /// Timers and subscriptions that end.
    pub withdrawn: BTreeSet<Key>,
    /// Activities whose boundary events are open from now on.
    attached: Vec<Key>,
    /// Waits that begin, with their owners and elements.
    opened: Vec<(Key, String, Prepared)>,
    /// Conditions that stay with other words, and are looked at again.
    conditions: Vec<Key>,
}

/// The events that an element instance waits for beside its own work: its boundary events, the event sub-processes
/// inside it, or the events behind it.
fn around(process: &Process, at: ElementIndex) -> Vec<ElementIndex> {
    let element = process.element(at);
    let mut found = element.boundaries.clone();
    match &element.kind {
        Kind::EventBased => found.extend(
            element
                .outgoing
                .iter()
                .map(|flow| process.flow(*flow).target),
        ),
        Kind::Process | Kind::SubProcess { .. } | Kind::AdHoc(_) => {
            found.extend(wait::event_subprocesses(process, at).map(|(_, start)| start));
        }
        _ => {}
    }
    found
}

fn trigger(process: &Process, at: ElementIndex) -> Option<&Trigger> {
    match &process.element(at).kind {
        Kind::Boundary { trigger, .. } | Kind::Start { trigger, .. } => Some(trigger),
        Kind::Catch(trigger) | Kind::Receive(trigger) => Some(trigger),
        _ => None,
    }
}

/// Whether a condition that is watched reads otherwise in the new version. One that reads the same has been looked at
/// whenever something changed that it asks to be looked at for.
fn reworded(names: &Names<'_>, element: &str) -> bool {
    let Some(was) = names.old.find(element) else {
        return false;
    };
    let Some(now) = names.target(was) else {
        return false;
    };
    match (trigger(names.old, was), trigger(names.new, now)) {
        (
            Some(Trigger::Conditional { condition: a, .. }),
            Some(Trigger::Conditional { condition: b, .. }),
        ) => a.source() != b.source(),
        _ => false,
    }
}

/// Works out what changes; what cannot be worked out is an obstacle.
pub(super) fn changes(
    machine: &Machine<'_>,
    root: Key,
    live: &BTreeSet<Key>,
    names: &Names<'_>,
    back: Option<&Migrated>,
    obstacles: &mut Vec<Obstacle>,
) -> Changes {
    let mut changes = Changes::default();
    for key in live {
        let Some(instance) = machine.instance(*key) else {
            continue;
        };
        let places = if *key == root {
            Some((Process::ROOT, Process::ROOT))
        } else {
            let old = names.old.find(&instance.element);
            old.and_then(|old| Some((old, names.target(old)?)))
        };
        if let Some((old, new)) = places {
            one(
                machine,
                *key,
                old,
                new,
                names,
                back,
                &mut changes,
                obstacles,
            );
        }
    }
    changes
}

#[allow(
    clippy::too_many_arguments,
    reason = "one element instance in both versions"
)]
fn one(
    machine: &Machine<'_>,
    key: Key,
    old: ElementIndex,
    new: ElementIndex,
    names: &Names<'_>,
    back: Option<&Migrated>,
    changes: &mut Changes,
    obstacles: &mut Vec<Obstacle>,
) {
    let (before, after) = (around(names.old, old), around(names.new, new));
    let same = |was: ElementIndex, now: ElementIndex| {
        names.target(was) == Some(now) && names.same_kind(was, now)
    };
    let own = &names.old.element(old).id;
    let stays = |element: &str| {
        element == own
            || names
                .old
                .find(element)
                .is_some_and(|was| after.iter().any(|now| same(was, *now)))
    };
    let mut kept = 0;
    let timers = machine
        .state
        .timers
        .iter()
        .map(|(at, it)| (*at, it.owner, &it.element));
    let open = machine.state.subscriptions.iter();
    for (at, _, element) in timers
        .chain(open.map(|(at, it)| (*at, it.owner, &it.element)))
        .filter(|(_, owner, _)| *owner == key)
    {
        if stays(element) {
            kept += 1;
            if reworded(names, element) {
                changes.conditions.push(at);
            }
        } else {
            changes.withdrawn.insert(at);
        }
    }
    let begun = begun(machine, key, names, new);
    for now in &after {
        let is_boundary = matches!(names.new.element(*now).kind, Kind::Boundary { .. });
        if !(if is_boundary {
            begun.boundaries
        } else {
            begun.inside
        }) {
            continue;
        }
        let id = &names.new.element(*now).id;
        let had = before.iter().any(|was| same(*was, *now));
        let wanted = match back {
            // Taking back a migration opens what it withdrew, and nothing that had happened before it.
            Some(last) if key < last.next_key => remembered(last, key, id),
            _ => !had,
        };
        let Some(trigger) = trigger(names.new, *now).filter(|_| wanted) else {
            continue;
        };
        match wait::prepare(machine, key, id, trigger) {
            Ok(Some(prepared)) => {
                kept += 1;
                changes.opened.push((key, id.clone(), prepared));
            }
            Ok(None) => {}
            Err(problem) => obstacles.push(Obstacle {
                element: own.clone(),
                instance: Some(key),
                reason: ObstacleReason::WaitFailed,
                message: format!("{id}: {}", problem.message),
            }),
        }
    }
    if begun.boundaries && !names.new.element(new).boundaries.is_empty() {
        changes.attached.push(key);
    }
    if matches!(names.new.element(new).kind, Kind::EventBased) && begun.inside && kept == 0 {
        obstacles.push(Obstacle {
            element: own.clone(),
            instance: Some(key),
            reason: ObstacleReason::WaitFailed,
            message: format!("nothing would be left that {own} waits for"),
        });
    }
}

/// How far an element instance is: whether its boundary events, and its inner or own events, are open.
struct Begun {
    boundaries: bool,
    inside: bool,
}

fn begun(machine: &Machine<'_>, key: Key, names: &Names<'_>, new: ElementIndex) -> Begun {
    let Some(instance) = machine.instance(key) else {
        return Begun {
            boundaries: false,
            inside: false,
        };
    };
    let element = names.new.element(new);
    let listener = |wanted: &str| {
        machine
            .state
            .jobs
            .values()
            .any(|job| job.owner == key && job.listener.as_deref() == Some(wanted))
    };
    let stopped = |stages: &[Stage]| {
        machine
            .state
            .incidents
            .values()
            .any(|it| it.owner == key && stages.contains(&it.stage))
    };
    let item = element.repetition.is_some() && instance.loop_counter.is_some();
    let body = machine.is_body(key, element);
    let early = listener("start") || stopped(&[Stage::Inputs]);
    let late = listener("end") || stopped(&[Stage::Outputs, Stage::Flows]);
    let failed = stopped(&[Stage::Work]);
    // Once an interrupting event sub-process has taken a scope over, it listens to no other.
    let taken_over = machine.state.children(key).any(|(_, child)| {
        wait::event_subprocesses(names.new, new).any(|(sub, start)| {
            let at = names.old.find(&child.element);
            let interrupts = matches!(
                names.new.element(start).kind,
                Kind::Start {
                    interrupting: true,
                    ..
                }
            );
            interrupts && at.and_then(|it| names.target(it)) == Some(sub)
        })
    });
    Begun {
        boundaries: !item && !early && !late && (instance.attached || !failed) && key != ROOT,
        inside: !body && !early && !late && !failed && !taken_over,
    }
}

fn remembered(last: &Migrated, owner: Key, element: &str) -> bool {
    let timers = last.timers.values().map(|it| (it.owner, &it.element));
    let open = last
        .subscriptions
        .values()
        .map(|it| (it.owner, &it.element));
    timers
        .chain(open)
        .any(|(of, at)| of == owner && at == element)
}

/// Ends and begins what [`changes`] found.
pub(super) fn change(machine: &mut Machine<'_>, changes: Changes, back: Option<&Migrated>) {
    for key in changes.withdrawn {
        if machine.state.timers.contains_key(&key) {
            machine.emit(Event::TimerCancelled { timer: key });
        } else if machine.state.subscriptions.contains_key(&key) {
            machine.emit(Event::SubscriptionClosed { subscription: key });
        }
    }
    for key in changes.attached {
        if machine.instance(key).is_some_and(|it| !it.attached) {
            machine.note(Note::Attached { key });
        }
    }
    for (owner, element, prepared) in changes.opened {
        let revived = back.is_some_and(|last| revive(machine, last, owner, &element));
        if !revived {
            wait::open(machine, owner, vec![prepared]);
        }
    }
    let kept = changes.conditions.into_iter();
    let still_open: Vec<Key> = kept
        .filter(|key| machine.state.subscriptions.contains_key(key))
        .collect();
    machine.fresh_conditions.extend(still_open);
}

/// Opens a wait as it was before the migration that is taken back.
fn revive(machine: &mut Machine<'_>, last: &Migrated, owner: Key, element: &str) -> bool {
    let timer = last
        .timers
        .values()
        .find(|it| it.owner == owner && it.element == element);
    if let Some(timer) = timer {
        machine.emit(Event::TimerStarted {
            timer: machine.key(),
            element: element.to_owned(),
            owner,
            due: timer.due,
            cycle: timer.cycle.clone(),
        });
        return true;
    }
    let open = last
        .subscriptions
        .values()
        .find(|it| it.owner == owner && it.element == element);
    let Some(open) = open else { return false };
    let subscription = machine.key();
    machine.emit(Event::SubscriptionOpened {
        subscription,
        element: element.to_owned(),
        owner,
        kind: open.kind,
        name: open.name.clone(),
        correlation_key: open.correlation_key.clone(),
    });
    if open.holds {
        machine.note(Note::ConditionSeen {
            subscription,
            holds: true,
        });
    }
    true
}
