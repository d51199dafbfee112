//! Conditional start events of a process (BPMN 10.5.5.3). No instance exists that could watch their conditions, so somebody
//! must ask: the shell hands in variables of the world (GraphQL `evaluateConditionalStarts`) and starts, by
//! [`super::Start::event`], an instance at each event whose condition holds over them.

use crate::feel::{Context, Environment, Value};
use crate::model::{Kind, Process, Trigger};

/// A conditional start event, and whether its condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionalStart {
    /// BPMN id of the start event.
    pub element: String,
    /// Whether it holds; a comparison with what is missing is null and does not. The error is FEEL's, or that the value
    /// is neither true nor false.
    pub holds: Result<bool, String>,
}

/// Evaluates the conditional start events at the top of a process over given variables, in document order.
#[must_use]
pub fn conditional_starts(
    process: &Process,
    variables: &Context,
    environment: &Environment<'_>,
) -> Vec<ConditionalStart> {
    let Some(top) = process.elements.first() else {
        return Vec::new();
    };
    let events = top.children.iter().map(|child| process.element(*child));
    events
        .filter_map(|event| match &event.kind {
            Kind::Start {
                trigger: Trigger::Conditional { condition, .. },
                ..
            } => {
                let holds = match condition.evaluate(variables, environment) {
                    Ok(outcome) => match outcome.value {
                        Value::Boolean(truth) => Ok(truth),
                        Value::Null => Ok(false),
                        other => Err(format!(
                            "`{}` is a {}, not true or false",
                            condition.source(),
                            other.type_name()
                        )),
                    },
                    Err(error) => Err(format!("{error} in `{}`", condition.source())),
                };
                Some(ConditionalStart {
                    element: event.id.clone(),
                    holds,
                })
            }
            _ => None,
        })
        .collect()
}
