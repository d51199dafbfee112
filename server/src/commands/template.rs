//! Templates of papers: changed by who may, after the text has been tried on invented papers; gone back on; taken back.

use schema::commands::{Answer, FieldProblem, Problem};
use schema::tables::organisation;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;
use workflows::access::{Action, Actor, Decision, Subject, permit};

use super::door::{Done, Door};
use super::fault::Fault;
use crate::documents::Explain as _;
use crate::documents::papers::{PaperError, Templates, files, validate};
use crate::store::paper_template::{self, NewTemplate};

/// Longest note, characters.
const LONGEST_NOTE: usize = 500;

pub(super) async fn save(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    organisation_code: &str,
    name: &str,
    source: Option<&str>,
    note: Option<&str>,
) -> Result<Done, Fault> {
    let unknown = || {
        Problem::new(
            "UNKNOWN_ORGANISATION",
            "There is no such organisation.",
            "Organisasi itu tidak ada.",
        )
        .at("organisation")
    };
    let path = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(organisation_code))
        .one(transaction)
        .await?
        .ok_or_else(unknown)?
        .path;
    let note = note.map(|note| note.chars().take(LONGEST_NOTE).collect());
    add(door, transaction, actor, path, name, source, note).await
}

pub(super) async fn restore(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    version: Uuid,
) -> Result<Done, Fault> {
    let row = paper_template::find(transaction, version)
        .await?
        .ok_or_else(Problem::not_found)?;
    let note = Some(format!("v{}", row.version));
    let path = row.organisation_path;
    add(
        door,
        transaction,
        actor,
        path,
        &row.name,
        row.source.as_deref(),
        note,
    )
    .await
}

async fn add(
    door: &Door,
    transaction: &DatabaseTransaction,
    actor: &Actor,
    path: String,
    name: &str,
    source: Option<&str>,
    note: Option<String>,
) -> Result<Done, Fault> {
    let subject = Subject::of(path.clone());
    if let Decision::Deny { reason } = permit(actor, Action::TemplateAdmin, &subject) {
        return Err(reason.into());
    }
    let file = files()
        .map(|(file, _)| file)
        .find(|file| file.strip_suffix(".j2") == Some(name))
        .ok_or_else(|| {
            Problem::new(
                "UNKNOWN_TEMPLATE",
                "There is no such paper.",
                "Jenis naskah itu tidak ada.",
            )
            .at("name")
        })?;
    // What nobody above has changed needs no taking back.
    if source.is_some()
        || paper_template::newest(transaction, name, &path)
            .await?
            .is_some()
    {
        let others = paper_template::replaced_for(transaction, &path).await?;
        let tried = source.map(str::to_owned);
        if let Some(tried) = tried {
            let outcome = tokio::task::spawn_blocking(move || try_out(&others, file, &tried))
                .await
                .map_err(|_| Problem::internal("template"))?;
            outcome.map_err(|error| problem_of(&error))?;
        }
    } else {
        return Err(Problem::new(
            "TEMPLATE_NOT_OWN",
            "This organisation has no text of its own to take back.",
            "Organisasi ini tidak memiliki naskah sendiri untuk ditarik.",
        )
        .at("source")
        .into());
    }
    let new = NewTemplate {
        name: name.to_owned(),
        organisation_path: path,
        source: source.map(str::to_owned),
        note,
        by: actor.person.map(|person| person.uuid()),
    };
    let version = paper_template::add(transaction, new, door.clock.now()).await?;
    Ok(Done::quiet(Answer::PaperTemplate { version }))
}

fn try_out(
    others: &[(String, String)],
    file: &'static str,
    source: &str,
) -> Result<(), PaperError> {
    let others: Vec<_> = others
        .iter()
        .filter(|(name, _)| name != file)
        .cloned()
        .collect();
    let templates = Templates::built_in()?.with(&others)?;
    validate::validate(&templates, file, source).map(|_| ())
}

/// The mistake with its line in `fields`, as `source:12`.
pub fn problem_of(error: &PaperError) -> Problem {
    let said = error.explain();
    let mut problem = Problem::new(said.code, said.en.clone(), said.id.clone()).at("source");
    let line = match error {
        PaperError::Template { line, .. } => *line,
        _ => 0,
    };
    if line > 0 {
        problem.fields.push(FieldProblem {
            path: format!("source:{line}"),
            code: said.code.to_owned(),
            message: said.en,
            message_id: said.id,
        });
    }
    problem
}
