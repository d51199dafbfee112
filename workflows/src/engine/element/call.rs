//! Call activity (BPMN 13.3.4 and 10.3.5): another process runs inside this instance, with variables of its own.

use std::sync::Arc;

use crate::feel::Context;
use crate::model::{Call, Process};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::{Machine, Problem};
use super::super::state::ROOT;
use super::super::variables::{name, set_local, too_big};
use super::super::{scope, wait};

/// Starts the called process; when it is not there, a retry looks again (DIALECT 3.5).
pub(crate) fn activate(machine: &mut Machine<'_>, key: Key, call: &Call) -> Result<(), Problem> {
    let id = name(machine, key, "the called process", &call.process)?;
    let Some(from) = machine.process_ref(key) else {
        return Ok(());
    };
    let (named, process): (_, Arc<Process>) = machine
        .world
        .called_process(&id, &call.binding, &from)
        .filter(|(_, process)| !process.elements.is_empty())
        .ok_or_else(|| {
            Problem::new(
                "CALLED_ELEMENT_NOT_FOUND",
                format!("there is no process {id} to call"),
            )
        })?;
    if scope::depth(machine, key) >= machine.limits.depth {
        return Err(Problem::new(
            "DEPTH_LIMIT",
            "processes call each other too deeply",
        ));
    }
    let given = if call.propagate_parent {
        machine.state.visible(key)
    } else {
        machine
            .instance(key)
            .map(|it| it.variables.clone())
            .unwrap_or_default()
    };
    if !machine.has_room(&given) {
        return Err(too_big());
    }
    let root = machine.key();
    machine.emit(Event::ElementActivated {
        key: root,
        element: named.id.clone(),
        scope: key,
        process: Some(named),
        loop_counter: None,
        consumed: Vec::new(),
        handler_for: None,
    });
    machine.learn(process.clone());
    set_local(machine, root, given);
    let starts = scope::starts(&process, Process::ROOT);
    scope::begin(machine, root, &process, Process::ROOT, &starts);
    Ok(())
}

/// The root scope of a process is done: the instance itself, or a called one that brings its variables home.
pub(crate) fn process_done(machine: &mut Machine<'_>, root: Key) {
    let Some(instance) = machine.instance(root) else {
        return;
    };
    let element = instance.element.clone();
    let caller = instance.scope;
    let values = instance.variables.clone();
    wait::close_owned(machine, root);
    machine.emit(Event::ElementCompleted { key: root, element });
    if root == ROOT {
        machine.emit(Event::InstanceCompleted {});
        return;
    }
    let Some((process, index)) = machine.place(caller) else {
        return;
    };
    let calling = process.element(index);
    let brings = match &calling.kind {
        crate::model::Kind::Call(call) => call.propagate_child || !calling.outputs.is_empty(),
        _ => false,
    };
    super::complete(
        machine,
        caller,
        if brings { values } else { Context::new() },
    );
}
