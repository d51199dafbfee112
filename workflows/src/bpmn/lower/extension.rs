//! The `zeebe:` extensions that any element may carry: mappings, properties, headers, listeners, forms.

use std::collections::BTreeMap;

use crate::model::{Binding, FormRef, Job, Listener, Mapping, Text};

use super::super::catalogue::Code;
use super::super::diagnostic::Place;
use super::super::xml::{self, Node, Vocabulary};
use super::Lowering;

/// Extensions of the `zeebe:` vocabulary that are read somewhere in `lower`.
const KNOWN: &[&str] = &[
    "userTask",
    "assignmentDefinition",
    "taskSchedule",
    "priorityDefinition",
    "formDefinition",
    "userTaskForm",
    "ioMapping",
    "taskDefinition",
    "taskHeaders",
    "calledElement",
    "calledDecision",
    "script",
    "loopCharacteristics",
    "subscription",
    "publishMessage",
    "executionListeners",
    "taskListeners",
    "versionTag",
    "adHoc",
    "conditionalFilter",
    "properties",
];

/// Attempts of a job that says nothing else.
const RETRIES: &str = "3";

impl<'a> Lowering<'a, '_> {
    /// `zeebe:ioMapping`, or what an older engine means by `inputOutput`.
    pub(super) fn mappings(&mut self, node: Node<'a>, id: &str) -> (Vec<Mapping>, Vec<Mapping>) {
        let Some(io) = xml::zeebe(node, "ioMapping") else {
            return self.vendor_mappings(node, id);
        };
        (
            self.mapping(io, "input", id),
            self.mapping(io, "output", id),
        )
    }

    fn mapping(&mut self, io: Node<'a>, name: &'static str, id: &str) -> Vec<Mapping> {
        let mut found = Vec::new();
        for entry in xml::inner(io, name) {
            let place = self.lines.place_in(id, entry);
            let Some(target) = xml::attribute(entry, "target") else {
                let what = format!("zeebe:{name}");
                self.sink
                    .report(Code::AttributeMissing, &place, &[&what, "target"]);
                continue;
            };
            let source = match xml::attribute(entry, "source") {
                Some(source) => self.text(source, &place),
                None => Text::Literal(String::new()),
            };
            found.push(Mapping {
                source,
                target: target.to_owned(),
            });
        }
        found
    }

    /// `zeebe:properties`; of two with one name the later counts.
    pub(super) fn properties(&self, node: Node<'a>) -> BTreeMap<String, String> {
        xml::extensions(node)
            .filter(|found| {
                found.tag_name().name() == "properties"
                    && xml::vocabulary(found.tag_name().namespace()) != Vocabulary::Other
            })
            .flat_map(|holder| xml::inner(holder, "property"))
            .filter_map(|entry| {
                let name = xml::attribute(entry, "name")?.to_owned();
                Some((
                    name,
                    xml::attribute(entry, "value")
                        .unwrap_or_default()
                        .to_owned(),
                ))
            })
            .collect()
    }

    /// `zeebe:taskDefinition` with its headers.
    pub(super) fn job(&mut self, node: Node<'a>, id: &str) -> Option<Job> {
        let definition = xml::zeebe(node, "taskDefinition")?;
        let place = self.lines.place_in(id, definition);
        let kind = match xml::attribute(definition, "type") {
            Some(kind) => self.text(kind, &place),
            None => {
                let values = ["zeebe:taskDefinition", "type"];
                self.sink.report(Code::AttributeMissing, &place, &values);
                Text::Literal(id.to_owned())
            }
        };
        let retries = xml::attribute(definition, "retries").unwrap_or(RETRIES);
        let retries = self.text(retries, &place);
        Some(Job {
            kind,
            retries: self.checked_retries(retries, &place),
            headers: headers(node),
        })
    }

    /// A job that no extension describes.
    pub(super) fn plain_job(&self, node: Node<'a>, kind: &str) -> Job {
        Job {
            kind: Text::Literal(kind.to_owned()),
            retries: Text::Literal(RETRIES.to_owned()),
            headers: headers(node),
        }
    }

    fn checked_retries(&mut self, retries: Text, place: &Place) -> Text {
        match &retries {
            Text::Literal(text) if text.parse::<u32>().is_err() => {
                let values = ["retries", text, RETRIES];
                self.sink.report(Code::AttributeInvalid, place, &values);
                Text::Literal(RETRIES.to_owned())
            }
            _ => retries,
        }
    }

    pub(super) fn execution_listeners(&mut self, node: Node<'a>, id: &str) -> Vec<Listener> {
        let names = ["start", "end"];
        self.listeners(node, id, "executionListeners", "executionListener", &names)
    }

    pub(super) fn task_listeners(&mut self, node: Node<'a>, id: &str) -> Vec<Listener> {
        let names = [
            "creating",
            "assigning",
            "updating",
            "completing",
            "canceling",
        ];
        self.listeners(node, id, "taskListeners", "taskListener", &names)
    }

    fn listeners(
        &mut self,
        node: Node<'a>,
        id: &str,
        holder: &str,
        name: &'static str,
        events: &[&str],
    ) -> Vec<Listener> {
        let mut found = Vec::new();
        let entries = xml::zeebe(node, holder)
            .into_iter()
            .flat_map(|holder| xml::inner(holder, name));
        for entry in entries {
            let place = self.lines.place_in(id, entry);
            let what = format!("zeebe:{name}");
            let event = xml::attribute(entry, "eventType").unwrap_or_default();
            // Early versions wrote "complete", "create" and so on.
            let event = events
                .iter()
                .find(|known| **known == event || early_name(known) == event);
            let Some(event) = event else {
                self.sink
                    .report(Code::AttributeMissing, &place, &[&what, "eventType"]);
                continue;
            };
            let Some(kind) = xml::attribute(entry, "type") else {
                self.sink
                    .report(Code::AttributeMissing, &place, &[&what, "type"]);
                continue;
            };
            let retries = xml::attribute(entry, "retries").unwrap_or(RETRIES);
            let retries = self.text(retries, &place);
            found.push(Listener {
                event: (*event).to_owned(),
                job: Job {
                    kind: self.text(kind, &place),
                    retries: self.checked_retries(retries, &place),
                    headers: headers(entry),
                },
            });
        }
        found
    }

    /// `bindingType` and `versionTag` of forms, decisions and called processes.
    pub(super) fn binding(&mut self, node: Node<'a>, place: &Place) -> Binding {
        match xml::attribute(node, "bindingType") {
            None | Some("latest") => Binding::Latest,
            Some("deployment") => Binding::Deployment,
            Some("versionTag") => match xml::attribute(node, "versionTag") {
                Some(tag) => Binding::VersionTag(tag.to_owned()),
                None => {
                    let values = ["bindingType=\"versionTag\"", "versionTag"];
                    self.sink.report(Code::AttributeMissing, place, &values);
                    Binding::Latest
                }
            },
            Some(other) => {
                let values = ["bindingType", other, "latest"];
                self.sink.report(Code::AttributeInvalid, place, &values);
                Binding::Latest
            }
        }
    }

    /// `zeebe:formDefinition`, or the form of an older engine.
    pub(super) fn form(&mut self, node: Node<'a>, id: &str) -> Option<FormRef> {
        let Some(definition) = xml::zeebe(node, "formDefinition") else {
            return self.vendor_form(node, id);
        };
        let place = self.lines.place_in(id, definition);
        if let Some(form) = xml::attribute(definition, "formId") {
            return Some(FormRef::Deployed {
                id: form.to_owned(),
                binding: self.binding(definition, &place),
            });
        }
        if let Some(reference) = xml::attribute(definition, "externalReference") {
            return Some(FormRef::External(self.text(reference, &place)));
        }
        if let Some(key) = xml::attribute(definition, "formKey") {
            return Some(self.form_key(key, &place));
        }
        let values = ["zeebe:formDefinition", "formId"];
        self.sink.report(Code::AttributeMissing, &place, &values);
        None
    }

    /// `camunda-forms:bpmn:<id>` names an embedded form; every other key belongs to a custom screen.
    pub(super) fn form_key(&mut self, key: &str, place: &Place) -> FormRef {
        match key.strip_prefix("camunda-forms:bpmn:") {
            Some(embedded) => FormRef::Embedded(embedded.to_owned()),
            None => FormRef::External(self.standard_text(key, "formKey", place)),
        }
    }

    /// `zeebe:userTaskForm` elements of the process.
    pub(super) fn embedded_forms(&mut self, process: Node<'a>) {
        let forms = xml::extensions(process)
            .filter(|found| found.has_tag_name((xml::ZEEBE, "userTaskForm")));
        for form in forms {
            let place = self.lines.place_in(&self.process.id, form);
            let Some(id) = xml::attribute(form, "id") else {
                let values = ["zeebe:userTaskForm", "id"];
                self.sink.report(Code::AttributeMissing, &place, &values);
                continue;
            };
            let body = xml::text(form);
            if let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(&body) {
                let fault = fault.to_string();
                self.sink
                    .report(Code::EmbeddedFormInvalid, &place, &[id, &fault]);
            }
            self.process.forms.insert(id.to_owned(), body);
        }
    }

    /// Names what no part of `lower` reads: a warning for each kind of extension, never a failure.
    pub(super) fn report_extensions(&mut self, node: Node<'a>, id: &str) {
        self.report_vendor_attributes(node, id);
        for found in xml::extensions(node) {
            let tag = found.tag_name();
            match xml::vocabulary(tag.namespace()) {
                Vocabulary::Zeebe if KNOWN.contains(&tag.name()) => {}
                Vocabulary::Foreign => self.report_vendor_element(found, id),
                _ => {
                    let namespace = tag.namespace().unwrap_or_default().to_owned();
                    let shown = if namespace.is_empty() {
                        tag.name().to_owned()
                    } else {
                        format!("{} ({namespace})", tag.name())
                    };
                    if self.unknown.insert((namespace, tag.name().to_owned())) {
                        let place = self.lines.place_in(id, found);
                        self.sink.report(Code::UnknownExtension, &place, &[&shown]);
                    }
                }
            }
        }
    }
}

/// `zeebe:taskHeaders`.
fn headers(node: Node<'_>) -> BTreeMap<String, String> {
    let holder = if node.has_tag_name((xml::ZEEBE, "executionListener"))
        || node.has_tag_name((xml::ZEEBE, "taskListener"))
    {
        xml::inner(node, "taskHeaders").next()
    } else {
        xml::zeebe(node, "taskHeaders")
    };
    holder
        .into_iter()
        .flat_map(|holder| xml::inner(holder, "header"))
        .filter_map(|entry| {
            let key = xml::attribute(entry, "key")?.to_owned();
            Some((
                key,
                xml::attribute(entry, "value")
                    .unwrap_or_default()
                    .to_owned(),
            ))
        })
        .collect()
}

fn early_name(event: &str) -> &str {
    match event {
        "creating" => "create",
        "assigning" => "assignment",
        "updating" => "update",
        "completing" => "complete",
        "canceling" => "cancel",
        other => other,
    }
}
