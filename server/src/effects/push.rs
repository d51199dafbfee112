//! Telling people at addresses of their own, signed after Standard Webhooks with the secret that they were shown once.
//! Each push has a task and a time limit of its own, like mails.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use schema::tables::outbox;
use serde::Deserialize;
use uuid::Uuid;

use super::Workers;
use super::webhook::{Trouble, signature};
use crate::commands::{Door, Fault};
use crate::store::mail::{self, Sent};
use crate::store::notice;

#[derive(Deserialize)]
struct Stored {
    person: Uuid,
    body: serde_json::Value,
}

/// Takes what is due and tells it in the background; answers how many were taken.
pub(super) async fn push_due(workers: &Workers) -> Result<usize> {
    let free = workers.tellers.available_permits() as u64;
    if free == 0 {
        return Ok(0);
    }
    let door = &workers.door;
    let now = door.clock.now();
    let entries = door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                mail::claim(transaction, "PUSH", now, free)
                    .await
                    .map_err(Fault::from)
            })
        })
        .await?;
    let count = entries.len();
    for entry in entries {
        let turn = Arc::clone(&workers.tellers)
            .acquire_owned()
            .await
            .context("pushing has stopped")?;
        let door = door.clone();
        tokio::spawn(async move {
            let sent = push(&door, &entry).await;
            let (id, now) = (entry.id, door.clock.now());
            let settled = door
                .store
                .write(move |transaction| {
                    Box::pin(async move {
                        mail::settle(transaction, &entry, &sent, now)
                            .await
                            .map_err(Fault::from)
                    })
                })
                .await;
            if let Err(error) = settled {
                tracing::error!(push = %id, "push {id}: cannot note what became of it: {error}");
            }
            drop(turn);
            door.wake.notify_one();
        });
    }
    Ok(count)
}

async fn push(door: &Door, entry: &outbox::Model) -> Sent {
    let stored: Stored = match serde_json::from_str(&entry.payload) {
        Ok(stored) => stored,
        Err(error) => return Sent::Never(format!("unreadable: {error}")),
    };
    let wants = match notice::preferences(door.store.read(), &[stored.person]).await {
        Ok(mut wants) => wants.remove(&stored.person),
        Err(error) => return Sent::Later(error.to_string()),
    };
    let Some((url, secret)) = wants.and_then(|wants| wants.webhook_url.zip(wants.webhook_secret))
    else {
        return Sent::Done("switched off by the person".to_owned());
    };
    let target = match door.outbound.read(&url) {
        Ok(target) => target,
        Err(unfit) => return Sent::Never(unfit.to_string()),
    };
    let body = stored.body.to_string().into_bytes();
    let id = format!("push_{}", entry.id.simple());
    let timestamp = door.clock.now().timestamp();
    let Some(signed) = signature(&[secret], &id, timestamp, &body) else {
        return Sent::Never("the secret cannot sign".to_owned());
    };
    let headers = [
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signed),
    ];
    match door.outbound.post(&target, &headers, body).await {
        Ok(reply) => match reply.status {
            200..=299 => Sent::Done(format!("answered {}", reply.status)),
            408 | 425 | 429 | 500..=599 => Sent::Later(format!("answered {}", reply.status)),
            status => Sent::Never(format!("answered {status}")),
        },
        Err(trouble @ (Trouble::Unfit(_) | Trouble::Large)) => Sent::Never(trouble.to_string()),
        Err(trouble) => Sent::Later(trouble.to_string()),
    }
}
