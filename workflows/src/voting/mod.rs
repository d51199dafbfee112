//! How a council decides: who may vote, when enough are there, what a vote comes to and when it is certain.
//!
//! Deliberation to consensus comes first; voting is the fallback (musyawarah mufakat). All of it is counting with
//! whole numbers on values that were frozen when the vote opened, so the same ballots give the same result for ever.
//!
//! What counts in the base, decided once for all methods:
//! - One person has one ballot, however many seats (DOMAIN 3). Weights belong to the person, not to the seat.
//! - The base is everybody present when the vote opened; an **abstention stays in the base**: who abstains is there
//!   and does not approve. Who **recuses** leaves the base, as if absent for this item. `ABSOLUTE` measures against
//!   all entitled members, present or not, recused or not.
//! - `APPROVE_WITH_NOTES` is an approval. If the motion passes and any counted ballot carried notes, the outcome is
//!   `APPROVED_WITH_NOTES`.
//! - With `decideWhen: KNOWN` the vote closes as soon as approval or rejection is certain. Whether it passed plainly
//!   or with notes follows from the ballots cast until then; nothing cast later is counted, because it is refused.

mod quorum;
mod tally;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use quorum::{QuorumResult, QuorumRule, Seat, quorum};
pub use tally::{BallotRefusal, Outcome, Tally, accept, tally};

/// How the approvals are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// Nobody rejects and at least one approves. The threshold is not used.
    Consensus,
    /// More than half of those present, unless another threshold is given.
    MajorityPresent,
    /// More than half of all entitled members, unless another threshold is given.
    Absolute,
    /// At least two thirds of those present, unless another threshold is given.
    TwoThirds,
    /// More than half of the weight present, unless another threshold is given.
    Weighted,
}

/// A part of a whole that must be reached or exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ThresholdText")]
pub struct Threshold {
    numerator: u32,
    denominator: u32,
    strict: bool,
}

#[derive(Deserialize)]
struct ThresholdText {
    numerator: u32,
    denominator: u32,
    #[serde(default)]
    strict: bool,
}

impl TryFrom<ThresholdText> for Threshold {
    type Error = BadThreshold;

    fn try_from(text: ThresholdText) -> Result<Self, BadThreshold> {
        Threshold::new(text.numerator, text.denominator, text.strict)
    }
}

/// A fraction that nothing, or everything, would pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a threshold is a fraction above 0 and up to 1; \"more than 1\" cannot be reached")]
pub struct BadThreshold;

impl Threshold {
    /// More than half.
    pub const MORE_THAN_HALF: Threshold = Threshold {
        numerator: 1,
        denominator: 2,
        strict: true,
    };
    /// At least two thirds.
    pub const TWO_THIRDS: Threshold = Threshold {
        numerator: 2,
        denominator: 3,
        strict: false,
    };

    /// `numerator/denominator` of the base; with `strict` more than that.
    ///
    /// # Errors
    /// [`BadThreshold`] when the fraction is 0, above 1, or exactly 1 and strict.
    pub const fn new(numerator: u32, denominator: u32, strict: bool) -> Result<Self, BadThreshold> {
        if numerator == 0 || numerator > denominator || (strict && numerator == denominator) {
            return Err(BadThreshold);
        }
        Ok(Threshold {
            numerator,
            denominator,
            strict,
        })
    }

    /// Whether `part` of `whole` is enough.
    pub fn is_met(self, part: u64, whole: u64) -> bool {
        let (part, needed) = self.sides(part, whole);
        whole > 0
            && if self.strict {
                part > needed
            } else {
                part >= needed
            }
    }

    /// Whether `part` is exactly the fraction that must be exceeded: a tie when the fraction is one half.
    pub fn is_exact(self, part: u64, whole: u64) -> bool {
        let (part, needed) = self.sides(part, whole);
        whole > 0 && self.strict && part == needed
    }

    /// The smallest number of `whole` that is enough.
    pub fn needed(self, whole: u64) -> u64 {
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let product = u128::from(whole) * numerator;
        let needed = if self.strict {
            product / denominator + 1
        } else {
            product.div_ceil(denominator)
        };
        u64::try_from(needed).unwrap_or(u64::MAX)
    }

    fn sides(self, part: u64, whole: u64) -> (u128, u128) {
        (
            u128::from(part) * u128::from(self.denominator),
            u128::from(whole) * u128::from(self.numerator),
        )
    }
}

/// When a vote closes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DecideWhen {
    /// As soon as no further ballot can turn approval into rejection or back.
    #[default]
    Known,
    /// When every elector has voted (or the deadline closes it).
    All,
}

/// What exactly half means where more than half is needed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TieRule {
    /// The motion falls.
    #[default]
    Reject,
    /// The chair's ballot decides; if the chair cast none for or against, the outcome is `TIE` and the meeting must
    /// settle it. Never applies to `ABSOLUTE`: half of all is no absolute majority, whoever chairs.
    Chair,
}

/// Whether people see who voted how.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BallotKind {
    /// Roll call: each ballot is shown with its name, counts run live.
    #[default]
    Open,
    /// Names are never shown, counts only when the vote is closed.
    Secret,
}

/// How one vote is held. Read from `mufakat:vote`; missing fields take their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// How approvals are measured.
    pub method: Method,
    /// Instead of the method's own threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
    /// When it closes.
    #[serde(default)]
    pub decide_when: DecideWhen,
    /// What exactly half means.
    #[serde(default)]
    pub tie: TieRule,
    /// Open or secret.
    #[serde(default)]
    pub ballot: BallotKind,
    /// For `WEIGHTED`: weight by person; who is not listed weighs 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, u32>,
    /// Persons whose REJECT alone rejects; it needs a reason.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub vetoers: BTreeSet<String>,
}

impl Rules {
    /// The method with every default: closes when known, a tie rejects, open roll call.
    pub fn of(method: Method) -> Rules {
        Rules {
            method,
            threshold: None,
            decide_when: DecideWhen::default(),
            tie: TieRule::default(),
            ballot: BallotKind::default(),
            weights: BTreeMap::new(),
            vetoers: BTreeSet::new(),
        }
    }

    /// The threshold in force.
    pub fn threshold(&self) -> Threshold {
        self.threshold.unwrap_or(match self.method {
            Method::TwoThirds => Threshold::TWO_THIRDS,
            _ => Threshold::MORE_THAN_HALF,
        })
    }
}

/// A person who may vote, with the seats they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Elector {
    /// Person id.
    pub person: String,
    /// Codes of the seats; they do not multiply the ballot.
    #[serde(default)]
    pub seats: Vec<String>,
}

/// Who may vote, frozen when the vote opens: later arrivals and changes of office do not alter it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Electorate {
    electors: Vec<Elector>,
    chair: Option<String>,
    entitled: u64,
}

impl Electorate {
    /// Freezes the persons behind the seats that are present, each person once, in the order of their first seat.
    ///
    /// `entitled` is the number of all members, present or absent, for `ABSOLUTE`; it is never less than the
    /// electors. `chair` is the person whose ballot breaks ties; a chair without a seat has no ballot.
    pub fn freeze(
        seats: impl IntoIterator<Item = (String, String)>,
        chair: Option<String>,
        entitled: u64,
    ) -> Electorate {
        let mut electors: Vec<Elector> = Vec::new();
        for (person, seat) in seats {
            match electors.iter_mut().find(|elector| elector.person == person) {
                Some(elector) => elector.seats.push(seat),
                None => electors.push(Elector {
                    person,
                    seats: vec![seat],
                }),
            }
        }
        let entitled = entitled.max(electors.len() as u64);
        Electorate {
            electors,
            chair,
            entitled,
        }
    }

    /// The electors, each person once.
    pub fn electors(&self) -> &[Elector] {
        &self.electors
    }

    /// Whether the person has a ballot.
    pub fn contains(&self, person: &str) -> bool {
        self.electors.iter().any(|elector| elector.person == person)
    }

    /// Who breaks ties.
    pub fn chair(&self) -> Option<&str> {
        self.chair.as_deref()
    }

    /// All members, present or absent.
    pub fn entitled(&self) -> u64 {
        self.entitled
    }
}

/// What an elector says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Choice {
    /// Yes.
    Approve,
    /// Yes, with points to be worked in.
    ApproveWithNotes,
    /// No.
    Reject,
    /// Present, neither yes nor no.
    Abstain,
    /// Has an interest in the matter and takes no part.
    Recuse,
}

impl Choice {
    /// Every choice.
    pub const ALL: [Choice; 5] = [
        Choice::Approve,
        Choice::ApproveWithNotes,
        Choice::Reject,
        Choice::Abstain,
        Choice::Recuse,
    ];

    /// Whether the choice is a yes.
    pub fn approves(self) -> bool {
        matches!(self, Choice::Approve | Choice::ApproveWithNotes)
    }
}

impl std::str::FromStr for Choice {
    type Err = BallotRefusal;

    fn from_str(text: &str) -> Result<Self, BallotRefusal> {
        Ok(match text {
            "APPROVE" => Choice::Approve,
            "APPROVE_WITH_NOTES" => Choice::ApproveWithNotes,
            "REJECT" => Choice::Reject,
            "ABSTAIN" => Choice::Abstain,
            "RECUSE" => Choice::Recuse,
            _ => return Err(BallotRefusal::BadChoice),
        })
    }
}

/// One ballot. The order of ballots is the order in which they were accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ballot {
    /// Person id.
    pub person: String,
    /// What they say.
    pub choice: Choice,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
