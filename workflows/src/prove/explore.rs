//! Breadth first through the markings of a scope, the scopes inside it before it: traces are shortest, and the number
//! of states is a sum over scopes, not a product.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use crate::model::{ElementIndex, Kind, Process, Text};

use super::advance::{Label, Run};
use super::growth;
use super::marking::{At, Exit, Marking, clash};
use super::net::{Net, Summary};
use super::{Bounds, Called};

/// A marking that was reached.
pub(super) struct Node {
    pub marking: Marking,
    /// From where it was first reached, and what happened on the way.
    pub from: Option<usize>,
    pub labels: Vec<Label>,
    /// Where it leads.
    pub next: Vec<usize>,
    /// It is reached without anybody's doing, in the command that begins the scope.
    pub at_once: bool,
    /// Two tokens became one on the way: what is missing from here on may be missing for that reason only.
    pub merged: bool,
}

/// A place in the exploration: after a node, these labels on top.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub node: Option<usize>,
    pub labels: Vec<Label>,
}

/// A scope that was explored, with the scopes inside it.
pub(super) struct Explored {
    pub at: ElementIndex,
    pub nodes: Vec<Node>,
    pub inner: BTreeMap<ElementIndex, Explored>,
    pub summary: Summary,
    /// Where each element first began.
    pub alive: BTreeMap<ElementIndex, Spot>,
    /// Joins that wait for ever, and where.
    pub deadlocks: BTreeMap<ElementIndex, usize>,
    /// Joins at which tokens were left over with nothing beside them, in whatever state.
    pub left_over: BTreeSet<ElementIndex>,
    /// Every node in which tokens wait for ever.
    pub stuck: BTreeSet<usize>,
    /// Elements where a thread meets itself, and where.
    pub clashes: BTreeMap<ElementIndex, Spot>,
    /// The first node from which the scope does not end.
    pub endless: Option<usize>,
    /// The bound was hit.
    pub bounded: bool,
}

/// Explores processes, and remembers what called ones can do.
pub(super) struct Explorer<'a> {
    called: &'a Called<'a>,
    bounds: Bounds,
    known: BTreeMap<String, Option<Summary>>,
    /// States that may still be made.
    pub left: usize,
    /// Steps that may still be tried: a state may have many.
    effort: usize,
}

/// Steps tried for each state allowed.
const STEPS_A_STATE: usize = 40;

impl<'a> Explorer<'a> {
    pub(super) fn new(called: &'a Called<'a>, bounds: Bounds) -> Self {
        Self {
            called,
            bounds,
            known: BTreeMap::new(),
            left: bounds.states,
            effort: bounds.states.saturating_mul(STEPS_A_STATE),
        }
    }

    /// Explores a scope of a process.
    pub(super) fn scope(&mut self, process: &Process, at: ElementIndex) -> Explored {
        let mut inner = BTreeMap::new();
        let mut summaries = BTreeMap::new();
        for child in &process.element(at).children {
            match &process.element(*child).kind {
                Kind::SubProcess { .. } | Kind::AdHoc(_) => {
                    let explored = self.scope(process, *child);
                    summaries.insert(*child, explored.summary.clone());
                    inner.insert(*child, explored);
                }
                Kind::Call(call) => {
                    let summary = match &call.process {
                        Text::Literal(id) => self.call(id),
                        Text::Feel(_) => Summary::opaque(),
                    };
                    summaries.insert(*child, summary);
                }
                _ => {}
            }
        }
        let mut net = Net::new(process, at, summaries, self.bounds.reduce);
        let (left, effort) = (self.left, self.effort);
        let mut explored = self.walk(&net);
        if !explored.left_over.is_empty() {
            // Whether what is left over is missing a part or is surplus: only a walk that remembers it can tell.
            net.watched = std::mem::take(&mut explored.left_over);
            (self.left, self.effort) = (left, effort);
            explored = self.walk(&net);
        }
        explored.bounded |= inner.values().any(|it| it.bounded);
        explored.summary.blocked =
            !explored.deadlocks.is_empty() || inner.values().any(|it| it.summary.blocked);
        explored.inner = inner;
        explored
    }

    /// What a called process can do. One that calls itself is taken as a step that ends somehow.
    fn call(&mut self, id: &str) -> Summary {
        if let Some(known) = self.known.get(id) {
            return known.clone().unwrap_or_else(Summary::opaque);
        }
        self.known.insert(id.to_owned(), None);
        let process: Option<Arc<Process>> = (self.called)(id);
        let summary = match process.filter(|it| !it.elements.is_empty()) {
            None => Summary::opaque(),
            Some(process) => {
                let explored = self.scope(&process, Process::ROOT);
                let mut summary = explored.summary;
                // Its own faults are told with its own proof.
                summary.sticks = false;
                summary.blocked = false;
                let ends = summary.completes || !summary.fails.is_empty();
                if explored.bounded || !ends {
                    Summary::opaque()
                } else {
                    summary
                }
            }
        };
        self.known.insert(id.to_owned(), Some(summary.clone()));
        summary
    }

    fn walk(&mut self, net: &Net<'_>) -> Explored {
        let mut walk = Walk {
            explored: Explored {
                at: net.at,
                nodes: Vec::new(),
                inner: BTreeMap::new(),
                summary: Summary::default(),
                alive: BTreeMap::new(),
                deadlocks: BTreeMap::new(),
                left_over: BTreeSet::new(),
                stuck: BTreeSet::new(),
                clashes: BTreeMap::new(),
                endless: None,
                bounded: false,
            },
            known: BTreeMap::new(),
            open: VecDeque::new(),
        };
        let first = net.begin();
        walk.explored.bounded |= first.cut || net.cut;
        for (run, _) in first.runs {
            self.left = self.left.saturating_sub(1);
            walk.reach(net, None, run, true);
        }
        while let Some(at) = walk.open.pop_front() {
            let Some(node) = walk.explored.nodes.get(at) else {
                break;
            };
            if self.left == 0 || self.effort == 0 {
                walk.explored.bounded = true;
                break;
            }
            let (at_once, merged) = (node.at_once, node.merged);
            let next = net.successors(&node.marking);
            walk.explored.bounded |= next.cut;
            walk.explored.left_over.extend(&next.left_over);
            if next.deadlock.is_none()
                && !merged
                && let Some(surplus) = next.left_over.first()
            {
                let spot = || Spot {
                    node: Some(at),
                    labels: Vec::new(),
                };
                walk.explored.clashes.entry(*surplus).or_insert_with(spot);
            }
            if let Some(join) = next.deadlock {
                if !merged {
                    walk.explored.deadlocks.entry(join).or_insert(at);
                }
                walk.explored.stuck.insert(at);
            }
            self.effort = self.effort.saturating_sub(next.runs.len());
            for (run, by_itself) in next.runs {
                if walk.reach(net, Some(at), run, at_once && by_itself) {
                    self.left = self.left.saturating_sub(1);
                }
            }
        }
        let mut explored = walk.explored;
        if net.reduces() && explored.clashes.is_empty() {
            for (place, node) in growth::added(&explored.nodes, &walk.known) {
                let spot = Spot {
                    node: Some(node),
                    labels: Vec::new(),
                };
                let element = net.stands(place);
                explored.clashes.entry(element).or_insert(spot);
            }
        }
        summarise(net, &mut explored);
        explored
    }
}

struct Walk {
    explored: Explored,
    known: BTreeMap<Marking, usize>,
    open: VecDeque<usize>,
}

impl Walk {
    /// Notes what happened on a step, and its marking if it is new.
    fn reach(&mut self, net: &Net<'_>, from: Option<usize>, run: Run, at_once: bool) -> bool {
        for (position, label) in run.labels.iter().enumerate() {
            let spot = || Spot {
                node: from,
                labels: run.labels.get(..=position).unwrap_or_default().to_vec(),
            };
            match label {
                Label::Element(element) => {
                    self.explored.alive.entry(*element).or_insert_with(spot);
                }
                Label::Clash(element) => {
                    self.explored.clashes.entry(*element).or_insert_with(spot);
                }
                Label::Escalates(code) => {
                    self.explored.summary.escalates.insert(code.clone());
                }
                _ => {}
            }
        }
        let (at, fresh) = match self.known.get(&run.marking) {
            Some(known) => (*known, false),
            None => {
                let at = self.explored.nodes.len();
                if let Some(merge) = meeting(net, &run.marking) {
                    let labels = run.labels.clone();
                    let spot = Spot { node: from, labels };
                    self.explored.clashes.entry(merge).or_insert(spot);
                }
                let merged = from
                    .and_then(|from| self.explored.nodes.get(from))
                    .is_some_and(|node| node.merged)
                    || run.labels.iter().any(|it| matches!(it, Label::Clash(_)));
                self.known.insert(run.marking.clone(), at);
                self.explored.nodes.push(Node {
                    marking: run.marking,
                    from,
                    labels: run.labels,
                    next: Vec::new(),
                    at_once,
                    merged,
                });
                self.open.push_back(at);
                (at, true)
            }
        };
        if let Some(from) = from
            && let Some(node) = self.explored.nodes.get_mut(from)
            && !node.next.contains(&at)
        {
            node.next.push(at);
        }
        fresh
    }
}

/// An element before which two tokens rest that both would go on.
fn meeting(net: &Net<'_>, marking: &Marking) -> Option<ElementIndex> {
    let resting: Vec<_> = marking
        .tokens
        .iter()
        .filter_map(|(at, thread)| match at {
            At::Flow(flow) if net.rests(*flow) => Some((net.process.flow(*flow).target, *thread)),
            _ => None,
        })
        .collect();
    resting
        .iter()
        .enumerate()
        .find_map(|(at, (target, thread))| {
            resting
                .iter()
                .skip(at + 1)
                .any(|(other, rival)| other == target && clash(*thread, *rival))
                .then_some(*target)
        })
}

fn summarise(net: &Net<'_>, explored: &mut Explored) {
    let root = net.at == Process::ROOT;
    let mut ending: BTreeSet<usize> = explored.stuck.clone();
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); explored.nodes.len()];
    for (at, node) in explored.nodes.iter().enumerate() {
        for next in &node.next {
            if let Some(back) = before.get_mut(*next) {
                back.push(at);
            }
        }
        let blocked = node.marking.tokens.iter().any(|(place, _)| {
            matches!(place, At::Inside(child)
                if net.inner.get(child).is_some_and(|it| it.blocked))
        });
        if blocked {
            ending.insert(at);
        }
        let Some(exit) = &node.marking.left else {
            continue;
        };
        // What a worker throws and nobody in this process catches is no end that was drawn.
        if !matches!(exit, Exit::Failed { drawn: false, .. }) || !root {
            ending.insert(at);
        }
        let summary = &mut explored.summary;
        match exit {
            Exit::Completed => {
                summary.completes = true;
                summary.at_once |= node.at_once;
            }
            Exit::Failed { code, drawn } => {
                summary.fails.insert((code.clone(), *drawn));
            }
            Exit::Escalated(code) => {
                summary.escalates.insert(code.clone());
            }
            Exit::Cancelled => summary.cancels = true,
        }
    }
    if explored.bounded {
        // Nothing can be said about what was not seen.
        explored.summary.completes = true;
        return;
    }
    let mut open: Vec<usize> = ending.iter().copied().collect();
    while let Some(at) = open.pop() {
        for earlier in before.get(at).into_iter().flatten() {
            if ending.insert(*earlier) {
                open.push(*earlier);
            }
        }
    }
    explored.endless = explored
        .nodes
        .iter()
        .enumerate()
        .find(|(at, node)| node.marking.left.is_none() && !node.merged && !ending.contains(at))
        .map(|(at, _)| at);
    explored.summary.sticks = explored.endless.is_some();
}
