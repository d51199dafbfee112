//! Moving a live instance to another version of its process (and back): every token, task, timer, subscription, job,
//! incident and compensation record goes with its state, or the whole move is refused with every reason why.
//!
//! - An element keeps its id unless the mapping names another; it must be the same kind of element, repeated in the same
//!   way, in the same scope.
//! - A claimed task stays claimed. Its name, form, lane and `mufakat:*` properties are those of the new version; who it is
//!   for and when it is due stay, unless [`super::Migration::reassign`] asks to evaluate them again.
//! - An open timer keeps its due, an open subscription its name and correlation key, a job its type, headers and attempts.
//!   Boundary events, event sub-processes and events behind an event-based gateway that only the new version has are
//!   opened; those it no longer has are withdrawn.
//! - Tokens that wait at a join go on waiting at the same join; if nothing is missing there any more, the join fires.
//!
//! What is refused, and why, is listed by [`super::ObstacleReason`].

mod judge;
mod waits;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Kind, ProcessRef};

use super::apply::step;
use super::command::{Command, Key, Migration, Request};
use super::element::user_task;
use super::event::{Event, TaskFacts};
use super::flow;
use super::machine::Machine;
use super::refusal::{Obstacle, ObstacleReason, Refusal};
use super::rename::inside;
use super::state::{Migrated, ROOT, State};
use super::world::World;

/// What a migration would do, without doing it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The version before.
    pub from: ProcessRef,
    /// The version after.
    pub to: ProcessRef,
    /// Every element instance of the process, with its element before and after; empty when it is refused.
    pub moves: Vec<Moved>,
    /// Every open task of the instance before or after.
    pub tasks: Vec<TaskChange>,
    /// Elements of timers and subscriptions that are opened.
    pub opened: Vec<String>,
    /// Elements of timers and subscriptions that are withdrawn.
    pub withdrawn: Vec<String>,
    /// Why it is refused; empty when it is possible.
    pub obstacles: Vec<Obstacle>,
}

/// An element instance on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The element instance.
    pub instance: Key,
    /// Its element before.
    pub from: String,
    /// Its element after.
    pub to: String,
}

/// An open task before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskChange {
    /// The task.
    pub task: Key,
    /// As it was; `None` for a task that the migration creates (a join that fires lets its token go on).
    pub before: Option<TaskFacts>,
    /// As it will be; `None` for a task that is withdrawn.
    pub after: Option<TaskFacts>,
    /// Who holds it afterwards.
    pub holder: Option<String>,
}

impl Plan {
    /// Whether nothing stands in the way.
    #[must_use]
    pub fn possible(&self) -> bool {
        self.obstacles.is_empty()
    }
}

/// What `command` (a migration or its rollback) would do: the very same decision as [`super::apply`], told instead of
/// stored.
///
/// # Errors
/// A [`Refusal`] other than [`Refusal::CannotMigrate`], whose obstacles are part of the plan.
pub fn plan(world: &dyn World, state: &State, command: &Command) -> Result<Plan, Refusal> {
    let (root, to) = match &command.request {
        Request::Migrate(migration) => (migration.root.unwrap_or(ROOT), migration.to.clone()),
        Request::RollBackMigration => {
            let last = state.migrated.as_ref().ok_or_else(never_migrated)?;
            (last.root, last.from.clone())
        }
        _ => {
            return Err(Refusal::Invalid {
                reason: "only a migration can be planned".to_owned(),
            });
        }
    };
    let from = process_of(state, root).ok_or(Refusal::NotFound {
        what: "process",
        key: root,
    })?;
    let mut plan = Plan {
        from,
        to,
        moves: Vec::new(),
        tasks: Vec::new(),
        opened: Vec::new(),
        withdrawn: Vec::new(),
        obstacles: Vec::new(),
    };
    let (events, after) = match step(world, state, command) {
        Ok(decided) => decided,
        Err(Refusal::CannotMigrate { obstacles }) => {
            plan.obstacles = obstacles;
            return Ok(plan);
        }
        Err(refusal) => return Err(refusal),
    };
    let renamed = events.iter().find_map(|event| match event {
        Event::InstanceMigrated { elements, .. } => Some(elements.clone()),
        _ => None,
    });
    let renamed = renamed.unwrap_or_default();
    plan.moves = inside(state, root)
        .into_iter()
        .filter_map(|key| Some((key, state.instances.get(&key)?)))
        .filter(|(_, it)| !it.isolated)
        .map(|(instance, it)| Moved {
            instance,
            from: it.element.clone(),
            to: renamed.get(&it.element).unwrap_or(&it.element).clone(),
        })
        .collect();
    let tasks: BTreeSet<Key> = state
        .tasks
        .keys()
        .chain(after.tasks.keys())
        .copied()
        .collect();
    plan.tasks = tasks
        .into_iter()
        .map(|task| TaskChange {
            task,
            before: state.tasks.get(&task).map(|it| it.facts.clone()),
            after: after.tasks.get(&task).map(|it| it.facts.clone()),
            holder: after.tasks.get(&task).and_then(|it| it.holder.clone()),
        })
        .collect();
    plan.opened = waits_of(&after, |key| !waits(state, key));
    plan.withdrawn = waits_of(state, |key| !waits(&after, key));
    Ok(plan)
}

fn waits(state: &State, key: Key) -> bool {
    state.timers.contains_key(&key) || state.subscriptions.contains_key(&key)
}

fn waits_of(state: &State, wanted: impl Fn(Key) -> bool) -> Vec<String> {
    let timers = state.timers.iter().map(|(key, it)| (*key, &it.element));
    let open = state
        .subscriptions
        .iter()
        .map(|(key, it)| (*key, &it.element));
    timers
        .chain(open)
        .filter(|(key, _)| wanted(*key))
        .map(|(_, element)| element.clone())
        .collect()
}

fn process_of(state: &State, root: Key) -> Option<ProcessRef> {
    let instance = state.instances.get(&root).filter(|it| it.isolated)?;
    state.processes.get(instance.process as usize).cloned()
}

fn never_migrated() -> Refusal {
    Refusal::Invalid {
        reason: "the instance was not migrated, or what was migrated has ended".to_owned(),
    }
}

/// Takes the last migration back.
pub(crate) fn roll_back(machine: &mut Machine<'_>) -> Result<(), Refusal> {
    let last = machine
        .state
        .migrated
        .clone()
        .filter(|it| process_of(&machine.state, it.root).is_some())
        .ok_or_else(never_migrated)?;
    let mut mapping = last.elements.clone();
    mapping.extend(last.flows.clone());
    let migration = Migration {
        root: Some(last.root),
        to: last.from.clone(),
        mapping,
        reassign: false,
    };
    migrate(machine, &migration, Some(&last))
}

/// Moves the instance, or says everything that stands in the way.
pub(crate) fn apply(machine: &mut Machine<'_>, migration: &Migration) -> Result<(), Refusal> {
    migrate(machine, migration, None)
}

fn migrate(
    machine: &mut Machine<'_>,
    migration: &Migration,
    back: Option<&Migrated>,
) -> Result<(), Refusal> {
    let root = migration.root.unwrap_or(ROOT);
    let missing = || Refusal::NotFound {
        what: "process",
        key: root,
    };
    let from = process_of(&machine.state, root).ok_or_else(missing)?;
    if from == migration.to && migration.mapping.is_empty() && !migration.reassign {
        return Ok(());
    }
    let old = machine.process_of(root).ok_or_else(missing)?;
    let new = machine
        .world
        .process(&migration.to)
        .filter(|it| !it.elements.is_empty())
        .ok_or_else(|| Refusal::Invalid {
            reason: format!(
                "there is no version {} of {}",
                migration.to.version, migration.to.id
            ),
        })?;
    let names = judge::Names {
        old: &old,
        new: &new,
        mapping: &migration.mapping,
    };
    let live = inside(&machine.state, root);
    let (flows, mut obstacles) = judge::look(machine, root, &live, &names);
    let changes = waits::changes(machine, root, &live, &names, back, &mut obstacles);
    if !obstacles.is_empty() {
        return Err(refused(obstacles));
    }
    machine.emit(Event::InstanceMigrated {
        root,
        from,
        to: migration.to.clone(),
        elements: names.renamed(),
        flows,
        withdrawn: changes.withdrawn.iter().copied().collect(),
        reassigned: migration.reassign,
        rollback: back.is_some(),
    });
    machine.relearn();
    waits::change(machine, changes, back);
    tasks(machine, &live, migration.reassign, back)?;
    for key in live {
        let waiting = machine
            .instance(key)
            .is_some_and(|it| !it.tokens.is_empty());
        if waiting {
            flow::rearrive(machine, key);
        }
    }
    Ok(())
}

fn refused(mut obstacles: Vec<Obstacle>) -> Refusal {
    obstacles.sort_by(|a, b| {
        (a.reason, &a.element, a.instance).cmp(&(b.reason, &b.element, b.instance))
    });
    obstacles.dedup();
    Refusal::CannotMigrate { obstacles }
}

/// Shows every open task as the new version does.
fn tasks(
    machine: &mut Machine<'_>,
    live: &BTreeSet<Key>,
    reassign: bool,
    back: Option<&Migrated>,
) -> Result<(), Refusal> {
    let mut obstacles = Vec::new();
    let mut updates: BTreeMap<Key, TaskFacts> = BTreeMap::new();
    for (key, task) in machine
        .state
        .tasks
        .iter()
        .filter(|(key, _)| live.contains(key))
    {
        let Some((process, index)) = machine.place(*key) else {
            continue;
        };
        let element = process.element(index);
        let definition = match &element.kind {
            Kind::UserTask(definition) => Some(&**definition),
            _ => None,
        };
        // A rollback gives back to whom it was before.
        let kept = back.and_then(|it| it.tasks.get(key)).unwrap_or(&task.facts);
        let made = if reassign {
            user_task::facts(machine, *key, &process, element, definition)
        } else {
            user_task::facts_kept(machine, *key, &process, element, definition, kept)
        };
        match made {
            Ok(facts) => _ = updates.insert(*key, facts),
            Err(problem) => obstacles.push(Obstacle {
                element: element.id.clone(),
                instance: Some(*key),
                reason: ObstacleReason::TaskFailed,
                message: format!("task {}: {}", element.id, problem.message),
            }),
        }
    }
    if !obstacles.is_empty() {
        return Err(refused(obstacles));
    }
    for (task, facts) in updates {
        let Some(before) = machine.state.tasks.get(&task) else {
            continue;
        };
        if before.facts == facts {
            continue;
        }
        // Whom the process chose is chosen anew; who took the task keeps it.
        let chosen = before.holder == before.facts.assignee;
        let (old, new) = (before.facts.assignee.clone(), facts.assignee.clone());
        machine.emit(Event::TaskUpdated {
            task,
            facts: Box::new(facts),
        });
        match new {
            _ if !chosen || old == new => {}
            Some(assignee) => machine.emit(Event::TaskAssigned { task, assignee }),
            None => machine.emit(Event::TaskReleased { task }),
        }
    }
    Ok(())
}
