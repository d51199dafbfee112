//! A process: a flat list of elements and flows that refer to each other by index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::element::{Element, Kind};

/// Position of an element in [`Process::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementIndex(pub u32);

/// Position of a sequence flow in [`Process::flows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowIndex(pub u32);

/// Names one deployed version of one process. Stored in events, so it must be stable for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProcessRef {
    /// BPMN process id, called `definitionKey` in GraphQL.
    pub id: String,
    /// Deployed version, counted from 1; 0 for a process that was never deployed (simulation).
    pub version: u32,
}

/// One executable process (BPMN 2.0 section 10.2).
#[derive(Debug, Clone)]
pub struct Process {
    /// BPMN id.
    pub id: String,
    /// Human name.
    pub name: Option<String>,
    /// Whether it may run: `isExecutable`, or no process of its file is marked. Others are drawn only.
    pub executable: bool,
    /// `zeebe:versionTag`.
    pub version_tag: Option<String>,
    /// All elements in document order; `elements[0]` is the process itself.
    pub elements: Vec<Element>,
    /// All sequence flows in document order.
    pub flows: Vec<SequenceFlow>,
    /// Embedded forms: `zeebe:userTaskForm` id to its JSON text.
    pub forms: BTreeMap<String, String>,
    /// Documentation text of the process.
    pub documentation: Option<String>,
    /// `zeebe:property` pairs of the process element (ours begin with `mufakat:`).
    pub properties: BTreeMap<String, String>,
    /// Element id to index.
    pub by_id: BTreeMap<String, ElementIndex>,
}

/// A sequence flow (BPMN 2.0 section 8.3.13).
#[derive(Debug, Clone)]
pub struct SequenceFlow {
    /// BPMN id.
    pub id: String,
    /// Human name, for instance "disetujui".
    pub name: Option<String>,
    /// Where it leaves.
    pub source: ElementIndex,
    /// Where it arrives.
    pub target: ElementIndex,
    /// Condition, evaluated when it leaves an exclusive or inclusive gateway or an activity.
    pub condition: Option<crate::feel::Expression>,
}

impl Process {
    /// The process itself as an element: the outermost scope.
    pub const ROOT: ElementIndex = ElementIndex(0);

    /// The element at `index`.
    ///
    /// # Panics
    /// When the index belongs to another process; lowering guarantees that it never does.
    #[must_use]
    pub fn element(&self, index: ElementIndex) -> &Element {
        &self.elements[index.0 as usize]
    }

    /// The flow at `index`; see [`Process::element`].
    #[must_use]
    pub fn flow(&self, index: FlowIndex) -> &SequenceFlow {
        &self.flows[index.0 as usize]
    }

    /// Finds an element by its BPMN id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ElementIndex> {
        self.by_id.get(id).copied()
    }

    /// All user tasks, in document order.
    pub fn user_tasks(&self) -> impl Iterator<Item = &Element> {
        self.elements
            .iter()
            .filter(|element| matches!(element.kind, Kind::UserTask(_)))
    }
}
