//! Tokens that wait for others which can no longer come.

use workflows::prove::FindingKind::{DeadElement, Deadlock, LackOfSynchronisation};

use crate::script::check;

use super::{drawn, fault, faults, proof};

#[test]
fn an_exclusive_fork_into_a_parallel_join_is_a_deadlock_with_the_shortest_way_there() {
    let found = fault(
        "start s -> g
         xor g -> a [= x], b [default]
         user a -> j
         user b -> j
         and j -> e
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (Deadlock, "j"));
    assert_eq!(drawn(&found), "s s>g g g>a a a>j");
    assert_eq!(found.tokens.len(), 1);
    assert!(found.tokens[0].ends_with("_a_j"));
}

#[test]
fn a_boundary_event_that_takes_a_token_away_from_a_join_is_a_deadlock() {
    let found = fault(
        "start s -> f
         and f -> a, b
         user a -> j
         boundary late on a timer=PT1H -> gone
         end gone
         user b -> j
         and j -> e
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (Deadlock, "j"));
    assert!(drawn(&found).contains("late late>gone gone"));
}

#[test]
fn a_deadlock_inside_a_sub_process_is_told_with_the_way_into_it() {
    let found = fault(
        "start s -> before
         user before -> sub
         sub sub -> e {
         start s2 -> g
         xor g -> a [= x], b [default]
         task a -> j
         task b -> j
         and j -> e2
         end e2
         }
         end e",
    );
    assert_eq!((found.kind, found.element.as_str()), (Deadlock, "j"));
    assert_eq!(
        drawn(&found),
        "s s>before before before>sub sub s2 s2>g g g>a a a>j"
    );
}

#[test]
fn an_inclusive_fork_into_a_parallel_join_is_a_deadlock() {
    let found = fault(
        "start s -> g
         or g -> a [= x], b [= y]
         user a -> j
         user b -> j
         and j -> e
         end e",
    );
    assert_eq!(found.kind, Deadlock);
}

#[test]
fn conditional_flows_that_exclude_each_other_never_fill_a_parallel_join() {
    let found = proof(
        "start s -> a
         user a -> b [= x = 1], c [= x = 2]
         user b -> j
         user c -> j
         and j -> e
         end e",
    );
    assert_eq!(faults(&found.findings), [(Deadlock, "j")]);
}

#[test]
fn a_complex_join_that_counts_more_flows_than_can_arrive_is_a_deadlock() {
    let found = proof(
        "start s -> f
         and f -> a, g
         user a -> j
         xor g -> b [= x], c [default]
         user b -> j
         user c -> j
         complex j when='= activatedCount >= 3' -> e
         end e",
    );
    assert_eq!(faults(&found.findings), [(Deadlock, "j")]);
}

#[test]
fn the_elements_behind_a_deadlock_are_not_blamed_but_others_are() {
    let found = proof(
        "start s -> g
         xor g -> a [= x], b [default], c [= false]
         task a -> j
         task b -> j
         user c -> e2
         end e2
         and j -> d
         user d -> e
         end e",
    );
    assert_eq!(
        faults(&found.findings),
        [(Deadlock, "j"), (DeadElement, "c")]
    );
}

#[test]
fn a_token_that_comes_late_to_a_join_that_has_fired_is_surplus_and_no_deadlock() {
    // `a` and `c` both lead to the join by one flow; the second of them finds nothing to wait for, and the engine ends it
    // with its process. That two went where one was meant to go is the fault.
    let found = proof(
        "start s -> f
         and f -> a, b, c
         user a -> m
         user c -> m
         xor m -> j
         user b -> j
         and j -> e
         end e",
    );
    assert_eq!(faults(&found.findings), [(LackOfSynchronisation, "m")]);
}

#[test]
fn a_loop_back_into_one_branch_leaves_a_surplus_token_and_is_told_as_that() {
    let found = fault(
        "start s -> f
         and f -> m, b
         xor m -> a
         user a -> j
         user b -> j
         and j -> g
         xor g -> m [= again], e [default]
         end e",
    );
    assert_eq!(
        (found.kind, found.element.as_str()),
        (LackOfSynchronisation, "j")
    );
    assert!(drawn(&found).ends_with("g>m m m>a a a>j"));
    assert!(found.message.contains("counted already"));
    // The engine agrees: the process is over, and nobody has said that it is.
    check(
        "start s -> f
         and f -> m, b
         xor m -> a
         user a -> j
         user b -> j
         and j -> g
         xor g -> m [= again], e [default]
         end e",
        "
        - complete: a
        - complete: b
          with: { again: true }
        - expect: { tasks: [a] }
        - complete: a
        - expect: { state: completed, done: [a, b, a] }
        ",
    );
}
