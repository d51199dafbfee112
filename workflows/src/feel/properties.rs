//! Paths: entries of contexts, projections of lists, and the properties of temporal values and ranges
//! (DMN 1.5, tables 65 and 66).

use std::ops::Range;

use super::environment::{EvaluationError, WarningCode};
use super::evaluator::{Evaluated, Evaluator};
use super::temporal::{DAY, Date, DaysDuration, NANOS, Time, Zone};
use super::value::Value;

impl Evaluator<'_> {
    /// `value.name`
    #[inline(never)]
    pub(super) fn property(&mut self, value: &Value, name: &str, span: Range<usize>) -> Evaluated {
        let found = match value {
            Value::Context(context) => context.get(name).cloned(),
            Value::List(items) => {
                self.spend(items.len() as u64, &span)?;
                let mut projected = Vec::with_capacity(items.len());
                self.deeper(&span, |evaluator| {
                    for item in items.iter() {
                        projected.push(evaluator.property(item, name, span.clone())?);
                    }
                    Ok(())
                })?;
                Some(projected.into())
            }
            Value::Null => return Ok(Value::Null),
            Value::Date(date) => self.date_property(*date, name),
            Value::Time(time) => time_property(*time, None, name),
            Value::DateTime(moment) => self
                .date_property(moment.date, name)
                .or_else(|| time_property(moment.time, Some(moment.date), name)),
            Value::DaysDuration(duration) => duration_property(*duration, name),
            Value::YearsDuration(duration) => match name {
                "years" => Some((duration.months / 12).into()),
                "months" => Some((duration.months % 12).into()),
                _ => None,
            },
            Value::Range(range) => match name {
                "start" => Some(range.start.clone().unwrap_or_default()),
                "end" => Some(range.end.clone().unwrap_or_default()),
                "start included" => Some(range.start_included.into()),
                "end included" => Some(range.end_included.into()),
                _ => None,
            },
            _ => None,
        };
        Ok(match found {
            Some(value) => value,
            None => {
                let message = format!("a {} has no '{name}' here", value.type_name());
                self.warn(span, WarningCode::UnknownProperty, message)
            }
        })
    }

    fn date_property(&self, date: Date, name: &str) -> Option<Value> {
        Some(match name {
            "year" => i64::from(date.year).into(),
            "month" => i64::from(date.month).into(),
            "day" => i64::from(date.day).into(),
            "weekday" => date.weekday().into(),
            _ => return None,
        })
    }

    /// `value...name`: the values of that name anywhere inside.
    #[inline(never)]
    pub(super) fn descendants(
        &mut self,
        value: &Value,
        name: &str,
        span: Range<usize>,
    ) -> Evaluated {
        let mut found = Vec::new();
        self.gather(value, name, &mut found, &span)?;
        self.list(found, &span)
    }

    fn gather(
        &mut self,
        value: &Value,
        name: &str,
        found: &mut Vec<Value>,
        span: &Range<usize>,
    ) -> Result<(), EvaluationError> {
        self.spend(1, span)?;
        self.deeper(span, |evaluator| {
            match value {
                Value::List(items) => {
                    for item in items.iter() {
                        evaluator.gather(item, name, found, span)?;
                    }
                }
                Value::Context(context) => {
                    for (key, item) in context.iter() {
                        if **key == *name && !item.is_null() {
                            found.push(item.clone());
                            evaluator.room(found.len(), span)?;
                        }
                        evaluator.gather(item, name, found, span)?;
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }
}

fn time_property(time: Time, day: Option<Date>, name: &str) -> Option<Value> {
    Some(match name {
        "hour" => i64::from(time.hour).into(),
        "minute" => i64::from(time.minute).into(),
        "second" => i64::from(time.second).into(),
        "time offset" => {
            let offset = match (time.zone, day) {
                (Some(zone), Some(day)) => Some(zone.offset_at_local(day, time.second_of_day())),
                _ => time.offset(),
            };
            offset
                .map(|seconds| DaysDuration::from_seconds(i64::from(seconds)))
                .into()
        }
        "timezone" => match time.zone {
            Some(Zone::Named(tz)) => Value::from(tz.name()),
            _ => Value::Null,
        },
        _ => return None,
    })
}

fn duration_property(duration: DaysDuration, name: &str) -> Option<Value> {
    let seconds = duration.nanos() / NANOS;
    let part = match name {
        "days" => seconds / i128::from(DAY),
        "hours" => seconds / 3600 % 24,
        "minutes" => seconds / 60 % 60,
        "seconds" => seconds % 60,
        _ => return None,
    };
    i64::try_from(part).ok().map(Value::from)
}
