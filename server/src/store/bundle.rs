//! The record as a bundle that a stranger can check without this server: one JSON document a line, in the order in which
//! `mufakat-verify` reads it. `docs/verifying.md` tells the format.

use std::io::Write;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use schema::checkpoint_text::{self, hex};
use schema::tables::{
    access_log, checkpoint, checkpoint_leaf, document_version, journal, signature,
};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::checkpoint::Fixed;

/// Rows read at a time.
const PAGE: u64 = 500;

/// Writes the whole record; `progress` hears of the events written so far. Answers how many lines were written.
///
/// # Errors
/// Of the database, or of the file.
pub async fn export(
    connection: &impl ConnectionTrait,
    to: &mut (impl Write + Send),
    mut progress: impl FnMut(u64),
) -> Result<u64> {
    let mut lines = 1;
    writeln!(to, "{}", json!({ "type": "bundle", "version": 1 }))?;
    for row in checkpoint::Entity::find()
        .order_by_asc(checkpoint::Column::Number)
        .all(connection)
        .await?
    {
        let text = checkpoint_text::block(&row);
        writeln!(to, "{}", json!({ "type": "checkpoint", "text": text }))?;
        lines += 1;
        lines += leaves(connection, row.number, to).await?;
    }
    let mut events = 0;
    let mut after: (Uuid, i64) = (Uuid::nil(), 0);
    loop {
        let rows = journal::Entity::find()
            .filter(
                journal::Column::InstanceId
                    .gt(after.0)
                    .or(journal::Column::InstanceId
                        .eq(after.0)
                        .and(journal::Column::Seq.gt(after.1))),
            )
            .order_by_asc(journal::Column::InstanceId)
            .order_by_asc(journal::Column::Seq)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else { break };
        after = (last.instance_id, last.seq);
        for row in &rows {
            let line = json!({
                "type": "entry", "instance": row.instance_id, "seq": row.seq, "at": moment(row.at),
                "kind": row.kind, "event": row.event, "actor": row.actor, "hash": hex(&row.hash),
            });
            writeln!(to, "{line}")?;
            lines += 1;
            events += 1;
        }
        progress(events);
    }
    lines += fixed(connection, to).await?;
    writeln!(to, "{}", json!({ "type": "end", "lines": lines }))?;
    to.flush()?;
    Ok(lines + 1)
}

async fn leaves(
    connection: &impl ConnectionTrait,
    number: i64,
    to: &mut (impl Write + Send),
) -> Result<u64> {
    let rows = checkpoint_leaf::Entity::find()
        .filter(checkpoint_leaf::Column::Checkpoint.eq(number))
        .order_by_asc(checkpoint_leaf::Column::Kind)
        .order_by_asc(checkpoint_leaf::Column::Subject)
        .all(connection)
        .await?;
    for row in &rows {
        let line = json!({
            "type": "leaf", "checkpoint": number, "kind": row.kind, "subject": row.subject,
            "seq": row.seq, "hash": hex(&row.hash),
        });
        writeln!(to, "{line}")?;
    }
    Ok(rows.len() as u64)
}

/// Rows that never change: versions of documents, signatures, looks at confidential things.
async fn fixed(connection: &impl ConnectionTrait, to: &mut (impl Write + Send)) -> Result<u64> {
    let mut lines = 0;
    macro_rules! each {
        ($table:ident, $reading:path) => {{
            let mut after = Uuid::nil();
            loop {
                let rows = $table::Entity::find()
                    .filter($table::Column::Id.gt(after))
                    .order_by_asc($table::Column::Id)
                    .limit(PAGE)
                    .all(connection)
                    .await?;
                let Some(last) = rows.last() else { break };
                after = last.id;
                for row in &rows {
                    let row = $reading(row)?;
                    let line = json!({
                        "type": "row", "kind": row.kind, "subject": row.subject, "at": moment(row.at),
                        "text": row.text,
                    });
                    writeln!(to, "{line}")?;
                    lines += 1;
                }
            }
        }};
    }
    each!(document_version, Fixed::version);
    each!(signature, Fixed::signature);
    each!(access_log, Fixed::access);
    Ok(lines)
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
