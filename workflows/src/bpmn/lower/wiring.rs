//! Sequence flows, boundary events, compensation, and the start that a drawing leaves out.

use crate::model::{Element, ElementIndex, FlowIndex, Kind, Process, SequenceFlow, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Place;
use super::super::xml;
use super::Lowering;

impl Lowering<'_, '_> {
    /// Sequence flows and default flows.
    pub(super) fn connect(&mut self) {
        for (node, _) in std::mem::take(&mut self.flows) {
            let line = self.lines.of_node(node);
            let id = xml::attribute(node, "id")
                .map_or_else(|| format!("flow_at_{}", node.range().start), str::to_owned);
            let place = Place::new(&id, line);
            let source = self.end_of_flow(node, "sourceRef", &place);
            let target = self.end_of_flow(node, "targetRef", &place);
            let (Some(source), Some(target)) = (source, target) else {
                continue;
            };
            let (from, to) = (self.process.element(source), self.process.element(target));
            if from.parent != to.parent {
                let values = [from.id.clone(), to.id.clone()];
                let values = [values[0].as_str(), values[1].as_str()];
                self.sink.report(Code::FlowCrossesScope, &place, &values);
                continue;
            }
            let condition = xml::child_text(node, "conditionExpression")
                .and_then(|text| self.condition(&text, &place));
            self.report_extensions(node, &id);
            let name = xml::attribute(node, "name").map(str::to_owned);
            self.add_flow(SequenceFlow {
                id,
                name,
                source,
                target,
                condition,
            });
        }
        for at in 0..self.nodes.len() {
            let Some(named) = xml::attribute(self.nodes[at], "default") else {
                continue;
            };
            let element = &self.process.elements[at];
            let by_id = |wanted: &str| {
                let mut leaving = element.outgoing.iter().copied();
                leaving.find(|flow| self.process.flow(*flow).id == wanted)
            };
            let found = by_id(named).or_else(|| by_id(xml::unqualified(named)));
            if found.is_none() {
                let place = Place::new(&element.id, element.line);
                self.sink.report(Code::DefaultNotOutgoing, &place, &[named]);
            }
            self.process.elements[at].default_flow = found;
        }
    }

    fn add_flow(&mut self, flow: SequenceFlow) {
        let index = FlowIndex(u32::try_from(self.process.flows.len()).unwrap_or(u32::MAX));
        self.at(flow.source).outgoing.push(index);
        self.at(flow.target).incoming.push(index);
        self.process.flows.push(flow);
    }

    fn end_of_flow(
        &mut self,
        node: xml::Node<'_>,
        attribute: &str,
        place: &Place,
    ) -> Option<ElementIndex> {
        let named = xml::attribute(node, attribute).unwrap_or_default();
        let found = self
            .process
            .find(named)
            .or_else(|| self.process.find(xml::unqualified(named)))
            .filter(|found| *found != Process::ROOT);
        if found.is_none() {
            self.sink
                .report(Code::DanglingReference, place, &[attribute, named]);
        }
        found
    }

    /// Lets each activity know the boundary events on it.
    pub(super) fn attach_boundaries(&mut self) {
        for at in 0..self.process.elements.len() {
            if let Kind::Boundary { attached_to, .. } = self.process.elements[at].kind {
                let index = ElementIndex(u32::try_from(at).unwrap_or(u32::MAX));
                self.at(attached_to).boundaries.push(index);
            }
        }
    }

    /// A compensation boundary event leads to its handler by an association, drawn in either direction.
    pub(super) fn associate_compensation(&mut self) {
        for node in std::mem::take(&mut self.associations) {
            let end = |attribute: &str| {
                let named = xml::attribute(node, attribute)?;
                self.process
                    .find(named)
                    .or_else(|| self.process.find(xml::unqualified(named)))
            };
            let (Some(source), Some(target)) = (end("sourceRef"), end("targetRef")) else {
                continue;
            };
            for (event, handler) in [(source, target), (target, source)] {
                let Kind::Boundary {
                    attached_to,
                    trigger: Trigger::Compensation { .. },
                    ..
                } = self.process.element(event).kind
                else {
                    continue;
                };
                let name = xml::bpmn_name(self.node(handler)).unwrap_or_default();
                if super::is_activity(name) && handler != attached_to {
                    self.at(attached_to).compensated_by = Some(handler);
                    // Tools that forget the mark mean it all the same: nothing else leads there.
                    self.at(handler).for_compensation = true;
                }
            }
        }
    }

    /// A scope without a start event begins at every step that nothing leads to (BPMN 10.5.2): such a start is
    /// added, so that the engine knows one way to begin only.
    pub(super) fn implicit_starts(&mut self) {
        for at in 0..self.process.elements.len() {
            let element = &self.process.elements[at];
            let begins = match element.kind {
                Kind::Process => !element.children.is_empty(),
                Kind::SubProcess { event, .. } => !event,
                _ => false,
            };
            let started = element
                .children
                .iter()
                .any(|child| matches!(self.process.element(*child).kind, Kind::Start { .. }));
            if begins && !started {
                self.implicit_start(ElementIndex(u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
    }

    fn implicit_start(&mut self, scope: ElementIndex) {
        let element = self.process.element(scope).clone();
        let place = Place::new(&element.id, element.line);
        let first: Vec<ElementIndex> = element
            .children
            .iter()
            .copied()
            .filter(|child| begins_by_itself(self.process.element(*child)))
            .collect();
        if element.children.is_empty() {
            self.sink.report(Code::EmptyProcess, &place, &[&element.id]);
        } else if first.is_empty() {
            self.sink
                .report(Code::NothingStarts, &place, &[&element.id]);
        } else {
            self.sink
                .report(Code::ImplicitStart, &place, &[&element.id]);
        }
        let mut id = format!("{}_start", element.id);
        while self.process.by_id.contains_key(&id) {
            id.push('_');
        }
        let node = self.node(scope);
        let kind = Kind::Start {
            trigger: Trigger::None,
            interrupting: true,
            form: None,
        };
        let start = self.add(node, id.clone(), Some(scope), kind);
        let added = self.at(start);
        added.name = None;
        added.documentation = None;
        added.for_compensation = false;
        added.lane = element.lane;
        for (number, target) in first.into_iter().enumerate() {
            self.add_flow(SequenceFlow {
                id: format!("{id}_{}", number + 1),
                name: None,
                source: start,
                target,
                condition: None,
            });
        }
    }
}

fn begins_by_itself(element: &Element) -> bool {
    let eventful = matches!(
        element.kind,
        Kind::Boundary { .. }
            | Kind::SubProcess { event: true, .. }
            | Kind::Catch(Trigger::Link { .. })
            | Kind::Start { .. }
    );
    element.incoming.is_empty() && !element.for_compensation && !eventful
}
