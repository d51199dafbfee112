//! A second book of what happened, kept from the events alone and by other rules than the engine's own: which tokens live,
//! what is open, and what BPMN says of each element. After each command it must agree with the state.

use std::collections::{BTreeMap, BTreeSet};

use workflows::engine::note::Note;
use workflows::engine::{Event, Key, State};
use workflows::model::{Element, Kind, Process, Trigger};
use workflows::simulate::Deployment;

use super::generate::Block;
use super::roll::Roll;

/// A living element instance.
struct Living {
    element: String,
    scope: Key,
    /// An item of a multi-instance, or a compensation handler: no flow leaves it.
    silent: bool,
}

/// The book.
pub struct Ledger<'a> {
    deployment: &'a Deployment,
    blocks: &'a [Block],
    living: BTreeMap<Key, Living>,
    last_key: Key,
    tokens: BTreeMap<(Key, String), u32>,
    tasks: BTreeSet<Key>,
    closed: BTreeSet<Key>,
    /// Timers, subscriptions, jobs and incidents, with their owners.
    waits: BTreeMap<Key, Key>,
    waited: BTreeSet<Key>,
    forks: BTreeMap<(Key, String), u32>,
    joins: BTreeMap<(Key, String), u32>,
    /// Scopes of which something was cut short.
    broken: BTreeSet<Key>,
    /// Votes by their bodies.
    votes: BTreeMap<Key, Roll>,
    /// The element that has just completed, and the flows that have left it.
    leaving: Option<(Key, String, Vec<String>)>,
    ended: bool,
}

impl<'a> Ledger<'a> {
    pub fn new(deployment: &'a Deployment, blocks: &'a [Block]) -> Self {
        Self {
            deployment,
            blocks,
            living: BTreeMap::new(),
            last_key: 0,
            tokens: BTreeMap::new(),
            tasks: BTreeSet::new(),
            closed: BTreeSet::new(),
            waits: BTreeMap::new(),
            waited: BTreeSet::new(),
            forks: BTreeMap::new(),
            joins: BTreeMap::new(),
            broken: BTreeSet::new(),
            votes: BTreeMap::new(),
            leaving: None,
            ended: false,
        }
    }

    /// Enters events.
    ///
    /// # Errors
    /// The law that one of them breaks.
    pub fn enter(&mut self, events: &[Event]) -> Result<(), String> {
        for event in events {
            self.one(event)
                .map_err(|broken| format!("{broken}, at {event:?}"))?;
        }
        self.left()
    }

    /// Compares with the state that the engine keeps.
    ///
    /// # Errors
    /// Where the books differ.
    pub fn agrees(&self, state: &State) -> Result<(), String> {
        let closed = |key: &Key| self.votes.get(key).is_some_and(Roll::is_closed);
        law(!self.living.keys().any(closed), || {
            "a settled vote goes on".to_owned()
        })?;
        let living: Vec<Key> = state.instances.keys().copied().collect();
        same("tokens in elements", self.living.keys(), &living)?;
        let tasks: Vec<Key> = state.tasks.keys().copied().collect();
        same("open tasks", self.tasks.iter(), &tasks)?;
        let mut waits: Vec<Key> = state.timers.keys().copied().collect();
        waits.extend(state.subscriptions.keys());
        waits.extend(state.jobs.keys());
        waits.extend(state.incidents.keys());
        waits.sort_unstable();
        same("waits", self.waits.keys(), &waits)?;
        let tokens: BTreeMap<(Key, String), u32> = state
            .instances
            .iter()
            .flat_map(|(key, it)| {
                it.tokens
                    .iter()
                    .map(|(flow, count)| ((*key, flow.clone()), *count))
            })
            .collect();
        let own: BTreeMap<(Key, String), u32> = self
            .tokens
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(at, count)| (at.clone(), *count))
            .collect();
        law(own == tokens, || format!("tokens {own:?} are {tokens:?}"))?;
        law(self.ended == state.ended(), || "ended and not".to_owned())
    }

    fn one(&mut self, event: &Event) -> Result<(), String> {
        law(!self.ended, || "something happens after the end".to_owned())?;
        if let Event::FlowTaken { flow, scope, .. } = event {
            return self.flow_taken(*scope, flow);
        }
        self.left()?;
        match event {
            Event::InstanceStarted { process, .. } => self.born(1, &process.id, 0, true),
            Event::ElementActivated {
                key,
                element,
                scope,
                consumed,
                loop_counter,
                handler_for,
                process,
            } => {
                for flow in consumed {
                    self.consume(*scope, flow)?;
                }
                let silent = loop_counter.is_some() || handler_for.is_some() || process.is_some();
                let interrupts = self.find(element).is_some_and(|(_, here)| {
                    matches!(&here.kind, Kind::Start { trigger, interrupting: true, .. }
                        if !matches!(trigger, Trigger::None))
                });
                if interrupts && let Some(inside) = self.living.get(scope) {
                    self.broken.insert(inside.scope);
                }
                if !silent {
                    self.joined(*scope, element, consumed)?;
                }
                self.born(*key, element, *scope, silent)
            }
            Event::ElementCompleted { key, element } => self.completed(*key, element),
            Event::ElementTerminated { key, cause, .. } => {
                let gone = self.dead(*key)?;
                if !matches!(cause.as_str(), "BOUNDARY" | "ERROR" | "CANCELLED") {
                    self.broken.insert(gone.scope);
                }
                Ok(())
            }
            Event::Bookkept {
                note: Note::TokensDropped { scope, flows },
            } => flows.iter().try_for_each(|flow| self.consume(*scope, flow)),
            Event::Bookkept {
                note:
                    Note::VoteOpened {
                        body,
                        rules,
                        electorate,
                        ..
                    },
            } => {
                self.votes.insert(*body, Roll::open(rules, electorate));
                Ok(())
            }
            Event::Bookkept {
                note: Note::BallotCast { body, ballot, .. },
            } => match self.votes.get_mut(body) {
                Some(roll) => roll.cast(ballot),
                None => Err("a ballot in no vote".to_owned()),
            },
            Event::TallyChanged {
                body,
                tally,
                settled,
                ..
            } => match self.votes.get_mut(body) {
                Some(roll) => roll.counted(tally, *settled),
                None => Err("a count of no vote".to_owned()),
            },
            Event::TaskCreated { task, facts } => {
                let fits = self
                    .living
                    .get(task)
                    .is_some_and(|it| it.element == facts.element);
                law(fits, || "a task without a token".to_owned())?;
                let new = self.tasks.insert(*task) && !self.closed.contains(task);
                law(new, || "a task was created twice".to_owned())
            }
            Event::TaskCompleted { task, .. }
            | Event::TaskReturned { task, .. }
            | Event::TaskWithdrawn { task, .. } => {
                let open = self.tasks.remove(task) && self.closed.insert(*task);
                law(open, || "a task was closed that is not open".to_owned())
            }
            Event::TaskClaimed { task, .. }
            | Event::TaskReleased { task }
            | Event::TaskAssigned { task, .. }
            | Event::TaskUpdated { task, .. } => law(self.tasks.contains(task), || {
                "a task changed that is not open".to_owned()
            }),
            Event::TimerStarted { timer, owner, .. } => self.waits(*timer, *owner),
            Event::TimerFired { timer } | Event::TimerCancelled { timer } => self.no_longer(*timer),
            Event::SubscriptionOpened {
                subscription,
                owner,
                ..
            } => self.waits(*subscription, *owner),
            Event::SubscriptionTriggered { subscription, .. } => {
                law(self.waits.contains_key(subscription), || {
                    "something arrived where nothing waits".to_owned()
                })
            }
            Event::SubscriptionClosed { subscription } => self.no_longer(*subscription),
            Event::JobCreated { job, owner, .. } => self.waits(*job, *owner),
            Event::JobCompleted { job } | Event::JobCancelled { job } => self.no_longer(*job),
            Event::IncidentRaised {
                incident, owner, ..
            } => self.waits(*incident, *owner),
            Event::IncidentResolved { incident } => self.no_longer(*incident),
            Event::InstanceCompleted {} | Event::InstanceCancelled { .. } => {
                self.ended = true;
                law(
                    self.living.is_empty() && self.waits.is_empty() && self.tasks.is_empty(),
                    || "something outlives the instance".to_owned(),
                )
            }
            _ => Ok(()),
        }
    }

    fn born(&mut self, key: Key, element: &str, scope: Key, silent: bool) -> Result<(), String> {
        law(key > self.last_key, || "a key was given twice".to_owned())?;
        self.last_key = key;
        law(scope == 0 || self.living.contains_key(&scope), || {
            "born into a scope that does not live".to_owned()
        })?;
        let living = Living {
            element: element.to_owned(),
            scope,
            silent,
        };
        self.living.insert(key, living);
        Ok(())
    }

    fn dead(&mut self, key: Key) -> Result<Living, String> {
        let children = self.living.values().any(|it| it.scope == key);
        law(!children, || "it ended before its children".to_owned())?;
        let tokens = self
            .tokens
            .iter()
            .any(|((scope, _), count)| *scope == key && *count > 0);
        law(!tokens, || "it ended over waiting tokens".to_owned())?;
        law(!self.waits.values().any(|owner| *owner == key), || {
            "what it waited for is still open".to_owned()
        })?;
        law(!self.tasks.contains(&key), || {
            "its task is still open".to_owned()
        })?;
        self.living
            .remove(&key)
            .ok_or_else(|| "it ended without living".to_owned())
    }

    fn completed(&mut self, key: Key, element: &str) -> Result<(), String> {
        let gone = self.dead(key)?;
        law(gone.element == element, || {
            format!("{} completed as another", gone.element)
        })?;
        if !self.broken.contains(&key) {
            for block in self.blocks {
                let forks = self.forks.get(&(key, block.fork.clone())).copied();
                let joins = self.joins.get(&(key, block.join.clone())).copied();
                law(forks == joins, || {
                    format!(
                        "{} forked {forks:?} times and {} joined {joins:?} times",
                        block.fork, block.join
                    )
                })?;
            }
        }
        if self.blocks.iter().any(|block| block.fork == element) {
            *self
                .forks
                .entry((gone.scope, element.to_owned()))
                .or_default() += 1;
        }
        let ends_all = self.find(element).is_some_and(|(_, here)| {
            matches!(
                &here.kind,
                Kind::End {
                    trigger: Trigger::Terminate,
                    ..
                }
            )
        });
        if ends_all {
            self.broken.insert(gone.scope);
        }
        if !gone.silent {
            self.leaving = Some((gone.scope, element.to_owned(), Vec::new()));
        }
        Ok(())
    }

    /// What a join takes: a parallel one a token of each flow, any other at most one of each.
    fn joined(&mut self, scope: Key, element: &str, consumed: &[String]) -> Result<(), String> {
        let Some((process, here)) = self.find(element) else {
            return Ok(());
        };
        if here.incoming.len() < 2 {
            return law(consumed.len() <= 1, || "it took several tokens".to_owned());
        }
        let incoming: BTreeSet<&str> = here
            .incoming
            .iter()
            .map(|flow| process.flow(*flow).id.as_str())
            .collect();
        let taken: BTreeSet<&str> = consumed.iter().map(String::as_str).collect();
        law(
            taken.len() == consumed.len() && taken.is_subset(&incoming),
            || "it took a flow twice, or one that is not its own".to_owned(),
        )?;
        match here.kind {
            Kind::Parallel => law(taken == incoming, || {
                "a parallel join fired early".to_owned()
            })?,
            Kind::Inclusive | Kind::Complex { .. } => {
                law(!taken.is_empty(), || "a join fired for nothing".to_owned())?;
            }
            _ => law(taken.len() <= 1, || "it took several tokens".to_owned())?,
        }
        if self.blocks.iter().any(|block| block.join == element) {
            *self.joins.entry((scope, element.to_owned())).or_default() += 1;
        }
        Ok(())
    }

    fn flow_taken(&mut self, scope: Key, flow: &str) -> Result<(), String> {
        let fits = match &mut self.leaving {
            Some((from, _, flows)) if *from == scope => {
                flows.push(flow.to_owned());
                true
            }
            _ => false,
        };
        law(fits, || "a flow was taken out of nowhere".to_owned())?;
        *self.tokens.entry((scope, flow.to_owned())).or_default() += 1;
        Ok(())
    }

    /// The flows that left what completed last are those that BPMN lets leave.
    fn left(&mut self) -> Result<(), String> {
        let Some((_, element, flows)) = self.leaving.take() else {
            return Ok(());
        };
        let Some((process, here)) = self.find(&element) else {
            return law(flows.is_empty(), || {
                "a process is left by a flow".to_owned()
            });
        };
        let outgoing: BTreeSet<&str> = here
            .outgoing
            .iter()
            .map(|flow| process.flow(*flow).id.as_str())
            .collect();
        let left: BTreeSet<&str> = flows.iter().map(String::as_str).collect();
        law(
            left.len() == flows.len() && left.is_subset(&outgoing),
            || format!("{element} was left by {flows:?}"),
        )?;
        let right = match (&here.kind, outgoing.len()) {
            (_, 0) => left.is_empty(),
            (Kind::Exclusive | Kind::EventBased, _) => left.len() == 1,
            (Kind::Parallel, all) => left.len() == all,
            _ => !left.is_empty(),
        };
        law(right, || format!("{element} was left by {flows:?}"))
    }

    fn consume(&mut self, scope: Key, flow: &str) -> Result<(), String> {
        match self.tokens.get_mut(&(scope, flow.to_owned())) {
            Some(count) if *count > 0 => {
                *count -= 1;
                Ok(())
            }
            _ => Err(format!("no token waits on {flow}")),
        }
    }

    fn waits(&mut self, key: Key, owner: Key) -> Result<(), String> {
        law(key > self.last_key, || "a key was given twice".to_owned())?;
        self.last_key = key;
        law(self.living.contains_key(&owner), || {
            "a wait without an owner".to_owned()
        })?;
        self.waits.insert(key, owner);
        Ok(())
    }

    fn no_longer(&mut self, key: Key) -> Result<(), String> {
        let open = self.waits.remove(&key).is_some() && self.waited.insert(key);
        law(open, || "a wait ended that is not open".to_owned())
    }

    fn find(&self, element: &str) -> Option<(&'a Process, &'a Element)> {
        ["p", "q", "r"].into_iter().find_map(|id| {
            let process = self.deployment.find(id)?;
            let at = process.find(element).filter(|at| *at != Process::ROOT)?;
            Some((process.as_ref(), process.element(at)))
        })
    }
}

fn law(holds: bool, broken: impl Fn() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

fn same<'k>(what: &str, own: impl Iterator<Item = &'k Key>, theirs: &[Key]) -> Result<(), String> {
    let own: Vec<Key> = own.copied().collect();
    law(own == theirs, || format!("{what} {own:?} are {theirs:?}"))
}
