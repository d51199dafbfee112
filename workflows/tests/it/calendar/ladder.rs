//! The reminder ladder: friendly early, upwards late, never on a Sunday, never twice.

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveTime};
use proptest::prelude::*;
use workflows::calendar::ladder::{Audience, PLANNED_WEEKS, RungName, next_after, rungs};
use workflows::calendar::{Calendar, Close, due, local_date, zone_of};

use super::{date, utc};

/// Names and local days of the ladder, without the weekly rungs after the first two.
fn plan(region: &str, created: &str, due: &str) -> Vec<String> {
    let zone = zone_of(region).unwrap();
    let calendar = Calendar::shipped().for_region(region);
    rungs(utc(created), utc(due), zone, &calendar)
        .iter()
        .filter(|rung| !matches!(rung.name, RungName::Weekly(3..)))
        .map(|rung| {
            format!(
                "{} {}",
                rung.name,
                rung.at.with_timezone(&zone).format("%a %m-%d %H:%M")
            )
        })
        .collect()
}

#[test]
fn ten_quiet_working_days_have_every_rung() {
    // Monday 1 September 2025 10:00 WITA, due Tuesday 16 September 16:00 (5 September is a holiday).
    assert_eq!(
        plan("64.02", "2025-09-01T02:00:00Z", "2025-09-16T08:00:00Z"),
        [
            "HALF Tue 09-09 08:00",
            "MINUS_3WD Thu 09-11 08:00",
            "MINUS_1WD Mon 09-15 08:00",
            "DUE Tue 09-16 08:00",
            "OVERDUE_1WD Wed 09-17 08:00",
            "OVERDUE_3WD Fri 09-19 08:00",
            "OVERDUE_5WD Tue 09-23 08:00",
            "WEEKLY_1 Tue 09-30 08:00",
            "WEEKLY_2 Tue 10-07 08:00",
        ]
    );
}

#[test]
fn a_ladder_over_eid_skips_every_day_off() {
    // Triggered Friday 13 March 2026, 5WD: due Friday 27 March, with Nyepi, Eid and leave in between.
    assert_eq!(
        plan("91.03", "2026-03-13T01:00:00Z", "2026-03-27T07:00:00Z"),
        [
            // three working days before is Tuesday the 17th; half of the time is the 20th, leave, so the 25th: milder
            // than, and behind, the third day before
            "MINUS_3WD Tue 03-17 08:00",
            "MINUS_1WD Thu 03-26 08:00",
            "DUE Fri 03-27 08:00",
            "OVERDUE_1WD Mon 03-30 08:00",
            "OVERDUE_3WD Wed 04-01 08:00",
            "OVERDUE_5WD Mon 04-06 08:00", // over Good Friday
            "WEEKLY_1 Mon 04-13 08:00",
            "WEEKLY_2 Mon 04-20 08:00",
        ]
    );
}

#[test]
fn a_task_of_one_day_is_not_reminded_before_it_exists() {
    assert_eq!(
        plan("33.28", "2026-07-06T03:00:00Z", "2026-07-07T09:00:00Z")[..2],
        ["DUE Tue 07-07 08:00", "OVERDUE_1WD Wed 07-08 08:00"]
    );
    // Due today at 16:00, created at 09:00: the first rung is the overdue one.
    assert_eq!(
        plan("33.28", "2026-07-06T02:00:00Z", "2026-07-06T09:00:00Z")[..1],
        ["OVERDUE_1WD Tue 07-07 08:00"]
    );
}

#[test]
fn two_and_three_day_tasks_keep_the_sterner_of_two_rungs_on_a_day() {
    assert_eq!(
        plan("33.28", "2026-07-06T03:00:00Z", "2026-07-08T09:00:00Z")[..3],
        [
            "MINUS_1WD Tue 07-07 08:00",
            "DUE Wed 07-08 08:00",
            "OVERDUE_1WD Thu 07-09 08:00"
        ]
    );
    assert_eq!(
        plan("33.28", "2026-07-06T03:00:00Z", "2026-07-09T09:00:00Z")[..3],
        [
            "MINUS_1WD Wed 07-08 08:00",
            "DUE Thu 07-09 08:00",
            "OVERDUE_1WD Fri 07-10 08:00"
        ]
    );
    assert_eq!(
        plan("33.28", "2026-07-06T03:00:00Z", "2026-07-10T09:30:00Z")[..3],
        [
            "MINUS_3WD Tue 07-07 08:00",
            "MINUS_1WD Thu 07-09 08:00",
            "DUE Fri 07-10 08:00"
        ]
    );
}

#[test]
fn a_deadline_on_a_day_off_is_announced_on_the_working_day_before() {
    // National close on Sunday 30 August 2026, 23:59 WIB; in Jayapura that is Monday 01:59.
    for region in ["33.28", "91.03"] {
        assert_eq!(
            plan(region, "2026-08-03T03:00:00Z", "2026-08-30T16:59:00Z")[..5],
            [
                "HALF Tue 08-18 08:00",      // the 16th is a Sunday, the 17th Independence Day
                "MINUS_3WD Mon 08-24 08:00", // the 25th is a holiday
                "MINUS_1WD Thu 08-27 08:00",
                "DUE Fri 08-28 08:00",
                "OVERDUE_1WD Mon 08-31 08:00",
            ],
            "{region}"
        );
    }
}

#[test]
fn the_ladder_climbs_from_assignee_to_secretary() {
    let zone = zone_of("64.02").unwrap();
    let calendar = Calendar::shipped().for_region("64.02");
    let all = rungs(
        utc("2025-09-01T02:00:00Z"),
        utc("2025-09-16T08:00:00Z"),
        zone,
        &calendar,
    );
    use Audience::{Assignee, Sekda, Superior, TeamLead};
    for rung in &all {
        let expected: &[Audience] = match rung.name {
            RungName::Overdue1Wd => &[Assignee, Superior],
            RungName::Overdue3Wd => &[TeamLead],
            RungName::Overdue5Wd => &[Sekda],
            RungName::Weekly(_) => &[Assignee, Sekda],
            _ => &[Assignee],
        };
        assert_eq!(rung.audience, expected, "{}", rung.name);
    }
    assert_eq!(all.len(), 7 + PLANNED_WEEKS as usize);
}

#[test]
fn weeks_go_on_beyond_the_plan_and_keep_their_numbers() {
    let zone = zone_of("64.02").unwrap();
    let calendar = Calendar::shipped().for_region("64.02");
    let (created, end) = (utc("2025-09-01T02:00:00Z"), utc("2025-09-16T08:00:00Z"));
    let next = |at| next_after(created, end, zone, &calendar, at).unwrap();
    assert_eq!(next(created).name, RungName::Half);
    assert_eq!(next(utc("2025-09-23T00:00:00Z")).name, RungName::Weekly(1));
    // Weekly on Tuesdays from 23 September 2025: the 60th is 17 November 2026.
    let sixtieth = next(utc("2026-11-12T00:00:00Z"));
    assert_eq!(
        (sixtieth.name, sixtieth.at),
        (RungName::Weekly(60), utc("2026-11-17T00:00:00Z"))
    );
    assert_eq!(
        next_after(created, end, zone, &calendar, utc("2037-01-01T00:00:00Z")),
        None
    );
}

#[test]
fn a_rung_name_is_read_as_it_is_written() {
    let zone = zone_of("64.02").unwrap();
    let calendar = Calendar::shipped().for_region("64.02");
    for rung in rungs(
        utc("2025-09-01T02:00:00Z"),
        utc("2025-09-16T08:00:00Z"),
        zone,
        &calendar,
    ) {
        assert_eq!(rung.name.to_string().parse(), Ok(rung.name));
    }
    for text in ["", "WEEKLY", "WEEKLY_0", "WEEKLY_9999999999", "half"] {
        assert!(text.parse::<RungName>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn rungs_leave_at_eight_on_working_days_once_each_in_order(day in 0_u64..900, minute in 0_i64..1440, n in 0_i64..60, region in prop::sample::select(vec!["33.28", "62.06", "64.02", "91.03"])) {
        let zone = zone_of(region).unwrap();
        let calendar = Calendar::shipped().for_region(region);
        let created = (date("2025-01-01") + Days::new(day)).and_time(NaiveTime::MIN).and_utc() + Duration::minutes(minute);
        let end = due(created, n, zone, &calendar, Close::default()).unwrap();
        let ladder = rungs(created, end, zone, &calendar);
        let names: BTreeSet<_> = ladder.iter().map(|rung| rung.name).collect();
        prop_assert_eq!(names.len(), ladder.len());
        for rung in &ladder {
            prop_assert!(rung.at > created);
            let local = rung.at.with_timezone(&zone);
            prop_assert_eq!(local.format("%H:%M").to_string(), "08:00");
            prop_assert!(calendar.is_working_day(local.date_naive()));
            prop_assert_eq!(rung.at <= end, rung.name <= RungName::Due);
        }
        for pair in ladder.windows(2) {
            prop_assert!(pair[0].at < pair[1].at);
            prop_assert!(pair[0].name < pair[1].name);
        }
        // Whatever else is dropped, somebody hears of it when it is late, on the next working day.
        let late = ladder.iter().find(|rung| rung.name == RungName::Overdue1Wd).unwrap();
        let due_day = local_date(zone, end);
        prop_assert_eq!(Some(local_date(zone, late.at)), calendar.nth_working_day_after(due_day, 1));
    }
}
