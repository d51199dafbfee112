//! Lanes (BPMN 10.7): who is responsible, by the innermost lane that holds an element.

use crate::model::{ElementIndex, Process};

use super::super::catalogue::Code;
use super::super::diagnostic::Severity;
use super::super::file::Lane;
use super::super::xml::{self, Node};
use super::Lowering;

impl<'a> Lowering<'a, '_> {
    /// Reads the lanes and names them on their elements; what lies in a sub-process inherits its lane.
    pub(super) fn lanes(&mut self) -> Vec<Lane> {
        let mut lanes = Vec::new();
        for set in std::mem::take(&mut self.lane_sets) {
            self.lane_set(set, None, &mut lanes);
        }
        for at in 1..self.process.elements.len() {
            let element = &self.process.elements[at];
            if element.lane.is_none() {
                let parent = element.parent.unwrap_or(Process::ROOT);
                self.process.elements[at].lane = self.process.element(parent).lane.clone();
            }
        }
        lanes
    }

    fn lane_set(&mut self, set: Node<'a>, parent: Option<&str>, lanes: &mut Vec<Lane>) {
        for (_, node) in xml::bpmn_children(set).filter(|(name, _)| *name == "lane") {
            let id = xml::attribute(node, "id").unwrap_or_default().to_owned();
            let name = xml::attribute(node, "name").map(str::to_owned);
            let mut elements = Vec::new();
            for (_, entry) in xml::bpmn_children(node).filter(|(name, _)| *name == "flowNodeRef") {
                let reference = xml::text(entry);
                let found = self
                    .process
                    .find(&reference)
                    .or_else(|| self.process.find(xml::unqualified(&reference)));
                let Some(ElementIndex(found)) = found else {
                    // Lanes decide nothing by themselves; some tools list data objects and flows here too.
                    if !reference.is_empty() && !self.drawn.contains(reference.as_str()) {
                        let place = self.lines.place_in(&id, entry);
                        let severity = Severity::Warning;
                        let values = ["lane", reference.as_str()];
                        self.sink
                            .report_as(severity, Code::DanglingReference, &place, &values);
                    }
                    continue;
                };
                let element = &mut self.process.elements[found as usize];
                element.lane = name.clone().or_else(|| Some(id.clone()));
                elements.push(element.id.clone());
            }
            lanes.push(Lane {
                id: id.clone(),
                name,
                process: self.process.id.clone(),
                parent: parent.map(str::to_owned),
                elements,
            });
            // Inner lanes come after, so that the innermost name stays.
            if let Some(inner) = xml::bpmn_child(node, "childLaneSet") {
                self.lane_set(inner, Some(&id), lanes);
            }
        }
    }
}
