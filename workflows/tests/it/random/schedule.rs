//! Random schedules: what happens next to an instance. At first anything may happen; later only what brings it on, and a
//! process that then does not end is stuck.

use workflows::engine::{Key, ListenerResult, Request, State, SubscriptionKind};
use workflows::feel::{Context, Value};
use workflows::model::{Kind, Trigger};
use workflows::simulate::Player;

use crate::chance::Chance;

/// Incidents that the generated processes can run into: each is resolved by an operator, every other one is a fault.
const EXPECTED: &[&str] = &["JOB_FAILED", "NO_FLOW", "AD_HOC_INCOMPLETE"];

/// How people and the world behave.
pub struct Schedule {
    /// Only what brings the instance to its end.
    pub finishing: bool,
    /// What everybody answers once it is finishing.
    answers: (bool, bool),
}

impl Schedule {
    pub fn new(chance: &mut Chance) -> Self {
        Self {
            finishing: false,
            answers: (chance.one_in(2), chance.one_in(2)),
        }
    }

    /// What a person enters; towards the end nobody changes their mind, and nobody asks for another round.
    fn values(&self, chance: &mut Chance) -> Context {
        let mut values = Context::new();
        let (flip, flop) = if self.finishing {
            self.answers
        } else {
            (chance.one_in(2), chance.one_in(2))
        };
        values.insert("flip", flip);
        values.insert("flop", flop);
        values.insert("again", !self.finishing && chance.one_in(4));
        values
    }

    /// The next thing that happens, and whether it may be refused.
    ///
    /// # Errors
    /// What is wrong with an instance to which nothing can happen any more.
    pub fn next(
        &self,
        player: &Player<'_>,
        chance: &mut Chance,
    ) -> Result<(Request, bool), String> {
        if !self.finishing
            && chance.one_in(12)
            && let Some(request) = self.disturbance(player, chance)
        {
            return Ok((request, true));
        }
        let mut choices = self.work(player, chance)?;
        if choices.is_empty() || !self.finishing {
            self.world(player, chance, &mut choices);
        }
        if choices.is_empty() {
            return Err(format!("stuck without open work: {:?}", player.state));
        }
        let at = chance.at(choices.len());
        Ok((choices.swap_remove(at), false))
    }

    /// What people, workers and operators can do.
    fn work(&self, player: &Player<'_>, chance: &mut Chance) -> Result<Vec<Request>, String> {
        let state = &player.state;
        let mut choices = Vec::new();
        for (task, open) in &state.tasks {
            if open.held.is_some() {
                continue;
            }
            let mut variables = self.values(chance);
            if let Some(voted) = has_voted(state, *task) {
                // A second seat of somebody who has voted: nobody can do anything about it, and nobody has to.
                if voted {
                    continue;
                }
                let choices = [
                    "APPROVE",
                    "APPROVE_WITH_NOTES",
                    "REJECT",
                    "ABSTAIN",
                    "RECUSE",
                ];
                variables.insert("choice", chance.pick(&choices));
                // Who has a veto must say why.
                variables.insert("note", "because");
            }
            let returns = open.facts.element.starts_with("back") && chance.one_in(2);
            choices.push(if returns {
                Request::ReturnTask {
                    task: *task,
                    reason: "INCOMPLETE".to_owned(),
                    note: String::new(),
                }
            } else {
                Request::CompleteTask {
                    task: *task,
                    variables,
                }
            });
        }
        for (job, open) in &state.jobs {
            if state.incidents.values().any(|it| it.job == Some(*job)) {
                continue;
            }
            let variables = self.values(chance);
            let failing = !self.finishing && chance.one_in(5);
            choices.push(if failing {
                Request::FailJob {
                    job: *job,
                    retries: chance.below(2) as u32,
                    retry_at: None,
                    message: "again".to_owned(),
                }
            } else if open.kind == "risky" && open.listener.is_none() && chance.one_in(2) {
                Request::ThrowJobError {
                    job: *job,
                    code: open.headers.get("code").cloned().unwrap_or_default(),
                    message: "no".to_owned(),
                    variables,
                }
            } else {
                let denied = open.listener.is_some() && !self.finishing && chance.one_in(4);
                Request::CompleteJob {
                    job: *job,
                    variables,
                    result: denied.then(|| ListenerResult {
                        denied: Some("no".to_owned()),
                        corrections: Context::new(),
                    }),
                }
            });
        }
        for (incident, raised) in &state.incidents {
            if !EXPECTED.contains(&raised.code.as_str()) {
                return Err(format!("{raised:?}"));
            }
            let yes = state.variable(raised.owner, "flip") == Some(Value::Boolean(true))
                && state.variable(raised.owner, "flop") == Some(Value::Boolean(true));
            choices.push(if raised.job.is_some() || yes {
                Request::RetryIncident {
                    incident: *incident,
                }
            } else {
                agree(raised.owner)
            });
        }
        Ok(choices)
    }

    /// What time and the world around can do. Towards the end only what something waits for.
    fn world(&self, player: &Player<'_>, chance: &mut Chance, choices: &mut Vec<Request>) {
        let state = &player.state;
        let wanted = |owner: Key, element: &str| {
            !self.finishing || holds_up(player, owner, element).unwrap_or(true)
        };
        for (timer, waiting) in &state.timers {
            if wanted(waiting.owner, &waiting.element) {
                choices.push(Request::FireTimer { timer: *timer });
            }
        }
        for (subscription, open) in &state.subscriptions {
            if !wanted(open.owner, &open.element) {
                continue;
            }
            let variables = self.values(chance);
            match open.kind {
                SubscriptionKind::Signal => choices.push(Request::Signal {
                    name: open.name.clone(),
                    variables,
                }),
                SubscriptionKind::Message => choices.push(Request::CorrelateMessage {
                    subscription: *subscription,
                    variables,
                }),
                // Said again although it holds already, nothing would happen.
                SubscriptionKind::Condition if !open.holds => choices.push(agree(open.owner)),
                SubscriptionKind::Condition => {}
            }
        }
    }

    /// What does not bring the instance on, and may be refused: stale submissions, claims, new dates, strangers.
    fn disturbance(&self, player: &Player<'_>, chance: &mut Chance) -> Option<Request> {
        let state = &player.state;
        let open: Vec<Key> = state.tasks.keys().copied().collect();
        let any = chance.below(state.next_key + 2);
        let task = match open.len() {
            0 => any,
            many => open[chance.at(many)],
        };
        Some(match chance.below(9) {
            0 => Request::CompleteTask {
                task: any,
                variables: self.values(chance),
            },
            1 => Request::ClaimTask {
                task,
                assignee: chance.pick(&["a", "b"]).to_owned(),
            },
            2 => Request::ReleaseTask { task },
            3 => Request::AssignTask {
                task,
                assignee: "b".to_owned(),
            },
            4 => Request::UpdateTask {
                task,
                due: Some(player.now),
                priority: Some(chance.below(120) as u8),
            },
            5 => Request::FireTimer { timer: any },
            6 => Request::SetVariables {
                scope: None,
                values: self.values(chance),
                reason: None,
            },
            7 => Request::ReturnTask {
                task: any,
                reason: "OTHER".to_owned(),
                note: String::new(),
            },
            _ => Request::Signal {
                name: "ANY".to_owned(),
                variables: self.values(chance),
            },
        })
    }
}

/// For the task of a vote: whether its elector has voted.
fn has_voted(state: &State, task: Key) -> Option<bool> {
    let instance = state.instances.get(&task)?;
    let body = state.instances.get(&instance.scope)?;
    let vote = body.body.as_ref()?.vote.as_ref()?;
    let elector = vote.seats.get(instance.loop_counter? as usize - 1)?;
    Some(vote.ballots.iter().any(|it| it.ballot.person == *elector))
}

/// An operator says yes to everything, where it is looked at.
fn agree(owner: Key) -> Request {
    let mut values = Context::new();
    values.insert("flip", true);
    values.insert("flop", true);
    Request::SetVariables {
        scope: Some(owner),
        values,
        reason: None,
    }
}

/// Whether the process may be waiting for this event, and not only be accompanied by it.
fn holds_up(player: &Player<'_>, owner: Key, element: &str) -> Option<bool> {
    let instance = player.state.instances.get(&owner)?;
    let named = player.state.processes.get(instance.process as usize)?;
    let process = player.deployment().find(&named.id)?;
    Some(match &process.element(process.find(element)?).kind {
        Kind::Boundary { interrupting, .. } | Kind::Start { interrupting, .. } => *interrupting,
        Kind::Catch(Trigger::Link { .. }) => false,
        _ => true,
    })
}
