//! The shipped workflows: every file can be deployed, every drawing is complete, every scenario comes true.

mod diagram;
mod files;
mod forms_and_mails;

use files::{Shipped, shipped};

use workflows::bpmn::{self, Severity};

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
