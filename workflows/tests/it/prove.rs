//! `mufakat prove`: what it finds, what it must not blame, and that its abstraction is the engine's.

mod abstraction;
mod cannot_complete;
mod dead_element;
mod deadlock;
mod lack_of_synchronisation;
mod library;
mod organisation;
mod sound;

use std::sync::Arc;

use workflows::bpmn;
use workflows::model::Process;
use workflows::prove::{Bounds, Finding, FindingKind, Proof, prove};

use crate::script::xml;

/// The processes of a script.
fn processes(text: &str) -> Vec<Arc<Process>> {
    let file = bpmn::read(xml(text));
    let errors: Vec<_> = file.diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    file.executable().cloned().collect()
}

/// The proof of the process `p` of a script; with and without reduction the same faults are found.
fn proof(text: &str) -> Proof {
    let all = processes(text);
    let called = |id: &str| all.iter().find(|it| it.id == id).cloned();
    let process = called("p").unwrap();
    let proof = prove(&process, &called, Bounds::default());
    let full = Bounds {
        reduce: false,
        ..Bounds::default()
    };
    let unreduced = prove(&process, &called, full);
    assert!(proof.states <= unreduced.states);
    assert_eq!(
        faults(&proof.findings),
        faults(&unreduced.findings),
        "{text}"
    );
    proof
}

fn faults(findings: &[Finding]) -> Vec<(FindingKind, &str)> {
    findings
        .iter()
        .map(|it| (it.kind, it.element.as_str()))
        .collect()
}

/// The only fault of a script.
fn fault(text: &str) -> Finding {
    let proof = proof(text);
    assert!(!proof.sound && !proof.bounded, "{proof:#?}");
    assert_eq!(proof.findings.len(), 1, "{proof:#?}");
    let finding = proof.findings.into_iter().next().unwrap();
    assert!(!finding.message.is_empty() && !finding.message_id.is_empty());
    finding
}

fn assert_sound(text: &str) {
    let proof = proof(text);
    assert!(proof.sound, "{proof:#?}");
}

/// A trace without the numbers that scripts put before flows: `f3_a_b` is `a>b`.
fn drawn(finding: &Finding) -> String {
    let named = |id: &String| match id.split_once('_') {
        Some((number, ends)) if number.starts_with('f') => ends.replace('_', ">"),
        _ => id.clone(),
    };
    finding
        .trace
        .iter()
        .map(named)
        .collect::<Vec<_>>()
        .join(" ")
}
