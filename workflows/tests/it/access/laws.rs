//! Laws of lending and of persons: a loan gives the lender's authority and nothing beyond it, absence is covered
//! wholly or refused for a reason of its own, and who must not judge does not judge through another post.

use proptest::prelude::*;
use workflows::access::{Action, Capacity, Decision, Held, Reason, Subject, Verdict, Via, permit};
use workflows::id::PersonId;

use super::{actor, borrowed, path, person, some_held, some_subject};

/// Somebody whom no fact of a generated subject concerns.
const DELEGATE: u128 = 7;
const LENDER: u128 = 2;

/// The same position in the lender's own hands, and lent to the delegate.
fn both(held: Held) -> (Held, Held) {
    let own = Held {
        via: Via::Own,
        ..held
    };
    (own.clone(), borrowed(LENDER, own))
}

fn judges(action: Action) -> bool {
    matches!(
        action,
        Action::TaskClaim | Action::TaskComplete | Action::TaskReturn | Action::BallotCast
    )
}

/// Decisions that a mandate limits.
fn decides(action: Action) -> bool {
    judges(action) || action == Action::InstanceStart
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_loan_never_gives_more_than_the_lender_has(posts in prop::collection::vec(some_held(), 1..4), subject in some_subject()) {
        let (own, lent): (Vec<_>, Vec<_>) = posts.into_iter().map(both).unzip();
        let (lender, delegate) = (actor(LENDER, own), actor(DELEGATE, lent));
        for &action in Action::ALL {
            let lent = permit(&delegate, action, &subject);
            prop_assert!(
                !lent.is_allowed() || permit(&lender, action, &subject).is_allowed(),
                "{}: {:?} but {:?}", action, lent, permit(&lender, action, &subject)
            );
        }
    }

    #[test]
    fn absence_is_covered_but_for_what_is_strategic_a_vote_or_personal(post in some_held(), subject in some_subject()) {
        let (own, lent) = both(post);
        let (lender, delegate) = (actor(LENDER, [own]), actor(DELEGATE, [lent]));
        for &action in Action::ALL {
            let Decision::Allow { rule, position: Some(_), .. } = permit(&lender, action, &subject) else { continue };
            // What is addressed to the lender by name stays theirs.
            let personal = rule.ends_with(&person(LENDER).to_string());
            match permit(&delegate, action, &subject) {
                Decision::Allow { capacity, .. } => prop_assert!(capacity == Capacity::Borrowed || action.is_read()),
                Decision::Deny { reason } => prop_assert!(
                    personal
                        || (action == Action::BallotCast && reason == Reason::NoProxy)
                        || (subject.strategic && decides(action) && reason == Reason::BorrowedAuthority)
                        // What is lent is not lent on.
                        || action == Action::PositionLend
                        // The lender sees what concerns them as a person.
                        || (reason == Reason::Hidden && concerns(&subject, person(LENDER))),
                    "{}: {} for the delegate, {} for the lender", action, reason, rule
                ),
            }
        }
    }

    #[test]
    fn no_further_post_lets_a_person_judge_what_they_must_not(posts in prop::collection::vec(some_held(), 0..5), subject in some_subject(), n in 0_u128..4) {
        let actor = actor(n, posts);
        let own_work = subject.reviewed.iter().any(|reviewed| {
            actor.positions.iter().any(|held| held.is_own() && held.org_path.starts_with(reviewed.as_str()))
        });
        let barred = subject.separate_from.contains(&person(n)) || subject.conflicts.contains(&person(n)) || own_work;
        for &action in Action::ALL.iter().filter(|it| judges(**it)) {
            if barred {
                prop_assert!(!permit(&actor, action, &subject).is_allowed(), "{}", action);
            }
        }
    }

    #[test]
    fn nobody_judges_in_the_name_of_one_who_must_not(post in some_held(), subject in some_subject()) {
        let (own, lent) = both(post);
        let delegate = actor(DELEGATE, [lent]);
        let barred = subject.separate_from.contains(&person(LENDER))
            || subject.conflicts.contains(&person(LENDER))
            || subject.reviewed.iter().any(|reviewed| own.org_path.starts_with(reviewed.as_str()));
        for &action in Action::ALL.iter().filter(|it| judges(**it)) {
            prop_assert!(!barred || !permit(&delegate, action, &subject).is_allowed(), "{}", action);
        }
    }

    #[test]
    fn a_further_post_takes_no_right_away_unless_it_makes_the_work_ones_own(posts in prop::collection::vec(some_held(), 1..5), subject in some_subject(), n in 0_u128..4) {
        let subject = Subject { reviewed: Vec::new(), ..subject };
        let fewer = actor(n, posts[1..].to_vec());
        let more = actor(n, posts);
        for &action in Action::ALL {
            let Decision::Allow { rule, .. } = permit(&fewer, action, &subject) else { continue };
            // An elector called by name acts in the seat that they are called for, and a new one may be that seat.
            let by_name = rule.ends_with(&person(n).to_string());
            let further = permit(&more, action, &subject);
            prop_assert!(by_name || further.is_allowed(), "{}: {} but {:?}", action, rule, further);
        }
    }

    #[test]
    fn whoever_decides_holds_the_post_in_a_mode_that_may(posts in prop::collection::vec(some_held(), 0..5), subject in some_subject(), n in 0_u128..4) {
        let actor = actor(n, posts);
        for &action in Action::ALL.iter().filter(|it| decides(**it)) {
            if let Decision::Allow { mode: Some(mode), capacity, .. } = permit(&actor, action, &subject) {
                prop_assert_eq!(subject.verdict(mode), Verdict::MaySign);
                prop_assert!(!subject.strategic || capacity == Capacity::Own);
            }
        }
    }
}

fn concerns(subject: &Subject, person: PersonId) -> bool {
    subject.persons.contains(&person) || subject.claimed_by == Some(person)
}

/// The deputy of an agency head whose work is reviewed, and of one with a conflict of interest: once a way around both.
#[test]
fn a_deputy_inherits_the_conflicts_of_the_head_and_reviews_not_the_heads_agency() {
    use workflows::access::Mode::Definitive;
    let post = super::held("64.02/dinkes/head", Definitive, &["OPD_HEAD@64.02/dinkes"]);
    let deputy = actor(DELEGATE, [borrowed(LENDER, post)]);
    let sheet = super::for_regency(&["OPD_HEAD@64.02"]);
    let asked = |subject: &Subject| permit(&deputy, Action::TaskComplete, subject).reason();
    assert_eq!(asked(&sheet), None);
    let conflicted = Subject {
        conflicts: vec![person(LENDER)],
        ..sheet.clone()
    };
    assert_eq!(asked(&conflicted), Some(Reason::Conflict));
    let reviewed = Subject {
        reviewed: vec![path("64.02/dinkes")],
        ..sheet.clone()
    };
    assert_eq!(asked(&reviewed), Some(Reason::OwnWork));
    // Handing it to somebody else is what one should do then.
    assert!(permit(&deputy, Action::TaskAssign, &reviewed).is_allowed());
    let another = Subject {
        reviewed: vec![path("64.02/dinsos")],
        ..sheet
    };
    assert_eq!(asked(&another), None);
}
