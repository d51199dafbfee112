//! Decision tables: which rules hold, and what the hit policy makes of them (DMN 1.5, 8.2).

use std::cmp::Ordering;
use std::sync::Arc;

use super::logic::{Aggregation, HitPolicy, OutputClause, Rule, Table};
use crate::feel::environment::{EvaluationError, WarningCode};
use crate::feel::evaluator::{Evaluated, Evaluator};
use crate::feel::{Context, Decimal, Expression, RuleHit, Value};

/// Most rule hits remembered of one evaluation.
const HITS: usize = 500;

impl Table {
    /// Evaluates the table in the present scope; `owner` is the decision it belongs to.
    pub(super) fn evaluate(&self, evaluator: &mut Evaluator<'_>, owner: &str) -> Evaluated {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
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
                            0..0,
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
                value = evaluator.warn(0..0, WarningCode::NotAllowed, message);
            }
            inputs.push(value);
        }
        let mut hits: Vec<(usize, Vec<Value>)> = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            if !holds(evaluator, rule, &inputs)? {
                continue;
            }
            let outputs = self.outputs_of(evaluator, rule)?;
            if evaluator.hits.len() < HITS {
                let told = |names: Vec<String>, values: &[Value]| {
                    names.into_iter().zip(values.iter().cloned()).collect()
                };
                let hit = RuleHit {
                    decision: owner.to_owned(),
                    rule: index + 1,
                    rule_id: rule.id.clone(),
                    inputs: told(
                        self.inputs
                            .iter()
                            .map(|input| input.label.clone())
                            .collect(),
                        &inputs,
                    ),
                    outputs: told(
                        self.outputs
                            .iter()
                            .map(|output| output.name.to_string())
                            .collect(),
                        &outputs,
                    ),
                };
                evaluator.hits.push(hit);
            }
            hits.push((index, outputs));
            if self.policy == HitPolicy::First {
                break;
            }
        }
        if hits.is_empty() {
            return self.defaults(evaluator);
        }
        self.settle(evaluator, hits)
    }

    fn outputs_of(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
    ) -> Result<Vec<Value>, EvaluationError> {
        let mut outputs = Vec::with_capacity(self.outputs.len());
        for (index, output) in self.outputs.iter().enumerate() {
            let value = match rule.outputs.get(index).and_then(Option::as_ref) {
                Some(expression) => evaluator.evaluate(expression.root())?,
                None => Value::Null,
            };
            outputs.push(self.allowed(evaluator, output, value)?);
        }
        Ok(outputs)
    }

    /// The value as one of the output's type and allowed values, or null with a warning.
    fn allowed(
        &self,
        evaluator: &mut Evaluator<'_>,
        output: &OutputClause,
        value: Value,
    ) -> Evaluated {
        let value = match &output.kind {
            Some(kind) if evaluator.admits(kind, &value).is_none() => value,
            Some(kind) => match evaluator.conform(value, kind) {
                Some(value) => value,
                None => {
                    let message = format!("output '{}' is not of its type", output.name);
                    return Ok(evaluator.warn(0..0, WarningCode::NotAllowed, message));
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
            return Ok(evaluator.warn(0..0, WarningCode::NotAllowed, message));
        }
        Ok(value)
    }

    fn defaults(&self, evaluator: &mut Evaluator<'_>) -> Evaluated {
        let many = matches!(
            self.policy,
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(None)
        );
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Ok(match self.policy {
                HitPolicy::Collect(Some(Aggregation::Count)) => Value::Number(Decimal::ZERO),
                _ if many => Value::from(Vec::new()),
                _ => Value::Null,
            });
        }
        let mut values = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            values.push(match &output.default {
                Some(expression) => evaluator.evaluate(expression.root())?,
                None => Value::Null,
            });
        }
        let value = self.composed(values);
        Ok(if many && !matches!(value, Value::List(_)) {
            Value::list([value])
        } else {
            value
        })
    }

    /// One output as it is, several as a context.
    fn composed(&self, mut values: Vec<Value>) -> Value {
        if self.outputs.len() == 1 {
            return values.pop().unwrap_or_default();
        }
        let names = self.outputs.iter().map(|output| output.name.clone());
        Value::Context(Arc::new(names.zip(values).collect::<Context>()))
    }

    fn settle(
        &self,
        evaluator: &mut Evaluator<'_>,
        mut hits: Vec<(usize, Vec<Value>)>,
    ) -> Evaluated {
        match self.policy {
            HitPolicy::Unique if hits.len() > 1 => {
                let rules: Vec<String> = hits
                    .iter()
                    .map(|(index, _)| (index + 1).to_string())
                    .collect();
                let message = format!(
                    "rules {} hold at once in a table whose hits must be unique",
                    rules.join(", ")
                );
                Ok(evaluator.warn(0..0, WarningCode::NotAllowed, message))
            }
            HitPolicy::Unique | HitPolicy::First => Ok(self.composed(hits.swap_remove(0).1)),
            HitPolicy::Any => {
                let (_, first) = hits.swap_remove(0);
                for (_, other) in &hits {
                    for (a, b) in first.iter().zip(other) {
                        if !evaluator.same(a, b, &(0..0))? {
                            let message = "rules that hold at once disagree in a table where any of them must do";
                            return Ok(evaluator.warn(0..0, WarningCode::NotAllowed, message));
                        }
                    }
                }
                Ok(self.composed(first))
            }
            HitPolicy::Priority => {
                self.prioritise(evaluator, &mut hits)?;
                Ok(self.composed(hits.swap_remove(0).1))
            }
            HitPolicy::OutputOrder => {
                self.prioritise(evaluator, &mut hits)?;
                let values = hits
                    .into_iter()
                    .map(|(_, outputs)| self.composed(outputs))
                    .collect();
                evaluator.list(values, &(0..0))
            }
            HitPolicy::RuleOrder | HitPolicy::Collect(None) => {
                let values = hits
                    .into_iter()
                    .map(|(_, outputs)| self.composed(outputs))
                    .collect();
                evaluator.list(values, &(0..0))
            }
            HitPolicy::Collect(Some(aggregation)) => {
                let mut totals = Vec::with_capacity(self.outputs.len());
                for column in 0..self.outputs.len() {
                    let values = hits
                        .iter()
                        .filter_map(|(_, outputs)| outputs.get(column).cloned())
                        .collect();
                    totals.push(aggregate(evaluator, aggregation, values)?);
                }
                Ok(self.composed(totals))
            }
        }
    }

    /// Sorts hits by the places of their outputs among the allowed values, the first output first.
    fn prioritise(
        &self,
        evaluator: &mut Evaluator<'_>,
        hits: &mut [(usize, Vec<Value>)],
    ) -> Result<(), EvaluationError> {
        let mut ranked = Vec::with_capacity(hits.len());
        let mut orders: Vec<Vec<Value>> = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            let mut order = Vec::with_capacity(output.priorities.len());
            for expression in &output.priorities {
                order.push(evaluator.evaluate(expression.root())?);
            }
            orders.push(order);
        }
        for (index, outputs) in hits.iter() {
            let mut rank = Vec::with_capacity(outputs.len());
            for (value, order) in outputs.iter().zip(&orders) {
                let mut place = order.len();
                for (candidate_place, candidate) in order.iter().enumerate() {
                    if evaluator.accepts(candidate, value, &(0..0))? == Some(true) {
                        place = candidate_place;
                        break;
                    }
                }
                rank.push(place);
            }
            ranked.push((rank, *index));
        }
        let rank_of = |index: usize| {
            ranked
                .iter()
                .find(|(_, i)| *i == index)
                .map(|(rank, _)| rank)
        };
        hits.sort_by(|(a, _), (b, _)| match (rank_of(*a), rank_of(*b)) {
            (Some(x), Some(y)) => x.cmp(y).then(a.cmp(b)),
            _ => Ordering::Equal,
        });
        Ok(())
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

fn aggregate(
    evaluator: &mut Evaluator<'_>,
    aggregation: Aggregation,
    values: Vec<Value>,
) -> Evaluated {
    let name = match aggregation {
        Aggregation::Count => return Ok(values.len().into()),
        Aggregation::Sum => "sum",
        Aggregation::Min => "min",
        Aggregation::Max => "max",
    };
    evaluator.call_named_builtin(name, vec![Value::from(values)])
}
