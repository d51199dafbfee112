//! `advance: 5 working days`.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::engine::time::{Span, in_working_days};
use crate::feel::WorkCalendar;

/// The instant that a span leads to from now.
pub(crate) fn target(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
    calendar: &dyn WorkCalendar,
) -> Result<DateTime<Utc>, String> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        let at = at.with_timezone(&Utc);
        return if at < now {
            Err(format!("{text} lies in the past"))
        } else {
            Ok(at)
        };
    }
    let wrong = || format!("{text:?} is no span such as `5 working days`, `2 hours` or P3D");
    if text.starts_with('P') {
        return Span::parse(text)
            .and_then(|span| span.after(now, zone))
            .map_err(|_| wrong());
    }
    let (count, unit) = text.split_once(' ').ok_or_else(wrong)?;
    let count: i64 = count.parse().map_err(|_| wrong())?;
    if count < 0 {
        return Err(wrong());
    }
    let iso = match unit.trim().trim_end_matches('s') {
        "working day" => {
            return in_working_days(now, zone, calendar, count).ok_or_else(wrong);
        }
        "month" => format!("P{count}M"),
        "week" => format!("P{count}W"),
        "day" => format!("P{count}D"),
        "hour" => format!("PT{count}H"),
        "minute" => format!("PT{count}M"),
        "second" => format!("PT{count}S"),
        _ => return Err(wrong()),
    };
    Span::parse(&iso)
        .and_then(|span| span.after(now, zone))
        .map_err(|_| wrong())
}
