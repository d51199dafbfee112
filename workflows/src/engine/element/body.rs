//! Multi-instance and standard loop (BPMN 13.3.6, 13.3.7): a body that runs its activity again and again, at once or
//! one after the other.

use crate::feel::{Context, Expression, Value};
use crate::model::{Element, MultiInstance, Over, Repetition};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::{Machine, Problem, Work};
use super::super::note::{Note, Stage};
use super::super::scope::{self, Cause};
use super::super::variables::{evaluate, evaluate_over, holds, raise, set_local};
use super::vote;

/// Works out what the body runs over, and starts it.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    body: Key,
    element: &Element,
) -> Result<(), Problem> {
    match &element.repetition {
        Some(Repetition::Multi(multi)) => start(machine, body, element, multi),
        Some(Repetition::Loop {
            condition,
            test_before,
            ..
        }) => {
            let first = match condition {
                Some(condition) if *test_before => holds(machine, body, None, condition)?,
                _ => true,
            };
            machine.note(Note::BodyStarted {
                body,
                total: None,
                items: None,
                output: None,
            });
            if first {
                spawn(machine, body, element, 1);
            } else {
                done(machine, body);
            }
            Ok(())
        }
        None => Ok(()),
    }
}

fn start(
    machine: &mut Machine<'_>,
    body: Key,
    element: &Element,
    multi: &MultiInstance,
) -> Result<(), Problem> {
    let (total, items) = extent(machine, body, multi)?;
    if total > machine.limits.items {
        return Err(Problem::new(
            "ITEMS_LIMIT",
            format!("{total} items are more than {}", machine.limits.items),
        ));
    }
    let at_once = if multi.sequential { 1 } else { total };
    if machine.state.instances.len() + at_once as usize > machine.limits.elements {
        return Err(Problem::new("TOKEN_LIMIT", "too many tokens live at once"));
    }
    machine.note(Note::BodyStarted {
        body,
        total: Some(total),
        items: items.clone(),
        output: multi.output_collection.clone(),
    });
    if total > 0 {
        vote::open(machine, body, element, items.as_ref())?;
    }
    if total == 0 || vote::decided(machine, body) {
        done(machine, body);
    } else {
        for position in 1..=at_once {
            spawn(machine, body, element, position);
        }
    }
    Ok(())
}

fn extent(
    machine: &Machine<'_>,
    body: Key,
    multi: &MultiInstance,
) -> Result<(u32, Option<Value>), Problem> {
    match &multi.over {
        Over::Collection(expression) => match evaluate(machine, body, expression)? {
            Value::List(items) => {
                let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
                Ok((total, Some(Value::List(items))))
            }
            other => Err(Problem::new(
                "COLLECTION_EXPECTED",
                format!(
                    "`{}` is a {}, not a list",
                    expression.source(),
                    other.type_name()
                ),
            )),
        },
        Over::Cardinality(expression) => {
            let value = evaluate(machine, body, expression)?;
            let number = match &value {
                Value::String(text) => text.trim().parse::<i64>().ok(),
                other => other.as_i64(),
            };
            number
                .and_then(|it| u32::try_from(it).ok())
                .map(|total| (total, None))
                .ok_or_else(|| {
                    Problem::new(
                        "CARDINALITY_INVALID",
                        format!("`{}` is not a count", expression.source()),
                    )
                })
        }
    }
}

fn spawn(machine: &mut Machine<'_>, body: Key, element: &Element, position: u32) {
    let key = machine.key();
    machine.emit(Event::ElementActivated {
        key,
        element: element.id.clone(),
        scope: body,
        process: None,
        loop_counter: Some(position),
        consumed: Vec::new(),
        handler_for: None,
    });
    if let Some(Repetition::Multi(multi)) = &element.repetition {
        let mut own = Context::new();
        // The contribution has a place of its own, so that items at once do not overwrite each other's.
        if let Some(name) = multi.output_element.as_ref().and_then(plain_name) {
            own.insert(name, Value::Null);
        }
        if let Some(name) = &multi.input_element {
            let item = machine
                .instance(body)
                .and_then(|it| it.body.as_ref())
                .and_then(|it| it.items.as_ref())
                .and_then(Value::as_list)
                .and_then(|items| items.get(position as usize - 1).cloned())
                .unwrap_or_default();
            own.insert(name.as_str(), item);
        }
        set_local(machine, key, own);
    }
    machine.push(Work::Run {
        key,
        stage: Stage::Inputs,
    });
}

/// The variable that an expression is a path from, when it is nothing else.
fn plain_name(expression: &Expression) -> Option<&str> {
    let source = expression.source().trim();
    let source = source.strip_prefix('=').unwrap_or(source).trim();
    let plain = source
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_'))
        && source.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let name = source.split('.').next()?;
    (plain && !matches!(name, "true" | "false" | "null")).then_some(name)
}

/// An item is done: what it contributes is kept, and the completion condition decides whether the rest is needed.
pub(crate) fn item_done(machine: &mut Machine<'_>, key: Key, element: &Element) {
    let Some(instance) = machine.instance(key) else {
        return;
    };
    let body = instance.scope;
    let position = instance.loop_counter.unwrap_or(1);
    let Ok((output, early)) = contribution(machine, key, body, position, element)
        .map_err(|problem| machine.incident(key, Stage::Flows, problem))
    else {
        return;
    };
    super::finish(machine, key, element);
    machine.note(Note::ItemDone {
        body,
        position,
        output,
    });
    if early || vote::decided(machine, body) {
        scope::interrupt(machine, body, Cause::CompletionCondition);
        done(machine, body);
    } else {
        machine.push(Work::Iterate { body });
    }
}

fn contribution(
    machine: &Machine<'_>,
    key: Key,
    body: Key,
    position: u32,
    element: &Element,
) -> Result<(Option<Value>, bool), Problem> {
    let Some(Repetition::Multi(multi)) = &element.repetition else {
        return Ok((None, false));
    };
    let output = match &multi.output_element {
        // Null contributes nothing, as a missing contribution does: the journal does not tell them apart.
        Some(expression) => {
            Some(evaluate(machine, key, expression)?).filter(|it| *it != Value::Null)
        }
        None => None,
    };
    let Some(condition) = &multi.completion else {
        return Ok((output, false));
    };
    // The counters as they will be once this item has completed.
    let mut after = Context::new();
    if let Some(counts) = machine.instance(body).and_then(|it| it.body.as_ref()) {
        after.insert("numberOfActiveInstances", counts.active().saturating_sub(1));
        after.insert("numberOfCompletedInstances", counts.completed + 1);
        if let Some(name) = &multi.output_collection {
            let mut so_far = counts.clone();
            if let Some(value) = &output {
                so_far.outputs.insert(position, value.clone());
            }
            after.insert(name.as_str(), so_far.collected());
        }
    }
    let early = match evaluate_over(machine, key, Some(&after), condition)? {
        Value::Boolean(truth) => truth,
        Value::Null => false,
        other => {
            return Err(Problem::new(
                "CONDITION_NOT_BOOLEAN",
                format!(
                    "the completion condition `{}` is a {}",
                    condition.source(),
                    other.type_name()
                ),
            ));
        }
    };
    Ok((output, early))
}

/// An item ended: the next one, or the end.
pub(crate) fn iterate(machine: &mut Machine<'_>, body: Key) {
    let Some((process, index)) = machine.place(body) else {
        return;
    };
    let element = process.element(index);
    let Some(counts) = machine.instance(body).and_then(|it| it.body.as_ref()) else {
        return;
    };
    if counts.active() > 0 {
        return;
    }
    let next = counts.started + 1;
    let total = counts.total;
    let more = match &element.repetition {
        Some(Repetition::Loop {
            condition, maximum, ..
        }) => {
            let bounded = maximum.is_none_or(|most| next <= most);
            match condition {
                _ if !bounded => Ok(false),
                Some(condition) => holds(machine, body, None, condition),
                None => Ok(maximum.is_some()),
            }
        }
        _ => Ok(total.is_some_and(|total| next <= total)),
    };
    match more {
        Ok(false) => done(machine, body),
        Ok(true) if machine.spend() => spawn(machine, body, element, next),
        Ok(true) => machine.incident(
            body,
            Stage::Iterate,
            Problem::new(
                "STEP_LIMIT",
                "one command ran too many items; a retry goes on from here",
            ),
        ),
        Err(problem) => machine.incident(body, Stage::Iterate, problem),
    }
}

/// The body is done: its collection and the result of a vote rise, then it leaves as an activity.
fn done(machine: &mut Machine<'_>, body: Key) {
    let Some((process, index)) = machine.place(body) else {
        return;
    };
    let Some(instance) = machine.instance(body) else {
        return;
    };
    let around = instance.scope;
    let mut results = Context::new();
    if let Some(counts) = &instance.body
        && let Some(name) = &counts.output
    {
        results.insert(name.as_str(), counts.collected());
    }
    vote::conclude(machine, body, &mut results);
    raise(machine, around, results);
    super::leave(machine, body, &process, index);
}
