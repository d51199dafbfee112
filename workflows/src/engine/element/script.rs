//! Script task in FEEL (`zeebe:script`).

use crate::feel::{Context, Expression};

use super::super::command::Key;
use super::super::machine::{Machine, Problem};
use super::super::variables::{evaluate, too_big};

/// Evaluates the script and completes with its value.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    expression: &Expression,
    result: &str,
) -> Result<(), Problem> {
    let value = evaluate(machine, key, expression)?;
    let mut values = Context::new();
    values.insert(result, value);
    if !machine.has_room(&values) {
        return Err(too_big());
    }
    super::complete(machine, key, values);
    Ok(())
}
