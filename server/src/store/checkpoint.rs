//! Checkpoints: once a day a signed root over what is new, so that an auditor who keeps the text can tell a rewritten
//! record from the one that was written (ARCHITECTURE invariant 10). `docs/verifying.md` tells the format.

use chrono::{DateTime, Duration, SubsecRound as _, Utc};
use schema::checkpoint_text;
use schema::tables::{
    access_log, checkpoint, checkpoint_leaf, document_version, privacy_act, process_instance,
    signature,
};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::documents::signature::LocalProvider;

/// Leaves written at a time.
const AT_ONCE: usize = 500;

/// A row that never changes once it is written, as it is hashed and exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Table, in capitals.
    pub kind: &'static str,
    /// Its id.
    pub subject: Uuid,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What may never change of it, as JSON: these bytes are hashed.
    pub text: String,
}

impl Fixed {
    fn of(
        kind: &'static str,
        subject: Uuid,
        at: DateTime<Utc>,
        what: &impl Serialize,
    ) -> Result<Self, DbErr> {
        Ok(Self {
            kind,
            subject,
            at,
            text: super::journal::text_of(what)?,
        })
    }

    /// A version of a document: whose bytes they are.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn version(row: &document_version::Model) -> Result<Self, DbErr> {
        let what = serde_json::json!({
            "document": row.document_id, "version": row.version, "fileName": row.file_name,
            "contentType": row.content_type, "size": row.size, "sha256": row.sha256,
            "createdBy": row.created_by, "createdAt": row.created_at.timestamp_micros(),
        });
        Self::of("DOCUMENT_VERSION", row.id, row.created_at, &what)
    }

    /// A signature, without the mark that voids it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn signature(row: &signature::Model) -> Result<Self, DbErr> {
        let what = serde_json::json!({
            "version": row.version_id, "kind": row.kind, "person": row.person_id, "name": row.name,
            "position": row.position, "title": row.title, "mode": row.mode, "at": row.at.timestamp_micros(),
            "sha256": row.sha256, "algorithm": row.algorithm, "key": row.key_id,
            "signature": checkpoint_text::hex(&row.signature), "certified": row.certified,
        });
        Self::of("SIGNATURE", row.id, row.at, &what)
    }

    /// A look at something confidential.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn access(row: &access_log::Model) -> Result<Self, DbErr> {
        let what = serde_json::json!({
            "person": row.person_id, "position": row.position, "at": row.at.timestamp_micros(),
            "version": row.version_id, "purpose": row.purpose,
        });
        Self::of("ACCESS_LOG", row.id, row.at, &what)
    }

    /// An act about personal data or kept content.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn act(row: &privacy_act::Model) -> Result<Self, DbErr> {
        let what = serde_json::json!({
            "kind": row.kind, "organisation": row.organisation_path, "person": row.person_id, "position": row.position,
            "at": row.at.timestamp_micros(), "subject": row.subject, "reason": row.reason, "details": row.details,
        });
        Self::of("PRIVACY_ACT", row.id, row.at, &what)
    }

    fn leaf(&self, number: i64) -> checkpoint_leaf::Model {
        checkpoint_leaf::Model {
            kind: self.kind.to_owned(),
            subject: self.subject,
            seq: 0,
            checkpoint: number,
            hash: Sha256::digest(self.text.as_bytes()).to_vec(),
        }
    }
}

/// The newest checkpoint.
///
/// # Errors
/// Of the database.
pub async fn last(connection: &impl ConnectionTrait) -> Result<Option<checkpoint::Model>, DbErr> {
    checkpoint::Entity::find()
        .order_by_desc(checkpoint::Column::Number)
        .one(connection)
        .await
}

/// When the next one is due: at the first two o'clock (WIB) after the last, or after the first case began; `None` while
/// there is nothing to cover.
///
/// # Errors
/// Of the database.
pub async fn due(connection: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, DbErr> {
    let since = match last(connection).await? {
        Some(last) => Some(last.at),
        None => process_instance::Entity::find()
            .select_only()
            .column_as(process_instance::Column::StartedAt.min(), "first")
            .into_tuple::<Option<DateTime<Utc>>>()
            .one(connection)
            .await?
            .flatten(),
    };
    // Two o'clock WIB is 19:00 UTC of the day before.
    Ok(since.map(|since| {
        let evening = since
            .date_naive()
            .and_hms_opt(19, 0, 0)
            .map_or(since, |at| at.and_utc());
        if evening > since {
            evening
        } else {
            evening + Duration::days(1)
        }
    }))
}

/// Makes the next checkpoint over everything that no earlier one covers. `None` when nothing is new, or when another
/// replica has just made it.
///
/// # Errors
/// Of the database.
pub async fn make(
    transaction: &DatabaseTransaction,
    signer: &LocalProvider,
    now: DateTime<Utc>,
) -> Result<Option<checkpoint::Model>, DbErr> {
    let before = last(transaction).await?;
    let number = before.as_ref().map_or(1, |before| before.number + 1);
    let mut leaves = journals(transaction, number).await?;
    for fixed in uncovered(transaction).await? {
        leaves.push(fixed.leaf(number));
    }
    if leaves.is_empty() {
        return Ok(None);
    }
    leaves.sort_by(|a, b| (&a.kind, a.subject).cmp(&(&b.kind, b.subject)));
    let (count, events) = process_instance::Entity::find()
        .select_only()
        .column_as(process_instance::Column::Id.count(), "journals")
        .expr_as(
            Expr::col(process_instance::Column::Seq)
                .sum()
                .cast_as("bigint"),
            "events",
        )
        .into_tuple::<(i64, Option<i64>)>()
        .one(transaction)
        .await?
        .unwrap_or_default();
    let mut made = checkpoint::Model {
        number,
        at: now.trunc_subsecs(6),
        previous: before.map_or_else(
            || vec![0; 32],
            |before| checkpoint_text::hash(&before).to_vec(),
        ),
        leaves: i64::try_from(leaves.len()).unwrap_or(i64::MAX),
        root: checkpoint_text::root(&leaves).to_vec(),
        journals: count,
        events: events.unwrap_or_default(),
        key_id: signer.key_id().to_owned(),
        public_key: signer.active_public_key().to_vec(),
        signature: Vec::new(),
    };
    made.signature = signer
        .seal(checkpoint_text::statement(&made).as_bytes())
        .to_vec();
    let written = checkpoint::Entity::insert(made.clone().into_active_model())
        .on_conflict(
            OnConflict::column(checkpoint::Column::Number)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(transaction)
        .await?;
    if written == 0 {
        return Ok(None);
    }
    for some in leaves.chunks(AT_ONCE) {
        let rows = some
            .iter()
            .cloned()
            .map(|row| row.into_active_model().reset_all());
        checkpoint_leaf::Entity::insert_many(rows)
            .exec_without_returning(transaction)
            .await?;
    }
    Ok(Some(made))
}

/// Journals that have grown since they were last covered.
async fn journals(
    connection: &impl ConnectionTrait,
    number: i64,
) -> Result<Vec<checkpoint_leaf::Model>, DbErr> {
    let covered = Query::select()
        .expr(Expr::val(1))
        .from(checkpoint_leaf::Entity)
        .and_where(checkpoint_leaf::Column::Kind.eq("JOURNAL"))
        .and_where(
            Expr::col((checkpoint_leaf::Entity, checkpoint_leaf::Column::Subject))
                .equals((process_instance::Entity, process_instance::Column::Id)),
        )
        .and_where(
            Expr::col((checkpoint_leaf::Entity, checkpoint_leaf::Column::Seq))
                .equals((process_instance::Entity, process_instance::Column::Seq)),
        )
        .to_owned();
    let heads: Vec<(Uuid, i64, Vec<u8>)> = process_instance::Entity::find()
        .select_only()
        .columns([
            process_instance::Column::Id,
            process_instance::Column::Seq,
            process_instance::Column::HeadHash,
        ])
        .filter(Expr::exists(covered).not())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(heads
        .into_iter()
        .map(|(subject, seq, hash)| checkpoint_leaf::Model {
            kind: "JOURNAL".to_owned(),
            subject,
            seq,
            checkpoint: number,
            hash,
        })
        .collect())
}

/// Rows that never change and that no checkpoint covers yet.
async fn uncovered(connection: &impl ConnectionTrait) -> Result<Vec<Fixed>, DbErr> {
    let covered = |kind: &str| {
        Query::select()
            .column(checkpoint_leaf::Column::Subject)
            .from(checkpoint_leaf::Entity)
            .and_where(checkpoint_leaf::Column::Kind.eq(kind))
            .to_owned()
    };
    let mut found = Vec::new();
    for row in document_version::Entity::find()
        .filter(document_version::Column::Id.not_in_subquery(covered("DOCUMENT_VERSION")))
        .all(connection)
        .await?
    {
        found.push(Fixed::version(&row)?);
    }
    for row in signature::Entity::find()
        .filter(signature::Column::Id.not_in_subquery(covered("SIGNATURE")))
        .all(connection)
        .await?
    {
        found.push(Fixed::signature(&row)?);
    }
    for row in privacy_act::Entity::find()
        .filter(privacy_act::Column::Id.not_in_subquery(covered("PRIVACY_ACT")))
        .all(connection)
        .await?
    {
        found.push(Fixed::act(&row)?);
    }
    for row in access_log::Entity::find()
        .filter(access_log::Column::Id.not_in_subquery(covered("ACCESS_LOG")))
        .all(connection)
        .await?
    {
        found.push(Fixed::access(&row)?);
    }
    Ok(found)
}
