//! None and terminate end events (BPMN 13.5.6; DIALECT 3.7).

use crate::script::check;

#[test]
fn a_none_end_ends_only_its_token() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> e1
         user b -> e2
         end e1
         end e2",
        "
        - complete: a
        - expect: { state: waiting, tasks: [b] }
        - complete: b
        - expect: { state: completed }
        ",
    );
}

#[test]
fn terminate_ends_everything_in_its_scope() {
    check(
        "start s -> fork
         and fork -> a, b
         user a -> stop
         user b -> e
         end stop terminate
         end e",
        "
        - complete: a
        - expect: { state: completed, done: [a] }
        - complete: b
          refused: WITHDRAWN
        ",
    );
}

#[test]
fn terminate_in_a_sub_process_leaves_the_outside_alone() {
    check(
        "start s -> fork
         and fork -> x, out
         sub x -> after {
           start xs -> xf
           and xf -> a, b
           user a -> stop
           user b -> xe
           end stop terminate
           end xe
         }
         user after -> e
         user out -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [after, out] }
        ",
    );
}

#[test]
fn cancelling_the_instance_withdraws_everything() {
    check(
        "start s -> a
         user a -> e
         boundary b on a timer=P1D -> e
         end e",
        "
        - cancel: superseded
        - expect: { state: cancelled, tasks: [], waits: [] }
        - complete: a
          refused: WITHDRAWN
        - signal: X
          refused: ENDED
        ",
    );
}
