//! What a scenario expects to find.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json};

use crate::engine::state::Task;
use crate::feel::{Context, Value};

use super::super::player::{Call, Posted};
use super::play::{Stage, Trouble};

type Checked = Result<(), Trouble>;

fn failed(message: impl Into<String>) -> Checked {
    Err(Trouble::Failed(message.into()))
}

/// Whether a value is as expected: numbers by value, contexts by the keys that are given, lists one by one.
pub(crate) fn same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Context(found), Value::Context(wanted)) => wanted
            .iter()
            .all(|(name, value)| same(found.get(name).unwrap_or(&Value::Null), value)),
        (Value::List(found), Value::List(wanted)) => {
            found.len() == wanted.len() && found.iter().zip(wanted.iter()).all(|(a, b)| same(a, b))
        }
        // A date that YAML can only write as a text.
        (Value::Date(_) | Value::DateTime(_) | Value::Time(_), Value::String(text)) => {
            found.to_text() == **text
        }
        (Value::DaysDuration(_) | Value::YearsDuration(_), Value::String(text)) => {
            found.to_text() == **text
        }
        _ => found == wanted,
    }
}

/// Checks an `expect`.
pub(crate) fn check(stage: &mut Stage<'_>, wanted: &Json) -> Checked {
    let Json::Object(wanted) = wanted else {
        return failed("expect is a mapping");
    };
    for (what, value) in wanted {
        let checked = match what.as_str() {
            "state" => state(stage, value),
            "tasks" => tasks(stage, value, true),
            "includes" => tasks(stage, value, false),
            "noTask" => no_task(stage, value),
            "waits" => waits(stage, value),
            "variables" => variables(stage, value),
            "mails" => {
                let all: Vec<Call> = stage
                    .calls
                    .iter()
                    .filter(|call| call.kind == "mufakat:mail")
                    .cloned()
                    .collect();
                let new = all.get(stage.seen.mails..).unwrap_or_default();
                stage.seen.mails = all.len();
                calls(stage, "mails", new, value)
            }
            "calls" => {
                let all: Vec<Call> = stage
                    .calls
                    .iter()
                    .filter(|call| call.kind != "mufakat:mail")
                    .cloned()
                    .collect();
                let new = all.get(stage.seen.calls..).unwrap_or_default();
                stage.seen.calls = all.len();
                calls(stage, "calls", new, value)
            }
            "messages" => {
                let all = &stage.player.messages;
                let new = all.get(stage.seen.messages..).unwrap_or_default().to_vec();
                stage.seen.messages = all.len();
                posted(stage, &new, value)
            }
            "signals" => {
                let all = &stage.player.signals;
                let new = all.get(stage.seen.signals..).unwrap_or_default().to_vec();
                stage.seen.signals = all.len();
                let names: Vec<Json> = new.iter().map(|it| Json::from(it.name.clone())).collect();
                equal("signals", &Json::Array(names), value)
            }
            "incidents" => incidents(stage, value),
            "done" => equal("done", &Json::from(stage.player.completed.clone()), value),
            "tally" => tally(stage, value),
            other => failed(format!("expect does not know {other:?}")),
        };
        checked?;
    }
    Ok(())
}

fn equal(what: &str, found: &Json, wanted: &Json) -> Checked {
    if found == wanted {
        Ok(())
    } else {
        failed(format!("{what}: expected {wanted}, found {found}"))
    }
}

fn state(stage: &Stage<'_>, wanted: &Json) -> Checked {
    let found = stage.player.state_name();
    if Some(found) == wanted.as_str() {
        return Ok(());
    }
    let stuck: Vec<String> = stage
        .player
        .state
        .incidents
        .values()
        .map(|it| format!("{} {}: {}", it.element, it.code, it.message))
        .collect();
    let open: Vec<&str> = stage
        .player
        .state
        .tasks
        .values()
        .map(|it| it.facts.element.as_str())
        .collect();
    failed(format!(
        "state: expected {wanted}, found {found}; open tasks: {}; incidents: {}",
        open.join(", "),
        stuck.join("; ")
    ))
}

fn list(what: &str, wanted: &Json) -> Result<Vec<Json>, Trouble> {
    match wanted {
        Json::Array(items) => Ok(items.clone()),
        Json::Null => Ok(Vec::new()),
        _ => Err(Trouble::Failed(format!("{what} is a list"))),
    }
}

/// `{ ..., count: 3 }` stands for three.
fn repeated(items: Vec<Json>) -> Vec<Json> {
    let mut all = Vec::new();
    for mut item in items {
        let count = match &mut item {
            Json::Object(map) => map.remove("count").and_then(|it| it.as_u64()),
            _ => None,
        };
        for _ in 0..count.unwrap_or(1) {
            all.push(item.clone());
        }
    }
    all
}

fn tasks(stage: &Stage<'_>, wanted: &Json, exactly: bool) -> Checked {
    let mut open: Vec<&Task> = stage.player.state.tasks.values().collect();
    let shown = |tasks: &[&Task]| {
        let all: Vec<String> = tasks.iter().map(|it| describe(it)).collect();
        if all.is_empty() {
            "none".to_owned()
        } else {
            all.join("; ")
        }
    };
    for item in repeated(list("tasks", wanted)?) {
        let mut fitting = None;
        for (at, task) in open.iter().enumerate() {
            if fits(stage, task, &item)? {
                fitting = Some(at);
                break;
            }
        }
        match fitting {
            Some(at) => {
                open.remove(at);
            }
            None => {
                return failed(format!(
                    "tasks: {item} is not open; open are: {} (the instance is {})",
                    shown(&open),
                    stage.player.state_name()
                ));
            }
        }
    }
    if exactly && !open.is_empty() {
        return failed(format!("tasks: not expected, but open: {}", shown(&open)));
    }
    Ok(())
}

fn describe(task: &Task) -> String {
    let facts = &task.facts;
    let mut candidates = facts.candidate_users.clone();
    candidates.extend(facts.candidate_groups.clone());
    format!(
        "{} (assignee {}, candidates [{}], due {})",
        facts.element,
        task.holder.as_deref().unwrap_or("none"),
        candidates.join(", "),
        facts.due.map_or("none".to_owned(), |due| due.to_rfc3339()),
    )
}

fn fits(stage: &Stage<'_>, task: &Task, wanted: &Json) -> Result<bool, Trouble> {
    let facts = &task.facts;
    let wanted = match wanted {
        Json::String(element) => return Ok(facts.element == *element),
        Json::Object(wanted) => wanted,
        _ => {
            return Err(Trouble::Failed(
                "a task is an element id or a mapping".to_owned(),
            ));
        }
    };
    let mut candidates = facts.candidate_users.clone();
    candidates.extend(facts.candidate_groups.clone());
    candidates.sort();
    for (what, value) in wanted {
        let value = stage.value(value)?;
        let text = value.as_str();
        let holds = match what.as_str() {
            "element" => text == Some(&facts.element),
            "name" => text == Some(&facts.name),
            "assignee" => text == task.holder.as_deref().or(facts.assignee.as_deref()),
            "candidates" => {
                let mut named: Vec<String> = value
                    .as_list()
                    .map(|it| it.iter().map(Value::to_text).collect())
                    .unwrap_or_default();
                named.sort();
                named == candidates
            }
            "due" => at(stage, facts.due, &value),
            "followUp" => at(stage, facts.follow_up, &value),
            "priority" => value.as_i64() == Some(i64::from(facts.priority)),
            "form" => text == facts.form.as_deref(),
            "item" => value.as_i64() == facts.loop_counter.map(i64::from),
            other => {
                return Err(Trouble::Failed(format!("a task has no {other:?}")));
            }
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An instant, or a bare date: that day in the zone of the scenario.
fn at(stage: &Stage<'_>, found: Option<DateTime<Utc>>, wanted: &Value) -> bool {
    let zone = stage.player.zone;
    let day = |day: NaiveDate| found.is_some_and(|at| at.with_timezone(&zone).date_naive() == day);
    match wanted {
        Value::Null => found.is_none(),
        Value::Date(date) => date.to_naive().is_some_and(day),
        Value::DateTime(moment) => moment.to_utc(zone) == found,
        Value::String(text) => match text.parse::<NaiveDate>() {
            Ok(date) => day(date),
            Err(_) => DateTime::parse_from_rfc3339(text)
                .is_ok_and(|at| Some(at.with_timezone(&Utc)) == found),
        },
        _ => false,
    }
}

fn no_task(stage: &Stage<'_>, wanted: &Json) -> Checked {
    for element in list("noTask", wanted)? {
        let element = element.as_str().unwrap_or_default().to_owned();
        if !stage.player.tasks_of(&element).is_empty() {
            return failed(format!("noTask: {element} is open"));
        }
    }
    Ok(())
}

fn waits(stage: &Stage<'_>, wanted: &Json) -> Checked {
    let mut found = stage.player.waits();
    for item in repeated(list("waits", wanted)?) {
        let Json::Object(map) = &item else {
            return failed("a wait is a mapping");
        };
        let text = |name: &str| map.get(name).and_then(Json::as_str);
        let due = match map.get("due") {
            None => None,
            Some(due) => Some(stage.value(due)?),
        };
        let fitting = found.iter().position(|wait| {
            text("element").is_none_or(|it| it == wait.element)
                && text("kind").is_none_or(|it| it == wait.kind)
                && (text("name").is_none() || text("name") == wait.name.as_deref())
                && (text("key").is_none() || text("key") == wait.key.as_deref())
                && due.as_ref().is_none_or(|due| at(stage, wait.due, due))
        });
        match fitting {
            Some(at) => {
                found.remove(at);
            }
            None => {
                let all = serde_json::to_string(&found).unwrap_or_default();
                return failed(format!("waits: {item} is not there; left are {all}"));
            }
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        let all = serde_json::to_string(&found).unwrap_or_default();
        failed(format!("waits: not expected, but there: {all}"))
    }
}

fn variables(stage: &Stage<'_>, wanted: &Json) -> Checked {
    let Json::Object(wanted) = wanted else {
        return failed("variables is a mapping");
    };
    let root = Value::from(stage.player.state.variables().clone());
    for (path, value) in wanted {
        let value = stage.value(value)?;
        let found = root.get_path(path).cloned().unwrap_or_default();
        if !same(&found, &value) {
            return failed(format!(
                "variables: {path} is {}, expected {}",
                found.to_json(),
                value.to_json()
            ));
        }
    }
    Ok(())
}

fn calls(stage: &Stage<'_>, what: &str, found: &[Call], wanted: &Json) -> Checked {
    let wanted = repeated(list(what, wanted)?);
    let shown: Vec<String> = found.iter().map(shown).collect();
    if wanted.len() != found.len() {
        return failed(format!(
            "{what}: expected {}, found {}: {}",
            wanted.len(),
            found.len(),
            shown.join("; ")
        ));
    }
    for (at, (call, item)) in found.iter().zip(&wanted).enumerate() {
        let Json::Object(map) = item else {
            return failed(format!("{what}: each is a mapping"));
        };
        for (name, value) in map {
            let value = stage.value(value)?;
            let there = part(call, name);
            if !same(&there, &value) {
                return failed(format!(
                    "{what}: {name} of number {} is {}, expected {}; it is {}",
                    at + 1,
                    there.to_json(),
                    value.to_json(),
                    shown[at]
                ));
            }
        }
    }
    Ok(())
}

fn shown(call: &Call) -> String {
    format!("{} at {} {:?}", call.kind, call.element, call.headers)
}

/// A part of a call: its type and element, a variable, or a header.
fn part(call: &Call, name: &str) -> Value {
    match name {
        "type" => Value::string(call.kind.as_str()),
        "element" => Value::string(call.element.as_str()),
        _ => call
            .headers
            .get(name)
            .map(|text| Value::string(text.as_str()))
            .or_else(|| Value::from(call.variables.clone()).get_path(name).cloned())
            .unwrap_or_default(),
    }
}

fn posted(stage: &Stage<'_>, found: &[Posted], wanted: &Json) -> Checked {
    let wanted = repeated(list("messages", wanted)?);
    let shown: Vec<String> = found
        .iter()
        .map(|it| format!("{} ({})", it.name, it.key.as_deref().unwrap_or("")))
        .collect();
    if wanted.len() != found.len() {
        return failed(format!(
            "messages: expected {}, found {}: {}",
            wanted.len(),
            found.len(),
            shown.join("; ")
        ));
    }
    for (message, item) in found.iter().zip(&wanted) {
        let map = match item {
            Json::String(name) => Map::from_iter([("name".to_owned(), Json::from(name.clone()))]),
            Json::Object(map) => map.clone(),
            _ => return failed("messages: each is a name or a mapping"),
        };
        let mut facts = Context::new();
        facts.insert("name", message.name.as_str());
        facts.insert("key", message.key.clone());
        facts.insert("variables", message.variables.clone());
        let wanted = stage.value(&Json::Object(map))?;
        if !same(&facts.into(), &wanted) {
            return failed(format!(
                "messages: expected {item}, found {}",
                shown.join("; ")
            ));
        }
    }
    Ok(())
}

fn incidents(stage: &Stage<'_>, wanted: &Json) -> Checked {
    let mut found: Vec<(String, String)> = stage
        .player
        .state
        .incidents
        .values()
        .map(|it| (it.element.clone(), it.code.clone()))
        .collect();
    for item in repeated(list("incidents", wanted)?) {
        let text = |name: &str| item.get(name).and_then(Json::as_str);
        let fitting = found.iter().position(|(element, code)| {
            text("element").is_none_or(|it| it == element)
                && text("code").is_none_or(|it| it == code)
        });
        match fitting {
            Some(at) => {
                found.remove(at);
            }
            None => {
                return failed(format!(
                    "incidents: {item} is not there; left are {found:?}"
                ));
            }
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        failed(format!("incidents: not expected, but there: {found:?}"))
    }
}

fn tally(stage: &Stage<'_>, wanted: &Json) -> Checked {
    let Json::Object(wanted) = wanted else {
        return failed("tally is a mapping of elements");
    };
    for (element, value) in wanted {
        let value = stage.value(value)?;
        let found = stage
            .player
            .tallies
            .get(element)
            .cloned()
            .unwrap_or_default();
        if !same(&found, &value) {
            return failed(format!(
                "tally of {element} is {}, expected {}",
                found.to_json(),
                value.to_json()
            ));
        }
    }
    Ok(())
}
