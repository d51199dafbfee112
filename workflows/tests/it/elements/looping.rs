//! Standard loop (BPMN 13.3.6).

use crate::script::{check, check_with};

#[test]
fn it_repeats_while_the_condition_holds() {
    check(
        "start s -> a
         user a loop='= again' -> e
         end e",
        "
        - complete: a
          with: { again: true }
        - complete: a
          with: { again: true }
        - expect: { tasks: [{ element: a, item: 3 }] }
        - complete: a
          with: { again: false }
        - expect: { state: completed, done: [a, a, a] }
        ",
    );
}

#[test]
fn the_maximum_bounds_it() {
    check(
        "start s -> a
         user a loop='= true' max=2 -> e
         end e",
        "
        - complete: a
        - complete: a
        - expect: { state: completed, done: [a, a] }
        ",
    );
}

#[test]
fn tested_before_it_may_not_run_at_all() {
    check_with(
        "start s -> a
         user a loop='= wanted' before -> e
         end e",
        "start: { variables: { wanted: false } }",
        "- expect: { state: completed, done: [] }",
    );
}

#[test]
fn a_loop_without_end_is_an_incident() {
    check(
        "start s -> a
         task a loop='= true' -> e
         end e",
        "
        - expect: { state: incident, incidents: [{ element: a, code: STEP_LIMIT }] }
        - retry: a
        - expect: { incidents: [{ element: a, code: STEP_LIMIT }] }
        ",
    );
}

#[test]
fn tokens_that_run_in_a_circle_are_an_incident() {
    check(
        "start s -> m
         xor m -> t
         task t -> g
         xor g -> e [= enough], m [default]
         end e",
        "- expect: { state: incident, incidents: [{ code: STEP_LIMIT }] }",
    );
}
