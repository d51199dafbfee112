//! Intermediate throw events (BPMN 10.5.4, 13.5.2).

use crate::feel::Context;
use crate::model::{Element, Job, Kind, Process, Trigger};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::{Machine, Problem};
use super::super::note::Stage;
use super::super::variables::{name, text};
use super::super::{broadcast, compensation, scope, throwing, trigger, wait};

/// Throws, and goes on.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    thrown: &Trigger,
    job: Option<&Job>,
) -> Result<(), Problem> {
    if let Some(job) = job {
        return super::job::activate(machine, key, element, job);
    }
    match thrown {
        Trigger::Message(message) => broadcast::message(machine, key, element, message)?,
        Trigger::Signal { name: named } => {
            let named = name(machine, key, "the signal name", named)?;
            broadcast::signal(machine, key, element, named);
        }
        Trigger::Escalation { code } => {
            let code = said(machine, key, code.as_ref())?;
            throwing::escalation(machine, key, &code);
        }
        Trigger::Compensation { activity } => {
            return compensation::throw(machine, key, activity.as_deref());
        }
        Trigger::Link { name } => return link(machine, key, process, element, name),
        _ => {}
    }
    // Whoever caught it may have cancelled this very event.
    super::complete(machine, key, Context::new());
    Ok(())
}

/// A code as text; empty when none was given.
pub(crate) fn said(
    machine: &Machine<'_>,
    key: Key,
    code: Option<&crate::model::Text>,
) -> Result<String, Problem> {
    match code {
        None => Ok(String::new()),
        Some(code) => Ok(text(machine, key, code)?.to_text()),
    }
}

/// The token goes on at the catch event of the same name, in the same scope.
fn link(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    wanted: &str,
) -> Result<(), Problem> {
    if !machine.spend() {
        return Err(Problem::new(
            "STEP_LIMIT",
            "one command moved too many tokens; a retry goes on from here",
        ));
    }
    let target = element.parent.and_then(|parent| {
        let inside = &process.element(parent).children;
        inside.iter().copied().find(|child| {
            matches!(&process.element(*child).kind,
                Kind::Catch(Trigger::Link { name }) if name == wanted)
        })
    });
    let Some(target) = target else {
        return Err(Problem::new(
            "LINK_NOT_FOUND",
            format!("no link event catches {wanted}"),
        ));
    };
    let Some(scope) = machine.instance(key).map(|it| it.scope) else {
        return Ok(());
    };
    wait::close_owned(machine, key);
    machine.emit(Event::ElementCompleted {
        key,
        element: element.id.clone(),
    });
    trigger::pass(machine, scope, process, target, Vec::new(), Context::new());
    Ok(())
}

/// Ends a thrower's scope brothers; shared by the terminate and cancel end events.
pub(crate) fn clear_scope(machine: &mut Machine<'_>, key: Key, cause: scope::Cause) {
    if let Some(around) = machine.instance(key).map(|it| it.scope) {
        scope::interrupt_except(machine, around, Some(key), cause);
    }
}

/// What an uncaught error leaves behind: an incident on the thrower, a retry throws again.
pub(crate) fn uncaught(machine: &mut Machine<'_>, key: Key, code: &str) {
    let problem = Problem::new(
        "ERROR_UNCAUGHT",
        format!("nothing catches the error {code}"),
    );
    machine.incident(key, Stage::Work, problem);
}
