//! `POST /graphql` and `GET /graphql/ws`. JSON only and POST only, so that no foreign page can make a browser ask
//! (HARDENING D4, D5); the websocket takes subscriptions only and ends with its token.

use std::time::Duration;

use async_graphql::{Data, Executor as _, Response as Answer};
use async_graphql_axum::{GraphQLProtocol, GraphQLWebSocket};
use axum::body::{Body, Bytes};
use axum::extract::ws::{CloseFrame, Message, WebSocketUpgrade};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt as _, StreamExt as _};
use schema::graph::job::Client;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::PollSender;
use workflows::access::Actor;

use super::guard::{Guarded, refusal};
use super::routes::LARGEST_REQUEST;
use super::who::{Address, actor, bearer};
use crate::app::App;

/// How long a request may take.
const LONGEST: Duration = Duration::from_secs(30);
/// Largest websocket message, bytes.
const LARGEST_MESSAGE: usize = 64 * 1024;
/// A socket that does not answer a ping for so long is closed.
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// Close code: the access token has ended; sign in or refresh, then connect again (graphql-ws "Forbidden").
const TOKEN_ENDED: u16 = 4403;

fn answer(status: StatusCode, response: &Answer) -> Response {
    let body = serde_json::to_vec(response).unwrap_or_default();
    (
        status,
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}

fn refuse(status: StatusCode, code: &str, message: impl Into<String>) -> Response {
    answer(status, &refusal(code, message))
}

/// Any other method.
pub(super) async fn only_post() -> Response {
    let mut response = refuse(
        StatusCode::METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "Send GraphQL by POST.",
    );
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// A query or mutation.
pub(super) async fn post(State(app): State<App>, address: Address, request: Request) -> Response {
    if !is_json(request.headers()) {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "Send the request as application/json.",
        );
    }
    let headers = request.headers().clone();
    let body = match read(request).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let request: async_graphql::Request = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => {
            return refuse(
                StatusCode::BAD_REQUEST,
                "BAD_REQUEST",
                format!("The body is not a GraphQL request: {error}."),
            );
        }
    };
    let asking: Option<Actor> = match bearer(&headers) {
        None => None,
        Some(token) => match actor(&app, token).await {
            Ok((actor, _)) => Some(actor),
            Err(problem) => {
                return refuse(StatusCode::UNAUTHORIZED, &problem.code, problem.message);
            }
        },
    };
    // Dropped when the client goes away: then whoever waits on its behalf stops waiting.
    let (here, client) = watch::channel(());
    let request = request.data(asking).data(address.0).data(Client(client));
    let executor = Guarded::new(app.graphql.clone());
    // A task of its own: a client that goes away cannot abandon a write half-way (HARDENING D3).
    let mut work =
        tokio::spawn(async move { tokio::time::timeout(LONGEST, executor.execute(request)).await });
    let mut stopping = app.stop.clone();
    let stopped = async move {
        // The guard that the wait answers must not live across an await.
        let _ = stopping.wait_for(|stop| *stop).await.map(|_| ());
    };
    let done = tokio::select! {
        done = &mut work => done,
        () = stopped => {
            drop(here);
            work.await
        }
    };
    match done {
        Ok(Ok(response)) => answer(StatusCode::OK, &response),
        Ok(Err(_)) => refuse(
            StatusCode::GATEWAY_TIMEOUT,
            "TIMEOUT",
            "The request took too long; ask for less.",
        ),
        Err(_) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            "INTERNAL_SERVER_ERROR",
            "Something failed on our side. Please try again.",
        ),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

async fn read(request: Request<Body>) -> Result<Bytes, Response> {
    let too_large = || {
        refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "PAYLOAD_TOO_LARGE",
            format!("A request has {LARGEST_REQUEST} bytes at the most."),
        )
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST_REQUEST as u64) {
        return Err(too_large());
    }
    Bytes::from_request(request, &())
        .await
        .map_err(|_| too_large())
}

/// Subscriptions over graphql-transport-ws. The token comes in `connection_init`, as `{"authorization": "Bearer …"}`.
pub(super) async fn socket(
    State(app): State<App>,
    headers: HeaderMap,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !same_origin(&headers) {
        return refuse(
            StatusCode::FORBIDDEN,
            "FORBIDDEN_ORIGIN",
            "Live updates are for our own pages.",
        );
    }
    upgrade
        .protocols(["graphql-transport-ws"])
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .on_upgrade(move |socket| async move {
            let (mut out, incoming) = socket.split();
            let (sender, mut outgoing) = mpsc::channel::<Message>(64);
            let (ends, mut end) = watch::channel(None);
            let executor = Guarded::new(app.graphql.clone());
            let asked = app.clone();
            let serving = GraphQLWebSocket::new_with_pair(PollSender::new(sender), incoming, executor, protocol)
                .keepalive_timeout(KEEP_ALIVE)
                .on_connection_init(move |payload| async move {
                    let token = payload.get("authorization").and_then(|value| value.as_str()).and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
                    let (actor, until) = actor(&asked, token).await.map_err(|problem| async_graphql::Error::new(problem.message))?;
                    let _ = ends.send(Some(until));
                    let mut data = Data::default();
                    data.insert(Some(actor));
                    Ok(data)
                })
                .serve();
            let clock = app.door.clock.clone();
            let ended = async move {
                if end.wait_for(Option::is_some).await.is_err() {
                    return std::future::pending().await;
                }
                let until = *end.borrow();
                while until.is_some_and(|until| until > clock.now()) {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            };
            let forward = async {
                while let Some(message) = outgoing.recv().await {
                    if out.send(message).await.is_err() {
                        break;
                    }
                }
            };
            let finished = {
                tokio::pin!(serving, forward, ended);
                let mut stopped = app.stop.clone();
                tokio::select! {
                    () = &mut serving => None,
                    () = &mut forward => None,
                    () = &mut ended => Some((TOKEN_ENDED, "the access token has ended")),
                    () = async { let _ = stopped.wait_for(|stop| *stop).await.map(|_| ()); } => Some((1012, "the server restarts")),
                }
            };
            if let Some((code, reason)) = finished {
                let _ = out.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
            }
        })
}

/// Browsers send where a page came from; another site may not listen (ASVS 4.4.2). Programs send nothing.
fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok())
    else {
        return true;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    origin
        .split_once("://")
        .is_some_and(|(_, from)| from == host)
}
