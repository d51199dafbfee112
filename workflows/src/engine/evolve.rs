//! Changing: the only place where a [`State`] is mutated. One event in, no question asked of anybody: replaying a journal
//! needs no definition, no clock and no calendar (ARCHITECTURE 2.2).
//!
//! Every transition is checked against [`super::lifecycle`]; a journal that asks for an illegal one is not ours, and
//! replaying it stops with a panic instead of going on with a wrong state.

use crate::feel::Context;
use crate::model::ProcessRef;

use super::bookkeep;
use super::command::Key;
use super::event::{Event, TaskFacts};
use super::lifecycle::{
    Being,
    Standing::{self, Absent, Claimed, Completed, Open, Returned, Withdrawn},
    can_go,
};
use super::rename::{self, Renames};
use super::state::{
    Body, Compensation, Incident, Instance, Job, REMEMBERED, ROOT, State, Status, Subscription,
    Task, Timer, Vote,
};
use super::weight::{entry, held, weight};

/// Applies one event.
///
/// # Panics
/// When the event does not follow from the state: see the module comment.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::InstanceStarted {
            process,
            business_key,
            organisation,
            ..
        } => {
            let from = if state.status == Status::New {
                Absent
            } else {
                Open
            };
            go(Being::Instance, from, Open, ROOT);
            assert!(
                state.instances.is_empty(),
                "an instance starts with nothing"
            );
            state.status = Status::Running;
            state.business_key.clone_from(business_key);
            state.organisation.clone_from(organisation);
            add(
                state,
                ROOT,
                Fresh {
                    element: &process.id,
                    scope: 0,
                    process: Some(process),
                    loop_counter: None,
                    handler_for: None,
                },
            );
        }
        Event::VariablesSet { scope, values, .. } => set(state, *scope, values),
        Event::ElementActivated {
            key,
            element,
            scope,
            process,
            loop_counter,
            consumed,
            handler_for,
        } => {
            for flow in consumed {
                take_token(state, *scope, flow);
            }
            if consumed.len() > 1 {
                instance(state, *scope).joined.insert(element.clone());
            }
            add(
                state,
                *key,
                Fresh {
                    element,
                    scope: *scope,
                    process: process.as_ref(),
                    loop_counter: *loop_counter,
                    handler_for: *handler_for,
                },
            );
        }
        Event::ElementCompleted { key, .. } => remove(state, *key, Completed),
        Event::ElementTerminated { key, .. } => remove(state, *key, Withdrawn),
        Event::FlowTaken { flow, scope, .. } => {
            *instance(state, *scope)
                .tokens
                .entry(flow.clone())
                .or_default() += 1;
        }
        Event::TaskCreated { task, facts } => {
            go(Being::Task, task_standing(state, *task), Open, *task);
            assert!(
                state.instances.contains_key(task),
                "task {task} without a token"
            );
            let created = Task {
                facts: (**facts).clone(),
                holder: facts.assignee.clone(),
                held: None,
            };
            state.tasks.insert(*task, created);
        }
        Event::TaskClaimed { task, assignee } | Event::TaskAssigned { task, assignee } => {
            go(Being::Task, task_standing(state, *task), Claimed, *task);
            open_task(state, *task).holder = Some(assignee.clone());
        }
        Event::TaskReleased { task } => {
            go(Being::Task, task_standing(state, *task), Open, *task);
            open_task(state, *task).holder = None;
        }
        Event::TaskUpdated { task, facts } => update(state, *task, facts),
        Event::TaskCompleted { task, .. } => close_task(state, *task, Completed),
        Event::TaskReturned { task, .. } => close_task(state, *task, Returned),
        Event::TaskWithdrawn { task, .. } => close_task(state, *task, Withdrawn),
        Event::TallyChanged {
            body,
            tally,
            settled,
            ..
        } => {
            let vote = vote(state, *body);
            vote.tally = tally.clone();
            vote.settled = *settled;
        }
        Event::TimerStarted {
            timer,
            element,
            owner,
            due,
            cycle,
        } => {
            given(state, *timer);
            let waiting = Timer {
                element: element.clone(),
                owner: *owner,
                due: *due,
                cycle: cycle.clone(),
            };
            let before = state.timers.insert(*timer, waiting);
            go(Being::Wait, standing(before.is_some()), Open, *timer);
        }
        Event::TimerFired { timer } => {
            let gone = state.timers.remove(timer);
            go(Being::Wait, standing(gone.is_some()), Completed, *timer);
        }
        Event::TimerCancelled { timer } => {
            let gone = state.timers.remove(timer);
            go(Being::Wait, standing(gone.is_some()), Withdrawn, *timer);
        }
        Event::SubscriptionOpened {
            subscription,
            element,
            owner,
            kind,
            name,
            correlation_key,
        } => {
            given(state, *subscription);
            let open = Subscription {
                element: element.clone(),
                owner: *owner,
                kind: *kind,
                name: name.clone(),
                correlation_key: correlation_key.clone(),
                holds: false,
            };
            let before = state.subscriptions.insert(*subscription, open);
            go(Being::Wait, standing(before.is_some()), Open, *subscription);
        }
        Event::SubscriptionTriggered { subscription, .. } => {
            let there = state.subscriptions.contains_key(subscription);
            go(Being::Wait, standing(there), Open, *subscription);
        }
        Event::SubscriptionClosed { subscription } => {
            let gone = state.subscriptions.remove(subscription);
            go(
                Being::Wait,
                standing(gone.is_some()),
                Completed,
                *subscription,
            );
        }
        Event::JobCreated {
            job,
            element,
            owner,
            kind,
            retries,
            headers,
            listener,
            position,
        } => {
            given(state, *job);
            let made = Job {
                element: element.clone(),
                owner: *owner,
                kind: kind.clone(),
                retries: *retries,
                headers: headers.clone(),
                listener: listener.clone(),
                position: *position,
            };
            let before = state.jobs.insert(*job, made);
            go(Being::Wait, standing(before.is_some()), Open, *job);
        }
        Event::JobCompleted { job } => {
            let gone = state.jobs.remove(job);
            go(Being::Wait, standing(gone.is_some()), Completed, *job);
        }
        Event::JobCancelled { job } => {
            let gone = state.jobs.remove(job);
            go(Being::Wait, standing(gone.is_some()), Withdrawn, *job);
        }
        Event::JobFailed { job, retries, .. } | Event::JobRetried { job, retries } => {
            let found = state.jobs.get_mut(job);
            go(Being::Wait, standing(found.is_some()), Open, *job);
            if let Some(found) = found {
                found.retries = *retries;
            }
        }
        Event::CompensationEnabled {
            key,
            element,
            handler,
            scope,
            snapshot,
        } => {
            let record = Compensation {
                key: *key,
                element: element.clone(),
                handler: Some(handler.clone()),
                snapshot: snapshot.clone(),
                nested: Vec::new(),
            };
            instance(state, *scope).compensations.push(record);
            state.weight += weight(snapshot);
        }
        Event::IncidentRaised {
            incident,
            owner,
            element,
            code,
            message,
            stage,
            job,
        } => {
            given(state, *incident);
            assert!(
                state.instances.contains_key(owner),
                "an incident needs {owner}"
            );
            let raised = Incident {
                owner: *owner,
                element: element.clone(),
                code: code.clone(),
                message: message.clone(),
                stage: *stage,
                job: *job,
            };
            let before = state.incidents.insert(*incident, raised);
            go(Being::Wait, standing(before.is_some()), Open, *incident);
        }
        Event::IncidentResolved { incident } => {
            let gone = state.incidents.remove(incident);
            go(Being::Wait, standing(gone.is_some()), Completed, *incident);
        }
        Event::Bookkept { note } => bookkeep::keep(state, note),
        Event::InstanceCompleted {} => end(state, Completed, Status::Completed),
        Event::InstanceCancelled { .. } => end(state, Withdrawn, Status::Cancelled),
        Event::InstanceSuspended { .. } => hold(state, Status::Running, Status::Suspended),
        Event::InstanceResumed { .. } => hold(state, Status::Suspended, Status::Running),
        Event::InstanceMigrated {
            root,
            from,
            to,
            elements,
            flows,
            withdrawn,
            reassigned,
            rollback,
        } => {
            let renames = Renames { elements, flows };
            let replaced = rename::replaced(state, *root, from, &renames, withdrawn, *reassigned);
            state.migrated = (!rollback).then(|| Box::new(replaced));
            rename::migrate(state, *root, from, to, &renames);
        }
        // Facts for readers: what they caused has its own events.
        Event::MessageThrown { .. }
        | Event::SignalThrown { .. }
        | Event::ErrorThrown { .. }
        | Event::EscalationRaised { .. }
        | Event::DecisionEvaluated { .. }
        | Event::InstanceModified { .. } => {}
    }
}

struct Fresh<'a> {
    element: &'a str,
    scope: Key,
    process: Option<&'a ProcessRef>,
    loop_counter: Option<u32>,
    handler_for: Option<Key>,
}

fn add(state: &mut State, key: Key, fresh: Fresh<'_>) {
    given(state, key);
    let process = match fresh.process {
        Some(named) => {
            let known = state.processes.iter().position(|it| it == named);
            known.unwrap_or_else(|| {
                state.processes.push(named.clone());
                state.processes.len() - 1
            }) as u32
        }
        None => instance(state, fresh.scope).process,
    };
    let mut made = Instance {
        element: fresh.element.to_owned(),
        scope: fresh.scope,
        process,
        isolated: fresh.process.is_some(),
        children: 0,
        variables: Context::new(),
        loop_counter: fresh.loop_counter,
        tokens: Default::default(),
        joined: Default::default(),
        body: None,
        attached: false,
        rounds: Default::default(),
        compensations: Vec::new(),
        compensating: None,
        handler_for: fresh.handler_for,
        queued: Vec::new(),
        collected: Vec::new(),
        corrections: Context::new(),
    };
    if let Some(thrower) = fresh.handler_for
        && let Some(compensating) = &mut instance(state, thrower).compensating
        && let Some(record) = compensating.left.pop()
    {
        state.weight -= weight(&record.snapshot);
        made.compensations = record.nested;
    }
    if key != ROOT {
        let scope = instance(state, fresh.scope);
        scope.children += 1;
        if fresh.loop_counter.is_some()
            && let Some(body) = &mut scope.body
        {
            body.started += 1;
        }
    }
    let before = state.instances.insert(key, made);
    go(Being::Element, standing(before.is_some()), Open, key);
}

fn remove(state: &mut State, key: Key, how: Standing) {
    let gone = state.instances.remove(&key);
    go(Being::Element, standing(gone.is_some()), how, key);
    let Some(gone) = gone else { return };
    assert_eq!(gone.children, 0, "{key} ended before its children");
    if how == Completed {
        assert!(
            gone.tokens.is_empty(),
            "{key} completed over waiting tokens"
        );
    }
    let moves = how == Completed && !gone.isolated && key != ROOT;
    state.weight -= weight(&gone.variables);
    state.weight -= gone.compensating.as_ref().map_or(0, |it| held(&it.left));
    if !moves {
        state.weight -= held(&gone.compensations);
    }
    if key == ROOT {
        state.weight += weight(&gone.variables);
        state.ended_with = gone.variables;
        return;
    }
    let scope = instance(state, gone.scope);
    scope.children -= 1;
    if gone.loop_counter.is_some()
        && let Some(body) = &mut scope.body
    {
        match how {
            Completed => body.completed += 1,
            _ => body.terminated += 1,
        }
    }
    // What a finished scope could compensate, its surroundings can from now on (BPMN 13.5.5).
    if moves && !gone.compensations.is_empty() {
        match scope
            .compensations
            .iter_mut()
            .find(|record| record.key == key)
        {
            Some(record) => record.nested = gone.compensations,
            None => scope.compensations.push(Compensation {
                key,
                element: gone.element,
                handler: None,
                snapshot: Context::new(),
                nested: gone.compensations,
            }),
        }
    }
}

fn hold(state: &mut State, from: Status, to: Status) {
    assert_eq!(state.status, from, "the instance cannot become {to:?}");
    go(Being::Instance, Open, Open, ROOT);
    state.status = to;
}

fn end(state: &mut State, how: Standing, status: Status) {
    let from = if state.status == Status::New {
        Absent
    } else if state.ended() {
        Completed
    } else {
        Open
    };
    go(Being::Instance, from, how, ROOT);
    assert!(
        state.instances.is_empty(),
        "something outlives the instance"
    );
    state.status = status;
}

fn set(state: &mut State, scope: Key, values: &Context) {
    let mut weight = state.weight;
    let variables = &mut instance(state, scope).variables;
    for (name, value) in values.iter() {
        weight += entry(name, value);
        if let Some(old) = variables.insert(name.clone(), value.clone()) {
            weight -= entry(name, &old);
        }
    }
    state.weight = weight;
}

pub(super) fn take_token(state: &mut State, scope: Key, flow: &str) {
    let tokens = &mut instance(state, scope).tokens;
    let left = tokens.get(flow).copied().unwrap_or(0);
    assert!(left > 0, "no token waits on {flow} in {scope}");
    if left == 1 {
        tokens.remove(flow);
    } else {
        tokens.insert(flow.to_owned(), left - 1);
    }
}

fn update(state: &mut State, task: Key, facts: &TaskFacts) {
    let now = task_standing(state, task);
    go(Being::Task, now, now, task);
    open_task(state, task).facts = facts.clone();
}

fn close_task(state: &mut State, task: Key, how: Standing) {
    go(Being::Task, task_standing(state, task), how, task);
    state.tasks.remove(&task);
    state.closed.insert(task, how);
    while state.closed.len() > REMEMBERED {
        state.closed.pop_first();
    }
}

fn task_standing(state: &State, task: Key) -> Standing {
    match state.tasks.get(&task) {
        Some(open) if open.holder.is_some() => Claimed,
        Some(_) => Open,
        None => state.closed.get(&task).copied().unwrap_or(Absent),
    }
}

fn standing(lives: bool) -> Standing {
    if lives { Open } else { Absent }
}

fn go(being: Being, from: Standing, to: Standing, key: Key) {
    assert!(
        can_go(being, from, to),
        "{being:?} {key} cannot go from {from:?} to {to:?}"
    );
}

fn given(state: &mut State, key: Key) {
    assert!(key >= state.next_key, "key {key} was given before");
    state.next_key = key + 1;
}

pub(super) fn instance(state: &mut State, key: Key) -> &mut Instance {
    match state.instances.get_mut(&key) {
        Some(instance) => instance,
        None => panic!("the event is about {key}, which does not live"),
    }
}

pub(super) fn body(state: &mut State, key: Key) -> &mut Body {
    match instance(state, key).body.as_mut() {
        Some(body) => body,
        None => panic!("{key} is no multi-instance body"),
    }
}

pub(super) fn vote(state: &mut State, key: Key) -> &mut Vote {
    match body(state, key).vote.as_mut() {
        Some(vote) => vote,
        None => panic!("{key} holds no vote"),
    }
}

pub(super) fn open_task(state: &mut State, key: Key) -> &mut Task {
    match state.tasks.get_mut(&key) {
        Some(task) => task,
        None => panic!("task {key} is not open"),
    }
}
