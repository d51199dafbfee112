//! Positions and their roles: added, retitled, ended with or without a successor, entitled.

use chrono::NaiveDate;
use schema::commands::Problem;
use schema::graph::live::Change;
use schema::register_change::Outcome;
use schema::tables::{incumbency, organisation, position, position_role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, Role};

use super::desk::{Desk, code_below, refuse, words};
use super::organisation::day_after;
use super::{Effect, hand_back};
use crate::commands::fault::Fault;
use crate::store::{offices, succession};

/// What is said of a position.
pub(super) struct Said<'a> {
    pub code: &'a str,
    pub title: Option<&'a str>,
    pub title_en: Option<&'a str>,
    pub organisation: Option<&'a str>,
    pub superior: Option<&'a str>,
}

/// Adds a position that nobody has entered before.
pub(super) async fn create(desk: Desk<'_>, said: &Said<'_>) -> Result<Uuid, Fault> {
    if desk.position_if_any(said.code).await?.is_some() {
        return Err(refuse(
            "CODE_TAKEN",
            "This code is in use, or was: codes are never given twice.",
            "Kode ini sudah atau pernah dipakai: kode tidak pernah dipakai ulang.",
            "code",
        ));
    }
    Ok(ensure(desk, said).await?.0)
}

/// Adds a position, or brings its title and superior up to date.
pub(super) async fn ensure(desk: Desk<'_>, said: &Said<'_>) -> Result<(Uuid, Effect), Fault> {
    let superior = match said.superior.map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) => Some(desk.position(code, "superior").await?.id),
        None => None,
    };
    let title_en = said
        .title_en
        .map(|title| words(title, "titleEn"))
        .transpose()?;
    if let Some(known) = desk.position_if_any(said.code).await? {
        let row = position::Model {
            title: said
                .title
                .map_or(Ok(known.title.clone()), |title| words(title, "title"))?,
            title_en: title_en.or_else(|| known.title_en.clone()),
            superior_id: superior.or(known.superior_id),
            ..known.clone()
        };
        let told = format!("{} ({})", row.title, row.code);
        if row == known {
            let same = Effect::new("POSITION", Outcome::Unchanged, None, told);
            return Ok((known.id, same));
        }
        let grounds = desk.may(Action::OrganisationAdmin, &known.organisation_path)?;
        desk.not_own(known.id, None)?;
        if row.superior_id == Some(row.id) {
            return Err(refuse(
                "OWN_SUPERIOR",
                "A position is not above itself.",
                "Jabatan tidak menjadi atasan bagi dirinya sendiri.",
                "superior",
            ));
        }
        offices::put_position(desk.transaction, row.clone()).await?;
        let shown = |row: &position::Model| json!({ "title": row.title, "titleEn": row.title_en, "superior": row.superior_id });
        desk.note(
            &grounds,
            "CHANGE_POSITION",
            row.id,
            &row.code,
            Some(shown(&known)),
            Some(shown(&row)),
        )
        .await?;
        let before = Some(format!("{} ({})", known.title, known.code));
        return Ok((
            row.id,
            Effect::new("POSITION", Outcome::Changed, before, told),
        ));
    }
    let home = desk
        .organisation(said.organisation.unwrap_or_default(), "organisation")
        .await?;
    let grounds = desk.may(Action::OrganisationAdmin, &home.path)?;
    if home.valid_to.is_some_and(|end| end <= desk.today()) {
        return Err(closed("organisation"));
    }
    let row = position::Model {
        id: Uuid::now_v7(),
        code: code_below(said.code, &home.code, "code")?,
        title: words(said.title.unwrap_or_default(), "title")?,
        title_en,
        organisation_id: home.id,
        organisation_path: home.path.clone(),
        superior_id: superior,
        valid_to: None,
    };
    offices::put_position(desk.transaction, row.clone()).await?;
    let after =
        json!({ "title": row.title, "organisation": home.code, "superior": row.superior_id });
    desk.note(
        &grounds,
        "CREATE_POSITION",
        row.id,
        &row.code,
        None,
        Some(after),
    )
    .await?;
    let told = format!("{} ({})", row.title, row.code);
    Ok((row.id, Effect::new("POSITION", Outcome::New, None, told)))
}

pub(super) fn closed(field: &str) -> Fault {
    refuse(
        "CLOSED",
        "It has ended; nothing is added to it any more.",
        "Sudah berakhir; tidak dapat ditambah lagi.",
        field,
    )
}

/// Ends a position. Whoever holds it leaves it, and what is addressed to it goes to the successor.
pub(super) async fn close(
    desk: Desk<'_>,
    code: &str,
    last_day: NaiveDate,
    successor: Option<&str>,
) -> Result<(Uuid, Vec<Change>), Fault> {
    let known = desk.position(code, "position").await?;
    let grounds = desk.may(Action::OrganisationAdmin, &known.organisation_path)?;
    desk.not_own(known.id, None)?;
    for grant in roles_of(desk, known.id).await? {
        trusted(desk, &grant.role, &grant.organisation_path)?;
    }
    let end = day_after(last_day, "lastDay")?;
    let heir = match successor {
        Some(code) => Some(desk.position(code, "successor").await?),
        None => None,
    };
    if let Some(heir) = &heir {
        desk.may(Action::OrganisationAdmin, &heir.organisation_path)?;
        if heir.id == known.id || heir.valid_to.is_some_and(|over| over <= end) {
            return Err(closed("successor"));
        }
        succession::put_position(desk.transaction, known.id, heir.id, end).await?;
    } else {
        let waiting = succession::open_work_of(desk.transaction, &known.code, known.id).await?;
        if waiting > 0 {
            return Err(Problem::new(
                "OPEN_WORK",
                format!("{waiting} open tasks are addressed to this position: name the position that goes on with them."),
                format!("{waiting} tugas terbuka ditujukan kepada jabatan ini: tetapkan jabatan yang melanjutkannya."),
            )
            .at("successor")
            .into());
        }
    }
    end_all(desk, &known, end).await?;
    let row = position::Model {
        valid_to: Some(end),
        ..known.clone()
    };
    offices::put_position(desk.transaction, row).await?;
    let after = json!({ "validTo": end, "successor": heir.map(|row| row.code) });
    desk.note(
        &grounds,
        "CLOSE_POSITION",
        known.id,
        &known.code,
        Some(json!({ "validTo": known.valid_to })),
        Some(after),
    )
    .await?;
    Ok((known.id, hand_back::in_transaction(desk).await?))
}

/// Ends every incumbency of a position on a day.
pub(super) async fn end_all(
    desk: Desk<'_>,
    post: &position::Model,
    end: NaiveDate,
) -> Result<(), Fault> {
    for held in offices::appointments_to(desk.transaction, post.id).await? {
        if held.valid_from >= end {
            return Err(refuse(
                "LATER_APPOINTMENT",
                "Somebody is appointed to this position after that day.",
                "Ada pengangkatan pada jabatan ini setelah tanggal itu.",
                "lastDay",
            ));
        }
        if held.valid_to.is_none_or(|until| until > end) {
            let cut = incumbency::Model {
                valid_to: Some(end),
                ..held
            };
            offices::correct_incumbency(desk.transaction, &cut).await?;
        }
    }
    Ok(())
}

/// The roles of a position.
pub(super) async fn roles_of(
    desk: Desk<'_>,
    position: Uuid,
) -> Result<Vec<position_role::Model>, Fault> {
    Ok(position_role::Entity::find()
        .filter(position_role::Column::PositionId.eq(position))
        .all(desk.transaction)
        .await?)
}

/// The roles that oversee the others are the administrator's to give.
pub(super) fn trusted(desk: Desk<'_>, role: &str, path: &str) -> Result<(), Fault> {
    if role.parse::<Role>().is_ok_and(Role::is_trusted) {
        desk.may(Action::TrustAdmin, path).map_err(|_| {
            refuse(
                "TRUSTED_ROLE",
                "Only the administrator of the system gives or takes this role.",
                "Hanya administrator sistem yang memberi atau mencabut peran ini.",
                "role",
            )
        })?;
    }
    Ok(())
}

fn role_named(text: &str) -> Result<Role, Fault> {
    text.trim().to_uppercase().parse().map_err(|_| {
        refuse(
            "UNKNOWN_ROLE",
            "There is no such role.",
            "Peran itu tidak ada.",
            "role",
        )
    })
}

/// Grants a role to a position within an organisation, by default its own. A position has a role once: granting it
/// again elsewhere moves it.
pub(super) async fn grant(
    desk: Desk<'_>,
    post: &position::Model,
    role: &str,
    organisation: Option<&str>,
) -> Result<Effect, Fault> {
    let role = role_named(role)?;
    let place = match organisation.map(str::trim).filter(|code| !code.is_empty()) {
        Some(code) => desk.organisation(code, "organisation").await?,
        None => organisation::Entity::find_by_id(post.organisation_id)
            .one(desk.transaction)
            .await?
            .ok_or_else(Problem::not_found)?,
    };
    let told = format!("{role}@{}", place.code);
    let known = roles_of(desk, post.id)
        .await?
        .into_iter()
        .find(|grant| grant.role == role.code());
    if known
        .as_ref()
        .is_some_and(|grant| grant.organisation_path == place.path)
    {
        return Ok(Effect::new("ROLE", Outcome::Unchanged, None, told));
    }
    let grounds = desk.may(Action::OrganisationAdmin, &post.organisation_path)?;
    desk.may(Action::OrganisationAdmin, &place.path)?;
    trusted(desk, role.code(), &place.path)?;
    if let Some(known) = &known {
        trusted(desk, role.code(), &known.organisation_path)?;
    }
    desk.not_own(post.id, None)?;
    let row = position_role::Model {
        position_id: post.id,
        role: role.code().to_owned(),
        organisation_path: place.path,
    };
    offices::put_role(desk.transaction, row).await?;
    let before = known
        .as_ref()
        .map(|grant| format!("{role} {}", grant.organisation_path));
    desk.note(
        &grounds,
        "GRANT_ROLE",
        post.id,
        &post.code,
        before.clone().map(|text| json!({ "role": text })),
        Some(json!({ "role": told })),
    )
    .await?;
    let outcome = if known.is_some() {
        Outcome::Changed
    } else {
        Outcome::New
    };
    Ok(Effect::new("ROLE", outcome, before, told))
}

/// Takes a role from a position.
pub(super) async fn revoke(desk: Desk<'_>, code: &str, role: &str) -> Result<Uuid, Fault> {
    let post = desk.position(code, "position").await?;
    let role = role_named(role)?;
    let grounds = desk.may(Action::OrganisationAdmin, &post.organisation_path)?;
    let known = roles_of(desk, post.id)
        .await?
        .into_iter()
        .find(|grant| grant.role == role.code())
        .ok_or_else(|| {
            refuse(
                "ROLE_NOT_HELD",
                "This position does not have this role.",
                "Jabatan ini tidak memiliki peran itu.",
                "role",
            )
        })?;
    trusted(desk, role.code(), &known.organisation_path)?;
    desk.not_own(post.id, None)?;
    offices::remove_role(desk.transaction, post.id, role.code()).await?;
    let before = json!({ "role": format!("{role} {}", known.organisation_path) });
    desk.note(
        &grounds,
        "REVOKE_ROLE",
        post.id,
        &post.code,
        Some(before),
        None,
    )
    .await?;
    Ok(post.id)
}
