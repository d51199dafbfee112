//! Business rule task that calls a decision (`zeebe:calledDecision`).

use crate::feel::Context;
use crate::model::{CalledDecision, Element};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::{Machine, Problem};
use super::super::variables::{name, too_big};

/// Evaluates the decision over everything the task sees; what matched is kept for "why me?".
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    called: &CalledDecision,
) -> Result<(), Problem> {
    let decision = name(machine, key, "the decision id", &called.decision)?;
    let Some(from) = machine.process_ref(key) else {
        return Ok(());
    };
    let inputs = machine.state.visible(key);
    let decided = machine
        .world
        .decide(
            &decision,
            &called.binding,
            &from,
            &inputs,
            &machine.environment(),
        )
        .map_err(|problem| Problem::new(&problem.code, problem.message))?;
    let mut values = Context::new();
    values.insert(called.result.as_str(), decided.value.clone());
    if !machine.has_room(&values) {
        return Err(too_big());
    }
    machine.emit(Event::DecisionEvaluated {
        element: element.id.clone(),
        decision,
        matched: decided.matched,
        value: decided.value,
    });
    super::complete(machine, key, values);
    Ok(())
}
