//! The built-in workers: one job type a file. Their contract is `workflows/library/README.md`, section 3.
//!
//! A worker reads what it needs, does its work outside any transaction, and answers with variables and, where rows must
//! change together with the completion, a piece of writing that runs in the completing transaction. All are idempotent by
//! job key.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;
use workflows::feel::Context;
use workflows::model::ProcessRef;

use super::Workers;
use crate::commands::Fault;
use crate::store::instance::Owner;

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
    /// Last journal entry when the job was read.
    pub head_seq: i64,
    /// Now.
    pub at: DateTime<Utc>,
}

/// What is written in the transaction that completes the job; it may add variables.
pub type Write = Box<dyn for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<Context, Fault>> + Send>;

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
}

impl Failure {
    /// Another try may help.
    pub fn later(message: impl Into<String>) -> Self {
        Self { message: message.into(), again: true }
    }

    /// No try will help: an incident at once.
    pub fn never(message: impl Into<String>) -> Self {
        Self { message: message.into(), again: false }
    }
}

/// Does the work of one job.
///
/// # Errors
/// [`Failure`].
pub async fn perform(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let _ = workers;
    Err(Failure::never(format!("there is no built-in worker {}", job.kind)))
}
