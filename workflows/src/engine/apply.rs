//! The one question: what follows from this command? Pure: the same state and command give the same events for ever.

use crate::feel::Context;
use crate::model::{Kind, Process};

use super::broadcast;
use super::command::{Command, Key, Request, Start};
use super::element::{self, job, user_task};
use super::event::Event;
use super::lifecycle::Standing;
use super::listener;
use super::machine::{Machine, Problem, Work};
use super::note::Stage;
use super::refusal::Refusal;
use super::scope;
use super::state::{ROOT, State, Status};
use super::throwing::{self, Thrown};
use super::trigger;
use super::variables::set_local;
use super::wait;
use super::world::World;
use super::{migrate, modify};

/// Decides a command: the events that follow from it, in order.
///
/// # Errors
/// A [`Refusal`]: nothing happened.
pub fn apply(world: &dyn World, state: &State, command: &Command) -> Result<Vec<Event>, Refusal> {
    step(world, state, command).map(|(events, _)| events)
}

/// Decides a command, and gives the state after it too: what evolving `state` by the events yields.
///
/// # Errors
/// A [`Refusal`]: nothing happened.
pub fn step(
    world: &dyn World,
    state: &State,
    command: &Command,
) -> Result<(Vec<Event>, State), Refusal> {
    let mut machine = Machine::new(world, state, command)?;
    match (&command.request, state.status) {
        (Request::Start(_), Status::New) => {}
        (Request::Start(_), _) => return Err(Refusal::AlreadyStarted),
        (_, Status::New) => {
            return Err(Refusal::Invalid {
                reason: "the instance has not started".to_owned(),
            });
        }
        (request, Status::Completed | Status::Cancelled) => {
            return Err(ended(state, request));
        }
        (request, Status::Suspended) if !operates(request) => return Err(Refusal::Suspended),
        (_, Status::Running | Status::Suspended) => {}
    }
    decide(&mut machine, &command.request)?;
    machine.settle();
    debug_assert_eq!(machine.state.check(), Vec::<String>::new());
    Ok((machine.events, machine.state))
}

/// What an operator may ask of a suspended instance; everybody else waits until it goes on.
fn operates(request: &Request) -> bool {
    matches!(
        request,
        Request::Suspend { .. }
            | Request::Resume { .. }
            | Request::Cancel { .. }
            | Request::SetVariables { .. }
            | Request::UpdateTask { .. }
            | Request::AssignTask { .. }
            | Request::RetryIncident { .. }
            | Request::Modify { .. }
            | Request::Migrate(_)
            | Request::RollBackMigration
    )
}

/// What to say when the instance has ended: about a task, how the task ended.
fn ended(state: &State, request: &Request) -> Refusal {
    match request {
        Request::ClaimTask { task, .. }
        | Request::ReleaseTask { task }
        | Request::AssignTask { task, .. }
        | Request::UpdateTask { task, .. }
        | Request::CompleteTask { task, .. }
        | Request::ReturnTask { task, .. }
            if state.closed.contains_key(task) =>
        {
            closed(state, *task)
        }
        _ => Refusal::Ended,
    }
}

fn decide(machine: &mut Machine<'_>, request: &Request) -> Result<(), Refusal> {
    match request {
        Request::Start(start) => begin(machine, start),
        Request::ClaimTask { task, assignee } => {
            open(machine, *task)?;
            let holder = machine
                .state
                .tasks
                .get(task)
                .and_then(|it| it.holder.clone());
            match holder {
                Some(holder) if holder != *assignee => {
                    Err(Refusal::ClaimedByOther { key: *task, holder })
                }
                Some(_) => Ok(()),
                None => {
                    let actor = machine.actor;
                    user_task::assign(machine, *task, actor, assignee.clone(), true);
                    Ok(())
                }
            }
        }
        Request::ReleaseTask { task } => {
            open(machine, *task)?;
            let held = machine
                .state
                .tasks
                .get(task)
                .is_some_and(|it| it.holder.is_some());
            if held {
                machine.emit(Event::TaskReleased { task: *task });
            }
            Ok(())
        }
        Request::AssignTask { task, assignee } => {
            open(machine, *task)?;
            let actor = machine.actor;
            user_task::assign(machine, *task, actor, assignee.clone(), false);
            Ok(())
        }
        Request::UpdateTask {
            task,
            due,
            priority,
        } => {
            open(machine, *task)?;
            if priority.is_some_and(|it| it > 100) {
                return Err(Refusal::Invalid {
                    reason: "a priority lies between 0 and 100".to_owned(),
                });
            }
            user_task::update(machine, *task, *due, *priority);
            Ok(())
        }
        Request::CompleteTask { task, variables } => {
            open(machine, *task)?;
            room(machine, variables)?;
            let actor = machine.actor;
            user_task::finish(machine, *task, actor, variables.clone())
        }
        Request::ReturnTask { task, reason, note } => send_back(machine, *task, reason, note),
        Request::FireTimer { timer } => fire(machine, *timer),
        Request::CorrelateMessage {
            subscription,
            variables,
        } => {
            room(machine, variables)?;
            let open = machine.state.subscriptions.get(subscription);
            if open.is_none_or(|it| it.kind != super::event::SubscriptionKind::Message) {
                return Err(missing("subscription", *subscription));
            }
            broadcast::arrived(machine, *subscription, variables.clone());
            Ok(())
        }
        Request::Signal { name, variables } => {
            room(machine, variables)?;
            broadcast::deliver(machine, name, variables);
            Ok(())
        }
        Request::CompleteJob {
            job,
            variables,
            result,
        } => {
            room(machine, variables)?;
            let known = machine
                .state
                .jobs
                .get(job)
                .ok_or_else(|| missing("job", *job))?;
            let owner = known.owner;
            if known.listener.is_some() {
                listener::done(machine, *job, variables.clone(), result.clone());
            } else {
                job::done(machine, *job, owner, variables.clone());
            }
            Ok(())
        }
        Request::FailJob {
            job,
            retries,
            retry_at,
            message,
        } => {
            let known = machine
                .state
                .jobs
                .get(job)
                .ok_or_else(|| missing("job", *job))?;
            let (owner, element) = (known.owner, known.element.clone());
            machine.emit(Event::JobFailed {
                job: *job,
                retries: *retries,
                retry_at: *retry_at,
                message: message.clone(),
            });
            if *retries == 0 {
                let problem = Problem::new("JOB_FAILED", message.clone());
                machine.incident_at(owner, element, Stage::Job, problem, Some(*job));
            }
            Ok(())
        }
        Request::ThrowJobError {
            job,
            code,
            message,
            variables,
        } => {
            room(machine, variables)?;
            throw_from_job(machine, *job, code, message, variables.clone())
        }
        Request::RetryIncident { incident } => retry(machine, *incident),
        Request::SetVariables {
            scope,
            values,
            reason,
        } => {
            room(machine, values)?;
            let scope = scope.unwrap_or(ROOT);
            if machine.instance(scope).is_none() {
                return Err(missing("scope", scope));
            }
            if !values.is_empty() {
                machine.emit(Event::VariablesSet {
                    scope,
                    values: values.clone(),
                    reason: reason.clone(),
                });
            }
            Ok(())
        }
        Request::Cancel { reason } => {
            scope::cancel(machine, reason.clone());
            Ok(())
        }
        Request::Suspend { reason } => {
            if machine.state.status == Status::Running {
                machine.emit(Event::InstanceSuspended {
                    reason: reason.clone(),
                });
            }
            Ok(())
        }
        Request::Resume { reason } => {
            if machine.state.status == Status::Suspended {
                machine.emit(Event::InstanceResumed {
                    reason: reason.clone(),
                });
            }
            Ok(())
        }
        Request::Modify { steps, reason } => modify::apply(machine, steps, reason),
        Request::Migrate(migration) => migrate::apply(machine, migration),
        Request::RollBackMigration => migrate::roll_back(machine),
    }
}

fn missing(what: &'static str, key: Key) -> Refusal {
    Refusal::NotFound { what, key }
}

/// The task must be open and not in the middle of a transition.
fn open(machine: &Machine<'_>, task: Key) -> Result<(), Refusal> {
    match machine.state.tasks.get(&task) {
        None => Err(closed(&machine.state, task)),
        Some(it) if it.held.is_some() => Err(Refusal::Invalid {
            reason: format!("task {task} waits for its listeners"),
        }),
        Some(_) => Ok(()),
    }
}

fn closed(state: &State, task: Key) -> Refusal {
    match state.closed.get(&task) {
        Some(Standing::Withdrawn) => Refusal::Withdrawn { key: task },
        Some(_) => Refusal::AlreadyCompleted { key: task },
        None => missing("task", task),
    }
}

fn room(machine: &Machine<'_>, values: &Context) -> Result<(), Refusal> {
    if machine.has_room(values) {
        Ok(())
    } else {
        Err(Refusal::Limit {
            limit: "INSTANCE_SIZE",
        })
    }
}

fn begin(machine: &mut Machine<'_>, start: &Start) -> Result<(), Refusal> {
    let cannot = |reason: &str| Refusal::CannotStart {
        reason: reason.to_owned(),
    };
    let process = machine
        .world
        .process(&start.process)
        .filter(|it| !it.elements.is_empty())
        .ok_or_else(|| cannot("the definition is missing"))?;
    room(machine, &start.variables)?;
    let starts = match &start.event {
        Some(id) => {
            let at = process
                .find(id)
                .filter(|at| {
                    let element = process.element(*at);
                    matches!(element.kind, Kind::Start { .. })
                        && element.parent == Some(Process::ROOT)
                })
                .ok_or_else(|| cannot("there is no such start event"))?;
            vec![at]
        }
        None => {
            let starts = scope::starts(&process, Process::ROOT);
            if starts.is_empty() {
                return Err(cannot("the process has no none start event"));
            }
            starts
        }
    };
    let first = process.element(starts[0]).id.clone();
    machine.emit(Event::InstanceStarted {
        process: start.process.clone(),
        element: first,
        business_key: start.business_key.clone(),
        organisation: start.organisation.clone(),
    });
    machine.learn(process.clone());
    set_local(machine, ROOT, start.variables.clone());
    scope::begin(machine, ROOT, &process, Process::ROOT, &starts);
    Ok(())
}

fn send_back(
    machine: &mut Machine<'_>,
    task: Key,
    reason: &str,
    note: &str,
) -> Result<(), Refusal> {
    open(machine, task)?;
    if reason == "OTHER" && note.trim().is_empty() {
        return Err(Refusal::Invalid {
            reason: "the reason OTHER needs a note".to_owned(),
        });
    }
    let catcher = throwing::catcher(machine, task, Thrown::Error, "RETURNED")
        .ok_or(Refusal::NotReturnable { key: task })?;
    let element = machine
        .instance(task)
        .map(|it| it.element.clone())
        .unwrap_or_default();
    let by = machine.actor.map(|it| it.person.clone());
    let mut returned = Context::new();
    returned.insert("by", by.clone());
    returned.insert("position", machine.actor.and_then(|it| it.position.clone()));
    returned.insert("reasonCode", reason);
    returned.insert("note", note);
    returned.insert("element", element.as_str());
    let mut values = Context::new();
    values.insert("returned", returned);
    machine.emit(Event::TaskReturned {
        task,
        element: element.clone(),
        by,
        reason: reason.to_owned(),
        note: note.to_owned(),
    });
    machine.emit(Event::ErrorThrown {
        element,
        code: "RETURNED".to_owned(),
        caught_by: Some(catcher.element.clone()),
    });
    throwing::caught(machine, &catcher, values);
    Ok(())
}

fn fire(machine: &mut Machine<'_>, timer: Key) -> Result<(), Refusal> {
    let waiting = machine
        .state
        .timers
        .get(&timer)
        .cloned()
        .ok_or_else(|| missing("timer", timer))?;
    machine.emit(Event::TimerFired { timer });
    let goes_on = machine
        .process_of(waiting.owner)
        .and_then(|process| {
            let at = process.find(&waiting.element)?;
            Some(matches!(
                process.element(at).kind,
                Kind::Boundary {
                    interrupting: false,
                    ..
                } | Kind::Start {
                    interrupting: false,
                    ..
                }
            ))
        })
        .unwrap_or(false);
    if goes_on && let Some(cycle) = &waiting.cycle {
        wait::next_tick(machine, waiting.element.clone(), waiting.owner, cycle);
    }
    trigger::happened(machine, waiting.owner, &waiting.element, Context::new());
    Ok(())
}

fn throw_from_job(
    machine: &mut Machine<'_>,
    job: Key,
    code: &str,
    message: &str,
    variables: Context,
) -> Result<(), Refusal> {
    let known = machine
        .state
        .jobs
        .get(&job)
        .ok_or_else(|| missing("job", job))?;
    let (owner, element) = (known.owner, known.element.clone());
    let caught = throwing::error(machine, owner, code, variables);
    if !caught {
        let problem = Problem::new(
            "ERROR_UNCAUGHT",
            format!("nothing catches the error {code}: {message}"),
        );
        // Until an operator has looked, no worker takes it again.
        machine.emit(Event::JobFailed {
            job,
            retries: 0,
            retry_at: None,
            message: problem.message.clone(),
        });
        machine.incident_at(owner, element, Stage::Job, problem, Some(job));
    }
    Ok(())
}

/// Goes on where an incident stopped (DIALECT 3.5).
fn retry(machine: &mut Machine<'_>, incident: Key) -> Result<(), Refusal> {
    let raised = machine
        .state
        .incidents
        .get(&incident)
        .cloned()
        .ok_or_else(|| missing("incident", incident))?;
    machine.emit(Event::IncidentResolved { incident });
    if let Some(job) = raised.job {
        if machine.state.jobs.contains_key(&job) {
            machine.emit(Event::JobRetried { job, retries: 1 });
        }
        return Ok(());
    }
    if machine.instance(raised.owner).is_some() {
        match raised.stage {
            Stage::Tokens | Stage::Iterate | Stage::Watch | Stage::Job => {
                element::run(machine, raised.owner, raised.stage);
            }
            stage => machine.push(Work::Run {
                key: raised.owner,
                stage,
            }),
        }
    }
    Ok(())
}
