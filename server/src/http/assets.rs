//! The web application, embedded by the build script; `--ui-dir` serves another build of it.
//!
//! Unknown paths lead to the application only for browsers that ask for a page: a missing script is a real 404
//! (FRONTEND 3a). The page itself is always asked for again; hashed files are kept for a year.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use crate::app::App;

#[derive(Embed)]
#[folder = "$OUT_DIR/ui"]
struct Built;

/// A file of the application and its fingerprint.
struct Asset {
    bytes: Vec<u8>,
    kind: String,
    tag: String,
}

async fn find(app: &App, path: &str) -> Option<Asset> {
    if let Some(folder) = &app.ui_dir {
        // Names of the application contain no dots but the ending's; nothing else is looked for on the disk.
        if path
            .split('/')
            .any(|part| part.is_empty() || part.starts_with('.'))
        {
            return None;
        }
        let bytes = tokio::fs::read(folder.join(path)).await.ok()?;
        let tag = crate::documents::Digest::of(&bytes).to_string();
        return Some(Asset {
            kind: kind_of(path).to_owned(),
            bytes,
            tag,
        });
    }
    let file = Built::get(path)?;
    let tag = file
        .metadata
        .sha256_hash()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(Asset {
        kind: kind_of(path).to_owned(),
        bytes: file.data.into_owned(),
        tag,
    })
}

/// The media type of a file of the application, by its ending.
fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Everything that is not another route.
pub(super) async fn serve(State(app): State<App>, request: Request<Body>) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    if let Some(asset) = find(&app, path).await {
        return reply(path, asset, request.headers());
    }
    let wants_page = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if wants_page
        && !path.starts_with("assets/")
        && let Some(asset) = find(&app, "index.html").await
    {
        return reply("index.html", asset, request.headers());
    }
    (StatusCode::NOT_FOUND, "not found\n").into_response()
}

fn reply(path: &str, asset: Asset, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", asset.tag);
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains(&tag));
    if known {
        return (
            StatusCode::NOT_MODIFIED,
            [
                (header::ETAG, tag),
                (header::CACHE_CONTROL, keep.to_owned()),
            ],
        )
            .into_response();
    }
    (
        [
            (header::CONTENT_TYPE, asset.kind),
            (header::ETAG, tag),
            (header::CACHE_CONTROL, keep.to_owned()),
        ],
        asset.bytes,
    )
        .into_response()
}
