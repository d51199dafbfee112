//! Values from texts and parts (10.3.4.1, 10.3.4.2), `not`, and the Camunda helpers about absence.

use super::super::decimal::Decimal;
use super::super::environment::{EvaluationError, WarningCode};
use super::super::evaluator::Evaluated;
use super::super::json;
use super::super::syntax::{Form, Node};
use super::super::temporal::{Date, DateTime, NANOS, Time, YearsDuration, Zone};
use super::super::temporal_text::Duration;
use super::super::value::Value;
use super::super::{parser, parser::KnownNames};
use super::{Builtin, Call, form, take};

pub(super) const FUNCTIONS: &[Builtin] = &[
    form("date", &[&["from"], &["year", "month", "day"]], date),
    form(
        "date and time",
        &[
            &["from"],
            &["date", "time"],
            &["year", "month", "day", "hour", "minute", "second"],
            &["year", "month", "day", "hour", "minute", "second", "offset"],
            &[
                "year", "month", "day", "hour", "minute", "second", "timezone",
            ],
        ],
        date_and_time,
    ),
    form(
        "time",
        &[
            &["from"],
            &["hour", "minute", "second"],
            &["hour", "minute", "second", "offset"],
        ],
        time,
    ),
    form(
        "number",
        &[
            &["from"],
            &["from", "grouping separator", "decimal separator"],
            &["from", "grouping separator"],
        ],
        number,
    ),
    form("string", &[&["from"]], string),
    form("duration", &[&["from"]], duration),
    form(
        "years and months duration",
        &[&["from", "to"]],
        years_and_months,
    ),
    form("range", &[&["from"]], range),
    form("not", &[&["negand"]], not),
    form("to json", &[&["value"]], |call| {
        match json::write_within(&call.value(0), call.evaluator.env.limits.string) {
            Some(text) => call.text_value(text),
            None => Err(EvaluationError::StringLength {
                span: call.span.clone(),
            }),
        }
    }),
    form("from json", &[&["value"], &["json"]], |call| {
        let text = take!(call.string(0));
        call.spend(text.len() / 16)?;
        match json::parse(&text) {
            Ok(value) => {
                let span = call.span.clone();
                call.evaluator.measure(&value, 96, &span)?;
                Ok(value)
            }
            Err(_) => call.refuse("the text is not JSON"),
        }
    }),
    // marks a parameter that a connector may fill; here it is what it was given
    form(
        "fromAi",
        &[
            &["value"],
            &["value", "description"],
            &["value", "description", "type"],
            &["value", "description", "type", "schema"],
            &["value", "description", "type", "schema", "options"],
        ],
        |call| Ok(call.value(0)),
    ),
    form("is defined", &[&["value"]], |call| {
        Ok(Value::Boolean(!call.value(0).is_null()))
    }),
    form("get or else", &[&["value", "default"]], |call| {
        Ok(if call.given(0) {
            call.value(0)
        } else {
            call.value(1)
        })
    }),
    form(
        "assert",
        &[&["value", "condition"], &["value", "condition", "cause"]],
        assert,
    ),
];

/// Midnight UTC at the start of a day: what a date is where a date and time is needed.
pub(in crate::feel) fn midnight_utc(date: Date) -> DateTime {
    let midnight = DateTime::midnight(date);
    DateTime {
        time: Time {
            zone: Some(Zone::Offset(0)),
            ..midnight.time
        },
        ..midnight
    }
}

fn or_refuse<T: Into<Value>>(call: &mut Call<'_, '_>, value: Option<T>, why: &str) -> Evaluated {
    match value {
        Some(value) => Ok(value.into()),
        None => call.refuse(why),
    }
}

fn date(call: &mut Call<'_, '_>) -> Evaluated {
    if call.arguments.len() == 3 {
        let (year, month, day) = (
            take!(call.number(0)),
            take!(call.number(1)),
            take!(call.number(2)),
        );
        let parts = year.to_i64().zip(month.to_i64()).zip(day.to_i64());
        let date = parts.and_then(|((year, month), day)| Date::new(year, month, day));
        return or_refuse(call, date, "there is no such date");
    }
    match call.single(0).clone() {
        Value::Date(date) => Ok(date.into()),
        Value::DateTime(moment) => Ok(moment.date.into()),
        Value::String(text) => or_refuse(call, text.parse::<Date>().ok(), "the text is not a date"),
        Value::Null => Ok(Value::Null),
        _ => call.refuse("a date is made from a text, a date or a date and time"),
    }
}

fn date_and_time(call: &mut Call<'_, '_>) -> Evaluated {
    match call.arguments.len() {
        1 => match call.single(0).clone() {
            Value::DateTime(moment) => Ok(moment.into()),
            Value::Date(date) => Ok(midnight_utc(date).into()),
            Value::String(text) => or_refuse(
                call,
                text.parse::<DateTime>().ok(),
                "the text is not a date and time",
            ),
            Value::Null => Ok(Value::Null),
            _ => call.refuse("a date and time is made from a text, a date or a date and time"),
        },
        2 => {
            let date = match call.single(0) {
                Value::Date(date) => Some(*date),
                Value::DateTime(moment) => Some(moment.date),
                _ => None,
            };
            let zone = match call.single(1) {
                Value::String(name) => name.parse::<chrono_tz::Tz>().ok(),
                _ => None,
            };
            if let (Value::DateTime(moment), Some(tz)) = (call.single(0).clone(), zone) {
                let local = call.evaluator.local();
                return Ok(DateTime::from_instant(moment.instant(local), Zone::Named(tz)).into());
            }
            match (date, call.single(1).clone()) {
                (Some(date), Value::Time(time)) => Ok(DateTime { date, time }.into()),
                _ => call.refuse("a date and time is made from a date and a time"),
            }
        }
        _ => {
            let (year, month, day) = (
                take!(call.number(0)),
                take!(call.number(1)),
                take!(call.number(2)),
            );
            let parts = year.to_i64().zip(month.to_i64()).zip(day.to_i64());
            let date = parts.and_then(|((year, month), day)| Date::new(year, month, day));
            let time = time_of(call, 3);
            or_refuse(
                call,
                date.zip(time).map(|(date, time)| DateTime { date, time }),
                "there is no such date and time",
            )
        }
    }
}

fn time(call: &mut Call<'_, '_>) -> Evaluated {
    if call.arguments.len() > 1 {
        let time = time_of(call, 0);
        return or_refuse(call, time, "there is no such time");
    }
    match call.single(0).clone() {
        Value::Time(time) => Ok(time.into()),
        Value::DateTime(moment) => Ok(moment.time.into()),
        Value::Date(date) => Ok(midnight_utc(date).time.into()),
        Value::String(text) => or_refuse(call, text.parse::<Time>().ok(), "the text is not a time"),
        Value::Null => Ok(Value::Null),
        _ => call.refuse("a time is made from a text, a time or a date and time"),
    }
}

/// Hour, minute, second and, if given, an offset or the name of a zone, from the argument at `place` on.
fn time_of(call: &Call<'_, '_>, place: usize) -> Option<Time> {
    let part = |place| call.single(place).as_decimal();
    let second = part(place + 2)?;
    let whole = second.round(0, super::super::decimal::Rounding::Floor)?;
    let nanos = second
        .checked_sub(whole)?
        .checked_mul(Decimal::from(NANOS as i64))?;
    let nanos = nanos
        .round(0, super::super::decimal::Rounding::Down)?
        .to_i64()?;
    let zone = match call.single(place + 3) {
        Value::Null => None,
        Value::DaysDuration(offset) => {
            let seconds = i32::try_from(offset.nanos() / NANOS).ok()?;
            if seconds.abs() > 18 * 3600 {
                return None;
            }
            Some(Zone::Offset(seconds))
        }
        Value::String(name) => Some(Zone::Named(name.parse().ok()?)),
        _ => return None,
    };
    Time::new(
        part(place)?.to_i64()?,
        part(place + 1)?.to_i64()?,
        whole.to_i64()?,
        nanos,
        zone,
    )
}

fn number(call: &mut Call<'_, '_>) -> Evaluated {
    let text = match call.single(0) {
        Value::Number(number) if call.arguments.len() == 1 => return Ok(Value::Number(*number)),
        Value::Null => return Ok(Value::Null),
        Value::String(text) => text.clone(),
        _ => return call.refuse("a number is made from a text"),
    };
    let mut plain = text.to_string();
    if call.arguments.len() > 1 {
        let separator = |place: usize, allowed: &[&str]| match call.single(place) {
            Value::Null => Some(None),
            Value::String(sign) if allowed.contains(&&**sign) => Some(Some(sign.to_string())),
            _ => None,
        };
        let (Some(grouping), Some(decimal)) =
            (separator(1, &[" ", ",", "."]), separator(2, &[",", "."]))
        else {
            return call.refuse("a separator is a space, a comma or a point");
        };
        if grouping.is_some() && grouping == decimal {
            return call.refuse("the separators must differ");
        }
        if let Some(sign) = &grouping {
            plain = plain.replace(sign.as_str(), "");
        }
        if let Some(sign) = &decimal {
            if sign != "." && plain.contains('.') {
                return call.refuse("the text is not a number");
            }
            plain = plain.replace(sign.as_str(), ".");
        }
    }
    let number = plain.parse::<Decimal>().ok();
    or_refuse(call, number, "the text is not a number")
}

fn string(call: &mut Call<'_, '_>) -> Evaluated {
    match call.value(0) {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(Value::String(text)),
        value => {
            let mut text = String::new();
            let limit = call.evaluator.env.limits.string;
            if !value.write_text(&mut text, limit, false, 0) {
                return Err(EvaluationError::StringLength {
                    span: call.span.clone(),
                });
            }
            call.text_value(text)
        }
    }
}

fn duration(call: &mut Call<'_, '_>) -> Evaluated {
    match call.single(0).clone() {
        duration @ (Value::DaysDuration(_) | Value::YearsDuration(_) | Value::Null) => Ok(duration),
        Value::String(text) => match text.parse::<Duration>() {
            Ok(Duration::Days(duration)) => Ok(duration.into()),
            Ok(Duration::Years(duration)) => Ok(duration.into()),
            Err(_) => call.refuse("the text is not a duration"),
        },
        _ => call.refuse("a duration is made from a text"),
    }
}

fn years_and_months(call: &mut Call<'_, '_>) -> Evaluated {
    let day = |value: &Value| match value {
        Value::Date(date) => Some((*date, 0)),
        Value::DateTime(moment) => Some((moment.date, moment.time.nanos())),
        _ => None,
    };
    let Some(((from, from_time), (to, to_time))) = day(call.single(0)).zip(day(call.single(1)))
    else {
        return call.refuse("two dates are needed");
    };
    let months = |date: Date| i64::from(date.year) * 12 + i64::from(date.month);
    let mut apart = months(to) - months(from);
    let (from_rest, to_rest) = ((from.day, from_time), (to.day, to_time));
    if apart > 0 && to_rest < from_rest {
        apart -= 1;
    } else if apart < 0 && to_rest > from_rest {
        apart += 1;
    }
    Ok(YearsDuration { months: apart }.into())
}

fn range(call: &mut Call<'_, '_>) -> Evaluated {
    let text = take!(call.string(0));
    let read = |source: &str| parser::expression(source, KnownNames::default()).ok();
    let node = match unbounded(text.trim()) {
        Some(source) => read(&source).filter(|node| matches!(&node.form, Form::HalfRange(_, end) if is_constant(end))),
        None => read(&text)
            .filter(|node| matches!(&node.form, Form::Range { start, end, .. } if is_constant(start) && is_constant(end))),
    };
    let Some(node) = node else {
        return call.refuse("the text is not a range");
    };
    let span = call.span.clone();
    call.spend(node.height as usize)?;
    call.evaluator
        .deeper(&span, |evaluator| evaluator.evaluate(&node))
}

/// `[2..)` and the like, which lack an end, as a comparison in parentheses.
fn unbounded(text: &str) -> Option<String> {
    let inner = text.get(1..text.len().checked_sub(1)?)?.trim();
    let open_start = text.starts_with(['(', ']']);
    let open_end = text.ends_with([')', '[']);
    if let Some(end) = inner.strip_prefix("..") {
        return open_start.then(|| format!("({}{end})", if open_end { "<" } else { "<=" }));
    }
    let start = inner.strip_suffix("..")?;
    open_end.then(|| format!("({}{start})", if open_start { ">" } else { ">=" }))
}

fn is_constant(node: &Node) -> bool {
    match &node.form {
        Form::Literal(value) => !value.is_null(),
        Form::Negate(operand) => is_constant(operand),
        Form::Call(callee, super::super::syntax::Arguments::Positional(arguments)) => {
            matches!(&callee.form, Form::Name(name) if matches!(&**name, "date" | "time" | "date and time" | "duration"))
                && arguments.iter().all(is_constant)
        }
        _ => false,
    }
}

fn not(call: &mut Call<'_, '_>) -> Evaluated {
    match call.single(0) {
        Value::Boolean(truth) => Ok(Value::Boolean(!truth)),
        Value::Null => Ok(Value::Null),
        _ => call.refuse("'not' takes a boolean"),
    }
}

fn assert(call: &mut Call<'_, '_>) -> Evaluated {
    match call.value(1) {
        Value::Boolean(true) => Ok(call.value(0)),
        other => {
            let message = match call.value(2) {
                Value::String(cause) => cause.to_string(),
                _ => "the condition is not fulfilled".to_owned(),
            };
            call.evaluator.warn(
                call.span.clone(),
                WarningCode::NotAllowed,
                format!("assert found {}", other.type_name()),
            );
            Err(EvaluationError::Assertion {
                span: call.span.clone(),
                message,
            })
        }
    }
}
