//! Steps at tasks: which one is meant, whether that person may, and what they do there.

use serde_json::Value as Json;
use std::collections::BTreeSet;

use crate::access::{Mandate, Reason, Verdict};
use crate::engine::{Event, Key, Request, Stamp, TaskFacts};
use crate::feel::Value;

use super::play::{Stage, Trouble, failed, item};
use super::{Person, Step, expect};

impl Stage<'_> {
    pub(super) fn task(&mut self, step: &Step) -> Result<(), Trouble> {
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
        let mode = person.mode.as_deref().and_then(|mode| mode.parse().ok());
        match mode.map(|mode| Mandate::read(council.get("strategic")).of(mode)) {
            Some(Verdict::MustWait) => return refused(Reason::MandateOnly.code()),
            Some(Verdict::NeedsMandateLetter) => return refused(Reason::MandateLetter.code()),
            Some(Verdict::MaySign) | None => {}
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
