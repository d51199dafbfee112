//! Outside workers, as a program in any language meets them: jobs are taken, waited for, answered, lost and taken over.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use schema::tables::job;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use server::app::Running;
use server::auth::Passwords;
use server::config::Config;

use crate::app::{App, Engine, Person, Place};
use crate::program::{run_on, stderr, stdout};

on_both!(
    an_outside_worker_does_a_service_task,
    operators_see_what_waits_and_who_holds_it,
    a_worker_that_waits_is_handed_the_job_when_it_is_made,
    a_client_that_goes_away_while_it_waits_leaves_nothing_behind,
    a_lost_lease_goes_to_another_and_the_old_token_is_refused,
    failures_back_off_then_call_an_operator_who_has_it_tried_again,
    a_foreseen_error_goes_to_its_boundary_and_another_waits_for_an_operator,
    nobody_takes_what_is_not_theirs,
    a_task_listener_outside_corrects_and_denies,
    the_same_key_takes_and_answers_once,
    two_replicas_never_hand_out_one_job_twice,
);
on_both_places!(a_machine_is_taken_into_service_on_the_command_line);

const JOB: &str = "jobs { id type kind listenerEvent element elementName instanceId businessKey organisationPath \
    definitionKey definitionVersion headers variables retries deadline fencingToken \
    task { taskId assignee candidateGroups priority } }";

/// A process of one service task of the type `meter-reading`, with a boundary event for `METER_BROKEN`.
const METER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <error id="broken" errorCode="METER_BROKEN"/>
  <process id="meter" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="read"/>
    <serviceTask id="read" name="Baca meter air">
      <extensionElements>
        <zeebe:taskDefinition type="meter-reading" retries="2"/>
        <zeebe:taskHeaders><zeebe:header key="unit" value="m3"/></zeebe:taskHeaders>
      </extensionElements>
    </serviceTask>
    <boundaryEvent id="caught" attachedToRef="read"><errorEventDefinition errorRef="broken"/></boundaryEvent>
    <sequenceFlow id="f2" sourceRef="read" targetRef="end"/><endEvent id="end"/>
    <sequenceFlow id="f3" sourceRef="caught" targetRef="inspect"/>
    <userTask id="inspect" name="Periksa meter"><extensionElements><zeebe:userTask/>
      <zeebe:assignmentDefinition candidateUsers="64.02/tim-pelaksana/lead"/></extensionElements></userTask>
    <sequenceFlow id="f4" sourceRef="inspect" targetRef="end2"/><endEvent id="end2"/>
  </process>
</definitions>"#;

/// A process of one user task whose making and finishing outside listeners watch.
const WATCHED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <process id="watched" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
    <userTask id="check" name="Periksa berkas"><extensionElements><zeebe:userTask/>
      <zeebe:assignmentDefinition candidateUsers="64.02/setda/sekda"/>
      <zeebe:taskListeners><zeebe:taskListener eventType="creating" type="route"/><zeebe:taskListener eventType="completing" type="guard"/></zeebe:taskListeners>
    </extensionElements></userTask>
    <sequenceFlow id="f2" sourceRef="check" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>"#;

/// Deploys one process.
pub async fn deploy(app: &App, name: &str, content: &str) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "files": [{ "name": name, "content": content }], "note": "uji" });
    let payload = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            input,
            "definitions { key } diagnostics { severity code message element }",
        )
        .await;
    assert_eq!(
        payload["definitions"].as_array().map(Vec::len),
        Some(1),
        "{payload}"
    );
}

/// A machine of an organisation.
async fn machine<'a>(app: &'a App, email: &str, organisation: &str) -> Person<'a> {
    let passwords = Passwords::new(1).expect("passwords");
    let door = &app.running.app.door;
    let id =
        server::commands::take_into_service(door, &passwords, email, "Pembaca Meter", organisation)
            .await
            .expect("the machine is taken into service");
    app.person(id).await
}

async fn start(app: &App, definition: &str) -> String {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    lead.start_instance(
        definition,
        "64.02",
        json!({ "meter": 7, "note": "rahasia" }),
    )
    .await
}

async fn activate(worker: &Person<'_>, kind: &str, more: Value) -> Value {
    let mut input = json!({ "type": kind, "worker": "uji", "leaseSeconds": 30 });
    if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
        input.extend(more.clone());
    }
    worker
        .mutate("activateJobs", "ActivateJobsInput", input, JOB)
        .await
}

/// The jobs that were handed out; a problem ends the story.
async fn take(worker: &Person<'_>, kind: &str, more: Value) -> Vec<Value> {
    let payload = activate(worker, kind, more).await;
    assert!(payload["problem"].is_null(), "{payload}");
    payload["jobs"].as_array().cloned().unwrap_or_default()
}

async fn take_one(worker: &Person<'_>, kind: &str) -> Value {
    let mut jobs = take(worker, kind, json!({})).await;
    assert_eq!(jobs.len(), 1, "one job waits: {jobs:?}");
    jobs.remove(0)
}

/// Answers for a job and does what follows; the payload's problem code, if any.
async fn answer(worker: &Person<'_>, app: &App, what: &str, job: &Value, more: Value) -> Value {
    let mut input = json!({ "jobId": job["id"], "fencingToken": job["fencingToken"] });
    if let (Some(input), Some(more)) = (input.as_object_mut(), more.as_object()) {
        input.extend(more.clone());
    }
    let (kind, fields) = match what {
        "completeJob" => ("CompleteJobInput", "jobId"),
        "failJob" => ("FailJobInput", "jobId"),
        "throwJobError" => ("ThrowJobErrorInput", "jobId"),
        _ => ("ExtendJobLeaseInput", "deadline"),
    };
    let payload = worker.mutate(what, kind, input, fields).await;
    app.settle().await;
    payload["problem"]["code"].clone()
}

/// State, root variables and open incidents of a case, as its leader sees it.
async fn case(app: &App, instance: &str) -> Value {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let query = "query($id: ID!) { instance(id: $id) { state variables incidents { id code message resolvedAt } } }";
    lead.ask(query, json!({ "id": instance })).await["instance"].clone()
}

async fn open_incident(app: &App, instance: &str) -> Value {
    let case = case(app, instance).await;
    let open: Vec<Value> = case["incidents"]
        .as_array()
        .expect("incidents")
        .iter()
        .filter(|it| it["resolvedAt"].is_null())
        .cloned()
        .collect();
    assert_eq!(open.len(), 1, "{case}");
    open[0].clone()
}

async fn retry(app: &App, incident: &Value) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "incidentId": incident["id"], "idempotencyKey": incident["id"] });
    let payload = admin
        .mutate(
            "retryIncident",
            "RetryIncidentInput",
            input,
            "incident { id }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    app.settle().await;
}

async fn an_outside_worker_does_a_service_task(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let instance = start(app, "meter").await;
    let some = take(
        &worker,
        "meter-reading",
        json!({ "fetchVariables": ["meter", "region", "absent"] }),
    )
    .await;
    assert_eq!(some.len(), 1);
    let job = &some[0];
    assert_eq!(job["type"], "meter-reading");
    assert_eq!(job["kind"], "ELEMENT_WORK");
    assert_eq!(job["element"], "read");
    assert_eq!(job["elementName"], "Baca meter air");
    assert_eq!(job["instanceId"], instance.as_str());
    assert_eq!(job["organisationPath"], "/id/64/64.02/");
    assert_eq!(job["definitionKey"], "meter");
    assert_eq!(job["definitionVersion"], 1);
    assert_eq!(job["headers"], json!({ "unit": "m3" }));
    assert_eq!(job["variables"], json!({ "meter": 7, "region": "64.02" }));
    assert_eq!(job["retries"], 2);
    assert_eq!(job["fencingToken"], 1);
    assert!(job["task"].is_null());
    // What is taken is nobody else's.
    assert!(take(&worker, "meter-reading", json!({})).await.is_empty());
    let result = json!({ "variables": { "reading": 1234.5, "region": "99.99" } });
    assert!(
        answer(&worker, app, "completeJob", job, result)
            .await
            .is_null()
    );
    let case = case(app, &instance).await;
    assert_eq!(case["state"], "COMPLETED");
    assert_eq!(case["variables"]["reading"], json!(1234.5));
    assert_eq!(
        case["variables"]["region"], "64.02",
        "what the server says of a case no worker changes"
    );
    // Answered is answered.
    let again = answer(&worker, app, "completeJob", job, json!({})).await;
    assert_eq!(again, "NOT_FOUND");
}

async fn operators_see_what_waits_and_who_holds_it(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let instance = start(app, "meter").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let query = "query($filter: JobFilter) { jobs(filter: $filter) { totalCount nodes { id type element retries worker deadline attempts \
        error instance { id } organisation { code } } } }";
    let list = async |filter: Value| {
        let data = admin.ask(query, json!({ "filter": filter })).await;
        data["jobs"].clone()
    };
    let waiting = list(json!({ "type": "meter-reading", "state": "WAITING" })).await;
    assert_eq!(waiting["totalCount"], 1);
    assert_eq!(waiting["nodes"][0]["instance"]["id"], instance.as_str());
    assert_eq!(waiting["nodes"][0]["organisation"]["code"], "64.02");
    assert!(waiting["nodes"][0]["worker"].is_null());
    let old = list(json!({ "instanceId": instance, "olderThan": 60 })).await;
    assert_eq!(old["totalCount"], 0);
    app.advance(TimeDelta::minutes(2)).await;
    let old = list(json!({ "instanceId": instance, "olderThan": 60 })).await;
    assert_eq!(old["totalCount"], 1);
    let job = take_one(&worker, "meter-reading").await;
    let held = list(json!({ "state": "HELD" })).await;
    assert_eq!(held["nodes"][0]["id"], job["id"]);
    assert_eq!(held["nodes"][0]["worker"], "uji");
    assert_eq!(held["nodes"][0]["deadline"], job["deadline"]);
    assert_eq!(list(json!({ "state": "WAITING" })).await["totalCount"], 0);
    // A council member is no operator of machines.
    let member = app.holder("64.02/setda/sekda").await;
    let seen = member.ask("{ jobs { totalCount } }", json!({})).await;
    assert_eq!(seen["jobs"]["totalCount"], 0);
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
    assert_eq!(list(json!({})).await["totalCount"], 0);
}

/// How many listen to changes: everybody who waits for a job is one of them.
fn listeners(app: &App) -> usize {
    let changes = app.running.app.door.store.changes();
    changes.sender().receiver_count()
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{what}");
}

async fn a_worker_that_waits_is_handed_the_job_when_it_is_made(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let before = listeners(app);
    let waiting = take(&worker, "meter-reading", json!({ "requestTimeout": 25 }));
    let making = async {
        until("the worker waits", || listeners(app) > before).await;
        start(app, "meter").await
    };
    let (jobs, instance) = tokio::join!(waiting, making);
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0]["instanceId"], instance.as_str());
    assert_eq!(listeners(app), before);
    assert!(
        answer(&worker, app, "completeJob", &jobs[0], json!({}))
            .await
            .is_null()
    );
    // Who does not want to wait hears at once that there is nothing; so does one whose time is over.
    assert!(take(&worker, "meter-reading", json!({})).await.is_empty());
    let patient = take(&worker, "meter-reading", json!({ "requestTimeout": 1 })).await;
    assert!(patient.is_empty());
}

async fn a_client_that_goes_away_while_it_waits_leaves_nothing_behind(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let before = listeners(app);
    let query =
        "mutation($input: ActivateJobsInput!) { activateJobs(input: $input) { jobs { id } } }";
    let input = json!({ "type": "meter-reading", "worker": "pergi", "requestTimeout": 25 });
    let request = reqwest::Client::new()
        .post(app.url("/graphql"))
        .bearer_auth(worker.token())
        .json(&json!({ "query": query, "variables": { "input": input } }));
    let client = tokio::spawn(request.send());
    until("the worker waits", || listeners(app) > before).await;
    client.abort();
    until("nobody waits for who is gone", || listeners(app) == before).await;
    start(app, "meter").await;
    let job = take_one(&worker, "meter-reading").await;
    assert_eq!(job["fencingToken"], 1, "nobody had it before");
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
}

async fn a_lost_lease_goes_to_another_and_the_old_token_is_refused(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let first = machine(app, "satu@mesin.test", "64.02").await;
    let second = machine(app, "dua@mesin.test", "64.02").await;
    let instance = start(app, "meter").await;
    let old = take_one(&first, "meter-reading").await;
    app.advance(TimeDelta::seconds(20)).await;
    // More time is to be had while the job is one's own.
    let more = json!({ "leaseSeconds": 30 });
    assert!(
        answer(&first, app, "extendJobLease", &old, more.clone())
            .await
            .is_null()
    );
    app.advance(TimeDelta::seconds(20)).await;
    assert!(take(&second, "meter-reading", json!({})).await.is_empty());
    // Somebody else's job is not to be answered for, whatever number one guesses.
    let stolen = answer(&second, app, "completeJob", &old, json!({})).await;
    assert_eq!(stolen, "STALE_FENCING_TOKEN");
    app.advance(TimeDelta::seconds(20)).await;
    let new = take_one(&second, "meter-reading").await;
    assert_eq!(new["id"], old["id"]);
    assert_eq!(new["fencingToken"], 2);
    for (what, more) in [
        ("completeJob", json!({ "variables": { "by": "first" } })),
        ("failJob", json!({ "message": "late" })),
        ("throwJobError", json!({ "code": "METER_BROKEN" })),
        ("extendJobLease", more),
    ] {
        assert_eq!(
            answer(&first, app, what, &old, more).await,
            "STALE_FENCING_TOKEN",
            "{what}"
        );
    }
    let done = json!({ "variables": { "by": "second" } });
    assert!(
        answer(&second, app, "completeJob", &new, done)
            .await
            .is_null()
    );
    let case = case(app, &instance).await;
    assert_eq!(case["state"], "COMPLETED");
    assert_eq!(case["variables"]["by"], "second");
}

async fn failures_back_off_then_call_an_operator_who_has_it_tried_again(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let instance = start(app, "meter").await;
    let job = take_one(&worker, "meter-reading").await;
    let later = json!({ "message": "the line is dead", "retryAfterSeconds": 60 });
    assert!(answer(&worker, app, "failJob", &job, later).await.is_null());
    assert!(take(&worker, "meter-reading", json!({})).await.is_empty());
    let after = answer(&worker, app, "completeJob", &job, json!({})).await;
    assert_eq!(after, "STALE_FENCING_TOKEN", "a failed job was given back");
    app.advance(TimeDelta::seconds(61)).await;
    let job = take_one(&worker, "meter-reading").await;
    assert_eq!(job["retries"], 1);
    let last = json!({ "message": "the line is still dead" });
    assert!(answer(&worker, app, "failJob", &job, last).await.is_null());
    assert!(take(&worker, "meter-reading", json!({})).await.is_empty());
    let incident = open_incident(app, &instance).await;
    assert_eq!(incident["code"], "JOB_FAILED");
    assert_eq!(incident["message"], "the line is still dead");
    retry(app, &incident).await;
    let job = take_one(&worker, "meter-reading").await;
    assert_eq!(job["retries"], 1);
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
    assert_eq!(case(app, &instance).await["state"], "COMPLETED");
}

async fn a_foreseen_error_goes_to_its_boundary_and_another_waits_for_an_operator(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = start(app, "meter").await;
    let job = take_one(&worker, "meter-reading").await;
    let error =
        json!({ "code": "METER_BROKEN", "message": "glass", "variables": { "seen": "glass" } });
    assert!(
        answer(&worker, app, "throwJobError", &job, error)
            .await
            .is_null()
    );
    let task = lead.task(&instance, "inspect").await;
    assert_eq!(case(app, &instance).await["variables"]["seen"], "glass");
    lead.complete(&task, json!({})).await;

    let instance = start(app, "meter").await;
    let job = take_one(&worker, "meter-reading").await;
    let error = json!({ "code": "METER_STOLEN", "message": "nothing there" });
    assert!(
        answer(&worker, app, "throwJobError", &job, error)
            .await
            .is_null()
    );
    let incident = open_incident(app, &instance).await;
    assert_eq!(incident["code"], "ERROR_UNCAUGHT");
    app.advance(TimeDelta::hours(1)).await;
    assert!(
        take(&worker, "meter-reading", json!({})).await.is_empty(),
        "it waits for the operator"
    );
    retry(app, &incident).await;
    let job = take_one(&worker, "meter-reading").await;
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
    assert_eq!(case(app, &instance).await["state"], "COMPLETED");
}

async fn nobody_takes_what_is_not_theirs(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let below = machine(app, "dinas@mesin.test", "64.02/diskominfo").await;
    start(app, "meter").await;
    let problem = |payload: Value| payload["problem"]["code"].clone();
    let reserved = activate(&worker, "mufakat:mail", json!({})).await;
    assert_eq!(problem(reserved), "JOB_TYPE_RESERVED");
    for position in ["64.02/tim-pelaksana/lead", "komdigi/sekretariat/sysadmin"] {
        let person = app.holder(position).await;
        let refused = activate(&person, "meter-reading", json!({})).await;
        assert_eq!(problem(refused), "NOT_ALLOWED", "{position}");
    }
    assert!(
        take(&below, "meter-reading", json!({})).await.is_empty(),
        "the case belongs to the regency, not to its agency"
    );
    let job = take_one(&worker, "meter-reading").await;
    for person in [&below, &app.holder("64.02/tim-pelaksana/lead").await] {
        let refused = answer(person, app, "completeJob", &job, json!({})).await;
        assert_eq!(
            refused, "NOT_FOUND",
            "what one may not work on is not there"
        );
    }
    for (more, code) in [
        (json!({ "maxJobs": 0 }), "INVALID_MAX_JOBS"),
        (json!({ "maxJobs": 51 }), "INVALID_MAX_JOBS"),
        (json!({ "leaseSeconds": 0 }), "INVALID_LEASE"),
        (json!({ "leaseSeconds": 3601 }), "INVALID_LEASE"),
        (json!({ "requestTimeout": 26 }), "INVALID_TIMEOUT"),
        (json!({ "requestTimeout": -1 }), "INVALID_TIMEOUT"),
        (json!({ "worker": " " }), "INVALID_WORKER"),
    ] {
        let refused = activate(&worker, "meter-reading", more.clone()).await;
        assert_eq!(problem(refused), code, "{more}");
    }
    let broken = json!({ "id": "job_7", "fencingToken": 1 });
    assert_eq!(
        answer(&worker, app, "completeJob", &broken, json!({})).await,
        "INVALID_ID"
    );
    let not_a_listener = json!({ "result": { "denied": true } });
    assert_eq!(
        answer(&worker, app, "completeJob", &job, not_a_listener).await,
        "NOT_A_TASK_LISTENER"
    );
    // A machine sees no people, no cases and no tasks.
    let seen = worker
        .ask(
            "{ instances { totalCount } tasks { totalCount } }",
            json!({}),
        )
        .await;
    assert_eq!(seen["instances"]["totalCount"], 0);
    assert_eq!(seen["tasks"]["totalCount"], 0);
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
}

async fn a_task_listener_outside_corrects_and_denies(app: &App) {
    deploy(app, "watched.bpmn", WATCHED).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = start(app, "watched").await;
    assert!(lead.tasks(&instance, "check").await.is_empty());
    let job = take_one(&worker, "route").await;
    assert_eq!(job["kind"], "TASK_LISTENER");
    assert_eq!(job["listenerEvent"], "creating");
    let corrected = json!({ "result": { "corrections": { "candidateUsers": ["64.02/tim-pelaksana/lead"], "priority": 80 } } });
    assert!(
        answer(&worker, app, "completeJob", &job, corrected)
            .await
            .is_null()
    );
    let task = lead.task(&instance, "check").await;
    lead.complete(&task, json!({})).await;
    let job = take_one(&worker, "guard").await;
    assert_eq!(job["listenerEvent"], "completing");
    assert_eq!(job["task"]["taskId"], task["id"]);
    assert_eq!(job["task"]["priority"], 80);
    let denied = json!({ "result": { "denied": true, "deniedReason": "belum ada lampiran" } });
    assert!(
        answer(&worker, app, "completeJob", &job, denied)
            .await
            .is_null()
    );
    assert_eq!(case(app, &instance).await["state"], "RUNNING");
    let task = lead.task(&instance, "check").await;
    lead.complete(&task, json!({})).await;
    let job = take_one(&worker, "guard").await;
    assert!(
        answer(&worker, app, "completeJob", &job, json!({}))
            .await
            .is_null()
    );
    assert_eq!(case(app, &instance).await["state"], "COMPLETED");
}

async fn the_same_key_takes_and_answers_once(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    let key = || json!({ "idempotencyKey": "pagi" });
    assert!(take(&worker, "meter-reading", key()).await.is_empty());
    start(app, "meter").await;
    start(app, "meter").await;
    let one = json!({ "idempotencyKey": "siang", "maxJobs": 1 });
    let first = take(&worker, "meter-reading", one.clone()).await;
    assert_eq!(first.len(), 1);
    assert_eq!(take(&worker, "meter-reading", one.clone()).await, first);
    // That there was nothing in the morning does not bind the afternoon.
    let other = take(&worker, "meter-reading", key()).await;
    assert_eq!(other.len(), 1);
    assert_ne!(other[0]["id"], first[0]["id"]);
    for job in [&first[0], &other[0]] {
        for _ in 0..2 {
            let done = json!({ "idempotencyKey": job["id"] });
            assert!(
                answer(&worker, app, "completeJob", job, done)
                    .await
                    .is_null()
            );
        }
    }
    // The same key hands out what is still there, and that is nothing.
    assert!(take(&worker, "meter-reading", one).await.is_empty());
}

/// Cases of the story of two replicas.
const MANY: usize = 12;

async fn two_replicas_never_hand_out_one_job_twice(app: &App) {
    deploy(app, "meter.bpmn", METER).await;
    let worker = machine(app, "meter@mesin.test", "64.02").await;
    for _ in 0..MANY {
        start(app, "meter").await;
    }
    // SQLite has one process; PostgreSQL any number.
    let second = match app.place.engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let config = Config {
                demo: false,
                ..app.place.config()
            };
            let started = Running::start(config, app.clock.clone()).await;
            Some(started.expect("the second replica starts"))
        }
    };
    let address = second
        .as_ref()
        .map_or(app.running.address, |second| second.address);
    let query = "mutation($input: ActivateJobsInput!) { activateJobs(input: $input) { jobs { id fencingToken } problem { code } } }";
    let mut seen = Vec::new();
    loop {
        let asks = [app.running.address, address, app.running.address, address].map(|address| {
            let input = json!({ "type": "meter-reading", "worker": "banyak", "maxJobs": 2 });
            app.http
                .post(format!("http://{address}/graphql"))
                .bearer_auth(worker.token())
                .json(&json!({ "query": query, "variables": { "input": input } }))
                .send()
        });
        let mut none = true;
        for response in join_all(asks).await {
            let body: Value = response.expect("an answer").json().await.expect("JSON");
            let payload = &body["data"]["activateJobs"];
            assert!(payload["problem"].is_null(), "{body}");
            for job in payload["jobs"].as_array().expect("jobs") {
                none = false;
                seen.push(job.clone());
            }
        }
        if none {
            break;
        }
    }
    let names: BTreeSet<&str> = seen.iter().filter_map(|job| job["id"].as_str()).collect();
    assert_eq!(names.len(), seen.len(), "no job was handed out twice");
    assert_eq!(names.len(), MANY);
    for job in &seen {
        assert_eq!(job["fencingToken"], 1);
        assert!(
            answer(&worker, app, "completeJob", job, json!({}))
                .await
                .is_null()
        );
    }
    let left = job::Entity::find().count(app.read()).await.expect("jobs");
    assert_eq!(left, 0);
    if let Some(second) = second {
        second.stop().await.expect("the second replica stops");
    }
}

async fn a_machine_is_taken_into_service_on_the_command_line(place: Place) {
    let email = "mesin@mesin.test";
    let name = ["--name", "Pembaca Meter", "--organisation", "64.02"];
    for _ in 0..2 {
        let mut call = vec!["user", "worker", "--email", email];
        call.extend(name);
        let done = run_on(&place, &call);
        assert!(done.status.success(), "{}", stderr(&done));
    }
    let token = run_on(&place, &["user", "token", "--email", email, "--days", "30"]);
    assert!(token.status.success(), "{}", stderr(&token));
    let refused = run_on(
        &place,
        &[
            "user",
            "token",
            "--email",
            "sekda@kukar.demo.mufakat.test",
            "--days",
            "30",
        ],
    );
    assert!(!refused.status.success(), "people sign in anew");
    let nowhere = run_on(
        &place,
        &[
            "user",
            "worker",
            "--email",
            email,
            "--name",
            "x",
            "--organisation",
            "99.99",
        ],
    );
    assert!(!nowhere.status.success());
    assert!(stderr(&nowhere).contains("99.99"));
    // The program ran on the real clock; so does this server.
    let now = chrono::Utc::now();
    let config = place.config();
    let app = App::start_with(place, config, now).await;
    let payload = app
        .ask(
            Some(stdout(&token).trim()),
            "mutation($input: ActivateJobsInput!) { activateJobs(input: $input) { jobs { id } problem { code } } }",
            json!({ "input": { "type": "meter-reading", "worker": "mesin" } }),
        )
        .await;
    assert_eq!(
        payload.expect_data()["activateJobs"],
        json!({ "jobs": [], "problem": null })
    );
    app.finish().await;
}
