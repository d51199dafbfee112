//! Literal timers are ISO 8601 or a cron line, and no cycle turns faster than once a second.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::model::{Element, Kind, Process, Text, Timer, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::place;

pub(super) fn check(process: &Process, sink: &mut Sink) {
    for element in &process.elements {
        let (trigger, once) = match &element.kind {
            Kind::Start {
                trigger,
                interrupting,
                ..
            } => {
                let top = element.parent == Some(Process::ROOT);
                (trigger, *interrupting && !top)
            }
            Kind::Catch(trigger) => (trigger, true),
            Kind::Boundary {
                trigger,
                interrupting,
                ..
            } => (trigger, *interrupting),
            _ => continue,
        };
        if let Trigger::Timer(timer) = trigger {
            if once && matches!(timer, Timer::Cycle(_)) {
                sink.report(Code::TimerCycleOnce, &place(element), &[]);
            }
            literal(timer, element, sink);
        }
    }
}

fn literal(timer: &Timer, element: &Element, sink: &mut Sink) {
    let (text, what) = match timer {
        Timer::Date(text) => (text, "date"),
        Timer::Duration(text) => (text, "duration"),
        Timer::Cycle(text) => (text, "cycle"),
    };
    let Text::Literal(source) = text else {
        return;
    };
    let verdict = match timer {
        Timer::Date(_) => instant(source),
        Timer::Duration(_) => seconds(source).map(|_| Finding::Fine),
        Timer::Cycle(_) => cycle(source),
    };
    let place = place(element);
    match verdict {
        Some(Finding::Fine) => {}
        Some(Finding::WithoutZone) => sink.report(Code::TimerWithoutZone, &place, &[source]),
        Some(Finding::TooFast) => sink.report(Code::TimerTooFast, &place, &[source]),
        None => sink.report(Code::TimerInvalid, &place, &[source, what]),
    }
}

enum Finding {
    Fine,
    WithoutZone,
    TooFast,
}

/// An instant: with offset, with a named zone (`@Asia/Makassar` or `[Asia/Makassar]`), or without.
fn instant(source: &str) -> Option<Finding> {
    if DateTime::parse_from_rfc3339(source).is_ok() {
        return Some(Finding::Fine);
    }
    let (local, zone) = match source.split_once(['@', '[']) {
        Some((local, zone)) => (local, Some(zone.trim_end_matches(']'))),
        None => (source, None),
    };
    if let Some(zone) = zone {
        zone.parse::<chrono_tz::Tz>().ok()?;
        // An offset may stand before the name.
        let both = DateTime::parse_from_rfc3339(local).is_ok() || local_instant(local);
        return both.then_some(Finding::Fine);
    }
    if DateTime::parse_from_str(source, "%Y-%m-%dT%H:%M%:z").is_ok()
        || source.strip_suffix('Z').is_some_and(local_instant)
    {
        return Some(Finding::Fine);
    }
    let bare = local_instant(source) || NaiveDate::parse_from_str(source, "%Y-%m-%d").is_ok();
    bare.then_some(Finding::WithoutZone)
}

fn local_instant(source: &str) -> bool {
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .into_iter()
        .any(|form| NaiveDateTime::parse_from_str(source, form).is_ok())
}

/// `R/PT1H`, `R3/2026-01-01T08:00:00Z/P1D`, `R/P1D/2026-12-31T00:00:00Z`, or a cron line.
fn cycle(source: &str) -> Option<Finding> {
    let Some(rest) = source.strip_prefix('R') else {
        return cron(source).then_some(Finding::Fine);
    };
    let mut parts = rest.split('/');
    let count = parts.next()?;
    if !matches!(count, "" | "-1") {
        count.parse::<u32>().ok()?;
    }
    let parts: Vec<&str> = parts.collect();
    let (period, bound) = match parts.as_slice() {
        [period] => (*period, None),
        [first, second] if first.starts_with('P') => (*first, Some(*second)),
        [first, second] => (*second, Some(*first)),
        _ => return None,
    };
    let period = seconds(period)?;
    // A start may be left empty: R3//P1D.
    let finding = match bound {
        None | Some("") => Finding::Fine,
        Some(bound) => instant(bound)?,
    };
    if period < 1.0 {
        return Some(Finding::TooFast);
    }
    Some(finding)
}

/// Length of an ISO 8601 duration in seconds, with months of 30 and years of 365 days; `None` when it is none.
fn seconds(source: &str) -> Option<f64> {
    let (sign, body) = match source.strip_prefix('-') {
        Some(body) => (-1.0, body),
        None => (1.0, source),
    };
    let body = body.strip_prefix('P')?;
    let (days, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (body, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let date = [
        ('Y', 31_536_000.0),
        ('M', 2_592_000.0),
        ('W', 604_800.0),
        ('D', 86_400.0),
    ];
    let clock = [('H', 3_600.0), ('M', 60.0), ('S', 1.0)];
    Some(sign * (units(days, &date)? + units(time, &clock)?))
}

/// Sums `3D4H`-like parts, each unit at most once and in order.
fn units(mut source: &str, known: &[(char, f64)]) -> Option<f64> {
    let mut sum = 0.0;
    let mut known = known.iter();
    while !source.is_empty() {
        let end = source.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = source[..end].parse().ok()?;
        let unit = source[end..].chars().next()?;
        let (_, weight) = known.by_ref().find(|(name, _)| *name == unit)?;
        sum += number * weight;
        source = &source[end + 1..];
    }
    Some(sum)
}

/// Six fields (seconds first), or a name such as `@daily`.
fn cron(source: &str) -> bool {
    if let Some(name) = source.strip_prefix('@') {
        return matches!(
            name,
            "yearly" | "annually" | "monthly" | "weekly" | "daily" | "midnight" | "hourly"
        );
    }
    let fields: Vec<&str> = source.split_ascii_whitespace().collect();
    fields.len() == 6
        && fields.iter().all(|field| {
            field.chars().all(|c| {
                c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '/' | '-' | ',' | '#')
            })
        })
}
