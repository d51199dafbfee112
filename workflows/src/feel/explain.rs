//! Which parts of an expression had which values: the answer to "why me?".

use std::ops::Range;

use super::environment::Outcome;
use super::value::Value;

/// Steps kept of one trace.
const STEPS: usize = 400;

/// One part of an expression and the value it had, in order of evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Bytes of the source.
    pub span: Range<usize>,
    /// The text of the part.
    pub text: String,
    /// Whether the part is a name: a variable, parameter or entry.
    pub is_name: bool,
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
    /// Parts in the order in which their values became known (the first 400).
    pub steps: Vec<Step>,
}

/// Steps while they are collected; the texts are cut out of the source afterwards.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    steps: Vec<Step>,
}

impl Trace {
    pub fn note(&mut self, span: Range<usize>, is_name: bool, value: &Value, depth: u32) {
        if self.steps.len() < STEPS {
            self.steps.push(Step {
                span,
                text: String::new(),
                is_name,
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
