//! Conditions and default flows (BPMN 13.2; DIALECT 3.5).

use crate::model::{Element, Kind, Process};

use super::super::catalogue::Code;
use super::super::diagnostic::{Place, Sink};
use super::place;

pub(super) fn check(process: &Process, sink: &mut Sink) {
    for element in &process.elements {
        if element.outgoing.is_empty() {
            continue;
        }
        default_flow(process, element, sink);
        if matches!(element.kind, Kind::Exclusive | Kind::Inclusive) {
            deciding(process, element, sink);
        } else if let Some(shown) = undecided(&element.kind) {
            for flow in &element.outgoing {
                let flow = process.flow(*flow);
                if flow.condition.is_some() {
                    let at = Place::new(&flow.id, element.line);
                    sink.report(Code::ConditionIgnored, &at, &[&flow.id, shown]);
                }
            }
        }
    }
}

fn default_flow(process: &Process, element: &Element, sink: &mut Sink) {
    if let Some(default) = element.default_flow {
        let flow = process.flow(default);
        if flow.condition.is_some() {
            sink.report(Code::DefaultWithCondition, &place(element), &[&flow.id]);
        }
    }
}

fn deciding(process: &Process, gateway: &Element, sink: &mut Sink) {
    if gateway.outgoing.len() < 2 {
        return;
    }
    let mut open = false;
    for index in &gateway.outgoing {
        let flow = process.flow(*index);
        if flow.condition.is_none() && gateway.default_flow != Some(*index) {
            open = true;
            sink.report(Code::GatewayWithoutConditions, &place(gateway), &[&flow.id]);
        }
    }
    if !open && gateway.default_flow.is_none() {
        sink.report(Code::GatewayWithoutDefault, &place(gateway), &[]);
    }
}

/// What takes every flow, whatever its condition says; events and activities do ask.
fn undecided(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Parallel => Some("parallel gateway"),
        Kind::EventBased => Some("event-based gateway"),
        _ => None,
    }
}
