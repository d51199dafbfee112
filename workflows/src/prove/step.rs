//! What may happen next in a scope.

use crate::model::{ElementIndex, Kind, Process, Trigger};

use super::advance::{Label, Run};
use super::marking::{At, Exit, MAIN, Marking, Thread};
use super::net::{Net, awaited};

/// What follows a marking.
#[derive(Debug, Default)]
pub(super) struct Next {
    /// Steps, and for each whether it follows without anybody's doing.
    pub runs: Vec<(Run, bool)>,
    /// Some were left out because there are too many.
    pub cut: bool,
    /// Tokens wait for others that can no longer come, the first at this join.
    pub deadlock: Option<ElementIndex>,
    /// The joins at which nothing but tokens is left that wait.
    pub left_over: Vec<ElementIndex>,
}

impl Net<'_> {
    /// How the scope begins. A process may begin with each of its start events.
    pub(super) fn begin(&self) -> Next {
        let starts = crate::engine::prove::starts(self.process, self.at);
        let scope = self.element(self.at);
        let triggered = scope.children.iter().copied().filter(|child| {
            matches!(&self.element(*child).kind, Kind::Start { trigger, .. }
                if !matches!(trigger, Trigger::None))
        });
        let mut next = Next::default();
        match &scope.kind {
            Kind::SubProcess { event: true, .. } => {
                for start in triggered {
                    self.push(&mut next, self.enter(Run::default(), start, MAIN), true);
                }
            }
            Kind::AdHoc(adhoc) => {
                let startable: Vec<ElementIndex> = match adhoc.active_elements {
                    None => starts,
                    Some(_) => scope
                        .children
                        .iter()
                        .copied()
                        .filter(|child| self.may_be_activated(*child))
                        .collect(),
                };
                // Each stands for itself: a thread of its own.
                let mut ways = vec![Run::default()];
                for start in startable {
                    ways = ways
                        .into_iter()
                        .flat_map(|way| self.enter(way, start, start.0))
                        .collect();
                }
                self.push(&mut next, ways, true);
            }
            _ => {
                if !starts.is_empty() {
                    let mut ways = vec![Run::default()];
                    for start in starts {
                        ways = ways
                            .into_iter()
                            .flat_map(|way| self.enter(way, start, MAIN))
                            .collect();
                    }
                    self.push(&mut next, ways, true);
                }
                if self.at == Process::ROOT {
                    for start in triggered {
                        self.push(&mut next, self.enter(Run::default(), start, MAIN), true);
                    }
                }
                if next.runs.is_empty() {
                    next.runs.push((Run::default(), true));
                }
            }
        }
        next
    }

    fn may_be_activated(&self, child: ElementIndex) -> bool {
        let element = self.element(child);
        !element.for_compensation
            && !matches!(
                element.kind,
                Kind::Boundary { .. }
                    | Kind::Start { .. }
                    | Kind::End { .. }
                    | Kind::SubProcess { event: true, .. }
            )
    }

    fn push(&self, next: &mut Next, runs: Vec<Run>, by_itself: bool) {
        let (runs, cut) = self.settle(runs);
        next.cut |= cut;
        next.runs
            .extend(runs.into_iter().map(|run| (run, by_itself)));
    }

    /// The steps from a marking.
    pub(super) fn successors(&self, marking: &Marking) -> Next {
        let mut next = Next::default();
        if marking.left.is_some() {
            return next;
        }
        let moving = marking
            .tokens
            .iter()
            .any(|(at, _)| self.moves_by_itself(*at));
        if !moving {
            if let Some(runs) = self.judge(marking) {
                self.push(&mut next, runs, true);
                return next;
            }
            if !marking.has_children() {
                if marking.tokens.is_empty() {
                    let run = Run::from(marking).leave_scope(Exit::Completed);
                    next.runs.push((run, true));
                    return next;
                }
                if let Some(runs) = self.unstick(marking) {
                    self.push(&mut next, runs, true);
                    return next;
                }
                next.left_over = marking
                    .tokens
                    .iter()
                    .filter_map(|(at, _)| match at {
                        At::Flow(flow) => Some(self.process.flow(*flow).target),
                        _ => None,
                    })
                    .collect();
                // Surplus: their joins have brought everything together before, so they end where they are.
                next.deadlock = next
                    .left_over
                    .iter()
                    .copied()
                    .find(|join| !marking.joined.contains(join));
                if next.deadlock.is_none() {
                    let run = Run::from(marking).leave_scope(Exit::Completed);
                    next.runs.push((run, true));
                    return next;
                }
                self.scope_events(marking, &mut next);
                return next;
            }
        }
        if let Some((child, thread)) = self.alone(marking) {
            self.child_steps(marking, At::Inside(child), child, thread, &mut next);
            self.scope_events(marking, &mut next);
            return next;
        }
        for (at, thread) in &marking.tokens {
            match at {
                At::Flow(flow) if self.rests(*flow) => {
                    let mut run = Run::from(marking);
                    run.marking.remove(*at, *thread);
                    let target = self.process.flow(*flow).target;
                    self.push(&mut next, self.enter(run, target, *thread), true);
                }
                At::Flow(_) => {}
                At::Link(catch) => {
                    let mut run = Run::from(marking);
                    run.marking.remove(*at, *thread);
                    run.labels.push(Label::Element(*catch));
                    self.push(&mut next, self.leave(run, *catch, *thread), true);
                }
                At::Inside(child) | At::Stuck(child) => {
                    self.child_steps(marking, *at, *child, *thread, &mut next);
                }
                At::Undoing(thrower) => {
                    let mut run = Run::from(marking);
                    run.marking.remove(*at, *thread);
                    let cancels = matches!(
                        self.element(*thrower).kind,
                        Kind::End {
                            trigger: Trigger::Cancel,
                            ..
                        }
                    );
                    let runs = if cancels {
                        vec![run.leave_scope(Exit::Cancelled)]
                    } else {
                        self.leave(run, *thrower, *thread)
                    };
                    self.push(&mut next, runs, false);
                }
            }
        }
        self.scope_events(marking, &mut next);
        next
    }

    /// A child whose steps neither hinder nor help the others: then it is enough to let it go first. Loops are safe,
    /// because a token rests before each element that closes one, and that step is never preferred.
    fn alone(&self, marking: &Marking) -> Option<(ElementIndex, Thread)> {
        if !self.reduces() {
            return None;
        }
        marking.tokens.iter().find_map(|(at, thread)| match at {
            At::Inside(child) => {
                let free = self.events.iter().all(|(sub, _)| sub != child)
                    && self
                        .inner
                        .get(child)
                        .is_none_or(|it| it.escalates.is_empty())
                    && self.element(*child).boundaries.iter().all(|boundary| {
                        !matches!(
                            self.element(*boundary).kind,
                            Kind::Boundary {
                                interrupting: false,
                                ..
                            }
                        )
                    });
                free.then_some((*child, *thread))
            }
            _ => None,
        })
    }

    /// What an activity or event that waits may do.
    fn child_steps(
        &self,
        marking: &Marking,
        at: At,
        child: ElementIndex,
        thread: Thread,
        next: &mut Next,
    ) {
        let element = self.element(child);
        let here = Some((child, thread));
        if matches!(at, At::Inside(_)) {
            self.outcomes(marking, child, thread, next);
            for (code, drawn) in self.errors_of(child) {
                let mut run = Run::from(marking);
                if self.inner.contains_key(&child) {
                    let code = code.clone();
                    run.labels
                        .push(Label::Inside(child, Exit::Failed { code, drawn }));
                }
                self.push(next, self.fail(run, here, &code, drawn), false);
            }
        }
        for boundary in &element.boundaries {
            if let Kind::Boundary { trigger, .. } = &self.element(*boundary).kind
                && awaited(trigger)
            {
                let runs = self.caught(Run::from(marking), *boundary, here);
                self.push(next, runs, false);
            }
        }
    }

    /// The work of a child ends well.
    fn outcomes(&self, marking: &Marking, child: ElementIndex, thread: Thread, next: &mut Next) {
        let element = self.element(child);
        let mut run = Run::from(marking);
        run.marking.remove(At::Inside(child), thread);
        if matches!(element.kind, Kind::EventBased) {
            for flow in &element.outgoing {
                let target = self.process.flow(*flow).target;
                let mut way = run.clone();
                way.labels.push(Label::Flow(*flow));
                way.labels.push(Label::Element(target));
                self.push(next, self.leave(way, target, thread), false);
            }
            return;
        }
        let Some(summary) = self.inner.get(&child) else {
            let runs = if self.works(child) {
                self.leave(run, child, thread)
            } else {
                self.work(run, child, thread)
            };
            self.push(next, runs, false);
            return;
        };
        if summary.completes || self.may_skip(child) {
            let mut way = run;
            way.labels.push(Label::Inside(child, Exit::Completed));
            self.push(next, self.leave(way, child, thread), false);
        }
        for code in &summary.escalates {
            let mut way = Run::from(marking);
            let exit = Exit::Escalated(code.clone());
            way.labels.push(Label::Inside(child, exit));
            let runs = self.escalate(way, Some((child, thread)), code);
            self.push(next, runs.into_iter().map(|(run, _)| run).collect(), false);
        }
        if summary.cancels {
            for boundary in &element.boundaries {
                if matches!(
                    self.element(*boundary).kind,
                    Kind::Boundary {
                        trigger: Trigger::Cancel,
                        ..
                    }
                ) {
                    let mut way = Run::from(marking);
                    way.labels.push(Label::Inside(child, Exit::Cancelled));
                    self.push(
                        next,
                        self.caught(way, *boundary, Some((child, thread))),
                        false,
                    );
                }
            }
        }
    }

    /// Event sub-processes that may start, and an ad-hoc sub-process that may be done early.
    fn scope_events(&self, marking: &Marking, next: &mut Next) {
        if let Kind::AdHoc(adhoc) = &self.element(self.at).kind
            && adhoc.completion.is_some()
        {
            let run = Run::from(marking).leave_scope(Exit::Completed);
            next.runs.push((run, false));
        }
        if self.taken_over(marking) {
            return;
        }
        for (_, start) in &self.events {
            if let Kind::Start { trigger, .. } = &self.element(*start).kind
                && awaited(trigger)
            {
                let runs = self.caught(Run::from(marking), *start, None);
                self.push(next, runs, false);
            }
        }
    }
}
