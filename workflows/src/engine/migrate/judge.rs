//! Whether every token finds its place in the new version, and whether it can go on from there.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Element, ElementIndex, FlowIndex, Kind, Process, Repetition, Trigger};

use super::super::command::Key;
use super::super::flow;
use super::super::machine::Machine;
use super::super::refusal::{Obstacle, ObstacleReason};
use super::super::state::Compensation;

/// Both versions, and which element of the one is which of the other.
pub(super) struct Names<'a> {
    pub old: &'a Process,
    pub new: &'a Process,
    pub mapping: &'a BTreeMap<String, String>,
}

impl Names<'_> {
    fn to<'b>(&'b self, id: &'b str) -> &'b str {
        self.mapping.get(id).map_or(id, String::as_str)
    }

    /// The element of the new version that an element of the old one becomes.
    pub fn target(&self, old: ElementIndex) -> Option<ElementIndex> {
        if old == Process::ROOT {
            return Some(Process::ROOT);
        }
        self.new
            .find(self.to(&self.old.element(old).id))
            .filter(|it| *it != Process::ROOT)
    }

    /// The same for a sequence flow: by mapping, by id, or as the only flow between the same elements.
    fn flow(&self, old: FlowIndex) -> Option<FlowIndex> {
        let flow = self.old.flow(old);
        let ends = (self.target(flow.source), self.target(flow.target));
        let find = |id: &str| {
            let at = self.new.flows.iter().position(|it| it.id == id)?;
            u32::try_from(at).ok().map(FlowIndex)
        };
        if let Some(id) = self.mapping.get(&flow.id) {
            return find(id);
        }
        if let Some(same) = find(&flow.id)
            && Some(self.new.flow(same).target) == ends.1
        {
            return Some(same);
        }
        let mut between = (0_u32..)
            .zip(&self.new.flows)
            .filter(|(_, it)| (Some(it.source), Some(it.target)) == ends)
            .map(|(at, _)| FlowIndex(at));
        between.next().filter(|_| between.next().is_none())
    }

    /// Elements of the old version that have another id in the new one.
    pub fn renamed(&self) -> BTreeMap<String, String> {
        self.mapping
            .iter()
            .filter(|(from, to)| from != to && self.old.find(from).is_some())
            .map(|(from, to)| (from.clone(), to.clone()))
            .collect()
    }

    /// Whether an element is the same kind of thing in both versions, and waits for the same kind of event.
    pub fn same_kind(&self, old: ElementIndex, new: ElementIndex) -> bool {
        same_kind(&self.old.element(old).kind, &self.new.element(new).kind)
    }

    fn same_scope(&self, old: ElementIndex, new: ElementIndex) -> bool {
        let parent = self.old.element(old).parent;
        parent.and_then(|it| self.target(it)) == self.new.element(new).parent
    }
}

fn same_kind(old: &Kind, new: &Kind) -> bool {
    use std::mem::discriminant;
    let trigger = |a: &Trigger, b: &Trigger| discriminant(a) == discriminant(b);
    discriminant(old) == discriminant(new)
        && match (old, new) {
            (
                Kind::SubProcess { transaction, event },
                Kind::SubProcess {
                    transaction: also,
                    event: too,
                },
            ) => transaction == also && event == too,
            (Kind::Receive(a), Kind::Receive(b)) | (Kind::Catch(a), Kind::Catch(b)) => {
                trigger(a, b)
            }
            (Kind::Start { trigger: a, .. }, Kind::Start { trigger: b, .. })
            | (Kind::Boundary { trigger: a, .. }, Kind::Boundary { trigger: b, .. }) => {
                trigger(a, b)
            }
            (
                Kind::Throw { trigger: a, job },
                Kind::Throw {
                    trigger: b,
                    job: by,
                },
            )
            | (
                Kind::End { trigger: a, job },
                Kind::End {
                    trigger: b,
                    job: by,
                },
            ) => trigger(a, b) && job.is_some() == by.is_some(),
            (Kind::Complex { activation: a }, Kind::Complex { activation: b }) => {
                a.is_some() == b.is_some()
            }
            _ => true,
        }
}

/// How an element is repeated, as far as a body under way depends on it.
fn repetition(element: &Element) -> (u8, bool) {
    let how = match &element.repetition {
        None => 0,
        Some(Repetition::Loop { .. }) => 1,
        Some(Repetition::Multi(multi)) if multi.sequential => 2,
        Some(Repetition::Multi(_)) => 3,
    };
    (
        how,
        how != 0 && element.properties.contains_key("mufakat:vote"),
    )
}

/// Tokens of one scope in one version: elements inside which they are, and flows on which they wait.
#[derive(Default)]
struct Marking {
    elements: Vec<(ElementIndex, Key)>,
    flows: BTreeSet<FlowIndex>,
}

struct Judge<'m, 'n> {
    machine: &'m Machine<'m>,
    names: &'n Names<'n>,
    obstacles: Vec<Obstacle>,
    /// Elements in use, by what they become.
    used: BTreeMap<ElementIndex, ElementIndex>,
    /// Flows that have another id in the new version.
    flows: BTreeMap<String, String>,
}

/// Everything that stands in the way, and the flows with tokens that get another id.
pub(super) fn look(
    machine: &Machine<'_>,
    root: Key,
    live: &BTreeSet<Key>,
    names: &Names<'_>,
) -> (BTreeMap<String, String>, Vec<Obstacle>) {
    let mut judge = Judge {
        machine,
        names,
        obstacles: Vec::new(),
        used: BTreeMap::new(),
        flows: BTreeMap::new(),
    };
    for key in live.iter().filter(|key| **key != root) {
        judge.element(*key);
    }
    let mut markings = Vec::new();
    for key in live {
        markings.extend(judge.scope(*key));
    }
    for (scope, old, new) in markings {
        judge.joins(scope, &old, &new);
    }
    (judge.flows, judge.obstacles)
}

impl Judge<'_, '_> {
    fn obstacle(
        &mut self,
        element: &str,
        instance: Option<Key>,
        reason: ObstacleReason,
        message: String,
    ) {
        self.obstacles.push(Obstacle {
            element: element.to_owned(),
            instance,
            reason,
            message,
        });
    }

    /// The new element of one that is in use.
    fn place(&mut self, id: &str, instance: Option<Key>) -> Option<(ElementIndex, ElementIndex)> {
        let names = self.names;
        let found = names
            .old
            .find(id)
            .and_then(|old| Some((old, names.target(old)?)));
        let Some((old, new)) = found else {
            let message = format!("{id} has no counterpart in the new version");
            self.obstacle(id, instance, ObstacleReason::ElementMissing, message);
            return None;
        };
        if !names.same_kind(old, new) {
            let message = format!(
                "{id} and {} are different kinds of element",
                names.new.element(new).id
            );
            self.obstacle(id, instance, ObstacleReason::KindChanged, message);
        }
        if !names.same_scope(old, new) {
            let message = format!("{id} lies in another scope in the new version");
            self.obstacle(id, instance, ObstacleReason::ScopeChanged, message);
        }
        let other = *self.used.entry(new).or_insert(old);
        if other != old {
            let message = format!(
                "{id} and {} would both become {}",
                names.old.element(other).id,
                names.new.element(new).id
            );
            self.obstacle(id, instance, ObstacleReason::MappedTwice, message);
        }
        Some((old, new))
    }

    fn element(&mut self, key: Key) {
        let Some(instance) = self.machine.instance(key) else {
            return;
        };
        let id = instance.element.clone();
        let Some((old, new)) = self.place(&id, Some(key)) else {
            return;
        };
        let (old, new) = (self.names.old.element(old), self.names.new.element(new));
        if repetition(old) != repetition(new) {
            let message = format!("{id} is repeated in another way in the new version");
            self.obstacle(&id, Some(key), ObstacleReason::RepetitionChanged, message);
        }
    }

    /// What waits in a scope; its marking in both versions.
    fn scope(&mut self, key: Key) -> Option<(Key, Marking, Marking)> {
        let names = self.names;
        let instance = self.machine.instance(key)?;
        let (mut before, mut after) = (Marking::default(), Marking::default());
        for (child, inner) in self.machine.state.children(key) {
            let Some(old) = names.old.find(&inner.element).filter(|_| !inner.isolated) else {
                continue;
            };
            before.elements.push((old, child));
            after
                .elements
                .extend(names.target(old).map(|new| (new, child)));
        }
        for id in instance.tokens.keys() {
            let Some(at) = names.old.flows.iter().position(|it| it.id == *id) else {
                continue;
            };
            let old = FlowIndex(u32::try_from(at).ok()?);
            before.flows.insert(old);
            let target = names.old.element(names.old.flow(old).target).id.clone();
            let Some((_, into)) = self.place(&target, None) else {
                continue;
            };
            let new = names
                .flow(old)
                .filter(|new| names.new.flow(*new).target == into);
            let Some(new) = new else {
                let message = format!("a token waits on {id}, which the new version does not have");
                self.obstacle(id, None, ObstacleReason::FlowMissing, message);
                continue;
            };
            after.flows.insert(new);
            let name = &names.new.flow(new).id;
            if name != id {
                self.flows.insert(id.clone(), name.clone());
            }
        }
        for gateway in instance.rounds.keys() {
            self.place(gateway, None);
        }
        for waiting in &instance.queued {
            self.place(waiting, None);
        }
        self.records(&instance.compensations);
        if let Some(compensating) = &instance.compensating {
            self.records(&compensating.left);
        }
        let body = self
            .machine
            .place(key)
            .is_some_and(|(process, at)| self.machine.is_body(key, process.element(at)));
        (!body).then_some((key, before, after))
    }

    /// What is done must stay undoable.
    fn records(&mut self, records: &[Compensation]) {
        for record in records {
            if let Some(handler) = &record.handler {
                let names = self.names;
                let kept = names.old.find(handler).is_some_and(|old| {
                    names
                        .target(old)
                        .is_some_and(|new| names.same_kind(old, new) && names.same_scope(old, new))
                });
                if !kept {
                    let message = format!(
                        "{} is done, and its handler {handler} is gone",
                        record.element
                    );
                    self.obstacle(
                        &record.element,
                        None,
                        ObstacleReason::CompensationLost,
                        message,
                    );
                }
            }
            self.records(&record.nested);
        }
    }

    /// A parallel join that a token can reach must be able to get every other token it waits for. One that could not
    /// before either is not made worse.
    fn joins(&mut self, scope: Key, before: &Marking, after: &Marking) {
        let names = self.names;
        let Some((_, around)) = self.machine.place(scope) else {
            return;
        };
        let Some(around) = names.target(around) else {
            return;
        };
        let joins = names.new.element(around).children.iter().copied();
        for join in joins {
            let Some((reached_by, lacking)) = lacks(names.new, join, after) else {
                continue;
            };
            let same = names.old.elements.iter().enumerate().find_map(|(at, _)| {
                let old = ElementIndex(u32::try_from(at).ok()?);
                (names.target(old) == Some(join)).then_some(old)
            });
            if same.is_some_and(|old| lacks(names.old, old, before).is_some()) {
                continue;
            }
            let here = same.map(|old| &names.old.element(old).id);
            let join = names.new.element(join).id.clone();
            let here = here.unwrap_or(&join).clone();
            let lacking = names.new.flow(lacking).id.clone();
            let token = reached_by
                .and_then(|key| self.machine.instance(key))
                .map_or(here, |it| it.element.clone());
            let message = format!("the join {join} would wait for ever for a token on {lacking}");
            self.obstacle(&token, reached_by, ObstacleReason::JoinStuck, message);
        }
    }
}

/// For a parallel join that a token waits at or can reach: the token, and a flow on which none can arrive.
fn lacks(
    process: &Process,
    join: ElementIndex,
    marking: &Marking,
) -> Option<(Option<Key>, FlowIndex)> {
    let element = process.element(join);
    if !matches!(element.kind, Kind::Parallel) || element.incoming.len() < 2 {
        return None;
    }
    let mut reached = None;
    let mut lacking = None;
    for flow in &element.incoming {
        let upstream = flow::upstream(process, join, &[*flow]);
        let on_the_way = marking
            .elements
            .iter()
            .find(|(at, _)| *at != join && upstream.contains(at));
        let on_a_flow = marking.flows.iter().any(|on| {
            on == flow || {
                let target = process.flow(*on).target;
                target != join && upstream.contains(&target)
            }
        });
        match on_the_way {
            Some((_, key)) => _ = reached.get_or_insert(Some(*key)),
            None if on_a_flow => _ = reached.get_or_insert(None),
            None => _ = lacking.get_or_insert(*flow),
        }
    }
    Some((reached?, lacking?))
}
