//! What a request from outside asks for, and what it may say of its inputs (DIALECT 4, `decide`).
//!
//! A request is written by hand or by a program that knows no FEEL types: it may name an element by id or name, in the
//! model or in one that it imports; give a decision that is required, which then is not evaluated; and give as text
//! what the model declares to be a number, a date or the like.

use super::graph::{Run, function_value, service_inputs};
use super::link::{Element, Linked, Place};
use super::logic::ItemDefinition;
use super::read::spaced;
use super::{Decided, DecisionError, Model};
use crate::feel::{Context, Environment, Type, Value, json};

/// Deepest nesting of a text that is read by its declared type.
const DEPTH: u32 = 16;

/// What kind of element a request names; where there is none of that kind, another of that name answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A decision.
    Decision,
    /// A business knowledge model, called with the inputs that bear the names of its parameters.
    Knowledge,
    /// A decision service.
    Service,
}

impl Model {
    /// Answers a request: evaluates the element that `name` means on inputs by name.
    ///
    /// # Errors
    /// When no element has this id or name, or a bound of `env.limits` is reached. All else is null with warnings.
    pub fn answer(
        &self,
        asked: Asked,
        name: &str,
        inputs: &Context,
        env: &Environment<'_>,
    ) -> Result<Decided, DecisionError> {
        let element = find(&self.linked, asked, name).ok_or_else(|| DecisionError::Unknown {
            name: name.to_owned(),
        })?;
        match element {
            Element::Decision(at, index) => self.run(env, |evaluator| {
                Run::asked(self.linked.clone(), inputs.clone()).decision(evaluator, at, index)
            }),
            Element::Service(at, index) => {
                let mut given = inputs.clone();
                for (name, kind) in service_inputs(&self.linked, at, index) {
                    if let (Some(kind), Some(value)) = (kind, inputs.get(&name)) {
                        given.insert(name, declared(&self.linked, at, &kind, value.clone(), 0));
                    }
                }
                self.run(env, |evaluator| {
                    Run::asked(self.linked.clone(), given).service(evaluator, at, index)
                })
            }
            Element::Function(at, index) => {
                let mut given = inputs.clone();
                let logic = self.linked.models[at].functions[index].logic.as_ref();
                for (name, kind) in logic.iter().flat_map(|logic| &logic.parameters) {
                    if let (Some(kind), Some(value)) = (kind, inputs.get(name)) {
                        given.insert(
                            name.clone(),
                            declared(&self.linked, at, kind, value.clone(), 0),
                        );
                    }
                }
                self.call(function_value(&self.linked, at, index), &given, env)
            }
            Element::Input(..) => Err(DecisionError::Unknown {
                name: name.to_owned(),
            }),
        }
    }

    /// Names among the inputs that nothing in the model or its imports bears.
    pub fn unknown_inputs<'n>(&self, inputs: &'n Context) -> Vec<&'n str> {
        let places = &self.linked.models;
        if places.iter().any(|place| place.open_inputs) {
            return Vec::new();
        }
        let known = |name: &str| {
            places.iter().any(|place| {
                let bare = name.strip_prefix(place.path.as_str()).unwrap_or(name);
                let inputs = place.inputs.iter();
                let decisions = place.decisions.iter();
                let parameters = place
                    .functions
                    .iter()
                    .filter_map(|function| function.logic.as_ref())
                    .flat_map(|logic| &logic.parameters);
                inputs
                    .flat_map(|input| [&*input.name, &input.title, &input.id])
                    .chain(decisions.flat_map(|found| [&*found.variable, &found.name, &found.id]))
                    .chain(parameters.map(|(parameter, _)| &**parameter))
                    .any(|known| known == bare || known == spaced(bare))
                    || place.imports.iter().any(|import| import.name == name)
            })
        };
        inputs
            .iter()
            .map(|(name, _)| &**name)
            .filter(|name| !known(name))
            .collect()
    }
}

/// The element that a name or id means: in the model itself, then under the path of an import, then in any import.
fn find(linked: &Linked, asked: Asked, name: &str) -> Option<Element> {
    let wanted = spaced(name);
    let order = match asked {
        Asked::Decision => [Asked::Decision, Asked::Service, Asked::Knowledge],
        Asked::Knowledge => [Asked::Knowledge, Asked::Service, Asked::Decision],
        Asked::Service => [Asked::Service, Asked::Decision, Asked::Knowledge],
    };
    let places = || linked.models.iter().enumerate();
    let in_place = |at: usize, place: &Place, name: &str| {
        order
            .into_iter()
            .find_map(|kind| of_kind(at, place, kind, name))
    };
    let own = places().next();
    own.and_then(|(at, place)| in_place(at, place, &wanted))
        .or_else(|| {
            places().skip(1).find_map(|(at, place)| {
                in_place(at, place, wanted.strip_prefix(place.path.as_str())?)
            })
        })
        .or_else(|| {
            places()
                .skip(1)
                .find_map(|(at, place)| in_place(at, place, &wanted))
        })
}

fn of_kind(at: usize, place: &Place, kind: Asked, name: &str) -> Option<Element> {
    let same = |candidate: &str| candidate == name || spaced(candidate) == name;
    match kind {
        Asked::Decision => {
            let all = &place.decisions;
            all.iter()
                .position(|decision| decision.id == name)
                .or_else(|| all.iter().position(|decision| same(&decision.name)))
                .or_else(|| all.iter().position(|decision| same(&decision.variable)))
                .map(|index| Element::Decision(at, index))
        }
        Asked::Knowledge => place
            .functions
            .iter()
            .position(|function| function.id == name || same(&function.name))
            .map(|index| Element::Function(at, index)),
        Asked::Service => place
            .services
            .iter()
            .position(|service| service.id == name || same(&service.name))
            .map(|index| Element::Service(at, index)),
    }
}

/// The value as a request means it: text in place of a number, a truth or a time is read by the declared type. What
/// does not read is left as it is.
pub(super) fn declared(linked: &Linked, at: usize, kind: &Type, value: Value, depth: u32) -> Value {
    if depth > DEPTH {
        return value;
    }
    match (kind, value) {
        (Type::Named(name), value) => match linked.item(at, name) {
            Some((at, item)) => of_item(linked, at, item, value, depth + 1),
            None => value,
        },
        (Type::List(kind), Value::List(items)) => items
            .iter()
            .map(|item| declared(linked, at, kind, item.clone(), depth + 1))
            .collect::<Vec<_>>()
            .into(),
        (kind, Value::String(text)) => read(kind, &text).unwrap_or(Value::String(text)),
        (_, value) => value,
    }
}

fn of_item(linked: &Linked, at: usize, item: &ItemDefinition, value: Value, depth: u32) -> Value {
    if depth > DEPTH || item.function.is_some() {
        return value;
    }
    match value {
        Value::List(items) if item.collection => items
            .iter()
            .map(|value| element(linked, at, item, value.clone(), depth + 1))
            .collect::<Vec<_>>()
            .into(),
        value => element(linked, at, item, value, depth),
    }
}

fn element(linked: &Linked, at: usize, item: &ItemDefinition, value: Value, depth: u32) -> Value {
    match value {
        Value::Context(context) if !item.components.is_empty() => {
            let mut read = context.as_ref().clone();
            for component in &item.components {
                if let Some(value) = context.get(&component.name) {
                    let value = of_item(linked, at, component, value.clone(), depth + 1);
                    read.insert(component.name.as_str(), value);
                }
            }
            read.into()
        }
        value => match &item.base {
            Some(kind) => declared(linked, at, kind, value, depth + 1),
            None => value,
        },
    }
}

/// A text as a value of a built-in type.
fn read(kind: &Type, text: &str) -> Option<Value> {
    let text = text.trim();
    match kind {
        Type::Boolean => match text {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        },
        Type::Number => json::read_typed("number", text),
        Type::Date => json::read_typed("date", text),
        Type::Time => json::read_typed("time", text),
        Type::DateTime => json::read_typed("date and time", text),
        Type::DaysDuration => json::read_typed("days and time duration", text),
        Type::YearsDuration => json::read_typed("years and months duration", text),
        _ => None,
    }
}
