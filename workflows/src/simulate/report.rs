//! What `mufakat simulate` prints (DIALECT 4).

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::bpmn::Diagnostic;

use super::player::Player;

/// The JSON of a simulation; a public contract.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The file.
    pub path: String,
    /// `completed`, `waiting`, `incident`, `limit`, `refused`; `cancelled` when a script did so.
    pub state: String,
    /// User tasks in order of completion.
    pub user_tasks: Vec<String>,
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// What stopped.
    pub incidents: Vec<Stuck>,
    /// Root variables.
    pub variables: serde_json::Value,
    /// Findings in the files.
    pub diagnostics: Vec<Found>,
}

/// Something that is waited for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wait {
    /// BPMN id.
    pub element: String,
    /// `task`, `timer`, `message`, `signal`, `condition`, `job`.
    pub kind: String,
    /// Timers: when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    /// Messages, signals and jobs: the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Messages: the correlation key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stuck {
    /// BPMN id.
    pub element: String,
    /// Typed code.
    pub code: String,
    /// For the operator.
    pub message: String,
}

/// A finding in a file, as `mufakat check` writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    json: serde_json::Value,
    /// Whether it keeps the file from being deployed.
    pub is_error: bool,
    /// What is wrong, in English.
    pub message: String,
}

impl Found {
    pub(crate) fn of<T: Serialize>(diagnostic: &T, is_error: bool, message: &str) -> Self {
        Self {
            json: serde_json::to_value(diagnostic).unwrap_or_default(),
            is_error,
            message: message.to_owned(),
        }
    }
}

impl Serialize for Found {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl Report {
    /// The report of a player as it stands.
    #[must_use]
    pub fn of(path: &str, player: &Player<'_>, limit: bool) -> Self {
        let mut waits = player.waits();
        waits.extend(player.state.tasks.values().map(|task| Wait {
            element: task.facts.element.clone(),
            kind: "task".to_owned(),
            due: task.facts.due,
            name: None,
            key: None,
        }));
        waits.sort_by(|a, b| (&a.element, &a.kind).cmp(&(&b.element, &b.kind)));
        Self {
            path: path.to_owned(),
            state: if limit { "limit" } else { player.state_name() }.to_owned(),
            user_tasks: player.completed.clone(),
            waits,
            incidents: player
                .state
                .incidents
                .values()
                .map(|incident| Stuck {
                    element: incident.element.clone(),
                    code: incident.code.clone(),
                    message: incident.message.clone(),
                })
                .collect(),
            variables: crate::feel::Value::from(player.state.variables().clone()).to_json(),
            diagnostics: player.deployment().diagnostics().to_vec(),
        }
    }

    /// The report of a script that did not go as written.
    pub(crate) fn stopped(path: &str, diagnostics: &[Found], code: &str, reason: &str) -> Self {
        let mut report = Self::refused(path, diagnostics, Some(reason));
        report.state = "incident".to_owned();
        for stuck in &mut report.incidents {
            code.clone_into(&mut stuck.code);
        }
        report
    }

    /// The report of a file that could not be opened.
    #[must_use]
    pub fn unreadable(path: &str, why: &str) -> Self {
        let diagnostic = Diagnostic::unreadable(why);
        let found = Found::of(&diagnostic, true, &diagnostic.message);
        Self::refused(path, &[found], None)
    }

    /// The report of a run in which the engine itself failed, by what it said.
    #[must_use]
    pub fn broken(path: &str, why: &str) -> Self {
        Self::stopped(path, &[], "ENGINE_FAULT", why)
    }

    /// The report of files that cannot run.
    #[must_use]
    pub fn refused(path: &str, diagnostics: &[Found], reason: Option<&str>) -> Self {
        Self {
            path: path.to_owned(),
            state: "refused".to_owned(),
            user_tasks: Vec::new(),
            waits: Vec::new(),
            incidents: reason
                .map(|reason| Stuck {
                    element: String::new(),
                    code: "CANNOT_START".to_owned(),
                    message: reason.to_owned(),
                })
                .into_iter()
                .collect(),
            variables: serde_json::Value::Object(serde_json::Map::new()),
            diagnostics: diagnostics.to_vec(),
        }
    }
}
