//! A vote as the members see it: who may vote, who has, and what it comes to so far. Of a secret ballot neither names
//! nor, before the close, counts are shown.

use std::collections::BTreeMap;

use async_graphql::{Context, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::engine::event::{Event, TaskFacts};
use workflows::engine::state::Vote;
use workflows::feel::Value;
use workflows::id::PersonId;
use workflows::voting::Choice;

use crate::graph::guard::{person, read, rows};
use crate::graph::loaders::PersonById;
use crate::graph::problem::Result;
use crate::tables::{journal, user_task};

use super::Task;

/// A vote on a roll call, or a secret ballot.
#[derive(SimpleObject, Debug, Clone)]
pub struct VoteInfo {
    /// `CONSENSUS`, `MAJORITY_PRESENT`, `ABSOLUTE`, `TWO_THIRDS` or `WEIGHTED`.
    method: String,
    /// For instance `2/3`; null for the method's own.
    threshold: Option<String>,
    /// `OPEN` or `SECRET`.
    ballot: String,
    /// `KNOWN`: it closes as soon as the result is certain; `ALL`: when everybody has voted.
    decide_when: String,
    /// What can be chosen.
    choices: Vec<String>,
    /// The count so far.
    tally: Tally,
    /// Who may vote, in the order of the roll call.
    #[graphql(complexity = "20 * child_complexity")]
    electors: Vec<ElectorVote>,
    /// The caller's own choice.
    mine: Option<String>,
}

/// The count of a vote.
#[derive(SimpleObject, Debug, Clone, Default)]
pub struct Tally {
    /// Plain approvals.
    approve: i32,
    /// Approvals with notes.
    approve_with_notes: i32,
    /// Rejections.
    reject: i32,
    /// Abstentions.
    abstain: i32,
    /// Electors who have not voted.
    outstanding: i32,
    /// Everybody who may vote.
    electors: i32,
    /// `PENDING`, `APPROVED`, `APPROVED_WITH_NOTES`, `REJECTED` or `TIE`.
    outcome: String,
    /// It can no longer change.
    settled: bool,
}

/// An elector of a vote.
#[derive(SimpleObject, Debug, Clone)]
pub struct ElectorVote {
    /// Name.
    name: String,
    /// Title of the position.
    title: Option<String>,
    /// Block of the council.
    block: Option<String>,
    /// What they chose; null until cast, and always in a secret ballot.
    choice: Option<String>,
    /// When.
    cast_at: Option<DateTime<Utc>>,
    /// Why.
    note: Option<String>,
}

impl Task {
    pub(super) async fn vote_info(&self, ctx: &Context<'_>) -> Result<Option<VoteInfo>> {
        let Some(method) = self.council("vote").map(Value::to_text) else {
            return Ok(None);
        };
        let secret = self.is_secret();
        let me = person(ctx)?;
        let siblings = self.siblings(ctx).await?;
        let live = match (self.row.body, self.case_state(ctx).await?) {
            (Some(body), Some(state)) => {
                let body = u64::try_from(body)
                    .ok()
                    .and_then(|body| state.instances.get(&body));
                body.and_then(|body| body.body.as_ref())
                    .and_then(|body| body.vote.as_deref())
                    .cloned()
            }
            _ => None,
        };
        let tally = match &live {
            Some(vote) if !vote.tally.is_null() => Some(vote.tally.clone()),
            _ => self.last_tally(ctx).await?,
        };
        let mut electors = Vec::with_capacity(siblings.len());
        let mut mine = None;
        for row in &siblings {
            let cast = Cast::of(self, row);
            if row.completed_by == Some(me.uuid()) {
                mine = cast.choice.clone().or(mine);
            }
            electors.push(self.elector(ctx, row, cast, live.as_ref(), secret).await?);
        }
        let count = i32::try_from(electors.len()).unwrap_or(i32::MAX);
        let decide_when = self
            .council("vote.decideWhen")
            .map_or_else(|| "KNOWN".to_owned(), Value::to_text);
        Ok(Some(VoteInfo {
            method: if method == "true" {
                "MAJORITY_PRESENT".to_owned()
            } else {
                method
            },
            threshold: self
                .council("vote.threshold")
                .map(Value::to_text)
                .filter(|text| !text.is_empty()),
            ballot: if secret { "SECRET" } else { "OPEN" }.to_owned(),
            decide_when,
            choices: Choice::ALL
                .into_iter()
                .filter(|choice| *choice != Choice::Recuse)
                .map(code)
                .collect(),
            tally: Tally::read(tally.as_ref(), count),
            electors,
            mine,
        }))
    }

    /// The last count in the journal, for a vote whose body is over.
    async fn last_tally(&self, ctx: &Context<'_>) -> Result<Option<Value>> {
        let Some(wanted) = self.row.body.and_then(|body| u64::try_from(body).ok()) else {
            return Ok(None);
        };
        let events: Vec<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Event)
            .filter(
                journal::Column::InstanceId
                    .eq(self.row.instance_id)
                    .and(journal::Column::Kind.eq("TALLY_CHANGED")),
            )
            .order_by_desc(journal::Column::Seq)
            .limit(200)
            .into_tuple()
            .all(read(ctx))
            .await?;
        Ok(events
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .find_map(|event| match event {
                Event::TallyChanged { body, tally, .. } if body == wanted => Some(tally),
                _ => None,
            }))
    }

    async fn elector(
        &self,
        ctx: &Context<'_>,
        row: &user_task::Model,
        cast: Cast,
        live: Option<&Vote>,
        secret: bool,
    ) -> Result<ElectorVote> {
        let facts: Option<TaskFacts> = serde_json::from_str(&row.facts).ok();
        let seat = facts.as_ref().and_then(|facts| self.seat_of(facts, live));
        let text = |name: &str| {
            seat.as_ref()
                .and_then(|seat| seat.get_path(name))
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        let person = facts
            .as_ref()
            .and_then(elector_person)
            .or(text("person").and_then(|id| id.parse().ok()))
            .or(row.completed_by.map(PersonId::from_uuid));
        let name = match (text("name"), person) {
            (Some(name), _) => name,
            (None, Some(person)) => rows(ctx)
                .load_one(PersonById(person.uuid()))
                .await?
                .map(|row| row.name.clone())
                .unwrap_or_default(),
            (None, None) => row.assignee.clone().unwrap_or_default(),
        };
        Ok(ElectorVote {
            name,
            title: text("title"),
            block: text("block"),
            choice: cast.choice.filter(|_| !secret),
            cast_at: cast.at,
            note: cast.note.filter(|_| !secret),
        })
    }

    /// The seat behind an elector's task: the item of the electorate at its position.
    fn seat_of(&self, facts: &TaskFacts, live: Option<&Vote>) -> Option<Value> {
        let electorate = facts.council.get("vote.electorate")?;
        let items = electorate
            .as_list()
            .or_else(|| electorate.get_path("electors").and_then(Value::as_list))?;
        let at = usize::try_from(facts.loop_counter?.checked_sub(1)?).ok()?;
        let item = items.get(at)?;
        let known = live
            .and_then(|vote| vote.electorate.electors().get(at))
            .is_none_or(|elector| {
                item.get_path("person")
                    .and_then(Value::as_str)
                    .is_none_or(|person| person == elector.person)
            });
        known.then(|| item.clone())
    }
}

fn elector_person(facts: &TaskFacts) -> Option<PersonId> {
    facts
        .assignee
        .iter()
        .chain(&facts.candidate_users)
        .find_map(|key| key.strip_prefix("person:")?.parse().ok())
}

fn code(choice: Choice) -> String {
    serde_json::to_value(choice)
        .ok()
        .and_then(|json| json.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A ballot as it was entered.
#[derive(Debug, Default)]
struct Cast {
    choice: Option<String>,
    note: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl Cast {
    fn of(task: &Task, row: &user_task::Model) -> Self {
        let Some(values) = row.submitted.as_deref().and_then(|text| {
            serde_json::from_str::<BTreeMap<String, serde_json::Value>>(text).ok()
        }) else {
            return Self::default();
        };
        let name = task
            .council("vote.choice")
            .and_then(Value::as_str)
            .unwrap_or("choice")
            .to_owned();
        let text = |name: &str| {
            values
                .get(name)
                .and_then(|value| value.as_str())
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        Self {
            choice: text(&name),
            note: text("note"),
            at: row.completed_at,
        }
    }
}

impl Tally {
    /// Reads `voting::Tally` as the engine keeps it; counts that must not be shown yet are absent and read as 0.
    fn read(tally: Option<&Value>, electors: i32) -> Self {
        let Some(tally) = tally else {
            return Self {
                outstanding: electors,
                electors,
                outcome: "PENDING".to_owned(),
                ..Self::default()
            };
        };
        let number = |name: &str| {
            tally
                .get_path(name)
                .and_then(Value::as_i64)
                .and_then(|number| i32::try_from(number).ok())
        };
        let outstanding = number("outstanding").unwrap_or_default();
        Self {
            approve: number("approve").unwrap_or_default(),
            approve_with_notes: number("approveWithNotes").unwrap_or_default(),
            reject: number("reject").unwrap_or_default(),
            abstain: number("abstain").unwrap_or_default(),
            outstanding,
            electors: std::cmp::max(
                electors,
                number("cast").map_or(electors, |cast| cast + outstanding),
            ),
            outcome: tally
                .get_path("outcome")
                .and_then(Value::as_str)
                .unwrap_or("PENDING")
                .to_owned(),
            settled: tally
                .get_path("settled")
                .and_then(Value::as_bool)
                .unwrap_or_default(),
        }
    }
}
