//! What people read and fill in: every form and mail that a model names is there, in both languages.

use std::collections::BTreeSet;

use roxmltree::Document;
use serde_json::Value;
use workflows::form::Form;

use super::files::{Shipped, shipped};

fn folder(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn attributes(text: &str, element: &str, attribute: &str) -> BTreeSet<String> {
    let document = Document::parse(text).expect("well-formed XML");
    document
        .descendants()
        .filter(|node| node.tag_name().name() == element)
        .filter_map(|node| node.attribute(attribute).map(str::to_owned))
        .collect()
}

#[test]
fn every_form_reads_without_a_finding_and_is_named_like_its_file() {
    for Shipped { path, text } in shipped("form") {
        let form = Form::parse(&text).unwrap_or_else(|findings| panic!("{path}: {findings:#?}"));
        assert!(form.warnings().is_empty(), "{path}: {:#?}", form.warnings());
        assert!(
            path.ends_with(&format!("/{}.form", form.id())),
            "{path} holds {}",
            form.id()
        );
    }
}

#[test]
fn every_user_task_names_a_form_of_its_folder_and_every_form_is_used() {
    let mut used = BTreeSet::new();
    for Shipped { path, text } in shipped("bpmn") {
        for form in attributes(&text, "formDefinition", "formId") {
            used.insert(format!("{}/{form}.form", folder(&path)));
        }
        let document = Document::parse(&text).expect("well-formed XML");
        for task in document
            .descendants()
            .filter(|node| node.tag_name().name() == "userTask" && node.attribute("name").is_some())
        {
            let inside: Vec<&str> = task
                .descendants()
                .map(|node| node.tag_name().name())
                .collect();
            for needed in ["formDefinition", "assignmentDefinition", "taskSchedule"] {
                assert!(
                    inside.contains(&needed),
                    "{path}: {:?} has no {needed}",
                    task.attribute("id")
                );
            }
            let english = task
                .descendants()
                .any(|node| node.attribute("name") == Some("name:en"));
            assert!(
                english,
                "{path}: {:?} has no English name",
                task.attribute("id")
            );
        }
    }
    let there: BTreeSet<String> = shipped("form").into_iter().map(|form| form.path).collect();
    assert_eq!(used, there);
}

#[test]
fn every_label_of_a_form_is_also_there_in_english() {
    for Shipped { path, text } in shipped("form") {
        let form: Value = serde_json::from_str(&text).expect("JSON");
        translated(&path, &form);
    }
}

fn translated(path: &str, component: &Value) {
    let has = |key: String| {
        component["properties"][&key]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    };
    for name in ["label", "description", "text", "dateLabel", "timeLabel"] {
        if component[name].is_string() {
            assert!(
                has(format!("{name}:en")),
                "{path}: {} has no English {name}",
                component["id"]
            );
        }
    }
    for option in component["values"].as_array().into_iter().flatten() {
        let value = option["value"].as_str().expect("a text");
        assert!(
            has(format!("value:{value}:en")),
            "{path}: {} {value}",
            component["id"]
        );
    }
    for column in component["columns"].as_array().into_iter().flatten() {
        let key = column["key"].as_str().expect("a text");
        assert!(
            has(format!("column:{key}:en")),
            "{path}: {} {key}",
            component["id"]
        );
    }
    for inner in component["components"].as_array().into_iter().flatten() {
        translated(path, inner);
    }
}

#[test]
fn every_mail_that_a_model_sends_is_written_in_both_languages_and_every_mail_is_sent() {
    let mut sent: BTreeSet<String> = OF_THE_SERVER
        .iter()
        .map(|name| format!("mails/{name}"))
        .collect();
    for Shipped { path, text } in shipped("bpmn") {
        let document = Document::parse(&text).expect("well-formed XML");
        for header in document.descendants().filter(|node| {
            node.tag_name().name() == "header" && node.attribute("key") == Some("template")
        }) {
            sent.insert(format!(
                "{}/{}",
                folder(&path),
                header.attribute("value").unwrap_or_default()
            ));
        }
    }
    for language in ["id", "en"] {
        let written: BTreeSet<String> = shipped(&format!("mail.{language}"))
            .into_iter()
            .map(|mail| {
                mail.path
                    .trim_end_matches(&format!(".mail.{language}"))
                    .to_owned()
            })
            .collect();
        assert_eq!(written, sent, "{language}");
    }
}

/// What the reminder ladder, a new task and the nightly checkpoint send.
const OF_THE_SERVER: [&str; 12] = [
    "account-invitation",
    "audit-checkpoint",
    "task-assigned",
    "reminder-half",
    "reminder-minus-3wd",
    "reminder-minus-1wd",
    "reminder-due",
    "reminder-overdue-1wd",
    "reminder-overdue-3wd",
    "reminder-overdue-5wd",
    "reminder-weekly",
    "reminder-digest",
];

#[test]
fn every_mail_has_a_subject_says_why_and_fills_in_the_same_values_in_both_languages() {
    let in_english = shipped("mail.en");
    for Shipped { path, text } in shipped("mail.id") {
        let english_path = path.replace(".mail.id", ".mail.en");
        let english = in_english
            .iter()
            .find(|mail| mail.path == english_path)
            .map(|mail| mail.text.clone())
            .expect("the English mail");
        for (mail, why) in [(&text, "Mengapa Anda"), (&english, "Why you")] {
            let mut lines = mail.lines();
            assert!(
                lines
                    .next()
                    .is_some_and(|subject| !subject.trim().is_empty()),
                "{path} has no subject"
            );
            assert_eq!(
                lines.next(),
                Some(""),
                "{path}: the subject ends at an empty line"
            );
            assert!(
                mail.contains(why),
                "{path} does not say why this person gets it"
            );
        }
        let translations = |found: BTreeSet<String>| -> BTreeSet<String> {
            found
                .into_iter()
                .map(|value| value.replace("reasonEnglish", "reason"))
                .collect()
        };
        assert_eq!(
            translations(filled_in(&text)),
            translations(filled_in(&english)),
            "{path}"
        );
    }
}

/// The expressions between `{{` and `}}`.
fn filled_in(mail: &str) -> BTreeSet<String> {
    mail.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(value, _)| value.trim().to_owned())
        .collect()
}
