//! Item definitions: the types that a model defines, and whether a value is one of them (DMN 1.5, 7.3.2).

use std::sync::Arc;

use super::link::Linked;
use super::logic::ItemDefinition;
use crate::feel::environment::Environment;
use crate::feel::evaluator::Evaluator;
use crate::feel::types::{Check, NamedTypes};
use crate::feel::{Context, Expression, Function, Limits, Type, Value};

/// Deepest nesting of types (a type may refer to itself).
const NESTING: u32 = 60;
/// Most steps that the allowed values of one value may take.
const CONSTRAINT: u64 = 5_000;

/// The types seen from one of the linked models.
pub(super) struct ModelTypes {
    pub linked: Arc<Linked>,
    pub at: usize,
}

impl NamedTypes for ModelTypes {
    fn result_of(&self, name: &str) -> Option<Type> {
        Some(
            self.linked
                .item(self.at, name)?
                .1
                .function
                .as_ref()?
                .1
                .clone(),
        )
    }

    fn conforms(&self, name: &str, value: &Value, check: Check<'_>, depth: u32) -> Option<bool> {
        if depth > NESTING {
            return None;
        }
        let (at, item) = self.linked.item(self.at, name)?;
        if at == self.at {
            return Some(self.item(item, value, check, depth));
        }
        // names inside the definition mean what they mean in the model that defines it
        let there = Self {
            linked: self.linked.clone(),
            at,
        };
        Some(there.item(item, value, check, depth))
    }
}

impl ModelTypes {
    /// Whether a value is one of a defined type.
    fn item(&self, item: &ItemDefinition, value: &Value, check: Check<'_>, depth: u32) -> bool {
        if value.is_null() || depth > NESTING {
            return false;
        }
        let whole = if item.collection {
            match value {
                Value::List(items) => {
                    check.spend(items.len() as u64 / 8)
                        && match &item.function {
                            Some((parameters, result)) => {
                                let kinds = parameter_kinds(parameters);
                                Function::all_admit_signature(items, &kinds, result)
                            }
                            None => items
                                .iter()
                                .all(|element| self.element(item, element, check, depth)),
                        }
                }
                _ => false,
            }
        } else {
            self.element(item, value, check, depth)
        };
        whole
            && item
                .constraint
                .as_ref()
                .is_none_or(|constraint| passes(constraint, value, check))
    }

    fn element(&self, item: &ItemDefinition, value: &Value, check: Check<'_>, depth: u32) -> bool {
        if value.is_null() {
            // null has every type, but is an allowed value only where it is listed
            return item
                .allowed
                .as_ref()
                .is_none_or(|allowed| passes(allowed, value, check));
        }
        if let Some((parameters, result)) = &item.function {
            return match value {
                Value::Function(function) => {
                    function.admits_signature(&parameter_kinds(parameters), result)
                }
                _ => false,
            };
        }
        // allowed values of its own replace those of the type it is based on
        let base_check = Check {
            allowed: check.allowed && item.allowed.is_none(),
            ..check
        };
        if let Some(base) = &item.base
            && base.admits(value, self, base_check, depth + 1) == Some(false)
        {
            return false;
        }
        if !item.components.is_empty() {
            let Value::Context(context) = value else {
                return false;
            };
            for component in &item.components {
                match context.get(&component.name) {
                    Some(Value::Null) => {}
                    Some(part) if self.item(component, part, check, depth + 1) => {}
                    _ => return false,
                }
            }
        }
        item.allowed
            .as_ref()
            .is_none_or(|allowed| passes(allowed, value, check))
    }
}

fn parameter_kinds(parameters: &[(Arc<str>, Type)]) -> Vec<Type> {
    parameters.iter().map(|(_, kind)| kind.clone()).collect()
}

/// Whether a value passes unary tests that see nothing else; what they take is taken from whoever looks.
fn passes(tests: &Expression, value: &Value, check: Check<'_>) -> bool {
    if !check.allowed {
        return true;
    }
    let env = check.env;
    let fuel = check.fuel.get().min(CONSTRAINT);
    let env = Environment {
        limits: Limits { fuel, ..env.limits },
        ..*env
    };
    let nothing = Context::new();
    let mut evaluator = Evaluator::new(&nothing, &env);
    evaluator.bind("?".into(), value.clone());
    let verdict = evaluator.evaluate(tests.root());
    check.spend(fuel.saturating_sub(evaluator.fuel_left()));
    verdict == Ok(Value::Boolean(true))
}
