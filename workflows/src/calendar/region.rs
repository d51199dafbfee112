//! The calendar as one region sees it, and counting in working days.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::feel::WorkCalendar;

use super::{Calendar, Day, DayKind, RegionalDays, is_weekend};

/// The longest count of working days that is answered (about 19 years); beyond, the answer is `None`.
pub const LONGEST_COUNT: i64 = 5_000;

/// A view of a [`Calendar`] for one region code.
#[derive(Debug, Clone)]
pub struct RegionalCalendar<'a> {
    calendar: &'a Calendar,
    code: String,
    /// Only what concerns this region, most specific last.
    regional: Vec<&'a RegionalDays>,
}

/// Whether `code` lies in the region with the code `prefix`, by whole parts: `64.02` lies in `64`, `640` does not.
fn lies_in(code: &str, prefix: &str) -> bool {
    prefix.is_empty()
        || code
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl<'a> RegionalCalendar<'a> {
    pub(super) fn new(calendar: &'a Calendar, code: &str) -> Self {
        let mut regional: Vec<_> = calendar
            .regional
            .iter()
            .filter(|days| lies_in(code, &days.region))
            .collect();
        regional.sort_by_key(|days| days.region.len());
        Self {
            calendar,
            code: code.to_owned(),
            regional,
        }
    }

    /// The region code of this view.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The calendar behind this view.
    pub fn calendar(&self) -> &'a Calendar {
        self.calendar
    }

    /// What the calendar says of a date here, if it says anything; weekends are not listed.
    pub fn day(&self, date: NaiveDate) -> Option<&'a Day> {
        self.regional
            .iter()
            .rev()
            .find(|days| days.first <= date && date <= days.last)
            .map(|days| &days.day)
            .or_else(|| self.calendar.national.get(&date))
    }

    /// Whether offices in this region work on the date.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.day(date) {
            Some(day) => day.kind == DayKind::Worked,
            None => !is_weekend(date),
        }
    }

    /// The `n`th working day after `date`; the day itself never counts. With `n` = 0 it is the date itself, worked or
    /// not; with a negative `n` it counts backwards.
    ///
    /// `None` beyond [`LONGEST_COUNT`] or the end of the calendar, or when no day of 1,000 on end is worked.
    pub fn nth_working_day_after(&self, date: NaiveDate, n: i64) -> Option<NaiveDate> {
        if n.checked_abs()? > LONGEST_COUNT {
            return None;
        }
        let mut day = date;
        for _ in 0..n.abs() {
            day = self.step(day, n > 0)?;
        }
        Some(day)
    }

    /// The `n`th working day before `date`; the day itself never counts.
    pub fn working_days_before(&self, date: NaiveDate, n: i64) -> Option<NaiveDate> {
        self.nth_working_day_after(date, n.checked_neg()?)
    }

    /// How many working days lie after `from`, up to and with `to`; negative when `to` is the earlier one. So
    /// `working_days_between(d, nth_working_day_after(d, n)) == n` for a positive `n`.
    ///
    /// Spans beyond 40 years count as 40 years.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (first, last, sign) = if from <= to {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let days = first
            .iter_days()
            .skip(1)
            .take(40 * 366)
            .take_while(|day| *day <= last);
        sign * days.filter(|day| self.is_working_day(*day)).count() as i64
    }

    /// The last working day on or before `date`.
    pub fn on_or_before(&self, date: NaiveDate) -> Option<NaiveDate> {
        if self.is_working_day(date) {
            Some(date)
        } else {
            self.step(date, false)
        }
    }

    /// The first working day on or after `date`.
    pub fn on_or_after(&self, date: NaiveDate) -> Option<NaiveDate> {
        if self.is_working_day(date) {
            Some(date)
        } else {
            self.step(date, true)
        }
    }

    /// When the office day ends on the date (DOMAIN 5: 16:00, Friday 16:30; in the fast 15:00, Friday 15:30). Asked
    /// of a day off it answers for that weekday.
    pub fn end_of_office_day(&self, date: NaiveDate) -> NaiveTime {
        self.calendar.hours.end(date, &self.calendar.ramadan)
    }

    /// When the office day starts on the date (07:30; in the fast 08:00).
    pub fn start_of_office_day(&self, date: NaiveDate) -> NaiveTime {
        self.calendar.hours.start(date, &self.calendar.ramadan)
    }

    /// The nearest working day strictly after (or before) the date, within 1,000 days.
    fn step(&self, date: NaiveDate, forward: bool) -> Option<NaiveDate> {
        let mut day = date;
        for _ in 0..1_000 {
            day = if forward {
                day.checked_add_days(Days::new(1))?
            } else {
                day.checked_sub_days(Days::new(1))?
            };
            if self.is_working_day(day) {
                return Some(day);
            }
        }
        None
    }
}

/// The calendar behind FEEL's `working days(d, n)` and `is working day(d)`.
impl WorkCalendar for RegionalCalendar<'_> {
    fn is_working_day(&self, day: NaiveDate) -> bool {
        RegionalCalendar::is_working_day(self, day)
    }

    fn nth_working_day_after(&self, day: NaiveDate, n: i64) -> Option<NaiveDate> {
        RegionalCalendar::nth_working_day_after(self, day, n)
    }

    fn end_of_office_day(&self, day: NaiveDate) -> NaiveTime {
        RegionalCalendar::end_of_office_day(self, day)
    }
}
