//! The command line as scripts and administrators rely on it (DIALECT 4): output, exit codes, no surprises.

use serde_json::Value;

use crate::app::Place;
use crate::program;

on_both_places!(an_administrator_manages_accounts_and_verifies_the_record);

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("not JSON ({error}): {text}"))
}

#[test]
fn every_shipped_workflow_can_be_deployed() {
    let output = program::run(&["check", "workflows/library"]);
    assert!(
        output.status.success(),
        "{}{}",
        program::stdout(&output),
        program::stderr(&output)
    );
}

#[test]
fn every_shipped_scenario_passes() {
    let output = program::run(&["test", "workflows/library"]);
    let said = program::stdout(&output);
    assert!(
        output.status.success(),
        "{said}{}",
        program::stderr(&output)
    );
    assert!(
        said.lines()
            .last()
            .is_some_and(|line| line.contains(" passed, 0 failed")),
        "the last line counts: {said}"
    );
}

#[test]
fn a_broken_process_is_refused_with_its_line() {
    let folder = crate::app::scratch("check");
    let file = folder.join("broken.bpmn");
    let text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n<process id=\"p\" isExecutable=\"true\">\n\
        <startEvent id=\"s\"/>\n<sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"nowhere\"/>\n</process>\n</definitions>\n";
    std::fs::write(&file, text).expect("written");
    let output = program::run(&["check", "--format", "json", &file.display().to_string()]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}{}",
        program::stdout(&output),
        program::stderr(&output)
    );
    let verdict = json(program::stdout(&output).lines().next().unwrap_or_default());
    assert_eq!(verdict["ok"], false);
    let fault = &verdict["diagnostics"][0];
    assert_eq!(fault["line"], 4, "{verdict}");
    assert!(
        fault["code"].is_string() && fault["message"].is_string(),
        "{verdict}"
    );
    std::fs::remove_dir_all(folder).expect("tidied");
}

#[test]
fn the_sign_off_runs_through_on_autopilot() {
    let file = "workflows/library/masterplan-approval/masterplan-approval.bpmn";
    let output = program::run(&["simulate", file, "--autopilot"]);
    assert!(
        output.status.success(),
        "{}{}",
        program::stdout(&output),
        program::stderr(&output)
    );
    let run = json(&program::stdout(&output));
    assert_eq!(run["state"], "completed", "{run}");
    assert_eq!(run["incidents"], Value::Array(Vec::new()));
    let done: Vec<&str> = run["userTasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        done.contains(&"upload-bundle") && done.contains(&"sign-decree"),
        "{done:?}"
    );
}

#[test]
fn expressions_and_decisions_answer_with_exact_numbers() {
    let sum = program::run(&["feel", "0.1 + 0.2"]);
    assert!(sum.status.success(), "{}", program::stderr(&sum));
    assert_eq!(
        program::stdout(&sum)
            .lines()
            .next()
            .map(json)
            .map(|answer| answer["value"].to_string())
            .as_deref(),
        Some("0.3")
    );
    let verdict = program::run(&[
        "decide",
        "workflows/library/masterplan-approval/acting-authority.dmn",
        "--decision",
        "acting-authority",
        "--input",
        r#"{"documentKind":"MASTER_PLAN_DECREE","mode":"PLT"}"#,
    ]);
    assert!(verdict.status.success(), "{}", program::stderr(&verdict));
    assert_eq!(
        json(&program::stdout(&verdict))["value"]["verdict"],
        "MUST_WAIT"
    );
}

#[test]
fn a_wrong_call_has_a_code_of_its_own() {
    let output = program::run(&["no-such-command"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        program::stdout(&output).is_empty(),
        "help for mistakes goes to standard error"
    );
}

async fn an_administrator_manages_accounts_and_verifies_the_record(place: Place) {
    let email = "sekda@kukar.demo.mufakat.test";
    let listed = program::run_on(&place, &["user", "list"]);
    assert!(
        program::stdout(&listed).contains(email),
        "{}{}",
        program::stdout(&listed),
        program::stderr(&listed)
    );
    let token = program::run_on(&place, &["user", "token", "--email", email]);
    assert!(token.status.success(), "{}", program::stderr(&token));
    assert_eq!(
        program::stdout(&token).trim().split('.').count(),
        3,
        "a JWT and nothing else"
    );
    let disabled = program::run_on(&place, &["user", "disable", "--email", email]);
    assert!(disabled.status.success(), "{}", program::stderr(&disabled));
    let refused = program::run_on(&place, &["user", "token", "--email", email]);
    assert_eq!(refused.status.code(), Some(1));
    let unknown = program::run_on(
        &place,
        &["user", "token", "--email", "tidak.ada@example.test"],
    );
    assert_eq!(unknown.status.code(), Some(1));
    let migrated = program::run_on(&place, &["migrate"]);
    assert!(migrated.status.success(), "{}", program::stderr(&migrated));
    let verified = program::run_on(&place, &["audit", "verify", "--format", "json"]);
    assert!(verified.status.success(), "{}", program::stderr(&verified));
    assert_eq!(
        json(&program::stdout(&verified))["faults"],
        Value::Array(Vec::new())
    );
}
