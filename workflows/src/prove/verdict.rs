//! From what was explored to what is told: findings with their traces, each fault once and where it begins.

use std::collections::BTreeSet;

use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::advance::Label;
use super::explore::{Explored, Spot};
use super::marking::{At, Exit};
use super::{Finding, FindingKind, wording};

/// Longest trace that is told; the end is what matters.
const LONGEST: usize = 400;

/// Everything that is wrong in a process.
pub(super) fn findings(process: &Process, root: &Explored) -> Vec<Finding> {
    let mut teller = Teller {
        process,
        endless: root.endless.is_some(),
        found: Vec::new(),
    };
    teller.scope(root, &[]);
    if let Some(at) = root.endless.filter(|_| !root.bounded) {
        let labels = teller.path(root, at);
        let tokens = teller.standing(root, at);
        let element = root
            .nodes
            .get(at)
            .and_then(|node| node.marking.tokens.first())
            .map_or(Process::ROOT, |(place, _)| teller.element_at(*place));
        teller.report(FindingKind::CannotComplete, element, labels, tokens);
    }
    teller
        .found
        .sort_by_key(|finding| (finding.kind, finding.line));
    teller.found
}

struct Teller<'a> {
    process: &'a Process,
    /// The process cannot complete, which is told.
    endless: bool,
    found: Vec<Finding>,
}

impl Teller<'_> {
    fn scope(&mut self, explored: &Explored, before: &[String]) {
        let mut broken: BTreeSet<ElementIndex> = BTreeSet::new();
        for (join, node) in &explored.deadlocks {
            let trace = joined(before, self.path(explored, *node));
            let tokens = self.standing(explored, *node);
            self.report(FindingKind::Deadlock, *join, trace, tokens);
            broken.insert(*join);
        }
        let clashes: Vec<ElementIndex> = explored.clashes.keys().copied().collect();
        for (element, spot) in &explored.clashes {
            // What two tokens do further on is a consequence, told by the first element where they meet.
            let consequence = clashes.iter().any(|other| {
                other != element && self.leads(*other, *element) && !self.leads(*element, *other)
            });
            if consequence {
                continue;
            }
            let trace = joined(before, self.trace(explored, spot));
            let tokens = vec![self.process.element(*element).id.clone()];
            self.report(FindingKind::LackOfSynchronisation, *element, trace, tokens);
        }
        if !explored.bounded {
            self.dead(explored, before, &broken);
        }
        for (child, inner) in &explored.inner {
            if let Some(spot) = explored.alive.get(child) {
                let trace = joined(before, self.trace(explored, spot));
                self.scope(inner, &trace);
            }
        }
    }

    /// Elements that never begin, where it starts: what follows a dead element or a deadlock is dead by consequence.
    fn dead(&mut self, explored: &Explored, before: &[String], broken: &BTreeSet<ElementIndex>) {
        let children = &self.process.element(explored.at).children;
        let stuck = explored.inner.iter().filter(|(_, inner)| {
            !inner.summary.completes && (self.endless || inner.summary.blocked)
        });
        let broken: Vec<ElementIndex> = broken
            .iter()
            .copied()
            .chain(stuck.map(|(child, _)| *child))
            .collect();
        for child in children {
            let element = self.process.element(*child);
            let alive = |index: &ElementIndex| explored.alive.contains_key(index);
            if alive(child) || exempt(self.process, explored, *child) {
                continue;
            }
            let after_dead = match &element.kind {
                Kind::Boundary { attached_to, .. } => !alive(attached_to),
                _ => {
                    !element.incoming.is_empty()
                        && element
                            .incoming
                            .iter()
                            .all(|flow| !alive(&self.process.flow(*flow).source))
                }
            };
            let by_consequence = broken
                .iter()
                .any(|it| it == child || self.leads(*it, *child));
            if !after_dead && !by_consequence {
                self.report(
                    FindingKind::DeadElement,
                    *child,
                    before.to_vec(),
                    Vec::new(),
                );
            }
        }
    }

    /// Whether flows lead from one element to another of the same scope.
    fn leads(&self, from: ElementIndex, to: ElementIndex) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            let element = self.process.element(at);
            let flows = element
                .outgoing
                .iter()
                .map(|it| self.process.flow(*it).target);
            for next in flows.chain(element.boundaries.iter().copied()) {
                if next == to {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
            if let Kind::Throw {
                trigger: Trigger::Link { name },
                ..
            } = &element.kind
            {
                let here = element.parent.map(|it| &self.process.element(it).children);
                open.extend(here.into_iter().flatten().filter(|it| {
                    matches!(&self.process.element(**it).kind,
                        Kind::Catch(Trigger::Link { name: caught }) if caught == name)
                }));
            }
        }
        false
    }

    fn path(&self, explored: &Explored, node: usize) -> Vec<String> {
        self.trace(
            explored,
            &Spot {
                node: Some(node),
                labels: Vec::new(),
            },
        )
    }

    fn trace(&self, explored: &Explored, spot: &Spot) -> Vec<String> {
        let mut steps: Vec<&[Label]> = vec![&spot.labels];
        let mut at = spot.node;
        while let Some(node) = at.and_then(|at| explored.nodes.get(at)) {
            steps.push(&node.labels);
            at = node.from;
        }
        let mut told = Vec::new();
        for label in steps.into_iter().rev().flatten() {
            match label {
                Label::Element(element) => told.push(self.process.element(*element).id.clone()),
                Label::Flow(flow) => told.push(self.process.flow(*flow).id.clone()),
                Label::Inside(child, exit) => {
                    if let Some(inner) = explored.inner.get(child)
                        && let Some(end) = ends_so(inner, exit)
                    {
                        told.extend(self.path(inner, end));
                    }
                }
                Label::Sticks(child) => {
                    if let Some(inner) = explored.inner.get(child)
                        && let Some(end) = inner.endless
                    {
                        told.extend(self.path(inner, end));
                    }
                }
                Label::Escalates(_) | Label::Clash(_) => {}
            }
        }
        told
    }

    fn standing(&self, explored: &Explored, node: usize) -> Vec<String> {
        let tokens = explored
            .nodes
            .get(node)
            .map(|it| it.marking.tokens.as_slice());
        let mut standing = Vec::new();
        for (place, _) in tokens.into_iter().flatten() {
            match place {
                At::Flow(flow) => standing.push(self.process.flow(*flow).id.clone()),
                At::Stuck(child) => {
                    standing.push(self.process.element(*child).id.clone());
                    if let Some(inner) = explored.inner.get(child)
                        && let Some(end) = inner.endless
                    {
                        standing.extend(self.standing(inner, end));
                    }
                }
                other => standing.push(self.process.element(self.element_at(*other)).id.clone()),
            }
        }
        standing
    }

    fn element_at(&self, place: At) -> ElementIndex {
        match place {
            At::Flow(flow) => self.process.flow(flow).target,
            At::Link(it) | At::Inside(it) | At::Stuck(it) | At::Undoing(it) => it,
        }
    }

    fn report(
        &mut self,
        kind: FindingKind,
        element: ElementIndex,
        mut trace: Vec<String>,
        tokens: Vec<String>,
    ) {
        let element: &Element = self.process.element(element);
        if trace.len() > LONGEST {
            trace.drain(..trace.len() - LONGEST);
        }
        let words = wording::words(kind, element, &tokens);
        self.found.push(Finding {
            kind,
            element: element.id.clone(),
            line: element.line,
            trace,
            tokens,
            message: words.message,
            message_id: words.message_id,
            remedy: words.remedy,
            remedy_id: words.remedy_id,
        });
    }
}

fn joined(before: &[String], mut after: Vec<String>) -> Vec<String> {
    let mut all = before.to_vec();
    all.append(&mut after);
    all
}

fn ends_so(explored: &Explored, exit: &Exit) -> Option<usize> {
    explored
        .nodes
        .iter()
        .position(|node| node.marking.left.as_ref() == Some(exit))
}

/// Elements that no token of their scope needs to enter: handlers and what starts them, which a compensation from
/// outside may run, and empty sub-processes of events that are looked up when thrown.
fn exempt(process: &Process, explored: &Explored, child: ElementIndex) -> bool {
    let element = process.element(child);
    let elsewhere = explored.at == Process::ROOT
        && matches!(&element.kind, Kind::SubProcess { event: true, .. })
        && crate::engine::prove::event_subprocesses(process, explored.at)
            .all(|(sub, _)| sub != child);
    elsewhere
        || element.for_compensation
        || crate::engine::prove::compensation_start(process, child).is_some()
        || matches!(
            element.kind,
            Kind::Boundary {
                trigger: Trigger::Compensation { .. },
                ..
            }
        )
}
