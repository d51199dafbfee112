//! A message reaches no further than whoever published it, and what is out of reach answers like what is not there.

use serde_json::json;
use uuid::Uuid;

use crate::app::{App, Person};

on_both!(a_message_reaches_no_further_than_whoever_published_it);

/// A case that waits for `izin-keluar`.
const WAITING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <message id="m" name="izin-keluar"><extensionElements><zeebe:subscription correlationKey="=businessKey"/></extensionElements></message>
  <process id="waiting" name="Menunggu" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
    <intermediateCatchEvent id="wait" name="Tunggu izin"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
    <sequenceFlow id="f2" sourceRef="wait" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>"#;

async fn a_message_reaches_no_further_than_whoever_published_it(app: &App) {
    crate::workers::deploy(app, "waiting.bpmn", WAITING).await;
    let officer = app.holder("komdigi/sekretariat/programme-officer").await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let publish = async |person: &Person<'_>, key: &str| {
        let input = json!({
            "name": "izin-keluar", "correlationKey": key, "timeToLive": 86_400,
            "idempotencyKey": Uuid::now_v7().to_string(),
        });
        person
            .mutate("publishMessage", "PublishMessageInput", input, "correlated")
            .await
    };
    let start = async |key: &str, organisation: &str| {
        let input = json!({
            "definitionKey": "waiting", "organisation": organisation, "businessKey": key,
            "idempotencyKey": Uuid::now_v7().to_string(),
        });
        let made = officer
            .mutate(
                "startInstance",
                "StartInstanceInput",
                input,
                "instance { id }",
            )
            .await;
        app.settle().await;
        made["instance"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{made}"))
            .to_owned()
    };
    let state = async |instance: &str| {
        let query = "query($id: ID!) { instance(id: $id) { state } }";
        officer.ask(query, json!({ "id": instance })).await["instance"]["state"].clone()
    };
    // Beyond the lead's reach, a case that waits answers like one that does not exist, and does not move.
    let elsewhere = start("PUSAT-1", "komdigi").await;
    let there = publish(&lead, "PUSAT-1").await;
    assert_eq!(there, publish(&lead, "PUSAT-TIDAK-ADA").await);
    assert!(
        there["problem"].is_null() && there["correlated"] == 0,
        "{there}"
    );
    app.settle().await;
    assert_eq!(state(&elsewhere).await, "RUNNING");
    // A message that waits for its case does not cross the border either when the case begins later.
    publish(&lead, "PUSAT-2").await;
    let later = start("PUSAT-2", "komdigi").await;
    assert_eq!(state(&later).await, "RUNNING");
    // Within reach both ways work.
    publish(&lead, "KUKAR-1").await;
    let own = start("KUKAR-1", "64.02").await;
    assert_eq!(state(&own).await, "COMPLETED");
    assert_eq!(publish(&officer, "PUSAT-1").await["correlated"], 1);
}
