//! From paper to record: the public answer to a verification code, and the check of a case's journal for auditors.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::access::{Action, Role, permit};
use workflows::id::kind;

use crate::checkpoint_text;
use crate::commands::Problem;
use crate::journal_hash::{self, Entry, GENESIS};
use crate::subject;
use crate::tables::{checkpoint, journal, process_instance, verification};

use super::document::SignatureInfo;
use super::guard::{actor, known, read, rows};
use super::loaders::{DocumentById, OrganisationByPath, SignaturesOf};
use super::page::{self, Cursor, Page};
use super::problem::Result;

/// Journal rows read at a time.
const BATCH: u64 = 500;

/// What the record says about a paper.
#[derive(SimpleObject, Debug, Clone, Default)]
pub struct Verification {
    /// The code as it was read.
    code: String,
    /// `VALID`: the record knows this paper and its signatures fit; `INVALID`: it does, and something does not fit;
    /// `UNKNOWN`: there is no such paper.
    state: String,
    /// Title of the paper.
    title: Option<String>,
    /// Registered number.
    number: Option<String>,
    /// For instance `APPROVAL_SHEET`.
    kind: Option<String>,
    /// SHA-256 of the paper.
    sha256: Option<String>,
    /// When the last signature was given.
    signed_at: Option<DateTime<Utc>>,
    /// Signatures and initials.
    #[graphql(complexity = "5 * child_complexity")]
    signatures: Vec<SignatureInfo>,
    /// Whose paper it is.
    organisation: Option<String>,
    /// The journal still has the entry that the paper was bound to.
    journal_intact: bool,
    /// A state certificate body vouches for every signature.
    certified: bool,
}

/// What the check of a journal found.
#[derive(SimpleObject, Debug, Clone)]
pub struct AuditVerification {
    /// Every event is as it was written.
    intact: bool,
    /// Events that were checked and are good.
    events: u64,
    /// The first event that is not.
    first_bad_seq: Option<i64>,
    /// `GAP`, `CHAIN_BROKEN`, `HASH_MISMATCH` or `HEAD_MISMATCH`.
    reason: Option<String>,
}

/// A signed root over everything that was new since the one before, as it is mailed to the auditors.
#[derive(SimpleObject, Debug, Clone)]
pub struct Checkpoint {
    /// From 1, without gaps.
    number: i64,
    /// When it was made.
    at: DateTime<Utc>,
    /// How many cases there were.
    journals: i64,
    /// How many events they held.
    events: i64,
    /// How many journals and rows it covers that no earlier one did.
    leaves: i64,
    /// The block to keep outside; `mufakat-verify --anchor` reads it.
    text: String,
}

impl From<checkpoint::Model> for Checkpoint {
    fn from(row: checkpoint::Model) -> Self {
        Self {
            number: row.number,
            at: row.at,
            journals: row.journals,
            events: row.events,
            leaves: row.leaves,
            text: checkpoint_text::block(&row),
        }
    }
}

/// Questions about proofs.
#[derive(Debug, Default)]
pub struct VerificationQuery;

#[Object]
impl VerificationQuery {
    /// What the record says about the paper with this code. Public: no sign-in needed (also `GET /verify/{code}`).
    async fn verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As printed, in any case, with or without dashes")] code: String,
    ) -> Result<Option<Verification>> {
        let code = compact(&code);
        let Some(bound) = verification::Entity::find_by_id(&code)
            .one(read(ctx))
            .await?
        else {
            return Ok(Some(Verification {
                code,
                state: "UNKNOWN".to_owned(),
                ..Verification::default()
            }));
        };
        verify(ctx, code, bound).await.map(Some)
    }

    /// Checkpoints of the record, newest first; for auditors, empty for everybody else.
    #[graphql(complexity = "page::cost(first, 25) * child_complexity")]
    async fn checkpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(25)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<i64>, Checkpoint>> {
        let actor = actor(ctx)?;
        let page = Page::<i64>::read(first, 25, after)?;
        let audits = actor
            .positions
            .iter()
            .flat_map(|held| &held.roles)
            .any(|grant| grant.role == Role::Auditor);
        let found = if audits {
            let mut query = checkpoint::Entity::find()
                .order_by_desc(checkpoint::Column::Number)
                .limit(page.limit());
            if let Some(number) = page.after {
                query = query.filter(checkpoint::Column::Number.lt(number));
            }
            query.all(read(ctx)).await?
        } else {
            Vec::new()
        };
        Ok(page.connection(found, |row| (row.number, Checkpoint::from(row))))
    }

    /// Checks the journal of a case from its first event: for auditors.
    #[graphql(complexity = "500 + child_complexity")]
    async fn audit_verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`inst_…`")] instance_id: ID,
    ) -> Result<AuditVerification> {
        let actor = actor(ctx)?;
        let hidden = || -> super::problem::Fault { Problem::not_found().into() };
        let id = known::<kind::Instance>(&instance_id).ok_or_else(hidden)?;
        let facts = subject::of_instance_id(read(ctx), id)
            .await?
            .ok_or_else(hidden)?;
        if !permit(actor, Action::AuditRead, &facts).is_allowed() {
            return Err(hidden());
        }
        audit(ctx, id).await
    }
}

async fn verify(
    ctx: &Context<'_>,
    code: String,
    bound: verification::Model,
) -> Result<Verification> {
    use crate::tables::document_version;
    let version = document_version::Entity::find_by_id(bound.version_id)
        .one(read(ctx))
        .await?;
    let entry = journal::Entity::find_by_id((bound.instance_id, bound.seq))
        .one(read(ctx))
        .await?;
    // The row's own content is hashed again: a changed event is noticed even when its stored hash was left alone.
    let journal_intact = entry.is_some_and(|row| {
        row.hash == bound.head_hash
            && journal_hash::hash(&row.prev_hash, Entry::from(&row)).as_slice()
                == bound.head_hash.as_slice()
    });
    let Some(version) = version else {
        return Ok(Verification {
            code,
            state: "INVALID".to_owned(),
            journal_intact,
            ..Verification::default()
        });
    };
    let signatures = rows(ctx)
        .load_one(SignaturesOf(version.id))
        .await?
        .unwrap_or_default();
    let standing: Vec<_> = signatures
        .iter()
        .filter(|row| row.voided_at.is_none())
        .collect();
    let bind = !standing.is_empty() && standing.iter().all(|row| row.sha256 == version.sha256);
    let document = rows(ctx)
        .load_one(DocumentById(version.document_id))
        .await?;
    let organisation = match &document {
        Some(document) => {
            rows(ctx)
                .load_one(OrganisationByPath(document.organisation_path.clone()))
                .await?
        }
        None => None,
    };
    Ok(Verification {
        code,
        state: if bind && journal_intact {
            "VALID"
        } else {
            "INVALID"
        }
        .to_owned(),
        title: document.as_ref().map(|document| document.title.clone()),
        number: document
            .as_ref()
            .and_then(|document| document.number.clone()),
        kind: document.as_ref().map(|document| document.kind.clone()),
        sha256: Some(version.sha256.clone()),
        signed_at: standing.iter().map(|row| row.at).max(),
        certified: bind && standing.iter().all(|row| row.certified),
        signatures: standing
            .into_iter()
            .map(|row| SignatureInfo::from(row.as_ref()))
            .collect(),
        organisation: organisation.map(|row| row.name.clone()),
        journal_intact,
    })
}

async fn audit(ctx: &Context<'_>, id: Uuid) -> Result<AuditVerification> {
    let mut previous = GENESIS.to_vec();
    let mut seen = 0_i64;
    let found = |seen: i64, bad: Option<(i64, &str)>| AuditVerification {
        intact: bad.is_none(),
        events: u64::try_from(seen).unwrap_or_default(),
        first_bad_seq: bad.map(|(seq, _)| seq),
        reason: bad.map(|(_, reason)| reason.to_owned()),
    };
    loop {
        let batch = journal::Entity::find()
            .filter(
                journal::Column::InstanceId
                    .eq(id)
                    .and(journal::Column::Seq.gt(seen)),
            )
            .order_by_asc(journal::Column::Seq)
            .limit(BATCH)
            .all(read(ctx))
            .await?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            if row.seq != seen + 1 {
                return Ok(found(seen, Some((seen + 1, "GAP"))));
            }
            if row.prev_hash != previous {
                return Ok(found(seen, Some((row.seq, "CHAIN_BROKEN"))));
            }
            if row.hash != journal_hash::hash(&previous, Entry::from(&row)) {
                return Ok(found(seen, Some((row.seq, "HASH_MISMATCH"))));
            }
            previous = row.hash;
            seen = row.seq;
        }
    }
    let head: Option<(i64, Vec<u8>)> = process_instance::Entity::find_by_id(id)
        .select_only()
        .columns([
            process_instance::Column::Seq,
            process_instance::Column::HeadHash,
        ])
        .into_tuple()
        .one(read(ctx))
        .await?;
    match head {
        Some((seq, hash)) if seq == seen && hash == previous => Ok(found(seen, None)),
        // A command may have been written since the instance was read; what is checked is a moment, not a race.
        Some((seq, _)) if seq > seen => Ok(found(seen, Some((seen + 1, "HEAD_MISMATCH")))),
        _ => Ok(found(seen, Some((seen, "HEAD_MISMATCH")))),
    }
}

/// The characters of a code as they are stored, whatever was typed around them.
fn compact(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        assert_eq!(compact(" 4q7zk – 1m8rt – w2oxh "), "4Q7ZK1M8RTW20XH");
    }
}
