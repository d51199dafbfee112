//! The reminder ladder RL: who is reminded of a task, and when (DOMAIN section 5).
//!
//! Friendly and early before the deadline, then upwards: the superior, the team lead, the regional secretary. Mails
//! leave at 08:00 local time on working days only, so that nobody is called on a Sunday or at midnight.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::hours::clock;
use super::{RegionalCalendar, instant, local_date};

/// Local time reminders leave at.
pub const REMINDER_TIME: NaiveTime = clock(8, 0);

/// How many weekly rungs [`rungs`] plans; [`next_after`] goes on for ten years.
pub const PLANNED_WEEKS: u32 = 12;

const LONGEST_WEEKS: u32 = 520;

/// A step of the ladder. Each is sent at most once per task and person, so the name is part of the timer's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RungName {
    /// Half of the time has passed.
    Half,
    /// Three working days before the due day.
    Minus3Wd,
    /// One working day before the due day.
    Minus1Wd,
    /// The due day itself, or the last working day before a deadline that falls on a day off.
    Due,
    /// One working day late.
    Overdue1Wd,
    /// Three working days late.
    Overdue3Wd,
    /// Five working days late.
    Overdue5Wd,
    /// The nth week after `Overdue5Wd`, from 1.
    Weekly(u32),
}

impl std::fmt::Display for RungName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RungName::Half => f.write_str("HALF"),
            RungName::Minus3Wd => f.write_str("MINUS_3WD"),
            RungName::Minus1Wd => f.write_str("MINUS_1WD"),
            RungName::Due => f.write_str("DUE"),
            RungName::Overdue1Wd => f.write_str("OVERDUE_1WD"),
            RungName::Overdue3Wd => f.write_str("OVERDUE_3WD"),
            RungName::Overdue5Wd => f.write_str("OVERDUE_5WD"),
            RungName::Weekly(n) => write!(f, "WEEKLY_{n}"),
        }
    }
}

impl std::str::FromStr for RungName {
    type Err = UnknownRung;

    fn from_str(text: &str) -> Result<Self, UnknownRung> {
        Ok(match text {
            "HALF" => RungName::Half,
            "MINUS_3WD" => RungName::Minus3Wd,
            "MINUS_1WD" => RungName::Minus1Wd,
            "DUE" => RungName::Due,
            "OVERDUE_1WD" => RungName::Overdue1Wd,
            "OVERDUE_3WD" => RungName::Overdue3Wd,
            "OVERDUE_5WD" => RungName::Overdue5Wd,
            _ => {
                let week = text.strip_prefix("WEEKLY_").and_then(|n| n.parse().ok());
                RungName::Weekly(
                    week.filter(|n| (1..=LONGEST_WEEKS).contains(n))
                        .ok_or(UnknownRung)?,
                )
            }
        })
    }
}

/// The text names no rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a rung of the reminder ladder")]
pub struct UnknownRung;

/// Whom a rung speaks to, relative to the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Audience {
    /// Whoever has the task, or may claim it.
    Assignee,
    /// The position above the assignee's.
    Superior,
    /// The executive team's lead.
    TeamLead,
    /// The regional secretary; for national tasks the programme secretariat.
    Sekda,
}

/// One reminder to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Unique within the ladder.
    pub name: RungName,
    /// When it leaves.
    pub at: DateTime<Utc>,
    /// To whom.
    pub audience: &'static [Audience],
}

/// The ladder of a task that was created and is due at these instants, seen from the assignee's zone and calendar, in
/// order of time: at most one rung per day, each name once, up to [`PLANNED_WEEKS`] weekly rungs.
///
/// Left out is what makes no sense: a rung that would leave before the task existed, and a milder rung that falls on
/// the day of, or behind, a sterner one. A due instant before 08:00 belongs to the working day before.
pub fn rungs(
    created: DateTime<Utc>,
    due: DateTime<Utc>,
    zone: Tz,
    calendar: &RegionalCalendar<'_>,
) -> Vec<Rung> {
    climb(created, due, zone, calendar, PLANNED_WEEKS)
}

/// The first rung that leaves after `at`, however many weeks the task is late; `None` after ten years.
pub fn next_after(
    created: DateTime<Utc>,
    due: DateTime<Utc>,
    zone: Tz,
    calendar: &RegionalCalendar<'_>,
    at: DateTime<Utc>,
) -> Option<Rung> {
    let weeks = u32::try_from((at - due).num_weeks().max(0)).ok()?;
    climb(
        created,
        due,
        zone,
        calendar,
        weeks.saturating_add(3).min(LONGEST_WEEKS),
    )
    .into_iter()
    .find(|rung| rung.at > at)
}

fn climb(
    created: DateTime<Utc>,
    due: DateTime<Utc>,
    zone: Tz,
    calendar: &RegionalCalendar<'_>,
    weeks: u32,
) -> Vec<Rung> {
    use Audience::{Assignee, Sekda, Superior, TeamLead};
    const OWN: &[Audience] = &[Assignee];

    let Some(due_day) = last_morning(due, zone, calendar) else {
        return Vec::new();
    };
    let half = created + (due - created) / 2;
    let after = |n| calendar.nth_working_day_after(due_day, n);
    let mut planned: Vec<(RungName, Option<NaiveDate>, &'static [Audience])> = vec![
        (
            RungName::Half,
            calendar.on_or_after(local_date(zone, half)),
            OWN,
        ),
        (RungName::Minus3Wd, after(-3), OWN),
        (RungName::Minus1Wd, after(-1), OWN),
        (RungName::Due, Some(due_day), OWN),
        (RungName::Overdue1Wd, after(1), &[Assignee, Superior]),
        (RungName::Overdue3Wd, after(3), &[TeamLead]),
        (RungName::Overdue5Wd, after(5), &[Sekda]),
    ];
    let fifth = after(5);
    for week in 1..=weeks {
        // Anchored to the fifth day, not to the week before, so that holidays do not push the whole row.
        let day = fifth
            .and_then(|day| day.checked_add_days(Days::new(7 * u64::from(week))))
            .and_then(|day| calendar.on_or_after(day));
        planned.push((RungName::Weekly(week), day, &[Assignee, Sekda]));
    }

    let mut kept: Vec<Rung> = Vec::with_capacity(planned.len());
    // From the sternest down: a milder rung survives only on an earlier day. Weeks run the other way, the first of
    // two that a long holiday puts on one day survives.
    for (name, day, audience) in planned.iter().copied().rev() {
        let Some(day) = day else { continue };
        let at = instant(zone, day, REMINDER_TIME);
        if at <= created {
            continue;
        }
        match kept.last_mut() {
            Some(later) if at == later.at && matches!(later.name, RungName::Weekly(_)) => {
                *later = Rung { name, at, audience };
            }
            Some(later) if at >= later.at => {}
            _ => kept.push(Rung { name, at, audience }),
        }
    }
    kept.reverse();
    kept
}

/// The last working day whose 08:00 is not after the deadline.
fn last_morning(
    due: DateTime<Utc>,
    zone: Tz,
    calendar: &RegionalCalendar<'_>,
) -> Option<NaiveDate> {
    let day = calendar.on_or_before(local_date(zone, due))?;
    if instant(zone, day, REMINDER_TIME) <= due {
        Some(day)
    } else {
        calendar.working_days_before(day, 1)
    }
}
