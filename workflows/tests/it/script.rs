//! A test is a script: a process in a compact notation, and steps in the language of scenarios.
//!
//! The notation of processes is that of [`crate::notation`].

use workflows::simulate::Source;
use workflows::simulate::scenario::{Scenario, run};

pub use crate::notation::xml;

/// Plays steps over a process and fails with the words of the first step that does not come true.
pub fn check(process: &str, steps: &str) {
    check_with(process, "", steps);
}

/// Plays steps over a process `p` that can be migrated to `to`: a process `q` in a file of its own.
pub fn check_migration(process: &str, to: &str, steps: &str) {
    check_migration_with(process, to, "", steps);
}

/// The same, with keys of the scenario itself before the steps.
pub fn check_migration_with(process: &str, to: &str, head: &str, steps: &str) {
    let to = xml(&format!("process q\n{to}"));
    play(process, &[to], head, steps);
}

/// The same as [`check`], with keys of the scenario itself (`jobs:`, `people:`, `start:`, ...) before the steps.
pub fn check_with(process: &str, head: &str, steps: &str) {
    play(process, &[], head, steps);
}

fn play(process: &str, others: &[String], head: &str, steps: &str) {
    let head = unindent(head);
    let steps = unindent(steps);
    let now = if head.lines().any(|line| line.starts_with("now:")) {
        ""
    } else {
        "now: 2026-07-06T08:00:00+08:00\n"
    };
    let process_key = if head.lines().any(|line| line.starts_with("process:")) {
        ""
    } else {
        "process: p\n"
    };
    let yaml = format!(
        "scenario: script\n{now}{process_key}zone: Asia/Makassar\n{head}\nsteps:\n{steps}\n"
    );
    let scenario = match Scenario::parse(&yaml) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}\n{yaml}"),
    };
    let xml = xml(process);
    let mut sources = vec![Source {
        path: "script.bpmn".to_owned(),
        text: xml.clone(),
    }];
    sources.extend(others.iter().enumerate().map(|(at, text)| Source {
        path: format!("other-{at}.bpmn"),
        text: text.clone(),
    }));
    let report = run("script", &scenario, &sources);
    if let Some(failure) = report.failure {
        panic!("step {}: {}\n{steps}\n{xml}", failure.step, failure.message);
    }
}

fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let margin = lines
        .iter()
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    lines
        .iter()
        .map(|line| &line[margin..])
        .fold(String::new(), |mut all, line| {
            all.push_str(line);
            all.push('\n');
            all
        })
}
