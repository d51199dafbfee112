//! Messages and signals that an instance sends.

use crate::feel::{Context, Value};
use crate::model::{Element, Message};

use super::command::Key;
use super::event::{Event, SubscriptionKind};
use super::machine::{Machine, Problem};
use super::variables::{evaluate, name, text};
use super::{time, trigger};

/// How long a message is buffered when the model says nothing: one hour.
const TIME_TO_LIVE_MS: i64 = 3_600_000;

/// Throws a message. Its payload is what the event sees locally (its input mappings); without mappings it is empty.
pub(crate) fn message(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    message: &Message,
) -> Result<(), Problem> {
    let named = name(machine, key, "the message name", &message.name)?;
    let correlation_key = match &message.correlation_key {
        None => String::new(),
        Some(expression) => match evaluate(machine, key, expression)? {
            Value::Null => String::new(),
            value => value.to_text(),
        },
    };
    let time_to_live_ms = match &message.time_to_live {
        None => TIME_TO_LIVE_MS,
        Some(source) => {
            let value = text(machine, key, source)?;
            time::milliseconds(&value, machine.at, machine.zone)
                .map_err(|problem| Problem::new("TIMER_INVALID", problem.to_string()))?
        }
    };
    machine.emit(Event::MessageThrown {
        element: element.id.clone(),
        name: named,
        correlation_key,
        time_to_live_ms,
        variables: payload(machine, key),
    });
    Ok(())
}

/// Throws a signal: it leaves the instance, and reaches whoever waits for it inside.
pub(crate) fn signal(machine: &mut Machine<'_>, key: Key, element: &Element, name: String) {
    let variables = payload(machine, key);
    machine.emit(Event::SignalThrown {
        element: element.id.clone(),
        name: name.clone(),
        variables: variables.clone(),
    });
    deliver(machine, &name, &variables);
}

fn payload(machine: &Machine<'_>, key: Key) -> Context {
    machine
        .instance(key)
        .map(|it| it.variables.clone())
        .unwrap_or_default()
}

/// Lets a signal reach every subscription of that name.
pub(crate) fn deliver(machine: &mut Machine<'_>, name: &str, variables: &Context) {
    let waiting: Vec<Key> = machine
        .state
        .subscriptions
        .iter()
        .filter(|(_, it)| it.kind == SubscriptionKind::Signal && it.name == name)
        .map(|(key, _)| *key)
        .collect();
    for subscription in waiting {
        arrived(machine, subscription, variables.clone());
    }
}

/// Something arrived at a subscription, if it is still open.
pub(crate) fn arrived(machine: &mut Machine<'_>, subscription: Key, variables: Context) {
    let Some(open) = machine.state.subscriptions.get(&subscription).cloned() else {
        return;
    };
    machine.emit(Event::SubscriptionTriggered {
        subscription,
        element: open.element.clone(),
    });
    trigger::happened(machine, open.owner, &open.element, variables);
}
