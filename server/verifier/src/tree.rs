//! The Merkle tree of RFC 6962, section 2.1: a leaf is hashed after 0x00, a pair after 0x01, so that neither can stand for
//! the other.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a checkpoint says about one thing: a journal up to an event, or a row that never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// `JOURNAL`, or the name of a table.
    pub kind: String,
    /// Instance or row.
    pub subject: Uuid,
    /// Last event of a journal; 0 for a row.
    pub seq: u64,
    /// Hash of that event, or of the row.
    pub hash: [u8; 32],
}

impl Leaf {
    fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update([0]);
        digest.update((self.kind.len() as u64).to_be_bytes());
        digest.update(self.kind.as_bytes());
        digest.update(self.subject.as_bytes());
        digest.update(self.seq.to_be_bytes());
        digest.update(self.hash);
        digest.finalize().into()
    }
}

/// Root over leaves in their order; the hash of nothing when there are none.
pub fn root(leaves: &[Leaf]) -> [u8; 32] {
    fn over(digests: &[[u8; 32]]) -> [u8; 32] {
        match digests {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            many => {
                // The largest power of two below the number of leaves.
                let split = many.len().next_power_of_two() / 2;
                let mut digest = Sha256::new();
                digest.update([1]);
                digest.update(over(&many[..split]));
                digest.update(over(&many[split..]));
                digest.finalize().into()
            }
        }
    }
    over(&leaves.iter().map(Leaf::digest).collect::<Vec<_>>())
}
