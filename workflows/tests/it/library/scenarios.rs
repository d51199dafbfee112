//! The stories that lie beside the models come true, and a run without anybody reaches its end.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use workflows::form::Form;
use workflows::simulate::scenario::{self, Scenario};
use workflows::simulate::{Driver, Options, Source, simulate};

use super::files::{Shipped, shipped};

/// Every definition of the library by its path.
fn definitions() -> BTreeMap<String, String> {
    ["bpmn", "dmn", "form"]
        .into_iter()
        .flat_map(shipped)
        .map(|Shipped { path, text }| (path, text))
        .collect()
}

fn source((path, text): (&String, &String)) -> Source {
    Source {
        path: path.clone(),
        text: text.clone(),
    }
}

fn folder(path: &str) -> &Path {
    Path::new(path).parent().expect("a folder")
}

/// `masterplan-approval` and `../paraf-chain/x.bpmn` make `paraf-chain/x.bpmn`.
fn beside(folder: &Path, file: &str) -> String {
    let mut path = PathBuf::new();
    for part in folder.join(file).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

#[test]
fn every_scenario_comes_true() {
    let definitions = definitions();
    let mut failed = Vec::new();
    for Shipped { path, text } in shipped("scenario.yaml") {
        let story = Scenario::parse(&text).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        let here = folder(&path);
        let mut sources: Vec<Source> = definitions
            .iter()
            .filter(|(file, _)| folder(file) == here)
            .map(source)
            .collect();
        for file in &story.files {
            let file = beside(here, file);
            let found = definitions
                .get_key_value(&file)
                .unwrap_or_else(|| panic!("{path} names {file}"));
            sources.push(source(found));
        }
        if let Some(failure) = scenario::run(&path, &story, &sources).failure {
            failed.push(format!(
                "{path}, step {}: {}",
                failure.step, failure.message
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn autopilot(path: &str, sources: &[Source]) -> workflows::simulate::Report {
    let options = Options {
        driver: Driver::Autopilot { fire: false },
        ..Options::default()
    };
    simulate(path, sources, &options)
}

/// The bar of issue 2: the file by itself, nothing called, nothing decided, nothing filled in.
#[test]
fn every_process_file_by_itself_reaches_its_end_without_any_data() {
    for (path, text) in &definitions() {
        if path.ends_with(".bpmn") {
            let report = autopilot(path, &[source((path, text))]);
            assert_eq!(report.state, "completed", "{path}: {report:?}");
        }
    }
}

#[test]
fn the_sign_off_reaches_its_end_without_any_data_with_all_that_it_calls() {
    let path = "masterplan-approval/masterplan-approval.bpmn";
    let definitions = definitions();
    let mut sources = vec![source(definitions.get_key_value(path).expect("the file"))];
    sources.extend(
        definitions
            .iter()
            .filter(|(file, _)| *file != path)
            .map(source),
    );
    let report = autopilot(path, &sources);
    assert_eq!(report.state, "completed", "{report:?}");
    assert_eq!(
        report.user_tasks,
        [
            "upload-bundle",
            "prepare-meeting",
            "attendance-list",
            "deliberate",
            "sign-decree"
        ]
    );
}

/// Which form each user task of the library shows.
fn forms_of_tasks() -> BTreeMap<String, String> {
    let mut forms = BTreeMap::new();
    for Shipped { text, .. } in shipped("bpmn") {
        let document = roxmltree::Document::parse(&text).expect("well-formed XML");
        for node in document.descendants() {
            let form = node
                .attribute("formId")
                .filter(|_| node.tag_name().name() == "formDefinition");
            let task = node
                .ancestors()
                .find(|around| around.tag_name().name() == "userTask");
            if let (Some(form), Some(task)) = (form, task) {
                forms.insert(
                    task.attribute("id").unwrap_or_default().to_owned(),
                    form.to_owned(),
                );
            }
        }
    }
    forms
}

#[test]
fn what_people_enter_in_the_stories_is_what_the_forms_ask_for() {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Shipped { text, .. } in shipped("form") {
        let form = Form::parse(&text).expect("a form");
        let first_parts = form
            .keys()
            .iter()
            .filter_map(|key| key.split(['[', '.']).next().map(str::to_owned))
            .collect();
        keys.insert(form.id().to_owned(), first_parts);
    }
    let forms = forms_of_tasks();
    let mut entered = 0;
    for Shipped { path, text } in shipped("scenario.yaml") {
        let story: serde_json::Value = serde_yaml_ng::from_str(&text).expect("YAML");
        for step in story["steps"].as_array().into_iter().flatten() {
            let Some(task) = step["complete"].as_str().or(step["vote"].as_str()) else {
                continue;
            };
            let form = forms
                .get(task)
                .unwrap_or_else(|| panic!("{path}: {task} has no form"));
            for name in step["with"]
                .as_object()
                .into_iter()
                .flat_map(|values| values.keys())
            {
                assert!(
                    keys[form].contains(name),
                    "{path}: {task} enters {name}, which {form} does not ask for"
                );
                entered += 1;
            }
        }
    }
    assert!(
        entered > 100,
        "the stories enter hardly anything: {entered}"
    );
}
