//! Templates of papers as an administrator changes them: nation before province before regency, tried before they are kept,
//! looked at while they are written, and gone back on.

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, Person};

on_both!(
    the_nearest_text_counts_and_every_version_can_be_restored,
    a_text_is_tried_before_it_is_kept_and_looked_at_while_it_is_written
);

const TEMPLATE: &str = "template { name own version source from { code } versions(first: 10) { nodes { id version source note author } } }";

async fn save(
    person: &Person<'_>,
    organisation: &str,
    name: &str,
    source: Value,
    note: &str,
) -> Value {
    let input = json!({
        "organisation": organisation, "name": name, "source": source, "note": note,
        "idempotencyKey": Uuid::now_v7().to_string(),
    });
    person
        .mutate(
            "savePaperTemplate",
            "SavePaperTemplateInput",
            input,
            TEMPLATE,
        )
        .await
}

async fn counts(person: &Person<'_>, organisation: &str, name: &str) -> Value {
    let query = "query($o: String!, $n: String!) { paperTemplate(organisation: $o, name: $n) { own version source from { code } } }";
    person
        .ask(query, json!({ "o": organisation, "n": name }))
        .await["paperTemplate"]
        .clone()
}

async fn the_nearest_text_counts_and_every_version_can_be_restored(app: &App) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let sekda = app.holder("64.02/setda/sekda").await;
    let shipped = counts(&sekda, "64.02", "invitation").await;
    assert_eq!(shipped["from"], Value::Null);
    assert!(
        shipped["source"]
            .as_str()
            .is_some_and(|text| text.contains("@letterhead"))
    );

    let national = "# UNDANGAN NASIONAL\n\n{{ paper.subject }}\n";
    let kept = save(
        &admin,
        "id",
        "invitation",
        json!(national),
        "Peraturan baru",
    )
    .await;
    assert_eq!(kept["problem"], Value::Null, "{kept}");
    let here = counts(&sekda, "64.02", "invitation").await;
    assert_eq!(
        (&here["own"], &here["from"]["code"], &here["source"]),
        (&json!(false), &json!("id"), &json!(national)),
        "a regency follows the nation until it has a text of its own"
    );

    let own = "# UNDANGAN KABUPATEN\n\n{{ paper.subject }}\n";
    let first = save(&sekda, "64.02", "invitation", json!(own), "Gaya kabupaten").await;
    assert_eq!(first["template"]["version"], 1, "{first}");
    let second = save(
        &sekda,
        "64.02",
        "invitation",
        json!(format!("{own}\nSalam.\n")),
        "",
    )
    .await;
    assert_eq!(second["template"]["version"], 2, "{second}");
    let oldest = second["template"]["versions"]["nodes"][1].clone();
    assert_eq!(oldest["note"], "Gaya kabupaten");
    assert!(oldest["author"].is_string());

    let input = json!({ "templateVersionId": oldest["id"], "idempotencyKey": "kembali" });
    let back = sekda
        .mutate(
            "restorePaperTemplate",
            "RestorePaperTemplateInput",
            input,
            TEMPLATE,
        )
        .await;
    assert_eq!(
        (&back["template"]["version"], &back["template"]["source"]),
        (&json!(3), &json!(own)),
        "going back is a new version, so that nothing is lost: {back}"
    );

    // A regency's own secretary changes neither the nation's texts nor those of others; a stranger changes none.
    let above = save(&sekda, "id", "invitation", json!(own), "").await;
    assert!(above["problem"]["code"].is_string(), "{above}");
    let stranger = app.holder("asesor/01").await;
    let refused = save(&stranger, "64.02", "invitation", json!(own), "").await;
    assert!(refused["problem"]["code"].is_string(), "{refused}");

    let inherited = save(&sekda, "64.02", "invitation", Value::Null, "Ikut nasional").await;
    assert_eq!(inherited["template"]["own"], false, "{inherited}");
    assert_eq!(
        counts(&sekda, "64.02", "invitation").await["source"],
        national
    );
}

async fn preview(app: &App, person: &Person<'_>, body: Value) -> (StatusCode, Vec<u8>) {
    let response = app
        .http
        .post(app.url("/templates/preview"))
        .bearer_auth(person.token())
        .json(&body)
        .send()
        .await
        .expect("the server answers");
    let status = response.status();
    (status, response.bytes().await.expect("a body").to_vec())
}

async fn a_text_is_tried_before_it_is_kept_and_looked_at_while_it_is_written(app: &App) {
    let sekda = app.holder("64.02/setda/sekda").await;
    for (source, line) in [
        ("# A\n\n{{ paper.subject \n", "source:3"),
        ("# A\n{{ paper.sujbect }}\n", "source:2"),
        (
            "# A\n{% if false %}\n{{ paper.head.nubmer }}\n{% endif %}\n",
            "source:3",
        ),
        ("# A\n\n{{ paper.points[0] }}\n", "source:3"),
    ] {
        let refused = save(&sekda, "64.02", "minutes", json!(source), "").await;
        assert_eq!(refused["problem"]["code"], "PAPER_TEMPLATE", "{refused}");
        assert_eq!(refused["problem"]["fields"][0]["path"], line, "{refused}");
    }
    let unknown = save(&sekda, "64.02", "surat-cinta", json!("x"), "").await;
    assert_eq!(unknown["problem"]["code"], "UNKNOWN_TEMPLATE");

    let body = json!({ "organisation": "64.02", "name": "result-letter" });
    let (status, pdf) = preview(app, &sekda, body).await;
    assert_eq!(status, StatusCode::OK);
    assert!(pdf.starts_with(b"%PDF-"), "a preview is the paper itself");
    let body =
        json!({ "organisation": "64.02", "name": "minutes", "source": "# A\n{{ paper.sujbect }}" });
    let (status, told) = preview(app, &sekda, body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let told: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!(told["problem"]["fields"][0]["path"], "source:2");

    // From a case: the facts are the case's own, for those who may read its papers.
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let source = "# PRATINJAU\n\n{{ paper.head.regency }}\n";
    let body = json!({ "organisation": "64.02", "name": "decree", "source": source, "instanceId": instance });
    let (status, pdf) = preview(app, &sekda, body.clone()).await;
    assert_eq!(status, StatusCode::OK);
    let fields = [("title", "Pratinjau")];
    let (_, kept) = lead.upload(&fields, "pratinjau.pdf", &pdf).await;
    let text = "query($version: ID!) { documentText(version: $version) { words } }";
    let words = lead
        .ask(text, json!({ "version": kept["versionId"] }))
        .await;
    assert_eq!(
        words["documentText"]["words"]
            .as_str()
            .map(|words| words.contains("Kutai Kartanegara")),
        Some(true),
        "{words}"
    );
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let (status, _) = preview(app, &admin, body.clone()).await;
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "who keeps the system does not read its papers"
    );
    let (status, _) = preview(app, &lead, body).await;
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "drawing is for those who may change the text"
    );
}
