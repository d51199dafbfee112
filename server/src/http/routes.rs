//! What leads where, and the bounds around it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Request, header};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::{assets, documents, graphql, health, links, person_export, record, templates, verify};
use crate::app::App;

/// Largest GraphQL request, bytes.
pub(super) const LARGEST_REQUEST: usize = 2 * 1024 * 1024;

/// Largest form that is sent from the link of a mail, bytes.
const LARGEST_ANSWER: usize = 128 * 1024;

/// Scripts come from here only; styles may be inline because the component library injects them (FRONTEND 3c).
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; worker-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The routes of one application.
pub fn router(app: App) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/graphql", post(graphql::post).fallback(graphql::only_post))
        .route("/graphql/ws", get(graphql::socket))
        .route(
            "/documents",
            post(documents::upload).layer(DefaultBodyLimit::disable()),
        )
        .route("/documents/{id}", get(documents::download))
        .route("/templates/preview", post(templates::preview))
        .route("/persons/{id}/export", get(person_export::export))
        .route("/record/bundle", get(record::bundle))
        .route("/verify/{code}", get(verify::page))
        .route("/verify", get(verify::form))
        .route(
            "/a/{token}",
            get(links::show)
                .post(links::decide)
                .layer(DefaultBodyLimit::max(LARGEST_ANSWER)),
        )
        .route("/a/{token}/dokumen/{version}", get(links::paper))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .fallback(assets::serve)
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(fixed(
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(self)",
        ))
        .layer(
            CompressionLayer::new().gzip(true).compress_when(
                SizeAbove::new(1024)
                    .and(NotForContentType::new("application/pdf"))
                    .and(NotForContentType::IMAGES),
            ),
        )
        .layer(CatchPanicLayer::new())
        .layer(SetSensitiveRequestHeadersLayer::new([
            header::AUTHORIZATION,
            header::COOKIE,
        ]))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(app)
}

/// What a log says of a request: addresses that hold a secret are cut off.
fn span(request: &Request<axum::body::Body>) -> tracing::Span {
    let path = request.uri().path();
    let shown = ["/a/", "/calendar/"]
        .into_iter()
        .find(|prefix| path.starts_with(prefix))
        .unwrap_or(path);
    tracing::debug_span!("request", method = %request.method(), path = %shown)
}
