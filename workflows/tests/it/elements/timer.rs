//! Timers (BPMN 10.5.5.11; DIALECT 3.4).

use workflows::engine::{Refusal, Request};
use workflows::feel::Context;
use workflows::simulate::{Deployment, LocalCalendar, Player, Source};

use crate::notation::xml;
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

/// A player of one process, started on Monday 6 July 2026, 08:00 in Makassar.
fn started(deployment: &Deployment) -> Player<'_> {
    let now = "2026-07-06T00:00:00Z".parse().unwrap();
    let mut player = Player::new(deployment, now, chrono_tz::Asia::Makassar, "/id/64/64.02/");
    player.start("p", None, None, Context::new()).unwrap();
    player
}

fn deployed(process: &str) -> Deployment {
    let source = Source {
        path: "p.bpmn".to_owned(),
        text: xml(process),
    };
    Deployment::read(
        &[source],
        LocalCalendar::of("/id/64/64.02/", Default::default()),
    )
}

#[test]
fn cycle_timer_after_downtime() {
    let deployment = deployed(
        "start s -> a
         user a -> e
         boundary r on a cycle=R9/PT1H soft -> n
         user n -> e
         end e",
    );
    let mut player = started(&deployment);
    let (timer, _) = player.next_timer().unwrap();
    // The machine was down from 08:30 to 12:40: the ticks of 09:00 to 12:00 are one, late; the next is at 13:00.
    player.set_clock("2026-07-06T04:40:00Z".parse().unwrap());
    player.send(Request::FireTimer { timer }, None).unwrap();
    assert_eq!(player.tasks_of("n").len(), 1);
    let (_, next) = player.next_timer().unwrap();
    assert_eq!(next.due.to_rfc3339(), "2026-07-06T05:00:00+00:00");
    let cycle = next.cycle.as_ref().unwrap();
    assert_eq!((cycle.sequence, cycle.left), (5, Some(4)));
    // The tick that has fired is gone: it cannot fire twice.
    let again = player.send(Request::FireTimer { timer }, None);
    assert!(matches!(again, Err(Refusal::NotFound { .. })));
}

#[test]
fn years_of_downtime_are_skipped_without_walking_through_them() {
    let deployment = deployed(
        "start s -> a
         user a -> e
         boundary r on a cycle=R/PT1S soft -> e
         end e",
    );
    let mut player = started(&deployment);
    let (timer, _) = player.next_timer().unwrap();
    player.set_clock("2036-07-06T00:00:00.500Z".parse().unwrap());
    player.send(Request::FireTimer { timer }, None).unwrap();
    let (_, next) = player.next_timer().unwrap();
    assert_eq!(next.due.to_rfc3339(), "2036-07-06T00:00:01+00:00");
}
