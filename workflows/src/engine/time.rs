//! ISO 8601 instants, durations and cycles, and cron lines, as timers need them.
//!
//! Months and days are counted on the wall calendar of the instance's zone (a month after 31 January is the last day of
//! February; a day stays at the same hour), hours and less on the clock. A cycle is anchored to its first tick, so that
//! late firing never shifts it (DIALECT 3.4).

use chrono::{
    DateTime, Days, Duration, LocalResult, Months, NaiveDate, NaiveDateTime, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::feel::{Value, WorkCalendar};

use super::cron::Cron;
use super::event::Cycle;

/// The moment and place in which a text is read.
pub(crate) struct Clock<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// Zone of the instance.
    pub zone: Tz,
    /// Working calendar: a bare date means the end of that office day.
    pub calendar: &'a dyn WorkCalendar,
}

/// Which of the three timer definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Date,
    Duration,
    Cycle,
}

/// When a timer is due, and how it goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// When.
    pub due: DateTime<Utc>,
    /// How it goes on; `None` for a timer that fires once.
    pub cycle: Option<Cycle>,
}

/// Why a text is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not an ISO 8601 instant.
    #[error("{0:?} is no date or date and time")]
    Instant(String),
    /// Not an ISO 8601 duration.
    #[error("{0:?} is no duration such as P3D or PT4H")]
    Duration(String),
    /// Not a cycle.
    #[error("{0:?} is no cycle such as R/PT1H or a cron line of six fields")]
    Cycle(String),
    /// Another type of value.
    #[error("a {0} is no time")]
    Type(&'static str),
    /// Beyond the years that can be told.
    #[error("the time lies out of range")]
    Range,
}

/// A duration on the calendar and the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Calendar months.
    months: i64,
    /// Calendar days.
    days: i64,
    /// The rest.
    clock: Duration,
}

impl Span {
    /// Reads an ISO 8601 duration: `P1Y2M3DT4H5M6.5S`, `P2W`, `-PT5M`.
    ///
    /// # Errors
    /// [`TimeError::Duration`].
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError::Duration(text.to_owned());
        let trimmed = text.trim();
        let (sign, rest) = match trimmed.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let rest = rest.strip_prefix('P').ok_or_else(wrong)?;
        let (date, time) = match rest.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return Err(wrong()),
            None => (rest, ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(wrong());
        }
        let mut span = Self {
            months: 0,
            days: 0,
            clock: Duration::zero(),
        };
        for (number, unit) in parts(date).ok_or_else(wrong)? {
            let whole = number.parse::<i64>().map_err(|_| wrong())?;
            if whole > 1_000_000 {
                return Err(TimeError::Range);
            }
            match unit {
                'Y' => span.months += 12 * whole,
                'M' => span.months += whole,
                'W' => span.days += 7 * whole,
                'D' => span.days += whole,
                _ => return Err(wrong()),
            }
        }
        for (number, unit) in parts(time).ok_or_else(wrong)? {
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            let whole = whole.parse::<i64>().map_err(|_| wrong())?;
            if whole > 1_000_000_000_000 {
                return Err(TimeError::Range);
            }
            let seconds = match unit {
                'H' if fraction.is_empty() => 3600,
                'M' if fraction.is_empty() => 60,
                'S' => 1,
                _ => return Err(wrong()),
            };
            let millis: i64 = format!("{:0<3.3}", fraction).parse().map_err(|_| wrong())?;
            let part = whole
                .checked_mul(seconds)
                .and_then(Duration::try_seconds)
                .and_then(|it| it.checked_add(&Duration::milliseconds(millis)))
                .ok_or(TimeError::Range)?;
            span.clock = span.clock.checked_add(&part).ok_or(TimeError::Range)?;
        }
        Ok(span.times(sign))
    }

    fn times(self, factor: i64) -> Self {
        Self {
            months: self.months.saturating_mul(factor),
            days: self.days.saturating_mul(factor),
            clock: i32::try_from(factor)
                .ok()
                .and_then(|it| self.clock.checked_mul(it))
                .unwrap_or(Duration::MAX),
        }
    }

    /// Whether time goes forward by it.
    fn is_forward(self) -> bool {
        self.months >= 0
            && self.days >= 0
            && self.clock >= Duration::zero()
            && (self.months > 0 || self.days > 0 || self.clock > Duration::zero())
    }

    /// The instant that lies this far after another.
    ///
    /// # Errors
    /// [`TimeError::Range`].
    pub fn after(self, at: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, TimeError> {
        let mut moved = at;
        if self.months != 0 || self.days != 0 {
            let wall = at.with_timezone(&zone).naive_local();
            let months = u32::try_from(self.months.unsigned_abs()).map_err(|_| TimeError::Range)?;
            let wall = if self.months < 0 {
                wall.checked_sub_months(Months::new(months))
            } else {
                wall.checked_add_months(Months::new(months))
            };
            let days = Days::new(self.days.unsigned_abs());
            let wall = wall.and_then(|it| {
                if self.days < 0 {
                    it.checked_sub_days(days)
                } else {
                    it.checked_add_days(days)
                }
            });
            moved = resolve(wall.ok_or(TimeError::Range)?, zone);
        }
        moved.checked_add_signed(self.clock).ok_or(TimeError::Range)
    }
}

/// `12M3D` as pairs; `None` when a number or unit is missing.
fn parts(text: &str) -> Option<Vec<(&str, char)>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let unit = rest[end..].chars().next()?;
        if end == 0 {
            return None;
        }
        found.push((&rest[..end], unit));
        rest = &rest[end + unit.len_utf8()..];
    }
    Some(found)
}

/// A wall-clock time in a zone; what a change of clocks skips moves on by the gap, what it doubles is the earlier one.
pub(crate) fn resolve(wall: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            let later = wall + Duration::hours(1);
            match zone.from_local_datetime(&later) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
                LocalResult::None => Utc.from_utc_datetime(&wall),
            }
        }
    }
}

/// Reads an ISO 8601 date and time with an offset, a zone (`...[Asia/Makassar]`, `...@Asia/Makassar`) or neither (then
/// in `clock.zone`); a bare date is the end of that office day.
fn parse_instant(clock: &Clock<'_>, text: &str) -> Result<DateTime<Utc>, TimeError> {
    let wrong = || TimeError::Instant(text.to_owned());
    let trimmed = text.trim();
    let (stamp, zone) = match trimmed.split_once(['[', '@']) {
        Some((stamp, zone)) => (
            stamp,
            zone.trim_end_matches(']')
                .parse::<Tz>()
                .map_err(|_| wrong())?,
        ),
        None => (trimmed, clock.zone),
    };
    if let Ok(at) = DateTime::parse_from_rfc3339(stamp) {
        return Ok(at.with_timezone(&Utc));
    }
    // Offsets such as +08 or +0800, minutes without seconds, are ISO 8601 but not RFC 3339.
    for pattern in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"] {
        if let Ok(at) = DateTime::parse_from_str(&stamp.replace('Z', "+00:00"), pattern) {
            return Ok(at.with_timezone(&Utc));
        }
    }
    for pattern in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(wall) = NaiveDateTime::parse_from_str(stamp, pattern) {
            return Ok(resolve(wall, zone));
        }
    }
    let day = NaiveDate::parse_from_str(stamp, "%Y-%m-%d").map_err(|_| wrong())?;
    Ok(resolve(
        day.and_time(clock.calendar.end_of_office_day(day)),
        zone,
    ))
}

/// The instant that a value names.
///
/// # Errors
/// [`TimeError`].
pub(crate) fn instant(clock: &Clock<'_>, value: &Value) -> Result<DateTime<Utc>, TimeError> {
    match value {
        Value::String(text) => parse_instant(clock, text),
        Value::DateTime(at) => at.to_utc(clock.zone).ok_or(TimeError::Range),
        Value::Date(day) => {
            let day = day.to_naive().ok_or(TimeError::Range)?;
            let close = clock.calendar.end_of_office_day(day);
            Ok(resolve(day.and_time(close), clock.zone))
        }
        other => Err(TimeError::Type(other.type_name())),
    }
}

fn span(value: &Value) -> Result<Span, TimeError> {
    match value {
        Value::String(text) => Span::parse(text),
        Value::DaysDuration(duration) => Ok(Span {
            months: 0,
            days: 0,
            clock: duration.to_chrono().ok_or(TimeError::Range)?,
        }),
        Value::YearsDuration(duration) => Ok(Span {
            months: duration.months,
            days: 0,
            clock: Duration::zero(),
        }),
        other => Err(TimeError::Type(other.type_name())),
    }
}

/// Milliseconds of a duration from an instant on.
pub(crate) fn milliseconds(value: &Value, at: DateTime<Utc>, zone: Tz) -> Result<i64, TimeError> {
    let end = span(value)?.after(at, zone)?;
    Ok((end - at).num_milliseconds().max(0))
}

/// The first tick of a timer.
pub(crate) fn first(clock: &Clock<'_>, form: Form, value: &Value) -> Result<Tick, TimeError> {
    match form {
        Form::Date => Ok(Tick {
            due: instant(clock, value)?,
            cycle: None,
        }),
        Form::Duration => Ok(Tick {
            due: span(value)?.after(clock.now, clock.zone)?,
            cycle: None,
        }),
        Form::Cycle => first_of_cycle(clock, &cycle_text(value)?),
    }
}

/// A duration as a cycle goes on for ever.
fn cycle_text(value: &Value) -> Result<String, TimeError> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::DaysDuration(_) | Value::YearsDuration(_) => Ok(format!("R/{}", value.to_text())),
        other => Err(TimeError::Type(other.type_name())),
    }
}

/// How a cycle repeats.
enum Rule {
    Every {
        times: Option<u32>,
        start: Option<DateTime<Utc>>,
        period: Span,
    },
    Cron(Box<Cron>),
}

fn rule(clock: &Clock<'_>, text: &str) -> Result<Rule, TimeError> {
    let wrong = || TimeError::Cycle(text.to_owned());
    let Some(rest) = text.strip_prefix('R') else {
        let cron = Cron::parse(text).ok_or_else(wrong)?;
        return Ok(Rule::Cron(Box::new(cron)));
    };
    let mut fields = rest.split('/');
    let times = match fields.next().unwrap_or_default() {
        "" | "-1" => None,
        count => Some(count.parse::<u32>().map_err(|_| wrong())?),
    };
    let rest: Vec<&str> = fields.collect();
    let (start, period) = match rest.as_slice() {
        [period] => (None, *period),
        [start, period] if period.starts_with('P') => (Some(parse_instant(clock, start)?), *period),
        _ => return Err(wrong()),
    };
    let period = Span::parse(period)?;
    // A cycle that stands still would fire for ever at one instant.
    if !period.is_forward() || times == Some(0) {
        return Err(wrong());
    }
    Ok(Rule::Every {
        times,
        start,
        period,
    })
}

fn first_of_cycle(clock: &Clock<'_>, text: &str) -> Result<Tick, TimeError> {
    let (anchor, left) = match rule(clock, text)? {
        Rule::Every {
            times,
            start,
            period,
        } => {
            let anchor = match start {
                Some(start) => start,
                None => period.after(clock.now, clock.zone)?,
            };
            (anchor, times.map(|it| it - 1))
        }
        Rule::Cron(cron) => {
            let first = cron.next(clock.now, clock.zone).ok_or(TimeError::Range)?;
            (first, None)
        }
    };
    Ok(Tick {
        due: anchor,
        cycle: Some(Cycle {
            text: text.to_owned(),
            anchor,
            sequence: 1,
            left,
        }),
    })
}

/// The tick after one that has fired: the first on the schedule that still lies ahead.
pub(crate) fn next(clock: &Clock<'_>, fired: &Cycle) -> Option<Tick> {
    let rule = rule(clock, &fired.text).ok()?;
    let (due, sequence) = match &rule {
        Rule::Every { period, .. } => {
            let at = |sequence: u32| {
                period
                    .times(i64::from(sequence) - 1)
                    .after(fired.anchor, clock.zone)
                    .ok()
            };
            let mut low = fired.sequence.checked_add(1)?;
            if at(low)? <= clock.now {
                // Ticks grow with their number: search instead of walking through years of downtime.
                let mut step = 1_u32;
                while at(low.checked_add(step)?).is_some_and(|due| due <= clock.now) {
                    step = step.checked_mul(2)?;
                }
                let mut high = low + step;
                while low + 1 < high {
                    let middle = low + (high - low) / 2;
                    if at(middle)? <= clock.now {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                low = high;
            }
            (at(low)?, low)
        }
        Rule::Cron(cron) => (cron.next(clock.now, clock.zone)?, fired.sequence + 1),
    };
    let left = match fired.left {
        None => None,
        Some(left) => Some(left.checked_sub(sequence - fired.sequence)?),
    };
    Some(Tick {
        due,
        cycle: Some(Cycle {
            text: fired.text.clone(),
            anchor: fired.anchor,
            sequence,
            left,
        }),
    })
}

/// When a start timer of a definition is due first, and after that: what the server schedules for timer start events.
///
/// `fired` is the tick that has just started an instance, `None` at deployment.
///
/// # Errors
/// [`TimeError`] when the definition is no time.
pub fn start_timer(
    timer: &crate::model::Timer,
    environment: &crate::feel::Environment<'_>,
    fired: Option<&Cycle>,
) -> Result<Option<Tick>, TimeError> {
    use crate::model::{Text, Timer};
    let clock = Clock {
        now: environment.now,
        zone: environment.zone,
        calendar: environment.calendar,
    };
    if let Some(fired) = fired {
        return Ok(next(&clock, fired));
    }
    let (form, source) = match timer {
        Timer::Date(source) => (Form::Date, source),
        Timer::Duration(source) => (Form::Duration, source),
        Timer::Cycle(source) => (Form::Cycle, source),
    };
    let value = match source {
        Text::Literal(text) => Value::string(text.as_str()),
        Text::Feel(expression) => expression
            .evaluate(&crate::feel::Context::new(), environment)
            .map(|outcome| outcome.value)
            .map_err(|_| TimeError::Instant(expression.source().to_owned()))?,
    };
    first(&clock, form, &value).map(Some)
}

/// The end of the office day that lies some working days on.
#[must_use]
pub fn in_working_days(
    now: DateTime<Utc>,
    zone: Tz,
    calendar: &dyn WorkCalendar,
    days: i64,
) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    let day = calendar.nth_working_day_after(today, days)?;
    Some(resolve(day.and_time(calendar.end_of_office_day(day)), zone))
}
