//! Indonesia's three time zones, by province code, and the way between local and universal time.
//!
//! Zones are kept by name, never as an offset, so that a change of law is a change of the zone data alone.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The zone national rounds close in: western time, that of the capital.
pub const NATIONAL_ZONE: Tz = Tz::Asia__Jakarta;

/// A zone as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Zone {
    /// Western Indonesia time, UTC+7.
    Wib,
    /// Central Indonesia time, UTC+8.
    Wita,
    /// Eastern Indonesia time, UTC+9.
    Wit,
}

impl Zone {
    /// The spoken name of one of Indonesia's named zones; `None` for any other.
    pub fn of(zone: Tz) -> Option<Zone> {
        match zone {
            Tz::Asia__Jakarta | Tz::Asia__Pontianak => Some(Zone::Wib),
            Tz::Asia__Makassar => Some(Zone::Wita),
            Tz::Asia__Jayapura => Some(Zone::Wit),
            _ => None,
        }
    }
}

/// The named zone of the region with this code, by its province part; `None` when no such province exists.
pub fn zone_of(region_code: &str) -> Option<Tz> {
    let province = region_code.split('.').next().unwrap_or_default();
    if province.len() != 2 {
        return None;
    }
    match province.parse::<u8>().ok()? {
        11..=21 | 31..=36 => Some(Tz::Asia__Jakarta),
        61 | 62 => Some(Tz::Asia__Pontianak),
        51..=53 | 63..=65 | 71..=76 => Some(Tz::Asia__Makassar),
        81 | 82 | 91..=96 => Some(Tz::Asia__Jayapura),
        _ => None,
    }
}

/// The zone of the region, or the national zone for bodies that have no region.
pub fn zone_of_or_national(region_code: &str) -> Tz {
    zone_of(region_code).unwrap_or(NATIONAL_ZONE)
}

/// The instant of a local date and time. A local time that a clock change skips or repeats (none since 1964) is read
/// as the earlier possible instant.
pub fn instant(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    match zone.from_local_datetime(&local).earliest() {
        Some(at) => at.with_timezone(&Utc),
        None => zone.from_utc_datetime(&local).with_timezone(&Utc),
    }
}

/// The date on the wall of that zone at an instant.
pub fn local_date(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The day by which incumbencies are judged at an instant: Indonesia spans three zones, and the day of an appointment
/// begins in the east first.
pub fn eastern_day(at: DateTime<Utc>) -> NaiveDate {
    local_date(Tz::Asia__Jayapura, at)
}
