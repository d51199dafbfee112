//! How fast the pure engine is: the four-step sign-off (task, gateway, three tasks at once, join, task) in memory.
//!
//! `cargo bench -p workflows` prints completions of tasks per second, microseconds per event, and bytes per open
//! instance. No harness: three figures need none.
#![allow(clippy::disallowed_methods)] // a benchmark asks the clock

use std::hint::black_box;
use std::time::Instant;

use workflows::engine::Request;
use workflows::feel::Context;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

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

const INSTANCES: usize = 2_000;

fn main() {
    let source = Source {
        path: "sign-off.bpmn".to_owned(),
        text: SIGN_OFF.to_owned(),
    };
    let calendar = LocalCalendar::of("/id/64/64.02/", Default::default());
    let deployment = Deployment::read(&[source], calendar);
    assert!(deployment.is_deployable());
    let mut completions = 0_usize;
    let mut events = 0_usize;
    let mut open_bytes = 0_usize;
    let begun = Instant::now();
    for _ in 0..INSTANCES {
        let mut player = Player::new(
            &deployment,
            chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default(),
            chrono_tz::Asia::Makassar,
            "/id/64/64.02/",
        );
        let mut values = Context::new();
        values.insert("title", "Rencana Induk");
        let started = player.start("p", None, None, values.clone());
        assert!(started.is_ok());
        while let Some(task) = player.state.tasks.keys().next().copied() {
            let done = player.send(
                Request::CompleteTask {
                    task,
                    variables: values.clone(),
                },
                None,
            );
            assert!(done.is_ok());
            completions += 1;
        }
        assert!(player.ended());
        events += player.events.len();
        black_box(&player.state);
    }
    let spent = begun.elapsed();
    let mut open = Player::new(
        &deployment,
        chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default(),
        chrono_tz::Asia::Makassar,
        "/id/64/64.02/",
    );
    assert!(open.start("p", None, None, Context::new()).is_ok());
    if let Ok(text) = serde_json::to_string(&open.state) {
        open_bytes += text.len();
    }
    println!(
        "sign-off: {:.0} completions/s, {:.2} us/event ({} events), {} bytes per open instance",
        completions as f64 / spent.as_secs_f64(),
        spent.as_secs_f64() * 1e6 / events as f64,
        events,
        open_bytes
    );
}
