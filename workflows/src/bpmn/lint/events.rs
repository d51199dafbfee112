//! Where events may stand and what they must be connected to (BPMN 10.5, 13.4).

use std::collections::BTreeMap;

use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::place;

pub(super) fn check(process: &Process, sink: &mut Sink) {
    for element in &process.elements {
        connections(element, sink);
        cancel(process, element, sink);
        compensation(process, element, sink);
        if matches!(element.kind, Kind::EventBased) {
            event_gateway(process, element, sink);
        }
        if matches!(
            element.kind,
            Kind::Process | Kind::SubProcess { .. } | Kind::AdHoc(_)
        ) {
            starts(process, element, sink);
            links(process, element, sink);
        }
    }
}

/// Which elements no sequence flow may enter or leave.
fn connections(element: &Element, sink: &mut Sink) {
    let (incoming, outgoing) = (!element.incoming.is_empty(), !element.outgoing.is_empty());
    match element.kind {
        Kind::Start { .. } if incoming => sink.report(Code::StartHasIncoming, &place(element), &[]),
        Kind::Boundary { .. } if incoming => {
            sink.report(Code::BoundaryHasIncoming, &place(element), &[]);
        }
        Kind::End { .. } if outgoing => sink.report(Code::EndHasOutgoing, &place(element), &[]),
        Kind::SubProcess { event: true, .. } if incoming || outgoing => {
            sink.report(Code::EventSubprocessInFlow, &place(element), &[]);
        }
        _ if element.for_compensation && (incoming || outgoing) => {
            sink.report(Code::CompensationInFlow, &place(element), &[]);
        }
        _ => {}
    }
}

/// Start events of one scope.
fn starts(process: &Process, scope: &Element, sink: &mut Sink) {
    let starts: Vec<&Element> = scope
        .children
        .iter()
        .map(|child| process.element(*child))
        .filter(|child| matches!(child.kind, Kind::Start { .. }))
        .collect();
    if matches!(scope.kind, Kind::SubProcess { event: true, .. }) {
        let triggered = starts.iter().all(|start| !is_plain(start));
        if starts.len() != 1 || !triggered {
            sink.report(Code::EventSubprocessStart, &place(scope), &[]);
        }
        if scope.repetition.is_some() {
            sink.report(Code::EventSubprocessRepeated, &place(scope), &[]);
        }
        return;
    }
    let plain: Vec<&&Element> = starts.iter().filter(|start| is_plain(start)).collect();
    if let [first, second, ..] = plain.as_slice() {
        let values = [scope.id.as_str(), first.id.as_str()];
        sink.report(Code::SeveralStarts, &place(second), &values);
    }
}

fn is_plain(start: &Element) -> bool {
    matches!(
        start.kind,
        Kind::Start {
            trigger: Trigger::None,
            ..
        }
    )
}

/// Every link throw has exactly one catch of its name in its scope (BPMN 10.5.5, link event definition).
fn links(process: &Process, scope: &Element, sink: &mut Sink) {
    let mut targets: BTreeMap<&str, u32> = BTreeMap::new();
    for child in &scope.children {
        let element = process.element(*child);
        if let Kind::Catch(Trigger::Link { name }) = &element.kind {
            let count = targets.entry(name).or_default();
            *count += 1;
            if *count == 2 {
                sink.report(Code::LinkTargetTwice, &place(element), &[name]);
            }
        }
    }
    for child in &scope.children {
        let element = process.element(*child);
        if let Kind::Throw {
            trigger: Trigger::Link { name },
            ..
        } = &element.kind
            && !targets.contains_key(name.as_str())
        {
            sink.report(Code::LinkWithoutTarget, &place(element), &[name]);
        }
    }
}

/// Cancel belongs to transactions (BPMN 13.4.2).
fn cancel(process: &Process, element: &Element, sink: &mut Sink) {
    let inside = |index: Option<ElementIndex>| {
        index.is_some_and(|index| {
            matches!(
                process.element(index).kind,
                Kind::SubProcess {
                    transaction: true,
                    ..
                }
            )
        })
    };
    let lawful = match element.kind {
        Kind::End {
            trigger: Trigger::Cancel,
            ..
        } => inside(element.parent),
        Kind::Boundary {
            trigger: Trigger::Cancel,
            attached_to,
            ..
        } => inside(Some(attached_to)),
        _ => true,
    };
    if !lawful {
        sink.report(Code::CancelOutsideTransaction, &place(element), &[]);
    }
}

/// Compensation events have something to compensate (BPMN 10.6).
fn compensation(process: &Process, element: &Element, sink: &mut Sink) {
    match &element.kind {
        // The handler may also be drawn with a flow, which is not BPMN but common.
        Kind::Boundary {
            trigger: Trigger::Compensation { .. },
            attached_to,
            ..
        } if process.element(*attached_to).compensated_by.is_none() => {
            sink.report(Code::CompensationWithoutHandler, &place(element), &[]);
        }
        Kind::Throw { trigger, .. } | Kind::End { trigger, .. } => {
            let Trigger::Compensation {
                activity: Some(named),
            } = trigger
            else {
                return;
            };
            if process.find(named).is_none() {
                let values = ["activityRef", named];
                sink.report(Code::DanglingReference, &place(element), &values);
            }
        }
        _ => {}
    }
}

/// After an event-based gateway only events may follow (BPMN 10.6.6).
fn event_gateway(process: &Process, gateway: &Element, sink: &mut Sink) {
    for flow in &gateway.outgoing {
        let target = process.element(process.flow(*flow).target);
        let lawful = match &target.kind {
            Kind::Receive(_) => true,
            Kind::Catch(trigger) => !matches!(trigger, Trigger::Link { .. } | Trigger::None),
            _ => false,
        };
        if !lawful || target.incoming.len() > 1 {
            sink.report(Code::EventGatewayTarget, &place(gateway), &[&target.id]);
        }
    }
    if gateway.outgoing.len() < 2 {
        sink.report(Code::EventGatewaySingle, &place(gateway), &[]);
    }
}
