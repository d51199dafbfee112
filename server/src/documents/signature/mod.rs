//! Signatures over content hashes, behind a port: a local provider today, a certified service (BSrE) by the same shape
//! later (DOMAIN section 4). A local signature is *not* a certified electronic signature, and nothing here lets it say so:
//! `certified` is set by the provider, and the local one only ever writes `false`.

mod local;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, SecondsFormat, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};

pub use local::{LocalProvider, ensure_key_file, is_sealed, thumbprint};

use super::{Digest, Explain, Explanation};

/// What the act means: a signature decides, a paraf (initial) only passes a draft on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Purpose {
    /// Tanda tangan.
    Signature,
    /// Paraf.
    Initial,
}

/// Who signs, as it will be shown: authority belongs to the position (ARCHITECTURE 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerInfo {
    /// Id of the person.
    pub person: String,
    /// Id of the position whose authority is used.
    pub position: String,
    /// The person's name as written on the paper.
    pub name: String,
    /// The position as written on the paper, mode included: "Plt. Kepala Dinas ...".
    pub title: String,
    /// What the act means.
    pub purpose: Purpose,
}

/// What is to be signed, and when; the caller owns the clock.
#[derive(Clone, Debug)]
pub struct SignRequest {
    /// The content hash.
    pub digest: Digest,
    /// Who signs.
    pub signer: SignerInfo,
    /// The moment of the act. Kept to the microsecond, as PostgreSQL keeps it.
    pub at: DateTime<Utc>,
}

/// A detached signature: everything needed to check it, apart from the public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// "Ed25519" for the local provider.
    pub algorithm: String,
    /// Which key: the RFC 7638 thumbprint for the local provider.
    pub key_id: String,
    /// The content hash that was signed.
    pub digest: Digest,
    /// Who signed.
    pub signer: SignerInfo,
    /// When, to the microsecond.
    pub signed_at: DateTime<Utc>,
    /// The signature value over [`Signature::statement`].
    #[serde(with = "base64_bytes")]
    pub bytes: Vec<u8>,
    /// Whether a certified provider stands behind it. Never true for the local provider.
    pub certified: bool,
}

impl Signature {
    /// The bytes that are signed: a versioned label, then each field with its length, so that no two different acts
    /// share a statement.
    pub fn statement(digest: &Digest, signer: &SignerInfo, signed_at: DateTime<Utc>) -> Vec<u8> {
        let purpose = match signer.purpose {
            Purpose::Signature => "SIGNATURE",
            Purpose::Initial => "INITIAL",
        };
        let at = signed_at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let hash = digest.to_string();
        let mut statement = b"mufakat signature 1\n".to_vec();
        for field in [
            hash.as_str(),
            purpose,
            &signer.person,
            &signer.position,
            &signer.name,
            &signer.title,
            &at,
        ] {
            statement.extend_from_slice(&(field.len() as u64).to_be_bytes());
            statement.extend_from_slice(field.as_bytes());
        }
        statement
    }
}

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The signature fits the content, the signer and the time it names.
    Valid {
        /// Whether a certified provider vouches for the signer's identity.
        certified: bool,
    },
    /// The signature is for other content.
    OtherContent,
    /// This installation does not know the key.
    UnknownKey,
    /// The value does not fit: content, signer, time or value was changed.
    Broken,
}

/// Why a provider could not answer.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// The key file is missing parts, unreadable or open to everybody.
    #[error("signing key: {0}")]
    Key(String),
    /// The provider cannot be reached; try again later.
    #[error("signature provider unavailable: {0}")]
    Unavailable(String),
}

impl Explain for SignatureError {
    fn explain(&self) -> Explanation {
        match self {
            Self::Key(_) => Explanation::new(
                "SIGNING_KEY",
                "Kunci tanda tangan di server ini tidak dapat dipakai; hubungi administrator.",
                "The signing key of this server cannot be used; ask the administrator.",
            ),
            Self::Unavailable(_) => Explanation::new(
                "SIGNATURE_PROVIDER_UNAVAILABLE",
                "Layanan tanda tangan sedang tidak dapat dihubungi; silakan coba lagi nanti.",
                "The signature service cannot be reached; please try again later.",
            ),
        }
    }
}

/// The port: something that signs hashes for officials and checks such signatures.
#[async_trait]
pub trait SignatureProvider: Send + Sync {
    /// A stable name for records and settings, such as `local-ed25519`.
    fn name(&self) -> &'static str;

    /// Signs.
    ///
    /// # Errors
    /// The provider has no usable key or cannot be reached; nothing was signed.
    async fn sign(&self, request: SignRequest) -> Result<Signature, SignatureError>;

    /// Checks that `signature` stands for `digest`.
    ///
    /// # Errors
    /// The provider cannot be reached. A wrong signature is a [`Verdict`], not an error.
    async fn verify(
        &self,
        digest: &Digest,
        signature: &Signature,
    ) -> Result<Verdict, SignatureError>;
}

/// The moment as it is stored and signed.
fn to_stored(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

mod base64_bytes {
    use super::*;
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64.decode(text).map_err(serde::de::Error::custom)
    }
}
