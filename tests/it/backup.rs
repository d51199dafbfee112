//! A backup is a whole installation: taken while the server works, brought back on either database, and it goes on.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use server::store::{Store, tables};
use uuid::Uuid;

use crate::app::{App, Engine, Place, scratch};
use crate::bundle;
use crate::postgres::Cluster;
use crate::program::{run_on, stderr, stdout};

on_both!(
    a_backup_taken_under_way_goes_on_where_it_was_on_either_database,
    a_backup_that_is_cut_off_or_touched_changes_nothing,
);
on_both_places!(every_table_is_in_a_backup);

/// A place with nothing in it.
fn empty(engine: Engine) -> Place {
    let folder = scratch("restore");
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.join("mufakat.db").display()),
        Engine::Postgres => {
            let database = format!("restore_{}", Uuid::now_v7().simple());
            Cluster::of_this_run().create(&database);
            Cluster::of_this_run().url(&database)
        }
    };
    Place {
        engine,
        url,
        folder,
    }
}

fn backup_of(app: &App) -> PathBuf {
    let file = app.place.folder.join("cadangan.mufakat");
    let name = file.to_str().expect("a name");
    let saved = run_on(&app.place, &["backup", "--to", name]);
    assert!(saved.status.success(), "{}", stderr(&saved));
    assert!(stdout(&saved).contains("keys"), "{}", stdout(&saved));
    let again = run_on(&app.place, &["backup", "--to", name]);
    assert_eq!(again.status.code(), Some(1), "no backup is overwritten");
    file
}

async fn what_waits(app: &App, instance: &str) -> Value {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let query = "query($id: ID!) { instance(id: $id) { state businessKey variables timeline(first: 50) { nodes { at } } } tasks(first: 50) { nodes { id element state due variables } } }";
    lead.ask(query, json!({ "id": instance })).await
}

async fn a_backup_taken_under_way_goes_on_where_it_was_on_either_database(app: &App) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let mut books = Vec::new();
    for name in ["I", "II", "III"] {
        let fields = [("taskId", task["id"].as_str().expect("an id"))];
        let (_, kept) = lead.upload(&fields, "buku.pdf", &bundle::book(name)).await;
        books.push(kept["documentId"].as_str().expect("an id").to_owned());
    }
    let before = what_waits(app, &instance).await;
    let file = backup_of(app);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = empty(engine);
        let name = file.to_str().expect("a name");
        let brought = run_on(&place, &["restore", "--from", name]);
        assert!(
            brought.status.success(),
            "{}{}",
            stdout(&brought),
            stderr(&brought)
        );
        assert!(stdout(&brought).contains("0 damaged"));
        assert!(
            stderr(&brought).contains("journal: "),
            "it says how far it is"
        );
        let twice = run_on(&place, &["restore", "--from", name]);
        assert_eq!(twice.status.code(), Some(1));
        assert!(stderr(&twice).contains("not empty"), "{}", stderr(&twice));
        let config = place.config();
        let other = App::start_with(place, config, app.now()).await;
        assert_eq!(what_waits(&other, &instance).await, before, "{engine:?}");
        let lead = other.holder("64.02/tim-pelaksana/lead").await;
        for (id, text) in books.iter().zip(["I", "II", "III"]) {
            assert_eq!(lead.download(id).await, bundle::book(text));
        }
        let answers = bundle::answers([&books[0], &books[1], &books[2]], &bundle::roadmap());
        lead.do_task(&instance, "upload-bundle", answers).await;
        assert!(
            !other.waiting(&instance, "confirm-rows").await.is_empty(),
            "the case goes on"
        );
        other.finish().await;
    }
    assert_eq!(
        what_waits(app, &instance).await,
        before,
        "and so may this one"
    );
}

async fn a_backup_that_is_cut_off_or_touched_changes_nothing(app: &App) {
    let file = backup_of(app);
    let whole = std::fs::read(&file).expect("the backup is read");
    let place = empty(app.place.engine);
    let bad = place.folder.join("rusak.mufakat");
    let name = bad.to_str().expect("a name");
    let mut touched = whole.clone();
    touched[whole.len() / 3] ^= 1;
    let half = whole[..whole.len() / 2].to_vec();
    let nearly = whole[..whole.len() - 40].to_vec();
    for (what, bytes) in [
        ("touched", touched),
        ("half", half),
        ("nearly", nearly),
        ("nothing", Vec::new()),
        ("text", b"select * from person".to_vec()),
    ] {
        std::fs::write(&bad, bytes).expect("a bad backup is written");
        let refused = run_on(&place, &["restore", "--from", name]);
        assert_eq!(refused.status.code(), Some(1), "{what}");
        let store = Store::open(&place.url).await.expect("the database opens");
        let filled = tables::first_filled(store.read()).await.expect("tables");
        assert_eq!(filled, None, "{what}");
    }
    let name = file.to_str().expect("a name");
    let brought = run_on(&place, &["restore", "--from", name]);
    assert!(brought.status.success(), "{}", stderr(&brought));
}

async fn every_table_is_in_a_backup(place: Place) {
    let store = Store::open(&place.url).await.expect("the database opens");
    let (backend, question) = match place.engine {
        Engine::Sqlite => (
            DbBackend::Sqlite,
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'seaql%'",
        ),
        Engine::Postgres => (
            DbBackend::Postgres,
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql%'",
        ),
    };
    let rows = store
        .read()
        .query_all_raw(Statement::from_string(backend, question))
        .await
        .expect("the catalogue answers");
    let there: BTreeSet<String> = rows
        .iter()
        .map(|row| row.try_get_by_index(0).expect("a name"))
        .collect();
    let saved: BTreeSet<String> = tables::NAMES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    assert_eq!(there, saved, "store/tables.rs names every table");
}
