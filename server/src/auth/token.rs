//! Access tokens: short-lived EdDSA JWTs (RFC 8725). One algorithm, keys from our own files only, audience and type checked.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use workflows::id::PersonId;

use crate::documents::signature::{ensure_key_file, thumbprint};

/// How long an access token lives.
pub const LIFETIME: Duration = Duration::minutes(10);
/// Issuer and audience: this installation only talks to itself.
const PARTY: &str = "mufakat";
/// `typ` of an access token (RFC 9068): a refresh or action token can never pass for one.
const TYPE: &str = "at+jwt";
/// Longest token that is looked at, bytes.
const LONGEST: usize = 4096;

/// A signed access token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    /// The JWT.
    pub text: String,
    /// Its end.
    pub expires_at: DateTime<Utc>,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// Its time is over.
    #[error("the access token has expired")]
    Expired,
    /// Anything else: nothing is said about what.
    #[error("the access token is not valid")]
    Invalid,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    exp: i64,
    iat: i64,
    jti: String,
    /// Session family.
    sid: String,
}

/// Signs and checks access tokens.
pub struct Tokens {
    key_id: String,
    signing: EncodingKey,
    known: BTreeMap<String, DecodingKey>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

impl Tokens {
    /// Uses the key files at `paths`: the first signs, all are accepted (key rollover). An absent first file is created.
    ///
    /// # Errors
    /// When a file cannot be read, written or trusted.
    pub fn open(paths: &[&Path]) -> Result<Self> {
        let mut known = BTreeMap::new();
        let mut signing = None;
        for path in paths {
            let key =
                ensure_key_file(path).with_context(|| format!("token key {}", path.display()))?;
            let id = thumbprint(&key.verifying_key());
            known.insert(
                id.clone(),
                DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            );
            if signing.is_none() {
                signing = Some((id, encoding(&key)?));
            }
        }
        let (key_id, signing) = signing.context("no token key was given")?;
        Ok(Self {
            key_id,
            signing,
            known,
        })
    }

    /// Signs a token for a person and session.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn issue(&self, person: Uuid, session: Uuid, now: DateTime<Utc>) -> Result<AccessToken> {
        self.issue_for(person, session, now, LIFETIME)
    }

    /// Signs a token that lasts as long as its maker decides: for machines, whose account is asked at each request.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn issue_for(
        &self,
        person: Uuid,
        session: Uuid,
        now: DateTime<Utc>,
        lifetime: Duration,
    ) -> Result<AccessToken> {
        let expires_at = now + lifetime;
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.key_id.clone());
        let claims = Claims {
            iss: PARTY.to_owned(),
            aud: PARTY.to_owned(),
            sub: PersonId::from_uuid(person).to_string(),
            exp: expires_at.timestamp(),
            iat: now.timestamp(),
            jti: Uuid::now_v7().simple().to_string(),
            sid: session.simple().to_string(),
        };
        let text =
            encode(&header, &claims, &self.signing).context("cannot sign an access token")?;
        Ok(AccessToken { text, expires_at })
    }

    /// The person a token names, and when it ends.
    ///
    /// # Errors
    /// [`TokenProblem`].
    pub fn check(
        &self,
        text: &str,
        now: DateTime<Utc>,
    ) -> Result<(Uuid, DateTime<Utc>), TokenProblem> {
        if text.len() > LONGEST {
            return Err(TokenProblem::Invalid);
        }
        let header = decode_header(text).map_err(|_| TokenProblem::Invalid)?;
        if header.typ.as_deref() != Some(TYPE) || header.alg != Algorithm::EdDSA {
            return Err(TokenProblem::Invalid);
        }
        let key = header
            .kid
            .and_then(|kid| self.known.get(&kid))
            .ok_or(TokenProblem::Invalid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[PARTY]);
        validation.set_audience(&[PARTY]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The time is ours (tests move it), so the end is compared below.
        validation.validate_exp = false;
        let claims = decode::<Claims>(text, key, &validation)
            .map_err(|_| TokenProblem::Invalid)?
            .claims;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(TokenProblem::Invalid)?;
        if expires_at <= now {
            return Err(TokenProblem::Expired);
        }
        let person: PersonId = claims.sub.parse().map_err(|_| TokenProblem::Invalid)?;
        Ok((person.uuid(), expires_at))
    }
}

fn encoding(key: &SigningKey) -> Result<EncodingKey> {
    let der = key.to_pkcs8_der().context("cannot encode the token key")?;
    Ok(EncodingKey::from_ed_der(der.as_bytes()))
}
