//! `for`, `some`, `every` and filters: everything that visits items, each visit paid for.

use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use super::decimal::Decimal;
use super::environment::{EvaluationError, WarningCode};
use super::evaluator::{Binding, Evaluated, Evaluator};
use super::syntax::{Domain, Iterator, Node};
use super::temporal::Date;
use super::value::{Range as RangeValue, RangeShape, Value};

/// What an iterator visits, made one by one.
enum Visits {
    Items(Arc<Vec<Value>>),
    Numbers { low: i64, high: i64 },
    Days { low: i64, high: i64 },
}

impl Visits {
    fn len(&self) -> u64 {
        match self {
            Self::Items(items) => items.len() as u64,
            Self::Numbers { low, high } | Self::Days { low, high } => {
                low.abs_diff(*high).saturating_add(1)
            }
        }
    }

    fn get(&self, index: u64) -> Value {
        let step = |low: &i64, high: &i64| {
            if low <= high {
                low + index as i64
            } else {
                low - index as i64
            }
        };
        match self {
            Self::Items(items) => items.get(index as usize).cloned().unwrap_or_default(),
            Self::Numbers { low, high } => Value::Number(step(low, high).into()),
            Self::Days { low, high } => Date::from_days(step(low, high)).into(),
        }
    }
}

type Step<'s, 'a> = dyn FnMut(&mut Evaluator<'a>) -> Result<ControlFlow<()>, EvaluationError> + 's;

impl<'a> Evaluator<'a> {
    fn visits(&mut self, domain: &Domain) -> Result<Option<Visits>, EvaluationError> {
        match domain {
            Domain::Items(node) => Ok(match self.evaluate(node)? {
                Value::List(items) => Some(Visits::Items(items)),
                Value::Null => {
                    self.warn(
                        node.span(),
                        WarningCode::TypeMismatch,
                        "null cannot be iterated over",
                    );
                    None
                }
                Value::Range(range) => {
                    let visits = range_visits(&range);
                    if visits.is_none() {
                        self.warn(
                            node.span(),
                            WarningCode::TypeMismatch,
                            "this range cannot be iterated over",
                        );
                    }
                    visits
                }
                single => Some(Visits::Items(Arc::new(vec![single]))),
            }),
            Domain::Span(low_node, high_node) => {
                let low = self.evaluate(low_node)?;
                let high = self.evaluate(high_node)?;
                let visits = span_visits(&low, &high);
                if visits.is_none() {
                    let span = low_node.start as usize..high_node.end as usize;
                    self.warn(
                        span,
                        WarningCode::TypeMismatch,
                        "only whole numbers and dates can be counted through",
                    );
                }
                Ok(visits)
            }
        }
    }

    /// The numbers or days of a range as a list; `None` when it cannot be counted through.
    pub(crate) fn counted(
        &mut self,
        range: &Value,
        span: &Range<usize>,
    ) -> Result<Option<Arc<Vec<Value>>>, EvaluationError> {
        let Value::Range(range) = range else {
            return Ok(None);
        };
        let Some(visits) = range_visits(range) else {
            return Ok(None);
        };
        self.room(usize::try_from(visits.len()).unwrap_or(usize::MAX), span)?;
        self.spend(visits.len(), span)?;
        Ok(Some(Arc::new(
            (0..visits.len()).map(|index| visits.get(index)).collect(),
        )))
    }

    /// Visits every combination of the iterators; false when one of them cannot be iterated over.
    fn visit(
        &mut self,
        iterators: &[Iterator],
        limit: u64,
        span: &Range<usize>,
        step: &mut Step<'_, 'a>,
    ) -> Result<ControlFlow<bool>, EvaluationError> {
        let Some((first, rest)) = iterators.split_first() else {
            return Ok(match step(self)? {
                ControlFlow::Continue(()) => ControlFlow::Continue(()),
                ControlFlow::Break(()) => ControlFlow::Break(true),
            });
        };
        let Some(visits) = self.visits(&first.domain)? else {
            return Ok(ControlFlow::Break(false));
        };
        if rest.is_empty() && visits.len() > limit {
            return Err(EvaluationError::CollectionLength { span: span.clone() });
        }
        for index in 0..visits.len() {
            self.spend(1, span)?;
            self.bind(first.name.clone(), visits.get(index));
            let flow = self.deeper(span, |evaluator| evaluator.visit(rest, limit, span, step));
            self.pop();
            if let ControlFlow::Break(whole) = flow? {
                return Ok(ControlFlow::Break(whole));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    #[inline(never)]
    pub(super) fn for_form(
        &mut self,
        iterators: &[Iterator],
        body: &Node,
        partial: bool,
        node: &Node,
    ) -> Evaluated {
        let span = node.span();
        let limit = self.env.limits.collection as u64;
        let mut results: Arc<Vec<Value>> = Arc::new(Vec::new());
        let name: Arc<str> = "partial".into();
        let flow = self.visit(iterators, limit, &span, &mut |evaluator| {
            if partial {
                evaluator.bind(name.clone(), Value::List(results.clone()));
            }
            let value = evaluator.evaluate(body);
            if partial {
                evaluator.pop();
            }
            let value = value?;
            evaluator.room(results.len() + 1, &span)?;
            if partial {
                if Arc::strong_count(&results) > 1 {
                    evaluator.spend(results.len() as u64, &span)?;
                }
                evaluator.measure(&value, 96, &span)?;
            }
            Arc::make_mut(&mut results).push(value);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(match flow {
            ControlFlow::Break(false) => Value::Null,
            _ => Value::List(results),
        })
    }

    #[inline(never)]
    pub(super) fn quantified(
        &mut self,
        every: bool,
        iterators: &[Iterator],
        body: &Node,
        node: &Node,
    ) -> Evaluated {
        let mut unknown = false;
        let flow = self.visit(iterators, u64::MAX, &node.span(), &mut |evaluator| {
            match evaluator.evaluate(body)? {
                Value::Boolean(truth) if truth != every => return Ok(ControlFlow::Break(())),
                Value::Boolean(_) => {}
                other => {
                    unknown = true;
                    if !other.is_null() {
                        evaluator.warn(
                            body.span(),
                            WarningCode::TypeMismatch,
                            "the condition is not a boolean",
                        );
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(match flow {
            ControlFlow::Break(true) => Value::Boolean(!every),
            ControlFlow::Break(false) => Value::Null,
            ControlFlow::Continue(()) if unknown => Value::Null,
            ControlFlow::Continue(()) => Value::Boolean(every),
        })
    }

    #[inline(never)]
    pub(super) fn filter(&mut self, list: &Node, condition: &Node, node: &Node) -> Evaluated {
        let items = match self.evaluate(list)? {
            Value::List(items) => items,
            Value::Null => Arc::default(),
            single => Arc::new(vec![single]),
        };
        if items.is_empty() {
            // without an item the condition can still be a number, of which there is no such item
            let warnings = self.warnings.len();
            self.push(Binding::Item(Value::Null));
            let verdict = self.untraced(|evaluator| evaluator.evaluate(condition));
            self.pop();
            self.warnings.truncate(warnings);
            return Ok(match verdict? {
                Value::Number(_) => Value::Null,
                _ => Value::List(items),
            });
        }
        let mut kept = Vec::new();
        for item in items.iter() {
            self.push(Binding::Item(item.clone()));
            let verdict = self.evaluate(condition);
            self.pop();
            match verdict? {
                Value::Boolean(true) => kept.push(item.clone()),
                Value::Boolean(false) => {}
                Value::Number(index) => return Ok(self.item_at(&items, index, condition.span())),
                Value::Null => {}
                other => {
                    let message = format!(
                        "a filter needs a boolean or a number, found a {}",
                        other.type_name()
                    );
                    return Ok(self.warn(condition.span(), WarningCode::TypeMismatch, message));
                }
            }
        }
        self.list(kept, &node.span())
    }

    fn item_at(&mut self, items: &[Value], index: Decimal, span: Range<usize>) -> Value {
        let found = index
            .to_i64()
            .and_then(|index| place(index, items.len()))
            .map(|place| items[place].clone());
        found.unwrap_or_else(|| {
            self.warn(
                span,
                WarningCode::InvalidArgument,
                "the list has no item of this number",
            )
        })
    }

    /// Refuses values that are nested too deeply or too large; every part is paid for.
    pub fn measure(
        &mut self,
        value: &Value,
        depth: u32,
        span: &Range<usize>,
    ) -> Result<(), EvaluationError> {
        let parts: &mut dyn std::iter::Iterator<Item = &Value> = match value {
            Value::List(items) => &mut items.iter(),
            Value::Context(context) => &mut context.iter().map(|(_, value)| value),
            Value::Range(range) => &mut range.start.iter().chain(range.end.iter()),
            _ => return Ok(()),
        };
        let Some(depth) = depth.checked_sub(1) else {
            return Err(EvaluationError::Depth { span: span.clone() });
        };
        for part in parts {
            self.spend(1, span)?;
            self.measure(part, depth, span)?;
        }
        Ok(())
    }
}

/// The place of the item with a FEEL index: from 1, or from -1 backwards.
pub(crate) fn place(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let place = if index > 0 { index - 1 } else { length + index };
    (index != 0 && (0..length).contains(&place)).then_some(place as usize)
}

fn span_visits(low: &Value, high: &Value) -> Option<Visits> {
    match (low, high) {
        (Value::Number(low), Value::Number(high)) => Some(Visits::Numbers {
            low: low.to_i64()?,
            high: high.to_i64()?,
        }),
        (Value::Date(low), Value::Date(high)) => Some(Visits::Days {
            low: low.days(),
            high: high.days(),
        }),
        _ => None,
    }
}

fn range_visits(range: &RangeValue) -> Option<Visits> {
    if range.shape == RangeShape::AllBut {
        return None;
    }
    let visits = span_visits(range.start.as_ref()?, range.end.as_ref()?)?;
    Some(shrink(visits, !range.start_included, !range.end_included))
}

/// The visits of a range value without its open ends.
fn shrink(visits: Visits, open_start: bool, open_end: bool) -> Visits {
    let narrow = |low: i64, high: i64| {
        (
            low.saturating_add(open_start.into()),
            high.saturating_sub(open_end.into()),
        )
    };
    match visits {
        Visits::Numbers { low, high } => match narrow(low, high) {
            (low, high) if low > high => Visits::Items(Arc::default()),
            (low, high) => Visits::Numbers { low, high },
        },
        Visits::Days { low, high } => match narrow(low, high) {
            (low, high) if low > high => Visits::Items(Arc::default()),
            (low, high) => Visits::Days { low, high },
        },
        items => items,
    }
}
