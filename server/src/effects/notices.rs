//! From what must be told to mails, one a person: new tasks from the outbox, and the rungs of the reminder ladder that are
//! due (DOMAIN 5, "RL"). Everything of a batch happens in one transaction, so a rung is neither lost nor sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, Utc};
use schema::deployed::Compiled;
use schema::tables::{organisation, outbox, reminder, user_task};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter,
};
use serde::Deserialize;
use uuid::Uuid;
use workflows::access::regency_path;
use workflows::calendar::ladder::{self, RungName};
use workflows::calendar::{Calendar, local_date, zone_of_or_national};
use workflows::engine::event::TaskFacts;
use workflows::feel::Value;
use workflows::id::{InstanceId, PersonId, TaskId};

use super::Workers;
use super::case::{Case, task_name};
use super::mail::{compose, long_datetime};
use crate::commands::Fault;
use crate::store::directory::{Addressee, Directory};
use crate::store::instance::Owner;
use crate::store::link;
use crate::store::mail;
use crate::store::project::audience_name;

/// Rungs and notices taken at a time.
const BATCH: u64 = 500;

/// Turns what is due into mails; answers how many notices and rungs were taken.
pub(super) async fn expand_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let now = door.clock.now();
    // The same day as `commands::facts` asks for: an appointment begins in the east first.
    let day = local_date(chrono_tz::Asia::Jayapura, now);
    let mut known = Known {
        compiled: door.deployed.refresh(door.store.read()).await?,
        public_url: workers.public_url.clone(),
        now,
        directory: Directory::new(day),
        homes: BTreeMap::new(),
    };
    let mut done = 0;
    for source in [Source::Outbox, Source::Ladder] {
        loop {
            let mut own = known.clone();
            let taken = door
                .store
                .write(move |transaction| {
                    Box::pin(async move {
                        let taken = match source {
                            Source::Outbox => expand_notices(transaction, &mut own).await?,
                            Source::Ladder => climb(transaction, &mut own).await?,
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
}

/// What one pass has looked up already.
#[derive(Clone)]
struct Known {
    compiled: Arc<Compiled>,
    public_url: Arc<str>,
    now: DateTime<Utc>,
    directory: Directory,
    homes: BTreeMap<String, Home>,
}

/// An organisation that owns tasks, and who answers for its late ones.
#[derive(Clone)]
struct Home {
    owner: Owner,
    lead: String,
    secretary: String,
}

/// To whom a notice goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Whom {
    Assignee,
    Superior,
    TeamLead,
    Secretary,
    Named(Vec<String>),
}

impl Whom {
    /// Whether the task is theirs to do.
    fn acts(&self) -> bool {
        matches!(self, Self::Assignee | Self::Named(_))
    }
}

/// Something to tell about a task.
struct Notice {
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
    tell(transaction, known, notices).await?;
    Ok(entries.len())
}

async fn climb(transaction: &DatabaseTransaction, known: &mut Known) -> Result<usize, Fault> {
    let now = known.now;
    let first = mail::due_reminders(transaction, now, BATCH).await?;
    if first.is_empty() {
        return Ok(0);
    }
    // Everything that is due of these tasks is dealt with together: `mark_sent` marks it all.
    let tasks: Vec<Uuid> = first
        .iter()
        .map(|row| row.task_id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let due = mail::due_of(transaction, &tasks, now).await?;
    // After a time when nothing was sent, each missed rung is told once (issue 4).
    let notices = due
        .iter()
        .map(|row| Notice {
            task: row.task_id,
            template: template_of(&row.rung).to_owned(),
            whom: whom_of(&row.audience),
            key: format!("rung:{}:{}", TaskId::from_uuid(row.task_id), row.rung),
        })
        .collect();
    let open = tell(transaction, known, notices).await?;
    mail::mark_sent(transaction, tasks, now).await?;
    let further = further(known, &due, &open);
    mail::add_reminders(transaction, further).await?;
    Ok(due.len())
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

/// Writes the mails of these notices and answers the tasks that are open; the notice of a closed task is dropped.
async fn tell(
    transaction: &DatabaseTransaction,
    known: &mut Known,
    notices: Vec<Notice>,
) -> Result<BTreeMap<Uuid, user_task::Model>, Fault> {
    let ids: Vec<Uuid> = notices
        .iter()
        .map(|notice| notice.task)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut open = BTreeMap::new();
    for some in ids.chunks(400) {
        let rows = user_task::Entity::find()
            .filter(user_task::Column::Id.is_in(some.to_vec()))
            .filter(user_task::Column::Open.eq(true))
            .all(transaction)
            .await?;
        open.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    if open.is_empty() {
        return Ok(open);
    }
    known
        .visit(
            transaction,
            open.values()
                .map(|task| task.organisation_path.as_str())
                .collect(),
        )
        .await?;
    let instances = open
        .values()
        .map(|task| task.instance_id)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let cases: BTreeMap<Uuid, Case> = Case::find(transaction, instances)
        .await?
        .into_iter()
        .map(|case| (case.id, case))
        .collect();
    let facts: BTreeMap<Uuid, TaskFacts> = open
        .values()
        .filter_map(|task| Some((task.id, serde_json::from_str(&task.facts).ok()?)))
        .collect();
    let mut wanted = BTreeSet::new();
    for notice in &notices {
        let (Some(task), Some(facts)) = (open.get(&notice.task), facts.get(&notice.task)) else {
            continue;
        };
        let Some(home) = known.homes.get(&task.organisation_path) else {
            continue;
        };
        wanted.extend(holders(task, facts, &home.owner));
        wanted.extend(candidates(task, facts, &home.owner));
        wanted.extend([home.lead.clone(), home.secretary.clone()]);
        if let Whom::Named(named) = &notice.whom {
            wanted.extend(named.iter().map(|principal| home.owner.resolve(principal)));
        }
    }
    known.directory.learn(transaction, wanted).await?;
    let mut above = BTreeSet::new();
    for notice in notices
        .iter()
        .filter(|notice| notice.whom == Whom::Superior)
    {
        if let (Some(task), Some(facts)) = (open.get(&notice.task), facts.get(&notice.task))
            && let Some(home) = known.homes.get(&task.organisation_path)
        {
            above.extend(
                known
                    .directory
                    .superiors(&candidates(task, facts, &home.owner)),
            );
        }
    }
    known.directory.learn(transaction, above).await?;
    let mut entries = Vec::new();
    for notice in &notices {
        let (Some(task), Some(facts)) = (open.get(&notice.task), facts.get(&notice.task)) else {
            continue;
        };
        if let (Some(home), Some(case)) = (
            known.homes.get(&task.organisation_path),
            cases.get(&task.instance_id),
        ) {
            known.letters(
                &mut entries,
                notice,
                &About {
                    task,
                    facts,
                    home,
                    case,
                },
            )?;
        }
    }
    mail::add(transaction, entries).await?;
    Ok(open)
}

/// Everything a mail about a task draws on.
struct About<'a> {
    task: &'a user_task::Model,
    facts: &'a TaskFacts,
    home: &'a Home,
    case: &'a Case,
}

/// The person who has taken the task, else whom it is addressed to.
fn holders(task: &user_task::Model, facts: &TaskFacts, owner: &Owner) -> Vec<String> {
    match task.assignee_person {
        Some(person) => vec![format!("person:{}", PersonId::from_uuid(person))],
        None => candidates(task, facts, owner),
    }
}

fn candidates(task: &user_task::Model, facts: &TaskFacts, owner: &Owner) -> Vec<String> {
    match &task.assignee {
        Some(assignee) => vec![assignee.clone()],
        None => facts
            .candidate_users
            .iter()
            .chain(&facts.candidate_groups)
            .map(|principal| owner.resolve(principal))
            .collect(),
    }
}

impl Known {
    /// Learns the organisations of these paths.
    async fn visit(
        &mut self,
        connection: &impl ConnectionTrait,
        paths: BTreeSet<&str>,
    ) -> Result<(), DbErr> {
        let fresh: BTreeSet<String> = paths
            .iter()
            .filter(|path| !self.homes.contains_key(**path))
            .flat_map(|path| [(*path).to_owned(), regency_path(path).to_owned()])
            .collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let mut rows: BTreeMap<String, organisation::Model> = BTreeMap::new();
        for some in fresh.iter().cloned().collect::<Vec<_>>().chunks(400) {
            let found = organisation::Entity::find()
                .filter(organisation::Column::Path.is_in(some.to_vec()))
                .all(connection)
                .await?;
            rows.extend(found.into_iter().map(|row| (row.path.clone(), row)));
        }
        for path in paths {
            let Some(own) = rows.get(path) else { continue };
            let regency = rows
                .get(regency_path(path))
                .filter(|row| row.kind == "REGENCY");
            let (lead, secretary) = match regency {
                Some(regency) => (
                    format!("EXEC_TEAM_LEAD@{}", regency.code),
                    format!("REGENCY_SECRETARY@{}", regency.code),
                ),
                None => (
                    "PROGRAMME_OFFICER@id".to_owned(),
                    "PROGRAMME_OFFICER@id".to_owned(),
                ),
            };
            self.homes.insert(
                path.to_owned(),
                Home {
                    owner: Owner::from(own),
                    lead,
                    secretary,
                },
            );
        }
        Ok(())
    }

    /// Adds one entry for each person that a notice reaches.
    fn letters(
        &self,
        entries: &mut Vec<outbox::ActiveModel>,
        notice: &Notice,
        about: &About<'_>,
    ) -> Result<(), DbErr> {
        let About {
            task,
            facts,
            home,
            case,
        } = about;
        let addressed = candidates(task, facts, &home.owner);
        let people = match &notice.whom {
            Whom::Assignee => self.holding(about),
            Whom::Superior => self.directory.people(&self.directory.superiors(&addressed)),
            Whom::TeamLead => self.directory.people(std::slice::from_ref(&home.lead)),
            Whom::Secretary => self.directory.people(std::slice::from_ref(&home.secretary)),
            Whom::Named(named) => self.directory.people(
                &named
                    .iter()
                    .map(|principal| home.owner.resolve(principal))
                    .collect::<Vec<_>>(),
            ),
        };
        for one in people {
            let language = one.language.as_str();
            let Some(template) =
                self.compiled
                    .mail(&notice.template, language, Some(&facts.process))
            else {
                tracing::error!(
                    template = notice.template,
                    "there is no mail {} in the language {language}",
                    notice.template
                );
                continue;
            };
            let values = serde_json::json!({
                "recipient": { "name": one.name, "title": one.office.as_ref().map(|office| office.title(language)) },
                "instance": case.for_template(&self.compiled, language, &home.owner, &self.public_url),
                "task": self.task_for_template(notice, about, one),
            });
            let zone = task.zone.parse().unwrap_or(home.owner.zone);
            let letter = match compose(&template, language, zone, &values) {
                Ok(letter) => letter,
                Err(error) => {
                    tracing::error!(
                        template = notice.template,
                        "mail {} cannot be written: {error:#}",
                        notice.template
                    );
                    continue;
                }
            };
            let person = PersonId::from_uuid(one.person).to_string();
            let payload = serde_json::json!({
                "to": { "name": one.name, "email": one.email },
                "person": person,
                "subject": letter.subject,
                "text": letter.text,
                "template": notice.template,
                "language": language,
                "task": TaskId::from_uuid(task.id).to_string(),
                "instance": InstanceId::from_uuid(task.instance_id).to_string(),
                // Who may do the task gets a link to do it; who is only told of it does not.
                "link": notice.whom.acts().then_some(link::Wanted { task: task.id, person: one.person }),
            });
            entries.push(mail::entry(
                "MAIL",
                format!("{}:{person}", notice.key),
                &payload,
                &task.organisation_path,
                self.now,
            )?);
        }
        Ok(())
    }

    /// Who has the task: the claimer, with the office through which the task reached them, else everybody addressed.
    fn holding(&self, about: &About<'_>) -> Vec<&Addressee> {
        let addressed =
            self.directory
                .people(&candidates(about.task, about.facts, &about.home.owner));
        match about.task.assignee_person {
            None => addressed,
            Some(person) => match addressed.into_iter().find(|one| one.person == person) {
                Some(one) => vec![one],
                None => self
                    .directory
                    .people(&holders(about.task, about.facts, &about.home.owner)),
            },
        }
    }

    fn task_for_template(
        &self,
        notice: &Notice,
        about: &About<'_>,
        one: &Addressee,
    ) -> serde_json::Value {
        let About {
            task, facts, home, ..
        } = about;
        let (language, english) = (one.language.as_str(), one.language == "en");
        let zone = task.zone.parse().unwrap_or(home.owner.zone);
        let calendar = Calendar::shipped().for_region(&home.owner.region);
        let days = task.due.map_or(0, |due| {
            calendar.working_days_between(local_date(zone, self.now), local_date(zone, due))
        });
        let due = match task.due {
            Some(due) => long_datetime(&due.to_rfc3339(), language, zone),
            None if english => "no due date".to_owned(),
            None => "tanpa tenggat".to_owned(),
        };
        let base = self.public_url.trim_end_matches('/');
        let decide = notice.whom.acts().then(|| {
            let lang = if english { "?lang=en" } else { "" };
            format!("{base}/a/{}{lang}", link::PLACEHOLDER)
        });
        let holder: Vec<String> = self
            .holding(about)
            .into_iter()
            .take(3)
            .map(|one| with_title(one, language))
            .collect();
        serde_json::json!({
            "name": task_name(&self.compiled, &facts.process, task, english),
            "due": due,
            "daysLeft": days.max(0),
            "daysLate": (-days).max(0),
            "why": why(&notice.whom, one, english),
            "silence": facts.council.get("silence").and_then(Value::as_str).map_or("", |code| silence(code, english)),
            "url": format!("{base}/tugas/{}", TaskId::from_uuid(task.id)),
            "decideUrl": decide,
            "holder": if holder.is_empty() { "–".to_owned() } else { holder.join("; ") },
        })
    }
}

fn with_title(one: &Addressee, language: &str) -> String {
    match one
        .office
        .as_ref()
        .map(|office| office.title(language))
        .filter(|title| *title != one.name)
    {
        Some(title) => format!("{}, {title}", one.name),
        None => one.name.clone(),
    }
}

/// Why this person gets the mail, as a sentence.
fn why(whom: &Whom, one: &Addressee, english: bool) -> String {
    let title = one
        .office
        .as_ref()
        .map(|office| office.title(&one.language));
    match (whom, title, english) {
        (Whom::Superior, Some(title), false) => {
            format!("Anda atasan pemegang tugas ini ({title}).")
        }
        (Whom::Superior, Some(title), true) => {
            format!("You are the superior of whoever holds this task ({title}).")
        }
        (Whom::TeamLead, _, false) => {
            "Anda memimpin Tim Pelaksana; tugas ini lewat tenggat.".to_owned()
        }
        (Whom::TeamLead, _, true) => {
            "You lead the executive team; this task is overdue.".to_owned()
        }
        (Whom::Secretary, _, false) => {
            "Tugas yang lama lewat tenggat disampaikan kepada Anda.".to_owned()
        }
        (Whom::Secretary, _, true) => "Tasks that are long overdue are brought to you.".to_owned(),
        (_, Some(title), false) => format!("Tugas ini ditujukan kepada jabatan Anda, {title}."),
        (_, Some(title), true) => format!("This task is addressed to your position, {title}."),
        (_, None, false) => "Tugas ini ditujukan kepada Anda pribadi.".to_owned(),
        (_, None, true) => "This task is addressed to you in person.".to_owned(),
    }
}

/// What silence means (`workflows/library/README.md`, section 9); empty for a code that nobody has explained.
fn silence(code: &str, english: bool) -> &'static str {
    match (code, english) {
        ("NOTED_WITHOUT_OBJECTION", false) => {
            "Tiga hari kerja sesudah tenggat dicatat \"tanpa keberatan\"."
        }
        ("NOTED_WITHOUT_OBJECTION", true) => {
            "Three working days after the due date it is noted \"without objection\"."
        }
        ("NO_COMMENT", false) => "Rapat dibuka tanpa komentar Anda.",
        ("NO_COMMENT", true) => "The meeting opens without your comment.",
        ("NOT_CAST", false) => {
            "Pemungutan ditutup tanpa suara Anda; suara yang tidak diberikan tidak dihitung setuju."
        }
        ("NOT_CAST", true) => {
            "The vote closes without yours; a vote not cast counts as no approval."
        }
        ("NO_DISSENT", false) => "Tidak ada pendapat berbeda yang dilampirkan.",
        ("NO_DISSENT", true) => "No dissent statement is annexed.",
        ("UNSIGNED", false) => "Tercatat belum menandatangani; proses berjalan terus.",
        ("UNSIGNED", true) => "You are recorded as not having signed; the process goes on.",
        _ => "",
    }
}
