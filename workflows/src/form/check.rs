//! One value against one field: its type, then its rules.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use regex::Regex;

use crate::feel::{Decimal, Rounding, Value};
use crate::id::DocumentId;

use super::component::{Kind, Moment, MomentPart, Number, Shape, Text};
use super::limits;
use super::message::ProblemCode;
use super::submission::Field;

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    let source = format!(r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{label}(?:\.{label})*$");
    Regex::new(&source).expect("a constant pattern, used by a test")
});
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\+|00)[1-9][0-9]{5,19}$").expect("a constant pattern, used by a test")
});

/// Checks a value and gives it back as it may be stored. Nothing entered becomes the field's empty value: null,
/// `false` for a checkbox, an empty list where several can be chosen.
pub(super) fn check(field: &mut Field<'_, '_>, kind: &Kind, value: Value, required: bool) -> Value {
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Boolean(false) => matches!(kind, Kind::Checkbox),
        _ => false,
    };
    if empty {
        if required {
            field.problem(ProblemCode::Required, "");
        }
        return match (kind, value) {
            (Kind::Checkbox, _) => Value::Boolean(false),
            (Kind::Choice { many: true, .. }, _) => Vec::new().into(),
            (Kind::File { multiple }, _) if field.is_set(multiple) => Vec::new().into(),
            (Kind::Text(_), value @ Value::String(_)) => value,
            _ => Value::Null,
        };
    }
    match kind {
        Kind::Text(rules) => text(field, rules, &value),
        Kind::Number(rules) => number(field, rules, &value),
        Kind::Checkbox if value.as_bool().is_none() => field.problem(ProblemCode::Type, ""),
        Kind::Choice { many, options } => {
            let offered = field.options(options);
            choice(field, *many, &offered, &value);
        }
        Kind::Moment(rules) => moment(field, rules, &value),
        Kind::File { multiple } => {
            let multiple = field.is_set(multiple);
            files(field, multiple, &value);
        }
        Kind::Checkbox | Kind::Computed(_) | Kind::Group(_) | Kind::List { .. } => {}
    }
    match kind {
        Kind::Number(rules) if rules.as_text => Value::string(value.to_text()),
        _ => value,
    }
}

fn text(field: &mut Field<'_, '_>, rules: &Text, value: &Value) {
    let Some(text) = value.as_str() else {
        field.problem(ProblemCode::Type, "");
        return;
    };
    // Length as the browser counts it: of the trimmed text, in UTF-16 units.
    let length = text.trim().encode_utf16().count();
    if length > limits::TEXT {
        field.problem(ProblemCode::TooLong, &limits::TEXT.to_string());
        return;
    }
    let length = Decimal::from(length as i64);
    if let Some(min) = field.bound(&rules.min_length).filter(|min| length < *min) {
        field.problem(ProblemCode::TooShort, &min.to_string());
    }
    if let Some(max) = field.bound(&rules.max_length).filter(|max| length > *max) {
        field.problem(ProblemCode::TooLong, &max.to_string());
    }
    if let Some(pattern) = &rules.pattern
        && !pattern.regex.is_match(text)
    {
        match &pattern.message {
            Some(words) => field.say(ProblemCode::Pattern, words.clone(), words.clone()),
            None => field.problem(ProblemCode::Pattern, pattern.regex.as_str()),
        }
    }
    match rules.shape {
        Some(Shape::Email) if !EMAIL.is_match(text) => field.problem(ProblemCode::Email, ""),
        Some(Shape::Phone) if !PHONE.is_match(text) => field.problem(ProblemCode::Phone, ""),
        _ => {}
    }
}

fn number(field: &mut Field<'_, '_>, rules: &Number, value: &Value) {
    let number = match value {
        Value::Number(number) => Some(*number),
        Value::String(text) if rules.as_text && text.len() <= 64 => text.parse::<Decimal>().ok(),
        _ => None,
    };
    let Some(number) = number else {
        field.problem(ProblemCode::Type, "");
        return;
    };
    if let Some(digits) = rules.decimal_digits
        && number.round(digits, Rounding::HalfUp) != Some(number)
    {
        field.problem(ProblemCode::Decimals, &digits.to_string());
    }
    if let Some(step) = rules.increment
        && number.modulo(step).is_none_or(|rest| !rest.is_zero())
    {
        field.problem(ProblemCode::Increment, &step.to_string());
    }
    if let Some(min) = field.bound(&rules.min).filter(|min| number < *min) {
        field.problem(ProblemCode::Min, &min.to_string());
    }
    if let Some(max) = field.bound(&rules.max).filter(|max| number > *max) {
        field.problem(ProblemCode::Max, &max.to_string());
    }
}

fn choice(field: &mut Field<'_, '_>, many: bool, offered: &[Value], value: &Value) {
    let chosen = match (many, value) {
        (false, Value::List(_)) | (true, Value::Null) => {
            field.problem(ProblemCode::Type, "");
            return;
        }
        (false, one) => std::slice::from_ref(one),
        (true, Value::List(some)) => some.as_slice(),
        (true, _) => {
            field.problem(ProblemCode::Type, "");
            return;
        }
    };
    if chosen.len() > offered.len() {
        let code = if offered.is_empty() {
            ProblemCode::Option
        } else {
            ProblemCode::TooMany
        };
        field.problem(code, &offered.len().to_string());
        return;
    }
    if chosen.iter().any(|value| !offered.contains(value)) {
        field.problem(ProblemCode::Option, "");
    }
    if chosen
        .iter()
        .enumerate()
        .any(|(index, value)| chosen[..index].contains(value))
    {
        field.problem(ProblemCode::Duplicate, "");
    }
}

fn moment(field: &mut Field<'_, '_>, rules: &Moment, value: &Value) {
    let parsed = value
        .as_str()
        .filter(|text| text.len() <= 40)
        .and_then(|text| match rules.part {
            MomentPart::Date => date(text).map(|day| (Some(day), None)),
            MomentPart::Time => time(text).map(|time| (None, Some(time))),
            MomentPart::DateTime => {
                let (day, clock) = text.split_once('T')?;
                Some((Some(date(day)?), Some(time(clock)?)))
            }
        });
    let Some((day, clock)) = parsed else {
        let code = match rules.part {
            MomentPart::Date => ProblemCode::Date,
            MomentPart::Time => ProblemCode::Time,
            MomentPart::DateTime => ProblemCode::DateTime,
        };
        field.problem(code, "");
        return;
    };
    let environment = field.environment();
    let today = environment
        .now
        .with_timezone(&environment.zone)
        .date_naive();
    if rules.disallow_past && day.is_some_and(|day| day < today) {
        field.problem(ProblemCode::PastDate, "");
    }
    if let (Some(step), Some(clock)) = (rules.interval, clock) {
        let minutes = chrono::Timelike::num_seconds_from_midnight(&clock) / 60;
        if !minutes.is_multiple_of(step) {
            field.problem(ProblemCode::Interval, &step.to_string());
        }
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.format("%Y-%m-%d").to_string() == text).then_some(day)
}

/// A time as form-js writes it: local, or with `Z` or an offset.
fn time(text: &str) -> Option<NaiveTime> {
    let clock = text.get(..5)?;
    let time = NaiveTime::parse_from_str(clock, "%H:%M").ok()?;
    if time.format("%H:%M").to_string() != clock {
        return None;
    }
    let zone = text.get(5..)?;
    let whole = format!("2000-01-01T{clock}:00{zone}");
    let known = NaiveDateTime::parse_from_str(&whole, "%Y-%m-%dT%H:%M:%S").is_ok()
        || DateTime::parse_from_rfc3339(&whole).is_ok();
    known.then_some(time)
}

fn files(field: &mut Field<'_, '_>, multiple: bool, value: &Value) {
    let is_document = |value: &Value| {
        value
            .as_str()
            .is_some_and(|id| id.parse::<DocumentId>().is_ok())
    };
    match value {
        Value::List(ids) if multiple => {
            if ids.len() > limits::FILES {
                field.problem(ProblemCode::TooMany, &limits::FILES.to_string());
            } else if !ids.iter().all(is_document) {
                field.problem(ProblemCode::File, "");
            } else if ids
                .iter()
                .enumerate()
                .any(|(index, id)| ids[..index].contains(id))
            {
                field.problem(ProblemCode::Duplicate, "");
            }
        }
        one if is_document(one) && !multiple => {}
        _ => field.problem(ProblemCode::File, ""),
    }
}
