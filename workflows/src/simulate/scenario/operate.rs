//! Steps of an operator: suspending, changing where the tokens are, moving to another version, setting local variables.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::engine::{Key, Migration, Modification, Obstacle, Refusal, Request};
use crate::feel::Context;

use super::super::deployment::named;
use super::Step;
use super::play::{Stage, Trouble, failed};

impl Stage<'_> {
    pub(super) fn operate(&mut self, step: &Step) -> Result<(), Trouble> {
        let request = match step.verb.as_str() {
            "suspend" => Request::Suspend {
                reason: self.object(step)?,
            },
            "resume" => {
                self.player.send(Request::Resume { reason: None }, None)?;
                // What fell due meanwhile fires now, once.
                return self.run_to(self.player.now);
            }
            "modify" => Request::Modify {
                steps: self.modifications(&step.object)?,
                reason: "script".to_owned(),
            },
            "rollback" => Request::RollBackMigration,
            "set" => Request::SetVariables {
                scope: match step.details.get("in") {
                    Some(_) => Some(self.instance(&step.details, "in")?),
                    None => None,
                },
                values: self.values(&step.object)?,
                reason: None,
            },
            _ => Request::Migrate(Migration {
                root: match step.details.get("in") {
                    Some(_) => Some(self.instance(&step.details, "in")?),
                    None => None,
                },
                to: named(&self.object(step)?),
                mapping: mapping(step)?,
                reassign: step.details.get("reassign").and_then(Json::as_bool) == Some(true),
            }),
        };
        let wanted = step.details.get("obstacles").and_then(Json::as_array);
        match (self.player.send(request, None), wanted) {
            (Ok(()), Some(_)) => failed("it was migrated, obstacles were expected"),
            (Err(Refusal::CannotMigrate { obstacles }), Some(wanted)) => met(&obstacles, wanted),
            (answer, _) => Ok(answer?),
        }
    }

    fn modifications(&self, json: &Json) -> Result<Vec<Modification>, Trouble> {
        let Json::Array(steps) = json else {
            return failed("modify needs a list of steps");
        };
        let mut made = Vec::with_capacity(steps.len());
        for step in steps {
            let Json::Object(step) = step else {
                return failed("a step of modify is a mapping");
            };
            let scope = match step.get("in") {
                Some(_) => Some(self.instance(step, "in")?),
                None => None,
            };
            let variables = match step.get("with") {
                Some(values) => self.values(values)?,
                None => Context::new(),
            };
            let text = |name: &str| step.get(name).and_then(Json::as_str).map(str::to_owned);
            made.push(match (text("activate"), text("to")) {
                (Some(element), None) => Modification::Activate {
                    element,
                    scope,
                    variables,
                },
                (None, Some(to)) => Modification::Move {
                    instance: self.instance(step, "move")?,
                    to,
                    scope,
                    variables,
                },
                _ => Modification::Cancel {
                    instance: self.instance(step, "cancel")?,
                },
            });
        }
        Ok(made)
    }

    /// The live instance of an element, the oldest; `item` picks one of a multi-instance.
    fn instance(&self, of: &Map<String, Json>, name: &str) -> Result<Key, Trouble> {
        let Some(element) = of.get(name).and_then(Json::as_str) else {
            return failed(format!("{name} needs an element"));
        };
        let item = of.get("item").and_then(Json::as_u64);
        let found = self.player.state.instances.iter().find(|(_, it)| {
            it.element == element && (item.is_none() || it.loop_counter.map(u64::from) == item)
        });
        match found {
            Some((key, _)) => Ok(*key),
            // To see it refused.
            None => Ok(self.player.state.next_key),
        }
    }
}

fn mapping(step: &Step) -> Result<BTreeMap<String, String>, Trouble> {
    let Some(mapping) = step.details.get("mapping") else {
        return Ok(BTreeMap::new());
    };
    match serde_json::from_value(mapping.clone()) {
        Ok(mapping) => Ok(mapping),
        Err(_) => failed("mapping is element ids to element ids"),
    }
}

fn met(obstacles: &[Obstacle], wanted: &[Json]) -> Result<(), Trouble> {
    let found: Vec<String> = obstacles
        .iter()
        .map(|it| {
            let reason = serde_json::to_value(it.reason).unwrap_or_default();
            format!("{} {}", it.element, reason.as_str().unwrap_or_default())
        })
        .collect();
    let expected: Vec<&str> = wanted.iter().filter_map(Json::as_str).collect();
    if found == expected {
        Ok(())
    } else {
        failed(format!("obstacles are {found:?}, {expected:?} expected"))
    }
}
