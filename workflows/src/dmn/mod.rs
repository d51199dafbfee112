//! DMN 1.1 to 1.5: decision models read, checked and evaluated over [`crate::feel`], under the same meter.
//!
//! Quorum, acting authority, index weights and the other shared tables of DOMAIN section 6 are such models, so that an
//! administrator changes a table and not a program.

mod batch;
mod boxed;
mod diagnostic;
mod graph;
mod link;
mod logic;
mod policy;
mod read;
mod request;
mod table;
mod types;

use std::sync::Arc;

pub use crate::feel::RuleHit as Matched;
pub use batch::answer_line;
pub use diagnostic::{Diagnostic, Severity};
pub use request::Asked;

use crate::feel::evaluator::Evaluator;
use crate::feel::syntax::{Form, Node};
use crate::feel::{Context, Environment, EvaluationError, Type, Value, Warning};
use graph::{Run, function_value, service_value};
use link::{Element, Linked};
use logic::Logic;

/// Deepest nesting of a result.
const RESULT_DEPTH: u32 = 100;

/// A decision model, with the models it imports. Cheap to clone and to share.
#[derive(Clone, Debug)]
pub struct Model {
    linked: Arc<Linked>,
    source: Arc<str>,
}

/// What a decision yielded, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The value.
    pub value: Value,
    /// Why parts of it are null.
    pub warnings: Vec<Warning>,
    /// The rules of decision tables that held, in order of evaluation.
    pub matched: Vec<Matched>,
}

/// Why a decision yielded nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// The model has no such decision, business knowledge model or service.
    #[error("the model has no element named '{name}'")]
    Unknown {
        /// What was asked for.
        name: String,
    },
    /// A bound was reached, or an assertion failed.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
}

impl DecisionError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "DMN_UNKNOWN_DECISION",
            Self::Evaluation(error) => error.code(),
        }
    }

    /// A sentence in Indonesian.
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "Model tidak memiliki keputusan dengan nama ini.",
            Self::Evaluation(error) => error.message_id(),
        }
    }
}

/// An element that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An input that a decision needs.
#[derive(Clone, Debug, PartialEq)]
pub struct RequiredInput {
    /// The name of the variable.
    pub name: String,
    /// Its declared type.
    pub kind: Option<Type>,
}

impl Model {
    /// Reads a DMN file. The model is absent only when nothing of it could be read; with diagnostics of severity
    /// `Error` it must not be deployed, though what is sound in it still evaluates.
    pub fn parse(xml: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let (definitions, diagnostics) = read::read(xml, &[]);
        let model = definitions.map(|definitions| Self {
            linked: Arc::new(Linked::new(Arc::new(definitions), &[])),
            source: xml.into(),
        });
        (model, diagnostics)
    }

    /// The same model, able to follow its imports into the others (which may import one another).
    #[must_use]
    pub fn with_imports<'m>(&self, others: impl IntoIterator<Item = &'m Model>) -> Self {
        let mut beside: Vec<&Self> = others
            .into_iter()
            .filter(|other| other.namespace() != self.namespace())
            .collect();
        // those that are imported, directly or through others; names of the rest shall not be known
        let mut others: Vec<&Self> = Vec::new();
        let mut wanted = self.imports();
        while let Some(namespace) = wanted.pop() {
            if let Some(place) = beside
                .iter()
                .position(|other| other.namespace() == namespace)
            {
                let found = beside.remove(place);
                wanted.extend(found.imports());
                others.push(found);
            }
        }
        let names: Vec<Vec<String>> = others
            .iter()
            .map(|other| read::declared_names(&other.source))
            .collect();
        let mut models = Vec::with_capacity(1 + others.len());
        for (place, model) in std::iter::once(self)
            .chain(others.iter().copied())
            .enumerate()
        {
            let foreign: Vec<String> = names
                .iter()
                .enumerate()
                .filter(|(other, _)| other + 1 != place)
                .flat_map(|(_, names)| names.clone())
                .collect();
            match read::read(&model.source, &foreign).0 {
                Some(definitions) => models.push(Arc::new(definitions)),
                None => models.push(model.linked.models[0].definitions.clone()),
            }
        }
        Self {
            linked: Arc::new(Linked::new(models[0].clone(), &models[1..])),
            source: self.source.clone(),
        }
    }

    /// What is wrong with the imports when these models are all there is: those that none of them answers.
    pub fn missing_imports<'m>(
        &self,
        others: impl IntoIterator<Item = &'m Model>,
    ) -> Vec<Diagnostic> {
        let there: Vec<&str> = others.into_iter().map(Model::namespace).collect();
        let missing = self.linked.models[0]
            .imports
            .iter()
            .filter(|import| import.dmn && !there.contains(&import.namespace.as_str()));
        missing
            .map(|import| Diagnostic {
                severity: Severity::Error,
                code: "DMN_IMPORT",
                element: Some(import.name.clone()),
                line: import.line,
                message: format!(
                    "no model of the namespace '{}' comes with this one",
                    import.namespace
                ),
                message_id: "Model yang diimpor tidak ikut disertakan.".to_owned(),
                remedy: "put the imported model beside this one, and deploy both together"
                    .to_owned(),
            })
            .collect()
    }

    /// The id of the model.
    pub fn id(&self) -> &str {
        &self.linked.models[0].id
    }

    /// The name of the model.
    pub fn name(&self) -> &str {
        &self.linked.models[0].name
    }

    /// The namespace of the model, by which others import it.
    pub fn namespace(&self) -> &str {
        &self.linked.models[0].namespace
    }

    /// Namespaces that the model imports.
    pub fn imports(&self) -> Vec<&str> {
        self.linked.models[0]
            .imports
            .iter()
            .map(|import| import.namespace.as_str())
            .collect()
    }

    /// The decisions of this model.
    pub fn decisions(&self) -> Vec<Listed> {
        let decisions = self.linked.models[0].decisions.iter();
        decisions
            .map(|decision| Listed {
                id: decision.id.clone(),
                name: decision.name.clone(),
            })
            .collect()
    }

    /// The input data that a decision needs, directly or through others; `None` when there is no such decision.
    pub fn inputs_of(&self, decision: &str) -> Option<Vec<RequiredInput>> {
        let first = self.find_decision(decision)?;
        let mut open = vec![(0, first)];
        let mut seen = Vec::new();
        let mut inputs: Vec<RequiredInput> = Vec::new();
        while let Some((at, index)) = open.pop() {
            if seen.contains(&(at, index)) {
                continue;
            }
            seen.push((at, index));
            for reference in &self.linked.models[at].decisions[index].requires {
                match self.linked.resolve(at, reference) {
                    Some(Element::Decision(at, index)) => open.push((at, index)),
                    Some(Element::Input(at, index)) => {
                        let input = &self.linked.models[at].inputs[index];
                        if !inputs.iter().any(|known| *known.name == *input.name) {
                            inputs.push(RequiredInput {
                                name: input.name.to_string(),
                                kind: input.kind.clone(),
                            });
                        }
                    }
                    _ => {}
                }
            }
        }
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        Some(inputs)
    }

    /// The texts that the rules of a decision's table compare an input with, each once, in the order of the file: for
    /// whoever must ask the table for every case it knows. None when the decision is no table over that input.
    pub fn tested_texts(&self, decision: &str, input: &str) -> Vec<String> {
        let mut found = Vec::new();
        let decisions = &self.linked.models[0].decisions;
        let logic = self
            .find_decision(decision)
            .and_then(|at| decisions.get(at)?.logic.as_ref());
        let Some(Logic::Table(table)) = logic.map(|boxed| &boxed.logic) else {
            return found;
        };
        let column = table.inputs.iter().position(|clause| {
            clause.expression.as_ref().is_some_and(
                |expression| matches!(&expression.root().form, Form::Name(name) if **name == *input),
            )
        });
        let cells = column
            .into_iter()
            .flat_map(|at| {
                table
                    .rules
                    .iter()
                    .filter_map(move |rule| rule.tests.get(at))
            })
            .flatten();
        for cell in cells {
            texts(cell.root(), &mut found);
        }
        found
    }

    fn find_decision(&self, name: &str) -> Option<usize> {
        let decisions = &self.linked.models[0].decisions;
        let by_id = decisions.iter().position(|decision| decision.id == name);
        by_id.or_else(|| {
            decisions
                .iter()
                .position(|decision| decision.name == name || *decision.variable == *name)
        })
    }

    /// Evaluates a decision, found by id or name.
    ///
    /// # Errors
    /// When there is no such decision, or a bound of `env.limits` is reached. All else is null with warnings.
    pub fn evaluate(
        &self,
        decision: &str,
        inputs: &Context,
        env: &Environment<'_>,
    ) -> Result<Decided, DecisionError> {
        let index = self
            .find_decision(decision)
            .ok_or_else(|| DecisionError::Unknown {
                name: decision.to_owned(),
            })?;
        self.run(env, |evaluator| {
            Run::new(self.linked.clone(), inputs.clone()).decision(evaluator, 0, index)
        })
    }

    /// Evaluates a business knowledge model, its parameters taken from `inputs` by name.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_bkm(
        &self,
        name: &str,
        inputs: &Context,
        env: &Environment<'_>,
    ) -> Result<Decided, DecisionError> {
        let functions = &self.linked.models[0].functions;
        let index = functions
            .iter()
            .position(|function| function.id == name || *function.name == *name);
        let index = index.ok_or_else(|| DecisionError::Unknown {
            name: name.to_owned(),
        })?;
        self.call(function_value(&self.linked, 0, index), inputs, env)
    }

    /// Evaluates a decision service, its inputs taken from `inputs` by name.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_service(
        &self,
        name: &str,
        inputs: &Context,
        env: &Environment<'_>,
    ) -> Result<Decided, DecisionError> {
        let services = &self.linked.models[0].services;
        let index = services
            .iter()
            .position(|service| service.id == name || *service.name == *name);
        let index = index.ok_or_else(|| DecisionError::Unknown {
            name: name.to_owned(),
        })?;
        self.call(service_value(&self.linked, 0, index), inputs, env)
    }

    fn call(
        &self,
        function: Value,
        inputs: &Context,
        env: &Environment<'_>,
    ) -> Result<Decided, DecisionError> {
        let Value::Function(function) = function else {
            return Err(DecisionError::Unknown {
                name: String::new(),
            });
        };
        let arguments = function
            .parameters()
            .iter()
            .map(|name| inputs.get(name).cloned().unwrap_or_default())
            .collect();
        self.run(env, |evaluator| evaluator.call(&function, arguments, 0..0))
    }

    fn run(
        &self,
        env: &Environment<'_>,
        evaluate: impl FnOnce(&mut Evaluator<'_>) -> Result<Value, EvaluationError>,
    ) -> Result<Decided, DecisionError> {
        let nothing = Context::new();
        let mut evaluator = Evaluator::new(&nothing, env);
        let value = evaluate(&mut evaluator)?;
        evaluator.spend(1, &(0..0))?;
        evaluator.measure(&value, RESULT_DEPTH, &(0..0))?;
        Ok(Decided {
            value,
            warnings: std::mem::take(&mut evaluator.warnings),
            matched: std::mem::take(&mut evaluator.hits),
        })
    }
}

/// The texts that stand in an expression, each once.
fn texts(node: &Node, found: &mut Vec<String>) {
    if let Form::Literal(Value::String(text)) = &node.form
        && !found.iter().any(|known| **known == **text)
    {
        found.push(text.to_string());
    }
    node.children(&mut |child| texts(child, found));
}
