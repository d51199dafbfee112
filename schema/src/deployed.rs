//! What is deployed, compiled once and kept in memory: processes, decisions, forms and mails, by key and version.
//!
//! Rows are never changed after they were written, so the cache only grows; `refresh` reads what is new. The engine sees
//! it as its `World`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;
use workflows::calendar::RegionalCalendar;
use workflows::dmn;
use workflows::engine::world::{Decided, DecisionProblem, World};
use workflows::feel::{Context, Environment, Value, WorkCalendar};
use workflows::form::Form;
use workflows::model::{Binding, Process, ProcessRef};

use crate::tables::{process_definition, resource};

/// SQLite takes no OFFSET without a LIMIT.
const MOST_ROWS: u64 = i64::MAX as u64;

/// One deployed process version.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Row id.
    pub id: Uuid,
    /// Deployed together with.
    pub deployment: Uuid,
    /// Key and version.
    pub process_ref: ProcessRef,
    /// Executable form.
    pub process: Arc<Process>,
}

/// One deployed version of a decision file, form or mail.
#[derive(Debug, Clone)]
struct Version<T> {
    deployment: Uuid,
    tag: Option<String>,
    content: T,
}

/// A form as it was deployed.
#[derive(Debug, Clone)]
pub struct DeployedForm {
    /// Form id.
    pub id: String,
    /// form-js JSON.
    pub json: Arc<serde_json::Value>,
    /// Compiled for validation.
    pub form: Arc<Form>,
}

/// Everything deployed, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    processes: BTreeMap<String, BTreeMap<u32, Definition>>,
    decisions: BTreeMap<String, Vec<Version<Arc<dmn::Model>>>>,
    /// The decision models of each deployment, which may import one another.
    models: BTreeMap<Uuid, Vec<Arc<dmn::Model>>>,
    forms: BTreeMap<String, Vec<Version<DeployedForm>>>,
    mails: BTreeMap<String, Vec<Version<Arc<str>>>>,
    definitions_seen: usize,
    resources_seen: usize,
}

/// The shared cache.
#[derive(Debug, Clone, Default)]
pub struct Deployed {
    inner: Arc<RwLock<Arc<Compiled>>>,
}

impl Deployed {
    /// What is deployed as far as this process knows.
    #[must_use]
    pub fn now(&self) -> Arc<Compiled> {
        Arc::clone(&self.inner.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads what was deployed since the last time, by this replica or another one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn refresh(&self, connection: &impl ConnectionTrait) -> Result<Arc<Compiled>, DbErr> {
        let old = self.now();
        let definitions = process_definition::Entity::find()
            .order_by_asc(process_definition::Column::DeployedAt)
            .order_by_asc(process_definition::Column::Id)
            .limit(MOST_ROWS)
            .offset(old.definitions_seen as u64)
            .all(connection)
            .await?;
        let resources = resource::Entity::find()
            .order_by_asc(resource::Column::DeployedAt)
            .order_by_asc(resource::Column::Id)
            .limit(MOST_ROWS)
            .offset(old.resources_seen as u64)
            .all(connection)
            .await?;
        if definitions.is_empty() && resources.is_empty() {
            return Ok(old);
        }
        let mut compiled = (*old).clone();
        compiled.definitions_seen += definitions.len();
        compiled.resources_seen += resources.len();
        for row in definitions {
            compiled.add_definition(row);
        }
        let mut deployments: Vec<Uuid> = Vec::new();
        for row in resources {
            if !deployments.contains(&row.deployment_id) {
                deployments.push(row.deployment_id);
            }
            compiled.add_resource(row);
        }
        for deployment in deployments {
            compiled.link(deployment);
        }
        let compiled = Arc::new(compiled);
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        // Another task may have read more meanwhile; the one that has seen more stays.
        if inner.definitions_seen + inner.resources_seen
            <= compiled.definitions_seen + compiled.resources_seen
        {
            *inner = Arc::clone(&compiled);
        }
        Ok(compiled)
    }
}

impl Compiled {
    /// Lets the decision models of a deployment follow their imports into one another.
    fn link(&mut self, deployment: Uuid) {
        let models = self.models.get(&deployment).map_or(&[][..], Vec::as_slice);
        for model in models.iter().filter(|model| !model.imports().is_empty()) {
            let linked = Arc::new(model.with_imports(models.iter().map(Arc::as_ref)));
            for version in self.decisions.values_mut().flatten() {
                if Arc::ptr_eq(&version.content, model) {
                    version.content = Arc::clone(&linked);
                }
            }
        }
    }

    fn add_definition(&mut self, row: process_definition::Model) {
        let file = workflows::bpmn::read(&row.xml);
        let Some(process) = file.process(&row.key) else {
            tracing::error!(
                key = row.key,
                version = row.version,
                "deployed definition {} can no longer be read",
                row.id
            );
            return;
        };
        let version = u32::try_from(row.version).unwrap_or_default();
        let definition = Definition {
            id: row.id,
            deployment: row.deployment_id,
            process_ref: ProcessRef {
                id: row.key.clone(),
                version,
            },
            process: Arc::clone(process),
        };
        self.processes
            .entry(row.key)
            .or_default()
            .insert(version, definition);
    }

    fn add_resource(&mut self, row: resource::Model) {
        match row.kind.as_str() {
            "DMN" => {
                let (model, _) = dmn::Model::parse(&row.content);
                let Some(model) = model else {
                    tracing::error!(
                        key = row.key,
                        version = row.version,
                        "deployed decision file {} can no longer be read",
                        row.file_name
                    );
                    return;
                };
                let model = Arc::new(model);
                self.models
                    .entry(row.deployment_id)
                    .or_default()
                    .push(Arc::clone(&model));
                for id in model.decisions().into_iter().map(|decision| decision.id) {
                    let version = Version {
                        deployment: row.deployment_id,
                        tag: None,
                        content: Arc::clone(&model),
                    };
                    self.decisions.entry(id).or_default().push(version);
                }
            }
            "FORM" => {
                let json: serde_json::Value =
                    serde_json::from_str(&row.content).unwrap_or_default();
                let Ok(form) = Form::parse(&row.content) else {
                    tracing::error!(
                        key = row.key,
                        version = row.version,
                        "deployed form {} can no longer be read",
                        row.file_name
                    );
                    return;
                };
                let tag = json
                    .get("versionTag")
                    .and_then(|tag| tag.as_str())
                    .map(str::to_owned);
                let content = DeployedForm {
                    id: row.key.clone(),
                    json: Arc::new(json),
                    form: Arc::new(form),
                };
                self.forms.entry(row.key).or_default().push(Version {
                    deployment: row.deployment_id,
                    tag,
                    content,
                });
            }
            _ => {
                let version = Version {
                    deployment: row.deployment_id,
                    tag: None,
                    content: Arc::from(row.content),
                };
                self.mails.entry(row.key).or_default().push(version);
            }
        }
    }

    /// A deployed process version; the newest without `version`.
    #[must_use]
    pub fn definition(&self, key: &str, version: Option<u32>) -> Option<&Definition> {
        let versions = self.processes.get(key)?;
        match version {
            Some(version) => versions.get(&version),
            None => versions.values().next_back(),
        }
    }

    /// The newest version of every process.
    pub fn newest(&self) -> impl Iterator<Item = &Definition> {
        self.processes
            .values()
            .filter_map(|versions| versions.values().next_back())
    }

    /// The model of a decision as `process` would call it: the one that came with it, or else the newest.
    #[must_use]
    pub fn decision(&self, id: &str, process: &ProcessRef) -> Option<&Arc<dmn::Model>> {
        self.bound(self.decisions.get(id)?, &Binding::Deployment, process)
    }

    /// The form that a task of `process` shows; `reference` is `engine::TaskFacts::form`.
    #[must_use]
    pub fn form(&self, reference: &str, process: &ProcessRef) -> Option<DeployedForm> {
        let definition = self.definition(&process.id, Some(process.version))?;
        if let Some(id) = reference.strip_prefix("embedded:") {
            let text = definition.process.forms.get(id)?;
            return Some(DeployedForm {
                id: id.to_owned(),
                json: Arc::new(serde_json::from_str(text).ok()?),
                form: Arc::new(Form::parse(text).ok()?),
            });
        }
        if reference.starts_with("external:") {
            return None;
        }
        let versions = self.forms.get(reference)?;
        let deployment = definition.deployment;
        // A form that came with the process wins over a newer one from elsewhere: what was tested together runs together.
        versions
            .iter()
            .rev()
            .find(|version| version.deployment == deployment)
            .or_else(|| versions.last())
            .map(|version| version.content.clone())
    }

    /// A mail text such as `task-assigned.mail.id`, from the deployment of `process` or else the newest.
    #[must_use]
    pub fn mail(
        &self,
        name: &str,
        language: &str,
        process: Option<&ProcessRef>,
    ) -> Option<Arc<str>> {
        let versions = self
            .mails
            .get(&format!("{name}.mail.{language}"))
            .or_else(|| self.mails.get(&format!("{name}.mail.id")))?;
        let deployment = process
            .and_then(|process| self.definition(&process.id, Some(process.version)))
            .map(|definition| definition.deployment);
        versions
            .iter()
            .rev()
            .find(|version| Some(version.deployment) == deployment)
            .or_else(|| versions.last())
            .map(|version| Arc::clone(&version.content))
    }

    fn bound<'a, T>(
        &self,
        versions: &'a [Version<T>],
        binding: &Binding,
        from: &ProcessRef,
    ) -> Option<&'a T> {
        let found = match binding {
            Binding::Latest => versions.last(),
            Binding::Deployment => {
                let deployment = self.definition(&from.id, Some(from.version))?.deployment;
                versions
                    .iter()
                    .rev()
                    .find(|version| version.deployment == deployment)
                    .or_else(|| versions.last())
            }
            Binding::VersionTag(tag) => versions
                .iter()
                .rev()
                .find(|version| version.tag.as_deref() == Some(tag)),
        };
        found.map(|version| &version.content)
    }
}

/// What the engine may look at while it decides for one organisation.
pub struct DeployedWorld<'a> {
    /// Definitions.
    pub compiled: &'a Compiled,
    /// Calendar of the instance's organisation.
    pub calendar: RegionalCalendar<'a>,
}

impl World for DeployedWorld<'_> {
    fn process(&self, process: &ProcessRef) -> Option<Arc<Process>> {
        self.compiled
            .definition(&process.id, Some(process.version))
            .map(|definition| Arc::clone(&definition.process))
    }

    fn called_process(
        &self,
        id: &str,
        binding: &Binding,
        from: &ProcessRef,
    ) -> Option<(ProcessRef, Arc<Process>)> {
        let versions = self.compiled.processes.get(id)?;
        let found = match binding {
            Binding::Latest => versions.values().next_back(),
            Binding::Deployment => {
                let deployment = self
                    .compiled
                    .definition(&from.id, Some(from.version))?
                    .deployment;
                versions
                    .values()
                    .rev()
                    .find(|definition| definition.deployment == deployment)
                    .or_else(|| versions.values().next_back())
            }
            Binding::VersionTag(tag) => versions
                .values()
                .rev()
                .find(|definition| definition.process.version_tag.as_deref() == Some(tag)),
        }?;
        Some((found.process_ref.clone(), Arc::clone(&found.process)))
    }

    fn decide(
        &self,
        id: &str,
        binding: &Binding,
        from: &ProcessRef,
        inputs: &Context,
        environment: &Environment<'_>,
    ) -> Result<Decided, DecisionProblem> {
        let absent = || DecisionProblem {
            code: "DECISION_NOT_FOUND".to_owned(),
            message: format!("no deployed decision has the id {id}"),
        };
        let versions = self.compiled.decisions.get(id).ok_or_else(absent)?;
        let model = self
            .compiled
            .bound(versions, binding, from)
            .ok_or_else(absent)?;
        let decided = model
            .evaluate(id, inputs, environment)
            .map_err(|error| DecisionProblem {
                code: "DECISION_FAILED".to_owned(),
                message: error.to_string(),
            })?;
        let matched = serde_json::to_value(&decided.matched).unwrap_or_default();
        Ok(Decided {
            value: decided.value,
            matched: Value::from_json(&matched),
        })
    }

    fn calendar(&self) -> &dyn WorkCalendar {
        &self.calendar
    }
}
