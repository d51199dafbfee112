//! What becomes of a model: whether it may be deployed, and where a simulation of it ends.

use workflows::bpmn::{self, Companions, lint_deployment};
use workflows::dmn;
use workflows::feel::{Context, Environment, Value};
use workflows::form::Form;
use workflows::model::{Kind, Over, Process, Repetition, Timer, Trigger};
use workflows::simulate::{Driver, Options, Report, Source, simulate};

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Refused at deploy, with a reason.
    Refused,
    /// It ran to its end; decisions and forms answered.
    Completed,
    /// It waits for something that a simulation does not do.
    Waiting,
    /// It stopped with an incident that says why.
    Incident,
    /// It goes round for ever, as it is drawn.
    Endless,
}

/// Deploys and runs a mutant.
///
/// # Errors
/// How it stuck.
pub fn of(name: &str, bytes: &[u8]) -> Result<Verdict, String> {
    let text = String::from_utf8_lossy(bytes);
    if name.ends_with(".dmn") {
        decide(&text)
    } else if name.ends_with(".form") {
        submit(&text)
    } else {
        run(name, bytes, &text)
    }
}

fn run(name: &str, bytes: &[u8], text: &str) -> Result<Verdict, String> {
    let file = bpmn::read(bytes);
    let found = lint_deployment(&[(name, &file)], Companions::default());
    let report = bpmn::check(name, bytes);
    if report.ok != file.is_deployable() {
        return Err("checking and reading disagree".to_owned());
    }
    if !report.ok {
        let explained = report
            .diagnostics
            .iter()
            .filter(|it| it.is_error())
            .all(|it| !it.message.is_empty() && !it.remedy.is_empty());
        return if explained {
            Ok(Verdict::Refused)
        } else {
            Err("refused without a remedy".to_owned())
        };
    }
    drop(found);
    let sources = [Source {
        path: "mutant.bpmn".to_owned(),
        text: text.to_owned(),
    }];
    let options = Options {
        driver: Driver::Autopilot { fire: true },
        ..Options::default()
    };
    let report = simulate("mutant.bpmn", &sources, &options);
    match report.state.as_str() {
        "completed" => Ok(Verdict::Completed),
        "incident" => explained(&report),
        "waiting" => waits(&file, &report),
        "refused" if report.incidents.is_empty() && report.diagnostics.is_empty() => {
            Err("accepted, and then refused without a reason".to_owned())
        }
        "refused" => Ok(Verdict::Refused),
        "limit" if file.executable().any(|it| goes_round(it)) => Ok(Verdict::Endless),
        other => Err(format!("{other}: {report:?}")),
    }
}

fn explained(report: &Report) -> Result<Verdict, String> {
    let all = report
        .incidents
        .iter()
        .all(|it| !it.code.is_empty() && !it.message.is_empty());
    if all && !report.incidents.is_empty() {
        Ok(Verdict::Incident)
    } else {
        Err(format!("an incident without a reason: {report:?}"))
    }
}

/// With `--fire` only conditions are left to wait for, and votes: nobody is an elector in a simulation.
fn waits(file: &bpmn::File, report: &Report) -> Result<Verdict, String> {
    let vote = |id: &str| {
        file.executable()
            .filter_map(|process| Some(process.element(process.find(id)?)))
            .any(|element| element.properties.contains_key("mufakat:vote"))
    };
    let fine = report
        .waits
        .iter()
        .any(|it| it.kind == "condition" || (it.kind == "task" && vote(&it.element)));
    if fine {
        Ok(Verdict::Waiting)
    } else {
        Err(format!("it waits for nothing: {report:?}"))
    }
}

/// Whether a process may go on for ever as it is drawn: a circle of flows, a loop, a repeating timer, many items, an event
/// that starts things again and again, or a call (of itself, perhaps).
fn goes_round(process: &Process) -> bool {
    process.elements.iter().any(|element| {
        let timer = |trigger: &Trigger| matches!(trigger, Trigger::Timer(Timer::Cycle(_)));
        let repeats = match &element.repetition {
            Some(Repetition::Loop { .. }) => true,
            Some(Repetition::Multi(multi)) => {
                matches!(multi.over, Over::Cardinality(_) | Over::Collection(_))
            }
            None => false,
        };
        repeats
            || match &element.kind {
                Kind::Call(_) => true,
                Kind::Boundary {
                    trigger,
                    interrupting,
                    ..
                }
                | Kind::Start {
                    trigger,
                    interrupting,
                    ..
                } => timer(trigger) || !interrupting,
                _ => false,
            }
    }) || circle(process)
}

/// Whether the flows form a circle, by way of links and boundary events too.
fn circle(process: &Process) -> bool {
    let count = process.elements.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for flow in &process.flows {
        next[flow.source.0 as usize].push(flow.target.0 as usize);
    }
    for (at, element) in process.elements.iter().enumerate() {
        next[at].extend(element.boundaries.iter().map(|it| it.0 as usize));
        if let Kind::Throw {
            trigger: Trigger::Link { name },
            ..
        } = &element.kind
        {
            next[at].extend(process.elements.iter().enumerate().filter_map(|(to, catch)| {
                matches!(&catch.kind, Kind::Catch(Trigger::Link { name: known }) if known == name)
                    .then_some(to)
            }));
        }
    }
    (0..count).any(|start| {
        let mut seen = vec![false; count];
        let mut todo = next[start].clone();
        while let Some(at) = todo.pop() {
            if at == start {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                todo.extend(&next[at]);
            }
        }
        false
    })
}

fn environment() -> Environment<'static> {
    Environment::at(chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default())
}

fn decide(text: &str) -> Result<Verdict, String> {
    let (model, findings) = dmn::Model::parse(text);
    let refused = findings
        .iter()
        .any(|it| it.severity == dmn::Severity::Error);
    let Some(model) = model else {
        return if refused {
            Ok(Verdict::Refused)
        } else {
            Err("neither read nor refused".to_owned())
        };
    };
    let mut stopped = false;
    for input in [Context::new(), sample()] {
        for decision in model.decisions() {
            stopped |= model
                .evaluate(&decision.id, &input, &environment())
                .is_err();
        }
    }
    Ok(match (refused, stopped) {
        (true, _) => Verdict::Refused,
        (_, true) => Verdict::Incident,
        _ => Verdict::Completed,
    })
}

fn submit(text: &str) -> Result<Verdict, String> {
    match Form::parse(text) {
        Err(findings) if findings.is_empty() => Err("refused without a reason".to_owned()),
        Err(_) => Ok(Verdict::Refused),
        Ok(form) => {
            let mut submitted = sample();
            for key in form.keys() {
                submitted.insert(key.as_str(), Value::from(7));
            }
            let mut problems = false;
            for values in [Context::new(), submitted] {
                problems |= !form.validate(&values, &sample(), &environment()).is_ok();
            }
            Ok(if problems {
                Verdict::Incident
            } else {
                Verdict::Completed
            })
        }
    }
}

fn sample() -> Context {
    let mut sample = Context::new();
    sample.insert("n", 7);
    sample.insert("flip", true);
    sample.insert("present", 5);
    sample.insert("title", "Rencana Induk");
    sample
}
