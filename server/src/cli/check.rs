//! `mufakat check` and `mufakat test`: what a regency runs on its own changes before it deploys them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use workflows::bpmn::{self, CheckReport, Diagnostic, Severity};
use workflows::dmn;
use workflows::form::Form;
use workflows::simulate::scenario::{self, Scenario};

use super::lines;
use super::workflow_files::{DEFINITIONS, below, beside, has_ending, sources, text};

/// Arguments of `mufakat check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files, or folders that are searched for .bpmn, .dmn and .form files.
    #[arg(required_unless_present = "batch")]
    paths: Vec<PathBuf>,
    /// Reads paths from standard input, one a line.
    #[arg(long)]
    batch: bool,
    /// `json` prints one object a file, one a line.
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Arguments of `mufakat test`.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Files, or folders that are searched for .scenario.yaml files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// `json` prints one object a scenario.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

pub(super) fn check(check: &Check) -> Result<bool> {
    let mut all_ok = true;
    let mut verdict = |path: &Path| -> Result<String> {
        let report = report(path);
        all_ok &= report.ok;
        if check.format == Format::Json || check.batch {
            return Ok(serde_json::to_string(&report)?);
        }
        let mut text = format!(
            "{}  {}",
            if report.ok { "ok     " } else { "REFUSED" },
            report.path
        );
        for diagnostic in &report.diagnostics {
            text.push('\n');
            text.push_str(&sentences(diagnostic));
        }
        Ok(text)
    };
    if check.batch {
        lines::answer(|line| verdict(Path::new(line.trim())))?;
    } else {
        for path in below(&check.paths, DEFINITIONS)? {
            if !lines::print(&verdict(&path)?)? {
                break;
            }
        }
    }
    Ok(all_ok)
}

/// A finding for people, in both languages.
fn sentences(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let line = diagnostic
        .line
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    let element = diagnostic
        .element
        .as_deref()
        .map(|element| format!(" {element}"))
        .unwrap_or_default();
    format!(
        "    {severity}{line}{element} [{}]\n        {} {}\n        {} {}",
        diagnostic.code,
        diagnostic.message_id,
        diagnostic.remedy_id,
        diagnostic.message,
        diagnostic.remedy
    )
}

/// The deploy-time verdict of one file. A file that cannot be read is refused, not an error of the command.
fn report(path: &Path) -> CheckReport {
    let shown = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return CheckReport::new(shown, vec![Diagnostic::unreadable(&error.to_string())]);
        }
    };
    if has_ending(path, &["dmn"]) {
        let text = bpmn::text(&bytes);
        let (model, mut diagnostics) = dmn::Model::parse(&text);
        if let Some(model) = model.filter(|model| !model.imports().is_empty()) {
            let beside: Vec<dmn::Model> = beside(path, &["dmn"])
                .iter()
                .filter_map(|path| std::fs::read(path).ok())
                .filter_map(|bytes| dmn::Model::parse(&bpmn::text(&bytes)).0)
                .collect();
            diagnostics.extend(model.missing_imports(&beside));
        }
        return CheckReport::new(shown, diagnostics.into_iter().map(from_dmn).collect());
    }
    if has_ending(path, &["form"]) {
        let text = bpmn::text(&bytes);
        let diagnostics = match Form::parse(&text) {
            Ok(form) => form.warnings().to_vec(),
            Err(diagnostics) => diagnostics,
        };
        return CheckReport::new(shown, diagnostics);
    }
    bpmn::check(&shown, &bytes)
}

fn from_dmn(diagnostic: dmn::Diagnostic) -> Diagnostic {
    Diagnostic {
        severity: match diagnostic.severity {
            dmn::Severity::Error => Severity::Error,
            dmn::Severity::Warning => Severity::Warning,
        },
        code: diagnostic.code,
        element: diagnostic.element,
        line: Some(diagnostic.line),
        message: diagnostic.message,
        remedy_id: diagnostic.remedy.clone(),
        remedy: diagnostic.remedy,
        message_id: diagnostic.message_id,
        span: None,
    }
}

pub(super) fn test(test: &Test) -> Result<bool> {
    let (mut passed, mut failed) = (0_usize, 0_usize);
    for path in below(&test.paths, &["scenario.yaml", "scenario.yml"])? {
        let report = play(&path)?;
        if report.ok {
            passed += 1
        } else {
            failed += 1
        }
        if test.format == Format::Json {
            lines::print(&serde_json::to_string(&report)?)?;
        } else {
            println!(
                "{}  {}  ({}, {} steps)",
                if report.ok { "ok    " } else { "FAILED" },
                report.scenario,
                report.path,
                report.steps
            );
            if let Some(failure) = &report.failure {
                println!("    step {}: {}", failure.step, failure.message);
            }
        }
    }
    let count = format!("{passed} passed, {failed} failed");
    match test.format {
        Format::Text => println!("{count}"),
        // Standard output holds JSON lines only.
        Format::Json => eprintln!("{count}"),
    }
    Ok(failed == 0 && passed > 0)
}

fn play(path: &Path) -> Result<scenario::Report> {
    let shown = path.display().to_string();
    let read = text(path).map_err(|error| format!("{error:#}"));
    let read = read.and_then(|text| Scenario::parse(&text).map_err(|error| error.to_string()));
    let parsed = match read {
        Ok(parsed) => parsed,
        Err(message) => {
            let failure = scenario::Failure { step: 0, message };
            return Ok(scenario::Report {
                path: shown.clone(),
                scenario: shown,
                ok: false,
                steps: 0,
                failure: Some(failure),
            });
        }
    };
    let mut files = beside(path, DEFINITIONS);
    let folder = path.parent().unwrap_or(Path::new("."));
    files.extend(parsed.files.iter().map(|file| folder.join(file)));
    Ok(scenario::run(&shown, &parsed, &sources(files)?))
}
