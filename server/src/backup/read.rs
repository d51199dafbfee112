//! Bringing a backup back into an empty installation. The file is read through once before anything is written; then the
//! documents, then every table in one transaction: it is all there, or nothing is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use flate2::read::GzDecoder;
use sea_orm::{DatabaseTransaction, DbErr};
use tar::Archive;

use super::{END, End, FORMAT, MANIFEST, Manifest, Summary};
use crate::documents::Digest;
use crate::documents::blobs::BlobStore;
use crate::store::{Store, tables};

/// Largest member that is read, bytes: a table's share or a document.
const LARGEST: u64 = 1 << 30;

/// Goes through the members in their order.
fn members(file: &Path, mut each: impl FnMut(&str, Vec<u8>) -> Result<()>) -> Result<()> {
    let open = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(open)));
    for entry in archive.entries().context("this is not a backup")? {
        let mut entry = entry.context("the file is damaged")?;
        let name = entry
            .path()
            .context("the file is damaged")?
            .to_str()
            .context("the file is damaged")?
            .to_owned();
        if entry.size() > LARGEST {
            bail!("{name} is larger than any part of a backup");
        }
        let mut bytes = Vec::new();
        entry
            .read_to_end(&mut bytes)
            .with_context(|| format!("{name} is cut off"))?;
        each(&name, bytes)?;
    }
    Ok(())
}

/// Whether the file is whole, and made by a program that is not newer than this one.
fn check(file: &Path) -> Result<End> {
    let (mut manifest, mut end) = (None, None);
    let mut found = BTreeMap::new();
    members(file, |name, bytes| {
        if end.is_some() {
            bail!("there is something behind the end of the backup");
        }
        match name {
            END => end = Some(serde_json::from_slice::<End>(&bytes)?),
            other => {
                if other == MANIFEST {
                    manifest = Some(serde_json::from_slice::<Manifest>(&bytes)?);
                }
                found.insert(other.to_owned(), Digest::of(&bytes).to_string());
            }
        }
        Ok(())
    })?;
    let manifest = manifest.context("this is not a backup: it has no manifest")?;
    let end = end.context("the backup is cut off: it has no end")?;
    if end.members != found {
        let differs = found
            .iter()
            .find(|(name, digest)| end.members.get(*name) != Some(digest))
            .map_or("a member is missing", |(name, _)| name.as_str());
        bail!("the backup is damaged: {differs}");
    }
    let known = super::migrations();
    let newer = manifest.migrations.iter().find(|it| !known.contains(it));
    if manifest.format > FORMAT || newer.is_some() {
        bail!(
            "the backup was made by a newer program ({}): use that one",
            manifest.version
        );
    }
    Ok(end)
}

/// Brings the installation in `from` back into an empty database. `told` hears of the documents and of each table.
///
/// # Errors
/// When the file is not whole, the database is not empty, or one of them fails; then the database is as it was.
pub async fn restore(
    store: &Store,
    blobs: &BlobStore,
    from: &Path,
    mut told: impl FnMut(&str, u64),
) -> Result<Summary> {
    let end = check(from)?;
    if let Some(table) = tables::first_filled(store.read()).await? {
        bail!("the database is not empty: {table} holds rows; restore into a new one");
    }
    let mut summary = Summary::default();
    for name in end.members.keys() {
        if let Some(sha256) = name.strip_prefix("documents/") {
            let _: Digest = sha256
                .parse()
                .ok()
                .with_context(|| format!("{name} is no document"))?;
            summary.documents += 1;
        }
    }
    bring_documents(blobs, from).await?;
    told("documents", summary.documents);
    let file: PathBuf = from.to_owned();
    let wanted: BTreeMap<_, _> = end.rows.into_iter().filter(|(_, rows)| *rows > 0).collect();
    let rows: BTreeMap<String, u64> = store
        .write(move |transaction| {
            Box::pin(async move {
                let rows = bring_tables(transaction, &file).await?;
                if rows != wanted {
                    let problem = "the backup names other numbers of rows than it holds";
                    return Err(DbErr::Custom(problem.to_owned()));
                }
                Ok(rows)
            })
        })
        .await
        .map_err(|error: DbErr| anyhow::anyhow!("{error}"))?;
    for (table, count) in &rows {
        summary.rows += count;
        told(table, *count);
    }
    Ok(summary)
}

async fn bring_documents(blobs: &BlobStore, from: &Path) -> Result<()> {
    // The reader of the file is not async: it goes ahead on a thread of its own, a few documents at a time.
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<(String, Vec<u8>)>(4);
    let file = from.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        members(&file, |name, bytes| {
            if let Some(sha256) = name.strip_prefix("documents/") {
                let sent = sender.blocking_send((sha256.to_owned(), bytes));
                sent.context("the documents cannot be stored")?;
            }
            Ok(())
        })
    });
    while let Some((sha256, bytes)) = receiver.recv().await {
        let kept = blobs
            .put_bytes(Bytes::from(bytes))
            .await
            .with_context(|| format!("the document {sha256}"))?;
        if kept.sha256.to_string() != sha256 {
            bail!("the document {sha256} has other bytes than its name says");
        }
    }
    reading.await.context("the backup cannot be read")?
}

async fn bring_tables(
    transaction: &DatabaseTransaction,
    file: &Path,
) -> Result<BTreeMap<String, u64>, DbErr> {
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<(String, Vec<u8>)>(2);
    let file = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        members(&file, |name, bytes| {
            let table = name
                .strip_prefix("tables/")
                .and_then(|rest| rest.split('/').next());
            if let Some(table) = table {
                let sent = sender.blocking_send((table.to_owned(), bytes));
                sent.context("the tables cannot be written")?;
            }
            Ok(())
        })
    });
    let mut counts = BTreeMap::new();
    while let Some((table, bytes)) = receiver.recv().await {
        let rows: Vec<tables::Row> = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(serde_json::from_slice)
            .collect::<Result<_, _>>()
            .map_err(|error| DbErr::Custom(format!("{table}: {error}")))?;
        tables::write(transaction, &table, &rows).await?;
        *counts.entry(table).or_default() += rows.len() as u64;
    }
    reading
        .await
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .map_err(|error| DbErr::Custom(format!("{error:#}")))?;
    Ok(counts)
}
