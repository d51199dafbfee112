//! Equality, order and arithmetic of values (DMN 1.5, tables 50 to 61).

use std::cmp::Ordering;
use std::ops::Range;

use super::decimal::{Decimal, Rounding};
use super::environment::{EvaluationError, WarningCode};
use super::evaluator::{Evaluated, Evaluator};
use super::syntax::{Comparison, Node, Operation, Test};
use super::temporal::{DAY, Date, DateTime, DaysDuration, NANOS, Time, YearsDuration, Zone};
use super::value::{Range as RangeValue, RangeShape, Value};

/// Any day: times compare as if told on the same one.
const SOME_DAY: Date = Date {
    year: 2000,
    month: 1,
    day: 1,
};

impl Evaluator<'_> {
    /// Where values without zone are read.
    pub fn local(&self) -> Zone {
        Zone::Named(self.env.zone)
    }

    /// FEEL `=`: `None` when the values are of different types.
    pub fn equal(
        &mut self,
        left: &Value,
        right: &Value,
        span: &Range<usize>,
    ) -> Result<Option<bool>, EvaluationError> {
        self.spend(1, span)?;
        Ok(match (left, right) {
            (Value::Null, Value::Null) => Some(true),
            (Value::Null, _) | (_, Value::Null) => Some(false),
            (Value::Boolean(a), Value::Boolean(b)) => Some(a == b),
            (Value::Number(a), Value::Number(b)) => Some(a == b),
            (Value::String(a), Value::String(b)) => Some(a == b),
            (Value::Date(a), Value::Date(b)) => Some(a == b),
            (Value::Time(a), Value::Time(b)) => self
                .order(
                    &Value::Time(a.to_the_second()),
                    &Value::Time(b.to_the_second()),
                )
                .map(Ordering::is_eq),
            (Value::DateTime(a), Value::DateTime(b)) => Some(
                a.to_the_second()
                    .compare(b.to_the_second(), self.local())
                    .is_eq(),
            ),
            (Value::DaysDuration(a), Value::DaysDuration(b)) => Some(a == b),
            (Value::YearsDuration(a), Value::YearsDuration(b)) => Some(a == b),
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Ok(Some(false));
                }
                self.deeper(span, |evaluator| {
                    for (a, b) in a.iter().zip(b.iter()) {
                        if evaluator.equal(a, b, span)? != Some(true) {
                            return Ok(Some(false));
                        }
                    }
                    Ok(Some(true))
                })?
            }
            (Value::Context(a), Value::Context(b)) => {
                if a.len() != b.len() {
                    return Ok(Some(false));
                }
                self.deeper(span, |evaluator| {
                    for (name, a) in a.iter() {
                        let same = match b.get(name) {
                            Some(b) => evaluator.equal(a, b, span)? == Some(true),
                            None => false,
                        };
                        if !same {
                            return Ok(Some(false));
                        }
                    }
                    Ok(Some(true))
                })?
            }
            (Value::Range(a), Value::Range(b)) => {
                let ends = [(&a.start, &b.start), (&a.end, &b.end)];
                if a.shape != b.shape
                    || a.start_included != b.start_included
                    || a.end_included != b.end_included
                {
                    return Ok(Some(false));
                }
                for (a, b) in ends {
                    let same = match (a, b) {
                        (None, None) => true,
                        (Some(a), Some(b)) => self.equal(a, b, span)? == Some(true),
                        _ => false,
                    };
                    if !same {
                        return Ok(Some(false));
                    }
                }
                Some(true)
            }
            (Value::Function(a), Value::Function(b)) => Some(a == b),
            _ => None,
        })
    }

    /// Whether two values are equal, different types being unequal.
    pub fn same(
        &mut self,
        left: &Value,
        right: &Value,
        span: &Range<usize>,
    ) -> Result<bool, EvaluationError> {
        Ok(self.equal(left, right, span)? == Some(true))
    }

    /// The order of two values of one ordered type.
    pub fn order(&self, left: &Value, right: &Value) -> Option<Ordering> {
        Some(match (left, right) {
            (Value::Number(a), Value::Number(b)) => a.cmp(b),
            (Value::String(a), Value::String(b)) => a.cmp(b),
            (Value::Date(a), Value::Date(b)) => a.cmp(b),
            (Value::DateTime(a), Value::DateTime(b)) => a.compare(*b, self.local()),
            (Value::Time(a), Value::Time(b)) => match (a.zone, b.zone) {
                (None, None) => a.nanos().cmp(&b.nanos()),
                _ => {
                    let day = Date::from(self.env.now.with_timezone(&self.env.zone).date_naive());
                    let day = if a.zone.is_some() && b.zone.is_some() {
                        SOME_DAY
                    } else {
                        day
                    };
                    a.instant(day, self.local())
                        .cmp(&b.instant(day, self.local()))
                }
            },
            (Value::DaysDuration(a), Value::DaysDuration(b)) => a.cmp(b),
            (Value::YearsDuration(a), Value::YearsDuration(b)) => a.cmp(b),
            (Value::DateTime(a), Value::Date(b)) => a.compare(DateTime::midnight(*b), self.local()),
            (Value::Date(a), Value::DateTime(b)) => {
                DateTime::midnight(*a).compare(*b, self.local())
            }
            _ => return None,
        })
    }

    /// A comparison; null with a warning when the types do not compare.
    #[inline(never)]
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &Value,
        right: &Value,
        span: Range<usize>,
    ) -> Evaluated {
        let truth = match comparison {
            Comparison::Equal => self.equal(left, right, &span)?,
            Comparison::NotEqual => self.equal(left, right, &span)?.map(|equal| !equal),
            _ if matches!(
                (left, right),
                (Value::Date(_), Value::DateTime(_)) | (Value::DateTime(_), Value::Date(_))
            ) =>
            {
                None
            }
            _ => match self.order(left, right) {
                Some(order) => {
                    // times that are equal to the second are neither smaller nor greater
                    let order = match left {
                        Value::Time(_) | Value::DateTime(_)
                            if self.equal(left, right, &span)? == Some(true) =>
                        {
                            Ordering::Equal
                        }
                        _ => order,
                    };
                    Some(match comparison {
                        Comparison::Less => order.is_lt(),
                        Comparison::LessOrEqual => order.is_le(),
                        Comparison::Greater => order.is_gt(),
                        _ => order.is_ge(),
                    })
                }
                None => None,
            },
        };
        Ok(match truth {
            Some(truth) => Value::Boolean(truth),
            None if left.is_null() || right.is_null() => Value::Null,
            None => self.mismatch(span, "compare", left, right),
        })
    }

    fn mismatch(&mut self, span: Range<usize>, verb: &str, left: &Value, right: &Value) -> Value {
        let message = format!(
            "cannot {verb} a {} and a {}",
            left.type_name(),
            right.type_name()
        );
        self.warn(span, WarningCode::TypeMismatch, message)
    }

    /// Whether a range holds a value; `None` when they do not compare.
    pub fn range_holds(&self, range: &RangeValue, value: &Value) -> Option<bool> {
        if range.shape != RangeShape::Interval {
            let same = match (value, range.start.as_ref()?) {
                (Value::Boolean(a), Value::Boolean(b)) => a == b,
                (value, only) => self.order(value, only)?.is_eq(),
            };
            return Some(same == (range.shape == RangeShape::Only));
        }
        let mut truth = true;
        if let Some(start) = &range.start {
            let order = self.order(value, start)?;
            truth &= order.is_gt() || (range.start_included && order.is_eq());
        }
        if let Some(end) = &range.end {
            let order = self.order(value, end)?;
            truth &= order.is_lt() || (range.end_included && order.is_eq());
        }
        (range.start.is_some() || range.end.is_some()).then_some(truth)
    }

    /// Whether a value passes one of several tests, in three values.
    pub(super) fn tested(
        &mut self,
        value: &Value,
        tests: &[Test],
        span: Range<usize>,
    ) -> Evaluated {
        let mut unknown = None;
        for test in tests {
            let verdict = self.in_scope(|evaluator| {
                if matches!(
                    test,
                    Test::Expression {
                        mentions_input: true,
                        ..
                    }
                ) {
                    evaluator.bind("?".into(), value.clone());
                }
                let verdict = evaluator.one_test(value, test, &span)?;
                evaluator.note_verdict(test.span(), verdict);
                Ok(verdict)
            })?;
            match verdict {
                Some(true) => return Ok(Value::Boolean(true)),
                Some(false) => unknown = Some(false),
                None if unknown.is_none() => unknown = Some(true),
                None => {}
            }
        }
        Ok(if unknown == Some(true) {
            Value::Null
        } else {
            Value::Boolean(false)
        })
    }

    fn one_test(
        &mut self,
        value: &Value,
        test: &Test,
        span: &Range<usize>,
    ) -> Result<Option<bool>, EvaluationError> {
        match test {
            Test::Compare {
                comparison, node, ..
            } => {
                let end = self.evaluate(node)?;
                Ok(self
                    .compare(*comparison, value, &end, span.clone())?
                    .as_bool())
            }
            Test::Expression {
                node,
                mentions_input,
            } => {
                let wanted = self.evaluate(node)?;
                if *mentions_input {
                    match wanted {
                        Value::Boolean(truth) => return Ok(Some(truth)),
                        Value::Null => return Ok(None),
                        _ => {}
                    }
                }
                self.accepts(&wanted, value, span)
            }
        }
    }

    /// Whether `wanted` (a value, a range, or a list of those) accepts a value.
    pub fn accepts(
        &mut self,
        wanted: &Value,
        value: &Value,
        span: &Range<usize>,
    ) -> Result<Option<bool>, EvaluationError> {
        match (wanted, value) {
            (Value::Range(range), Value::Range(_)) => {
                let range = Value::Range(range.clone());
                self.equal(&range, value, span)
            }
            (Value::Range(range), value) => {
                let held = self.range_holds(range, value);
                if held.is_none() && !value.is_null() {
                    self.warn(
                        span.clone(),
                        WarningCode::TypeMismatch,
                        "the value does not compare with the range",
                    );
                }
                Ok(held)
            }
            (Value::List(items), value) => {
                if value.as_list().is_some() && self.same(wanted, value, span)? {
                    return Ok(Some(true));
                }
                for item in items.iter() {
                    let hit = match item {
                        Value::Range(range) if !matches!(value, Value::Range(_)) => {
                            self.spend(1, span)?;
                            self.range_holds(range, value) == Some(true)
                        }
                        item => self.same(item, value, span)?,
                    };
                    if hit {
                        return Ok(Some(true));
                    }
                }
                Ok(Some(false))
            }
            (Value::Boolean(truth), value) if !matches!(value, Value::Boolean(_) | Value::Null) => {
                Ok(Some(*truth))
            }
            (wanted, value) => {
                let equal = self.equal(value, wanted, span)?;
                if equal.is_none() {
                    self.mismatch(span.clone(), "compare", value, wanted);
                }
                Ok(equal)
            }
        }
    }

    /// Unary tests against the input bound as `?`.
    #[inline(never)]
    pub(super) fn unary_tests(
        &mut self,
        alternatives: &[Test],
        negated: bool,
        node: &Node,
    ) -> Evaluated {
        if alternatives.is_empty() {
            return Ok(Value::Boolean(true));
        }
        let input = self.lookup("?").unwrap_or_default();
        let verdict = self.tested(&input, alternatives, node.span())?;
        Ok(match verdict {
            Value::Boolean(truth) => Value::Boolean(truth != negated),
            other => other,
        })
    }

    // ---- arithmetic

    #[inline(never)]
    pub(super) fn negate(&mut self, operand: Value, span: Range<usize>) -> Value {
        match operand {
            Value::Number(number) => Value::Number(number.negate()),
            Value::DaysDuration(duration) => DaysDuration::from_nanos(-duration.nanos()).into(),
            Value::YearsDuration(duration) => YearsDuration {
                months: -duration.months,
            }
            .into(),
            Value::Null => Value::Null,
            other => {
                let message = format!("a {} has no opposite", other.type_name());
                self.warn(span, WarningCode::TypeMismatch, message)
            }
        }
    }

    #[inline(never)]
    pub(super) fn arithmetic_form(
        &mut self,
        first: &Node,
        rest: &[(Operation, Node)],
        node: &Node,
    ) -> Evaluated {
        let mut left = self.evaluate(first)?;
        for (operation, operand) in rest {
            let right = self.evaluate(operand)?;
            left = self.arithmetic(
                *operation,
                left,
                right,
                node.start as usize..operand.end as usize,
            )?;
        }
        Ok(left)
    }

    #[inline(never)]
    fn arithmetic(
        &mut self,
        operation: Operation,
        left: Value,
        right: Value,
        span: Range<usize>,
    ) -> Evaluated {
        if let (Value::Number(a), Value::Number(b)) = (&left, &right) {
            if operation == Operation::Power {
                // a multiplication for each bit of a whole exponent, else a logarithm and an exponential
                let bits = b
                    .to_i64()
                    .map(|n| u64::from(64 - n.unsigned_abs().leading_zeros()));
                self.spend(bits.map_or(150, |bits| 4 * bits), &span)?;
            }
            return Ok(self.of_numbers(operation, *a, *b, span));
        }
        if let (Operation::Add, Value::String(a), Value::String(b)) = (operation, &left, &right) {
            self.text_room(a.len() + b.len(), &span)?;
            return Ok(Value::from([&**a, &**b].concat()));
        }
        if left.is_null() || right.is_null() {
            return Ok(Value::Null);
        }
        let result = match operation {
            Operation::Add => self.sum(&left, &right).or_else(|| self.sum(&right, &left)),
            Operation::Subtract => self.difference(&left, &right),
            Operation::Multiply => product(&left, &right).or_else(|| product(&right, &left)),
            Operation::Divide => quotient(&left, &right),
            Operation::Power => None,
        };
        Ok(match result {
            Some(value) => {
                if value.is_null() {
                    self.warn(
                        span,
                        WarningCode::Arithmetic,
                        "the result is out of range or undefined",
                    );
                }
                value
            }
            None => {
                let verb = match operation {
                    Operation::Add => "add",
                    Operation::Subtract => "subtract",
                    Operation::Multiply => "multiply",
                    Operation::Divide => "divide",
                    Operation::Power => "raise to a power",
                };
                self.mismatch(span, verb, &left, &right)
            }
        })
    }

    fn of_numbers(
        &mut self,
        operation: Operation,
        a: Decimal,
        b: Decimal,
        span: Range<usize>,
    ) -> Value {
        let result = match operation {
            Operation::Add => a.checked_add(b),
            Operation::Subtract => a.checked_sub(b),
            Operation::Multiply => a.checked_mul(b),
            Operation::Divide => a.checked_div(b),
            Operation::Power => a.checked_pow(b),
        };
        match result {
            Some(number) => Value::Number(number),
            None => {
                let why = if operation == Operation::Divide && b.is_zero() {
                    "division by zero"
                } else {
                    "the result is out of range or undefined"
                };
                self.warn(span, WarningCode::Arithmetic, why)
            }
        }
    }

    /// `left + right` for a temporal left; `Some(Null)` when out of range.
    fn sum(&self, left: &Value, right: &Value) -> Option<Value> {
        Some(match (left, right) {
            (Value::Date(date), Value::YearsDuration(d)) => date.add_months(d.months).into(),
            (Value::Date(date), Value::DaysDuration(d)) => add_to_date(*date, d.nanos()).into(),
            (Value::DateTime(moment), Value::YearsDuration(d)) => moment
                .date
                .add_months(d.months)
                .map(|date| DateTime { date, ..*moment })
                .into(),
            (Value::DateTime(moment), Value::DaysDuration(d)) => moment.add_nanos(d.nanos()).into(),
            (Value::Time(time), Value::DaysDuration(d)) => {
                Time::from_nanos(time.nanos() + d.nanos(), time.zone).into()
            }
            (Value::DaysDuration(a), Value::DaysDuration(b)) => {
                DaysDuration::from_nanos(a.nanos() + b.nanos()).into()
            }
            (Value::YearsDuration(a), Value::YearsDuration(b)) => a
                .months
                .checked_add(b.months)
                .map(|months| YearsDuration { months })
                .into(),
            _ => return None,
        })
    }

    fn difference(&self, left: &Value, right: &Value) -> Option<Value> {
        let nanos = match (left, right) {
            (_, Value::YearsDuration(d)) => {
                return self.sum(
                    left,
                    &Value::YearsDuration(YearsDuration { months: -d.months }),
                );
            }
            (_, Value::DaysDuration(d)) => {
                return self.sum(left, &DaysDuration::from_nanos(-d.nanos()).into());
            }
            (Value::Date(a), Value::Date(b)) => {
                Some(i128::from(a.days() - b.days()) * i128::from(DAY) * NANOS)
            }
            (Value::Time(a), Value::Time(b)) => match (a.zone, b.zone) {
                (None, None) => Some(a.nanos() - b.nanos()),
                (Some(_), Some(_)) => {
                    Some(a.instant(SOME_DAY, self.local()) - b.instant(SOME_DAY, self.local()))
                }
                _ => None,
            },
            (Value::DateTime(a), Value::DateTime(b)) => self.apart(*a, *b),
            (Value::DateTime(a), Value::Date(b)) => {
                self.apart(*a, super::builtin::midnight_utc(*b))
            }
            (Value::Date(a), Value::DateTime(b)) => {
                self.apart(super::builtin::midnight_utc(*a), *b)
            }
            _ => return None,
        };
        Some(nanos.and_then(DaysDuration::from_nanos).into())
    }

    /// Nanoseconds from `b` to `a`; `None` when only one of them has a zone, for then nobody knows (10.3.2.3.7).
    fn apart(&self, a: DateTime, b: DateTime) -> Option<i128> {
        match (a.time.zone, b.time.zone) {
            (None, None) => Some(a.wall_nanos() - b.wall_nanos()),
            (Some(_), Some(_)) => Some(a.instant(self.local()) - b.instant(self.local())),
            _ => None,
        }
    }
}

fn add_to_date(date: Date, nanos: i128) -> Option<Date> {
    DateTime::midnight(date)
        .add_nanos(nanos)
        .map(|moment| moment.date)
}

fn product(left: &Value, right: &Value) -> Option<Value> {
    let Value::Number(factor) = right else {
        return None;
    };
    Some(match left {
        Value::DaysDuration(duration) => scale_nanos(duration.nanos(), |n| n.checked_mul(*factor)),
        Value::YearsDuration(duration) => scale_months(duration.months, |n| n.checked_mul(*factor)),
        _ => return None,
    })
}

fn quotient(left: &Value, right: &Value) -> Option<Value> {
    Some(match (left, right) {
        (Value::DaysDuration(a), Value::Number(n)) => {
            scale_nanos(a.nanos(), |nanos| nanos.checked_div(*n))
        }
        (Value::YearsDuration(a), Value::Number(n)) => {
            scale_months(a.months, |months| months.checked_div(*n))
        }
        (Value::DaysDuration(a), Value::DaysDuration(b)) => {
            let (a, b) = (decimal(a.nanos()), decimal(b.nanos()));
            a.zip(b).and_then(|(a, b)| a.checked_div(b)).into()
        }
        (Value::YearsDuration(a), Value::YearsDuration(b)) => Decimal::from(a.months)
            .checked_div(Decimal::from(b.months))
            .into(),
        _ => return None,
    })
}

fn decimal(number: i128) -> Option<Decimal> {
    Decimal::new(number < 0, number.unsigned_abs(), 0)
}

fn scale_nanos(nanos: i128, scale: impl FnOnce(Decimal) -> Option<Decimal>) -> Value {
    decimal(nanos)
        .and_then(scale)
        .and_then(|scaled| scaled.round(0, Rounding::HalfEven))
        .and_then(Decimal::to_i128)
        .and_then(DaysDuration::from_nanos)
        .into()
}

fn scale_months(months: i64, scale: impl FnOnce(Decimal) -> Option<Decimal>) -> Value {
    scale(Decimal::from(months))
        .and_then(|scaled| scaled.round(0, Rounding::Down))
        .and_then(Decimal::to_i64)
        .map(|months| YearsDuration { months })
        .into()
}
