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
use workflows::calendar::local_date;
use workflows::id::{PersonId, PositionId};

use super::Workers;
use super::mail::compose;
use crate::commands::Fault;
use crate::store::directory::Directory;
use crate::store::{checkpoint as record, mail};

/// Name of the mail's template.
const TEMPLATE: &str = "audit-checkpoint";

/// Makes the checkpoint if one is due; answers how many were made.
pub(super) async fn make_due(workers: &Workers) -> Result<usize> {
    let now = workers.door.clock.now();
    let store = &workers.door.store;
    if record::due(store.read()).await?.is_none_or(|due| due > now) {
        return Ok(0);
    }
    make(workers).await.map(|made| usize::from(made.is_some()))
}

/// Makes the next checkpoint now and mails it; `None` when nothing is new.
///
/// # Errors
/// Of the database.
pub(super) async fn make(workers: &Workers) -> Result<Option<checkpoint::Model>> {
    let door = &workers.door;
    let now = door.clock.now();
    let compiled = door.deployed.refresh(door.store.read()).await?;
    let signer = std::sync::Arc::clone(&workers.signer);
    let public_url = workers.public_url.clone();
    let made = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let Some(made) = record::make(transaction, &signer, now).await? else {
                    return Ok::<_, Fault>(None);
                };
                let letters = letters(transaction, &compiled, &made, &public_url, now).await?;
                mail::add(transaction, letters).await?;
                Ok(Some(made))
            })
        })
        .await?;
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
    // The same day as `commands::facts` asks for: an appointment begins in the east first.
    let mut directory = Directory::new(local_date(chrono_tz::Asia::Jayapura, now));
    directory
        .learn(connection, auditors.iter().cloned())
        .await?;
    let mut letters = Vec::new();
    for one in directory.people(&auditors) {
        let Some(template) = compiled.mail(TEMPLATE, &one.language, None) else {
            tracing::error!(template = TEMPLATE, "there is no mail {TEMPLATE}");
            continue;
        };
        let values = serde_json::json!({
            "recipient": {
                "name": one.name,
                "title": one.office.as_ref().map(|office| office.title(&one.language)),
            },
            "checkpoint": {
                "number": made.number, "at": made.at, "journals": made.journals, "events": made.events,
                "text": checkpoint_text::block(made),
            },
            "url": public_url,
        });
        let letter = match compose(&template, &one.language, chrono_tz::Asia::Jakarta, &values) {
            Ok(letter) => letter,
            Err(error) => {
                tracing::error!(
                    template = TEMPLATE,
                    "mail {TEMPLATE} cannot be written: {error:#}"
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
            "template": TEMPLATE,
            "language": one.language,
        });
        let key = format!("checkpoint:{}:{person}", made.number);
        letters.push(mail::entry("MAIL", key, &payload, "/id/", now)?);
    }
    Ok(letters)
}
