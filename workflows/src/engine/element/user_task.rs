//! User and manual tasks (BPMN 10.3.4.1): work for a person, with everything the inbox shows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::feel::{Context, Expression, Value};
use crate::model::{Binding, Element, FormRef, Kind, Process, Text, UserTask};

use super::super::command::{Key, Stamp};
use super::super::event::{Event, TaskFacts};
use super::super::machine::{Machine, Problem};
use super::super::note::{Held, Stage};
use super::super::refusal::Refusal;
use super::super::variables::{evaluate, evaluate_over, text};
use super::super::{listener, time};
use super::vote;

const PREFIX: &str = "mufakat:";
/// What assignment and schedule may read the name of the innermost lane by, unless a variable has that name (DIALECT 1).
const LANE: &str = "lane";

/// Creates the task, after its `creating` listeners.
pub(crate) fn activate(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    task: Option<&UserTask>,
) -> Result<(), Problem> {
    // A fault in the assignment must show before a listener is asked.
    let facts = facts(machine, key, process, element, task)?;
    if listener::task(machine, key, element, "creating", 0) {
        return Ok(());
    }
    created(machine, key, facts);
    Ok(())
}

/// Creates the task with what its listeners corrected.
pub(crate) fn create(machine: &mut Machine<'_>, key: Key, process: &Process, element: &Element) {
    let definition = match &element.kind {
        Kind::UserTask(task) => Some(&**task),
        _ => None,
    };
    let corrections = machine
        .instance(key)
        .map(|it| it.corrections.clone())
        .unwrap_or_default();
    let made = facts(machine, key, process, element, definition).and_then(|mut facts| {
        correct(machine, key, &mut facts, &corrections)?;
        Ok(facts)
    });
    match made {
        Ok(facts) => created(machine, key, facts),
        Err(problem) => machine.incident(key, Stage::Work, problem),
    }
}

fn created(machine: &mut Machine<'_>, key: Key, facts: TaskFacts) {
    machine.emit(Event::TaskCreated {
        task: key,
        facts: Box::new(facts),
    });
}

/// Everything that the inbox shows of a task, evaluated where it stands.
pub(crate) fn facts(
    machine: &Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    task: Option<&UserTask>,
) -> Result<TaskFacts, Problem> {
    let mut facts = look(machine, key, process, element, task)?;
    if let Some(task) = task {
        let mut over = Context::new();
        if let Some(lane) = &element.lane
            && machine.state.variable(key, LANE).is_none()
        {
            over.insert(LANE, lane.as_str());
        }
        let of = |source: &Option<Text>| match source {
            None => Ok(Value::Null),
            Some(Text::Literal(literal)) => Ok(Value::string(literal.as_str())),
            Some(Text::Feel(expression)) => evaluate_over(machine, key, Some(&over), expression),
        };
        facts.assignee = one(&of(&task.assignee)?, "assignee")?;
        facts.candidate_users = several(&of(&task.candidate_users)?, "candidateUsers")?;
        facts.candidate_groups = several(&of(&task.candidate_groups)?, "candidateGroups")?;
        facts.due = instant(machine, &of(&task.due)?, "dueDate")?;
        facts.follow_up = instant(machine, &of(&task.follow_up)?, "followUpDate")?;
        if let Some(priority) = priority(&of(&task.priority)?)? {
            facts.priority = priority;
        }
    }
    Ok(facts)
}

/// The same for a task that keeps whom it is for and when it is due (a migration).
pub(crate) fn facts_kept(
    machine: &Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    task: Option<&UserTask>,
    kept: &TaskFacts,
) -> Result<TaskFacts, Problem> {
    Ok(TaskFacts {
        assignee: kept.assignee.clone(),
        candidate_users: kept.candidate_users.clone(),
        candidate_groups: kept.candidate_groups.clone(),
        due: kept.due,
        follow_up: kept.follow_up,
        priority: kept.priority,
        ..look(machine, key, process, element, task)?
    })
}

/// How a task looks, without whom it is for and when it is due.
fn look(
    machine: &Machine<'_>,
    key: Key,
    process: &Process,
    element: &Element,
    task: Option<&UserTask>,
) -> Result<TaskFacts, Problem> {
    let instance = machine.instance(key);
    let loop_counter = instance.and_then(|it| it.loop_counter);
    let definition = machine.process_ref(key);
    let mut facts = TaskFacts {
        element: element.id.clone(),
        process: definition.unwrap_or(crate::model::ProcessRef {
            id: process.id.clone(),
            version: 0,
        }),
        name: filled(machine, key, element.name.as_deref().unwrap_or(&element.id)),
        kind: if task.is_some() { "USER" } else { "MANUAL" }.to_owned(),
        assignee: None,
        candidate_users: Vec::new(),
        candidate_groups: Vec::new(),
        due: None,
        follow_up: None,
        priority: 50,
        form: None,
        council: council(machine, key, element)?,
        lane: element.lane.clone(),
        body: loop_counter.and(instance.map(|it| it.scope)),
        loop_counter,
        silence: silence(machine, key, process),
    };
    if let Some(form) = task.and_then(|it| it.form.as_ref()) {
        facts.form = Some(form_text(machine, key, form)?);
    }
    Ok(facts)
}

fn wrong(what: &str, value: &Value) -> Problem {
    Problem::new(
        "ASSIGNMENT_INVALID",
        format!("{what} cannot be a {}", value.type_name()),
    )
}

fn one(value: &Value, what: &str) -> Result<Option<String>, Problem> {
    match value {
        Value::Null => Ok(None),
        Value::String(name) if name.trim().is_empty() => Ok(None),
        Value::String(name) => Ok(Some(name.trim().to_owned())),
        Value::Number(number) => Ok(Some(number.to_string())),
        other => Err(wrong(what, other)),
    }
}

fn several(value: &Value, what: &str) -> Result<Vec<String>, Problem> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(names) => Ok(names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()),
        Value::List(items) => {
            let mut names = Vec::with_capacity(items.len());
            for item in items.iter() {
                names.extend(one(item, what)?);
            }
            Ok(names)
        }
        other => Err(wrong(what, other)),
    }
}

fn instant(
    machine: &Machine<'_>,
    value: &Value,
    what: &str,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let clock = time::Clock {
        now: machine.at,
        zone: machine.zone,
        calendar: machine.world.calendar(),
    };
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        value => time::instant(&clock, value)
            .map(Some)
            .map_err(|problem| Problem::new("SCHEDULE_INVALID", format!("{what}: {problem}"))),
    }
}

fn priority(value: &Value) -> Result<Option<u8>, Problem> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => text.trim().parse::<i64>().ok(),
        value => value.as_i64(),
    };
    number
        .and_then(|it| u8::try_from(it).ok())
        .filter(|it| *it <= 100)
        .map(Some)
        .ok_or_else(|| Problem::new("PRIORITY_INVALID", "a priority lies between 0 and 100"))
}

fn form_text(machine: &Machine<'_>, key: Key, form: &FormRef) -> Result<String, Problem> {
    Ok(match form {
        FormRef::Deployed { id, binding } => match binding {
            Binding::VersionTag(tag) => format!("{id}@{tag}"),
            Binding::Latest | Binding::Deployment => id.clone(),
        },
        FormRef::Embedded(id) => format!("embedded:{id}"),
        FormRef::External(reference) => {
            format!("external:{}", text(machine, key, reference)?.to_text())
        }
    })
}

/// `mufakat:*` properties without their prefix, FEEL evaluated.
fn council(
    machine: &Machine<'_>,
    key: Key,
    element: &Element,
) -> Result<BTreeMap<String, Value>, Problem> {
    let mut council = BTreeMap::new();
    for (name, value) in &element.properties {
        if let Some(short) = name.strip_prefix(PREFIX) {
            let value = property(machine, key, value).map_err(|problem| {
                Problem::new("PROPERTY_FAILED", format!("{name}: {}", problem.message))
            })?;
            council.insert(short.to_owned(), value);
        }
    }
    Ok(council)
}

/// A property value: FEEL when it begins with `=`.
pub(crate) fn property(machine: &Machine<'_>, key: Key, value: &str) -> Result<Value, Problem> {
    match value.trim().strip_prefix('=') {
        None => Ok(Value::string(value.trim())),
        Some(source) => {
            let expression = Expression::parse(source)
                .map_err(|error| Problem::new("FEEL_SYNTAX", error.message))?;
            evaluate(machine, key, &expression)
        }
    }
}

/// A name with FEEL in braces filled in; what cannot be evaluated stays as it is written.
fn filled(machine: &Machine<'_>, key: Key, name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let inside = &rest[open + 1..open + close];
        made.push_str(&rest[..open]);
        let value = Expression::parse(inside.trim().trim_start_matches('='))
            .ok()
            .and_then(|expression| evaluate(machine, key, &expression).ok())
            .filter(|value| !value.is_null());
        match value {
            Some(value) => made.push_str(&value.to_text()),
            None => made.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    made.push_str(rest);
    made
}

/// What happens when nobody acts: the interrupting timer that comes first, as `<element id> <instant>`.
fn silence(machine: &Machine<'_>, key: Key, process: &Process) -> Option<String> {
    let body = machine
        .instance(key)
        .filter(|it| it.loop_counter.is_some())
        .map(|it| it.scope);
    machine
        .state
        .timers
        .values()
        .filter(|timer| timer.owner == key || Some(timer.owner) == body)
        .filter(|timer| {
            process.find(&timer.element).is_some_and(|at| {
                matches!(
                    process.element(at).kind,
                    Kind::Boundary {
                        interrupting: true,
                        ..
                    }
                )
            })
        })
        .min_by_key(|timer| timer.due)
        .map(|timer| {
            let due = timer.due.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            format!("{} {due}", timer.element)
        })
}

/// Applies the corrections of listeners.
fn correct(
    machine: &Machine<'_>,
    key: Key,
    facts: &mut TaskFacts,
    corrections: &Context,
) -> Result<(), Problem> {
    debug_assert!(machine.instance(key).is_some());
    for (name, value) in corrections.iter() {
        match &**name {
            "assignee" => facts.assignee = one(value, name)?,
            "candidateUsers" => facts.candidate_users = several(value, name)?,
            "candidateGroups" => facts.candidate_groups = several(value, name)?,
            "dueDate" => facts.due = instant(machine, value, name)?,
            "followUpDate" => facts.follow_up = instant(machine, value, name)?,
            "priority" => {
                if let Some(priority) = priority(value)? {
                    facts.priority = priority;
                }
            }
            _ => {
                return Err(Problem::new(
                    "CORRECTION_UNKNOWN",
                    format!("a listener cannot correct {name}"),
                ));
            }
        }
    }
    Ok(())
}

/// A person (or the system) finishes the task.
pub(crate) fn finish(
    machine: &mut Machine<'_>,
    task: Key,
    actor: Option<&Stamp>,
    values: Context,
) -> Result<(), Refusal> {
    vote::check(machine, task, actor, &values)?;
    let held = Held {
        event: "completing".to_owned(),
        by: actor.map(|it| it.person.clone()),
        position: actor.and_then(|it| it.position.clone()),
        values,
        assignee: None,
        claim: false,
        corrections: Context::new(),
    };
    go(machine, task, held);
    Ok(())
}

/// Claims or assigns the task.
pub(crate) fn assign(
    machine: &mut Machine<'_>,
    task: Key,
    actor: Option<&Stamp>,
    assignee: String,
    claim: bool,
) {
    let held = Held {
        event: "assigning".to_owned(),
        by: actor.map(|it| it.person.clone()),
        position: actor.and_then(|it| it.position.clone()),
        values: Context::new(),
        assignee: Some(assignee),
        claim,
        corrections: Context::new(),
    };
    go(machine, task, held);
}

/// Changes the schedule or priority of the task.
pub(crate) fn update(
    machine: &mut Machine<'_>,
    task: Key,
    due: Option<DateTime<Utc>>,
    priority: Option<u8>,
) {
    let mut corrections = Context::new();
    if let Some(due) = due {
        corrections.insert("dueDate", due);
    }
    if let Some(priority) = priority {
        corrections.insert("priority", u32::from(priority));
    }
    if corrections.is_empty() {
        return;
    }
    let held = Held {
        event: "updating".to_owned(),
        by: machine.actor.map(|it| it.person.clone()),
        position: machine.actor.and_then(|it| it.position.clone()),
        values: Context::new(),
        assignee: None,
        claim: false,
        corrections,
    };
    go(machine, task, held);
}

/// Does a transition at once, or after its listeners.
pub(crate) fn go(machine: &mut Machine<'_>, task: Key, held: Held) {
    if !listener::hold(machine, task, held.clone()) {
        transition(machine, task, held);
    }
}

/// Does a transition that no listener holds any more.
pub(crate) fn transition(machine: &mut Machine<'_>, task: Key, held: Held) {
    let Some(element) = machine
        .state
        .tasks
        .get(&task)
        .map(|it| it.facts.element.clone())
    else {
        return;
    };
    if !held.corrections.is_empty() {
        let mut facts = match machine.state.tasks.get(&task) {
            Some(open) => open.facts.clone(),
            None => return,
        };
        match correct(machine, task, &mut facts, &held.corrections) {
            Ok(()) => machine.emit(Event::TaskUpdated {
                task,
                facts: Box::new(facts),
            }),
            Err(problem) => return machine.incident(task, Stage::Watch, problem),
        }
    }
    match held.event.as_str() {
        "completing" => {
            machine.emit(Event::TaskCompleted {
                task,
                element,
                by: held.by.clone(),
                values: held.values.clone(),
            });
            vote::cast(machine, task, &held);
            super::complete(machine, task, held.values);
        }
        "assigning" => {
            let assignee = held
                .corrections
                .get("assignee")
                .and_then(|it| it.as_str().map(str::to_owned))
                .or(held.assignee);
            if let Some(assignee) = assignee {
                machine.emit(if held.claim {
                    Event::TaskClaimed { task, assignee }
                } else {
                    Event::TaskAssigned { task, assignee }
                });
            }
        }
        _ => {}
    }
}
