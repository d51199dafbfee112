//! Files: uploaded by streaming, stored by their hash, read only by who may.

use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schema::commands::Problem;
use schema::tables::document_version;
use serde_json::json;
use workflows::id::{DocumentId, DocumentVersionId, TaskId};

use super::pages::problem_json;
use super::who::{actor, bearer};
use crate::app::App;
use crate::commands::upload::{self, Upload};
use crate::documents::Explain as _;
use crate::documents::blobs::{Welcome, filename, sniff::FileKind};
use crate::documents::text::words_of_stored;

/// Largest file, bytes.
const LARGEST_FILE: u64 = 50 * 1024 * 1024;

pub(super) fn refused(status: StatusCode, problem: &Problem) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        problem_json(problem),
    )
        .into_response()
}

/// Whether a refusal says that a thing is hidden or absent, or something else that its reader can mend.
pub(super) fn status_of(problem: &Problem) -> StatusCode {
    match problem.code.as_str() {
        "NOT_FOUND" => StatusCode::NOT_FOUND,
        "DISPOSED" => StatusCode::GONE,
        "INTERNAL_SERVER_ERROR" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

pub(super) async fn asking(
    app: &App,
    headers: &HeaderMap,
) -> Result<workflows::access::Actor, Response> {
    let token = bearer(headers)
        .ok_or_else(|| refused(StatusCode::UNAUTHORIZED, &Problem::unauthenticated()))?;
    actor(app, token)
        .await
        .map(|(actor, _)| actor)
        .map_err(|problem| refused(StatusCode::UNAUTHORIZED, &problem))
}

/// `POST /documents`, multipart: `taskId`, `documentId` (a new version of it), `kind`, `title`, `reason`, then `file`.
pub(super) async fn upload(
    State(app): State<App>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Response {
    let actor = match asking(&app, &headers).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let mut upload = Upload::default();
    let broken = || {
        Problem::new(
            "UPLOAD_BROKEN_OFF",
            "The upload broke off and nothing was kept. Please try again.",
            "Unggahan terputus; tidak ada yang tersimpan. Silakan coba lagi.",
        )
    };
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return refused(StatusCode::BAD_REQUEST, &broken()),
        };
        if field.name() == Some("file") {
            return receive(&app, &actor, upload, field).await;
        }
        let name = field.name().unwrap_or_default().to_owned();
        let Some(text) = short_text(field).await else {
            return refused(StatusCode::BAD_REQUEST, &broken());
        };
        match name.as_str() {
            "taskId" => upload.task = text.parse::<TaskId>().ok().map(TaskId::uuid),
            "documentId" => match text.parse::<DocumentId>() {
                Ok(id) => upload.document = Some(id.uuid()),
                Err(_) => return refused(StatusCode::NOT_FOUND, &Problem::not_found()),
            },
            "kind" => upload.kind = Some(text),
            "title" => upload.title = Some(text),
            "reason" => upload.reason = Some(text),
            _ => {}
        }
    }
    let missing = Problem::new(
        "FILE_MISSING",
        "The request holds no field named file; send it last.",
        "Permintaan tidak memuat berkas (kolom file); kirim paling akhir.",
    );
    refused(StatusCode::BAD_REQUEST, &missing)
}

/// A small text field; `None` when it is longer than 1 kB or broken.
async fn short_text(mut field: Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 1024 {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

async fn receive(
    app: &App,
    actor: &workflows::access::Actor,
    mut upload: Upload,
    field: Field<'_>,
) -> Response {
    upload.file_name = filename::sanitise(field.file_name().unwrap_or_default());
    let welcome = Welcome {
        max_bytes: LARGEST_FILE,
        kinds: FileKind::ALL,
    };
    let stored = match app.blobs.put(field, welcome).await {
        Ok(stored) => stored,
        Err(error) => {
            let said = error.explain();
            let status = match said.code {
                "FILE_TOO_LARGE" => StatusCode::PAYLOAD_TOO_LARGE,
                "FILE_KIND_NOT_ACCEPTED" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "FILE_STORE_UNAVAILABLE" => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::BAD_REQUEST,
            };
            return refused(status, &Problem::new(said.code, said.en, said.id));
        }
    };
    let words = words_of_stored(&app.blobs, &stored).await;
    let reading = words.reading.code();
    match upload::keep(&app.door, actor, upload, stored, words).await {
        Ok(kept) => {
            let body = json!({
                "documentId": DocumentId::from_uuid(kept.document).to_string(),
                "versionId": DocumentVersionId::from_uuid(kept.version).to_string(),
                "sha256": stored.sha256.to_string(),
                "size": stored.size,
                "fileName": kept.file_name,
                "text": reading,
            });
            (StatusCode::CREATED, axum::Json(body)).into_response()
        }
        Err(problem) => refused(status_of(&problem), &problem),
    }
}

/// `GET /documents/{id}`: a version (`ver_…`) or the newest version of a document (`doc_…`).
pub(super) async fn download(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let actor = match asking(&app, &headers).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    let found = match upload::readable(&app.door, &actor, &id, "DOWNLOAD").await {
        Ok(found) => found,
        Err(problem) => return refused(status_of(&problem), &problem),
    };
    send(&app, &found).await
}

/// The bytes of a version; whoever asks may read it.
pub(super) async fn send(app: &App, found: &document_version::Model) -> Response {
    let Ok(digest) = found.sha256.parse() else {
        return refused(StatusCode::NOT_FOUND, &Problem::not_found());
    };
    let reader = match app.blobs.get(&digest).await {
        Ok(reader) => reader,
        Err(error) => {
            tracing::error!(%error, version = %found.id, "document version {} cannot be read: {error}", found.id);
            let said = error.explain();
            return refused(
                StatusCode::SERVICE_UNAVAILABLE,
                &Problem::new(said.code, said.en, said.id),
            );
        }
    };
    let mut response = Response::new(Body::from_stream(reader.bytes));
    let headers = response.headers_mut();
    let text = |value: &str| {
        HeaderValue::from_str(value)
            .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
    };
    headers.insert(header::CONTENT_TYPE, text(&found.content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(reader.size));
    headers.insert(header::ETAG, text(&format!("\"{}\"", found.sha256)));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    // PDF and pictures may be looked at in the page; everything else is handed over as a file. None may run scripts.
    let shown = matches!(
        found.content_type.as_str(),
        "application/pdf" | "image/png" | "image/jpeg"
    );
    let plain: String = found
        .file_name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let disposition = format!(
        "{}; filename=\"{plain}\"",
        if shown { "inline" } else { "attachment" }
    );
    headers.insert(header::CONTENT_DISPOSITION, text(&disposition));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    response
}
