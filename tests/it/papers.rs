//! Documents as their readers meet them: versions with their words, what changed between two of them, and who read it.

use std::io::Write as _;

use proptest::prelude::*;
use schema::tables::access_log;
use schema::word_diff::{self, Fate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::app::App;
use crate::bundle;

on_both!(
    versions_are_compared_word_by_word_by_those_who_may_read_them,
    words_are_taken_from_papers_and_what_has_none_is_kept_and_told
);

const DIFF: &str = "query($before: ID!, $after: ID!) { documentDiff(before: $before, after: $after) { comparable cut added removed kept count \
    passages(first: 10) { nodes { beforeLine afterLine skipped parts { fate text } } } } }";

async fn purposes(app: &App, person: uuid::Uuid) -> Vec<String> {
    let rows = access_log::Entity::find()
        .filter(access_log::Column::PersonId.eq(person))
        .all(app.read())
        .await
        .expect("the access log");
    let mut purposes: Vec<_> = rows.into_iter().map(|row| row.purpose).collect();
    purposes.sort();
    purposes
}

async fn versions_are_compared_word_by_word_by_those_who_may_read_them(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let first = "Pasal 1\nTarget tahun 2027 adalah 32 puskesmas\ndi seluruh kabupaten.\n";
    let second = "Pasal 1\nTarget tahun 2027 adalah 40\npuskesmas di seluruh kabupaten.\n";
    let (status, kept) = lead
        .upload(&[("title", "Naskah")], "naskah.txt", first.as_bytes())
        .await;
    assert_eq!(status.as_u16(), 201, "{kept}");
    assert_eq!(kept["text"], "READ");
    let document = kept["documentId"].as_str().expect("an id").to_owned();
    let next = [("documentId", document.as_str())];
    let (status, kept) = lead.upload(&next, "naskah.txt", second.as_bytes()).await;
    assert_eq!(status.as_u16(), 201, "{kept}");

    let query = "query($id: ID!) { document(id: $id) { title state author organisation { code } instance { id } \
        versions { id version sha256 author textState chain { kind } } } }";
    let page = lead.ask(query, json!({ "id": document })).await["document"].clone();
    assert_eq!(page["state"], "DRAFT");
    assert_eq!(page["instance"], Value::Null);
    assert!(page["author"].is_string(), "{page}");
    let versions = page["versions"].as_array().cloned().expect("versions");
    let said: Vec<_> = versions
        .iter()
        .map(|one| (one["version"].clone(), one["textState"].clone()))
        .collect();
    assert_eq!(said, [(json!(1), json!("READ")), (json!(2), json!("READ"))]);

    let pair = json!({ "before": versions[0]["id"], "after": versions[1]["id"] });
    let diff = lead.ask(DIFF, pair.clone()).await["documentDiff"].clone();
    assert_eq!(
        (&diff["added"], &diff["removed"], &diff["count"]),
        (&json!(1), &json!(1), &json!(1)),
        "that a line breaks elsewhere is no change: {diff}"
    );
    let parts = diff["passages"]["nodes"][0]["parts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let changed: Vec<_> = parts
        .iter()
        .filter(|part| part["fate"] != "KEPT")
        .map(|part| (part["fate"].clone(), part["text"].clone()))
        .collect();
    assert_eq!(
        changed,
        [
            (json!("REMOVED"), json!("32")),
            (json!("ADDED"), json!("40"))
        ]
    );
    let text = "query($version: ID!) { documentText(version: $version) { state words } }";
    let words = lead
        .ask(text, json!({ "version": versions[1]["id"] }))
        .await;
    assert_eq!(words["documentText"]["words"], second.trim());
    assert_eq!(
        purposes(app, lead.id).await,
        ["COMPARE", "COMPARE", "READ_TEXT"],
        "whoever reads words reads the document"
    );

    let outsider = app.holder("asesor/01").await;
    let hidden = outsider.ask(DIFF, pair).await;
    assert_eq!(hidden["documentDiff"], Value::Null);
    let hidden = outsider
        .ask(text, json!({ "version": versions[1]["id"] }))
        .await;
    assert_eq!(hidden["documentText"], Value::Null);
    assert!(
        purposes(app, outsider.id).await.is_empty(),
        "what was not shown was not read"
    );
}

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
        .collect();
    let xml = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    file.start_file(
        "word/document.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .expect("a part");
    file.write_all(xml.as_bytes()).expect("a part");
    file.finish().expect("an archive").into_inner()
}

async fn words_are_taken_from_papers_and_what_has_none_is_kept_and_told(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let picture = b"\x89PNG\r\n\x1a\n0000".to_vec();
    let damaged = b"%PDF-1.7\nbukan naskah\n%%EOF\n".to_vec();
    let mut versions = Vec::new();
    for (name, bytes, expected) in [
        ("buku.pdf", bundle::book("Buku II tahun 2027"), "READ"),
        ("buku.docx", docx(&["Buku II", "tahun 2028"]), "READ"),
        ("pindai.png", picture, "NOT_TEXT"),
        ("rusak.pdf", damaged, "UNREADABLE"),
    ] {
        let (status, kept) = lead.upload(&[], name, &bytes).await;
        assert_eq!(status.as_u16(), 201, "{name} is kept all the same: {kept}");
        assert_eq!(kept["text"], expected, "{name}");
        versions.push(kept);
    }
    let text = "query($version: ID!) { documentText(version: $version) { state words } }";
    let words = async |at: usize| {
        let asked = json!({ "version": versions[at]["versionId"] });
        lead.ask(text, asked).await["documentText"]["words"].clone()
    };
    assert_eq!(words(0).await, "Buku II tahun 2027");
    assert_eq!(words(1).await, "Buku II\ntahun 2028");
    assert_eq!(words(3).await, "");

    // A book that became a Word file is still compared by its words; a scan is not.
    let document = versions[0]["documentId"].as_str().expect("an id");
    let next = [("documentId", document)];
    let mut following = Vec::new();
    for bytes in [
        docx(&["Buku II tahun 2028"]),
        b"\x89PNG\r\n\x1a\n1".to_vec(),
    ] {
        let (status, kept) = lead.upload(&next, "buku", &bytes).await;
        assert_eq!(status.as_u16(), 201, "{kept}");
        following.push(kept["versionId"].clone());
    }
    let diff = async |before: &Value, after: &Value| {
        let asked = json!({ "before": before, "after": after });
        lead.ask(DIFF, asked).await["documentDiff"].clone()
    };
    let changed = diff(&versions[0]["versionId"], &following[0]).await;
    assert_eq!(
        (&changed["kept"], &changed["added"], &changed["removed"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let scanned = diff(&following[0], &following[1]).await;
    assert_eq!(scanned["comparable"], false);
    assert_eq!(scanned["count"], 0);
    // Versions of two documents are not versions of one.
    let foreign = diff(&versions[0]["versionId"], &versions[1]["versionId"]).await;
    assert_eq!(foreign, Value::Null);
}

proptest! {
    #[test]
    fn a_comparison_tells_every_word_of_both_texts_once(
        before in prop::collection::vec("[a-d]{1,2}", 0..60),
        after in prop::collection::vec("[a-d]{1,2}", 0..60),
        broken in 1_usize..9,
    ) {
        let lines = |words: &[String], every: usize| {
            words.chunks(every).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
        };
        let diff = word_diff::compare(&lines(&before, broken), &lines(&after, broken + 2));
        prop_assert_eq!(diff.kept + diff.removed, before.len());
        prop_assert_eq!(diff.kept + diff.added, after.len());
        // What is told of one side, in order, is that side with the left-out words missing.
        for (side, words, lost) in [(Fate::Removed, &before, Fate::Added), (Fate::Added, &after, Fate::Removed)] {
            let mut at = 0;
            for passage in &diff.passages {
                at += passage.skipped;
                for part in passage.parts.iter().filter(|part| part.fate != lost) {
                    for word in part.text.split_whitespace() {
                        prop_assert_eq!(Some(word), words.get(at).map(String::as_str), "{:?} {}", side, at);
                        at += 1;
                    }
                }
            }
            prop_assert_eq!(at + diff.skipped_at_end, words.len());
        }
    }
}
