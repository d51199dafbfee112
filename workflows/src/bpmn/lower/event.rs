//! Events and what they wait for or throw (BPMN 10.5).

use crate::model::{ElementIndex, Job, Kind, Message, Process, Text, Timer, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Place;
use super::super::file::Declaration;
use super::super::xml::{self, Node};
use super::Lowering;

/// Where an event stands; each place allows its own triggers (BPMN table 10.93).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    Start,
    EmbeddedStart,
    EventSubProcessStart,
    Catch,
    Throw,
    End,
    Boundary,
}

impl Position {
    fn allows(self, trigger: &str) -> bool {
        match self {
            Self::EmbeddedStart => false,
            Self::Start => matches!(trigger, "timer" | "message" | "signal" | "conditional"),
            Self::EventSubProcessStart => matches!(
                trigger,
                "timer"
                    | "message"
                    | "signal"
                    | "conditional"
                    | "error"
                    | "escalation"
                    | "compensate"
            ),
            Self::Catch => {
                matches!(
                    trigger,
                    "timer" | "message" | "signal" | "conditional" | "link"
                )
            }
            Self::Throw => {
                matches!(
                    trigger,
                    "message" | "signal" | "escalation" | "compensate" | "link"
                )
            }
            Self::End => matches!(
                trigger,
                "message"
                    | "signal"
                    | "error"
                    | "escalation"
                    | "terminate"
                    | "compensate"
                    | "cancel"
            ),
            Self::Boundary => matches!(
                trigger,
                "timer"
                    | "message"
                    | "signal"
                    | "conditional"
                    | "escalation"
                    | "error"
                    | "cancel"
                    | "compensate"
            ),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Start => "start event",
            Self::EmbeddedStart => "start event of a sub-process",
            Self::EventSubProcessStart => "start event of an event sub-process",
            Self::Catch => "intermediate catch event",
            Self::Throw => "intermediate throw event",
            Self::End => "end event",
            Self::Boundary => "boundary event",
        }
    }

    fn throws(self) -> bool {
        matches!(self, Self::Throw | Self::End)
    }
}

impl<'a> Lowering<'a, '_> {
    /// The kind of an event.
    pub(super) fn event(&mut self, name: &str, node: Node<'a>, index: ElementIndex) -> Kind {
        let id = self.at(index).id.clone();
        let position = match name {
            "startEvent" => self.start_position(index),
            "intermediateCatchEvent" => Position::Catch,
            "intermediateThrowEvent" => Position::Throw,
            "endEvent" => Position::End,
            "boundaryEvent" => Position::Boundary,
            other => {
                self.refuse(
                    node,
                    &id,
                    other,
                    "Use an intermediate throw event.",
                    "Gunakan kejadian lempar antara.",
                );
                return Kind::Abstract;
            }
        };
        let trigger = self.trigger(node, &id, position);
        match position {
            Position::Start | Position::EmbeddedStart | Position::EventSubProcessStart => {
                let asked = xml::flag(node, "isInterrupting").unwrap_or(true);
                Kind::Start {
                    interrupting: self.interrupting(asked, &trigger, node, &id),
                    trigger,
                    form: self.form(node, &id),
                }
            }
            Position::Catch => {
                if matches!(trigger, Trigger::None) {
                    let place = self.lines.place_in(&id, node);
                    let values = [position.name()];
                    self.sink.report(Code::EventWithoutTrigger, &place, &values);
                }
                Kind::Catch(trigger)
            }
            Position::Throw | Position::End => {
                let job = self.thrown_by(node, &id).map(Box::new);
                if position == Position::End {
                    Kind::End { trigger, job }
                } else {
                    Kind::Throw { trigger, job }
                }
            }
            Position::Boundary => self.boundary(node, index, &id, trigger),
        }
    }

    fn start_position(&mut self, index: ElementIndex) -> Position {
        let parent = self.at(index).parent.unwrap_or(Process::ROOT);
        if parent == Process::ROOT {
            return Position::Start;
        }
        if xml::flag(self.node(parent), "triggeredByEvent") == Some(true) {
            Position::EventSubProcessStart
        } else {
            Position::EmbeddedStart
        }
    }

    /// Error, cancel and compensation always interrupt.
    fn interrupting(&mut self, asked: bool, trigger: &Trigger, node: Node<'a>, id: &str) -> bool {
        let named = match trigger {
            Trigger::Error { .. } => "error",
            Trigger::Cancel => "cancel",
            _ => return asked,
        };
        if !asked {
            let place = self.lines.place_in(id, node);
            self.sink.report(Code::AlwaysInterrupting, &place, &[named]);
        }
        true
    }

    fn boundary(
        &mut self,
        node: Node<'a>,
        index: ElementIndex,
        id: &str,
        trigger: Trigger,
    ) -> Kind {
        let place = self.lines.place_in(id, node);
        let named = xml::attribute(node, "attachedToRef").unwrap_or_default();
        let found = self
            .process
            .find(named)
            .or_else(|| self.process.find(xml::unqualified(named)));
        let parent = self.at(index).parent;
        let host = found.filter(|&host| {
            let name = xml::bpmn_name(self.node(host)).unwrap_or_default();
            host != Process::ROOT
                && super::is_activity(name)
                && self.process.element(host).parent == parent
        });
        let Some(attached_to) = host else {
            self.sink.report(Code::BoundaryOnNothing, &place, &[named]);
            return Kind::Abstract;
        };
        if matches!(trigger, Trigger::None) {
            let values = [Position::Boundary.name()];
            self.sink.report(Code::EventWithoutTrigger, &place, &values);
        }
        let asked = xml::flag(node, "cancelActivity").unwrap_or(true);
        Kind::Boundary {
            attached_to,
            interrupting: self.interrupting(asked, &trigger, node, id),
            trigger,
        }
    }

    /// The worker of a message throw or end event.
    fn thrown_by(&mut self, node: Node<'a>, id: &str) -> Option<Job> {
        if let Some(job) = self.job(node, id) {
            return Some(job);
        }
        let definition = xml::bpmn_child(node, "messageEventDefinition")?;
        self.vendor_job(definition, id)
    }

    /// The one event definition of an event.
    fn trigger(&mut self, node: Node<'a>, id: &str, position: Position) -> Trigger {
        let place = self.lines.place_in(id, node);
        let mut found: Vec<(&str, Node<'a>)> = Vec::new();
        for (name, part) in xml::bpmn_children(node) {
            if let Some(kind) = name.strip_suffix("EventDefinition") {
                found.push((kind, part));
            } else if name == "eventDefinitionRef" {
                let reference = xml::text(part);
                let events = &self.declared.events;
                let target = events
                    .get(reference.as_str())
                    .or_else(|| events.get(xml::unqualified(&reference)));
                match target.map(|target| (xml::bpmn_name(*target), *target)) {
                    Some((Some(name), target)) => {
                        found.push((name.trim_end_matches("EventDefinition"), target));
                    }
                    _ => {
                        let values = ["eventDefinitionRef", &reference];
                        self.sink.report(Code::DanglingReference, &place, &values);
                    }
                }
            }
        }
        if found.len() > 1 || xml::flag(node, "parallelMultiple") == Some(true) {
            self.sink.report(Code::SeveralEventDefinitions, &place, &[]);
        }
        let Some(&(kind, definition)) = found.first() else {
            return Trigger::None;
        };
        if !position.allows(kind) {
            let values = [kind, position.name()];
            self.sink.report(Code::EventNotHere, &place, &values);
            return Trigger::None;
        }
        self.report_extensions(definition, id);
        self.definition(kind, definition, node, id, position)
    }

    fn definition(
        &mut self,
        kind: &str,
        definition: Node<'a>,
        event: Node<'a>,
        id: &str,
        position: Position,
    ) -> Trigger {
        let place = self.lines.place_in(id, definition);
        match kind {
            "timer" => self.timer(definition, id),
            "message" => {
                let mut message = self.message(definition, event, id);
                if position == Position::Start {
                    // The key of the message that arrives decides; there are no variables yet.
                    message.correlation_key = None;
                } else if !position.throws() && message.correlation_key.is_none() {
                    self.warn_without_key(&message, &place);
                }
                Trigger::Message(message)
            }
            "signal" => {
                let declared = self
                    .declared
                    .signals
                    .get(reference(definition, "signalRef"));
                let value = self.value_of(declared, definition, "signalRef", &place);
                let name = match value {
                    Some(value) => self.standard_text(&value, "signal", &place),
                    None => Text::Literal(self.assumed("signal", event, id, &place)),
                };
                Trigger::Signal { name }
            }
            "error" => {
                let declared = self.declared.errors.get(reference(definition, "errorRef"));
                let code = self.value_of(declared, definition, "errorRef", &place);
                Trigger::Error {
                    code: code.map(|code| self.standard_text(&code, "error code", &place)),
                }
            }
            "escalation" => {
                let reference = reference(definition, "escalationRef");
                let declared = self.declared.escalations.get(reference);
                let code = self.value_of(declared, definition, "escalationRef", &place);
                Trigger::Escalation {
                    code: code.map(|code| self.standard_text(&code, "escalation code", &place)),
                }
            }
            "conditional" => self.conditional(definition, event, id),
            "compensate" => Trigger::Compensation {
                activity: xml::attribute(definition, "activityRef")
                    .filter(|_| position.throws())
                    .map(|activity| xml::unqualified(activity).to_owned()),
            },
            "cancel" => Trigger::Cancel,
            "terminate" => Trigger::Terminate,
            "link" => {
                let name = xml::attribute(definition, "name").or(xml::attribute(event, "name"));
                if name.is_none() {
                    self.sink.report(Code::LinkWithoutName, &place, &[]);
                }
                Trigger::Link {
                    name: name.unwrap_or_default().to_owned(),
                }
            }
            _ => Trigger::None,
        }
    }

    fn timer(&mut self, definition: Node<'a>, id: &str) -> Trigger {
        let place = self.lines.place_in(id, definition);
        let mut found: Vec<Timer> = Vec::new();
        for name in ["timeDate", "timeDuration", "timeCycle"] {
            let Some(source) = xml::child_text(definition, name) else {
                continue;
            };
            let text = self.standard_text(&source, name, &place);
            found.push(match name {
                "timeDate" => Timer::Date(text),
                "timeDuration" => Timer::Duration(text),
                _ => Timer::Cycle(text),
            });
        }
        if found.len() > 1 {
            let values = [
                "timer",
                "timeDate, timeDuration, timeCycle",
                "the first of them",
            ];
            self.sink.report(Code::AttributeInvalid, &place, &values);
        }
        match found.into_iter().next() {
            Some(timer) => Trigger::Timer(timer),
            None => {
                self.sink.report(Code::TimerWithoutTime, &place, &[]);
                Trigger::None
            }
        }
    }

    /// The message of an event definition or receive task at `holder`.
    pub(super) fn message(&mut self, holder: Node<'a>, event: Node<'a>, id: &str) -> Message {
        let place = self.lines.place_in(id, holder);
        let declared = self.declared.messages.get(reference(holder, "messageRef"));
        let value = self.value_of(declared, holder, "messageRef", &place);
        let name = match value {
            Some(value) => self.standard_text(&value, "message", &place),
            None => Text::Literal(self.assumed("message", event, id, &place)),
        };
        let publish = xml::zeebe(event, "publishMessage");
        let sent = |name: &str| publish.and_then(|found| xml::attribute(found, name));
        let key = sent("correlationKey")
            .or_else(|| declared.and_then(|found| found.correlation_key.as_deref()));
        Message {
            name,
            correlation_key: key.and_then(|key| self.text_as_expression(key, &place)),
            time_to_live: sent("timeToLive").map(|time| self.text(time, &place)),
        }
    }

    fn conditional(&mut self, definition: Node<'a>, event: Node<'a>, id: &str) -> Trigger {
        let place = self.lines.place_in(id, definition);
        let Some(source) = xml::child_text(definition, "condition") else {
            self.sink.report(Code::ConditionMissing, &place, &[]);
            return Trigger::None;
        };
        let Some(condition) = self.condition(&source, &place) else {
            return Trigger::None;
        };
        let filter = xml::zeebe(definition, "conditionalFilter")
            .or_else(|| xml::zeebe(event, "conditionalFilter"));
        let list = |name: &str| -> Vec<String> {
            filter
                .and_then(|found| xml::attribute(found, name))
                .or_else(|| match name {
                    "variableNames" => xml::foreign(definition, "variableName"),
                    _ => xml::foreign(definition, "variableEvents"),
                })
                .into_iter()
                .flat_map(|names| names.split(','))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        };
        Trigger::Conditional {
            condition,
            variable_names: list("variableNames"),
            variable_events: list("variableEvents"),
        }
    }

    /// The value of a declaration: code or name, else its id. No reference is `None`. A reference to nothing is an
    /// error, except for errors and signals, where engines agree that the reference itself is the code or name.
    fn value_of(
        &mut self,
        declared: Option<&Declaration>,
        holder: Node<'a>,
        attribute: &str,
        place: &Place,
    ) -> Option<String> {
        if declared.is_none() {
            let named = xml::attribute(holder, attribute)?;
            let what = match attribute {
                "errorRef" => "error",
                "signalRef" => "signal",
                _ => {
                    let values = [attribute, named];
                    self.sink.report(Code::DanglingReference, place, &values);
                    return None;
                }
            };
            let named = xml::unqualified(named);
            self.sink.report(Code::NameAssumed, place, &[what, named]);
            return Some(named.to_owned());
        }
        let declared = declared?;
        let value = declared.value.as_ref().or(declared.name.as_ref());
        Some(value.unwrap_or(&declared.id).clone())
    }

    /// The name of an event that refers to no message or signal: its own.
    fn assumed(&mut self, what: &str, event: Node<'a>, id: &str, place: &Place) -> String {
        let name = xml::attribute(event, "name").unwrap_or(id).to_owned();
        self.sink.report(Code::NameAssumed, place, &[what, &name]);
        name
    }
}

/// The id that a reference means: as written, or without a prefix.
fn reference<'a>(holder: Node<'a>, attribute: &str) -> &'a str {
    xml::attribute(holder, attribute).map_or("", xml::unqualified)
}
