//! Rules about the files of one deployment: what one calls, another must bring.

use std::collections::BTreeMap;

use crate::model::{Binding, FormRef, Kind, Process, Text};

use super::super::catalogue::Code;
use super::super::diagnostic::{Diagnostic, Severity, Sink};
use super::super::file::File;
use super::place;

/// What is deployed together, beside the BPMN files themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Companions<'a> {
    /// Ids of the decisions in the DMN files.
    pub decisions: &'a [String],
    /// Ids of the forms.
    pub forms: &'a [String],
}

/// Checks BPMN files that are deployed together: processes are defined once, and what is called is among the files.
///
/// Something called with binding `deployment` must be there (error); with another binding it may have been deployed
/// before, so its absence is a warning. Answers the findings for each file, in the order of `files`.
#[must_use]
pub fn lint_deployment(
    files: &[(&str, &File)],
    companions: Companions<'_>,
) -> Vec<Vec<Diagnostic>> {
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    let mut twice: Vec<Vec<(&Process, &str)>> = vec![Vec::new(); files.len()];
    for (number, (path, file)) in files.iter().enumerate() {
        for process in file.executable() {
            if let Some(home) = homes.get(process.id.as_str()) {
                twice[number].push((process, home));
            } else {
                homes.insert(&process.id, path);
            }
        }
    }
    let known = Known {
        processes: &homes,
        companions,
    };
    files
        .iter()
        .zip(twice)
        .map(|((_, file), twice)| {
            let mut sink = Sink::default();
            for (process, home) in twice {
                let at = place(process.element(Process::ROOT));
                sink.report(Code::ProcessTwice, &at, &[&process.id, home]);
            }
            for process in file.executable() {
                known.check(process, &mut sink);
            }
            sink.finish()
        })
        .collect()
}

struct Known<'a> {
    processes: &'a BTreeMap<&'a str, &'a str>,
    companions: Companions<'a>,
}

impl Known<'_> {
    fn check(&self, process: &Process, sink: &mut Sink) {
        for element in &process.elements {
            let (code, named, binding) = match &element.kind {
                Kind::Call(call) => match &call.process {
                    Text::Literal(named) if !named.is_empty() => {
                        (Code::CalledProcessMissing, named, &call.binding)
                    }
                    _ => continue,
                },
                Kind::Decision(called) => match &called.decision {
                    Text::Literal(named) => (Code::CalledDecisionMissing, named, &called.binding),
                    Text::Feel(_) => continue,
                },
                Kind::UserTask(task) => match &task.form {
                    Some(FormRef::Deployed { id, binding }) => (Code::FormMissing, id, binding),
                    _ => continue,
                },
                Kind::Start {
                    form: Some(FormRef::Deployed { id, binding }),
                    ..
                } => (Code::FormMissing, id, binding),
                _ => continue,
            };
            let present = match code {
                Code::CalledProcessMissing => self.processes.contains_key(named.as_str()),
                Code::CalledDecisionMissing => self.companions.decisions.contains(named),
                _ => self.companions.forms.contains(named),
            };
            if !present {
                let severity = if *binding == Binding::Deployment {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                sink.report_as(severity, code, &place(element), &[named]);
            }
        }
    }
}
