//! Attributes and extensions of the older engine family (`camunda:`, `operaton:`, `activiti:`, `flowable:`),
//! translated where they mean something here (DIALECT 2); the rest is listed for the author.

use crate::model::{Binding, FormRef, Job, Mapping, Text};

use super::super::catalogue::Code;
use super::super::juel;
use super::super::xml::{self, Node, Vocabulary};
use super::Lowering;

/// Attributes that are translated somewhere in `lower`.
const TRANSLATED: &[&str] = &[
    "assignee",
    "candidateUsers",
    "candidateGroups",
    "dueDate",
    "followUpDate",
    "priority",
    "formRef",
    "formRefBinding",
    "formKey",
    "class",
    "delegateExpression",
    "expression",
    "type",
    "topic",
    "resultVariable",
    "resultVariableName",
    "decisionRef",
    "decisionRefBinding",
    "decisionRefVersionTag",
    "calledElementBinding",
    "calledElementVersionTag",
    "collection",
    "elementVariable",
    "versionTag",
];

/// Attributes about the innards of those engines; dropping them changes nothing that a process means.
const HARMLESS: &[&str] = &[
    "async",
    "asyncBefore",
    "asyncAfter",
    "exclusive",
    "jobPriority",
    "taskPriority",
    "historyTimeToLive",
    "isStartableInTasklist",
    "candidateStarterGroups",
    "candidateStarterUsers",
    "initiator",
    "autoStoreVariables",
    "mapDecisionResult",
    "modelerTemplate",
    "modelerTemplateVersion",
    "modelerTemplateIcon",
    "diagramRelationId",
    "businessCalendarName",
    "skipExpression",
    "formFieldValidation",
    "sameDeployment",
];

/// Extension elements that are translated, or about innards.
const TRANSLATED_ELEMENTS: &[&str] = &[
    "inputOutput",
    "properties",
    "in",
    "out",
    "failedJobRetryTimeCycle",
    "potentialStarter",
];

impl<'a> Lowering<'a, '_> {
    /// The job that a delegate of another engine becomes.
    pub(super) fn vendor_job(&mut self, node: Node<'a>, id: &str) -> Option<Job> {
        let place = self.lines.place_in(id, node);
        let kind = xml::foreign(node, "type");
        if let (Some("external"), Some(topic)) = (kind, xml::foreign(node, "topic")) {
            let mut job = self.plain_job(node, id);
            job.kind = self
                .foreign_text(topic, "topic", &place)
                .unwrap_or(Text::Literal(topic.to_owned()));
            return Some(job);
        }
        let named = ["class", "delegateExpression", "expression"]
            .into_iter()
            .find_map(|name| xml::foreign(node, name).map(|value| (name, value)));
        let (name, value) = named.or(kind.map(|kind| ("type", kind)))?;
        self.sink
            .report(Code::ForeignDelegate, &place, &[name, value]);
        let bare = value
            .strip_prefix("${")
            .or_else(|| value.strip_prefix("#{"))
            .and_then(|inner| inner.strip_suffix('}'))
            .unwrap_or(value);
        Some(self.plain_job(node, bare))
    }

    /// The form of an older model.
    pub(super) fn vendor_form(&mut self, node: Node<'a>, id: &str) -> Option<FormRef> {
        let place = self.lines.place_in(id, node);
        if let Some(form) = xml::foreign(node, "formRef") {
            let binding = match xml::foreign(node, "formRefBinding") {
                Some("deployment") => Binding::Deployment,
                _ => Binding::Latest,
            };
            return Some(FormRef::Deployed {
                id: form.to_owned(),
                binding,
            });
        }
        let key = xml::foreign(node, "formKey")?;
        Some(self.form_key(key, &place))
    }

    /// `inputOutput` with plain values, and `in`/`out` of call activities.
    pub(super) fn vendor_mappings(
        &mut self,
        node: Node<'a>,
        id: &str,
    ) -> (Vec<Mapping>, Vec<Mapping>) {
        let mut inputs = Vec::new();
        let mut outputs = Vec::new();
        for found in xml::extensions(node) {
            if xml::vocabulary(found.tag_name().namespace()) != Vocabulary::Foreign {
                continue;
            }
            match found.tag_name().name() {
                "inputOutput" => {
                    inputs.extend(self.vendor_parameters(found, "inputParameter", id));
                    outputs.extend(self.vendor_parameters(found, "outputParameter", id));
                }
                "in" => inputs.extend(self.vendor_variable(found, id)),
                "out" => outputs.extend(self.vendor_variable(found, id)),
                _ => {}
            }
        }
        (inputs, outputs)
    }

    fn vendor_parameters(
        &mut self,
        holder: Node<'a>,
        name: &'static str,
        id: &str,
    ) -> Vec<Mapping> {
        let mut found = Vec::new();
        for entry in xml::inner(holder, name) {
            let place = self.lines.place_in(id, entry);
            let target = xml::attribute(entry, "name").unwrap_or_default();
            let source = xml::text(entry);
            let nested = entry.children().any(|child| child.is_element());
            if nested || target.is_empty() {
                self.not_translated(name, target, &place);
                continue;
            }
            if let Some(source) = self.foreign_text(&source, target, &place) {
                found.push(Mapping {
                    source,
                    target: target.to_owned(),
                });
            }
        }
        found
    }

    /// `<in source="a" target="b"/>`; `variables="all"` is read with the call activity.
    fn vendor_variable(&mut self, entry: Node<'a>, id: &str) -> Option<Mapping> {
        let place = self.lines.place_in(id, entry);
        let target = xml::attribute(entry, "target")?;
        let source =
            xml::attribute(entry, "source").or(xml::attribute(entry, "sourceExpression"))?;
        Some(Mapping {
            source: Text::Feel(self.foreign_variable(source, target, &place)?),
            target: target.to_owned(),
        })
    }

    /// Lists the attributes that have no meaning here.
    pub(super) fn report_vendor_attributes(&mut self, node: Node<'a>, id: &str) {
        for found in node.attributes() {
            let name = found.name();
            if xml::vocabulary(found.namespace()) != Vocabulary::Foreign
                || TRANSLATED.contains(&name)
                || HARMLESS.contains(&name)
            {
                continue;
            }
            let place = self.lines.place_in(id, node);
            self.not_translated(name, found.value(), &place);
        }
    }

    /// Lists an extension element that has no meaning here.
    pub(super) fn report_vendor_element(&mut self, found: Node<'a>, id: &str) {
        let name = found.tag_name().name();
        if TRANSLATED_ELEMENTS.contains(&name) {
            return;
        }
        let told = [
            "class",
            "expression",
            "delegateExpression",
            "event",
            "name",
            "id",
        ]
        .into_iter()
        .find_map(|attribute| xml::attribute(found, attribute))
        .unwrap_or_default();
        let place = self.lines.place_in(id, found);
        self.not_translated(name, told, &place);
    }

    /// Whether the older model names the variables that a call activity passes in that direction.
    pub(super) fn vendor_passes(&self, node: Node<'a>, direction: &str) -> Option<bool> {
        let mut passed = xml::extensions(node)
            .filter(|found| {
                found.tag_name().name() == direction
                    && xml::vocabulary(found.tag_name().namespace()) == Vocabulary::Foreign
                    && xml::attribute(*found, "businessKey").is_none()
            })
            .peekable();
        passed.peek()?;
        Some(passed.any(|found| xml::attribute(found, "variables") == Some("all")))
    }

    /// A called process, decision or other reference: literal, `=` FEEL or `${...}`.
    pub(super) fn reference(&mut self, source: &str, what: &str, node: Node<'a>, id: &str) -> Text {
        let place = self.lines.place_in(id, node);
        if source.starts_with('=') || juel::is_template(source) {
            self.standard_text(source, what, &place)
        } else {
            Text::Literal(source.to_owned())
        }
    }
}
