//! When a nightly sweep is next due, remembered: a pass of the workers asks memory, not the database. What was missed while
//! the program was down is done on start, because nothing is remembered then.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Timelike as _, Utc};

/// The next moment of one sweep.
#[derive(Debug, Clone)]
pub struct Nightly {
    hour_utc: u32,
    next: Arc<Mutex<Option<DateTime<Utc>>>>,
}

impl Nightly {
    /// A sweep at a full hour, UTC.
    #[must_use]
    pub fn at(hour_utc: u32) -> Self {
        Self {
            hour_utc,
            next: Arc::default(),
        }
    }

    /// Whether it may be due. Nothing is promised: what it sweeps decides.
    #[must_use]
    pub fn may_be_due(&self, now: DateTime<Utc>) -> bool {
        let next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        next.is_none_or(|next| next <= now)
    }

    /// It was looked at: not again before the next night.
    pub fn looked_at(&self, now: DateTime<Utc>) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = Some(self.after(now));
    }

    /// The first such hour after `now`.
    fn after(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let hour = i64::from(self.hour_utc) - i64::from(now.hour());
        let begun = Duration::minutes(i64::from(now.minute()))
            + Duration::seconds(i64::from(now.second()))
            + Duration::nanoseconds(i64::from(now.nanosecond()));
        let at = now - begun + Duration::hours(hour);
        if at > now { at } else { at + Duration::days(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_sweep_is_asked_for_on_start_and_then_once_a_night() {
        let sweep = Nightly::at(19);
        assert!(sweep.may_be_due(at("2026-11-23T08:15:30Z")), "on start");
        sweep.looked_at(at("2026-11-23T08:15:30Z"));
        assert!(!sweep.may_be_due(at("2026-11-23T18:59:59Z")));
        assert!(sweep.may_be_due(at("2026-11-23T19:00:00Z")));
        sweep.looked_at(at("2026-11-23T19:00:00Z"));
        assert!(!sweep.may_be_due(at("2026-11-24T18:59:59Z")));
        assert!(sweep.may_be_due(at("2026-11-27T03:00:00Z")), "after days");
    }
}
