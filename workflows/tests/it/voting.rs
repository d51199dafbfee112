//! Votes against an independent reference, over every sequence of ballots of a small council.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use workflows::voting::{
    Ballot, BallotKind, BallotRefusal, Choice, DecideWhen, Electorate, Method, Outcome, QuorumRule,
    Rules, Seat, Tally, Threshold, TieRule, accept, quorum, tally,
};

fn names(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("per_{i}")).collect()
}

fn council(n: usize, chair: Option<usize>, entitled: u64) -> Electorate {
    let seats = names(n)
        .into_iter()
        .map(|p| (p.clone(), format!("seat of {p}")));
    Electorate::freeze(seats, chair.map(|c| format!("per_{c}")), entitled)
}

fn ballot(person: usize, choice: Choice) -> Ballot {
    Ballot {
        person: format!("per_{person}"),
        choice,
        note: Some("because".into()),
    }
}

fn ballots(choices: &[Choice]) -> Vec<Ballot> {
    choices
        .iter()
        .enumerate()
        .map(|(i, choice)| ballot(i, *choice))
        .collect()
}

/// The reference: says in words what each method means, for a complete vote.
fn reference(rules: &Rules, choices: &[Choice], chair: usize, entitled: u64) -> Outcome {
    let weight = |i: usize| match rules.method {
        Method::Weighted => rules
            .weights
            .get(&format!("per_{i}"))
            .map_or(1, |w| u64::from(*w)),
        _ => 1,
    };
    let (mut yes, mut all, mut no, mut notes, mut veto) = (0, 0, 0, false, false);
    for (i, choice) in choices.iter().enumerate() {
        match choice {
            Choice::Recuse => continue,
            Choice::Approve => yes += weight(i),
            Choice::ApproveWithNotes => (yes, notes) = (yes + weight(i), true),
            Choice::Reject => {
                (no, veto) = (no + 1, veto || rules.vetoers.contains(&format!("per_{i}")))
            }
            Choice::Abstain => {}
        }
        all += weight(i);
    }
    let half = all > 0 && 2 * yes == all && rules.tie == TieRule::Chair;
    let passed = match rules.method {
        Method::Consensus => no == 0 && yes > 0,
        Method::Absolute => 2 * yes > entitled,
        Method::TwoThirds => all > 0 && 3 * yes >= 2 * all,
        Method::MajorityPresent | Method::Weighted if half => match choices[chair] {
            Choice::Approve | Choice::ApproveWithNotes => true,
            Choice::Abstain | Choice::Recuse if !veto => return Outcome::Tie,
            _ => false,
        },
        Method::MajorityPresent | Method::Weighted => 2 * yes > all,
    };
    match (passed && !veto, notes) {
        (true, true) => Outcome::ApprovedWithNotes,
        (true, false) => Outcome::Approved,
        (false, _) => Outcome::Rejected,
    }
}

fn binding(outcome: Outcome) -> Outcome {
    if outcome == Outcome::ApprovedWithNotes {
        Outcome::Approved
    } else {
        outcome
    }
}

fn all_rules() -> Vec<Rules> {
    let mut all = Vec::new();
    for method in [
        Method::Consensus,
        Method::MajorityPresent,
        Method::Absolute,
        Method::TwoThirds,
        Method::Weighted,
    ] {
        for tie in [TieRule::Reject, TieRule::Chair] {
            for veto in [false, true] {
                let mut rules = Rules {
                    tie,
                    ..Rules::of(method)
                };
                rules.weights = BTreeMap::from([("per_1".into(), 3), ("per_2".into(), 0)]);
                if veto {
                    rules.vetoers = BTreeSet::from(["per_1".into()]);
                }
                all.push(rules);
            }
        }
    }
    all
}

/// Walks every sequence of ballots in seat order; returns the binding outcomes that the complete votes below reach.
fn walk(
    rules: &Rules,
    electorate: &Electorate,
    cast: &mut Vec<Choice>,
    closed: Option<Tally>,
    visited: &mut u64,
) -> BTreeSet<Outcome> {
    *visited += 1;
    let n = electorate.electors().len();
    let is_chair = |person: &str| electorate.chair() == Some(person);
    let chair = electorate
        .electors()
        .iter()
        .position(|e| is_chair(&e.person))
        .unwrap();
    let count = tally(rules, electorate, &ballots(cast));
    let voted =
        count.approve + count.approve_with_notes + count.reject + count.abstain + count.recuse;
    assert_eq!((voted + count.outstanding) as usize, n);
    if let Some(closed) = &closed {
        assert_eq!(
            &count, closed,
            "a later ballot changed a settled result: {cast:?} {rules:?}"
        );
    }
    assert_eq!(count.settled, count.outcome != Outcome::Pending, "{cast:?}");
    let closed = closed.or_else(|| count.settled.then(|| count.clone()));
    let reached = if cast.len() == n {
        let truth = reference(rules, cast, chair, electorate.entitled());
        assert!(count.settled);
        assert_eq!(binding(count.outcome), binding(truth), "{cast:?} {rules:?}");
        let waiting = tally(
            &Rules {
                decide_when: DecideWhen::All,
                ..rules.clone()
            },
            electorate,
            &ballots(cast),
        );
        assert_eq!(waiting.outcome, truth, "{cast:?} {rules:?}");
        BTreeSet::from([binding(truth)])
    } else {
        let mut reached = BTreeSet::new();
        for choice in Choice::ALL {
            cast.push(choice);
            reached.extend(walk(rules, electorate, cast, closed.clone(), visited));
            cast.pop();
        }
        reached
    };
    assert_eq!(
        closed.is_some(),
        reached.len() == 1,
        "settled exactly when certain: {cast:?} {rules:?} {reached:?}"
    );
    reached
}

#[test]
fn every_sequence_of_ballots_of_up_to_four_voters_settles_exactly_when_it_is_certain() {
    let mut visited = 0;
    for rules in all_rules() {
        for n in 1..=4 {
            for absent in [0, 2] {
                walk(
                    &rules,
                    &council(n, Some(0), (n + absent) as u64),
                    &mut Vec::new(),
                    None,
                    &mut visited,
                );
            }
        }
    }
    assert_eq!(visited, 20 * 2 * (6 + 31 + 156 + 781));
}

#[test]
fn every_sequence_of_six_ballots_settles_exactly_when_it_is_certain() {
    let mut visited = 0;
    // The chair votes first, in the middle or last; everybody else before and after in every way.
    for (chair, method) in [
        (0, Method::MajorityPresent),
        (3, Method::MajorityPresent),
        (5, Method::Weighted),
        (5, Method::TwoThirds),
        (0, Method::Absolute),
        (0, Method::Consensus),
    ] {
        let rules = all_rules()
            .into_iter()
            .find(|r| r.method == method && r.tie == TieRule::Chair && r.vetoers.is_empty());
        let electorate = council(6, Some(chair), 8);
        walk(
            &rules.unwrap(),
            &electorate,
            &mut Vec::new(),
            None,
            &mut visited,
        );
    }
    assert_eq!(visited, 6 * 19_531);
}

#[test]
fn a_majority_ends_early_and_then_takes_no_more_ballots() {
    let (rules, electorate) = (Rules::of(Method::MajorityPresent), council(5, None, 5));
    let mut cast = ballots(&[Choice::Approve, Choice::ApproveWithNotes]);
    let third = ballot(2, Choice::Approve);
    let count = accept(&rules, &electorate, &cast, &third).unwrap();
    assert_eq!(
        (count.outcome, count.settled, count.outstanding),
        (Outcome::ApprovedWithNotes, true, 2)
    );
    assert_eq!(
        (count.approving_weight, count.base, count.needed),
        (3, 5, 3)
    );
    cast.push(third);
    assert_eq!(
        accept(&rules, &electorate, &cast, &ballot(3, Choice::Reject)),
        Err(BallotRefusal::Closed)
    );
    let patient = Rules {
        decide_when: DecideWhen::All,
        ..rules
    };
    assert_eq!(
        accept(&patient, &electorate, &cast, &ballot(3, Choice::Reject))
            .unwrap()
            .outcome,
        Outcome::Pending
    );
}

#[test]
fn nobody_votes_twice_through_two_seats() {
    let seats = [
        ("per_0", "OPD 1"),
        ("per_1", "OPD 2"),
        ("per_0", "EXECUTIVE 3"),
    ];
    let electorate = Electorate::freeze(seats.map(|(p, s)| (p.to_owned(), s.to_owned())), None, 20);
    assert_eq!(electorate.electors().len(), 2);
    assert_eq!(electorate.electors()[0].seats, ["OPD 1", "EXECUTIVE 3"]);
    let rules = Rules {
        decide_when: DecideWhen::All,
        ..Rules::of(Method::MajorityPresent)
    };
    let cast = [ballot(0, Choice::Approve)];
    assert_eq!(
        accept(&rules, &electorate, &cast, &ballot(0, Choice::Approve)),
        Err(BallotRefusal::AlreadyCast)
    );
    assert_eq!(
        accept(&rules, &electorate, &cast, &ballot(7, Choice::Approve)),
        Err(BallotRefusal::NotElector)
    );
    let twice = [
        cast[0].clone(),
        ballot(0, Choice::Reject),
        ballot(7, Choice::Reject),
    ];
    assert_eq!(
        tally(&rules, &electorate, &twice),
        tally(&rules, &electorate, &cast)
    );
}

#[test]
fn an_abstention_stays_in_the_base_and_a_recusal_leaves_it() {
    let rules = Rules {
        decide_when: DecideWhen::All,
        ..Rules::of(Method::MajorityPresent)
    };
    let outcome = |choices: &[Choice]| {
        tally(&rules, &council(choices.len(), None, 9), &ballots(choices)).outcome
    };
    use Choice::{Abstain, Approve, Recuse, Reject};
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Abstain]),
        Outcome::Rejected
    );
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Recuse]),
        Outcome::Approved
    );
    assert_eq!(outcome(&[Abstain, Abstain]), Outcome::Rejected);
    assert_eq!(outcome(&[Recuse, Recuse]), Outcome::Rejected);
}

#[test]
fn the_plan_needs_two_thirds_of_those_present() {
    let rules = Rules::of(Method::TwoThirds);
    let at = |yes: usize, no: usize| {
        let choices = [vec![Choice::Approve; yes], vec![Choice::Reject; no]].concat();
        tally(&rules, &council(14, None, 20), &ballots(&choices))
    };
    assert_eq!((at(9, 0).outcome, at(9, 0).needed), (Outcome::Pending, 10));
    assert_eq!(at(10, 0).outcome, Outcome::Approved);
    assert_eq!(at(9, 4).outcome, Outcome::Pending);
    assert_eq!(at(9, 5).outcome, Outcome::Rejected);
}

#[test]
fn half_of_all_is_no_absolute_majority_even_with_the_chair() {
    let rules = Rules {
        tie: TieRule::Chair,
        ..Rules::of(Method::Absolute)
    };
    let ten = tally(
        &rules,
        &council(10, Some(0), 20),
        &ballots(&[Choice::Approve; 10]),
    );
    assert_eq!((ten.outcome, ten.needed), (Outcome::Rejected, 11));
    let eleven = tally(
        &rules,
        &council(11, Some(0), 20),
        &ballots(&[Choice::Approve; 11]),
    );
    assert_eq!(eleven.outcome, Outcome::Approved);
}

#[test]
fn the_chair_breaks_a_tie_and_without_a_word_it_stays_one() {
    let rules = Rules {
        tie: TieRule::Chair,
        decide_when: DecideWhen::All,
        ..Rules::of(Method::MajorityPresent)
    };
    use Choice::{Abstain, Approve, Reject};
    let outcome = |choices: &[Choice; 4], chair| {
        tally(&rules, &council(4, chair, 4), &ballots(choices)).outcome
    };
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Reject], Some(0)),
        Outcome::Approved
    );
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Reject], Some(3)),
        Outcome::Rejected
    );
    assert_eq!(
        outcome(&[Abstain, Approve, Approve, Reject], Some(0)),
        Outcome::Tie
    );
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Reject], Some(9)),
        Outcome::Tie
    );
    assert_eq!(
        outcome(&[Approve, Approve, Reject, Reject], None),
        Outcome::Rejected
    );
}

#[test]
fn a_veto_rejects_alone_and_must_say_why() {
    let mut rules = Rules::of(Method::MajorityPresent);
    rules.vetoers.insert("per_1".into());
    let electorate = council(5, None, 5);
    let mut veto = ballot(1, Choice::Reject);
    assert_eq!(
        accept(&rules, &electorate, &[], &veto).unwrap().outcome,
        Outcome::Rejected
    );
    veto.note = Some("  ".into());
    assert_eq!(
        accept(&rules, &electorate, &[], &veto),
        Err(BallotRefusal::ReasonRequired)
    );
}

#[test]
fn weights_count_by_person() {
    let mut rules = Rules::of(Method::Weighted);
    rules.weights = BTreeMap::from([("per_0".into(), 5), ("per_3".into(), 0)]);
    let count = tally(&rules, &council(4, None, 4), &ballots(&[Choice::Approve]));
    assert_eq!(
        (count.approving_weight, count.base, count.outcome),
        (5, 7, Outcome::Approved)
    );
}

#[test]
fn the_counts_of_a_secret_ballot_are_hidden_until_it_closes() {
    let rules = Rules {
        ballot: BallotKind::Secret,
        ..Rules::of(Method::MajorityPresent)
    };
    let electorate = council(3, None, 3);
    assert!(!tally(&rules, &electorate, &ballots(&[Choice::Approve])).may_show_counts(&rules));
    assert!(tally(&rules, &electorate, &ballots(&[Choice::Approve; 2])).may_show_counts(&rules));
}

#[test]
fn rules_are_read_from_a_property_with_defaults() {
    let rules: Rules =
        serde_json::from_str(r#"{"method":"TWO_THIRDS","tie":"CHAIR","electorate":"=x"}"#).unwrap();
    assert_eq!(
        rules,
        Rules {
            tie: TieRule::Chair,
            ..Rules::of(Method::TwoThirds)
        }
    );
    let rules: Rules = serde_json::from_str(
        r#"{"method":"MAJORITY_PRESENT","threshold":{"numerator":3,"denominator":4}}"#,
    )
    .unwrap();
    assert_eq!(rules.threshold().needed(20), 15);
    for bad in [
        r#"{"numerator":0,"denominator":4}"#,
        r#"{"numerator":5,"denominator":4}"#,
        r#"{"numerator":1,"denominator":1,"strict":true}"#,
        r#"{"numerator":1,"denominator":0}"#,
    ] {
        assert!(serde_json::from_str::<Threshold>(bad).is_err(), "{bad}");
    }
    for choice in Choice::ALL {
        let text = serde_json::to_value(choice).unwrap();
        assert_eq!(text.as_str().unwrap().parse(), Ok(choice));
    }
    assert_eq!("YES".parse::<Choice>(), Err(BallotRefusal::BadChoice));
}

fn twenty_seats() -> Vec<Seat> {
    let blocks = [
        ("EXECUTIVE", 5),
        ("OPD", 7),
        ("FORKOPIMDA", 2),
        ("LEGISLATURE", 1),
        ("ACADEMIA", 2),
        ("BUSINESS", 1),
        ("COMMUNITY", 2),
    ];
    let mut seats = Vec::new();
    for (block, n) in blocks {
        for i in 0..n {
            let code = format!("{block}-{i}");
            seats.push(Seat {
                holder: Some(format!("per {code}")),
                block: block.into(),
                code,
            });
        }
    }
    seats
}

#[test]
fn a_plan_needs_two_thirds_there_and_academia_business_and_community_among_them() {
    let rule = QuorumRule {
        min_present: Threshold::TWO_THIRDS,
        blocks: ["ACADEMIA", "BUSINESS", "COMMUNITY"]
            .map(String::from)
            .to_vec(),
    };
    let seats = twenty_seats();
    let present = |n: usize| {
        seats
            .iter()
            .rev()
            .take(n)
            .filter_map(|s| s.holder.clone())
            .collect::<BTreeSet<_>>()
    };
    let result = quorum(&rule, &seats, &present(14));
    assert_eq!(
        (result.met, result.needed, result.present, result.members),
        (true, 14, 14, 20)
    );
    assert!(!quorum(&rule, &seats, &present(13)).met);
    let officials: BTreeSet<_> = seats
        .iter()
        .take(15)
        .filter_map(|s| s.holder.clone())
        .collect();
    let result = quorum(&rule, &seats, &officials);
    assert_eq!((result.met, result.present), (false, 15));
    assert_eq!(result.missing_blocks, ["ACADEMIA", "BUSINESS", "COMMUNITY"]);
}

#[test]
fn a_quorum_counts_heads_not_chairs() {
    let seat = |code: &str, block: &str, holder: Option<&str>| Seat {
        code: code.into(),
        block: block.into(),
        holder: holder.map(Into::into),
    };
    let seats = [
        seat("1", "OPD", Some("a")),
        seat("2", "EXECUTIVE", Some("a")),
        seat("3", "OPD", Some("b")),
        seat("4", "OPD", None),
    ];
    let rule = QuorumRule {
        min_present: Threshold::MORE_THAN_HALF,
        blocks: vec!["EXECUTIVE".into()],
    };
    let there = |who: &[&str]| {
        quorum(
            &rule,
            &seats,
            &who.iter().map(|p| (*p).to_owned()).collect(),
        )
    };
    assert_eq!(
        (
            there(&["a"]).met,
            there(&["a"]).present,
            there(&["a"]).needed
        ),
        (false, 1, 2)
    );
    assert!(there(&["a", "b"]).met);
    assert!(!there(&["b", "stranger", "guest"]).met);
    assert!(
        !quorum(
            &QuorumRule {
                min_present: Threshold::TWO_THIRDS,
                blocks: vec![]
            },
            &[],
            &BTreeSet::new()
        )
        .met
    );
}

proptest! {
    #[test]
    fn the_number_needed_is_the_smallest_that_is_enough(numerator in 1_u32..50, extra in 0_u32..50, strict: bool, whole in 1_u64..10_000) {
        let Ok(threshold) = Threshold::new(numerator, numerator + extra, strict) else { return Ok(()); };
        let needed = threshold.needed(whole);
        prop_assert!(needed <= whole);
        prop_assert!(threshold.is_met(needed, whole));
        prop_assert!(!threshold.is_met(needed - 1, whole));
    }

    #[test]
    fn the_order_of_ballots_never_changes_whether_a_motion_passes(choices in prop::collection::vec(0_usize..5, 1..12), seed: u64, method in 0_usize..4) {
        let method = [Method::MajorityPresent, Method::TwoThirds, Method::Consensus, Method::Absolute][method];
        let rules = Rules { tie: TieRule::Chair, ..Rules::of(method) };
        let electorate = council(choices.len(), Some(0), choices.len() as u64);
        let straight: Vec<_> = choices.iter().enumerate().map(|(i, c)| ballot(i, Choice::ALL[*c])).collect();
        let mut shuffled = straight.clone();
        shuffled.sort_by_key(|b| (seed ^ b.person.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ u64::from(b.person.as_bytes()[b.person.len() - 1])));
        prop_assert_eq!(binding(tally(&rules, &electorate, &straight).outcome), binding(tally(&rules, &electorate, &shuffled).outcome));
    }
}
