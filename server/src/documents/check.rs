//! Whether a paper agrees with the record: its bytes, its signatures, and the journal up to the moment it was made.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use schema::commands::Problem;
use schema::tables::{document_version, signature, verification};
use sea_orm::EntityTrait;
use workflows::id::PersonId;

use super::blobs::BlobStore;
use super::signature::{
    LocalProvider, Purpose, Signature, SignatureProvider as _, SignerInfo, Verdict,
};
use super::verification::VerificationCode;
use crate::commands::{Door, Fault};
use crate::store::instance::Owner;
use crate::store::{audit, document as rows};

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Everything agrees.
    Valid,
    /// Something does not.
    Invalid,
    /// Nothing of this code is on record.
    Unknown,
}

impl Standing {
    /// `VALID`, `INVALID` or `UNKNOWN`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "VALID",
            Self::Invalid => "INVALID",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// A signature as it is told.
#[derive(Debug, Clone)]
pub struct Signed {
    /// As written.
    pub name: String,
    /// As written.
    pub title: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Algorithm.
    pub algorithm: String,
    /// Whether it fits the bytes and the signer.
    pub fits: bool,
}

/// What the record says of a paper.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Title.
    pub title: String,
    /// Number.
    pub number: Option<String>,
    /// Name of the organisation.
    pub organisation: String,
    /// Its zone.
    pub zone: Tz,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Hash of its bytes, hex.
    pub sha256: String,
    /// The code as printed.
    pub code: String,
    /// Journal position when it was made.
    pub journal_seq: i64,
    /// Signatures over it, oldest first.
    pub signatures: Vec<Signed>,
}

/// The verdict with its reasons.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The verdict.
    pub standing: Standing,
    /// Why it is not valid, in Indonesian.
    pub reason: Option<String>,
    /// Whether the journal of its case is whole.
    pub journal_intact: bool,
    /// The paper, when the code is known.
    pub paper: Option<Paper>,
}

/// Checks the paper behind a code.
///
/// # Errors
/// A fault of the database.
pub async fn check(
    door: &Door,
    signer: &LocalProvider,
    blobs: &BlobStore,
    code: &str,
) -> Result<Checked, Problem> {
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("verifying a document");
    let unknown = Checked {
        standing: Standing::Unknown,
        reason: None,
        journal_intact: false,
        paper: None,
    };
    let Ok(code) = code.parse::<VerificationCode>() else {
        return Ok(unknown);
    };
    let connection = door.store.read();
    let Some(row) = verification::Entity::find_by_id(code.compact())
        .one(connection)
        .await
        .map_err(fault)?
    else {
        return Ok(unknown);
    };
    let Some(version) = document_version::Entity::find_by_id(row.version_id)
        .one(connection)
        .await
        .map_err(fault)?
    else {
        return Ok(unknown);
    };
    let Some(document) = rows::find(connection, version.document_id)
        .await
        .map_err(fault)?
    else {
        return Ok(unknown);
    };
    let owner = Owner::at(connection, &document.organisation_path)
        .await
        .map_err(fault)?;
    let journal = audit::verify(connection, Some(row.instance_id), |_, _| {})
        .await
        .map_err(fault)?;
    let anchored = audit::hash_at(connection, row.instance_id, row.seq)
        .await
        .map_err(fault)?
        .is_some_and(|hash| hash == row.head_hash);
    let journal_intact = journal.faults.is_empty() && anchored;
    let bytes_kept = match version.sha256.parse() {
        Ok(digest) => blobs.contains(&digest).await.unwrap_or(false),
        Err(_) => false,
    };
    let mut signatures = Vec::new();
    for stored in rows::signatures(connection, version.id)
        .await
        .map_err(fault)?
    {
        // An initial binds the whole bundle, not this file alone; it is checked where it was given.
        if stored.kind == "INITIAL" {
            continue;
        }
        let fits = stored.sha256 == version.sha256 && fits(signer, &stored).await;
        signatures.push(Signed {
            name: stored.name,
            title: stored.title.filter(|title| !title.is_empty()),
            at: stored.at,
            algorithm: stored.algorithm,
            fits,
        });
    }
    let reason = if !journal_intact {
        Some("Jurnal perkara ini telah berubah sesudah ditulis.")
    } else if !bytes_kept {
        Some("Berkas yang tersimpan tidak ditemukan.")
    } else if signatures.iter().any(|signature| !signature.fits) {
        Some("Ada tanda tangan yang tidak cocok.")
    } else {
        None
    };
    let paper = Paper {
        title: document.title,
        number: document.number,
        organisation: owner.name,
        zone: owner.zone,
        created_at: version.created_at,
        sha256: version.sha256,
        code: code.to_string(),
        journal_seq: row.seq,
        signatures,
    };
    let standing = if reason.is_none() {
        Standing::Valid
    } else {
        Standing::Invalid
    };
    Ok(Checked {
        standing,
        reason: reason.map(str::to_owned),
        journal_intact,
        paper: Some(paper),
    })
}

async fn fits(signer: &LocalProvider, stored: &signature::Model) -> bool {
    let Ok(digest) = stored.sha256.parse() else {
        return false;
    };
    let purpose = if stored.kind == "INITIAL" {
        Purpose::Initial
    } else {
        Purpose::Signature
    };
    let signature = Signature {
        algorithm: stored.algorithm.clone(),
        key_id: stored.key_id.clone(),
        digest,
        signer: SignerInfo {
            person: stored
                .person_id
                .map(|id| PersonId::from_uuid(id).to_string())
                .unwrap_or_default(),
            position: stored.position.clone().unwrap_or_default(),
            name: stored.name.clone(),
            title: stored.title.clone().unwrap_or_default(),
            purpose,
        },
        signed_at: stored.at,
        bytes: stored.signature.clone(),
        certified: stored.certified,
    };
    matches!(
        signer.verify(&digest, &signature).await,
        Ok(Verdict::Valid { .. })
    )
}
