//! The built-in functions: DMN 1.5 chapter 10.3.4, those that Camunda 8 adds, and ours for working days.
//!
//! One table a family; a function states its parameters (for named arguments) and gets its arguments evaluated.

mod contexts;
mod conversion;
mod dates;
mod intervals;
mod lists;
mod numbers;
mod ordering;
mod strings;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::decimal::Decimal;
use super::environment::{EvaluationError, WarningCode};
use super::evaluator::{Evaluated, Evaluator};
use super::function::{Callable, Function};
use super::syntax::{Arguments, Node};
use super::value::{Context, Value};

pub(super) use conversion::midnight_utc;

/// A built-in function.
pub(crate) struct Builtin {
    /// Its name, with spaces.
    pub name: &'static str,
    /// Parameter names of each form it has.
    pub forms: &'static [&'static [&'static str]],
    /// Whether any number of positional arguments is taken.
    pub variadic: bool,
    run: fn(&mut Call<'_, '_>) -> Evaluated,
}

/// A call of a built-in function.
pub(super) struct Call<'c, 'a> {
    pub evaluator: &'c mut Evaluator<'a>,
    pub arguments: Vec<Value>,
    /// The parameters that the arguments were given by, if they were named.
    pub names: Option<&'static [&'static str]>,
    pub span: Range<usize>,
}

const fn form(
    name: &'static str,
    forms: &'static [&'static [&'static str]],
    run: fn(&mut Call<'_, '_>) -> Evaluated,
) -> Builtin {
    Builtin {
        name,
        forms,
        variadic: false,
        run,
    }
}

const fn variadic(
    name: &'static str,
    forms: &'static [&'static [&'static str]],
    run: fn(&mut Call<'_, '_>) -> Evaluated,
) -> Builtin {
    Builtin {
        name,
        forms,
        variadic: true,
        run,
    }
}

static TABLE: LazyLock<Vec<&'static Builtin>> = LazyLock::new(|| {
    let families: [&'static [Builtin]; 8] = [
        contexts::FUNCTIONS,
        conversion::FUNCTIONS,
        dates::FUNCTIONS,
        intervals::FUNCTIONS,
        lists::FUNCTIONS,
        numbers::FUNCTIONS,
        ordering::FUNCTIONS,
        strings::FUNCTIONS,
    ];
    let mut all: Vec<&'static Builtin> = families.into_iter().flatten().collect();
    all.sort_by_key(|function| function.name);
    all
});

/// The built-in function of a name.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    TABLE
        .binary_search_by_key(&name, |function| function.name)
        .ok()
        .map(|place| TABLE[place])
}

/// Names that the parser must know because they hold spaces.
pub(crate) fn names_with_spaces() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .map(|function| function.name)
        .filter(|name| name.contains(' '))
}

/// Names of all built-in functions with the parameters of their forms, for editors and documentation.
pub fn catalogue() -> Vec<(&'static str, &'static [&'static [&'static str]])> {
    TABLE
        .iter()
        .map(|function| (function.name, function.forms))
        .collect()
}

/// A built-in function as a value.
pub(crate) fn as_value(function: &'static Builtin) -> Function {
    Function(Arc::new(BuiltinValue(function)))
}

struct BuiltinValue(&'static Builtin);

impl Callable for BuiltinValue {
    fn parameters(&self) -> Vec<Arc<str>> {
        self.0
            .forms
            .first()
            .map(|form| form.iter().map(|name| Arc::from(*name)).collect())
            .unwrap_or_default()
    }

    fn call(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        evaluator.run_builtin(self.0, arguments, span)
    }

    fn call_named(
        &self,
        evaluator: &mut Evaluator<'_>,
        arguments: Vec<(Arc<str>, Value)>,
        span: Range<usize>,
    ) -> Evaluated {
        evaluator.run_builtin_named(self.0, arguments, span)
    }
}

/// What a call costs beside what it does with the length of its arguments, in steps; as measured.
fn price(name: &str) -> u64 {
    match name {
        "sqrt" | "log" | "exp" | "stddev" => 60,
        "range" => 1_000,
        "date" | "time" | "date and time" | "duration" | "number" | "string" => 8,
        "years and months duration" | "is working day" | "working days" => 8,
        "matches" | "replace" | "split" | "extract" | "to base64" => 8,
        "get entries" | "context" | "context put" | "context merge" => 8,
        _ => 2,
    }
}

impl Evaluator<'_> {
    pub(super) fn call_builtin(
        &mut self,
        function: &'static Builtin,
        arguments: &Arguments,
        node: &Node,
    ) -> Evaluated {
        match arguments {
            Arguments::Positional(nodes) => {
                if function.name == "is defined" {
                    return self.is_defined(nodes, node);
                }
                let values = self.evaluate_all(nodes)?;
                self.run_builtin(function, values, node.span())
            }
            Arguments::Named(nodes) => {
                let mut values = Vec::with_capacity(nodes.len());
                for (name, argument) in nodes {
                    values.push((name.clone(), self.evaluate(argument)?));
                }
                self.run_builtin_named(function, values, node.span())
            }
        }
    }

    /// `is defined(x)`: false for names and entries that do not exist, without a warning, and true for null ones.
    fn is_defined(&mut self, nodes: &[Node], node: &Node) -> Evaluated {
        let [argument] = nodes else {
            return Ok(self.invalid_argument(node.span(), "'is defined' takes one argument"));
        };
        let before = self.warnings.len();
        self.evaluate(argument)?;
        let missing = self.warnings[before..].iter().any(|warning| {
            matches!(
                warning.code,
                WarningCode::UnknownName | WarningCode::UnknownProperty
            )
        });
        self.warnings.truncate(before);
        Ok(Value::Boolean(!missing))
    }

    /// Calls a built-in function by its name, for aggregations of decision tables.
    pub(crate) fn call_named_builtin(
        &mut self,
        name: &str,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        match find(name) {
            Some(function) => self.run_builtin(function, arguments, span),
            None => Ok(Value::Null),
        }
    }

    fn run_builtin(
        &mut self,
        function: &'static Builtin,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        let fits = (function.variadic && !arguments.is_empty())
            || function
                .forms
                .iter()
                .any(|form| form.len() == arguments.len());
        if !fits {
            let message = format!(
                "'{}' does not take {} arguments",
                function.name,
                arguments.len()
            );
            return Ok(self.invalid_argument(span, &message));
        }
        self.spend(price(function.name), &span)?;
        (function.run)(&mut Call {
            evaluator: self,
            arguments,
            names: None,
            span,
        })
    }

    fn run_builtin_named(
        &mut self,
        function: &'static Builtin,
        arguments: Vec<(Arc<str>, Value)>,
        span: Range<usize>,
    ) -> Evaluated {
        let takes = |form: &&&[&str]| arguments.iter().all(|(name, _)| form.contains(&&**name));
        let mut fitting = function
            .forms
            .iter()
            .filter(|form| form.len() == arguments.len() || function.name == "is")
            .filter(takes);
        // where forms differ in nothing but their order (a point before a range, a range before a point), that of the
        // arguments decides
        let in_order = fitting.clone().find(|form| {
            form.iter()
                .zip(&arguments)
                .all(|(parameter, (name, _))| **parameter == **name)
        });
        let Some(form) = in_order.or_else(|| fitting.next()) else {
            let message = format!("'{}' has no form with these parameters", function.name);
            return Ok(self.invalid_argument(span, &message));
        };
        self.spend(price(function.name), &span)?;
        let mut values = vec![Value::Null; form.len()];
        for (name, value) in arguments {
            if let Some(place) = form.iter().position(|parameter| **parameter == *name) {
                values[place] = value;
            }
        }
        (function.run)(&mut Call {
            evaluator: self,
            arguments: values,
            names: Some(form),
            span,
        })
    }
}

impl Call<'_, '_> {
    /// Null, with the reason.
    fn refuse(&mut self, why: &str) -> Evaluated {
        Ok(self.evaluator.invalid_argument(self.span.clone(), why))
    }

    /// Whether an argument was given by this name.
    fn named(&self, name: &str) -> bool {
        self.names.is_some_and(|names| names.contains(&name))
    }

    fn given(&self, place: usize) -> bool {
        self.arguments
            .get(place)
            .is_some_and(|value| !value.is_null())
    }

    /// The argument, or the only item of a list that is the argument.
    fn single(&self, place: usize) -> &Value {
        const NULL: &Value = &Value::Null;
        match self.arguments.get(place) {
            Some(Value::List(items)) if items.len() == 1 => &items[0],
            Some(value) => value,
            None => NULL,
        }
    }

    fn value(&self, place: usize) -> Value {
        self.arguments.get(place).cloned().unwrap_or_default()
    }

    fn wrong<T>(&mut self, place: usize, wanted: &str) -> Option<T> {
        let found = self.single(place).type_name();
        let message = format!("argument {} must be a {wanted}, found a {found}", place + 1);
        self.evaluator.invalid_argument(self.span.clone(), &message);
        None
    }

    fn number(&mut self, place: usize) -> Option<Decimal> {
        match self.single(place) {
            Value::Number(number) => Some(*number),
            _ => self.wrong(place, "number"),
        }
    }

    fn whole(&mut self, place: usize) -> Option<i64> {
        match self.single(place) {
            Value::Number(number) => match number
                .round(0, super::decimal::Rounding::Down)
                .and_then(Decimal::to_i64)
            {
                Some(whole) => Some(whole),
                None => self.wrong(place, "whole number in range"),
            },
            _ => self.wrong(place, "number"),
        }
    }

    fn string(&mut self, place: usize) -> Option<Arc<str>> {
        match self.single(place) {
            Value::String(text) => Some(text.clone()),
            _ => self.wrong(place, "string"),
        }
    }

    /// The argument as a list: itself, or the list of the single value; null is none.
    fn list(&mut self, place: usize) -> Option<Arc<Vec<Value>>> {
        match self.arguments.get(place) {
            Some(Value::List(items)) => Some(items.clone()),
            Some(Value::Null) | None => self.wrong(place, "list"),
            Some(single) => Some(Arc::new(vec![single.clone()])),
        }
    }

    /// The items of a function that takes a list or any number of arguments.
    fn items(&mut self) -> Option<Arc<Vec<Value>>> {
        match self.arguments.as_slice() {
            [_] => self.list(0),
            [] => self.wrong(0, "list"),
            _ => Some(Arc::new(std::mem::take(&mut self.arguments))),
        }
    }

    fn context(&mut self, place: usize) -> Option<Arc<Context>> {
        match self.single(place) {
            Value::Context(context) => Some(context.clone()),
            _ => self.wrong(place, "context"),
        }
    }

    fn spend(&mut self, steps: usize) -> Result<(), EvaluationError> {
        self.evaluator.spend(steps as u64, &self.span)
    }

    fn same(&mut self, a: &Value, b: &Value) -> Result<bool, EvaluationError> {
        self.evaluator.same(a, b, &self.span)
    }

    fn list_value(&mut self, items: Vec<Value>) -> Evaluated {
        self.evaluator.list(items, &self.span)
    }

    fn text_value(&mut self, text: String) -> Evaluated {
        self.evaluator.text(text, &self.span)
    }
}

/// `let Some(x) = … else null`, the reason having been noted.
macro_rules! take {
    ($given:expr) => {
        match $given {
            Some(value) => value,
            None => return Ok($crate::feel::Value::Null),
        }
    };
}
use take;
