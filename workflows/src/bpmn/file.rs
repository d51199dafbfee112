//! What reading a file yields: its processes, what is drawn around them, and what is wrong with it.

use std::sync::Arc;

use serde::Serialize;

use crate::model::Process;

use super::diagnostic::Diagnostic;

/// A BPMN file, read.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// `name` of the definitions.
    pub name: Option<String>,
    /// `id` of the definitions.
    pub id: Option<String>,
    /// Target namespace.
    pub target_namespace: Option<String>,
    /// The tool that wrote the file, with its version.
    pub exporter: Option<String>,
    /// Whether a diagram (BPMN DI) is inside.
    pub has_diagram: bool,
    /// Processes in document order. Those with [`Process::executable`] `false` are drawn only.
    pub processes: Vec<Arc<Process>>,
    /// Declared messages.
    pub messages: Vec<Declaration>,
    /// Declared signals.
    pub signals: Vec<Declaration>,
    /// Declared errors; `value` is the code.
    pub errors: Vec<Declaration>,
    /// Declared escalations; `value` is the code.
    pub escalations: Vec<Declaration>,
    /// Pools.
    pub participants: Vec<Participant>,
    /// Lanes of all processes, outer before inner.
    pub lanes: Vec<Lane>,
    /// Message flows between pools.
    pub message_flows: Vec<MessageFlow>,
    /// Findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl File {
    /// Whether nothing keeps the file from being deployed.
    #[must_use]
    pub fn is_deployable(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// The processes that run, in document order.
    pub fn executable(&self) -> impl Iterator<Item = &Arc<Process>> {
        self.processes.iter().filter(|process| process.executable)
    }

    /// The process of that id.
    #[must_use]
    pub fn process(&self, id: &str) -> Option<&Arc<Process>> {
        self.processes.iter().find(|process| process.id == id)
    }
}

/// A message, signal, error or escalation declared beside the processes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Declaration {
    /// BPMN id.
    pub id: String,
    /// Name as shown.
    pub name: Option<String>,
    /// What is compared at run time: the name of a message or signal, the code of an error or escalation.
    /// With `=` in front it is a FEEL expression.
    pub value: Option<String>,
    /// Correlation key of a message as written.
    pub correlation_key: Option<String>,
    /// Line, counted from 1.
    pub line: u32,
}

/// A pool (BPMN 9.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// BPMN id.
    pub id: String,
    /// Name as shown.
    pub name: Option<String>,
    /// The process inside; `None` for a black box.
    pub process: Option<String>,
}

/// A lane (BPMN 10.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// BPMN id.
    pub id: String,
    /// Name as shown.
    pub name: Option<String>,
    /// Process that holds it.
    pub process: String,
    /// The lane around it.
    pub parent: Option<String>,
    /// Ids of the elements directly in it.
    pub elements: Vec<String>,
}

/// A message flow (BPMN 9.3), drawn only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageFlow {
    /// BPMN id.
    pub id: String,
    /// Name as shown.
    pub name: Option<String>,
    /// Participant or element.
    pub source: String,
    /// Participant or element.
    pub target: String,
}
