//! Templates of papers: which text counts where, every earlier version, and changing it.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use workflows::access::{Action, Subject, permit};
use workflows::id::kind;

use crate::commands::{Answer, Problem as Refusal, Request};
use crate::paper_templates::{ShippedTemplate, newest_for};
use crate::tables::{organisation, paper_template};

use super::guard::{Outcome, actor, deps, id, named, read, rows, submit, unexpected};
use super::loaders::PersonById;
use super::organisation::Organisation;
use super::page::{self, Cursor, Page};
use super::problem::{Problem, Result};

/// The text of a kind of paper, as it counts for one organisation.
#[derive(Debug, Clone)]
pub struct PaperTemplate {
    shipped: ShippedTemplate,
    /// Path of the organisation that asks.
    path: String,
    row: Option<paper_template::Model>,
}

/// A fact that a template may write.
#[derive(SimpleObject, Debug, Clone)]
pub struct TemplateFact {
    /// As written between `{{` and `}}`; `[]` stands for each item of a list.
    path: String,
    /// Of an invented paper.
    example: String,
}

/// A version of a template that an organisation has of its own.
#[derive(Debug, Clone)]
pub struct TemplateVersion(paper_template::Model);

/// A version of a template that an organisation has of its own.
#[Object]
impl TemplateVersion {
    /// `tpl_…`.
    async fn id(&self) -> ID {
        id::<kind::PaperTemplate>(self.0.id)
    }

    /// From 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The text; null: from here on the text of the organisation above counted again.
    async fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// Why.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Name of who changed it.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.0.created_by {
            Some(person) => Ok(rows(ctx)
                .load_one(PersonById(person))
                .await?
                .map(|row| row.name.clone())),
            None => Ok(None),
        }
    }
}

/// The text of a kind of paper, as it counts for one organisation.
#[Object]
impl PaperTemplate {
    /// For instance `minutes`; `parts` is what the others share.
    async fn name(&self) -> &str {
        &self.shipped.name
    }

    /// What the paper is called.
    async fn title(&self) -> &str {
        &self.shipped.title
    }

    /// The same in English.
    async fn title_en(&self) -> &str {
        &self.shipped.title_en
    }

    /// The text that counts.
    async fn source(&self) -> &str {
        self.row
            .as_ref()
            .and_then(|row| row.source.as_deref())
            .unwrap_or(&self.shipped.source)
    }

    /// The text as it was shipped.
    async fn shipped(&self) -> &str {
        &self.shipped.source
    }

    /// Whose text it is; null: the shipped one.
    async fn from(&self, ctx: &Context<'_>) -> Result<Option<Organisation>> {
        match &self.row {
            Some(row) => Ok(Some(Organisation::at(ctx, &row.organisation_path).await?)),
            None => Ok(None),
        }
    }

    /// Whether the organisation that was asked for has a text of its own.
    async fn own(&self) -> bool {
        self.row
            .as_ref()
            .is_some_and(|row| row.organisation_path == self.path)
    }

    /// Its version, where somebody changed it.
    async fn version(&self) -> Option<i32> {
        self.row.as_ref().map(|row| row.version)
    }

    /// What it may write.
    #[graphql(complexity = "40 * child_complexity")]
    async fn facts(&self) -> Vec<TemplateFact> {
        self.shipped
            .facts
            .iter()
            .map(|(path, example)| TemplateFact {
                path: path.clone(),
                example: example.clone(),
            })
            .collect()
    }

    /// Versions that the organisation has of its own, newest first.
    #[graphql(complexity = "page::cost(first, 20) * child_complexity")]
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "1 to 100", default_with = "Some(20)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<i32>, TemplateVersion>> {
        use paper_template::{Column, Entity};
        let page = Page::<i32>::read(first, 20, after)?;
        let mut query = Entity::find()
            .filter(Column::OrganisationPath.eq(&self.path))
            .filter(Column::Name.eq(&self.shipped.name))
            .order_by_desc(Column::Version);
        if let Some(after) = page.after {
            query = query.filter(Column::Version.lt(after));
        }
        let found = query.limit(page.limit()).all(read(ctx)).await?;
        Ok(page.connection(found, |row| (row.version, TemplateVersion(row))))
    }
}

/// Changes a template.
#[derive(InputObject, Debug)]
pub struct SavePaperTemplateInput {
    /// Code of the organisation whose papers, and those of organisations below, use it: `id`, `64`, `64.02`.
    organisation: String,
    /// For instance `minutes`.
    name: String,
    /// The text; null: the text of the organisation above counts again.
    source: Option<String>,
    /// Why.
    note: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Goes back to an earlier version, as a new one.
#[derive(InputObject, Debug)]
pub struct RestorePaperTemplateInput {
    /// `tpl_…`.
    template_version_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The template as it counts now, or why it was not changed.
#[derive(SimpleObject, Debug, Default)]
pub struct PaperTemplatePayload {
    /// The template.
    template: Option<PaperTemplate>,
    /// Why not; a mistake in the text has its line in `fields` as `source:12`.
    problem: Option<Problem>,
}

/// Questions about templates.
#[derive(Debug, Default)]
pub struct PaperTemplateQuery;

#[Object]
impl PaperTemplateQuery {
    /// Every template as it counts for an organisation; empty when there is no such organisation.
    #[graphql(complexity = "10 * child_complexity")]
    async fn paper_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, for instance `64.02`")] organisation: String,
    ) -> Result<Vec<PaperTemplate>> {
        actor(ctx)?;
        match path_of(ctx, &organisation).await? {
            Some(path) => all(ctx, &path).await,
            None => Ok(Vec::new()),
        }
    }

    /// One template as it counts for an organisation.
    async fn paper_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, for instance `64.02`")] organisation: String,
        #[graphql(desc = "For instance `minutes`")] name: String,
    ) -> Result<Option<PaperTemplate>> {
        actor(ctx)?;
        let Some(path) = path_of(ctx, &organisation).await? else {
            return Ok(None);
        };
        let found = all(ctx, &path).await?;
        Ok(found.into_iter().find(|one| one.shipped.name == name))
    }

    /// Whether the caller may change templates of an organisation.
    async fn may_change_paper_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, for instance `64.02`")] organisation: String,
    ) -> Result<bool> {
        let actor = actor(ctx)?;
        let path = path_of(ctx, &organisation).await?;
        Ok(path.is_some_and(|path| {
            permit(actor, Action::TemplateAdmin, &Subject::of(path)).is_allowed()
        }))
    }
}

/// Writes about templates.
#[derive(Debug, Default)]
pub struct PaperTemplateMutation;

#[Object]
impl PaperTemplateMutation {
    /// Changes the text of a kind of paper for an organisation and those below it. The text is tried before it is kept.
    async fn save_paper_template(
        &self,
        ctx: &Context<'_>,
        input: SavePaperTemplateInput,
    ) -> Result<PaperTemplatePayload> {
        let request = Request::SavePaperTemplate {
            organisation: input.organisation,
            name: input.name,
            source: input.source,
            note: input.note.filter(|note| !note.trim().is_empty()),
        };
        let outcome = submit(ctx, Some(input.idempotency_key), request).await?;
        payload(ctx, outcome).await
    }

    /// Goes back to an earlier version of the organisation's own; the text is tried again, as papers may have changed.
    async fn restore_paper_template(
        &self,
        ctx: &Context<'_>,
        input: RestorePaperTemplateInput,
    ) -> Result<PaperTemplatePayload> {
        let outcome =
            match named::<kind::PaperTemplate>(&input.template_version_id, "templateVersionId") {
                Ok(version) => {
                    let request = Request::RestorePaperTemplate { version };
                    submit(ctx, Some(input.idempotency_key), request).await?
                }
                Err(problem) => Err(problem),
            };
        payload(ctx, outcome).await
    }
}

async fn payload(ctx: &Context<'_>, outcome: Outcome<Answer>) -> Result<PaperTemplatePayload> {
    match outcome {
        Ok(Answer::PaperTemplate { version }) => {
            let row = paper_template::Entity::find_by_id(version)
                .one(read(ctx))
                .await?;
            let Some(row) = row else {
                return Ok(refused(Refusal::not_found()));
            };
            let found = all(ctx, &row.organisation_path).await?;
            Ok(PaperTemplatePayload {
                template: found.into_iter().find(|one| one.shipped.name == row.name),
                problem: None,
            })
        }
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok(refused(problem)),
    }
}

fn refused(problem: Refusal) -> PaperTemplatePayload {
    PaperTemplatePayload {
        template: None,
        problem: Some(problem.into()),
    }
}

async fn path_of(ctx: &Context<'_>, code: &str) -> Result<Option<String>> {
    let row = organisation::Entity::find()
        .filter(organisation::Column::Code.eq(code))
        .one(read(ctx))
        .await?;
    Ok(row.map(|row| row.path))
}

async fn all(ctx: &Context<'_>, path: &str) -> Result<Vec<PaperTemplate>> {
    let changed = newest_for(read(ctx), path).await?;
    Ok(deps(ctx)
        .templates
        .iter()
        .map(|shipped| PaperTemplate {
            row: changed.iter().find(|row| row.name == shipped.name).cloned(),
            shipped: shipped.clone(),
            path: path.to_owned(),
        })
        .collect())
}
