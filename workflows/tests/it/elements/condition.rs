//! Conditional events (BPMN 10.5.5.3).

use crate::script::{check, check_with};

#[test]
fn a_catch_event_goes_on_when_its_condition_becomes_true() {
    check(
        "start s -> fork
         and fork -> c, a
         catch c condition='= stock < 5' -> b
         user a -> e
         user b -> e
         end e",
        "
        - expect: { tasks: [a], waits: [{ element: c, kind: condition }] }
        - set: { stock: 9 }
        - expect: { tasks: [a] }
        - complete: a
          with: { stock: 2 }
        - expect: { tasks: [b], waits: [] }
        ",
    );
}

#[test]
fn a_condition_that_holds_already_does_not_wait() {
    check_with(
        "start s -> c
         catch c condition='= ready' -> e
         end e",
        "start: { variables: { ready: true } }",
        "- expect: { state: completed }",
    );
}

#[test]
fn a_non_interrupting_condition_fires_again_only_after_it_was_false() {
    check(
        "start s -> a
         user a -> e
         boundary warn on a condition='= level > 3' soft -> w
         user w -> e
         end e",
        "
        - set: { level: 4 }
        - set: { level: 5 }
        - expect: { tasks: [a, w] }
        - set: { level: 1 }
        - set: { level: 7 }
        - expect: { tasks: [a, w, w] }
        ",
    );
}

#[test]
fn an_interrupting_condition_ends_the_scope() {
    check(
        "start s -> a
         user a -> e
         event stop {
           start es condition='= superseded' -> b
           user b -> ee
           end ee
         }
         end e",
        "
        - set: { superseded: true }
        - expect: { tasks: [b], waits: [] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_condition_that_is_not_boolean_is_an_incident_and_is_looked_at_again() {
    check(
        "start s -> a
         user a -> e
         boundary warn on a condition='= level' -> w
         user w -> e
         end e",
        "
        - set: { level: 4 }
        - expect: { tasks: [a], incidents: [{ element: a, code: CONDITION_NOT_BOOLEAN }] }
        - set: { level: true }
        - expect: { tasks: [w], incidents: [] }
        ",
    );
}

#[test]
fn only_the_variables_and_changes_that_it_names_count() {
    check(
        "start s -> a
         user a -> e
         boundary named on a condition='= x > 3' vars=y soft -> b
         boundary changed on a condition='= x > 3' vars=x events=update soft -> c
         user b -> e
         user c -> e
         end e",
        "
        - set: { x: 4 }
        - expect: { tasks: [a] }
        - set: { y: 1 }
        - expect: { tasks: [a, b] }
        - set: { x: 5 }
        - expect: { tasks: [a, b, c] }
        ",
    );
}
