//! Playing a scenario: its steps through the engine, its built-in workers, its clock.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::engine::{
    Event, Key, ListenerResult, Refusal, Request, Stamp, SubscriptionKind, TaskFacts, World,
};
use crate::feel::{Context, Expression, Value};

use super::super::autopilot::Options;
use super::super::calendar::LocalCalendar;
use super::super::deployment::{Deployment, Source};
use super::super::player::{Call, Player};
use super::{Failure, Person, Report, Scenario, Step, expect, span};

/// How many jobs one step may set off.
const MOST_JOBS: u32 = 10_000;

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
            other => serde_json::to_value(other)
                .ok()
                .and_then(|it| it.get("code").and_then(Json::as_str).map(str::to_owned))
                .unwrap_or_default(),
        };
        Self::Refused(code)
    }
}

fn failed<T>(message: impl Into<String>) -> Result<T, Trouble> {
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
    stage.begin(&process).map_err(|it| at(0)(words(it)))?;
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
    yaml: &str,
    deployment: &Deployment,
    process: &str,
    options: &Options,
    report: impl FnOnce(&Player<'_>) -> R,
) -> Result<R, Failure> {
    let at = |step: usize| move |message: String| Failure { step, message };
    let steps = Scenario::steps_of(yaml).map_err(|it| at(0)(it.message))?;
    let scenario = Scenario::bare(options);
    let mut stage = Stage {
        player: Player::new(deployment, options.now, options.zone, &options.organisation),
        scenario: &scenario,
        calls: Vec::new(),
        seen: Seen::default(),
        given: BTreeMap::new(),
    };
    stage
        .player
        .start(process, None, None, options.variables.clone())
        .map_err(|it| at(0)(it.to_string()))?;
    stage.work().map_err(|it| at(0)(words(it)))?;
    for (index, step) in steps.iter().enumerate() {
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
    pub(crate) fn begin(&mut self, process: &str) -> Result<(), Trouble> {
        let variables = self.values(&Json::Object(self.scenario.start.variables.clone()))?;
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
            "set" => {
                let values = self.values(&step.object)?;
                self.player.send(
                    Request::SetVariables {
                        scope: None,
                        values,
                    },
                    None,
                )?;
            }
            _ => {
                let reason = self.object(step)?;
                self.player.send(Request::Cancel { reason }, None)?;
            }
        }
        self.work()
    }

    fn object(&self, step: &Step) -> Result<String, Trouble> {
        match &step.object {
            Json::String(text) => Ok(text.clone()),
            Json::Number(number) => Ok(number.to_string()),
            _ => failed(format!("{} needs a text", step.verb)),
        }
    }

    fn with(&self, step: &Step) -> Result<Context, Trouble> {
        match step.details.get("with") {
            None => Ok(Context::new()),
            Some(with) => self.values(with),
        }
    }

    fn detail(&self, step: &Step, name: &str) -> Result<Option<String>, Trouble> {
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

    fn run_to(&mut self, to: chrono::DateTime<chrono::Utc>) -> Result<(), Trouble> {
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

    fn job(&mut self, step: &Step) -> Result<(), Trouble> {
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

    fn task(&mut self, step: &Step) -> Result<(), Trouble> {
        let element = self.object(step)?;
        let by = self.detail(step, "by")?;
        let mut tasks = self.pick(step, &element, by.as_deref())?;
        let all = step.details.get("all").and_then(Json::as_bool) == Some(true);
        if !all {
            tasks.truncate(1);
        }
        for task in tasks {
            self.at_task(step, task, by.as_deref())?;
        }
        Ok(())
    }

    fn at_task(&mut self, step: &Step, task: Key, by: Option<&str>) -> Result<(), Trouble> {
        if let Some(by) = by {
            self.guard(task, by, step.verb == "assign")?;
        }
        let to = || -> Result<Option<String>, Trouble> {
            Ok(self.detail(step, "to")?.or_else(|| by.map(str::to_owned)))
        };
        let request = match step.verb.as_str() {
            "complete" => Request::CompleteTask {
                task,
                variables: self.with(step)?,
            },
            "vote" => {
                let mut variables = self.with(step)?;
                if let Some(choice) = self.detail(step, "choice")? {
                    variables.insert(self.choice_name(task), choice);
                }
                Request::CompleteTask { task, variables }
            }
            "return" => Request::ReturnTask {
                task,
                reason: self
                    .detail(step, "reason")?
                    .unwrap_or_else(|| "INCOMPLETE".to_owned()),
                note: self.detail(step, "note")?.unwrap_or_default(),
            },
            "claim" => Request::ClaimTask {
                task,
                assignee: to()?.unwrap_or_default(),
            },
            "release" => Request::ReleaseTask { task },
            _ => Request::AssignTask {
                task,
                assignee: to()?.unwrap_or_default(),
            },
        };
        let stamp = by.map(|by| self.stamp(by));
        self.player.send(request, stamp)?;
        Ok(())
    }

    fn choice_name(&self, task: Key) -> String {
        let facts = self.player.state.tasks.get(&task).map(|it| &it.facts);
        facts
            .and_then(|it| it.council.get("vote.choice"))
            .and_then(Value::as_str)
            .unwrap_or("choice")
            .to_owned()
    }

    /// The open tasks that a step means, the best one first.
    fn pick(&self, step: &Step, element: &str, by: Option<&str>) -> Result<Vec<Key>, Trouble> {
        let mut tasks = self.player.tasks_of(element);
        if let Some(nth) = item(step)? {
            tasks.retain(|key| {
                self.player
                    .state
                    .tasks
                    .get(key)
                    .and_then(|it| it.facts.loop_counter)
                    .is_some_and(|counter| counter as usize == nth)
            });
        }
        if let Some(Json::Object(wanted)) = step.details.get("where") {
            let mut kept = Vec::new();
            for key in tasks {
                let sees = Value::from(self.player.state.visible(key));
                let mut fits = true;
                for (path, value) in wanted {
                    let value = self.value(value)?;
                    fits &= sees
                        .get_path(path)
                        .is_some_and(|found| expect::same(found, &value));
                }
                if fits {
                    kept.push(key);
                }
            }
            tasks = kept;
        }
        if tasks.is_empty() {
            // A withdrawn or finished task can still be tried, to see it refused.
            if let Some(last) = self.last_of(element, item(step)?)
                && step.details.contains_key("refused")
            {
                return Ok(vec![last]);
            }
            let open: BTreeSet<&str> = self
                .player
                .state
                .tasks
                .values()
                .map(|it| it.facts.element.as_str())
                .collect();
            let open: Vec<&str> = open.into_iter().collect();
            return failed(format!(
                "{element} has no such open task; open are: {}; the instance is {}",
                open.join(", "),
                self.player.state_name()
            ));
        }
        if let Some(by) = by {
            tasks.sort_by_key(|key| (!self.is_candidate(*key, by), *key));
        }
        Ok(tasks)
    }

    /// The most recent task of an element that is no longer open.
    fn last_of(&self, element: &str, item: Option<usize>) -> Option<Key> {
        let wanted = |facts: &TaskFacts| {
            facts.element == element
                && item.is_none_or(|nth| facts.loop_counter.is_some_and(|it| it as usize == nth))
        };
        self.player
            .events
            .iter()
            .rev()
            .find_map(|event| match event {
                Event::TaskCreated { task, facts } if wanted(facts) => Some(*task),
                _ => None,
            })
    }

    /// May this person act on the task? A stand-in for `access::permit` that knows only what the scenario says of people.
    fn guard(&self, task: Key, by: &str, assigns: bool) -> Result<(), Trouble> {
        if self.scenario.people.is_empty() {
            return Ok(());
        }
        let Some(person) = self.scenario.people.get(by) else {
            return failed(format!("{by} is not among the people"));
        };
        let Some(open) = self.player.state.tasks.get(&task) else {
            return Ok(());
        };
        let refused = |code: &str| Err(Trouble::Refused(code.to_owned()));
        if !assigns && !self.is_candidate(task, by) {
            return refused("NOT_CANDIDATE");
        }
        let council = &open.facts.council;
        let strategic = council.get("strategic").is_some_and(|it| {
            it.as_bool() == Some(true) || it.as_str().is_some_and(|text| text == "true")
        });
        if strategic && matches!(person.mode.as_deref(), Some("PLT" | "PLH")) {
            return refused("MANDATE_ONLY");
        }
        let separate: Vec<String> = match council.get("separateFrom") {
            Some(Value::String(ids)) => ids.split(',').map(|id| id.trim().to_owned()).collect(),
            Some(Value::List(ids)) => ids.iter().map(Value::to_text).collect(),
            _ => Vec::new(),
        };
        let acted = self
            .player
            .actors
            .iter()
            .any(|(element, who)| who == by && separate.contains(element));
        if acted {
            return refused("FOUR_EYES");
        }
        Ok(())
    }

    fn is_candidate(&self, task: Key, by: &str) -> bool {
        let Some(open) = self.player.state.tasks.get(&task) else {
            return false;
        };
        let facts = &open.facts;
        let nobody = Person::default();
        let person = self.scenario.people.get(by).unwrap_or(&nobody);
        let own = format!("person:{by}");
        let is = |name: &String| {
            name == by
                || *name == own
                || person.positions.contains(name)
                || person.roles.contains(name)
        };
        let in_group = |group: &String| {
            is(group)
                || group.strip_prefix("role:").is_some_and(|role| {
                    let at = format!("{role}@");
                    person.roles.iter().any(|it| it == role)
                        || person.positions.iter().any(|it| it.starts_with(&at))
                })
        };
        let open_to_all = facts.assignee.is_none()
            && facts.candidate_users.is_empty()
            && facts.candidate_groups.is_empty();
        open_to_all
            || facts.assignee.as_ref().is_some_and(is)
            || open.holder.as_ref().is_some_and(is)
            || facts.candidate_users.iter().any(is)
            || facts.candidate_groups.iter().any(in_group)
            || facts.assignee.as_ref().is_some_and(in_group)
    }

    fn stamp(&self, by: &str) -> Stamp {
        let nobody = Person::default();
        let person = self.scenario.people.get(by).unwrap_or(&nobody);
        Stamp {
            person: by.to_owned(),
            name: person.name.clone().unwrap_or_else(|| by.to_owned()),
            position: person.positions.first().cloned(),
            title: None,
            mode: person.mode.clone(),
            capacity: "OWN".to_owned(),
            rule: "scenario".to_owned(),
        }
    }
}

/// `item: 3`.
fn item(step: &Step) -> Result<Option<usize>, Trouble> {
    match step.details.get("item") {
        None => Ok(None),
        Some(value) => match value.as_u64().and_then(|it| usize::try_from(it).ok()) {
            Some(nth) if nth > 0 => Ok(Some(nth)),
            _ => failed("item counts from 1"),
        },
    }
}

/// Completes every job that a worker of the scenario does, until none is left.
fn work(
    player: &mut Player<'_>,
    scenario: &Scenario,
    calls: &mut Vec<Call>,
    given: &mut BTreeMap<String, u32>,
) -> Result<(), Trouble> {
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
