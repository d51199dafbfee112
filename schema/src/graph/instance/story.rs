//! How a case came to where it stands, told from its journal: which elements and flows were passed, when and by whom.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, ID};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::engine::command::{Key, Stamp};
use workflows::engine::event::Event;
use workflows::engine::state::{ROOT, State};
use workflows::id::kind;
use workflows::model::{Kind, ProcessRef};

use crate::deployed::Compiled;
use crate::graph::guard::{known, read, rows};
use crate::graph::loaders::PersonById;
use crate::graph::problem::Result;
use crate::tables::journal;

use super::{Step, VisitedElement};

/// Journal entries that tell the story.
const KINDS: [&str; 8] = [
    "INSTANCE_STARTED",
    "ELEMENT_ACTIVATED",
    "ELEMENT_COMPLETED",
    "ELEMENT_TERMINATED",
    "FLOW_TAKEN",
    "TASK_COMPLETED",
    "TASK_RETURNED",
    "INSTANCE_MIGRATED",
];
/// Most entries that are read; a case of this length has long been too large for a diagram.
const ENTRIES: u64 = 50_000;
/// Most steps that are listed.
const STEPS: usize = 1_000;

/// An element that was entered.
#[derive(Debug, Clone)]
struct Passed {
    element: String,
    process: ProcessRef,
    scope: Key,
    /// One of several of a multi-instance.
    is_item: bool,
    at: DateTime<Utc>,
    ended: Option<(DateTime<Utc>, bool)>,
    actor: Option<String>,
}

/// The whole way of a case.
#[derive(Debug, Default)]
pub(super) struct Story {
    passed: BTreeMap<Key, Passed>,
    flows: BTreeMap<(String, String), usize>,
    /// Who acted: name by id.
    named: BTreeMap<String, String>,
}

impl Story {
    pub async fn read(ctx: &Context<'_>, instance: Uuid) -> Result<Self> {
        let entries: Vec<(DateTime<Utc>, String, Option<String>)> = journal::Entity::find()
            .select_only()
            .columns([
                journal::Column::At,
                journal::Column::Event,
                journal::Column::Actor,
            ])
            .filter(journal::Column::InstanceId.eq(instance))
            .filter(journal::Column::Kind.is_in(KINDS))
            .order_by_asc(journal::Column::Seq)
            .limit(ENTRIES)
            .into_tuple()
            .all(read(ctx))
            .await?;
        let mut story = Self::default();
        for (at, event, actor) in entries {
            if let Ok(event) = serde_json::from_str(&event) {
                story.take(at, event, actor.as_deref());
            }
        }
        story.name_actors(ctx).await?;
        Ok(story)
    }

    /// Puts names in the place of ids: as the register has them now; old entries hold one themselves.
    async fn name_actors(&mut self, ctx: &Context<'_>) -> Result<()> {
        let id = |person: &String| known::<kind::Person>(&ID(person.clone())).map(PersonById);
        let people = rows(ctx)
            .load_many(self.named.keys().filter_map(id))
            .await?;
        for (person, name) in &mut self.named {
            if let Some(row) = id(person).and_then(|id| people.get(&id)) {
                name.clone_from(&row.name);
            }
        }
        for passed in self.passed.values_mut() {
            passed.actor = passed
                .actor
                .take()
                .map(|person| self.named.get(&person).cloned().unwrap_or_default());
        }
        Ok(())
    }

    fn take(&mut self, at: DateTime<Utc>, event: Event, actor: Option<&str>) {
        match event {
            Event::InstanceStarted { process, .. } => {
                let element = process.id.clone();
                self.passed.insert(
                    ROOT,
                    Passed {
                        element,
                        process,
                        scope: 0,
                        is_item: false,
                        at,
                        ended: None,
                        actor: None,
                    },
                );
            }
            Event::ElementActivated {
                key,
                element,
                scope,
                process,
                loop_counter,
                ..
            } => {
                let Some(process) = process
                    .or_else(|| self.passed.get(&scope).map(|around| around.process.clone()))
                else {
                    return;
                };
                let is_item = loop_counter.is_some();
                self.passed.insert(
                    key,
                    Passed {
                        element,
                        process,
                        scope,
                        is_item,
                        at,
                        ended: None,
                        actor: None,
                    },
                );
            }
            Event::ElementCompleted { key, .. } => self.end(key, at, true),
            Event::ElementTerminated { key, .. } => self.end(key, at, false),
            Event::FlowTaken { flow, scope, .. } => {
                if let Some(around) = self.passed.get(&scope) {
                    *self
                        .flows
                        .entry((around.process.id.clone(), flow))
                        .or_default() += 1;
                }
            }
            Event::TaskCompleted { task, .. } | Event::TaskReturned { task, .. } => {
                let stamp = actor.and_then(|text| serde_json::from_str::<Stamp>(text).ok());
                if let (Some(passed), Some(stamp)) = (self.passed.get_mut(&task), stamp) {
                    passed.actor = Some(stamp.person.clone());
                    self.named.insert(stamp.person, stamp.name);
                }
            }
            Event::InstanceMigrated {
                root,
                from,
                to,
                elements,
                flows,
                ..
            } => self.migrate(root, &from, &to, &elements, &flows),
            _ => {}
        }
    }

    /// The diagram that is shown is that of the version the case runs now, so what it has passed bears the names that it
    /// has there. The journal keeps the old ones.
    fn migrate(
        &mut self,
        root: Key,
        from: &ProcessRef,
        to: &ProcessRef,
        elements: &BTreeMap<String, String>,
        flows: &BTreeMap<String, String>,
    ) {
        let mut inside = BTreeSet::from([root]);
        for (key, passed) in &mut self.passed {
            // A called process lies inside its caller and keeps its own version.
            let here = *key == root
                || (inside.contains(&passed.scope)
                    && passed.process == *from
                    && passed.element != passed.process.id);
            if !here {
                continue;
            }
            inside.insert(*key);
            passed.process = to.clone();
            if *key == root {
                passed.element.clone_from(&to.id);
            } else if let Some(name) = elements.get(&passed.element) {
                passed.element.clone_from(name);
            }
        }
        let before = std::mem::take(&mut self.flows);
        for ((definition, flow), count) in before {
            let moved = definition == from.id;
            let flow = match flows.get(&flow) {
                Some(name) if moved => name.clone(),
                _ => flow,
            };
            let definition = if moved { to.id.clone() } else { definition };
            *self.flows.entry((definition, flow)).or_default() += count;
        }
    }

    fn end(&mut self, key: Key, at: DateTime<Utc>, normally: bool) {
        if let Some(passed) = self.passed.get_mut(&key) {
            passed.ended = Some((at, normally));
        }
    }

    /// Since when an element instance is there.
    pub fn since(&self, key: Key) -> Option<DateTime<Utc>> {
        self.passed.get(&key).map(|passed| passed.at)
    }

    /// Elements and flows that were passed; of a multi-instance its body counts once.
    pub fn visited(&self) -> Vec<VisitedElement> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for passed in self
            .passed
            .values()
            .filter(|passed| !passed.is_item && passed.element != passed.process.id)
        {
            if matches!(passed.ended, Some((_, true))) {
                *counts
                    .entry((&passed.process.id, &passed.element))
                    .or_default() += 1;
            }
        }
        let elements = counts
            .into_iter()
            .map(|((definition, element), count)| (definition, element, count, false));
        let flows = self
            .flows
            .iter()
            .map(|((definition, flow), count)| (definition.as_str(), flow.as_str(), *count, true));
        elements
            .chain(flows)
            .map(|(definition, element, count, flow)| VisitedElement {
                element: element.to_owned(),
                definition_key: definition.to_owned(),
                count,
                flow,
            })
            .collect()
    }

    /// The multi-instance body, one of whose items this lies in.
    fn body_around(&self, passed: &Passed) -> Option<Key> {
        let mut around = self.passed.get(&passed.scope)?;
        loop {
            if around.is_item {
                return Some(around.scope);
            }
            around = self.passed.get(&around.scope)?;
        }
    }

    /// The named steps in order; the items of a multi-instance are told by their body.
    pub fn steps(&self, compiled: &Compiled, state: &State) -> Vec<Step> {
        let mut items: BTreeMap<Key, (usize, usize, Vec<Key>)> = BTreeMap::new();
        for (key, passed) in self.passed.iter().filter(|(_, passed)| passed.is_item) {
            let entry = items.entry(passed.scope).or_default();
            entry.0 += usize::from(matches!(passed.ended, Some((_, true))));
            entry.1 += 1;
            entry.2.push(*key);
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut alike: BTreeMap<(Key, &str), (usize, usize, usize)> = BTreeMap::new();
        for (key, passed) in self.passed.iter().filter(|(_, passed)| !passed.is_item) {
            let definition = compiled.definition(&passed.process.id, Some(passed.process.version));
            let element = definition.and_then(|it| {
                it.process
                    .find(&passed.element)
                    .map(|at| it.process.element(at))
            });
            let Some(element) = element.filter(|element| is_told(&element.kind)) else {
                continue;
            };
            let Some(name) = element.name.clone() else {
                continue;
            };
            let several = items.get(key);
            let stuck = state.has_incident(*key)
                || several
                    .is_some_and(|(_, _, keys)| keys.iter().any(|key| state.has_incident(*key)));
            let standing = match passed.ended {
                Some((_, true)) => "DONE",
                Some((_, false)) => "CANCELLED",
                None if stuck => "INCIDENT",
                None => "ACTIVE",
            };
            let total = state
                .instances
                .get(key)
                .and_then(|it| it.body.as_ref())
                .and_then(|body| body.total);
            let detail = several.map(|(done, begun, _)| {
                format!("{done}/{}", total.map_or(*begun, |total| total as usize))
            });
            // Inside one of several, the same step is told once for all of them.
            if let Some(body) = self.body_around(passed) {
                let done = usize::from(standing == "DONE");
                if let Some((at, finished, begun)) = alike.get_mut(&(body, passed.element.as_str()))
                {
                    (*finished, *begun) = (*finished + done, *begun + 1);
                    let told = &mut steps[*at];
                    told.detail = Some(format!("{finished}/{begun}"));
                    told.actor = None;
                    let when = passed.ended.map_or(passed.at, |(at, _)| at);
                    told.at = told.at.map(|at| std::cmp::max(at, when));
                    if rank(standing) > rank(&told.state) {
                        told.state = standing.to_owned();
                    }
                    continue;
                }
                alike.insert((body, passed.element.as_str()), (steps.len(), done, 1));
            }
            steps.push(Step {
                element: passed.element.clone(),
                name,
                definition_key: passed.process.id.clone(),
                state: standing.to_owned(),
                at: Some(passed.ended.map_or(passed.at, |(at, _)| at)),
                actor: passed.actor.clone(),
                detail,
            });
        }
        if steps.len() > STEPS {
            steps.drain(..steps.len() - STEPS);
        }
        steps
    }
}

/// Which of several standings speaks for all.
fn rank(standing: &str) -> u8 {
    match standing {
        "INCIDENT" => 3,
        "ACTIVE" => 2,
        "DONE" => 1,
        _ => 0,
    }
}

/// What people recognise as a step: not gateways, not computations.
const fn is_told(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Process
            | Kind::Script { .. }
            | Kind::Exclusive
            | Kind::Parallel
            | Kind::Inclusive
            | Kind::EventBased
            | Kind::Complex { .. }
            | Kind::SubProcess { event: true, .. }
    )
}
