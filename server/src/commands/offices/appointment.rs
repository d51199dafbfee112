//! Appointments: who holds a position, in which mode, by which decree, from when to when. A new head of a regency is
//! announced to the cases that wait for one.

use chrono::NaiveDate;
use schema::commands::Problem;
use schema::graph::live::Change;
use schema::register_change::Outcome;
use schema::tables::{incumbency, message, organisation, person, position, subscription};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Mode, Role};

use super::desk::{Desk, refuse, words};
use super::organisation::{day_after, sensible};
use super::position::{closed, roles_of, trusted};
use super::{Appointment, Effect, hand_back};
use crate::commands::door::Door;
use crate::commands::fault::Fault;
use crate::commands::message::deliver;
use crate::store::{message as messages, offices, register};

/// Puts a person into a position. The same appointment again changes nothing; with another decree, mode or end it is
/// corrected. `hand_over`: what the one who leaves had taken goes back at once.
pub(super) async fn ensure(
    desk: Desk<'_>,
    wish: &Appointment<'_>,
    hand_over: bool,
) -> Result<(Uuid, Effect), Fault> {
    let post = desk.position(wish.position, "position").await?;
    let mode = mode_named(wish.mode)?;
    let holder = desk.person(wish.person, "person").await?;
    if wish.decree.trim().is_empty() {
        return Err(refuse(
            "DECREE_REQUIRED",
            "Name the decree that appoints.",
            "Sebutkan nomor surat keputusan.",
            "decree",
        ));
    }
    let decree = words(wish.decree, "decree")?;
    let from = sensible(wish.valid_from, "validFrom")?;
    let end = wish
        .last_day
        .map(|day| day_after(day, "validTo"))
        .transpose()?;
    if end.is_some_and(|end| end <= from) {
        return Err(refuse(
            "BAD_PERIOD",
            "The period ends before it begins.",
            "Masa jabatan berakhir sebelum dimulai.",
            "validTo",
        ));
    }
    let told = say(&holder, &post, mode.code(), from, end);
    let known = offices::appointments_to(desk.transaction, post.id).await?;
    let same = known
        .iter()
        .find(|row| row.person_id == holder.id && row.valid_from == from);
    if let Some(same) = same {
        let row = incumbency::Model {
            mode: mode.code().to_owned(),
            decree: Some(decree),
            // An end that is known is not taken back by saying nothing.
            valid_to: end.or(same.valid_to),
            ..same.clone()
        };
        if row == *same {
            return Ok((
                same.id,
                Effect::new("APPOINTMENT", Outcome::Unchanged, None, told),
            ));
        }
        let before = say(&holder, &post, &same.mode, same.valid_from, same.valid_to);
        let grounds = allowed(desk, &post, Some(holder.id)).await?;
        offices::correct_incumbency(desk.transaction, &row).await?;
        let shown = |row: &incumbency::Model| json!({ "mode": row.mode, "decree": row.decree, "validTo": row.valid_to });
        desk.note(
            &grounds,
            "CORRECT_APPOINTMENT",
            row.id,
            &post.code,
            Some(shown(same)),
            Some(shown(&row)),
        )
        .await?;
        let mut effect = Effect::new("APPOINTMENT", Outcome::Changed, Some(before), told);
        if hand_over {
            effect.changes = hand_back::in_transaction(desk).await?;
        }
        return Ok((row.id, effect));
    }
    let grounds = allowed(desk, &post, Some(holder.id)).await?;
    if post
        .valid_to
        .is_some_and(|over| over <= from || end.is_none_or(|end| end > over))
    {
        return Err(closed("position"));
    }
    if let Some(later) = known
        .iter()
        .find(|row| row.valid_from >= from && end.is_none_or(|end| row.valid_from < end))
    {
        return Err(Problem::new(
            "LATER_APPOINTMENT",
            format!(
                "Somebody else is appointed to this position from {} on.",
                later.valid_from
            ),
            format!(
                "Orang lain sudah diangkat pada jabatan ini mulai {}.",
                later.valid_from
            ),
        )
        .at("validFrom")
        .into());
    }
    let before = register::incumbents(desk.transaction, vec![post.id], from)
        .await?
        .into_iter()
        .next();
    let new = incumbency::Model {
        id: Uuid::now_v7(),
        position_id: post.id,
        person_id: holder.id,
        mode: mode.code().to_owned(),
        decree: Some(decree.clone()),
        valid_from: from,
        valid_to: end,
    };
    let id = register::appoint(desk.transaction, new).await?;
    let former = match &before {
        Some(row) => person::Entity::find_by_id(row.person_id)
            .one(desk.transaction)
            .await?
            .map(|person| say(&person, &post, &row.mode, row.valid_from, row.valid_to)),
        None => None,
    };
    desk.note(
        &grounds,
        "APPOINT",
        id,
        &post.code,
        former.as_ref().map(|text| json!({ "holder": text })),
        Some(json!({ "person": holder.email, "mode": mode.code(), "decree": decree, "validFrom": from, "validTo": end })),
    )
    .await?;
    let outcome = if former.is_some() {
        Outcome::Changed
    } else {
        Outcome::New
    };
    let mut effect = Effect::new("APPOINTMENT", outcome, former, told);
    for grant in roles_of(desk, post.id).await? {
        if grant.role == Role::RegencyHead.code() {
            let heard =
                announce_head(desk.door, desk.transaction, &grant.organisation_path, mode).await?;
            effect.changes.extend(heard);
        }
    }
    if hand_over {
        effect
            .changes
            .extend(hand_back::in_transaction(desk).await?);
    }
    Ok((id, effect))
}

/// Ends an incumbency by a decree; what its holder had taken goes back to the position.
pub(super) async fn end(
    desk: Desk<'_>,
    id: Uuid,
    last_day: NaiveDate,
    decree: &str,
) -> Result<Vec<Change>, Fault> {
    let known = incumbency::Entity::find_by_id(id)
        .one(desk.transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let post = position::Entity::find_by_id(known.position_id)
        .one(desk.transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let grounds = allowed(desk, &post, None).await?;
    let decree = words(decree, "decree")?;
    let end = day_after(last_day, "lastDay")?;
    if end <= known.valid_from || known.valid_to.is_some_and(|until| until < end) {
        return Err(refuse(
            "BAD_PERIOD",
            "The last day is not within the term of office.",
            "Hari terakhir tidak berada dalam masa jabatan.",
            "lastDay",
        ));
    }
    let row = incumbency::Model {
        valid_to: Some(end),
        ..known.clone()
    };
    offices::correct_incumbency(desk.transaction, &row).await?;
    desk.note(
        &grounds,
        "END_INCUMBENCY",
        id,
        &post.code,
        Some(json!({ "validTo": known.valid_to })),
        Some(json!({ "validTo": end, "decree": decree })),
    )
    .await?;
    hand_back::in_transaction(desk).await
}

async fn allowed(
    desk: Desk<'_>,
    post: &position::Model,
    person: Option<Uuid>,
) -> Result<super::desk::Grounds, Fault> {
    let grounds = desk.may(Action::OrganisationAdmin, &post.organisation_path)?;
    desk.not_own(post.id, person)?;
    // Who holds such a position holds its trusted roles.
    for grant in roles_of(desk, post.id).await? {
        trusted(desk, &grant.role, &grant.organisation_path)?;
    }
    Ok(grounds)
}

fn mode_named(text: &str) -> Result<Mode, Fault> {
    let plain: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    match plain.to_uppercase().as_str() {
        "DEFINITIVE" | "DEFINITIF" => Ok(Mode::Definitive),
        "PLT" => Ok(Mode::Plt),
        "PLH" => Ok(Mode::Plh),
        "PJ" => Ok(Mode::Pj),
        _ => Err(refuse(
            "UNKNOWN_MODE",
            "A mode is DEFINITIVE, PLT, PLH or PJ.",
            "Status jabatan: DEFINITIVE (definitif), PLT, PLH atau PJ.",
            "mode",
        )),
    }
}

/// An appointment in words: name, title, mode, first and last day.
fn say(
    who: &person::Model,
    post: &position::Model,
    mode: &str,
    from: NaiveDate,
    end: Option<NaiveDate>,
) -> String {
    let until = end
        .and_then(|end| end.pred_opt())
        .map_or_else(String::new, |day| day.to_string());
    format!("{}: {} ({mode}, {from}–{until})", post.title, who.name)
}

/// `HeadChanged` to every case of the regency that waits for it, `HeadDefinitive` too when the post is fully held
/// (the library's contract, section 6).
async fn announce_head(
    door: &Door,
    transaction: &DatabaseTransaction,
    regency: &str,
    mode: Mode,
) -> Result<Vec<Change>, Fault> {
    let mut names = vec!["HeadChanged"];
    if mode.is_definitive() {
        names.push("HeadDefinitive");
    }
    let Some(owner) = organisation::Entity::find()
        .filter(organisation::Column::Path.eq(regency))
        .one(transaction)
        .await?
    else {
        return Ok(Vec::new());
    };
    let at = door.clock.now();
    let mut changes = Vec::new();
    let waiting = subscription::Entity::find()
        .filter(subscription::Column::Kind.eq("MESSAGE"))
        .filter(subscription::Column::Name.is_in(names))
        .filter(subscription::Column::OrganisationPath.eq(&owner.path))
        .all(transaction)
        .await?;
    for subscription in waiting {
        let id = messages::publish(
            transaction,
            message::ActiveModel {
                id: Set(Uuid::now_v7()),
                name: Set(subscription.name),
                correlation_key: Set(subscription.correlation_key.unwrap_or_default()),
                variables: Set("{}".to_owned()),
                source: Set(Some("register".to_owned())),
                organisation_path: Set(owner.path.clone()),
                published_at: Set(at),
                expires_at: Set(at),
                state: Set("PENDING".to_owned()),
                correlated_with: Set(None),
            },
        )
        .await?;
        changes.extend(deliver(door, transaction, id, None).await?.1);
    }
    Ok(changes)
}
