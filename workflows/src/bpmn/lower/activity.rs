//! Tasks, sub-processes, call activities and gateways.

use crate::model::{
    AdHoc, Binding, Call, CalledDecision, ElementIndex, Job, Kind, Message, Text, Trigger,
};

use super::super::catalogue::Code;
use super::super::xml::{self, Node};
use super::Lowering;

impl<'a> Lowering<'a, '_> {
    /// The kind of an activity or gateway.
    pub(super) fn activity(&mut self, name: &str, node: Node<'a>, index: ElementIndex) -> Kind {
        let id = self.at(index).id.clone();
        let id = id.as_str();
        match name {
            "task" => Kind::Abstract,
            "manualTask" => Kind::Manual,
            "userTask" => Kind::UserTask(Box::new(self.user_task(node, id))),
            "serviceTask" | "sendTask" => Kind::Job(Box::new(self.worker(name, node, id))),
            "receiveTask" => self.receive(node, id),
            "scriptTask" => self.script(node, id),
            "businessRuleTask" => self.rule(node, id),
            "subProcess" => Kind::SubProcess {
                transaction: false,
                event: xml::flag(node, "triggeredByEvent") == Some(true),
            },
            "transaction" => Kind::SubProcess {
                transaction: true,
                event: false,
            },
            "adHocSubProcess" => Kind::AdHoc(Box::new(self.ad_hoc(node, id))),
            "callActivity" => Kind::Call(Box::new(self.call(node, id))),
            "exclusiveGateway" => Kind::Exclusive,
            "parallelGateway" => Kind::Parallel,
            "inclusiveGateway" => Kind::Inclusive,
            "complexGateway" => Kind::Complex {
                activation: xml::child_text(node, "activationCondition").and_then(|source| {
                    let place = self.lines.place_in(id, node);
                    self.condition(&source, &place)
                }),
            },
            "eventBasedGateway" => {
                if xml::flag(node, "instantiate") == Some(true)
                    || xml::attribute(node, "eventGatewayType") == Some("Parallel")
                {
                    self.refuse(
                        node,
                        id,
                        "An event-based gateway that starts the process or waits for all its events",
                        "Draw several start events, or a parallel gateway with catch events.",
                        "Gambar beberapa kejadian mulai, atau gateway paralel dengan kejadian tangkap.",
                    );
                }
                Kind::EventBased
            }
            other => {
                self.refuse(
                    node,
                    id,
                    other,
                    "Draw the work of each side as a process, and message events between them.",
                    "Gambar pekerjaan tiap pihak sebagai proses, dengan kejadian pesan di antaranya.",
                );
                Kind::Abstract
            }
        }
    }

    pub(super) fn refuse(
        &mut self,
        node: Node<'a>,
        id: &str,
        what: &str,
        remedy: &str,
        remedy_id: &str,
    ) {
        let place = self.lines.place_in(id, node);
        self.sink
            .report(Code::RefusedElement, &place, &[what, remedy, remedy_id]);
    }

    /// A task that a worker does.
    fn worker(&mut self, name: &str, node: Node<'a>, id: &str) -> Job {
        if let Some(job) = self.job(node, id).or_else(|| self.vendor_job(node, id)) {
            return job;
        }
        let place = self.lines.place_in(id, node);
        self.sink.report(Code::JobTypeAssumed, &place, &[name, id]);
        self.plain_job(node, id)
    }

    fn receive(&mut self, node: Node<'a>, id: &str) -> Kind {
        if xml::flag(node, "instantiate") == Some(true) {
            self.refuse(
                node,
                id,
                "A receive task that starts the process",
                "Draw a message start event before it.",
                "Gambar kejadian mulai pesan sebelumnya.",
            );
        }
        let mut message = self.message(node, node, id);
        if message.correlation_key.is_none() {
            let place = self.lines.place_in(id, node);
            self.warn_without_key(&message, &place);
        }
        message.time_to_live = None;
        Kind::Receive(Trigger::Message(message))
    }

    pub(super) fn warn_without_key(
        &mut self,
        message: &Message,
        place: &super::super::diagnostic::Place,
    ) {
        let name = match &message.name {
            Text::Literal(name) => name.clone(),
            Text::Feel(expression) => expression.source().to_owned(),
        };
        self.sink.report(Code::MessageWithoutKey, place, &[&name]);
    }

    fn script(&mut self, node: Node<'a>, id: &str) -> Kind {
        if let Some(script) = xml::zeebe(node, "script") {
            let place = self.lines.place_in(id, script);
            let source = xml::attribute(script, "expression").unwrap_or_default();
            let result = self.result(xml::attribute(script, "resultVariable"), script, id);
            return match self.feel(source, &place) {
                Some(expression) => Kind::Script { expression, result },
                None => Kind::Abstract,
            };
        }
        if let Some(job) = self.job(node, id) {
            return Kind::Job(Box::new(job));
        }
        let place = self.lines.place_in(id, node);
        let format = xml::attribute(node, "scriptFormat").unwrap_or_default();
        let source = xml::child_text(node, "script").unwrap_or_default();
        let is_feel = format.to_ascii_lowercase().contains("feel") || source.starts_with('=');
        if is_feel && !source.is_empty() {
            let result = xml::foreign(node, "resultVariable");
            let result = self.result(result, node, id);
            return match self.feel(&source, &place) {
                Some(expression) => Kind::Script { expression, result },
                None => Kind::Abstract,
            };
        }
        if format.is_empty() && source.is_empty() {
            let values = ["scriptTask", id];
            self.sink.report(Code::JobTypeAssumed, &place, &values);
        } else {
            self.sink.report(Code::ScriptAsJob, &place, &[format, id]);
        }
        Kind::Job(Box::new(self.plain_job(node, id)))
    }

    /// A result variable, or the element's id with a warning.
    fn result(&mut self, named: Option<&str>, node: Node<'a>, id: &str) -> String {
        match named {
            Some(named) => named.to_owned(),
            None => {
                let place = self.lines.place_in(id, node);
                self.sink.report(Code::ResultAssumed, &place, &[id]);
                id.to_owned()
            }
        }
    }

    fn rule(&mut self, node: Node<'a>, id: &str) -> Kind {
        if let Some(called) = xml::zeebe(node, "calledDecision") {
            let place = self.lines.place_in(id, called);
            let Some(decision) = xml::attribute(called, "decisionId") else {
                let values = ["zeebe:calledDecision", "decisionId"];
                self.sink.report(Code::AttributeMissing, &place, &values);
                return Kind::Abstract;
            };
            return Kind::Decision(Box::new(CalledDecision {
                decision: self.text(decision, &place),
                binding: self.binding(called, &place),
                result: self.result(xml::attribute(called, "resultVariable"), called, id),
            }));
        }
        if let Some(job) = self.job(node, id) {
            return Kind::Job(Box::new(job));
        }
        if let Some(decision) = xml::foreign(node, "decisionRef") {
            let binding = match xml::foreign(node, "decisionRefBinding") {
                Some("deployment") => Binding::Deployment,
                Some("versionTag") => xml::foreign(node, "decisionRefVersionTag")
                    .map_or(Binding::Latest, |tag| Binding::VersionTag(tag.to_owned())),
                _ => Binding::Latest,
            };
            return Kind::Decision(Box::new(CalledDecision {
                decision: self.reference(decision, "decisionRef", node, id),
                binding,
                result: self.result(xml::foreign(node, "resultVariable"), node, id),
            }));
        }
        Kind::Job(Box::new(self.worker("businessRuleTask", node, id)))
    }

    fn call(&mut self, node: Node<'a>, id: &str) -> Call {
        if let Some(called) = xml::zeebe(node, "calledElement") {
            let place = self.lines.place_in(id, called);
            let expression = xml::attribute(called, "processIdExpression");
            let process = match (xml::attribute(called, "processId"), expression) {
                (Some(process), _) => self.text(process, &place),
                // Early versions of the modeler wrote FEEL here, without `=`.
                (None, Some(expression)) => match self.feel(expression, &place) {
                    Some(expression) => Text::Feel(expression),
                    None => Text::Literal(String::new()),
                },
                (None, None) => {
                    self.sink.report(Code::CallWithoutProcess, &place, &[]);
                    Text::Literal(String::new())
                }
            };
            return Call {
                process,
                binding: self.binding(called, &place),
                propagate_child: xml::flag(called, "propagateAllChildVariables").unwrap_or(true),
                propagate_parent: xml::flag(called, "propagateAllParentVariables").unwrap_or(true),
            };
        }
        let process = match xml::attribute(node, "calledElement") {
            Some(called) if called.starts_with('=') || called.contains('{') => {
                self.reference(called, "calledElement", node, id)
            }
            Some(called) => Text::Literal(xml::unqualified(called).to_owned()),
            None => {
                let place = self.lines.place_in(id, node);
                self.sink.report(Code::CallWithoutProcess, &place, &[]);
                Text::Literal(String::new())
            }
        };
        let binding = match xml::foreign(node, "calledElementBinding") {
            Some("deployment") => Binding::Deployment,
            Some("versionTag") => xml::foreign(node, "calledElementVersionTag")
                .map_or(Binding::Latest, |tag| Binding::VersionTag(tag.to_owned())),
            _ => Binding::Latest,
        };
        Call {
            process,
            binding,
            propagate_child: self.vendor_passes(node, "out").unwrap_or(true),
            propagate_parent: self.vendor_passes(node, "in").unwrap_or(true),
        }
    }

    fn ad_hoc(&mut self, node: Node<'a>, id: &str) -> AdHoc {
        let place = self.lines.place_in(id, node);
        if xml::zeebe(node, "taskDefinition").is_some() {
            self.sink.report(Code::AdHocWorker, &place, &[]);
        }
        let extension = xml::zeebe(node, "adHoc");
        let value = |name: &str| extension.and_then(|found| xml::attribute(found, name));
        AdHoc {
            active_elements: value("activeElementsCollection")
                .and_then(|source| self.feel(source, &place)),
            completion: xml::child_text(node, "completionCondition")
                .and_then(|source| self.condition(&source, &place)),
            cancel_remaining: xml::flag(node, "cancelRemainingInstances").unwrap_or(true),
            output_collection: value("outputCollection").map(str::to_owned),
            output_element: value("outputElement").and_then(|source| self.feel(source, &place)),
            sequential: xml::attribute(node, "ordering") == Some("Sequential"),
        }
    }
}
