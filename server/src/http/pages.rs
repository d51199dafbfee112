//! Plain pages and plain refusals outside GraphQL.

use schema::commands::Problem;
use serde_json::json;

/// A problem as JSON.
pub(super) fn problem_json(problem: &Problem) -> String {
    json!({ "problem": { "code": problem.code, "message": problem.message, "messageId": problem.message_id, "field": problem.field } }).to_string()
}

/// Text made harmless inside HTML.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A page without scripts, readable on any phone, in Indonesian.
pub(super) fn page(title: &str, body: &str) -> String {
    page_in("id", title, body)
}

/// A page without scripts in a language, `id` or `en`.
pub(super) fn page_in(language: &str, title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
<title>{title} · Mufakat</title><style>\
body{{margin:0;font:16px/1.5 system-ui,sans-serif;color:#12263a;background:#f4f6f8}}main{{max-width:44rem;margin:0 auto;padding:1.25rem}}\
.card{{background:#fff;border:1px solid #d7dee5;border-radius:.75rem;padding:1.25rem;margin:1rem 0}}h1{{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem}}\
dl{{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.35rem 1rem;margin:0}}dt{{color:#4a6072}}dd{{margin:0;overflow-wrap:anywhere}}\
.ok{{border-left:.5rem solid #1b7f4b}}.bad{{border-left:.5rem solid #b3261e}}.unknown{{border-left:.5rem solid #8a6d00}}.verdict{{font-size:1.25rem;font-weight:700;margin:0}}\
code{{font-size:.85em}}.lang{{text-align:right;margin:0}}h2{{font-size:1.1rem;margin:.75rem 0 .25rem}}ul{{margin:0;padding-left:1.25rem}}fieldset{{border:0;padding:0;margin:1rem 0}}\
.tick{{display:block;padding:.25rem 0}}input[type=checkbox],input[type=radio]{{width:auto}}.buttons{{display:flex;flex-wrap:wrap;gap:.75rem}}button.quiet{{background:#fff;color:#0b4f6c;border:1px solid #0b4f6c}}\
textarea,input{{font:inherit;padding:.6rem;border:1px solid #70869a;border-radius:.5rem;width:100%;box-sizing:border-box}}\
button{{font:inherit;padding:.6rem 1.2rem;margin-top:.75rem;border:0;border-radius:.5rem;background:#0b4f6c;color:#fff}}small{{color:#4a6072}}\
@media(max-width:30rem){{dl{{grid-template-columns:1fr}}dt{{margin-top:.5rem}}}}</style></head><body><main>{body}</main></body></html>",
        title = escape(title),
    )
}
