//! What a migration does to a state: names, and nothing else. The event carries every name it needs, so replaying it asks
//! no definition (ARCHITECTURE 2.2).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ProcessRef;

use super::command::Key;
use super::state::{Compensation, Instance, Migrated, ROOT, State};

/// Old ids to new ids; what is not in them keeps its id.
pub(super) struct Renames<'a> {
    pub elements: &'a BTreeMap<String, String>,
    pub flows: &'a BTreeMap<String, String>,
}

impl Renames<'_> {
    fn element(&self, id: &mut String) {
        if let Some(to) = self.elements.get(id) {
            id.clone_from(to);
        }
    }

    fn flow(&self, id: &mut String) {
        if let Some(to) = self.flows.get(id) {
            id.clone_from(to);
        }
    }

    fn instance(&self, instance: &mut Instance) {
        self.element(&mut instance.element);
        let mut tokens = BTreeMap::new();
        for (mut flow, count) in std::mem::take(&mut instance.tokens) {
            self.flow(&mut flow);
            *tokens.entry(flow).or_insert(0) += count;
        }
        instance.tokens = tokens;
        for (mut gateway, mut seen) in std::mem::take(&mut instance.rounds) {
            self.element(&mut gateway);
            seen.iter_mut().for_each(|flow| self.flow(flow));
            instance.rounds.insert(gateway, seen);
        }
        for mut gateway in std::mem::take(&mut instance.joined) {
            self.element(&mut gateway);
            instance.joined.insert(gateway);
        }
        self.records(&mut instance.compensations);
        if let Some(compensating) = &mut instance.compensating {
            self.records(&mut compensating.left);
        }
        instance.queued.iter_mut().for_each(|id| self.element(id));
    }

    fn records(&self, records: &mut [Compensation]) {
        for record in records {
            self.element(&mut record.element);
            if let Some(handler) = &mut record.handler {
                self.element(handler);
            }
            self.records(&mut record.nested);
        }
    }
}

/// The element instances of one process: its root scope and everything inside, without the processes that it calls.
pub(crate) fn inside(state: &State, root: Key) -> BTreeSet<Key> {
    let mut found = BTreeSet::from([root]);
    // A scope is older than what is inside it, so its key is smaller.
    for (key, instance) in state.instances.range(root..) {
        if !instance.isolated && found.contains(&instance.scope) {
            found.insert(*key);
        }
    }
    found
}

/// Lets a process and all its element instances run `to`.
pub(super) fn migrate(
    state: &mut State,
    root: Key,
    from: &ProcessRef,
    to: &ProcessRef,
    renames: &Renames<'_>,
) {
    let inside = inside(state, root);
    let before = match state.instances.get(&root) {
        Some(it) if it.isolated => it.process,
        _ => panic!("{root} is not the root of a process"),
    };
    assert_eq!(
        state.processes.get(before as usize),
        Some(from),
        "{root} runs another process"
    );
    let after = place(state, root, before, to, &inside);
    for key in &inside {
        let Some(instance) = state.instances.get_mut(key) else {
            continue;
        };
        instance.process = after;
        renames.instance(instance);
    }
    if let Some(instance) = state.instances.get_mut(&root) {
        instance.element.clone_from(&to.id);
    }
    let lives = |owner: &Key| inside.contains(owner);
    for timer in state.timers.values_mut().filter(|it| lives(&it.owner)) {
        renames.element(&mut timer.element);
    }
    let open = state.subscriptions.values_mut();
    for subscription in open.filter(|it| lives(&it.owner)) {
        renames.element(&mut subscription.element);
    }
    for job in state.jobs.values_mut().filter(|it| lives(&it.owner)) {
        renames.element(&mut job.element);
    }
    for incident in state.incidents.values_mut().filter(|it| lives(&it.owner)) {
        renames.element(&mut incident.element);
    }
}

/// Finds the place of `to` among the processes in use. The instance's own process stays the first.
fn place(
    state: &mut State,
    root: Key,
    before: u32,
    to: &ProcessRef,
    inside: &BTreeSet<Key>,
) -> u32 {
    let others: Vec<Key> = state
        .instances
        .iter()
        .filter(|(key, it)| it.process == before && !inside.contains(key))
        .map(|(key, _)| *key)
        .collect();
    let known = state.processes.iter().position(|it| it == to);
    let last = state.processes.len() as u32;
    match known {
        Some(known) if root != ROOT => return known as u32,
        _ if others.is_empty() => {}
        _ if root != ROOT => {
            state.processes.push(to.clone());
            return last;
        }
        _ => {
            let old = state.processes[before as usize].clone();
            state.processes.push(old);
            for key in others {
                if let Some(other) = state.instances.get_mut(&key) {
                    other.process = last;
                }
            }
        }
    }
    if let Some(place) = state.processes.get_mut(before as usize) {
        place.clone_from(to);
    }
    before
}

/// What a migration is about to replace.
pub(super) fn replaced(
    state: &State,
    root: Key,
    from: &ProcessRef,
    renames: &Renames<'_>,
    withdrawn: &[Key],
    reassigned: bool,
) -> Migrated {
    let inside = inside(state, root);
    let back = |names: &BTreeMap<String, String>| {
        names
            .iter()
            .map(|(from, to)| (to.clone(), from.clone()))
            .collect()
    };
    Migrated {
        root,
        from: from.clone(),
        next_key: state.next_key,
        elements: back(renames.elements),
        flows: back(renames.flows),
        timers: withdrawn
            .iter()
            .filter_map(|key| Some((*key, state.timers.get(key)?.clone())))
            .collect(),
        subscriptions: withdrawn
            .iter()
            .filter_map(|key| Some((*key, state.subscriptions.get(key)?.clone())))
            .collect(),
        tasks: state
            .tasks
            .iter()
            .filter(|(key, _)| reassigned && inside.contains(key))
            .map(|(key, task)| (*key, task.facts.clone()))
            .collect(),
    }
}
