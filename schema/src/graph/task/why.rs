//! "Why me?": ready sentences in both languages about who made it one's task, until when, and what follows on silence.

use async_graphql::Context;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::access::{Actor, Mode, Principal as Address};
use workflows::calendar::{Calendar, local_date};
use workflows::engine::event::Event;
use workflows::feel::Value;

use crate::graph::guard::{actor, deps, now, read, rows};
use crate::graph::loaders::{CandidatesOf, OrganisationByPath};
use crate::graph::principal::Principal;
use crate::graph::problem::Result;
use crate::graph::written::{self, Said, moment, soon};
use crate::tables::journal;

use super::{Explanation, Task, rule};

/// Decisions that are worth telling: the latest ones of the case.
const RULES: u64 = 3;

impl Task {
    pub(super) async fn explain(&self, ctx: &Context<'_>) -> Result<Vec<Explanation>> {
        let said = [
            ("CANDIDATE", Some(self.why_me(ctx).await?)),
            ("DEADLINE", self.deadline(ctx).await?),
            ("SILENCE", self.silence(ctx)),
        ];
        let mut why: Vec<Explanation> = said
            .into_iter()
            .filter_map(|(kind, said)| {
                said.map(|said| Explanation {
                    kind: kind.to_owned(),
                    id: said.id,
                    en: said.en,
                })
            })
            .collect();
        for said in self.rules(ctx).await? {
            why.push(Explanation {
                kind: "RULE".to_owned(),
                id: said.id,
                en: said.en,
            });
        }
        Ok(why)
    }

    async fn why_me(&self, ctx: &Context<'_>) -> Result<Said> {
        let actor = actor(ctx)?;
        let candidates = rows(ctx)
            .load_one(CandidatesOf(self.row.id))
            .await?
            .unwrap_or_default();
        let mine = actor.principals();
        let addressed = self
            .row
            .assignee
            .iter()
            .chain(candidates.iter().map(|row| &row.principal))
            .find(|key| mine.contains(key));
        let Some(key) = addressed else {
            return Ok(Said::new(
                "Tugas ini tidak ditujukan kepada Anda; Anda melihatnya karena jabatan Anda membawahi atau mengawasi perkaranya.",
                "This task is not addressed to you; you see it because your position oversees the case.",
            ));
        };
        let claimed = self.row.assignee_person.is_some()
            && actor.person.map(|person| person.uuid()) == self.row.assignee_person;
        if matches!(Address::parse(key), Ok(Address::Person(_))) {
            return Ok(
                if claimed && candidates.iter().all(|row| row.principal != *key) {
                    Said::new("Tugas ini sudah Anda ambil.", "You have taken this task.")
                } else {
                    Said::new(
                        "Tugas ini ditujukan kepada Anda pribadi.",
                        "This task is addressed to you in person.",
                    )
                },
            );
        }
        let label = Principal::of(ctx, key).await?;
        let (held_id, held_en) = held(actor, key);
        Ok(Said::new(
            format!("Tugas ini ditujukan kepada {}{held_id}.", label.label),
            format!("This task is addressed to the {}{held_en}.", label.label_en),
        ))
    }

    async fn deadline(&self, ctx: &Context<'_>) -> Result<Option<Said>> {
        let zone = written::zone(&self.row.zone);
        let created = moment(self.row.created_at, zone);
        let Some(due) = self.row.due else {
            return Ok(None);
        };
        let organisation = rows(ctx)
            .load_one(OrganisationByPath(self.row.organisation_path.clone()))
            .await?;
        let region = organisation
            .and_then(|row| row.region_code.clone())
            .unwrap_or_else(|| "id".to_owned());
        let calendar = Calendar::shipped().for_region(&region);
        let between = |from: DateTime<Utc>, to: DateTime<Utc>| {
            calendar.working_days_between(local_date(zone, from), local_date(zone, to))
        };
        let given = between(self.row.created_at, due);
        let until = moment(due, zone);
        let mut said = Said::new(
            format!(
                "Masuk {}; tenggat {} ({given} hari kerja).",
                created.id, until.id
            ),
            format!(
                "Arrived {}; due {} ({}).",
                created.en,
                until.en,
                written::working_days(given)
            ),
        );
        let now = now(ctx);
        if self.row.open && now > due {
            let late = between(due, now);
            said.id.push_str(&format!(" Terlambat {late} hari kerja."));
            said.en
                .push_str(&format!(" Late by {}.", written::working_days(late)));
        } else if self.row.open {
            let left = between(now, due);
            said.id.push_str(&format!(" Sisa {left} hari kerja."));
            said.en
                .push_str(&format!(" {} left.", written::working_days(left)));
        }
        Ok(Some(said))
    }

    /// What the process does by itself when nobody answers.
    fn silence(&self, ctx: &Context<'_>) -> Option<Said> {
        let facts = self.facts.as_ref()?;
        let comes_to = self
            .council("silence")
            .map(Value::to_text)
            .map(|code| written::silence(&code));
        // `<element id> <instant>`, as the engine notes it.
        let event = facts
            .silence
            .as_deref()
            .and_then(|text| text.split_once(' '));
        let zone = written::zone(&self.row.zone);
        let when = event
            .and_then(|(_, at)| at.parse::<DateTime<Utc>>().ok())
            .map(|at| soon(at, now(ctx), zone));
        let name = event.and_then(|(element, _)| {
            let compiled = deps(ctx).deployed.now();
            let process = &compiled
                .definition(&facts.process.id, Some(facts.process.version))?
                .process;
            let element = process.element(process.find(element)?);
            let name = element.name.as_deref()?;
            Some(Said::new(
                name,
                element
                    .properties
                    .get("name:en")
                    .map_or(name, String::as_str),
            ))
        });
        match (when, comes_to, name) {
            (None, None, _) => None,
            (Some(when), Some(result), _) => Some(Said::new(
                format!("Bila tidak ada jawaban sampai {}: {}.", when.id, result.id),
                format!("Without an answer by {}: {}.", when.en, result.en),
            )),
            (None, Some(result), _) => Some(Said::new(
                format!("Bila tidak ada jawaban: {}.", result.id),
                format!("Without an answer: {}.", result.en),
            )),
            (Some(when), None, Some(name)) => Some(Said::new(
                format!(
                    "Bila tidak ada jawaban sampai {}, proses berlanjut sendiri: {}.",
                    when.id, name.id
                ),
                format!(
                    "Without an answer by {} the process goes on by itself: {}.",
                    when.en, name.en
                ),
            )),
            (Some(when), None, None) => Some(Said::new(
                format!(
                    "Bila tidak ada jawaban sampai {}, proses berlanjut sendiri.",
                    when.id
                ),
                format!(
                    "Without an answer by {} the process goes on by itself.",
                    when.en
                ),
            )),
        }
    }

    /// The last decision tables that were asked before this task came.
    async fn rules(&self, ctx: &Context<'_>) -> Result<Vec<Said>> {
        let events: Vec<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Event)
            .filter(
                journal::Column::InstanceId
                    .eq(self.row.instance_id)
                    .and(journal::Column::Kind.eq("DECISION_EVALUATED")),
            )
            .filter(journal::Column::At.lte(self.row.created_at))
            .order_by_desc(journal::Column::Seq)
            .limit(RULES)
            .into_tuple()
            .all(read(ctx))
            .await?;
        let mut said = Vec::new();
        for event in events
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
        {
            if let Event::DecisionEvaluated {
                decision,
                value,
                matched,
                ..
            } = event
            {
                said.push(rule::told(&decision, &value, &matched));
            }
        }
        Ok(said)
    }
}

/// In which position the actor answers to the key, and how they hold it.
fn held(actor: &Actor, key: &str) -> (String, String) {
    let Some(held) = actor
        .positions
        .iter()
        .find(|held| held.principals().contains(key))
    else {
        return (String::new(), String::new());
    };
    let mode = match held.mode {
        Mode::Definitive => (String::new(), String::new()),
        mode => (format!(" ({})", short(mode)), format!(" ({})", short(mode))),
    };
    if held.is_own() {
        (
            format!("; Anda menjabat {}{}", held.title, mode.0),
            format!("; you hold the position {}{}", held.title, mode.1),
        )
    } else {
        (
            format!("; Anda menerima pelimpahan dari {}", held.title),
            format!("; you act by delegation for {}", held.title),
        )
    }
}

const fn short(mode: Mode) -> &'static str {
    match mode {
        Mode::Definitive => "definitif",
        Mode::Pj => "Pj.",
        Mode::Plt => "Plt.",
        Mode::Plh => "Plh.",
    }
}
