//! Events: where they stand and what that place allows (BPMN 10.5).

use crate::model::{ElementIndex, Job, Kind, Process, Trigger};

use super::super::catalogue::Code;
use super::super::xml::{self, Node};
use super::Lowering;

/// Where an event stands; each place allows its own triggers (BPMN table 10.93).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Start,
    EmbeddedStart,
    EventSubProcessStart,
    Catch,
    Throw,
    End,
    Boundary,
}

impl Position {
    pub(super) fn allows(self, trigger: &str) -> bool {
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

    pub(super) fn name(self) -> &'static str {
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

    pub(super) fn throws(self) -> bool {
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
}
