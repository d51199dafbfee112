//! Temporal values to and from their ISO 8601 text (XML Schema lexical forms, plus FEEL's `@Area/City`).

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;

use super::temporal::{DAY, Date, DateTime, DaysDuration, NANOS, Time, YearsDuration, Zone};

/// The text is not a value of the type that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid temporal value")]
pub struct NotTemporal;

/// A hand over the text: every step either consumes what it names or fails.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let length = self
            .0
            .bytes()
            .take(most + 1)
            .take_while(u8::is_ascii_digit)
            .count();
        if length < least || length > most {
            return None;
        }
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        head.parse().ok()
    }

    fn skip(&mut self, wanted: char) -> Option<()> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(())
    }

    fn done(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    fn fraction(&mut self) -> Option<i64> {
        if self.skip('.').is_none() {
            return Some(0);
        }
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > 40 {
            return None;
        }
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        let nine: String = head.chars().chain(std::iter::repeat('0')).take(9).collect();
        nine.parse().ok()
    }

    fn date(&mut self) -> Option<Date> {
        let negative = self.skip('-').is_some();
        let start = self.0;
        let year = self.digits(4, 9)?;
        if start.len() - self.0.len() > 4 && start.starts_with('0') {
            return None;
        }
        self.skip('-')?;
        let month = self.digits(2, 2)?;
        self.skip('-')?;
        let day = self.digits(2, 2)?;
        Date::new(if negative { -year } else { year }, month, day)
    }

    fn zone(&mut self) -> Option<Option<Zone>> {
        let mut characters = self.0.chars();
        match characters.next() {
            None => Some(None),
            Some('Z') => {
                self.skip('Z')?;
                Some(Some(Zone::Offset(0)))
            }
            Some('@') => {
                let tz = Tz::from_str(&self.0[1..]).ok()?;
                self.0 = "";
                Some(Some(Zone::Named(tz)))
            }
            Some(sign @ ('+' | '-')) => {
                self.skip(sign)?;
                let hours = self.digits(2, 2)?;
                self.skip(':')?;
                let minutes = self.digits(2, 2)?;
                let seconds = if self.skip(':').is_some() {
                    self.digits(2, 2)?
                } else {
                    0
                };
                if hours > 18
                    || minutes > 59
                    || seconds > 59
                    || hours * 3600 + minutes * 60 + seconds > 18 * 3600
                {
                    return None;
                }
                let offset = (hours * 3600 + minutes * 60 + seconds) as i32;
                Some(Some(Zone::Offset(if sign == '-' {
                    -offset
                } else {
                    offset
                })))
            }
            Some(_) => None,
        }
    }

    fn time(&mut self) -> Option<Time> {
        let hour = self.digits(2, 2)?;
        self.skip(':')?;
        let minute = self.digits(2, 2)?;
        self.skip(':')?;
        let second = self.digits(2, 2)?;
        let nanosecond = self.fraction()?;
        let zone = self.zone()?;
        Time::new(hour, minute, second, nanosecond, zone)
    }
}

fn whole<T>(text: &str, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, NotTemporal> {
    let mut reader = Reader(text);
    read(&mut reader)
        .filter(|_| reader.done().is_some())
        .ok_or(NotTemporal)
}

impl FromStr for Date {
    type Err = NotTemporal;
    /// `2026-11-22`, `-2026-01-01`, `12026-01-01`.
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        whole(text, |reader| reader.date())
    }
}

impl FromStr for Time {
    type Err = NotTemporal;
    /// `08:00:00`, `08:00:00.5Z`, `08:00:00+07:00`, `08:00:00@Asia/Jakarta`.
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        whole(text, |reader| reader.time())
    }
}

impl FromStr for DateTime {
    type Err = NotTemporal;
    /// A date, `T` and a time; a date alone is its midnight. `24:00:00` is the midnight that ends the day.
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        whole(text, |reader| {
            let date = reader.date()?;
            if reader.done().is_some() {
                return Some(Self::midnight(date));
            }
            reader.skip('T')?;
            if let Some(rest) = reader.0.strip_prefix("24:00:00") {
                reader.0 = rest;
                reader.fraction().filter(|nanos| *nanos == 0)?;
                let zone = reader.zone()?;
                let date = Date::from_days(date.days() + 1)?;
                return Some(Self {
                    date,
                    time: Time {
                        zone,
                        ..Self::midnight(date).time
                    },
                });
            }
            Some(Self {
                date,
                time: reader.time()?,
            })
        })
    }
}

/// The designators of one half of a duration, each at most once and in order.
fn components(
    reader: &mut Reader<'_>,
    designators: &[char],
    values: &mut [i64],
    nanos: &mut i64,
) -> Option<usize> {
    let mut found = 0;
    let mut next = 0;
    while reader.0.starts_with(|c: char| c.is_ascii_digit()) {
        let number = reader.digits(1, 18)?;
        let fraction = reader.0.starts_with('.').then(|| reader.fraction());
        let designator = reader.0.chars().next()?;
        let place = next + designators[next..].iter().position(|c| *c == designator)?;
        if let Some(fraction) = fraction {
            if designator != 'S' {
                return None;
            }
            *nanos = fraction?;
        }
        reader.skip(designator)?;
        values[place] = number;
        next = place + 1;
        found += 1;
    }
    Some(found)
}

/// Either kind of duration, as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Days, hours, minutes, seconds.
    Days(DaysDuration),
    /// Years and months.
    Years(YearsDuration),
}

impl FromStr for Duration {
    type Err = NotTemporal;
    /// `P1Y2M` or `P3DT4H5M6.7S`; a mixture of the two is no FEEL duration.
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        whole(text, |reader| {
            let negative = reader.skip('-').is_some();
            reader.skip('P')?;
            let mut nanos = 0;
            let mut date = [0i64; 3];
            let mut time = [0i64; 3];
            let first = components(reader, &['Y', 'M', 'D'], &mut date, &mut nanos)?;
            let mut second = 0;
            if reader.skip('T').is_some() {
                second = components(reader, &['H', 'M', 'S'], &mut time, &mut nanos)?;
                if second == 0 {
                    return None;
                }
            }
            let calendar = text.contains('Y')
                || text
                    .split('T')
                    .next()
                    .is_some_and(|half| half.contains('M'));
            if first + second == 0 || (calendar && (second > 0 || text.contains('D'))) {
                return None;
            }
            if calendar {
                let months = date[0].checked_mul(12)?.checked_add(date[1])?;
                return Some(Self::Years(YearsDuration {
                    months: if negative { -months } else { months },
                }));
            }
            let seconds = i128::from(date[2]) * i128::from(DAY)
                + i128::from(time[0]) * 3600
                + i128::from(time[1]) * 60
                + i128::from(time[2]);
            let total = seconds * NANOS + i128::from(nanos);
            DaysDuration::from_nanos(if negative { -total } else { total }).map(Self::Days)
        })
    }
}

impl FromStr for DaysDuration {
    type Err = NotTemporal;
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        match text.parse()? {
            Duration::Days(duration) => Ok(duration),
            Duration::Years(_) => Err(NotTemporal),
        }
    }
}

impl FromStr for YearsDuration {
    type Err = NotTemporal;
    fn from_str(text: &str) -> Result<Self, NotTemporal> {
        match text.parse()? {
            Duration::Years(duration) => Ok(duration),
            Duration::Days(_) => Err(NotTemporal),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(
            f,
            "{sign}{:04}-{:02}-{:02}",
            self.year.unsigned_abs(),
            self.month,
            self.day
        )
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(0) => f.write_str("Z"),
            Self::Offset(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let seconds = seconds.abs();
                write!(f, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
                if seconds % 60 != 0 {
                    write!(f, ":{:02}", seconds % 60)?;
                }
                Ok(())
            }
            Self::Named(tz) => write!(f, "@{}", tz.name()),
        }
    }
}

fn trimmed_nanos(f: &mut fmt::Formatter<'_>, nanos: u32) -> fmt::Result {
    if nanos > 0 {
        let digits = format!("{nanos:09}");
        write!(f, ".{}", digits.trim_end_matches('0'))?;
    }
    Ok(())
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        trimmed_nanos(f, self.nanosecond)?;
        match self.zone {
            Some(zone) => write!(f, "{zone}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)
    }
}

impl fmt::Display for DaysDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.nanos();
        if nanos < 0 {
            f.write_str("-")?;
        }
        let seconds = nanos.abs() / NANOS;
        let fraction = (nanos.abs() % NANOS) as u32;
        let (days, hours) = (seconds / i128::from(DAY), seconds / 3600 % 24);
        let (minutes, seconds) = (seconds / 60 % 60, seconds % 60);
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if hours + minutes + seconds > 0 || fraction > 0 || days == 0 {
            f.write_str("T")?;
            if hours > 0 {
                write!(f, "{hours}H")?;
            }
            if minutes > 0 {
                write!(f, "{minutes}M")?;
            }
            if seconds > 0 || fraction > 0 || (days == 0 && hours + minutes == 0) {
                write!(f, "{seconds}")?;
                trimmed_nanos(f, fraction)?;
                f.write_str("S")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for YearsDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.months < 0 {
            f.write_str("-")?;
        }
        let months = self.months.unsigned_abs();
        f.write_str("P")?;
        if months >= 12 {
            write!(f, "{}Y", months / 12)?;
        }
        if !months.is_multiple_of(12) || months == 0 {
            write!(f, "{}M", months % 12)?;
        }
        Ok(())
    }
}
