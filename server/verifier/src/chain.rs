//! The hash chain of one journal: `SHA-256(hash before | instance | seq | at | kind | event | actor)`, numbers big-endian,
//! times in microseconds, each text after a byte 1 and its length, an absent one as a byte 0.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// One event as it was exported; `event` and `actor` are the very bytes that were hashed.
#[derive(Debug, Deserialize)]
pub struct Entry {
    pub instance: Uuid,
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub kind: String,
    pub event: String,
    pub actor: Option<String>,
    pub hash: String,
}

impl Entry {
    /// Hash of this entry after `previous`.
    pub fn digest(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(previous);
        digest.update(self.instance.as_bytes());
        digest.update(self.seq.to_be_bytes());
        digest.update(self.at.timestamp_micros().to_be_bytes());
        for text in [
            Some(self.kind.as_str()),
            Some(self.event.as_str()),
            self.actor.as_deref(),
        ] {
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
}
