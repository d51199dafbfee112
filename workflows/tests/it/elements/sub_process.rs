//! Embedded sub-processes (BPMN 13.3.4).

use crate::script::{check, check_with};

#[test]
fn it_completes_when_nothing_lives_inside() {
    check(
        "start s -> x
         sub x -> b {
           start xs -> fork
           and fork -> a1, a2
           user a1 -> xe
           user a2 -> xe
           end xe
         }
         user b -> e
         end e",
        "
        - complete: a1
        - expect: { tasks: [a2] }
        - complete: a2
        - expect: { tasks: [b] }
        ",
    );
}

#[test]
fn without_a_start_event_everything_without_incoming_flow_starts() {
    check(
        "user a -> j
         user b -> j
         and j -> x
         sub x -> e {
           user c
           user d
         }
         end e",
        "
        - expect: { tasks: [a, b] }
        - complete: a
        - complete: b
        - expect: { tasks: [c, d] }
        - complete: c
        - complete: d
        - expect: { state: completed }
        ",
    );
}

#[test]
fn its_own_variables_stay_inside() {
    check_with(
        "start s -> x
         sub x in:local='= outer + 1' out:back='= local * 10' -> e {
           start xs -> a
           user a -> xe
           end xe
         }
         end e",
        "start: { variables: { outer: 4 } }",
        "
        - complete: a
          with: { local: 7 }
        - expect: { state: completed, variables: { back: 70, local: null, outer: 4 } }
        ",
    );
}

#[test]
fn scopes_nested_too_deeply_are_an_incident() {
    check(
        "process p
         start s -> c
         call c process=p -> e
         end e",
        "- expect: { state: incident, incidents: [{ element: c, code: DEPTH_LIMIT }] }",
    );
}
