//! Organisations: added, renamed, put elsewhere in their regency, ended. The code never changes: work is addressed by it.

use chrono::{Datelike as _, NaiveDate};
use schema::commands::Problem;
use schema::tables::organisation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, regency_path};

use super::desk::{Desk, code_below, refuse, words};
use crate::commands::fault::Fault;
use crate::register::demo::{Function, OrganisationKind};
use crate::store::{move_paths, offices};

/// A new organisation.
pub(super) struct New<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub name_en: Option<&'a str>,
    pub kind: &'a str,
    pub function: Option<&'a str>,
    pub parent: &'a str,
    pub valid_from: NaiveDate,
}

/// Adds an organisation below another one.
pub(super) async fn create(desk: Desk<'_>, new: &New<'_>) -> Result<Uuid, Fault> {
    let parent = desk.organisation(new.parent, "parent").await?;
    let grounds = desk.may(Action::OrganisationAdmin, &parent.path)?;
    let unknown = |field: &str| {
        refuse(
            "UNKNOWN_KIND",
            "This kind or function of organisation is not known; the documentation lists them.",
            "Jenis atau urusan organisasi ini tidak dikenal; lihat daftarnya dalam dokumentasi.",
            field,
        )
    };
    let kind = OrganisationKind::from_code(new.kind).ok_or_else(|| unknown("kind"))?;
    let function = new.function.map(str::trim).filter(|text| !text.is_empty());
    if function.is_some_and(|code| Function::from_code(code).is_none()) {
        return Err(unknown("function"));
    }
    // A body of a regency is coded below the regency even when it sits deeper in the tree.
    let owner = parent.code.split('/').next().unwrap_or(&parent.code);
    let code = code_below(new.code, owner, "code")?;
    let taken = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(&code))
        .one(desk.transaction)
        .await?;
    if taken.is_some() {
        return Err(refuse(
            "CODE_TAKEN",
            "This code is in use, or was: codes are never given twice.",
            "Kode ini sudah atau pernah dipakai: kode tidak pernah dipakai ulang.",
            "code",
        ));
    }
    let segment = code.rsplit('/').next().unwrap_or(&code);
    let row = organisation::Model {
        id: Uuid::now_v7(),
        path: format!("{}{segment}/", parent.path),
        name: words(new.name, "name")?,
        name_en: new.name_en.map(|name| words(name, "nameEn")).transpose()?,
        kind: kind.code().to_owned(),
        function: function.map(str::to_owned),
        parent_id: Some(parent.id),
        region_code: parent.region_code.clone(),
        zone: parent.zone.clone(),
        valid_from: sensible(new.valid_from, "validFrom")?,
        valid_to: None,
        code,
    };
    let same_path = organisation::Entity::find()
        .filter(organisation::Column::Path.eq(&row.path))
        .one(desk.transaction)
        .await?;
    if same_path.is_some() {
        return Err(refuse(
            "CODE_TAKEN",
            "Another organisation has the same place in the tree.",
            "Organisasi lain menempati tempat yang sama dalam struktur.",
            "code",
        ));
    }
    offices::add_organisation(desk.transaction, row.clone()).await?;
    let after = json!({ "name": row.name, "parent": parent.code, "kind": row.kind, "function": row.function, "validFrom": row.valid_from });
    desk.note(
        &grounds,
        "CREATE_ORGANISATION",
        row.id,
        &row.code,
        None,
        Some(after),
    )
    .await?;
    Ok(row.id)
}

/// Renames an organisation, or puts it below another one of the same regency.
pub(super) async fn change(
    desk: Desk<'_>,
    code: &str,
    name: Option<&str>,
    name_en: Option<&str>,
    parent: Option<&str>,
) -> Result<Uuid, Fault> {
    let known = desk.organisation(code, "organisation").await?;
    let grounds = desk.may(Action::OrganisationAdmin, &known.path)?;
    let mut row = known.clone();
    if let Some(name) = name {
        row.name = words(name, "name")?;
    }
    if let Some(name) = name_en {
        row.name_en = Some(words(name, "nameEn")?);
    }
    if row != known {
        offices::put_organisation(desk.transaction, &row).await?;
        desk.note(
            &grounds,
            "RENAME_ORGANISATION",
            row.id,
            &row.code,
            Some(json!({ "name": known.name, "nameEn": known.name_en })),
            Some(json!({ "name": row.name, "nameEn": row.name_en })),
        )
        .await?;
    }
    if let Some(parent) = parent {
        let parent = desk.organisation(parent, "parent").await?;
        if known.parent_id != Some(parent.id) {
            put_below(desk, &known, &parent).await?;
        }
    }
    Ok(known.id)
}

async fn put_below(
    desk: Desk<'_>,
    known: &organisation::Model,
    parent: &organisation::Model,
) -> Result<(), Fault> {
    let grounds = desk.may(Action::OrganisationAdmin, &parent.path)?;
    if parent.path.starts_with(&known.path) {
        return Err(refuse(
            "MOVE_INTO_ITSELF",
            "An organisation cannot be put below itself.",
            "Organisasi tidak dapat ditempatkan di bawah dirinya sendiri.",
            "parent",
        ));
    }
    if regency_path(&parent.path) != regency_path(&known.path)
        || known.path == regency_path(&known.path)
    {
        return Err(refuse(
            "MOVE_LEAVES_REGENCY",
            "An organisation moves within its regency only: elsewhere it is another organisation, which succeeds it.",
            "Organisasi hanya berpindah di dalam daerahnya: di tempat lain ia menjadi organisasi baru sebagai penerus.",
            "parent",
        ));
    }
    let segment = known
        .path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let path = format!("{}{segment}/", parent.path);
    let taken = organisation::Entity::find()
        .filter(organisation::Column::Path.eq(&path))
        .one(desk.transaction)
        .await?;
    if taken.is_some() {
        return Err(refuse(
            "CODE_TAKEN",
            "Another organisation has the same place in the tree.",
            "Organisasi lain menempati tempat yang sama dalam struktur.",
            "parent",
        ));
    }
    move_paths::rewrite(desk.transaction, known.id, parent.id, &known.path, &path).await?;
    desk.note(
        &grounds,
        "MOVE_ORGANISATION",
        known.id,
        &known.code,
        Some(json!({ "path": known.path })),
        Some(json!({ "path": path })),
    )
    .await
}

/// Ends an organisation in which nothing is left.
pub(super) async fn close(desk: Desk<'_>, code: &str, last_day: NaiveDate) -> Result<Uuid, Fault> {
    let known = desk.organisation(code, "organisation").await?;
    let grounds = desk.may(Action::OrganisationAdmin, &known.path)?;
    let end = day_after(last_day, "lastDay")?;
    if end <= known.valid_from {
        return Err(refuse(
            "BAD_PERIOD",
            "It would end before it began.",
            "Tanggal berakhir mendahului tanggal mulai.",
            "lastDay",
        ));
    }
    let left = offices::positions_in(desk.transaction, known.id, end).await?;
    let below = offices::children_of(desk.transaction, known.id, end).await?;
    if !left.is_empty() || below > 0 {
        let names: Vec<&str> = left.iter().take(5).map(|row| row.code.as_str()).collect();
        let names = names.join(", ");
        return Err(Problem::new(
            "NOT_EMPTY",
            format!("Close its positions first, or name a successor for the whole: {} positions ({names}), {below} organisations below.", left.len()),
            format!("Tutup dahulu jabatannya, atau tetapkan penerus untuk seluruhnya: {} jabatan ({names}), {below} organisasi di bawahnya.", left.len()),
        )
        .at("organisation")
        .into());
    }
    let row = organisation::Model {
        valid_to: Some(end),
        ..known.clone()
    };
    offices::put_organisation(desk.transaction, &row).await?;
    desk.note(
        &grounds,
        "CLOSE_ORGANISATION",
        row.id,
        &row.code,
        Some(json!({ "validTo": known.valid_to })),
        Some(json!({ "validTo": end })),
    )
    .await?;
    Ok(row.id)
}

/// A day that a person can have meant.
pub(super) fn sensible(day: NaiveDate, field: &str) -> Result<NaiveDate, Fault> {
    if (1945..=2200).contains(&day.year()) {
        return Ok(day);
    }
    Err(refuse(
        "BAD_DATE",
        "This year cannot be meant.",
        "Tahun ini tidak masuk akal.",
        field,
    ))
}

/// Periods are kept with the first day after; people name the last day.
pub(super) fn day_after(last_day: NaiveDate, field: &str) -> Result<NaiveDate, Fault> {
    let day = sensible(last_day, field)?;
    Ok(day.succ_opt().unwrap_or(day))
}
