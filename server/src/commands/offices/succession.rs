//! Organisations that go on with the work of others from a day on: a rename by regulation, a merger, a split. Positions
//! are paired by the last part of their code unless it is said otherwise. Open work keeps the address it was given: who
//! succeeds answers to it as well, so nothing that happened is written anew.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use schema::commands::Problem;
use schema::graph::live::Change;
use schema::tables::{organisation, position};
use serde_json::json;
use uuid::Uuid;
use workflows::access::{Action, regency_path};

use super::desk::{Desk, refuse, words};
use super::hand_back;
use super::organisation::sensible;
use super::position::{end_all, roles_of, trusted};
use crate::commands::fault::Fault;
use crate::store::{offices, succession};

/// A succession as it is asked for.
pub(super) struct Wish<'a> {
    pub kind: &'a str,
    pub predecessors: &'a [String],
    pub successors: &'a [String],
    pub positions: &'a [(String, String)],
    pub decree: &'a str,
    pub valid_from: NaiveDate,
}

/// Ends the predecessors and lets the successors, which stand in the register already, go on.
pub(super) async fn succeed(
    desk: Desk<'_>,
    wish: &Wish<'_>,
) -> Result<(Vec<Uuid>, Vec<Change>), Fault> {
    let shape = match wish.kind {
        "RENAME" => wish.predecessors.len() == 1 && wish.successors.len() == 1,
        "MERGE" => wish.predecessors.len() > 1 && wish.successors.len() == 1,
        "SPLIT" => wish.predecessors.len() == 1 && wish.successors.len() > 1,
        _ => false,
    };
    let all: BTreeSet<&String> = wish.predecessors.iter().chain(wish.successors).collect();
    if !shape || all.len() != wish.predecessors.len() + wish.successors.len() || all.len() > 50 {
        return Err(refuse(
            "BAD_SUCCESSION",
            "A rename has one on each side, a merger several that end, a split several that go on; none stands on both sides.",
            "Perubahan nama: satu dan satu; penggabungan: beberapa yang berakhir; pemecahan: beberapa penerus; tidak ada yang di kedua sisi.",
            "kind",
        ));
    }
    let decree = words(wish.decree, "decree")?;
    let from = sensible(wish.valid_from, "validFrom")?;
    let mut former = Vec::new();
    for code in wish.predecessors {
        let row = desk.organisation(code, "predecessors").await?;
        desk.may(Action::OrganisationAdmin, &row.path)?;
        if row.valid_to.is_some() || row.valid_from >= from {
            return Err(refuse(
                "CLOSED",
                "One of those that end has ended already, or begins later.",
                "Salah satu yang diakhiri sudah berakhir atau baru dimulai kemudian.",
                "predecessors",
            ));
        }
        if offices::children_of(desk.transaction, row.id, from).await? > 0 {
            return Err(refuse(
                "NOT_EMPTY",
                "Put the organisations below it elsewhere first.",
                "Pindahkan dahulu organisasi di bawahnya.",
                "predecessors",
            ));
        }
        former.push(row);
    }
    let mut heirs = Vec::new();
    for code in wish.successors {
        let row = desk.organisation(code, "successors").await?;
        desk.may(Action::OrganisationAdmin, &row.path)?;
        if row.valid_to.is_some() || row.valid_from > from {
            return Err(refuse(
                "NOT_YET",
                "A successor must exist on that day: add it first.",
                "Penerus harus sudah ada pada hari itu: tambahkan dahulu.",
                "successors",
            ));
        }
        heirs.push(row);
    }
    let house = heirs.first().map(|row| regency_path(&row.path).to_owned());
    if former
        .iter()
        .any(|row| Some(regency_path(&row.path)) != house.as_deref())
    {
        return Err(refuse(
            "MOVE_LEAVES_REGENCY",
            "Work is inherited within a regency only.",
            "Tugas hanya diteruskan di dalam satu daerah.",
            "successors",
        ));
    }
    let said: BTreeMap<&str, &str> = wish
        .positions
        .iter()
        .map(|(old, new)| (old.as_str(), new.as_str()))
        .collect();
    for row in &former {
        hand_over(desk, row, &heirs, &said, from).await?;
        for (at, heir) in heirs.iter().enumerate() {
            let kind = if at == 0 {
                wish.kind
            } else {
                succession::SPLIT_OFF
            };
            succession::put_organisation(desk.transaction, row.id, heir.id, kind, from, &decree)
                .await?;
        }
        let closed = organisation::Model {
            valid_to: Some(from),
            ..row.clone()
        };
        offices::put_organisation(desk.transaction, &closed).await?;
        let grounds = desk.may(Action::OrganisationAdmin, &row.path)?;
        desk.note(
            &grounds,
            "SUCCEED_ORGANISATION",
            row.id,
            &row.code,
            Some(json!({ "validTo": row.valid_to })),
            Some(json!({ "kind": wish.kind, "successors": wish.successors, "validFrom": from, "decree": decree })),
        )
        .await?;
    }
    let changes = hand_back::in_transaction(desk).await?;
    Ok((heirs.into_iter().map(|row| row.id).collect(), changes))
}

/// Ends the positions of an organisation and says which one goes on with the work of each.
async fn hand_over(
    desk: Desk<'_>,
    former: &organisation::Model,
    heirs: &[organisation::Model],
    said: &BTreeMap<&str, &str>,
    from: NaiveDate,
) -> Result<(), Fault> {
    for post in offices::positions_in(desk.transaction, former.id, from).await? {
        desk.not_own(post.id, None)?;
        for grant in roles_of(desk, post.id).await? {
            trusted(desk, &grant.role, &grant.organisation_path)?;
        }
        let heir = match said.get(post.code.as_str()) {
            Some(code) => Some(desk.position(code, "positions").await?),
            None => alike(desk, former, heirs, &post).await?,
        };
        match heir {
            Some(heir) => {
                desk.may(Action::OrganisationAdmin, &heir.organisation_path)?;
                succession::put_position(desk.transaction, post.id, heir.id, from).await?;
            }
            None => {
                let waiting =
                    succession::open_work_of(desk.transaction, &post.code, post.id).await?;
                if waiting > 0 {
                    return Err(Problem::new(
                        "OPEN_WORK",
                        format!("{waiting} open tasks are addressed to {}: say which position goes on with them.", post.code),
                        format!("{waiting} tugas terbuka ditujukan kepada {}: tetapkan jabatan yang melanjutkannya.", post.code),
                    )
                    .at("positions")
                    .into());
                }
            }
        }
        end_all(desk, &post, from).await?;
        let ended = position::Model {
            valid_to: Some(from),
            ..post
        };
        offices::put_position(desk.transaction, ended).await?;
    }
    Ok(())
}

/// The position with the same last part of its code, in the first successor that has one.
async fn alike(
    desk: Desk<'_>,
    former: &organisation::Model,
    heirs: &[organisation::Model],
    post: &position::Model,
) -> Result<Option<position::Model>, Fault> {
    let Some(rest) = post.code.strip_prefix(former.code.as_str()) else {
        return Ok(None);
    };
    for heir in heirs {
        if let Some(found) = desk
            .position_if_any(&format!("{}{rest}", heir.code))
            .await?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
