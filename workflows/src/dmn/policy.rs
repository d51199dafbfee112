//! What the hit policy of a decision table makes of the rules that hold (DMN 1.5, 8.2.10).

use std::ops::Range;
use std::sync::Arc;

use super::logic::{Aggregation, HitPolicy, Table, text_span};
use crate::feel::environment::{EvaluationError, WarningCode};
use crate::feel::evaluator::{Evaluated, Evaluator};
use crate::feel::{Context, Decimal, Value};

/// A rule that holds.
pub(super) struct Hit {
    /// Its number, from 1.
    pub rule: usize,
    pub outputs: Vec<Value>,
    /// Its place among the remembered hits of the evaluation.
    pub told: Option<usize>,
}

fn choose(evaluator: &mut Evaluator<'_>, hit: &Hit) {
    if let Some(told) = hit.told.and_then(|place| evaluator.hits.get_mut(place)) {
        told.chosen = true;
    }
}

impl Table {
    /// The result when no rule holds: the default outputs, or what the policy makes of nothing.
    pub(super) fn without_hits(&self, defaults: Option<Vec<Value>>) -> Value {
        let many = matches!(
            self.policy,
            HitPolicy::RuleOrder | HitPolicy::OutputOrder | HitPolicy::Collect(None)
        );
        match (defaults, self.policy) {
            (None, HitPolicy::Collect(Some(Aggregation::Count))) => Value::Number(Decimal::ZERO),
            (None, _) if many => Value::from(Vec::new()),
            (None, _) => Value::Null,
            (Some(values), _) => match self.composed(values) {
                list @ Value::List(_) => list,
                value if many => Value::list([value]),
                value => value,
            },
        }
    }

    /// One output as it is, several as a context.
    fn composed(&self, mut values: Vec<Value>) -> Value {
        if self.outputs.len() == 1 {
            return values.pop().unwrap_or_default();
        }
        let names = self.outputs.iter().map(|output| output.name.clone());
        Value::Context(Arc::new(names.zip(values).collect::<Context>()))
    }

    /// The result of the rules that hold, of which there is one at least; those that are in it are marked as chosen.
    pub(super) fn settle(&self, evaluator: &mut Evaluator<'_>, mut hits: Vec<Hit>) -> Evaluated {
        match self.policy {
            HitPolicy::Unique if hits.len() > 1 => {
                let rules: Vec<String> = hits.iter().map(|hit| hit.rule.to_string()).collect();
                let message = format!(
                    "rules {} hold at once in a table whose hits must be unique",
                    rules.join(", ")
                );
                let span = self.result_span(&hits);
                return Ok(evaluator.warn(span, WarningCode::NotAllowed, message));
            }
            HitPolicy::Any => {
                let span = self.result_span(&hits);
                for other in hits.iter().skip(1) {
                    for (a, b) in hits[0].outputs.iter().zip(&other.outputs) {
                        if !evaluator.same(a, b, &span)? {
                            let message = "rules that hold at once disagree in a table where any of them must do";
                            return Ok(evaluator.warn(span, WarningCode::NotAllowed, message));
                        }
                    }
                }
            }
            HitPolicy::Priority | HitPolicy::OutputOrder => {
                self.prioritise(evaluator, &mut hits)?
            }
            _ => {}
        }
        match self.policy {
            HitPolicy::Unique | HitPolicy::First | HitPolicy::Any | HitPolicy::Priority => {
                let hit = hits.swap_remove(0);
                choose(evaluator, &hit);
                Ok(self.composed(hit.outputs))
            }
            HitPolicy::OutputOrder | HitPolicy::RuleOrder | HitPolicy::Collect(None) => {
                let mut values = Vec::with_capacity(hits.len());
                for hit in hits {
                    choose(evaluator, &hit);
                    values.push(self.composed(hit.outputs));
                }
                evaluator.list(values, &self.span())
            }
            HitPolicy::Collect(Some(aggregation)) => {
                let span = self.result_span(&hits);
                let mut totals = Vec::with_capacity(self.outputs.len());
                for column in 0..self.outputs.len() {
                    let values = hits
                        .iter()
                        .filter_map(|hit| hit.outputs.get(column).cloned())
                        .collect();
                    totals.push(aggregate(evaluator, aggregation, values, span.clone())?);
                }
                // all take part in a sum or a count; the least and the greatest come of those that equal them
                let picked = matches!(aggregation, Aggregation::Min | Aggregation::Max);
                for hit in &hits {
                    let mut among = !picked;
                    for (value, total) in hit.outputs.iter().zip(&totals) {
                        among = among || evaluator.same(value, total, &span)?;
                    }
                    if among {
                        choose(evaluator, hit);
                    }
                }
                Ok(self.composed(totals))
            }
        }
    }

    /// Where a warning about several hits points to: the first output of the last of them, with which it came about.
    fn result_span(&self, hits: &[Hit]) -> Range<usize> {
        hits.last()
            .and_then(|hit| self.rules.get(hit.rule.checked_sub(1)?)?.result())
            .map(text_span)
            .unwrap_or_else(|| self.span())
    }

    /// Sorts hits by the places of their outputs among the allowed values, the first output first; of equals the rule
    /// that stands first.
    fn prioritise(
        &self,
        evaluator: &mut Evaluator<'_>,
        hits: &mut Vec<Hit>,
    ) -> Result<(), EvaluationError> {
        let mut orders: Vec<Vec<Value>> = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            let mut order = Vec::with_capacity(output.priorities.len());
            for expression in &output.priorities {
                order.push(evaluator.evaluate(expression.root())?);
            }
            orders.push(order);
        }
        let mut ranked = Vec::with_capacity(hits.len());
        for hit in hits.drain(..) {
            let mut rank = Vec::with_capacity(hit.outputs.len());
            for (value, order) in hit.outputs.iter().zip(&orders) {
                let mut place = order.len();
                for (candidate_place, candidate) in order.iter().enumerate() {
                    evaluator.spend(1, &self.span())?;
                    if evaluator.accepts(candidate, value, &self.span())? == Some(true) {
                        place = candidate_place;
                        break;
                    }
                }
                rank.push(place);
            }
            ranked.push((rank, hit));
        }
        ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
        hits.extend(ranked.into_iter().map(|(_, hit)| hit));
        Ok(())
    }
}

fn aggregate(
    evaluator: &mut Evaluator<'_>,
    aggregation: Aggregation,
    values: Vec<Value>,
    span: Range<usize>,
) -> Evaluated {
    let name = match aggregation {
        Aggregation::Count => return Ok(values.len().into()),
        Aggregation::Sum => "sum",
        Aggregation::Min => "min",
        Aggregation::Max => "max",
    };
    evaluator.call_named_builtin(name, vec![Value::from(values)], span)
}
