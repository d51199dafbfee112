//! The bookkeeping half of [`super::evolve()`]: facts that only the engine itself needs.

use crate::feel::Value;

use super::evolve::{body as body_of, instance, open_task, take_token, vote as vote_of};
use super::note::Note;
use super::state::{Body, CastBallot, Compensating, Compensation, State, Vote};
use super::weight::held;

/// Applies one note.
pub(super) fn keep(state: &mut State, note: &Note) {
    match note {
        Note::TokensDropped { scope, flows } => {
            for flow in flows {
                take_token(state, *scope, flow);
            }
        }
        Note::RoundFired {
            scope,
            element,
            seen,
        } => {
            instance(state, *scope)
                .rounds
                .insert(element.clone(), seen.clone());
        }
        Note::RoundSeen {
            scope,
            element,
            flow,
        } => {
            let rounds = &mut instance(state, *scope).rounds;
            rounds
                .entry(element.clone())
                .or_default()
                .push(flow.clone());
        }
        Note::RoundReset { scope, element } => {
            instance(state, *scope).rounds.remove(element);
        }
        Note::Attached { key } => instance(state, *key).attached = true,
        Note::BodyStarted {
            body,
            total,
            items,
            output,
        } => {
            instance(state, *body).body = Some(Box::new(Body {
                total: *total,
                items: items.clone(),
                output: output.clone(),
                ..Body::default()
            }));
        }
        Note::ItemDone {
            body,
            position,
            output,
        } => {
            if let Some(value) = output {
                body_of(state, *body)
                    .outputs
                    .insert(*position, value.clone());
            }
        }
        Note::VoteOpened {
            body,
            rules,
            electorate,
            seats,
        } => {
            body_of(state, *body).vote = Some(Box::new(Vote {
                rules: rules.clone(),
                electorate: electorate.clone(),
                seats: seats.clone(),
                ballots: Vec::new(),
                tally: Value::Null,
                settled: false,
            }));
        }
        Note::BallotCast {
            body,
            ballot,
            person,
            position,
            ..
        } => vote_of(state, *body).ballots.push(CastBallot {
            ballot: ballot.clone(),
            person: person.clone(),
            position: position.clone(),
        }),
        Note::CompensationStarted {
            thrower,
            scope,
            element,
        } => {
            let records = &mut instance(state, *scope).compensations;
            let (mine, rest): (Vec<_>, Vec<_>) = std::mem::take(records)
                .into_iter()
                .partition(|record| element.as_ref().is_none_or(|id| *id == record.element));
            *records = rest;
            let mut left = Vec::new();
            flatten(mine, &mut left);
            instance(state, *thrower).compensating = Some(Box::new(Compensating {
                scope: *scope,
                left,
            }));
        }
        Note::CompensationSkipped { thrower } => {
            let compensating = &mut instance(state, *thrower).compensating;
            let passed = compensating.as_mut().and_then(|it| it.left.pop());
            if let Some(record) = passed {
                state.weight -= held(&[record]);
            }
        }
        Note::ConditionSeen {
            subscription,
            holds,
        } => {
            if let Some(open) = state.subscriptions.get_mut(subscription) {
                open.holds = *holds;
            }
        }
        Note::Queued { scope, elements } => instance(state, *scope).queued.clone_from(elements),
        Note::Collected { scope, value } => instance(state, *scope).collected.push(value.clone()),
        Note::Held {
            task,
            held: transition,
        } => open_task(state, *task).held = Some(Box::new(transition.clone())),
        Note::Released { task, .. } => open_task(state, *task).held = None,
        Note::Corrected { key, corrections } => {
            let into = &mut instance(state, *key).corrections;
            into.extend(corrections.clone());
        }
    }
}

/// Records with handlers, in order of completion; those of scopes without a handler stand in the place of their scope.
fn flatten(records: Vec<Compensation>, into: &mut Vec<Compensation>) {
    for record in records {
        if record.handler.is_some() {
            into.push(record);
        } else {
            flatten(record.nested, into);
        }
    }
}
