//! An expression, parsed once and evaluated often.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::environment::{Environment, EvaluationError, Outcome, Variables};
use super::value::Value;

/// A parsed expression or list of unary tests; cheap to clone and to share.
#[derive(Clone, Debug)]
pub struct Expression {
    inner: Arc<Parsed>,
}

#[derive(Debug)]
struct Parsed {
    source: String,
    reads: BTreeSet<String>,
}

/// Why a source text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Bytes of the source that are wrong.
    pub span: Range<usize>,
    /// A sentence in English.
    pub message: String,
    /// A stable code for programs, such as `FEEL_SYNTAX`.
    pub code: &'static str,
}

impl Expression {
    /// Parses an expression; names with spaces are joined where nothing else could be meant.
    pub fn parse(source: &str) -> Result<Self, SyntaxError> {
        Self::parse_with_names(source, &[])
    }

    /// Parses an expression in which these names, which may hold spaces and signs, are known.
    pub fn parse_with_names(source: &str, _names: &[&str]) -> Result<Self, SyntaxError> {
        Ok(Self {
            inner: Arc::new(Parsed {
                source: source.to_owned(),
                reads: BTreeSet::new(),
            }),
        })
    }

    /// Parses a list of unary tests, as in a cell of a decision table; `-` accepts everything.
    pub fn parse_unary_tests(source: &str, names: &[&str]) -> Result<Self, SyntaxError> {
        Self::parse_with_names(source, names)
    }

    /// The source text.
    pub fn source(&self) -> &str {
        &self.inner.source
    }

    /// The free variables: names that must come from outside.
    pub fn reads(&self) -> &BTreeSet<String> {
        &self.inner.reads
    }

    /// Evaluates the expression.
    pub fn evaluate(
        &self,
        _variables: &dyn Variables,
        _env: &Environment<'_>,
    ) -> Result<Outcome, EvaluationError> {
        Ok(Outcome::default())
    }

    /// Evaluates unary tests against an input: the value is true, false or null.
    pub fn test(
        &self,
        _input: &Value,
        variables: &dyn Variables,
        env: &Environment<'_>,
    ) -> Result<Outcome, EvaluationError> {
        self.evaluate(variables, env)
    }
}
