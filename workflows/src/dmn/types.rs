//! Item definitions: the types that a model defines, and whether a value is one of them (DMN 1.5, 7.3.2).

use std::sync::Arc;

use super::link::Linked;
use super::logic::ItemDefinition;
use crate::feel::environment::Environment;
use crate::feel::types::NamedTypes;
use crate::feel::{Context, Expression, Limits, Value};

/// Deepest nesting of types (a type may refer to itself).
const NESTING: u32 = 60;

/// The types seen from one of the linked models.
pub(super) struct ModelTypes {
    pub linked: Arc<Linked>,
    pub at: usize,
}

impl NamedTypes for ModelTypes {
    fn conforms(
        &self,
        name: &str,
        value: &Value,
        env: &Environment<'_>,
        depth: u32,
    ) -> Option<bool> {
        if depth > NESTING {
            return None;
        }
        let (at, item) = self.linked.item(self.at, name)?;
        if at == self.at {
            return Some(self.item(item, value, env, depth));
        }
        let there = Self {
            linked: self.linked.clone(),
            at,
        };
        Some(there.item(item, value, env, depth))
    }
}

impl ModelTypes {
    fn item(
        &self,
        item: &ItemDefinition,
        value: &Value,
        env: &Environment<'_>,
        depth: u32,
    ) -> bool {
        if value.is_null() || depth > NESTING {
            return false;
        }
        let whole = if item.collection {
            match value {
                Value::List(items) => items
                    .iter()
                    .all(|element| self.element(item, element, env, depth)),
                _ => false,
            }
        } else {
            self.element(item, value, env, depth)
        };
        whole
            && item
                .constraint
                .as_ref()
                .is_none_or(|constraint| passes(constraint, value, env))
    }

    fn element(
        &self,
        item: &ItemDefinition,
        value: &Value,
        env: &Environment<'_>,
        depth: u32,
    ) -> bool {
        if value.is_null() {
            // null has every type, but is an allowed value only where it is listed
            return item
                .allowed
                .as_ref()
                .is_none_or(|allowed| passes(allowed, value, env));
        }
        if let Some((parameters, result)) = &item.function {
            return match value {
                Value::Function(function) => function.admits_signature(parameters, result),
                _ => false,
            };
        }
        if let Some(base) = &item.base
            && base.admits(value, self, env, depth + 1) != Some(true)
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
                    Some(part) if self.item(component, part, env, depth + 1) => {}
                    _ => return false,
                }
            }
        }
        item.allowed
            .as_ref()
            .is_none_or(|allowed| passes(allowed, value, env))
    }
}

/// Whether a value passes unary tests that see nothing else.
fn passes(tests: &Expression, value: &Value, env: &Environment<'_>) -> bool {
    let env = Environment {
        limits: Limits {
            fuel: env.limits.fuel.min(5_000),
            ..env.limits
        },
        ..*env
    };
    tests
        .test(value, &Context::new(), &env)
        .is_ok_and(|outcome| outcome.value == Value::Boolean(true))
}
