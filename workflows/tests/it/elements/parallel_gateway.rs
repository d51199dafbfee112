//! Parallel gateway (BPMN 13.4.1; DIALECT 3.2).

use crate::script::check;

#[test]
fn two_completions_at_once_on_a_parallel_join() {
    check(
        "start s -> fork
         and fork -> a, b, c
         user a -> join
         user b -> join
         user c -> join
         and join -> last
         user last -> e
         end e",
        "
        - expect: { tasks: [a, b, c] }
        - complete: b
        - complete: a
        - expect: { tasks: [c] }
        - complete: c
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed, done: [b, a, c, last] }
        ",
    );
}

#[test]
fn a_second_token_on_a_counted_flow_waits_for_the_next_round() {
    check(
        "start s -> fork
         and fork -> a1, a2, b
         user a1 -> m
         user a2 -> m
         xor m -> join
         user b -> more
         and more -> join, b2
         user b2 -> m2
         xor m2 -> e2
         end e2
         and join -> last
         user last -> e
         end e",
        "
        - complete: a1
        - complete: a2
        - expect: { tasks: [b] }
        - complete: b
        - expect: { tasks: [b2, last] }
        ",
    );
}

#[test]
fn what_comes_late_to_a_join_that_has_fired_ends_there_with_its_process() {
    check(
        "start s -> fork
         and fork -> a1, a2, b
         user a1 -> m
         user a2 -> m
         user b -> join
         xor m -> join
         and join -> last
         user last -> e
         end e",
        "
        - complete: a1
        - complete: b
        - complete: a2
        - expect: { tasks: [last] }
        - complete: last
        - expect: { state: completed, done: [a1, b, a2, last], incidents: [] }
        ",
    );
}

#[test]
fn a_join_that_can_never_be_complete_is_an_incident_and_not_a_silence() {
    check(
        "start s -> g
         xor g -> a [= true], b [default]
         user a -> join
         user b -> join
         and join -> e
         end e",
        "
        - complete: a
        - expect: { state: incident, incidents: [{ element: join, code: JOIN_STUCK }] }
        ",
    );
}
