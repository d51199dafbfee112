//! Office time between two instants: how long a step took for those who may only work in office hours (DOMAIN 11,
//! `timeInStep`). 37.5 hours make a week, 32.5 in the month of the fast: breaks do not count.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::hours::{clock, fasting};
use super::{RegionalCalendar, instant, local_date};

/// No span is counted beyond this many days: a case that slept for ten years says nothing more by eleven.
const LONGEST_DAYS: usize = 3_660;

impl RegionalCalendar<'_> {
    /// Whole minutes of office time from `from` to `to` in the zone: only working days, only office hours, without the
    /// break. Zero when `to` is not later. Spans beyond ten years count as ten years.
    pub fn office_minutes(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> i64 {
        if to <= from {
            return 0;
        }
        let last = local_date(zone, to);
        local_date(zone, from)
            .iter_days()
            .take(LONGEST_DAYS)
            .take_while(|day| *day <= last)
            .filter(|day| self.is_working_day(*day))
            .flat_map(|day| self.office_spans(day).map(|(start, end)| (day, start, end)))
            .map(|(day, start, end)| {
                let start = Ord::max(instant(zone, day, start), from);
                let end = Ord::min(instant(zone, day, end), to);
                Ord::max((end - start).num_seconds(), 0)
            })
            .sum::<i64>()
            / 60
    }

    /// Before and after the break of that day. It lasts 60 minutes, on Fridays 90, in the fast 30, on its Fridays 60
    /// (Presidential Regulation 21 of 2023, DOMAIN 5); that it begins at 12:00, on Fridays at 11:30, is the custom.
    fn office_spans(&self, day: NaiveDate) -> [(NaiveTime, NaiveTime); 2] {
        let start = self.start_of_office_day(day);
        let end = self.end_of_office_day(day);
        let (pause, back) = match (
            fasting(day, &self.calendar().ramadan),
            day.weekday() == Weekday::Fri,
        ) {
            (false, false) => (clock(12, 0), clock(13, 0)),
            (false, true) => (clock(11, 30), clock(13, 0)),
            (true, false) => (clock(12, 0), clock(12, 30)),
            (true, true) => (clock(11, 30), clock(12, 30)),
        };
        [(start, pause), (back, end)]
    }
}
