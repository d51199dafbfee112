//! Event sub-processes (BPMN 13.5.4).

use crate::script::{check, check_with};

#[test]
fn an_interrupting_one_ends_the_scope_and_takes_its_place() {
    check(
        "start s -> a
         user a -> e
         event change {
           start es message=HEAD_CHANGED key='= 1' -> b
           user b -> ee
           end ee
         }
         event other {
           start os timer=P30D -> oe
           end oe
         }
         end e",
        "
        - message: HEAD_CHANGED
        - expect: { tasks: [b], waits: [] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_non_interrupting_one_runs_beside_as_often_as_it_is_called() {
    check(
        "start s -> a
         user a -> e
         event note {
           start es message=NOTE key='= 1' soft -> b
           user b -> ee
           end ee
         }
         end e",
        "
        - message: NOTE
        - message: NOTE
        - expect: { tasks: [a, b, b] }
        - complete: a
        - expect: { state: waiting, tasks: [b, b], waits: [{ element: es, kind: message }] }
        - complete: b
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_cycle_starts_it_again_and_again() {
    check(
        "start s -> a
         user a -> e
         event weekly {
           start es cycle=R/P7D soft -> b
           user b -> ee
           end ee
         }
         end e",
        "
        - advance: 15 days
        - expect: { tasks: [a, b, b], waits: [{ element: es, kind: timer, due: 2026-07-27 }] }
        ",
    );
}

#[test]
fn it_catches_errors_of_its_scope_before_the_boundary_does() {
    check_with(
        "start s -> x
         sub x -> e {
           start xs -> a
           user a -> xe
           end xe error=BAD
           event caught {
             start es error=BAD -> b
             user b -> ee
             end ee
           }
         }
         boundary outer on x error=BAD -> c
         user c -> e
         end e",
        "",
        "
        - complete: a
        - expect: { tasks: [b] }
        - complete: b
        - expect: { state: completed, done: [a, b] }
        ",
    );
}

#[test]
fn what_it_throws_itself_goes_to_the_boundary() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> xe
           end xe error=BAD
           event caught {
             start es error=BAD -> ee
             end ee error=BAD
           }
         }
         boundary outer on x error=BAD -> c
         user c -> e
         end e",
        "- expect: { tasks: [c] }",
    );
}
