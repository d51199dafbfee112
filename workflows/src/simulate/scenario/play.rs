//! Playing a scenario: its steps through the engine, its built-in workers, its clock.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::engine::{Key, Refusal, Request, SubscriptionKind, World};
use crate::feel::{Context, Expression, Value};

use super::super::calendar::LocalCalendar;
use super::super::deployment::{Deployment, Source};
use super::super::player::{Call, Player};
use super::workers::work;
use super::{Failure, Report, Scenario, Step, expect, span};

/// Why a step did not go as written.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The engine (or the guard at the task) refused.
    Refused(String),
    /// The step cannot be played, or an expectation did not come true.
    Failed(String),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        let code = match &refusal {
            Refusal::BallotRefused { reason } => reason.clone(),
            Refusal::CannotModify { reason, .. } => (*reason).to_owned(),
            other => serde_json::to_value(other)
                .ok()
                .and_then(|it| it.get("code").and_then(Json::as_str).map(str::to_owned))
                .unwrap_or_default(),
        };
        Self::Refused(code)
    }
}

pub(super) fn failed<T>(message: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Failed(message.into()))
}

/// A scenario under way.
pub(crate) struct Stage<'a> {
    pub player: Player<'a>,
    pub scenario: &'a Scenario,
    /// Every job that was done.
    pub calls: Vec<Call>,
    /// How many of them the last `mails` and `calls` expectations have seen; likewise messages and signals.
    pub seen: Seen,
    given: BTreeMap<String, u32>,
}

/// Marks of what has been expected already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    pub mails: usize,
    pub calls: usize,
    pub messages: usize,
    pub signals: usize,
}

/// Plays a scenario over files: those it names and those that lie beside it.
#[must_use]
pub fn run(path: &str, scenario: &Scenario, sources: &[Source]) -> Report {
    let mut report = Report {
        path: path.to_owned(),
        scenario: scenario.name.clone(),
        ok: true,
        steps: 0,
        failure: None,
    };
    let calendar = LocalCalendar::of(&scenario.organisation, scenario.holidays.clone());
    let mut deployment = Deployment::read(sources, calendar);
    deployment.stub(scenario.stubs.iter().cloned());
    if let Err(failure) = play(scenario, &deployment, &mut report.steps) {
        report.ok = false;
        report.failure = Some(failure);
    }
    report
}

fn play(scenario: &Scenario, deployment: &Deployment, steps: &mut usize) -> Result<(), Failure> {
    let at = |step: usize| move |message: String| Failure { step, message };
    if !deployment.is_deployable() {
        let findings: Vec<String> = deployment
            .diagnostics()
            .iter()
            .filter(|it| it.is_error)
            .map(|it| it.message.clone())
            .collect();
        return Err(at(0)(format!("not deployable: {}", findings.join("; "))));
    }
    let process = match &scenario.process {
        Some(id) => id.clone(),
        None if deployment.len() == 1 => deployment
            .first()
            .map(|it| it.id.clone())
            .unwrap_or_default(),
        None => {
            return Err(at(0)(
                "the files hold several processes: say which with `process`".to_owned(),
            ));
        }
    };
    let player = Player::new(
        deployment,
        scenario.now,
        scenario.zone,
        &scenario.organisation,
    );
    let mut stage = Stage {
        player,
        scenario,
        calls: Vec::new(),
        seen: Seen::default(),
        given: BTreeMap::new(),
    };
    stage
        .begin(&process, &Context::new())
        .map_err(|it| at(0)(words(it)))?;
    for (index, step) in scenario.steps.iter().enumerate() {
        *steps = index + 1;
        stage.step(step).map_err(|message| at(index + 1)(message))?;
    }
    Ok(())
}

/// Starts a process and plays the steps of a script over it (`mufakat simulate --script`); what the instance then is goes
/// to `report`.
///
/// # Errors
/// The first step that did not go as written, or what is wrong with the script.
pub fn script<R>(
    scenario: &Scenario,
    deployment: &Deployment,
    process: &str,
    variables: &Context,
    report: impl FnOnce(&Player<'_>) -> R,
) -> Result<R, Failure> {
    let at = |step: usize| move |message: String| Failure { step, message };
    let mut stage = Stage {
        player: Player::new(
            deployment,
            scenario.now,
            scenario.zone,
            &scenario.organisation,
        ),
        scenario,
        calls: Vec::new(),
        seen: Seen::default(),
        given: BTreeMap::new(),
    };
    stage
        .begin(process, variables)
        .map_err(|it| at(0)(words(it)))?;
    for (index, step) in scenario.steps.iter().enumerate() {
        stage.step(step).map_err(|message| at(index + 1)(message))?;
    }
    Ok(report(&stage.player))
}

fn words(trouble: Trouble) -> String {
    match trouble {
        Trouble::Refused(code) => format!("refused with {code}"),
        Trouble::Failed(message) => message,
    }
}

impl<'a> Stage<'a> {
    /// Starts the process with the variables that the scenario names; `more` comes from outside and counts more.
    pub(crate) fn begin(&mut self, process: &str, more: &Context) -> Result<(), Trouble> {
        let mut variables = self.values(&Json::Object(self.scenario.start.variables.clone()))?;
        for (name, value) in more.iter() {
            variables.insert(name.clone(), value.clone());
        }
        self.player.start(
            process,
            self.scenario.start.event.clone(),
            self.scenario.start.business_key.clone(),
            variables,
        )?;
        self.work()
    }

    /// Plays one step; an error is what did not go as written.
    pub(crate) fn step(&mut self, step: &Step) -> Result<(), String> {
        let wanted = step.details.get("refused").and_then(Json::as_str);
        match (self.act(step), wanted) {
            (Ok(()), None) => Ok(()),
            (Ok(()), Some(code)) => Err(format!("{} was not refused, {code} expected", step.verb)),
            (Err(Trouble::Refused(code)), Some(wanted)) if code == wanted => Ok(()),
            (Err(Trouble::Refused(code)), Some(wanted)) => {
                Err(format!("refused with {code}, {wanted} expected"))
            }
            (Err(Trouble::Refused(code)), None) => {
                Err(format!("{} was refused with {code}", step.verb))
            }
            (Err(Trouble::Failed(message)), _) => Err(message),
        }
    }

    fn act(&mut self, step: &Step) -> Result<(), Trouble> {
        match step.verb.as_str() {
            "expect" => return expect::check(self, &step.object),
            "advance" => {
                let text = self.object(step)?;
                let to = span::target(
                    &text,
                    self.player.now,
                    self.player.zone,
                    self.player.deployment().calendar(),
                )
                .map_err(Trouble::Failed)?;
                return self.run_to(to);
            }
            "complete" | "vote" | "return" | "claim" | "release" | "assign" => self.task(step)?,
            "fire" => self.fire(step)?,
            "message" => self.message(step)?,
            "signal" => {
                let name = self.object(step)?;
                let variables = self.with(step)?;
                self.player
                    .send(Request::Signal { name, variables }, None)?;
            }
            "job" | "fail" | "error" => self.job(step)?,
            "retry" => {
                let element = self.object(step)?;
                let incident = self
                    .player
                    .state
                    .incidents
                    .iter()
                    .find(|(_, it)| it.element == element)
                    .map(|(key, _)| *key);
                let Some(incident) = incident else {
                    return failed(format!("{element} has no incident"));
                };
                self.player
                    .send(Request::RetryIncident { incident }, None)?;
            }
            "set" | "suspend" | "resume" | "modify" | "migrate" | "rollback" => {
                self.operate(step)?;
            }
            _ => {
                let reason = self.object(step)?;
                self.player.send(Request::Cancel { reason }, None)?;
            }
        }
        self.work()
    }

    pub(super) fn object(&self, step: &Step) -> Result<String, Trouble> {
        match &step.object {
            Json::String(text) => Ok(text.clone()),
            Json::Number(number) => Ok(number.to_string()),
            _ => failed(format!("{} needs a text", step.verb)),
        }
    }

    pub(super) fn with(&self, step: &Step) -> Result<Context, Trouble> {
        match step.details.get("with") {
            None => Ok(Context::new()),
            Some(with) => self.values(with),
        }
    }

    pub(super) fn detail(&self, step: &Step, name: &str) -> Result<Option<String>, Trouble> {
        match step.details.get(name) {
            None => Ok(None),
            Some(value) => Ok(Some(self.value(value)?.to_text())),
        }
    }

    /// JSON to values, texts that begin with `=` evaluated.
    pub(crate) fn value(&self, json: &Json) -> Result<Value, Trouble> {
        match json {
            Json::String(text) => match text.strip_prefix('=') {
                Some(source) => {
                    let expression = Expression::parse(source)
                        .map_err(|error| Trouble::Failed(format!("{source}: {}", error.message)))?;
                    let environment = crate::feel::Environment {
                        now: self.player.now,
                        zone: self.player.zone,
                        calendar: self.player.deployment().calendar(),
                        limits: crate::feel::Limits::default(),
                        seed: None,
                    };
                    expression
                        .evaluate(self.player.state.variables(), &environment)
                        .map(|outcome| outcome.value)
                        .map_err(|error| Trouble::Failed(format!("{source}: {error}")))
                }
                None => {
                    let plain = match text.strip_prefix("\\=") {
                        Some(rest) => format!("={rest}"),
                        None => text.clone(),
                    };
                    Ok(Value::string(plain))
                }
            },
            Json::Array(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(item)?);
                }
                Ok(Value::list(values))
            }
            Json::Object(entries) if !entries.contains_key("@type") => {
                let mut context = Context::new();
                for (name, value) in entries {
                    context.insert(name.as_str(), self.value(value)?);
                }
                Ok(context.into())
            }
            other => Ok(Value::from_json(other)),
        }
    }

    pub(crate) fn values(&self, json: &Json) -> Result<Context, Trouble> {
        match self.value(json)? {
            Value::Context(context) => Ok((*context).clone()),
            Value::Null => Ok(Context::new()),
            _ => failed("values are a mapping of names"),
        }
    }

    pub(super) fn run_to(&mut self, to: chrono::DateTime<chrono::Utc>) -> Result<(), Trouble> {
        let scenario = self.scenario;
        let mut calls = std::mem::take(&mut self.calls);
        let mut given = std::mem::take(&mut self.given);
        let ran = self.player.run_to(to, |player| -> Result<(), Trouble> {
            work(player, scenario, &mut calls, &mut given)
        });
        self.calls = calls;
        self.given = given;
        ran
    }

    /// Does the jobs that workers of the scenario do.
    fn work(&mut self) -> Result<(), Trouble> {
        work(
            &mut self.player,
            self.scenario,
            &mut self.calls,
            &mut self.given,
        )
    }

    fn fire(&mut self, step: &Step) -> Result<(), Trouble> {
        let element = self.object(step)?;
        let nth = item(step)?;
        let mut waiting: Vec<(chrono::DateTime<chrono::Utc>, Key)> = self
            .player
            .state
            .timers
            .iter()
            .filter(|(_, it)| it.element == element)
            .map(|(key, it)| (it.due, *key))
            .collect();
        waiting.sort();
        let Some((due, timer)) = waiting.get(nth.unwrap_or(1).saturating_sub(1)).copied() else {
            return failed(format!("no timer waits at {element}"));
        };
        // What falls due before it happens before it.
        let before = due - chrono::Duration::microseconds(1);
        if before > self.player.now {
            self.run_to(before)?;
        }
        if !self.player.state.timers.contains_key(&timer) {
            return failed(format!(
                "the timer {element} was cancelled by what fell due before it"
            ));
        }
        self.player.set_clock(due);
        self.player.send(Request::FireTimer { timer }, None)?;
        Ok(())
    }

    fn message(&mut self, step: &Step) -> Result<(), Trouble> {
        let name = self.object(step)?;
        let key = self.detail(step, "key")?;
        let variables = self.with(step)?;
        let subscription = self
            .player
            .state
            .subscriptions
            .iter()
            .find(|(_, it)| {
                it.kind == SubscriptionKind::Message
                    && it.name == name
                    && (key.is_none() || it.correlation_key == key)
            })
            .map(|(at, _)| *at);
        let Some(subscription) = subscription else {
            return failed(format!("nothing waits for the message {name}"));
        };
        let request = Request::CorrelateMessage {
            subscription,
            variables,
        };
        self.player.send(request, None)?;
        Ok(())
    }
}

/// `item: 3`.
pub(super) fn item(step: &Step) -> Result<Option<usize>, Trouble> {
    match step.details.get("item") {
        None => Ok(None),
        Some(value) => match value.as_u64().and_then(|it| usize::try_from(it).ok()) {
            Some(nth) if nth > 0 => Ok(Some(nth)),
            _ => failed("item counts from 1"),
        },
    }
}
