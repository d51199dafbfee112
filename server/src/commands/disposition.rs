//! Disposition: a document is passed on to positions with an instruction and a due day. It is a case of the shipped process
//! `disposition`, so tasks, reminders, delegation and the record are those of every case (docs/decisions/0010). The case
//! gets a copy of the document, bound to the same bytes: its recipients may read that, whoever's the original is.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schema::commands::{Answer, Problem};
use schema::tables::{document, document_version, position};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Held, Subject, permit, regency_path};
use workflows::calendar::Calendar;
use workflows::id::DocumentId;

use super::door::{Done, Door};
use super::fault::Fault;
use super::{instance, upload};
use crate::store::document as rows;
use crate::store::instance::Owner;

/// Most recipients of one disposition.
const MOST_RECIPIENTS: usize = 20;
/// Longest words beside the instruction, characters.
const LONGEST_TEXT: usize = 1_000;
/// Farthest due day.
const FARTHEST_DAYS: i64 = 366;

/// What a recipient is told to do: code, Indonesian, English.
const INSTRUCTIONS: [(&str, &str, &str); 6] = [
    ("FOLLOW_UP", "Tindak lanjuti", "Act on it"),
    ("STUDY", "Telaah dan beri saran", "Study it and advise"),
    ("ATTEND", "Hadiri atau wakili", "Attend, or represent me"),
    ("COORDINATE", "Koordinasikan", "Coordinate it"),
    ("ANSWER", "Siapkan jawaban", "Prepare the answer"),
    ("NOTE", "Untuk diketahui", "For your information"),
];

/// A disposition as it is asked for.
pub(super) struct Wanted<'a> {
    pub document: Uuid,
    pub recipients: &'a [String],
    pub instruction: &'a str,
    pub text: &'a str,
    pub due: NaiveDate,
}

pub(super) async fn dispose(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    wanted: Wanted<'_>,
) -> Result<Done, Fault> {
    let source = rows::find(transaction, wanted.document)
        .await?
        .ok_or_else(Problem::not_found)?;
    let subject = upload::subject_of(transaction, &source).await?;
    if !permit(actor, Action::DocumentRead, &subject).is_allowed() {
        return Err(Problem::not_found().into());
    }
    let version = rows::current(transaction, source.id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let (held, office) = sender(transaction, actor).await?;
    let (_, name, name_en) = INSTRUCTIONS
        .into_iter()
        .find(|(code, ..)| *code == wanted.instruction)
        .ok_or_else(|| {
            Problem::new(
                "UNKNOWN_INSTRUCTION",
                "There is no such instruction.",
                "Petunjuk itu tidak ada.",
            )
            .at("instruction")
        })?;
    if wanted.text.chars().count() > LONGEST_TEXT {
        return Err(Problem::new(
            "TEXT_TOO_LONG",
            format!("The words have at most {LONGEST_TEXT} characters."),
            format!("Isi petunjuk paling banyak {LONGEST_TEXT} karakter."),
        )
        .at("text")
        .into());
    }
    let recipients = recipients(transaction, &office, held, wanted.recipients).await?;
    let due = due(door, &office, wanted.due)?;
    let copy = copy(door, transaction, actor, &office, &source, &version).await?;
    let sent: Vec<_> = recipients
        .iter()
        .map(|row| json!({ "position": row.code, "title": row.title }))
        .collect();
    let variables = json!({
        "document": DocumentId::from_uuid(copy).to_string(),
        "documentTitle": source.title,
        "documentNumber": source.number,
        "sha256": version.sha256,
        "sender": { "position": held.code, "title": held.title },
        "recipients": sent,
        "instruction": wanted.instruction,
        "instructionName": name,
        "instructionNameEn": name_en,
        "instructionText": wanted.text,
        "due": { "@type": "date and time", "value": due },
    });
    let done = instance::start(
        door,
        transaction,
        actor,
        "disposition",
        None,
        &office.code,
        None,
        &variables,
    )
    .await?;
    if let Answer::Instance(case) = &done.answer {
        rows::attach(transaction, vec![copy], *case).await?;
    }
    Ok(done)
}

/// The post in which the actor disposes, and the organisation inside which: a regional secretary's the whole regency, an
/// agency head's the agency.
async fn sender<'a>(
    connection: &impl ConnectionTrait,
    actor: &'a Actor,
) -> Result<(&'a Held, Owner), Fault> {
    let mut refused = None;
    for held in &actor.positions {
        for path in [regency_path(&held.org_path), held.org_path.as_str()] {
            match permit(actor, Action::InstanceStart, &Subject::of(path)) {
                Decision::Allow { .. } => {
                    return Ok((held, Owner::at(connection, path).await?));
                }
                Decision::Deny { reason } => refused = Some(reason),
            }
        }
    }
    match refused {
        Some(reason) => Err(reason.into()),
        None => Err(Problem::not_found().into()),
    }
}

async fn recipients(
    connection: &impl ConnectionTrait,
    office: &Owner,
    sender: &Held,
    codes: &[String],
) -> Result<Vec<position::Model>, Fault> {
    let wanted: BTreeSet<&String> = codes.iter().collect();
    if wanted.is_empty() || wanted.len() > MOST_RECIPIENTS {
        return Err(Problem::new(
            "INVALID_RECIPIENTS",
            format!("A disposition goes to 1 to {MOST_RECIPIENTS} positions."),
            format!("Disposisi ditujukan kepada 1 sampai {MOST_RECIPIENTS} jabatan."),
        )
        .at("recipients")
        .into());
    }
    let found = position::Entity::find()
        .filter(position::Column::Code.is_in(wanted.iter().map(|code| code.as_str())))
        .filter(position::Column::OrganisationPath.starts_with(&office.path))
        .all(connection)
        .await?;
    let mut told = Vec::new();
    for code in codes {
        if told.iter().any(|row: &position::Model| row.code == *code) {
            continue;
        }
        let row = found
            .iter()
            .find(|row| {
                row.code == *code
                    && row.organisation_path.starts_with(&office.path)
                    && row.code != sender.code
            })
            .ok_or_else(|| {
                Problem::new(
                    "INVALID_RECIPIENTS",
                    format!("{code} is not a position that you can pass this on to."),
                    format!("{code} bukan jabatan yang dapat Anda beri disposisi."),
                )
                .at("recipients")
            })?;
        told.push(row.clone());
    }
    Ok(told)
}

/// The end of the office day on the next working day on or after `day`, where the disposing office is.
fn due(door: &Door, office: &Owner, day: NaiveDate) -> Result<String, Fault> {
    let today = door.clock.now().with_timezone(&office.zone).date_naive();
    let bad = || {
        Problem::new(
            "INVALID_DUE",
            "The due day is today or later, within a year.",
            "Tenggat adalah hari ini atau sesudahnya, dalam satu tahun.",
        )
        .at("due")
    };
    if day < today || (day - today).num_days() > FARTHEST_DAYS {
        return Err(bad().into());
    }
    let shipped = Calendar::shipped();
    let calendar = shipped.for_region(&office.region);
    let day = calendar.on_or_after(day).ok_or_else(bad)?;
    let at = day
        .and_time(calendar.end_of_office_day(day))
        .and_local_timezone(office.zone)
        .earliest()
        .ok_or_else(bad)?;
    Ok(at.to_rfc3339())
}

/// A document of the disposition's own with the same bytes and words.
async fn copy(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    office: &Owner,
    source: &document::Model,
    version: &document_version::Model,
) -> Result<Uuid, Fault> {
    Ok(rows::copy(
        transaction,
        source,
        version,
        &office.path,
        actor.person.map(|person| person.uuid()),
        door.clock.now(),
    )
    .await?)
}
