//! Functions of numbers (10.3.4.5).

use super::super::decimal::{Decimal, Rounding};
use super::super::environment::WarningCode;
use super::super::evaluator::Evaluated;
use super::super::temporal::{DaysDuration, YearsDuration};
use super::super::value::Value;
use super::{Builtin, Call, form, take};

const ROUNDED: &[&[&str]] = &[&["n", "scale"]];
const OPTIONAL: &[&[&str]] = &[&["n"], &["n", "scale"]];

pub(super) const FUNCTIONS: &[Builtin] = &[
    form("decimal", ROUNDED, |call| rounded(call, Rounding::HalfEven)),
    form("floor", OPTIONAL, |call| rounded(call, Rounding::Floor)),
    form("ceiling", OPTIONAL, |call| rounded(call, Rounding::Ceiling)),
    form("round up", OPTIONAL, |call| rounded(call, Rounding::Up)),
    form("round down", OPTIONAL, |call| rounded(call, Rounding::Down)),
    form("round half up", OPTIONAL, |call| {
        rounded(call, Rounding::HalfUp)
    }),
    form("round half down", OPTIONAL, |call| {
        rounded(call, Rounding::HalfDown)
    }),
    form("abs", &[&["n"]], |call| match call.single(0).clone() {
        Value::DaysDuration(duration) => {
            Ok(DaysDuration::from_nanos(duration.nanos().abs()).into())
        }
        Value::YearsDuration(duration) => Ok(YearsDuration {
            months: duration.months.abs(),
        }
        .into()),
        _ => Ok(take!(call.number(0)).abs().into()),
    }),
    form("modulo", &[&["dividend", "divisor"]], |call| {
        let (dividend, divisor) = (take!(call.number(0)), take!(call.number(1)));
        known(call, dividend.modulo(divisor))
    }),
    form("sqrt", &[&["number"]], |call| {
        let number = take!(call.number(0));
        known(call, number.sqrt())
    }),
    form("log", &[&["number"]], |call| {
        let number = take!(call.number(0));
        known(call, number.ln())
    }),
    form("exp", &[&["number"]], |call| {
        let number = take!(call.number(0));
        known(call, number.exp())
    }),
    form("odd", &[&["number"]], |call| parity(call, 1)),
    form("even", &[&["number"]], |call| parity(call, 0)),
    form("random number", &[&[]], |call| {
        match call.evaluator.draw() {
            Some(bits) => Ok(Decimal::from(bits >> 11)
                .checked_div(Decimal::from(1u64 << 53))
                .into()),
            None => {
                let span = call.span.clone();
                Ok(call.evaluator.warn(
                    span,
                    WarningCode::NoSeed,
                    "a random value needs a seed in the command",
                ))
            }
        }
    }),
];

fn known(call: &mut Call<'_, '_>, number: Option<Decimal>) -> Evaluated {
    // series of transcendental functions cost more than a step
    call.spend(20)?;
    match number {
        Some(number) => Ok(number.into()),
        None => {
            let span = call.span.clone();
            Ok(call.evaluator.warn(
                span,
                WarningCode::Arithmetic,
                "the result is undefined or out of range",
            ))
        }
    }
}

fn rounded(call: &mut Call<'_, '_>, how: Rounding) -> Evaluated {
    let number = take!(call.number(0));
    let scale = if call.arguments.len() > 1 {
        take!(call.whole(1))
    } else {
        0
    };
    if !(-6111..=6176).contains(&scale) {
        return call.refuse("the scale is out of range");
    }
    known(call, number.round(scale as i32, how))
}

fn parity(call: &mut Call<'_, '_>, wanted: i32) -> Evaluated {
    let number = take!(call.number(0));
    let rest = number.modulo(Decimal::from(2));
    Ok((rest == Some(Decimal::from(wanted))).into())
}
