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

#[test]
fn a_message_end_sends_its_message_or_leaves_it_to_a_worker() {
    check(
        "start s -> fork
         and fork -> told, sent
         end told message=DONE key='= 7'
         end sent message=DONE type=letters",
        "
        - expect:
            state: waiting
            messages: [{ name: DONE, key: '7' }]
            waits: [{ element: sent, kind: job, name: letters }]
        - job: sent
        - expect: { state: completed, messages: [] }
        ",
    );
}

#[test]
fn a_signal_end_reaches_whoever_waits() {
    check(
        "start s -> fork
         and fork -> c, a
         catch c signal=GO -> b
         user a -> go
         end go signal=GO
         user b -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b], signals: [GO] }
        ",
    );
}

#[test]
fn an_escalation_end_goes_on_at_the_boundary() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> up
           end up escalation=HIGHER
         }
         boundary b on x escalation=HIGHER soft -> w
         user w -> e
         end e",
        "
        - expect: { tasks: [w], incidents: [] }
        - complete: w
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_compensation_end_undoes_what_its_scope_did() {
    check(
        "start s -> a
         user a -> undone
         boundary b on a compensate handler=back
         user back undo
         end undone compensate",
        "
        - complete: a
        - expect: { state: waiting, tasks: [back] }
        - complete: back
        - expect: { state: completed }
        ",
    );
}
