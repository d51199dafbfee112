//! The record as a bundle that a stranger can check without this server: one JSON document a line, in the order in which
//! `mufakat-verify` reads it. `docs/verifying.md` tells the format. What is written goes through a channel in pieces, so that
//! a slow reader holds the database back and nothing grows in memory.

use std::io::Write;

use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use schema::checkpoint_text::{self, hex};
use schema::tables::{
    access_log, checkpoint, checkpoint_leaf, document, document_version, journal, privacy_act,
    process_instance, signature, visible,
};
use sea_orm::sea_query::{ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::Store;
use super::checkpoint::Fixed;

/// Rows read at a time.
const PAGE: u64 = 500;

/// Pieces that wait for a reader.
const AHEAD: usize = 4;
/// A piece is handed on when it is this long, bytes.
const PIECE: usize = 256 * 1024;

/// Lines on their way to a reader.
struct Out {
    piece: Vec<u8>,
    lines: u64,
    to: mpsc::Sender<Vec<u8>>,
}

impl Out {
    async fn line(&mut self, line: &Json) -> Result<()> {
        writeln!(self.piece, "{line}")?;
        self.lines += 1;
        if self.piece.len() >= PIECE {
            self.hand_on().await?;
        }
        Ok(())
    }

    async fn hand_on(&mut self) -> Result<()> {
        if self.to.send(std::mem::take(&mut self.piece)).await.is_err() {
            bail!("whoever read the bundle went away");
        }
        Ok(())
    }
}

/// Writes the record to `file`. Answers how many lines it has.
///
/// # Errors
/// Of the database, or of the file.
pub async fn export(
    connection: &impl ConnectionTrait,
    path: Option<&str>,
    file: &mut (impl Write + Send),
) -> Result<u64> {
    let (to, pieces) = mpsc::channel(AHEAD);
    let (lines, written) = tokio::join!(send(connection, path, to), write_all(pieces, file));
    written?;
    lines
}

/// Ends when the reader of the database lets go of the channel; when it fails, the reader of the database ends.
async fn write_all(
    mut pieces: mpsc::Receiver<Vec<u8>>,
    file: &mut (impl Write + Send),
) -> Result<()> {
    while let Some(piece) = pieces.recv().await {
        file.write_all(&piece)?;
    }
    file.flush()?;
    Ok(())
}

/// Pieces of the record as they are read; the last one ends with the last line, unless something broke off.
#[must_use]
pub fn stream(store: &Store, path: Option<String>) -> mpsc::Receiver<Vec<u8>> {
    let (to, pieces) = mpsc::channel(AHEAD);
    let store = store.clone();
    tokio::spawn(async move {
        if let Err(error) = send(store.read(), path.as_deref(), to).await {
            tracing::warn!("an export of the record broke off: {error:#}");
        }
    });
    pieces
}

/// Sends the whole record, or with `path` an excerpt: the cases below one organisation, under all checkpoints.
async fn send(
    connection: &impl ConnectionTrait,
    path: Option<&str>,
    to: mpsc::Sender<Vec<u8>>,
) -> Result<u64> {
    let mut out = Out {
        piece: Vec::with_capacity(PIECE),
        lines: 0,
        to,
    };
    out.line(&match path {
        None => json!({ "type": "bundle", "version": 1 }),
        Some(path) => json!({ "type": "bundle", "version": 1, "excerpt": path }),
    })
    .await?;
    for row in checkpoint::Entity::find()
        .order_by_asc(checkpoint::Column::Number)
        .all(connection)
        .await?
    {
        let text = checkpoint_text::block(&row);
        out.line(&json!({ "type": "checkpoint", "text": text }))
            .await?;
        leaves(connection, row.number, &mut out).await?;
    }
    let mut after: (Uuid, i64) = (Uuid::nil(), 0);
    loop {
        let mut query = journal::Entity::find().filter(
            journal::Column::InstanceId
                .gt(after.0)
                .or(journal::Column::InstanceId
                    .eq(after.0)
                    .and(journal::Column::Seq.gt(after.1))),
        );
        if let Some(path) = path {
            query = query.filter(journal::Column::InstanceId.in_subquery(cases(path)));
        }
        let rows = query
            .order_by_asc(journal::Column::InstanceId)
            .order_by_asc(journal::Column::Seq)
            .limit(PAGE)
            .all(connection)
            .await?;
        let Some(last) = rows.last() else { break };
        after = (last.instance_id, last.seq);
        for row in &rows {
            out.line(&json!({
                "type": "entry", "instance": row.instance_id, "seq": row.seq, "at": moment(row.at),
                "kind": row.kind, "event": row.event, "actor": row.actor, "hash": hex(&row.hash),
            }))
            .await?;
        }
    }
    fixed(connection, path, &mut out).await?;
    let lines = out.lines;
    out.line(&json!({ "type": "end", "lines": lines })).await?;
    out.hand_on().await?;
    Ok(out.lines)
}

/// Cases below an organisation.
fn cases(path: &str) -> SelectStatement {
    Query::select()
        .column(process_instance::Column::Id)
        .from(process_instance::Entity)
        .and_where(visible::below(
            process_instance::Column::OrganisationPath,
            path,
        ))
        .to_owned()
}

/// Versions of the documents below an organisation.
fn versions(path: &str) -> SelectStatement {
    let documents = Query::select()
        .column(document::Column::Id)
        .from(document::Entity)
        .and_where(visible::below(document::Column::OrganisationPath, path))
        .to_owned();
    Query::select()
        .column(document_version::Column::Id)
        .from(document_version::Entity)
        .and_where(document_version::Column::DocumentId.in_subquery(documents))
        .to_owned()
}

async fn leaves(connection: &impl ConnectionTrait, number: i64, out: &mut Out) -> Result<()> {
    let rows = checkpoint_leaf::Entity::find()
        .filter(checkpoint_leaf::Column::Checkpoint.eq(number))
        .order_by_asc(checkpoint_leaf::Column::Kind)
        .order_by_asc(checkpoint_leaf::Column::Subject)
        .all(connection)
        .await?;
    for row in &rows {
        out.line(&json!({
            "type": "leaf", "checkpoint": number, "kind": row.kind, "subject": row.subject,
            "seq": row.seq, "hash": hex(&row.hash),
        }))
        .await?;
    }
    Ok(())
}

/// Rows that never change: versions of documents, signatures, looks at confidential things.
async fn fixed(connection: &impl ConnectionTrait, path: Option<&str>, out: &mut Out) -> Result<()> {
    macro_rules! each {
        ($table:ident, $reading:path, $of:expr) => {{
            let mut after = Uuid::nil();
            loop {
                let mut query = $table::Entity::find().filter($table::Column::Id.gt(after));
                if let Some(path) = path {
                    query = query.filter($of(path));
                }
                let rows = query
                    .order_by_asc($table::Column::Id)
                    .limit(PAGE)
                    .all(connection)
                    .await?;
                let Some(last) = rows.last() else { break };
                after = last.id;
                for row in &rows {
                    let row = $reading(row)?;
                    out.line(&json!({
                        "type": "row", "kind": row.kind, "subject": row.subject, "at": moment(row.at),
                        "text": row.text,
                    }))
                    .await?;
                }
            }
        }};
    }
    each!(document_version, Fixed::version, |path| {
        document_version::Column::Id.in_subquery(versions(path))
    });
    each!(signature, Fixed::signature, |path| {
        signature::Column::VersionId.in_subquery(versions(path))
    });
    each!(access_log, Fixed::access, |path| {
        access_log::Column::VersionId.in_subquery(versions(path))
    });
    each!(privacy_act, Fixed::act, |path| visible::below(
        privacy_act::Column::OrganisationPath,
        path
    ));
    Ok(())
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
