//! Taking a backup, while everything goes on.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use chrono::Utc;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::TryStreamExt as _;
use sea_orm::DbErr;
use tar::{Builder, Header};

use super::{END, End, FORMAT, MANIFEST, Manifest, Summary};
use crate::documents::Digest;
use crate::documents::blobs::BlobStore;
use crate::store::{Store, tables};

/// Rows of one member, bytes.
const MEMBER: usize = 4 << 20;

struct Archive {
    tar: Builder<GzEncoder<BufWriter<File>>>,
    end: End,
}

impl Archive {
    fn add(&mut self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, bytes)?;
        let digest = Digest::of(bytes).to_string();
        self.end.members.insert(name.to_owned(), digest);
        Ok(())
    }
}

/// Writes the installation to `to`, which must not exist yet. `told` hears of each table and of the documents.
///
/// # Errors
/// When the database, the documents or the file fail; then there is no file.
pub async fn backup(
    store: &Store,
    blobs: &BlobStore,
    to: &Path,
    mut told: impl FnMut(&str, u64),
) -> Result<Summary> {
    if to.exists() {
        bail!("{} exists already", to.display());
    }
    let unfinished = PathBuf::from(format!("{}.part", to.display()));
    let written = save(store, blobs, &unfinished, &mut told).await;
    match written {
        Ok(summary) => {
            fs::rename(&unfinished, to)
                .with_context(|| format!("cannot name the file {}", to.display()))?;
            Ok(summary)
        }
        Err(error) => {
            let _ = fs::remove_file(&unfinished);
            Err(error)
        }
    }
}

async fn save(
    store: &Store,
    blobs: &BlobStore,
    file: &Path,
    told: &mut impl FnMut(&str, u64),
) -> Result<Summary> {
    let open = File::create_new(file)
        .with_context(|| format!("cannot make the file {}", file.display()))?;
    let mut archive = Archive {
        tar: Builder::new(GzEncoder::new(BufWriter::new(open), Compression::fast())),
        end: End::default(),
    };
    let transaction = store.snapshot().await.context("cannot read the database")?;
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        migrations: super::migrations(),
        at: Utc::now().to_rfc3339(),
    };
    archive.add(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
    let mut summary = Summary::default();
    let mut files = Vec::new();
    for table in tables::NAMES {
        let mut lines = Vec::new();
        let mut number = 0_u32;
        let mut failed = None;
        let mut each = |row: &tables::Row| -> Result<(), DbErr> {
            if *table == "document_version"
                && let Some(sha256) = row.get("sha256").and_then(|it| it.as_str())
            {
                files.push(sha256.to_owned());
            }
            let custom = |error: &dyn std::fmt::Display| DbErr::Custom(error.to_string());
            serde_json::to_writer(&mut lines, row).map_err(|error| custom(&error))?;
            lines.push(b'\n');
            if lines.len() >= MEMBER {
                number += 1;
                let name = format!("tables/{table}/{number:06}.jsonl");
                if let Err(error) = archive.add(&name, &lines) {
                    failed = Some(error);
                    return Err(DbErr::Custom("the file cannot be written".to_owned()));
                }
                lines.clear();
            }
            Ok(())
        };
        let rows = tables::read(&transaction, table, &mut each).await;
        if let Some(error) = failed {
            return Err(error).context("the file cannot be written");
        }
        let rows = rows.with_context(|| format!("cannot read the table {table}"))?;
        if !lines.is_empty() {
            archive.add(&format!("tables/{table}/{:06}.jsonl", number + 1), &lines)?;
        }
        archive.end.rows.insert((*table).to_owned(), rows);
        summary.rows += rows;
        told(table, rows);
    }
    transaction.rollback().await?;
    // After the tables: a document is stored before the database names it, so every one that is named is there.
    files.sort();
    files.dedup();
    for sha256 in &files {
        let digest: Digest = sha256
            .parse()
            .ok()
            .with_context(|| format!("{sha256} is no digest"))?;
        let reader = blobs
            .get(&digest)
            .await
            .with_context(|| format!("the document {sha256}"))?;
        let bytes: Vec<u8> = reader
            .bytes
            .try_fold(Vec::new(), |mut all, some| async move {
                all.extend_from_slice(&some);
                Ok(all)
            })
            .await
            .with_context(|| format!("the document {sha256}"))?;
        archive.add(&format!("documents/{sha256}"), &bytes)?;
        summary.documents += 1;
    }
    told("documents", summary.documents);
    let end = serde_json::to_vec_pretty(&archive.end)?;
    archive.add(END, &end)?;
    let mut buffer = archive.tar.into_inner()?.finish()?;
    buffer.flush()?;
    buffer
        .get_ref()
        .sync_all()
        .context("the file is not on the disk")?;
    Ok(summary)
}
