//! `mufakat simulate`: the public contract of DIALECT 4.

use workflows::feel::{Context, Value};
use workflows::simulate::{Driver, Options, Report, Source, simulate};

use crate::notation::xml;

fn report(process: &str, driver: Driver, variables: Context) -> Report {
    let sources = [Source {
        path: "x.bpmn".to_owned(),
        text: xml(process),
    }];
    let options = Options {
        driver,
        variables,
        ..Options::default()
    };
    simulate("x.bpmn", &sources, &options)
}

const PILOT: Driver = Driver::Autopilot { fire: false };

#[test]
fn the_autopilot_takes_the_task_with_the_smallest_id_and_does_every_job() {
    let report = report(
        "start s -> fork
         and fork -> c, a, b, j
         user c -> join
         manual a -> join
         user b -> join
         service j type=work -> k
         call k process=nowhere -> join
         and join -> e
         end e",
        PILOT,
        Context::new(),
    );
    assert_eq!(report.state, "completed");
    assert_eq!(report.user_tasks, ["a", "b", "c"]);
}

#[test]
fn without_fire_it_waits_and_with_fire_it_goes_on() {
    let process = "start s -> a
         user a -> g
         eventgw g -> t, m
         catch t timer=P1D -> x
         catch m message=M key='= 1' -> y
         user x -> e
         user y -> e
         end e";
    let waits = report(process, PILOT, Context::new());
    assert_eq!(waits.state, "waiting");
    let kinds: Vec<(&str, &str)> = waits
        .waits
        .iter()
        .map(|wait| (wait.element.as_str(), wait.kind.as_str()))
        .collect();
    assert_eq!(kinds, [("m", "message"), ("t", "timer")]);
    let fired = report(process, Driver::Autopilot { fire: true }, Context::new());
    assert_eq!(
        (fired.state.as_str(), fired.user_tasks),
        ("completed", vec!["a".to_owned(), "y".to_owned()])
    );
}

#[test]
fn two_hundred_completions_are_the_limit() {
    let report = report(
        "start s -> m
         xor m -> a
         user a -> g
         xor g -> e [= enough], m [default]
         end e",
        PILOT,
        Context::new(),
    );
    assert_eq!(report.state, "limit");
    assert_eq!(report.user_tasks.len(), 200);
}

#[test]
fn incidents_variables_and_findings_are_in_the_report() {
    let mut variables = Context::new();
    variables.insert("n", 3);
    let report = report(
        "start s -> t
         script t script='= n * 2' result=double -> g
         xor g -> e [= double > 100]
         end e",
        PILOT,
        variables,
    );
    assert_eq!(report.state, "incident");
    assert_eq!(report.incidents[0].code, "NO_FLOW");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        Value::from_json(&json["variables"]["double"]),
        Value::from(6)
    );
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "diagnostics",
            "incidents",
            "path",
            "state",
            "userTasks",
            "variables",
            "waits"
        ]
    );
}

#[test]
fn what_cannot_be_deployed_is_refused() {
    let report = report("start s -> nowhere", PILOT, Context::new());
    assert_eq!(report.state, "refused");
    assert!(report.diagnostics.iter().any(|found| found.is_error));
}

#[test]
fn a_script_drives_it_step_by_step() {
    let process = "start s -> a
         user a -> b
         user b -> e
         end e";
    let script = "
- complete: a
  with: { x: 1 }
- expect: { tasks: [b] }
";
    let played = report(process, Driver::Script(script.to_owned()), Context::new());
    assert_eq!(
        (played.state.as_str(), played.user_tasks.len()),
        ("waiting", 1)
    );
    let wrong = report(
        process,
        Driver::Script("- complete: b".to_owned()),
        Context::new(),
    );
    assert_eq!(wrong.incidents[0].code, "SCRIPT_FAILED");
}
