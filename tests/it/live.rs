//! Live updates: what one person does, another sees without asking; nobody sees what is not theirs.

use serde_json::json;

use crate::app::App;

on_both!(a_new_task_is_announced_to_who_may_see_it);

async fn a_new_task_is_announced_to_who_may_see_it(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let query = "subscription { taskChanged { kind taskId task { element } } }";
    let mut lead_hears = app.listen(&lead.token(), query, json!({})).await;
    let mut sekda_hears = app.listen(&sekda.token(), query, json!({})).await;
    // A subscription is served by a task of its own and may begin to listen a little later: the news is repeated until heard.
    let mut instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    while !(lead_hears.has_news().await && sekda_hears.has_news().await) {
        instance = lead
            .start_instance("masterplan-approval", "64.02", json!({}))
            .await;
    }
    for hears in [&mut lead_hears, &mut sekda_hears] {
        let news = hears.next().await;
        let change = &news["payload"]["data"]["taskChanged"];
        assert_eq!(
            (change["kind"].as_str(), change["task"]["element"].as_str()),
            (Some("CREATED"), Some("upload-bundle")),
            "{news}"
        );
    }
    assert_eq!(app.waiting(&instance, "upload-bundle").await.len(), 1);
    let mut nobody = app
        .listen(
            &lead.token(),
            "subscription($id: ID!) { instanceChanged(id: $id) { id } }",
            json!({ "id": "inst_00000000000070008000000000000000" }),
        )
        .await;
    let news = nobody.next().await;
    assert!(
        news["type"] == "error"
            || news["type"] == "complete"
            || news["payload"]["errors"].is_array(),
        "an unknown case has no news: {news}"
    );
}
