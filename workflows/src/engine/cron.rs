//! Cron lines of six fields: second, minute, hour, day of month, month, day of week, and the usual `@daily` names.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::time::resolve;

/// How far ahead a match is looked for: a leap day on a given weekday comes within 40 years.
const HORIZON_DAYS: u32 = 366 * 40;

/// A parsed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cron {
    seconds: BTreeSet<u32>,
    minutes: BTreeSet<u32>,
    hours: BTreeSet<u32>,
    /// Empty means the last day of the month.
    days: BTreeSet<u32>,
    months: BTreeSet<u32>,
    /// 0 is Sunday.
    weekdays: BTreeSet<u32>,
}

const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

impl Cron {
    /// Reads a line; `None` when it is none.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let line = match line.trim() {
            "@yearly" | "@annually" => "0 0 0 1 1 *",
            "@monthly" => "0 0 0 1 * *",
            "@weekly" => "0 0 0 * * 0",
            "@daily" | "@midnight" => "0 0 0 * * *",
            "@hourly" => "0 0 * * * *",
            other => other,
        };
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [second, minute, hour, day, month, weekday] = fields.as_slice() else {
            return None;
        };
        let days = if day.eq_ignore_ascii_case("L") {
            BTreeSet::new()
        } else {
            field(day, 1, 31, &[], 0)?
        };
        Some(Self {
            seconds: field(second, 0, 59, &[], 0)?,
            minutes: field(minute, 0, 59, &[], 0)?,
            hours: field(hour, 0, 23, &[], 0)?,
            days,
            months: field(month, 1, 12, MONTHS, 1)?,
            weekdays: field(weekday, 0, 7, WEEKDAYS, 0)?
                .into_iter()
                .map(|day| day % 7)
                .collect(),
        })
    }

    /// The first match strictly after an instant, on the wall clock of a zone.
    pub(crate) fn next(&self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        let mut day = after.with_timezone(&zone).date_naive();
        for _ in 0..HORIZON_DAYS {
            if self.matches(day) {
                let found = self.times().find_map(|time| {
                    let at = resolve(day.and_time(time), zone);
                    (at > after).then_some(at)
                });
                if found.is_some() {
                    return found;
                }
            }
            day = day.checked_add_days(Days::new(1))?;
        }
        None
    }

    fn matches(&self, day: NaiveDate) -> bool {
        let last = day
            .checked_add_days(Days::new(1))
            .is_none_or(|next| next.month() != day.month());
        let in_month = if self.days.is_empty() {
            last
        } else {
            self.days.contains(&day.day())
        };
        in_month
            && self.months.contains(&day.month())
            && self
                .weekdays
                .contains(&day.weekday().num_days_from_sunday())
    }

    fn times(&self) -> impl Iterator<Item = NaiveTime> + '_ {
        self.hours.iter().flat_map(move |hour| {
            self.minutes.iter().flat_map(move |minute| {
                self.seconds
                    .iter()
                    .filter_map(move |second| NaiveTime::from_hms_opt(*hour, *minute, *second))
            })
        })
    }
}

/// `*`, `?`, `5`, `1-5`, `*/15`, `8-16/2`, `MON-FRI`, and lists of them.
fn field(text: &str, low: u32, high: u32, names: &[&str], base: u32) -> Option<BTreeSet<u32>> {
    let number = |text: &str| -> Option<u32> {
        let named = names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text))
            .and_then(|at| u32::try_from(at).ok());
        let value = match named {
            Some(at) => at + base,
            None => text.parse().ok()?,
        };
        (low..=high).contains(&value).then_some(value)
    };
    let mut found = BTreeSet::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse::<usize>().ok().filter(|it| *it > 0)?),
            None => (part, 1),
        };
        let (from, to) = match range {
            "*" | "?" => (low, if names == WEEKDAYS { 6 } else { high }),
            _ => match range.split_once('-') {
                Some((from, to)) => (number(from)?, number(to)?),
                None if part.contains('/') => (number(range)?, high),
                None => (number(range)?, number(range)?),
            },
        };
        if from > to {
            return None;
        }
        found.extend((from..=to).step_by(step));
    }
    (!found.is_empty()).then_some(found)
}
