//! Who asks, and what a resolver may use: the caller of this request, the database to read, the doors for writes.

use std::net::IpAddr;
use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{Context, ID};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::DatabaseConnection;
use uuid::Uuid;
use workflows::access::{Action, Actor, Scope, scope};
use workflows::calendar::{NATIONAL_ZONE, local_date};
use workflows::id::{Id, Kind, PersonId};

use crate::commands::{Answer, Problem, Request};

use super::build::Deps;
use super::loaders::Rows;
use super::problem::{Fault, Result};

/// What was given to `build`.
pub(crate) fn deps<'a>(ctx: &Context<'a>) -> &'a Deps {
    ctx.data_unchecked::<Deps>()
}

/// The database to read from.
pub(crate) fn read<'a>(ctx: &Context<'a>) -> &'a DatabaseConnection {
    &deps(ctx).read
}

/// Rows by key, gathered from concurrent resolvers into one statement.
pub(crate) fn rows<'a>(ctx: &Context<'a>) -> &'a DataLoader<Rows> {
    ctx.data_unchecked::<DataLoader<Rows>>()
}

/// Now.
pub(crate) fn now(ctx: &Context<'_>) -> DateTime<Utc> {
    (deps(ctx).clock)()
}

/// The day that decides which incumbencies hold.
pub(crate) fn today(ctx: &Context<'_>) -> NaiveDate {
    local_date(NATIONAL_ZONE, now(ctx))
}

/// The caller, if signed in.
pub(crate) fn caller<'a>(ctx: &Context<'a>) -> Option<&'a Actor> {
    ctx.data_opt::<Option<Actor>>().and_then(Option::as_ref)
}

/// Address of the client, as far as it is known.
pub(crate) fn address(ctx: &Context<'_>) -> Option<IpAddr> {
    ctx.data_opt::<Option<IpAddr>>().copied().flatten()
}

/// The caller, or the error `UNAUTHENTICATED`.
pub(crate) fn actor<'a>(ctx: &Context<'a>) -> Result<&'a Actor> {
    caller(ctx).ok_or_else(|| Problem::unauthenticated().into())
}

/// What the caller may see of the kind of thing that `action` reads.
pub(crate) fn scope_of(ctx: &Context<'_>, action: Action) -> Result<Scope> {
    Ok(scope(actor(ctx)?, action))
}

/// The caller as a person; the system does not use the API.
pub(crate) fn person(ctx: &Context<'_>) -> Result<PersonId> {
    actor(ctx)?
        .person
        .ok_or_else(|| Problem::unauthenticated().into())
}

/// A typed id at the edge.
pub(crate) fn id<K: Kind>(uuid: Uuid) -> ID {
    ID(Id::<K>::from_uuid(uuid).to_string())
}

/// Reads an id of a query: one that cannot exist is absent.
pub(crate) fn known<K: Kind>(id: &ID) -> Option<Uuid> {
    id.parse::<Id<K>>().ok().map(Id::uuid)
}

/// Reads an id of a write.
pub(crate) fn named<K: Kind>(id: &str, field: &str) -> std::result::Result<Uuid, Problem> {
    id.parse::<Id<K>>().map(Id::uuid).map_err(|error| {
        Problem::new(
            "INVALID_ID",
            format!("This is not an identity that can exist here: {error}."),
            "Identitas ini tidak sah.",
        )
        .at(field)
    })
}

/// A refusal, or what a write came to.
pub(crate) type Outcome<T> = std::result::Result<T, Problem>;

/// Hands a write to the door, in a task of its own: a client that goes away cannot abandon a transaction (HARDENING D3).
/// Refusals come back as data; faults and a missing session as errors.
pub(crate) async fn submit(
    ctx: &Context<'_>,
    idempotency_key: Option<String>,
    request: Request,
) -> Result<Outcome<Answer>> {
    let actor = actor(ctx)?.clone();
    if let Some(key) = &idempotency_key
        && !is_key(key)
    {
        let problem = Problem::new(
            "INVALID_IDEMPOTENCY_KEY",
            "An idempotency key has 1 to 200 visible ASCII characters.",
            "Kunci idempotensi terdiri atas 1 sampai 200 karakter ASCII yang terlihat.",
        );
        return Ok(Err(problem.at("idempotencyKey")));
    }
    let commands = Arc::clone(&deps(ctx).commands);
    let answer =
        tokio::spawn(async move { commands.submit(&actor, idempotency_key, request).await })
            .await
            .map_err(Fault::internal)?;
    match answer {
        Err(problem)
            if matches!(
                problem.code.as_str(),
                "INTERNAL_SERVER_ERROR" | "UNAUTHENTICATED"
            ) =>
        {
            Err(problem.into())
        }
        answer => Ok(answer),
    }
}

/// The server answered a request with the answer of another one: a fault of ours.
pub(crate) fn unexpected(answer: &Answer) -> Fault {
    Fault::internal(format!("a write was answered with {answer:?}"))
}

fn is_key(key: &str) -> bool {
    (1..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Variables of a write: an object, or nothing.
pub(crate) fn variables(
    given: Option<serde_json::Value>,
    field: &str,
) -> Outcome<serde_json::Value> {
    match given {
        None | Some(serde_json::Value::Null) => {
            Ok(serde_json::Value::Object(serde_json::Map::new()))
        }
        Some(value @ serde_json::Value::Object(_)) => Ok(value),
        Some(_) => Err(Problem::new(
            "INVALID_VARIABLES",
            "Variables are a JSON object.",
            "Variabel harus berupa objek JSON.",
        )
        .at(field)),
    }
}
