//! Reading the shipped calendar; `tools/calendar/generate.py` writes and checks it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::{Calendar, Day, DayKind, OfficeHours, Ramadan};

const HOLIDAYS: &str = include_str!("../../library/calendar/holidays.csv");
const RAMADAN: &str = include_str!("../../library/calendar/ramadan.csv");

static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    read("2027.1", HOLIDAYS, RAMADAN).expect("the shipped calendar is read by a test of this crate")
});

pub(super) fn calendar() -> &'static Calendar {
    &SHIPPED
}

/// Which line of a calendar file is not understood, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of {file}: {problem}")]
pub struct CalendarError {
    /// `holidays` or `ramadan`.
    pub file: &'static str,
    /// Line number, the header being line 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

pub(super) fn read(
    version: &str,
    holidays: &str,
    ramadan: &str,
) -> Result<Calendar, CalendarError> {
    let mut national = BTreeMap::new();
    for (line, fields) in rows(holidays) {
        let wrong = |problem| CalendarError {
            file: "holidays",
            line,
            problem,
        };
        let [date, kind, name_id, name_en, source] = fields[..] else {
            return Err(wrong(
                "five fields are needed: date,kind,name_id,name_en,source",
            ));
        };
        let kind = match kind {
            "NATIONAL" => DayKind::National,
            "COLLECTIVE_LEAVE" => DayKind::CollectiveLeave,
            _ => return Err(wrong("the kind is NATIONAL or COLLECTIVE_LEAVE")),
        };
        let date = date
            .parse::<NaiveDate>()
            .map_err(|_| wrong("the date is not a date"))?;
        let (name_id, name_en, source) = (name_id.into(), name_en.into(), source.into());
        if national
            .insert(
                date,
                Day {
                    kind,
                    name_id,
                    name_en,
                    source,
                },
            )
            .is_some()
        {
            return Err(wrong("the date is listed twice"));
        }
    }
    let mut months = Vec::new();
    for (line, fields) in rows(ramadan) {
        let wrong = |problem| CalendarError {
            file: "ramadan",
            line,
            problem,
        };
        let [_, first, last, source] = fields[..] else {
            return Err(wrong("four fields are needed: year,first,last,source"));
        };
        let first = first
            .parse::<NaiveDate>()
            .map_err(|_| wrong("the first day is not a date"))?;
        let last = last
            .parse::<NaiveDate>()
            .map_err(|_| wrong("the last day is not a date"))?;
        if last < first {
            return Err(wrong("the last day lies before the first"));
        }
        months.push(Ramadan {
            first,
            last,
            source: source.into(),
        });
    }
    let nowhere = CalendarError {
        file: "holidays",
        line: 1,
        problem: "no day is listed",
    };
    let first = national.keys().next().ok_or(nowhere.clone())?.year();
    let last = national.keys().next_back().ok_or(nowhere)?.year();
    Ok(Calendar {
        version: version.to_owned(),
        years: first..=last,
        national,
        regional: Vec::new(),
        ramadan: months,
        hours: OfficeHours::default(),
    })
}

/// Lines after the header, numbered, split at commas. The generator writes no field that needs quoting.
fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| (index + 1, line.split(',').collect()))
}
