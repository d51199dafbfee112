//! Branches that run on without having been joined.

use workflows::prove::FindingKind::LackOfSynchronisation;

use super::{drawn, fault};

#[test]
fn a_parallel_fork_into_an_exclusive_merge_runs_what_follows_twice() {
    let found = fault(
        "start s -> f
         and f -> a, b
         user a -> m
         user b -> m
         xor m -> c
         user c -> e
         end e",
    );
    assert_eq!(
        (found.kind, found.element.as_str()),
        (LackOfSynchronisation, "m")
    );
    let trace = drawn(&found);
    assert!(trace.contains("a>m") && trace.contains("b>m"), "{trace}");
}

#[test]
fn it_is_found_too_where_nothing_waits_and_the_command_does_it_all() {
    let found = fault(
        "start s -> f
         and f -> a, b
         task a -> m
         script b script='= 1' -> m
         xor m -> c
         task c -> e
         end e",
    );
    assert_eq!(found.kind, LackOfSynchronisation);
}

#[test]
fn an_activity_that_two_parallel_flows_lead_to_runs_twice() {
    let found = fault(
        "start s -> f
         and f -> a, b
         user a -> c
         user b -> c
         user c -> e
         end e",
    );
    assert_eq!(found.element, "c");
}

#[test]
fn a_non_interrupting_event_that_runs_into_the_main_flow_runs_it_twice() {
    let found = fault(
        "start s -> a
         user a -> m
         boundary soon on a timer=PT1H soft -> m
         xor m -> b
         user b -> e
         end e",
    );
    assert_eq!(
        (found.kind, found.element.as_str()),
        (LackOfSynchronisation, "m")
    );
    assert!(drawn(&found).contains("soon soon>m"));
}

#[test]
fn only_the_first_of_several_merges_in_a_row_is_blamed() {
    let found = fault(
        "start s -> f
         and f -> a, b
         user a -> m
         user b -> m
         xor m -> g
         xor g -> c [= x], d [default]
         user c -> n
         user d -> n
         xor n -> e
         end e",
    );
    assert_eq!(found.element, "m");
}

#[test]
fn a_parallel_fork_inside_a_loop_is_found_in_bounded_time() {
    let found = fault(
        "start s -> m
         xor m -> a
         user a -> g
         xor g -> f [= again], e [default]
         and f -> m, b
         user b -> e
         end e",
    );
    assert_eq!(found.kind, LackOfSynchronisation);
}
