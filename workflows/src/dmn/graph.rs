//! The requirements graph evaluated: decisions on what they require, knowledge and services as functions.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::boxed::{coerced, run, signature};
use super::link::{Element, Linked};
use super::logic::{Boxed, Reference};
use super::read::spaced;
use super::request::declared;
use super::types::ModelTypes;
use crate::feel::environment::{EvaluationError, WarningCode};
use crate::feel::evaluator::{Evaluated, Evaluator};
use crate::feel::function::{Callable, Function};
use crate::feel::{Context, Type, Value};

/// Where a value stands that came with a request or from people: in no text.
const NOWHERE: Range<usize> = 0..0;

/// One evaluation of decisions: what came in, and what is known already.
pub(super) struct Run {
    pub linked: Arc<Linked>,
    pub inputs: Context,
    known: BTreeMap<Element, Value>,
    open: Vec<Element>,
    /// Whether the inputs come with a request: decisions among them are not evaluated, and text is read by the
    /// declared type. The variables of a process are no request, and may bear the name of a decision by chance.
    asked: bool,
}

impl Run {
    pub fn new(linked: Arc<Linked>, inputs: Context) -> Self {
        Self {
            linked,
            inputs,
            known: BTreeMap::new(),
            open: Vec::new(),
            asked: false,
        }
    }

    /// Answers a request.
    pub fn asked(linked: Arc<Linked>, inputs: Context) -> Self {
        Self {
            asked: true,
            ..Self::new(linked, inputs)
        }
    }

    /// Lets names mean types of model `at` while something runs.
    fn with_types<T>(
        &self,
        evaluator: &mut Evaluator<'_>,
        at: usize,
        run: impl FnOnce(&mut Evaluator<'_>) -> T,
    ) -> T {
        with_types(evaluator, &self.linked, at, run)
    }

    fn input(&mut self, evaluator: &mut Evaluator<'_>, at: usize, index: usize) -> Value {
        let element = Element::Input(at, index);
        if let Some(value) = self.known.get(&element) {
            return value.clone();
        }
        let linked = self.linked.clone();
        let input = &linked.models[at].inputs[index];
        let names = [&*input.name, &input.title, &input.id];
        let value = self.given_as(at, &names).unwrap_or_default();
        let value = self.read(at, input.kind.as_ref(), value);
        let what = format!("input '{}'", input.name);
        let value = self.with_types(evaluator, at, |evaluator| {
            coerced(evaluator, value, input.kind.as_ref(), &what, NOWHERE)
        });
        self.known.insert(element, value.clone());
        value
    }

    /// What the caller gave for an element: under the name of its variable; a request may also use its own name or id,
    /// and other spaces.
    fn given_as(&self, at: usize, names: &[&str]) -> Option<Value> {
        let path = &self.linked.models[at].path;
        let (variable, others) = names.split_first()?;
        let found = self.given(path, variable);
        if found.is_some() || !self.asked {
            return found;
        }
        others
            .iter()
            .filter(|name| !name.is_empty())
            .find_map(|name| self.given(path, name))
            .or_else(|| {
                let same = |(name, _): &(&Arc<str>, &Value)| {
                    name.contains(char::is_whitespace) && spaced(name) == *variable
                };
                let (_, value) = self.inputs.iter().find(same)?;
                Some(value.clone())
            })
    }

    /// What the caller gave for an input: under its whole path (`i.amount`), in contexts along the path, or bare.
    fn given(&self, path: &str, name: &str) -> Option<Value> {
        if !path.is_empty() {
            if let Some(value) = self.inputs.get(&format!("{path}{name}")) {
                return Some(value.clone());
            }
            let mut steps = path.trim_end_matches('.').split('.');
            let first = steps.next().and_then(|step| self.inputs.get(step));
            let inner = steps.try_fold(first, |found, step| Some(found?.as_context()?.get(step)));
            if let Some(value) = inner
                .flatten()
                .and_then(Value::as_context)
                .and_then(|context| context.get(name))
            {
                return Some(value.clone());
            }
        }
        self.inputs.get(name).cloned()
    }

    fn read(&self, at: usize, kind: Option<&Type>, value: Value) -> Value {
        match kind {
            Some(kind) if self.asked => declared(&self.linked, at, kind, value, 0),
            _ => value,
        }
    }

    /// The value of a decision that another requires: what a request gives for it, or what it evaluates to.
    fn required_decision(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        at: usize,
        index: usize,
    ) -> Evaluated {
        let linked = self.linked.clone();
        let decision = &linked.models[at].decisions[index];
        let element = Element::Decision(at, index);
        if self.asked
            && !self.known.contains_key(&element)
            && let Some(given) =
                self.given_as(at, &[&*decision.variable, &decision.name, &decision.id])
        {
            let given = self.read(at, decision.kind.as_ref(), given);
            let what = format!("decision '{}'", decision.name);
            let given = self.with_types(evaluator, at, |evaluator| {
                coerced(evaluator, given, decision.kind.as_ref(), &what, NOWHERE)
            });
            self.known.insert(element, given.clone());
            return Ok(given);
        }
        self.decision(evaluator, at, index)
    }

    /// The value of a decision, evaluated once.
    pub fn decision(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        at: usize,
        index: usize,
    ) -> Evaluated {
        let element = Element::Decision(at, index);
        if let Some(value) = self.known.get(&element) {
            return Ok(value.clone());
        }
        let linked = self.linked.clone();
        let decision = &linked.models[at].decisions[index];
        let span = decision.logic.as_ref().map(Boxed::span).unwrap_or(NOWHERE);
        if self.open.contains(&element) {
            return Ok(evaluator.warn(span, WarningCode::NotAllowed, "a decision requires itself"));
        }
        self.open.push(element);
        let value = evaluator.deeper(&span.clone(), |evaluator| {
            let mut names = Names::default();
            for reference in &decision.requires {
                if let Some(found) = linked.resolve(at, reference) {
                    let value = self.required(evaluator, found)?;
                    names.add(&linked, at, found, value.0, value.1);
                }
            }
            for reference in &decision.knows {
                if let Some((found, name, value)) = knowledge(&linked, at, reference) {
                    names.add(&linked, at, found, name, value);
                }
            }
            if linked.models[at].open_inputs {
                for (name, value) in self.inputs.iter() {
                    names.fallback(name.clone(), value.clone());
                }
            }
            let Some(logic) = &decision.logic else {
                // people decide this one; what they decided may come with the inputs
                let names = [&*decision.variable, &decision.name, &decision.id];
                let given = self.given_as(at, &names).unwrap_or_default();
                let given = self.read(at, decision.kind.as_ref(), given);
                let what = format!("decision '{}'", decision.name);
                return Ok(with_types(evaluator, &linked, at, |evaluator| {
                    coerced(evaluator, given, decision.kind.as_ref(), &what, NOWHERE)
                }));
            };
            let owner: Arc<str> = decision.name.as_str().into();
            with_types(evaluator, &linked, at, |evaluator| {
                let value = evaluator.in_fresh_scope(|evaluator| {
                    names.bind(evaluator);
                    logic.evaluate(evaluator, &owner)
                })?;
                let what = format!("decision '{}'", decision.name);
                Ok(coerced(
                    evaluator,
                    value,
                    decision.kind.as_ref(),
                    &what,
                    span,
                ))
            })
        });
        self.open.pop();
        let value = value?;
        self.known.insert(element, value.clone());
        Ok(value)
    }

    fn required(
        &mut self,
        evaluator: &mut Evaluator<'_>,
        element: Element,
    ) -> Result<(Arc<str>, Value), EvaluationError> {
        let linked = self.linked.clone();
        Ok(match element {
            Element::Input(at, index) => (
                linked.models[at].inputs[index].name.clone(),
                self.input(evaluator, at, index),
            ),
            Element::Decision(at, index) => (
                linked.models[at].decisions[index].variable.clone(),
                self.required_decision(evaluator, at, index)?,
            ),
            Element::Function(at, index) => (
                linked.models[at].functions[index].name.clone(),
                function_value(&linked, at, index),
            ),
            Element::Service(at, index) => (
                linked.models[at].services[index].name.clone(),
                service_value(&linked, at, index),
            ),
        })
    }

    /// The outputs of a decision service, with its inputs among the inputs of this run.
    pub fn service(&mut self, evaluator: &mut Evaluator<'_>, at: usize, index: usize) -> Evaluated {
        let linked = self.linked.clone();
        let service = &linked.models[at].services[index];
        for reference in &service.input_decisions {
            if let Some(element @ Element::Decision(model, decision)) =
                linked.resolve(at, reference)
            {
                let decision = &linked.models[model].decisions[decision];
                let names = [&*decision.variable, &decision.name, &decision.id];
                let given = self.given_as(model, &names).unwrap_or_default();
                let what = format!("input decision '{}'", decision.name);
                let given = with_types(evaluator, &linked, model, |evaluator| {
                    coerced(evaluator, given, decision.kind.as_ref(), &what, NOWHERE)
                });
                self.known.insert(element, given);
            }
        }
        let mut outputs = Vec::with_capacity(service.outputs.len());
        for reference in &service.outputs {
            if let Some(Element::Decision(model, decision)) = linked.resolve(at, reference) {
                let name = linked.models[model].decisions[decision].variable.clone();
                outputs.push((name, self.decision(evaluator, model, decision)?));
            }
        }
        let value = match outputs.len() {
            1 => outputs.pop().map(|(_, value)| value).unwrap_or_default(),
            _ => Value::from(outputs.into_iter().collect::<Context>()),
        };
        let result = result_type(&linked, at, service.kind.as_ref());
        Ok(with_types(evaluator, &linked, at, |evaluator| {
            coerced(
                evaluator,
                value,
                result.as_ref(),
                "the result of the service",
                NOWHERE,
            )
        }))
    }
}

/// The type of the results of a service or function variable, whose type may be a function type.
fn result_type(linked: &Linked, at: usize, kind: Option<&Type>) -> Option<Type> {
    match linked.function_type(at, kind) {
        Some((_, result)) => (*result != Type::Any).then(|| result.clone()),
        None => kind.cloned(),
    }
}

/// The type that the function type of a variable gives a parameter, if it gives one.
fn parameter_type(linked: &Linked, at: usize, kind: Option<&Type>, name: &str) -> Option<Type> {
    let (parameters, _) = linked.function_type(at, kind)?;
    let (_, kind) = parameters
        .iter()
        .find(|(parameter, _)| **parameter == *name)?;
    (*kind != Type::Any).then(|| kind.clone())
}

pub(super) fn with_types<T>(
    evaluator: &mut Evaluator<'_>,
    linked: &Arc<Linked>,
    at: usize,
    run: impl FnOnce(&mut Evaluator<'_>) -> T,
) -> T {
    let types = Arc::new(ModelTypes {
        linked: linked.clone(),
        at,
    });
    let outer = evaluator.types.replace(types);
    let result = run(evaluator);
    evaluator.types = outer;
    result
}

/// Names that a piece of logic sees: its own model's bare, those of imports in a context each.
#[derive(Default)]
struct Names {
    bare: Vec<(Arc<str>, Value)>,
    imported: BTreeMap<Arc<str>, Context>,
}

impl Names {
    fn add(&mut self, linked: &Linked, at: usize, element: Element, name: Arc<str>, value: Value) {
        let import = if element.model() == at {
            None
        } else {
            linked.import_name(at, element.model())
        };
        match import.filter(|name| !name.is_empty()) {
            Some(import) => {
                self.imported
                    .entry(import.into())
                    .or_default()
                    .insert(name, value);
            }
            None => self.bare.push((name, value)),
        }
    }

    /// A name that yields to any other of the same name.
    fn fallback(&mut self, name: Arc<str>, value: Value) {
        self.bare.insert(0, (name, value));
    }

    fn bind(self, evaluator: &mut Evaluator<'_>) {
        for (name, value) in self.all() {
            evaluator.bind(name, value);
        }
    }

    fn all(self) -> Vec<(Arc<str>, Value)> {
        let mut all = self.bare;
        all.extend(
            self.imported
                .into_iter()
                .map(|(name, context)| (name, Value::from(context))),
        );
        all
    }
}

fn knowledge(
    linked: &Arc<Linked>,
    at: usize,
    reference: &Reference,
) -> Option<(Element, Arc<str>, Value)> {
    let found = linked.resolve(at, reference)?;
    Some(match found {
        Element::Function(at, index) => (
            found,
            linked.models[at].functions[index].name.clone(),
            function_value(linked, at, index),
        ),
        Element::Service(at, index) => (
            found,
            linked.models[at].services[index].name.clone(),
            service_value(linked, at, index),
        ),
        _ => return None,
    })
}

pub(super) fn function_value(linked: &Arc<Linked>, at: usize, index: usize) -> Value {
    Value::Function(Function(Arc::new(KnowledgeFunction {
        linked: linked.clone(),
        at,
        index,
    })))
}

pub(super) fn service_value(linked: &Arc<Linked>, at: usize, index: usize) -> Value {
    Value::Function(Function(Arc::new(ServiceFunction {
        linked: linked.clone(),
        at,
        index,
    })))
}

/// A business knowledge model as a function.
struct KnowledgeFunction {
    linked: Arc<Linked>,
    at: usize,
    index: usize,
}

impl Callable for KnowledgeFunction {
    fn parameters(&self) -> Vec<Arc<str>> {
        let logic = &self.linked.models[self.at].functions[self.index].logic;
        logic
            .as_ref()
            .map(|logic| {
                logic
                    .parameters
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect()
            })
            .unwrap_or_default()
    }

    fn signature(&self) -> (Vec<Type>, Type) {
        let knowledge = &self.linked.models[self.at].functions[self.index];
        let result = result_type(&self.linked, self.at, knowledge.kind.as_ref());
        match &knowledge.logic {
            Some(logic) => signature(logic, result.as_ref()),
            None => (Vec::new(), Type::Any),
        }
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        let knowledge_model = &self.linked.models[self.at].functions[self.index];
        let Some(logic) = &knowledge_model.logic else {
            return Ok(evaluator.warn(
                span,
                WarningCode::NotAllowed,
                "the business knowledge model has no logic",
            ));
        };
        let mut names = Names::default();
        names.bare.push((
            knowledge_model.name.clone(),
            function_value(&self.linked, self.at, self.index),
        ));
        for reference in &knowledge_model.knows {
            if let Some((element, name, value)) = knowledge(&self.linked, self.at, reference) {
                names.add(&self.linked, self.at, element, name, value);
            }
        }
        let owner = knowledge_model.name.clone();
        let declared = knowledge_model.kind.as_ref();
        let result = result_type(&self.linked, self.at, declared);
        with_types(evaluator, &self.linked, self.at, |evaluator| {
            let mut arguments = arguments;
            for ((name, _), argument) in logic.parameters.iter().zip(&mut arguments) {
                let kind = parameter_type(&self.linked, self.at, declared, name);
                match evaluator.argument(std::mem::take(argument), kind.as_ref(), &span) {
                    Some(conforming) => *argument = conforming,
                    None => return Ok(Value::Null),
                }
            }
            let value = run(evaluator, logic, arguments, names.all(), &owner, span)?;
            Ok(coerced(
                evaluator,
                value,
                result.as_ref(),
                &knowledge_model.name,
                logic.body.as_ref().map(Boxed::span).unwrap_or(NOWHERE),
            ))
        })
    }
}

/// A decision service as a function: parameters are its input data, then its input decisions.
struct ServiceFunction {
    linked: Arc<Linked>,
    at: usize,
    index: usize,
}

impl ServiceFunction {
    fn inputs(&self) -> Vec<(Arc<str>, Option<Type>)> {
        service_inputs(&self.linked, self.at, self.index)
    }
}

/// Names and types of what a decision service takes.
pub(super) fn service_inputs(
    linked: &Linked,
    place: usize,
    index: usize,
) -> Vec<(Arc<str>, Option<Type>)> {
    let service = &linked.models[place].services[index];
    let all = service.input_data.iter().chain(&service.input_decisions);
    all.filter_map(|reference| {
        let (name, kind) = match linked.resolve(place, reference)? {
            Element::Input(at, index) => {
                let input = &linked.models[at].inputs[index];
                (input.name.clone(), input.kind.clone())
            }
            Element::Decision(at, index) => {
                let decision = &linked.models[at].decisions[index];
                (decision.variable.clone(), decision.kind.clone())
            }
            _ => return None,
        };
        let declared = parameter_type(linked, place, service.kind.as_ref(), &name);
        Some((name, declared.or(kind)))
    })
    .collect()
}

impl Callable for ServiceFunction {
    fn parameters(&self) -> Vec<Arc<str>> {
        self.inputs().into_iter().map(|(name, _)| name).collect()
    }

    fn signature(&self) -> (Vec<Type>, Type) {
        let service = &self.linked.models[self.at].services[self.index];
        let kinds = self
            .inputs()
            .into_iter()
            .map(|(_, kind)| kind.unwrap_or(Type::Any))
            .collect();
        (
            kinds,
            result_type(&self.linked, self.at, service.kind.as_ref()).unwrap_or(Type::Any),
        )
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        let inputs = self.inputs();
        if inputs.len() != arguments.len() {
            return Ok(evaluator.invalid_argument(
                span,
                "the number of arguments differs from the inputs of the service",
            ));
        }
        let mut given = Context::new();
        for ((name, kind), argument) in inputs.into_iter().zip(arguments) {
            let value = with_types(evaluator, &self.linked, self.at, |evaluator| {
                evaluator.argument(argument, kind.as_ref(), &span)
            });
            match value {
                Some(value) => given.insert(name, value),
                None => return Ok(Value::Null),
            };
        }
        Run::new(self.linked.clone(), given).service(evaluator, self.at, self.index)
    }
}
