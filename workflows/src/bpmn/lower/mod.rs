//! One process: from XML to the executable model. After this no attribute string, prefix or vendor is left
//! (EXEMPLARS 1, "translate once, at the edge").

mod activity;
mod event;
mod expression;
mod extension;
mod gather;
mod lanes;
mod people;
mod repetition;
mod vendor;
mod wiring;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Element, ElementIndex, Kind, Process};

use super::catalogue::Code;
use super::diagnostic::{Place, Sink};
use super::file::Lane;
use super::read::{Declarations, Runs};
use super::source::Lines;
use super::xml::{self, Node};

pub(super) use gather::is_flow_node;

/// Work in progress on one process.
struct Lowering<'a, 'd> {
    declared: &'d Declarations<'a>,
    lines: &'d Lines,
    /// Read for the autopilot: what cannot be translated does not hold.
    simulated: bool,
    sink: &'d mut Sink,
    /// XML of each element, by index.
    nodes: Vec<Node<'a>>,
    /// Sequence flows with the scope they are drawn in.
    flows: Vec<(Node<'a>, ElementIndex)>,
    associations: Vec<Node<'a>>,
    lane_sets: Vec<Node<'a>>,
    /// Ids of what is drawn but does not run: flows, data, annotations.
    drawn: BTreeSet<&'a str>,
    /// Names of data objects and properties, by id.
    data: BTreeMap<&'a str, &'a str>,
    /// Extensions already reported, so that each is named once.
    unknown: BTreeSet<(String, String)>,
    process: Process,
}

/// Lowers the process at `node`, with the lanes drawn in it.
pub(super) fn process<'a>(
    node: Node<'a>,
    executable: bool,
    runs: Runs,
    declared: &Declarations<'a>,
    lines: &Lines,
    sink: &mut Sink,
) -> (Process, Vec<Lane>) {
    let line = lines.of_node(node);
    let id = match xml::attribute(node, "id") {
        Some(id) => id.to_owned(),
        None => {
            sink.report(Code::MissingId, &Place::line(line), &["process"]);
            format!("process_on_line_{line}")
        }
    };
    let mut lowering = Lowering {
        declared,
        lines,
        simulated: runs == Runs::MarkedAndFirst,
        sink,
        nodes: Vec::new(),
        flows: Vec::new(),
        associations: Vec::new(),
        lane_sets: Vec::new(),
        drawn: BTreeSet::new(),
        data: BTreeMap::new(),
        unknown: BTreeSet::new(),
        process: Process {
            id: id.clone(),
            name: xml::attribute(node, "name").map(str::to_owned),
            executable,
            version_tag: xml::zeebe(node, "versionTag")
                .and_then(|tag| xml::attribute(tag, "value"))
                .or_else(|| xml::foreign(node, "versionTag"))
                .map(str::to_owned),
            elements: Vec::new(),
            flows: Vec::new(),
            forms: BTreeMap::new(),
            documentation: xml::child_text(node, "documentation"),
            properties: BTreeMap::new(),
            by_id: BTreeMap::new(),
        },
    };
    lowering.add(node, id, None, Kind::Process);
    lowering.gather(node, Process::ROOT);
    lowering.connect();
    lowering.fill(Process::ROOT);
    lowering.process.properties = lowering.process.elements[0].properties.clone();
    lowering.embedded_forms(node);
    for at in 1..lowering.nodes.len() {
        lowering.fill_node(ElementIndex(u32::try_from(at).unwrap_or(u32::MAX)));
    }
    lowering.attach_boundaries();
    lowering.associate_compensation();
    let lanes = lowering.lanes();
    lowering.implicit_starts();
    (lowering.process, lanes)
}

impl<'a> Lowering<'a, '_> {
    /// Adds an element that is not yet filled in.
    fn add(
        &mut self,
        node: Node<'a>,
        id: String,
        parent: Option<ElementIndex>,
        kind: Kind,
    ) -> ElementIndex {
        let index = ElementIndex(u32::try_from(self.process.elements.len()).unwrap_or(u32::MAX));
        self.process.by_id.entry(id.clone()).or_insert(index);
        if let Some(parent) = parent {
            self.at(parent).children.push(index);
        }
        let line = self.lines.of_node(node);
        self.nodes.push(node);
        self.process.elements.push(Element {
            id,
            name: xml::attribute(node, "name").map(str::to_owned),
            documentation: xml::child_text(node, "documentation"),
            line,
            parent,
            kind,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            default_flow: None,
            children: Vec::new(),
            boundaries: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            repetition: None,
            for_compensation: xml::flag(node, "isForCompensation") == Some(true),
            compensated_by: None,
            lane: None,
            properties: BTreeMap::new(),
            execution_listeners: Vec::new(),
        });
        index
    }

    fn at(&mut self, index: ElementIndex) -> &mut Element {
        &mut self.process.elements[index.0 as usize]
    }

    fn node(&self, index: ElementIndex) -> Node<'a> {
        self.nodes[index.0 as usize]
    }

    /// What every element may carry: mappings, properties, listeners.
    fn fill(&mut self, index: ElementIndex) {
        let node = self.node(index);
        let id = self.at(index).id.clone();
        let (inputs, outputs) = self.mappings(node, &id);
        let properties = self.properties(node);
        let listeners = self.execution_listeners(node, &id);
        let element = self.at(index);
        element.inputs = inputs;
        element.outputs = outputs;
        element.properties = properties;
        element.execution_listeners = listeners;
        self.report_extensions(node, &id);
    }

    /// A flow node: its kind, and what every element may carry.
    fn fill_node(&mut self, index: ElementIndex) {
        let node = self.node(index);
        let id = self.at(index).id.clone();
        self.fill(index);
        let name = xml::bpmn_name(node).unwrap_or_default();
        let kind = if name.ends_with("Event") {
            self.event(name, node, index)
        } else {
            self.activity(name, node, index)
        };
        self.at(index).kind = kind;
        if is_activity(name) {
            let repetition = self.repetition(node, &id);
            self.at(index).repetition = repetition;
        }
    }
}

/// Whether an element of that name is an activity (BPMN 10.3).
fn is_activity(name: &str) -> bool {
    name.ends_with("ask")
        || name.ends_with("rocess")
        || matches!(name, "callActivity" | "transaction")
}
