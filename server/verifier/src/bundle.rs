//! Reading a bundle line by line, and what must hold: every chain, every checkpoint, every leaf, and nothing that claims to
//! be older than the checkpoint which should have covered it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::anchor::{self, Checkpoint};
use crate::chain::Entry;
use crate::tree::{self, Leaf};

/// A command may be written this much after the time it carries.
const WRITING: TimeDelta = TimeDelta::seconds(120);

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `HASH_MISMATCH`, `GAP`, `MISSING`, `DIFFERS`, `BACKDATED`, `ROOT_MISMATCH`, `CHECKPOINT_CHAIN`,
    /// `CHECKPOINT_SIGNATURE`, `ANCHOR_MISMATCH`, `CUT`.
    pub code: &'static str,
    /// Journal, row or checkpoint.
    pub subject: String,
    /// For the auditor.
    pub message: String,
}

/// What the check found.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    /// Journals read.
    pub journals: usize,
    /// Events read.
    pub events: u64,
    /// Other rows read.
    pub rows: usize,
    /// Checkpoints read.
    pub checkpoints: usize,
    /// Checkpoints that the auditor brought.
    pub anchors: usize,
    /// Organisation whose part of the record this is; `None` for the whole record.
    pub excerpt: Option<String>,
    /// Journals and rows that checkpoints cover and that an excerpt leaves out: about them nothing is known.
    pub left_out: usize,
    /// Everything that is wrong; empty when the record is whole.
    pub findings: Vec<Finding>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Line {
    Bundle {
        version: u32,
        excerpt: Option<String>,
    },
    Checkpoint {
        text: String,
    },
    Leaf {
        checkpoint: u64,
        kind: String,
        subject: Uuid,
        seq: u64,
        hash: String,
    },
    Entry(Entry),
    Row {
        kind: String,
        subject: Uuid,
        at: DateTime<Utc>,
        text: String,
    },
    End {
        lines: u64,
    },
}

/// One journal: the hash after each event, and when each was written.
#[derive(Default)]
struct Journal {
    hashes: Vec<([u8; 32], DateTime<Utc>)>,
    broken: bool,
}

#[derive(Default)]
struct Read {
    checkpoints: Vec<Checkpoint>,
    leaves: BTreeMap<u64, Vec<Leaf>>,
    journals: BTreeMap<Uuid, Journal>,
    rows: BTreeMap<(String, Uuid), ([u8; 32], DateTime<Utc>)>,
    excerpt: Option<String>,
    left_out: BTreeSet<(String, Uuid)>,
    findings: Vec<Finding>,
}

/// Checks a bundle against what the auditor kept.
pub fn verify(bundle: impl BufRead, anchors: &[Checkpoint]) -> Result<Verdict, String> {
    let mut read = Read::default();
    let mut whole = false;
    for (at, line) in bundle.lines().enumerate() {
        let line = line.map_err(|error| format!("line {}: {error}", at + 1))?;
        let told = |error: String| format!("line {}: {error}", at + 1);
        match serde_json::from_str(&line).map_err(|error| told(error.to_string()))? {
            Line::Bundle { version, excerpt } if at == 0 && version == 1 => read.excerpt = excerpt,
            Line::Bundle { .. } => return Err(told("not a bundle that this program reads".into())),
            _ if at == 0 => return Err(told("this is not a bundle".into())),
            Line::End { lines } => whole = lines == at as u64,
            Line::Checkpoint { text } => {
                let mut found = anchor::read_all(&text).map_err(told)?;
                read.checkpoints.append(&mut found);
            }
            Line::Leaf {
                checkpoint,
                kind,
                subject,
                seq,
                hash,
            } => read.leaves.entry(checkpoint).or_default().push(Leaf {
                kind,
                subject,
                seq,
                hash: anchor::bytes(&hash).map_err(told)?,
            }),
            Line::Entry(entry) => read.entry(&entry),
            Line::Row {
                kind,
                subject,
                at,
                text,
            } => {
                let hash = Sha256::digest(text.as_bytes()).into();
                read.rows.insert((kind, subject), (hash, at));
            }
        }
    }
    if !whole {
        read.find(
            "CUT",
            "bundle",
            "the bundle is not complete: export it again",
        );
    }
    read.checkpoints(anchors);
    read.leaves();
    Ok(Verdict {
        journals: read.journals.len(),
        events: read
            .journals
            .values()
            .map(|it| it.hashes.len() as u64)
            .sum(),
        rows: read.rows.len(),
        checkpoints: read.checkpoints.len(),
        anchors: anchors.len(),
        excerpt: read.excerpt,
        left_out: read.left_out.len(),
        findings: read.findings,
    })
}

impl Read {
    fn find(&mut self, code: &'static str, subject: impl ToString, message: impl Into<String>) {
        self.findings.push(Finding {
            code,
            subject: subject.to_string(),
            message: message.into(),
        });
    }

    fn entry(&mut self, entry: &Entry) {
        let journal = self.journals.entry(entry.instance).or_default();
        if journal.broken {
            return;
        }
        let expected = journal.hashes.len() as u64 + 1;
        let previous = journal.hashes.last().map_or([0; 32], |(hash, _)| *hash);
        let hash = entry.digest(&previous);
        let name = format!("journal {}", entry.instance);
        if entry.seq != expected {
            journal.broken = true;
            let message = format!("event {expected} is missing: the next one is {}", entry.seq);
            self.find("GAP", name, message);
        } else if anchor::bytes(&entry.hash) != Ok(hash) {
            journal.broken = true;
            let message = format!(
                "event {} ({}) of {} was changed after it was written",
                entry.seq, entry.kind, entry.at
            );
            self.find("HASH_MISMATCH", name, message);
        } else {
            journal.hashes.push((hash, entry.at));
        }
    }

    /// The checkpoints follow each other, are signed, stand over their leaves, and are those that the auditor kept.
    fn checkpoints(&mut self, anchors: &[Checkpoint]) {
        let mut previous = [0; 32];
        for leaves in self.leaves.values_mut() {
            leaves.sort_by(|a, b| (&a.kind, a.subject).cmp(&(&b.kind, b.subject)));
        }
        let chain = std::mem::take(&mut self.checkpoints);
        for (at, checkpoint) in chain.iter().enumerate() {
            let name = format!("checkpoint {}", checkpoint.number);
            if checkpoint.number != at as u64 + 1 || checkpoint.previous != previous {
                self.find(
                    "CHECKPOINT_CHAIN",
                    &name,
                    "it does not follow the one before",
                );
            }
            if !checkpoint.is_signed() {
                self.find("CHECKPOINT_SIGNATURE", &name, "its signature does not fit");
            }
            let leaves = self
                .leaves
                .get(&checkpoint.number)
                .map_or(&[][..], Vec::as_slice);
            if leaves.len() as u64 != checkpoint.leaves || tree::root(leaves) != checkpoint.root {
                self.find(
                    "ROOT_MISMATCH",
                    &name,
                    "its leaves are not those it was made over",
                );
            }
            previous = checkpoint.hash;
        }
        for kept in anchors {
            let name = format!("checkpoint {}", kept.number);
            if !kept.is_signed() {
                self.find(
                    "CHECKPOINT_SIGNATURE",
                    &name,
                    "the anchor's own signature does not fit",
                );
            }
            let same = chain
                .iter()
                .any(|it| it.number == kept.number && it.hash == kept.hash);
            if !same {
                let message =
                    "the record has another one, or none, in the place of the one that was kept";
                self.find("ANCHOR_MISMATCH", &name, message);
            }
        }
        self.checkpoints = chain;
    }

    /// What a checkpoint covered is still there and the same; what none covered is younger than the last.
    fn leaves(&mut self) {
        let mut covered: BTreeMap<Uuid, u64> = BTreeMap::new();
        let mut rows: BTreeSet<(String, Uuid)> = BTreeSet::new();
        let mut found = Vec::new();
        for leaf in self.leaves.values().flatten() {
            let name = format!("{} {}", leaf.kind.to_lowercase(), leaf.subject);
            let now = if leaf.kind == "JOURNAL" {
                let upto = covered.entry(leaf.subject).or_default();
                *upto = (*upto).max(leaf.seq);
                let at = usize::try_from(leaf.seq)
                    .ok()
                    .and_then(|it| it.checked_sub(1));
                let journal = self.journals.get(&leaf.subject);
                journal
                    .and_then(|it| it.hashes.get(at?))
                    .map(|(hash, _)| *hash)
            } else {
                rows.insert((leaf.kind.clone(), leaf.subject));
                let key = (leaf.kind.clone(), leaf.subject);
                self.rows.get(&key).map(|(hash, _)| *hash)
            };
            let known = match leaf.kind.as_str() {
                "JOURNAL" => self.journals.contains_key(&leaf.subject),
                _ => now.is_some(),
            };
            if self.excerpt.is_some() && !known {
                self.left_out.insert((leaf.kind.clone(), leaf.subject));
                continue;
            }
            match now {
                None => found.push(("MISSING", name, "a checkpoint covered it, and it is gone")),
                Some(now) if now != leaf.hash => {
                    found.push(("DIFFERS", name, "it is not what a checkpoint covered"));
                }
                Some(_) => {}
            }
        }
        if let Some(last) = self.checkpoints.iter().map(|it| it.at).max() {
            let old = |at: DateTime<Utc>| at < last - WRITING;
            let message = "it claims to be older than the last checkpoint, which does not know it";
            for (id, journal) in &self.journals {
                let from = covered.get(id).copied().unwrap_or_default();
                let from = usize::try_from(from).unwrap_or(usize::MAX);
                if journal.hashes.iter().skip(from).any(|(_, at)| old(*at)) {
                    found.push(("BACKDATED", format!("journal {id}"), message));
                }
            }
            for (key, (_, at)) in &self.rows {
                if old(*at) && !rows.contains(key) {
                    found.push((
                        "BACKDATED",
                        format!("{} {}", key.0.to_lowercase(), key.1),
                        message,
                    ));
                }
            }
        }
        for (code, name, message) in found {
            self.find(code, name, message);
        }
    }
}
