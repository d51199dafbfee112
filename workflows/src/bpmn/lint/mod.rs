//! Rules that a process must keep to be deployed, beyond being readable. Each looks at the lowered model only, so
//! that it holds for every dialect alike.

mod council;
pub(super) mod deployment;
mod events;
mod expressions;
mod forms;
mod gateways;
mod graph;
mod loops;
mod timers;
pub(super) mod variables;

use crate::model::{Element, Process};

use super::diagnostic::{Place, Sink};

pub(super) use council::names as council_names;

/// Checks one process.
pub(super) fn process(process: &Process, sink: &mut Sink) {
    events::check(process, sink);
    timers::check(process, sink);
    gateways::check(process, sink);
    forms::check(process, sink);
    council::check(process, sink);
    let reached = graph::check(process, sink);
    loops::check(process, &reached, sink);
}

fn place(element: &Element) -> Place {
    Place::new(&element.id, element.line)
}
