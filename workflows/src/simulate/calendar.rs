//! The shipped working calendar of a region, with days off that only a scenario knows.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::calendar::{Calendar, RegionalCalendar};
use crate::feel::WorkCalendar;

/// A region's calendar and additional holidays.
#[derive(Debug, Clone)]
pub struct LocalCalendar {
    region: RegionalCalendar<'static>,
    extra: BTreeSet<NaiveDate>,
}

impl LocalCalendar {
    /// The calendar of the region that an organisation path names (`/id/64/64.02/...`), with more days off.
    #[must_use]
    pub fn of(organisation: &str, extra: BTreeSet<NaiveDate>) -> Self {
        let code = organisation
            .split('/')
            .rfind(|part| part.starts_with(|c: char| c.is_ascii_digit()))
            .unwrap_or_default();
        Self {
            region: Calendar::shipped().for_region(code),
            extra,
        }
    }
}

impl WorkCalendar for LocalCalendar {
    fn is_working_day(&self, day: NaiveDate) -> bool {
        self.region.is_working_day(day) && !self.extra.contains(&day)
    }

    fn nth_working_day_after(&self, day: NaiveDate, n: i64) -> Option<NaiveDate> {
        if self.extra.is_empty() {
            return self.region.nth_working_day_after(day, n);
        }
        let mut found = day;
        let mut left = n.unsigned_abs();
        if left > crate::calendar::LONGEST_COUNT.unsigned_abs() {
            return None;
        }
        while left > 0 {
            found = if n > 0 {
                found.checked_add_days(Days::new(1))?
            } else {
                found.checked_sub_days(Days::new(1))?
            };
            left -= u64::from(self.is_working_day(found));
        }
        Some(found)
    }

    fn end_of_office_day(&self, day: NaiveDate) -> NaiveTime {
        self.region.end_of_office_day(day)
    }
}
