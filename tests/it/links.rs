//! From a mail to a decision: a link that shows what is to be decided without signing in, that decides nothing when it is
//! only opened, and that ends with its use, its task, its person's office and its time.

use chrono::TimeDelta;
use reqwest::{Response, StatusCode};
use schema::tables::{action_link, outbox};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use server::config::Config;

use crate::app::{App, Person, Place, beginning};
use crate::mailbox::{Behaviour, Mailbox};

on_both_places!(
    a_council_member_votes_from_the_mail,
    an_approval_asks_for_its_reason_and_for_a_second_look,
    a_link_ends_with_a_newer_mail_its_time_and_the_office,
    links_are_not_asked_for_without_end,
);

const MODEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <bpmn:process id="by-mail" name="Keputusan lewat surel" isExecutable="true">
    <bpmn:startEvent id="begin"/>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="vote"/>
    <bpmn:userTask id="vote" name="Berikan suara"><bpmn:extensionElements><zeebe:userTask/>
      <zeebe:assignmentDefinition assignee="=elector"/>
      <zeebe:properties><zeebe:property name="mufakat:vote" value="ABSOLUTE"/><zeebe:property name="mufakat:vote.result" value="tally"/></zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=[&quot;64.02/setda/sekda&quot;, &quot;64.02/dinkes/head&quot;, &quot;64.02/dlh/head&quot;]" inputElement="elector"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="f2" sourceRef="vote" targetRef="approve"/>
    <bpmn:userTask id="approve" name="Setujui &lt;nota&gt;"><bpmn:extensionElements><zeebe:userTask/><zeebe:formDefinition formId="approve"/>
      <zeebe:assignmentDefinition candidateUsers="64.02/setda/sekda"/><zeebe:taskSchedule dueDate="=working days(now(), 10)"/>
      <zeebe:properties><zeebe:property name="mufakat:reminders" value="RL"/></zeebe:properties>
    </bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f3" sourceRef="approve" targetRef="end"/>
    <bpmn:endEvent id="end"/>
  </bpmn:process>
</bpmn:definitions>"#;

const FORM: &str = r#"{"type": "default", "id": "approve", "schemaVersion": 19, "components": [
  {"type": "text", "id": "t", "text": "Nota untuk {{subject}}", "properties": {"text:en": "Note for {{subject}}"}},
  {"type": "radio", "id": "r", "key": "outcome", "label": "Keputusan", "validate": {"required": true},
   "values": [{"label": "Setuju", "value": "ACCEPT"}, {"label": "Menolak", "value": "REFUSE"}],
   "properties": {"label:en": "Decision", "value:ACCEPT:en": "Approve", "value:REFUSE:en": "Refuse"}},
  {"type": "textarea", "id": "n", "key": "reason", "label": "Alasan", "validate": {"required": true},
   "conditional": {"hide": "=outcome != \"REFUSE\""}, "properties": {"label:en": "Reason"}}
]}"#;

/// A server with mail and the process of this story, and a case of it.
async fn begun(place: Place, mailbox: &Mailbox) -> (App, String) {
    let config = Config {
        smtp_url: Some(mailbox.url()),
        ..place.config()
    };
    let app = App::start_with(place, config, beginning()).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let files = json!({ "files": [{ "name": "by-mail.bpmn", "content": MODEL }, { "name": "approve.form", "content": FORM }] });
    let deployed = admin
        .mutate(
            "deployWorkflow",
            "DeployWorkflowInput",
            files,
            "definitions { key } diagnostics { severity message element }",
        )
        .await;
    assert!(deployed["problem"].is_null(), "{deployed}");
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("by-mail", "64.02", json!({ "subject": "<b>Serapo</b>" }))
        .await;
    (app, instance)
}

/// Path of the link in the newest mail to somebody.
fn newest_link(mailbox: &Mailbox, to: &Person<'_>) -> String {
    let mails = mailbox.mails();
    let text = mails
        .iter()
        .rev()
        .filter(|mail| mail.to.contains(&to.email))
        .map(crate::mailbox::Mail::body)
        .find(|text| text.contains("/a/"))
        .unwrap_or_else(|| panic!("{} was mailed no link", to.email));
    let at = text.find("http://mufakat.test/a/").expect("a link");
    text[at..]
        .split_whitespace()
        .next()
        .expect("an address")
        .trim_start_matches("http://mufakat.test")
        .to_owned()
}

async fn open(app: &App, path: &str) -> (Response, String) {
    let response = app.http.get(app.url(path)).send().await.expect("a page");
    let again = app.http.get(app.url(path)).send().await.expect("a page");
    (response, again.text().await.expect("a text"))
}

fn seen(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"seen\" value=\"")
        .unwrap_or_else(|| panic!("nothing to press: {page}"));
    rest.split('"').next().expect("a value").to_owned()
}

async fn press(app: &App, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let encoded = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&");
    let response = app
        .http
        .post(app.url(path))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(encoded)
        .send()
        .await
        .expect("an answer");
    let status = response.status();
    (status, response.text().await.expect("a text"))
}

async fn a_council_member_votes_from_the_mail(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, instance) = begun(place, &mailbox).await;
    let member = app.holder("64.02/dinkes/head").await;
    let link = newest_link(&mailbox, &member);

    // What is kept holds no token.
    let token = link.trim_start_matches("/a/");
    let kept = outbox::Entity::find()
        .filter(outbox::Column::Payload.contains(token))
        .all(app.read())
        .await
        .expect("the outbox");
    assert!(kept.is_empty(), "the token is known to the mail alone");

    // A scanner opens the link, as often as it likes.
    let head = app
        .http
        .head(app.url(&link))
        .send()
        .await
        .expect("an answer");
    assert_eq!(head.status(), StatusCode::OK);
    let (response, page) = open(&app, &link).await;
    assert_eq!(response.status(), StatusCode::OK);
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("content-security-policy").starts_with("default-src 'none'"));
    assert!(page.len() < 30_000 && !page.contains("<script"), "{page}");
    for said in [
        "Berikan suara",
        "Setuju",
        "Menolak",
        "Anda memutuskan sebagai",
        "Kepala Dinas Kesehatan",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, english) = open(&app, &format!("{link}?lang=en")).await;
    assert!(
        english.contains("You decide as") && english.contains("lang=\"en\""),
        "{english}"
    );
    let ballot = member.task(&instance, "vote").await;
    assert_eq!(ballot["state"], "CREATED", "looking decides nothing");

    // A press without what the page gave, and one for no without saying why.
    let (status, _) = press(&app, &link, &[("decision", "APPROVE")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let seen = seen(&page);
    let (status, refused) = press(&app, &link, &[("seen", &seen), ("decision", "REJECT")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("NOTE_REQUIRED"), "{refused}");
    assert_eq!(member.task(&instance, "vote").await["state"], "CREATED");

    let (status, done) = press(&app, &link, &[("seen", &seen), ("decision", "APPROVE")]).await;
    assert_eq!(status, StatusCode::OK, "{done}");
    assert!(done.contains("Keputusan Anda tercatat"), "{done}");
    app.settle().await;
    assert!(member.tasks(&instance, "vote").await.is_empty());
    // Pressed twice, or back and pressed again: said once.
    let (status, again) = press(&app, &link, &[("seen", &seen), ("decision", "REJECT")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(again.contains("LINK_USED"), "{again}");

    // The journal says who decided and in which office.
    let (_, english) = open(&app, &format!("{link}?lang=en")).await;
    assert!(english.contains("Your decision is recorded"), "{english}");
    let timeline =
        "query($id: ID!) { instance(id: $id) { tasks { element state completedAt values } } }";
    let known = member.ask(timeline, json!({ "id": instance })).await;
    assert!(
        known["instance"]["tasks"]
            .as_array()
            .expect("tasks")
            .iter()
            .any(|task| task["state"] == "DONE" && task["values"]["choice"] == "APPROVE"),
        "{known}"
    );

    // The others' links show the count, and close with the vote.
    let second = app.holder("64.02/dlh/head").await;
    let third = app.holder("64.02/setda/sekda").await;
    let left = newest_link(&mailbox, &third);
    let link = newest_link(&mailbox, &second);
    let (_, page) = open(&app, &link).await;
    assert!(page.contains("1 setuju"), "{page}");
    let (status, _) = press(
        &app,
        &link,
        &[("seen", &self::seen(&page)), ("decision", "APPROVE")],
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    app.settle().await;
    let (response, page) = open(&app, &left).await;
    assert_eq!(response.status(), StatusCode::GONE, "{page}");
    assert!(page.contains("LINK_WITHDRAWN"), "{page}");
    app.finish().await;
}

/// Two of three electors approve, so that the approval waits for the regional secretary.
async fn voted(app: &App, instance: &str) {
    for position in ["64.02/dinkes/head", "64.02/dlh/head"] {
        let elector = app.holder(position).await;
        let ballot = elector.task(instance, "vote").await;
        let cast = elector
            .vote(ballot["id"].as_str().expect("an id"), "APPROVE", None)
            .await;
        assert!(cast["problem"].is_null(), "{cast}");
        app.settle().await;
    }
}

async fn an_approval_asks_for_its_reason_and_for_a_second_look(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, instance) = begun(place, &mailbox).await;
    voted(&app, &instance).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let link = newest_link(&mailbox, &sekda);
    let (_, page) = open(&app, &link).await;
    assert!(
        page.contains("Setujui &lt;nota&gt;")
            && page.contains("Nota untuk &lt;b&gt;Serapo&lt;/b&gt;"),
        "names and values are text, never markup: {page}"
    );
    let first = seen(&page);
    let (status, refused) = press(&app, &link, &[("seen", &first), ("decision", "REFUSE")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("Alasan"),
        "the form names the field: {refused}"
    );

    // What the form shows changes while the page is open: nobody approves what they have not read.
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let change = json!({ "instanceId": instance, "variables": { "subject": "Serapo Baru" }, "idempotencyKey": "changed" });
    let changed = admin
        .mutate(
            "setVariables",
            "SetVariablesInput",
            change,
            "instance { id }",
        )
        .await;
    assert!(changed["problem"].is_null(), "{changed}");
    let (status, again) = press(&app, &link, &[("seen", &first), ("decision", "ACCEPT")]).await;
    assert_eq!(status, StatusCode::CONFLICT, "{again}");
    assert!(again.contains("Serapo Baru"), "{again}");
    let fields = [
        ("seen", seen(&again)),
        ("decision", "REFUSE".to_owned()),
        ("f.reason", "Belum lengkap.".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let (status, done) = press(&app, &link, &fields).await;
    assert_eq!(status, StatusCode::OK, "{done}");
    app.settle().await;
    let known = sekda
        .ask(
            "query($id: ID!) { instance(id: $id) { state variables } }",
            json!({ "id": instance }),
        )
        .await;
    assert_eq!(known["instance"]["state"], "COMPLETED");
    assert_eq!(known["instance"]["variables"]["outcome"], "REFUSE");
    assert_eq!(known["instance"]["variables"]["reason"], "Belum lengkap.");
    app.finish().await;
}

async fn a_link_ends_with_a_newer_mail_its_time_and_the_office(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, instance) = begun(place, &mailbox).await;
    voted(&app, &instance).await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let first = newest_link(&mailbox, &sekda);

    // The reminder at half time brings a new link; the old one says so.
    app.advance(TimeDelta::days(8)).await;
    let second = newest_link(&mailbox, &sekda);
    assert_ne!(first, second);
    let (response, page) = open(&app, &first).await;
    assert_eq!(response.status(), StatusCode::GONE);
    assert!(
        page.contains("LINK_SUPERSEDED") && page.contains("/tugas/"),
        "{page}"
    );
    assert_eq!(open(&app, &second).await.0.status(), StatusCode::OK);

    // A link that nobody has ever been sent.
    let (response, page) = open(&app, "/a/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(page.contains("LINK_UNKNOWN"), "{page}");

    // Somebody else takes over the office: the old holder's link does nothing, whatever was on their screen.
    let (_, page) = open(&app, &second).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let deputy = app.holder("64.02/deputy").await;
    let input = json!({
        "position": "64.02/setda/sekda", "person": deputy.email, "mode": "PLT", "decree": "SK-uji-1",
        "validFrom": app.now().date_naive().to_string(), "idempotencyKey": "takes-over",
    });
    let appointed = admin
        .mutate(
            "appointIncumbent",
            "AppointIncumbentInput",
            input,
            "incumbency { id }",
        )
        .await;
    assert!(appointed["problem"].is_null(), "{appointed}");
    let (status, refused) = press(
        &app,
        &second,
        &[("seen", &seen(&page)), ("decision", "ACCEPT")],
    )
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{refused}");
    assert!(refused.contains("LINK_REVOKED"), "{refused}");
    let waiting = app.waiting(&instance, "approve").await;
    assert_eq!(waiting.len(), 1, "nothing was decided");

    // The new holder's reminder has a link that works until its time is over.
    app.advance(TimeDelta::days(3)).await;
    let third = newest_link(&mailbox, &deputy);
    assert_eq!(open(&app, &third).await.0.status(), StatusCode::OK);
    let live = action_link::Entity::find()
        .filter(action_link::Column::PersonId.eq(deputy.id))
        .filter(action_link::Column::State.eq("LIVE"))
        .all(app.read())
        .await
        .expect("links");
    let ends = live
        .iter()
        .map(|link| link.expires_at)
        .max()
        .expect("a live link");
    app.clock.set(ends);
    let (response, page) = open(&app, &third).await;
    assert_eq!(response.status(), StatusCode::GONE);
    assert!(page.contains("LINK_EXPIRED"), "{page}");
    app.settle().await;
    app.finish().await;
}

async fn links_are_not_asked_for_without_end(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, _) = begun(place, &mailbox).await;
    let member = app.holder("64.02/dinkes/head").await;
    let link = newest_link(&mailbox, &member);
    let mut refused = None;
    for _ in 0..400 {
        let response = app
            .http
            .head(app.url(&link))
            .send()
            .await
            .expect("an answer");
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(response);
            break;
        }
    }
    let refused = refused.expect("sixty a minute are enough for anybody");
    assert_eq!(refused.headers()["retry-after"], "60");
    app.finish().await;
}
