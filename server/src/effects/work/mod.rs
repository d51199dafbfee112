//! The built-in workers: one job type a file. Their contract is `workflows/library/README.md`, section 3.
//!
//! A worker reads what it needs, does its work outside any transaction, and answers with variables and, where rows must
//! change together with the completion, a piece of writing that runs in the completing transaction. All are idempotent by
//! job key.

mod document;
mod hash;
mod mail;
mod number;
mod publish_plan;
mod reading;
mod register_facts;
mod road_map;
mod start_quick_wins;
mod void_parafs;
mod webhook;

pub use document::facts_of_case;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use futures_util::future::BoxFuture;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;
use workflows::access::regency_path;
use workflows::feel::{Context, Value};
use workflows::model::ProcessRef;

use super::Workers;
use crate::commands::Fault;
use crate::store::instance::Owner;
use crate::store::journal::Head;

/// One job as a worker sees it.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// Instance.
    pub instance: Uuid,
    /// Job key in its instance: what is derived from both is the same at each try.
    pub key: u64,
    /// Job type.
    pub kind: String,
    /// Task headers.
    pub headers: BTreeMap<String, String>,
    /// BPMN element id.
    pub element: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// Variables of the element's own: what its inputs hand to it.
    pub local: Context,
    /// Every variable that the element sees.
    pub variables: Context,
    /// The process that holds the element (a called process has its own).
    pub process: ProcessRef,
    /// Organisation of the instance.
    pub owner: Owner,
    /// Business key of the instance.
    pub business_key: Option<String>,
    /// Process id of the instance.
    pub definition_key: String,
    /// Version of that process.
    pub definition_version: u32,
    /// When the job was created: the same at each try.
    pub created_at: DateTime<Utc>,
    /// End of the journal when the job was read.
    pub head: Head,
    /// Now.
    pub at: DateTime<Utc>,
}

/// What is written in the transaction that completes the job; it may add variables.
pub type Write = Box<
    dyn for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<Context, Fault>> + Send,
>;

/// What a worker answers.
#[derive(Default)]
pub struct Outcome {
    /// Variables of the completed job.
    pub variables: Context,
    /// Rows that change with it.
    pub write: Option<Write>,
}

/// Why a worker could not.
#[derive(Debug, Clone)]
pub struct Failure {
    /// For the operator.
    pub message: String,
    /// Whether another try may help; a mistake in the model never does.
    pub again: bool,
    /// Not before; half a minute when the worker does not say.
    pub wait: Duration,
}

impl Failure {
    /// Another try may help.
    pub fn later(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            again: true,
            wait: Duration::seconds(30),
        }
    }

    /// Another try may help after a while.
    pub fn after(message: impl Into<String>, wait: Duration) -> Self {
        Self {
            message: message.into(),
            again: true,
            wait,
        }
    }

    /// No try will help: an incident at once.
    pub fn never(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            again: false,
            wait: Duration::zero(),
        }
    }
}

/// The job type that is done beside the others, because somebody else's server decides how long it takes.
pub const WEBHOOK: &str = "mufakat:webhook";

/// Does the work of one job.
///
/// # Errors
/// [`Failure`].
pub async fn perform(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    match job.kind.as_str() {
        "mufakat:register-facts" => register_facts::read(workers, job).await,
        "mufakat:hash" => hash::lock(workers, job).await,
        "mufakat:number" => number::give(job),
        "mufakat:document" => document::write(workers, job).await,
        "mufakat:mail" => mail::write(workers, job).await,
        "mufakat:void-parafs" => void_parafs::void(workers, job).await,
        "mufakat:publish-plan" => publish_plan::publish(workers, job).await,
        "mufakat:road-map" => road_map::create(workers, job).await,
        "mufakat:start-quick-wins" => start_quick_wins::start(workers, job).await,
        WEBHOOK => webhook::tell(workers, job).await,
        other => Err(Failure::never(format!(
            "there is no built-in worker {other}"
        ))),
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::later(format!("database: {error}"))
    }
}

impl Assignment {
    /// A header that the model must give.
    fn header(&self, name: &str) -> Result<&str, Failure> {
        match self
            .headers
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
        {
            Some(value) => Ok(value),
            None => Err(Failure::never(format!(
                "the job {} needs the header {name}",
                self.kind
            ))),
        }
    }

    /// A variable, null when it does not exist.
    fn variable(&self, name: &str) -> &Value {
        self.variables.get(name).unwrap_or(&Value::Null)
    }

    /// One variable under the name that the header `resultVariable` gives.
    fn result(&self, value: impl Into<Value>) -> Result<Context, Failure> {
        let mut variables = Context::new();
        variables.insert(self.header("resultVariable")?, value);
        Ok(variables)
    }

    /// Path of the regency that the case belongs to.
    fn regency(&self) -> &str {
        regency_path(&self.owner.path)
    }

    /// The day on which the register is asked.
    fn day(&self) -> NaiveDate {
        self.at.with_timezone(&self.owner.zone).date_naive()
    }
}
