//! Lending the work of a position: an agency's head delegates inside the agency, somebody absent names a stand-in. The
//! loan widens inbox, permission and work already taken alike (`commands::facts`); votes, strategic decisions and the
//! roles entrusted to a person are never lent (`access::policy`, `Role::can_be_lent`).

use chrono::{Days, NaiveDate};
use schema::commands::Problem;
use schema::graph::live::Change;
use schema::tables::{delegation, position};
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Subject, regency_path};
use workflows::id::PersonId;

use super::desk::{Desk, refuse, words};
use super::hand_back;
use super::organisation::{day_after, sensible};
use crate::commands::fault::Fault;
use crate::store::{loan, offices, register};

/// Longest loan, days: what lasts longer is an appointment.
const LONGEST_D: u64 = 366;

/// A loan as it is asked for.
pub(super) struct Wish<'a> {
    pub kind: &'a str,
    pub position: &'a str,
    pub to: &'a str,
    pub valid_from: NaiveDate,
    pub last_day: Option<NaiveDate>,
    pub reason: &'a str,
}

/// Lends.
pub(super) async fn lend(desk: Desk<'_>, wish: &Wish<'_>) -> Result<Uuid, Fault> {
    let post = desk.position(wish.position, "position").await?;
    let absence = wish.kind == "ABSENCE";
    let from = sensible(wish.valid_from, "validFrom")?;
    let end = wish
        .last_day
        .map(|day| day_after(day, "validTo"))
        .transpose()?;
    if from < desk.today() || end.is_some_and(|end| end <= from) {
        return Err(refuse(
            "BAD_PERIOD",
            "A loan begins today or later and ends after it begins.",
            "Pelimpahan dimulai hari ini atau sesudahnya, dan berakhir setelah dimulai.",
            "validFrom",
        ));
    }
    let Some(end) = end.filter(|end| Some(*end) <= from.checked_add_days(Days::new(LONGEST_D)))
    else {
        return Err(refuse(
            "END_REQUIRED",
            "Say the last day, within a year: what lasts longer is an appointment.",
            "Isi hari terakhir, paling lama satu tahun: yang lebih lama memerlukan pengangkatan.",
            "validTo",
        ));
    };
    let lender = register::incumbents(desk.transaction, vec![post.id], from)
        .await?
        .into_iter()
        .next()
        .ok_or_else(|| {
            refuse(
                "VACANT",
                "Nobody holds this position on that day.",
                "Jabatan ini kosong pada hari itu.",
                "position",
            )
        })?;
    let mut subject = Subject::of(&post.organisation_path);
    subject.persons = vec![PersonId::from_uuid(lender.person_id)];
    subject.assignee = Some(post.code.clone());
    let grounds = desk.may_on(Action::PositionLend, &subject)?;
    let reason = words(wish.reason, "reason")?;
    let to = desk.person(wish.to, "to").await?;
    if to.id == lender.person_id {
        return Err(refuse(
            "TO_ONESELF",
            "Nobody stands in for themselves.",
            "Tidak seorang pun menggantikan dirinya sendiri.",
            "to",
        ));
    }
    // Inside the agency for a delegation, inside the regency for an absence: work does not leave the house.
    let house = if absence {
        regency_path(&post.organisation_path)
    } else {
        post.organisation_path.as_str()
    };
    let places = offices::workplaces(desk.transaction, to.id, from).await?;
    if !places.iter().any(|place| place.starts_with(house)) {
        return Err(if absence {
            refuse(
                "OUTSIDE_THE_REGENCY",
                "A stand-in holds a position in the same regency.",
                "Pengganti memegang jabatan di daerah yang sama.",
                "to",
            )
        } else {
            refuse(
                "OUTSIDE_THE_AGENCY",
                "Work is delegated inside the agency only.",
                "Tugas hanya dilimpahkan di dalam perangkat daerah yang sama.",
                "to",
            )
        });
    }
    let others = loan::of_position(desk.transaction, post.id, from).await?;
    let overlaps = |row: &delegation::Model| {
        row.from_person == lender.person_id
            && row.to_person == to.id
            && row.valid_from < end
            && row.valid_to.is_none_or(|until| until > from)
    };
    if others.iter().any(overlaps) {
        return Err(refuse(
            "ALREADY_LENT",
            "This position is lent to this person in that time already.",
            "Jabatan ini sudah dilimpahkan kepada orang itu pada masa tersebut.",
            "to",
        ));
    }
    let row = delegation::Model {
        id: Uuid::now_v7(),
        kind: if absence { "ABSENCE" } else { "DELEGATION" }.to_owned(),
        position_id: post.id,
        organisation_path: post.organisation_path.clone(),
        from_person: lender.person_id,
        to_person: to.id,
        valid_from: from,
        valid_to: Some(end),
        reason,
        created_by: desk.actor.person.map(PersonId::uuid),
        created_at: desk.now,
        ended_at: None,
    };
    loan::add(desk.transaction, row.clone()).await?;
    let after = json!({ "kind": row.kind, "to": to.email, "validFrom": from, "validTo": end, "reason": row.reason });
    desk.note(
        &grounds,
        "LEND_POSITION",
        row.id,
        &post.code,
        None,
        Some(after),
    )
    .await?;
    Ok(row.id)
}

/// Takes a loan back; what was taken in its name goes back to the position. Who borrowed may give it back too.
pub(super) async fn end(desk: Desk<'_>, id: Uuid) -> Result<Vec<Change>, Fault> {
    let row = delegation::Entity::find_by_id(id)
        .one(desk.transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let post = position::Entity::find_by_id(row.position_id)
        .one(desk.transaction)
        .await?
        .ok_or_else(Problem::not_found)?;
    let mut subject = Subject::of(&row.organisation_path);
    subject.persons = vec![
        PersonId::from_uuid(row.from_person),
        PersonId::from_uuid(row.to_person),
    ];
    subject.assignee = Some(post.code.clone());
    let grounds = desk.may_on(Action::PositionLend, &subject)?;
    if row.ended_at.is_some() {
        return Ok(Vec::new());
    }
    loan::end(desk.transaction, id, desk.now).await?;
    desk.note(
        &grounds,
        "END_LOAN",
        id,
        &post.code,
        None,
        Some(json!({ "endedAt": desk.now })),
    )
    .await?;
    hand_back::in_transaction(desk).await
}
