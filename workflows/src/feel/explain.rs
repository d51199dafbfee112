//! Which parts of an expression had which values: the answer to "why me?".
//!
//! A trace holds every name that was looked up, every part that was computed from others, and the verdict of every
//! alternative of `in` and of unary tests, each with its place in the source and its value: of `if` the condition and
//! the branch taken; of `for`, `some`, `every` and filters the parts of every visit; of `between` its three operands; of
//! calls the arguments, the parts of the body if the function is written in the same source, and the result. Literals
//! speak for themselves and are left out, and so is the inside of functions that were written elsewhere: their places
//! would point into a text that is not at hand. What a rule of a decision table saw and said is told by [`RuleHit`].

use std::ops::Range;
use std::sync::Arc;

use super::environment::Outcome;
use super::value::Value;

/// Steps kept of one trace.
const STEPS: usize = 400;

/// What a step of a trace tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StepKind {
    /// A name: a variable, a parameter, an entry or what an iteration visits.
    Name,
    /// A part that is computed from other parts.
    Part,
    /// An alternative of `in` or of unary tests; the value tells whether it accepts what is tested.
    Test,
}

/// One part of an expression and the value it had, in order of evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Bytes of the source.
    pub span: Range<usize>,
    /// The text of the part.
    pub text: String,
    /// What the step tells of.
    pub kind: StepKind,
    /// What it was.
    pub value: Value,
    /// Nesting of the part, 0 for the whole expression.
    pub depth: u32,
}

/// A rule of a decision table that held, with what it saw and what it said. A table of which no rule held is told as
/// rule 0, with the default outputs if it has any.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleHit {
    /// Name of the decision or business knowledge model that holds the table.
    pub decision: String,
    /// What people call the table, in the language of the model and in English, if it says so.
    pub title: Titles,
    /// The hit policy, as DMN writes it.
    pub policy: &'static str,
    /// Number of the rule, from 1; 0: no rule held.
    pub rule: usize,
    /// The id of the rule, if it has one.
    pub rule_id: Option<String>,
    /// Whether its outputs are in the result; several rules may hold of which the hit policy takes one, or none.
    pub chosen: bool,
    /// The input expressions (or labels) and their values.
    pub inputs: Vec<(String, Value)>,
    /// The cells that the inputs passed, as they are written; `-` passes everything.
    pub conditions: Vec<String>,
    /// The outputs of this rule.
    pub outputs: Vec<(String, Value)>,
    /// What the inputs and the outputs are called by people.
    pub labels: (Vec<Titles>, Vec<Titles>),
    /// The annotations of the rule by column, its description under an empty name.
    pub annotations: Vec<(String, String)>,
}

/// What people call something: in the language of the model, and in English where the model says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Titles {
    /// In the language of the model; empty when it has no label.
    pub own: String,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

/// A value with the steps that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The value and warnings.
    pub outcome: Outcome,
    /// Parts in the order in which their values became known (the first 400); the whole expression is the last one.
    pub steps: Vec<Step>,
}

/// Steps while they are collected; the texts are cut out of the source afterwards.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    steps: Vec<Step>,
    home: Home,
}

/// The mark of the source that is traced, which functions written in it carry.
pub(crate) type Home = Arc<()>;

impl Trace {
    pub fn home(&self) -> Home {
        self.home.clone()
    }

    /// Whether a function with this mark was written in the traced source.
    pub fn is_home_of(&self, home: Option<&Home>) -> bool {
        home.is_some_and(|home| Arc::ptr_eq(home, &self.home))
    }

    pub fn note(&mut self, span: Range<usize>, kind: StepKind, value: &Value, depth: u32) {
        if self.steps.len() < STEPS {
            self.steps.push(Step {
                span,
                text: String::new(),
                kind,
                value: value.clone(),
                depth,
            });
        }
    }

    pub fn told(mut self, source: &str) -> Vec<Step> {
        for step in &mut self.steps {
            step.text = source.get(step.span.clone()).unwrap_or_default().to_owned();
        }
        self.steps
    }
}
