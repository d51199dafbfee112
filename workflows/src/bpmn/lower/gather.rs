//! First walk over a process: which flow nodes, flows and scopes there are. Ids become indices here, so that
//! everything later can refer forward.

use crate::model::{ElementIndex, Kind};

use super::super::catalogue::Code;
use super::super::xml::{self, Node};
use super::Lowering;

/// Whether an element of that name is a flow node that is known here, running or refused.
pub(in crate::bpmn) fn is_flow_node(name: &str) -> bool {
    matches!(
        name,
        "startEvent"
            | "endEvent"
            | "intermediateCatchEvent"
            | "intermediateThrowEvent"
            | "implicitThrowEvent"
            | "boundaryEvent"
            | "task"
            | "userTask"
            | "manualTask"
            | "serviceTask"
            | "sendTask"
            | "receiveTask"
            | "scriptTask"
            | "businessRuleTask"
            | "subProcess"
            | "transaction"
            | "adHocSubProcess"
            | "callActivity"
            | "exclusiveGateway"
            | "parallelGateway"
            | "inclusiveGateway"
            | "eventBasedGateway"
            | "complexGateway"
            | "choreographyTask"
            | "subChoreography"
            | "callChoreography"
    )
}

/// Parts of processes and activities that are read elsewhere, or that are drawn and mean nothing at run time.
fn is_quiet(name: &str) -> bool {
    matches!(
        name,
        "documentation"
            | "extensionElements"
            | "incoming"
            | "outgoing"
            | "ioSpecification"
            | "dataInputAssociation"
            | "dataOutputAssociation"
            | "dataInput"
            | "dataOutput"
            | "inputSet"
            | "outputSet"
            | "property"
            | "dataObject"
            | "dataObjectReference"
            | "dataStoreReference"
            | "dataStore"
            | "textAnnotation"
            | "group"
            | "auditing"
            | "monitoring"
            | "supports"
            | "correlationSubscription"
            | "resourceRole"
            | "performer"
            | "humanPerformer"
            | "potentialOwner"
            | "rendering"
            | "script"
            | "standardLoopCharacteristics"
            | "multiInstanceLoopCharacteristics"
            | "completionCondition"
            | "activationCondition"
            | "ioBinding"
            | "supportedInterfaceRef"
            | "processType"
            | "categoryValueRef"
            | "eventDefinitionRef"
            | "message"
            | "itemDefinition"
    ) || name.ends_with("EventDefinition")
}

impl<'a> Lowering<'a, '_> {
    /// Collects what lies directly and indirectly in the scope. The nesting is bounded by `source::guard`.
    pub(super) fn gather(&mut self, scope: Node<'a>, index: ElementIndex) {
        for (name, node) in xml::bpmn_children(scope) {
            if let Some(id) = xml::attribute(node, "id") {
                self.drawn.insert(id);
                if matches!(name, "dataObject" | "dataObjectReference" | "property") {
                    let shown = xml::attribute(node, "name");
                    self.data.extend(shown.map(|shown| (id, shown)));
                }
            }
            match name {
                "sequenceFlow" => self.flows.push((node, index)),
                "association" => self.associations.push(node),
                "laneSet" => self.lane_sets.push(node),
                name if is_flow_node(name) => {
                    let id = self.id_of(name, node);
                    let inner = self.add(node, id, Some(index), Kind::Abstract);
                    self.gather_inside(name, node, inner);
                }
                name if is_quiet(name) => {}
                name => {
                    let place = self.lines.place(node);
                    self.sink.report(Code::UnknownElement, &place, &[name]);
                }
            }
        }
    }

    fn gather_inside(&mut self, name: &str, node: Node<'a>, index: ElementIndex) {
        if matches!(name, "subProcess" | "transaction" | "adHocSubProcess") {
            self.gather(node, index);
            return;
        }
        // Inside a task, event or gateway only its known parts may stand.
        for (name, part) in xml::bpmn_children(node) {
            if !is_quiet(name) {
                let place = self.lines.place(part);
                self.sink.report(Code::UnknownElement, &place, &[name]);
            }
        }
    }

    fn id_of(&mut self, name: &str, node: Node<'a>) -> String {
        if let Some(id) = xml::attribute(node, "id") {
            return id.to_owned();
        }
        let place = self.lines.place(node);
        self.sink.report(Code::MissingId, &place, &[name]);
        let range = node.range();
        format!("{name}_at_{}", range.start)
    }
}
