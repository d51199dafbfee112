//! Work of a job worker: service, send, script and rule tasks, and throw events done by a worker.

use crate::feel::{Context, Value};
use crate::model::{Element, Job};

use super::super::command::Key;
use super::super::event::Event;
use super::super::machine::{Machine, Problem};
use super::super::variables::{name, text};

/// Attempts when the model says nothing.
const RETRIES: u32 = 3;

/// Makes the job; the element waits for it.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    job: &Job,
) -> Result<(), Problem> {
    create(machine, key, element, job, None, 0)
}

/// Makes a job for an element instance, or for one of its listeners.
pub(crate) fn create(
    machine: &mut Machine<'_>,
    key: Key,
    element: &Element,
    job: &Job,
    listener: Option<&str>,
    position: u32,
) -> Result<(), Problem> {
    create_for(machine, key, key, element, job, listener, position)
}

/// The same for a job that belongs to another element instance, evaluated where `key` stands.
pub(crate) fn create_for(
    machine: &mut Machine<'_>,
    key: Key,
    owner: Key,
    element: &Element,
    job: &Job,
    listener: Option<&str>,
    position: u32,
) -> Result<(), Problem> {
    let kind = name(machine, key, "the job type", &job.kind)?;
    let retries = match text(machine, key, &job.retries)? {
        Value::Null => Some(RETRIES),
        Value::String(text) if text.trim().is_empty() => Some(RETRIES),
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_i64().and_then(|it| u32::try_from(it).ok()),
    }
    .ok_or_else(|| Problem::new("RETRIES_INVALID", "retries must be a whole number"))?;
    machine.emit(Event::JobCreated {
        job: machine.key(),
        element: element.id.clone(),
        owner,
        kind,
        retries: retries.max(1),
        headers: job.headers.clone(),
        listener: listener.map(str::to_owned),
        position,
    });
    Ok(())
}

/// The worker is done with the element's own work.
pub(crate) fn done(machine: &mut Machine<'_>, job: Key, owner: Key, values: Context) {
    machine.emit(Event::JobCompleted { job });
    resolve(machine, job);
    super::complete(machine, owner, values);
}

/// Incidents about this job are over.
pub(crate) fn resolve(machine: &mut Machine<'_>, job: Key) {
    let about: Vec<Key> = machine
        .state
        .incidents
        .iter()
        .filter(|(_, it)| it.job == Some(job))
        .map(|(key, _)| *key)
        .collect();
    for incident in about {
        machine.emit(Event::IncidentResolved { incident });
    }
}
