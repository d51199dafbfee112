//! An expression, parsed once and evaluated often.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::environment::{Environment, EvaluationError, Outcome, Variables};
use super::evaluator::Evaluator;
use super::explain::{Explanation, Trace};
use super::names::{FreeNames, free_names};
use super::parser::{self, KnownNames};
use super::syntax::{Form, Node};
use super::value::{Context, Value};

/// Deepest nesting of a result.
const RESULT_DEPTH: u32 = 100;

/// A parsed expression or list of unary tests; cheap to clone and to share.
#[derive(Clone, Debug)]
pub struct Expression {
    inner: Arc<Parsed>,
}

#[derive(Debug)]
struct Parsed {
    source: String,
    root: Node,
    free: FreeNames,
}

/// Why a source text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("{message}")]
pub struct SyntaxError {
    /// Bytes of the source that are wrong.
    pub span: Range<usize>,
    /// A sentence in English.
    pub message: String,
    /// A stable code for programs, such as `FEEL_SYNTAX`.
    pub code: &'static str,
}

impl SyntaxError {
    /// A sentence in Indonesian.
    pub fn message_id(&self) -> &'static str {
        match self.code {
            "FEEL_TOKEN" => "Ada karakter yang tidak dikenal dalam ekspresi.",
            "FEEL_NESTING" => "Ekspresi bersarang terlalu dalam.",
            "FEEL_LENGTH" => "Ekspresi terlalu panjang.",
            "FEEL_EXTERNAL" => {
                "Fungsi eksternal tidak tersedia: keputusan tidak boleh menjangkau ke luar."
            }
            _ => "Ekspresi tidak dapat dibaca di tempat ini.",
        }
    }
}

impl Expression {
    /// Parses an expression; names with spaces are joined where nothing else could be meant.
    pub fn parse(source: &str) -> Result<Self, SyntaxError> {
        Self::parse_known(source, KnownNames::default(), parser::expression)
    }

    /// Parses an expression in which these names, which may hold spaces and signs, are known.
    pub fn parse_with_names<S: AsRef<str>>(source: &str, names: &[S]) -> Result<Self, SyntaxError> {
        Self::parse_known(source, known(names), parser::expression)
    }

    /// Parses a list of unary tests, as in a cell of a decision table; `-` accepts everything.
    pub fn parse_unary_tests<S: AsRef<str>>(
        source: &str,
        names: &[S],
    ) -> Result<Self, SyntaxError> {
        Self::parse_known(source, known(names), parser::unary_tests)
    }

    pub(crate) fn parse_known(
        source: &str,
        names: KnownNames,
        parse: fn(&str, KnownNames) -> Result<Node, SyntaxError>,
    ) -> Result<Self, SyntaxError> {
        let root = parse(source, names)?;
        let free = free_names(&root);
        Ok(Self {
            inner: Arc::new(Parsed {
                source: source.to_owned(),
                root,
                free,
            }),
        })
    }

    /// The source text.
    pub fn source(&self) -> &str {
        &self.inner.source
    }

    /// The free variables: names that must come from outside.
    pub fn reads(&self) -> &BTreeSet<String> {
        &self.inner.free.surely
    }

    /// Names inside filters: entries of the filtered items, or variables.
    pub fn may_read(&self) -> &BTreeSet<String> {
        &self.inner.free.perhaps
    }

    /// The value, if the expression is a literal.
    pub fn as_literal(&self) -> Option<&Value> {
        match &self.inner.root.form {
            Form::Literal(value) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn root(&self) -> &Node {
        &self.inner.root
    }

    /// Evaluates the expression. What goes wrong inside is null with a warning; only bounds and `assert` are errors.
    pub fn evaluate(
        &self,
        variables: &dyn Variables,
        env: &Environment<'_>,
    ) -> Result<Outcome, EvaluationError> {
        self.run(&mut Evaluator::new(variables, env))
    }

    fn run(&self, evaluator: &mut Evaluator<'_>) -> Result<Outcome, EvaluationError> {
        let value = evaluator.evaluate(&self.inner.root)?;
        evaluator.measure(&value, RESULT_DEPTH, &self.inner.root.span())?;
        Ok(Outcome {
            value,
            warnings: std::mem::take(&mut evaluator.warnings),
        })
    }

    /// Evaluates unary tests against an input: the value is true, false or null.
    pub fn test(
        &self,
        input: &Value,
        variables: &dyn Variables,
        env: &Environment<'_>,
    ) -> Result<Outcome, EvaluationError> {
        let mut evaluator = Evaluator::new(variables, env);
        evaluator.bind("?".into(), input.clone());
        self.run(&mut evaluator)
    }

    /// Evaluates the expression and tells which parts had which values.
    pub fn explain(
        &self,
        variables: &dyn Variables,
        env: &Environment<'_>,
    ) -> Result<Explanation, EvaluationError> {
        let mut evaluator = Evaluator::new(variables, env);
        evaluator.trace = Some(Trace::default());
        let outcome = self.run(&mut evaluator)?;
        let steps = evaluator
            .trace
            .take()
            .unwrap_or_default()
            .told(&self.inner.source);
        Ok(Explanation { outcome, steps })
    }

    /// Parses and evaluates in one go, the names of the context being known; for command lines and tests.
    pub fn evaluate_once(
        source: &str,
        context: &Context,
        env: &Environment<'_>,
    ) -> Result<Outcome, Failure> {
        let mut names = KnownNames::default();
        add_names(&mut names, context, 0);
        let expression =
            Self::parse_known(source, names, parser::expression).map_err(Failure::Syntax)?;
        expression
            .evaluate(context, env)
            .map_err(Failure::Evaluation)
    }
}

/// Why a source text yielded no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It is no expression.
    #[error(transparent)]
    Syntax(SyntaxError),
    /// It reached a bound.
    #[error(transparent)]
    Evaluation(EvaluationError),
}

fn known<S: AsRef<str>>(names: &[S]) -> KnownNames {
    let mut known = KnownNames::default();
    for name in names {
        known.add(name.as_ref());
    }
    known
}

/// Adds the names of a context and of the contexts inside it.
pub(crate) fn add_names(names: &mut KnownNames, context: &Context, depth: u32) {
    for (name, value) in context.iter() {
        names.add(name);
        match value {
            Value::Context(inner) if depth < 16 => add_names(names, inner, depth + 1),
            Value::List(items) if depth < 16 => {
                for item in items.iter().take(100) {
                    if let Value::Context(inner) = item {
                        add_names(names, inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}
