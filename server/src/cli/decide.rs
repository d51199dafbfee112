//! `mufakat decide` and `mufakat feel`: one question, or JSON lines in and out (DIALECT 4).

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use chrono::Utc;
use clap::Args;
use workflows::calendar::Calendar;
use workflows::dmn::{self, Model};
use workflows::feel::{Context, Environment, Limits, Value, cli_answer, cli_batch_line, json};

use super::check::Format;
use super::workflow_files::{beside, text};
use super::{WrongCall, lines};

/// Arguments of `mufakat decide`.
#[derive(Debug, Args)]
pub(super) struct Decide {
    /// DMN file.
    #[arg(required_unless_present = "batch")]
    file: Option<PathBuf>,
    /// Decision, by name or id.
    #[arg(long)]
    decision: Option<String>,
    /// Business knowledge model, by name or id.
    #[arg(long, conflicts_with = "decision")]
    bkm: Option<String>,
    /// Decision service, by name or id.
    #[arg(long, conflicts_with_all = ["decision", "bkm"])]
    service: Option<String>,
    /// Input, a JSON object.
    #[arg(long, value_name = "JSON", default_value = "{}", value_parser = super::object)]
    input: Context,
    /// Reads JSON lines from standard input; answers are JSON lines.
    #[arg(long)]
    batch: bool,
    /// `text` prints the value alone, warnings and errors go to standard error.
    #[arg(long, default_value = "json")]
    format: Format,
}

/// Arguments of `mufakat feel`.
#[derive(Debug, Args)]
pub(super) struct Feel {
    /// Expression.
    #[arg(required_unless_present = "batch")]
    expression: Option<String>,
    /// Variables, a JSON object.
    #[arg(long, value_name = "JSON", default_value = "{}", value_parser = super::object)]
    context: Context,
    /// Reads JSON lines from standard input; answers are JSON lines.
    #[arg(long)]
    batch: bool,
    /// `text` prints the value alone, warnings and errors go to standard error.
    #[arg(long, default_value = "json")]
    format: Format,
}

fn with_environment<T>(work: impl FnOnce(&Environment<'_>) -> T) -> T {
    let calendar = Calendar::shipped().for_region("id");
    work(&Environment {
        now: Utc::now(),
        zone: chrono_tz::Asia::Jakarta,
        calendar: &calendar,
        limits: Limits::default(),
        seed: None,
    })
}

pub(super) fn feel(call: &Feel) -> Result<bool> {
    if call.batch {
        with_environment(|environment| {
            lines::answer(|line| Ok(cli_batch_line(line, environment)))
        })?;
        return Ok(true);
    }
    let source = call.expression.as_deref().context("name an expression")?;
    let answer = with_environment(|environment| cli_answer(source, &call.context, environment));
    show(&answer, call.format)
}

/// A file is read once; models beside it that it imports are linked.
fn model(known: &mut BTreeMap<String, Result<Model, String>>, file: &str) -> Result<Model, String> {
    if let Some(found) = known.get(file) {
        return found.clone();
    }
    let found = read(file);
    known.insert(file.to_owned(), found.clone());
    found
}

fn read(file: &str) -> Result<Model, String> {
    let parse = |path: &std::path::Path| -> Result<Model, String> {
        let source = text(path).map_err(|error| format!("{error:#}"))?;
        let (model, diagnostics) = Model::parse(&source);
        model.ok_or_else(|| {
            diagnostics
                .iter()
                .map(|found| format!("line {}: {}", found.line, found.message))
                .collect::<Vec<_>>()
                .join("; ")
        })
    };
    let path = PathBuf::from(file);
    let model = parse(&path)?;
    if model.imports().is_empty() {
        return Ok(model);
    }
    let others: Vec<Model> = beside(&path, &["dmn"])
        .iter()
        .filter_map(|path| parse(path).ok())
        .collect();
    Ok(model.with_imports(&others))
}

pub(super) fn decide(call: &Decide) -> Result<bool> {
    let mut known = BTreeMap::new();
    if call.batch {
        with_environment(|environment| {
            lines::answer(|line| {
                Ok(dmn::answer_line(line, environment, &mut |file| {
                    model(&mut known, file)
                }))
            })
        })?;
        return Ok(true);
    }
    let file = call
        .file
        .as_deref()
        .context("name a DMN file")?
        .display()
        .to_string();
    let (kind, name) = match (&call.decision, &call.bkm, &call.service) {
        (Some(name), ..) => ("decision", name),
        (_, Some(name), _) => ("bkm", name),
        (.., Some(name)) => ("service", name),
        _ => {
            let what = "name a --decision, --bkm or --service".to_owned();
            return Err(WrongCall(what).into());
        }
    };
    let mut request = Context::new();
    request.insert("file", Value::from(file.as_str()));
    request.insert(kind, Value::from(name.as_str()));
    request.insert("input", Value::from(call.input.clone()));
    let line = json::write(&Value::from(request));
    let answer = with_environment(|environment| {
        dmn::answer_line(&line, environment, &mut |file| model(&mut known, file))
    });
    show(&answer, call.format)
}

/// Prints an answer; `false` when it is an error.
fn show(answer: &str, format: Format) -> Result<bool> {
    let ok = !answer.starts_with("{\"error\"");
    if format == Format::Json {
        lines::print(answer)?;
        return Ok(ok);
    }
    let parsed = json::parse(answer).map_err(|error| anyhow::anyhow!("{error}"))?;
    match parsed.get_path("error").and_then(Value::as_str) {
        Some(error) => eprintln!("{error}"),
        None => {
            let value = parsed.get_path("value").cloned().unwrap_or(Value::Null);
            lines::print(&json::write(&value))?;
            if let Some(Value::List(warnings)) = parsed.get_path("warnings") {
                for warning in warnings.iter().filter_map(Value::as_str) {
                    eprintln!("{warning}");
                }
            }
        }
    }
    Ok(ok)
}
