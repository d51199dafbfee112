//! The page "Rekaman": an auditor has the record verified, looks at checkpoints and a journal, and takes a bundle home; an
//! administrator of one's own server cannot hide a change from it.

use chrono::TimeDelta;
use reqwest::StatusCode;
use schema::tables::{access_log, journal};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;
use verifier::anchor;
use verifier::bundle::verify;

use crate::app::{App, Person, Place};

on_both_places!(
    an_auditor_verifies_the_record_and_takes_it_home,
    a_change_behind_the_servers_back_is_shown_where_it_is,
    an_auditor_of_one_regency_gets_an_excerpt_of_it,
    the_record_is_hidden_from_everybody_else,
);

const CHECK: &str = "id kind whole requestedBy position total done events found finishedAt faults { subject seq code }";

async fn a_night(place: Place) -> (App, String) {
    let app = App::start(place).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    app.settle().await;
    app.advance(TimeDelta::days(1)).await;
    app.settle().await;
    (app, instance)
}

/// Has the record verified, and answers the verification when it has ended.
async fn verified(app: &App, who: &Person<'_>, organisation: Option<&str>) -> Value {
    let payload = who
        .mutate(
            "verifyRecord",
            "VerifyRecordInput",
            json!({ "organisation": organisation, "idempotencyKey": Uuid::now_v7() }),
            "check { id finishedAt }",
        )
        .await;
    let id = payload["check"]["id"].clone();
    assert_eq!(payload["check"]["finishedAt"], Value::Null, "{payload}");
    app.settle().await;
    let question = format!("{{ record {{ checks(first: 5) {{ nodes {{ {CHECK} }} }} }} }}");
    let found = who.ask(&question, json!({})).await;
    let checks = found["record"]["checks"]["nodes"]
        .as_array()
        .expect("checks");
    let check = checks.iter().find(|check| check["id"] == id);
    check.expect("the verification is listed").clone()
}

async fn taken(app: &App, who: &Person<'_>, query: &str) -> (StatusCode, Vec<u8>) {
    let request = app.http.get(app.url(&format!("/record/bundle{query}")));
    let response = request.bearer_auth(who.token()).send().await;
    let response = response.expect("the server answers");
    let status = response.status();
    (status, response.bytes().await.expect("bytes").to_vec())
}

async fn an_auditor_verifies_the_record_and_takes_it_home(place: Place) {
    let (app, instance) = a_night(place).await;
    let auditor = app.holder("komdigi/itjen/auditor").await;
    let check = verified(&app, &auditor, None).await;
    assert_eq!(check["found"], 0, "{check}");
    assert_eq!(check["whole"], true);
    assert_eq!(check["done"], check["total"]);
    assert!(check["events"].as_i64() > Some(2) && check["finishedAt"] != Value::Null);
    assert_eq!(check["position"], "Auditor Inspektorat Jenderal");

    let found = auditor
        .ask(
            "query($id: ID!) { record { whole checkpoints { totalCount nodes { number root text letters { name state } } }
               journal(instanceId: $id, filter: { search: \"instance_STARTED\" }) { totalCount nodes { seq kind hash prevHash fits checkpoint actor } } } }",
            json!({ "id": instance }),
        )
        .await;
    let record = &found["record"];
    assert_eq!(record["checkpoints"]["totalCount"], 1, "{record}");
    let checkpoint = &record["checkpoints"]["nodes"][0];
    let letters = checkpoint["letters"].as_array().expect("letters");
    assert!(!letters.is_empty() && letters.iter().all(|letter| letter["state"] == "SENT"));
    let first = &record["journal"]["nodes"][0];
    assert_eq!(record["journal"]["totalCount"], 1, "{record}");
    assert_eq!(first["seq"], 1);
    assert_eq!(first["fits"], true);
    assert_eq!(first["checkpoint"], 1);
    assert_eq!(first["prevHash"], "0".repeat(64));

    let (status, bundle) = taken(&app, &auditor, "").await;
    assert_eq!(status, StatusCode::OK);
    let anchors = anchor::read_all(checkpoint["text"].as_str().expect("a block")).expect("anchors");
    let verdict = verify(bundle.as_slice(), &anchors).expect("a bundle");
    assert_eq!(verdict.findings, Vec::new());
    assert_eq!((verdict.checkpoints, verdict.anchors), (1, 1));
    assert!(verdict.excerpt.is_none() && verdict.journals >= 1);
    let noted = access_log::Entity::find()
        .filter(access_log::Column::Purpose.eq("EXPORT_RECORD"))
        .all(app.read())
        .await
        .expect("the access log");
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0].position.as_deref(), Some("komdigi/itjen/auditor"));
    app.finish().await;
}

async fn a_change_behind_the_servers_back_is_shown_where_it_is(place: Place) {
    let (app, instance) = a_night(place).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let database = Database::connect(app.place.url.as_str())
        .await
        .expect("the superuser connects");
    let id = instance
        .parse::<workflows::id::InstanceId>()
        .expect("an id");
    let change = |kind: &'static str| {
        journal::Entity::update_many()
            .col_expr(journal::Column::Kind, Expr::value(kind))
            .filter(journal::Column::InstanceId.eq(id.uuid()))
            .filter(journal::Column::Seq.eq(1))
            .exec(&database)
    };
    change("INSTANCE_CANCELLED").await.expect("changed");
    let check = verified(&app, &admin, None).await;
    assert_eq!(check["found"], 1, "{check}");
    let fault = &check["faults"][0];
    assert_eq!(fault["subject"], instance);
    assert_eq!(
        (&fault["seq"], &fault["code"]),
        (&json!(1), &json!("HASH_MISMATCH"))
    );
    change("INSTANCE_STARTED").await.expect("changed back");
    drop(database);
    app.finish().await;
}

async fn an_auditor_of_one_regency_gets_an_excerpt_of_it(place: Place) {
    let (app, _) = a_night(place).await;
    let inspector = app.holder("64.02/inspektorat/head").await;
    let check = verified(&app, &inspector, None).await;
    assert_eq!(
        (&check["found"], &check["whole"]),
        (&json!(0), &json!(false)),
        "{check}"
    );
    let (status, bundle) = taken(&app, &inspector, "?organisation=64.02").await;
    assert_eq!(status, StatusCode::OK);
    let verdict = verify(bundle.as_slice(), &[]).expect("a bundle");
    assert_eq!(verdict.findings, Vec::new());
    assert_eq!(verdict.excerpt.as_deref(), Some("/id/64/64.02/"));
    assert_eq!(
        (verdict.journals, verdict.checkpoints),
        (1, 1),
        "{verdict:?}"
    );
    let (status, _) = taken(&app, &inspector, "?organisation=64.01").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "another regency's record");
    let other = app.neighbour("inspektorat/head", "AUDITOR").await;
    let (_, bundle) = taken(&app, &other, "").await;
    let verdict = verify(bundle.as_slice(), &[]).expect("a bundle");
    assert_eq!(
        verdict.findings,
        Vec::new(),
        "what is left out is not missing"
    );
    assert!(
        verdict.journals == 0 && verdict.left_out >= 1,
        "{verdict:?}"
    );
    // What the inspector asked is no business of another regency's.
    let found = other
        .ask("{ record { checks { totalCount } } }", json!({}))
        .await;
    assert_eq!(
        found["record"]["checks"]["totalCount"], 1,
        "only its own export: {found}"
    );
    app.finish().await;
}

async fn the_record_is_hidden_from_everybody_else(place: Place) {
    let (app, instance) = a_night(place).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let found = lead.ask("{ record { whole } }", json!({})).await;
    assert_eq!(found["record"], Value::Null);
    let payload = lead
        .mutate(
            "verifyRecord",
            "VerifyRecordInput",
            json!({ "idempotencyKey": "mine" }),
            "check { id }",
        )
        .await;
    assert_eq!(payload["problem"]["code"], "NOT_FOUND", "{payload}");
    assert_eq!(taken(&app, &lead, "").await.0, StatusCode::NOT_FOUND);
    let unknown = app.http.get(app.url("/record/bundle")).send().await;
    assert_eq!(
        unknown.expect("an answer").status(),
        StatusCode::UNAUTHORIZED
    );
    let other = app.neighbour("inspektorat/head", "AUDITOR").await;
    let journal = other
        .ask(
            "query($id: ID!) { record { journal(instanceId: $id) { totalCount } } }",
            json!({ "id": instance }),
        )
        .await;
    assert_eq!(
        journal["record"]["journal"],
        Value::Null,
        "another regency's case"
    );
    app.finish().await;
}
