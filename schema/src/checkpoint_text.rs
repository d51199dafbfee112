//! A checkpoint as the text that is signed, mailed and kept: `docs/verifying.md` tells the format, and the verifier reads
//! it without this code. Lines are short and without `=`, so that mail programs leave them as they are.

use std::fmt::Write as _;

use chrono::SecondsFormat;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::tables::{checkpoint, checkpoint_leaf};

/// First line of a checkpoint in a mail.
pub const BEGIN: &str = "-----BEGIN MUFAKAT CHECKPOINT-----";
/// Last line of a checkpoint in a mail.
pub const END: &str = "-----END MUFAKAT CHECKPOINT-----";

/// What is signed, and what the next checkpoint names by its SHA-256.
#[must_use]
pub fn statement(row: &checkpoint::Model) -> String {
    format!(
        "mufakat checkpoint 1\nnumber {}\nat {}\nprevious {}\nleaves {}\nroot {}\njournals {}\nevents {}\nkey {}\npublic {}\n",
        row.number,
        row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        hex(&row.previous),
        row.leaves,
        hex(&row.root),
        row.journals,
        row.events,
        row.key_id,
        hex(&row.public_key),
    )
}

/// What the next checkpoint names.
#[must_use]
pub fn hash(row: &checkpoint::Model) -> [u8; 32] {
    Sha256::digest(statement(row).as_bytes()).into()
}

/// The whole block, to be kept outside the database.
#[must_use]
pub fn block(row: &checkpoint::Model) -> String {
    let mut text = format!("{BEGIN}\n{}", statement(row));
    for part in row.signature.chunks(32) {
        let _ = writeln!(text, "signature {}", hex(part));
    }
    text.push_str(END);
    text.push('\n');
    text
}

/// One leaf of the tree as its bytes: kind after its length, subject, last event, hash.
fn leaf(kind: &str, subject: Uuid, seq: i64, hash: &[u8]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update([0]);
    digest.update((kind.len() as u64).to_be_bytes());
    digest.update(kind.as_bytes());
    digest.update(subject.as_bytes());
    digest.update(seq.to_be_bytes());
    digest.update(hash);
    digest.finalize().into()
}

/// Root over leaves in the order of kind and subject (RFC 6962, section 2.1).
#[must_use]
pub fn root(leaves: &[checkpoint_leaf::Model]) -> [u8; 32] {
    let mut level: Vec<[u8; 32]> = leaves
        .iter()
        .map(|row| leaf(&row.kind, row.subject, row.seq, &row.hash))
        .collect();
    if level.is_empty() {
        return Sha256::digest([]).into();
    }
    // An odd last node rises as it is: the same tree as splitting at the largest power of two.
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => {
                    let mut digest = Sha256::new();
                    digest.update([1]);
                    digest.update(left);
                    digest.update(right);
                    digest.finalize().into()
                }
                rest => rest[0],
            })
            .collect();
    }
    level[0]
}

/// Bytes as lower-case hexadecimal text.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
