//! The same key gets the same answer and does nothing twice, also when the requests come at once.

use futures_util::future::join_all;
use schema::tables::{process_instance, user_task};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::app::App;
use crate::bundle;

on_both!(
    a_start_repeated_at_once_starts_one_case,
    a_completion_repeated_at_once_completes_one_task,
    a_key_is_good_for_one_request_of_one_person,
);

async fn a_start_repeated_at_once_starts_one_case(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let before = process_instance::Entity::find()
        .count(app.read())
        .await
        .expect("instances");
    let input = json!({ "definitionKey": "opd-assignment", "organisation": "64.02", "idempotencyKey": "the-same" });
    let starts = (0..8).map(|_| {
        lead.mutate(
            "startInstance",
            "StartInstanceInput",
            input.clone(),
            "instance { id }",
        )
    });
    let answers: Vec<Value> = join_all(starts).await;
    for answer in &answers {
        assert!(answer["problem"].is_null(), "{answer}");
        assert_eq!(answer["instance"]["id"], answers[0]["instance"]["id"]);
    }
    let after = process_instance::Entity::find()
        .count(app.read())
        .await
        .expect("instances");
    assert_eq!(after, before + 1);
}

async fn a_completion_repeated_at_once_completes_one_task(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let mut books = Vec::new();
    for name in ["I", "II", "III"] {
        let (_, kept) = lead
            .upload(
                &[("taskId", task["id"].as_str().expect("an id"))],
                "buku.pdf",
                &bundle::book(name),
            )
            .await;
        books.push(kept["documentId"].as_str().expect("an id").to_owned());
    }
    let variables = bundle::answers([&books[0], &books[1], &books[2]], &bundle::roadmap());
    let input = json!({ "taskId": task["id"], "variables": variables, "idempotencyKey": "once" });
    let tries = (0..6).map(|_| {
        lead.mutate(
            "completeTask",
            "CompleteTaskInput",
            input.clone(),
            "task { id state }",
        )
    });
    for answer in join_all(tries).await {
        assert!(
            answer["problem"].is_null(),
            "a repetition hears what the first one heard: {answer}"
        );
        assert_eq!(answer["task"]["id"], task["id"]);
    }
    app.settle().await;
    assert_eq!(
        app.waiting(&instance, "confirm-rows").await.len(),
        4,
        "what follows, follows once"
    );
    let fresh = json!({ "taskId": task["id"], "variables": variables, "idempotencyKey": "twice" });
    let late = lead
        .mutate("completeTask", "CompleteTaskInput", fresh, "task { id }")
        .await;
    assert_eq!(late["problem"]["code"], "ALREADY_COMPLETED", "{late}");
    let done = user_task::Entity::find()
        .filter(user_task::Column::Element.eq("upload-bundle"))
        .filter(user_task::Column::Open.eq(false));
    let instance: workflows::id::InstanceId = instance.parse().expect("an id");
    assert_eq!(
        done.filter(user_task::Column::InstanceId.eq(instance.uuid()))
            .count(app.read())
            .await
            .expect("tasks"),
        1
    );
}

async fn a_key_is_good_for_one_request_of_one_person(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let other = app.holder("64.02/tim-pelaksana/pillar-living").await;
    let input = json!({ "definitionKey": "opd-assignment", "organisation": "64.02", "idempotencyKey": "mine" });
    let mine = lead
        .mutate(
            "startInstance",
            "StartInstanceInput",
            input.clone(),
            "instance { id }",
        )
        .await;
    let theirs = other
        .mutate(
            "startInstance",
            "StartInstanceInput",
            input,
            "instance { id }",
        )
        .await;
    assert!(
        mine["problem"].is_null() && theirs["problem"].is_null(),
        "{mine} {theirs}"
    );
    assert_ne!(
        mine["instance"]["id"], theirs["instance"]["id"],
        "keys of two people do not meet"
    );
    let changed = json!({ "definitionKey": "masterplan-approval", "organisation": "64.02", "idempotencyKey": "mine" });
    let refused = lead
        .mutate(
            "startInstance",
            "StartInstanceInput",
            changed,
            "instance { id }",
        )
        .await;
    assert_eq!(
        refused["problem"]["code"], "IDEMPOTENCY_KEY_REUSED",
        "{refused}"
    );
    let empty =
        json!({ "definitionKey": "opd-assignment", "organisation": "64.02", "idempotencyKey": "" });
    let refused = lead
        .mutate(
            "startInstance",
            "StartInstanceInput",
            empty,
            "instance { id }",
        )
        .await;
    assert_eq!(
        refused["problem"]["code"], "INVALID_IDEMPOTENCY_KEY",
        "{refused}"
    );
}
