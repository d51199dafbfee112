//! One file per element, one small vocabulary: `activate` begins its work, `complete` (here) ends it with results, and
//! terminating is the same for all (`scope::terminate`). This file is the road that every element takes:
//! inputs, start listeners, boundary events, work, results, outputs, end listeners, flows.

pub(crate) mod ad_hoc;
pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod complex;
pub(crate) mod decision;
pub(crate) mod end;
pub(crate) mod event_gateway;
pub(crate) mod job;
pub(crate) mod script;
pub(crate) mod sub_process;
pub(crate) mod throw;
pub(crate) mod user_task;
pub(crate) mod vote;

use crate::feel::Context;
use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::command::Key;
use super::event::Event;
use super::machine::{Machine, Problem, Work};
use super::note::Stage;
use super::state::ROOT;
use super::{compensation, condition, flow, listener, scope, variables, wait};

/// Goes on with an element instance from a stage.
pub(crate) fn run(machine: &mut Machine<'_>, key: Key, stage: Stage) {
    let Some((process, index)) = machine.place(key) else {
        return;
    };
    match stage {
        Stage::Inputs => inputs(machine, key, &process, index),
        Stage::Work => work(machine, key, &process, index),
        Stage::Outputs => outputs(machine, key, &process, index),
        Stage::Flows => leave(machine, key, &process, index),
        Stage::Tokens => flow::rearrive(machine, key),
        Stage::Iterate => machine.push(Work::Iterate { body: key }),
        Stage::Watch => condition::refresh(machine, key),
        Stage::Job => {}
    }
}

fn inputs(machine: &mut Machine<'_>, key: Key, process: &Process, index: ElementIndex) {
    let element = process.element(index);
    if scope::depth(machine, key) > machine.limits.depth {
        let problem = Problem::new("DEPTH_LIMIT", "scopes are nested too deeply");
        machine.incident(key, Stage::Inputs, problem);
        return;
    }
    // A body only repeats: mappings and listeners belong to each item.
    if !machine.is_body(key, element) {
        if !element.inputs.is_empty() {
            match variables::map(machine, key, &element.inputs, |_| None) {
                Ok(values) => variables::set_local(machine, key, values),
                Err(problem) => return machine.incident(key, Stage::Inputs, problem),
            }
        }
        if listener::execution(machine, key, element, "start", 0) {
            return;
        }
    }
    work(machine, key, process, index);
}

fn work(machine: &mut Machine<'_>, key: Key, process: &Process, index: ElementIndex) {
    let element = process.element(index);
    let is_item = element.repetition.is_some() && !machine.is_body(key, element);
    if !is_item && let Err(problem) = wait::attach_boundaries(machine, key, process, index) {
        return machine.incident(key, Stage::Work, problem);
    }
    let outcome = if machine.is_body(key, element) {
        body::activate(machine, key, element)
    } else {
        activate(machine, key, process, index)
    };
    if let Err(problem) = outcome {
        machine.incident(key, Stage::Work, problem);
    }
}

/// The element's own work.
fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    index: ElementIndex,
) -> Result<(), Problem> {
    let element = process.element(index);
    match &element.kind {
        Kind::UserTask(task) => user_task::activate(machine, key, process, element, Some(task)),
        Kind::Manual => user_task::activate(machine, key, process, element, None),
        Kind::Job(job) => job::activate(machine, key, element, job),
        Kind::Script { expression, result } => script::activate(machine, key, expression, result),
        Kind::Decision(decision) => decision::activate(machine, key, element, decision),
        Kind::Receive(trigger) | Kind::Catch(trigger) => catch(machine, key, element, trigger),
        Kind::EventBased => event_gateway::activate(machine, key, process, index),
        Kind::SubProcess { .. } | Kind::Process => {
            sub_process::activate(machine, key, process, index)
        }
        Kind::AdHoc(adhoc) => ad_hoc::activate(machine, key, process, index, adhoc),
        Kind::Call(call) => call::activate(machine, key, call),
        Kind::Throw { trigger, job } => {
            throw::activate(machine, key, process, element, trigger, job.as_deref())
        }
        Kind::End { trigger, job } => end::activate(machine, key, element, trigger, job.as_deref()),
        Kind::Abstract
        | Kind::Exclusive
        | Kind::Parallel
        | Kind::Inclusive
        | Kind::Complex { .. }
        | Kind::Start { .. }
        | Kind::Boundary { .. } => {
            complete(machine, key, Context::new());
            Ok(())
        }
    }
}

/// A catch event or receive task opens its wait.
fn catch(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    trigger: &Trigger,
) -> Result<(), Problem> {
    match wait::prepare(machine, key, &element.id, trigger)? {
        Some(prepared) => wait::open(machine, key, vec![prepared]),
        // A link, or a receive task that names no message: nothing to wait for.
        None => complete(machine, key, Context::new()),
    }
    Ok(())
}

/// The work is done and brings results: with output mappings they stay local and only what is mapped rises, otherwise
/// every result rises (DIALECT 2).
pub(crate) fn complete(machine: &mut Machine<'_>, key: Key, values: Context) {
    let Some((process, index)) = machine.place(key) else {
        return;
    };
    if matches!(
        process.element(index).kind,
        Kind::SubProcess { .. } | Kind::AdHoc(_)
    ) {
        // A scope that is done starts nothing more, even if its end listeners or mappings hold it a while.
        wait::close_event_subprocesses(machine, key, &process);
    }
    if !values.is_empty() {
        if process.element(index).outputs.is_empty() {
            variables::raise(machine, key, values);
        } else {
            variables::set_local(machine, key, values);
        }
    }
    outputs(machine, key, &process, index);
}

fn outputs(machine: &mut Machine<'_>, key: Key, process: &Process, index: ElementIndex) {
    let element = process.element(index);
    let is_body = machine.is_body(key, element);
    if !is_body && !element.outputs.is_empty() {
        let scope = machine.instance(key).map_or(ROOT, |it| it.scope);
        let mapped = variables::map(machine, key, &element.outputs, |name| {
            machine.sees(scope, name)
        });
        match mapped {
            Ok(values) => variables::raise(machine, scope, values),
            Err(problem) => return machine.incident(key, Stage::Outputs, problem),
        }
    }
    if !is_body && listener::execution(machine, key, element, "end", 0) {
        return;
    }
    leave(machine, key, process, index);
}

/// Ends an element instance and sends tokens on.
pub(crate) fn leave(machine: &mut Machine<'_>, key: Key, process: &Process, index: ElementIndex) {
    let element = process.element(index);
    let Some(instance) = machine.instance(key) else {
        return;
    };
    let scope = instance.scope;
    let handler_for = instance.handler_for;
    let is_item = element.repetition.is_some() && instance.loop_counter.is_some();
    if is_item {
        return body::item_done(machine, key, element);
    }
    if let Some(thrower) = handler_for {
        finish(machine, key, element);
        machine.push(Work::Compensate { thrower });
        machine.push(Work::Settle { scope });
        return;
    }
    let ends = matches!(element.kind, Kind::End { .. });
    let flows = if ends {
        Vec::new()
    } else {
        match flow::leaving(machine, key, process, element) {
            Ok(flows) => flows,
            Err(problem) => return machine.incident(key, Stage::Flows, problem),
        }
    };
    finish(machine, key, element);
    flow::take(machine, scope, process, &flows);
    ad_hoc::inner_done(machine, scope);
    if flows.is_empty() {
        machine.push(Work::Settle { scope });
    }
}

/// Closes what an element instance waits for, records how it could be compensated, and completes it.
pub(crate) fn finish(machine: &mut Machine<'_>, key: Key, element: &Element) {
    compensation::enable(machine, key, element);
    wait::close_owned(machine, key);
    machine.emit(Event::ElementCompleted {
        key,
        element: element.id.clone(),
    });
}
