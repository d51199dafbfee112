//! Every shipped story comes true, and the sign-off runs to its end with nobody in it.

use std::collections::BTreeMap;

use workflows::simulate::scenario::{Scenario, run};
use workflows::simulate::{Driver, Options, Source, simulate};

use super::files::{Shipped, shipped};

fn definitions() -> BTreeMap<String, String> {
    ["bpmn", "dmn", "form"]
        .into_iter()
        .flat_map(shipped)
        .map(|Shipped { path, text }| (path, text))
        .collect()
}

/// Files beside a path, and those named relative to it.
fn around(path: &str, more: &[String], all: &BTreeMap<String, String>) -> Vec<Source> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named = more.iter().map(|name| match name.strip_prefix("../") {
        Some(rest) => rest.to_owned(),
        None => format!("{folder}/{name}"),
    });
    let beside = all
        .keys()
        .filter(|key| key.rsplit_once('/').map_or("", |(at, _)| at) == folder)
        .cloned();
    beside
        .chain(named)
        .map(|path| Source {
            text: all
                .get(&path)
                .unwrap_or_else(|| panic!("no file {path}"))
                .clone(),
            path,
        })
        .collect()
}

#[test]
fn every_shipped_scenario_comes_true() {
    let all = definitions();
    let mut failures = Vec::new();
    for Shipped { path, text } in shipped("scenario.yaml") {
        match Scenario::parse(&text) {
            Err(error) => failures.push(format!("{path}: {error}")),
            Ok(scenario) => {
                let report = run(&path, &scenario, &around(&path, &scenario.files, &all));
                if let Some(failure) = report.failure {
                    failures.push(format!("{path} step {}: {}", failure.step, failure.message));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_shipped_process_runs_to_its_end_on_autopilot() {
    let all = definitions();
    for (path, text) in all.iter().filter(|(path, _)| path.ends_with(".bpmn")) {
        let sources = [
            vec![Source {
                path: path.clone(),
                text: text.clone(),
            }],
            around(path, &[], &all)
                .into_iter()
                .filter(|it| it.path != *path)
                .collect(),
        ]
        .concat();
        let options = Options {
            driver: Driver::Autopilot { fire: true },
            ..Options::default()
        };
        let report = simulate(path, &sources, &options);
        assert_eq!(
            report.state,
            "completed",
            "{path}: {}",
            serde_json::to_string(&report).unwrap()
        );
    }
}
