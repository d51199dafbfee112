//! Who is asking: the bearer token of a request, turned into an actor.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use schema::commands::Problem;
use workflows::access::Actor;

use crate::app::App;
use crate::auth::TokenProblem;
use crate::commands::{Fault, actor_of};

/// The bearer token of a request, if there is one.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value
        .strip_prefix("Bearer ")
        .or_else(|| value.strip_prefix("bearer "))
}

/// The person behind a token with what they may do at this moment, and when the token ends.
///
/// # Errors
/// `UNAUTHENTICATED` for a bad or expired token, a disabled account, or a person who is gone.
pub(super) async fn actor(app: &App, token: &str) -> Result<(Actor, DateTime<Utc>), Problem> {
    let now = app.door.clock.now();
    let (person, ends) = app
        .tokens
        .check(token, now)
        .map_err(|problem| match problem {
            TokenProblem::Expired => Problem::new(
                "UNAUTHENTICATED",
                "The access token has expired: sign in again or refresh it.",
                "Token akses kedaluwarsa: silakan masuk kembali.",
            ),
            TokenProblem::Invalid => Problem::unauthenticated(),
        })?;
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("reading who is asking");
    let enabled = crate::store::account::enabled(app.door.store.read(), person)
        .await
        .map_err(fault)?;
    if !enabled {
        return Err(Problem::unauthenticated());
    }
    Ok((
        actor_of(app.door.store.read(), person, now)
            .await
            .map_err(fault)?,
        ends,
    ))
}

/// The address of the client, as far as it is known. Behind a proxy this is the proxy's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(
            parts
                .extensions
                .get::<ConnectInfo<SocketAddr>>()
                .map(|info| info.0.ip()),
        ))
    }
}
