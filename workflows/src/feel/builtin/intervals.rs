//! Relations of points and ranges in time or on any scale (10.3.4.8, after Allen).

use std::cmp::Ordering;

use super::super::evaluator::{Evaluated, Evaluator};
use super::super::value::{RangeShape, Value};
use super::{Builtin, Call, form};

const PAIRS: &[&[&str]] = &[
    &["point1", "point2"],
    &["point", "range"],
    &["range", "point"],
    &["range1", "range2"],
    &["value1", "value2"],
];

pub(super) const FUNCTIONS: &[Builtin] = &[
    form("before", PAIRS, |call| relate(call, before)),
    form("after", PAIRS, |call| relate(call, |a, b| before(b, a))),
    form("meets", PAIRS, |call| relate(call, meets)),
    form("met by", PAIRS, |call| relate(call, |a, b| meets(b, a))),
    form("overlaps", PAIRS, |call| relate(call, overlaps)),
    form("overlaps before", PAIRS, |call| {
        relate(call, overlaps_before)
    }),
    form("overlaps after", PAIRS, |call| {
        relate(call, |a, b| overlaps_before(b, a))
    }),
    form("finishes", PAIRS, |call| relate(call, finishes)),
    form("finished by", PAIRS, |call| {
        relate(call, |a, b| finishes(b, a))
    }),
    form("includes", PAIRS, |call| relate(call, includes)),
    form("during", PAIRS, |call| relate(call, |a, b| includes(b, a))),
    form("starts", PAIRS, |call| relate(call, starts)),
    form("started by", PAIRS, |call| {
        relate(call, |a, b| starts(b, a))
    }),
    form("coincides", PAIRS, |call| relate(call, coincides)),
];

/// A point, or the two ends of a range and whether they belong to it.
struct Side<'v> {
    evaluator: &'v Evaluator<'v>,
    low: &'v Value,
    low_in: bool,
    high: &'v Value,
    high_in: bool,
    point: bool,
}

fn side<'v>(evaluator: &'v Evaluator<'v>, value: &'v Value) -> Option<Side<'v>> {
    Some(match value {
        Value::Range(range) if range.shape == RangeShape::AllBut => return None,
        Value::Range(range) => Side {
            evaluator,
            low: range.start.as_ref()?,
            low_in: range.start_included,
            high: range.end.as_ref()?,
            high_in: range.end_included,
            point: false,
        },
        Value::Null => return None,
        point => Side {
            evaluator,
            low: point,
            low_in: true,
            high: point,
            high_in: true,
            point: true,
        },
    })
}

type Relation = fn(&Side<'_>, &Side<'_>) -> Option<bool>;

fn relate(call: &mut Call<'_, '_>, relation: Relation) -> Evaluated {
    let (a, b) = (call.single(0).clone(), call.single(1).clone());
    let truth = {
        let evaluator: &Evaluator<'_> = call.evaluator;
        side(evaluator, &a)
            .zip(side(evaluator, &b))
            .and_then(|(a, b)| relation(&a, &b))
    };
    match truth {
        Some(truth) => Ok(truth.into()),
        None => call.refuse("these points or ranges cannot be related"),
    }
}

fn order(side: &Side<'_>, a: &Value, b: &Value) -> Option<Ordering> {
    side.evaluator.order(a, b)
}

fn before(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    let order = order(a, a.high, b.low)?;
    Some(order.is_lt() || (order.is_eq() && (!a.high_in || !b.low_in)))
}

fn meets(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if a.point || b.point {
        return None;
    }
    Some(order(a, a.high, b.low)?.is_eq() && a.high_in && b.low_in)
}

fn overlaps(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if a.point || b.point {
        return None;
    }
    let first = order(a, a.high, b.low)?;
    let second = order(a, a.low, b.high)?;
    Some(
        (first.is_gt() || (first.is_eq() && a.high_in && b.low_in))
            && (second.is_lt() || (second.is_eq() && a.low_in && b.high_in)),
    )
}

fn overlaps_before(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if a.point || b.point {
        return None;
    }
    let lows = order(a, a.low, b.low)?;
    let touch = order(a, a.high, b.low)?;
    let highs = order(a, a.high, b.high)?;
    Some(
        (lows.is_lt() || (lows.is_eq() && a.low_in && !b.low_in))
            && (touch.is_gt() || (touch.is_eq() && a.high_in && b.low_in))
            && (highs.is_lt() || (highs.is_eq() && (!a.high_in || b.high_in))),
    )
}

fn finishes(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if b.point {
        return None;
    }
    let highs = order(a, a.high, b.high)?;
    if a.point {
        return Some(highs.is_eq() && b.high_in);
    }
    let lows = order(a, a.low, b.low)?;
    Some(
        highs.is_eq()
            && a.high_in == b.high_in
            && (lows.is_gt() || (lows.is_eq() && (!a.low_in || b.low_in))),
    )
}

fn includes(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if a.point {
        return None;
    }
    let lows = order(a, a.low, b.low)?;
    let highs = order(a, a.high, b.high)?;
    Some(
        (lows.is_lt() || (lows.is_eq() && (a.low_in || !b.low_in)))
            && (highs.is_gt() || (highs.is_eq() && (a.high_in || !b.high_in))),
    )
}

fn starts(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if b.point {
        return None;
    }
    let lows = order(a, a.low, b.low)?;
    if a.point {
        return Some(lows.is_eq() && b.low_in);
    }
    let highs = order(a, a.high, b.high)?;
    Some(
        lows.is_eq()
            && a.low_in == b.low_in
            && (highs.is_lt() || (highs.is_eq() && (!a.high_in || b.high_in))),
    )
}

fn coincides(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    if a.point != b.point {
        return None;
    }
    let same = order(a, a.low, b.low)?.is_eq() && order(a, a.high, b.high)?.is_eq();
    Some(same && a.low_in == b.low_in && a.high_in == b.high_in)
}
