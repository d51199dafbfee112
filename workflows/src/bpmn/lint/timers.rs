//! Literal timers are ISO 8601 or a cron line, and no cycle turns faster than once a second.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use crate::engine::time;
use crate::feel::Environment;
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

/// Reads a literal exactly as the engine will, so that what is accepted here runs there.
fn literal(timer: &Timer, element: &Element, sink: &mut Sink) {
    let (text, what) = match timer {
        Timer::Date(text) => (text, "date"),
        Timer::Duration(text) => (text, "duration"),
        Timer::Cycle(text) => (text, "cycle"),
    };
    let Text::Literal(source) = text else {
        return;
    };
    let place = place(element);
    if matches!(timer, Timer::Cycle(_)) && is_restless(source) {
        sink.report(Code::TimerTooFast, &place, &[source]);
        return;
    }
    match (
        due(timer, chrono_tz::UTC),
        due(timer, chrono_tz::Asia::Jayapura),
    ) {
        (Some(here), Some(there)) => {
            // Two zones, two instants: the text leaves the zone open. A duration counts from now, and may.
            if here != there && matches!(timer, Timer::Date(_)) {
                sink.report(Code::TimerWithoutZone, &place, &[source]);
            }
        }
        _ => sink.report(Code::TimerInvalid, &place, &[source, what]),
    }
}

/// The first tick, seen from a fixed moment.
fn due(timer: &Timer, zone: Tz) -> Option<DateTime<Utc>> {
    let environment = Environment::at(DateTime::UNIX_EPOCH).in_zone(zone);
    let tick = time::start_timer(timer, &environment, None).ok()?;
    tick.map(|tick| tick.due)
}

/// Whether the period of an ISO 8601 cycle is shorter than a second.
fn is_restless(cycle: &str) -> bool {
    let Some((_, period)) = cycle
        .strip_prefix('R')
        .and_then(|rest| rest.rsplit_once('/'))
    else {
        return false;
    };
    let from = DateTime::UNIX_EPOCH;
    time::Span::parse(period)
        .and_then(|span| span.after(from, chrono_tz::UTC))
        .is_ok_and(|next| next - from < Duration::seconds(1))
}
