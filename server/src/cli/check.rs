//! `mufakat check` and `mufakat test`: what a regency runs on its own changes before it deploys them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use workflows::bpmn::{self, CheckReport, Diagnostic, Severity};
use workflows::dmn;
use workflows::form::Form;
use workflows::simulate::scenario::{self, Scenario};

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
    /// `json` prints one object a file.
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
    let mut verdict = |path: &Path| -> Result<()> {
        let report = report(path);
        all_ok &= report.ok;
        if check.format == Format::Json || check.batch {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            println!(
                "{}  {}",
                if report.ok { "ok    " } else { "REFUSED" },
                report.path
            );
            for diagnostic in &report.diagnostics {
                print_diagnostic(diagnostic);
            }
        }
        Ok(())
    };
    if check.batch {
        for line in std::io::stdin().lines() {
            verdict(Path::new(line?.trim()))?;
        }
    } else {
        for path in below(&check.paths, DEFINITIONS)? {
            verdict(&path)?;
        }
    }
    Ok(all_ok)
}

fn print_diagnostic(diagnostic: &Diagnostic) {
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
    println!(
        "    {severity}{line}{element} [{}] {}\n        {}",
        diagnostic.code, diagnostic.message, diagnostic.remedy
    );
}

/// The deploy-time verdict of one file. A file that cannot be read is refused, not an error of the command.
fn report(path: &Path) -> CheckReport {
    let shown = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return CheckReport::new(shown, vec![unreadable(&error.to_string())]),
    };
    if has_ending(path, &["dmn"]) {
        let text = String::from_utf8_lossy(&bytes);
        let (model, mut diagnostics) = dmn::Model::parse(&text);
        if let Some(model) = model.filter(|model| !model.imports().is_empty()) {
            let beside: Vec<dmn::Model> = beside(path, &["dmn"])
                .iter()
                .filter_map(|path| std::fs::read(path).ok())
                .filter_map(|bytes| dmn::Model::parse(&String::from_utf8_lossy(&bytes)).0)
                .collect();
            diagnostics.extend(model.missing_imports(&beside));
        }
        return CheckReport::new(shown, diagnostics.into_iter().map(from_dmn).collect());
    }
    if has_ending(path, &["form"]) {
        let text = String::from_utf8_lossy(&bytes);
        let diagnostics = match Form::parse(&text) {
            Ok(form) => form.warnings().to_vec(),
            Err(diagnostics) => diagnostics,
        };
        return CheckReport::new(shown, diagnostics);
    }
    bpmn::check(&shown, &bytes)
}

fn unreadable(why: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        code: "UNREADABLE",
        element: None,
        line: None,
        message: format!("The file cannot be read: {why}."),
        remedy: "Check the path and the permissions.".to_owned(),
        message_id: format!("Berkas tidak dapat dibaca: {why}."),
        remedy_id: "Periksa lokasi dan izin berkas.".to_owned(),
        span: None,
    }
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
            println!("{}", serde_json::to_string(&report)?);
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
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0 && passed > 0)
}

fn play(path: &Path) -> Result<scenario::Report> {
    let shown = path.display().to_string();
    let parsed = match Scenario::parse(&text(path)?) {
        Ok(parsed) => parsed,
        Err(error) => {
            let failure = scenario::Failure {
                step: 0,
                message: error.to_string(),
            };
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
