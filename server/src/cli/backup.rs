//! `mufakat backup` and `mufakat restore`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::backup;
use crate::config::Config;
use crate::documents::blobs::BlobStore;
use crate::store::{Store, audit};

/// Arguments of `mufakat backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    config: Config,
    /// File to write; it must not exist yet.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Arguments of `mufakat restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    config: Config,
    /// File that `mufakat backup` has written.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

fn tell(what: &str, count: u64) {
    eprintln!("{what}: {count}");
}

pub(super) async fn backup(asked: Backup) -> Result<bool> {
    let store = Store::open(&asked.config.database_url()).await?;
    store.migrate().await?;
    let blobs = BlobStore::in_folder(&asked.config.data_dir.join("documents"))?;
    let saved = backup::backup(&store, &blobs, &asked.to, tell).await?;
    println!(
        "{}: {} rows, {} documents. The keys in {} are not in it: keep them apart and safe.",
        asked.to.display(),
        saved.rows,
        saved.documents,
        asked.config.data_dir.join("keys").display()
    );
    Ok(true)
}

pub(super) async fn restore(asked: Restore) -> Result<bool> {
    let data = &asked.config.data_dir;
    tokio::fs::create_dir_all(data)
        .await
        .with_context(|| format!("cannot make the data folder {}", data.display()))?;
    let store = Store::open(&asked.config.database_url()).await?;
    store.migrate().await?;
    let blobs = BlobStore::in_folder(&data.join("documents"))?;
    let brought = backup::restore(&store, &blobs, &asked.from, tell).await?;
    let report = audit::verify(store.read(), None, |_, _| {}).await?;
    for fault in &report.faults {
        println!("{} event {}: {}", fault.instance, fault.seq, fault.message);
    }
    println!(
        "{} rows, {} documents; {} instances and {} events verified, {} damaged",
        brought.rows,
        brought.documents,
        report.instances,
        report.events,
        report.faults.len()
    );
    Ok(report.faults.is_empty())
}
