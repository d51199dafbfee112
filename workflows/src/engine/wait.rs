//! What instances wait for: timers, messages, signals and conditions. Everything is evaluated before anything is
//! opened, so that a faulty definition leaves nothing half open.

use crate::feel::Value;
use crate::model::{ElementIndex, Kind, Process, Timer, Trigger};

use super::command::Key;
use super::event::{Cycle, Event, SubscriptionKind};
use super::machine::{Machine, Problem};
use super::note::Note;
use super::time;
use super::variables::{evaluate, name, text};

/// A wait whose facts are known.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    element: String,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Timer(time::Tick),
    Subscription(SubscriptionKind, String, Option<String>),
}

/// Works out what a trigger waits for where `owner` stands. `None` for triggers that nobody waits for here (errors,
/// escalations, compensation, cancel: they are looked up when they are thrown).
pub(crate) fn prepare(
    machine: &Machine<'_>,
    owner: Key,
    element: &str,
    trigger: &Trigger,
) -> Result<Option<Prepared>, Problem> {
    let what = match trigger {
        Trigger::Timer(timer) => What::Timer(tick(machine, owner, timer)?),
        Trigger::Message(message) => {
            let named = name(machine, owner, "the message name", &message.name)?;
            let key = match &message.correlation_key {
                None => String::new(),
                Some(expression) => match evaluate(machine, owner, expression)? {
                    Value::String(key) => key.to_string(),
                    Value::Number(key) => key.to_string(),
                    other => {
                        return Err(Problem::new(
                            "CORRELATION_KEY",
                            format!(
                                "the correlation key `{}` is a {}, not a text or number",
                                expression.source(),
                                other.type_name()
                            ),
                        ));
                    }
                },
            };
            What::Subscription(SubscriptionKind::Message, named, Some(key))
        }
        Trigger::Signal { name: named } => What::Subscription(
            SubscriptionKind::Signal,
            name(machine, owner, "the signal name", named)?,
            None,
        ),
        Trigger::Conditional { .. } => {
            What::Subscription(SubscriptionKind::Condition, String::new(), None)
        }
        _ => return Ok(None),
    };
    Ok(Some(Prepared {
        element: element.to_owned(),
        what,
    }))
}

fn tick(machine: &Machine<'_>, owner: Key, timer: &Timer) -> Result<time::Tick, Problem> {
    let clock = time::Clock {
        now: machine.at,
        zone: machine.zone,
        calendar: machine.world.calendar(),
    };
    let (kind, source) = match timer {
        Timer::Date(source) => (time::Form::Date, source),
        Timer::Duration(source) => (time::Form::Duration, source),
        Timer::Cycle(source) => (time::Form::Cycle, source),
    };
    let value = text(machine, owner, source)?;
    time::first(&clock, kind, &value)
        .map_err(|problem| Problem::new("TIMER_INVALID", problem.to_string()))
}

/// Opens prepared waits for an element instance.
pub(crate) fn open(machine: &mut Machine<'_>, owner: Key, prepared: Vec<Prepared>) {
    for wait in prepared {
        let key = machine.key();
        match wait.what {
            What::Timer(tick) => machine.emit(Event::TimerStarted {
                timer: key,
                element: wait.element,
                owner,
                due: tick.due,
                cycle: tick.cycle,
            }),
            What::Subscription(kind, name, correlation_key) => {
                machine.emit(Event::SubscriptionOpened {
                    subscription: key,
                    element: wait.element,
                    owner,
                    kind,
                    name,
                    correlation_key,
                });
                if kind == SubscriptionKind::Condition {
                    machine.fresh_conditions.insert(key);
                }
            }
        }
    }
}

/// Opens the boundary events of an activity, once.
pub(crate) fn attach_boundaries(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
) -> Result<(), Problem> {
    let boundaries = &process.element(index).boundaries;
    let done = machine.instance(key).is_none_or(|it| it.attached);
    if boundaries.is_empty() || done {
        return Ok(());
    }
    let mut prepared = Vec::new();
    for boundary in boundaries {
        let event = process.element(*boundary);
        if let Kind::Boundary { trigger, .. } = &event.kind {
            prepared.extend(prepare(machine, key, &event.id, trigger)?);
        }
    }
    machine.note(Note::Attached { key });
    open(machine, key, prepared);
    Ok(())
}

/// Event sub-processes directly inside a scope, each with its start event.
pub(crate) fn event_subprocesses(
    process: &Process,
    scope: ElementIndex,
) -> impl Iterator<Item = (ElementIndex, ElementIndex)> + '_ {
    process
        .element(scope)
        .children
        .iter()
        .filter(|child| {
            matches!(
                process.element(**child).kind,
                Kind::SubProcess { event: true, .. }
            )
        })
        .filter_map(|child| {
            let start = process.element(*child).children.iter().find(|inner| {
                matches!(&process.element(**inner).kind, Kind::Start { trigger, .. }
                    if !matches!(trigger, Trigger::None))
            })?;
            Some((*child, *start))
        })
}

/// Opens the event sub-processes of a scope.
pub(crate) fn open_event_subprocesses(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    scope: ElementIndex,
) -> Result<(), Problem> {
    let mut prepared = Vec::new();
    for (_, start) in event_subprocesses(process, scope) {
        let event = process.element(start);
        if let Kind::Start { trigger, .. } = &event.kind {
            prepared.extend(prepare(machine, key, &event.id, trigger)?);
        }
    }
    open(machine, key, prepared);
    Ok(())
}

/// Starts the next tick of a cycle after one has fired. Ticks that passed meanwhile are not made up for: they were this
/// one (DIALECT 3.4).
pub(crate) fn next_tick(machine: &mut Machine<'_>, element: String, owner: Key, fired: &Cycle) {
    let clock = time::Clock {
        now: machine.at,
        zone: machine.zone,
        calendar: machine.world.calendar(),
    };
    if let Some(tick) = time::next(&clock, fired) {
        machine.emit(Event::TimerStarted {
            timer: machine.key(),
            element,
            owner,
            due: tick.due,
            cycle: tick.cycle,
        });
    }
}

/// Ends everything that an element instance waits for.
pub(crate) fn close_owned(machine: &mut Machine<'_>, owner: Key) {
    close_where(machine, owner, |_| true);
    let jobs: Vec<Key> = machine
        .state
        .jobs
        .iter()
        .filter(|(_, it)| it.owner == owner)
        .map(|(key, _)| *key)
        .collect();
    for job in jobs {
        machine.emit(Event::JobCancelled { job });
    }
    let incidents: Vec<Key> = machine
        .state
        .incidents
        .iter()
        .filter(|(_, it)| it.owner == owner)
        .map(|(key, _)| *key)
        .collect();
    for incident in incidents {
        machine.emit(Event::IncidentResolved { incident });
    }
}

/// Closes the event sub-processes of a scope: it has been interrupted, or it is completing. Its boundary events stay.
pub(crate) fn close_event_subprocesses(machine: &mut Machine<'_>, scope: Key, process: &Process) {
    close_where(machine, scope, |element| {
        process
            .find(element)
            .is_some_and(|at| matches!(process.element(at).kind, Kind::Start { .. }))
    });
}

/// Ends the timers and subscriptions of an element instance whose element passes.
pub(crate) fn close_where(machine: &mut Machine<'_>, owner: Key, passes: impl Fn(&str) -> bool) {
    let timers: Vec<Key> = machine
        .state
        .timers
        .iter()
        .filter(|(_, it)| it.owner == owner && passes(&it.element))
        .map(|(key, _)| *key)
        .collect();
    for timer in timers {
        machine.emit(Event::TimerCancelled { timer });
    }
    let subscriptions: Vec<Key> = machine
        .state
        .subscriptions
        .iter()
        .filter(|(_, it)| it.owner == owner && passes(&it.element))
        .map(|(key, _)| *key)
        .collect();
    for subscription in subscriptions {
        machine.emit(Event::SubscriptionClosed { subscription });
    }
}
