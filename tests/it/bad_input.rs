//! What a careless or hostile client sends: each is refused with a typed code, nothing changes, the process lives.

use reqwest::StatusCode;
use schema::tables::{journal, outbox, process_definition, process_instance, user_task};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use crate::app::App;
use crate::bundle;

on_both!(
    a_malformed_process_is_not_deployed,
    a_form_with_a_missing_answer_is_sent_back_by_field,
    an_expired_token_is_no_token,
    somebody_elses_task_does_not_exist,
    oversized_and_bottomless_requests_stop_at_the_guard,
    only_json_by_post_is_listened_to,
    a_file_that_is_not_what_it_claims_is_not_kept,
);

/// Everything that a refused request could have changed.
async fn fingerprint(app: &App) -> [u64; 5] {
    let read = app.read();
    [
        journal::Entity::find().count(read).await.expect("journal"),
        process_instance::Entity::find()
            .count(read)
            .await
            .expect("instances"),
        process_definition::Entity::find()
            .count(read)
            .await
            .expect("definitions"),
        user_task::Entity::find().count(read).await.expect("tasks"),
        outbox::Entity::find().count(read).await.expect("outbox"),
    ]
}

async fn lives(app: &App) {
    let alive = app
        .http
        .get(app.url("/healthz"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(alive.status(), StatusCode::OK);
}

async fn a_malformed_process_is_not_deployed(app: &App) {
    let before = fingerprint(app).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let truncated = "<?xml version=\"1.0\"?><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\"";
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\">]><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>";
    let dangling = "<?xml version=\"1.0\"?><definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" isExecutable=\"true\">\
        <startEvent id=\"s\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"nowhere\"/></process></definitions>";
    for content in [truncated, bomb, dangling] {
        let input = json!({ "files": [{ "name": "bad.bpmn", "content": content }], "note": "uji" });
        let payload = admin
            .mutate(
                "deployWorkflow",
                "DeployWorkflowInput",
                input,
                "definitions { key } diagnostics { file severity code }",
            )
            .await;
        assert_eq!(payload["definitions"], json!([]));
        let diagnostics = payload["diagnostics"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let errors: Vec<&Value> = diagnostics
            .iter()
            .filter(|diagnostic| {
                diagnostic["severity"] == "ERROR" || diagnostic["severity"] == "error"
            })
            .collect();
        assert!(!errors.is_empty(), "the fault is named: {payload}");
        assert_eq!(errors[0]["file"], "bad.bpmn");
    }
    assert_eq!(fingerprint(app).await, before);
    lives(app).await;
}

async fn a_form_with_a_missing_answer_is_sent_back_by_field(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let before = fingerprint(app).await;
    let mut answers = bundle::answers(["", "", ""], &bundle::roadmap());
    for book in ["bookOne", "bookTwo", "bookThree"] {
        answers.as_object_mut().expect("an object").remove(book);
    }
    let refused = lead
        .try_complete(task["id"].as_str().expect("an id"), answers)
        .await;
    assert_eq!(refused["problem"]["code"], "INVALID_FORM", "{refused}");
    let fields: Vec<&str> = refused["problem"]["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert_eq!(fields, ["bookOne", "bookTwo", "bookThree"]);
    assert_eq!(fingerprint(app).await, before);
    assert_eq!(
        lead.task(&instance, "upload-bundle").await["state"],
        task["state"],
        "the task waits as before"
    );
}

async fn an_expired_token_is_no_token(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let token = lead.token();
    let me = "query { me { person { email } } }";
    assert_eq!(
        app.ask(Some(&token), me, json!({})).await.expect_data()["me"]["person"]["email"],
        lead.email
    );
    let before = fingerprint(app).await;
    app.clock.set(app.now() + chrono::TimeDelta::minutes(11));
    let late = app.ask(Some(&token), me, json!({})).await;
    assert_eq!(
        (late.status, late.error_code()),
        (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
    );
    let (head, rest) = token.split_once('.').expect("a JWT");
    let payload = rest.split_once('.').expect("a JWT").0;
    for forged in [
        format!("{head}.{payload}."),
        format!("eyJhbGciOiJub25lIn0.{payload}."),
        "x".repeat(100_000),
        "a.b.c".to_owned(),
    ] {
        let refused = app.ask(Some(&forged), me, json!({})).await;
        assert_eq!(
            (refused.status, refused.error_code()),
            (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED")
        );
    }
    assert_eq!(fingerprint(app).await, before);
}

async fn somebody_elses_task_does_not_exist(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let id = task["id"].as_str().expect("an id");
    let before = fingerprint(app).await;
    let reviewer = app.holder("asesor/01").await;
    let invented = "task_00000000000070008000000000000000";
    let hidden = reviewer.try_complete(id, json!({})).await;
    let absent = reviewer.try_complete(invented, json!({})).await;
    assert_eq!(hidden["problem"]["code"], "NOT_FOUND", "{hidden}");
    assert_eq!(
        hidden["problem"], absent["problem"],
        "a hidden and an absent task look the same"
    );
    let shown = reviewer.ask("query($id: ID!) { task(id: $id) { id } node(id: $id) { id } instance(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(
        shown,
        json!({ "task": null, "node": null, "instance": null })
    );
    let sekda = app.holder("64.02/setda/sekda").await;
    let seen = sekda.try_complete(id, json!({})).await;
    assert_eq!(
        seen["problem"]["code"], "NOT_CANDIDATE",
        "who sees the case may still not act: {seen}"
    );
    let nobody = app.ask(None, "mutation($input: CompleteTaskInput!) { completeTask(input: $input) { problem { code } } }", json!({ "input": { "taskId": id, "idempotencyKey": "anonymous" } })).await;
    let code = nobody.body["data"]["completeTask"]["problem"]["code"]
        .as_str()
        .or_else(|| nobody.body["errors"][0]["extensions"]["code"].as_str());
    assert_eq!(code, Some("UNAUTHENTICATED"), "{}", nobody.body);
    assert_eq!(fingerprint(app).await, before);
}

async fn oversized_and_bottomless_requests_stop_at_the_guard(app: &App) {
    let before = fingerprint(app).await;
    // A client of its own: the server closes this connection while the rest is still on its way.
    let large = reqwest::Client::new()
        .post(app.url("/graphql"))
        .header("content-type", "application/json")
        .body("x".repeat(3 * 1024 * 1024));
    if let Ok(answer) = large.send().await {
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let body: Value = answer.json().await.expect("JSON");
        assert_eq!(body["errors"][0]["extensions"]["code"], "PAYLOAD_TOO_LARGE");
    }
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let query = format!(
            "{{ tasks(filter: {}1{}) {{ totalCount }} }}",
            open.repeat(3000),
            close.repeat(3000)
        );
        assert_eq!(
            app.ask(None, &query, json!({})).await.error_code(),
            "QUERY_TOO_DEEP"
        );
    }
    let selections = format!("{{ me {}{} }}", "{ person ".repeat(3000), "}".repeat(3000));
    assert_eq!(
        app.ask(None, &selections, json!({})).await.error_code(),
        "QUERY_TOO_DEEP"
    );
    let mut bomb = "query { ...f0 }".to_owned();
    for level in 0..24 {
        bomb.push_str(&format!(
            " fragment f{level} on Query {{ ...f{next} ...f{next} }}",
            next = level + 1
        ));
    }
    bomb.push_str(" fragment f24 on Query { __typename }");
    assert_eq!(
        app.ask(None, &bomb, json!({})).await.error_code(),
        "QUERY_TOO_COMPLEX"
    );
    let circle = "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
    assert_eq!(
        app.ask(None, circle, json!({})).await.error_code(),
        "CIRCULAR_FRAGMENT"
    );
    let mut deep = json!("x");
    for _ in 0..200 {
        deep = json!([deep]);
    }
    let nested = app.ask(None, "mutation($input: StartInstanceInput!) { startInstance(input: $input) { problem { code } } }", json!({ "input": { "definitionKey": "x", "organisation": "x", "idempotencyKey": "x", "variables": { "a": deep } } })).await;
    assert!(
        !nested.body["errors"].is_null(),
        "variables have a floor too: {}",
        nested.body
    );
    assert_eq!(
        app.ask(None, "{ tasks(", json!({})).await.error_code(),
        "GRAPHQL_PARSE_FAILED"
    );
    assert_eq!(
        app.ask(None, "{ nothingOfTheKind }", json!({}))
            .await
            .error_code(),
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(fingerprint(app).await, before);
    lives(app).await;
}

async fn only_json_by_post_is_listened_to(app: &App) {
    let before = fingerprint(app).await;
    let mutation = r#"mutation { signOut(input: { refreshToken: "x" }) { problem { code } } }"#;
    let got = app
        .http
        .get(app.url(&format!(
            "/graphql?query={}",
            mutation.replace(' ', "%20").replace('"', "%22")
        )))
        .send()
        .await
        .expect("an answer");
    assert_eq!(got.status(), StatusCode::METHOD_NOT_ALLOWED);
    let body = json!({ "query": mutation }).to_string();
    for kind in [
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/graphql",
    ] {
        let answer = app
            .http
            .post(app.url("/graphql"))
            .header("content-type", kind)
            .body(body.clone())
            .send()
            .await
            .expect("an answer");
        assert_eq!(
            answer.status(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{kind}"
        );
        let said: Value = answer.json().await.expect("JSON");
        assert_eq!(
            said["errors"][0]["extensions"]["code"],
            "UNSUPPORTED_MEDIA_TYPE"
        );
    }
    let batch = app
        .http
        .post(app.url("/graphql"))
        .json(&json!([{ "query": "{ __typename }" }, { "query": "{ __typename }" }]));
    assert_eq!(
        batch.send().await.expect("an answer").status(),
        StatusCode::BAD_REQUEST,
        "batches are not taken"
    );
    assert_eq!(fingerprint(app).await, before);
}

async fn a_file_that_is_not_what_it_claims_is_not_kept(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let id = task["id"].as_str().expect("an id");
    let (status, said) = lead
        .upload(
            &[("taskId", id)],
            "buku.pdf",
            b"\x7fELF\x02\x01\x01\x00 not a book",
        )
        .await;
    assert_eq!(
        (status.as_u16(), said["problem"]["code"].as_str()),
        (415, Some("FILE_KIND_NOT_ACCEPTED")),
        "{said}"
    );
    let stranger = app.holder("asesor/01").await;
    let (status, said) = stranger
        .upload(&[("taskId", id)], "buku.pdf", &bundle::book("Buku"))
        .await;
    assert_eq!(
        (status.as_u16(), said["problem"]["code"].as_str()),
        (404, Some("NOT_FOUND")),
        "{said}"
    );
    let unsigned = app
        .http
        .post(app.url("/documents"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body("--x--\r\n");
    assert_eq!(
        unsigned.send().await.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
}
