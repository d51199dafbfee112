//! Secrecy of ballots where variables are shown. What a secret vote collects stays in the case, because its process counts
//! with it, but nobody is shown it (DOMAIN 8): not in the variables of the case, not in the form of another task.

use std::collections::BTreeSet;

use workflows::engine::state::State;
use workflows::model::{Element, Process, Repetition};

use crate::deployed::Compiled;

/// The property that says how a vote is cast (DIALECT 2).
const BALLOT: &str = "mufakat:vote.ballot";
/// The property that names the variable which receives the count.
const RESULT: &str = "mufakat:vote.result";
/// Shown in place of what is secret.
pub(super) const MASK: &str = "***";

/// Names of the variables that secret votes of this case write, in any of its processes.
pub(super) fn secret_names(compiled: &Compiled, state: &State) -> BTreeSet<String> {
    state
        .processes
        .iter()
        .filter_map(|process| compiled.definition(&process.id, Some(process.version)))
        .flat_map(|definition| names_of(&definition.process))
        .collect()
}

fn names_of(process: &Process) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for element in process.elements.iter().filter(|one| is_secret(one)) {
        // The count itself is shown or hidden by the vote (`voting::Tally::shown`).
        let result = element.properties.get(RESULT);
        let targets = element
            .outputs
            .iter()
            .filter_map(|mapping| mapping.target.split(['.', '[']).next())
            .filter(|target| result.is_none_or(|result| result != target));
        names.extend(targets.map(str::to_owned));
        if let Some(Repetition::Multi(several)) = &element.repetition {
            names.extend(several.output_collection.clone());
        }
    }
    names
}

/// A ballot that is told by an expression may be secret, so it is treated as one.
fn is_secret(element: &Element) -> bool {
    element
        .properties
        .get(BALLOT)
        .is_some_and(|ballot| !matches!(ballot.trim(), "" | "OPEN"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(ballot: &str) -> std::sync::Arc<Process> {
        let xml = format!(
            r#"<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="x">
<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
<bpmn:userTask id="cast"><bpmn:extensionElements>
<zeebe:ioMapping><zeebe:output source="=tally" target="tally" /><zeebe:output source="=choice" target="said.last" /></zeebe:ioMapping>
<zeebe:properties><zeebe:property name="mufakat:vote" value="ABSOLUTE" /><zeebe:property name="mufakat:vote.ballot" value="{ballot}" /><zeebe:property name="mufakat:vote.result" value="tally" /></zeebe:properties>
</bpmn:extensionElements><bpmn:incoming>f</bpmn:incoming>
<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=members" inputElement="member" outputCollection="ballots" outputElement="=choice" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
</bpmn:userTask><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="cast" /></bpmn:process></bpmn:definitions>"#
        );
        let file = workflows::bpmn::read(&xml);
        std::sync::Arc::clone(file.process("p").expect("a process"))
    }

    #[test]
    fn what_a_secret_vote_collects_is_hidden_and_its_count_is_not() {
        let names: Vec<String> = names_of(&process("SECRET")).into_iter().collect();
        assert_eq!(names, ["ballots", "said"]);
    }

    #[test]
    fn an_open_vote_hides_nothing_and_an_undecided_one_is_taken_for_secret() {
        assert!(names_of(&process("OPEN")).is_empty());
        assert_eq!(names_of(&process("=kind")).len(), 2);
    }
}
