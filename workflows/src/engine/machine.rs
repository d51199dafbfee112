//! Deciding: a scratch copy of the state that evolves by the very events it emits, so that deciding and replaying are
//! one truth. Work that follows from work goes through a queue: no recursion, and a bound on every command.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::feel::{Context, Environment, Value};
use crate::model::{Element, ElementIndex, Process, ProcessRef};

use super::command::{Command, Key, Stamp};
use super::event::Event;
use super::evolve::evolve;
use super::limits::Limits;
use super::note::{Note, Stage};
use super::refusal::Refusal;
use super::state::{Instance, State};
use super::world::World;
use super::{compensation, condition, element, flow, scope, weight};

/// Why an element cannot go on; becomes an incident on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Stable code.
    pub code: String,
    /// For the operator.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// One thing still to do.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    /// A token stands on a flow of a scope.
    Arrive { scope: Key, flow: String },
    /// An element instance goes on from a stage.
    Run { key: Key, stage: Stage },
    /// Something inside a scope ended: is the scope done?
    Settle { scope: Key },
    /// An item of a multi-instance or loop ended.
    Iterate { body: Key },
    /// The next compensation handler.
    Compensate { thrower: Key },
}

/// The machine that decides one command.
pub(crate) struct Machine<'a> {
    pub world: &'a dyn World,
    pub state: State,
    pub events: Vec<Event>,
    pub at: DateTime<Utc>,
    pub zone: Tz,
    pub actor: Option<&'a Stamp>,
    pub limits: Limits,
    /// Variables changed since conditions were last looked at: scope, name, whether it is new.
    pub changed: Vec<(Key, String, bool)>,
    /// Some condition has been opened and never looked at.
    pub fresh_conditions: BTreeSet<Key>,
    processes: Vec<Arc<Process>>,
    queue: VecDeque<Work>,
    seed: u64,
    steps_left: u32,
}

impl<'a> Machine<'a> {
    pub(crate) fn new(
        world: &'a dyn World,
        state: &State,
        command: &'a Command,
    ) -> Result<Self, Refusal> {
        let processes = state
            .processes
            .iter()
            .map(|named| {
                world
                    .process(named)
                    .filter(|it| !it.elements.is_empty())
                    .ok_or_else(|| Refusal::Invalid {
                        reason: format!("definition {} {} is missing", named.id, named.version),
                    })
            })
            .collect::<Result<_, _>>()?;
        let limits = world.limits();
        Ok(Self {
            world,
            state: state.clone(),
            events: Vec::new(),
            at: command.at,
            zone: command.zone,
            actor: command.actor.as_ref(),
            limits,
            changed: Vec::new(),
            fresh_conditions: BTreeSet::new(),
            processes,
            queue: VecDeque::new(),
            seed: command.seed,
            steps_left: limits.steps,
        })
    }

    /// A fact, and at once its consequence for the state.
    pub(crate) fn emit(&mut self, event: Event) {
        if let Event::VariablesSet { scope, values, .. } = &event {
            for name in values.keys() {
                let new = self
                    .state
                    .instances
                    .get(scope)
                    .is_some_and(|it| !it.variables.contains(name));
                self.changed.push((*scope, name.to_string(), new));
            }
        }
        evolve(&mut self.state, &event);
        self.events.push(event);
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.emit(Event::Bookkept { note });
    }

    /// Makes a process known that the last event brought in.
    pub(crate) fn learn(&mut self, process: Arc<Process>) {
        if self.processes.len() < self.state.processes.len() {
            self.processes.push(process);
        }
    }

    /// Makes the processes known that a migration has put in the place of others.
    pub(crate) fn relearn(&mut self) {
        let known: Vec<Arc<Process>> = self
            .state
            .processes
            .iter()
            .filter_map(|named| self.world.process(named))
            .collect();
        if known.len() == self.state.processes.len() {
            self.processes = known;
        }
    }

    pub(crate) fn push(&mut self, work: Work) {
        self.queue.push_back(work);
    }

    /// The next key, not yet given: the event that uses it gives it.
    pub(crate) fn key(&self) -> Key {
        self.state.next_key
    }

    /// One step of the budget; `false` when it is used up.
    pub(crate) fn spend(&mut self) -> bool {
        self.steps_left = self.steps_left.saturating_sub(1);
        self.steps_left > 0
    }

    pub(crate) fn environment(&self) -> Environment<'a> {
        Environment {
            now: self.at,
            zone: self.zone,
            calendar: self.world.calendar(),
            limits: self.limits.feel,
            seed: Some(self.seed),
        }
    }

    pub(crate) fn instance(&self, key: Key) -> Option<&Instance> {
        self.state.instances.get(&key)
    }

    /// The definition that an instance runs.
    pub(crate) fn process_of(&self, key: Key) -> Option<Arc<Process>> {
        let instance = self.instance(key)?;
        self.processes.get(instance.process as usize).cloned()
    }

    /// The deployed name of the definition that an instance runs.
    pub(crate) fn process_ref(&self, key: Key) -> Option<ProcessRef> {
        let instance = self.instance(key)?;
        self.state.processes.get(instance.process as usize).cloned()
    }

    /// The definition and the element of an instance.
    pub(crate) fn place(&self, key: Key) -> Option<(Arc<Process>, ElementIndex)> {
        let instance = self.instance(key)?;
        let process = self.processes.get(instance.process as usize)?;
        let index = if instance.isolated {
            Process::ROOT
        } else {
            process.find(&instance.element)?
        };
        Some((process.clone(), index))
    }

    /// Whether the instance is the body of a multi-instance or loop (and not one of its items).
    pub(crate) fn is_body(&self, key: Key, element: &Element) -> bool {
        element.repetition.is_some()
            && self
                .instance(key)
                .is_some_and(|it| it.loop_counter.is_none())
    }

    /// Stops an element: the rest of the instance goes on (DIALECT 3.5). An element holds at most one incident.
    pub(crate) fn incident(&mut self, owner: Key, stage: Stage, problem: Problem) {
        let element = self.instance(owner).map(|it| it.element.clone());
        if let Some(element) = element {
            self.incident_at(owner, element, stage, problem, None);
        }
    }

    pub(crate) fn incident_at(
        &mut self,
        owner: Key,
        element: String,
        stage: Stage,
        problem: Problem,
        job: Option<Key>,
    ) {
        let known = self.state.incidents.values().any(|it| {
            it.owner == owner && it.stage == stage && it.element == element && it.job == job
        });
        if known || self.instance(owner).is_none() {
            return;
        }
        self.emit(Event::IncidentRaised {
            incident: self.key(),
            owner,
            element,
            code: problem.code,
            message: problem.message,
            stage,
            job,
        });
    }

    /// Room for this many more bytes of variables?
    pub(crate) fn has_room(&self, values: &Context) -> bool {
        self.state.weight.saturating_add(weight::weight(values)) <= self.limits.bytes
    }

    /// Works off the queue until nothing moves any more.
    pub(crate) fn settle(&mut self) {
        loop {
            while let Some(work) = self.queue.pop_front() {
                self.step(work);
                condition::look(self);
            }
            condition::look(self);
            if !self.queue.is_empty() {
                continue;
            }
            // Every birth, move and death of tokens lies behind us: now the joins that wait for others can be judged
            // (DIALECT 3.1; BPMN 13.4.3).
            if !flow::reconsider_joins(self) {
                return;
            }
        }
    }

    fn step(&mut self, work: Work) {
        match work {
            Work::Arrive { scope, flow } => flow::arrive(self, scope, &flow),
            Work::Run { key, stage } => {
                if self.instance(key).is_some() {
                    element::run(self, key, stage);
                }
            }
            Work::Settle { scope } => scope::settle(self, scope),
            Work::Iterate { body } => element::body::iterate(self, body),
            Work::Compensate { thrower } => compensation::next(self, thrower),
        }
    }

    /// A value of the variables that an instance sees.
    pub(crate) fn sees(&self, key: Key, name: &str) -> Option<Value> {
        self.state.variable(key, name)
    }
}
