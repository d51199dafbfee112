//! Checking the record: every hash from the first event on, the head that the instance remembers, what a checkpoint
//! covered, and the snapshot against the replayed journal. `mufakat audit verify` prints what this finds; `record_check`
//! does the same in steps for those who ask on the page.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schema::tables::{checkpoint, checkpoint_leaf, journal, process_instance, visible};
use sea_orm::ExprTrait as _;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use workflows::engine::event::Event;
use workflows::engine::{evolve, state::State};
use workflows::id::InstanceId;

use super::anchored;
use super::journal::{Entry, GENESIS, hash};

/// Journal rows read at a time.
const PAGE: u64 = 500;

/// The first thing that is wrong with one journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Instance with its prefix, or `checkpoint 12`.
    pub instance: String,
    /// Event where it shows; 0 when it concerns the whole instance.
    pub seq: i64,
    /// Kind of that event.
    pub kind: Option<String>,
    /// Typed code: `HASH_MISMATCH`, `CHAIN_BROKEN`, `GAP`, `HEAD_MISMATCH`, `UNREADABLE`, `SNAPSHOT_DIFFERS`, `ORPHAN`;
    /// against a checkpoint `MISSING`, `DIFFERS`, `ROOT_MISMATCH`, `CHECKPOINT_CHAIN`, `CHECKPOINT_SIGNATURE`.
    pub code: Cow<'static, str>,
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
        let numbers: Vec<i64> = checkpoint::Entity::find()
            .select_only()
            .column(checkpoint::Column::Number)
            .order_by_asc(checkpoint::Column::Number)
            .into_tuple()
            .all(connection)
            .await?;
        for number in numbers {
            report
                .faults
                .extend(anchored::faults(connection, number).await?);
        }
    }
    Ok(report)
}

/// What some journals came to.
#[derive(Debug, Default)]
pub struct Part {
    /// Journals read.
    pub journals: i64,
    /// Events read.
    pub events: i64,
    /// First fault of each damaged journal.
    pub faults: Vec<Fault>,
    /// The last one; `None` when there were no more.
    pub last: Option<Uuid>,
}

/// Journals of the cases below an organisation.
fn below(path: &str) -> sea_orm::Select<process_instance::Entity> {
    process_instance::Entity::find().filter(visible::below(
        process_instance::Column::OrganisationPath,
        path,
    ))
}

/// How many journals there are below an organisation.
///
/// # Errors
/// Of the database.
pub async fn journals_below(connection: &impl ConnectionTrait, path: &str) -> Result<u64, DbErr> {
    below(path).count(connection).await
}

/// Verifies the next journals below an organisation, in the order of their ids.
///
/// # Errors
/// Of the database.
pub async fn verify_some(
    connection: &impl ConnectionTrait,
    path: &str,
    after: Option<Uuid>,
    most: u64,
) -> Result<Part, DbErr> {
    let mut query = below(path)
        .order_by_asc(process_instance::Column::Id)
        .limit(most);
    if let Some(after) = after {
        query = query.filter(process_instance::Column::Id.gt(after));
    }
    let mut part = Part::default();
    for row in query.all(connection).await? {
        let (events, fault) = verify_one(connection, &row).await?;
        part.journals += 1;
        part.events += i64::try_from(events).unwrap_or(i64::MAX);
        part.faults.extend(fault);
        part.last = Some(row.id);
    }
    Ok(part)
}

/// Hashes of one journal that checkpoints cover, by the number of the event.
async fn covered(
    connection: &impl ConnectionTrait,
    instance: Uuid,
) -> Result<BTreeMap<i64, Vec<u8>>, DbErr> {
    let leaves: Vec<(i64, Vec<u8>)> = checkpoint_leaf::Entity::find()
        .select_only()
        .columns([checkpoint_leaf::Column::Seq, checkpoint_leaf::Column::Hash])
        .filter(checkpoint_leaf::Column::Kind.eq("JOURNAL"))
        .filter(checkpoint_leaf::Column::Subject.eq(instance))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(leaves.into_iter().collect())
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
        code: code.into(),
        message,
    };
    let mut covered = covered(connection, row.id).await?;
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
            if covered
                .remove(&entry.seq)
                .is_some_and(|covered| covered != entry.hash)
            {
                let message = format!(
                    "event {} is not the one that a checkpoint covered: the journal was written again",
                    entry.seq
                );
                return Ok((events, Some(fault(entry.seq, kind, "DIFFERS", message))));
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
    if let Some(gone) = covered.into_keys().next() {
        let message = format!("a checkpoint covered event {gone}, and it is gone");
        return Ok((events, Some(fault(gone, None, "MISSING", message))));
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
pub(super) async fn orphans(connection: &impl ConnectionTrait) -> Result<Vec<Fault>, DbErr> {
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
            code: "ORPHAN".into(),
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
