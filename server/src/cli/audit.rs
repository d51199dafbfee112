//! `mufakat audit`: verifies the record here, makes a checkpoint to keep outside, and exports what a stranger can verify
//! without this server (`docs/verifying.md`).

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use workflows::id::InstanceId;

use crate::commands::Fault;
use crate::config::Config;
use crate::documents::signature::LocalProvider;
use crate::ports::Clock;
use crate::store::{Store, audit as record, bundle, checkpoint};

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
    /// Makes a checkpoint now, over everything that no earlier one covers, and prints it: keep it outside.
    Checkpoint {
        #[command(flatten)]
        config: Config,
    },
    /// Writes the whole record as a bundle that `mufakat-verify` checks on any machine.
    Export {
        #[command(flatten)]
        config: Config,
        /// File to write; `-` is the standard output.
        #[arg(long, default_value = "-")]
        to: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) async fn audit(audit: Audit) -> Result<bool> {
    match audit.what {
        What::Verify {
            config,
            instance,
            format,
        } => verify(&config, instance, format).await,
        What::Checkpoint { config } => make_checkpoint(&config).await,
        What::Export { config, to } => export(&config, to).await,
    }
}

async fn make_checkpoint(config: &Config) -> Result<bool> {
    let store = Store::open(&config.database_url()).await?;
    store.migrate().await?;
    let signer = LocalProvider::open(&config.data_dir.join("keys").join("signature.pem"))?;
    let made = store
        .write(move |transaction| {
            Box::pin(async move {
                checkpoint::make(transaction, &signer, Clock::System.now())
                    .await
                    .map_err(Fault::from)
            })
        })
        .await?;
    let shown = match made {
        Some(made) => Some(made),
        None => {
            eprintln!("nothing is new since the last checkpoint");
            checkpoint::last(store.read()).await?
        }
    };
    if let Some(shown) = shown {
        print!("{}", schema::checkpoint_text::block(&shown));
    }
    Ok(true)
}

async fn export(config: &Config, to: PathBuf) -> Result<bool> {
    let store = Store::open(&config.database_url()).await?;
    let mut file: Box<dyn Write + Send> = if to.as_os_str() == "-" {
        Box::new(std::io::stdout())
    } else {
        Box::new(File::create(&to).with_context(|| format!("cannot write {}", to.display()))?)
    };
    let mut out = BufWriter::new(&mut file);
    let lines = bundle::export(store.read(), None, &mut out).await?;
    eprintln!("{lines} lines");
    Ok(true)
}

async fn verify(
    config: &Config,
    instance: Option<InstanceId>,
    format: Option<Format>,
) -> Result<bool> {
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
