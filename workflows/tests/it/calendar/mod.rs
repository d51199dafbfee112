//! Working days, zones, deadlines: what a clerk with a wall calendar would say.

mod ladder;
mod laws;
mod table;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use workflows::calendar::{
    Calendar, Close, Day, DayKind, Deadline, NATIONAL_ZONE, RegionalDays, Zone, changed_dates, due,
    instant, local_date, moved_deadlines, national_close, zone_of, zone_of_or_national,
};

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

pub(crate) fn run(region: &str, first: &str, last: &str, kind: DayKind) -> RegionalDays {
    RegionalDays {
        region: region.into(),
        first: date(first),
        last: date(last),
        day: Day {
            kind,
            name_id: "uji".into(),
            name_en: "test".into(),
            source: "test".into(),
        },
    }
}

#[test]
fn the_working_days_of_each_year_are_those_of_the_decrees() {
    let national = Calendar::shipped().for_region("");
    for (year, working, holidays, leave) in
        [(2025, 237, 17, 11), (2026, 240, 17, 8), (2027, 242, 18, 8)]
    {
        let eve = NaiveDate::from_ymd_opt(year - 1, 12, 31).unwrap();
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap();
        assert_eq!(national.working_days_between(eve, end), working, "{year}");
        let count = |kind| {
            let days = Calendar::shipped().national.iter();
            days.filter(|(d, day)| d.year() == year && day.kind == kind)
                .count()
        };
        assert_eq!(count(DayKind::National), holidays, "{year}");
        assert_eq!(count(DayKind::CollectiveLeave), leave, "{year}");
    }
}

#[test]
fn the_deadlines_of_the_domain_come_out() {
    let national = Calendar::shipped().for_region("");
    for (start, n, end) in [
        ("2025-03-26", 5, "2025-04-11"),
        ("2025-08-15", 1, "2025-08-19"),
        ("2026-03-13", 5, "2026-03-27"),
        ("2026-05-13", 1, "2026-05-18"),
        ("2026-05-26", 2, "2026-06-02"),
        ("2026-12-23", 5, "2027-01-04"),
        ("2027-03-04", 5, "2027-03-19"),
        ("2027-05-14", 3, "2027-05-25"),
        ("2026-11-23", 21, "2026-12-22"),
    ] {
        assert_eq!(
            national.nth_working_day_after(date(start), n),
            Some(date(end)),
            "{start} +{n}"
        );
        assert_eq!(
            national.working_days_between(date(start), date(end)),
            n,
            "{start} to {end}"
        );
    }
}

#[test]
fn counting_backwards_finds_invitation_and_reminder_days() {
    let national = Calendar::shipped().for_region("");
    for (from, n, day) in [
        ("2026-03-27", 3, "2026-03-17"), // over Nyepi, Eid and its leave
        ("2026-03-25", 1, "2026-03-17"),
        ("2026-01-05", 1, "2026-01-02"),
        ("2026-01-02", 1, "2025-12-31"),
        ("2025-08-19", 1, "2025-08-15"),
        ("2026-12-28", 5, "2026-12-17"),
        ("2027-05-21", 1, "2027-05-14"),
        ("2027-05-16", 0, "2027-05-16"),
        ("2027-05-14", 0, "2027-05-14"),
    ] {
        assert_eq!(
            national.working_days_before(date(from), n),
            Some(date(day)),
            "{from} -{n}"
        );
    }
    assert_eq!(
        national.on_or_after(date("2026-03-18")),
        Some(date("2026-03-25"))
    );
    assert_eq!(
        national.on_or_before(date("2027-05-16")),
        Some(date("2027-05-14"))
    );
    assert_eq!(
        national.on_or_before(date("2027-05-14")),
        Some(date("2027-05-14"))
    );
}

#[test]
fn a_province_code_decides_the_zone() {
    let provinces: [(&[u8], &str, Zone); 5] = [
        (
            &[11, 12, 13, 14, 15, 16, 17, 18, 19, 21],
            "Asia/Jakarta",
            Zone::Wib,
        ),
        (&[31, 32, 33, 34, 35, 36], "Asia/Jakarta", Zone::Wib),
        (&[61, 62], "Asia/Pontianak", Zone::Wib),
        (
            &[51, 52, 53, 63, 64, 65, 71, 72, 73, 74, 75, 76],
            "Asia/Makassar",
            Zone::Wita,
        ),
        (
            &[81, 82, 91, 92, 93, 94, 95, 96],
            "Asia/Jayapura",
            Zone::Wit,
        ),
    ];
    for (codes, name, spoken) in provinces {
        for code in codes {
            for region in [
                format!("{code}"),
                format!("{code}.01"),
                format!("{code}.71.02.1003"),
            ] {
                let zone = zone_of(&region).unwrap();
                assert_eq!(
                    (zone.name(), Zone::of(zone)),
                    (name, Some(spoken)),
                    "{region}"
                );
            }
        }
    }
    for nowhere in ["", "00", "22", "37", "6", "640", "99.01", "xx", "é4"] {
        assert_eq!(zone_of(nowhere), None, "{nowhere}");
        assert_eq!(zone_of_or_national(nowhere), NATIONAL_ZONE);
    }
    assert_eq!(Zone::of(Tz::Europe__Paris), None);
}

#[test]
fn one_instant_is_two_dates_and_so_two_deadlines() {
    // 22:30 in Katingan (WIB), already 23:30 in Paser (WITA) and past midnight in Jayapura (WIT).
    let trigger = utc("2026-05-12T15:30:00Z");
    for (region, day, end) in [
        ("62.06", "2026-05-12", "2026-05-13T09:00:00Z"),
        ("64.01", "2026-05-12", "2026-05-13T08:00:00Z"),
        ("91.03", "2026-05-13", "2026-05-18T07:00:00Z"), // Ascension, its leave and a weekend lie behind
    ] {
        let zone = zone_of(region).unwrap();
        assert_eq!(local_date(zone, trigger), date(day));
        let calendar = Calendar::shipped().for_region(region);
        assert_eq!(
            due(trigger, 1, zone, &calendar, Close::default()),
            Some(utc(end)),
            "{region}"
        );
    }
}

#[test]
fn a_national_round_closes_everywhere_at_once() {
    assert_eq!(
        national_close(date("2026-10-30")),
        utc("2026-10-30T16:59:00Z")
    );
}

#[test]
fn office_days_end_earlier_in_the_fast_and_later_on_fridays() {
    let calendar = Calendar::shipped().for_region("64.02");
    for (day, start, end) in [
        ("2026-02-18", "07:30", "16:00"), // Wednesday, the day before the fast
        ("2026-02-19", "08:00", "15:00"), // Thursday, its first day
        ("2026-02-20", "08:00", "15:30"), // Friday in the fast
        ("2026-03-20", "08:00", "15:30"), // its last day
        ("2026-03-25", "07:30", "16:00"), // Wednesday after Eid
        ("2026-03-27", "07:30", "16:30"), // Friday after Eid
        ("2025-02-28", "07:30", "16:30"),
        ("2025-03-03", "08:00", "15:00"),
        ("2025-03-27", "08:00", "15:00"),
        ("2025-04-08", "07:30", "16:00"),
        ("2027-02-05", "07:30", "16:30"),
        ("2027-02-08", "08:00", "15:00"),
        ("2027-02-12", "08:00", "15:30"),
        ("2027-03-16", "07:30", "16:00"),
    ] {
        assert_eq!(calendar.end_of_office_day(date(day)), time(end), "{day}");
        assert_eq!(
            calendar.start_of_office_day(date(day)),
            time(start),
            "{day}"
        );
    }
    let zone = zone_of("64.02").unwrap();
    let at = |close| due(utc("2026-02-19T01:00:00Z"), 1, zone, &calendar, close).unwrap();
    assert_eq!(at(Close::OfficeDay), utc("2026-02-20T07:30:00Z"));
    assert_eq!(at(Close::default()), utc("2026-02-20T08:00:00Z"));
    assert_eq!(at(Close::At(time("12:00"))), utc("2026-02-20T04:00:00Z"));
}

#[test]
fn regional_days_count_for_the_regions_under_the_prefix_only() {
    let mut calendar = Calendar::shipped().clone();
    calendar.regional = vec![
        run("64", "2026-01-09", "2026-01-09", DayKind::Regional),
        run("64.02", "2026-09-28", "2026-09-28", DayKind::Regional),
        run("64.09", "2026-01-09", "2026-01-09", DayKind::Worked),
        run("64.02.11", "2026-09-28", "2026-09-28", DayKind::Worked),
        run("51", "2026-03-20", "2026-03-20", DayKind::Worked), // collective leave, worked in one province
        run("", "2026-12-09", "2026-12-09", DayKind::Suspension), // election
        run("64.02", "2026-07-06", "2026-07-10", DayKind::Suspension), // flood
    ];
    for (region, day, worked) in [
        ("64", "2026-01-09", false),
        ("64.02", "2026-01-09", false),
        ("64.09", "2026-01-09", true),
        ("64.09.01.2021", "2026-01-09", true),
        ("62.06", "2026-01-09", true),
        ("6", "2026-01-09", true),
        ("640", "2026-01-09", true),
        ("64.02", "2026-09-28", false),
        ("64.021", "2026-09-28", true),
        ("64.02.11.2007", "2026-09-28", true),
        ("64.02.12.2001", "2026-09-28", false),
        ("51.06", "2026-03-20", true),
        ("33.28", "2026-03-20", false),
        ("33.28", "2026-12-09", false),
        ("", "2026-12-09", false),
        ("64.02", "2026-07-08", false),
        ("64.01", "2026-07-08", true),
    ] {
        assert_eq!(
            calendar.for_region(region).is_working_day(date(day)),
            worked,
            "{region} {day}"
        );
    }
    let flooded = calendar.for_region("64.02");
    assert_eq!(
        flooded.nth_working_day_after(date("2026-07-03"), 1),
        Some(date("2026-07-13"))
    );
    assert_eq!(
        flooded.nth_working_day_after(date("2026-07-07"), 3),
        Some(date("2026-07-15"))
    );
}

#[test]
fn a_holiday_added_in_the_year_moves_deadlines_later_and_one_taken_away_moves_none() {
    let amended = Calendar::shipped();
    let mut before = amended.clone();
    let added = date("2025-08-18");
    before.national.remove(&added).unwrap();

    let changes = changed_dates(&before, amended);
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (
            changes[0].date,
            changes[0].worked_before,
            changes[0].worked_after
        ),
        (added, true, false)
    );
    assert_eq!(changed_dates(amended, amended), []);

    let zone = zone_of("64.02").unwrap();
    let open = |calendar: &Calendar, trigger: &str, n| Deadline {
        key: (trigger.to_owned(), n),
        trigger: utc(trigger),
        working_days: n,
        region: "64.02".into(),
        zone,
        close: Close::default(),
        due: due(
            utc(trigger),
            n,
            zone,
            &calendar.for_region("64.02"),
            Close::default(),
        )
        .unwrap(),
    };
    let rows = [
        ("2025-08-08T02:00:00Z", 5),
        ("2025-08-13T02:00:00Z", 5),
        ("2025-08-15T02:00:00Z", 1),
    ];
    let deadlines: Vec<_> = rows.iter().map(|(at, n)| open(&before, at, *n)).collect();
    let moves = moved_deadlines(amended, &deadlines);
    let moved: Vec<_> = moves
        .iter()
        .map(|m| (m.key.0.as_str(), m.from, m.to))
        .collect();
    assert_eq!(
        moved,
        [
            (
                "2025-08-13T02:00:00Z",
                utc("2025-08-20T08:00:00Z"),
                utc("2025-08-21T08:00:00Z")
            ),
            (
                "2025-08-15T02:00:00Z",
                utc("2025-08-18T08:00:00Z"),
                utc("2025-08-19T08:00:00Z")
            ),
        ]
    );

    let deadlines: Vec<_> = rows.iter().map(|(at, n)| open(amended, at, *n)).collect();
    assert_eq!(moved_deadlines(&before, &deadlines), []);
    // An extension that was granted is never taken back by a recount.
    let mut extended = open(&before, "2025-08-15T02:00:00Z", 1);
    extended.due = utc("2025-08-29T08:00:00Z");
    assert_eq!(moved_deadlines(amended, &[extended]), []);
}

#[test]
fn a_change_is_told_once_for_the_widest_region_it_is_seen_in() {
    let old = Calendar::shipped().clone();
    let mut new = old.clone();
    new.regional
        .push(run("64.02", "2026-09-28", "2026-09-29", DayKind::Regional));
    new.national.remove(&date("2026-12-24")).unwrap();
    let changes: Vec<_> = changed_dates(&old, &new)
        .into_iter()
        .map(|c| (c.region, c.date.to_string(), c.worked_after))
        .collect();
    assert_eq!(
        changes,
        [
            (String::new(), "2026-12-24".to_owned(), true),
            ("64.02".to_owned(), "2026-09-28".to_owned(), false),
            ("64.02".to_owned(), "2026-09-29".to_owned(), false),
        ]
    );
}

#[test]
fn years_without_a_decree_are_known_to_be_unknown() {
    let calendar = Calendar::shipped();
    assert!(calendar.knows(date("2027-12-31")));
    assert!(!calendar.knows(date("2028-01-03")));
    assert!(!calendar.knows(date("2024-12-31")));
    assert_eq!(
        calendar
            .for_region("")
            .nth_working_day_after(date("2027-12-31"), 1),
        Some(date("2028-01-03"))
    );
}

#[test]
fn counts_without_an_end_are_refused() {
    let national = Calendar::shipped().for_region("");
    assert_eq!(
        national.nth_working_day_after(date("2026-01-01"), 5_001),
        None
    );
    assert_eq!(
        national.nth_working_day_after(date("2026-01-01"), i64::MAX),
        None
    );
    assert_eq!(
        national.nth_working_day_after(date("2026-01-01"), i64::MIN),
        None
    );
    assert_eq!(
        national.working_days_before(date("2026-01-01"), i64::MIN),
        None
    );
    assert_eq!(national.nth_working_day_after(NaiveDate::MAX, 1), None);
    assert_eq!(national.nth_working_day_after(NaiveDate::MIN, -1), None);
    let mut never = Calendar::shipped().clone();
    never
        .regional
        .push(run("", "1900-01-01", "9999-12-31", DayKind::Suspension));
    assert_eq!(
        never
            .for_region("64")
            .nth_working_day_after(date("2026-01-01"), 1),
        None
    );
}

#[test]
fn a_calendar_file_that_is_wrong_is_refused_with_its_line() {
    let head = "date,kind,name_id,name_en,source\n";
    let fast = "year,first,last,source\n";
    for (holidays, ramadan, file, line) in [
        ("", "", "holidays", 1),
        (head, fast, "holidays", 1),
        ("x\n2026-01-01,NATIONAL,a,b", fast, "holidays", 2),
        ("x\n2026-01-01,FREE,a,b,c", fast, "holidays", 2),
        ("x\n2026-02-30,NATIONAL,a,b,c", fast, "holidays", 2),
        (
            "x\n2026-01-01,NATIONAL,a,b,c\n\n2026-01-01,NATIONAL,a,b,c",
            fast,
            "holidays",
            4,
        ),
        (
            "x\n2026-01-01,NATIONAL,a,b,c",
            "x\n2026,2026-03-01,2026-02-01,s",
            "ramadan",
            2,
        ),
        (
            "x\n2026-01-01,NATIONAL,a,b,c",
            "x\n2026,2026-03-01",
            "ramadan",
            2,
        ),
    ] {
        let error = Calendar::from_csv("test", holidays, ramadan).unwrap_err();
        assert_eq!(
            (error.file, error.line),
            (file, line),
            "{holidays:?} {ramadan:?}"
        );
    }
}

#[test]
fn a_calendar_survives_being_stored() {
    let calendar = Calendar::shipped();
    let text = serde_json::to_string(calendar).unwrap();
    assert_eq!(&serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
}

proptest! {
    #[test]
    fn the_nth_working_day_is_worked_and_n_working_days_away(start in 0_u64..1095, n in 1_i64..120) {
        let start = date("2025-01-01") + chrono::Days::new(start);
        let national = Calendar::shipped().for_region("");
        let end = national.nth_working_day_after(start, n).unwrap();
        prop_assert!(national.is_working_day(end));
        prop_assert_eq!(national.working_days_between(start, end), n);
        prop_assert_eq!(national.working_days_between(end, start), -n);
        if national.is_working_day(start) {
            prop_assert_eq!(national.working_days_before(end, n), Some(start));
        }
        prop_assert!(national.nth_working_day_after(start, n + 1).unwrap() > end);
    }

    #[test]
    fn adding_days_off_never_makes_a_deadline_earlier(start in 0_u64..700, n in 1_i64..40, off in prop::collection::vec(0_u64..800, 0..12)) {
        let first = date("2025-01-01");
        let mut fuller = Calendar::shipped().clone();
        for day in off {
            let day = first + chrono::Days::new(day);
            fuller.regional.push(run("64", &day.to_string(), &day.to_string(), DayKind::Regional));
        }
        let start = first + chrono::Days::new(start);
        let plain = Calendar::shipped().for_region("64.02").nth_working_day_after(start, n);
        prop_assert!(fuller.for_region("64.02").nth_working_day_after(start, n) >= plain);
        prop_assert_eq!(fuller.for_region("62.06").nth_working_day_after(start, n), plain);
    }

    #[test]
    fn local_dates_and_instants_agree(day in 0_u64..1095, minute in 0_u32..1440) {
        let day = date("2025-01-01") + chrono::Days::new(day);
        let at = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap();
        for region in ["33", "62", "64", "91"] {
            let zone = zone_of(region).unwrap();
            prop_assert_eq!(local_date(zone, instant(zone, day, at)), day);
        }
    }
}

#[test]
fn a_week_has_thirty_seven_and_a_half_office_hours_and_less_in_the_fast() {
    use chrono::{DateTime, Utc};
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let calendar = workflows::calendar::Calendar::shipped().for_region("64.02");
    let zone = workflows::calendar::zone_of_or_national("64.02");
    let minutes = |from: &str, to: &str| calendar.office_minutes(at(from), at(to), zone);
    assert_eq!(
        minutes("2026-11-22T16:00:00Z", "2026-11-29T16:00:00Z"),
        2_250
    );
    assert_eq!(
        minutes("2026-03-01T16:00:00Z", "2026-03-08T16:00:00Z"),
        1_950
    );
    // From Friday 15:30 over the weekend to Monday 08:00 in the middle zone.
    assert_eq!(minutes("2026-11-20T07:30:00Z", "2026-11-23T00:00:00Z"), 90);
    // A break is no office time, and nothing is counted backwards.
    assert_eq!(minutes("2026-11-23T04:00:00Z", "2026-11-23T05:00:00Z"), 0);
    assert_eq!(minutes("2026-11-29T16:00:00Z", "2026-11-22T16:00:00Z"), 0);
}
