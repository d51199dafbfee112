//! The hash chain of a journal: what an auditor needs, and nothing else, to check that no event was changed.
//!
//! `hash = SHA-256(prev_hash | instance | seq | at | kind | event | actor)`, numbers big-endian, texts preceded by their
//! length, so that no two different rows have the same bytes. The server appends with it, the API verifies with it.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::tables::journal;

/// Hash before the first entry.
pub const GENESIS: [u8; 32] = [0; 32];

/// What one journal row says, as it is hashed.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Instance.
    pub instance: Uuid,
    /// From 1.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Event type.
    pub kind: &'a str,
    /// The event's JSON text.
    pub event: &'a str,
    /// The actor's JSON text.
    pub actor: Option<&'a str>,
}

impl<'a> From<&'a journal::Model> for Entry<'a> {
    fn from(row: &'a journal::Model) -> Self {
        Self {
            instance: row.instance_id,
            seq: row.seq,
            at: row.at,
            kind: &row.kind,
            event: &row.event,
            actor: row.actor.as_deref(),
        }
    }
}

/// Hash of an entry after `previous`.
#[must_use]
pub fn hash(previous: &[u8], entry: Entry<'_>) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(previous);
    digest.update(entry.instance.as_bytes());
    digest.update(entry.seq.to_be_bytes());
    digest.update(entry.at.timestamp_micros().to_be_bytes());
    for text in [Some(entry.kind), Some(entry.event), entry.actor] {
        match text {
            Some(text) => {
                digest.update([1]);
                digest.update((text.len() as u64).to_be_bytes());
                digest.update(text.as_bytes());
            }
            None => digest.update([0]),
        }
    }
    digest.finalize().into()
}
