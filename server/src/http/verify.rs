//! `/verify/{code}`: anybody who holds the paper can ask whether it is genuine. No sign-in, no scripts, and nothing more
//! is told than the paper itself says (DOMAIN 4).

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use super::pages::{escape, page as shell};
use crate::app::App;
use crate::documents::check::{Checked, Standing, check};
use crate::effects::long_datetime;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    code: Option<String>,
}

/// Asks for a code, or leads to the page of the one that was given.
pub(super) async fn form(Query(asked): Query<Asked>) -> Response {
    if let Some(code) = asked.code {
        let code: String = code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(40)
            .collect();
        return Redirect::to(&format!("/verify/{code}")).into_response();
    }
    Html(shell(
        "Verifikasi dokumen",
        "<div class=\"card\"><h1>Verifikasi dokumen</h1><p>Masukkan kode verifikasi yang tercetak di bawah kode QR. \
<span lang=\"en\">Enter the verification code printed below the QR code.</span></p>\
<form action=\"/verify\" method=\"get\"><label for=\"code\">Kode verifikasi / Verification code</label>\
<input id=\"code\" name=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" required maxlength=\"40\"><button>Periksa / Verify</button></form></div>",
    ))
    .into_response()
}

/// The verdict on a code.
pub(super) async fn page(State(app): State<App>, Path(code): Path<String>) -> Response {
    let checked = match check(&app.door, &app.signer, &app.blobs, &code).await {
        Ok(checked) => checked,
        Err(problem) => {
            let body = format!(
                "<div class=\"card bad\"><p class=\"verdict\">{}</p><p lang=\"en\">{}</p></div>",
                escape(&problem.message_id),
                escape(&problem.message)
            );
            return (
                StatusCode::SERVICE_UNAVAILABLE,
                Html(shell("Verifikasi", &body)),
            )
                .into_response();
        }
    };
    let status = if checked.standing == Standing::Unknown {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::OK
    };
    let body = describe(&checked);
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Html(shell("Verifikasi dokumen", &body)),
    )
        .into_response()
}

fn when(at: DateTime<Utc>, zone: Tz) -> String {
    long_datetime(&at.to_rfc3339(), "id", zone)
}

fn describe(checked: &Checked) -> String {
    let (class, verdict, english) = match checked.standing {
        Standing::Valid => (
            "ok",
            "SAH: dokumen ini sesuai dengan catatan.",
            "VALID: this document agrees with the record.",
        ),
        Standing::Invalid => (
            "bad",
            "TIDAK SAH: dokumen ini tidak sesuai dengan catatan.",
            "INVALID: this document does not agree with the record.",
        ),
        Standing::Unknown => (
            "unknown",
            "TIDAK DIKENAL: kode ini tidak tercatat di sini.",
            "UNKNOWN: this code is not on record here.",
        ),
    };
    let mut body = format!(
        "<h1>Verifikasi dokumen</h1><div class=\"card {class}\" data-state=\"{}\"><p class=\"verdict\">{verdict}</p><p lang=\"en\">{english}</p>",
        checked.standing.code()
    );
    if let Some(reason) = &checked.reason {
        body.push_str(&format!("<p>{}</p>", escape(reason)));
    }
    body.push_str("</div>");
    if let Some(paper) = &checked.paper {
        body.push_str("<div class=\"card\"><dl>");
        let mut row = |term: &str, value: &str| {
            body.push_str(&format!("<dt>{term}</dt><dd>{}</dd>", escape(value)))
        };
        row("Dokumen", &paper.title);
        if let Some(number) = &paper.number {
            row("Nomor", number);
        }
        row("Organisasi", &paper.organisation);
        row("Dibuat", &when(paper.created_at, paper.zone));
        row("SHA-256", &paper.sha256);
        row("Kode", &paper.code);
        row(
            "Jurnal",
            &format!(
                "peristiwa {} · {}",
                paper.journal_seq,
                if checked.journal_intact {
                    "rantai utuh"
                } else {
                    "rantai RUSAK"
                }
            ),
        );
        body.push_str("</dl></div><div class=\"card\"><h2>Tanda tangan</h2>");
        if paper.signatures.is_empty() {
            body.push_str("<p>Belum ada tanda tangan.</p>");
        }
        for signature in &paper.signatures {
            body.push_str(&format!(
                "<p><strong>{}</strong><br>{}<br>{}<br><small>{} · {}</small></p>",
                escape(&signature.name),
                escape(signature.title.as_deref().unwrap_or("Segel sistem")),
                escape(&when(signature.at, paper.zone)),
                escape(&signature.algorithm),
                if signature.fits {
                    "cocok"
                } else {
                    "TIDAK cocok"
                },
            ));
        }
        body.push_str(
            "<p><small>Tanda tangan elektronik lokal ini bukan tanda tangan elektronik tersertifikasi. \
<span lang=\"en\">This local electronic signature is not a certified electronic signature.</span></small></p></div>",
        );
    }
    body
}
