//! How fast the pure engine is: the four-step sign-off (user task, gateway, three parallel tasks, join, user task) in
//! memory.
//!
//! `cargo bench -p workflows` prints completions of tasks per second, microseconds per transition (command) and per event,
//! and bytes per open instance; then what its parts take. `docs/bench.md` keeps figures as they were measured.
#![allow(clippy::disallowed_methods)] // a benchmark asks the clock

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use divan::counter::ItemsCount;
use workflows::engine::{Command, Event, Key, Request, Start, State, evolve, step, upcast};
use workflows::feel::Context;
use workflows::model::ProcessRef;
use workflows::simulate::{Deployment, LocalCalendar, Source};

const SIGN_OFF: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="bench"><process id="p" isExecutable="true">
  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="draft"/>
  <userTask id="draft"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="TEAM@64.02"/></extensionElements></userTask>
  <sequenceFlow id="f2" sourceRef="draft" targetRef="complete"/>
  <exclusiveGateway id="complete" default="f3"/><sequenceFlow id="f3" sourceRef="complete" targetRef="fork"/>
  <sequenceFlow id="f4" sourceRef="complete" targetRef="e"><conditionExpression>=withdrawn = true</conditionExpression></sequenceFlow>
  <parallelGateway id="fork"/>
  <sequenceFlow id="f5" sourceRef="fork" targetRef="legal"/><sequenceFlow id="f6" sourceRef="fork" targetRef="finance"/>
  <sequenceFlow id="f7" sourceRef="fork" targetRef="planning"/>
  <userTask id="legal"><extensionElements><zeebe:userTask/></extensionElements></userTask>
  <userTask id="finance"><extensionElements><zeebe:userTask/></extensionElements></userTask>
  <userTask id="planning"><extensionElements><zeebe:userTask/></extensionElements></userTask>
  <sequenceFlow id="f8" sourceRef="legal" targetRef="join"/><sequenceFlow id="f9" sourceRef="finance" targetRef="join"/>
  <sequenceFlow id="f10" sourceRef="planning" targetRef="join"/>
  <parallelGateway id="join"/><sequenceFlow id="f11" sourceRef="join" targetRef="sign"/>
  <userTask id="sign"><extensionElements><zeebe:userTask/></extensionElements></userTask>
  <sequenceFlow id="f12" sourceRef="sign" targetRef="e"/><endEvent id="e"/>
</process></definitions>"#;

/// Tasks that are completed in one sign-off.
const COMPLETIONS: usize = 5;
/// Transitions of one sign-off: the start and the completions.
const TRANSITIONS: usize = COMPLETIONS + 1;

fn main() {
    figures();
    divan::main();
}

/// The three figures; the best of many rounds that are shorter than a slice of the machine's time, because the others
/// measure its other work.
fn figures() {
    const ROUNDS: u32 = 20;
    let deployment = deployment();
    let mut best = Duration::MAX;
    let mut events = 0;
    for _ in 0..2_000 {
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            events = black_box(sign_off(&deployment)).len();
        }
        best = best.min(begun.elapsed() / ROUNDS);
    }
    let opened = open(&deployment);
    let stored = serde_json::to_string(&opened).map_or(0, |text| text.len());
    let round = best.as_secs_f64();
    println!(
        "sign-off: {:.0} completions/s, {:.1} us per transition, {:.2} us per event ({events} events), {stored} bytes per open instance",
        COMPLETIONS as f64 / round,
        round * 1e6 / TRANSITIONS as f64,
        round * 1e6 / events as f64,
    );
}

/// A whole sign-off: completions of tasks per second.
#[divan::bench]
fn completions(bencher: Bencher) {
    let deployment = deployment();
    bencher
        .counter(ItemsCount::new(COMPLETIONS))
        .bench(|| sign_off(&deployment));
}

/// One transition of the smallest kind: a task is completed, and the next waits.
#[divan::bench]
fn transition(bencher: Bencher) {
    let deployment = deployment();
    let state = open(&deployment);
    let request = complete(first(&state));
    bencher
        .counter(ItemsCount::new(1_usize))
        .bench(|| ask(&deployment, &state, request.clone()));
}

/// Events that are replayed per second.
#[divan::bench]
fn replay(bencher: Bencher) {
    let events = sign_off(&deployment());
    bencher.counter(ItemsCount::new(events.len())).bench(|| {
        let mut state = State::default();
        for event in &events {
            evolve(&mut state, event);
        }
        state
    });
}

/// An open instance is written and read back, as between two requests.
#[divan::bench]
fn stored_and_loaded(bencher: Bencher) {
    let state = open(&deployment());
    bencher.bench(|| {
        let text = serde_json::to_string(black_box(&state)).unwrap_or_default();
        upcast::load(&text).is_ok()
    });
}

/// The model is read, checked and lowered.
#[divan::bench]
fn reading_the_model() -> Deployment {
    deployment()
}

fn deployment() -> Deployment {
    let source = Source {
        path: "sign-off.bpmn".to_owned(),
        text: SIGN_OFF.to_owned(),
    };
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let deployment = Deployment::read(&[source], calendar);
    assert!(deployment.is_deployable());
    deployment
}

/// The journal of a whole sign-off.
fn sign_off(deployment: &Deployment) -> Vec<Event> {
    let (mut events, mut state) = begin(deployment);
    while !state.ended() {
        let request = complete(first(&state));
        let (more, after) = ask(deployment, &state, request);
        events.extend(more);
        state = after;
    }
    events
}

/// An instance whose first task is open.
fn open(deployment: &Deployment) -> State {
    begin(deployment).1
}

fn begin(deployment: &Deployment) -> (Vec<Event>, State) {
    let mut variables = Context::new();
    variables.insert("title", "Rencana Induk");
    let start = Start {
        process: ProcessRef {
            id: "p".to_owned(),
            version: 0,
        },
        event: None,
        business_key: None,
        organisation: "/id/64/64.02/".to_owned(),
        variables,
    };
    ask(deployment, &State::default(), Request::Start(start))
}

fn first(state: &State) -> Key {
    state.tasks.keys().next().copied().unwrap_or_default()
}

fn complete(task: Key) -> Request {
    let mut variables = Context::new();
    variables.insert("title", "Rencana Induk");
    Request::CompleteTask { task, variables }
}

fn ask(deployment: &Deployment, state: &State, request: Request) -> (Vec<Event>, State) {
    let command = Command {
        at: chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default(),
        zone: chrono_tz::Asia::Makassar,
        seed: 0,
        actor: None,
        request,
    };
    match step(deployment, state, &command) {
        Ok(decided) => decided,
        Err(refusal) => panic!("{refusal}"),
    }
}
