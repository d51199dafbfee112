//! A mail to one person: composed from its template in their language, and queued.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use schema::deployed::Compiled;
use schema::tables::outbox;
use sea_orm::DbErr;
use uuid::Uuid;
use workflows::id::{InstanceId, PersonId, TaskId};
use workflows::model::ProcessRef;

use super::template::{Letter, compose};
use crate::store::directory::Addressee;
use crate::store::link::Wanted;
use crate::store::mail;

/// A mail to one person, before it is written.
pub(in crate::effects) struct Draft<'a> {
    /// Name of the template.
    pub template: &'a str,
    /// Process beside which the template is looked for first.
    pub process: Option<&'a ProcessRef>,
    /// Zone of dates.
    pub zone: Tz,
    /// What the template reads; `recipient` is added.
    pub values: serde_json::Value,
    /// Task that it is about.
    pub task: Option<Uuid>,
    /// Case that it is about.
    pub instance: Option<Uuid>,
    /// Personal links in its text.
    pub links: Vec<Wanted>,
    /// The person is told this once.
    pub key: String,
    /// Whose business it is.
    pub organisation_path: &'a str,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Why a mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub(in crate::effects) enum Unwritten {
    /// No such template in the person's language.
    #[error("there is no mail {0}")]
    NoTemplate(String),
    /// The template has a fault.
    #[error("mail {template} cannot be written: {problem}")]
    Broken {
        /// Its name.
        template: String,
        /// For the operator.
        problem: String,
    },
}

impl Draft<'_> {
    /// Writes the mail for this person.
    ///
    /// # Errors
    /// [`Unwritten`].
    pub fn compose(&self, compiled: &Compiled, to: &Addressee) -> Result<Letter, Unwritten> {
        let language = to.language.as_str();
        let template = compiled
            .mail(self.template, language, self.process)
            .ok_or_else(|| Unwritten::NoTemplate(format!("{} ({language})", self.template)))?;
        let mut values = self.values.clone();
        if let Some(values) = values.as_object_mut() {
            values.insert(
                "recipient".to_owned(),
                serde_json::json!({
                    "name": to.name,
                    "title": to.office.as_ref().map(|office| office.title(language)),
                }),
            );
        }
        compose(&template, language, self.zone, &values).map_err(|error| Unwritten::Broken {
            template: self.template.to_owned(),
            problem: format!("{error:#}"),
        })
    }

    /// The outbox entry of a written mail.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn entry(&self, to: &Addressee, letter: &Letter) -> Result<outbox::ActiveModel, DbErr> {
        let payload = serde_json::json!({
            "to": { "name": to.name, "email": to.email },
            "person": PersonId::from_uuid(to.person).to_string(),
            "subject": letter.subject,
            "text": letter.text,
            "template": self.template,
            "language": to.language,
            "task": self.task.map(|task| TaskId::from_uuid(task).to_string()),
            "instance": self.instance.map(|instance| InstanceId::from_uuid(instance).to_string()),
            "links": self.links,
        });
        mail::entry(
            "MAIL",
            self.key.clone(),
            &payload,
            self.organisation_path,
            self.at,
        )
    }
}
