//! Types that are known before anything is evaluated: what a function written in an expression will yield.
//!
//! `instance of` compares functions by their signatures (DMN 1.5, 10.3.2.9.3), and a function literal states no type for
//! its result. Its body tells as much as can be told without arguments; the rest is `Any`.

use std::sync::Arc;

use super::builtin;
use super::syntax::{Arguments, Form, Node, Operation};
use super::types::Type;
use super::value::Value;

/// The type of every value that a node can have besides null; `Any` where that takes an evaluation.
pub(super) fn known_type(node: &Node, names: &mut Vec<(Arc<str>, Type)>) -> Type {
    match &node.form {
        Form::Literal(value) => type_of(value),
        Form::Name(name) => names
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map_or(Type::Any, |(_, kind)| kind.clone()),
        Form::List(items) => Type::List(Box::new(common(
            items.iter().map(|item| known_type(item, names)),
        ))),
        Form::Context(entries) => {
            let height = names.len();
            let mut kinds = Vec::with_capacity(entries.len());
            for (name, entry) in entries {
                let kind = known_type(entry, names);
                names.push((name.clone(), kind.clone()));
                kinds.push((name.clone(), kind));
            }
            names.truncate(height);
            Type::Context(kinds)
        }
        Form::Range { start, end, .. } => Type::Range(Box::new(common(
            [start, end].into_iter().map(|end| known_type(end, names)),
        ))),
        Form::HalfRange(_, end) => Type::Range(Box::new(known_type(end, names))),
        Form::Negate(operand) => known_type(operand, names),
        Form::Arithmetic(first, rest) => {
            let first = known_type(first, names);
            let same = rest
                .iter()
                .all(|(_, operand)| known_type(operand, names) == first);
            let joins = rest
                .iter()
                .all(|(operation, _)| *operation == Operation::Add);
            match first {
                Type::Number if same => Type::Number,
                Type::String if same && joins => Type::String,
                _ => Type::Any,
            }
        }
        Form::And(_)
        | Form::Or(_)
        | Form::Compare(..)
        | Form::Between(_)
        | Form::In(..)
        | Form::InstanceOf(..)
        | Form::Quantified { .. }
        | Form::Tests { .. } => Type::Boolean,
        Form::If(parts) => common(parts.iter().skip(1).map(|part| known_type(part, names))),
        Form::Function(form) => {
            let height = names.len();
            let mut kinds = Vec::with_capacity(form.parameters.len());
            for parameter in &form.parameters {
                let kind = parameter.kind.clone().unwrap_or(Type::Any);
                names.push((parameter.name.clone(), kind.clone()));
                kinds.push(kind);
            }
            let result = known_type(&form.body, names);
            names.truncate(height);
            Type::Function(Some((kinds, Box::new(result))))
        }
        Form::Call(callee, Arguments::Positional(_) | Arguments::Named(_)) => match &callee.form {
            Form::Name(name) => match names.iter().rev().find(|(known, _)| known == name) {
                Some((_, Type::Function(Some((_, result))))) => (**result).clone(),
                Some(_) => Type::Any,
                None => result_of_builtin(name),
            },
            _ => match known_type(callee, names) {
                Type::Function(Some((_, result))) => *result,
                _ => Type::Any,
            },
        },
        Form::For { .. } => Type::List(Box::new(Type::Any)),
        Form::Path(..) | Form::Descendants(..) | Form::Filter(..) => Type::Any,
    }
}

/// The type of a value; of functions, that they are functions.
pub(super) fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::Null,
        Value::Boolean(_) => Type::Boolean,
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::String,
        Value::Date(_) => Type::Date,
        Value::Time(_) => Type::Time,
        Value::DateTime(_) => Type::DateTime,
        Value::DaysDuration(_) => Type::DaysDuration,
        Value::YearsDuration(_) => Type::YearsDuration,
        Value::List(_) => Type::List(Box::new(Type::Any)),
        Value::Context(_) => Type::Context(Vec::new()),
        Value::Range(_) => Type::Range(Box::new(Type::Any)),
        Value::Function(_) => Type::Function(None),
    }
}

/// The one type of all, null being of every type; `Any` when they differ.
fn common(kinds: impl Iterator<Item = Type>) -> Type {
    let mut found = Type::Null;
    for kind in kinds {
        match (&found, &kind) {
            (_, Type::Null) => {}
            (Type::Null, _) => found = kind,
            (mine, theirs) if mine == theirs => {}
            _ => return Type::Any,
        }
    }
    if found == Type::Null {
        Type::Any
    } else {
        found
    }
}

fn result_of_builtin(name: &str) -> Type {
    if builtin::find(name).is_none() {
        return Type::Any;
    }
    match name {
        "string" | "substring" | "upper case" | "lower case" | "substring before"
        | "substring after" | "replace" | "string join" | "trim" | "to base64" | "to json"
        | "day of week" | "month of year" => Type::String,
        "number" | "string length" | "count" | "decimal" | "floor" | "ceiling" | "round up"
        | "round down" | "round half up" | "round half down" | "modulo" | "sqrt" | "log"
        | "exp" | "day of year" | "week of year" => Type::Number,
        "not" | "contains" | "starts with" | "ends with" | "matches" | "list contains" | "all"
        | "any" | "odd" | "even" | "is" | "is defined" | "is blank" | "is empty"
        | "is working day" | "before" | "after" | "includes" | "during" | "coincides" => {
            Type::Boolean
        }
        "date" | "today" | "last day of month" => Type::Date,
        "time" => Type::Time,
        "date and time" | "now" => Type::DateTime,
        "years and months duration" => Type::YearsDuration,
        "split" | "extract" => Type::List(Box::new(Type::String)),
        _ => Type::Any,
    }
}
