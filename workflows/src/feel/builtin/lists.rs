//! Functions of lists (10.3.4.4). Indices count from 1, or from -1 backwards.

use std::sync::Arc;

use super::super::decimal::Decimal;
use super::super::environment::EvaluationError;
use super::super::evaluator::Evaluated;
use super::super::iteration::place;
use super::super::temporal::{DaysDuration, YearsDuration};
use super::super::value::Value;
use super::ordering::numbers;
use super::{Builtin, Call, form, take, variadic};

pub(super) const FUNCTIONS: &[Builtin] = &[
    form("list contains", &[&["list", "element"]], |call| {
        let (items, element) = (take!(call.list(0)), call.value(1));
        for item in items.iter() {
            if call.same(item, &element)? {
                return Ok(Value::Boolean(true));
            }
        }
        Ok(Value::Boolean(false))
    }),
    form("count", &[&["list"]], |call| {
        Ok(take!(call.list(0)).len().into())
    }),
    variadic("sum", &[&["list"]], sum),
    variadic("product", &[&["list"]], |call| {
        let numbers = take!(numbers(call)?);
        if numbers.is_empty() {
            return Ok(Value::Null);
        }
        let product = numbers
            .into_iter()
            .try_fold(Decimal::ONE, Decimal::checked_mul);
        Ok(product.into())
    }),
    variadic("mean", &[&["list"]], |call| {
        let numbers = take!(numbers(call)?);
        let count = Decimal::from(numbers.len());
        let total = numbers
            .into_iter()
            .try_fold(Decimal::ZERO, Decimal::checked_add);
        Ok(total.and_then(|total| total.checked_div(count)).into())
    }),
    variadic("stddev", &[&["list"]], stddev),
    variadic("all", &[&["list"]], |call| connective(call, false)),
    variadic("any", &[&["list"]], |call| connective(call, true)),
    form(
        "sublist",
        &[
            &["list", "start position"],
            &["list", "start position", "length"],
        ],
        sublist,
    ),
    variadic("append", &[&["list", "items"], &["list", "item"]], append),
    variadic("concatenate", &[&["list"]], concatenate),
    form(
        "insert before",
        &[&["list", "position", "newItem"]],
        |call| {
            let (items, position) = (take!(call.list(0)), take!(call.whole(1)));
            let Some(at) = place(position, items.len()) else {
                return call.refuse("the list has no such position");
            };
            let mut items = (*items).clone();
            items.insert(at, call.value(2));
            call.list_value(items)
        },
    ),
    form("remove", &[&["list", "position"]], |call| {
        let (items, position) = (take!(call.list(0)), take!(call.whole(1)));
        let Some(at) = place(position, items.len()) else {
            return call.refuse("the list has no such position");
        };
        let mut items = (*items).clone();
        items.remove(at);
        call.list_value(items)
    }),
    form(
        "list replace",
        &[
            &["list", "position", "newItem"],
            &["list", "match", "newItem"],
        ],
        list_replace,
    ),
    form("reverse", &[&["list"]], |call| {
        let items = take!(call.list(0)).iter().rev().cloned().collect();
        call.list_value(items)
    }),
    form("index of", &[&["list", "match"]], |call| {
        let (items, wanted) = (take!(call.list(0)), call.value(1));
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if call.same(item, &wanted)? {
                found.push((index + 1).into());
            }
        }
        call.list_value(found)
    }),
    form("flatten", &[&["list"]], |call| {
        let items = take!(call.list(0));
        let mut flat = Vec::new();
        flatten(call, &items, &mut flat, 0)?;
        call.list_value(flat)
    }),
    form("partition", &[&["list", "size"]], |call| {
        let (items, size) = (take!(call.list(0)), take!(call.whole(1)));
        let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
            return call.refuse("the size must be positive");
        };
        let parts = items
            .chunks(size)
            .map(|part| Value::from(part.to_vec()))
            .collect();
        call.list_value(parts)
    }),
    form("last", &[&["list"]], |call| {
        Ok(take!(call.list(0)).last().cloned().unwrap_or_default())
    }),
    form("is", &[&["value1", "value2"]], |call| {
        // the same element of the semantic domain: a zone is never an offset, nor another zone
        Ok((call.single(0) == call.single(1)).into())
    }),
];

fn sum(call: &mut Call<'_, '_>) -> Evaluated {
    let Some(items) = call.items() else {
        return Ok(Value::Null);
    };
    match items.first() {
        None => return Ok(Value::Null),
        Some(Value::DaysDuration(_)) => {
            call.spend(items.len())?;
            let total = items.iter().try_fold(0i128, |total, item| match item {
                Value::DaysDuration(duration) => total.checked_add(duration.nanos()),
                _ => None,
            });
            return Ok(total.and_then(DaysDuration::from_nanos).into());
        }
        Some(Value::YearsDuration(_)) => {
            call.spend(items.len())?;
            let total = items.iter().try_fold(0i64, |total, item| match item {
                Value::YearsDuration(duration) => total.checked_add(duration.months),
                _ => None,
            });
            return Ok(total.map(|months| YearsDuration { months }).into());
        }
        Some(_) => {}
    }
    call.arguments = vec![Value::List(items)];
    let numbers = take!(numbers(call)?);
    Ok(numbers
        .into_iter()
        .try_fold(Decimal::ZERO, Decimal::checked_add)
        .into())
}

/// The sample standard deviation (`n - 1`); null below two numbers.
fn stddev(call: &mut Call<'_, '_>) -> Evaluated {
    let numbers = take!(numbers(call)?);
    if numbers.len() < 2 {
        return call.refuse("at least two numbers are needed");
    }
    let count = Decimal::from(numbers.len());
    let deviation = || {
        let total = numbers
            .iter()
            .try_fold(Decimal::ZERO, |total, number| total.checked_add(*number))?;
        let mean = total.checked_div(count)?;
        let squares = numbers.iter().try_fold(Decimal::ZERO, |total, number| {
            let apart = number.checked_sub(mean)?;
            total.checked_add(apart.checked_mul(apart)?)
        })?;
        squares
            .checked_div(count.checked_sub(Decimal::ONE)?)?
            .sqrt()
    };
    Ok(deviation().into())
}

fn connective(call: &mut Call<'_, '_>, decisive: bool) -> Evaluated {
    let items = take!(call.items());
    call.spend(items.len())?;
    if items.contains(&Value::Boolean(decisive)) {
        return Ok(Value::Boolean(decisive));
    }
    match items.iter().all(|item| matches!(item, Value::Boolean(_))) {
        true => Ok(Value::Boolean(!decisive)),
        false
            if items
                .iter()
                .all(|item| matches!(item, Value::Boolean(_) | Value::Null)) =>
        {
            Ok(Value::Null)
        }
        false => call.refuse("the items must be booleans"),
    }
}

fn sublist(call: &mut Call<'_, '_>) -> Evaluated {
    let (items, start) = (take!(call.list(0)), take!(call.whole(1)));
    let Some(begin) = place(start, items.len()) else {
        return call.refuse("the list has no such position");
    };
    let end = if call.arguments.len() > 2 {
        let length = take!(call.whole(2));
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| begin.checked_add(length));
        match end.filter(|end| *end <= items.len()) {
            Some(end) => end,
            None => return call.refuse("the list is not that long"),
        }
    } else {
        items.len()
    };
    call.list_value(items[begin..end].to_vec())
}

fn append(call: &mut Call<'_, '_>) -> Evaluated {
    let mut items = (*take!(call.list(0))).clone();
    items.extend(call.arguments.drain(1..));
    call.list_value(items)
}

fn concatenate(call: &mut Call<'_, '_>) -> Evaluated {
    let mut joined: Vec<Value> = Vec::new();
    for place in 0..call.arguments.len() {
        let items = take!(call.list(place));
        call.evaluator
            .room(joined.len() + items.len(), &call.span)?;
        joined.extend(items.iter().cloned());
    }
    call.list_value(joined)
}

fn list_replace(call: &mut Call<'_, '_>) -> Evaluated {
    let items = take!(call.list(0));
    let new = call.value(2);
    let mut items = (*items).clone();
    match call.value(1) {
        Value::Function(function) => {
            for item in &mut items {
                let pair = vec![item.clone(), new.clone()];
                match call.evaluator.call(&function, pair, call.span.clone())? {
                    Value::Boolean(true) => *item = new.clone(),
                    Value::Boolean(false) => {}
                    _ => return call.refuse("the match must tell true or false"),
                }
            }
        }
        _ => {
            let Some(position) = call.single(1).as_i64() else {
                return call.refuse("the position is a whole number, or a function of two items");
            };
            let Some(at) = place(position, items.len()) else {
                return call.refuse("the list has no such position");
            };
            items[at] = new;
        }
    }
    call.list_value(items)
}

fn flatten(
    call: &mut Call<'_, '_>,
    items: &Arc<Vec<Value>>,
    flat: &mut Vec<Value>,
    depth: u32,
) -> Result<(), EvaluationError> {
    if depth > call.evaluator.env.limits.depth {
        return Err(EvaluationError::Depth {
            span: call.span.clone(),
        });
    }
    for item in items.iter() {
        call.spend(1)?;
        match item {
            Value::List(inner) => flatten(call, inner, flat, depth + 1)?,
            other => {
                flat.push(other.clone());
                call.evaluator.room(flat.len(), &call.span)?;
            }
        }
    }
    Ok(())
}
