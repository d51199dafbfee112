//! What `check` accepts, the engine can run: mutated models that are still deployable start, go on under any order of
//! things that happen, and never stand still without anybody or anything to wait for (HARDENING 5, row 16).

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use workflows::bpmn;
use workflows::engine::{
    Command, Limits, Request, Start, State, Status, SubscriptionKind, evolve, step,
    world::{Decided, DecisionProblem, World},
};
use workflows::feel::{Context, Environment, MondayToFriday, Value, WorkCalendar};
use workflows::model::{Binding, Kind, Process, ProcessRef, Trigger};

use super::bpmn_attacks::{exchanged, thinned};

/// One process, called processes missing.
struct Alone(Arc<Process>);

impl World for Alone {
    fn process(&self, process: &ProcessRef) -> Option<Arc<Process>> {
        (process.id == self.0.id).then(|| Arc::clone(&self.0))
    }

    fn called_process(
        &self,
        _: &str,
        _: &Binding,
        _: &ProcessRef,
    ) -> Option<(ProcessRef, Arc<Process>)> {
        None
    }

    fn decide(
        &self,
        id: &str,
        _: &Binding,
        _: &ProcessRef,
        _: &Context,
        _: &Environment<'_>,
    ) -> Result<Decided, DecisionProblem> {
        Err(DecisionProblem {
            code: "DECISION_NOT_FOUND".to_owned(),
            message: id.to_owned(),
        })
    }

    fn calendar(&self) -> &dyn WorkCalendar {
        &MondayToFriday
    }

    fn limits(&self) -> Limits {
        Limits {
            steps: 300,
            elements: 200,
            ..Limits::default()
        }
    }
}

/// Everything that may happen to the instance now, in a fixed order.
fn possible(state: &State) -> Vec<Request> {
    let mut found = Vec::new();
    found.extend(state.tasks.keys().map(|task| Request::CompleteTask {
        task: *task,
        variables: Context::new(),
    }));
    found.extend(state.jobs.keys().map(|job| Request::CompleteJob {
        job: *job,
        variables: Context::new(),
        result: None,
    }));
    found.extend(
        state
            .timers
            .keys()
            .map(|timer| Request::FireTimer { timer: *timer }),
    );
    for (key, subscription) in &state.subscriptions {
        match subscription.kind {
            SubscriptionKind::Message => found.push(Request::CorrelateMessage {
                subscription: *key,
                variables: Context::new(),
            }),
            SubscriptionKind::Signal => found.push(Request::Signal {
                name: subscription.name.clone(),
                variables: Context::new(),
            }),
            // Happens by itself when variables change.
            SubscriptionKind::Condition => {}
        }
    }
    found
}

fn start_event(process: &Process) -> Option<String> {
    let starts = process.element(Process::ROOT).children.iter();
    let mut starts = starts.map(|child| process.element(*child));
    starts
        .find(|child| {
            matches!(
                child.kind,
                Kind::Start {
                    trigger: Trigger::None,
                    ..
                }
            )
        })
        .map(|start| start.id.clone())
}

/// Runs a deployable model under the given choices.
fn run(text: &str, choices: &[Index]) -> Result<(), TestCaseError> {
    let file = bpmn::read(text);
    if !file.is_deployable() {
        return Ok(());
    }
    let Some(process) = file.executable().next() else {
        return Ok(());
    };
    let Some(event) = start_event(process) else {
        return Ok(());
    };
    let world = Alone(Arc::clone(process));
    let mut at: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let mut variables = Context::new();
    variables.insert("k", Value::string("kunci"));
    variables.insert("a", Value::from(2));
    variables.insert("x", Value::string("sekretaris"));
    variables.insert("xs", Value::list([Value::from(1), Value::from(2)]));
    let mut request = Some(Request::Start(Start {
        process: ProcessRef {
            id: process.id.clone(),
            version: 1,
        },
        event: Some(event),
        business_key: None,
        organisation: "/id/64/64.02/".to_owned(),
        variables,
    }));
    let mut state = State::default();
    let mut replayed = State::default();
    for choice in choices {
        let Some(asked) = request.take() else { break };
        at += Duration::days(400);
        let command = Command {
            at,
            zone: chrono_tz::Asia::Makassar,
            seed: 1,
            actor: None,
            request: asked,
        };
        if let Ok((events, after)) = step(&world, &state, &command) {
            for event in &events {
                evolve(&mut replayed, event);
            }
            prop_assert_eq!(&replayed, &after);
            state = after;
        }
        prop_assert_eq!(state.check(), Vec::<String>::new());
        if state.status != Status::Running {
            break;
        }
        let next = possible(&state);
        let waiting = !next.is_empty()
            || !state.incidents.is_empty()
            || !state.subscriptions.is_empty()
            || state
                .instances
                .values()
                .any(|instance| held_at_join(process, &instance.tokens));
        prop_assert!(waiting, "stuck: {state:#?}\n{text}");
        if !next.is_empty() {
            request = Some(next[choice.index(next.len())].clone());
        }
    }
    Ok(())
}

/// Tokens that wait for others at a join: a deadlock of the drawing, which is `prove`'s to find.
fn held_at_join(process: &Process, tokens: &BTreeMap<String, u32>) -> bool {
    tokens.keys().any(|flow| {
        process.flows.iter().any(|found| {
            found.id == *flow
                && matches!(
                    process.element(found.target).kind,
                    Kind::Parallel | Kind::Inclusive | Kind::Complex { .. }
                )
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn models_with_exchanged_references_run_or_are_refused(
        swaps in prop::collection::vec((any::<Index>(), any::<Index>()), 0..4),
        choices in prop::collection::vec(any::<Index>(), 12),
    ) {
        run(&exchanged(&swaps), &choices)?;
    }

    #[test]
    fn models_with_missing_elements_run_or_are_refused(
        cuts in prop::collection::vec(any::<Index>(), 0..4),
        choices in prop::collection::vec(any::<Index>(), 12),
    ) {
        run(&thinned(&cuts), &choices)?;
    }
}
