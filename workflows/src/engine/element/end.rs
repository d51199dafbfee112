//! End events (BPMN 10.5.3, 13.5.2).

use crate::feel::Context;
use crate::model::{Element, Job, Kind, Trigger};

use super::super::command::Key;
use super::super::machine::{Machine, Problem};
use super::super::scope::Cause;
use super::super::variables::name;
use super::super::{broadcast, compensation, throwing};
use super::throw::{clear_scope, said, uncaught};

/// Throws what the end event throws, and ends the token.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
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
        Trigger::Error { code } => {
            let code = said(machine, key, code.as_ref())?;
            if !throwing::error(machine, key, &code, Context::new()) {
                uncaught(machine, key, &code);
            }
            return Ok(());
        }
        Trigger::Compensation { activity } => {
            return compensation::throw(machine, key, activity.as_deref());
        }
        // Ends its scope, not more (DIALECT 3.7).
        Trigger::Terminate => clear_scope(machine, key, Cause::TerminateEnd),
        Trigger::Cancel => return cancel(machine, key),
        _ => {}
    }
    super::complete(machine, key, Context::new());
    Ok(())
}

/// Cancels the transaction around it: the rest of it ends, what it completed is compensated, and then the cancel
/// boundary event goes off (BPMN 13.5.5).
fn cancel(machine: &mut Machine<'_>, key: Key) -> Result<(), Problem> {
    let around = machine.instance(key).map(|it| it.scope);
    let in_transaction =
        around
            .and_then(|scope| machine.place(scope))
            .is_some_and(|(process, index)| {
                matches!(
                    process.element(index).kind,
                    Kind::SubProcess {
                        transaction: true,
                        ..
                    }
                )
            });
    if !in_transaction {
        return Err(Problem::new(
            "CANCEL_OUTSIDE_TRANSACTION",
            "a cancel end event works only directly inside a transaction",
        ));
    }
    clear_scope(machine, key, Cause::Cancelled);
    compensation::throw(machine, key, None)
}
