//! Decision tables: which rules hold for the inputs (DMN 1.5, 8.2).

use std::ops::Range;

use super::logic::{HitPolicy, OutputClause, Rule, Table, text_span};
use super::policy::Hit;
use crate::feel::environment::{EvaluationError, WarningCode};
use crate::feel::evaluator::{Evaluated, Evaluator};
use crate::feel::{Expression, RuleHit, Value};

/// Most rule hits remembered of one evaluation.
const HITS: usize = 500;
/// Most characters of a cell that are remembered with a hit.
const CELL: usize = 120;

impl Table {
    /// Evaluates the table in the present scope; `owner` is the decision it belongs to.
    pub(super) fn evaluate(&self, evaluator: &mut Evaluator<'_>, owner: &str) -> Evaluated {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            let span = input.expression.as_ref().map(text_span).unwrap_or_default();
            let mut value = match &input.expression {
                Some(expression) => evaluator.evaluate(expression.root())?,
                None => Value::Null,
            };
            if let Some(kind) = &input.kind {
                // editors write any type here; the cells tell what the value must be, so it is kept
                match evaluator.conform(value.clone(), kind) {
                    Some(conforming) => value = conforming,
                    None if evaluator.admits(kind, &value).is_none() => {}
                    None => {
                        evaluator.warn(
                            span.clone(),
                            WarningCode::NotAllowed,
                            format!("input '{}' is not of its type", input.label),
                        );
                    }
                }
            }
            if let Some(allowed) = &input.allowed
                && !value.is_null()
                && test(evaluator, allowed, &value)? == Some(false)
            {
                let message = format!(
                    "input '{}' has a value that the table does not allow",
                    input.label
                );
                value = evaluator.warn(span, WarningCode::NotAllowed, message);
            }
            inputs.push(value);
        }
        let mut hits: Vec<Hit> = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if !holds(evaluator, rule, &inputs)? {
                continue;
            }
            let outputs = self.outputs_of(evaluator, rule)?;
            let told = self.tell(evaluator, owner, Some((index, rule)), &inputs, &outputs);
            hits.push(Hit {
                rule: index + 1,
                outputs,
                told,
            });
            if self.policy == HitPolicy::First {
                break;
            }
        }
        if !hits.is_empty() {
            return self.settle(evaluator, hits);
        }
        let defaults = self.defaults(evaluator)?;
        let told = self.tell(
            evaluator,
            owner,
            None,
            &inputs,
            defaults.as_deref().unwrap_or_default(),
        );
        if let Some(told) = told.and_then(|place| evaluator.hits.get_mut(place)) {
            told.chosen = defaults.is_some();
        }
        Ok(self.without_hits(defaults))
    }

    /// Notes a rule that holds, or that none does, for "why me?"; yields its place among the hits of the evaluation.
    fn tell(
        &self,
        evaluator: &mut Evaluator<'_>,
        owner: &str,
        rule: Option<(usize, &Rule)>,
        inputs: &[Value],
        outputs: &[Value],
    ) -> Option<usize> {
        let place = evaluator.hits.len();
        if place >= HITS {
            return None;
        }
        let written = |cell: &Option<Expression>| {
            let text = cell.as_ref().map_or("", |cell| cell.source().trim());
            text.chars().take(CELL).collect()
        };
        let hit = RuleHit {
            decision: owner.to_owned(),
            title: self.title.clone(),
            policy: self.policy.name(),
            rule: rule.map_or(0, |(index, _)| index + 1),
            rule_id: rule.and_then(|(_, rule)| rule.id.clone()),
            chosen: false,
            inputs: self
                .inputs
                .iter()
                .map(|input| input.label.clone())
                .zip(inputs.iter().cloned())
                .collect(),
            conditions: rule
                .iter()
                .flat_map(|(_, rule)| &rule.tests)
                .map(written)
                .collect(),
            outputs: self
                .outputs
                .iter()
                .map(|output| output.name.to_string())
                .zip(outputs.iter().cloned())
                .collect(),
            labels: (
                self.inputs
                    .iter()
                    .map(|input| input.title.clone())
                    .collect(),
                self.outputs
                    .iter()
                    .map(|output| output.title.clone())
                    .collect(),
            ),
            annotations: rule
                .iter()
                .flat_map(|(_, rule)| rule.annotations.clone())
                .collect(),
        };
        evaluator.hits.push(hit);
        Some(place)
    }

    fn outputs_of(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
    ) -> Result<Vec<Value>, EvaluationError> {
        let mut outputs = Vec::with_capacity(self.outputs.len());
        for (index, output) in self.outputs.iter().enumerate() {
            let cell = rule.outputs.get(index).and_then(Option::as_ref);
            let value = match cell {
                Some(expression) => evaluator.evaluate(expression.root())?,
                None => Value::Null,
            };
            let span = cell.map(text_span).unwrap_or_default();
            outputs.push(self.allowed(evaluator, output, value, span)?);
        }
        Ok(outputs)
    }

    /// The value as one of the output's type and allowed values, or null with a warning.
    fn allowed(
        &self,
        evaluator: &mut Evaluator<'_>,
        output: &OutputClause,
        value: Value,
        span: Range<usize>,
    ) -> Evaluated {
        let value = match &output.kind {
            Some(kind) if evaluator.admits(kind, &value).is_none() => value,
            Some(kind) => match evaluator.conform(value, kind) {
                Some(value) => value,
                None => {
                    let message = format!("output '{}' is not of its type", output.name);
                    return Ok(evaluator.warn(span, WarningCode::NotAllowed, message));
                }
            },
            None => value,
        };
        if let Some(allowed) = &output.allowed
            && !value.is_null()
            && test(evaluator, allowed, &value)? == Some(false)
        {
            let message = format!(
                "output '{}' has a value that the table does not allow",
                output.name
            );
            return Ok(evaluator.warn(span, WarningCode::NotAllowed, message));
        }
        Ok(value)
    }

    /// The default outputs, if any output has one.
    fn defaults(
        &self,
        evaluator: &mut Evaluator<'_>,
    ) -> Result<Option<Vec<Value>>, EvaluationError> {
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Ok(None);
        }
        let mut values = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            values.push(match &output.default {
                Some(expression) => evaluator.evaluate(expression.root())?,
                None => Value::Null,
            });
        }
        Ok(Some(values))
    }
}

fn holds(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    inputs: &[Value],
) -> Result<bool, EvaluationError> {
    for (cell, input) in rule.tests.iter().zip(inputs) {
        let Some(cell) = cell else { return Ok(false) };
        if test(evaluator, cell, input)? != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A cell against its input, the rest of the scope being visible to it.
fn test(
    evaluator: &mut Evaluator<'_>,
    cell: &Expression,
    input: &Value,
) -> Result<Option<bool>, EvaluationError> {
    let verdict = evaluator.in_scope(|evaluator| {
        evaluator.bind("?".into(), input.clone());
        evaluator.evaluate(cell.root())
    })?;
    Ok(verdict.as_bool())
}
