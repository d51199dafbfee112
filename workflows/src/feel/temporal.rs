//! Dates, times and durations of FEEL (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9), with their arithmetic.
//!
//! A calendar of our own, because FEEL years run from -999,999,999 to 999,999,999, while `chrono` serves for what it
//! knows best: the offset that a named zone has at an instant.

use std::cmp::Ordering;

use chrono::{Datelike, Offset, TimeZone, Timelike};
use chrono_tz::Tz;

/// Nanoseconds in a second.
pub const NANOS: i128 = 1_000_000_000;
/// Seconds in a day.
pub const DAY: i64 = 86_400;
const LARGEST_YEAR: i64 = 999_999_999;

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, -999,999,999 to 999,999,999.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// Where a time of day is told: an offset from UTC, or a zone of the IANA database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// A named zone.
    Named(Tz),
}

/// A time of day, with or without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 to 999,999,999.
    pub nanosecond: u32,
    /// `None`: local to whoever reads it.
    pub zone: Option<Zone>,
}

/// A date and a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// The time of that day, and the zone of both.
    pub time: Time,
}

/// `days and time duration`: a signed length in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DaysDuration {
    seconds: i64,
    nanos: u32,
}

/// `years and months duration`: a signed number of months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct YearsDuration {
    /// Whole months, negative for the past.
    pub months: i64,
}

/// Days of a month.
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// A day that exists, or `None`.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        if year.abs() > LARGEST_YEAR || !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        let date = Self {
            year: year as i32,
            month: month as u8,
            day: u8::try_from(day).ok()?,
        };
        (date.day <= days_in_month(date.year, date.month)).then_some(date)
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day so many days after 1970-01-01, if its year is in range.
    pub fn from_days(days: i64) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self::new(year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// The same day of the month so many months later, or that month's last day.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let total = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if year.abs() > LARGEST_YEAR {
            return None;
        }
        let day = self.day.min(days_in_month(year as i32, month as u8));
        Self::new(year, month, i64::from(day))
    }

    /// ISO day of the week, Monday = 1.
    pub fn weekday(self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// Day of the year, 1 to 366.
    pub fn day_of_year(self) -> i64 {
        self.days()
            - Self {
                month: 1,
                day: 1,
                ..self
            }
            .days()
            + 1
    }

    /// ISO 8601 week of the year, 1 to 53.
    pub fn week_of_year(self) -> i64 {
        let thursday = self.days() - (self.weekday() - 1) + 3;
        Self::from_days(thursday).map_or(1, |date| (date.day_of_year() - 1) / 7 + 1)
    }

    /// As a `chrono` day, when its year is within that crate's range.
    pub fn to_naive(self) -> Option<chrono::NaiveDate> {
        chrono::NaiveDate::from_ymd_opt(self.year, u32::from(self.month), u32::from(self.day))
    }
}

impl From<chrono::NaiveDate> for Date {
    fn from(date: chrono::NaiveDate) -> Self {
        Self {
            year: date.year(),
            month: date.month() as u8,
            day: date.day() as u8,
        }
    }
}

impl Zone {
    /// Seconds east of UTC at a wall-clock moment in this zone: the earlier reading when clocks were set back.
    pub fn offset_at_local(self, date: Date, second_of_day: i64) -> i32 {
        match self {
            Self::Offset(seconds) => seconds,
            Self::Named(tz) => {
                let Some(local) = clamped(date, second_of_day) else {
                    return 0;
                };
                match tz.offset_from_local_datetime(&local) {
                    chrono::LocalResult::Single(offset)
                    | chrono::LocalResult::Ambiguous(offset, _) => offset.fix().local_minus_utc(),
                    // clocks were put forward over this moment: the offset in force just before holds
                    chrono::LocalResult::None => {
                        let before = local - chrono::Duration::hours(3);
                        tz.offset_from_local_datetime(&before)
                            .earliest()
                            .map_or(0, |o| o.fix().local_minus_utc())
                    }
                }
            }
        }
    }

    /// Seconds east of UTC at an instant, given in seconds since 1970.
    pub fn offset_at_instant(self, seconds: i64) -> i32 {
        match self {
            Self::Offset(seconds) => seconds,
            Self::Named(tz) => Date::from_days(seconds.div_euclid(DAY))
                .and_then(|date| clamped(date, seconds.rem_euclid(DAY)))
                .map_or(0, |utc| {
                    tz.offset_from_utc_datetime(&utc).fix().local_minus_utc()
                }),
        }
    }
}

/// A `chrono` moment with the same calendar rules: years that crate cannot hold become a year like them.
fn clamped(date: Date, second_of_day: i64) -> Option<chrono::NaiveDateTime> {
    let year = if (-9_999..=9_999).contains(&date.year) {
        date.year
    } else {
        2_000 + date.year.rem_euclid(400)
    };
    chrono::NaiveDate::from_ymd_opt(year, u32::from(date.month), u32::from(date.day))?.and_hms_opt(
        (second_of_day / 3600) as u32,
        (second_of_day / 60 % 60) as u32,
        (second_of_day % 60) as u32,
    )
}

impl Time {
    /// A time of day that exists, or `None`.
    pub fn new(
        hour: i64,
        minute: i64,
        second: i64,
        nanosecond: i64,
        zone: Option<Zone>,
    ) -> Option<Self> {
        let ok = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..NANOS as i64).contains(&nanosecond);
        ok.then_some(Self {
            hour: hour as u8,
            minute: minute as u8,
            second: second as u8,
            nanosecond: nanosecond as u32,
            zone,
        })
    }

    /// The time without its fraction of a second.
    pub fn to_the_second(self) -> Self {
        Self {
            nanosecond: 0,
            ..self
        }
    }

    /// Whole seconds since midnight.
    pub fn second_of_day(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    /// Nanoseconds since midnight on the wall clock.
    pub fn nanos(self) -> i128 {
        i128::from(self.second_of_day()) * NANOS + i128::from(self.nanosecond)
    }

    /// The time so many nanoseconds after midnight, wrapping at midnight.
    pub fn from_nanos(nanos: i128, zone: Option<Zone>) -> Self {
        let nanos = nanos.rem_euclid(i128::from(DAY) * NANOS);
        let seconds = (nanos / NANOS) as i64;
        Self {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            nanosecond: (nanos % NANOS) as u32,
            zone,
        }
    }

    /// Nanoseconds since midnight UTC, on `day`, reading a time without zone in `local`.
    pub fn instant(self, day: Date, local: Zone) -> i128 {
        let offset = self
            .zone
            .unwrap_or(local)
            .offset_at_local(day, self.second_of_day());
        self.nanos() - i128::from(offset) * NANOS
    }

    /// The offset in seconds, when the zone is an offset or a zone without summer time.
    pub fn offset(self) -> Option<i32> {
        self.zone.map(|zone| {
            zone.offset_at_local(
                Date {
                    year: 2_000,
                    month: 1,
                    day: 1,
                },
                self.second_of_day(),
            )
        })
    }
}

impl From<chrono::NaiveTime> for Time {
    fn from(time: chrono::NaiveTime) -> Self {
        Self {
            hour: time.hour() as u8,
            minute: time.minute() as u8,
            second: time.second() as u8,
            nanosecond: time.nanosecond() % 1_000_000_000,
            zone: None,
        }
    }
}

impl DateTime {
    /// Midnight at the start of a day, without zone.
    pub fn midnight(date: Date) -> Self {
        Self {
            date,
            time: Time {
                hour: 0,
                minute: 0,
                second: 0,
                nanosecond: 0,
                zone: None,
            },
        }
    }

    /// The moment without its fraction of a second.
    pub fn to_the_second(self) -> Self {
        Self {
            time: self.time.to_the_second(),
            ..self
        }
    }

    /// Nanoseconds since 1970-01-01 on the wall clock, the zone disregarded.
    pub fn wall_nanos(self) -> i128 {
        i128::from(self.date.days()) * i128::from(DAY) * NANOS + self.time.nanos()
    }

    /// Nanoseconds since 1970-01-01T00:00Z, reading a value without zone in `local`.
    pub fn instant(self, local: Zone) -> i128 {
        let offset = self.offset_in(local);
        self.wall_nanos() - i128::from(offset) * NANOS
    }

    /// Seconds east of UTC at this moment.
    pub fn offset_in(self, local: Zone) -> i32 {
        self.time
            .zone
            .unwrap_or(local)
            .offset_at_local(self.date, self.time.second_of_day())
    }

    /// The wall-clock moment so many nanoseconds after 1970-01-01, told in `zone`.
    pub fn from_wall_nanos(nanos: i128, zone: Option<Zone>) -> Option<Self> {
        let day = i128::from(DAY) * NANOS;
        let days = i64::try_from(nanos.div_euclid(day)).ok()?;
        Some(Self {
            date: Date::from_days(days)?,
            time: Time::from_nanos(nanos.rem_euclid(day), zone),
        })
    }

    /// The instant so many nanoseconds after 1970-01-01T00:00Z, as told in `zone`.
    pub fn from_instant(nanos: i128, zone: Zone) -> Option<Self> {
        let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok()?;
        let offset = zone.offset_at_instant(seconds);
        Self::from_wall_nanos(nanos + i128::from(offset) * NANOS, Some(zone))
    }

    /// This moment plus nanoseconds: along the instant when it has a zone, on the wall clock when it has none.
    pub fn add_nanos(self, nanos: i128) -> Option<Self> {
        match self.time.zone {
            None => Self::from_wall_nanos(self.wall_nanos().checked_add(nanos)?, None),
            Some(zone) => Self::from_instant(self.instant(zone).checked_add(nanos)?, zone),
        }
    }

    /// Order in time. Two values without zone compare on the wall clock; a single one is read in `local`.
    pub fn compare(self, other: Self, local: Zone) -> Ordering {
        match (self.time.zone, other.time.zone) {
            (None, None) => self.wall_nanos().cmp(&other.wall_nanos()),
            _ => self.instant(local).cmp(&other.instant(local)),
        }
    }

    /// The instant in UTC, reading a value without zone in `local`; `None` outside `chrono`'s range of years.
    pub fn to_utc(self, local: Tz) -> Option<chrono::DateTime<chrono::Utc>> {
        let nanos = self.instant(Zone::Named(local));
        let seconds = i64::try_from(nanos.div_euclid(NANOS)).ok()?;
        chrono::DateTime::from_timestamp(seconds, nanos.rem_euclid(NANOS) as u32)
    }

    /// An instant as told in a named zone.
    pub fn from_utc(instant: chrono::DateTime<chrono::Utc>, zone: Tz) -> Self {
        let local = instant.with_timezone(&zone).naive_local();
        Self {
            date: local.date().into(),
            time: Time {
                zone: Some(Zone::Named(zone)),
                ..local.time().into()
            },
        }
    }
}

impl DaysDuration {
    /// A length in nanoseconds; `None` beyond some 292 thousand million years.
    pub fn from_nanos(nanos: i128) -> Option<Self> {
        Some(Self {
            seconds: i64::try_from(nanos.div_euclid(NANOS)).ok()?,
            nanos: nanos.rem_euclid(NANOS) as u32,
        })
    }

    /// A length in whole seconds.
    pub fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanos: 0 }
    }

    /// The length in nanoseconds.
    pub fn nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// As a `chrono` duration, when it fits.
    pub fn to_chrono(self) -> Option<chrono::Duration> {
        chrono::Duration::new(self.seconds, self.nanos)
    }
}

impl From<chrono::Duration> for DaysDuration {
    fn from(duration: chrono::Duration) -> Self {
        let nanos =
            i128::from(duration.num_seconds()) * NANOS + i128::from(duration.subsec_nanos());
        Self::from_nanos(nanos).unwrap_or_default()
    }
}
