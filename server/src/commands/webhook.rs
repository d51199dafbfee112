//! Webhook endpoints: registered by an administrator, their secrets replaced, taken out of use.

use chrono::{DateTime, Duration, Utc};
use schema::commands::{Answer, Problem};
use schema::tables::{organisation, webhook_endpoint};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};

use super::door::{Done, Door};
use super::fault::Fault;
use crate::effects::{Unfit, fresh_secret};
use crate::store::webhook;

/// Longest name.
const LONGEST_NAME: usize = 63;
/// Most endpoints of one organisation.
const MOST_ENDPOINTS: u64 = 100;

fn permitted(actor: &Actor, path: &str) -> Result<(), Fault> {
    match permit(actor, Action::WebhookAdmin, &Subject::of(path)) {
        Decision::Allow { .. } => Ok(()),
        Decision::Deny { reason } => Err(reason.into()),
    }
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

pub(super) async fn register(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    organisation_code: &str,
    name: &str,
    url: &str,
) -> Result<Done, Fault> {
    let unknown = || {
        Problem::new(
            "UNKNOWN_ORGANISATION",
            "There is no such organisation.",
            "Organisasi itu tidak ada.",
        )
        .at("organisation")
    };
    let path = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(organisation_code))
        .one(transaction)
        .await?
        .ok_or_else(unknown)?
        .path;
    permitted(actor, &path)?;
    if !is_name(name) {
        return Err(Problem::new(
            "INVALID_NAME",
            format!("A name is small letters, digits and hyphens, at most {LONGEST_NAME}, and begins with a letter."),
            format!("Nama terdiri atas huruf kecil, angka dan tanda hubung, paling panjang {LONGEST_NAME}, diawali huruf."),
        )
        .at("name")
        .into());
    }
    let target = door
        .outbound
        .read(url)
        .map_err(|unfit| problem_of(&unfit))?;
    let in_use = webhook::endpoints_for(transaction, &path).await?;
    if in_use
        .iter()
        .any(|known| known.name == name && known.organisation_path == path)
    {
        return Err(Problem::new(
            "NAME_TAKEN",
            "This organisation has a webhook of that name; remove it first.",
            "Organisasi ini sudah memiliki webhook dengan nama itu; hapus dahulu.",
        )
        .at("name")
        .into());
    }
    if webhook::count(transaction, &path).await? >= MOST_ENDPOINTS {
        return Err(Problem::new(
            "TOO_MANY_WEBHOOKS",
            format!("An organisation has {MOST_ENDPOINTS} webhooks at the most."),
            format!("Satu organisasi memiliki paling banyak {MOST_ENDPOINTS} webhook."),
        )
        .into());
    }
    let (id, at) = (Uuid::now_v7(), door.clock.now());
    let new = webhook_endpoint::ActiveModel {
        id: Set(id),
        organisation_path: Set(path),
        name: Set(name.to_owned()),
        url: Set(target.to_string()),
        created_at: Set(at),
        created_by: Set(actor.person.map(|person| person.uuid())),
        removed_at: Set(None),
        removed_why: Set(None),
    };
    webhook::add(transaction, new).await?;
    let secret = add_secret(door, transaction, id, at, at).await?;
    Ok(Done::quiet(Answer::WebhookSecret {
        webhook: id,
        secret,
    }))
}

/// Makes a secret, which only a key of this installation opens again. Answers its row.
async fn add_secret(
    door: &Door,
    transaction: &DatabaseTransaction,
    endpoint: Uuid,
    at: DateTime<Utc>,
    others_end: DateTime<Utc>,
) -> Result<Uuid, Fault> {
    let no_chance = || Problem::internal("randomness");
    let id = Uuid::now_v7();
    let secret = fresh_secret().map_err(|_| no_chance())?;
    let sealed = door.vault.seal(id, &secret).map_err(|_| no_chance())?;
    webhook::add_secret(transaction, endpoint, id, sealed, at, others_end).await?;
    Ok(id)
}

pub(super) fn problem_of(unfit: &Unfit) -> Problem {
    Problem::new(unfit.code(), unfit.to_string(), unfit.sentence_id()).at("url")
}

/// An endpoint in use that the caller may administer.
async fn administered(
    transaction: &DatabaseTransaction,
    actor: &Actor,
    id: Uuid,
) -> Result<webhook_endpoint::Model, Fault> {
    let row = webhook::endpoint(transaction, id)
        .await?
        .ok_or_else(Problem::not_found)?;
    permitted(actor, &row.organisation_path)?;
    if row.removed_at.is_some() {
        return Err(Problem::new(
            "WEBHOOK_REMOVED",
            "This webhook is out of use.",
            "Webhook ini sudah tidak dipakai.",
        )
        .at("webhookId")
        .into());
    }
    Ok(row)
}

pub(super) async fn rotate(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    id: Uuid,
    overlap_hours: u32,
) -> Result<Done, Fault> {
    let row = administered(transaction, actor, id).await?;
    let at = door.clock.now();
    let others_end = at + Duration::hours(i64::from(overlap_hours));
    let secret = add_secret(door, transaction, row.id, at, others_end).await?;
    Ok(Done::quiet(Answer::WebhookSecret {
        webhook: row.id,
        secret,
    }))
}

pub(super) async fn remove(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    id: Uuid,
) -> Result<Done, Fault> {
    let row = administered(transaction, actor, id).await?;
    webhook::remove(transaction, row.id, "REMOVED", door.clock.now()).await?;
    Ok(Done::quiet(Answer::Webhook(row.id)))
}
