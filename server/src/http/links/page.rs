//! The page of a link, written: what is to be decided, by when, on what papers, in which office, and the buttons.

use chrono::{DateTime, Utc};
use schema::commands::Problem;
use workflows::id::TaskId;

use super::super::pages::{escape, page_in};
use super::form::{Field, Kind, Part, Sheet};
use super::{Language, Shown};
use crate::app::App;
use crate::effects::long_datetime;

/// The page stays below thirty kilobytes; what does not fit is read in the application.
const LARGEST: usize = 29_000;
/// Most papers that are listed.
const PAPERS: usize = 25;

/// What is known of a link that has ended.
pub(super) struct About<'a> {
    pub task: &'a str,
    pub zone: &'a str,
    pub at: Option<DateTime<Utc>>,
    pub url: Option<String>,
    /// It ended because its task was done through it.
    pub done: bool,
}

fn when(at: DateTime<Utc>, zone: &str, language: Language) -> String {
    long_datetime(
        &at.to_rfc3339(),
        language.code(),
        zone.parse().unwrap_or(chrono_tz::Asia::Jakarta),
    )
}

/// The other language, at the top.
fn switch(language: Language) -> String {
    let (code, word) = match language {
        Language::Indonesian => ("en", "English"),
        Language::English => ("id", "Bahasa Indonesia"),
    };
    format!(
        "<p class=\"lang\"><a href=\"?lang={code}\" hreflang=\"{code}\" lang=\"{code}\">{word}</a></p>"
    )
}

/// A link that does nothing any more, and what to do instead.
pub(super) fn ended(language: Language, problem: &Problem, about: Option<&About<'_>>) -> String {
    let mut body = switch(language);
    let done = about.is_some_and(|about| about.done);
    let heading = if done {
        language.pick("Keputusan Anda tercatat", "Your decision is recorded")
    } else {
        language.pick("Tautan ini tidak dapat dipakai", "This link cannot be used")
    };
    body.push_str(&format!(
        "<h1>{heading}</h1><div class=\"card {}\" data-code=\"{}\"><p>{}</p>",
        if done { "ok" } else { "unknown" },
        escape(&problem.code),
        escape(language.pick(&problem.message_id, &problem.message))
    ));
    if let Some(about) = about {
        body.push_str(&format!("<p><strong>{}</strong>", escape(about.task)));
        if let Some(at) = about.at.filter(|_| done) {
            body.push_str(&format!("<br>{}", escape(&when(at, about.zone, language))));
        }
        body.push_str("</p>");
        if let Some(url) = &about.url {
            body.push_str(&format!(
                "<p><a href=\"{}\">{}</a></p>",
                escape(url),
                language.pick(
                    "Buka tugas ini di Mufakat (perlu masuk)",
                    "Open this task in Mufakat (sign in)"
                )
            ));
        }
    }
    body.push_str("</div>");
    page_in(language.code(), heading, &body)
}

/// The task and what can be done with it here.
pub(super) fn task(
    app: &App,
    shown: &Shown,
    language: Language,
    sent: &[(String, String)],
    problem: Option<&Problem>,
) -> String {
    let whole = written(app, shown, language, sent, problem, shown.sheet.as_ref());
    if whole.len() <= LARGEST {
        return whole;
    }
    written(app, shown, language, sent, problem, None)
}

fn written(
    app: &App,
    shown: &Shown,
    language: Language,
    sent: &[(String, String)],
    problem: Option<&Problem>,
    sheet: Option<&Sheet>,
) -> String {
    let mut body = switch(language);
    body.push_str(&format!("<h1>{}</h1>", escape(&shown.task)));
    if let Some(problem) = problem {
        body.push_str(&format!(
            "<div class=\"card bad\" role=\"alert\" data-code=\"{}\"><p>{}</p>",
            escape(&problem.code),
            escape(language.pick(&problem.message_id, &problem.message))
        ));
        for field in problem.fields.iter().take(20) {
            body.push_str(&format!(
                "<p>{}: {}</p>",
                escape(&label_of(sheet, &field.path)),
                escape(language.pick(&field.message_id, &field.message))
            ));
        }
        body.push_str("</div>");
    }
    body.push_str(&facts(shown, language));
    body.push_str(&papers(shown, language));
    let full = format!(
        "{}/tugas/{}",
        app.public_url.trim_end_matches('/'),
        TaskId::from_uuid(shown.held.row.id)
    );
    match sheet {
        Some(sheet) => body.push_str(&decision(shown, sheet, language, sent)),
        None => body.push_str(&format!(
            "<div class=\"card\"><p>{}</p></div>",
            language.pick(
                "Isian tugas ini lebih dari yang muat di halaman ini. Bacalah di sini, lalu kerjakan di Mufakat.",
                "This task asks for more than fits on this page. Read it here, then do it in Mufakat.",
            )
        )),
    }
    body.push_str(&format!(
        "<p><a href=\"{}\">{}</a></p><p><small>{}</small></p>",
        escape(&full),
        language.pick(
            "Buka halaman lengkap di Mufakat (perlu masuk)",
            "Open the full page in Mufakat (sign in)"
        ),
        escape(&footer(shown, language)),
    ));
    page_in(language.code(), &shown.task, &body)
}

fn footer(shown: &Shown, language: Language) -> String {
    let until = when(shown.held.link.expires_at, &shown.held.row.zone, language);
    match language {
        Language::Indonesian => format!(
            "Tautan ini hanya untuk {} dan hanya untuk tugas ini; jangan diteruskan. Berlaku sampai {until}. Membuka halaman ini belum memutuskan apa pun.",
            shown.name
        ),
        Language::English => format!(
            "This link is for {} and for this task only; do not pass it on. It works until {until}. Opening this page has decided nothing.",
            shown.name
        ),
    }
}

/// What it is about, by when, why this person and what follows on silence.
fn facts(shown: &Shown, language: Language) -> String {
    let facts = &shown.facts;
    let mut rows = String::from("<div class=\"card\"><dl>");
    let mut row = |term: &str, value: &str| {
        if !value.is_empty() {
            rows.push_str(&format!(
                "<dt>{term}</dt><dd>{}</dd>",
                escape(&short(value))
            ));
        }
    };
    let due = shown.held.row.due.map_or_else(
        || language.pick("tanpa tenggat", "no due date").to_owned(),
        |due| when(due, &shown.held.row.zone, language),
    );
    row(language.pick("Tenggat", "Due"), &due);
    row(
        language.pick("Anda memutuskan sebagai", "You decide as"),
        &match &shown.held.office {
            Some(office) => format!("{}, {office}", shown.name),
            None => shown.name.clone(),
        },
    );
    row(
        language.pick("Perkara", "Case"),
        &[
            facts["businessKey"].as_str().unwrap_or_default(),
            facts["organisation"]["name"].as_str().unwrap_or_default(),
        ]
        .iter()
        .filter(|text| !text.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · "),
    );
    row(
        language.pick("Keadaan", "Where it stands"),
        facts["instance"]["summary"][language.code()]
            .as_str()
            .unwrap_or_default(),
    );
    for (kind, term) in [
        ("CANDIDATE", language.pick("Mengapa Anda", "Why you")),
        (
            "SILENCE",
            language.pick("Bila tidak ditanggapi", "If nothing is done"),
        ),
        ("RULE", language.pick("Aturan", "Rule")),
    ] {
        for said in facts["why"].as_array().into_iter().flatten() {
            if said["kind"] == kind {
                row(term, said[language.code()].as_str().unwrap_or_default());
            }
        }
    }
    let tally = &facts["vote"]["tally"];
    if facts["vote"]["ballot"] == "OPEN" && tally.is_object() {
        let number = |name: &str| tally[name].as_i64().unwrap_or_default();
        let count = match language {
            Language::Indonesian => format!(
                "{} setuju, {} setuju dengan catatan, {} menolak, {} abstain, {} dari {} belum memilih",
                number("approve"),
                number("approveWithNotes"),
                number("reject"),
                number("abstain"),
                number("outstanding"),
                number("electors")
            ),
            Language::English => format!(
                "{} approve, {} approve with notes, {} reject, {} abstain, {} of {} have not voted",
                number("approve"),
                number("approveWithNotes"),
                number("reject"),
                number("abstain"),
                number("outstanding"),
                number("electors")
            ),
        };
        row(language.pick("Suara masuk", "Votes so far"), &count);
    }
    rows.push_str("</dl></div>");
    rows
}

/// A long value is read in the application.
fn short(text: &str) -> String {
    const MOST: usize = 600;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

fn papers(shown: &Shown, language: Language) -> String {
    let Some(papers) = shown.facts["documents"]
        .as_array()
        .filter(|papers| !papers.is_empty())
    else {
        return String::new();
    };
    let mut list = format!(
        "<div class=\"card\"><h2>{}</h2><ul>",
        language.pick("Dokumen", "Documents")
    );
    for paper in papers.iter().take(PAPERS) {
        let text = |name: &str| paper[name].as_str().unwrap_or_default();
        let title = paper["document"]["title"].as_str().unwrap_or_default();
        let kilobytes = paper["size"].as_i64().unwrap_or_default() / 1024 + 1;
        list.push_str(&format!(
            "<li><a href=\"{}/dokumen/{}\" rel=\"noreferrer\">{}</a> <small>{} · {kilobytes} kB · SHA-256 {}</small></li>",
            escape(&shown.token),
            escape(text("id")),
            escape(if title.is_empty() { text("fileName") } else { title }),
            escape(text("fileName")),
            escape(text("sha256").get(..12).unwrap_or_default()),
        ));
    }
    if papers.len() > PAPERS {
        let more = papers.len() - PAPERS;
        list.push_str(&match language {
            Language::Indonesian => format!("<li>dan {more} lagi di Mufakat</li>"),
            Language::English => format!("<li>and {more} more in Mufakat</li>"),
        });
    }
    list.push_str("</ul></div>");
    list
}

fn decision(shown: &Shown, sheet: &Sheet, language: Language, sent: &[(String, String)]) -> String {
    let mut form = format!(
        "<form class=\"card\" method=\"post\" action=\"?lang={}\" autocomplete=\"off\">\
<input type=\"hidden\" name=\"seen\" value=\"{}\">\
<button type=\"submit\" disabled hidden></button>",
        language.code(),
        escape(&shown.seen)
    );
    for part in &sheet.parts {
        match part {
            Part::Text(text) => form.push_str(&prose(text)),
            Part::Field(field) => form.push_str(&input(field, language, sent)),
        }
    }
    form.push_str("<div class=\"buttons\">");
    match &sheet.decision {
        Some((_, options)) => {
            for (number, (value, label)) in options.iter().enumerate() {
                form.push_str(&format!(
                    "<button name=\"decision\" value=\"{}\"{}>{}</button>",
                    escape(value),
                    if number == 0 { "" } else { " class=\"quiet\"" },
                    escape(label)
                ));
            }
        }
        None => form.push_str(&format!(
            "<button name=\"decision\" value=\"DONE\">{}</button>",
            language.pick("Kirim", "Send")
        )),
    }
    form.push_str("</div></form>");
    form
}

fn input(field: &Field, language: Language, sent: &[(String, String)]) -> String {
    let name = format!("f.{}", field.key);
    let typed = sent
        .iter()
        .find(|(field, _)| *field == name)
        .map(|(_, value)| value.clone());
    // After a refusal the page shows what was typed, not what the form began with.
    let value = if sent.is_empty() {
        field.value.clone()
    } else {
        typed
    }
    .unwrap_or_default();
    let (name, shown) = (escape(&name), escape(&value));
    let required = if field.required { " required" } else { "" };
    let mut label = escape(&field.label);
    if field.conditional {
        label.push_str(language.pick(
            " <small>(bila diperlukan)</small>",
            " <small>(where it applies)</small>",
        ));
    }
    let described = field
        .description
        .as_deref()
        .map(|text| format!("<small>{}</small>", escape(text)))
        .unwrap_or_default();
    let control = match &field.kind {
        Kind::Tick => {
            let ticked = if matches!(value.as_str(), "true" | "on") {
                " checked"
            } else {
                ""
            };
            return format!(
                "<p><label class=\"tick\"><input type=\"checkbox\" name=\"{name}\" value=\"on\"{ticked}> {label}</label>{described}</p>"
            );
        }
        Kind::Choice(options) => {
            let mut group = format!("<fieldset><legend>{label}</legend>{described}");
            for (option, label) in options {
                let picked = if *option == value { " checked" } else { "" };
                group.push_str(&format!(
                    "<label class=\"tick\"><input type=\"radio\" name=\"{name}\" value=\"{}\"{picked}{required}> {}</label>",
                    escape(option),
                    escape(label)
                ));
            }
            group.push_str("</fieldset>");
            return group;
        }
        Kind::Lines => {
            format!(
                "<textarea id=\"{name}\" name=\"{name}\" rows=\"4\" maxlength=\"10000\"{required}>{shown}</textarea>"
            )
        }
        Kind::Line => {
            format!(
                "<input id=\"{name}\" name=\"{name}\" value=\"{shown}\" maxlength=\"2000\"{required}>"
            )
        }
        Kind::Number => {
            format!(
                "<input id=\"{name}\" name=\"{name}\" value=\"{shown}\" inputmode=\"decimal\" maxlength=\"40\"{required}>"
            )
        }
        Kind::Date => {
            format!(
                "<input id=\"{name}\" name=\"{name}\" type=\"date\" value=\"{shown}\"{required}>"
            )
        }
    };
    format!("<p><label for=\"{name}\">{label}</label>{described}{control}</p>")
}

fn label_of(sheet: Option<&Sheet>, path: &str) -> String {
    sheet
        .into_iter()
        .flat_map(|sheet| &sheet.parts)
        .find_map(|part| match part {
            Part::Field(field) if field.key == path => Some(field.label.clone()),
            _ => None,
        })
        .unwrap_or_else(|| path.to_owned())
}

/// The little of Markdown that form texts use: headings, bullets, paragraphs; marks of emphasis are left out.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let plain = line.replace("**", "").replace('`', "");
        let (heading, rest) = match plain.trim_start_matches('#') {
            rest if rest.len() < plain.len() => (true, rest.trim()),
            rest => (false, rest),
        };
        let rest = short(rest.trim_start_matches("- ").trim_start_matches("* "));
        let tag = if heading { "h2" } else { "p" };
        html.push_str(&format!("<{tag}>{}</{tag}>", escape(&rest)));
    }
    html
}
