//! Telling the rungs that were reached: up to five of a person each alone, more of them in one digest.

use std::collections::BTreeSet;

use schema::tables::pending_reminder;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use super::super::mail::Draft;
use super::about::{About, Known, Tasks};
use super::channels::{Told, Word};
use super::{Notice, rung_notice};
use crate::commands::Fault;
use crate::store::directory::Addressee;
use crate::store::link::{self, Wanted};
use crate::store::notice;

/// More reminders than these of one moment become one digest (DOMAIN 5).
const MOST_ALONE: usize = 5;
/// Tasks that a digest names; the others are counted.
const LISTED: usize = 30;
/// Rungs of one person that are taken at a time.
const MOST: u64 = 100_000;
/// People taken at a time.
const PEOPLE: u64 = 50;

/// What is told to one person now.
struct Share {
    person: Uuid,
    rows: Vec<pending_reminder::Model>,
    /// Of the rows that are looked at.
    notices: Vec<Notice>,
}

/// Tells some people what was reached for them; answers how many.
pub(super) async fn tell(
    transaction: &DatabaseTransaction,
    known: &mut Known,
) -> Result<usize, Fault> {
    let mut shares = Vec::new();
    for (person, _) in notice::reached(transaction, known.now, PEOPLE).await? {
        let rows = notice::hold(transaction, person, MOST).await?;
        // Another replica is at it.
        if rows.is_empty() {
            continue;
        }
        let looked_at = if rows.len() > MOST_ALONE {
            LISTED
        } else {
            MOST_ALONE
        };
        let notices = rows
            .iter()
            .take(looked_at)
            .map(|row| rung_notice(row.task_id, &row.rung, &row.audience))
            .collect();
        shares.push(Share {
            person,
            rows,
            notices,
        });
    }
    known
        .ask_preferences(transaction, shares.iter().map(|share| share.person))
        .await?;
    let mut told = Told::default();
    let count = shares.len();
    for share in shares {
        let tasks = Tasks::read(transaction, known, &share.notices).await?;
        // Who has left the office meanwhile is not told of its tasks.
        let lines: Vec<(&Notice, About<'_>, &Addressee)> = share
            .notices
            .iter()
            .filter_map(|notice| {
                let about = tasks.about(known, notice.task)?;
                let one = known
                    .people(notice, &about)
                    .into_iter()
                    .find(|one| one.person == share.person)?;
                Some((notice, about, one))
            })
            .collect();
        if share.rows.len() > MOST_ALONE {
            digest(&mut told, known, &share, &lines)?;
            notice::told(transaction, share.person, None).await?;
        } else {
            for (notice, about, one) in &lines {
                told.about_task(known, notice, about, one)?;
            }
            notice::told(transaction, share.person, Some(&share.rows)).await?;
        }
    }
    told.keep(transaction).await?;
    Ok(count)
}

fn digest(
    told: &mut Told,
    known: &Known,
    share: &Share,
    lines: &[(&Notice, About<'_>, &Addressee)],
) -> Result<(), Fault> {
    let Some((_, first, one)) = lines.first() else {
        return Ok(());
    };
    let mut links = Vec::new();
    let mut tasks = Vec::new();
    let mut named = BTreeSet::new();
    for (notice, about, one) in lines {
        // Several missed rungs of one task are one line.
        if !named.insert(about.task.id) {
            continue;
        }
        let token = notice.whom.acts().then(|| {
            links.push(Wanted {
                task: about.task.id,
                person: one.person,
            });
            link::placeholder(links.len() - 1)
        });
        let mut task = known.task_for_template(notice, about, one, token);
        if let Some(task) = task.as_object_mut() {
            task.insert(
                "businessKey".to_owned(),
                about.case.business_key.clone().into(),
            );
        }
        tasks.push(task);
    }
    let count = share
        .rows
        .iter()
        .map(|row| row.task_id)
        .collect::<BTreeSet<_>>()
        .len();
    let key = share.rows.first().map_or_else(String::new, |row| {
        format!("digest:{}:{}:{}", share.person, row.task_id, row.rung)
    });
    let word = Word {
        task: None,
        due: lines
            .iter()
            .filter_map(|(_, about, _)| about.task.due)
            .min(),
        draft: Draft {
            template: "reminder-digest",
            process: None,
            zone: first.task.zone.parse().unwrap_or(first.home.owner.zone),
            values: serde_json::json!({
                "digest": {
                    "count": count,
                    "more": count.saturating_sub(tasks.len()),
                    "tasks": tasks,
                    "url": format!("{}/tugas", known.public_url.trim_end_matches('/')),
                },
            }),
            task: None,
            instance: None,
            links,
            key,
            organisation_path: &first.task.organisation_path,
            at: known.now,
        },
    };
    told.word(known, one, &word)?;
    Ok(())
}
