//! Office hours: 37.5 hours a week, 32.5 in the month of the fast, and a longer break on Fridays.
//!
//! Presidential Regulation 21 of 2023 sets starts, breaks and hours per week; the ends follow from them (DOMAIN 5).

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// A month of the fast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ramadan {
    /// First day of the fast.
    pub first: NaiveDate,
    /// Last day of the fast, the eve of Eid.
    pub last: NaiveDate,
    /// Who says so, and whether it is an estimate.
    pub source: String,
}

/// Local start and end of the office day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Start.
    pub start: NaiveTime,
    /// End from Monday to Thursday.
    pub end: NaiveTime,
    /// End on Friday.
    pub friday_end: NaiveTime,
    /// Start in the month of the fast.
    pub ramadan_start: NaiveTime,
    /// End from Monday to Thursday in the month of the fast.
    pub ramadan_end: NaiveTime,
    /// End on Friday in the month of the fast.
    pub ramadan_friday_end: NaiveTime,
}

/// A time of day from hours and minutes that are known to be in range.
pub(super) const fn clock(hour: u32, minute: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, minute, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

impl Default for OfficeHours {
    fn default() -> Self {
        Self {
            start: clock(7, 30),
            end: clock(16, 0),
            friday_end: clock(16, 30),
            ramadan_start: clock(8, 0),
            ramadan_end: clock(15, 0),
            ramadan_friday_end: clock(15, 30),
        }
    }
}

impl OfficeHours {
    /// When the office day ends on the date.
    pub fn end(&self, date: NaiveDate, ramadan: &[Ramadan]) -> NaiveTime {
        match (fasting(date, ramadan), date.weekday() == Weekday::Fri) {
            (false, false) => self.end,
            (false, true) => self.friday_end,
            (true, false) => self.ramadan_end,
            (true, true) => self.ramadan_friday_end,
        }
    }

    /// When the office day starts on the date.
    pub fn start(&self, date: NaiveDate, ramadan: &[Ramadan]) -> NaiveTime {
        if fasting(date, ramadan) {
            self.ramadan_start
        } else {
            self.start
        }
    }
}

pub(super) fn fasting(date: NaiveDate, ramadan: &[Ramadan]) -> bool {
    ramadan
        .iter()
        .any(|month| month.first <= date && date <= month.last)
}
