//! How much memory values take, near enough to bound an instance, the same at every replay.

use crate::feel::{Context, Value};

use super::state::Compensation;

/// Approximate bytes of a context.
pub(crate) fn weight(context: &Context) -> u64 {
    context.iter().map(|(name, value)| entry(name, value)).sum()
}

/// Approximate bytes that compensation records hold.
pub(crate) fn held(records: &[Compensation]) -> u64 {
    records
        .iter()
        .map(|record| weight(&record.snapshot) + held(&record.nested))
        .sum()
}

/// Approximate bytes of one variable.
pub(crate) fn entry(name: &str, value: &Value) -> u64 {
    8 + name.len() as u64 + of(value)
}

/// Approximate bytes of a value. Values are bounded in depth by what made them (FEEL, JSON readers), so this may recurse.
pub(crate) fn of(value: &Value) -> u64 {
    8 + match value {
        Value::String(text) => text.len() as u64,
        Value::List(items) => items.iter().map(of).sum(),
        Value::Context(context) => weight(context),
        Value::Null | Value::Boolean(_) => 0,
        _ => 16,
    }
}
