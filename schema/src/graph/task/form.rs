//! What a task shows: its form, the variables that the form reads, and the papers to look at.

use std::collections::BTreeSet;

use async_graphql::{Context, SimpleObject};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use workflows::engine::command::Key;
use workflows::engine::event::Event;
use workflows::engine::evolve;
use workflows::engine::state::State;
use workflows::feel::{Context as Variables, Expression, Value};
use workflows::id::DocumentId;
use workflows::model::ProcessRef;

use crate::deployed::DeployedForm;
use crate::graph::ballots;
use crate::graph::document::DocumentVersion;
use crate::graph::guard::{deps, read, rows};
use crate::graph::loaders::{DocumentById, VersionsOf};
use crate::graph::problem::Result;
use crate::tables::journal;

use super::Task;

/// Most papers that one task shows.
const PAPERS: usize = 100;
/// Most journal entries that are played to show a closed task.
const ENTRIES: u64 = 50_000;

/// A form to fill in.
#[derive(SimpleObject, Debug, Clone)]
pub struct Form {
    /// Form id.
    id: String,
    /// form-js JSON, as it was deployed.
    schema: Json,
}

impl From<DeployedForm> for Form {
    fn from(form: DeployedForm) -> Self {
        Self {
            id: form.id,
            schema: (*form.json).clone(),
        }
    }
}

impl Task {
    pub(super) async fn deployed_form(&self, ctx: &Context<'_>) -> Result<Option<DeployedForm>> {
        let Some(reference) = self.row.form.as_deref() else {
            return Ok(None);
        };
        let version = u32::try_from(self.row.definition_version).unwrap_or_default();
        let process = ProcessRef {
            id: self.row.definition_key.clone(),
            version,
        };
        let deployed = &deps(ctx).deployed;
        if let Some(form) = deployed.now().form(reference, &process) {
            return Ok(Some(form));
        }
        // Another replica may have deployed it.
        Ok(deployed.refresh(read(ctx)).await?.form(reference, &process))
    }

    /// Every variable that the task sees, or saw when it was closed.
    async fn visible(&self, ctx: &Context<'_>) -> Result<Variables> {
        if !self.row.open {
            return self.seen_at_its_end(ctx).await;
        }
        Ok(self
            .case_state(ctx)
            .await?
            .map(|state| state.visible(self.key()))
            .unwrap_or_default())
    }

    /// The journal played up to the entry that closed the task: the case has forgotten the task's scope since.
    async fn seen_at_its_end(&self, ctx: &Context<'_>) -> Result<Variables> {
        let entries: Vec<String> = journal::Entity::find()
            .select_only()
            .column(journal::Column::Event)
            .filter(journal::Column::InstanceId.eq(self.row.instance_id))
            .order_by_asc(journal::Column::Seq)
            .limit(ENTRIES)
            .into_tuple()
            .all(read(ctx))
            .await?;
        let mut state = State::default();
        for entry in entries {
            // What cannot be read any more cannot be played on either.
            let Ok(event) = serde_json::from_str::<Event>(&entry) else {
                break;
            };
            if closes(&event, self.key()) {
                return Ok(state.visible(self.key()));
            }
            evolve(&mut state, &event);
        }
        Ok(Variables::new())
    }

    pub(super) async fn form_variables(&self, ctx: &Context<'_>) -> Result<Json> {
        let Some(form) = self.deployed_form(ctx).await? else {
            return Ok(Json::Object(Map::new()));
        };
        let seen = self.visible(ctx).await?;
        let secret = match self.case_state(ctx).await? {
            Some(state) => ballots::secret_names(&deps(ctx).deployed.now(), state),
            None => BTreeSet::new(),
        };
        let shown = reads(&form).into_iter().filter_map(|name| {
            let value = seen.get(&name)?;
            let value = if secret.contains(&name) {
                ballots::MASK.into()
            } else {
                value.to_json()
            };
            Some((name, value))
        });
        Ok(Json::Object(shown.collect()))
    }

    /// Current versions of the documents that the task names and that belong to its case: first those that the form and
    /// the task's properties name, then the others that it can see.
    pub(super) async fn bundle(&self, ctx: &Context<'_>) -> Result<Vec<DocumentVersion>> {
        let mut named = Vec::new();
        let seen = self.visible(ctx).await?;
        if let Some(facts) = &self.facts {
            facts
                .council
                .values()
                .for_each(|value| mentioned(value, &mut named));
        }
        if let Some(form) = self.deployed_form(ctx).await? {
            reads(&form)
                .iter()
                .filter_map(|name| seen.get(name))
                .for_each(|value| mentioned(value, &mut named));
        }
        seen.iter()
            .for_each(|(_, value)| mentioned(value, &mut named));
        if let Some(submitted) = self
            .row
            .submitted
            .as_deref()
            .and_then(|text| serde_json::from_str::<Json>(text).ok())
        {
            mentioned(&Value::from_json(&submitted), &mut named);
        }
        let mut known = BTreeSet::new();
        named.retain(|id| known.insert(*id));
        named.truncate(PAPERS);
        let documents = rows(ctx)
            .load_many(named.iter().map(|id| DocumentById(*id)))
            .await?;
        let versions = rows(ctx)
            .load_many(named.iter().map(|id| VersionsOf(*id)))
            .await?;
        let mut bundle = Vec::new();
        for id in named {
            let belongs = documents
                .get(&DocumentById(id))
                .is_some_and(|document| document.instance_id == Some(self.row.instance_id));
            if let Some(newest) = versions
                .get(&VersionsOf(id))
                .and_then(|versions| versions.last())
                .filter(|_| belongs)
            {
                bundle.push(DocumentVersion(newest.clone()));
            }
        }
        Ok(bundle)
    }
}

/// Whether this entry of the journal ends the task.
fn closes(event: &Event, key: Key) -> bool {
    match event {
        Event::TaskCompleted { task, .. }
        | Event::TaskReturned { task, .. }
        | Event::TaskWithdrawn { task, .. } => *task == key,
        Event::ElementTerminated { key: ended, .. } => *ended == key,
        _ => false,
    }
}

/// Names of the variables that a form reads: its fields, its expressions and option lists, its texts and the places
/// where it shows papers.
fn reads(form: &DeployedForm) -> BTreeSet<String> {
    let mut names = form.form.reads().clone();
    names.extend(
        form.form
            .keys()
            .iter()
            .filter_map(|key| key.split(['.', '[']).next())
            .map(str::to_owned),
    );
    search(&form.json, &mut names);
    names
}

fn search(json: &Json, names: &mut BTreeSet<String>) {
    match json {
        Json::Object(object) => {
            for (key, value) in object {
                match value {
                    Json::String(name) if key == "document:variable" || key == "valuesKey" => {
                        names.extend(name.split(['.', '[']).next().map(str::to_owned));
                    }
                    Json::String(text) => expressions(text, names),
                    other => search(other, names),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| search(item, names)),
        _ => {}
    }
}

/// `=expression`, or a text with `{{expression}}` in it.
fn expressions(text: &str, names: &mut BTreeSet<String>) {
    let mut read = |source: &str| {
        if let Ok(expression) = Expression::parse(source) {
            names.extend(expression.reads().iter().cloned());
        }
    };
    if let Some(source) = text.strip_prefix('=') {
        read(source);
        return;
    }
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("{{") {
        let Some((inside, after)) = behind.split_once("}}") else {
            break;
        };
        let inside = inside.trim();
        // Loops and conditions of the template language: `{{#loop items}}`, `{{#if x}}`.
        let source = inside
            .strip_prefix("#loop ")
            .or_else(|| inside.strip_prefix("#if "))
            .unwrap_or(inside);
        if !source.starts_with(['#', '/']) {
            read(source.trim_start_matches('='));
        }
        rest = after;
    }
}

/// Document ids anywhere in a value, in order.
fn mentioned(value: &Value, found: &mut Vec<Uuid>) {
    match value {
        Value::String(text) => found.extend(text.parse::<DocumentId>().ok().map(DocumentId::uuid)),
        Value::List(items) => items.iter().for_each(|item| mentioned(item, found)),
        Value::Context(context) => context
            .iter()
            .for_each(|(_, value)| mentioned(value, found)),
        _ => {}
    }
}
