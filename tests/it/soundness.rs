//! Processes proven sound, from the command line, at deployment and for a definition; and whether a regency can staff
//! them (docs/prove.md).

use serde_json::{Value, json};

use crate::app::{App, Place};
use crate::program;

on_both!(an_unsound_process_is_deployed_with_a_warning_that_tells_the_way);
on_both_places!(the_register_says_whether_a_regency_can_staff_a_process);

/// An exclusive fork into a parallel join.
const DEADLOCK: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="buntu" isExecutable="true">
<startEvent id="s"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
<exclusiveGateway id="g" default="f3"/>
<sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>=x</conditionExpression></sequenceFlow>
<sequenceFlow id="f3" sourceRef="g" targetRef="b"/>
<manualTask id="a"/>
<manualTask id="b"/>
<sequenceFlow id="f4" sourceRef="a" targetRef="j"/>
<sequenceFlow id="f5" sourceRef="b" targetRef="j"/>
<parallelGateway id="j"/>
<sequenceFlow id="f6" sourceRef="j" targetRef="e"/>
<endEvent id="e"/>
</process>
</definitions>
"#;

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
        .collect()
}

#[test]
fn every_shipped_workflow_is_proven_sound() {
    let output = program::run(&["prove", "--format", "json", "workflows/library"]);
    let verdicts = lines(&program::stdout(&output));
    assert!(output.status.success(), "{verdicts:#?}");
    let sound = |verdict: &Value| {
        verdict["sound"] == true
            && verdict["bounded"] == false
            && verdict["findings"] == json!([])
            && verdict["states"].as_u64().is_some_and(|states| states > 0)
    };
    assert!(
        verdicts.len() >= 4 && verdicts.iter().all(sound),
        "{verdicts:#?}"
    );
}

#[test]
fn a_deadlock_is_told_with_a_trace_and_an_exit_code() {
    let folder = crate::app::scratch("prove");
    let file = folder.join("buntu.bpmn");
    std::fs::write(&file, DEADLOCK).expect("written");
    let shown = file.display().to_string();
    let output = program::run(&["prove", "--format", "json", &shown]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        program::stderr(&output)
    );
    let verdicts = lines(&program::stdout(&output));
    assert_eq!(verdicts.len(), 1);
    assert_eq!(verdicts[0]["path"], json!(shown));
    assert_eq!(verdicts[0]["process"], "buntu");
    assert_eq!(verdicts[0]["sound"], false);
    let finding = &verdicts[0]["findings"][0];
    assert_eq!(finding["kind"], "deadlock");
    assert_eq!(finding["element"], "j");
    assert_eq!(finding["line"], 12);
    assert_eq!(
        finding["trace"],
        json!(["s", "f1", "g", "f2", "a", "f4"]),
        "{finding}"
    );
    assert_eq!(finding["tokens"], json!(["f4"]));
    for sentence in ["message", "messageId", "remedy", "remedyId"] {
        assert!(
            finding[sentence]
                .as_str()
                .is_some_and(|text| text.len() > 10)
        );
    }
    let told = program::stdout(&program::run(&["prove", &shown]));
    assert!(
        told.contains("UNSOUND") && told.contains("s → f1 → g → f2 → a → f4"),
        "{told}"
    );
    let missing = program::run(&["prove", &folder.join("none.bpmn").display().to_string()]);
    assert_eq!(missing.status.code(), Some(1));
    std::fs::remove_dir_all(folder).expect("tidied");
}

async fn an_unsound_process_is_deployed_with_a_warning_that_tells_the_way(app: &App) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "files": [{ "name": "buntu.bpmn", "content": DEADLOCK }], "note": "uji" });
    let mut only = input.clone();
    only["checkOnly"] = json!(true);
    let checked = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            only,
            "definitions { key } diagnostics { code }",
        )
        .await;
    assert_eq!(checked["definitions"], json!([]), "{checked}");
    assert!(
        checked["diagnostics"]
            .to_string()
            .contains("UNSOUND_DEADLOCK"),
        "{checked}"
    );
    let nothing = admin
        .ask("{ definition(key: \"buntu\") { key } }", json!({}))
        .await;
    assert_eq!(nothing["definition"], Value::Null, "nothing was deployed");
    let payload = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            input,
            "definitions { key proof { sound bounded findings { kind element trace tokens } } \
             staffing(organisation: \"64.02\") { staffed shortfalls { kind } decidedByData } } \
             diagnostics { file severity code element line message messageId } problem { code }",
        )
        .await;
    let definition = &payload["definitions"][0];
    assert_eq!(definition["key"], "buntu", "{payload}");
    let warning = payload["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|found| found["code"] == "UNSOUND_DEADLOCK")
        .unwrap_or_else(|| panic!("it warns: {payload}"));
    assert_eq!(warning["severity"], "WARNING");
    assert_eq!(warning["file"], "buntu.bpmn");
    assert_eq!(warning["element"], "j");
    assert_eq!(warning["line"], 12);
    for sentence in ["message", "messageId"] {
        let said = warning[sentence].as_str().unwrap_or_default();
        assert!(said.contains("s → f1 → g → f2 → a → f4"), "{said}");
    }
    assert_eq!(
        definition["proof"],
        json!({
            "sound": false, "bounded": false,
            "findings": [{
                "kind": "DEADLOCK", "element": "j",
                "trace": ["s", "f1", "g", "f2", "a", "f4"], "tokens": ["f4"],
            }],
        })
    );
    // Manual tasks are addressed to nobody.
    assert_eq!(
        definition["staffing"],
        json!({ "staffed": true, "shortfalls": [], "decidedByData": [] })
    );
    let answer = admin
        .ask(
            "{ definition(key: \"masterplan-approval\") { proof { sound } \
             staffing(organisation: \"64.02\") { staffed shortfalls { kind element message } } \
             nowhere: staffing(organisation: \"99.99\") { staffed } } }",
            json!({}),
        )
        .await;
    let shipped = &answer["definition"];
    assert_eq!(shipped["proof"]["sound"], true, "{answer}");
    assert_eq!(shipped["staffing"]["staffed"], true, "{answer}");
    assert_eq!(shipped["nowhere"], Value::Null);
}

async fn the_register_says_whether_a_regency_can_staff_a_process(place: Place) {
    let folder = crate::app::scratch("staffing");
    let file = folder.join("reviu.bpmn");
    let user = |id: &str, groups: &str, property: &str| {
        format!(
            "<userTask id=\"{id}\"><extensionElements><zeebe:userTask/>\
             <zeebe:assignmentDefinition candidateGroups=\"{groups}\"/>{property}</extensionElements></userTask>"
        )
    };
    let separate = "<zeebe:properties><zeebe:property name=\"mufakat:separateFrom\" value=\"a\"/></zeebe:properties>";
    let text = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\">\n\
         <process id=\"reviu\" isExecutable=\"true\">\n<startEvent id=\"s\"/>\n{}\n{}\n{}\n<endEvent id=\"e\"/>\n\
         <sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"a\"/><sequenceFlow id=\"f2\" sourceRef=\"a\" targetRef=\"b\"/>\
         <sequenceFlow id=\"f3\" sourceRef=\"b\" targetRef=\"c\"/><sequenceFlow id=\"f4\" sourceRef=\"c\" targetRef=\"e\"/>\n\
         </process></definitions>",
        user("a", "role:REGENCY_HEAD", ""),
        user("b", "role:REGENCY_HEAD", separate),
        user("c", "BPD_CHAIR@64.02/no-such-body", ""),
    );
    std::fs::write(&file, text).expect("written");
    let shown = file.display().to_string();
    for which in [&["--organisation", "64.02"][..], &["--all-organisations"]] {
        let mut arguments = vec!["prove", "--format", "json", shown.as_str()];
        arguments.extend(which);
        let output = program::run_on(&place, &arguments);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{}",
            program::stderr(&output)
        );
        let said = lines(&program::stdout(&output));
        assert_eq!(said[0]["sound"], true, "{said:#?}");
        let regency = said
            .iter()
            .find(|line| line["organisation"] == "64.02")
            .expect("the regency");
        assert_eq!(regency["process"], "reviu");
        assert_eq!(regency["staffed"], false);
        let kinds: Vec<(&str, &str)> = regency["shortfalls"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|lack| Some((lack["kind"].as_str()?, lack["element"].as_str()?)))
            .collect();
        assert_eq!(
            kinds,
            [("SEPARATION_LEAVES_NOBODY", "b"), ("UNSTAFFED", "c")]
        );
    }
    // The demo register staffs the sign-off of the plan; panels, villages and providers are not in it.
    for shipped in ["masterplan-approval", "council-meeting", "paraf-chain"] {
        let folder = format!("workflows/library/{shipped}");
        let proven = program::run_on(&place, &["prove", &folder, "--organisation", "64.02"]);
        assert!(
            proven.status.success(),
            "{}{}",
            program::stdout(&proven),
            program::stderr(&proven)
        );
    }
    let unknown = program::run_on(&place, &["prove", &shown, "--organisation", "99.99"]);
    assert_eq!(unknown.status.code(), Some(1));
    std::fs::remove_dir_all(folder).expect("tidied");
}
