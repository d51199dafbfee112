//! The desk at which the register is changed: who sits there, whether they may, and the note of what they did.

use chrono::{DateTime, NaiveDate, Utc};
use schema::commands::Problem;
use schema::tables::{organisation, person, position, register_change};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::Value as Json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::id::PersonId;

use crate::commands::door::Door;
use crate::commands::fault::Fault;
use crate::store::offices;

/// Longest name, title, decree or reason, characters.
const LONGEST: usize = 300;

/// One person at work on the register, inside one transaction.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub door: &'a Door,
    pub transaction: &'a DatabaseTransaction,
    pub actor: &'a Actor,
    pub now: DateTime<Utc>,
}

/// What allowed a change.
#[derive(Debug, Clone)]
pub(super) struct Grounds {
    position: Option<String>,
    mode: Option<String>,
    rule: String,
    path: String,
}

impl Grounds {
    /// Path of the organisation whose register it is.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl<'a> Desk<'a> {
    pub fn new(door: &'a Door, transaction: &'a DatabaseTransaction, actor: &'a Actor) -> Self {
        Self {
            door,
            transaction,
            actor,
            now: door.clock.now(),
        }
    }

    /// The same desk inside another transaction.
    pub fn within<'b>(&self, transaction: &'b DatabaseTransaction) -> Desk<'b>
    where
        'a: 'b,
    {
        Desk {
            door: self.door,
            transaction,
            actor: self.actor,
            now: self.now,
        }
    }

    /// The day on which offices begin and end; it begins in the east (`commands::facts`).
    pub fn today(&self) -> NaiveDate {
        self.now
            .with_timezone(&chrono_tz::Asia::Jayapura)
            .date_naive()
    }

    /// Whether the action is allowed on the register of the organisation at `path`.
    pub fn may(&self, action: Action, path: &str) -> Result<Grounds, Fault> {
        self.may_on(action, &Subject::of(path))
    }

    /// The same with more facts.
    pub fn may_on(&self, action: Action, subject: &Subject) -> Result<Grounds, Fault> {
        match permit(self.actor, action, subject) {
            Decision::Deny { reason } => Err(reason.into()),
            Decision::Allow {
                rule,
                position,
                mode,
                ..
            } => Ok(Grounds {
                position: position
                    .and_then(|id| self.actor.positions.iter().find(|held| held.position == id))
                    .map(|held| held.code.clone()),
                mode: mode.map(|mode| mode.code().to_owned()),
                rule,
                path: subject.org_path.clone(),
            }),
        }
    }

    /// Nobody changes the office they hold themselves, and nobody appoints themselves.
    pub fn not_own(&self, position: Uuid, person: Option<Uuid>) -> Result<(), Fault> {
        let holds = self
            .actor
            .positions
            .iter()
            .any(|held| held.is_own() && held.position.uuid() == position);
        let oneself = self.actor.person.map(PersonId::uuid);
        if holds || (person.is_some() && person == oneself) {
            return Err(refuse(
                "OWN_OFFICE",
                "Nobody changes the office they hold, and nobody appoints themselves: ask somebody else who keeps the register.",
                "Tidak seorang pun mengubah jabatannya sendiri atau mengangkat dirinya sendiri: mintalah pengelola register yang lain.",
                "position",
            ));
        }
        Ok(())
    }

    /// Keeps who changed what.
    pub async fn note(
        &self,
        grounds: &Grounds,
        operation: &str,
        subject_id: Uuid,
        subject: &str,
        before: Option<Json>,
        after: Option<Json>,
    ) -> Result<(), Fault> {
        let change = register_change::Model {
            id: Uuid::now_v7(),
            at: self.now,
            person_id: self.actor.person.map(PersonId::uuid),
            position: grounds.position.clone(),
            mode: grounds.mode.clone(),
            rule: grounds.rule.clone(),
            operation: operation.to_owned(),
            organisation_path: grounds.path.clone(),
            subject_id,
            subject: subject.to_owned(),
            before: before.map(|json| json.to_string()),
            after: after.map(|json| json.to_string()),
        };
        Ok(offices::note(self.transaction, change).await?)
    }

    /// The organisation of a code.
    pub async fn organisation(
        &self,
        code: &str,
        field: &str,
    ) -> Result<organisation::Model, Fault> {
        organisation::Entity::find()
            .filter(organisation::Column::Code.eq(code.trim()))
            .one(self.transaction)
            .await?
            .ok_or_else(|| {
                refuse(
                    "UNKNOWN_ORGANISATION",
                    "There is no organisation with this code.",
                    "Tidak ada organisasi dengan kode ini.",
                    field,
                )
            })
    }

    /// The position of a code, if there is one.
    pub async fn position_if_any(&self, code: &str) -> Result<Option<position::Model>, Fault> {
        Ok(position::Entity::find()
            .filter(position::Column::Code.eq(code.trim()))
            .one(self.transaction)
            .await?)
    }

    /// The position of a code.
    pub async fn position(&self, code: &str, field: &str) -> Result<position::Model, Fault> {
        self.position_if_any(code).await?.ok_or_else(|| {
            refuse(
                "UNKNOWN_POSITION",
                "There is no position with this code.",
                "Tidak ada jabatan dengan kode ini.",
                field,
            )
        })
    }

    /// A person by id or work address.
    pub async fn person(&self, who: &str, field: &str) -> Result<person::Model, Fault> {
        let found = match who.trim().parse::<PersonId>() {
            Ok(id) => {
                person::Entity::find_by_id(id.uuid())
                    .one(self.transaction)
                    .await?
            }
            Err(_) => {
                person::Entity::find()
                    .filter(person::Column::Email.eq(who.trim().to_lowercase()))
                    .one(self.transaction)
                    .await?
            }
        };
        found.ok_or_else(|| {
            refuse(
                "UNKNOWN_PERSON",
                "There is no such person.",
                "Orang itu tidak ada.",
                field,
            )
        })
    }
}

/// A refusal with its two sentences, English first, and the field it is about.
pub(super) fn refuse(code: &str, english: &str, indonesian: &str, field: &str) -> Fault {
    Problem::new(code, english, indonesian).at(field).into()
}

/// A text that people read: not empty, not too long, one line, and nothing that a spreadsheet would take for a formula.
pub(super) fn words(text: &str, field: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(refuse(
            "REQUIRED",
            "This must be filled in.",
            "Ini wajib diisi.",
            field,
        ));
    }
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Err(refuse(
            "BAD_TEXT",
            "This is one line of at most 300 characters.",
            "Isinya satu baris, paling banyak 300 karakter.",
            field,
        ));
    }
    if text.starts_with(['=', '+', '-', '@']) {
        return Err(refuse(
            "LOOKS_LIKE_A_FORMULA",
            "A text that begins with = + - or @ would be a formula in a spreadsheet.",
            "Teks yang diawali = + - atau @ akan dibaca sebagai rumus oleh lembar kerja.",
            field,
        ));
    }
    Ok(text.to_owned())
}

/// A code below that of its owner: letters, digits and `. - _ #`, parts divided by `/`.
pub(super) fn code_below(code: &str, owner: &str, field: &str) -> Result<String, Fault> {
    let code = code.trim();
    let rest = code
        .strip_prefix(owner)
        .and_then(|rest| rest.strip_prefix('/'));
    let known = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '#' | '/')
    };
    let fits = rest.is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(known) && rest.split('/').all(|part| !part.is_empty())
    });
    if !fits || code.len() > 120 {
        return Err(Problem::new(
            "BAD_CODE",
            format!("A code here begins with {owner}/ and goes on with small letters, digits, points and hyphens."),
            format!("Kode di sini diawali {owner}/ lalu huruf kecil, angka, titik, dan tanda hubung."),
        )
        .at(field)
        .into());
    }
    Ok(code.to_owned())
}
