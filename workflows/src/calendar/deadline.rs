//! `NWD`: due on the Nth working day after the day of the trigger, where the assignee sits.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::hours::clock;
use super::{NATIONAL_ZONE, RegionalCalendar, instant, local_date};

/// At which local time of its last day a deadline falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Close {
    /// The same time every day; 16:00 unless configured.
    At(NaiveTime),
    /// The end of that office day, shorter in the fast and longer on Fridays.
    OfficeDay,
}

impl Default for Close {
    fn default() -> Self {
        Close::At(clock(16, 0))
    }
}

/// When something that was triggered at `trigger` and has `n` working days is due, in the zone and by the calendar of
/// the assignee. The day of the trigger never counts, whatever its hour.
///
/// `None` when the count is out of range, see [`RegionalCalendar::nth_working_day_after`].
pub fn due(
    trigger: DateTime<Utc>,
    n: i64,
    zone: Tz,
    calendar: &RegionalCalendar<'_>,
    close: Close,
) -> Option<DateTime<Utc>> {
    let day = calendar.nth_working_day_after(local_date(zone, trigger), n)?;
    let time = match close {
        Close::At(time) => time,
        Close::OfficeDay => calendar.end_of_office_day(day),
    };
    Some(instant(zone, day, time))
}

/// When a national round that closes on `date` ends: 23:59 western time, the same instant for the whole country.
pub fn national_close(date: NaiveDate) -> DateTime<Utc> {
    instant(NATIONAL_ZONE, date, clock(23, 59))
}
