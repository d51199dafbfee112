//! One file that holds an installation: every table at one moment, and every document that the tables name. Either
//! database can be made from it, whichever it was taken from. The keys stay apart: they are no one's to carry around.
//!
//! The file is a gzipped tar. `manifest.json` comes first and says what made it; then `documents/<sha256>` and
//! `tables/<name>/<number>.jsonl`, one JSON object a line; `end.json` comes last and has the digest of each member, so
//! that a file which was cut off or touched is told from a whole one.

pub mod person;
mod read;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use read::restore;
pub use write::backup;

/// The format that is written; older ones are read.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const END: &str = "end.json";

/// What made the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    /// Of this file.
    format: u32,
    /// Of the program.
    version: String,
    /// Migrations that had made the tables.
    migrations: Vec<String>,
    /// The moment of the tables, RFC 3339.
    at: String,
}

/// What a whole file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct End {
    /// SHA-256 of each member before this one.
    members: BTreeMap<String, String>,
    /// Rows of each table.
    rows: BTreeMap<String, u64>,
}

/// What was saved or brought back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of all tables.
    pub rows: u64,
    /// Files.
    pub documents: u64,
}

fn migrations() -> Vec<String> {
    use sea_orm_migration::MigratorTrait as _;
    schema::migrations::Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect()
}
