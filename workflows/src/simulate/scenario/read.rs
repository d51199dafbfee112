//! YAML to [`Scenario`]. Unknown keys are errors: a misspelt expectation must not pass silently.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::autopilot::Options;
use super::{Answer, Begin, Person, Scenario, Step, Unreadable};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct File {
    scenario: String,
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default)]
    files: Vec<String>,
    process: Option<String>,
    now: String,
    #[serde(default)]
    zone: Option<String>,
    #[serde(default)]
    organisation: Option<String>,
    #[serde(default)]
    holidays: Vec<String>,
    #[serde(default)]
    people: std::collections::BTreeMap<String, RawPerson>,
    #[serde(default)]
    jobs: std::collections::BTreeMap<String, RawAnswer>,
    #[serde(default)]
    stubs: Vec<String>,
    #[serde(default)]
    start: RawStart,
    steps: Vec<Map<String, Value>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RawPerson {
    name: Option<String>,
    #[serde(default)]
    positions: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    mode: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RawAnswer {
    #[serde(default)]
    manual: bool,
    #[serde(default)]
    result: Map<String, Value>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RawStart {
    event: Option<String>,
    business_key: Option<String>,
    #[serde(default)]
    variables: Map<String, Value>,
}

/// The verbs, and the details each may have.
const VERBS: &[(&str, &[&str])] = &[
    (
        "complete",
        &["by", "with", "item", "where", "all", "refused"],
    ),
    (
        "vote",
        &["by", "choice", "with", "item", "where", "refused"],
    ),
    (
        "return",
        &["by", "reason", "note", "item", "where", "refused"],
    ),
    ("claim", &["by", "to", "item", "where", "refused"]),
    ("release", &["by", "item", "where", "refused"]),
    ("assign", &["by", "to", "item", "where", "refused"]),
    ("advance", &[]),
    ("fire", &["item", "refused"]),
    ("message", &["key", "with", "refused"]),
    ("signal", &["with", "refused"]),
    ("job", &["with", "denied", "corrections", "item", "refused"]),
    ("fail", &["message", "retries", "item", "refused"]),
    ("error", &["code", "message", "with", "item", "refused"]),
    ("retry", &["refused"]),
    ("set", &["in", "item", "refused"]),
    ("suspend", &["refused"]),
    ("resume", &["refused"]),
    ("modify", &["refused"]),
    (
        "migrate",
        &["in", "mapping", "reassign", "obstacles", "refused"],
    ),
    ("rollback", &["obstacles", "refused"]),
    ("cancel", &["refused"]),
    ("expect", &[]),
];

fn wrong(message: impl Into<String>) -> Unreadable {
    Unreadable {
        message: message.into(),
    }
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong and where.
    pub fn parse(yaml: &str) -> Result<Self, Unreadable> {
        let file: File = serde_yaml_ng::from_str(yaml).map_err(|error| wrong(error.to_string()))?;
        let now = chrono::DateTime::parse_from_rfc3339(&file.now)
            .map_err(|_| wrong(format!("now: {:?} is no instant with an offset", file.now)))?;
        let zone = match &file.zone {
            None => chrono_tz::Asia::Jakarta,
            Some(zone) => zone
                .parse()
                .map_err(|_| wrong(format!("zone: {zone:?} is no zone")))?,
        };
        let holidays = file
            .holidays
            .iter()
            .map(|day| {
                day.parse()
                    .map_err(|_| wrong(format!("holidays: {day:?} is no date")))
            })
            .collect::<Result<_, _>>()?;
        let steps = file
            .steps
            .into_iter()
            .enumerate()
            .map(|(at, step)| self::step(at + 1, step))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            name: file.scenario,
            files: file.files,
            process: file.process,
            now: now.with_timezone(&chrono::Utc),
            zone,
            organisation: file.organisation.unwrap_or_else(|| "/id/".to_owned()),
            holidays,
            people: file
                .people
                .into_iter()
                .map(|(key, raw)| {
                    let person = Person {
                        name: raw.name,
                        positions: raw.positions,
                        roles: raw.roles,
                        mode: raw.mode,
                    };
                    (key, person)
                })
                .collect(),
            jobs: file
                .jobs
                .into_iter()
                .map(|(key, raw)| {
                    let answer = Answer {
                        manual: raw.manual,
                        result: raw.result,
                    };
                    (key, answer)
                })
                .collect(),
            stubs: file.stubs,
            start: Begin {
                event: file.start.event,
                business_key: file.start.business_key,
                variables: file.start.variables,
            },
            steps,
        })
    }

    /// Reads what `mufakat simulate --script` plays: a whole scenario, or only its steps (a list, or a mapping with
    /// `steps`), for which the options of the simulation are the stage.
    ///
    /// # Errors
    /// [`Unreadable`] says what is wrong and where.
    pub(crate) fn of_script(yaml: &str, options: &Options) -> Result<Self, Unreadable> {
        let value: Value =
            serde_yaml_ng::from_str(yaml).map_err(|error| wrong(error.to_string()))?;
        if value.get("now").is_some() {
            let mut scenario = Self::parse(yaml)?;
            scenario.process = options.process.clone().or(scenario.process);
            return Ok(scenario);
        }
        Ok(Self {
            name: String::new(),
            files: Vec::new(),
            process: options.process.clone(),
            now: options.now,
            zone: options.zone,
            organisation: options.organisation.clone(),
            holidays: Default::default(),
            people: Default::default(),
            jobs: Default::default(),
            stubs: Vec::new(),
            start: Begin::default(),
            steps: Self::steps_of(value)?,
        })
    }

    fn steps_of(value: Value) -> Result<Vec<Step>, Unreadable> {
        let list = match value {
            Value::Array(list) => list,
            Value::Object(mut map) => match map.remove("steps") {
                Some(Value::Array(list)) => list,
                _ => return Err(wrong("a script is a list of steps")),
            },
            _ => return Err(wrong("a script is a list of steps")),
        };
        list.into_iter()
            .enumerate()
            .map(|(at, step)| match step {
                Value::Object(step) => self::step(at + 1, step),
                _ => Err(wrong(format!("step {}: not a mapping", at + 1))),
            })
            .collect()
    }
}

fn step(at: usize, mut raw: Map<String, Value>) -> Result<Step, Unreadable> {
    // `message` and `error` are verbs of their own and details of others: the verb is the one that stands first in the
    // list of what the step could be.
    let candidates: Vec<&(&str, &[&str])> = VERBS
        .iter()
        .filter(|(verb, details)| {
            raw.contains_key(*verb)
                && raw
                    .keys()
                    .all(|key| key == verb || details.contains(&key.as_str()))
        })
        .collect();
    let verb = match candidates.as_slice() {
        [(verb, _)] => *verb,
        [] => {
            let keys: Vec<&str> = raw.keys().map(String::as_str).collect();
            return Err(wrong(format!(
                "step {at}: no verb takes exactly {}",
                keys.join(", ")
            )));
        }
        [(verb, _), ..] => *verb,
    };
    let object = raw.remove(verb).unwrap_or_default();
    Ok(Step {
        verb: verb.to_owned(),
        object,
        details: raw,
    })
}
