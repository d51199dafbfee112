//! Where names find values, and where values go.

use std::collections::BTreeMap;

use crate::feel::{Context, Expression, Value, Variables};
use crate::model::{Mapping, Text};

use super::command::Key;
use super::event::Event;
use super::machine::{Machine, Problem};
use super::state::State;

/// What an element instance sees, with names laid over it.
pub(crate) struct Scope<'a> {
    pub state: &'a State,
    pub from: Key,
    pub over: Option<&'a Context>,
}

impl Variables for Scope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.over.and_then(|over| over.get(name)) {
            return Some(value.clone());
        }
        self.state.variable(self.from, name)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .state
            .visible(self.from)
            .keys()
            .map(ToString::to_string)
            .collect();
        if let Some(over) = self.over {
            names.extend(over.keys().map(ToString::to_string));
        }
        names
    }
}

/// Evaluates an expression where an element instance stands.
pub(crate) fn evaluate(
    machine: &Machine<'_>,
    from: Key,
    expression: &Expression,
) -> Result<Value, Problem> {
    evaluate_over(machine, from, None, expression)
}

/// The same, with more names in front.
pub(crate) fn evaluate_over(
    machine: &Machine<'_>,
    from: Key,
    over: Option<&Context>,
    expression: &Expression,
) -> Result<Value, Problem> {
    let scope = Scope {
        state: &machine.state,
        from,
        over,
    };
    expression
        .evaluate(&scope, &machine.environment())
        .map(|outcome| outcome.value)
        .map_err(|error| {
            Problem::new(
                error.code(),
                format!("{error} in `{}`", expression.source()),
            )
        })
}

/// Evaluates a condition: only true and false will do, but a comparison with a missing variable is null and counts as
/// false (DIALECT 3.9); anything else is an incident (DIALECT 3.5).
pub(crate) fn holds(
    machine: &Machine<'_>,
    from: Key,
    over: Option<&Context>,
    expression: &Expression,
) -> Result<bool, Problem> {
    match evaluate_over(machine, from, over, expression)? {
        Value::Boolean(truth) => Ok(truth),
        Value::Null => Ok(false),
        other => Err(Problem::new(
            "CONDITION_NOT_BOOLEAN",
            format!(
                "`{}` is a {}, not true or false",
                expression.source(),
                other.type_name()
            ),
        )),
    }
}

/// Evaluates a text: itself, or the value of its FEEL.
pub(crate) fn text(machine: &Machine<'_>, from: Key, text: &Text) -> Result<Value, Problem> {
    match text {
        Text::Literal(literal) => Ok(Value::string(literal.as_str())),
        Text::Feel(expression) => evaluate(machine, from, expression),
    }
}

/// Evaluates a text that must name something.
pub(crate) fn name(
    machine: &Machine<'_>,
    from: Key,
    what: &str,
    source: &Text,
) -> Result<String, Problem> {
    match text(machine, from, source)? {
        Value::String(name) if !name.is_empty() => Ok(name.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(Problem::new(
            "NAME_EXPECTED",
            format!("{what} is a {}, not a text", other.type_name()),
        )),
    }
}

/// Sets variables of one scope.
pub(crate) fn set_local(machine: &mut Machine<'_>, scope: Key, values: Context) {
    if !values.is_empty() {
        machine.emit(Event::VariablesSet {
            scope,
            values,
            reason: None,
        });
    }
}

/// Lets variables rise from an element instance: each goes to the nearest scope that has it, else to the root of the
/// process.
pub(crate) fn raise(machine: &mut Machine<'_>, from: Key, values: Context) {
    let mut targets: BTreeMap<Key, Context> = BTreeMap::new();
    for (name, value) in values {
        if let Some(scope) = home(&machine.state, from, &name) {
            targets.entry(scope).or_default().insert(name, value);
        }
    }
    for (scope, values) in targets {
        set_local(machine, scope, values);
    }
}

/// The scope that a variable belongs to when it is set at `from`.
fn home(state: &State, from: Key, name: &str) -> Option<Key> {
    let mut key = from;
    loop {
        let instance = state.instances.get(&key)?;
        if instance.variables.contains(name)
            || instance.isolated
            || !state.instances.contains_key(&instance.scope)
        {
            return Some(key);
        }
        key = instance.scope;
    }
}

/// Evaluates mappings in order, each seeing the earlier ones; a target `a.b` becomes part of the context `a`.
///
/// `base` finds what a target variable already is, so that a path changes only its part.
pub(crate) fn map(
    machine: &Machine<'_>,
    from: Key,
    mappings: &[Mapping],
    base: impl Fn(&str) -> Option<Value>,
) -> Result<Context, Problem> {
    let mut made = Context::new();
    for mapping in mappings {
        let value = match &mapping.source {
            Text::Literal(literal) => Value::string(literal.as_str()),
            Text::Feel(expression) => evaluate_over(machine, from, Some(&made), expression)
                .map_err(|problem| {
                    Problem::new(
                        "MAPPING_FAILED",
                        format!("{}: {}", mapping.target, problem.message),
                    )
                })?,
        };
        let mut path = mapping.target.split('.').map(str::trim);
        let Some(first) = path.next().filter(|first| !first.is_empty()) else {
            return Err(Problem::new("MAPPING_FAILED", "a mapping without target"));
        };
        let rest: Vec<&str> = path.collect();
        let old = made.get(first).cloned().or_else(|| base(first));
        made.insert(first, put(old, &rest, value));
    }
    if machine.has_room(&made) {
        Ok(made)
    } else {
        Err(too_big())
    }
}

/// The problem of an instance that would grow over its bound.
pub(crate) fn too_big() -> Problem {
    Problem::new(
        "INSTANCE_SIZE",
        "the variables of this instance would take too much room",
    )
}

fn put(old: Option<Value>, path: &[&str], value: Value) -> Value {
    let Some((first, rest)) = path.split_first() else {
        return value;
    };
    let mut context = match old {
        Some(Value::Context(context)) => (*context).clone(),
        _ => Context::new(),
    };
    let inner = context.get(first).cloned();
    context.insert(*first, put(inner, rest, value));
    context.into()
}
