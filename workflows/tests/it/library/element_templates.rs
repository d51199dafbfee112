//! The element templates for the stock modeler: every council property is a field, every field is a council property, and
//! every value that a field offers is one that the reader takes.

use std::collections::BTreeSet;

use serde_json::Value;
use workflows::bpmn::{self, support};

use super::files::{Shipped, shipped};

/// A field that writes a council property.
struct Field {
    template: String,
    applies_to: String,
    name: String,
    values: Vec<String>,
}

fn fields() -> Vec<Field> {
    let mut found = Vec::new();
    for Shipped { path, text } in shipped("json") {
        let templates: Value =
            serde_json::from_str(&text).unwrap_or_else(|it| panic!("{path}: {it}"));
        for template in templates.as_array().expect("a list of templates") {
            let applies_to = template["elementType"]["value"]
                .as_str()
                .or(template["appliesTo"][0].as_str())
                .expect("an element type");
            for property in template["properties"].as_array().expect("properties") {
                if property["binding"]["type"] != "zeebe:property" {
                    continue;
                }
                found.push(Field {
                    template: path.clone(),
                    applies_to: applies_to.to_owned(),
                    name: property["binding"]["name"]
                        .as_str()
                        .expect("a name")
                        .to_owned(),
                    values: property["choices"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(|choice| choice["value"].as_str().map(str::to_owned))
                        .collect(),
                });
            }
        }
    }
    found
}

#[test]
fn every_council_property_is_a_field_and_every_field_a_council_property() {
    let shown: BTreeSet<String> = fields().into_iter().map(|field| field.name).collect();
    let read: BTreeSet<String> = support::council_properties()
        .map(|name| format!("mufakat:{name}"))
        .collect();
    assert_eq!(shown, read);
}

#[test]
fn what_a_field_writes_is_taken_where_its_template_applies() {
    for field in fields() {
        let name = &field.name;
        let values = match name.as_str() {
            "mufakat:separateFrom" => vec!["other".to_owned()],
            _ if field.values.is_empty() => vec!["=nilai".to_owned(), "nilai".to_owned()],
            _ => field.values.clone(),
        };
        for value in values {
            let text = model(&field.applies_to, name, &value);
            let found: Vec<String> = bpmn::read(&text)
                .diagnostics
                .into_iter()
                .filter(|it| it.code.starts_with("COUNCIL") || it.is_error())
                .map(|it| it.message)
                .collect();
            assert!(
                found.is_empty(),
                "{}: {name}={value}: {found:?}",
                field.template
            );
        }
    }
}

/// A process in which the element of a template's kind bears one property.
fn model(applies_to: &str, name: &str, value: &str) -> String {
    let property = format!(
        "<extensionElements><zeebe:properties><zeebe:property name=\"{name}\" value=\"{value}\"/></zeebe:properties></extensionElements>"
    );
    let many = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
    let (of_process, step) = match applies_to {
        "bpmn:Process" => (property, "<userTask id=\"a\"/>".to_owned()),
        "bpmn:UserTask" => (
            String::new(),
            format!("<userTask id=\"a\">{property}{many}</userTask>"),
        ),
        "bpmn:SubProcess" => (
            String::new(),
            format!("<subProcess id=\"a\">{property}<startEvent id=\"i\"/>{many}</subProcess>"),
        ),
        other => panic!("no model for {other}"),
    };
    format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\">
        <process id=\"p\" isExecutable=\"true\">{of_process}<startEvent id=\"s\"/>{step}<userTask id=\"other\"/>
        <sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"a\"/><sequenceFlow id=\"g\" sourceRef=\"a\" targetRef=\"other\"/></process></definitions>"
    )
}

#[test]
fn templates_have_identities_of_their_own_and_speak_both_languages() {
    let mut known = BTreeSet::new();
    for Shipped { path, text } in shipped("json") {
        let templates: Value = serde_json::from_str(&text).expect("JSON");
        for template in templates.as_array().expect("a list") {
            let id = template["id"].as_str().expect("an id").to_owned();
            assert!(known.insert(id.clone()), "{id} twice");
            assert!(template["version"].is_u64(), "{path}");
            let description = template["description"].as_str().expect("a description");
            assert!(description.contains(" / "), "{path}: {description}");
        }
    }
    assert!(!known.is_empty());
}
