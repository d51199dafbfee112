//! The law of the vote, over every sequence of ballots that a council of up to six can cast.
//!
//! Two readers count the same ballots. [`reference`] knows nothing but a finished vote: it adds up, as a clerk with a
//! pencil would. From it [`reachable`] derives, for every half-finished vote, which results are still possible. The
//! crate is then asked at every step of every sequence and must agree: a vote decided when known closes exactly when
//! one result is left, and that result is the one of every completion; a vote that waits for all closes with the last
//! ballot; and after the close no ballot (late, changed, a stranger's) is taken or changes a single number.

use std::collections::{BTreeMap, BTreeSet};

use workflows::voting::{
    BallotRefusal, Choice, DecideWhen, Method, Outcome, Rules, Tally, Threshold, TieRule, accept,
    tally,
};

use super::{Ballot, Electorate, ballot, council};

/// One way of holding a vote. Voters are numbered from 0; a chair of number `voters` has no seat.
#[derive(Debug, Clone, Copy)]
struct Vote {
    voters: usize,
    method: Method,
    /// The part of the base that is needed, and whether it must be exceeded.
    part: (u64, u64, bool),
    tie: TieRule,
    when: DecideWhen,
    chair: Option<usize>,
    vetoer: Option<usize>,
    weights: [u64; 6],
    absent: u64,
}

/// What a finished vote comes to, counted with a pencil. Not more than forty lines, and no code of the crate in them.
fn reference(vote: &Vote, choices: &[Choice]) -> Outcome {
    let (mut yes, mut no, mut base, mut notes, mut veto) = (0, 0, 0, false, false);
    for (voter, choice) in choices.iter().enumerate() {
        let weight = match vote.method {
            Method::Weighted => vote.weights[voter],
            _ => 1,
        };
        match choice {
            Choice::Approve => yes += weight,
            Choice::ApproveWithNotes => (yes, notes) = (yes + weight, true),
            Choice::Reject => (no, veto) = (no + 1, veto || vote.vetoer == Some(voter)),
            Choice::Abstain => {}
            Choice::Recuse => continue,
        }
        base += weight;
    }
    if vote.method == Method::Absolute {
        base = vote.voters as u64 + vote.absent;
    }
    let (numerator, denominator, strict) = vote.part;
    let (have, need) = (yes * denominator, base * numerator);
    let enough = base > 0 && (have > need || (have == need && !strict));
    let chair_decides = vote.tie == TieRule::Chair
        && vote.chair.is_some()
        && !matches!(vote.method, Method::Absolute | Method::Consensus)
        && (base > 0 && have == need && strict);
    let passed = match (vote.method, vote.chair.and_then(|it| choices.get(it))) {
        _ if veto => false,
        (Method::Consensus, _) => no == 0 && yes > 0,
        (_, Some(Choice::Approve | Choice::ApproveWithNotes)) if chair_decides => true,
        (_, Some(Choice::Reject)) if chair_decides => false,
        _ if chair_decides => return Outcome::Tie,
        _ => enough,
    };
    match (passed, notes) {
        (true, true) => Outcome::ApprovedWithNotes,
        (true, false) => Outcome::Approved,
        (false, _) => Outcome::Rejected,
    }
}

/// The results that differ for the motion. Whether it passed with notes follows from the ballots cast until the close.
const RESULTS: [Outcome; 3] = [Outcome::Approved, Outcome::Rejected, Outcome::Tie];

/// For every half-finished vote (a number in base six: digit 0 is silent, 1 to 5 the choices, voter 0 last) the set of
/// results that its completions have, as bits of [`RESULTS`].
fn reachable(vote: &Vote) -> Vec<u8> {
    let states = 6_usize.pow(vote.voters as u32);
    let mut possible = vec![0_u8; states];
    // A further ballot only makes the number larger, so from the largest down every completion is known already.
    for state in (0..states).rev() {
        let digits: Vec<usize> = (0..vote.voters)
            .map(|voter| state / 6_usize.pow(voter as u32) % 6)
            .collect();
        possible[state] = match digits.iter().position(|digit| *digit == 0) {
            Some(silent) => (1..=5)
                .map(|choice| possible[state + choice * 6_usize.pow(silent as u32)])
                .fold(0, |all, one| all | one),
            None => {
                let choices: Vec<Choice> =
                    digits.iter().map(|digit| Choice::ALL[digit - 1]).collect();
                let result = plain(reference(vote, &choices));
                1 << RESULTS.iter().position(|it| *it == result).unwrap()
            }
        };
    }
    possible
}

fn plain(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::ApprovedWithNotes => Outcome::Approved,
        other => other,
    }
}

fn rules(vote: &Vote) -> Rules {
    let (numerator, denominator, strict) = vote.part;
    let name = |voter: usize| format!("per_{voter}");
    Rules {
        threshold: Threshold::new(numerator as u32, denominator as u32, strict).ok(),
        tie: vote.tie,
        decide_when: vote.when,
        weights: (0..vote.voters)
            .filter(|voter| vote.weights[*voter] != 1)
            .map(|voter| (name(voter), vote.weights[voter] as u32))
            .collect::<BTreeMap<_, _>>(),
        vetoers: vote.vetoer.map(name).into_iter().collect::<BTreeSet<_>>(),
        ..Rules::of(vote.method)
    }
}

/// How much was looked at.
#[derive(Debug, Default, Clone, Copy)]
struct Looked {
    /// Ways of holding a vote.
    votes: u64,
    /// Sequences walked to the close.
    sequences: u64,
    /// Sequences they stand for, with every order of voters who are alike.
    stood_for: u64,
    /// Counts compared with the reference, one after each ballot.
    counts: u64,
    /// Ballots refused after the close.
    refused: u64,
}

struct Walk {
    vote: Vote,
    rules: Rules,
    electorate: Electorate,
    possible: Vec<u8>,
    /// By voter and choice: written once, cast often.
    ballots: Vec<[Ballot; 5]>,
    /// Whether voters whom the rules do not tell apart are taken in one order only.
    alike: bool,
    looked: Looked,
}

impl Walk {
    fn of(vote: Vote, alike: bool) -> Looked {
        let mut walk = Walk {
            rules: rules(&vote),
            electorate: council(vote.voters, vote.chair, vote.voters as u64 + vote.absent),
            possible: reachable(&vote),
            ballots: (0..vote.voters + 2)
                .map(|voter| Choice::ALL.map(|choice| ballot(voter, choice)))
                .collect(),
            alike,
            looked: Looked::default(),
            vote,
        };
        let opened = tally(&walk.rules, &walk.electorate, &[]);
        walk.step(&mut Vec::new(), 0, 1, &opened);
        walk.looked
    }

    /// Looks at the count after `cast` (whose number is `state`, and which stands for `orders` orders of voters), then
    /// casts every next ballot.
    fn step(&mut self, cast: &mut Vec<Ballot>, state: usize, orders: u64, count: &Tally) {
        self.looked.counts += 1;
        let left = self.vote.voters - cast.len();
        let certain = self.possible[state].is_power_of_two();
        let closed = match self.vote.when {
            DecideWhen::Known => certain,
            DecideWhen::All => left == 0,
        };
        let notes = cast.iter().any(|it| it.choice == Choice::ApproveWithNotes);
        let expected = match RESULTS[self.possible[state].trailing_zeros() as usize] {
            _ if !closed => Outcome::Pending,
            Outcome::Approved if notes => Outcome::ApprovedWithNotes,
            result => result,
        };
        let said = (count.settled, count.outcome, count.outstanding as usize);
        assert_eq!(
            said,
            (closed, expected, left),
            "{:?} after {cast:?}",
            self.vote
        );
        if closed {
            self.looked.sequences += 1;
            self.looked.stood_for += orders;
            self.after_the_close(cast, count);
            return;
        }
        let silent: Vec<usize> = (0..self.vote.voters)
            .filter(|voter| (state / 6_usize.pow(*voter as u32)).is_multiple_of(6))
            .collect();
        // Voters with the same weight, no veto and no chair differ by name only, and the rules name none of them.
        // Swap two of them all through a sequence and what is decided, and when, stays: so the sequences in which the
        // lower number votes first stand for all. Councils of up to four are walked without this.
        let twins: Vec<usize> = silent
            .iter()
            .copied()
            .filter(|voter| {
                self.alike
                    && self.vote.weights[*voter] == 1
                    && self.vote.vetoer != Some(*voter)
                    && self.vote.chair != Some(*voter)
            })
            .collect();
        for voter in silent {
            let stands_for = match twins.first() {
                Some(first) if *first == voter => twins.len() as u64,
                _ if twins.contains(&voter) => continue,
                _ => 1,
            };
            for index in 0..Choice::ALL.len() {
                let next = self.ballots[voter][index].clone();
                let count = accept(&self.rules, &self.electorate, cast, &next).unwrap();
                cast.push(next);
                let state = state + (index + 1) * 6_usize.pow(voter as u32);
                self.step(cast, state, orders * stands_for, &count);
                cast.pop();
            }
        }
    }

    /// No ballot is taken any more, and counting one in all the same changes nothing. What is refused is not kept, so
    /// the vote stays as it was and every further sequence meets the same refusals. In councils of up to two every
    /// voter and a stranger try; in larger ones they take turns, with another choice each time.
    fn after_the_close(&mut self, cast: &mut Vec<Ballot>, count: &Tally) {
        let turn = self.looked.sequences as usize;
        let knocking = match self.vote.voters {
            0..=2 => 0..self.vote.voters + 1,
            many => turn % (many + 1)..turn % (many + 1) + 1,
        };
        for voter in knocking {
            let late = self.ballots[voter][(turn + voter) % Choice::ALL.len()].clone();
            let refusal = match cast.iter().any(|it| it.person == late.person) {
                _ if voter == self.vote.voters => BallotRefusal::NotElector,
                true => BallotRefusal::AlreadyCast,
                false => BallotRefusal::Closed,
            };
            let answer = accept(&self.rules, &self.electorate, cast, &late);
            assert_eq!(answer, Err(refusal), "{:?} {cast:?}", self.vote);
            self.looked.refused += 1;
            // Smuggled past the door (into a journal that was tampered with) it counts for nothing all the same, and
            // a recount of the sequence says what was said while it grew.
            cast.push(late);
            let recount = tally(&self.rules, &self.electorate, cast);
            assert_eq!(&recount, count, "{:?} recounted {cast:?}", self.vote);
            cast.pop();
        }
    }
}

/// The parts of the base that each method is asked for: its own, a harder one, and one that only unanimity reaches.
fn parts(method: Method) -> &'static [(u64, u64, bool)] {
    match method {
        Method::Consensus => &[(1, 2, true)],
        Method::TwoThirds => &[(2, 3, false), (2, 3, true), (3, 4, false), (1, 1, false)],
        _ => &[(1, 2, true), (1, 2, false)],
    }
}

const METHODS: [Method; 5] = [
    Method::Consensus,
    Method::MajorityPresent,
    Method::Absolute,
    Method::TwoThirds,
    Method::Weighted,
];

/// Every way of holding a vote of so many voters: chair in the council, outside it or none; veto of nobody, of the
/// first (who may be the chair) or of the second; weights 3 and 0 among the others; members absent or not.
fn every_vote(voters: usize) -> Vec<Vote> {
    let mut votes = Vec::new();
    for method in METHODS {
        let weights: &[[u64; 6]] = match method {
            Method::Weighted => &[[1, 3, 0, 1, 1, 1], [0, 2, 2, 1, 1, 1]],
            _ => &[[1; 6]],
        };
        let absences: &[u64] = match method {
            Method::Absolute => &[0, 1, 2],
            _ => &[0],
        };
        for (&part, &weights) in parts(method)
            .iter()
            .flat_map(|part| weights.iter().map(move |w| (part, w)))
        {
            for &absent in absences {
                for tie in [TieRule::Reject, TieRule::Chair] {
                    for when in [DecideWhen::Known, DecideWhen::All] {
                        for chair in [None, Some(0), Some(voters)] {
                            for vetoer in [None, Some(0), Some(1)] {
                                votes.push(Vote {
                                    voters,
                                    method,
                                    part,
                                    tie,
                                    when,
                                    chair,
                                    vetoer: vetoer.filter(|it| *it < voters),
                                    weights,
                                    absent,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    votes
}

fn all(votes: impl IntoIterator<Item = Vote>, alike: bool) -> Looked {
    let mut sum = Looked::default();
    for vote in votes {
        let looked = Walk::of(vote, alike);
        sum.votes += 1;
        sum.sequences += looked.sequences;
        sum.stood_for += looked.stood_for;
        sum.counts += looked.counts;
        sum.refused += looked.refused;
    }
    println!(
        "{} ways of voting: {} sequences walked for {}, {} counts compared, {} late, changed or foreign ballots refused",
        sum.votes, sum.sequences, sum.stood_for, sum.counts, sum.refused
    );
    sum
}

/// The methods with the part of the base that is their own, the chair breaking ties, weights 3 and 1.
fn own_votes(voters: usize) -> impl Iterator<Item = Vote> {
    METHODS.into_iter().map(move |method| Vote {
        voters,
        method,
        part: parts(method)[0],
        tie: TieRule::Chair,
        when: DecideWhen::Known,
        chair: Some(0),
        vetoer: None,
        weights: match method {
            Method::Weighted => [3, 1, 1, 1, 1, 1],
            _ => [1; 6],
        },
        absent: if method == Method::Absolute { 1 } else { 0 },
    })
}

#[test]
fn every_sequence_of_up_to_three_voters_under_every_rule() {
    let looked = (0..=3).map(|voters| all(every_vote(voters), false));
    assert_eq!(looked.map(|it| it.votes).sum::<u64>(), 4 * 612);
}

#[test]
fn every_sequence_of_four_voters_with_and_without_a_veto() {
    let votes = own_votes(4).flat_map(|vote| [None, Some(1)].map(|vetoer| Vote { vetoer, ..vote }));
    let looked = all(votes, false);
    assert_eq!(looked.sequences, looked.stood_for);
    // Waiting for all: 4! orders of 5^4 choices, whatever the method.
    let patient = own_votes(4).map(|vote| Vote {
        when: DecideWhen::All,
        ..vote
    });
    assert_eq!(all(patient.take(2), false).sequences, 2 * 24 * 625);
}

#[test]
fn every_sequence_of_five_voters_up_to_the_names_of_those_alike() {
    all(
        own_votes(5).map(|vote| Vote {
            vetoer: Some(1),
            ..vote
        }),
        true,
    );
    let patient = own_votes(5).map(|vote| Vote {
        when: DecideWhen::All,
        ..vote
    });
    assert_eq!(all(patient, true).stood_for, 5 * 120 * 3_125);
}

#[test]
fn every_sequence_of_six_voters_up_to_the_names_of_those_alike() {
    all(own_votes(6), true);
}

#[test]
fn every_sequence_of_six_voters_that_waits_for_all() {
    let patient = own_votes(6)
        .filter(|vote| vote.method == Method::MajorityPresent)
        .map(|vote| Vote {
            when: DecideWhen::All,
            ..vote
        });
    assert_eq!(all(patient, true).stood_for, 720 * 15_625);
}
