//! Laws of deadlines, whatever the dates: later starts and longer terms end no earlier, an amended calendar only gives
//! time, and a deadline lies on a day, and at an hour, at which somebody is in the office.

use chrono::{DateTime, Days, Duration, NaiveTime, Utc};
use proptest::prelude::*;
use workflows::calendar::{
    Calendar, Close, DayKind, Deadline, due, local_date, moved_deadlines, zone_of,
};

use super::{date, run};

const REGIONS: [&str; 6] = ["33.28", "62.06", "64.02", "64.02.11.2007", "91.03", "51.06"];

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0_u64..1_000, 0_i64..1_440).prop_map(|(day, minute)| {
        (date("2025-01-01") + Days::new(day))
            .and_time(NaiveTime::MIN)
            .and_utc()
            + Duration::minutes(minute)
    })
}

/// A calendar as it may become: regional days off and worked, suspensions of up to three weeks.
fn calendar() -> impl Strategy<Value = Calendar> {
    let kinds = [DayKind::Regional, DayKind::Suspension, DayKind::Worked];
    let prefix = prop::sample::select(vec!["", "64", "64.02", "64.02.11", "33", "91.03", "62.06"]);
    let days = (
        prefix,
        0_u64..1_100,
        0_u64..21,
        prop::sample::select(kinds.to_vec()),
    );
    prop::collection::vec(days, 0..8).prop_map(|runs| {
        let mut calendar = Calendar::shipped().clone();
        for (region, first, length, kind) in runs {
            let first = date("2025-01-01") + Days::new(first);
            let last = first + Days::new(length);
            let added = run(region, &first.to_string(), &last.to_string(), kind);
            calendar.regional.push(added);
        }
        calendar
    })
}

fn close() -> impl Strategy<Value = Close> {
    prop::sample::select(vec![Close::default(), Close::OfficeDay])
}

proptest! {
    #[test]
    fn who_starts_later_or_has_longer_is_due_no_earlier(
        calendar in calendar(), region in prop::sample::select(REGIONS.to_vec()), close in close(),
        one in instant(), other in instant(), n in 1_i64..60, more in 0_i64..20,
    ) {
        let (zone, view) = (zone_of(region).unwrap(), calendar.for_region(region));
        let (early, late) = (one.min(other), one.max(other));
        let at = |start, n| due(start, n, zone, &view, close).unwrap();
        prop_assert!(at(early, n) <= at(late, n));
        prop_assert!(at(early, n) <= at(early, n + more));
        prop_assert!(more == 0 || at(early, n) < at(early, n + more));
    }

    #[test]
    fn a_deadline_lies_in_an_office_day_after_the_day_it_began(
        calendar in calendar(), region in prop::sample::select(REGIONS.to_vec()), close in close(),
        start in instant(), n in 1_i64..60,
    ) {
        let (zone, view) = (zone_of(region).unwrap(), calendar.for_region(region));
        let end = due(start, n, zone, &view, close).unwrap().with_timezone(&zone);
        let day = end.date_naive();
        prop_assert!(view.is_working_day(day));
        prop_assert!(day > local_date(zone, start));
        prop_assert_eq!(view.working_days_between(local_date(zone, start), day), n);
        prop_assert!(view.start_of_office_day(day) < end.time());
        if close == Close::OfficeDay {
            prop_assert_eq!(end.time(), view.end_of_office_day(day));
        }
    }

    #[test]
    fn an_amended_calendar_moves_open_deadlines_later_or_not_at_all(
        old in calendar(), new in calendar(), close in close(),
        tasks in prop::collection::vec((instant(), 1_i64..30, prop::sample::select(REGIONS.to_vec()), 0_i64..200), 1..12),
    ) {
        let open: Vec<Deadline<usize>> = tasks.iter().enumerate().map(|(key, &(trigger, working_days, region, extended))| {
            let zone = zone_of(region).unwrap();
            let end = due(trigger, working_days, zone, &old.for_region(region), close).unwrap();
            Deadline { key, trigger, working_days, region: region.into(), zone, close, due: end + Duration::hours(extended) }
        }).collect();
        let moves = moved_deadlines(&new, &open);
        for moved in &moves {
            prop_assert_eq!(moved.from, open[moved.key].due);
            prop_assert!(moved.to > moved.from);
        }
        // Applied once, a version has nothing left to move; going back to the old one takes nothing away.
        let mut applied = open;
        for moved in moves {
            applied[moved.key].due = moved.to;
        }
        prop_assert_eq!(moved_deadlines(&new, &applied), vec![]);
        for back in moved_deadlines(&old, &applied) {
            prop_assert!(back.to > applied[back.key].due);
        }
    }

    #[test]
    fn the_same_moment_is_due_first_where_the_clock_is_ahead(start in instant(), n in 1_i64..40) {
        // With the same days off for all, the east is never due later than the west on the same local day.
        let at = |region| {
            let zone = zone_of(region).unwrap();
            let end = due(start, n, zone, &Calendar::shipped().for_region(region), Close::default()).unwrap();
            (local_date(zone, start), end)
        };
        let ((west_day, west), (middle_day, middle), (east_day, east)) = (at("62.06"), at("64.01"), at("91.03"));
        if west_day == middle_day {
            prop_assert_eq!(west - middle, Duration::hours(1));
        }
        if middle_day == east_day {
            prop_assert_eq!(middle - east, Duration::hours(1));
        }
        prop_assert!(west_day <= middle_day && middle_day <= east_day);
    }
}
