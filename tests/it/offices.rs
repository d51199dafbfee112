//! Changes of office: who may keep the register, what happens to open work when somebody leaves, lends or merges, and how
//! three hundred people come in from a spreadsheet.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schema::tables::{incumbency, outbox, person, register_change};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, Person};

on_both!(
    an_invited_person_sets_a_password_once,
    nobody_keeps_a_register_that_is_not_theirs,
    what_a_former_head_had_taken_goes_back_to_the_position,
    a_stand_in_acts_in_the_name_of_the_absent_head_and_not_beyond,
    after_a_merger_the_successor_finds_what_was_addressed_to_the_predecessor,
    three_hundred_people_are_rehearsed_applied_and_applied_again,
    an_organisation_moves_with_everything_in_it,
);

const ADMIN: &str = "komdigi/sekretariat/sysadmin";
const SECRETARIAT: &str = "64.02/dewan-smart-city/secretary";

async fn change(person: &Person<'_>, name: &str, input: Value, fields: &str) -> Value {
    let mut input_type = format!("{name}Input");
    input_type[..1].make_ascii_uppercase();
    let mut input = input;
    input["idempotencyKey"] = json!(Uuid::now_v7().to_string());
    person.mutate(name, &input_type, input, fields).await
}

async fn done(person: &Person<'_>, name: &str, input: Value, fields: &str) -> Value {
    let payload = change(person, name, input, fields).await;
    assert!(payload["problem"].is_null(), "{name}: {payload}");
    payload
}

fn code(payload: &Value) -> &str {
    payload["problem"]["code"].as_str().unwrap_or("none")
}

/// One step for whoever holds a position.
async fn case_for(app: &App, candidates: &str) -> String {
    let xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="test">
  <bpmn:process id="agency-answer" name="Jawaban perangkat daerah" isExecutable="true">
    <bpmn:startEvent id="asked"/>
    <bpmn:sequenceFlow id="f1" sourceRef="asked" targetRef="answer"/>
    <bpmn:userTask id="answer" name="Jawab permintaan"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="{candidates}"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="answer" targetRef="answered"/>
    <bpmn:endEvent id="answered"/>
  </bpmn:process>
</bpmn:definitions>"#
    );
    let admin = app.holder(ADMIN).await;
    let input = json!({ "files": [{ "name": "agency-answer.bpmn", "content": xml }] });
    let payload = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            input,
            "definitions { key }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    lead.start_instance("agency-answer", "64.02", json!({}))
        .await
}

async fn claim(person: &Person<'_>, instance: &str) -> Value {
    let task = person.task(instance, "answer").await;
    let input = json!({ "taskId": task["id"], "idempotencyKey": Uuid::now_v7().to_string() });
    let payload = person
        .mutate("claimTask", "ClaimTaskInput", input, "task { id }")
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    task
}

async fn an_invited_person_sets_a_password_once(app: &App) {
    let secretary = app.holder(SECRETARIAT).await;
    let input = json!({ "name": "Pegawai Baru", "email": "Baru@Contoh.test", "organisation": "64.02/dinkes", "invite": true });
    let payload = done(
        &secretary,
        "createPerson",
        input.clone(),
        "person { id email account }",
    )
    .await;
    assert_eq!(payload["person"]["email"], "baru@contoh.test");
    assert_eq!(payload["person"]["account"], "INVITED");
    assert_eq!(
        code(&change(&secretary, "createPerson", input, "person { id }").await),
        "PERSON_EXISTS"
    );

    let mail = outbox::Entity::find()
        .filter(outbox::Column::IdempotencyKey.starts_with("invitation:"))
        .one(app.read())
        .await
        .expect("outbox")
        .expect("a mail with a link");
    let mail: Value = serde_json::from_str(&mail.payload).expect("JSON");
    let text = mail["text"].as_str().expect("a text");
    let key = text
        .split("kunci=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next())
        .expect("a link");
    let set =
        "mutation($input: SetPasswordInput!) { setPassword(input: $input) { problem { code } } }";
    let short = app
        .ask(
            None,
            set,
            json!({ "input": { "key": key, "password": "pendek" } }),
        )
        .await;
    assert_eq!(
        short.expect_data()["setPassword"]["problem"]["code"],
        "WEAK_PASSWORD"
    );
    let good = app
        .ask(
            None,
            set,
            json!({ "input": { "key": key, "password": "sandi-yang-panjang" } }),
        )
        .await;
    assert!(good.expect_data()["setPassword"]["problem"].is_null());
    let again = app
        .ask(
            None,
            set,
            json!({ "input": { "key": key, "password": "sandi-yang-lain" } }),
        )
        .await;
    assert_eq!(
        again.expect_data()["setPassword"]["problem"]["code"],
        "LINK_EXPIRED",
        "a link works once"
    );
    let session = app.sign_in("baru@contoh.test", "sandi-yang-panjang").await;
    assert!(session["session"]["accessToken"].is_string(), "{session}");

    let found = secretary
        .ask(
            "query { people(filter: { search: \"pegawai baru\" }) { nodes { id account } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        found["people"]["nodes"][0]["account"], "ACTIVE",
        "whom one entered, one finds: {found}"
    );
    let blocked = done(
        &secretary,
        "blockAccount",
        json!({ "personId": payload["person"]["id"], "blocked": true }),
        "person { account }",
    )
    .await;
    assert_eq!(blocked["person"]["account"], "BLOCKED");
    let out = app.sign_in("baru@contoh.test", "sandi-yang-panjang").await;
    assert_eq!(out["problem"]["code"], "INVALID_CREDENTIALS");
}

async fn nobody_keeps_a_register_that_is_not_theirs(app: &App) {
    let before = register_change::Entity::find()
        .count(app.read())
        .await
        .expect("notes");
    let new = |organisation: &str| json!({ "name": "Orang Lain", "email": "lain@contoh.test", "organisation": organisation });
    let head = app.holder("64.02/dinkes/head").await;
    assert_eq!(
        code(&change(&head, "createPerson", new("64.02/dinkes"), "person { id }").await),
        "NOT_ALLOWED"
    );
    let secretary = app.holder(SECRETARIAT).await;
    let abroad = change(&secretary, "createPerson", new("komdigi"), "person { id }").await;
    assert_ne!(
        code(&abroad),
        "none",
        "a secretariat ends at its regency: {abroad}"
    );
    let trusted = change(
        &secretary,
        "grantRole",
        json!({ "position": "64.02/dinkes/officer", "role": "SYSADMIN" }),
        "position { id }",
    )
    .await;
    assert_eq!(code(&trusted), "TRUSTED_ROLE");
    let own = change(
        &secretary,
        "grantRole",
        json!({ "position": SECRETARIAT, "role": "REGENCY_HEAD", "organisation": "64.02" }),
        "position { id }",
    )
    .await;
    assert_eq!(code(&own), "OWN_OFFICE");
    let admin = app.holder(ADMIN).await;
    let crown = json!({ "position": "64.02/head", "person": admin.email, "mode": "DEFINITIVE", "decree": "SK-CONTOH", "validFrom": "2026-12-01" });
    assert_eq!(
        code(&change(&admin, "appointIncumbent", crown, "incumbency { id }").await),
        "OWN_OFFICE"
    );
    let after = register_change::Entity::find()
        .count(app.read())
        .await
        .expect("notes");
    assert_eq!(
        before, after,
        "what is refused leaves no trace in the register"
    );

    done(
        &secretary,
        "grantRole",
        json!({ "position": "64.02/dinkes/officer", "role": "DATA_PRODUCER" }),
        "position { roles { role } }",
    )
    .await;
    let auditor = app.holder("64.02/inspektorat/head").await;
    let history = auditor
        .ask("query { registerHistory(first: 5) { nodes { operation subject rule person { email } } } }", json!({}))
        .await;
    let note = &history["registerHistory"]["nodes"][0];
    assert_eq!(note["operation"], "GRANT_ROLE", "{history}");
    assert_eq!(note["person"]["email"], secretary.email);
    assert_eq!(note["rule"], "role:COUNCIL_SECRETARY@64.02");
    let none = head
        .ask(
            "query { registerHistory { nodes { operation } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        none["registerHistory"]["nodes"],
        json!([]),
        "hidden like absent"
    );
}

async fn what_a_former_head_had_taken_goes_back_to_the_position(app: &App) {
    let instance = case_for(app, "64.02/dinkes/head").await;
    let former = app.holder("64.02/dinkes/head").await;
    let task = claim(&former, &instance).await;
    let secretary = app.holder(SECRETARIAT).await;
    let deputy = app.holder("64.02/dinkes/officer").await;
    let tomorrow = app.now().date_naive() + chrono::Days::new(3);
    let wish = json!({ "position": "64.02/dinkes/head", "person": deputy.email, "mode": "PLT", "decree": "SK-7-CONTOH", "validFrom": tomorrow });
    done(
        &secretary,
        "appointIncumbent",
        wish,
        "incumbency { id mode }",
    )
    .await;
    assert_eq!(
        former.tasks(&instance, "answer").await.len(),
        1,
        "until then it is theirs"
    );

    app.advance(chrono::TimeDelta::days(4)).await;
    assert!(former.tasks(&instance, "answer").await.is_empty());
    let late = former
        .try_complete(task["id"].as_str().expect("an id"), json!({}))
        .await;
    assert_ne!(
        code(&late),
        "none",
        "the former head does not finish it: {late}"
    );
    let found = deputy.task(&instance, "answer").await;
    assert_eq!(found["id"], task["id"], "it waits for the new one");
    deputy.complete(&found, json!({})).await;

    let offices = secretary
        .ask("query { positions(filter: { search: \"64.02/dinkes/head\" }) { nodes { code appointments { mode decree validTo person { email } } } } }", json!({}))
        .await;
    let held = offices["positions"]["nodes"][0]["appointments"]
        .as_array()
        .expect("appointments")
        .clone();
    assert_eq!(
        held.len(),
        2,
        "the former appointment stays on record: {held:?}"
    );
    assert_eq!(held[0]["person"]["email"], former.email);
}

async fn a_stand_in_acts_in_the_name_of_the_absent_head_and_not_beyond(app: &App) {
    let instance = case_for(app, "64.02/dinkes/head").await;
    let head = app.holder("64.02/dinkes/head").await;
    let officer = app.holder("64.02/dinkes/officer").await;
    let stranger = app.holder("64.02/dispar/head").await;
    let today = app.now().date_naive();
    claim(&head, &instance).await;
    let loan = |to: &str, kind: &str| {
        json!({ "kind": kind, "position": "64.02/dinkes/head", "to": to, "validFrom": today,
                "lastDay": today + chrono::Days::new(5), "reason": "Dinas luar" })
    };
    let outside = change(
        &head,
        "lendPosition",
        loan(&stranger.email, "DELEGATION"),
        "delegation { id }",
    )
    .await;
    assert_eq!(code(&outside), "OUTSIDE_THE_AGENCY");
    let foreign = change(
        &officer,
        "lendPosition",
        loan(&officer.email, "DELEGATION"),
        "delegation { id }",
    )
    .await;
    assert_eq!(
        code(&foreign),
        "NOT_ALLOWED",
        "nobody helps themselves to another's office"
    );
    assert!(officer.tasks(&instance, "answer").await.is_empty());
    let lent = done(
        &head,
        "lendPosition",
        loan(&officer.email, "DELEGATION"),
        "delegation { id running }",
    )
    .await;
    assert_eq!(lent["delegation"]["running"], true);

    let query = "query($id: ID!) { tasks(filter: { instanceId: $id }) { nodes { id onBehalfOf { person { email } position { code } } } } }";
    let seen = officer.ask(query, json!({ "id": instance })).await;
    let seen = &seen["tasks"]["nodes"];
    assert_eq!(
        seen.as_array().map(Vec::len),
        Some(1),
        "what the head had taken is there too: {seen}"
    );
    assert_eq!(seen[0]["onBehalfOf"]["person"]["email"], head.email);
    assert_eq!(
        seen[0]["onBehalfOf"]["position"]["code"],
        "64.02/dinkes/head"
    );
    let again = change(
        &officer,
        "lendPosition",
        loan(&stranger.email, "ABSENCE"),
        "delegation { id }",
    )
    .await;
    assert_eq!(
        code(&again),
        "BORROWED_AUTHORITY",
        "what is borrowed is not lent on"
    );
    let roles = officer
        .ask("query { me { roles { role } } }", json!({}))
        .await["me"]["roles"]
        .to_string();
    assert!(
        roles.contains("OPD_HEAD") && !roles.contains("COUNCIL_MEMBER"),
        "a vote is not lent: {roles}"
    );

    let task = officer.task(&instance, "answer").await;
    officer.complete(&task, json!({})).await;
    let story = "query($id: ID!) { instance(id: $id) { timeline(first: 50) { nodes { actor { name capacity position } } } } }";
    let told = head.ask(story, json!({ "id": instance })).await.to_string();
    assert!(
        told.contains("BORROWED"),
        "the record says in whose name: {told}"
    );

    let second = case_for(app, "64.02/dinkes/head").await;
    claim(&officer, &second).await;
    done(
        &head,
        "endLoan",
        json!({ "delegationId": lent["delegation"]["id"] }),
        "delegation { ended }",
    )
    .await;
    assert!(officer.tasks(&second, "answer").await.is_empty());
    assert_eq!(
        head.tasks(&second, "answer").await.len(),
        1,
        "taken back with the loan"
    );
}

async fn after_a_merger_the_successor_finds_what_was_addressed_to_the_predecessor(app: &App) {
    let by_post = case_for(app, "64.02/dinkes/head").await;
    let by_role = case_for(app, "OPD_HEAD@64.02/dispar").await;
    let secretary = app.holder(SECRETARIAT).await;
    let today = app.now().date_naive();
    let heir = "64.02/dinas-kesehatan-pariwisata";
    let new = json!({ "code": heir, "name": "Dinas Kesehatan dan Pariwisata", "kind": "OPD", "parent": "64.02", "validFrom": today });
    done(
        &secretary,
        "createOrganisation",
        new,
        "organisation { code path }",
    )
    .await;
    for slug in ["head", "secretary", "officer"] {
        let post = json!({ "code": format!("{heir}/{slug}"), "title": format!("Jabatan {slug}"), "organisation": heir });
        done(&secretary, "createPosition", post, "position { code }").await;
    }
    done(
        &secretary,
        "grantRole",
        json!({ "position": format!("{heir}/head"), "role": "OPD_HEAD" }),
        "position { code }",
    )
    .await;
    let chief = app.holder("64.02/dinkes/officer").await;
    let wish = json!({ "position": format!("{heir}/head"), "person": chief.email, "mode": "DEFINITIVE", "decree": "SK-9-CONTOH", "validFrom": today });
    done(&secretary, "appointIncumbent", wish, "incumbency { id }").await;
    assert!(chief.tasks(&by_post, "answer").await.is_empty());

    let early = json!({ "organisation": "64.02/dinkes", "lastDay": today });
    assert_eq!(
        code(
            &change(
                &secretary,
                "closeOrganisation",
                early,
                "organisation { id }"
            )
            .await
        ),
        "NOT_EMPTY"
    );
    let merge = json!({ "kind": "MERGE", "predecessors": ["64.02/dinkes", "64.02/dispar"], "successors": [heir], "decree": "PERDA-3-CONTOH", "validFrom": today });
    let merged = done(
        &secretary,
        "succeedOrganisation",
        merge,
        "organisations { code predecessors { code lastDay } }",
    )
    .await;
    assert_eq!(
        merged["organisations"][0]["predecessors"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );

    let one = chief.task(&by_post, "answer").await;
    chief.complete(&one, json!({})).await;
    let two = chief.task(&by_role, "answer").await;
    chief.complete(&two, json!({})).await;
    let addressed = app.waiting(&by_post, "answer").await;
    assert!(addressed.is_empty());
    let history = secretary
        .ask("query { organisation(code: \"64.02/dinkes\") { name successors { code } positions { code lastDay } } }", json!({}))
        .await;
    assert_eq!(
        history["organisation"]["successors"][0]["code"], heir,
        "{history}"
    );
    let kept = history["organisation"]["positions"]
        .as_array()
        .expect("positions");
    assert!(
        !kept.is_empty() && kept.iter().all(|post| post["lastDay"].is_string()),
        "history stays: {history}"
    );
}

/// Three hundred officers of one agency, as a spreadsheet of an Indonesian Excel saves them.
fn sheet(count: usize) -> String {
    let mut sheet = String::from(
        "\u{feff}nama;surel;organisasi;jabatan;nama_jabatan;peran;status;nomor_sk;mulai;undang\r\n",
    );
    for number in 1..=count {
        sheet.push_str(&format!(
            "Pegawai {number:03};pegawai{number:03}@contoh.test;64.02/dinkes;64.02/dinkes/staf-{number:03};Staf {number:03};OPD_OFFICER;definitif;SK-{number}-CONTOH;02/11/2026;\r\n"
        ));
    }
    sheet
}

async fn import(person: &Person<'_>, sheet: &str, dry_run: bool) -> Value {
    let input = json!({ "content": STANDARD.encode(sheet), "dryRun": dry_run });
    let payload = done(
        person,
        "importRegister",
        input,
        "plan { applied total added changed unchanged refused lines { line subject outcome problem { code } effects { kind outcome } } }",
    )
    .await;
    payload["plan"].clone()
}

fn counts(plan: &Value) -> [u64; 4] {
    ["added", "changed", "unchanged", "refused"].map(|name| plan[name].as_u64().expect("a number"))
}

async fn three_hundred_people_are_rehearsed_applied_and_applied_again(app: &App) {
    let secretary = app.holder(SECRETARIAT).await;
    let people = async || {
        person::Entity::find()
            .count(app.read())
            .await
            .expect("people")
    };
    let before = people().await;
    let whole = sheet(300);
    let plan = import(&secretary, &whole, true).await;
    assert_eq!(counts(&plan), [300, 0, 0, 0], "{}", plan["lines"][0]);
    assert_eq!(plan["applied"], false);
    assert_eq!(people().await, before, "a rehearsal changes nothing");

    let applied = import(&secretary, &whole, false).await;
    assert_eq!(
        (counts(&applied), &applied["applied"]),
        ([300, 0, 0, 0], &json!(true))
    );
    assert_eq!(people().await, before + 300);
    let again = import(&secretary, &whole, false).await;
    assert_eq!(
        counts(&again),
        [0, 0, 300, 0],
        "the same file again changes nothing: {}",
        again["lines"][0]
    );

    let mixed = whole.replace("Pegawai 007;", "Pegawai Nol Tujuh;").replace(
        "64.02/dinkes;64.02/dinkes/staf-008",
        "tidak-ada;64.02/dinkes/staf-baru",
    ) + "=cmd();jahat@contoh.test;64.02/dinkes;;;;;;;\r\n"
        + "Orang Jauh;jauh@contoh.test;komdigi;;;;;;;\r\n";
    let plan = import(&secretary, &mixed, false).await;
    assert_eq!(counts(&plan), [0, 1, 298, 3]);
    assert_eq!(
        plan["applied"], false,
        "a refused line holds up the whole file"
    );
    let refused: Vec<(u64, &str)> = plan["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["outcome"] == "REFUSED")
        .map(|line| (line["line"].as_u64().expect("a number"), code(line)))
        .collect();
    assert_eq!(refused[0], (9, "UNKNOWN_ORGANISATION"));
    assert_eq!(refused[1], (302, "LOOKS_LIKE_A_FORMULA"));
    assert_eq!(refused[2].0, 303);
    assert_eq!(people().await, before + 300);

    let one = incumbency::Entity::find()
        .filter(incumbency::Column::Decree.eq("SK-300-CONTOH"))
        .order_by_asc(incumbency::Column::ValidFrom)
        .all(app.read())
        .await
        .expect("incumbencies");
    assert_eq!(one.len(), 1, "appointed once");
    let head = app.holder("64.02/dinkes/head").await;
    let input = json!({ "content": STANDARD.encode(&whole), "dryRun": true });
    assert_eq!(
        code(&change(&head, "importRegister", input, "plan { total }").await),
        "NOT_ALLOWED"
    );
    let broken = json!({ "content": STANDARD.encode("hanya teks"), "dryRun": true });
    assert_eq!(
        code(&change(&secretary, "importRegister", broken, "plan { total }").await),
        "NO_HEADING"
    );
}

async fn an_organisation_moves_with_everything_in_it(app: &App) {
    let admin = app.holder(ADMIN).await;
    let head = app.holder("64.02/dinkes/head").await;
    let leaves = json!({ "organisation": "64.02/dinkes", "parent": "64" });
    assert_eq!(
        code(&change(&admin, "changeOrganisation", leaves, "organisation { id }").await),
        "MOVE_LEAVES_REGENCY"
    );
    let moved = json!({ "organisation": "64.02/dinkes", "parent": "64.02/dispar", "name": "Dinas Kesehatan Baru" });
    let payload = done(
        &admin,
        "changeOrganisation",
        moved,
        "organisation { name code }",
    )
    .await;
    assert_eq!(payload["organisation"]["name"], "Dinas Kesehatan Baru");
    let seen = head
        .ask("query { me { organisationPath } organisation(code: \"64.02/dinkes\") { path parent { code } positions { code } } }", json!({}))
        .await;
    assert_eq!(
        seen["organisation"]["path"], "/id/64/64.02/dispar/dinkes/",
        "{seen}"
    );
    assert_eq!(seen["organisation"]["parent"]["code"], "64.02/dispar");
    assert_eq!(
        seen["me"]["organisationPath"],
        "/id/64/64.02/dispar/dinkes/"
    );
}
