//! The state of the record, for those who answer for it: verifications, checkpoints and to whom they were sent, and the
//! journals as they are hashed. `docs/verifying.md` tells what can be shown with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;
use workflows::access::{Action, Scope, Subject, permit};
use workflows::id::kind;

use crate::checkpoint_text::{self, hex};
use crate::commands::{Answer, Request};
use crate::journal_hash::{self, Entry};
use crate::tables::{
    checkpoint, checkpoint_leaf, journal, outbox, process_instance, record_check, visible,
};

use super::guard::{actor, id, known, read, rows, scope_of, submit, unexpected};
use super::loaders::{PersonById, PositionByCode};
use super::organisation::Organisation;
use super::page::{self, Cursor, Page, Total};
use super::problem::{Problem, Result};

/// What somebody did with the record.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordCheckKind {
    /// Had it verified.
    Verify,
    /// Took a bundle of it.
    Export,
}

/// Somebody had the record verified, or took a bundle of it.
#[derive(Debug, Clone)]
pub struct RecordCheck(Arc<record_check::Model>);

/// Something that is not as it was written.
#[derive(SimpleObject, Deserialize, Debug, Clone)]
#[serde(rename_all = "camelCase")]
pub struct RecordFault {
    /// Case (`inst_…`), or `checkpoint 12`.
    #[serde(rename = "instance")]
    subject: String,
    /// Event where it shows; 0 when it concerns the whole.
    seq: i64,
    /// Kind of that event.
    kind: Option<String>,
    /// Stable code, as `docs/verifying.md` lists them.
    code: String,
    /// What is wrong, in English.
    message: String,
}

/// Somebody had the record verified, or took a bundle of it.
#[Object]
impl RecordCheck {
    /// `chk_…`.
    async fn id(&self) -> ID {
        id::<kind::RecordCheck>(self.0.id)
    }

    /// What was done.
    async fn kind(&self) -> RecordCheckKind {
        match self.0.kind.as_str() {
            "EXPORT" => RecordCheckKind::Export,
            _ => RecordCheckKind::Verify,
        }
    }

    /// Cases of this organisation and below.
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        Organisation::at(ctx, &self.0.organisation_path).await
    }

    /// Whether it is the whole record, checkpoints included.
    async fn whole(&self) -> bool {
        self.0.organisation_path == WHOLE
    }

    /// Name of whoever asked.
    async fn requested_by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let person = rows(ctx).load_one(PersonById(self.0.person_id)).await?;
        Ok(person.map(|row| row.name.clone()))
    }

    /// Title of the position in which they asked.
    async fn position(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let Some(code) = self.0.position.clone() else {
            return Ok(None);
        };
        let row = rows(ctx).load_one(PositionByCode(code)).await?;
        Ok(row.map(|row| row.title.clone()))
    }

    /// When they asked.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.0.requested_at
    }

    /// When it ended; null while it goes on.
    async fn finished_at(&self) -> Option<DateTime<Utc>> {
        self.0.finished_at
    }

    /// Journals and checkpoints to look at.
    async fn total(&self) -> i64 {
        self.0.total
    }

    /// Looked at so far.
    async fn done(&self) -> i64 {
        self.0.done
    }

    /// Events read so far.
    async fn events(&self) -> i64 {
        self.0.events
    }

    /// How many things are wrong; 0 at the end means that the record is whole.
    async fn found(&self) -> i64 {
        self.0.found
    }

    /// The first of them, at most 200.
    #[graphql(complexity = "10 * child_complexity")]
    async fn faults(&self) -> Vec<RecordFault> {
        serde_json::from_str(&self.0.faults).unwrap_or_default()
    }
}

/// Path of the whole record.
const WHOLE: &str = "/id/";

/// A signed root over everything that was new since the one before.
#[derive(Debug, Clone)]
pub struct RecordCheckpoint(checkpoint::Model);

/// Somebody to whom a checkpoint was mailed.
#[derive(SimpleObject, Debug, Clone)]
pub struct CheckpointLetter {
    /// Name.
    name: String,
    /// `WAITING`, `SENDING`, `SENT` or `FAILED`.
    state: String,
    /// When it left.
    sent_at: Option<DateTime<Utc>>,
}

/// A signed root over everything that was new since the one before.
#[Object]
impl RecordCheckpoint {
    /// From 1, without gaps.
    async fn number(&self) -> i64 {
        self.0.number
    }

    /// When it was made.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Hash of the statement of the one before, hexadecimal; zeros for the first.
    async fn previous(&self) -> String {
        hex(&self.0.previous)
    }

    /// How many journals and rows stand under the root.
    async fn leaves(&self) -> i64 {
        self.0.leaves
    }

    /// Root of the tree over them, hexadecimal.
    async fn root(&self) -> String {
        hex(&self.0.root)
    }

    /// How many journals there were.
    async fn journals(&self) -> i64 {
        self.0.journals
    }

    /// How many events they held.
    async fn events(&self) -> i64 {
        self.0.events
    }

    /// Thumbprint of the signing key.
    async fn key_id(&self) -> &str {
        &self.0.key_id
    }

    /// The Ed25519 key itself, hexadecimal.
    async fn public_key(&self) -> String {
        hex(&self.0.public_key)
    }

    /// Signature over the statement, hexadecimal.
    async fn signature(&self) -> String {
        hex(&self.0.signature)
    }

    /// The block to keep outside: what was mailed, and what `mufakat-verify --anchor` reads.
    async fn text(&self) -> String {
        checkpoint_text::block(&self.0)
    }

    /// To whom it was mailed, as far as mails are still kept.
    #[graphql(complexity = "10 * child_complexity")]
    async fn letters(&self, ctx: &Context<'_>) -> Result<Vec<CheckpointLetter>> {
        let key = format!("checkpoint:{}:", self.0.number);
        // They were written in the transaction that made it, with its time.
        let found = outbox::Entity::find()
            .filter(outbox::Column::Kind.eq("MAIL"))
            .filter(outbox::Column::CreatedAt.gte(self.0.at))
            .filter(outbox::Column::CreatedAt.lt(self.0.at + Duration::seconds(1)))
            .filter(visible::below(outbox::Column::IdempotencyKey, &key))
            .order_by_asc(outbox::Column::Id)
            .limit(500)
            .all(read(ctx))
            .await?;
        Ok(found
            .into_iter()
            .map(|row| {
                let payload: serde_json::Value =
                    serde_json::from_str(&row.payload).unwrap_or_default();
                CheckpointLetter {
                    name: payload["to"]["name"].as_str().unwrap_or("?").to_owned(),
                    state: row.state,
                    sent_at: row.done_at,
                }
            })
            .collect())
    }
}

/// One entry of a journal, as it is hashed.
#[derive(SimpleObject, Debug, Clone)]
pub struct JournalEntry {
    /// Position in the chain, from 1.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// Event type, for instance `TASK_COMPLETED`.
    kind: String,
    /// The event: the very JSON text that is hashed.
    event: String,
    /// Who acted, as JSON text; null for the system.
    actor: Option<String>,
    /// Hash of the entry before, hexadecimal.
    prev_hash: String,
    /// Hash of this entry, hexadecimal.
    hash: String,
    /// Whether the hash is that of what stands here.
    fits: bool,
    /// The first checkpoint that covers it; null while none does.
    checkpoint: Option<i64>,
}

/// Which entries of a journal.
#[derive(InputObject, Debug, Default)]
pub struct JournalFilter {
    /// Text that stands in the event, its kind or its actor.
    search: Option<String>,
    /// Only events of this type.
    kind: Option<String>,
}

/// The record as far as the caller may audit it.
#[derive(Debug, Clone)]
pub struct Record(Scope);

type CheckKey = (DateTime<Utc>, Uuid);

/// The record as far as the caller may audit it.
#[Object]
impl Record {
    /// Whether the caller may audit the whole record.
    async fn whole(&self) -> bool {
        self.0.sees(&Subject::of(WHOLE))
    }

    /// Verifications and exports, newest first.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn checks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<CheckKey>, RecordCheck, Total>> {
        use record_check::{Column, Entity};
        let page = Page::<CheckKey>::read(first, 25, after)?;
        let mut query = Entity::find().filter(visible::record_checks(&self.0));
        let total = Total::of(query.clone());
        if let Some((at, id)) = page.after {
            query = query.filter(
                Condition::any().add(Column::RequestedAt.lt(at)).add(
                    Condition::all()
                        .add(Column::RequestedAt.eq(at))
                        .add(Column::Id.lt(id)),
                ),
            );
        }
        let found = query
            .order_by_desc(Column::RequestedAt)
            .order_by_desc(Column::Id)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| {
            ((row.requested_at, row.id), RecordCheck(Arc::new(row)))
        }))
    }

    /// Checkpoints, newest first. They tell numbers and hashes, nothing of what was written.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn checkpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<i64>, RecordCheckpoint, Total>> {
        use checkpoint::{Column, Entity};
        let page = Page::<i64>::read(first, 25, after)?;
        let total = Total::of(Entity::find());
        let mut query = Entity::find();
        if let Some(number) = page.after {
            query = query.filter(Column::Number.lt(number));
        }
        let found = query
            .order_by_desc(Column::Number)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        Ok(page.connection_with(found, total, |row| (row.number, RecordCheckpoint(row))))
    }

    /// The journal of one case from its first entry; null when the caller may not audit it.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn journal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`inst_…`")] instance_id: ID,
        filter: Option<JournalFilter>,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Option<Connection<Cursor<i64>, JournalEntry, Total, EmptyFields>>> {
        use journal::{Column, Entity};
        let page = Page::<i64>::read(first, 50, after)?;
        let Some(instance) = known::<kind::Instance>(&instance_id) else {
            return Ok(None);
        };
        let path: Option<String> = process_instance::Entity::find_by_id(instance)
            .select_only()
            .column(process_instance::Column::OrganisationPath)
            .into_tuple()
            .one(read(ctx))
            .await?;
        let mine = path.is_some_and(|path| {
            let subject = Subject::of(&path);
            actor(ctx).is_ok_and(|actor| permit(actor, Action::AuditRead, &subject).is_allowed())
        });
        if !mine {
            return Ok(None);
        }
        let filter = filter.unwrap_or_default();
        let search = filter.search.filter(|text| !text.trim().is_empty());
        let mut query = Entity::find().filter(Column::InstanceId.eq(instance));
        if let Some(kind) = filter.kind.filter(|kind| !kind.is_empty()) {
            query = query.filter(Column::Kind.eq(kind));
        }
        if let Some(search) = search {
            let pattern = page::containing(search.trim());
            let found = [Column::Event, Column::Kind, Column::Actor]
                .into_iter()
                .fold(Condition::any(), |any, column| {
                    any.add(Expr::from(Func::lower(column.into_expr())).like(pattern.clone()))
                });
            query = query.filter(found);
        }
        let total = Total::of(query.clone());
        if let Some(seq) = page.after {
            query = query.filter(Column::Seq.gt(seq));
        }
        let found = query
            .order_by_asc(Column::Seq)
            .limit(page.limit())
            .all(read(ctx))
            .await?;
        let covered: BTreeMap<i64, i64> = checkpoint_leaf::Entity::find()
            .select_only()
            .columns([
                checkpoint_leaf::Column::Seq,
                checkpoint_leaf::Column::Checkpoint,
            ])
            .filter(checkpoint_leaf::Column::Kind.eq("JOURNAL"))
            .filter(checkpoint_leaf::Column::Subject.eq(instance))
            .into_tuple::<(i64, i64)>()
            .all(read(ctx))
            .await?
            .into_iter()
            .collect();
        Ok(Some(page.connection_with(found, total, |row| {
            let by = covered.range(row.seq..).next().map(|(_, number)| *number);
            (row.seq, JournalEntry::of(row, by))
        })))
    }
}

impl JournalEntry {
    fn of(row: journal::Model, checkpoint: Option<i64>) -> Self {
        let fits = journal_hash::hash(&row.prev_hash, Entry::from(&row))[..] == row.hash[..];
        Self {
            seq: row.seq,
            at: row.at,
            prev_hash: hex(&row.prev_hash),
            hash: hex(&row.hash),
            fits,
            checkpoint,
            kind: row.kind,
            event: row.event,
            actor: row.actor,
        }
    }
}

/// Questions about the record.
#[derive(Debug, Default)]
pub struct RecordQuery;

#[Object]
impl RecordQuery {
    /// The record as far as the caller may audit it; null for everybody else.
    async fn record(&self, ctx: &Context<'_>) -> Result<Option<Record>> {
        let scope = scope_of(ctx, Action::AuditRead)?;
        Ok((scope.everything || !scope.org_prefixes.is_empty()).then_some(Record(scope)))
    }
}

/// Has the record verified.
#[derive(InputObject, Debug)]
pub struct VerifyRecordInput {
    /// Only cases of this organisation (code) and below; everything that the caller audits when absent.
    organisation: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The verification, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct VerifyRecordPayload {
    /// It goes on in the background; ask for it again to see how far it is.
    check: Option<RecordCheck>,
    /// Why not.
    problem: Option<Problem>,
}

/// What can be done with the record.
#[derive(Debug, Default)]
pub struct RecordMutation;

#[Object]
impl RecordMutation {
    /// Has the record verified in the background. While one verification of an organisation goes on, asking again
    /// answers that one.
    async fn verify_record(
        &self,
        ctx: &Context<'_>,
        input: VerifyRecordInput,
    ) -> Result<VerifyRecordPayload> {
        let request = Request::VerifyRecord {
            organisation: input.organisation,
        };
        match submit(ctx, Some(input.idempotency_key), request).await? {
            Ok(Answer::RecordCheck(id)) => {
                let scope = scope_of(ctx, Action::AuditRead)?;
                let row = record_check::Entity::find_by_id(id)
                    .filter(visible::record_checks(&scope))
                    .one(read(ctx))
                    .await?;
                Ok(VerifyRecordPayload {
                    check: row.map(|row| RecordCheck(Arc::new(row))),
                    problem: None,
                })
            }
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(VerifyRecordPayload {
                check: None,
                problem: Some(problem.into()),
            }),
        }
    }
}
