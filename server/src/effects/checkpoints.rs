//! The daily checkpoint: made at two o'clock (WIB), and mailed to every auditor in the same transaction, because only what
//! has left the building can bear witness against it.

use anyhow::Result;
use chrono::{DateTime, Utc};
use schema::checkpoint_text;
use schema::deployed::Compiled;
use schema::tables::{checkpoint, outbox, position_role};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use workflows::access::Role;
use workflows::calendar::{NATIONAL_ZONE, eastern_day};
use workflows::id::{PersonId, PositionId};

use super::Workers;
use super::mail::Draft;
use super::nightly::Nightly;
use crate::commands::Fault;
use crate::store::directory::Directory;
use crate::store::{checkpoint as record, mail};

/// Name of the mail's template.
const TEMPLATE: &str = "audit-checkpoint";

/// Two o'clock WIB.
pub(super) fn nightly() -> Nightly {
    Nightly::at(19)
}

/// Makes the checkpoint if one is due, and mails it; answers how many were made.
pub(super) async fn make_due(workers: &Workers) -> Result<usize> {
    let door = &workers.door;
    let now = door.clock.now();
    if !workers.checkpoints.may_be_due(now) {
        return Ok(0);
    }
    let due = record::due(door.store.read()).await?;
    if due.is_none_or(|due| due > now) {
        // Whatever begins meanwhile is due at the same hour of a night.
        workers.checkpoints.looked_at(now);
        return Ok(0);
    }
    let compiled = door.deployed.refresh(door.store.read()).await?;
    let signer = std::sync::Arc::clone(&workers.signer);
    let public_url = workers.public_url.clone();
    let made = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let Some(made) = record::make(transaction, &signer, now).await? else {
                    return Ok::<_, Fault>(0);
                };
                let letters = letters(transaction, &compiled, &made, &public_url, now).await?;
                mail::add(transaction, letters).await?;
                Ok(1)
            })
        })
        .await?;
    workers.checkpoints.looked_at(now);
    Ok(made)
}

/// One mail for each auditor, with the checkpoint as text.
async fn letters(
    connection: &impl ConnectionTrait,
    compiled: &Compiled,
    made: &checkpoint::Model,
    public_url: &str,
    now: DateTime<Utc>,
) -> Result<Vec<outbox::ActiveModel>, DbErr> {
    let posts: Vec<Uuid> = position_role::Entity::find()
        .select_only()
        .column(position_role::Column::PositionId)
        .filter(position_role::Column::Role.eq(Role::Auditor.code()))
        .into_tuple()
        .all(connection)
        .await?;
    let auditors: Vec<String> = posts
        .into_iter()
        .map(|id| PositionId::from_uuid(id).to_string())
        .collect();
    let mut directory = Directory::new(eastern_day(now));
    directory
        .learn(connection, auditors.iter().cloned())
        .await?;
    let mut letters = Vec::new();
    for one in directory.people(&auditors) {
        let person = PersonId::from_uuid(one.person).to_string();
        let draft = Draft {
            template: TEMPLATE,
            process: None,
            zone: NATIONAL_ZONE,
            values: serde_json::json!({
                "checkpoint": {
                    "number": made.number, "at": made.at, "journals": made.journals, "events": made.events,
                    "text": checkpoint_text::block(made),
                },
                "url": public_url,
            }),
            task: None,
            instance: None,
            links: Vec::new(),
            key: format!("checkpoint:{}:{person}", made.number),
            organisation_path: "/id/",
            at: now,
        };
        match draft.compose(compiled, one) {
            Ok(letter) => letters.push(draft.entry(one, &letter)?),
            Err(problem) => tracing::error!(template = TEMPLATE, "{problem}"),
        }
    }
    Ok(letters)
}
