//! `GET /record/bundle`: the record to take away, streamed as it is read, for `mufakat-verify` on a machine of one's own.

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use chrono::SecondsFormat;
use futures_util::stream;
use serde::Deserialize;

use super::documents::{asking, refused};
use crate::app::App;
use crate::commands::record;
use crate::store::bundle;

/// What of the record.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    /// Only cases of this organisation (code) and below.
    organisation: Option<String>,
}

pub(super) async fn bundle(
    State(app): State<App>,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
) -> Response {
    let actor = match asking(&app, &headers).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let path = match record::hand_out(&app.door, &actor, wish.organisation).await {
        Ok(path) => path,
        Err(problem) => return refused(super::documents::status_of(&problem), &problem),
    };
    let pieces = bundle::stream(&app.door.store, path);
    let body = stream::unfold(pieces, |mut pieces| async move {
        let piece = pieces.recv().await?;
        Some((
            Ok::<_, std::convert::Infallible>(Bytes::from(piece)),
            pieces,
        ))
    });
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/jsonl"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let at = app.door.clock.now();
    let day = at
        .to_rfc3339_opts(SecondsFormat::Secs, true)
        .replace(':', "");
    if let Ok(disposition) =
        HeaderValue::from_str(&format!("attachment; filename=\"mufakat-{day}.jsonl\""))
    {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
