//! Timers (BPMN 10.5.5.11; DIALECT 3.4).

use crate::script::{check, check_with};

#[test]
fn a_date_a_duration_and_a_feel_value_are_understood() {
    check_with(
        "start s -> fork
         and fork -> a, b, c, d, m
         catch a date=2026-07-10T09:00:00+07:00 -> e
         catch b timer=P1M2DT3H -> e
         catch c date='= close' -> e
         catch d date='= working days(now(), 2)' -> e
         catch m date='= date(\"2026-07-10\")' -> e
         end e",
        "start: { variables: { close: 2026-07-20T16:00:00 } }",
        "
        - expect:
            waits:
              - { element: a, kind: timer, due: 2026-07-10T10:00:00+08:00 }
              - { element: b, kind: timer, due: 2026-08-08T11:00:00+08:00 }
              - { element: c, kind: timer, due: 2026-07-20T16:00:00+08:00 }
              - { element: d, kind: timer, due: 2026-07-08T16:00:00+08:00 }
              - { element: m, kind: timer, due: 2026-07-10T16:30:00+08:00 }
        ",
    );
}

#[test]
fn a_month_after_the_31st_is_the_last_day() {
    check_with(
        "start s -> t
         catch t timer=P1M -> e
         end e",
        "now: 2026-01-31T10:00:00+08:00",
        "- expect: { waits: [{ element: t, kind: timer, due: 2026-02-28T10:00:00+08:00 }] }",
    );
}

#[test]
fn a_cycle_keeps_its_schedule_however_late_it_fires() {
    check(
        "start s -> a
         user a -> e
         boundary r on a cycle=R3/PT1H soft -> n
         user n -> e
         end e",
        "
        - expect: { waits: [{ element: r, kind: timer, due: 2026-07-06T09:00:00+08:00 }] }
        - advance: PT1H
        - expect: { tasks: [a, n], waits: [{ element: r, kind: timer, due: 2026-07-06T10:00:00+08:00 }] }
        - advance: PT2H
        - expect: { tasks: [a, n, n, n], waits: [] }
        ",
    );
}

#[test]
fn a_cron_line_follows_the_wall_clock_of_the_zone() {
    check(
        "start s -> a
         user a -> e
         boundary r on a cycle='0 0 8 * * MON-FRI' soft -> n
         user n -> e
         end e",
        "
        - expect: { waits: [{ element: r, kind: timer, due: 2026-07-07T08:00:00+08:00 }] }
        - advance: 3 days
        - expect: { tasks: [a, n, n, n], waits: [{ element: r, kind: timer, due: 2026-07-10T08:00:00+08:00 }] }
        - advance: 1 day
        - expect: { waits: [{ element: r, kind: timer, due: 2026-07-13T08:00:00+08:00 }] }
        ",
    );
}

#[test]
fn a_cycle_with_a_start_is_anchored_there() {
    check(
        "start s -> a
         user a -> e
         boundary r on a cycle=R/2026-07-31T08:00:00+08:00/P1M soft -> n
         user n -> e
         end e",
        "
        - advance: 2026-08-01T00:00:00+08:00
        - expect: { waits: [{ element: r, kind: timer, due: 2026-08-31T08:00:00+08:00 }] }
        - advance: 2026-09-01T00:00:00+08:00
        - expect: { waits: [{ element: r, kind: timer, due: 2026-09-30T08:00:00+08:00 }] }
        - advance: 2026-10-01T00:00:00+08:00
        - expect: { waits: [{ element: r, kind: timer, due: 2026-10-31T08:00:00+08:00 }] }
        ",
    );
}

#[test]
fn a_cycle_that_stands_still_is_an_incident() {
    check_with(
        "start s -> a
         user a -> e
         boundary r on a cycle='= rhythm' soft -> e
         end e",
        "start: { variables: { rhythm: R/PT0S } }",
        "- expect: { tasks: [], incidents: [{ element: a, code: TIMER_INVALID }] }",
    );
}
