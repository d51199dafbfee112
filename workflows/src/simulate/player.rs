//! One instance in memory with a clock of its own, and a record of what it sent into the world.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::engine::state::Timer;
use crate::engine::{
    Command, Event, Key, Refusal, Request, Stamp, Start, State, Status, SubscriptionKind, evolve,
    step, upcast,
};
use crate::feel::{Context, Value};

use super::deployment::{Deployment, named};
use super::report::Wait;

/// A message or signal that left the instance.
#[derive(Debug, Clone, PartialEq)]
pub struct Posted {
    /// Name.
    pub name: String,
    /// Correlation key; `None` for a signal.
    pub key: Option<String>,
    /// Payload.
    pub variables: Context,
}

/// A job that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Job type.
    pub kind: String,
    /// BPMN id.
    pub element: String,
    /// Task headers.
    pub headers: BTreeMap<String, String>,
    /// Variables that the element sees.
    pub variables: Context,
}

/// An instance, its clock, and what it did.
pub struct Player<'a> {
    deployment: &'a Deployment,
    /// The state after the last command.
    pub state: State,
    /// The virtual clock.
    pub now: DateTime<Utc>,
    /// Zone of the instance.
    pub zone: Tz,
    /// Path of the owning organisation.
    pub organisation: String,
    /// Every event since the start.
    pub events: Vec<Event>,
    /// User and manual tasks in order of completion.
    pub completed: Vec<String>,
    /// Messages thrown.
    pub messages: Vec<Posted>,
    /// Signals thrown.
    pub signals: Vec<Posted>,
    /// Last tally of each vote, by element.
    pub tallies: BTreeMap<String, Value>,
    /// Who finished or returned a task of which element.
    pub actors: Vec<(String, String)>,
}

impl<'a> Player<'a> {
    /// A player for an instance that has not started.
    #[must_use]
    pub fn new(
        deployment: &'a Deployment,
        now: DateTime<Utc>,
        zone: Tz,
        organisation: &str,
    ) -> Self {
        Self {
            deployment,
            state: State::default(),
            now,
            zone,
            organisation: organisation.to_owned(),
            events: Vec::new(),
            completed: Vec::new(),
            messages: Vec::new(),
            signals: Vec::new(),
            tallies: BTreeMap::new(),
            actors: Vec::new(),
        }
    }

    /// The definitions.
    #[must_use]
    pub fn deployment(&self) -> &'a Deployment {
        self.deployment
    }

    /// Starts a process.
    ///
    /// # Errors
    /// The engine's refusal.
    pub fn start(
        &mut self,
        process: &str,
        event: Option<String>,
        business_key: Option<String>,
        variables: Context,
    ) -> Result<(), Refusal> {
        let start = Start {
            process: named(process),
            event,
            business_key,
            organisation: self.organisation.clone(),
            variables,
        };
        self.send(Request::Start(start), None)
    }

    /// Asks the engine, and evolves by its answer.
    ///
    /// # Errors
    /// The engine's refusal; nothing has changed then.
    ///
    /// # Panics
    /// When replaying the events does not give the state that was decided: a fault of the engine that no simulation may
    /// hide.
    pub fn send(&mut self, request: Request, actor: Option<Stamp>) -> Result<(), Refusal> {
        let command = Command {
            at: self.now,
            zone: self.zone,
            seed: self.events.len() as u64,
            actor: actor.clone(),
            request,
        };
        let (events, after) = step(self.deployment, &self.state, &command)?;
        for event in &events {
            evolve(&mut self.state, event);
        }
        assert_eq!(self.state, after, "replayed and decided states differ");
        for event in &events {
            self.record(event, actor.as_ref());
        }
        self.events.extend(events);
        Ok(())
    }

    fn record(&mut self, event: &Event, actor: Option<&Stamp>) {
        match event {
            Event::TaskCompleted { element, .. } => {
                self.completed.push(element.clone());
                if let Some(actor) = actor {
                    self.actors.push((element.clone(), actor.person.clone()));
                }
            }
            Event::MessageThrown {
                name,
                correlation_key,
                variables,
                ..
            } => self.messages.push(Posted {
                name: name.clone(),
                key: Some(correlation_key.clone()),
                variables: variables.clone(),
            }),
            Event::SignalThrown {
                name, variables, ..
            } => self.signals.push(Posted {
                name: name.clone(),
                key: None,
                variables: variables.clone(),
            }),
            Event::TallyChanged { element, tally, .. } => {
                self.tallies.insert(element.clone(), tally.clone());
            }
            _ => {}
        }
    }

    /// Writes the state as the store would, forgets it, and reads it back: a crash between two commands.
    ///
    /// # Errors
    /// What cannot be read back.
    pub fn crash(&mut self) -> Result<(), upcast::LoadError> {
        let stored = serde_json::to_string(&self.state)?;
        self.state = upcast::load(&stored)?;
        Ok(())
    }

    /// Whether it has come to its end.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.state.ended()
    }

    /// `completed`, `cancelled`, `suspended`, `incident` or `waiting`.
    #[must_use]
    pub fn state_name(&self) -> &'static str {
        match self.state.status {
            Status::Completed => "completed",
            Status::Cancelled => "cancelled",
            Status::Suspended => "suspended",
            _ if !self.state.incidents.is_empty() => "incident",
            _ => "waiting",
        }
    }

    /// The open tasks of an element, oldest first.
    #[must_use]
    pub fn tasks_of(&self, element: &str) -> Vec<Key> {
        self.state
            .tasks
            .iter()
            .filter(|(_, task)| task.facts.element == element)
            .map(|(key, _)| *key)
            .collect()
    }

    /// Jobs of an element or type, oldest first. Those of listeners too.
    #[must_use]
    pub fn jobs_of(&self, wanted: &str) -> Vec<Key> {
        self.state
            .jobs
            .iter()
            .filter(|(_, job)| job.element == wanted || job.kind == wanted)
            .map(|(key, _)| *key)
            .collect()
    }

    /// What a job is, for the record.
    #[must_use]
    pub fn call(&self, job: Key) -> Option<Call> {
        let found = self.state.jobs.get(&job)?;
        Some(Call {
            kind: found.kind.clone(),
            element: found.element.clone(),
            headers: found.headers.clone(),
            variables: self.state.visible(found.owner),
        })
    }

    /// The timer that is due first.
    #[must_use]
    pub fn next_timer(&self) -> Option<(Key, &Timer)> {
        self.state
            .timers
            .iter()
            .min_by_key(|(key, timer)| (timer.due, **key))
            .map(|(key, timer)| (*key, timer))
    }

    /// Everything else than tasks that it waits for.
    #[must_use]
    pub fn waits(&self) -> Vec<Wait> {
        let timers = self.state.timers.values().map(|timer| Wait {
            element: timer.element.clone(),
            kind: "timer".to_owned(),
            due: Some(timer.due),
            name: None,
            key: None,
        });
        let subscriptions = self.state.subscriptions.values().map(|open| Wait {
            element: open.element.clone(),
            kind: match open.kind {
                SubscriptionKind::Message => "message",
                SubscriptionKind::Signal => "signal",
                SubscriptionKind::Condition => "condition",
            }
            .to_owned(),
            due: None,
            name: (open.kind != SubscriptionKind::Condition).then(|| open.name.clone()),
            key: open.correlation_key.clone(),
        });
        let jobs = self.state.jobs.values().map(|job| Wait {
            element: job.element.clone(),
            kind: "job".to_owned(),
            due: None,
            name: Some(job.kind.clone()),
            key: None,
        });
        let mut waits: Vec<Wait> = timers.chain(subscriptions).chain(jobs).collect();
        waits.sort_by(|a, b| (&a.element, &a.kind).cmp(&(&b.element, &b.kind)));
        waits
    }

    /// Moves the clock on, never back.
    pub fn set_clock(&mut self, to: DateTime<Utc>) {
        self.now = self.now.max(to);
    }

    /// Lets the clock run to an instant; timers fire at their own times on the way, unless the instance is suspended.
    /// `after_each` runs after each of them.
    ///
    /// # Errors
    /// The engine's refusal, or the callback's error.
    pub fn run_to<E: From<Refusal>>(
        &mut self,
        to: DateTime<Utc>,
        mut after_each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut fired = 0;
        while let Some((timer, due)) = self
            .next_timer()
            .map(|(key, timer)| (key, timer.due))
            .filter(|(_, due)| *due <= to && self.state.status != Status::Suspended)
        {
            fired += 1;
            if fired > MOST_FIRINGS {
                return Err(Refusal::Limit { limit: "FIRINGS" }.into());
            }
            self.set_clock(due);
            self.send(Request::FireTimer { timer }, None)?;
            after_each(self)?;
        }
        self.set_clock(to);
        Ok(())
    }
}

/// How many timers one advance of the clock may fire.
const MOST_FIRINGS: u32 = 10_000;
