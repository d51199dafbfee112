//! Ad-hoc sub-process (BPMN 13.3.5).

use crate::script::{check, check_with};

#[test]
fn its_elements_run_without_an_order() {
    check(
        "start s -> x
         adhoc x -> e {
           user a -> a2
           user a2
           user b
         }
         end e",
        "
        - expect: { tasks: [a, b] }
        - complete: b
        - complete: a
        - expect: { tasks: [a2] }
        - complete: a2
        - expect: { state: completed }
        ",
    );
}

#[test]
fn only_the_chosen_elements_run() {
    check_with(
        "start s -> x
         adhoc x active='= chosen' -> e {
           user a
           user b
           user c
         }
         end e",
        "start: { variables: { chosen: [a, c] } }",
        "- expect: { tasks: [a, c] }",
    );
}

#[test]
fn the_completion_condition_ends_the_rest() {
    check(
        "start s -> x
         adhoc x until='= enough' -> e {
           user a
           user b
         }
         end e",
        "
        - complete: a
          with: { enough: true }
        - expect: { state: completed }
        ",
    );
}

#[test]
fn one_at_a_time_when_sequential() {
    check(
        "start s -> x
         adhoc x sequential -> e {
           user a
           user b
         }
         end e",
        "
        - expect: { tasks: [a] }
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn nothing_left_and_not_complete_needs_an_operator() {
    check(
        "start s -> x
         adhoc x until='= enough' -> e {
           user a
         }
         end e",
        "
        - complete: a
        - expect: { incidents: [{ element: x, code: AD_HOC_INCOMPLETE }] }
        - set: { enough: true }
        - retry: x
        - expect: { state: completed }
        ",
    );
}

#[test]
fn it_collects_what_its_elements_bring() {
    check(
        "start s -> x
         adhoc x out=found outel='= found_here' -> e {
           user a
           user b
         }
         end e",
        "
        - complete: b
          with: { found_here: 2 }
        - complete: a
          with: { found_here: 1 }
        - expect: { state: completed, variables: { found: [2, 1] } }
        ",
    );
}

#[test]
fn what_is_open_may_finish_after_the_completion_condition() {
    check(
        "start s -> x
         adhoc x until='= enough' keep -> e {
           user a
           user b
         }
         end e",
        "
        - complete: a
          with: { enough: true }
        - expect: { state: waiting, tasks: [b] }
        - complete: b
        - expect: { state: completed, done: [a, b] }
        ",
    );
}
