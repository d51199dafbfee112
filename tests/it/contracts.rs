//! The tables are a written contract too: printed from the migrations on both databases and kept in the repository
//! (ARCHITECTURE invariant 11). A stale file is written anew and the test fails: look at the difference, then commit it.
//! The GraphQL contract is kept by `tidy`; here every one of its types must say what it is.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::store::Store;

use crate::app::{Engine, Place};
use crate::program::repository;

on_both_places!(the_printed_tables_are_fresh);

/// Answers rows of texts.
async fn texts(
    store: &Store,
    backend: DbBackend,
    question: &str,
    columns: usize,
) -> Vec<Vec<String>> {
    let rows = store
        .read()
        .query_all_raw(Statement::from_string(backend, question))
        .await
        .expect("the catalogue answers");
    rows.iter()
        .map(|row| {
            (0..columns)
                .map(|at| row.try_get_by_index(at).expect("a text"))
                .collect()
        })
        .collect()
}

async fn sqlite(store: &Store) -> String {
    // The migrator's own table is its business.
    let question = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'seaql%' ORDER BY tbl_name, type DESC, name";
    let mut printed = String::from(
        "-- The tables on SQLite, printed from the migrations by tests/it/contracts.rs.\n",
    );
    for row in texts(store, DbBackend::Sqlite, question, 1).await {
        let sql = &row[0];
        if let Some((columns, key)) = sql.split_once(", PRIMARY KEY") {
            let columns = columns
                .replacen(" ( ", " (\n    ", 1)
                .replace(", \"", ",\n    \"");
            let key = key.trim_end().trim_end_matches(')').trim_end();
            printed.push_str(&format!("\n{columns},\n    PRIMARY KEY{key}\n)"));
        } else {
            printed.push_str(sql);
        }
        printed.push_str(";\n");
    }
    printed
}

async fn postgresql(store: &Store) -> String {
    let columns = "SELECT table_name::text, column_name::text, data_type::text || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END \
                   FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql%' ORDER BY table_name, ordinal_position";
    let indexes = "SELECT tablename::text, indexdef::text FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql%' ORDER BY tablename, indexname";
    let mut tables: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for row in texts(store, DbBackend::Postgres, columns, 3).await {
        tables
            .entry(row[0].clone())
            .or_default()
            .0
            .push(format!("    {} {}", row[1], row[2]));
    }
    for row in texts(store, DbBackend::Postgres, indexes, 2).await {
        tables
            .entry(row[0].clone())
            .or_default()
            .1
            .push(row[1].clone());
    }
    let mut printed = String::from(
        "-- The tables on PostgreSQL, printed from the catalogue after the migrations by tests/it/contracts.rs.\n",
    );
    for (name, (columns, indexes)) in tables {
        printed.push_str(&format!(
            "\nCREATE TABLE {name} (\n{}\n);\n",
            columns.join(",\n")
        ));
        for index in indexes {
            printed.push_str(&index);
            printed.push_str(";\n");
        }
    }
    printed
}

async fn the_printed_tables_are_fresh(place: Place) {
    let store = Store::open(&place.url).await.expect("the database opens");
    let (name, printed) = match place.engine {
        Engine::Sqlite => ("tables.sqlite.sql", sqlite(&store).await),
        Engine::Postgres => ("tables.postgres.sql", postgresql(&store).await),
    };
    assert!(printed.contains("journal"), "the migrations made a journal");
    let path = repository().join("schema").join(name);
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != printed {
        std::fs::write(&path, &printed).expect("the contract is written");
        panic!("schema/{name} was stale; it has been written anew: review it and commit it");
    }
}

#[test]
fn every_type_of_the_graphql_contract_says_what_it_is() {
    let printed = schema::graph::build::sdl();
    let mut silent = Vec::new();
    let mut before = "";
    for line in printed.lines() {
        let opens = ["type ", "input ", "enum ", "interface ", "scalar "]
            .iter()
            .any(|word| line.starts_with(word));
        // Relay says what a connection is.
        if opens && !line.contains("Connection ") && !before.ends_with('"') {
            silent.push(line.to_owned());
        }
        before = line.trim_end();
    }
    assert!(
        silent.is_empty(),
        "types without a description: {silent:#?}"
    );
}
