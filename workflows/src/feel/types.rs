//! Type expressions, as in `instance of` and in parameters of functions, and whether a value conforms.

use std::cell::Cell;
use std::sync::Arc;

use super::environment::Environment;
use super::function::Function;
use super::value::Value;

/// A type of FEEL (DMN 1.5, 10.3.2.7 and grammar rules 53 to 58).
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Every value conforms.
    Any,
    /// Only null conforms.
    Null,
    /// `boolean`
    Boolean,
    /// `number`
    Number,
    /// `string`
    String,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `date and time`
    DateTime,
    /// `days and time duration`
    DaysDuration,
    /// `years and months duration`
    YearsDuration,
    /// `list<T>`
    List(Box<Type>),
    /// `context<name: T, …>`; other names are allowed beside these.
    Context(Vec<(Arc<str>, Type)>),
    /// `range<T>`
    Range(Box<Type>),
    /// `function<T, …> -> T`; `None`: any function.
    Function(Option<(Vec<Type>, Box<Type>)>),
    /// A type that a decision model defines.
    Named(Arc<str>),
}

/// How closely a value is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Check<'a> {
    pub env: &'a Environment<'a>,
    /// Whether allowed values and constraints count; `instance of` asks for the type alone.
    pub allowed: bool,
    /// Steps that are left of the evaluation that looks.
    pub fuel: &'a Cell<u64>,
}

impl Check<'_> {
    /// Spends steps; false when too few are left, which ends the evaluation that looks.
    pub fn spend(self, steps: u64) -> bool {
        let left = self.fuel.get().checked_sub(steps);
        self.fuel.set(left.unwrap_or_default());
        left.is_some()
    }
}

/// The types that a decision model defines.
pub(crate) trait NamedTypes {
    /// Whether a value conforms to a type of this name; `None` when there is none.
    fn conforms(&self, name: &str, value: &Value, check: Check<'_>, depth: u32) -> Option<bool>;

    /// The result of a function type of this name; `None` when the name means no function type.
    fn result_of(&self, _: &str) -> Option<Type> {
        None
    }
}

/// No named types at all.
pub(crate) struct NoTypes;

impl NamedTypes for NoTypes {
    fn conforms(&self, _: &str, _: &Value, _: Check<'_>, _: u32) -> Option<bool> {
        None
    }
}

impl Type {
    /// The built-in type of a name, as decision models refer to it.
    pub fn built_in(name: &str) -> Option<Self> {
        let name = name.trim();
        let name = name.strip_prefix("feel:").unwrap_or(name);
        Some(match name {
            "Any" | "any" => Self::Any,
            "Null" | "null" => Self::Null,
            "boolean" => Self::Boolean,
            "number" | "integer" | "long" | "double" => Self::Number,
            "string" => Self::String,
            "date" => Self::Date,
            "time" => Self::Time,
            "date and time" | "dateTime" | "dateAndTime" => Self::DateTime,
            "days and time duration" | "dayTimeDuration" => Self::DaysDuration,
            "years and months duration" | "yearMonthDuration" => Self::YearsDuration,
            "list" => Self::List(Box::new(Self::Any)),
            "context" => Self::Context(Vec::new()),
            "range" => Self::Range(Box::new(Self::Any)),
            "function" => Self::Function(None),
            _ => return None,
        })
    }

    /// Whether a value is of this type. Null conforms to `Any` and `Null` only, but elements may be null.
    pub(crate) fn admits(
        &self,
        value: &Value,
        named: &dyn NamedTypes,
        check: Check<'_>,
        depth: u32,
    ) -> Option<bool> {
        if depth > 64 {
            return None;
        }
        let element = |kind: &Self, value: &Value| {
            if value.is_null() {
                Some(true)
            } else {
                kind.admits(value, named, check, depth + 1)
            }
        };
        Some(match (self, value) {
            (Self::Any, value) => !value.is_null(),
            (Self::Null, Value::Null)
            | (Self::Boolean, Value::Boolean(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Date, Value::Date(_))
            | (Self::Time, Value::Time(_))
            | (Self::DateTime, Value::DateTime(_))
            | (Self::DaysDuration, Value::DaysDuration(_))
            | (Self::YearsDuration, Value::YearsDuration(_)) => true,
            (Self::List(kind), Value::List(items)) => {
                if **kind == Self::Any {
                    return Some(true);
                }
                if !check.spend(items.len() as u64 / 8) {
                    return None;
                }
                if let Self::Function(Some((wanted, result))) = &**kind {
                    return Some(Function::all_admit_signature(items, wanted, result));
                }
                for item in items.iter() {
                    if !element(kind, item)? {
                        return Some(false);
                    }
                }
                true
            }
            (Self::Context(entries), Value::Context(context)) => {
                for (name, kind) in entries {
                    match context.get(name) {
                        Some(value) if element(kind, value)? => {}
                        _ => return Some(false),
                    }
                }
                true
            }
            (Self::Range(kind), Value::Range(range)) => {
                for end in [&range.start, &range.end].into_iter().flatten() {
                    if !element(kind, end)? {
                        return Some(false);
                    }
                }
                true
            }
            (Self::Function(None), Value::Function(_)) => true,
            (Self::Function(Some((wanted, result))), Value::Function(function)) => {
                function.admits_signature(wanted, result)
            }
            (Self::Named(name), value) => return named.conforms(name, value, check, depth + 1),
            _ => false,
        })
    }

    /// Whether every value of `other` is one of this type (contravariance for parameters of functions).
    pub(crate) fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Null) => true,
            (Self::List(mine), Self::List(theirs)) | (Self::Range(mine), Self::Range(theirs)) => {
                mine.covers(theirs)
            }
            (Self::Context(mine), Self::Context(theirs)) => mine.iter().all(|(name, kind)| {
                theirs
                    .iter()
                    .any(|(other_name, other_kind)| other_name == name && kind.covers(other_kind))
            }),
            (Self::Function(None), Self::Function(_)) => true,
            (
                Self::Function(Some((mine, result))),
                Self::Function(Some((theirs, other_result))),
            ) => {
                mine.len() == theirs.len()
                    && mine
                        .iter()
                        .zip(theirs)
                        .all(|(mine, theirs)| theirs.covers(mine))
                    && result.covers(other_result)
            }
            (mine, theirs) => mine == theirs,
        }
    }
}
