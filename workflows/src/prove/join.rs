//! Joins that are judged by what may still come (BPMN 13.4.3, 13.4.5): the rules of `engine::flow`.

use std::collections::BTreeSet;

use crate::engine::prove::upstream;
use crate::model::{ElementIndex, FlowIndex, Kind};

use super::advance::Run;
use super::marking::{At, Marking};
use super::net::Net;

impl Net<'_> {
    /// When nothing moves by itself: the inclusive join or complex round that goes on now.
    pub(super) fn judge(&self, marking: &Marking) -> Option<Vec<Run>> {
        for join in self.waiting_joins(marking) {
            let (full, empty): (Vec<FlowIndex>, Vec<FlowIndex>) = self
                .element(join)
                .incoming
                .iter()
                .partition(|flow| marking.holds(At::Flow(**flow)));
            if !self.coming(marking, join, &full, &empty) {
                return Some(self.fire(Run::from(marking), join));
            }
        }
        for (position, (gateway, seen)) in marking.rounds.iter().enumerate() {
            let incoming = &self.element(*gateway).incoming;
            let (full, empty): (Vec<FlowIndex>, Vec<FlowIndex>) =
                incoming.iter().partition(|flow| seen.contains(flow));
            if self.coming(marking, *gateway, &full, &empty) {
                continue;
            }
            let mut run = Run::from(marking);
            run.marking.rounds.remove(position);
            let mut ways = vec![run];
            // What waited for the next round arrives now.
            for flow in incoming {
                let Some(thread) = marking.thread_at(At::Flow(*flow)) else {
                    continue;
                };
                ways = ways
                    .into_iter()
                    .flat_map(|mut way| {
                        way.marking.remove(At::Flow(*flow), thread);
                        self.arrive(way, *flow, thread)
                    })
                    .collect();
            }
            return Some(ways);
        }
        None
    }

    /// When nothing lives any more: inclusive joins that wait for each other go on, in document order.
    pub(super) fn unstick(&self, marking: &Marking) -> Option<Vec<Run>> {
        let join = *self.waiting_joins(marking).first()?;
        Some(self.fire(Run::from(marking), join))
    }

    fn waiting_joins(&self, marking: &Marking) -> BTreeSet<ElementIndex> {
        marking
            .tokens
            .iter()
            .filter_map(|(at, _)| match at {
                At::Flow(flow) => Some(self.process.flow(*flow).target),
                _ => None,
            })
            .filter(|target| {
                self.joins(*target)
                    && matches!(
                        self.element(*target).kind,
                        Kind::Inclusive | Kind::Complex { activation: None }
                    )
            })
            .collect()
    }

    /// Whether a token can still reach one of `empty` and could not as well reach one of `full`.
    fn coming(
        &self,
        marking: &Marking,
        gateway: ElementIndex,
        full: &[FlowIndex],
        empty: &[FlowIndex],
    ) -> bool {
        if empty.is_empty() {
            return false;
        }
        let to_empty = upstream(self.process, gateway, empty);
        let to_full = upstream(self.process, gateway, full);
        marking.tokens.iter().any(|(at, _)| {
            let stands = self.stands(*at);
            stands != gateway && to_empty.contains(&stands) && !to_full.contains(&stands)
        })
    }
}
