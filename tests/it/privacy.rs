//! Personal data and kept content: what is kept is told, taken along, put under another name and, in the end, destroyed,
//! while the record stays whole.

use std::io::Read as _;

use chrono::{NaiveDate, TimeDelta};
use flate2::read::GzDecoder;
use reqwest::StatusCode;
use schema::tables::{incumbency, journal, person};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;
use workflows::id::PersonId;

use crate::app::{App, Person, Place};
use crate::bundle;

on_both_places!(
    everybody_reads_what_is_kept_and_takes_their_own_along,
    a_person_who_left_gets_another_name_and_the_record_stays_whole,
    content_is_proposed_decided_and_destroyed_but_its_hash_stays,
    what_is_kept_for_longer_comes_again_when_that_is_over,
);

async fn taken(app: &App, who: &Person<'_>, person: &str) -> (StatusCode, Vec<u8>) {
    let request = app.http.get(app.url(&format!("/persons/{person}/export")));
    let response = request.bearer_auth(who.token()).send().await;
    let response = response.expect("the server answers");
    let status = response.status();
    (status, response.bytes().await.expect("bytes").to_vec())
}

/// Members of a gzipped tar.
fn members(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut tar = tar::Archive::new(GzDecoder::new(archive));
    tar.entries()
        .expect("an archive")
        .map(|entry| {
            let mut entry = entry.expect("a member");
            let name = entry.path().expect("a name").display().to_string();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("bytes");
            (name, bytes)
        })
        .collect()
}

/// A case with one uploaded book, by the lead of the executive team. Answers case and document.
async fn upload(app: &App) -> (String, String) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let id = task["id"].as_str().expect("an id");
    let (_, kept) = lead
        .upload(&[("taskId", id)], "buku-1.pdf", &bundle::book("Buku I"))
        .await;
    (
        instance,
        kept["documentId"].as_str().expect("a document").to_owned(),
    )
}

async fn me(who: &Person<'_>) -> String {
    let found = who.ask("{ me { person { id } } }", json!({})).await;
    found["me"]["person"]["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

async fn everybody_reads_what_is_kept_and_takes_their_own_along(place: Place) {
    let app = App::start(place).await;
    let (instance, _) = upload(&app).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let task = lead.task(&instance, "upload-bundle").await;
    let input = json!({ "taskId": task["id"] });
    let claimed = lead
        .mutate("claimTask", "ClaimTaskInput", input, "task { id }")
        .await;
    assert_eq!(claimed["problem"], Value::Null, "{claimed}");
    let told = lead
        .ask(
            "{ processingActivities { code what why basis class years } }",
            json!({}),
        )
        .await;
    let told = told["processingActivities"].as_array().expect("a list");
    let evidence = told
        .iter()
        .find(|one| one["code"] == "EVIDENCE")
        .expect("evidence");
    assert_eq!(evidence["years"], 5, "{evidence}");

    let id = me(&lead).await;
    let (status, archive) = taken(&app, &lead, &id).await;
    assert_eq!(status, StatusCode::OK);
    let members = members(&archive);
    let data: Value = serde_json::from_slice(&members[0].1).expect("JSON");
    assert_eq!(members[0].0, "data.json");
    assert_eq!(data["person"]["id"], id.as_str());
    for part in ["posts", "tasks", "acts", "uploads"] {
        assert!(
            !data[part].as_array().expect(part).is_empty(),
            "{part}: {data}"
        );
    }
    let file = data["uploads"][0]["file"].as_str().expect("a file");
    let (_, bytes) = members
        .iter()
        .find(|(name, _)| name == file)
        .expect("the file");
    assert_eq!(*bytes, bundle::book("Buku I"));
    assert!(
        !data.to_string().contains("argon2"),
        "no hash of a password"
    );

    let sekda = app.holder("64.02/setda/sekda").await;
    assert_eq!(
        taken(&app, &sekda, &id).await.0,
        StatusCode::NOT_FOUND,
        "a colleague"
    );
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    assert_eq!(
        taken(&app, &admin, &id).await.0,
        StatusCode::OK,
        "the administrator"
    );
    let noted = admin
        .ask("{ privacyActs { nodes { kind reason by } } }", json!({}))
        .await;
    let reasons: Vec<&str> = noted["privacyActs"]["nodes"]
        .as_array()
        .expect("acts")
        .iter()
        .filter_map(|act| act["reason"].as_str())
        .collect();
    assert_eq!(reasons, ["ADMINISTRATOR", "SELF"], "{noted}");
    app.finish().await;
}

async fn pseudonymise(admin: &Person<'_>, person: &str) -> Value {
    let input = json!({ "personId": person, "reason": "Pensiun, atas permintaan sendiri", "idempotencyKey": Uuid::now_v7() });
    admin
        .mutate(
            "pseudonymisePerson",
            "PseudonymisePersonInput",
            input,
            "person { id name email }",
        )
        .await
}

async fn a_person_who_left_gets_another_name_and_the_record_stays_whole(place: Place) {
    let app = App::start(place).await;
    let (instance, _) = upload(&app).await;
    app.settle().await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let id = me(&lead).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let uuid = id.parse::<PersonId>().expect("an id").uuid();
    let before = person::Entity::find_by_id(uuid).one(app.read()).await;
    let before = before.expect("people").expect("the lead").name;

    let refused = pseudonymise(&admin, &id).await;
    assert_eq!(refused["problem"]["code"], "STILL_IN_OFFICE", "{refused}");
    // The post ends: the register is changed as an import would change it.
    let database = Database::connect(app.place.url.as_str())
        .await
        .expect("a connection");
    let gone = (app.now() - TimeDelta::days(2)).date_naive();
    incumbency::Entity::update_many()
        .col_expr(incumbency::Column::ValidTo, Expr::value(Some(gone)))
        .filter(incumbency::Column::PersonId.eq(uuid))
        .exec(&database)
        .await
        .expect("the post ended");
    drop(database);
    let auditor = app.holder("komdigi/itjen/auditor").await;
    let refused = pseudonymise(&auditor, &id).await;
    assert_eq!(refused["problem"]["code"], "NOT_ALLOWED", "{refused}");
    let done = pseudonymise(&admin, &id).await;
    let name = done["person"]["name"].as_str().expect("a name");
    assert!(
        name.starts_with("Mantan pejabat ") && name != before,
        "{done}"
    );
    assert_eq!(
        lead.try_ask("{ me { person { id } } }", json!({}))
            .await
            .error_code(),
        "UNAUTHENTICATED"
    );

    // Nothing that was written names the person, and what is shown says the pseudonym.
    let named = journal::Entity::find()
        .filter(journal::Column::Actor.is_not_null())
        .all(app.read())
        .await
        .expect("journals");
    // In the demo a person is called by their post, and a post is not a name: only the name is looked for.
    assert!(!named.is_empty(), "people acted");
    for row in named {
        let actor: Value =
            serde_json::from_str(row.actor.as_deref().unwrap_or_default()).expect("a stamp");
        assert_eq!(actor["name"].as_str().unwrap_or_default(), "", "{actor}");
    }
    let sekda = app.holder("64.02/setda/sekda").await;
    let story = sekda
        .ask(
            "query($id: ID!) { instance(id: $id) { timeline(first: 50) { nodes { kind actor { name } } } } }",
            json!({ "id": instance }),
        )
        .await;
    let text = story.to_string();
    assert!(text.contains(name) && !text.contains(&before), "{story}");
    let again = pseudonymise(&admin, &id).await;
    assert_eq!(again["problem"]["code"], "ALREADY_PSEUDONYMISED", "{again}");
    app.finish().await;
}

#[test]
fn the_record_of_processing_is_the_one_that_the_documentation_tells() {
    let told = std::fs::read_to_string(crate::program::repository().join("docs/privacy.md"))
        .expect("docs/privacy.md");
    for one in schema::retention::PROCESSING {
        let begin = format!("| `{}` |", one.code);
        let row = told
            .lines()
            .find(|line| line.starts_with(&begin))
            .unwrap_or_else(|| panic!("docs/privacy.md has no row {}", one.code));
        let kept = match one.class.years() {
            Some(years) => row.contains(&format!("| {years} year")),
            None => row.contains("for good") || row.contains("until the account ends"),
        };
        assert!(kept, "docs/privacy.md says otherwise how long: {row}");
    }
    let rows = told.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, schema::retention::PROCESSING.len(), "rows too many");
}

const DISPOSAL: &str = "id title class dueOn state documentId keepUntil";

/// A case that ended, its retention over, with the proposal as the regional secretary sees it.
async fn due(app: &App) -> (String, Value) {
    let (instance, document) = upload(app).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let input =
        json!({ "instanceId": instance, "reason": "Uji", "idempotencyKey": Uuid::now_v7() });
    let ended = sekda
        .mutate(
            "cancelInstance",
            "CancelInstanceInput",
            input,
            "instance { state }",
        )
        .await;
    assert_eq!(ended["problem"], Value::Null, "{ended}");
    app.settle().await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "class": "EVIDENCE", "years": 1, "reason": "Peraturan uji", "idempotencyKey": Uuid::now_v7() });
    let set = admin
        .mutate(
            "setRetentionPeriod",
            "SetRetentionPeriodInput",
            input,
            "periods { class years }",
        )
        .await;
    assert_eq!(set["problem"], Value::Null, "{set}");
    app.advance(TimeDelta::days(364)).await;
    app.settle().await;
    assert_eq!(proposals(&sekda).await.len(), 0, "not a day too early");
    app.advance(TimeDelta::days(4)).await;
    app.settle().await;
    let mut found = proposals(&sekda).await;
    assert_eq!(found.len(), 1, "{found:?}");
    (document, found.remove(0))
}

async fn proposals(who: &Person<'_>) -> Vec<Value> {
    let question = format!("{{ disposals {{ totalCount nodes {{ {DISPOSAL} }} }} }}");
    let found = who.ask(&question, json!({})).await;
    found["disposals"]["nodes"]
        .as_array()
        .expect("a list")
        .clone()
}

async fn decide(who: &Person<'_>, id: &Value, decision: &str, until: Option<NaiveDate>) -> Value {
    let input = json!({ "ids": [id], "decision": decision, "reason": "Sudah tidak diperlukan", "keepUntil": until, "idempotencyKey": Uuid::now_v7() });
    who.mutate(
        "decideDisposals",
        "DecideDisposalsInput",
        input,
        &format!("disposals {{ {DISPOSAL} }}"),
    )
    .await
}

async fn content_is_proposed_decided_and_destroyed_but_its_hash_stays(place: Place) {
    let app = App::start(place).await;
    let (document, proposal) = due(&app).await;
    assert_eq!(
        (&proposal["class"], &proposal["documentId"]),
        (&json!("EVIDENCE"), &json!(document))
    );
    let id = &proposal["id"];
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let refused = decide(&admin, id, "DISPOSE", None).await;
    assert_eq!(
        refused["problem"]["code"], "NOT_ALLOWED",
        "the archive is the secretary's: {refused}"
    );
    let other = app.neighbour("setda/sekda", "REGENCY_SECRETARY").await;
    let refused = decide(&other, id, "DISPOSE", None).await;
    assert_eq!(refused["problem"]["code"], "NOT_FOUND", "{refused}");
    let sekda = app.holder("64.02/setda/sekda").await;
    assert_eq!(
        sekda.download(&document).await,
        bundle::book("Buku I"),
        "until it is decided"
    );
    let done = decide(&sekda, id, "DISPOSE", None).await;
    assert_eq!(done["disposals"][0]["state"], "DISPOSED", "{done}");
    let twice = decide(&sekda, id, "DISPOSE", None).await;
    assert_eq!(twice["problem"]["code"], "ALREADY_DECIDED", "{twice}");
    let request = app.http.get(app.url(&format!("/documents/{document}")));
    let gone = request
        .bearer_auth(sekda.token())
        .send()
        .await
        .expect("an answer");
    assert_eq!(gone.status(), StatusCode::GONE);

    app.advance(TimeDelta::days(1)).await;
    app.settle().await;
    let acts = sekda
        .ask(
            "{ privacyActs { nodes { kind reason by details } } }",
            json!({}),
        )
        .await;
    let act = acts["privacyActs"]["nodes"]
        .as_array()
        .expect("acts")
        .iter()
        .find(|act| act["kind"] == "DISPOSE")
        .expect("the act is kept")
        .clone();
    let details: Value =
        serde_json::from_str(act["details"].as_str().expect("JSON")).expect("JSON");
    let sha256 = details["versions"][0]["sha256"].as_str().expect("a hash");
    let digest: server::documents::Digest = sha256.parse().expect("a hash");
    let still = app
        .running
        .app
        .blobs
        .contains(&digest)
        .await
        .expect("the store");
    assert!(!still, "the content is gone");
    app.finish().await;
}

async fn what_is_kept_for_longer_comes_again_when_that_is_over(place: Place) {
    let app = App::start(place).await;
    let (document, proposal) = due(&app).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let refused = decide(&sekda, &proposal["id"], "KEEP", None).await;
    assert_eq!(refused["problem"]["code"], "KEEP_UNTIL_NEEDED", "{refused}");
    let until = (app.now() + TimeDelta::days(10)).date_naive();
    let kept = decide(&sekda, &proposal["id"], "KEEP", Some(until)).await;
    assert_eq!(kept["disposals"][0]["state"], "KEPT", "{kept}");
    app.advance(TimeDelta::days(9)).await;
    app.settle().await;
    assert_eq!(proposals(&sekda).await.len(), 0, "the time is not over");
    app.advance(TimeDelta::days(3)).await;
    app.settle().await;
    let again = proposals(&sekda).await;
    assert_eq!(again.len(), 1, "{again:?}");
    assert_eq!(again[0]["documentId"], json!(document));
    app.finish().await;
}
