//! Functions of lists that order or single out items: `sort`, `min`, `max`, `median`, `mode`, `distinct values` and kin.

use std::collections::BTreeMap;

use super::super::decimal::Decimal;
use super::super::environment::EvaluationError;
use super::super::evaluator::Evaluated;
use super::super::value::Value;
use super::{Builtin, Call, form, take, variadic};

pub(super) const FUNCTIONS: &[Builtin] = &[
    variadic("min", &[&["list"]], |call| {
        extreme(call, std::cmp::Ordering::Less)
    }),
    variadic("max", &[&["list"]], |call| {
        extreme(call, std::cmp::Ordering::Greater)
    }),
    form("sort", &[&["list"], &["list", "precedes"]], sort),
    variadic("median", &[&["list"]], median),
    variadic("mode", &[&["list"]], mode),
    form("distinct values", &[&["list"]], |call| {
        let items = take!(call.list(0));
        let groups = groups(call, &items)?;
        let distinct = groups.iter().map(|group| items[group[0]].clone()).collect();
        call.list_value(distinct)
    }),
    form("duplicate values", &[&["list"]], |call| {
        let items = take!(call.list(0));
        let groups = groups(call, &items)?;
        let twice = groups
            .iter()
            .filter(|group| group.len() > 1)
            .map(|group| items[group[0]].clone())
            .collect();
        call.list_value(twice)
    }),
    variadic("union", &[&["list"]], |call| {
        let mut joined = Vec::new();
        for place in 0..call.arguments.len() {
            joined.extend(take!(call.list(place)).iter().cloned());
            call.evaluator.room(joined.len(), &call.span)?;
        }
        let groups = groups(call, &joined)?;
        let distinct = groups
            .iter()
            .map(|group| joined[group[0]].clone())
            .collect();
        call.list_value(distinct)
    }),
];

fn extreme(call: &mut Call<'_, '_>, wanted: std::cmp::Ordering) -> Evaluated {
    let items = take!(call.items());
    let Some(mut best) = items.first() else {
        return Ok(Value::Null);
    };
    call.spend(items.len())?;
    for item in items.iter() {
        match call.evaluator.order(item, best) {
            Some(order) if order == wanted => best = item,
            Some(_) => {}
            None => return call.refuse("the items cannot be compared"),
        }
    }
    Ok(best.clone())
}

fn sort(call: &mut Call<'_, '_>) -> Evaluated {
    let items = take!(call.list(0));
    let precedes = match call.value(1) {
        Value::Function(function) => Some(function),
        Value::Null if call.arguments.len() == 1 => None,
        _ => return call.refuse("the order is a function of two items"),
    };
    if precedes.is_none() {
        call.spend(items.len() * items.len().max(2).ilog2() as usize)?;
        let comparable = items
            .windows(2)
            .all(|pair| call.evaluator.order(&pair[0], &pair[1]).is_some());
        if !comparable {
            return call.refuse("the items cannot be compared");
        }
        let mut sorted = (*items).clone();
        let evaluator = &*call.evaluator;
        sorted.sort_by(|a, b| evaluator.order(a, b).unwrap_or(std::cmp::Ordering::Equal));
        return call.list_value(sorted);
    }
    let mut sorted: Vec<Value> = (*items).clone();
    let mut buffer = sorted.clone();
    let mut width = 1;
    // a bottom-up merge sort, stable, because the order may be any function and may fail
    while width < sorted.len() {
        let mut start = 0;
        while start < sorted.len() {
            let (middle, end) = (
                (start + width).min(sorted.len()),
                (start + 2 * width).min(sorted.len()),
            );
            let (mut left, mut right) = (start, middle);
            for slot in &mut buffer[start..end] {
                let take_right = if left >= middle {
                    true
                } else if right >= end {
                    false
                } else {
                    let Some(function) = &precedes else {
                        return Ok(Value::Null);
                    };
                    let pair = vec![sorted[right].clone(), sorted[left].clone()];
                    match call.evaluator.call(function, pair, call.span.clone())? {
                        Value::Boolean(truth) => truth,
                        _ => return call.refuse("the order must tell true or false"),
                    }
                };
                let from = if take_right { &mut right } else { &mut left };
                *slot = sorted[*from].clone();
                *from += 1;
            }
            start = end;
        }
        std::mem::swap(&mut sorted, &mut buffer);
        width *= 2;
    }
    call.list_value(sorted)
}

pub(super) fn numbers(call: &mut Call<'_, '_>) -> Result<Option<Vec<Decimal>>, EvaluationError> {
    let Some(items) = call.items() else {
        return Ok(None);
    };
    call.spend(items.len())?;
    let numbers: Option<Vec<Decimal>> = items.iter().map(Value::as_decimal).collect();
    if numbers.is_none() {
        call.refuse("the items must be numbers")?;
    }
    Ok(numbers)
}

fn median(call: &mut Call<'_, '_>) -> Evaluated {
    let mut numbers = take!(numbers(call)?);
    numbers.sort();
    let middle = numbers.len() / 2;
    if numbers.is_empty() {
        return Ok(Value::Null);
    }
    if numbers.len() % 2 == 1 {
        return Ok(numbers[middle].into());
    }
    let sum = numbers[middle - 1].checked_add(numbers[middle]);
    Ok(sum.and_then(|sum| sum.checked_div(Decimal::from(2))).into())
}

fn mode(call: &mut Call<'_, '_>) -> Evaluated {
    let numbers = take!(numbers(call)?);
    let mut counts: BTreeMap<Decimal, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let modes = counts
        .into_iter()
        .filter(|(_, count)| *count == most)
        .map(|(number, _)| number.into())
        .collect();
    call.list_value(modes)
}

/// Places of equal items, grouped, in order of first appearance. Scalars are found by key, others one by one.
fn groups(call: &mut Call<'_, '_>, items: &[Value]) -> Result<Vec<Vec<usize>>, EvaluationError> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut keyed: BTreeMap<(u8, String), usize> = BTreeMap::new();
    let mut unkeyed: Vec<usize> = Vec::new();
    call.evaluator.room(items.len(), &call.span)?;
    for (place, item) in items.iter().enumerate() {
        call.spend(8)?;
        let kind = match item {
            Value::Null => 0,
            Value::Boolean(_) => 1,
            Value::Number(_) => 2,
            Value::String(_) => 3,
            Value::Date(_) => 4,
            Value::DaysDuration(_) => 5,
            Value::YearsDuration(_) => 6,
            _ => u8::MAX,
        };
        if kind != u8::MAX {
            let next = groups.len();
            let group = *keyed.entry((kind, item.to_text())).or_insert(next);
            if group == next {
                groups.push(Vec::new());
            }
            groups[group].push(place);
            continue;
        }
        let mut home = None;
        for group in &unkeyed {
            if call.same(&items[groups[*group][0]], item)? {
                home = Some(*group);
                break;
            }
        }
        match home {
            Some(group) => groups[group].push(place),
            None => {
                unkeyed.push(groups.len());
                groups.push(vec![place]);
            }
        }
    }
    Ok(groups)
}
