//! `mufakat:webhook`: tells a registered address outside what has happened, signed after Standard Webhooks; what it answers
//! becomes a variable. Sent at least once, always under the same `webhook-id`, until the receiver has said 2xx.

use std::collections::BTreeSet;

use chrono::Duration;
use schema::tables::webhook_endpoint;
use workflows::feel::{Context, Value};
use workflows::id::{InstanceId, JobId};

use super::super::webhook::{Reply, Target, Trouble, signature};
use super::{Assignment, Failure, Outcome, Workers};
use crate::store::webhook;

/// HTTP status: there is nobody here any more.
const GONE: u16 = 410;
/// Largest message, bytes.
const LARGEST_MESSAGE: usize = 1024 * 1024;
/// First wait after a failure; each one is four times as long as the one before.
const FIRST_WAIT_S: i64 = 5;
/// Longest wait between two attempts.
const LONGEST_WAIT_S: i64 = 3_600;

pub(super) async fn tell(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let method = job.headers.get("method").map_or("POST", |it| it.trim());
    if !method.eq_ignore_ascii_case("POST") {
        return Err(Failure::never(format!(
            "a webhook is told by POST, not by {method}"
        )));
    }
    let door = &workers.door;
    let (endpoint, target) = destination(workers, job).await?;
    let secrets: Vec<String> = webhook::secrets(door.store.read(), endpoint.id, job.at)
        .await?
        .iter()
        .filter_map(|(row, stored)| door.vault.read(*row, stored))
        .collect();
    let body = message(job)?;
    let id = JobId::derived(job.instance, job.key, job.created_at.timestamp_millis()).to_string();
    let timestamp = job.at.timestamp();
    let signed = signature(&secrets, &id, timestamp, &body).ok_or_else(|| {
        Failure::never(format!(
            "the webhook {} has no secret that a key opens",
            endpoint.name
        ))
    })?;
    let headers = [
        ("webhook-id", id),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signed),
    ];
    match door.outbound.post(&target, &headers, body).await {
        Ok(reply) => {
            if reply.status == GONE {
                retire(workers, &endpoint, job).await?;
            }
            judge(job, &endpoint, &reply)
        }
        Err(trouble @ (Trouble::Unfit(_) | Trouble::Large)) => {
            Err(Failure::never(format!("{target}: {trouble}")))
        }
        Err(trouble) => Err(Failure::after(format!("{target}: {trouble}"), pause(job))),
    }
}

/// A receiver that says it is gone is told nothing any more (Standard Webhooks, "Operational considerations").
async fn retire(
    workers: &Workers,
    endpoint: &webhook_endpoint::Model,
    job: &Assignment,
) -> Result<(), Failure> {
    let (id, at) = (endpoint.id, job.at);
    workers
        .door
        .store
        .write(move |transaction| Box::pin(webhook::remove(transaction, id, "GONE", at)))
        .await?;
    Ok(())
}

/// The endpoint that the model names, by name or by address: an address must be registered, or lie below one that is.
async fn destination(
    workers: &Workers,
    job: &Assignment,
) -> Result<(webhook_endpoint::Model, Target), Failure> {
    let outbound = &workers.door.outbound;
    let known = webhook::endpoints_for(workers.door.store.read(), &job.owner.path).await?;
    let read = |text: &str| {
        outbound
            .read(text)
            .map_err(|unfit| Failure::never(format!("{text}: {unfit}")))
    };
    if let Some(name) = job.headers.get("endpoint").map(|it| it.trim()) {
        let found = known.into_iter().find(|it| it.name == name);
        let found = found.ok_or_else(|| {
            Failure::never(format!(
                "{} has no webhook {name}: an administrator registers it",
                job.owner.code
            ))
        })?;
        let target = read(&found.url)?;
        return Ok((found, target));
    }
    let target = read(job.header("url")?)?;
    for endpoint in known {
        if read(&endpoint.url).is_ok_and(|base| target.is_within(&base)) {
            return Ok((endpoint, target));
        }
    }
    Err(Failure::never(format!(
        "{target} lies below no webhook of {}: an administrator registers it",
        job.owner.code
    )))
}

/// The message: the same at each try.
fn message(job: &Assignment) -> Result<Vec<u8>, Failure> {
    let chosen: Context = match job.headers.get("variables") {
        // What the model hands to this element by its inputs, and nothing else of the case.
        None => job.local.clone(),
        Some(names) => {
            let names: BTreeSet<&str> = names.split(',').map(str::trim).collect();
            let mut chosen = Context::new();
            for (name, value) in job.variables.iter() {
                if names.contains(&**name) {
                    chosen.insert(name.clone(), value.clone());
                }
            }
            chosen
        }
    };
    let kind = job.headers.get("eventType").map_or_else(
        || format!("{}.{}", job.process.id, job.element),
        |kind| kind.trim().to_owned(),
    );
    let body = serde_json::json!({
        "type": kind,
        "timestamp": job.created_at.to_rfc3339(),
        "data": {
            "instanceId": InstanceId::from_uuid(job.instance).to_string(),
            "businessKey": job.business_key,
            "organisation": job.owner.code,
            "definitionKey": job.process.id,
            "definitionVersion": job.process.version,
            "element": job.element,
            "variables": Value::from(chosen).to_json(),
        },
    });
    let body = serde_json::to_vec(&body)
        .map_err(|error| Failure::never(format!("the message cannot be written: {error}")))?;
    if body.len() > LARGEST_MESSAGE {
        return Err(Failure::never(format!(
            "the message has {} bytes, more than {LARGEST_MESSAGE}",
            body.len()
        )));
    }
    Ok(body)
}

fn judge(
    job: &Assignment,
    endpoint: &webhook_endpoint::Model,
    reply: &Reply,
) -> Result<Outcome, Failure> {
    let said = || {
        let text = String::from_utf8_lossy(&reply.body);
        let text: String = text
            .chars()
            .filter(|it| !it.is_control())
            .take(200)
            .collect();
        format!("{} answered {}: {text}", endpoint.url, reply.status)
    };
    match reply.status {
        200..=299 => Ok(Outcome {
            variables: result(job, reply)?,
            write: None,
        }),
        // Too early, too many, or a fault that passes.
        408 | 425 | 429 | 500..=599 => {
            let asked = reply
                .retry_after
                .and_then(|wait| Duration::from_std(wait).ok())
                .unwrap_or_default();
            Err(Failure::after(said(), pause(job).max(asked)))
        }
        // A redirect is not followed: the address that was registered is the one that is told.
        _ => Err(Failure::never(said())),
    }
}

fn result(job: &Assignment, reply: &Reply) -> Result<Context, Failure> {
    let mut variables = Context::new();
    let Some(name) = job.headers.get("resultVariable").map(|it| it.trim()) else {
        return Ok(variables);
    };
    let text = reply.body.trim_ascii();
    let value = if text.is_empty() {
        Value::Null
    } else {
        let json: serde_json::Value = serde_json::from_slice(text).map_err(|error| {
            Failure::never(format!("the answer for {name} is not JSON: {error}"))
        })?;
        Value::from_json(&json)
    };
    variables.insert(name, value);
    Ok(variables)
}

/// How long to wait: 5 s, 20 s, 80 s, … an hour.
fn pause(job: &Assignment) -> Duration {
    let power = u32::try_from(job.attempt - 1).unwrap_or_default().min(8);
    Duration::seconds((FIRST_WAIT_S * 4_i64.pow(power)).min(LONGEST_WAIT_S))
}
