//! Where a case stands, in one sentence: "Menunggu 3 dari 7 anggota; pengingat berikutnya Senin 08.00."

use std::sync::Arc;

use async_graphql::Context;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::engine::event::SubscriptionKind;
use workflows::engine::state::{State, Status};

use crate::deployed::Compiled;
use crate::graph::guard::{now, read, rows};
use crate::graph::loaders::{CandidatesOf, NextReminderOf, OpenTasksOf, OrganisationByPath};
use crate::graph::principal::Principal;
use crate::graph::problem::Result;
use crate::graph::task::Explanation;
use crate::graph::written::{self, Said, moment, soon};
use crate::tables::{journal, user_task};

use super::ProcessInstance;

impl ProcessInstance {
    pub(super) async fn summarise(&self, ctx: &Context<'_>) -> Result<Explanation> {
        let (kind, said) = self.sentence(ctx).await?;
        Ok(Explanation {
            kind: kind.to_owned(),
            id: said.id,
            en: said.en,
        })
    }

    async fn sentence(&self, ctx: &Context<'_>) -> Result<(&'static str, Said)> {
        let state = Arc::clone(self.standing(ctx).await?);
        let organisation = rows(ctx)
            .load_one(OrganisationByPath(self.row.organisation_path.clone()))
            .await?;
        let zone = written::zone(organisation.as_ref().map_or("", |row| row.zone.as_str()));
        if let Some(ended) = self.row.ended_at {
            return Ok((
                "ENDED",
                self.ending(ctx, &state, moment(ended, zone)).await?,
            ));
        }
        if state.status == Status::Suspended {
            return Ok((
                "INCIDENT",
                Said::new("Ditahan oleh pengelola.", "Held by an operator."),
            ));
        }
        let compiled = self.compiled(ctx).await?;
        let mut tasks = rows(ctx)
            .load_one(OpenTasksOf(self.row.id))
            .await?
            .unwrap_or_default();
        tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.key));
        if let Some(first) = tasks.first() {
            let (kind, mut said) = self.waiting(ctx, &state, first, &tasks).await?;
            if let Some(reminder) = rows(ctx).load_one(NextReminderOf(self.row.id)).await? {
                let when = soon(std::cmp::max(reminder, now(ctx)), now(ctx), zone);
                said = Said::new(
                    format!("{}; pengingat berikutnya {}", said.id, when.id),
                    format!("{}; next reminder {}", said.en, when.en),
                );
            } else if let Some(due) = first.due {
                let when = soon(due, now(ctx), zone);
                said = Said::new(
                    format!("{}; tenggat {}", said.id, when.id),
                    format!("{}; due {}", said.en, when.en),
                );
            }
            return Ok((
                kind,
                Said::new(format!("{}.", said.id), format!("{}.", said.en)),
            ));
        }
        if let Some(incident) = state.incidents.values().next() {
            let name = name_of(&compiled, &state, &incident.element);
            return Ok((
                "INCIDENT",
                Said::new(
                    format!(
                        "Terhenti pada {}: perlu tindakan pengelola ({}).",
                        name.id, incident.code
                    ),
                    format!(
                        "Stopped at {}: an operator needs to act ({}).",
                        name.en, incident.code
                    ),
                ),
            ));
        }
        if let Some(job) = state.jobs.values().next() {
            let name = name_of(&compiled, &state, &job.element);
            return Ok((
                "JOB",
                Said::new(
                    format!("Sistem sedang mengerjakan: {}.", name.id),
                    format!("The system is working on: {}.", name.en),
                ),
            ));
        }
        if let Some(message) = state
            .subscriptions
            .values()
            .find(|it| it.kind == SubscriptionKind::Message)
        {
            let name = name_of(&compiled, &state, &message.element);
            return Ok((
                "MESSAGE",
                Said::new(
                    format!("Menunggu pesan: {}.", name.id),
                    format!("Waiting for a message: {}.", name.en),
                ),
            ));
        }
        if let Some(timer) = state.timers.values().min_by_key(|timer| timer.due) {
            let (name, when) = (
                name_of(&compiled, &state, &timer.element),
                soon(timer.due, now(ctx), zone),
            );
            return Ok((
                "TIMER",
                Said::new(
                    format!("Menunggu sampai {}: {}.", when.id, name.id),
                    format!("Waiting until {}: {}.", when.en, name.en),
                ),
            ));
        }
        Ok(("TASKS", Said::new("Sedang berjalan.", "Under way.")))
    }

    /// Who is waited for, told by the most urgent task.
    async fn waiting(
        &self,
        ctx: &Context<'_>,
        state: &State,
        first: &user_task::Model,
        tasks: &[Arc<user_task::Model>],
    ) -> Result<(&'static str, Said)> {
        let name = first.name.as_str();
        let others = tasks
            .iter()
            .filter(|task| task.element != first.element)
            .count();
        let more = if others == 0 {
            Said::new("", "")
        } else {
            Said::new(
                format!(" dan {others} tugas lain"),
                format!(" and {others} other tasks"),
            )
        };
        if let Some(body) = first.body {
            let open = tasks.iter().filter(|task| task.body == Some(body)).count();
            let total = u64::try_from(body)
                .ok()
                .and_then(|body| state.instances.get(&body))
                .and_then(|it| it.body.as_ref())
                .and_then(|body| body.total);
            let total = total.map_or(open, |total| total as usize);
            return Ok(if first.kind == "VOTE" {
                (
                    "VOTE",
                    Said::new(
                        format!("Menunggu suara {open} dari {total} anggota{}", more.id),
                        format!(
                            "Waiting for the votes of {open} of {total} members{}",
                            more.en
                        ),
                    ),
                )
            } else {
                (
                    "TASKS",
                    Said::new(
                        format!("Menunggu {open} dari {total}: {name}{}", more.id),
                        format!("Waiting for {open} of {total}: {name}{}", more.en),
                    ),
                )
            });
        }
        let candidates = rows(ctx)
            .load_one(CandidatesOf(first.id))
            .await?
            .unwrap_or_default();
        let Some(key) = first
            .assignee
            .as_deref()
            .or_else(|| candidates.first().map(|row| row.principal.as_str()))
        else {
            return Ok((
                "TASKS",
                Said::new(
                    format!("Menunggu: {name}{}", more.id),
                    format!("Waiting for: {name}{}", more.en),
                ),
            ));
        };
        let who = Principal::of(ctx, key).await?;
        Ok((
            "TASKS",
            Said::new(
                format!("Menunggu {}: {name}{}", who.label, more.id),
                format!("Waiting for {}: {name}{}", who.label_en, more.en),
            ),
        ))
    }

    async fn ending(&self, ctx: &Context<'_>, state: &State, at: Said) -> Result<Said> {
        if state.status != Status::Cancelled {
            return Ok(Said::new(
                format!("Selesai pada {}.", at.id),
                format!("Completed on {}.", at.en),
            ));
        }
        let event: Option<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Event)
            .filter(
                journal::Column::InstanceId
                    .eq(self.row.id)
                    .and(journal::Column::Kind.eq("INSTANCE_CANCELLED")),
            )
            .order_by_desc(journal::Column::Seq)
            .into_tuple()
            .one(read(ctx))
            .await?;
        let reason = event
            .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
            .and_then(|event| {
                event
                    .get("reason")
                    .and_then(|reason| reason.as_str())
                    .map(str::to_owned)
            })
            .unwrap_or_default();
        Ok(Said::new(
            format!("Dibatalkan pada {}: {reason}.", at.id),
            format!("Cancelled on {}: {reason}.", at.en),
        ))
    }
}

/// Name of an element in whichever process of the case draws it; its id when it has no name.
pub(super) fn name_of(compiled: &Compiled, state: &State, element: &str) -> Said {
    let found = state.processes.iter().find_map(|definition| {
        let process = &compiled
            .definition(&definition.id, Some(definition.version))?
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
    found.unwrap_or_else(|| Said::new(element, element))
}
