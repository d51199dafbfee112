//! `mufakat migrate`, `mufakat seed` and `mufakat register import`.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use schema::register_change::{ImportReport, Outcome};

use crate::app::Prepared;
use crate::commands::{actor_of, import_register};
use crate::config::Config;
use crate::ports::Clock;
use crate::seed;
use crate::store::Store;
use crate::store::account;

pub(super) async fn migrate(config: Config) -> Result<bool> {
    tokio::fs::create_dir_all(&config.data_dir).await?;
    Store::open(&config.database_url()).await?.migrate().await?;
    eprintln!("the database is up to date");
    Ok(true)
}

pub(super) async fn seed(config: Config) -> Result<bool> {
    let prepared = Prepared::open(&config, Clock::System).await?;
    let regions = seed::regions(&prepared.door.store, |done| eprintln!("regions: {done}")).await?;
    eprintln!("regions: {regions}");
    if config.demo {
        seed::demo(&prepared.door, &prepared.workers, &prepared.passwords).await?;
        eprintln!("demo data: Kabupaten Kutai Kartanegara (data contoh)");
    }
    Ok(true)
}

/// Arguments of `mufakat register`.
#[derive(Debug, Args)]
pub(super) struct Register {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reads people, positions, roles and appointments from a CSV file; prints every line that is not as it was.
    Import {
        #[command(flatten)]
        config: Config,
        /// The file.
        file: PathBuf,
        /// E-mail address of the person who imports: what they may not change is refused.
        #[arg(long)]
        by: String,
        /// Only tell what would change.
        #[arg(long)]
        dry_run: bool,
        /// Apply what can be applied although lines are refused.
        #[arg(long)]
        skip_refused: bool,
    },
}

pub(super) async fn register(register: Register) -> Result<bool> {
    let What::Import {
        config,
        file,
        by,
        dry_run,
        skip_refused,
    } = register.what;
    let bytes = tokio::fs::read(&file)
        .await
        .with_context(|| format!("cannot read {}", file.display()))?;
    let prepared = Prepared::open(&config, Clock::System).await?;
    let door = &prepared.door;
    let (person, _) = account::by_email(door.store.read(), &by)
        .await?
        .with_context(|| format!("{by} has no account"))?;
    let actor = actor_of(door.store.read(), person.id, door.clock.now()).await?;
    let report = import_register(door, &actor, &bytes, dry_run, skip_refused).await?;
    print(&report);
    let refused = report.count(Outcome::Refused);
    eprintln!(
        "{}: {} new, {} changed, {} unchanged, {refused} refused",
        if report.applied {
            "applied"
        } else {
            "nothing was changed"
        },
        report.count(Outcome::New),
        report.count(Outcome::Changed),
        report.count(Outcome::Unchanged),
    );
    Ok(refused == 0)
}

fn print(report: &ImportReport) {
    for line in &report.lines {
        let what = match (line.outcome, &line.problem) {
            (Outcome::Unchanged, _) => continue,
            (_, Some(problem)) => format!("refused: {}: {}", problem.code, problem.message),
            (Outcome::New, None) => "new".to_owned(),
            (_, None) => "changed".to_owned(),
        };
        println!("{}\t{}\t{what}", line.line, line.subject);
    }
}
