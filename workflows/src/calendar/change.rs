//! What a new version of the calendar changes: which dates, and which open deadlines move, always later.
//!
//! A decree that adds a holiday gives people the day back; one that takes a holiday away must not take away time that
//! was promised. So a deadline moves later or not at all (DOMAIN 5).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Calendar, Close, Day, due};

/// A date that two versions see differently in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateChange {
    /// The region code prefix the change is seen in; empty for the whole country.
    pub region: String,
    /// The date.
    pub date: NaiveDate,
    /// What the old version said; `None` for nothing.
    pub before: Option<Day>,
    /// What the new version says; `None` for nothing.
    pub after: Option<Day>,
    /// Whether the date was worked before.
    pub worked_before: bool,
    /// Whether the date is worked now.
    pub worked_after: bool,
}

/// The dates on which the two versions differ, by region prefix and date. Only regions that one of the versions names
/// are compared besides the whole country; runs longer than 400 days are compared over their first 400.
pub fn changed_dates(old: &Calendar, new: &Calendar) -> Vec<DateChange> {
    let mut regions: BTreeSet<&str> = BTreeSet::from([""]);
    let mut dates: BTreeSet<NaiveDate> = old
        .national
        .keys()
        .chain(new.national.keys())
        .copied()
        .collect();
    for run in old.regional.iter().chain(&new.regional) {
        regions.insert(&run.region);
        dates.extend(
            run.first
                .iter_days()
                .take(400)
                .take_while(|day| *day <= run.last),
        );
    }
    let mut changes = Vec::new();
    for region in regions {
        let (before, after) = (old.for_region(region), new.for_region(region));
        for &date in &dates {
            let change = DateChange {
                region: region.to_owned(),
                date,
                before: before.day(date).cloned(),
                after: after.day(date).cloned(),
                worked_before: before.is_working_day(date),
                worked_after: after.is_working_day(date),
            };
            // What the whole country sees is not repeated for each region.
            let seen_nationally = !region.is_empty()
                && changes.iter().any(|c: &DateChange| {
                    c.region.is_empty()
                        && c.date == date
                        && c.before == change.before
                        && c.after == change.after
                });
            if change.before != change.after && !seen_nationally {
                changes.push(change);
            }
        }
    }
    changes
}

/// An open deadline and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline<K> {
    /// What is due.
    pub key: K,
    /// When it was triggered.
    pub trigger: DateTime<Utc>,
    /// How many working days it has.
    pub working_days: i64,
    /// Region code of the assignee.
    pub region: String,
    /// Zone of the assignee.
    pub zone: Tz,
    /// Time of day it falls at.
    pub close: Close,
    /// When it is due now, extensions included.
    pub due: DateTime<Utc>,
}

/// A deadline that a new calendar version moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<K> {
    /// What is due.
    pub key: K,
    /// When it was due.
    pub from: DateTime<Utc>,
    /// When it is due now; always later than `from`.
    pub to: DateTime<Utc>,
}

/// Which of the open deadlines the new version moves, in the order given. A deadline that would come out earlier, or
/// cannot be computed, stays.
pub fn moved_deadlines<K: Clone>(new: &Calendar, open: &[Deadline<K>]) -> Vec<Move<K>> {
    open.iter()
        .filter_map(|deadline| {
            let calendar = new.for_region(&deadline.region);
            let to = due(
                deadline.trigger,
                deadline.working_days,
                deadline.zone,
                &calendar,
                deadline.close,
            )?;
            (to > deadline.due).then(|| Move {
                key: deadline.key.clone(),
                from: deadline.due,
                to,
            })
        })
        .collect()
}
