//! Decisions in memory: every model among the given files, linked with all others.

use crate::dmn::{DecisionError, Diagnostic, Model};
use crate::engine::{Decided, DecisionProblem};
use crate::feel::{Context, Environment, Value};

/// The decision models among the given files.
#[derive(Default)]
pub(crate) struct Decisions {
    models: Vec<Model>,
}

impl Decisions {
    /// Reads DMN files; each can import the others.
    pub(crate) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut diagnostics = Vec::new();
        for text in texts {
            let (model, findings) = Model::parse(text);
            found.extend(model);
            diagnostics.extend(findings);
        }
        let models = found
            .iter()
            .map(|model| {
                if model.imports().is_empty() {
                    model.clone()
                } else {
                    model.with_imports(&found)
                }
            })
            .collect();
        (Self { models }, diagnostics)
    }

    /// Evaluates the decision with that id or name, in the first model that has it.
    pub(crate) fn decide(
        &self,
        id: &str,
        inputs: &Context,
        environment: &Environment<'_>,
    ) -> Result<Decided, DecisionProblem> {
        for model in &self.models {
            match model.evaluate(id, inputs, environment) {
                Ok(decided) => {
                    let matched = serde_json::to_value(&decided.matched).unwrap_or_default();
                    return Ok(Decided {
                        value: decided.value,
                        matched: Value::from_json(&matched),
                    });
                }
                Err(DecisionError::Unknown { .. }) => {}
                Err(error) => {
                    return Err(DecisionProblem {
                        code: error.code().to_owned(),
                        message: error.to_string(),
                    });
                }
            }
        }
        Err(DecisionProblem {
            code: "DECISION_NOT_FOUND".to_owned(),
            message: format!("there is no decision {id}"),
        })
    }
}
