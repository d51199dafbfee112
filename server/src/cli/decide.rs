//! `mufakat decide` and `mufakat feel`: one question, or JSON lines in and out (DIALECT 4).

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use chrono::Utc;
use clap::Args;
use workflows::calendar::Calendar;
use workflows::dmn::{self, Model};
use workflows::feel::{Context, Environment, Limits, Value, cli_answer, cli_batch_line, json};

use super::workflow_files::{beside, text};

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
    #[arg(long, value_name = "JSON", default_value = "{}")]
    input: String,
    /// Reads JSON lines from standard input.
    #[arg(long)]
    batch: bool,
}

/// Arguments of `mufakat feel`.
#[derive(Debug, Args)]
pub(super) struct Feel {
    /// Expression.
    #[arg(required_unless_present = "batch")]
    expression: Option<String>,
    /// Variables, a JSON object.
    #[arg(long, value_name = "JSON", default_value = "{}")]
    context: String,
    /// Reads JSON lines from standard input.
    #[arg(long)]
    batch: bool,
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

fn object(text: &str, what: &str) -> Result<Context> {
    match json::parse(text).map_err(|error| anyhow::anyhow!("{what}: {error}"))? {
        Value::Context(context) => Ok((*context).clone()),
        _ => bail!("{what} must be a JSON object"),
    }
}

/// Answers lines until the input ends; each answer is written out at once. Bytes that are no text are marked in the
/// line they stand in, which is then refused, and the rest go on.
fn lines(mut answer: impl FnMut(&str) -> String) -> Result<bool> {
    let mut out = std::io::stdout().lock();
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        writeln!(out, "{}", answer(String::from_utf8_lossy(&line).trim()))?;
        out.flush()?;
        line.clear();
    }
    Ok(true)
}

pub(super) fn feel(call: &Feel) -> Result<bool> {
    if call.batch {
        return with_environment(|environment| lines(|line| cli_batch_line(line, environment)));
    }
    let context = object(&call.context, "--context")?;
    let source = call.expression.as_deref().context("name an expression")?;
    let answer = with_environment(|environment| cli_answer(source, &context, environment));
    println!("{answer}");
    Ok(!answer.starts_with("{\"error\""))
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
        return with_environment(|environment| {
            lines(|line| dmn::answer_line(line, environment, &mut |file| model(&mut known, file)))
        });
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
        _ => bail!("name a --decision, --bkm or --service"),
    };
    let mut request = Context::new();
    request.insert("file", Value::from(file.as_str()));
    request.insert(kind, Value::from(name.as_str()));
    request.insert("input", Value::from(object(&call.input, "--input")?));
    let line = json::write(&Value::from(request));
    let answer = with_environment(|environment| {
        dmn::answer_line(&line, environment, &mut |file| model(&mut known, file))
    });
    println!("{answer}");
    Ok(!answer.starts_with("{\"error\""))
}
