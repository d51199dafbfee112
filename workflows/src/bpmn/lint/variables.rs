//! Variables that expressions read and that nothing in a deployment ever writes (issue 3 point 2): a misspelling, or
//! something that only the world outside can bring.

use std::collections::{BTreeMap, BTreeSet};

use crate::feel::Expression;
use crate::form::Form;
use crate::model::{Element, FormRef, Job, Kind, Mapping, Process, Repetition, Text, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::{Diagnostic, Severity, Sink};
use super::super::file::File;
use super::{expressions, place};

/// What the server and the engine set themselves (`workflows/library/README.md`, DIALECT 2).
const ALWAYS: &[&str] = &[
    "region",
    "regionName",
    "organisation",
    "businessKey",
    "timeZone",
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
    "activatedCount",
    "activationCount",
    "returned",
    "lane",
];

/// Checks what the expressions of files that are deployed together read. Answers the findings for each file, in the order
/// of `files`.
///
/// A variable that nothing writes is a warning when everything that writes is known: forms, mappings, results of scripts
/// and decisions, called processes, built-in workers. Where an outside worker, a message, a task without a form or a
/// caller may bring any variable, it is only worth knowing.
#[must_use]
pub fn lint_variables(files: &[(&str, &File)], forms: &[Form]) -> Vec<Vec<Diagnostic>> {
    let processes = || files.iter().flat_map(|(_, file)| file.executable());
    let called: BTreeSet<&str> = processes()
        .flat_map(|process| &process.elements)
        .filter_map(|element| match &element.kind {
            Kind::Call(call) => literal(&call.process),
            _ => None,
        })
        .collect();
    let mut written = Written {
        names: ALWAYS.iter().map(ToString::to_string).collect(),
        open: false,
        forms: forms.iter().map(|form| (form.id(), form)).collect(),
        processes: processes().map(|process| process.id.as_str()).collect(),
    };
    for process in processes() {
        for element in &process.elements {
            written.element(process, element, called.contains(process.id.as_str()));
        }
    }
    let severity = if written.open {
        Severity::Info
    } else {
        Severity::Warning
    };
    files
        .iter()
        .map(|(_, file)| {
            let mut sink = Sink::default();
            for process in file.executable() {
                for element in &process.elements {
                    for name in written.unknown(process, element) {
                        sink.report_as(
                            severity,
                            Code::VariableNeverWritten,
                            &place(element),
                            &[&name],
                        );
                    }
                }
            }
            sink.finish()
        })
        .collect()
}

/// Everything that a deployment writes.
struct Written<'a> {
    names: BTreeSet<String>,
    /// Something may bring variables that nobody declares.
    open: bool,
    forms: BTreeMap<&'a str, &'a Form>,
    processes: BTreeSet<&'a str>,
}

impl Written<'_> {
    fn name(&mut self, path: &str) {
        let root = path.split(['.', '[']).next().unwrap_or(path).trim();
        if !root.is_empty() {
            self.names.insert(root.to_owned());
        }
    }

    fn element(&mut self, process: &Process, element: &Element, called: bool) {
        for Mapping { target, .. } in element.inputs.iter().chain(&element.outputs) {
            self.name(target);
        }
        match &element.repetition {
            Some(Repetition::Multi(multi)) => {
                let names = [&multi.input_element, &multi.output_collection];
                for name in names.into_iter().flatten() {
                    self.name(name);
                }
            }
            Some(Repetition::Loop { .. }) | None => {}
        }
        if element.properties.contains_key("mufakat:vote") {
            let named = element.properties.get("mufakat:vote.result");
            self.name(named.map_or("voteResult", String::as_str));
        }
        self.open |= !element.execution_listeners.is_empty();
        let mapped = !element.outputs.is_empty();
        match &element.kind {
            Kind::Script { result, .. } => self.name(result),
            Kind::Decision(called) => self.name(&called.result),
            Kind::AdHoc(adhoc) => {
                if let Some(name) = &adhoc.output_collection {
                    self.name(name);
                }
            }
            Kind::Job(job) => self.job(job, mapped),
            Kind::UserTask(task) => {
                self.open |= !task.listeners.is_empty();
                self.form(process, task.form.as_ref(), mapped);
            }
            Kind::Start { trigger, form, .. } => match trigger {
                Trigger::None if element.parent != Some(Process::ROOT) || called => {}
                Trigger::None => self.form(process, form.as_ref(), mapped),
                Trigger::Message(_) | Trigger::Signal { .. } | Trigger::Error { .. } => {
                    self.open |= !mapped;
                }
                _ => {}
            },
            Kind::Catch(trigger) | Kind::Receive(trigger) | Kind::Boundary { trigger, .. } => {
                self.open |=
                    !mapped && matches!(trigger, Trigger::Message(_) | Trigger::Signal { .. });
            }
            Kind::Call(call) => {
                let known = literal(&call.process).is_some_and(|id| self.processes.contains(id));
                self.open |= !known && !mapped && call.propagate_child;
            }
            _ => {}
        }
    }

    /// What a worker brings: the built-in ones say it in their headers.
    fn job(&mut self, job: &Job, mapped: bool) {
        let built_in = literal(&job.kind).filter(|kind| kind.starts_with("mufakat:"));
        let Some(kind) = built_in else {
            self.open |= !mapped;
            return;
        };
        if let Some(result) = job.headers.get("resultVariable") {
            self.name(result);
        }
        if kind == "mufakat:start-quick-wins" {
            // It starts others by a message with these (`workflows/library/README.md`, 6).
            for name in ["quickWin", "planKey", "plan", "pillarLead"] {
                self.name(name);
            }
        }
        if kind == "mufakat:register-facts" {
            let facts = job.headers.get("facts").map_or("", String::as_str);
            for fact in facts.split(',') {
                self.name(fact);
                if fact.trim() == "council" {
                    self.name("chair");
                    self.name("councilSecretary");
                }
            }
        }
    }

    fn form(&mut self, process: &Process, form: Option<&FormRef>, mapped: bool) {
        let keys = match form {
            Some(FormRef::Deployed { id, .. }) => {
                self.forms.get(id.as_str()).map(|form| form.keys())
            }
            Some(FormRef::Embedded(id)) => process
                .forms
                .get(id)
                .and_then(|json| Form::parse(json).ok())
                .map(|form| form.keys()),
            Some(FormRef::External(_)) | None => None,
        };
        match keys {
            Some(keys) => {
                for key in keys {
                    self.name(&key);
                }
            }
            // Whoever completes it may enter anything.
            None => self.open |= !mapped,
        }
    }

    /// Names that an element reads and nothing writes.
    fn unknown(&self, process: &Process, element: &Element) -> BTreeSet<String> {
        let mut read: Vec<&Expression> = expressions::of(process, element);
        // Output mappings see the results of their own element: those of workers, messages and called processes that
        // are not here are known to nobody else.
        let own_results = match &element.kind {
            Kind::Call(call) => {
                !literal(&call.process).is_some_and(|id| self.processes.contains(id))
            }
            Kind::Job(_) | Kind::Receive(_) | Kind::Catch(_) | Kind::Boundary { .. } => true,
            Kind::Start { .. } => true,
            Kind::UserTask(task) => match &task.form {
                Some(FormRef::Deployed { id, .. }) => !self.forms.contains_key(id.as_str()),
                Some(FormRef::Embedded(_)) => false,
                Some(FormRef::External(_)) | None => true,
            },
            _ => false,
        };
        if !own_results {
            read.extend(expressions::outputs(element));
        }
        let properties: Vec<Expression> = element
            .properties
            .iter()
            .filter(|(name, _)| name.starts_with("mufakat:"))
            .filter_map(|(_, value)| Expression::parse(value.strip_prefix('=')?).ok())
            .collect();
        read.into_iter()
            .chain(&properties)
            .flat_map(Expression::reads)
            .filter(|name| !self.names.contains(*name))
            .cloned()
            .collect()
    }
}

fn literal(text: &Text) -> Option<&str> {
    match text {
        Text::Literal(text) => Some(text),
        Text::Feel(_) => None,
    }
}
