//! People, positions, roles and appointments from a CSV file. The rehearsal is the performance: a dry run carries every
//! line out like the real one, by the same rules and the same authority, and then takes all of it back.

mod read;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schema::commands::{Answer, Problem};
use schema::graph::live::Change;
use schema::register_change::{ImportEffect, ImportLine, ImportReport, Outcome, RegisterChange};
use workflows::access::{Action, Actor};

use self::read::{Line, read};
use super::desk::{Desk, refuse};
use super::{Appointment, Effect, appointment, hand_back, person, position};
use crate::commands::door::{Done, Door};
use crate::commands::fault::Fault;
use crate::store::offices::{begin_step, end_step};

/// Imports a file for a person who keeps the register (`mufakat register import`).
///
/// # Errors
/// A [`Problem`]; nothing was changed then.
pub async fn import_register(
    door: &Door,
    actor: &Actor,
    bytes: &[u8],
    dry_run: bool,
    skip_refused: bool,
) -> Result<ImportReport, Problem> {
    use schema::commands::{Commands as _, Request};
    let change = RegisterChange::Import {
        content: STANDARD.encode(bytes),
        dry_run,
        skip_refused,
    };
    match door
        .submit(actor, None, Request::ChangeRegister(change))
        .await?
    {
        Answer::Imported(report) => Ok(report),
        _ => Err(Problem::internal("import")),
    }
}

/// Carries a file out, or rehearses it.
pub(super) async fn import(
    desk: Desk<'_>,
    content: &str,
    dry_run: bool,
    skip_refused: bool,
) -> Result<Done, Fault> {
    let bytes = STANDARD.decode(content).map_err(|_| {
        refuse(
            "NOT_BASE64",
            "The file must be sent as base64.",
            "Berkas harus dikirim sebagai base64.",
            "content",
        )
    })?;
    // Who keeps no register has nothing to rehearse either.
    let keeps = desk
        .actor
        .positions
        .iter()
        .flat_map(|held| &held.roles)
        .any(|grant| desk.may(Action::OrganisationAdmin, &grant.path).is_ok());
    if !keeps {
        return Err(workflows::access::Reason::NotAllowed.into());
    }
    let lines = read(&bytes)?;
    let all = begin_step(desk.transaction).await?;
    let rehearsed = rehearse(desk.within(&all), &lines).await;
    let (told, mut changes) = match rehearsed {
        Ok(rehearsed) => rehearsed,
        Err(fault) => {
            end_step(all, false).await?;
            return Err(fault);
        }
    };
    let refused = told.iter().any(|line| line.outcome == Outcome::Refused);
    let keep = !dry_run && (skip_refused || !refused);
    end_step(all, keep).await?;
    if keep {
        changes.extend(hand_back::in_transaction(desk).await?);
    } else {
        changes.clear();
    }
    let report = ImportReport {
        applied: keep,
        lines: told,
    };
    Ok(Done {
        answer: Answer::Imported(report),
        changes,
    })
}

async fn rehearse(desk: Desk<'_>, lines: &[Line]) -> Result<(Vec<ImportLine>, Vec<Change>), Fault> {
    let (mut told, mut changes) = (Vec::with_capacity(lines.len()), Vec::new());
    for line in lines {
        let (said, heard) = one(desk, line).await?;
        told.push(said);
        changes.extend(heard);
    }
    Ok((told, changes))
}

/// One line: all of it or nothing.
async fn one(desk: Desk<'_>, line: &Line) -> Result<(ImportLine, Vec<Change>), Fault> {
    let subject = match (line.get("email"), line.get("position")) {
        (Some(email), Some(position)) => format!("{email} → {position}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    };
    let step = begin_step(desk.transaction).await?;
    let done = steps(desk.within(&step), line).await;
    end_step(step, done.is_ok()).await?;
    let (effects, problem) = match done {
        Ok(effects) => (effects, None),
        Err(Fault::Problem(problem)) if problem.code != "INTERNAL_SERVER_ERROR" => {
            (Vec::new(), Some(problem))
        }
        Err(fault) => return Err(fault),
    };
    let mut changes = Vec::new();
    let told: Vec<ImportEffect> = effects
        .into_iter()
        .map(|effect| {
            changes.extend(effect.changes);
            effect.told
        })
        .collect();
    let outcome = match problem {
        Some(_) => Outcome::Refused,
        None => {
            let any = |wanted| told.iter().any(|effect| effect.outcome == wanted);
            if any(Outcome::Changed) {
                Outcome::Changed
            } else if any(Outcome::New) {
                Outcome::New
            } else {
                Outcome::Unchanged
            }
        }
    };
    let line = ImportLine {
        line: line.number,
        subject,
        outcome,
        effects: told,
        problem,
    };
    Ok((line, changes))
}

async fn steps(desk: Desk<'_>, line: &Line) -> Result<Vec<Effect>, Fault> {
    let mut effects = Vec::new();
    let post = match line.get("position") {
        None => None,
        Some(code) => {
            let said = position::Said {
                code,
                title: line.get("title"),
                title_en: line.get("titleEn"),
                organisation: line.get("organisation"),
                superior: line.get("superior"),
            };
            effects.push(position::ensure(desk, &said).await?.1);
            let post = desk.position(code, "position").await?;
            let roles = line.get("roles").unwrap_or_default();
            for role in roles.split(['|', ',', ';']) {
                let role = role.trim();
                if role.is_empty() {
                    continue;
                }
                let (role, place) = match role.split_once('@') {
                    Some((role, place)) => (role, Some(place)),
                    None => (role, None),
                };
                effects.push(position::grant(desk, &post, role, place).await?);
            }
            Some(post)
        }
    };
    let Some(email) = line.get("email") else {
        if post.is_none() {
            return Err(refuse(
                "NOTHING_NAMED",
                "The line names neither a person nor a position.",
                "Baris ini tidak menyebut orang maupun jabatan.",
                "email",
            ));
        }
        return Ok(effects);
    };
    let home = match (&post, line.get("organisation")) {
        (Some(post), _) => post.organisation_path.clone(),
        (None, Some(code)) => desk.organisation(code, "organisation").await?.path,
        (None, None) => {
            return Err(refuse(
                "REQUIRED",
                "Name the organisation in whose register the person is entered.",
                "Sebutkan organisasi tempat orang ini didaftarkan.",
                "organisation",
            ));
        }
    };
    let said = person::Said {
        name: line.get("name"),
        email,
        language: line.get("language"),
    };
    let (id, effect) = person::ensure(desk, &said, &home).await?;
    effects.push(effect);
    if let Some(post) = &post {
        let from = line.day("validFrom")?.ok_or_else(|| {
            refuse(
                "REQUIRED",
                "Say from which day the person holds the position.",
                "Isi tanggal mulai memegang jabatan.",
                "validFrom",
            )
        })?;
        let wish = Appointment {
            position: &post.code,
            person: email,
            mode: line.get("mode").unwrap_or("DEFINITIVE"),
            decree: line.get("decree").unwrap_or_default(),
            valid_from: from,
            last_day: line.day("validTo")?,
        };
        effects.push(appointment::ensure(desk, &wish, false).await?.1);
    }
    let wants = line.get("invite").map(str::to_lowercase);
    if matches!(wants.as_deref(), Some("ya" | "y" | "yes" | "1" | "x"))
        && !person::can_sign_in(desk, id).await?
    {
        effects.push(person::invite(desk, id).await?);
    }
    Ok(effects)
}
