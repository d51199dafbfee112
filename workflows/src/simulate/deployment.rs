//! Given files as one deployment: the definitions that an instance in memory can see.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::bpmn;
use crate::dmn;
use crate::engine::{Decided, DecisionProblem, Limits, World};
use crate::feel::{Context, Environment, WorkCalendar};
use crate::model::{Binding, Element, Kind, Process, ProcessRef};

use super::calendar::LocalCalendar;
use super::decisions::Decisions;
use super::report::Found;

/// A file by its name and text. The ending of the name tells what it is: `.bpmn`, `.dmn`, `.form`.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as the caller names it.
    pub path: String,
    /// The text of the file.
    pub text: String,
}

/// Definitions in memory.
pub struct Deployment {
    processes: BTreeMap<String, Arc<Process>>,
    /// Ids in the order of the files.
    order: Vec<String>,
    decisions: Decisions,
    /// Called processes that complete at once.
    stubs: BTreeSet<String>,
    /// Every called process that is not among the files completes at once.
    stub_missing: bool,
    calendar: LocalCalendar,
    limits: Limits,
    diagnostics: Vec<Found>,
    deployable: bool,
}

impl Deployment {
    /// Reads files. What is wrong with them is in [`Deployment::diagnostics`].
    #[must_use]
    pub fn read(sources: &[Source], calendar: LocalCalendar) -> Self {
        Self::assemble(sources, calendar, |text, deployment| {
            let file = bpmn::read(text);
            for process in file.executable() {
                deployment.add_if_new(process);
            }
            file
        })
    }

    /// Reads files as the autopilot takes them: the first process runs, and every drawn one can be called, whether
    /// they are marked executable or not; a called process that is not there completes at once (DIALECT 4).
    #[must_use]
    pub fn read_for_autopilot(sources: &[Source], calendar: LocalCalendar) -> Self {
        let mut deployment = Self::assemble(sources, calendar, |text, deployment| {
            let file = bpmn::read_to_simulate(text);
            let drawn = |process: &&Arc<Process>| process.elements.len() > 1;
            for process in file.processes.iter().filter(drawn) {
                deployment.add_if_new(process);
            }
            file
        });
        deployment.stub_missing = true;
        deployment
    }

    fn assemble(
        sources: &[Source],
        calendar: LocalCalendar,
        read: impl Fn(&str, &mut Self) -> bpmn::File,
    ) -> Self {
        let mut deployment = Self {
            processes: BTreeMap::new(),
            order: Vec::new(),
            decisions: Decisions::default(),
            stubs: BTreeSet::new(),
            stub_missing: false,
            calendar,
            limits: Limits::default(),
            diagnostics: Vec::new(),
            deployable: true,
        };
        let kind =
            |source: &&Source, ending: &str| source.path.to_ascii_lowercase().ends_with(ending);
        let models = sources.iter().filter(|it| kind(it, ".dmn"));
        let (decisions, findings) = Decisions::read(models.map(|it| it.text.as_str()));
        deployment.decisions = decisions;
        deployment.deployable = findings
            .iter()
            .all(|it| it.severity != dmn::Severity::Error);
        deployment.diagnostics.extend(
            findings
                .iter()
                .map(|it| Found::of(it, it.severity == dmn::Severity::Error, &it.message)),
        );
        for source in sources
            .iter()
            .filter(|it| !kind(it, ".dmn") && !kind(it, ".form"))
        {
            let file = read(&source.text, &mut deployment);
            deployment.deployable &= file.is_deployable();
            deployment.diagnostics.extend(
                file.diagnostics
                    .iter()
                    .map(|it| Found::of(it, it.is_error(), &it.message)),
            );
        }
        deployment
    }

    /// Adds a process of a file; of two with one id the one of the earlier file counts.
    fn add_if_new(&mut self, process: &Arc<Process>) {
        if !self.processes.contains_key(&process.id) {
            self.add(process.clone());
        }
    }

    /// Adds a process that was made in code.
    pub fn add(&mut self, process: Arc<Process>) {
        if !self.processes.contains_key(&process.id) {
            self.order.push(process.id.clone());
        }
        self.processes.insert(process.id.clone(), process);
    }

    /// Lets called processes complete at once without output.
    pub fn stub(&mut self, ids: impl IntoIterator<Item = String>) {
        self.stubs.extend(ids);
    }

    /// Other bounds than the default ones.
    pub fn limit(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Findings in the files.
    #[must_use]
    pub fn diagnostics(&self) -> &[Found] {
        &self.diagnostics
    }

    /// Whether nothing keeps the files from being deployed.
    #[must_use]
    pub fn is_deployable(&self) -> bool {
        self.deployable
    }

    /// The first process in the files.
    #[must_use]
    pub fn first(&self) -> Option<&Arc<Process>> {
        self.order.first().and_then(|id| self.processes.get(id))
    }

    /// How many processes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.processes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.processes.is_empty()
    }

    /// The process with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Arc<Process>> {
        self.processes.get(id)
    }
}

/// A process in memory was never deployed: its version is 0.
#[must_use]
pub(crate) fn named(id: &str) -> ProcessRef {
    ProcessRef {
        id: id.to_owned(),
        version: 0,
    }
}

impl World for Deployment {
    fn process(&self, process: &ProcessRef) -> Option<Arc<Process>> {
        match self.processes.get(&process.id) {
            Some(known) => Some(known.clone()),
            None => (self.stub_missing || self.stubs.contains(&process.id))
                .then(|| Arc::new(empty(&process.id))),
        }
    }

    fn called_process(
        &self,
        id: &str,
        _binding: &Binding,
        _from: &ProcessRef,
    ) -> Option<(ProcessRef, Arc<Process>)> {
        let reference = named(id);
        if self.stubs.contains(id) {
            return Some((reference, Arc::new(empty(id))));
        }
        let process = self.process(&reference)?;
        Some((reference, process))
    }

    fn decide(
        &self,
        id: &str,
        _binding: &Binding,
        _from: &ProcessRef,
        inputs: &Context,
        environment: &Environment<'_>,
    ) -> Result<Decided, DecisionProblem> {
        match self.decisions.decide(id, inputs, environment) {
            // The autopilot's rule for what is called and not there holds for decisions too (DIALECT 4).
            Err(problem) if self.stub_missing && problem.code == "DECISION_NOT_FOUND" => {
                Ok(Decided::default())
            }
            decided => decided,
        }
    }

    fn calendar(&self) -> &dyn WorkCalendar {
        &self.calendar
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

/// A process that has nothing to do.
fn empty(id: &str) -> Process {
    Process {
        id: id.to_owned(),
        name: None,
        executable: true,
        version_tag: None,
        elements: vec![Element {
            id: id.to_owned(),
            name: None,
            documentation: None,
            line: 0,
            parent: None,
            kind: Kind::Process,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            default_flow: None,
            children: Vec::new(),
            boundaries: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            repetition: None,
            for_compensation: false,
            compensated_by: None,
            lane: None,
            properties: BTreeMap::new(),
            execution_listeners: Vec::new(),
        }],
        flows: Vec::new(),
        forms: BTreeMap::new(),
        documentation: None,
        properties: BTreeMap::new(),
        by_id: BTreeMap::from([(id.to_owned(), Process::ROOT)]),
    }
}
