//! What tokens can reach, and from where an end can be reached.

use std::collections::BTreeMap;

use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::place;

/// Reports unreachable and endless elements; answers which elements can be reached, by index.
pub(super) fn check(process: &Process, sink: &mut Sink) -> Vec<bool> {
    let next = successors(process);
    let reached = reachable(process, &next);
    let ending = can_end(process, &next);
    let mut told = vec![false; process.elements.len()];
    for (at, element) in process.elements.iter().enumerate() {
        let Some(parent) = element.parent.map(|parent| parent.0 as usize) else {
            continue;
        };
        if !reached[at] {
            // The outermost unreachable element speaks for what lies inside.
            if reached[parent] {
                sink.report(Code::Unreachable, &place(element), &[&element.id]);
            }
        } else if !ending[at] && !told[parent] {
            // The first of a scope speaks for the others of its circle.
            told[parent] = true;
            sink.report(Code::CannotEnd, &place(element), &[&element.id]);
        }
    }
    reached
}

/// Where a token can go next in the same scope: flows and links.
pub(super) fn successors(process: &Process) -> Vec<Vec<ElementIndex>> {
    let mut links: BTreeMap<(Option<ElementIndex>, &str), Vec<ElementIndex>> = BTreeMap::new();
    for (at, element) in process.elements.iter().enumerate() {
        if let Kind::Catch(Trigger::Link { name }) = &element.kind {
            let index = ElementIndex(u32::try_from(at).unwrap_or(u32::MAX));
            links.entry((element.parent, name)).or_default().push(index);
        }
    }
    process
        .elements
        .iter()
        .map(|element| {
            let mut next: Vec<ElementIndex> = element
                .outgoing
                .iter()
                .map(|flow| process.flow(*flow).target)
                .collect();
            if let Kind::Throw {
                trigger: Trigger::Link { name },
                ..
            } = &element.kind
            {
                let targets = links.get(&(element.parent, name.as_str()));
                next.extend(targets.into_iter().flatten());
            }
            next
        })
        .collect()
}

fn reachable(process: &Process, next: &[Vec<ElementIndex>]) -> Vec<bool> {
    let mut reached = vec![false; process.elements.len()];
    let mut open = vec![Process::ROOT];
    while let Some(index) = open.pop() {
        let at = index.0 as usize;
        if std::mem::replace(&mut reached[at], true) {
            continue;
        }
        let element = process.element(index);
        open.extend(&next[at]);
        open.extend(&element.boundaries);
        open.extend(element.compensated_by);
        let ad_hoc = matches!(element.kind, Kind::AdHoc(_));
        open.extend(element.children.iter().filter(|child| {
            ad_hoc
                || matches!(
                    process.element(**child).kind,
                    Kind::Start { .. } | Kind::SubProcess { event: true, .. }
                )
        }));
    }
    reached
}

fn can_end(process: &Process, next: &[Vec<ElementIndex>]) -> Vec<bool> {
    let mut before: Vec<Vec<ElementIndex>> = vec![Vec::new(); process.elements.len()];
    for (at, targets) in next.iter().enumerate() {
        let index = ElementIndex(u32::try_from(at).unwrap_or(u32::MAX));
        for target in targets {
            before[target.0 as usize].push(index);
        }
        // What an interrupting or other boundary event leads to is a way out of its activity too.
        before[at].extend(host(process.element(index)));
    }
    let mut ending = vec![false; process.elements.len()];
    let mut open: Vec<ElementIndex> = (0..process.elements.len())
        .filter(|at| next[*at].is_empty())
        .map(|at| ElementIndex(u32::try_from(at).unwrap_or(u32::MAX)))
        .collect();
    while let Some(index) = open.pop() {
        let at = index.0 as usize;
        if !std::mem::replace(&mut ending[at], true) {
            open.extend(&before[at]);
        }
    }
    ending
}

fn host(element: &Element) -> Option<ElementIndex> {
    match element.kind {
        Kind::Boundary { attached_to, .. } => Some(attached_to),
        _ => None,
    }
}
