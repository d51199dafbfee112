//! A checkpoint as text: what is signed, what is mailed, and what the next checkpoint names as its predecessor.
//!
//! Lines are short and without `=`, so that mail programs leave them as they are.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

const BEGIN: &str = "-----BEGIN MUFAKAT CHECKPOINT-----";
const END: &str = "-----END MUFAKAT CHECKPOINT-----";

/// A checkpoint: a signed root over everything that was new since the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// From 1, without gaps.
    pub number: u64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// SHA-256 of the statement before; zeros for the first.
    pub previous: [u8; 32],
    /// How many leaves stand under the root.
    pub leaves: u64,
    /// Merkle root over the leaves (RFC 6962).
    pub root: [u8; 32],
    /// SHA-256 of the statement.
    pub hash: [u8; 32],
    statement: String,
    public: [u8; 32],
    key: String,
    signature: [u8; 64],
}

impl Checkpoint {
    /// Whether the signature fits the statement, and the key its own name.
    pub fn is_signed(&self) -> bool {
        let jwk = format!(
            r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#,
            URL_SAFE_NO_PAD.encode(self.public)
        );
        URL_SAFE_NO_PAD.encode(Sha256::digest(jwk.as_bytes())) == self.key
            && VerifyingKey::from_bytes(&self.public).is_ok_and(|key| {
                key.verify_strict(
                    self.statement.as_bytes(),
                    &Signature::from_bytes(&self.signature),
                )
                .is_ok()
            })
    }
}

/// Every checkpoint in a text; what stands around the blocks, and `>` before their lines, does not matter.
pub fn read_all(text: &str) -> Result<Vec<Checkpoint>, String> {
    let mut found = Vec::new();
    let mut block: Option<Vec<&str>> = None;
    for line in text.lines() {
        let line = line.trim_start_matches(['>', ' ', '\t']).trim_end();
        match (line, &mut block) {
            (BEGIN, _) => block = Some(Vec::new()),
            (END, Some(lines)) => {
                found.push(read(lines)?);
                block = None;
            }
            (_, Some(lines)) if !line.is_empty() => lines.push(line),
            _ => {}
        }
    }
    Ok(found)
}

fn read(lines: &[&str]) -> Result<Checkpoint, String> {
    let signed = lines
        .iter()
        .take_while(|line| !line.starts_with("signature "));
    let mut statement = String::new();
    for line in signed {
        statement.push_str(line);
        statement.push('\n');
    }
    let all = |name: &str| -> String {
        lines
            .iter()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .collect()
    };
    let field = |name: &str| -> Result<String, String> {
        Some(all(name))
            .filter(|value| !value.is_empty())
            .ok_or_else(|| format!("a checkpoint without `{name}`"))
    };
    if lines.first() != Some(&"mufakat checkpoint 1") {
        return Err("a checkpoint of a version that this program does not know".to_owned());
    }
    let number = |name: &str| -> Result<u64, String> {
        field(name)?
            .parse()
            .map_err(|_| format!("`{name}` of a checkpoint is not a number"))
    };
    Ok(Checkpoint {
        number: number("number")?,
        at: DateTime::parse_from_rfc3339(&field("at")?)
            .map_err(|error| format!("`at` of a checkpoint: {error}"))?
            .with_timezone(&Utc),
        previous: bytes(&field("previous")?)?,
        leaves: number("leaves")?,
        root: bytes(&field("root")?)?,
        public: bytes(&field("public")?)?,
        key: field("key")?,
        signature: bytes(&field("signature")?)?,
        hash: Sha256::digest(statement.as_bytes()).into(),
        statement,
    })
}

/// Hexadecimal text to as many bytes as are wanted.
pub fn bytes<const N: usize>(hex: &str) -> Result<[u8; N], String> {
    let wrong = || format!("{N} bytes in hexadecimal were expected");
    if hex.len() != 2 * N || !hex.is_ascii() {
        return Err(wrong());
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(bytes)
}
