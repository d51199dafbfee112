//! One scope as the exploration sees it: its elements, what lies around them, and what is known of the scopes inside.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::prove::event_subprocesses;
use crate::model::{Element, ElementIndex, FlowIndex, Kind, Over, Process, Repetition, Trigger};

use super::marking::{At, Code};
use super::routing;

/// What a scope can do, seen from the scope around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    /// It can complete.
    pub completes: bool,
    /// It can complete in the command that starts it.
    pub at_once: bool,
    /// Errors that leave it, and whether they are drawn (see [`super::marking::Exit::Failed`]).
    pub fails: BTreeSet<(Code, bool)>,
    /// Escalations that leave it.
    pub escalates: BTreeSet<Code>,
    /// It can be cancelled (transactions).
    pub cancels: bool,
    /// It can come into a situation from which it does not end by itself.
    pub sticks: bool,
    /// Tokens can wait in it for ever, which is told with it.
    pub blocked: bool,
}

impl Summary {
    /// Of a called process that is not among the files.
    pub(super) fn opaque() -> Self {
        Self {
            completes: true,
            at_once: true,
            fails: BTreeSet::from([(None, false)]),
            ..Self::default()
        }
    }
}

/// A scope, ready to be explored.
pub(super) struct Net<'a> {
    pub process: &'a Process,
    pub at: ElementIndex,
    /// What is known of the scopes and called processes directly inside.
    pub inner: BTreeMap<ElementIndex, Summary>,
    /// The sets of flows that may leave each element.
    pub choices: BTreeMap<ElementIndex, Vec<Vec<FlowIndex>>>,
    /// Some choices were left out because there are too many.
    pub cut: bool,
    /// Event sub-processes with their start events.
    pub events: Vec<(ElementIndex, ElementIndex)>,
    /// Some inclusive or complex gateway joins.
    pub judges: bool,
    /// Something here ends what goes on beside it.
    pub kills: bool,
    /// Something here compensates.
    pub compensates: bool,
    /// Joins of which markings remember whether they have brought flows together: what comes to them late is surplus.
    /// Only those before which tokens were seen to be left over, so that all other states stay as few as they are.
    pub watched: BTreeSet<ElementIndex>,
    /// Explore only one of several orders of what does not depend on each other.
    pub reduce: bool,
}

impl<'a> Net<'a> {
    pub(super) fn new(
        process: &'a Process,
        at: ElementIndex,
        inner: BTreeMap<ElementIndex, Summary>,
        reduce: bool,
    ) -> Self {
        let events: Vec<_> = event_subprocesses(process, at)
            .filter(|(_, start)| {
                !matches!(
                    process.element(*start).kind,
                    Kind::Start {
                        trigger: Trigger::Compensation { .. },
                        ..
                    }
                )
            })
            .collect();
        let children = || {
            let inside = &process.element(at).children;
            inside.iter().map(|child| process.element(*child))
        };
        let thrown = |element: &Element, passes: &dyn Fn(&Trigger) -> bool| match &element.kind {
            Kind::Throw { trigger, job: None } | Kind::End { trigger, job: None } => {
                passes(trigger)
            }
            _ => false,
        };
        let compensates = children().any(|child| {
            thrown(child, &|it| {
                matches!(it, Trigger::Compensation { .. } | Trigger::Cancel)
            })
        });
        let kills = compensates
            || matches!(process.element(at).kind, Kind::AdHoc(_))
            || children().any(|child| {
                thrown(child, &|it| {
                    matches!(
                        it,
                        Trigger::Error { .. } | Trigger::Escalation { .. } | Trigger::Terminate
                    )
                })
            });
        let judges = children().any(|child| {
            matches!(child.kind, Kind::Inclusive | Kind::Complex { .. }) && child.incoming.len() > 1
        });
        let mut cut = false;
        let choices = process
            .element(at)
            .children
            .iter()
            .map(|child| {
                let (sets, some_left_out) = routing::choices(process, process.element(*child));
                cut |= some_left_out;
                (*child, sets)
            })
            .collect();
        Self {
            process,
            at,
            inner,
            choices,
            cut,
            events,
            judges,
            kills,
            compensates,
            watched: BTreeSet::new(),
            reduce,
        }
    }

    /// Whether only one order of independent steps is explored.
    pub(super) fn reduces(&self) -> bool {
        self.reduce && !self.judges && !self.kills
    }

    pub(super) fn element(&self, index: ElementIndex) -> &'a Element {
        self.process.element(index)
    }

    /// A gateway that waits for several flows.
    pub(super) fn joins(&self, index: ElementIndex) -> bool {
        let element = self.element(index);
        element.incoming.len() > 1
            && matches!(
                element.kind,
                Kind::Parallel | Kind::Inclusive | Kind::Complex { .. }
            )
    }

    /// Whether a token rests before the target of a flow: several flows lead there, and each token goes on alone.
    pub(super) fn rests(&self, flow: FlowIndex) -> bool {
        let target = self.process.flow(flow).target;
        let element = self.element(target);
        element.incoming.len() > 1
            && !self.joins(target)
            && !matches!(element.kind, Kind::End { .. })
    }

    /// The element at which a token stands.
    pub(super) fn stands(&self, at: At) -> ElementIndex {
        match at {
            At::Flow(flow) => self.process.flow(flow).target,
            At::Link(it) | At::Inside(it) | At::Stuck(it) | At::Undoing(it) => it,
        }
    }

    /// Whether a place is left without anybody's doing.
    pub(super) fn moves_by_itself(&self, at: At) -> bool {
        match at {
            At::Flow(flow) => self.rests(flow),
            At::Link(_) => true,
            _ => false,
        }
    }

    /// Whether the element's own work waits for somebody or something.
    pub(super) fn works(&self, index: ElementIndex) -> bool {
        match &self.element(index).kind {
            Kind::UserTask(_)
            | Kind::Manual
            | Kind::Job(_)
            | Kind::EventBased
            | Kind::SubProcess { .. }
            | Kind::AdHoc(_)
            | Kind::Call(_)
            | Kind::Throw { job: Some(_), .. }
            | Kind::End { job: Some(_), .. } => true,
            Kind::Receive(trigger) | Kind::Catch(trigger) => awaited(trigger),
            _ => false,
        }
    }

    /// Whether a token stays in the element: for its work, for its listeners, or because boundary events on a task that
    /// is only sketched say that it will take time.
    pub(super) fn stays(&self, index: ElementIndex) -> bool {
        let element = self.element(index);
        self.works(index)
            || !element.execution_listeners.is_empty()
            || element.boundaries.iter().any(|boundary| {
                matches!(&self.element(*boundary).kind, Kind::Boundary { trigger, .. }
                    if !matches!(trigger, Trigger::Compensation { .. }))
            })
    }

    /// Whether the activity may complete without a single run: over an empty list, or a loop that is tested first.
    pub(super) fn may_skip(&self, index: ElementIndex) -> bool {
        match &self.element(index).repetition {
            None => false,
            Some(Repetition::Loop {
                test_before,
                condition,
                ..
            }) => *test_before && condition.is_some(),
            Some(Repetition::Multi(multi)) => match &multi.over {
                Over::Collection(_) => true,
                Over::Cardinality(count) => count
                    .as_literal()
                    .and_then(crate::feel::value::Value::as_i64)
                    .is_none_or(|count| count == 0),
            },
        }
    }

    /// Errors that the work of an element can throw by itself.
    pub(super) fn errors_of(&self, index: ElementIndex) -> BTreeSet<(Code, bool)> {
        if let Some(summary) = self.inner.get(&index) {
            return summary.fails.clone();
        }
        let element = self.element(index);
        let listened = !element.execution_listeners.is_empty();
        let any = BTreeSet::from([(None, false)]);
        match &element.kind {
            _ if listened => any,
            Kind::Job(_) | Kind::Call(_) => any,
            // Only sketched: nobody has said yet who will do it.
            Kind::Abstract | Kind::Manual => any,
            Kind::UserTask(task) if !task.listeners.is_empty() => any,
            Kind::UserTask(_) => BTreeSet::from([(Some("RETURNED".to_owned()), false)]),
            _ => BTreeSet::new(),
        }
    }

    /// Whether a completed activity leaves something that can be compensated.
    pub(super) fn compensable(&self, index: ElementIndex) -> bool {
        let element = self.element(index);
        element.compensated_by.is_some()
            || element.children.iter().any(|child| {
                crate::engine::prove::compensation_start(self.process, *child).is_some()
                    || self.compensable(*child)
            })
    }

    /// The handlers that compensating an activity may run.
    pub(super) fn handlers(&self, index: ElementIndex) -> Vec<ElementIndex> {
        let element = self.element(index);
        let own = element.children.iter().copied().filter(|child| {
            crate::engine::prove::compensation_start(self.process, *child).is_some()
        });
        let handler = element.compensated_by.or_else(|| own.into_iter().next());
        match handler {
            Some(handler) => vec![handler],
            None => element
                .children
                .iter()
                .flat_map(|child| self.handlers(*child))
                .collect(),
        }
    }

    /// Where a link of that name leads, in this scope.
    pub(super) fn link(&self, wanted: &str) -> Option<ElementIndex> {
        let inside = &self.element(self.at).children;
        inside.iter().copied().find(|child| {
            matches!(&self.element(*child).kind,
                Kind::Catch(Trigger::Link { name }) if name == wanted)
        })
    }
}

/// Whether somebody waits for such an event (and does not look it up when it is thrown).
pub(super) fn awaited(trigger: &Trigger) -> bool {
    matches!(
        trigger,
        Trigger::Timer(_)
            | Trigger::Message(_)
            | Trigger::Signal { .. }
            | Trigger::Conditional { .. }
    )
}
