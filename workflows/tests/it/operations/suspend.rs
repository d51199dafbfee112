//! Holding an instance and letting it go on.

use crate::script::{check, check_with};

#[test]
fn while_suspended_nobody_can_act() {
    check(
        "start s -> fork
         and fork -> a, b, c, d
         user a -> e
         service b type=geocode -> e
         catch c message=letter key='\"k\"' -> e
         catch d signal=alarm -> e
         end e",
        "
        - suspend: the wrong form was deployed
        - expect: { state: suspended, tasks: [a] }
        - claim: a
          to: ana
          refused: SUSPENDED
        - complete: a
          refused: SUSPENDED
        - job: geocode
          refused: SUSPENDED
        - fail: geocode
          refused: SUSPENDED
        - error: geocode
          code: X
          refused: SUSPENDED
        - message: letter
          refused: SUSPENDED
        - signal: alarm
          refused: SUSPENDED
        - resume: true
        - expect: { state: waiting, tasks: [a] }
        - complete: a
        - job: geocode
        - message: letter
        - signal: alarm
        - expect: { state: completed }
        ",
    );
}

#[test]
fn a_timer_that_falls_due_while_suspended_fires_once_when_the_instance_goes_on() {
    check(
        "start s -> a
         user a -> e
         boundary tick on a cycle=R/P1D soft -> note
         user note -> e
         end e",
        "
        - suspend: stocktaking
        - advance: 5 days
        - expect: { tasks: [a] }
        - fire: tick
          refused: SUSPENDED
        - resume: true
        - expect:
            tasks: [a, note]
            waits: [{ element: tick, kind: timer, due: 2026-07-12T08:00:00+08:00 }]
        ",
    );
}

#[test]
fn suspending_twice_and_resuming_twice_is_the_same_as_once() {
    check(
        "start s -> a
         user a -> e
         end e",
        "
        - resume: true
        - suspend: one
        - suspend: two
        - resume: true
        - expect: { state: waiting }
        - complete: a
        - suspend: too late
          refused: ENDED
        ",
    );
}

#[test]
fn an_operator_works_on_a_suspended_instance() {
    check_with(
        "start s -> a
         user a due='= deadline' -> b
         user b -> e
         end e",
        "start: { variables: { deadline: soon } }",
        "
        - suspend: the deadline is no date
        - set: { deadline: 2026-08-01T10:00:00+08:00 }
        - retry: a
        - expect: { state: suspended, tasks: [{ element: a, due: 2026-08-01T10:00:00+08:00 }], incidents: [] }
        - modify: [{ move: a, to: b }]
        - assign: b
          to: ana
        - expect: { tasks: [{ element: b, assignee: ana }] }
        - complete: b
          refused: SUSPENDED
        - cancel: not needed any more
        - expect: { state: cancelled }
        ",
    );
}
