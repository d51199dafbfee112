//! Tokens that wait for others which can no longer come.

use workflows::prove::FindingKind::{DeadElement, Deadlock};

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
