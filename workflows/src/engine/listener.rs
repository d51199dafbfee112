//! Listeners: jobs that hold an element or a task until they are done (`zeebe:executionListeners`,
//! `zeebe:taskListeners`).

use crate::feel::Context;
use crate::model::{Element, Kind, Listener};

use super::command::{Key, ListenerResult};
use super::element::{self, job, user_task};
use super::event::Event;
use super::machine::{Machine, Work};
use super::note::{Held, Note, Stage};
use super::variables::set_local;

fn nth<'a>(listeners: &'a [Listener], event: &str, position: u32) -> Option<&'a Listener> {
    listeners
        .iter()
        .filter(|it| it.event == event)
        .nth(position as usize)
}

/// Makes the job of the next execution listener; `true` when the element has to wait for it (or has an incident).
pub(crate) fn execution(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    event: &str,
    position: u32,
) -> bool {
    let Some(listener) = nth(&element.execution_listeners, event, position) else {
        return false;
    };
    let made = job::create(machine, key, element, &listener.job, Some(event), position);
    if let Err(problem) = made {
        let stage = if event == "end" {
            Stage::Outputs
        } else {
            Stage::Inputs
        };
        machine.incident(key, stage, problem);
    }
    true
}

/// Makes the job of the next task listener; `true` when the task has to wait for it.
pub(crate) fn task(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    event: &str,
    position: u32,
) -> bool {
    let Kind::UserTask(task) = &element.kind else {
        return false;
    };
    let Some(listener) = nth(&task.listeners, event, position) else {
        return false;
    };
    match job::create(machine, key, element, &listener.job, Some(event), position) {
        Ok(()) => true,
        Err(problem) if event == "creating" => {
            machine.incident(key, Stage::Work, problem);
            true
        }
        // A listener that cannot be asked denies: it may be there to guard something.
        Err(problem) => {
            machine.note(Note::Released {
                task: key,
                denied: Some(problem.message.clone()),
            });
            machine.incident(key, Stage::Watch, problem);
            true
        }
    }
}

/// Holds a task transition when there are listeners for it.
pub(crate) fn hold(machine: &mut Machine<'_>, task: Key, held: Held) -> bool {
    let Some((process, index)) = machine.place(task) else {
        return false;
    };
    let element = process.element(index);
    let Kind::UserTask(definition) = &element.kind else {
        return false;
    };
    if nth(&definition.listeners, &held.event, 0).is_none() {
        return false;
    }
    let event = held.event.clone();
    machine.note(Note::Held { task, held });
    self::task(machine, task, element, &event, 0)
}

const CANCELING: &str = "canceling";

/// Makes the jobs of the `canceling` listeners of a task that is being withdrawn. The withdrawal itself does not wait
/// for them (DIALECT 3.8), and they can neither deny nor correct anything; the scope that outlives the task does, and
/// ends only when they are done. When the whole instance is cancelled nothing outlives the task, and nobody is told.
pub(crate) fn canceling(machine: &mut Machine<'_>, task: Key, witness: Key) {
    let Some((process, index)) = machine.place(task) else {
        return;
    };
    let element = process.element(index);
    let Kind::UserTask(definition) = &element.kind else {
        return;
    };
    let wanted = definition
        .listeners
        .iter()
        .filter(|it| it.event == CANCELING);
    for (position, listener) in (0..).zip(wanted) {
        let made = job::create_for(
            machine,
            task,
            witness,
            element,
            &listener.job,
            Some(CANCELING),
            position,
        );
        if let Err(problem) = made {
            machine.incident_at(witness, element.id.clone(), Stage::Watch, problem, None);
        }
    }
}

/// A listener's job is done.
pub(crate) fn done(
    machine: &mut Machine<'_>,
    job: Key,
    values: Context,
    result: Option<ListenerResult>,
) {
    let Some(finished) = machine.state.jobs.get(&job).cloned() else {
        return;
    };
    let Some(event) = finished.listener else {
        return;
    };
    let key = finished.owner;
    machine.emit(Event::JobCompleted { job });
    job::resolve(machine, job);
    if event == CANCELING {
        machine.push(Work::Settle { scope: key });
        return;
    }
    let Some((process, index)) = machine.place(key) else {
        return;
    };
    let element = process.element(index);
    let next = finished.position + 1;
    let result = result.unwrap_or_default();
    match event.as_str() {
        "start" => {
            set_local(machine, key, values);
            if !execution(machine, key, element, "start", next) {
                element::run(machine, key, Stage::Work);
            }
        }
        "end" => {
            set_local(machine, key, values);
            if !execution(machine, key, element, "end", next) {
                element::run(machine, key, Stage::Flows);
            }
        }
        "creating" => {
            if !result.corrections.is_empty() {
                machine.note(Note::Corrected {
                    key,
                    corrections: result.corrections,
                });
            }
            if !task(machine, key, element, "creating", next) {
                user_task::create(machine, key, &process, element);
            }
        }
        _ => held_done(machine, key, element, next, result),
    }
}

fn held_done(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    next: u32,
    result: ListenerResult,
) {
    let Some(held) = machine
        .state
        .tasks
        .get(&key)
        .and_then(|it| it.held.as_deref().cloned())
    else {
        return;
    };
    if let Some(denied) = result.denied {
        machine.note(Note::Released {
            task: key,
            denied: Some(denied),
        });
        return;
    }
    let mut held = held;
    held.corrections.extend(result.corrections);
    machine.note(Note::Held {
        task: key,
        held: held.clone(),
    });
    if !task(machine, key, element, &held.event, next) {
        machine.note(Note::Released {
            task: key,
            denied: None,
        });
        user_task::transition(machine, key, held);
    }
}
