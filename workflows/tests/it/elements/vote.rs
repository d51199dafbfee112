//! Votes: a multi-instance user task with `mufakat:vote`.

use crate::script::check_with;

const COUNCIL: &str = "start s -> v
    user v mi=parallel over='= electors' as=elector assignee='= elector' p:mufakat:vote=MAJORITY_PRESENT p:mufakat:vote.result=result -> e
    boundary closed on v timer=P1D -> x
    user x -> e
    end e";

const FIVE: &str = "
    people: { a: {}, b: {}, c: {}, d: {}, f: {} }
    start: { variables: { electors: [a, b, c, d, f] } }";

#[test]
fn it_ends_as_soon_as_the_result_is_certain() {
    check_with(
        COUNCIL,
        FIVE,
        "
        - expect: { tasks: [{ element: v, count: 5 }] }
        - vote: v
          by: a
          choice: APPROVE
        - vote: v
          by: c
          choice: APPROVE_WITH_NOTES
          with: { note: costs }
        - expect:
            tasks: [{ element: v, count: 3 }]
            tally: { v: { outcome: PENDING, approve: 1, approveWithNotes: 1, outstanding: 3, settled: false } }
        - vote: v
          by: f
          choice: APPROVE
        - expect:
            state: completed
            tally: { v: { settled: true } }
            variables:
              result:
                outcome: APPROVED_WITH_NOTES
                ballots:
                  - { elector: a, choice: APPROVE }
                  - { elector: c, choice: APPROVE_WITH_NOTES, note: costs }
                  - { elector: f, choice: APPROVE }
        - vote: v
          by: b
          item: 2
          choice: REJECT
          refused: WITHDRAWN
        ",
    );
}

#[test]
fn nobody_votes_twice_not_even_through_two_seats() {
    check_with(
        "start s -> v
         user v mi=parallel over='= seats' as=seat assignee='= seat.seat' p:mufakat:vote=ABSOLUTE p:mufakat:vote.electorate='= {electors: seats, entitled: 3}' -> e
         end e",
        "
        people: { ana: { positions: [S1, S2] }, budi: { positions: [S3] } }
        start: { variables: { seats: [{ seat: S1, person: ana }, { seat: S2, person: ana }, { seat: S3, person: budi }] } }",
        "
        - vote: v
          by: ana
          choice: APPROVE
        - vote: v
          by: ana
          choice: REJECT
          refused: ALREADY_CAST
        - vote: v
          by: budi
          choice: MAYBE
          refused: BAD_CHOICE
        - expect: { tasks: [{ element: v, count: 2 }] }
        ",
    );
}

#[test]
fn a_vote_that_nobody_can_win_is_over_before_it_begins() {
    check_with(
        "start s -> v
         user v mi=parallel over='= electors' as=elector p:mufakat:vote=ABSOLUTE p:mufakat:vote.electorate='= {electors: electors, entitled: 9}' -> a
         user a -> e
         end e",
        "start: { variables: { electors: [a, b] } }",
        "- expect: { tasks: [a], tally: { v: { outcome: REJECTED, settled: true } }, variables: { voteResult.outcome: REJECTED } }",
    );
}

#[test]
fn a_stranger_has_no_ballot() {
    check_with(
        COUNCIL,
        "start: { variables: { electors: [a, b] } }",
        "
        - vote: v
          by: a
          choice: APPROVE
        - expect: { tasks: [{ element: v, assignee: b }] }
        ",
    );
    check_with(
        "start s -> v
         user v mi=parallel n='= 2' p:mufakat:vote=CONSENSUS p:mufakat:vote.electorate='= [\"a\", \"b\"]' -> e
         end e",
        "",
        "
        - vote: v
          by: zed
          choice: APPROVE
          refused: NOT_ELECTOR
        ",
    );
}

#[test]
fn when_the_deadline_closes_it_the_result_so_far_is_known() {
    check_with(
        COUNCIL,
        FIVE,
        "
        - vote: v
          by: a
          choice: APPROVE
        - vote: v
          by: b
          choice: REJECT
        - fire: closed
        - expect: { tasks: [x], variables: { result: { outcome: PENDING, outcomeIfClosed: REJECTED, approve: 1, reject: 1 } } }
        ",
    );
}

#[test]
fn a_secret_ballot_shows_no_counts_before_its_end() {
    check_with(
        "start s -> v
         user v mi=parallel over='= electors' as=elector assignee='= elector' p:mufakat:vote=TWO_THIRDS p:mufakat:vote.ballot=SECRET p:mufakat:vote.decideWhen=ALL -> e
         end e",
        "start: { variables: { electors: [a, b] } }",
        "
        - vote: v
          by: a
          choice: APPROVE
        - expect: { tally: { v: { approve: null, outstanding: 1 } } }
        - vote: v
          by: b
          choice: APPROVE
        - expect:
            state: completed
            tally: { v: { approve: 2 } }
            variables: { voteResult: { outcome: APPROVED, ballots: null } }
        ",
    );
}

#[test]
fn weights_and_a_threshold_decide_a_weighted_vote() {
    check_with(
        "start s -> v
         user v mi=parallel over='= electors' as=elector assignee='= elector.person' p:mufakat:vote=WEIGHTED p:mufakat:vote.threshold=>=2/3 -> e
         end e",
        "start: { variables: { electors: [{ person: a, weight: 4 }, { person: b }, { person: c }] } }",
        "
        - vote: v
          by: b
          choice: APPROVE
        - expect: { tally: { v: { settled: false, approvingWeight: 1, base: 6, needed: 4 } } }
        - vote: v
          by: c
          choice: REJECT
        - expect: { tasks: [{ element: v, assignee: a }] }
        - vote: v
          by: a
          choice: APPROVE
        - expect: { state: completed, variables: { voteResult: { outcome: APPROVED, approvingWeight: 5 } } }
        ",
    );
}

#[test]
fn the_chair_breaks_a_tie_where_the_rules_say_so() {
    let council = |tie: &str| {
        format!(
            "start s -> v
             user v mi=parallel over='= electors' as=elector assignee='= elector' p:mufakat:vote=MAJORITY_PRESENT p:mufakat:vote.electorate='= {{electors: electors, chair: \"a\"}}' {tie} -> e
             end e"
        )
    };
    let two = "
    people: { a: {}, b: {} }
    start: { variables: { electors: [a, b] } }";
    let against = "
        - vote: v
          by: b
          choice: REJECT
        ";
    check_with(
        &council("p:mufakat:vote.tie=CHAIR"),
        two,
        &format!(
            "{against}
        - expect: {{ tally: {{ v: {{ settled: false }} }} }}
        - vote: v
          by: a
          choice: APPROVE
        - expect: {{ state: completed, variables: {{ voteResult: {{ outcome: APPROVED, approve: 1, reject: 1 }} }} }}
        "
        ),
    );
    // Without it half is not more than half, and the first no is already the end.
    check_with(
        &council(""),
        two,
        &format!(
            "{against}
        - expect: {{ state: completed, variables: {{ voteResult: {{ outcome: REJECTED }} }} }}
        "
        ),
    );
}

#[test]
fn consensus_needs_nobody_against_and_who_recuses_is_not_counted() {
    check_with(
        "start s -> v
         user v mi=parallel over='= electors' as=elector assignee='= elector' p:mufakat:vote=CONSENSUS -> e
         end e",
        "start: { variables: { electors: [a, b, c] } }",
        "
        - vote: v
          by: a
          choice: APPROVE
        - vote: v
          by: b
          choice: RECUSE
        - expect: { tally: { v: { settled: false, base: 2 } } }
        - vote: v
          by: c
          choice: ABSTAIN
        - expect: { state: completed, variables: { voteResult: { outcome: APPROVED } } }
        ",
    );
    check_with(
        "start s -> v
         user v mi=parallel over='= electors' as=elector assignee='= elector' p:mufakat:vote=CONSENSUS -> e
         end e",
        "start: { variables: { electors: [a, b, c] } }",
        "
        - vote: v
          by: b
          choice: REJECT
        - expect: { state: completed, variables: { voteResult: { outcome: REJECTED, outstanding: 2 } } }
        ",
    );
}
