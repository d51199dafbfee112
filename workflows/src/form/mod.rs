//! Camunda Forms (form-js schema up to version 19), checked where it counts: on the server.
//!
//! What the browser shows and what the server accepts is the same JSON. [`Form::parse`] reads it once and says what is
//! wrong with it; [`Form::validate`] takes what somebody submitted and gives back the values that may enter the
//! process: of visible, writable fields only, each of its field's type, with every problem at its path and in two
//! languages. What is unknown, hidden, disabled or read-only is dropped, whatever the browser sent for it.
//!
//! Expressions see the variables overlaid by the values entered, as form-js shows them, and in lists also `this`,
//! `parent` and `i` (also `_this_`, `_parent_`, `_i_`).

mod check;
mod component;
mod json;
mod message;
mod names;
mod parse;
mod path;
mod submission;

use crate::bpmn::Diagnostic;
use crate::feel::{Context, Environment};

pub use component::Form;
pub use message::{FieldProblem, ProblemCode};

/// Newest version of the schema that is known; a newer one is read with a warning.
pub const SCHEMA_VERSION: i64 = 19;

/// Bounds of a form and of what is submitted to it.
pub mod limits {
    /// Bytes of a form's JSON.
    pub const FORM_BYTES: usize = 512 * 1024;
    /// Components of a form, nested ones included.
    pub const COMPONENTS: usize = 500;
    /// Nesting of groups and lists.
    pub const DEPTH: usize = 12;
    /// Options of one choice, and values chosen.
    pub const OPTIONS: usize = 5_000;
    /// Rows of one list.
    pub const ROWS: usize = 500;
    /// Characters of one text, also where the form sets no `maxLength`.
    pub const TEXT: usize = 100_000;
    /// Files of one picker.
    pub const FILES: usize = 100;
    /// Expressions evaluated for one submission.
    pub const EVALUATIONS: u32 = 20_000;
    /// Steps of one expression.
    pub const FUEL: u64 = 10_000;
    /// Problems reported for one submission.
    pub const PROBLEMS: usize = 200;
}

/// What became of a submission.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Validated {
    /// The values that may be merged; meaningful only without problems.
    pub values: Context,
    /// What is wrong, in the order of the form.
    pub problems: Vec<FieldProblem>,
}

impl Validated {
    /// Whether the submission is accepted.
    pub fn is_ok(&self) -> bool {
        self.problems.is_empty()
    }
}

impl Form {
    /// Reads a form from its JSON.
    ///
    /// # Errors
    /// All findings, if at least one of them is an error; warnings of a form that can be used are in
    /// [`Form::warnings`].
    pub fn parse(json: &str) -> Result<Form, Vec<Diagnostic>> {
        parse::parse(json)
    }

    /// Checks what somebody submitted. `variables` are what the form was shown with: expressions and `valuesKey` read
    /// them, and a list whose rows can be neither added nor removed keeps them: each of its rows is the variable's,
    /// with the open fields overlaid. Nothing else of them is copied into the result. Dates "in the past" are judged
    /// in `environment`'s zone.
    pub fn validate<'a>(
        &self,
        submitted: &Context,
        variables: &'a Context,
        environment: &Environment<'a>,
    ) -> Validated {
        submission::validate(self, submitted, variables, environment)
    }
}
