//! Scopes: how they begin, when they are done, and how what is inside them ends.

use crate::feel::Context;
use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::command::Key;
use super::element;
use super::event::Event;
use super::flow;
use super::listener;
use super::machine::{Machine, Work};
use super::note::Stage;
use super::state::ROOT;
use super::wait;

/// Why something is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An interrupting boundary event other than a timer.
    Boundary,
    /// An interrupting boundary timer: the deadline.
    Deadline,
    EventSubProcess,
    TerminateEnd,
    Cancelled,
    CompletionCondition,
    Error,
    /// An operator.
    Modified,
}

impl Cause {
    pub(crate) fn boundary(trigger: &Trigger) -> Self {
        match trigger {
            Trigger::Timer(_) => Self::Deadline,
            Trigger::Error { .. } => Self::Error,
            Trigger::Cancel => Self::Cancelled,
            _ => Self::Boundary,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Boundary | Self::Deadline => "BOUNDARY",
            Self::EventSubProcess => "EVENT_SUBPROCESS",
            Self::TerminateEnd => "TERMINATE_END",
            Self::Cancelled => "CANCELLED",
            Self::CompletionCondition => "COMPLETION_CONDITION",
            Self::Error => "ERROR",
            Self::Modified => "MODIFIED",
        }
    }

    /// The state that people see on a task withdrawn for this cause.
    fn task_state(self) -> &'static str {
        match self {
            Self::Deadline => "EXPIRED",
            Self::CompletionCondition => "SETTLED",
            _ => "CANCELLED",
        }
    }
}

/// The elements with which a scope begins: its none start event, else everything that no flow leads to
/// (BPMN 13.3.4: activities without incoming flows start with their scope).
pub(crate) fn starts(process: &Process, scope: ElementIndex) -> Vec<ElementIndex> {
    let children = &process.element(scope).children;
    let none_start = children.iter().copied().find(|child| {
        matches!(
            process.element(*child).kind,
            Kind::Start {
                trigger: Trigger::None,
                ..
            }
        )
    });
    match none_start {
        Some(start) => vec![start],
        None => children
            .iter()
            .copied()
            .filter(|child| begins(process.element(*child)))
            .collect(),
    }
}

fn begins(element: &Element) -> bool {
    element.incoming.is_empty()
        && !element.for_compensation
        && !matches!(
            element.kind,
            Kind::Boundary { .. }
                | Kind::Start { .. }
                | Kind::SubProcess { event: true, .. }
                | Kind::Catch(Trigger::Link { .. })
                | Kind::Process
        )
}

/// Opens a scope's event sub-processes and starts what it begins with.
pub(crate) fn begin(
    machine: &mut Machine<'_>,
    key: Key,
    process: &Process,
    scope: ElementIndex,
    starts: &[ElementIndex],
) {
    if let Err(problem) = wait::open_event_subprocesses(machine, key, process, scope) {
        machine.incident(key, Stage::Work, problem);
        return;
    }
    for start in starts {
        flow::enter(machine, key, process, *start, Vec::new());
    }
    machine.push(Work::Settle { scope: key });
}

/// How many scopes lie around an instance.
pub(crate) fn depth(machine: &Machine<'_>, key: Key) -> usize {
    let mut depth = 0;
    let mut at = key;
    while let Some(instance) = machine.instance(at) {
        depth += 1;
        at = instance.scope;
    }
    depth
}

/// Completes a scope in which nothing lives and nothing waits any more (BPMN 13.3.4).
pub(crate) fn settle(machine: &mut Machine<'_>, scope: Key) {
    let Some(instance) = machine.instance(scope) else {
        return;
    };
    if instance.children > 0 || !instance.tokens.is_empty() || machine.state.has_incident(scope) {
        return;
    }
    let isolated = instance.isolated;
    if machine.state.jobs.values().any(|job| job.owner == scope) {
        // Its end listener is at work: it has been settled before. Or a `canceling` listener of what was inside.
        return;
    }
    let Some((process, index)) = machine.place(scope) else {
        return;
    };
    let here = process.element(index);
    if isolated {
        element::call::process_done(machine, scope);
        return;
    }
    if machine.is_body(scope, here) {
        // Bodies count their items themselves, see `body::iterate`.
        return;
    }
    match &here.kind {
        Kind::SubProcess { .. } => element::complete(machine, scope, Context::new()),
        Kind::AdHoc(adhoc) => element::ad_hoc::settle(machine, scope, &process, index, adhoc),
        _ => {}
    }
}

/// Ends everything inside a scope, the scope itself stays.
pub(crate) fn interrupt(machine: &mut Machine<'_>, scope: Key, cause: Cause) {
    interrupt_except(machine, scope, None, cause);
}

/// The same, one child spared.
pub(crate) fn interrupt_except(
    machine: &mut Machine<'_>,
    scope: Key,
    spared: Option<Key>,
    cause: Cause,
) {
    // With its completion condition a scope is about to end itself.
    let stays = match cause {
        Cause::CompletionCondition => machine.instance(scope).map_or(0, |it| it.scope),
        _ => scope,
    };
    let witness = witness(machine, stays);
    clear(machine, scope, spared, cause, witness);
}

/// The scope that outlives what is ended inside `scope`, and is told of it: bodies of multi-instances only count.
fn witness(machine: &Machine<'_>, scope: Key) -> Option<Key> {
    let mut at = scope;
    loop {
        machine.instance(at)?;
        let (process, index) = machine.place(at)?;
        if !machine.is_body(at, process.element(index)) {
            return Some(at);
        }
        at = machine.instance(at)?.scope;
    }
}

fn clear(
    machine: &mut Machine<'_>,
    scope: Key,
    spared: Option<Key>,
    cause: Cause,
    witness: Option<Key>,
) {
    let children: Vec<Key> = machine
        .state
        .children(scope)
        .map(|(key, _)| key)
        .filter(|key| Some(*key) != spared)
        .collect();
    for child in children.into_iter().rev() {
        end(machine, child, cause, witness);
    }
    flow::drop_tokens(machine, scope);
    let incidents: Vec<Key> = machine
        .state
        .incidents
        .iter()
        .filter(|(_, it)| it.owner == scope && matches!(it.stage, Stage::Tokens | Stage::Iterate))
        .map(|(key, _)| *key)
        .collect();
    for incident in incidents {
        machine.emit(Event::IncidentResolved { incident });
    }
}

/// Ends an element instance with everything inside it and everything it waits for, in one transaction (DIALECT 3.8).
pub(crate) fn terminate(machine: &mut Machine<'_>, key: Key, cause: Cause) {
    let Some(scope) = machine.instance(key).map(|it| it.scope) else {
        return;
    };
    let witness = witness(machine, scope);
    end(machine, key, cause, witness);
}

fn end(machine: &mut Machine<'_>, key: Key, cause: Cause, witness: Option<Key>) {
    clear(machine, key, None, cause, witness);
    wait::close_owned(machine, key);
    let Some(element) = machine.instance(key).map(|it| it.element.clone()) else {
        return;
    };
    if machine.state.tasks.contains_key(&key) {
        if let Some(witness) = witness {
            listener::canceling(machine, key, witness);
        }
        machine.emit(Event::TaskWithdrawn {
            task: key,
            element: element.clone(),
            state: cause.task_state().to_owned(),
        });
    }
    machine.emit(Event::ElementTerminated {
        key,
        element,
        cause: cause.as_str().to_owned(),
    });
}

/// Ends the whole instance.
pub(crate) fn cancel(machine: &mut Machine<'_>, reason: String) {
    terminate(machine, ROOT, Cause::Cancelled);
    machine.emit(Event::InstanceCancelled { reason });
}
