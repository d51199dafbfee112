//! `mufakat simulate`: a run without anybody, exactly as DIALECT section 4 says.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::engine::{Key, Refusal, Request, SubscriptionKind};
use crate::feel::Context;

use super::calendar::LocalCalendar;
use super::deployment::{Deployment, Source};
use super::player::Player;
use super::report::Report;
use super::scenario::{self, Scenario};

/// How many completions an autopilot makes before it gives up.
const COMPLETIONS: usize = 200;
/// How many jobs it does, and events it fires, before it gives up.
const ACTS: usize = 2_000;

/// Who drives a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Driver {
    /// Nobody: what the start leads to.
    Nobody,
    /// The autopilot of DIALECT 4.
    Autopilot {
        /// Fire events when nothing else is open (`--fire`).
        fire: bool,
    },
    /// A scenario, or only steps in its language: a YAML list, or a mapping with `steps` (`--script`).
    Script(String),
}

/// What a simulation starts from.
#[derive(Debug, Clone)]
pub struct Options {
    /// The process; `None` is the first one in the file.
    pub process: Option<String>,
    /// Initial variables.
    pub variables: Context,
    /// The virtual clock at the start.
    pub now: DateTime<Utc>,
    /// Zone of the instance.
    pub zone: Tz,
    /// Path of the owning organisation.
    pub organisation: String,
    /// Who drives.
    pub driver: Driver,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            process: None,
            variables: Context::new(),
            // A Monday morning without holidays around it, so that simulations do not change with the day they run.
            now: DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default(),
            zone: chrono_tz::Asia::Jakarta,
            organisation: "/id/".to_owned(),
            driver: Driver::Nobody,
        }
    }
}

/// Simulates the first file; the others lie beside it.
#[must_use]
pub fn simulate(path: &str, sources: &[Source], options: &Options) -> Report {
    if let Driver::Script(yaml) = &options.driver {
        return follow(path, sources, options, yaml);
    }
    let calendar = LocalCalendar::of(&options.organisation, Default::default());
    let deployment = match options.driver {
        Driver::Autopilot { .. } => Deployment::read_for_autopilot(sources, calendar),
        _ => Deployment::read(sources, calendar),
    };
    if !deployment.is_deployable() {
        return Report::refused(path, deployment.diagnostics(), None);
    }
    let Some(process) = chosen(&deployment, options.process.as_deref()) else {
        return Report::refused(path, deployment.diagnostics(), Some(NO_PROCESS));
    };
    let mut player = Player::new(
        &deployment,
        options.now,
        options.zone,
        &options.organisation,
    );
    if let Err(refusal) = player.start(&process, None, None, options.variables.clone()) {
        return Report::refused(path, deployment.diagnostics(), Some(&refusal.to_string()));
    }
    let limit = match options.driver {
        Driver::Autopilot { fire } => drive(&mut player, fire).is_err(),
        _ => false,
    };
    Report::of(path, &player, limit)
}

const NO_PROCESS: &str = "there is no such process in the file";

fn chosen(deployment: &Deployment, named: Option<&str>) -> Option<String> {
    let process = match named {
        Some(id) => deployment.find(id),
        None => deployment.first(),
    };
    process.map(|it| it.id.clone())
}

/// Plays a script over the files.
fn follow(path: &str, sources: &[Source], options: &Options, yaml: &str) -> Report {
    let scenario = match Scenario::of_script(yaml, options) {
        Ok(scenario) => scenario,
        Err(error) => return Report::stopped(path, &[], "SCRIPT_UNREADABLE", &error.message),
    };
    let calendar = LocalCalendar::of(&scenario.organisation, scenario.holidays.clone());
    let mut deployment = Deployment::read(sources, calendar);
    deployment.stub(scenario.stubs.iter().cloned());
    if !deployment.is_deployable() {
        return Report::refused(path, deployment.diagnostics(), None);
    }
    let Some(process) = chosen(&deployment, scenario.process.as_deref()) else {
        return Report::refused(path, deployment.diagnostics(), Some(NO_PROCESS));
    };
    let played = scenario::script(
        &scenario,
        &deployment,
        &process,
        &options.variables,
        |player| Report::of(path, player, false),
    );
    played.unwrap_or_else(|failure| {
        let reason = format!("step {}: {}", failure.step, failure.message);
        Report::stopped(path, deployment.diagnostics(), "SCRIPT_FAILED", &reason)
    })
}

/// Does what can be done; an error is the limit. What the process brings about itself comes first: the messages it
/// throws to itself and the timers that are due without the clock moving. Then jobs, then tasks, then `--fire`.
fn drive(player: &mut Player<'_>, fire: bool) -> Result<(), Refusal> {
    let limit = || Refusal::Limit { limit: "AUTOPILOT" };
    let mut heard = 0;
    // Tasks that nobody can complete by himself: votes, and what a listener denies.
    let mut closed = BTreeSet::new();
    for _ in 0..ACTS {
        if player.ended() {
            return Ok(());
        }
        let own = own_message(player, &mut heard)
            .or_else(|| due_timer(player))
            .or_else(|| job(player));
        if let Some(request) = own {
            player.send(request, None)?;
            continue;
        }
        if let Some(task) = open_task(player, &closed) {
            if player.completed.len() >= COMPLETIONS {
                return Err(limit());
            }
            let request = Request::CompleteTask {
                task,
                variables: Context::new(),
            };
            match player.send(request, None) {
                Err(refusal @ Refusal::Limit { .. }) => return Err(refusal),
                Err(_) => {
                    closed.insert(task);
                }
                Ok(()) => {}
            }
            continue;
        }
        if !fire || !fire_one(player)? {
            return Ok(());
        }
    }
    Err(limit())
}

/// The next message that the instance has thrown and itself waits for, by name and key.
fn own_message(player: &Player<'_>, heard: &mut usize) -> Option<Request> {
    while let Some(posted) = player.messages.get(*heard) {
        *heard += 1;
        let waiting = player.state.subscriptions.iter().find(|(_, open)| {
            open.kind == SubscriptionKind::Message
                && open.name == posted.name
                && open.correlation_key.as_deref().unwrap_or_default()
                    == posted.key.as_deref().unwrap_or_default()
        });
        if let Some((subscription, _)) = waiting {
            return Some(Request::CorrelateMessage {
                subscription: *subscription,
                variables: posted.variables.clone(),
            });
        }
    }
    None
}

/// A timer that is due already: its date has passed, or its duration is nothing.
fn due_timer(player: &Player<'_>) -> Option<Request> {
    player
        .next_timer()
        .filter(|(_, timer)| timer.due <= player.now)
        .map(|(timer, _)| Request::FireTimer { timer })
}

fn job(player: &Player<'_>) -> Option<Request> {
    Some(Request::CompleteJob {
        job: open_job(player)?,
        variables: Context::new(),
        result: None,
    })
}

/// The oldest job that no incident holds.
fn open_job(player: &Player<'_>) -> Option<Key> {
    player
        .state
        .jobs
        .iter()
        .find(|(key, _)| {
            !player
                .state
                .incidents
                .values()
                .any(|it| it.job == Some(**key))
        })
        .map(|(key, _)| *key)
}

/// The task with the smallest element id, of these the oldest.
fn open_task(player: &Player<'_>, closed: &BTreeSet<Key>) -> Option<Key> {
    player
        .state
        .tasks
        .iter()
        .filter(|(key, _)| !closed.contains(key))
        .min_by_key(|(key, task)| (&task.facts.element, **key))
        .map(|(key, _)| *key)
}

/// Fires the waiting timer, message or signal with the smallest element id.
fn fire_one(player: &mut Player<'_>) -> Result<bool, Refusal> {
    let timer = player
        .state
        .timers
        .iter()
        .map(|(key, it)| (it.element.clone(), *key, Some(it.due)));
    let subscription = player
        .state
        .subscriptions
        .iter()
        .filter(|(_, it)| it.kind != SubscriptionKind::Condition)
        .map(|(key, it)| (it.element.clone(), *key, None));
    let Some((_, key, due)) = timer.chain(subscription).min() else {
        return Ok(false);
    };
    let request = match due {
        Some(due) => {
            player.set_clock(due);
            Request::FireTimer { timer: key }
        }
        None => match player.state.subscriptions.get(&key) {
            Some(open) if open.kind == SubscriptionKind::Signal => Request::Signal {
                name: open.name.clone(),
                variables: Context::new(),
            },
            _ => Request::CorrelateMessage {
                subscription: key,
                variables: Context::new(),
            },
        },
    };
    player.send(request, None)?;
    Ok(true)
}
