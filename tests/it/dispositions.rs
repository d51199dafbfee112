//! A document passed on: by the regional secretary to two agency heads, who may then read it, report, and are tracked to the end.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, Person};

on_both!(a_letter_is_passed_on_read_acted_on_and_closed);

async fn dispose(
    person: &Person<'_>,
    document: &str,
    recipients: &[&str],
    instruction: &str,
    due: &str,
) -> Value {
    let input = json!({
        "documentId": document, "recipients": recipients, "instruction": instruction, "text": "Siapkan bahan rapat.", "due": due,
        "idempotencyKey": Uuid::now_v7().to_string(),
    });
    person
        .mutate(
            "disposeDocument",
            "DisposeDocumentInput",
            input,
            "instance { id }",
        )
        .await
}

async fn a_letter_is_passed_on_read_acted_on_and_closed(app: &App) {
    let sekda = app.holder("64.02/setda/sekda").await;
    let health = app.holder("64.02/dinkes/head").await;
    let communication = app.holder("64.02/diskominfo/head").await;
    let letter = "Mohon data puskesmas yang sudah tersambung.\n";
    let (_, kept) = sekda
        .upload(
            &[("title", "Surat Gubernur")],
            "surat.txt",
            letter.as_bytes(),
        )
        .await;
    let document = kept["documentId"].as_str().expect("an id").to_owned();

    let both = ["64.02/dinkes/head", "64.02/diskominfo/head"];
    for (recipients, due, code) in [
        (vec![], "2026-11-27", "INVALID_RECIPIENTS"),
        (vec!["64.02/tidak/ada"], "2026-11-27", "INVALID_RECIPIENTS"),
        (
            vec!["64.02/setda/sekda"],
            "2026-11-27",
            "INVALID_RECIPIENTS",
        ),
        (both.to_vec(), "2026-11-20", "INVALID_DUE"),
    ] {
        let refused = dispose(&sekda, &document, &recipients, "STUDY", due).await;
        assert_eq!(refused["problem"]["code"], code, "{refused}");
    }
    let stranger = app.holder("asesor/01").await;
    let hidden = dispose(&stranger, &document, &both, "STUDY", "2026-11-27").await;
    assert_eq!(hidden["problem"]["code"], "NOT_FOUND");

    // Due on a Saturday: the end of Monday's office day, in Tenggarong.
    let sent = dispose(&sekda, &document, &both, "STUDY", "2026-11-28").await;
    assert_eq!(sent["problem"], Value::Null, "{sent}");
    let case = sent["instance"]["id"].as_str().expect("a case").to_owned();
    app.settle().await;

    let task = health.task(&case, "follow-up").await;
    assert_eq!(task["due"], "2026-11-30T08:00:00+00:00", "{task}");
    let copy = task["variables"]["document"].as_str().expect("a copy");
    assert_ne!(copy, document);
    let query = "query($id: ID!) { document(id: $id) { title versions { id sha256 } } }";
    let read = health.ask(query, json!({ "id": copy })).await;
    assert_eq!(
        read["document"]["versions"][0]["sha256"], kept["sha256"],
        "what was passed on is bound to the same bytes"
    );
    let version = read["document"]["versions"][0]["id"]
        .as_str()
        .expect("a version");
    assert_eq!(health.download(version).await, letter.as_bytes());

    let progress = "query($id: ID!) { document(id: $id) { dispositions { instance { id state tasks { element state } } } } }";
    let open =
        sekda.ask(progress, json!({ "id": document })).await["document"]["dispositions"].clone();
    assert_eq!(open[0]["instance"]["id"], case.as_str());
    assert_eq!(
        open[0]["instance"]["tasks"].as_array().map(Vec::len),
        Some(2)
    );

    health
        .complete(
            &task,
            json!({ "result": "DONE", "report": "Bahan terlampir." }),
        )
        .await;
    assert!(
        sekda.tasks(&case, "review").await.is_empty(),
        "one has not answered yet"
    );
    communication
        .do_task(
            &case,
            "follow-up",
            json!({ "result": "PASSED_ON", "report": "Diteruskan ke bidang." }),
        )
        .await;
    sekda
        .do_task(&case, "review", json!({ "conclusion": "Cukup." }))
        .await;
    let done =
        sekda.ask(progress, json!({ "id": document })).await["document"]["dispositions"].clone();
    assert_eq!(done[0]["instance"]["state"], "COMPLETED", "{done}");
}
