//! The shipped workflows: every file can be deployed, every drawing is complete, every scenario comes true.

mod assessment;
mod decisions;
mod diagram;
mod element_templates;
pub mod files;
mod forms_and_mails;
mod reminders;
mod scenarios;

use files::{Shipped, shipped};

use workflows::bpmn::{self, Companions, Severity};
use workflows::form::Form;

#[test]
fn every_process_file_is_deployable_without_a_finding_that_matters() {
    let mut findings = Vec::new();
    for Shipped { path, text } in shipped("bpmn") {
        for found in bpmn::read(&text).diagnostics {
            if found.severity != Severity::Info {
                findings.push(format!(
                    "{path}:{:?} {} {:?}: {}",
                    found.line, found.code, found.element, found.message
                ));
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn every_shipped_process_bears_the_name_of_its_folder() {
    for Shipped { path, text } in shipped("bpmn") {
        let file = bpmn::read(&text);
        let ids: Vec<&str> = file
            .executable()
            .map(|process| process.id.as_str())
            .collect();
        let folder = path.split('/').next().unwrap_or_default();
        assert_eq!(ids, [folder], "{path}");
    }
}

#[test]
fn the_library_deploys_as_a_whole_with_every_called_process_decision_and_form() {
    let read: Vec<(String, bpmn::File)> = shipped("bpmn")
        .into_iter()
        .map(|file| (file.path, bpmn::read(&file.text)))
        .collect();
    let files: Vec<(&str, &bpmn::File)> = read
        .iter()
        .map(|(path, file)| (path.as_str(), file))
        .collect();
    let forms: Vec<String> = shipped("form")
        .iter()
        .map(|file| Form::parse(&file.text).expect("a form").id().to_owned())
        .collect();
    let decisions: Vec<String> = shipped("dmn")
        .iter()
        .flat_map(|file| decisions(&file.text))
        .collect();
    let companions = Companions {
        decisions: &decisions,
        forms: &forms,
    };
    let found: Vec<_> = bpmn::lint_deployment(&files, companions)
        .into_iter()
        .flatten()
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_variable_that_the_library_reads_is_written_somewhere() {
    let read: Vec<(String, bpmn::File)> = shipped("bpmn")
        .into_iter()
        .map(|file| (file.path, bpmn::read(&file.text)))
        .collect();
    let files: Vec<(&str, &bpmn::File)> = read
        .iter()
        .map(|(path, file)| (path.as_str(), file))
        .collect();
    let forms: Vec<Form> = shipped("form")
        .iter()
        .map(|file| Form::parse(&file.text).expect("a form"))
        .collect();
    let found: Vec<_> = bpmn::lint_variables(&files, &forms)
        .into_iter()
        .flatten()
        .map(|found| (found.element, found.message))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Ids of the decisions of a DMN file.
fn decisions(text: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(text).expect("well-formed XML");
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "decision")
        .filter_map(|node| node.attribute("id").map(str::to_owned))
        .collect()
}
