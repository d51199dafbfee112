//! Dates in words, in both languages, with the zone people say.

use chrono::{DateTime, Datelike, NaiveDate, TimeZone as _, Timelike, Utc};
use chrono_tz::Tz;

const DAYS_ID: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let plain = text.split('[').next().unwrap_or(text);
    DateTime::parse_from_rfc3339(plain)
        .ok()
        .map(|at| at.with_timezone(&Utc))
}

fn date_words(date: NaiveDate, language: &str) -> String {
    let (days, months) = if language == "en" {
        (DAYS_EN, MONTHS_EN)
    } else {
        (DAYS_ID, MONTHS_ID)
    };
    let day = days
        .get(date.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default();
    let month = months
        .get(date.month0() as usize)
        .copied()
        .unwrap_or_default();
    format!("{day}, {} {month} {}", date.day(), date.year())
}

/// "Senin, 23 November 2026"; text that is no date stays as it is.
#[must_use]
pub fn long_date(text: &str, language: &str, zone: Tz) -> String {
    let date = text
        .parse::<NaiveDate>()
        .ok()
        .or_else(|| instant(text).map(|at| at.with_timezone(&zone).date_naive()));
    date.map_or_else(|| text.to_owned(), |date| date_words(date, language))
}

/// "Senin, 23 November 2026 pukul 16.00 WITA"; text that is no instant stays as it is.
#[must_use]
pub fn long_datetime(text: &str, language: &str, zone: Tz) -> String {
    let Some(at) = instant(text) else {
        return long_date(text, language, zone);
    };
    let local = zone.from_utc_datetime(&at.naive_utc());
    let at_word = if language == "en" { "at" } else { "pukul" };
    format!(
        "{} {at_word} {:02}.{:02} {}",
        date_words(local.date_naive(), language),
        local.hour(),
        local.minute(),
        zone_name(zone)
    )
}

fn zone_name(zone: Tz) -> &'static str {
    match zone {
        chrono_tz::Asia::Makassar => "WITA",
        chrono_tz::Asia::Jayapura => "WIT",
        _ => "WIB",
    }
}

/// Whole days from one instant to another in a zone; negative when the second is earlier.
#[must_use]
pub fn days_between(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> i64 {
    (to.with_timezone(&zone).date_naive() - from.with_timezone(&zone).date_naive()).num_days()
}
