//! `mufakat audit verify`: reads every journal and says whether the record is whole.

use anyhow::Result;
use clap::{Args, Subcommand};
use workflows::id::InstanceId;

use crate::config::Config;
use crate::store::{Store, audit as record};

/// Arguments of `mufakat audit`.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Verifies the hash chains, the heads and the snapshots.
    Verify {
        #[command(flatten)]
        config: Config,
        /// Only this instance (`inst_…`).
        #[arg(long)]
        instance: Option<InstanceId>,
        /// Prints the findings as JSON.
        #[arg(long)]
        format: Option<Format>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) async fn audit(audit: Audit) -> Result<bool> {
    let What::Verify {
        config,
        instance,
        format,
    } = audit.what;
    let store = Store::open(&config.database_url()).await?;
    let report = record::verify(
        store.read(),
        instance.map(InstanceId::uuid),
        |done, total| {
            if done % 500 == 0 {
                eprintln!("{done} of {total} instances");
            }
        },
    )
    .await?;
    if format == Some(Format::Json) {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        for fault in &report.faults {
            println!(
                "{} event {}: {} ({}) {}",
                fault.instance,
                fault.seq,
                fault.code,
                fault.kind.as_deref().unwrap_or("-"),
                fault.message
            );
        }
        println!(
            "{} instances, {} events, {} damaged",
            report.instances,
            report.events,
            report.faults.len()
        );
    }
    Ok(report.faults.is_empty())
}
