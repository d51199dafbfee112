//! Boundary events, both ways (BPMN 13.5.3; DIALECT 3.8).

use crate::script::{check, check_with};

#[test]
fn interrupting_while_submitting() {
    check(
        "start s -> a
         user a -> e
         boundary late on a timer=P3D -> b
         user b -> e
         end e",
        "
        - expect: { tasks: [a], waits: [{ element: late, kind: timer, due: 2026-07-09T08:00:00+08:00 }] }
        - advance: P3D
        - expect: { tasks: [b], waits: [] }
        - complete: a
          refused: WITHDRAWN
        - complete: b
        - complete: a
          refused: WITHDRAWN
        - expect: { state: completed, done: [b] }
        ",
    );
}

#[test]
fn a_reminder_does_not_end_the_work() {
    check(
        "start s -> a
         user a -> e
         boundary remind on a timer=P1D soft -> r
         user r -> e2
         end e2
         end e",
        "
        - advance: 2 days
        - expect: { tasks: [a, r], waits: [] }
        - complete: a
        - expect: { state: waiting, tasks: [r] }
        - complete: r
        - expect: { state: completed }
        ",
    );
}

#[test]
fn finishing_in_time_cancels_the_timer() {
    check(
        "start s -> a
         user a -> b
         boundary late on a timer=P3D -> e
         user b -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [b], waits: [] }
        - advance: P9D
        - expect: { tasks: [b] }
        ",
    );
}

#[test]
fn a_message_can_interrupt_or_accompany() {
    check_with(
        "start s -> a
         user a -> e
         boundary note on a message=NOTE key='= id' soft -> n
         boundary stop on a message=STOP key='= id' -> x
         user n -> e
         user x -> e
         end e",
        "start: { variables: { id: 7 } }",
        "
        - message: NOTE
          key: 7
          with: { text: one }
        - message: NOTE
          key: 7
          with: { text: two }
        - expect: { tasks: [a, n, n], variables: { text: two } }
        - message: STOP
          key: 7
        - expect: { tasks: [n, n, x], waits: [] }
        ",
    );
}

#[test]
fn interrupting_a_sub_process_withdraws_everything_inside() {
    check(
        "start s -> x
         sub x -> e {
           start xs -> fork
           and fork -> a, b, w
           user a -> xe
           user b -> xe
           boundary inner on b timer=PT1H soft -> xe
           catch w message=M key='= 1' -> xe
           end xe
         }
         boundary stop on x signal=STOP -> c
         user c -> e
         end e",
        "
        - expect: { tasks: [a, b] }
        - signal: STOP
        - expect: { tasks: [c], waits: [] }
        - complete: a
          refused: WITHDRAWN
        ",
    );
}

#[test]
fn interrupting_a_call_withdraws_the_tasks_of_the_called_process() {
    check(
        "process p
         start s -> c
         call c process=q -> e
         boundary late on c timer=P1D -> e
         end e
         process q
         start qs -> a
         user a -> qe
         end qe",
        "
        - expect: { tasks: [a] }
        - advance: P2D
        - expect: { state: completed, tasks: [] }
        - complete: a
          refused: WITHDRAWN
        ",
    );
}

#[test]
fn a_boundary_on_a_multi_instance_ends_all_items() {
    check(
        "start s -> a
         user a mi=parallel n='= 3' -> e
         boundary late on a timer=P1D -> b
         user b -> e
         end e",
        "
        - complete: a
        - expect: { tasks: [a, a], waits: [{ element: late, kind: timer }] }
        - fire: late
        - expect: { tasks: [b], waits: [] }
        ",
    );
}

#[test]
fn a_signal_can_interrupt_or_accompany() {
    check(
        "start s -> a
         user a -> e
         boundary beside on a signal=NEWS soft -> w
         boundary instead on a signal=STOP -> x
         user w -> e
         user x -> e
         end e",
        "
        - signal: NEWS
        - signal: NEWS
        - expect: { tasks: [a, w, w] }
        - signal: STOP
        - expect: { tasks: [w, w, x] }
        ",
    );
}

#[test]
fn every_kind_of_activity_can_be_interrupted() {
    check_with(
        "start s -> fork
         and fork -> j, m, r, c, l, t, d
         service j type=work -> e
         manual m -> e
         receive r message=IN key='= 1' -> e
         call c process=q -> e
         adhoc l -> e {
           user la
           user lb
         }
         transaction t -> e {
           start ts -> ta
           user ta -> te
           end te
         }
         rule d type=judge -> e
         boundary bj on j signal=STOP -> e
         boundary bm on m signal=STOP -> e
         boundary br on r signal=STOP -> e
         boundary bc on c signal=STOP -> e
         boundary bl on l signal=STOP -> e
         boundary bt on t signal=STOP -> e
         boundary bd on d signal=STOP -> e
         end e
         process q
         start qs -> qa
         user qa -> qe
         end qe",
        "",
        "
        - expect: { tasks: [la, lb, m, qa, ta] }
        - signal: STOP
        - expect: { state: completed, tasks: [], waits: [], done: [] }
        ",
    );
}
