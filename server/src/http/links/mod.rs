//! `/a/{token}`: from a mail to a decision in two clicks, without signing in and without scripts.
//!
//! Opening the page decides nothing (mail scanners open every link); pressing a button does. The token says who is asking
//! and about which task, nothing else: what the page shows is what the API shows that person, and what is pressed goes
//! through the same door as everything else. `form` reads a form plain enough for this page, `page` writes it, `pace`
//! bounds how often it is asked for.

mod form;
mod pace;
mod page;

use std::net::IpAddr;

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use schema::commands::{Answer, Commands as _, LinkAnswer, Problem, Request};
use schema::subject;
use schema::tables::{action_link, person, user_task};
use sea_orm::EntityTrait as _;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use workflows::access::{Action, Actor, Decision, Reason, permit};
use workflows::id::{DocumentVersionId, TaskId};

use super::documents;
use super::who::Address;
use crate::app::App;
use crate::commands::upload;
use crate::commands::{Fault, actor_of, link_refusal};
use crate::effects::task_name;
use crate::store::link::{self, Standing};
use form::Sheet;
pub use pace::Pace;

/// Nothing but this page's own style and form: no script, no picture, no frame.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What the page shows, asked of the API as the person themselves.
const QUESTION: &str = "query($id: ID!) { task(id: $id) { due zone businessKey organisation { name } form { schema } variables draft \
documents { id fileName size sha256 document { title } } vote { ballot choices tally { approve approveWithNotes reject abstain outstanding electors } } \
why { kind id en } instance { summary { id en } } } }";

/// Indonesian first, English second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Indonesian,
    English,
}

impl Language {
    fn of(asked: &Asked) -> Self {
        match asked.lang.as_deref() {
            Some("en") => Self::English,
            _ => Self::Indonesian,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// The one of two sentences that is in this language.
    fn pick<'t>(self, indonesian: &'t str, english: &'t str) -> &'t str {
        match self {
            Self::Indonesian => indonesian,
            Self::English => english,
        }
    }
}

/// The language of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    lang: Option<String>,
}

/// A link that may be used now, and by whom for what.
pub(super) struct Held {
    link: action_link::Model,
    actor: Actor,
    row: user_task::Model,
    /// In which capacity the person decides; `None` as the person addressed.
    office: Option<String>,
}

/// A link with what its page shows.
pub(super) struct Shown {
    held: Held,
    /// The last part of the page's address.
    token: String,
    name: String,
    task: String,
    /// Of the API.
    facts: Json,
    /// What can be filled in here; `None` sends on to the application.
    sheet: Option<Sheet>,
    /// Ties what is pressed to what was shown.
    seen: String,
}

/// The page of the link. Decides nothing.
pub(super) async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    Address(address): Address,
) -> Response {
    let language = Language::of(&asked);
    let held = match hold(&app, &token, language, address).await {
        Ok(held) => held,
        Err(response) => return *response,
    };
    match look(&app, &token, held, language).await {
        Ok(shown) => answer(
            StatusCode::OK,
            page::task(&app, &shown, language, &[], None),
        ),
        Err(response) => *response,
    }
}

/// A button was pressed.
pub(super) async fn decide(
    State(app): State<App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
    Address(address): Address,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let language = Language::of(&asked);
    let held = match hold(&app, &token, language, address).await {
        Ok(held) => held,
        Err(response) => return *response,
    };
    let shown = match look(&app, &token, held, language).await {
        Ok(shown) => shown,
        Err(response) => return *response,
    };
    let sent = |name: &str| {
        fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    };
    let seen: bool = sent("seen")
        .unwrap_or_default()
        .as_bytes()
        .ct_eq(shown.seen.as_bytes())
        .into();
    let answered = match (&shown.sheet, seen) {
        (None, _) => Err(Problem::new(
            "USE_FULL_PAGE",
            "This task needs more than this page offers: open it in Mufakat.",
            "Tugas ini memerlukan lebih dari yang tersedia di halaman ini: buka di Mufakat.",
        )),
        (Some(_), false) => Err(Problem::new(
            "CHANGED_MEANWHILE",
            "What you see has changed since you opened this page. Read it again, then decide; nothing was recorded.",
            "Isi halaman ini berubah sejak Anda membukanya. Baca kembali lalu putuskan; belum ada yang tercatat.",
        )),
        (Some(sheet), true) => sheet.answer(&fields).map(|values| {
            if shown.held.row.kind == "VOTE" {
                let text = |name: &str| {
                    values
                        .get(name)
                        .and_then(Json::as_str)
                        .map(|text| text.to_owned())
                };
                LinkAnswer::Vote {
                    choice: text("choice").unwrap_or_default(),
                    note: text("note"),
                    dissent_later: values.get("dissentLater") == Some(&Json::Bool(true)),
                }
            } else {
                LinkAnswer::Form {
                    variables: Json::Object(values),
                }
            }
        }),
    };
    let outcome = match answered {
        Err(problem) => Err(problem),
        Ok(answer) => {
            let request = Request::AnswerByLink {
                link: shown.held.link.id,
                answer,
            };
            let key = format!("link:{}", shown.seen);
            let (door, actor) = (app.door.clone(), shown.held.actor.clone());
            // A task of its own: a client that goes away cannot abandon a decision half-way (HARDENING D3).
            tokio::spawn(async move { door.submit(&actor, Some(key), request).await })
                .await
                .unwrap_or_else(|_| Err(Problem::internal("link")))
        }
    };
    match outcome {
        Ok(Answer::Task(_)) => {
            let to = format!("/a/{token}?lang={}", language.code());
            let mut response = Redirect::to(&to).into_response();
            guarded(&mut response);
            response
        }
        Ok(_) => failed("link"),
        Err(problem) => {
            let status = if problem.code == "INTERNAL_SERVER_ERROR" {
                StatusCode::INTERNAL_SERVER_ERROR
            } else if problem.code == "CHANGED_MEANWHILE" {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            answer(
                status,
                page::task(&app, &shown, language, &fields, Some(&problem)),
            )
        }
    }
}

/// A document that the task names, for whoever holds the link.
pub(super) async fn paper(
    State(app): State<App>,
    Path((token, version)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Address(address): Address,
) -> Response {
    let language = Language::of(&asked);
    let held = match hold(&app, &token, language, address).await {
        Ok(held) => held,
        Err(response) => return *response,
    };
    let shown = match look(&app, &token, held, language).await {
        Ok(shown) => shown,
        Err(response) => return *response,
    };
    let named = shown.facts["documents"]
        .as_array()
        .is_some_and(|papers| papers.iter().any(|paper| paper["id"] == version.as_str()));
    if !named || version.parse::<DocumentVersionId>().is_err() {
        return gone(language, &Problem::not_found(), StatusCode::NOT_FOUND);
    }
    let mut response =
        match upload::readable(&app.door, &shown.held.actor, &version, "MAIL_LINK").await {
            Ok(found) => documents::send(&app, &found).await,
            Err(problem) => return gone(language, &problem, StatusCode::NOT_FOUND),
        };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// A page that nobody keeps, that tells no other site its address, and that no search engine lists.
fn answer(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    guarded(&mut response);
    response
}

fn guarded(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(
        "x-robots-tag",
        HeaderValue::from_static("noindex, nofollow"),
    );
}

fn gone(language: Language, problem: &Problem, status: StatusCode) -> Response {
    answer(status, page::ended(language, problem, None))
}

fn failed(what: &str) -> Response {
    let problem = Problem::internal(what);
    gone(
        Language::Indonesian,
        &problem,
        StatusCode::INTERNAL_SERVER_ERROR,
    )
}

type Refused = Box<Response>;

fn fault(error: sea_orm::DbErr) -> Refused {
    let problem = Fault::from(error).into_problem("a link of a mail");
    Box::new(gone(
        Language::Indonesian,
        &problem,
        StatusCode::SERVICE_UNAVAILABLE,
    ))
}

/// Finds the link, and asks as of now whether its person may still do the task.
async fn hold(
    app: &App,
    token: &str,
    language: Language,
    address: Option<IpAddr>,
) -> Result<Held, Refused> {
    let stop = |problem: &Problem, status| Err(Box::new(gone(language, problem, status)));
    if !app.links.admits_address(address) {
        return Err(Box::new(too_often(language)));
    }
    let read = app.door.store.read();
    let unknown = Problem::new(
        "LINK_UNKNOWN",
        "This link is not known here. Copy it whole from the mail, or sign in and open your task list.",
        "Tautan ini tidak dikenal. Salin utuh dari surel, atau masuk dan buka daftar tugas Anda.",
    );
    let Some(link) = link::find(read, token).await.map_err(fault)? else {
        return stop(&unknown, StatusCode::NOT_FOUND);
    };
    if !app.links.admits_link(link.id) {
        return Err(Box::new(too_often(language)));
    }
    let now = app.door.clock.now();
    let Some(row) = user_task::Entity::find_by_id(link.task_id)
        .one(read)
        .await
        .map_err(fault)?
    else {
        return stop(&unknown, StatusCode::NOT_FOUND);
    };
    if !crate::store::account::enabled(read, link.person_id)
        .await
        .map_err(fault)?
    {
        let disabled = Problem::new(
            "LINK_REVOKED",
            "Your account is disabled, so this link does nothing. Ask the administrator.",
            "Akun Anda dinonaktifkan sehingga tautan ini tidak berlaku. Hubungi pengelola.",
        );
        return stop(&disabled, StatusCode::FORBIDDEN);
    }
    let standing = link::standing(&link, now);
    if standing != Standing::Live {
        let status = if standing == Standing::Used {
            StatusCode::OK
        } else {
            StatusCode::GONE
        };
        let at = link.ended_at.unwrap_or(link.expires_at);
        let about = page::About {
            task: &row.name,
            zone: &row.zone,
            at: Some(at),
            url: Some(format!(
                "{}/tugas/{}",
                app.public_url.trim_end_matches('/'),
                TaskId::from_uuid(row.id)
            )),
            done: standing == Standing::Used,
        };
        return Err(Box::new(answer(
            status,
            page::ended(language, &link_refusal(standing), Some(&about)),
        )));
    }
    let actor = actor_of(read, link.person_id, now).await.map_err(fault)?;
    let action = if row.kind == "VOTE" {
        Action::BallotCast
    } else {
        Action::TaskComplete
    };
    let subject = subject::of_task(read, &row).await.map_err(fault)?;
    match permit(&actor, action, &subject) {
        Decision::Allow { position, mode, .. } => {
            let office = position
                .and_then(|position| {
                    actor
                        .positions
                        .iter()
                        .find(|held| held.position == position)
                })
                .map(|held| match mode.map(|mode| mode.code()) {
                    Some("PLT") => format!("Plt. {}", held.title),
                    Some("PLH") => format!("Plh. {}", held.title),
                    Some("PJ") => format!("Pj. {}", held.title),
                    _ => held.title.clone(),
                });
            Ok(Held {
                link,
                actor,
                row,
                office,
            })
        }
        Decision::Deny {
            reason: Reason::Closed,
        } => stop(&link_refusal(Standing::Withdrawn), StatusCode::GONE),
        Decision::Deny {
            reason: Reason::Hidden | Reason::NotCandidate | Reason::NotAllowed,
        } => {
            let lost = Problem::new(
                "LINK_REVOKED",
                "This task is no longer addressed to you, for instance because you no longer hold the position. Nothing is left for you to do.",
                "Tugas ini tidak lagi ditujukan kepada Anda, misalnya karena jabatan itu tidak lagi Anda pegang. Tidak ada yang perlu Anda lakukan.",
            );
            stop(&lost, StatusCode::FORBIDDEN)
        }
        Decision::Deny { reason } => {
            let refused = Problem::new(reason.code(), reason.sentence_en(), reason.sentence_id());
            stop(&refused, StatusCode::FORBIDDEN)
        }
    }
}

fn too_often(language: Language) -> Response {
    let problem = Problem::new(
        "TOO_MANY_REQUESTS",
        "This was asked for too often. Wait a minute, then open the link again.",
        "Terlalu sering dibuka. Tunggu satu menit lalu buka lagi tautan ini.",
    );
    let mut response = gone(language, &problem, StatusCode::TOO_MANY_REQUESTS);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// Gathers what the page shows.
async fn look(app: &App, token: &str, held: Held, language: Language) -> Result<Shown, Refused> {
    let question = async_graphql::Request::new(QUESTION)
        .variables(async_graphql::Variables::from_json(
            json!({ "id": TaskId::from_uuid(held.row.id).to_string() }),
        ))
        .data(Some(held.actor.clone()))
        .data(Option::<IpAddr>::None);
    let told = app.graphql.execute(question).await;
    let told = if told.errors.is_empty() {
        told.data.into_json().unwrap_or_default()
    } else {
        tracing::error!(task = %held.row.id, "what task {} shows cannot be read: {:?}", held.row.id, told.errors);
        return Err(Box::new(failed("task")));
    };
    let facts = told["task"].clone();
    if facts.is_null() {
        return Err(Box::new(gone(
            language,
            &Problem::not_found(),
            StatusCode::NOT_FOUND,
        )));
    }
    let compiled = app
        .door
        .deployed
        .refresh(app.door.store.read())
        .await
        .map_err(fault)?;
    let stored = subject::facts_of(&held.row).map_err(fault)?;
    let task = task_name(
        &compiled,
        &stored.process,
        &held.row,
        language == Language::English,
    );
    let name = person::Entity::find_by_id(held.link.person_id)
        .one(app.door.store.read())
        .await
        .map_err(fault)?
        .map_or_else(String::new, |row| row.name);
    let sheet = if held.row.kind == "VOTE" {
        Some(form::ballot(&facts["vote"]["choices"], language))
    } else if facts["form"].is_null() {
        Some(Sheet::default())
    } else {
        let shown = form::Given {
            variables: &facts["variables"],
            draft: &facts["draft"],
            now: app.door.clock.now(),
            zone: held.row.zone.parse().unwrap_or(chrono_tz::Asia::Jakarta),
        };
        form::read(&facts["form"]["schema"], &shown, language)
    };
    let mut digest = Sha256::new();
    for part in [
        token.to_owned(),
        facts["form"].to_string(),
        facts["variables"].to_string(),
        facts["documents"].to_string(),
        facts["due"].to_string(),
    ] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let seen = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Shown {
        held,
        token: token.to_owned(),
        name,
        task,
        facts,
        sheet,
        seen,
    })
}
