//! `POST /templates/preview`: what a paper would look like with a text that is not kept yet, drawn from a case that the
//! caller may read or from an invented one. JSON in (`organisation`, `name`, `source`, `instanceId`), PDF out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schema::commands::{FieldProblem, Problem};
use schema::tables::{organisation, process_instance};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use serde_json::json;
use workflows::access::{Action, Actor, Subject, permit};
use workflows::id::InstanceId;

use super::documents::{asking, refused};
use crate::app::App;
use crate::commands::{Fault, problem_of_paper};
use crate::documents::papers::{
    AnyPaper, PaperError, PaperKind, RenderedPaper, Templates, files, validate,
};
use crate::effects::work::facts_of_case;
use crate::store::{instance, paper_template};

/// Previews that are drawn at the same time; more wait.
const AT_ONCE: usize = 2;
static DRAWERS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(AT_ONCE);

/// What is to be drawn.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    /// Code of the organisation whose other templates count.
    organisation: String,
    /// For instance `minutes`.
    name: String,
    /// The text to try; the one that counts when absent.
    source: Option<String>,
    /// A case to take the facts from; an invented paper when absent.
    instance_id: Option<String>,
}

/// Draws it, or tells what is wrong with the text: `422` with the problem, its line in `fields` as `source:12`.
pub(super) async fn preview(
    State(app): State<App>,
    headers: HeaderMap,
    Json(wanted): Json<Wanted>,
) -> Response {
    let actor = match asking(&app, &headers).await {
        Ok(actor) => actor,
        Err(response) => return response,
    };
    match drawn(&app, &actor, wanted).await {
        Ok(paper) => {
            let pages = HeaderValue::from(paper.pages);
            let mut response = paper.pdf.into_response();
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/pdf"),
            );
            headers.insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-store"),
            );
            headers.insert("x-pages", pages);
            response
        }
        Err(problem) if problem.code == "NOT_FOUND" => refused(StatusCode::NOT_FOUND, &problem),
        Err(problem) => {
            let fields: Vec<_> = problem.fields.iter().map(told).collect();
            let body = json!({ "problem": {
                "code": problem.code, "message": problem.message, "messageId": problem.message_id, "field": problem.field, "fields": fields,
            } });
            (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
        }
    }
}

fn told(field: &FieldProblem) -> serde_json::Value {
    json!({ "path": field.path, "code": field.code, "message": field.message, "messageId": field.message_id })
}

async fn drawn(app: &App, actor: &Actor, wanted: Wanted) -> Result<RenderedPaper, Problem> {
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("previewing a template");
    let connection = app.door.store.read();
    let organisation = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(&wanted.organisation))
        .one(connection)
        .await
        .map_err(fault)?
        .ok_or_else(Problem::not_found)?;
    let subject = Subject::of(organisation.path.clone());
    // Drawing costs; those who may not change a text look at papers, not at templates.
    if !permit(actor, Action::TemplateAdmin, &subject).is_allowed() {
        return Err(Problem::not_found());
    }
    let file = files()
        .map(|(file, _)| file)
        .find(|file| file.strip_suffix(".j2") == Some(wanted.name.as_str()))
        .ok_or_else(Problem::not_found)?;
    // The shared parts are looked at through minutes, which use most of them.
    let kind = PaperKind::named(&wanted.name).unwrap_or(PaperKind::Minutes);
    let facts = match &wanted.instance_id {
        Some(id) => of_case(app, actor, id, kind).await?,
        None => AnyPaper::sample(kind),
    };
    let others = paper_template::replaced_for(connection, &organisation.path)
        .await
        .map_err(fault)?;
    let _turn = DRAWERS
        .acquire()
        .await
        .map_err(|_| Problem::internal("preview"))?;
    let source = wanted.source;
    let drawing = tokio::task::spawn_blocking(move || {
        let templates = Templates::built_in()?.with(&others)?;
        match source {
            Some(source) => {
                validate::validate(&templates, file, &source)?;
                facts.render(&templates.with(&[(file.to_owned(), source)])?)
            }
            None => facts.render(&templates),
        }
    });
    let outcome: Result<RenderedPaper, PaperError> =
        drawing.await.map_err(|_| Problem::internal("preview"))?;
    outcome.map_err(|error| problem_of_paper(&error))
}

/// The facts of a case that the caller may see, papers included.
async fn of_case(app: &App, actor: &Actor, id: &str, kind: PaperKind) -> Result<AnyPaper, Problem> {
    let fault = |error: sea_orm::DbErr| Fault::from(error).into_problem("previewing a template");
    let connection = app.door.store.read();
    let id = id.parse::<InstanceId>().map_err(|_| Problem::not_found())?;
    let row = process_instance::Entity::find_by_id(id.uuid())
        .one(connection)
        .await
        .map_err(fault)?
        .ok_or_else(Problem::not_found)?;
    let subject = Subject::of(row.organisation_path.clone());
    for action in [Action::InstanceRead, Action::DocumentRead] {
        if !permit(actor, action, &subject).is_allowed() {
            return Err(Problem::not_found());
        }
    }
    let loaded = instance::load(connection, row).await.map_err(fault)?;
    let at = app.door.clock.now();
    facts_of_case(connection, &app.public_url, loaded, kind, at)
        .await
        .map_err(|failure| {
            tracing::warn!("a preview cannot be drawn: {}", failure.message);
            Problem::new(
                "PREVIEW_FAILED",
                "This case does not hold what the paper needs.",
                "Perkara ini tidak memuat bahan naskah tersebut.",
            )
        })
}
