//! What is thrown in a scope, and the events that happen to it: an activity ends by its boundary event, a scope by its
//! event sub-process, or what is thrown leaves the scope.

use crate::model::{ElementIndex, Kind};

use super::advance::{Label, Run};
use super::catching::{Thrown, catchers, outward};
use super::marking::{At, Code, Exit, Marking, Thread};
use super::net::Net;

impl Net<'_> {
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
