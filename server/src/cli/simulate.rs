//! `mufakat simulate`: a process in memory, on a virtual clock, without a database.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use workflows::feel::{Context, Value};
use workflows::simulate::scenario::{self, Scenario};
use workflows::simulate::{Driver, Options, Report, simulate as run};

use super::workflow_files::{DEFINITIONS, beside, sources, text};

/// Arguments of `mufakat simulate`.
#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// BPMN file.
    #[arg(required_unless_present = "batch")]
    file: Option<PathBuf>,
    /// Process to start; the first one when absent.
    #[arg(long)]
    process: Option<String>,
    /// Initial variables, a JSON object.
    #[arg(long, value_name = "JSON")]
    variables: Option<String>,
    /// Plays a scenario file over the process.
    #[arg(long, value_name = "FILE.yaml", conflicts_with = "autopilot")]
    script: Option<PathBuf>,
    /// Completes open tasks by itself.
    #[arg(long)]
    autopilot: bool,
    /// With --autopilot: fires the next timer, message or signal when nothing else is open.
    #[arg(long, requires = "autopilot")]
    fire: bool,
    /// Reads paths from standard input, one a line; prints one JSON document each, in order.
    #[arg(long)]
    batch: bool,
    /// `json` prints one line.
    #[arg(long, default_value = "json")]
    format: super::check::Format,
}

pub(super) fn simulate(call: &Simulate) -> Result<bool> {
    let variables = match &call.variables {
        None => Context::new(),
        Some(text) => match workflows::feel::json::parse(text)
            .map_err(|error| anyhow::anyhow!("--variables: {error}"))?
        {
            Value::Context(context) => (*context).clone(),
            _ => bail!("--variables must be a JSON object"),
        },
    };
    if let Some(script) = &call.script {
        return play(call, script);
    }
    let driver = match (call.autopilot, call.fire) {
        (true, fire) => Driver::Autopilot { fire },
        (false, _) => Driver::Nobody,
    };
    let one = |path: &Path| -> Report {
        let options = Options {
            process: call.process.clone(),
            variables: variables.clone(),
            driver: driver.clone(),
            ..Options::default()
        };
        let shown = path.display().to_string();
        // Decisions and forms that lie beside the file belong to it; other processes do not.
        let files = std::iter::once(path.to_owned()).chain(beside(path, &["dmn", "form"]));
        match sources(files) {
            Ok(sources) => run(&shown, &sources, &options),
            Err(error) => Report::refused(&shown, &[], Some(&format!("{error:#}"))),
        }
    };
    let mut completed = true;
    if call.batch {
        for line in std::io::stdin().lines() {
            let report = one(Path::new(line?.trim()));
            println!("{}", serde_json::to_string(&report)?);
        }
    } else {
        let report = one(call.file.as_deref().context("name a BPMN file")?);
        completed = matches!(report.state.as_str(), "completed" | "waiting");
        match call.format {
            super::check::Format::Json => println!("{}", serde_json::to_string(&report)?),
            super::check::Format::Text => println!("{}", serde_json::to_string_pretty(&report)?),
        }
    }
    Ok(completed)
}

fn play(call: &Simulate, script: &Path) -> Result<bool> {
    let file = call.file.as_deref().context("name a BPMN file")?;
    let parsed = Scenario::parse(&text(script)?)
        .map_err(|error| anyhow::anyhow!("{}: {error}", script.display()))?;
    let mut files = vec![file.to_owned()];
    files.extend(beside(file, DEFINITIONS));
    let folder = script.parent().unwrap_or(Path::new("."));
    files.extend(parsed.files.iter().map(|file| folder.join(file)));
    let report = scenario::run(&script.display().to_string(), &parsed, &sources(files)?);
    println!("{}", serde_json::to_string(&report)?);
    Ok(report.ok)
}
