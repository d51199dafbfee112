//! `GET /persons/{id}/export`: everything that is kept about a person as one archive (gzipped tar): `data.json`, and the
//! files that they uploaded. For the person, or for the administrator whom they ask (UU 27/2022 articles 7 and 13).

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use schema::commands::Problem;
use tokio::sync::mpsc;
use workflows::id::PersonId;

use super::documents::{asking, refused, status_of};
use crate::app::App;
use crate::backup::person as archive;
use crate::commands::privacy;

/// Pieces that wait for a reader.
const AHEAD: usize = 4;

pub(super) async fn export(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let actor = match asking(&app, &headers).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let not_found = Problem::not_found();
    let Ok(person) = id.parse::<PersonId>() else {
        return refused(status_of(&not_found), &not_found);
    };
    if let Err(problem) = privacy::hand_out(&app.door, &actor, person.uuid()).await {
        return refused(status_of(&problem), &problem);
    }
    let (to, pieces) = mpsc::channel(AHEAD);
    let (store, blobs, at) = (
        app.door.store.clone(),
        app.blobs.clone(),
        app.door.clock.now(),
    );
    tokio::spawn(async move {
        let sent = archive::send(&store, &blobs, person.uuid(), at, to).await;
        if let Err(error) = sent {
            tracing::warn!("an export of a person broke off: {error:#}");
        }
    });
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
        HeaderValue::from_static("application/gzip"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"data-pribadi.tar.gz\""),
    );
    response
}
