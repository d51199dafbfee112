//! `mufakat:start-quick-wins`: each Quick Win becomes a row of the plan and a message that starts its own case.

use chrono::Duration;
use schema::tables::{message, quick_win};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use workflows::feel::{Context, Value};

use super::{Assignment, Failure, Outcome, Workers, publish_plan, reading};
use crate::register::pillars::Pillar;
use crate::store::roster::Roster;
use crate::store::{message as messages, plan};

/// How long the message waits for a workflow that it starts, days: one may be deployed later.
const WAITS_DAYS: i64 = 30;

pub(super) async fn start(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let published = publish_plan::published(workers, job).await?;
    let roster = Roster::read(workers.door.store.read(), job.regency(), job.day()).await?;
    let business_key = job.business_key.clone().unwrap_or_default();
    let (mut wins, mut told) = (Vec::new(), Vec::new());
    for (number, row) in (1_u64..).zip(reading::rows(job.variable("quickWins"))) {
        let pillar = reading::text(&row, "pillar").unwrap_or_default();
        wins.push(quick_win::ActiveModel {
            id: Set(Uuid::now_v7()),
            plan_id: Set(published.id),
            organisation_path: Set(published.organisation_path.clone()),
            opd: Set(reading::text(&row, "opd").unwrap_or_default()),
            title: Set(reading::text(&row, "title").unwrap_or_default()),
            pillar: Set(pillar.clone()),
            facts: Set(row.to_json().to_string()),
            instance_id: Set(None),
        });
        let mut variables = Context::new();
        variables.insert("quickWin", row);
        variables.insert("planKey", business_key.as_str());
        variables.insert("plan", job.variable("plan").clone());
        variables.insert("pillarLead", pillar_lead(&roster, &pillar));
        told.push(message::ActiveModel {
            id: Set(Uuid::now_v7()),
            name: Set("QuickWinAssigned".to_owned()),
            correlation_key: Set(format!("{business_key}#{number}")),
            variables: Set(serde_json::to_string(&variables).map_err(|error| {
                Failure::never(format!("a Quick Win cannot be written: {error}"))
            })?),
            source: Set(Some(format!("inst_{}", job.instance.simple()))),
            organisation_path: Set(job.owner.path.clone()),
            published_at: Set(job.at),
            expires_at: Set(job.at + Duration::days(WAITS_DAYS)),
            state: Set("PENDING".to_owned()),
            correlated_with: Set(None),
        });
    }
    let variables = job.result(wins.len())?;
    Ok(Outcome {
        variables,
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                plan::put_quick_wins(transaction, published.id, wins).await?;
                for message in told {
                    messages::publish(transaction, message).await?;
                }
                Ok(Context::new())
            })
        })),
    })
}

/// The position that leads a pillar in this regency: its code ends with `pillar-` and the pillar.
fn pillar_lead(roster: &Roster, pillar: &str) -> Value {
    let Some(known) = Pillar::from_code(pillar.trim_start_matches("SMART_")) else {
        return Value::Null;
    };
    let ending = format!("pillar-{}", known.slug());
    roster
        .bearing("PILLAR_LEAD")
        .find(|post| post.position.code.ends_with(&ending))
        .map(|post| post.position.code.as_str())
        .into()
}
