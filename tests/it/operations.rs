//! What operators do with live cases: hold them, set their variables, change where their tokens are, move them all to a
//! corrected version and back. Who asks for it is in the record, and who may not is told so.

use chrono::TimeDelta;
use schema::tables::{
    journal, migration_item, outbox, process_instance, reminder, task_candidate, timer, user_task,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, Person};

on_both!(
    a_held_case_waits_until_it_goes_on,
    only_operators_operate,
    an_operator_sets_variables_where_they_belong,
    an_operator_moves_a_token_and_the_record_says_so,
    a_dry_run_tells_who_gains_and_who_loses_and_moves_nothing,
    cases_move_to_a_corrected_version_and_back,
    a_case_that_cannot_move_holds_up_no_other,
    a_conditional_start_begins_a_case_where_it_holds,
);

/// One task for a secretary and a second step, with a deadline beside the first.
fn version(first: &str, second: &str, more: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:process id="permit-check" name="Pemeriksaan izin" isExecutable="true">
    <bpmn:startEvent id="received"/>
    <bpmn:sequenceFlow id="to-check" sourceRef="received" targetRef="check"/>
    {first}
    <bpmn:sequenceFlow id="to-decide" sourceRef="check" targetRef="decide"/>
    {second}
    <bpmn:sequenceFlow id="to-end" sourceRef="decide" targetRef="done"/>
    <bpmn:endEvent id="done"/>
    {more}
  </bpmn:process>
</bpmn:definitions>"#
    )
}

fn task(id: &str, name: &str, groups: &str) -> String {
    format!(
        r#"<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="{groups}"/><zeebe:taskSchedule dueDate="=working days(now(), 3)"/><zeebe:properties><zeebe:property name="mufakat:reminders" value="RL"/></zeebe:properties></bpmn:extensionElements></bpmn:userTask>"#
    )
}

const LATE: &str = r#"<bpmn:boundaryEvent id="late" attachedToRef="check" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="to-told" sourceRef="late" targetRef="told"/>
    <bpmn:endEvent id="told"/>"#;

fn first_version() -> String {
    version(
        &task("check", "Periksa berkas", "REGENCY_SECRETARY@64.02"),
        &task("decide", "Putuskan", "REGENCY_SECRETARY@64.02"),
        LATE,
    )
}

async fn deploy(app: &App, xml: &str) -> i64 {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "files": [{ "name": "permit-check.bpmn", "content": xml }] });
    let payload = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            input,
            "definitions { key version } diagnostics { severity message }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    let deployed = payload["definitions"].as_array().expect("definitions");
    deployed[0]["version"].as_i64().expect("a version")
}

fn key() -> String {
    Uuid::now_v7().to_string()
}

async fn begin(app: &App, number: i64) -> String {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("permit-check", "64.02", json!({ "number": number }))
        .await;
    app.settle().await;
    instance
}

async fn operate(person: &Person<'_>, name: &str, input: Value) -> Value {
    let mut input_type = format!("{name}Input");
    input_type[..1].make_ascii_uppercase();
    let mut input = input;
    input["idempotencyKey"] = json!(key());
    person
        .mutate(name, &input_type, input, "instance { id state }")
        .await
}

async fn look(person: &Person<'_>, instance: &str, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ instance(id: $id) {{ {fields} }} }}");
    person.ask(&query, json!({ "id": instance })).await["instance"].clone()
}

fn uuid(id: &str) -> Uuid {
    let digits = id.split('_').next_back().expect("an id");
    Uuid::parse_str(digits).expect("an id")
}

const BATCH: &str = "batch { id total finishedAt }";
const ITEMS: &str = "query($id: ID!) { migrationBatch(id: $id) { kind dryRun total done refused finishedAt fromVersion toVersion createdBy { name } \
    items(first: 50) { nodes { state fromVersion toVersion instance { id definition { version } } opened withdrawn moves { from to count } \
    tasks { element name fate holder { key } gained { key } lost { key } } obstacles { element reason messageId } problem { code } } } } }";

/// Asks for a batch, lets it be worked off, and answers it.
async fn batch(person: &Person<'_>, app: &App, name: &str, input: Value) -> Value {
    let mut input = input;
    input["idempotencyKey"] = json!(key());
    let mut input_type = format!("{name}Input");
    input_type[..1].make_ascii_uppercase();
    let payload = person.mutate(name, &input_type, input, BATCH).await;
    assert!(payload["problem"].is_null(), "{payload}");
    app.settle().await;
    let id = payload["batch"]["id"].clone();
    let mut batch = person.ask(ITEMS, json!({ "id": id })).await["migrationBatch"].clone();
    assert!(!batch["finishedAt"].is_null(), "{batch}");
    batch["id"] = id;
    batch
}

fn items(batch: &Value) -> &Vec<Value> {
    batch["items"]["nodes"].as_array().expect("items")
}

async fn a_held_case_waits_until_it_goes_on(app: &App) {
    deploy(app, &first_version()).await;
    let instance = begin(app, 1).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let task = sekda.task(&instance, "check").await;
    let held = operate(
        &lead,
        "suspendInstance",
        json!({ "instanceId": instance, "reason": "Formulir keliru" }),
    )
    .await;
    assert_eq!(held["instance"]["state"], "SUSPENDED", "{held}");
    let seen = look(
        &sekda,
        &instance,
        "state suspension { reason actor { name rule } } timeline { nodes { kind text actor { name } } }",
    )
    .await;
    assert_eq!(seen["suspension"]["reason"], "Formulir keliru", "{seen}");
    assert!(
        seen["suspension"]["actor"]["rule"]
            .as_str()
            .is_some_and(|rule| rule.starts_with("role:EXEC_TEAM_LEAD@")),
        "{seen}"
    );
    let told = seen["timeline"]["nodes"]
        .as_array()
        .expect("entries")
        .iter()
        .any(|entry| entry["kind"] == "INSTANCE_SUSPENDED" && entry["actor"]["name"].is_string());
    assert!(told, "{seen}");
    let refused = sekda
        .try_complete(task["id"].as_str().expect("an id"), json!({}))
        .await;
    assert_eq!(refused["problem"]["code"], "SUSPENDED", "{refused}");

    // The deadline passes, and nobody is reminded of what nobody can do.
    app.advance(TimeDelta::days(4)).await;
    let waiting = timer::Entity::find()
        .filter(timer::Column::InstanceId.eq(uuid(&instance)))
        .count(app.read())
        .await
        .expect("timers");
    assert_eq!(waiting, 1, "the timer stays, and its due with it");
    let pressed = reminder::Entity::find()
        .filter(reminder::Column::InstanceId.eq(uuid(&instance)))
        .filter(reminder::Column::SentAt.is_not_null())
        .count(app.read())
        .await
        .expect("reminders");
    assert_eq!(pressed, 0);
    let planned = reminder::Entity::find()
        .filter(reminder::Column::InstanceId.eq(uuid(&instance)))
        .filter(reminder::Column::At.lte(app.now()))
        .count(app.read())
        .await
        .expect("reminders");
    assert!(planned > 0, "there was something to remind of");

    let goes_on = operate(
        &lead,
        "resumeInstance",
        json!({ "instanceId": instance, "reason": "Versi 4 sudah siap" }),
    )
    .await;
    assert_eq!(goes_on["instance"]["state"], "RUNNING", "{goes_on}");
    let told = look(&sekda, &instance, "timeline(first: 50) { nodes { text } }").await;
    assert!(
        told.to_string()
            .contains("Perkara dilanjutkan: Versi 4 sudah siap."),
        "{told}"
    );
    app.settle().await;
    let fired = journal::Entity::find()
        .filter(journal::Column::InstanceId.eq(uuid(&instance)))
        .filter(journal::Column::Kind.eq("TIMER_FIRED"))
        .count(app.read())
        .await
        .expect("the journal");
    assert_eq!(fired, 1, "what fell due meanwhile fires once");
    sekda.do_task(&instance, "check", json!({})).await;
    sekda.do_task(&instance, "decide", json!({})).await;
    assert_eq!(look(&sekda, &instance, "state").await["state"], "COMPLETED");
}

async fn only_operators_operate(app: &App) {
    deploy(app, &first_version()).await;
    let instance = begin(app, 1).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let outsider = app.holder("asesor/01").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let requests = [
        (
            "setVariables",
            json!({ "instanceId": instance, "variables": { "x": 1 } }),
        ),
        (
            "modifyInstance",
            json!({ "instanceId": instance, "reason": "r", "steps": [{ "kind": "ACTIVATE", "element": "decide" }] }),
        ),
    ];
    for (name, input) in &requests {
        let payload = operate(&sekda, name, input.clone()).await;
        assert_eq!(
            payload["problem"]["code"], "NOT_ALLOWED",
            "{name}: {payload}"
        );
        let payload = operate(&outsider, name, input.clone()).await;
        assert_eq!(payload["problem"]["code"], "NOT_FOUND", "{name}: {payload}");
        let payload = operate(&admin, name, input.clone()).await;
        assert!(payload["problem"].is_null(), "{name}: {payload}");
    }
    let payload = operate(
        &outsider,
        "suspendInstance",
        json!({ "instanceId": instance, "reason": "r" }),
    )
    .await;
    assert_eq!(payload["problem"]["code"], "NOT_FOUND", "{payload}");
    let reserved = operate(
        &admin,
        "setVariables",
        json!({ "instanceId": instance, "variables": { "organisation": "/id/" } }),
    )
    .await;
    assert_eq!(reserved["problem"]["code"], "RESERVED_VARIABLE");

    let input = json!({ "definitionKey": "permit-check", "dryRun": true, "idempotencyKey": key() });
    let payload = sekda
        .mutate("migrateInstances", "MigrateInstancesInput", input, BATCH)
        .await;
    assert_eq!(payload["problem"]["code"], "NOT_ALLOWED", "{payload}");
    let mine = batch(
        &admin,
        app,
        "migrateInstances",
        json!({ "definitionKey": "permit-check", "dryRun": true }),
    )
    .await;
    assert_eq!(
        mine["total"], 0,
        "everything runs the newest version already"
    );
    let hidden = sekda.ask(ITEMS, json!({ "id": mine["id"] })).await;
    assert!(hidden["migrationBatch"].is_null(), "{hidden}");
    let list = "{ migrationBatches(definitionKey: \"permit-check\") { nodes { id dryRun } } }";
    let all = admin.ask(list, json!({})).await["migrationBatches"]["nodes"].clone();
    assert_eq!(all, json!([{ "id": mine["id"], "dryRun": true }]));
    let none = sekda.ask(list, json!({})).await["migrationBatches"]["nodes"].clone();
    assert_eq!(none, json!([]));
}

async fn an_operator_sets_variables_where_they_belong(app: &App) {
    deploy(app, &first_version()).await;
    let instance = begin(app, 1).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let fields = "variables elementInstances { key element isScope isProcess scope variables }";
    let before = look(&admin, &instance, fields).await;
    let check = before["elementInstances"]
        .as_array()
        .and_then(|all| all.iter().find(|it| it["element"] == "check"))
        .cloned()
        .expect("the task stands there");
    assert_eq!(check["isScope"], false);
    let local = operate(
        &admin,
        "setVariables",
        json!({ "instanceId": instance, "scope": check["key"], "variables": { "number": 7 } }),
    )
    .await;
    assert!(local["problem"].is_null(), "{local}");
    let seen = look(&admin, &instance, fields).await;
    assert_eq!(seen["variables"]["number"], 1);
    let check = seen["elementInstances"]
        .as_array()
        .and_then(|all| all.iter().find(|it| it["element"] == "check"))
        .cloned()
        .expect("the task stands there");
    assert_eq!(check["variables"], json!({ "number": 7 }));
    let nowhere = operate(
        &admin,
        "setVariables",
        json!({ "instanceId": instance, "scope": "999", "variables": { "x": 1 } }),
    )
    .await;
    assert_eq!(nowhere["problem"]["code"], "NOT_FOUND");
    let corrected = operate(
        &admin,
        "setVariables",
        json!({ "instanceId": instance, "variables": { "pages": 12 }, "reason": "Salah ketik" }),
    )
    .await;
    assert_eq!(corrected["problem"], Value::Null, "{corrected}");
    let told = look(
        &admin,
        &instance,
        "timeline(first: 50) { nodes { text actor { title } } }",
    )
    .await;
    assert!(
        told.to_string()
            .contains("Variabel pages diubah: Salah ketik."),
        "{told}"
    );
    let written = journal::Entity::find()
        .filter(journal::Column::InstanceId.eq(uuid(&instance)))
        .filter(journal::Column::Kind.eq("VARIABLES_SET"))
        .order_by_desc(journal::Column::Seq)
        .one(app.read())
        .await
        .expect("the journal")
        .expect("an entry");
    assert!(written.event.contains("Salah ketik"), "{}", written.event);
    assert!(
        written
            .actor
            .is_some_and(|actor| actor.contains("role:SYSADMIN@")),
        "the record says who set it and by which rule"
    );
}

async fn an_operator_moves_a_token_and_the_record_says_so(app: &App) {
    deploy(app, &first_version()).await;
    let instance = begin(app, 1).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let elements = look(&admin, &instance, "elementInstances { key element }").await;
    let check = elements["elementInstances"]
        .as_array()
        .and_then(|all| all.iter().find(|it| it["element"] == "check"))
        .expect("the task stands there")["key"]
        .clone();
    let steps = |element: &str| json!([{ "kind": "MOVE", "elementInstance": check, "element": element, "variables": { "skipped": true } }]);
    let refused = operate(
        &admin,
        "modifyInstance",
        json!({ "instanceId": instance, "reason": "r", "steps": steps("late") }),
    )
    .await;
    assert_eq!(refused["problem"]["code"], "NOT_ACTIVATABLE", "{refused}");
    assert!(
        refused["problem"]["messageId"]
            .as_str()
            .is_some_and(|text| text.starts_with("Langkah 1 ")),
        "{refused}"
    );
    let moved = operate(
        &admin,
        "modifyInstance",
        json!({ "instanceId": instance, "reason": "Berkas sudah diperiksa di luar sistem", "steps": steps("decide") }),
    )
    .await;
    assert!(moved["problem"].is_null(), "{moved}");
    assert!(sekda.tasks(&instance, "check").await.is_empty());
    let seen = look(
        &sekda,
        &instance,
        "timeline { nodes { kind text actor { name } } }",
    )
    .await;
    let entry = seen["timeline"]["nodes"]
        .as_array()
        .expect("entries")
        .iter()
        .find(|entry| entry["kind"] == "INSTANCE_MODIFIED")
        .cloned()
        .expect("the change is told");
    assert_eq!(
        entry["text"],
        "Pengelola mengubah jalannya perkara; diakhiri: Periksa berkas; dimulai: Putuskan — Berkas sudah diperiksa di luar sistem."
    );
    assert!(entry["actor"]["name"].is_string(), "{entry}");
    sekda.do_task(&instance, "decide", json!({})).await;
    assert_eq!(look(&sekda, &instance, "state").await["state"], "COMPLETED");
}

/// Other people check, another name, another deadline, no reminder, and one step more.
fn second_version() -> String {
    version(
        &task("check", "Verifikasi berkas", "EXEC_TEAM_LEAD@64.02"),
        &task("decide", "Putuskan", "REGENCY_SECRETARY@64.02"),
        &LATE.replace("P2D", "P9D").replace("late", "overdue"),
    )
}

async fn a_dry_run_tells_who_gains_and_who_loses_and_moves_nothing(app: &App) {
    deploy(app, &first_version()).await;
    let instance = begin(app, 1).await;
    deploy(app, &second_version()).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let kept = batch(
        &admin,
        app,
        "migrateInstances",
        json!({ "definitionKey": "permit-check", "dryRun": true }),
    )
    .await;
    assert_eq!(
        (&kept["total"], &kept["done"]),
        (&json!(1), &json!(1)),
        "{kept}"
    );
    let item = &items(&kept)[0];
    assert_eq!(item["instance"]["id"], instance.as_str());
    assert_eq!(
        (&item["fromVersion"], &item["toVersion"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(item["tasks"][0]["fate"], "KEPT");
    assert_eq!(item["tasks"][0]["name"], "Verifikasi berkas");
    assert_eq!(item["tasks"][0]["gained"], json!([]));
    assert_eq!(item["opened"], json!(["overdue"]));
    assert_eq!(item["withdrawn"], json!(["late"]));
    assert_eq!(
        item["moves"],
        json!([{ "from": "check", "to": "check", "count": 1 }])
    );

    let anew = batch(
        &admin,
        app,
        "migrateInstances",
        json!({ "definitionKey": "permit-check", "dryRun": true, "reassign": true, "organisation": "64.02", "toVersion": 2 }),
    )
    .await;
    let task = &items(&anew)[0]["tasks"][0];
    assert_eq!(task["gained"][0]["key"], "EXEC_TEAM_LEAD@64.02", "{anew}");
    assert_eq!(task["lost"][0]["key"], "REGENCY_SECRETARY@64.02", "{anew}");
    assert_eq!(
        look(&admin, &instance, "definition { version }").await["definition"]["version"],
        1,
        "a dry run moves nothing"
    );
    let unknown = admin
        .mutate(
            "migrateInstances",
            "MigrateInstancesInput",
            json!({ "definitionKey": "permit-check", "mapping": [{ "from": "check", "to": "nowhere" }], "idempotencyKey": key() }),
            BATCH,
        )
        .await;
    assert_eq!(unknown["problem"]["code"], "UNKNOWN_ELEMENT", "{unknown}");
}

async fn cases_move_to_a_corrected_version_and_back(app: &App) {
    deploy(app, &first_version()).await;
    let mut cases = Vec::new();
    for number in 1..=3 {
        cases.push(begin(app, number).await);
    }
    let sekda = app.holder("64.02/setda/sekda").await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let claimed = sekda.task(&cases[0], "check").await;
    let input = json!({ "taskId": claimed["id"], "idempotencyKey": key() });
    sekda
        .mutate("claimTask", "ClaimTaskInput", input, "task { state }")
        .await;
    let input = json!({ "taskId": claimed["id"], "draft": { "note": "setengah jadi" } });
    let saved = sekda
        .mutate("saveTaskDraft", "SaveTaskDraftInput", input, "savedAt")
        .await;
    assert!(saved["problem"].is_null(), "{saved}");
    let due = timer::Entity::find()
        .filter(timer::Column::InstanceId.eq(uuid(&cases[1])))
        .one(app.read())
        .await
        .expect("timers")
        .expect("a timer")
        .due;
    deploy(app, &second_version()).await;
    let before = states(app, &cases).await;

    let query = "subscription($id: ID!) { migrationBatchChanged(id: $id) { done finishedAt } }";
    let input = json!({ "definitionKey": "permit-check", "fromVersion": 1, "reassign": true, "idempotencyKey": "move-them" });
    let payload = admin
        .mutate(
            "migrateInstances",
            "MigrateInstancesInput",
            input.clone(),
            BATCH,
        )
        .await;
    assert_eq!(payload["batch"]["total"], 3, "{payload}");
    assert!(payload["batch"]["finishedAt"].is_null(), "{payload}");
    let id = payload["batch"]["id"].clone();
    let mut hears = app.listen(&admin.token(), query, json!({ "id": id })).await;
    let again = admin
        .mutate("migrateInstances", "MigrateInstancesInput", input, BATCH)
        .await;
    assert_eq!(again["batch"]["id"], id, "the same key is the same batch");
    app.settle().await;
    let batch_done = admin.ask(ITEMS, json!({ "id": id })).await["migrationBatch"].clone();
    assert_eq!(
        (&batch_done["done"], &batch_done["refused"]),
        (&json!(3), &json!(0)),
        "{batch_done}"
    );
    assert!(!batch_done["finishedAt"].is_null());
    if hears.has_news().await {
        let news = hears.next().await;
        assert!(
            news["payload"]["data"]["migrationBatchChanged"]["done"].is_number(),
            "{news}"
        );
    }

    // Who has the task keeps it, with what was written; the others have gone to other people, who hear of it.
    for case in &cases {
        let seen = look(
            &admin,
            case,
            "definition { version } tasks(states: [CREATED, CLAIMED]) { name }",
        )
        .await;
        assert_eq!(seen["definition"]["version"], 2, "{seen}");
        assert_eq!(seen["tasks"][0]["name"], "Verifikasi berkas", "{seen}");
    }
    let kept = sekda
        .ask(
            "query($id: ID!) { task(id: $id) { state draft assignee { key } } }",
            json!({ "id": claimed["id"] }),
        )
        .await;
    assert_eq!(kept["task"]["draft"]["note"], "setengah jadi", "{kept}");
    assert!(sekda.tasks(&cases[1], "check").await.is_empty());
    assert_eq!(lead.tasks(&cases[1], "check").await.len(), 1);
    let told = outbox::Entity::find()
        .filter(outbox::Column::Payload.contains("EXEC_TEAM_LEAD@64.02"))
        .filter(outbox::Column::Kind.eq("NOTIFY"))
        .count(app.read())
        .await
        .expect("the outbox");
    assert_eq!(told, 3, "who gains a task is told");

    let back = batch(&admin, app, "rollBackMigration", json!({ "batchId": id })).await;
    assert_eq!(
        (&back["kind"], &back["done"]),
        (&json!("ROLL_BACK"), &json!(3)),
        "{back}"
    );
    let restored = timer::Entity::find()
        .filter(timer::Column::InstanceId.eq(uuid(&cases[1])))
        .one(app.read())
        .await
        .expect("timers")
        .expect("a timer");
    assert_eq!((restored.element.as_str(), restored.due), ("late", due));
    let after = states(app, &cases).await;
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            without_keys(before),
            without_keys(after),
            "as if nothing had happened"
        );
    }
    sekda.do_task(&cases[1], "check", json!({})).await;
    let twice = batch(&admin, app, "rollBackMigration", json!({ "batchId": id })).await;
    assert_eq!(twice["refused"], 3, "{twice}");
    assert_eq!(
        items(&twice)[0]["problem"]["code"],
        "ANOTHER_VERSION",
        "{twice}"
    );
}

/// What each case is made of, for those who read it.
async fn states(app: &App, cases: &[String]) -> Vec<Value> {
    let mut found = Vec::new();
    for case in cases {
        let row = process_instance::Entity::find_by_id(uuid(case))
            .one(app.read())
            .await
            .expect("cases")
            .expect("the case");
        let mut tasks = Vec::new();
        for task in user_task::Entity::find()
            .filter(user_task::Column::InstanceId.eq(row.id))
            .order_by_asc(user_task::Column::Key)
            .all(app.read())
            .await
            .expect("tasks")
        {
            let candidates: Vec<String> = task_candidate::Entity::find()
                .filter(task_candidate::Column::TaskId.eq(task.id))
                .order_by_asc(task_candidate::Column::Principal)
                .all(app.read())
                .await
                .expect("candidates")
                .into_iter()
                .map(|it| it.principal)
                .collect();
            tasks.push(json!({
                "element": task.element, "name": task.name, "version": task.definition_version, "due": task.due,
                "state": format!("{:?}", task.state), "assignee": task.assignee, "claimed": task.assignee_person,
                "candidates": candidates, "facts": serde_json::from_str::<Value>(&task.facts).expect("facts"),
            }));
        }
        found.push(json!({
            "version": row.version, "definition": row.definition_id, "tasks": tasks,
            "snapshot": serde_json::from_str::<Value>(&row.snapshot).expect("a snapshot"),
        }));
    }
    found
}

/// A timer that is opened again is another timer: its key differs, nothing else does.
fn without_keys(state: &Value) -> Value {
    let mut state = state.clone();
    let snapshot = state["snapshot"].as_object_mut().expect("a snapshot");
    snapshot.remove("nextKey");
    let timers = snapshot["timers"].as_object().expect("timers");
    let timers: Vec<Value> = timers.values().cloned().collect();
    snapshot.insert("timers".to_owned(), json!(timers));
    state
}

async fn a_case_that_cannot_move_holds_up_no_other(app: &App) {
    deploy(app, &first_version()).await;
    let stays = begin(app, 1).await;
    let moves = begin(app, 2).await;
    let ended = begin(app, 3).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    sekda.do_task(&stays, "check", json!({})).await;
    let renamed = first_version()
        .replace("\"decide\"", "\"conclude\"")
        .replace("\"check\"", "\"review\"");
    deploy(app, &renamed).await;
    let input = json!({
        "definitionKey": "permit-check", "toVersion": 2, "mapping": [{ "from": "check", "to": "review" }],
        "instanceIds": [stays, moves, ended], "idempotencyKey": key(),
    });
    let payload = admin
        .mutate("migrateInstances", "MigrateInstancesInput", input, BATCH)
        .await;
    assert_eq!(payload["batch"]["total"], 3, "{payload}");
    // Meanwhile one of them ends.
    let cancelled = operate(
        &lead,
        "cancelInstance",
        json!({ "instanceId": ended, "reason": "tidak jadi" }),
    )
    .await;
    assert!(cancelled["problem"].is_null(), "{cancelled}");
    app.settle().await;
    let id = payload["batch"]["id"].clone();
    let done = admin.ask(ITEMS, json!({ "id": id })).await["migrationBatch"].clone();
    assert_eq!(
        (&done["done"], &done["refused"]),
        (&json!(1), &json!(2)),
        "{done}"
    );
    let of = |case: &str| {
        items(&done)
            .iter()
            .find(|item| item["instance"]["id"] == case)
            .cloned()
            .expect("the item")
    };
    assert_eq!(of(&stays)["obstacles"][0]["element"], "decide");
    assert_eq!(of(&stays)["obstacles"][0]["reason"], "ELEMENT_MISSING");
    assert!(of(&stays)["obstacles"][0]["messageId"].is_string());
    assert_eq!(of(&ended)["problem"]["code"], "ENDED");
    assert_eq!(
        of(&moves)["moves"],
        json!([{ "from": "check", "to": "review", "count": 1 }])
    );
    let pending = migration_item::Entity::find()
        .filter(migration_item::Column::State.eq("PENDING"))
        .count(app.read())
        .await
        .expect("items");
    assert_eq!(pending, 0);

    // Everything that knows the element by its id follows: tasks, timers, the diagram.
    let seen = look(
        &sekda,
        &moves,
        "tokens { element } visited { element } timers { element }",
    )
    .await;
    assert_eq!(seen["tokens"][0]["element"], "review", "{seen}");
    sekda.do_task(&moves, "review", json!({})).await;
    sekda.do_task(&moves, "conclude", json!({})).await;
    let seen = look(&sekda, &moves, "state visited { element }").await;
    assert_eq!(seen["state"], "COMPLETED");
    let visited = seen["visited"].as_array().expect("elements");
    assert!(visited.iter().any(|it| it["element"] == "review"), "{seen}");
    sekda.do_task(&stays, "decide", json!({})).await;
}

async fn a_conditional_start_begins_a_case_where_it_holds(app: &App) {
    let conditional = first_version().replace(
        r#"<bpmn:startEvent id="received"/>"#,
        r#"<bpmn:startEvent id="received"><bpmn:conditionalEventDefinition><bpmn:condition>=rainfall &gt; 100</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>"#,
    );
    deploy(app, &conditional).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let ask = async |rainfall: i64| {
        let input = json!({
            "organisation": "64.02", "definitionKey": "permit-check", "variables": { "rainfall": rainfall }, "idempotencyKey": key(),
        });
        lead.mutate(
            "evaluateConditionalStarts",
            "EvaluateConditionalStartsInput",
            input,
            "instances { id variables }",
        )
        .await
    };
    let dry = ask(40).await;
    assert_eq!(
        (&dry["instances"], &dry["problem"]),
        (&json!([]), &Value::Null)
    );
    let wet = ask(140).await;
    assert_eq!(wet["instances"][0]["variables"]["rainfall"], 140, "{wet}");
    app.settle().await;
    let case = wet["instances"][0]["id"]
        .as_str()
        .expect("a case")
        .to_owned();
    let sekda = app.holder("64.02/setda/sekda").await;
    assert_eq!(sekda.tasks(&case, "check").await.len(), 1);
}
