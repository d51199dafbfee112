//! Business rule tasks: a decision of a DMN file, or a job.

use crate::notation::xml;
use crate::script::{check, check_with};
use workflows::simulate::{Driver, Options, Source, simulate};

const DECISION: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="rule">
<inputData id="i" name="present"><variable name="present" typeRef="number"/></inputData>
<decision id="quorum" name="quorum"><variable name="quorum"/>
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<literalExpression><text>present >= 4</text></literalExpression></decision></definitions>"##;

#[test]
fn a_decision_is_evaluated_and_its_value_kept() {
    let process = "start s -> d
         rule d decision=quorum result=valid -> g
         xor g -> a [= valid], b [default]
         user a -> e
         user b -> e
         end e";
    for (present, task) in [(5, "a"), (3, "b")] {
        let sources = [
            Source {
                path: "rule.bpmn".to_owned(),
                text: xml(process),
            },
            Source {
                path: "rule.dmn".to_owned(),
                text: DECISION.to_owned(),
            },
        ];
        let mut options = Options {
            driver: Driver::Autopilot { fire: false },
            ..Options::default()
        };
        options.variables.insert("present", present);
        let report = simulate("rule.bpmn", &sources, &options);
        assert_eq!(report.state, "completed");
        assert_eq!(report.user_tasks, [task]);
    }
}

#[test]
fn a_missing_decision_is_an_incident() {
    check_with(
        "start s -> d
         rule d decision=nowhere result=x -> e
         end e",
        "",
        "- expect: { state: incident, incidents: [{ element: d, code: DECISION_NOT_FOUND }] }",
    );
}

#[test]
fn a_rule_task_with_a_job_type_is_a_job() {
    check(
        "start s -> d
         rule d type=judge -> e
         end e",
        "
        - expect: { waits: [{ element: d, kind: job, name: judge }] }
        - job: judge
          with: { verdict: yes }
        - expect: { state: completed }
        ",
    );
}
