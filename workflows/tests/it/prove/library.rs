//! The shipped workflows are sound.

use workflows::bpmn;
use workflows::prove::{Bounds, prove};

use crate::library::files::shipped;

#[test]
fn every_shipped_workflow_is_proven_sound() {
    let files: Vec<bpmn::File> = shipped("bpmn")
        .iter()
        .map(|file| bpmn::read(&file.text))
        .collect();
    let called = |id: &str| files.iter().find_map(|file| file.process(id).cloned());
    let mut told = Vec::new();
    for process in files.iter().flat_map(bpmn::File::executable) {
        let proof = prove(process, &called, Bounds::default());
        println!("{}: {} states", proof.process, proof.states);
        if !proof.sound {
            told.push(format!("{proof:#?}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
