//! What one pass knows of the tasks that it tells about: their cases, whose they are, whom they are addressed to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use schema::deployed::Compiled;
use schema::tables::{notice_preference, organisation, user_task};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::regency_path;
use workflows::calendar::{Calendar, local_date};
use workflows::engine::event::TaskFacts;
use workflows::feel::Value;
use workflows::id::{PersonId, TaskId};

use super::super::case::{Case, task_name};
use super::super::mail::long_datetime;
use super::words::{silence, why, with_title};
use super::{Notice, Whom};
use crate::store::directory::{Addressee, Directory};
use crate::store::instance::Owner;
use crate::store::notice;

/// What one pass has looked up already.
#[derive(Clone)]
pub(super) struct Known {
    pub compiled: Arc<Compiled>,
    pub public_url: Arc<str>,
    pub now: DateTime<Utc>,
    pub directory: Directory,
    pub homes: BTreeMap<String, Home>,
    /// How people want to hear of their tasks; `None` for who has never said.
    pub preferences: BTreeMap<Uuid, Option<notice_preference::Model>>,
}

/// An organisation that owns tasks, and who answers for its late ones.
#[derive(Clone)]
pub(super) struct Home {
    pub owner: Owner,
    pub lead: String,
    pub secretary: String,
}

/// Tasks that are open, with their facts and cases.
#[derive(Default)]
pub(super) struct Tasks {
    pub open: BTreeMap<Uuid, user_task::Model>,
    facts: BTreeMap<Uuid, TaskFacts>,
    cases: BTreeMap<Uuid, Case>,
}

/// Everything a mail about a task draws on.
pub(super) struct About<'a> {
    pub task: &'a user_task::Model,
    pub facts: &'a TaskFacts,
    pub home: &'a Home,
    pub case: &'a Case,
}

impl Tasks {
    /// Reads those of these tasks that are open, and learns whom these notices of them reach.
    pub async fn read(
        transaction: &DatabaseTransaction,
        known: &mut Known,
        notices: &[Notice],
    ) -> Result<Self, DbErr> {
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
            return Ok(Self::default());
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
        let cases = Case::find(transaction, instances)
            .await?
            .into_iter()
            .map(|case| (case.id, case))
            .collect();
        let facts = open
            .values()
            .filter_map(|task| Some((task.id, serde_json::from_str(&task.facts).ok()?)))
            .collect();
        let tasks = Self { open, facts, cases };
        tasks.learn(transaction, known, notices).await?;
        Ok(tasks)
    }

    /// Looks up everybody whom these notices may reach.
    async fn learn(
        &self,
        transaction: &DatabaseTransaction,
        known: &mut Known,
        notices: &[Notice],
    ) -> Result<(), DbErr> {
        let mut wanted = BTreeSet::new();
        for notice in notices {
            let Some(about) = self.about(known, notice.task) else {
                continue;
            };
            wanted.extend(holders(about.task, about.facts, &about.home.owner));
            wanted.extend(candidates(about.task, about.facts, &about.home.owner));
            wanted.extend([about.home.lead.clone(), about.home.secretary.clone()]);
            if let Whom::Named(named) = &notice.whom {
                wanted.extend(
                    named
                        .iter()
                        .map(|principal| about.home.owner.resolve(principal)),
                );
            }
        }
        known.directory.learn(transaction, wanted).await?;
        let mut above = BTreeSet::new();
        for notice in notices
            .iter()
            .filter(|notice| notice.whom == Whom::Superior)
        {
            if let Some(about) = self.about(known, notice.task) {
                above.extend(known.directory.superiors(&candidates(
                    about.task,
                    about.facts,
                    &about.home.owner,
                )));
            }
        }
        known.directory.learn(transaction, above).await
    }

    /// What a mail about this task draws on; `None` when it is closed.
    pub fn about<'a>(&'a self, known: &'a Known, task: Uuid) -> Option<About<'a>> {
        let task = self.open.get(&task)?;
        Some(About {
            task,
            facts: self.facts.get(&task.id)?,
            home: known.homes.get(&task.organisation_path)?,
            case: self.cases.get(&task.instance_id)?,
        })
    }
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

    /// Learns how these people want to hear of their tasks.
    pub async fn ask_preferences(
        &mut self,
        connection: &impl ConnectionTrait,
        people: impl IntoIterator<Item = Uuid>,
    ) -> Result<(), DbErr> {
        let fresh: Vec<Uuid> = people
            .into_iter()
            .filter(|person| !self.preferences.contains_key(person))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut said = notice::preferences(connection, &fresh).await?;
        for person in fresh {
            self.preferences.insert(person, said.remove(&person));
        }
        Ok(())
    }

    /// Whom a notice reaches today, with the office through which it does.
    pub fn people(&self, notice: &Notice, about: &About<'_>) -> Vec<&Addressee> {
        let home = about.home;
        match &notice.whom {
            Whom::Assignee => self.holding(about),
            Whom::Superior => {
                let addressed = candidates(about.task, about.facts, &home.owner);
                self.directory.people(&self.directory.superiors(&addressed))
            }
            Whom::TeamLead => self.directory.people(std::slice::from_ref(&home.lead)),
            Whom::Secretary => self.directory.people(std::slice::from_ref(&home.secretary)),
            Whom::Named(named) => self.directory.people(
                &named
                    .iter()
                    .map(|principal| home.owner.resolve(principal))
                    .collect::<Vec<_>>(),
            ),
        }
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

    /// The `task` of a mail template; `link` is the number of its personal link, if it has one.
    pub fn task_for_template(
        &self,
        notice: &Notice,
        about: &About<'_>,
        one: &Addressee,
        link: Option<String>,
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
        let decide = link.map(|token| {
            let lang = if english { "?lang=en" } else { "" };
            format!("{base}/a/{token}{lang}")
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
