//! `mufakat simulate`: a process in memory, on a virtual clock, without a database.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use workflows::feel::Context;
use workflows::simulate::scenario::Scenario;
use workflows::simulate::{Driver, Options, Report, simulate as simulated};

use super::check::Format;
use super::lines;
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
    #[arg(long, value_name = "JSON", default_value = "{}", value_parser = super::object)]
    variables: Context,
    /// Plays a scenario, or a list of steps, over the process.
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
    /// `json` prints one object, one a line; `text` is for people.
    #[arg(long, default_value = "json")]
    format: Format,
}

pub(super) fn simulate(call: &Simulate) -> Result<bool> {
    let driver = match (&call.script, call.autopilot) {
        (Some(script), _) => Driver::Script(text(script)?),
        (None, true) => Driver::Autopilot { fire: call.fire },
        (None, false) => Driver::Nobody,
    };
    let options = Options {
        process: call.process.clone(),
        variables: call.variables.clone(),
        driver,
        ..Options::default()
    };
    if call.batch {
        lines::answer(|line| {
            let path = Path::new(line.trim());
            // A fault of the engine ends this run, not the others.
            let run = catch_unwind(AssertUnwindSafe(|| run(path, call, &options)));
            let report = run.unwrap_or_else(|fault| {
                let said = fault.downcast_ref::<String>().map(String::as_str);
                let said = said.or(fault.downcast_ref::<&str>().copied());
                Report::broken(&path.display().to_string(), said.unwrap_or("panic"))
            });
            Ok(serde_json::to_string(&report)?)
        })?;
        return Ok(true);
    }
    let report = run(
        call.file.as_deref().context("name a BPMN file")?,
        call,
        &options,
    );
    lines::print(&match call.format {
        Format::Json => serde_json::to_string(&report)?,
        Format::Text => sentences(&report),
    })?;
    Ok(matches!(report.state.as_str(), "completed" | "waiting"))
}

fn run(path: &Path, call: &Simulate, options: &Options) -> Report {
    let shown = path.display().to_string();
    // Decisions and forms that lie beside the file belong to it. Other processes do only for a script, which is written
    // for a folder of definitions.
    let mut files = vec![path.to_owned()];
    match &call.script {
        None => files.extend(beside(path, &["dmn", "form"])),
        Some(script) => {
            files.extend(beside(path, DEFINITIONS));
            let folder = script.parent().unwrap_or(Path::new("."));
            if let Driver::Script(yaml) = &options.driver
                && let Ok(scenario) = Scenario::parse(yaml)
            {
                files.extend(scenario.files.iter().map(|file| folder.join(file)));
            }
        }
    }
    match sources(files) {
        Ok(sources) => simulated(&shown, &sources, options),
        Err(error) => Report::unreadable(&shown, &format!("{error:#}")),
    }
}

/// A report for people, in both languages.
fn sentences(report: &Report) -> String {
    let state = match report.state.as_str() {
        "completed" => "selesai / completed",
        "waiting" => "menunggu / waiting",
        "incident" => "insiden / incident",
        "limit" => "batas tercapai / limit reached",
        "refused" => "ditolak / refused",
        other => other,
    };
    let mut lines = vec![format!("{}  {state}", report.path)];
    if !report.user_tasks.is_empty() {
        lines.push(format!(
            "    tugas / tasks: {}",
            report.user_tasks.join(", ")
        ));
    }
    for wait in &report.waits {
        lines.push(format!(
            "    menunggu / waits: {} ({})",
            wait.element, wait.kind
        ));
    }
    for stuck in &report.incidents {
        lines.push(format!(
            "    insiden / incident: {} [{}] {}",
            stuck.element, stuck.code, stuck.message
        ));
    }
    for found in report.diagnostics.iter().filter(|found| found.is_error) {
        lines.push(format!("    {}", found.message));
    }
    lines.join("\n")
}
