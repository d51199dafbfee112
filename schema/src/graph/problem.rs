//! Refusals that people act on, and the one error type of the resolvers.
//!
//! A refusal of a write is data: it stands in the payload. What is wrong with a *query*, a missing session and our own
//! faults go through the error channel, always with `extensions.code`. A database error becomes a reference number: its
//! text is logged and never shown.

use async_graphql::{ErrorExtensions, SimpleObject};
use sea_orm::DbErr;
use uuid::Uuid;

use crate::commands;

/// What a resolver answers. `DbErr` converts by `?` into a fault without detail.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// An error of a resolver. It deliberately has no `Display`: the only way to a caller is the conversion below.
#[derive(Debug, Clone)]
pub struct Fault(Box<commands::Problem>);

impl Fault {
    /// A fault of ours: logged with `what`, answered with a reference.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        let text = Uuid::now_v7().simple().to_string();
        let reference = text.get(20..).unwrap_or(&text);
        tracing::error!(
            reference,
            "request failed with reference {reference}: {what}"
        );
        commands::Problem::internal(reference).into()
    }

    /// The refusal it stands for.
    #[must_use]
    pub fn problem(&self) -> &commands::Problem {
        &self.0
    }
}

impl From<commands::Problem> for Fault {
    fn from(problem: commands::Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        Self::internal(error)
    }
}

impl From<Fault> for async_graphql::Error {
    fn from(fault: Fault) -> Self {
        let problem = *fault.0;
        async_graphql::Error::new(problem.message).extend_with(|_, extensions| {
            extensions.set("code", problem.code);
            extensions.set("messageId", problem.message_id);
            if let Some(field) = problem.field {
                extensions.set("field", field);
            }
        })
    }
}

/// A refusal: nothing was changed. Clients choose what to show by `code`; the two sentences are ready to be shown.
#[derive(SimpleObject, Debug, Clone)]
pub struct Problem {
    /// Stable code, for instance `NOT_FOUND`, `ALREADY_COMPLETED`, `INVALID_FORM`.
    pub code: String,
    /// English sentence.
    pub message: String,
    /// Indonesian sentence.
    pub message_id: String,
    /// Input field that it is about.
    pub field: Option<String>,
    /// Problems of single form fields.
    #[graphql(complexity = "5 * child_complexity")]
    pub fields: Vec<FieldProblem>,
}

/// A problem of one field of a form.
#[derive(SimpleObject, Debug, Clone)]
pub struct FieldProblem {
    /// Path such as `roadmap[2].opd`.
    pub path: String,
    /// Stable code, for instance `REQUIRED`.
    pub code: String,
    /// English sentence.
    pub message: String,
    /// Indonesian sentence.
    pub message_id: String,
}

impl From<commands::Problem> for Problem {
    fn from(problem: commands::Problem) -> Self {
        Self {
            code: problem.code,
            message: problem.message,
            message_id: problem.message_id,
            field: problem.field,
            fields: problem
                .fields
                .into_iter()
                .map(|field| FieldProblem {
                    path: field.path,
                    code: field.code,
                    message: field.message,
                    message_id: field.message_id,
                })
                .collect(),
        }
    }
}
