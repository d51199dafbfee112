//! Personal data and kept content: a person who has left gets another name, content whose retention has ended is destroyed
//! or kept for longer, periods are set. Each is an act with a reason, kept for good and covered by checkpoints.

use chrono::NaiveDate;
use schema::commands::{Answer, Problem};
use schema::retention::Class;
use schema::tables::{privacy_act, retention_period};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};
use workflows::calendar::{NATIONAL_ZONE, local_date};
use workflows::id::{DocumentVersionId, PersonId};

use super::door::{Done, Door};
use super::fault::Fault;
use crate::store::privacy as rows;
use crate::store::record_check::WHOLE;

/// Longest reason, characters.
const REASON: usize = 2_000;
/// Longest retention that can be set, years.
const LONGEST_YEARS: i32 = 100;

/// Who does something, in what post; what they may not do is refused.
fn allowed(actor: &Actor, action: Action, path: &str) -> Result<(Uuid, Option<String>), Fault> {
    let position = match permit(actor, action, &Subject::of(path)) {
        Decision::Allow { position, .. } => position,
        Decision::Deny { reason } => return Err(reason.into()),
    };
    let person = actor.person.ok_or_else(Problem::unauthenticated)?.uuid();
    let held = actor
        .positions
        .iter()
        .find(|held| Some(held.position) == position);
    Ok((person, held.map(|held| held.code.clone())))
}

fn stated(reason: &str) -> Result<String, Fault> {
    let reason = reason.trim();
    if (1..=REASON).contains(&reason.chars().count()) {
        return Ok(reason.to_owned());
    }
    Err(Problem::new(
        "REASON_NEEDED",
        format!("Say why, in at most {REASON} characters."),
        format!("Sebutkan alasannya, paling panjang {REASON} karakter."),
    )
    .at("reason")
    .into())
}

/// The organisations whose administrator may act on a person's data: those of every post the person has held.
async fn concerned(
    connection: &impl ConnectionTrait,
    person: Uuid,
    today: NaiveDate,
) -> Result<(Vec<String>, bool), Fault> {
    let (mut paths, in_office) = rows::posts(connection, person, today).await?;
    if paths.is_empty() {
        paths.push(WHOLE.to_owned());
    }
    Ok((paths, in_office))
}

pub(super) async fn pseudonymise(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    person: Uuid,
    reason: &str,
) -> Result<Done, Fault> {
    let at = door.clock.now();
    let today = local_date(NATIONAL_ZONE, at);
    let known = rows::person(transaction, person)
        .await?
        .ok_or_else(Problem::not_found)?;
    let (paths, in_office) = concerned(transaction, person, today).await?;
    let mut who = None;
    for path in &paths {
        who = Some(allowed(actor, Action::TrustAdmin, path)?);
    }
    let (by, position) = who.ok_or_else(Problem::not_found)?;
    let reason = stated(reason)?;
    if in_office {
        return Err(Problem::new(
            "STILL_IN_OFFICE",
            "This person holds a post: end it first. Whoever decides must be known by name.",
            "Orang ini masih memegang jabatan: akhiri dahulu. Pengambil keputusan harus dikenal namanya.",
        )
        .at("personId")
        .into());
    }
    if known.email.ends_with(NOWHERE) {
        return Err(Problem::new(
            "ALREADY_PSEUDONYMISED",
            "This person bears a pseudonym already.",
            "Orang ini sudah memakai nama samaran.",
        )
        .at("personId")
        .into());
    }
    // Chance, not a hash of the name: nothing leads back.
    let mark: String = Uuid::new_v4()
        .simple()
        .to_string()
        .chars()
        .take(10)
        .collect();
    let name = format!("Mantan pejabat {mark}");
    let email = format!("{mark}{NOWHERE}");
    let mails = rows::rename(transaction, person, &name, &email).await?;
    rows::note(
        transaction,
        privacy_act::Model {
            id: Uuid::now_v7(),
            kind: "PSEUDONYMISE".to_owned(),
            organisation_path: common(&paths),
            person_id: by,
            position,
            at,
            subject: person,
            reason,
            details: json!({ "person": PersonId::from_uuid(person).to_string(), "mails": mails })
                .to_string(),
        },
    )
    .await?;
    Ok(Done::quiet(Answer::Person(person)))
}

/// What ends the address of a person under a pseudonym; nothing can be delivered there (RFC 2606).
pub const NOWHERE: &str = "@samaran.invalid";

/// The deepest organisation around all paths.
fn common(paths: &[String]) -> String {
    let Some((first, rest)) = paths.split_first() else {
        return WHOLE.to_owned();
    };
    let mut common = first.as_str();
    while !rest.iter().all(|path| path.starts_with(common)) {
        let above = common
            .trim_end_matches('/')
            .rfind('/')
            .map_or(0, |at| at + 1);
        common = common.get(..above).unwrap_or_default();
    }
    if common.is_empty() { WHOLE } else { common }.to_owned()
}

/// Asks whether somebody may take a copy of what is kept about a person, and notes that they do.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn hand_out(door: &Door, actor: &Actor, person: Uuid) -> Result<(), Problem> {
    let (inner, actor) = (door.clone(), actor.clone());
    door.store
        .write::<_, Fault, _>(move |transaction| {
            Box::pin(async move {
                let at = inner.clock.now();
                rows::person(transaction, person)
                    .await?
                    .ok_or_else(Problem::not_found)?;
                let today = local_date(NATIONAL_ZONE, at);
                let (paths, _) = concerned(transaction, person, today).await?;
                let own = actor.person == Some(PersonId::from_uuid(person));
                let (mut by, mut position) = (person, None);
                if !own {
                    for path in &paths {
                        // Whoever may not take it learns nothing of whether there is one.
                        (by, position) = allowed(&actor, Action::TrustAdmin, path)
                            .map_err(|_| Problem::not_found())?;
                    }
                }
                let reason = if own { "SELF" } else { "ADMINISTRATOR" };
                let act = privacy_act::Model {
                    id: Uuid::now_v7(),
                    kind: "EXPORT_PERSON".to_owned(),
                    organisation_path: common(&paths),
                    person_id: by,
                    position,
                    at,
                    subject: person,
                    reason: reason.to_owned(),
                    details: "{}".to_owned(),
                };
                Ok(rows::note(transaction, act).await?)
            })
        })
        .await
        .map_err(|fault| fault.into_problem("handing out a person's data"))
}

pub(super) async fn decide(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    disposals: &[Uuid],
    dispose: bool,
    reason: &str,
    keep_until: Option<NaiveDate>,
) -> Result<Done, Fault> {
    let reason = stated(reason)?;
    let at = door.clock.now();
    let today = local_date(NATIONAL_ZONE, at);
    if !dispose && keep_until.is_none_or(|until| until <= today) {
        return Err(Problem::new(
            "KEEP_UNTIL_NEEDED",
            "Say until which later day it is kept.",
            "Sebutkan sampai tanggal berapa tetap disimpan.",
        )
        .at("keepUntil")
        .into());
    }
    for id in disposals {
        let row = rows::disposal(transaction, *id)
            .await?
            .ok_or_else(Problem::not_found)?;
        let (by, position) = allowed(actor, Action::DisposalDecide, &row.organisation_path)?;
        let state = if dispose { "DISPOSED" } else { "KEPT" };
        let keep_until = keep_until.filter(|_| !dispose);
        if !rows::decide(transaction, *id, state, at, keep_until).await? {
            return Err(Problem::new(
                "ALREADY_DECIDED",
                format!("It was decided already: {}.", row.title),
                format!("Sudah diputuskan: {}.", row.title),
            )
            .at("ids")
            .into());
        }
        let versions = rows::versions(transaction, row.document_id).await?;
        if dispose {
            rows::forget_words(transaction, &versions).await?;
        }
        let hashes: Vec<_> = versions
            .iter()
            .map(|version| {
                json!({
                    "version": DocumentVersionId::from_uuid(version.id).to_string(),
                    "number": version.version, "sha256": version.sha256, "size": version.size,
                })
            })
            .collect();
        let details = json!({
            "disposal": id, "title": row.title, "class": row.class, "dueOn": row.due_on,
            "keepUntil": keep_until, "versions": hashes,
        });
        rows::note(
            transaction,
            privacy_act::Model {
                id: Uuid::now_v7(),
                kind: if dispose { "DISPOSE" } else { "KEEP" }.to_owned(),
                organisation_path: row.organisation_path,
                person_id: by,
                position,
                at,
                subject: row.document_id,
                reason: reason.clone(),
                details: details.to_string(),
            },
        )
        .await?;
    }
    Ok(Done::quiet(Answer::Disposals(disposals.to_vec())))
}

pub(super) async fn set_period(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    class: &str,
    years: Option<i32>,
    reason: &str,
) -> Result<Done, Fault> {
    let (by, position) = allowed(actor, Action::TrustAdmin, WHOLE)?;
    let reason = stated(reason)?;
    let Some(class) = Class::of_code(class).filter(|class| class.is_adjustable()) else {
        return Err(Problem::new(
            "PERIOD_FIXED",
            "How long this is kept cannot be changed.",
            "Masa simpan ini tidak dapat diubah.",
        )
        .at("class")
        .into());
    };
    if years.is_some_and(|years| !(1..=LONGEST_YEARS).contains(&years)) {
        return Err(Problem::new(
            "INVALID_PERIOD",
            format!("A period is 1 to {LONGEST_YEARS} years, or none: for good."),
            format!("Masa simpan 1 sampai {LONGEST_YEARS} tahun, atau kosong: permanen."),
        )
        .at("years")
        .into());
    }
    let at = door.clock.now();
    let before = rows::periods(transaction)
        .await?
        .get(&class)
        .copied()
        .flatten();
    let row = retention_period::Model {
        class: class.code().to_owned(),
        years,
        changed_at: at,
        changed_by: by,
    };
    rows::set_period(transaction, row).await?;
    rows::note(
        transaction,
        privacy_act::Model {
            id: Uuid::now_v7(),
            kind: "SET_PERIOD".to_owned(),
            organisation_path: WHOLE.to_owned(),
            person_id: by,
            position,
            at,
            subject: Uuid::nil(),
            reason,
            details: json!({ "class": class.code(), "before": before, "after": years }).to_string(),
        },
    )
    .await?;
    Ok(Done::quiet(Answer::Done))
}
