//! Counting ballots, and telling when the result is certain.

use serde::{Deserialize, Serialize};

use super::{Ballot, BallotKind, Choice, DecideWhen, Electorate, Method, Rules, TieRule};

/// What a vote comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// Open: further ballots may decide it.
    Pending,
    /// Passed.
    Approved,
    /// Passed, and somebody wants points worked in.
    ApprovedWithNotes,
    /// Not passed.
    Rejected,
    /// Exactly half, and the chair has cast no ballot for or against.
    Tie,
}

/// The count at one moment. All numbers are persons, except the two weights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// Plain approvals.
    pub approve: u32,
    /// Approvals with notes.
    pub approve_with_notes: u32,
    /// Rejections.
    pub reject: u32,
    /// Abstentions.
    pub abstain: u32,
    /// Recusals.
    pub recuse: u32,
    /// Electors who have not voted.
    pub outstanding: u32,
    /// Weight of all approvals (the number of persons unless `WEIGHTED`).
    pub approving_weight: u64,
    /// What the approvals are measured against.
    pub base: u64,
    /// How much approval is needed of the base.
    pub needed: u64,
    /// What it comes to.
    pub outcome: Outcome,
    /// No further ballot is taken.
    pub settled: bool,
}

impl Tally {
    /// Whether the counts may be shown: always in a roll call, after the close in a secret ballot.
    pub fn may_show_counts(&self, rules: &Rules) -> bool {
        rules.ballot == BallotKind::Open || self.settled
    }
}

/// Why a ballot is not taken.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    thiserror::Error,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BallotRefusal {
    /// The person was not in the electorate when the vote opened.
    #[error("NOT_ELECTOR")]
    NotElector,
    /// The person has voted, through whatever seat.
    #[error("ALREADY_CAST")]
    AlreadyCast,
    /// The result is settled.
    #[error("CLOSED")]
    Closed,
    /// The text names no choice.
    #[error("BAD_CHOICE")]
    BadChoice,
    /// A veto must say why.
    #[error("REASON_REQUIRED")]
    ReasonRequired,
}

impl BallotRefusal {
    /// The refusal as a sentence in Indonesian.
    pub fn sentence_id(self) -> &'static str {
        match self {
            BallotRefusal::NotElector => {
                "Anda tidak tercatat sebagai pemilih saat pemungutan suara dibuka."
            }
            BallotRefusal::AlreadyCast => {
                "Anda sudah memberikan suara; satu orang satu suara, berapa pun kursinya."
            }
            BallotRefusal::Closed => "Pemungutan suara sudah ditutup karena hasilnya sudah pasti.",
            BallotRefusal::BadChoice => "Pilihan suara tidak dikenal.",
            BallotRefusal::ReasonRequired => "Penolakan dengan hak veto harus disertai alasan.",
        }
    }

    /// The refusal as a sentence in English.
    pub fn sentence_en(self) -> &'static str {
        match self {
            BallotRefusal::NotElector => "You were not an elector when this vote opened.",
            BallotRefusal::AlreadyCast => {
                "You have already voted; one person has one vote, however many seats."
            }
            BallotRefusal::Closed => "This vote is closed because its result is certain.",
            BallotRefusal::BadChoice => "There is no such choice.",
            BallotRefusal::ReasonRequired => "A rejection by veto needs a reason.",
        }
    }
}

/// Whether the next ballot is taken, and the count with it. `cast` are the ballots taken so far.
///
/// # Errors
/// [`BallotRefusal`]; nothing is counted then.
pub fn accept(
    rules: &Rules,
    electorate: &Electorate,
    cast: &[Ballot],
    next: &Ballot,
) -> Result<Tally, BallotRefusal> {
    if !electorate.contains(&next.person) {
        return Err(BallotRefusal::NotElector);
    }
    if cast.iter().any(|ballot| ballot.person == next.person) {
        return Err(BallotRefusal::AlreadyCast);
    }
    let (mut counted, count) = count_in_order(rules, electorate, cast);
    if count.settled {
        return Err(BallotRefusal::Closed);
    }
    let reason = next.note.as_deref().unwrap_or_default().trim();
    if next.choice == Choice::Reject && rules.vetoers.contains(&next.person) && reason.is_empty() {
        return Err(BallotRefusal::ReasonRequired);
    }
    take(electorate, &mut counted, next);
    Ok(measure(rules, electorate, &counted))
}

/// Counts the ballots in their order. Those of strangers and second ones of a person do not count, and with
/// [`DecideWhen::Known`] nothing counts after the ballot that settled the result.
pub fn tally(rules: &Rules, electorate: &Electorate, ballots: &[Ballot]) -> Tally {
    count_in_order(rules, electorate, ballots).1
}

/// What each elector said, in the order of the electorate; `None` while they are silent.
type Counted = Vec<Option<Choice>>;

fn count_in_order(rules: &Rules, electorate: &Electorate, ballots: &[Ballot]) -> (Counted, Tally) {
    let mut counted: Counted = vec![None; electorate.electors().len()];
    let mut count = measure(rules, electorate, &counted);
    for ballot in ballots {
        if count.settled {
            break;
        }
        if take(electorate, &mut counted, ballot) {
            count = measure(rules, electorate, &counted);
        }
    }
    (counted, count)
}

/// Notes the ballot down, unless a stranger cast it or the elector has spoken.
fn take(electorate: &Electorate, counted: &mut Counted, ballot: &Ballot) -> bool {
    let mut electors = electorate.electors().iter().zip(counted);
    match electors.find(|(elector, _)| elector.person == ballot.person) {
        Some((_, said @ None)) => {
            *said = Some(ballot.choice);
            true
        }
        _ => false,
    }
}

fn measure(rules: &Rules, electorate: &Electorate, counted: &Counted) -> Tally {
    let (mut approve, mut approve_with_notes, mut reject, mut abstain, mut recuse) =
        (0, 0, 0, 0, 0);
    let mut outstanding = 0;
    for said in counted {
        *match said {
            Some(Choice::Approve) => &mut approve,
            Some(Choice::ApproveWithNotes) => &mut approve_with_notes,
            Some(Choice::Reject) => &mut reject,
            Some(Choice::Abstain) => &mut abstain,
            Some(Choice::Recuse) => &mut recuse,
            None => &mut outstanding,
        } += 1;
    }
    // Every further ballot lies between "all the rest approve" and "all the rest reject": approving adds more than an
    // abstention or a recusal could, rejecting leaves the base largest. So the two ends tell whether it is certain.
    let now = Sum::of(rules, electorate, counted, None);
    let worst =
        Sum::of(rules, electorate, counted, Some(Choice::Reject)).verdict(rules, electorate);
    let best =
        Sum::of(rules, electorate, counted, Some(Choice::Approve)).verdict(rules, electorate);
    let settled = match rules.decide_when {
        DecideWhen::Known => worst == best,
        DecideWhen::All => outstanding == 0,
    };
    let outcome = match worst {
        _ if !settled => Outcome::Pending,
        Outcome::Approved if approve_with_notes > 0 => Outcome::ApprovedWithNotes,
        verdict => verdict,
    };
    Tally {
        approve,
        approve_with_notes,
        reject,
        abstain,
        recuse,
        outstanding,
        approving_weight: now.approving,
        base: now.base,
        needed: match rules.method {
            Method::Consensus => now.base,
            _ => rules.threshold().needed(now.base),
        },
        outcome,
        settled,
    }
}

/// Weights summed over the electorate, the rest taken to vote one way or (with `None`) to be silent.
struct Sum {
    approving: u64,
    base: u64,
    rejections: u64,
    vetoed: bool,
    chair: Option<Choice>,
}

impl Sum {
    fn of(rules: &Rules, electorate: &Electorate, counted: &Counted, rest: Option<Choice>) -> Sum {
        let mut sum = Sum {
            approving: 0,
            base: 0,
            rejections: 0,
            vetoed: false,
            chair: None,
        };
        for (elector, said) in electorate.electors().iter().zip(counted) {
            let person = elector.person.as_str();
            let weight = match rules.method {
                Method::Weighted => u64::from(rules.weights.get(person).copied().unwrap_or(1)),
                _ => 1,
            };
            let choice = said.or(rest);
            if choice != Some(Choice::Recuse) {
                sum.base += weight;
            }
            if choice.is_some_and(Choice::approves) {
                sum.approving += weight;
            }
            if choice == Some(Choice::Reject) {
                sum.rejections += 1;
                sum.vetoed |= rules.vetoers.contains(person);
            }
            if electorate.chair() == Some(person) {
                sum.chair = choice;
            }
        }
        if rules.method == Method::Absolute {
            sum.base = electorate.entitled();
        }
        sum
    }

    fn verdict(&self, rules: &Rules, electorate: &Electorate) -> Outcome {
        let threshold = rules.threshold();
        let tie = rules.tie == TieRule::Chair
            && !matches!(rules.method, Method::Absolute | Method::Consensus)
            && electorate.chair().is_some()
            && threshold.is_exact(self.approving, self.base);
        match rules.method {
            _ if self.vetoed => Outcome::Rejected,
            Method::Consensus if self.rejections == 0 && self.approving > 0 => Outcome::Approved,
            Method::Consensus => Outcome::Rejected,
            _ if threshold.is_met(self.approving, self.base) => Outcome::Approved,
            _ if tie => match self.chair {
                Some(choice) if choice.approves() => Outcome::Approved,
                Some(Choice::Reject) => Outcome::Rejected,
                _ => Outcome::Tie,
            },
            _ => Outcome::Rejected,
        }
    }
}
