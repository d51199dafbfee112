//! When people work, and so by when things are due.
//!
//! Deadlines in government count working days of the place where the work is done: national holidays and collective
//! leave are off for everybody, regions add days of their own, disasters and elections suspend work for a while, and
//! decrees are amended during the year. A [`Calendar`] is one version of all that, as a plain value; this module
//! computes with it and never asks what time it is. Sources: DOMAIN section 5; Presidential Regulation 21 of 2023 on
//! working days and hours; the yearly joint ministerial decree on holidays and collective leave.

mod change;
mod deadline;
mod hours;
pub mod ladder;
mod region;
mod shipped;
mod worked;
mod zone;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

pub use change::{DateChange, Deadline, Move, changed_dates, moved_deadlines};
pub use deadline::{Close, due, national_close};
pub use hours::{OfficeHours, Ramadan};
pub use region::{LONGEST_COUNT, RegionalCalendar};
pub use shipped::CalendarError;
pub use zone::{
    NATIONAL_ZONE, Zone, eastern_day, instant, local_date, zone_of, zone_of_or_national,
};

/// Why a weekday is not worked, or a day off is worked after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DayKind {
    /// National holiday (libur nasional).
    National,
    /// Collective leave of civil servants (cuti bersama).
    CollectiveLeave,
    /// Holiday of a province or regency, such as its anniversary.
    Regional,
    /// Work is suspended: disaster, election, mourning.
    Suspension,
    /// Worked in this region although the nation has the day off.
    Worked,
}

/// One day of the calendar and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Why the day is in the calendar.
    pub kind: DayKind,
    /// Name in Indonesian.
    pub name_id: String,
    /// Name in English.
    pub name_en: String,
    /// Decree, data set or letter that says so.
    pub source: String,
}

/// A run of days that counts only for regions whose code begins with a prefix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionalDays {
    /// Region code prefix by whole parts: `64`, `64.02`, …; empty for the whole country.
    pub region: String,
    /// First day.
    pub first: NaiveDate,
    /// Last day, inclusive.
    pub last: NaiveDate,
    /// What the days are.
    pub day: Day,
}

/// One version of the working calendar of the whole country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Name of the version, such as `2027.1`.
    pub version: String,
    /// Years for which holidays are known. Outside them only weekends are off, see [`Calendar::knows`].
    pub years: RangeInclusive<i32>,
    /// National holidays and collective leave, by date.
    pub national: BTreeMap<NaiveDate, Day>,
    /// Regional holidays, regional working days and suspensions. Of several that cover a date the longest prefix
    /// counts, and of equally long ones the last in the list.
    pub regional: Vec<RegionalDays>,
    /// Months of the fast, with their shorter hours.
    pub ramadan: Vec<Ramadan>,
    /// Start and end of the office day.
    pub hours: OfficeHours,
}

impl Calendar {
    /// The calendar that ships with Mufakat: national holidays and collective leave of 2025 to 2027.
    pub fn shipped() -> &'static Calendar {
        shipped::calendar()
    }

    /// Reads national days (`date,kind,name_id,name_en,source`) and the months of the fast
    /// (`year,first,last,source`) from the two CSV texts that `tools/calendar/generate.py` writes.
    ///
    /// # Errors
    /// [`CalendarError`] names the first line that is not understood.
    pub fn from_csv(
        version: &str,
        holidays: &str,
        ramadan: &str,
    ) -> Result<Calendar, CalendarError> {
        shipped::read(version, holidays, ramadan)
    }

    /// This calendar as the region with `code` (`PP`, `PP.RR`, `PP.RR.DD` or `PP.RR.DD.VVVV`) sees it. An empty code
    /// is the national view.
    pub fn for_region(&self, code: &str) -> RegionalCalendar<'_> {
        RegionalCalendar::new(self, code)
    }

    /// Whether the holidays of that date's year are known. A deadline beyond is computed with weekends alone and
    /// moves later when the decree of its year arrives.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.years.contains(&date.year())
    }
}

/// Whether the date is a Saturday or a Sunday.
pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
