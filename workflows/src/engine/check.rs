//! The other half of the pair: what must hold of every state between two commands, checked before it is stored and
//! again after it is loaded (EXEMPLARS 1).

use std::collections::BTreeMap;

use super::command::Key;
use super::state::{ROOT, State, Status};
use super::weight::{held, weight};

impl State {
    /// Every sentence that ought to hold and does not; empty for a sound state.
    #[must_use]
    pub fn check(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut say = |truth: bool, sentence: &dyn Fn() -> String| {
            if !truth {
                wrong.push(sentence());
            }
        };
        let lives = |key: &Key| self.instances.contains_key(key);
        let running = matches!(self.status, Status::Running | Status::Suspended);
        say(lives(&ROOT) == running, &|| {
            format!("{:?} instance and its root scope disagree", self.status)
        });
        say(running || self.instances.is_empty(), &|| {
            "something lives in an ended instance".to_owned()
        });

        let mut children: BTreeMap<Key, u32> = BTreeMap::new();
        let mut bytes = weight(&self.ended_with);
        for (key, instance) in &self.instances {
            *children.entry(instance.scope).or_default() += 1;
            bytes += weight(&instance.variables) + held(&instance.compensations);
            if let Some(compensating) = &instance.compensating {
                bytes += held(&compensating.left);
            }
            say(*key < self.next_key, &|| {
                format!("key {key} was never given")
            });
            say(
                *key == ROOT || lives(&instance.scope) && instance.scope < *key,
                &|| format!("{key} has no scope"),
            );
            say((instance.process as usize) < self.processes.len(), &|| {
                format!("{key} has no process")
            });
            say(instance.tokens.values().all(|count| *count > 0), &|| {
                format!("{key} counts tokens that are not there")
            });
            if let Some(body) = &instance.body {
                say(
                    body.total.is_none_or(|total| body.started <= total),
                    &|| format!("{key} started more than there are"),
                );
                say(body.completed + body.terminated <= body.started, &|| {
                    format!("{key} ended more than it started")
                });
            }
        }
        for (key, instance) in &self.instances {
            say(
                children.get(key).copied().unwrap_or(0) == instance.children,
                &|| format!("{key} miscounts its children"),
            );
        }
        say(bytes == self.weight, &|| {
            format!("variables weigh {bytes}, not {}", self.weight)
        });
        for key in self.tasks.keys() {
            say(lives(key), &|| {
                format!("task {key} is open without a token")
            });
            say(!self.closed.contains_key(key), &|| {
                format!("task {key} is both open and closed")
            });
        }
        let owners = self
            .timers
            .values()
            .map(|timer| ("timer", timer.owner))
            .chain(
                self.subscriptions
                    .values()
                    .map(|it| ("subscription", it.owner)),
            )
            .chain(self.jobs.values().map(|job| ("job", job.owner)))
            .chain(self.incidents.values().map(|it| ("incident", it.owner)));
        for (what, owner) in owners {
            say(lives(&owner), &|| format!("a {what} outlived {owner}"));
        }
        wrong
    }

    /// Element instances that stand still with nothing that could wake them: no task, wait, job or incident, no child.
    /// Always empty between two commands; a property test says so for random processes.
    #[must_use]
    pub fn asleep(&self) -> Vec<Key> {
        let awake = |key: &Key| {
            self.tasks.contains_key(key)
                || self.timers.values().any(|timer| timer.owner == *key)
                || self.subscriptions.values().any(|it| it.owner == *key)
                || self.jobs.values().any(|job| job.owner == *key)
                || self.has_incident(*key)
        };
        self.instances
            .iter()
            .filter(|(key, instance)| {
                instance.children == 0 && instance.compensating.is_none() && !awake(key)
            })
            .map(|(key, _)| *key)
            .collect()
    }
}
