//! Workers in a scenario: built-in ones that answer by themselves, and steps that play the others.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::engine::{ListenerResult, Request, Status};
use crate::feel::{Context, Value};

use super::super::player::{Call, Player};
use super::play::{Stage, Trouble, failed, item};
use super::{Scenario, Step};

/// How many jobs one step may set off.
const MOST_JOBS: u32 = 10_000;

impl Stage<'_> {
    pub(super) fn job(&mut self, step: &Step) -> Result<(), Trouble> {
        let wanted = self.object(step)?;
        let jobs = self.player.jobs_of(&wanted);
        let nth = item(step)?.unwrap_or(1).saturating_sub(1);
        let Some(job) = jobs.get(nth).copied() else {
            return failed(format!("no job of {wanted} waits"));
        };
        let request = match step.verb.as_str() {
            "job" => {
                self.calls.extend(self.player.call(job));
                let corrections = match step.details.get("corrections") {
                    None => Context::new(),
                    Some(corrections) => self.values(corrections)?,
                };
                Request::CompleteJob {
                    job,
                    variables: self.with(step)?,
                    result: Some(ListenerResult {
                        denied: self.detail(step, "denied")?,
                        corrections,
                    }),
                }
            }
            "fail" => Request::FailJob {
                job,
                retries: step
                    .details
                    .get("retries")
                    .and_then(Json::as_u64)
                    .and_then(|it| u32::try_from(it).ok())
                    .unwrap_or(0),
                retry_at: None,
                message: self
                    .detail(step, "message")?
                    .unwrap_or_else(|| "failed".to_owned()),
            },
            _ => Request::ThrowJobError {
                job,
                code: self.detail(step, "code")?.unwrap_or_default(),
                message: self.detail(step, "message")?.unwrap_or_default(),
                variables: self.with(step)?,
            },
        };
        self.player.send(request, None)?;
        Ok(())
    }
}

/// Completes every job that a worker of the scenario does, until none is left.
pub(super) fn work(
    player: &mut Player<'_>,
    scenario: &Scenario,
    calls: &mut Vec<Call>,
    given: &mut BTreeMap<String, u32>,
) -> Result<(), Trouble> {
    if player.state.status == Status::Suspended {
        return Ok(());
    }
    for _ in 0..MOST_JOBS {
        let next = player.state.jobs.iter().find_map(|(key, job)| {
            let stuck = player
                .state
                .incidents
                .values()
                .any(|it| it.job == Some(*key));
            let answer = scenario
                .jobs
                .get(&job.element)
                .or_else(|| scenario.jobs.get(&job.kind));
            let built_in = job.kind.starts_with("mufakat:");
            match answer {
                Some(answer) if answer.manual => None,
                Some(_) if !stuck => Some((*key, answer)),
                None if built_in && !stuck => Some((*key, None)),
                _ => None,
            }
        });
        let Some((job, answer)) = next else {
            return Ok(());
        };
        let Some(call) = player.call(job) else {
            return Ok(());
        };
        let mut variables = Context::new();
        match answer {
            Some(answer) => {
                for (name, value) in &answer.result {
                    variables.insert(name.as_str(), Value::from_json(value));
                }
            }
            None => {
                if let Some(name) = call.headers.get("resultVariable") {
                    let number = given.entry(call.kind.clone()).or_default();
                    *number += 1;
                    variables.insert(name.as_str(), made_up(&call, *number));
                }
            }
        }
        calls.push(call);
        player.send(
            Request::CompleteJob {
                job,
                variables,
                result: None,
            },
            None,
        )?;
    }
    Err(Trouble::Failed("jobs make jobs without end".to_owned()))
}

/// What a built-in worker answers when the scenario says nothing.
fn made_up(call: &Call, number: u32) -> Value {
    match call.kind.as_str() {
        "mufakat:number" => Value::string(format!("NUMBER-{number}")),
        "mufakat:hash" => Value::string(format!("{number:064x}")),
        "mufakat:document" => {
            let kind = call.headers.get("kind").cloned().unwrap_or_default();
            let mut document = Context::new();
            document.insert("id", format!("doc-{number}"));
            document.insert("title", kind.as_str());
            document.insert("kind", kind.as_str());
            document.insert("sha256", format!("{number:064x}"));
            document.into()
        }
        _ => Value::Boolean(true),
    }
}
