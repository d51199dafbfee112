//! What follows by itself: tokens move until each waits for somebody, stands at a join, or rests before an element that
//! several flows lead to. Where data decide, every way is taken.

use std::collections::VecDeque;

use crate::feel::{Context, Environment};
use crate::model::{ElementIndex, FlowIndex, Kind, Trigger};

use super::catching::{Thrown, catchers, outward, said};
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

    fn put(&mut self, at: At, thread: Thread, element: ElementIndex) {
        if !self.marking.add(at, thread) {
            self.labels.push(Label::Clash(element));
        }
    }

    /// Everything in the scope ends.
    fn kill(&mut self) {
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
        for flow in &self.element(join).incoming {
            let at = At::Flow(*flow);
            if let Some(waiting) = run.marking.thread_at(at) {
                run.marking.remove(at, waiting);
                thread = Some(thread.map_or(waiting, |other: Thread| other.min(waiting)));
            }
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

    /// An error, thrown by an activity of this scope or by an end event in it.
    pub(super) fn fail(
        &self,
        run: Run,
        from: Option<(ElementIndex, Thread)>,
        code: &Code,
        drawn: bool,
    ) -> Vec<Run> {
        let mut ways = Vec::new();
        for level in self.levels(&run.marking, from) {
            let (hits, passes) = catchers(self.process, level.into_iter(), Thrown::Error, code);
            for hit in hits {
                ways.extend(self.caught(run.clone(), hit, from));
            }
            if !passes {
                return ways;
            }
        }
        let code = code.clone();
        ways.push(run.leave_scope(Exit::Failed { code, drawn }));
        ways
    }

    /// An escalation; each way with whether its thrower goes on.
    pub(super) fn escalate(
        &self,
        run: Run,
        from: Option<(ElementIndex, Thread)>,
        code: &Code,
    ) -> Vec<(Run, bool)> {
        let mut ways = Vec::new();
        for level in self.levels(&run.marking, from) {
            let (hits, passes) =
                catchers(self.process, level.into_iter(), Thrown::Escalation, code);
            for hit in hits {
                let interrupts = matches!(
                    self.element(hit).kind,
                    Kind::Boundary {
                        interrupting: true,
                        ..
                    } | Kind::Start {
                        interrupting: true,
                        ..
                    }
                );
                let caught = self.caught(run.clone(), hit, from);
                ways.extend(caught.into_iter().map(|way| (way, !interrupts)));
            }
            if !passes {
                return ways;
            }
        }
        let (interrupts, goes_on) = outward(self.process, self.at, code);
        if interrupts {
            let exit = Exit::Escalated(code.clone());
            ways.push((run.clone().leave_scope(exit), false));
        }
        if goes_on {
            let mut on = run;
            on.labels.push(Label::Escalates(code.clone()));
            ways.push((on, true));
        }
        ways
    }

    /// Events that may catch, the nearest first: on the activity, then in this scope.
    fn levels(
        &self,
        marking: &Marking,
        from: Option<(ElementIndex, Thread)>,
    ) -> [Vec<ElementIndex>; 2] {
        let child = from.map(|(child, _)| child);
        let boundaries = child.map_or_else(Vec::new, |it| self.element(it).boundaries.clone());
        let starts = if self.taken_over(marking) {
            Vec::new()
        } else {
            self.events
                .iter()
                .filter(|(sub, _)| Some(*sub) != child)
                .map(|(_, start)| *start)
                .collect()
        };
        [boundaries, starts]
    }

    /// Whether an interrupting event sub-process runs: then the scope listens no more.
    pub(super) fn taken_over(&self, marking: &Marking) -> bool {
        self.events.iter().any(|(sub, start)| {
            matches!(
                self.element(*start).kind,
                Kind::Start {
                    interrupting: true,
                    ..
                }
            ) && (marking.holds(At::Inside(*sub)) || marking.holds(At::Stuck(*sub)))
        })
    }

    /// A boundary event or the start of an event sub-process happens.
    pub(super) fn caught(
        &self,
        mut run: Run,
        event: ElementIndex,
        on: Option<(ElementIndex, Thread)>,
    ) -> Vec<Run> {
        match &self.element(event).kind {
            Kind::Boundary { interrupting, .. } => {
                let thread = if *interrupting {
                    let Some((host, thread)) = on else {
                        return vec![run];
                    };
                    run.marking.remove(At::Inside(host), thread);
                    run.marking.remove(At::Stuck(host), thread);
                    thread
                } else {
                    // One thread of its kind at a time stands for any number of them.
                    if run.marking.lives(event.0) {
                        return vec![run];
                    }
                    event.0
                };
                run.labels.push(Label::Element(event));
                self.leave(run, event, thread)
            }
            Kind::Start { interrupting, .. } => {
                let Some(sub) = self.element(event).parent else {
                    return vec![run];
                };
                if *interrupting {
                    run.kill();
                } else if run.marking.lives(sub.0) {
                    return vec![run];
                }
                run.labels.push(Label::Element(sub));
                let mut ways = Vec::new();
                if self.inner.get(&sub).is_some_and(|it| it.sticks) {
                    let mut stuck = run.clone();
                    stuck.labels.push(Label::Sticks(sub));
                    stuck.put(At::Stuck(sub), sub.0, sub);
                    ways.push(stuck);
                }
                run.put(At::Inside(sub), sub.0, sub);
                ways.push(run);
                ways
            }
            _ => vec![run],
        }
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
