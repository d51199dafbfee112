//! Handing a letter to a person as they want it: by mail, in the application, to an address of their own; outside of
//! their quiet hours, unless it could not be acted on any more by then.

use chrono::{DateTime, Duration, Timelike as _, Utc};
use chrono_tz::Tz;
use schema::tables::{notice as notice_row, notice_preference, outbox};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr};
use uuid::Uuid;
use workflows::calendar::{instant, local_date};
use workflows::id::TaskId;

use super::super::mail::{Draft, Letter, Unwritten};
use super::about::{About, Known};
use super::{Notice, key_for};
use crate::store::directory::Addressee;
use crate::store::link::{self, Wanted};
use crate::store::{mail, notice};

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// What is to be kept of a batch: letters, pushes and notices.
#[derive(Default)]
pub(super) struct Told {
    entries: Vec<outbox::ActiveModel>,
    notices: Vec<notice_row::ActiveModel>,
}

/// Something told to one person.
pub(super) struct Word<'a> {
    pub draft: Draft<'a>,
    /// The task, when it is about one.
    pub task: Option<Uuid>,
    /// The first moment by which it must be acted on.
    pub due: Option<DateTime<Utc>>,
}

impl Told {
    /// Tells somebody of one task.
    pub fn about_task(
        &mut self,
        known: &Known,
        notice: &Notice,
        about: &About<'_>,
        one: &Addressee,
    ) -> Result<(), DbErr> {
        let task = about.task;
        let language = one.language.as_str();
        // Who may do the task gets a link to do it; who is only told of it does not.
        let links: Vec<Wanted> = notice
            .whom
            .acts()
            .then_some(Wanted {
                task: task.id,
                person: one.person,
            })
            .into_iter()
            .collect();
        let token = notice.whom.acts().then(|| link::placeholder(0));
        let word = Word {
            task: Some(task.id),
            due: task.due,
            draft: Draft {
                template: &notice.template,
                process: Some(&about.facts.process),
                zone: task.zone.parse().unwrap_or(about.home.owner.zone),
                values: serde_json::json!({
                    "instance": about.case.for_template(&known.compiled, language, &about.home.owner, &known.public_url),
                    "task": known.task_for_template(notice, about, one, token),
                }),
                task: Some(task.id),
                instance: Some(task.instance_id),
                links,
                key: key_for(&notice.key, one.person),
                organisation_path: &task.organisation_path,
                at: known.now,
            },
        };
        self.word(known, one, &word)
    }

    /// Tells somebody something.
    pub fn word(&mut self, known: &Known, one: &Addressee, word: &Word<'_>) -> Result<(), DbErr> {
        let letter = match word.draft.compose(&known.compiled, one) {
            Ok(letter) => letter,
            Err(problem @ Unwritten::NoTemplate(_)) => {
                tracing::error!(template = word.draft.template, "{problem}");
                return Ok(());
            }
            Err(problem) => {
                tracing::error!(template = word.draft.template, "{problem}");
                return Ok(());
            }
        };
        let wants = known
            .preferences
            .get(&one.person)
            .and_then(|said| said.as_ref());
        let at = match wants {
            None => known.now,
            Some(wants) => moment(wants, word.draft.zone, known.now, word.due),
        };
        if wants.is_none_or(|wants| wants.mail) {
            let mut entry = word.draft.entry(one, &letter)?;
            entry.next_try = Set(at);
            self.entries.push(entry);
        }
        if wants.is_none_or(|wants| wants.in_app) {
            self.notices.push(notice_row::ActiveModel {
                id: Set(Uuid::now_v7()),
                person_id: Set(one.person),
                task_id: Set(word.task),
                kind: Set(word.draft.template.to_owned()),
                title: Set(letter.subject.clone()),
                at: Set(known.now),
                read_at: Set(None),
            });
        }
        if wants.is_some_and(|wants| wants.webhook_url.is_some()) {
            let mut entry = push(known, one, word, &letter)?;
            entry.next_try = Set(at);
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Writes everything down.
    pub async fn keep(self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        mail::add(transaction, self.entries).await?;
        notice::add(transaction, self.notices).await
    }
}

/// What goes to the address of a person: where to look, nothing of the case's content.
fn push(
    known: &Known,
    one: &Addressee,
    word: &Word<'_>,
    letter: &Letter,
) -> Result<outbox::ActiveModel, DbErr> {
    let base = known.public_url.trim_end_matches('/');
    let task = word.task.map(|task| TaskId::from_uuid(task).to_string());
    let payload = serde_json::json!({
        "person": one.person,
        "body": {
            "type": word.draft.template,
            "timestamp": known.now.to_rfc3339(),
            "data": {
                "title": letter.subject,
                "taskId": task,
                "due": word.due.map(|due| due.to_rfc3339()),
                "url": task.as_ref().map_or_else(|| format!("{base}/tugas"), |task| format!("{base}/tugas/{task}")),
            },
        },
    });
    mail::entry(
        "PUSH",
        format!("push:{}", word.draft.key),
        &payload,
        word.draft.organisation_path,
        known.now,
    )
}

/// When somebody may be disturbed: now, or at the end of their quiet hours, unless what they are told of is due before.
fn moment(
    wants: &notice_preference::Model,
    zone: Tz,
    now: DateTime<Utc>,
    due: Option<DateTime<Utc>>,
) -> DateTime<Utc> {
    let (Some(from), Some(to)) = (wants.quiet_from, wants.quiet_to) else {
        return now;
    };
    let end = quiet_until(from, to, zone, now).unwrap_or(now);
    if due.is_some_and(|due| due <= end) {
        now
    } else {
        end
    }
}

/// The end of the quiet hours, minutes after midnight, when they have begun; they may reach over midnight.
fn quiet_until(from: i32, to: i32, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let local = now.with_timezone(&zone);
    let minute = i32::try_from(local.hour() * 60 + local.minute()).ok()?;
    let (from, to) = (from.rem_euclid(DAY), to.rem_euclid(DAY));
    let today = local_date(zone, now);
    let day = if from <= to {
        (from..to).contains(&minute).then_some(today)
    } else if minute >= from {
        today.succ_opt()
    } else {
        (minute < to).then_some(today)
    }?;
    let midnight = instant(zone, day, chrono::NaiveTime::MIN);
    Some(midnight + Duration::minutes(i64::from(to)))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    const WITA: Tz = chrono_tz::Asia::Makassar;

    fn local(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        WITA.with_ymd_and_hms(2026, 11, day, hour, minute, 0)
            .single()
            .expect("a moment")
            .with_timezone(&Utc)
    }

    #[test]
    fn quiet_hours_reach_over_midnight_and_end_in_the_morning() {
        let ends = |now| quiet_until(20 * 60, 7 * 60, WITA, now);
        assert_eq!(ends(local(23, 19, 59)), None);
        assert_eq!(ends(local(23, 20, 0)), Some(local(24, 7, 0)));
        assert_eq!(ends(local(24, 6, 59)), Some(local(24, 7, 0)));
        assert_eq!(ends(local(24, 7, 0)), None);
    }

    #[test]
    fn quiet_hours_within_a_day_end_on_that_day_and_empty_ones_never_begin() {
        assert_eq!(
            quiet_until(12 * 60, 13 * 60, WITA, local(23, 12, 30)),
            Some(local(23, 13, 0))
        );
        assert_eq!(quiet_until(8 * 60, 8 * 60, WITA, local(23, 8, 0)), None);
    }
}
