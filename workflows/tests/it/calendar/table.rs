//! Deadlines by table: every row of `deadlines.csv` was counted by another program, and can be counted by hand.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use chrono_tz::Tz;
use workflows::calendar::{
    Calendar, Close, DayKind, Zone, due, local_date, national_close, zone_of,
};
use workflows::feel::{Context, Environment, Expression, Value};

use super::{date, run};

/// `2026-03-13 09:00 WITA`, read without any help of the crate.
fn moment(text: &str) -> (DateTime<Utc>, Zone) {
    let (local, zone) = text.rsplit_once(' ').unwrap();
    let (hours, zone) = match zone {
        "WIB" => (7, Zone::Wib),
        "WITA" => (8, Zone::Wita),
        "WIT" => (9, Zone::Wit),
        other => panic!("{other} is no zone"),
    };
    let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
    let offset = FixedOffset::east_opt(hours * 3600).unwrap();
    let at = local.and_local_timezone(offset).unwrap();
    (at.with_timezone(&Utc), zone)
}

/// The versions of the calendar that the rows name.
fn calendars(table: &str) -> BTreeMap<String, Calendar> {
    let shipped = Calendar::shipped();
    let mut first_of_2025 = shipped.clone();
    first_of_2025.national.remove(&date("2025-08-18")).unwrap();
    let mut named = BTreeMap::from([
        ("shipped".to_owned(), shipped.clone()),
        ("2025-first".to_owned(), first_of_2025),
    ]);
    for line in table.lines().filter_map(|it| it.strip_prefix("#days,")) {
        let [name, region, first, last, kind] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let kind = match kind {
            "REGIONAL" => DayKind::Regional,
            "SUSPENSION" => DayKind::Suspension,
            "WORKED" => DayKind::Worked,
            other => panic!("{other} is no kind of day"),
        };
        let calendar = named
            .entry(name.to_owned())
            .or_insert_with(|| shipped.clone());
        calendar.regional.push(run(region, first, last, kind));
    }
    named
}

/// What a rule comes to on the clock of the region: working days and the national close by the core, `office` and
/// calendar time as a model says them in FEEL.
fn comes_to(rule: &str, at: DateTime<Utc>, zone: Tz, region: &str, calendar: &Calendar) -> String {
    let view = calendar.for_region(region);
    let in_feel = |expression: &str| {
        let environment = Environment {
            calendar: &view,
            ..Environment::at(at).in_zone(zone)
        };
        let outcome = Expression::evaluate_once(expression, &Context::new(), &environment).unwrap();
        assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
        match outcome.value {
            Value::String(text) => text.to_string(),
            other => panic!("{expression}: {other}"),
        }
    };
    // Told on the clock of the region, down to the second.
    const TOLD: &str = "(function(it) substring(string(it), 1, 19))";
    let told = |expression: &str| in_feel(&format!("{TOLD}({expression})")).replacen('T', " ", 1);
    let said = |it: DateTime<Utc>| {
        it.with_timezone(&zone)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string()
    };
    if rule == "close" {
        said(national_close(local_date(zone, at)))
    } else if let Some(count) = rule.strip_suffix("WD office") {
        let told = told(&format!("working days(now(), {count})"));
        let office = due(at, count.parse().unwrap(), zone, &view, Close::OfficeDay);
        assert_eq!(told, said(office.unwrap()), "the model and the core agree");
        told
    } else if let Some(count) = rule.strip_suffix("WD") {
        said(due(at, count.parse().unwrap(), zone, &view, Close::default()).unwrap())
    } else {
        told(&format!("now() + duration(\"{rule}\")"))
    }
}

#[test]
fn every_deadline_of_the_table_comes_out_as_counted_by_hand() {
    let table = include_str!("deadlines.csv");
    let calendars = calendars(table);
    let (mut wrong, mut reasons) = (Vec::new(), BTreeMap::<&str, usize>::new());
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    for line in rows {
        let [start, region, calendar, rule, end, why, off] =
            line.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("seven columns: {line}");
        };
        *reasons.entry(why).or_default() += 1;
        let ((at, spoken), (expected, _)) = (moment(start), moment(end));
        let zone = zone_of(region).unwrap();
        assert_eq!(Zone::of(zone), Some(spoken), "{line}");
        let calendar = &calendars[calendar];
        let told = comes_to(rule, at, zone, region, calendar);
        let expected_local = expected
            .with_timezone(&zone)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string();
        if told != expected_local {
            wrong.push(format!("{line}\n  comes to {told}"));
        }
        // The days off that the other program passed over are days off here too.
        let view = calendar.for_region(region);
        let (first, last) = (local_date(zone, at), local_date(zone, expected));
        let (first, last) = (first.min(last), first.max(last));
        for day in off.split_whitespace() {
            let passed = first
                .iter_days()
                .take_while(|it| *it <= last)
                .find(|it| it.format("%m-%d").to_string() == day);
            assert!(
                passed.is_some_and(|it| !view.is_working_day(it)),
                "{line}: {day}"
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "{} deadlines are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let total: usize = reasons.values().sum();
    assert!(total >= 700, "only {total} rows");
    for why in [
        "domain",
        "zones",
        "eid",
        "fast",
        "leave",
        "friday",
        "weekend",
        "before-office",
        "after-office",
        "in-office",
        "year-end",
        "first-version",
        "amended",
        "regional",
        "election",
        "suspension",
        "neighbour",
        "calendar-time",
        "counted-back",
        "national",
    ] {
        assert!(
            reasons.get(why).is_some_and(|rows| *rows >= 6),
            "{why}: {reasons:?}"
        );
    }
}

/// The rows about the leave that was added in August 2025, as a change of version: each open deadline that the first
/// version set goes where the amended one puts it, or stays.
#[test]
fn the_amended_calendar_of_2025_moves_the_deadlines_of_the_table_only_later() {
    let table = include_str!("deadlines.csv");
    let of = |why: &str| -> BTreeMap<(String, String), DateTime<Utc>> {
        let rows = table
            .lines()
            .filter(|line| line.contains(&format!(",{why},")));
        rows.map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|row| row[0].starts_with("2025-08"))
            .map(|row| ((row[0].to_owned(), row[3].to_owned()), moment(row[4]).0))
            .collect()
    };
    let (before, after) = (of("first-version"), of("amended"));
    assert_eq!(before.len(), 22);
    let zone = zone_of("64.02").unwrap();
    let open: Vec<_> = before
        .iter()
        .map(|((start, rule), end)| workflows::calendar::Deadline {
            key: (start.clone(), rule.clone()),
            trigger: moment(start).0,
            working_days: rule.strip_suffix("WD").unwrap().parse().unwrap(),
            region: "64.02".into(),
            zone,
            close: Close::default(),
            due: *end,
        })
        .collect();
    let moves: BTreeMap<_, _> = workflows::calendar::moved_deadlines(Calendar::shipped(), &open)
        .into_iter()
        .map(|it| (it.key, it.to))
        .collect();
    let mut moved = 0;
    for (key, end) in &before {
        // A start after the 15th is amended under "domain" or "leave" already when the question is the same.
        let Some(amended) = after.get(key) else {
            continue;
        };
        assert!(amended >= end, "{key:?}");
        assert_eq!(moves.get(key).unwrap_or(end), amended, "{key:?}");
        moved += usize::from(amended > end);
    }
    assert!((5..22).contains(&moved), "{moved} moved");
}
