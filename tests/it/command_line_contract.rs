//! The command line as programs rely on it (DIALECT 4): keys, order, one document for each line, exit codes.

use std::path::PathBuf;

use serde_json::Value;

use crate::program::{self, run, run_with_input};

/// A folder of files for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn of(files: &[(&str, &[u8])]) -> Self {
        let folder = crate::app::scratch("command-line");
        for (name, content) in files {
            std::fs::write(folder.join(name), content).expect("written");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn documents(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("not JSON ({error}): {line}"))
        })
        .collect()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// A process with the steps in a row.
fn model(steps: &str, ids: &[&str]) -> String {
    let flows: String = ids
        .windows(2)
        .enumerate()
        .map(|(n, pair)| {
            format!(
                "<sequenceFlow id=\"f{n}\" sourceRef=\"{}\" targetRef=\"{}\"/>",
                pair[0], pair[1]
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\n<message id=\"m\" name=\"m\"/>\n\
         <process id=\"P\">\n<startEvent id=\"s\"/>{steps}<endEvent id=\"e\"/>{flows}</process></definitions>"
    )
}

fn waiting_model() -> String {
    model(
        "<userTask id=\"a\"/><intermediateCatchEvent id=\"c\"><messageEventDefinition messageRef=\"m\"/></intermediateCatchEvent><userTask id=\"b\"/>",
        &["s", "a", "c", "b", "e"],
    )
}

fn plain_model() -> String {
    model("<userTask id=\"a\"/>", &["s", "a", "e"])
}

const SIMULATION: [&str; 7] = [
    "diagnostics",
    "incidents",
    "path",
    "state",
    "userTasks",
    "variables",
    "waits",
];

#[test]
fn a_batch_of_simulations_answers_every_line_in_order_whatever_is_wrong_with_the_file() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(plain_model().encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let plain = plain_model();
    let marked = format!("\u{feff}{plain}");
    let folder = Folder::of(&[
        ("plain.bpmn", plain.as_bytes()),
        ("marked.bpmn", marked.as_bytes()),
        ("wide.bpmn", &utf16),
        ("cut.bpmn", &plain.as_bytes()[..plain.len() - 20]),
        ("noise.bpmn", &[0xFF, 0x00, 0x3C, 0xC3, 0x28]),
        ("empty.bpmn", b""),
    ]);
    let names = [
        "plain.bpmn",
        "missing.bpmn",
        "marked.bpmn",
        "cut.bpmn",
        "wide.bpmn",
        "noise.bpmn",
        "empty.bpmn",
        "plain.bpmn",
    ];
    let paths: Vec<String> = names.iter().map(|name| folder.path(name)).collect();
    let input = format!("{}\n", paths.join("\n"));
    let output = run_with_input(&["simulate", "--autopilot", "--batch"], input.as_bytes());
    assert!(output.status.success(), "{}", program::stderr(&output));
    let answers = documents(&program::stdout(&output));
    assert_eq!(answers.len(), names.len());
    for (answer, path) in answers.iter().zip(&paths) {
        assert_eq!(keys(answer), SIMULATION);
        assert_eq!(answer["path"], Value::from(path.as_str()));
    }
    let states: Vec<&str> = answers
        .iter()
        .filter_map(|answer| answer["state"].as_str())
        .collect();
    assert_eq!(
        states,
        [
            "completed",
            "refused",
            "completed",
            "refused",
            "completed",
            "refused",
            "refused",
            "completed"
        ]
    );
    for refused in answers.iter().filter(|answer| answer["state"] == "refused") {
        assert_eq!(
            refused["diagnostics"][0]["severity"], "ERROR",
            "{refused} names what is wrong"
        );
    }
    assert_eq!(answers[1]["diagnostics"][0]["code"], "UNREADABLE");
    assert!(answers[3]["diagnostics"][0]["line"].is_u64());
}

#[test]
fn a_batch_of_checks_answers_every_line_and_the_code_tells_of_the_worst() {
    let plain = plain_model();
    let folder = Folder::of(&[
        ("plain.bpmn", plain.as_bytes()),
        (
            "entity.bpmn",
            b"<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n<definitions/>",
        ),
        ("other.bpmn", b"<svg/>"),
    ]);
    let names = ["plain.bpmn", "missing.bpmn", "entity.bpmn", "other.bpmn"];
    let paths: Vec<String> = names.iter().map(|name| folder.path(name)).collect();
    let output = run_with_input(&["check", "--batch"], paths.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let answers = documents(&program::stdout(&output));
    let codes: Vec<(bool, &str)> = answers
        .iter()
        .map(|answer| {
            assert_eq!(keys(answer), ["diagnostics", "ok", "path"]);
            let errors: Vec<&Value> = answer["diagnostics"]
                .as_array()
                .expect("a list")
                .iter()
                .inspect(|found| {
                    for key in ["severity", "code", "element", "line", "message", "remedy"] {
                        assert!(found.get(key).is_some(), "{key} in {found}");
                    }
                })
                .filter(|found| found["severity"] == "ERROR")
                .collect();
            (
                answer["ok"].as_bool().expect("a verdict"),
                errors
                    .first()
                    .map_or("", |found| found["code"].as_str().expect("a code")),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            (true, ""),
            (false, "UNREADABLE"),
            (false, "DOCTYPE_REFUSED"),
            (false, "NOT_BPMN")
        ]
    );
    assert_eq!(answers[2]["diagnostics"][0]["line"], 2);
    let good = run_with_input(&["check", "--batch"], paths[0].as_bytes());
    assert_eq!(good.status.code(), Some(0));
}

#[test]
fn a_path_that_does_not_exist_is_a_verdict_and_the_other_paths_get_theirs() {
    let plain = plain_model();
    let folder = Folder::of(&[("plain.bpmn", plain.as_bytes())]);
    let (missing, there) = (folder.path("missing.bpmn"), folder.path("plain.bpmn"));
    let output = run(&["check", "--format", "json", &missing, &there]);
    assert_eq!(output.status.code(), Some(1));
    let verdicts: Vec<bool> = documents(&program::stdout(&output))
        .iter()
        .filter_map(|answer| answer["ok"].as_bool())
        .collect();
    assert_eq!(verdicts, [false, true]);
    let text = program::stdout(&run(&["check", &missing]));
    assert!(
        text.contains("UNREADABLE")
            && text.contains("tidak dapat dibaca")
            && text.contains("cannot be read"),
        "people read both languages: {text}"
    );
}

#[test]
fn events_are_fired_only_when_asked_for() {
    let waiting = waiting_model();
    let folder = Folder::of(&[("w.bpmn", waiting.as_bytes())]);
    let path = folder.path("w.bpmn");
    let output = run(&["simulate", &path, "--autopilot"]);
    assert_eq!(output.status.code(), Some(0));
    let answer = &documents(&program::stdout(&output))[0];
    assert_eq!(answer["state"], "waiting");
    assert_eq!(answer["userTasks"], serde_json::json!(["a"]));
    let wait = &answer["waits"][0];
    assert_eq!(
        (&wait["element"], &wait["kind"]),
        (&Value::from("c"), &Value::from("message"))
    );
    let output = run(&["simulate", &path, "--autopilot", "--fire"]);
    let answer = &documents(&program::stdout(&output))[0];
    assert_eq!(answer["state"], "completed");
    assert_eq!(answer["userTasks"], serde_json::json!(["a", "b"]));
    assert_eq!(run(&["simulate", &path, "--fire"]).status.code(), Some(2));
    let text = program::stdout(&run(&[
        "simulate",
        &path,
        "--autopilot",
        "--format",
        "text",
    ]));
    assert!(
        text.contains("menunggu / waiting") && text.contains("c (message)"),
        "{text}"
    );
}

#[test]
fn a_script_drives_a_simulation_and_the_answer_has_the_shape_of_one() {
    let waiting = waiting_model();
    let folder = Folder::of(&[
        ("w.bpmn", waiting.as_bytes()),
        (
            "steps.yaml",
            b"- complete: a\n  with: { setuju: true }\n- expect: { variables: { setuju: true } }\n",
        ),
        ("wrong.yaml", b"steps:\n  - complete: b\n"),
        ("noise.yaml", b": : :"),
    ]);
    let path = folder.path("w.bpmn");
    let play = |script: &str| {
        let output = run(&["simulate", &path, "--script", &folder.path(script)]);
        let answer = documents(&program::stdout(&output)).remove(0);
        assert_eq!(keys(&answer), SIMULATION);
        (output.status.code(), answer)
    };
    let (code, answer) = play("steps.yaml");
    assert_eq!(code, Some(0), "{answer}");
    assert_eq!(answer["state"], "waiting");
    assert_eq!(answer["variables"]["setuju"], true);
    for (script, fault) in [
        ("wrong.yaml", "SCRIPT_FAILED"),
        ("noise.yaml", "SCRIPT_UNREADABLE"),
    ] {
        let (code, answer) = play(script);
        assert_eq!(code, Some(1), "{answer}");
        assert_eq!(answer["incidents"][0]["code"], fault);
    }
}

#[test]
fn a_process_and_variables_can_be_named() {
    let two = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">\
        <process id=\"P\"><startEvent id=\"s\"/></process>\
        <process id=\"Q\"><startEvent id=\"s2\"/><exclusiveGateway id=\"g\" default=\"d\"/><userTask id=\"a\"/><userTask id=\"b\"/>\
        <sequenceFlow id=\"f\" sourceRef=\"s2\" targetRef=\"g\"/><sequenceFlow id=\"d\" sourceRef=\"g\" targetRef=\"a\"/>\
        <sequenceFlow id=\"h\" sourceRef=\"g\" targetRef=\"b\"><conditionExpression>nilai &gt; 1.5</conditionExpression></sequenceFlow></process></definitions>";
    let folder = Folder::of(&[("two.bpmn", two.as_bytes())]);
    let path = folder.path("two.bpmn");
    let tasks = |arguments: &[&str]| {
        let all: Vec<&str> = ["simulate", &path, "--autopilot"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let output = run(&all);
        (
            output.status.code(),
            documents(&program::stdout(&output))
                .first()
                .map(|answer| answer["userTasks"].clone()),
        )
    };
    assert_eq!(tasks(&[]), (Some(0), Some(serde_json::json!([]))));
    let named = ["--process", "Q", "--variables", r#"{"nilai":2}"#];
    assert_eq!(tasks(&named), (Some(0), Some(serde_json::json!(["b"]))));
    assert_eq!(
        tasks(&["--process", "Q"]),
        (Some(0), Some(serde_json::json!(["a"])))
    );
    assert_eq!(
        tasks(&["--process", "R"]),
        (Some(1), Some(serde_json::json!([])))
    );
    assert_eq!(tasks(&["--variables", "[1]"]), (Some(2), None));
}

#[test]
fn questions_answer_line_by_line_and_wrong_calls_have_their_code() {
    let input = "{\"expression\":\"x / 3\",\"context\":{\"x\":1}}\nnot json\n{\"expression\":\"date(\\\"2026-08-17\\\")\"}\n";
    let output = run_with_input(&["feel", "--batch"], input.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let printed = program::stdout(&output);
    // As text: a JSON reader of binary floats would drop digits.
    assert!(
        printed.starts_with("{\"value\":0.3333333333333333333333333333333333,"),
        "{printed}"
    );
    let answers = documents(&printed);
    assert!(answers[1]["error"].is_string());
    assert_eq!(
        answers[2]["value"],
        serde_json::json!({"@type": "date", "value": "2026-08-17"})
    );
    let text = run(&["feel", "1 + 1", "--format", "text"]);
    assert_eq!(program::stdout(&text), "2\n");
    assert_eq!(run(&["feel", "1 +"]).status.code(), Some(1));
    assert_eq!(run(&["feel", "1", "--context", "1"]).status.code(), Some(2));
    assert_eq!(run(&["decide", "x.dmn"]).status.code(), Some(2));
    let missing = run(&["decide", "x.dmn", "--decision", "d"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(documents(&program::stdout(&missing))[0]["error"].is_string());
}

#[test]
fn scenarios_answer_in_json_lines_only() {
    let output = run(&[
        "test",
        "--format",
        "json",
        "workflows/library/paraf-chain",
        "nowhere.scenario.yaml",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let answers = documents(&program::stdout(&output));
    assert!(answers.len() > 1);
    let failed: Vec<&Value> = answers
        .iter()
        .filter(|answer| answer["ok"] == false)
        .collect();
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["path"], "nowhere.scenario.yaml");
}
