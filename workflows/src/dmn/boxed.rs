//! Boxed expressions evaluated (DMN 1.5, chapters 7.3 and 10.2.1).

use std::ops::Range;
use std::sync::Arc;

use super::logic::{Boxed, ContextEntry, FunctionLogic, Logic};
use crate::feel::environment::{EvaluationError, WarningCode};
use crate::feel::evaluator::{Binding, Evaluated, Evaluator};
use crate::feel::function::{Callable, Function};
use crate::feel::iteration::place;
use crate::feel::{Context, Type, Value};

/// The value as one of the declared type, or null with a warning that points to `span`. A type that no model defines
/// admits everything.
pub(super) fn coerced(
    evaluator: &mut Evaluator<'_>,
    value: Value,
    kind: Option<&Type>,
    what: &str,
    span: Range<usize>,
) -> Value {
    let Some(kind) = kind else { return value };
    if value.is_null() {
        return value;
    }
    if evaluator.admits(kind, &value).is_none() {
        // a type that nobody defined forbids nothing; the reader has told of it
        return value;
    }
    let found = value.type_name();
    match evaluator.conform(value, kind) {
        Some(value) => value,
        None => evaluator.warn(
            span,
            WarningCode::NotAllowed,
            format!("{what} is a {found}, which its declared type does not admit"),
        ),
    }
}

impl Boxed {
    pub(super) fn evaluate(&self, evaluator: &mut Evaluator<'_>, owner: &Arc<str>) -> Evaluated {
        let span = self.span();
        // a trace is of one FEEL text, which this one is not
        let value = evaluator.untraced(|evaluator| {
            evaluator.deeper(&span, |evaluator| {
                self.logic.evaluate(evaluator, owner, &span)
            })
        })?;
        Ok(coerced(
            evaluator,
            value,
            self.kind.as_ref(),
            "the expression",
            span,
        ))
    }
}

impl Logic {
    fn evaluate(
        &self,
        evaluator: &mut Evaluator<'_>,
        owner: &Arc<str>,
        span: &Range<usize>,
    ) -> Evaluated {
        match self {
            Self::Literal(Some(expression)) => evaluator.evaluate(expression.root()),
            Self::Literal(None) => Ok(Value::Null),
            Self::Context(entries) => context(evaluator, entries, owner),
            Self::Invocation { callee, bindings } => invoke(evaluator, callee, bindings, owner),
            Self::Function(logic) => {
                let captured = evaluator.visible();
                let function = BoxedFunction {
                    owner: owner.clone(),
                    logic: logic.clone(),
                    captured,
                };
                Ok(Value::Function(Function(Arc::new(function))))
            }
            Self::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(item.evaluate(evaluator, owner)?);
                }
                evaluator.list(values, span)
            }
            Self::Relation { columns, rows } => {
                let mut values = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut context = Context::new();
                    for (column, cell) in columns.iter().zip(row) {
                        context.insert(column.clone(), cell.evaluate(evaluator, owner)?);
                    }
                    values.push(context.into());
                }
                evaluator.list(values, span)
            }
            Self::Conditional(parts) => match parts[0].evaluate(evaluator, owner)? {
                Value::Boolean(true) => parts[1].evaluate(evaluator, owner),
                Value::Boolean(false) | Value::Null => parts[2].evaluate(evaluator, owner),
                // stricter than `if` of a text, as the compatibility kit has it (docs/decisions/0008)
                _ => Ok(evaluator.warn(
                    parts[0].span(),
                    WarningCode::TypeMismatch,
                    "the condition is not a boolean",
                )),
            },
            Self::Filter(parts) => filter(evaluator, &parts[0], &parts[1], owner),
            Self::For {
                variable,
                domain,
                result,
            } => {
                let Some(items) = items(evaluator, domain, owner)? else {
                    return Ok(Value::Null);
                };
                let mut results: Arc<Vec<Value>> = Arc::default();
                for item in items.iter() {
                    evaluator.spend(1, span)?;
                    evaluator.bind(variable.clone(), item.clone());
                    evaluator.bind("partial".into(), Value::List(results.clone()));
                    let value = result.evaluate(evaluator, owner);
                    evaluator.pop();
                    evaluator.pop();
                    let value = value?;
                    if Arc::strong_count(&results) > 1 {
                        evaluator.spend(results.len() as u64, span)?;
                        evaluator.measure(&value, 96, span)?;
                    }
                    evaluator.room(results.len() + 1, span)?;
                    Arc::make_mut(&mut results).push(value);
                }
                Ok(Value::List(results))
            }
            Self::Quantified {
                every,
                variable,
                domain,
                condition,
            } => {
                let Some(items) = items(evaluator, domain, owner)? else {
                    return Ok(Value::Null);
                };
                let mut unknown = false;
                for item in items.iter() {
                    evaluator.spend(1, span)?;
                    evaluator.bind(variable.clone(), item.clone());
                    let verdict = condition.evaluate(evaluator, owner);
                    evaluator.pop();
                    match verdict? {
                        Value::Boolean(truth) if truth != *every => {
                            return Ok(Value::Boolean(truth));
                        }
                        Value::Boolean(_) => {}
                        Value::Null => unknown = true,
                        _ => {
                            return Ok(evaluator.warn(
                                condition.span(),
                                WarningCode::TypeMismatch,
                                "what must be satisfied is not a boolean",
                            ));
                        }
                    }
                }
                Ok(if unknown {
                    Value::Null
                } else {
                    Value::Boolean(*every)
                })
            }
            Self::Table(table) => table.evaluate(evaluator, owner),
        }
    }
}

fn context(evaluator: &mut Evaluator<'_>, entries: &[ContextEntry], owner: &Arc<str>) -> Evaluated {
    evaluator.in_scope(|evaluator| {
        let mut context = Context::new();
        for entry in entries {
            let value = entry.value.evaluate(evaluator, owner)?;
            let Some(name) = &entry.name else {
                return Ok(value);
            };
            let value = coerced(
                evaluator,
                value,
                entry.kind.as_ref(),
                name,
                entry.value.span(),
            );
            evaluator.bind(name.clone(), value.clone());
            context.insert(name.clone(), value);
        }
        Ok(context.into())
    })
}

fn invoke(
    evaluator: &mut Evaluator<'_>,
    callee: &Boxed,
    bindings: &[(Arc<str>, Option<Boxed>)],
    owner: &Arc<str>,
) -> Evaluated {
    let function = match callee.evaluate(evaluator, owner)? {
        Value::Function(function) => function,
        _ => {
            return Ok(evaluator.warn(
                callee.span(),
                WarningCode::UnknownName,
                "what is invoked is not a function",
            ));
        }
    };
    let mut arguments = Vec::with_capacity(bindings.len());
    for (name, argument) in bindings {
        let value = match argument {
            Some(argument) => argument.evaluate(evaluator, owner)?,
            None => Value::Null,
        };
        arguments.push((name.clone(), value));
    }
    let span = callee.span();
    evaluator.deeper(&span.clone(), |evaluator| {
        function.0.call_named(evaluator, arguments, span)
    })
}

fn items(
    evaluator: &mut Evaluator<'_>,
    domain: &Boxed,
    owner: &Arc<str>,
) -> Result<Option<Arc<Vec<Value>>>, EvaluationError> {
    Ok(match domain.evaluate(evaluator, owner)? {
        Value::List(items) => Some(items),
        Value::Null => {
            evaluator.warn(
                domain.span(),
                WarningCode::TypeMismatch,
                "null cannot be iterated over",
            );
            None
        }
        range @ Value::Range(_) => evaluator.counted(&range, &domain.span())?,
        single => Some(Arc::new(vec![single])),
    })
}

fn filter(
    evaluator: &mut Evaluator<'_>,
    list: &Boxed,
    condition: &Boxed,
    owner: &Arc<str>,
) -> Evaluated {
    let items = match list.evaluate(evaluator, owner)? {
        Value::List(items) => items,
        Value::Null => return Ok(Value::Null),
        single => Arc::new(vec![single]),
    };
    let span = condition.span();
    let mut kept = Vec::new();
    for item in items.iter() {
        evaluator.spend(1, &span)?;
        evaluator.push(Binding::Item(item.clone()));
        let verdict = condition.evaluate(evaluator, owner);
        evaluator.pop();
        match verdict? {
            Value::Boolean(true) => kept.push(item.clone()),
            Value::Boolean(false) | Value::Null => {}
            Value::Number(index) => {
                let found = index.to_i64().and_then(|index| place(index, items.len()));
                return Ok(found.map(|place| items[place].clone()).unwrap_or_default());
            }
            _ => {
                return Ok(evaluator.warn(
                    span,
                    WarningCode::TypeMismatch,
                    "a filter needs a boolean or a number",
                ));
            }
        }
    }
    evaluator.list(kept, &span)
}

/// A boxed function with the values it sees from where it was made.
struct BoxedFunction {
    owner: Arc<str>,
    logic: Arc<FunctionLogic>,
    captured: Vec<(Arc<str>, Value)>,
}

impl Callable for BoxedFunction {
    fn parameters(&self) -> Vec<Arc<str>> {
        self.logic
            .parameters
            .iter()
            .map(|(name, _)| name.clone())
            .collect()
    }

    fn signature(&self) -> (Vec<Type>, Type) {
        signature(&self.logic, None)
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        run(
            evaluator,
            &self.logic,
            arguments,
            self.captured.clone(),
            &self.owner,
            span,
        )
    }
}

pub(super) fn signature(logic: &FunctionLogic, result: Option<&Type>) -> (Vec<Type>, Type) {
    let kinds = logic
        .parameters
        .iter()
        .map(|(_, kind)| kind.clone().unwrap_or(Type::Any))
        .collect();
    let declared = result.cloned().or_else(|| logic.result.clone());
    let body = || logic.body.as_ref().and_then(|body| body.kind.clone());
    (kinds, declared.or_else(body).unwrap_or(Type::Any))
}

/// Runs the body of a function with its arguments.
pub(super) fn run(
    evaluator: &mut Evaluator<'_>,
    logic: &FunctionLogic,
    arguments: Vec<Value>,
    visible: Vec<(Arc<str>, Value)>,
    owner: &Arc<str>,
    span: Range<usize>,
) -> Evaluated {
    if arguments.len() != logic.parameters.len() {
        return Ok(
            evaluator.invalid_argument(span, "the number of arguments differs from the parameters")
        );
    }
    let mut bound = Vec::with_capacity(arguments.len());
    for ((name, kind), argument) in logic.parameters.iter().zip(arguments) {
        match evaluator.argument(argument, kind.as_ref(), &span) {
            Some(argument) => bound.push((name.clone(), argument)),
            None => return Ok(Value::Null),
        }
    }
    let Some(body) = &logic.body else {
        return Ok(evaluator.warn(
            span,
            WarningCode::NotAllowed,
            "the function has no body that runs here",
        ));
    };
    let value = evaluator.in_fresh_scope(|evaluator| {
        for (name, value) in visible.into_iter().chain(bound) {
            evaluator.bind(name, value);
        }
        body.evaluate(evaluator, owner)
    })?;
    let named = match (&logic.result, &evaluator.types) {
        (Some(Type::Named(name)), Some(types)) => types.result_of(name),
        _ => None,
    };
    let result = named.as_ref().or(logic.result.as_ref());
    Ok(coerced(evaluator, value, result, "the result", body.span()))
}
