//! From what must be told to mails, notices and pushes, one a person: new tasks from the outbox, and the rungs of the
//! reminder ladder that are due (DOMAIN 5, "RL"). Rungs are first written down for each person they reach, and told when
//! nothing more of the moment is due: alone, or in one digest when there are more than five. Everything of a batch happens
//! in one transaction, so a rung is neither lost nor told twice.
//!
//! `about` gathers what is known of tasks, `channels` hands a letter to a person as they want it, `digest` tells rungs.

mod about;
mod channels;
mod digest;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use schema::tables::{pending_reminder, reminder, user_task};
use sea_orm::{ActiveValue::Set, DatabaseTransaction};
use serde::Deserialize;
use uuid::Uuid;
use workflows::calendar::ladder::{self, RungName};
use workflows::calendar::{Calendar, eastern_day, zone_of_or_national};
use workflows::id::{PersonId, TaskId};

use super::Workers;
use crate::commands::Fault;
use crate::store::directory::Directory;
use crate::store::project::audience_name;
use crate::store::{mail, notice};
use about::{Known, Tasks};
use channels::Told;

/// Rungs and notices taken at a time.
const BATCH: u64 = 500;

/// Tells what is due; answers how many notices, rungs and people were taken.
pub(super) async fn expand_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let now = door.clock.now();
    let mut known = Known {
        compiled: door.deployed.refresh(door.store.read()).await?,
        public_url: workers.public_url.clone(),
        now,
        directory: Directory::new(eastern_day(now)),
        homes: BTreeMap::new(),
        preferences: BTreeMap::new(),
    };
    let mut done = 0;
    for source in [Source::Outbox, Source::Ladder, Source::Reached] {
        loop {
            let mut own = known.clone();
            let taken = door
                .store
                .write(move |transaction| {
                    Box::pin(async move {
                        let taken = match source {
                            Source::Outbox => expand_notices(transaction, &mut own).await?,
                            Source::Ladder => climb(transaction, &mut own).await?,
                            Source::Reached => digest::tell(transaction, &mut own).await?,
                        };
                        Ok::<_, Fault>((taken, own))
                    })
                })
                .await?;
            done += taken.0;
            known = taken.1;
            if taken.0 == 0 {
                break;
            }
        }
    }
    Ok(done)
}

#[derive(Clone, Copy)]
enum Source {
    Outbox,
    Ladder,
    Reached,
}

/// To whom a notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whom {
    Assignee,
    Superior,
    TeamLead,
    Secretary,
    Named(Vec<String>),
}

impl Whom {
    /// Whether the task is theirs to do.
    pub(super) fn acts(&self) -> bool {
        matches!(self, Self::Assignee | Self::Named(_))
    }
}

/// Something to tell about a task.
pub(super) struct Notice {
    task: Uuid,
    template: String,
    whom: Whom,
    /// Before the person in the idempotency key.
    key: String,
}

#[derive(Deserialize)]
struct Stored {
    task: Uuid,
    template: String,
    #[serde(default)]
    to: Option<Vec<String>>,
}

async fn expand_notices(
    transaction: &DatabaseTransaction,
    known: &mut Known,
) -> Result<usize, Fault> {
    let entries = mail::claim(transaction, "NOTIFY", known.now, BATCH).await?;
    let mut notices = Vec::new();
    for entry in &entries {
        let sent = match serde_json::from_str::<Stored>(&entry.payload) {
            Ok(Stored { task, template, to }) => {
                notices.push(Notice {
                    task,
                    template,
                    whom: to.map_or(Whom::Assignee, Whom::Named),
                    key: entry.idempotency_key.clone(),
                });
                mail::Sent::Done("mails written".to_owned())
            }
            Err(error) => mail::Sent::Never(format!("unreadable: {error}")),
        };
        mail::settle(transaction, entry, &sent, known.now).await?;
    }
    let tasks = Tasks::read(transaction, known, &notices).await?;
    let mut people = BTreeSet::new();
    for notice in &notices {
        if let Some(about) = tasks.about(known, notice.task) {
            people.extend(known.people(notice, &about).iter().map(|one| one.person));
        }
    }
    known.ask_preferences(transaction, people).await?;
    let mut told = Told::default();
    for notice in &notices {
        if let Some(about) = tasks.about(known, notice.task) {
            for one in known.people(notice, &about) {
                told.about_task(known, notice, &about, one)?;
            }
        }
    }
    told.keep(transaction).await?;
    Ok(entries.len())
}

async fn climb(transaction: &DatabaseTransaction, known: &mut Known) -> Result<usize, Fault> {
    let now = known.now;
    let first = mail::due_reminders(transaction, now, BATCH).await?;
    if first.is_empty() {
        return Ok(0);
    }
    // Everything that is due of these tasks is dealt with together: `mark_sent` marks it all.
    let ids: Vec<Uuid> = first
        .iter()
        .map(|row| row.task_id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let due = mail::due_of(transaction, &ids, now).await?;
    // After a time when nothing was sent, each missed rung is told once (issue 4).
    let notices: Vec<Notice> = due
        .iter()
        .map(|row| rung_notice(row.task_id, &row.rung, &row.audience))
        .collect();
    let tasks = Tasks::read(transaction, known, &notices).await?;
    let mut reached = Vec::new();
    for (row, notice) in due.iter().zip(&notices) {
        let Some(about) = tasks.about(known, row.task_id) else {
            continue;
        };
        for one in known.people(notice, &about) {
            reached.push(pending_reminder::ActiveModel {
                person_id: Set(one.person),
                task_id: Set(row.task_id),
                rung: Set(row.rung.clone()),
                audience: Set(row.audience.clone()),
                at: Set(row.at),
            });
        }
    }
    notice::reach(transaction, reached).await?;
    mail::mark_sent(transaction, ids, now).await?;
    let further = further(known, &due, &tasks.open);
    mail::add_reminders(transaction, further).await?;
    Ok(due.len())
}

/// What is told of a rung.
fn rung_notice(task: Uuid, rung: &str, audience: &str) -> Notice {
    Notice {
        task,
        template: template_of(rung).to_owned(),
        whom: whom_of(audience),
        key: format!("rung:{}:{rung}", TaskId::from_uuid(task)),
    }
}

/// The key under which a person is told something once.
fn key_for(key: &str, person: Uuid) -> String {
    format!("{key}:{}", PersonId::from_uuid(person))
}

/// The week after the last planned one, for tasks that are open still.
fn further(
    known: &Known,
    due: &[reminder::Model],
    open: &BTreeMap<Uuid, user_task::Model>,
) -> Vec<reminder::ActiveModel> {
    let mut rungs = Vec::new();
    let mut asked = BTreeSet::new();
    for row in due {
        let week = match row.rung.parse::<RungName>() {
            Ok(RungName::Weekly(week)) if week >= ladder::PLANNED_WEEKS => week,
            _ => continue,
        };
        let Some(task) = open.get(&row.task_id) else {
            continue;
        };
        let (Some(deadline), Some(home)) = (task.due, known.homes.get(&task.organisation_path))
        else {
            continue;
        };
        if !asked.insert((task.id, week)) {
            continue;
        }
        let region = home.owner.region.as_str();
        let calendar = Calendar::shipped().for_region(region);
        let next = ladder::next_after(
            task.created_at,
            deadline,
            zone_of_or_national(region),
            &calendar,
            known.now.max(row.at),
        );
        if let Some(rung) = next {
            rungs.extend(rung.audience.iter().map(|audience| reminder::ActiveModel {
                task_id: Set(task.id),
                rung: Set(rung.name.to_string()),
                audience: Set(audience_name(*audience).to_owned()),
                instance_id: Set(task.instance_id),
                at: Set(rung.at),
                sent_at: Set(None),
            }));
        }
    }
    rungs
}

fn whom_of(audience: &str) -> Whom {
    match audience {
        "SUPERIOR" => Whom::Superior,
        "TEAM_LEAD" => Whom::TeamLead,
        "SECRETARY" => Whom::Secretary,
        _ => Whom::Assignee,
    }
}

fn template_of(rung: &str) -> &'static str {
    match rung {
        "HALF" => "reminder-half",
        "MINUS_3WD" => "reminder-minus-3wd",
        "MINUS_1WD" => "reminder-minus-1wd",
        "DUE" => "reminder-due",
        "OVERDUE_1WD" => "reminder-overdue-1wd",
        "OVERDUE_3WD" => "reminder-overdue-3wd",
        "OVERDUE_5WD" => "reminder-overdue-5wd",
        _ => "reminder-weekly",
    }
}
