//! Functions as values: built in, written in an expression, or offered by a decision model.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::environment::EvaluationError;
use super::evaluator::{Evaluated, Evaluator};
use super::explain::Home;
use super::known_types::{known_type, type_of};
use super::syntax::FunctionForm;
use super::types::Type;
use super::value::Value;

/// A function value; two are equal when they are the same one.
#[derive(Clone)]
pub struct Function(pub(crate) Arc<dyn Callable>);

/// What a function value must be able to do.
pub(crate) trait Callable: Send + Sync {
    /// Names of the parameters, in order.
    fn parameters(&self) -> Vec<Arc<str>>;

    /// Declared types of the parameters and of the result.
    fn signature(&self) -> (Vec<Type>, Type) {
        (vec![Type::Any; self.parameters().len()], Type::Any)
    }

    /// Calls the function; what is wrong with the arguments is a warning and null.
    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Result<Value, EvaluationError>;

    /// Calls the function with arguments by name.
    fn call_named(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<(Arc<str>, Value)>,
        span: Range<usize>,
    ) -> Result<Value, EvaluationError> {
        let parameters = self.parameters();
        if arguments.iter().any(|(name, _)| !parameters.contains(name))
            || arguments.len() > parameters.len()
        {
            return Ok(
                evaluator.invalid_argument(span, "the function has no parameter of this name")
            );
        }
        let mut values = vec![None; parameters.len()];
        for (name, value) in arguments {
            if let Some(place) = parameters.iter().position(|parameter| *parameter == name) {
                values[place] = Some(value);
            }
        }
        match values.into_iter().collect() {
            Some(values) => self.call(evaluator, values, span),
            None => Ok(evaluator.invalid_argument(span, "an argument is missing")),
        }
    }
}

impl Function {
    /// Names of the parameters, in order.
    pub fn parameters(&self) -> Vec<Arc<str>> {
        self.0.parameters()
    }

    /// Whether the function takes such arguments and gives such a result.
    pub(crate) fn admits_signature(&self, wanted: &[Type], result: &Type) -> bool {
        let (parameters, mine) = self.0.signature();
        parameters.len() == wanted.len()
            && parameters
                .iter()
                .zip(wanted)
                .all(|(mine, wanted)| mine.covers(wanted))
            && result.covers(&mine)
    }

    /// Whether a list of values is one of such functions. The list has one type (as the kit reads it, 0070): a parameter
    /// that the functions disagree about is of any type.
    pub(crate) fn all_admit_signature(values: &[Value], wanted: &[Type], result: &Type) -> bool {
        let mut joint: Option<Vec<Type>> = None;
        for value in values {
            let function = match value {
                Value::Null => continue,
                Value::Function(function) => function,
                _ => return false,
            };
            let (parameters, mine) = function.0.signature();
            if parameters.len() != wanted.len() || !result.covers(&mine) {
                return false;
            }
            if let Some(joint) = &mut joint {
                for (known, kind) in joint.iter_mut().zip(parameters) {
                    if *known != kind {
                        *known = Type::Any;
                    }
                }
            } else {
                joint = Some(parameters);
            }
        }
        joint.is_none_or(|joint| {
            joint
                .iter()
                .zip(wanted)
                .all(|(kind, wanted)| kind.covers(wanted))
        })
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function({})", self.0.parameters().join(", "))
    }
}

/// A function written in an expression, with the values its body took from where it was written.
pub(crate) struct Closure {
    pub form: Arc<FunctionForm>,
    pub captured: Vec<(Arc<str>, Value)>,
    /// The name of the context entry that holds it, by which it may call itself.
    pub own_name: Option<Arc<str>>,
    /// The traced source it was written in.
    pub home: Option<Home>,
}

impl Callable for Closure {
    fn parameters(&self) -> Vec<Arc<str>> {
        self.form
            .parameters
            .iter()
            .map(|parameter| parameter.name.clone())
            .collect()
    }

    fn signature(&self) -> (Vec<Type>, Type) {
        let kinds = self
            .form
            .parameters
            .iter()
            .map(|parameter| parameter.kind.clone().unwrap_or(Type::Any));
        let kinds: Vec<Type> = kinds.collect();
        let names = self.form.parameters.iter().map(|parameter| &parameter.name);
        let captured = self
            .captured
            .iter()
            .map(|(name, value)| (name.clone(), type_of(value)));
        let mut known = captured
            .chain(names.cloned().zip(kinds.iter().cloned()))
            .collect();
        let result = known_type(&self.form.body, &mut known);
        (kinds, result)
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Result<Value, EvaluationError> {
        let parameters = &self.form.parameters;
        if arguments.len() != parameters.len() {
            return Ok(evaluator
                .invalid_argument(span, "the number of arguments differs from the parameters"));
        }
        let mut bound = Vec::with_capacity(arguments.len());
        for (parameter, argument) in parameters.iter().zip(arguments) {
            match evaluator.argument(argument, parameter.kind.as_ref(), &span) {
                Some(argument) => bound.push((parameter.name.clone(), argument)),
                None => return Ok(Value::Null),
            }
        }
        let from_elsewhere = evaluator
            .trace
            .as_ref()
            .is_some_and(|trace| !trace.is_home_of(self.home.as_ref()));
        if from_elsewhere {
            return evaluator.untraced(|evaluator| self.run(evaluator, bound));
        }
        self.run(evaluator, bound)
    }
}

impl Closure {
    fn run(&self, evaluator: &mut Evaluator<'_>, bound: Vec<(Arc<str>, Value)>) -> Evaluated {
        evaluator.in_fresh_scope(|evaluator| {
            for (name, value) in &self.captured {
                evaluator.bind(name.clone(), value.clone());
            }
            if let Some(name) = &self.own_name {
                let again = Self {
                    form: self.form.clone(),
                    captured: self.captured.clone(),
                    own_name: self.own_name.clone(),
                    home: self.home.clone(),
                };
                evaluator.bind(name.clone(), Value::Function(Function(Arc::new(again))));
            }
            for (name, value) in bound {
                evaluator.bind(name, value);
            }
            evaluator.evaluate(&self.form.body)
        })
    }
}
