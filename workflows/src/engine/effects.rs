//! What leaves the instance, derived from its events: replaying a journal and not calling this sends nothing
//! (ARCHITECTURE 2.1).

use crate::feel::Context;

use super::command::Key;
use super::event::Event;
use super::state::State;

/// Something the world must be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A message to correlate with other instances, or to start one.
    PublishMessage {
        /// The throwing element.
        element: String,
        /// Name.
        name: String,
        /// Correlation key.
        correlation_key: String,
        /// Buffer time in milliseconds.
        time_to_live_ms: i64,
        /// Payload.
        variables: Context,
    },
    /// A signal for every other instance that waits for it. This one has it already.
    BroadcastSignal {
        /// Name.
        name: String,
        /// Payload.
        variables: Context,
    },
    /// A job can be leased.
    OfferJob {
        /// The job.
        job: Key,
        /// Job type.
        kind: String,
    },
    /// People have a task to hear of.
    NotifyTask {
        /// The task.
        task: Key,
    },
    /// A task is gone that nobody finished.
    WithdrawTask {
        /// The task.
        task: Key,
        /// State shown to people.
        state: String,
    },
    /// An operator is needed.
    AlertIncident {
        /// The incident.
        incident: Key,
        /// Typed code.
        code: String,
    },
}

/// The effects of events that were decided on the state `before`.
#[must_use]
pub fn effects(before: &State, events: &[Event]) -> Vec<Effect> {
    let mut found = Vec::new();
    for (at, event) in events.iter().enumerate() {
        // What is born and gone within one command never was there for the world.
        let rest = &events[at + 1..];
        match event {
            Event::MessageThrown {
                element,
                name,
                correlation_key,
                time_to_live_ms,
                variables,
            } => found.push(Effect::PublishMessage {
                element: element.clone(),
                name: name.clone(),
                correlation_key: correlation_key.clone(),
                time_to_live_ms: *time_to_live_ms,
                variables: variables.clone(),
            }),
            Event::SignalThrown {
                name, variables, ..
            } => found.push(Effect::BroadcastSignal {
                name: name.clone(),
                variables: variables.clone(),
            }),
            Event::JobCreated { job, kind, .. } if !cancelled(rest, *job) => {
                found.push(Effect::OfferJob {
                    job: *job,
                    kind: kind.clone(),
                });
            }
            Event::JobRetried { job, .. } => {
                if let Some(known) = before.jobs.get(job) {
                    found.push(Effect::OfferJob {
                        job: *job,
                        kind: known.kind.clone(),
                    });
                }
            }
            Event::TaskCreated { task, .. } if !withdrawn(rest, *task) => {
                found.push(Effect::NotifyTask { task: *task });
            }
            Event::TaskWithdrawn { task, state, .. } if before.tasks.contains_key(task) => {
                found.push(Effect::WithdrawTask {
                    task: *task,
                    state: state.clone(),
                });
            }
            Event::IncidentRaised { incident, code, .. } if !resolved(rest, *incident) => {
                found.push(Effect::AlertIncident {
                    incident: *incident,
                    code: code.clone(),
                });
            }
            _ => {}
        }
    }
    found
}

fn cancelled(rest: &[Event], wanted: Key) -> bool {
    rest.iter()
        .any(|event| matches!(event, Event::JobCancelled { job } if *job == wanted))
}

fn withdrawn(rest: &[Event], wanted: Key) -> bool {
    rest.iter()
        .any(|event| matches!(event, Event::TaskWithdrawn { task, .. } if *task == wanted))
}

fn resolved(rest: &[Event], wanted: Key) -> bool {
    rest.iter()
        .any(|event| matches!(event, Event::IncidentResolved { incident } if *incident == wanted))
}
