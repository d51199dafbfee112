//! What follows by itself: tokens move until each waits for somebody, stands at a join, or rests before an element that
//! several flows lead to. Where data decide, every way is taken.

use std::collections::VecDeque;

use crate::feel::{Context, Environment};
use crate::model::{ElementIndex, FlowIndex, Kind, Trigger};

use super::catching::said;
use super::marking::{At, Code, Exit, MAIN, Marking, Thread};
use super::net::Net;

/// Most ways that one step may branch into.
const MOST_WAYS: usize = 2_000;

/// What happens on a step, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// An element begins, or an event happens.
    Element(ElementIndex),
    /// A flow is taken.
    Flow(FlowIndex),
    /// The scope inside an element ends so.
    Inside(ElementIndex, Exit),
    /// The scope inside an element comes into a situation from which it does not end by itself.
    Sticks(ElementIndex),
    /// An escalation leaves the scope, which goes on.
    Escalates(Code),
    /// A token meets another of its thread here.
    Clash(ElementIndex),
}

/// Moving tokens.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub marking: Marking,
    pub labels: Vec<Label>,
    queue: VecDeque<(FlowIndex, Thread)>,
}

impl Run {
    pub(super) fn from(marking: &Marking) -> Self {
        Self {
            marking: marking.clone(),
            ..Self::default()
        }
    }

    pub(super) fn put(&mut self, at: At, thread: Thread, element: ElementIndex) {
        if !self.marking.add(at, thread) {
            self.labels.push(Label::Clash(element));
        }
    }

    /// Everything in the scope ends.
    pub(super) fn kill(&mut self) {
        self.marking.clear();
        self.queue.clear();
    }

    pub(super) fn leave_scope(mut self, exit: Exit) -> Self {
        self.queue.clear();
        self.marking = Marking::ended(exit);
        self
    }
}

impl Net<'_> {
    /// Lets runs come to rest. `true` when some ways were left out because there are too many.
    pub(super) fn settle(&self, starts: Vec<Run>) -> (Vec<Run>, bool) {
        let mut open = starts;
        open.reverse();
        let mut done = Vec::new();
        while let Some(mut run) = open.pop() {
            match run.queue.pop_front() {
                None => done.push(run),
                Some((flow, thread)) => {
                    let mut next = self.arrive(run, flow, thread);
                    next.reverse();
                    open.append(&mut next);
                }
            }
            if open.len() + done.len() > MOST_WAYS {
                return (done, true);
            }
        }
        (done, false)
    }

    /// A token stands on a flow.
    pub(super) fn arrive(&self, mut run: Run, flow: FlowIndex, thread: Thread) -> Vec<Run> {
        let target = self.process.flow(flow).target;
        let element = self.element(target);
        if !self.joins(target) {
            if self.rests(flow) {
                run.put(At::Flow(flow), thread, target);
                return vec![run];
            }
            return self.enter(run, target, thread);
        }
        match &element.kind {
            Kind::Parallel => {
                run.put(At::Flow(flow), thread, target);
                let complete = |it: &FlowIndex| run.marking.holds(At::Flow(*it));
                if element.incoming.iter().all(complete) {
                    self.fire(run, target)
                } else {
                    vec![run]
                }
            }
            Kind::Complex {
                activation: Some(condition),
            } => self.arrive_complex(run, target, condition, flow, thread),
            // Judged when nothing else moves.
            _ => {
                run.put(At::Flow(flow), thread, target);
                vec![run]
            }
        }
    }

    /// A join takes one token of each flow that has one.
    pub(super) fn fire(&self, mut run: Run, join: ElementIndex) -> Vec<Run> {
        let mut thread = None;
        let mut taken = 0;
        for flow in &self.element(join).incoming {
            let at = At::Flow(*flow);
            if let Some(waiting) = run.marking.thread_at(at) {
                run.marking.remove(at, waiting);
                taken += 1;
                thread = Some(thread.map_or(waiting, |other: Thread| other.min(waiting)));
            }
        }
        if taken > 1 && self.watched.contains(&join) {
            run.marking.join(join);
        }
        self.enter(run, join, thread.unwrap_or(MAIN))
    }

    fn arrive_complex(
        &self,
        mut run: Run,
        gateway: ElementIndex,
        condition: &crate::feel::Expression,
        flow: FlowIndex,
        thread: Thread,
    ) -> Vec<Run> {
        let incoming = &self.element(gateway).incoming;
        let round = run.marking.rounds.iter_mut().find(|(it, _)| *it == gateway);
        if let Some((_, seen)) = round {
            // The rest of a round is swallowed; a second token of a flow waits for the next one.
            if seen.contains(&flow) {
                run.put(At::Flow(flow), thread, gateway);
            } else {
                seen.push(flow);
                seen.sort_unstable();
            }
            return vec![run];
        }
        run.put(At::Flow(flow), thread, gateway);
        let waiting: Vec<FlowIndex> = incoming
            .iter()
            .copied()
            .filter(|it| run.marking.holds(At::Flow(*it)))
            .collect();
        let all = waiting.len() == incoming.len();
        let (fires, waits) = match counted(condition, waiting.len()) {
            Some(truth) => (truth, !truth),
            None => (true, !all),
        };
        let mut ways = Vec::new();
        if waits {
            ways.push(run.clone());
        }
        if fires {
            if !all {
                run.marking.rounds.push((gateway, waiting));
                run.marking.rounds.sort_unstable();
            }
            ways.extend(self.fire(run, gateway));
        }
        ways
    }

    /// An element begins.
    pub(super) fn enter(&self, mut run: Run, index: ElementIndex, thread: Thread) -> Vec<Run> {
        run.labels.push(Label::Element(index));
        if !self.stays(index) {
            return self.work(run, index, thread);
        }
        let summary = self.inner.get(&index);
        let mut ways = Vec::new();
        if summary.is_some_and(|it| it.sticks) {
            let mut stuck = run.clone();
            stuck.labels.push(Label::Sticks(index));
            stuck.put(At::Stuck(index), thread, index);
            ways.push(stuck);
        }
        // What may be over before the next command matters only where something else may end it in this one.
        if self.kills && (self.may_skip(index) || summary.is_some_and(|it| it.at_once)) {
            let mut over = run.clone();
            over.labels.push(Label::Inside(index, Exit::Completed));
            ways.extend(self.leave(over, index, thread));
        }
        run.put(At::Inside(index), thread, index);
        ways.push(run);
        ways
    }

    /// An element whose work takes no time.
    pub(super) fn work(&self, mut run: Run, index: ElementIndex, thread: Thread) -> Vec<Run> {
        let trigger = match &self.element(index).kind {
            Kind::Throw { trigger, .. } | Kind::End { trigger, .. } => trigger,
            _ => return self.leave(run, index, thread),
        };
        let ends = matches!(self.element(index).kind, Kind::End { .. });
        match trigger {
            Trigger::Escalation { code } => self
                .escalate(run, None, &said(code.as_ref()))
                .into_iter()
                .flat_map(|(run, goes_on)| {
                    if goes_on {
                        self.leave(run, index, thread)
                    } else {
                        vec![run]
                    }
                })
                .collect(),
            Trigger::Error { code } if ends => self.fail(run, None, &said(code.as_ref()), true),
            Trigger::Terminate if ends => {
                run.kill();
                vec![run]
            }
            Trigger::Cancel if ends => {
                run.kill();
                let undone = std::mem::take(&mut run.marking.done);
                if undone.is_empty() {
                    return vec![run.leave_scope(Exit::Cancelled)];
                }
                self.undo(run, &undone, index, thread)
            }
            Trigger::Compensation { activity } => {
                let wanted = activity.as_deref().and_then(|id| self.process.find(id));
                let (mut undone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut run.marking.done)
                    .into_iter()
                    .partition(|it| activity.is_none() || wanted == Some(*it));
                run.marking.done = kept;
                // From inside an event sub-process, or for a named activity, the scopes around it are looked at too:
                // what completed there is not known here.
                let here = matches!(
                    self.element(self.at).kind,
                    Kind::SubProcess { event: true, .. }
                );
                if undone.is_empty() && (here || wanted.is_some_and(|it| !self.is_child(it))) {
                    undone = match wanted {
                        Some(wanted) => vec![wanted],
                        None => self.element(self.at).parent.into_iter().collect(),
                    };
                }
                if undone.is_empty() {
                    return self.leave(run, index, thread);
                }
                self.undo(run, &undone, index, thread)
            }
            Trigger::Link { name } => {
                if let Some(catch) = self.link(name) {
                    run.put(At::Link(catch), thread, catch);
                }
                vec![run]
            }
            _ => self.leave(run, index, thread),
        }
    }

    fn is_child(&self, index: ElementIndex) -> bool {
        self.element(index).parent == Some(self.at)
    }

    /// A thrower waits while handlers run.
    fn undo(
        &self,
        mut run: Run,
        undone: &[ElementIndex],
        thrower: ElementIndex,
        thread: Thread,
    ) -> Vec<Run> {
        let handlers = undone.iter().rev().flat_map(|it| self.handlers(*it));
        run.labels.extend(handlers.map(Label::Element));
        run.put(At::Undoing(thrower), thread, thrower);
        vec![run]
    }

    /// An element is done, its tokens go on.
    pub(super) fn leave(&self, mut run: Run, index: ElementIndex, thread: Thread) -> Vec<Run> {
        if self.compensates
            && self.compensable(index)
            && let Err(position) = run.marking.done.binary_search(&index)
        {
            run.marking.done.insert(position, index);
        }
        self.route(run, index, thread)
    }

    pub(super) fn route(&self, run: Run, index: ElementIndex, thread: Thread) -> Vec<Run> {
        let choices = self.choices.get(&index);
        choices
            .into_iter()
            .flatten()
            .map(|flows| {
                let mut way = run.clone();
                for flow in flows {
                    way.labels.push(Label::Flow(*flow));
                    way.queue.push_back((*flow, thread));
                }
                way
            })
            .collect()
    }
}

/// An activation condition that looks at nothing but how many flows have arrived.
fn counted(condition: &crate::feel::Expression, arrived: usize) -> Option<bool> {
    let counts = ["activatedCount", "activationCount"];
    let only_counts = condition
        .reads()
        .iter()
        .chain(condition.may_read())
        .all(|name| counts.contains(&name.as_str()));
    if !only_counts {
        return None;
    }
    let mut known = Context::new();
    for name in counts {
        known.insert(name, arrived);
    }
    let at = Environment::at(chrono::DateTime::UNIX_EPOCH);
    let outcome = condition.evaluate(&known, &at).ok()?;
    match outcome.value {
        crate::feel::value::Value::Boolean(truth) => Some(truth),
        _ => None,
    }
}
