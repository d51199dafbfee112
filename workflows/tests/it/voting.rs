//! How a council decides: who votes, what counts, when it is certain.

mod every_sequence;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use workflows::voting::{
    Ballot, BallotKind, BallotRefusal, Choice, DecideWhen, Electorate, Method, Outcome, QuorumRule,
    Rules, Seat, Threshold, TieRule, accept, quorum, tally,
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

fn binding(outcome: Outcome) -> Outcome {
    if outcome == Outcome::ApprovedWithNotes {
        Outcome::Approved
    } else {
        outcome
    }
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

/// Five seats, each of one of three persons or vacant, anybody of the three present: counted on the fingers.
#[test]
fn every_council_of_five_seats_has_its_quorum_by_a_plain_head_count() {
    let (people, blocks) = (
        ["a", "b", "c"],
        ["OPD", "OPD", "BUSINESS", "OPD", "BUSINESS"],
    );
    let mut councils = 0;
    for (part, blocks_needed) in [
        ((1, 2, true), vec![]),
        ((2, 3, false), vec!["BUSINESS"]),
        ((3, 4, false), vec!["BUSINESS", "OPD"]),
    ] {
        let rule = QuorumRule {
            min_present: Threshold::new(part.0, part.1, part.2).unwrap(),
            blocks: blocks_needed.iter().map(|it| (*it).to_owned()).collect(),
        };
        for filling in 0..4_usize.pow(5) {
            let held_by = |seat: usize| people.get(filling / 4_usize.pow(seat as u32) % 4);
            let seats: Vec<Seat> = (0..5)
                .map(|seat| Seat {
                    code: format!("{seat}"),
                    block: blocks[seat].into(),
                    holder: held_by(seat).map(|it| (*it).to_owned()),
                })
                .collect();
            for there in 0..8_u32 {
                let is_there = |who: &str| {
                    people
                        .iter()
                        .position(|it| *it == who)
                        .is_some_and(|at| there >> at & 1 == 1)
                };
                let sits = |who: &&&str| (0..5).any(|seat| held_by(seat) == Some(*who));
                let vacant = (0..5).filter(|seat| held_by(*seat).is_none()).count() as u32;
                let members = people.iter().filter(sits).count() as u32 + vacant;
                let heads = people.iter().filter(sits).filter(|it| is_there(it)).count() as u32;
                let speaks = |block: &str| {
                    (0..5).any(|seat| {
                        blocks[seat] == block && held_by(seat).is_some_and(|it| is_there(it))
                    })
                };
                let enough = match part.2 {
                    true => heads * part.1 > members * part.0,
                    false => heads * part.1 >= members * part.0,
                };
                let missing = blocks_needed.iter().filter(|it| !speaks(it)).count();
                let present = people
                    .iter()
                    .filter(|it| is_there(it))
                    .map(|it| (*it).to_owned());
                let result = quorum(&rule, &seats, &present.collect());
                let said = (
                    result.met,
                    result.members,
                    result.present,
                    result.missing_blocks.len(),
                );
                let expected = (
                    enough && missing == 0,
                    u64::from(members),
                    u64::from(heads),
                    missing,
                );
                assert_eq!(said, expected, "{seats:?} {there:03b}");
                councils += 1;
            }
        }
    }
    assert_eq!(councils, 3 * 1_024 * 8);
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
