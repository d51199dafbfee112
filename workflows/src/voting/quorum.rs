//! Whether enough members are there to decide anything.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Threshold;

/// Who must be there (a row of the decision table `quorum`, DOMAIN 6.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuorumRule {
    /// Part of all members that must be present.
    pub min_present: Threshold,
    /// Blocks of which at least one seat must be present.
    #[serde(default)]
    pub blocks: Vec<String>,
}

/// A seat in the council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seat {
    /// Code of the seat.
    pub code: String,
    /// The block it belongs to, such as `OPD` or `ACADEMIA`.
    pub block: String,
    /// Who holds it; `None` while vacant.
    pub holder: Option<String>,
}

/// What a head count comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuorumResult {
    /// Enough members, and every required block, are present.
    pub met: bool,
    /// All members: each holder once, and each vacant seat.
    pub members: u64,
    /// How many must be present.
    pub needed: u64,
    /// How many are, each person once.
    pub present: u64,
    /// Required blocks of which nobody is present, in the order of the rule.
    pub missing_blocks: Vec<String>,
}

/// Counts heads. A person on two seats is one member and one head, and speaks for both blocks; a vacant seat is a
/// member who is absent, so that a council does not shrink into a quorum. A council without members has none.
pub fn quorum(rule: &QuorumRule, seats: &[Seat], present: &BTreeSet<String>) -> QuorumResult {
    let holders: BTreeSet<&String> = seats
        .iter()
        .filter_map(|seat| seat.holder.as_ref())
        .collect();
    let vacant = seats.iter().filter(|seat| seat.holder.is_none()).count();
    let members = (holders.len() + vacant) as u64;
    let heads = holders
        .iter()
        .filter(|holder| present.contains(**holder))
        .count() as u64;
    let is_there = |block: &String| {
        seats.iter().any(|seat| {
            seat.block == *block
                && seat
                    .holder
                    .as_ref()
                    .is_some_and(|holder| present.contains(holder))
        })
    };
    let missing_blocks: Vec<String> = rule
        .blocks
        .iter()
        .filter(|block| !is_there(block))
        .cloned()
        .collect();
    QuorumResult {
        met: rule.min_present.is_met(heads, members) && missing_blocks.is_empty(),
        members,
        needed: rule.min_present.needed(members),
        present: heads,
        missing_blocks,
    }
}
