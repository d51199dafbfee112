//! Checking the record: every hash from the first event on, the head that the instance remembers, and the snapshot
//! against the replayed journal. `mufakat audit verify` prints what this finds.

use std::collections::BTreeMap;

use schema::tables::{journal, process_instance};
use sea_orm::ExprTrait as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::Serialize;
use uuid::Uuid;
use workflows::engine::event::Event;
use workflows::engine::{evolve, state::State};
use workflows::id::InstanceId;

use super::journal::{Entry, GENESIS, hash};

/// Journal rows read at a time.
const PAGE: u64 = 500;

/// The first thing that is wrong with one journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Instance, with prefix.
    pub instance: String,
    /// Event where it shows; 0 when it concerns the whole instance.
    pub seq: i64,
    /// Kind of that event.
    pub kind: Option<String>,
    /// Typed code: `HASH_MISMATCH`, `CHAIN_BROKEN`, `GAP`, `HEAD_MISMATCH`, `UNREADABLE`, `SNAPSHOT_DIFFERS`, `ORPHAN`.
    pub code: &'static str,
    /// For the auditor.
    pub message: String,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Journals read.
    pub instances: u64,
    /// Events read.
    pub events: u64,
    /// First fault of each damaged journal.
    pub faults: Vec<Fault>,
}

/// Verifies every journal, or that of one instance. `progress` hears of each finished instance.
///
/// # Errors
/// Of the database.
pub async fn verify(
    connection: &impl ConnectionTrait,
    only: Option<Uuid>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Report, DbErr> {
    let mut query = process_instance::Entity::find().order_by_asc(process_instance::Column::Id);
    if let Some(only) = only {
        query = query.filter(process_instance::Column::Id.eq(only));
    }
    let total = query.clone().count(connection).await?;
    let mut report = Report::default();
    let mut pages = query.paginate(connection, 50);
    while let Some(rows) = pages.fetch_and_next().await? {
        for row in rows {
            report.instances += 1;
            let (events, fault) = verify_one(connection, &row).await?;
            report.events += events;
            report.faults.extend(fault);
            progress(report.instances, total);
        }
    }
    if only.is_none() {
        report.faults.extend(orphans(connection).await?);
    }
    Ok(report)
}

async fn verify_one(
    connection: &impl ConnectionTrait,
    row: &process_instance::Model,
) -> Result<(u64, Option<Fault>), DbErr> {
    let name = InstanceId::from_uuid(row.id).to_string();
    let fault = |seq: i64, kind: Option<String>, code: &'static str, message: String| Fault {
        instance: name.clone(),
        seq,
        kind,
        code,
        message,
    };
    let mut previous = GENESIS.to_vec();
    let mut state = State::default();
    let mut seen = 0_i64;
    loop {
        let entries = journal::Entity::find()
            .filter(
                journal::Column::InstanceId
                    .eq(row.id)
                    .and(journal::Column::Seq.gt(seen)),
            )
            .order_by_asc(journal::Column::Seq)
            .limit(PAGE)
            .all(connection)
            .await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let events = u64::try_from(seen).unwrap_or_default();
            let kind = Some(entry.kind.clone());
            if entry.seq != seen + 1 {
                return Ok((
                    events,
                    Some(fault(
                        seen + 1,
                        None,
                        "GAP",
                        format!(
                            "event {} is missing: the next one is {}",
                            seen + 1,
                            entry.seq
                        ),
                    )),
                ));
            }
            if entry.prev_hash != previous {
                return Ok((
                    events,
                    Some(fault(
                        entry.seq,
                        kind,
                        "CHAIN_BROKEN",
                        format!("event {} does not follow event {seen}", entry.seq),
                    )),
                ));
            }
            let expected = hash(
                &previous,
                Entry {
                    instance: row.id,
                    seq: entry.seq,
                    at: entry.at,
                    kind: &entry.kind,
                    event: &entry.event,
                    actor: entry.actor.as_deref(),
                },
            );
            if entry.hash != expected {
                let message = format!(
                    "event {} ({}) of {} was changed after it was written",
                    entry.seq, entry.kind, entry.at
                );
                return Ok((
                    events,
                    Some(fault(entry.seq, kind, "HASH_MISMATCH", message)),
                ));
            }
            match serde_json::from_str::<Event>(&entry.event) {
                Ok(event) => evolve(&mut state, &event),
                Err(error) => {
                    return Ok((
                        events,
                        Some(fault(
                            entry.seq,
                            kind,
                            "UNREADABLE",
                            format!("event {} cannot be read: {error}", entry.seq),
                        )),
                    ));
                }
            }
            previous = entry.hash;
            seen = entry.seq;
        }
    }
    let events = u64::try_from(seen).unwrap_or_default();
    if seen != row.seq || previous != row.head_hash {
        let message = format!(
            "the journal ends at event {seen}, the instance remembers event {}",
            row.seq
        );
        return Ok((
            events,
            Some(fault(
                Ord::min(seen, row.seq) + 1,
                None,
                "HEAD_MISMATCH",
                message,
            )),
        ));
    }
    let stored: Result<State, _> = serde_json::from_str(&row.snapshot);
    let differs = match stored {
        Ok(stored) => stored != state,
        Err(_) => true,
    };
    Ok((
        events,
        differs.then(|| {
            fault(
                0,
                None,
                "SNAPSHOT_DIFFERS",
                "the snapshot is not what the journal says".to_owned(),
            )
        }),
    ))
}

/// Journals without an instance: the instance row was deleted.
async fn orphans(connection: &impl ConnectionTrait) -> Result<Vec<Fault>, DbErr> {
    let journals: Vec<(Uuid, i64)> = journal::Entity::find()
        .select_only()
        .column(journal::Column::InstanceId)
        .column_as(journal::Column::Seq.max(), "last")
        .group_by(journal::Column::InstanceId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut last: BTreeMap<Uuid, i64> = journals.into_iter().collect();
    let known: Vec<Uuid> = process_instance::Entity::find()
        .select_only()
        .column(process_instance::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    for id in known {
        last.remove(&id);
    }
    Ok(last
        .into_iter()
        .map(|(id, seq)| Fault {
            instance: InstanceId::from_uuid(id).to_string(),
            seq,
            kind: None,
            code: "ORPHAN",
            message: "there is a journal, but its instance was deleted".to_owned(),
        })
        .collect())
}

/// Hash of one journal entry, to compare with what a paper was anchored to.
///
/// # Errors
/// Of the database.
pub async fn hash_at(
    connection: &impl ConnectionTrait,
    instance: Uuid,
    seq: i64,
) -> Result<Option<Vec<u8>>, DbErr> {
    Ok(journal::Entity::find_by_id((instance, seq))
        .one(connection)
        .await?
        .map(|entry| entry.hash))
}
