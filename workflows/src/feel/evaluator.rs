//! The walk over a tree that yields its value, metered at every node.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use super::builtin;
use super::environment::{Environment, EvaluationError, Variables, Warning, WarningCode};
use super::explain::{RuleHit, StepKind, Trace};
use super::function::{Callable, Closure, Function};
use super::patterns::PatternCache;
use super::syntax::{Arguments, Comparison, Form, FunctionForm, Node};
use super::types::{Check, NamedTypes, NoTypes, Type};
use super::value::{Context, Range as RangeValue, RangeShape, Value};

/// The value of a part of an expression, or the bound that stopped it.
pub(crate) type Evaluated = Result<Value, EvaluationError>;

/// Warnings kept of one evaluation.
const WARNINGS: usize = 64;

pub(crate) enum Binding {
    /// A name with its value.
    Named(Arc<str>, Value),
    /// An item under a filter: its entries are names.
    Item(Value),
}

/// The state of one evaluation.
pub(crate) struct Evaluator<'a> {
    pub env: &'a Environment<'a>,
    /// The types of the decision model, if there is one.
    pub types: Option<Arc<dyn NamedTypes>>,
    /// Rules of decision tables that held.
    pub hits: Vec<RuleHit>,
    root: &'a dyn Variables,
    stack: Vec<Binding>,
    base: usize,
    fuel: u64,
    depth: u32,
    pub warnings: Vec<Warning>,
    pub patterns: PatternCache,
    pub chance: u64,
    pub trace: Option<Trace>,
}

impl<'a> Evaluator<'a> {
    pub fn new(root: &'a dyn Variables, env: &'a Environment<'a>) -> Self {
        Self {
            env,
            types: None,
            hits: Vec::new(),
            root,
            stack: Vec::new(),
            base: 0,
            fuel: env.limits.fuel,
            depth: 0,
            warnings: Vec::new(),
            patterns: PatternCache::default(),
            chance: env.seed.unwrap_or_default(),
            trace: None,
        }
    }

    // ---- bounds and warnings

    /// Spends steps.
    pub fn spend(&mut self, steps: u64, span: &Range<usize>) -> Result<(), EvaluationError> {
        match self.fuel.checked_sub(steps) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => {
                self.fuel = 0;
                Err(EvaluationError::Fuel { span: span.clone() })
            }
        }
    }

    /// Whether a collection of so many items is allowed.
    pub fn room(&mut self, items: usize, span: &Range<usize>) -> Result<(), EvaluationError> {
        if items > self.env.limits.collection {
            return Err(EvaluationError::CollectionLength { span: span.clone() });
        }
        Ok(())
    }

    /// A list value, if its length is allowed.
    pub fn list(&mut self, items: Vec<Value>, span: &Range<usize>) -> Evaluated {
        self.room(items.len(), span)?;
        self.spend(items.len() as u64 / 8, span)?;
        Ok(Value::List(Arc::new(items)))
    }

    /// Whether a string of so many bytes is allowed; its making is charged.
    pub fn text_room(&mut self, bytes: usize, span: &Range<usize>) -> Result<(), EvaluationError> {
        if bytes > self.env.limits.string {
            return Err(EvaluationError::StringLength { span: span.clone() });
        }
        self.spend(bytes as u64 / 64, span)
    }

    /// A string value, if its length is allowed.
    pub fn text(
        &mut self,
        text: impl Into<Arc<str>> + AsRef<str>,
        span: &Range<usize>,
    ) -> Evaluated {
        self.text_room(text.as_ref().len(), span)?;
        Ok(Value::String(text.into()))
    }

    /// Runs something one level deeper.
    pub fn deeper<T>(
        &mut self,
        span: &Range<usize>,
        run: impl FnOnce(&mut Self) -> Result<T, EvaluationError>,
    ) -> Result<T, EvaluationError> {
        if self.depth >= self.env.limits.depth {
            return Err(EvaluationError::Depth { span: span.clone() });
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        result
    }

    /// Notes why something is null.
    pub fn warn(
        &mut self,
        span: Range<usize>,
        code: WarningCode,
        message: impl Into<String>,
    ) -> Value {
        if self.warnings.len() < WARNINGS {
            self.warnings.push(Warning {
                span,
                code,
                message: message.into(),
            });
        }
        Value::Null
    }

    /// Null, because an argument is not what the function takes.
    pub fn invalid_argument(&mut self, span: Range<usize>, message: &str) -> Value {
        self.warn(span, WarningCode::InvalidArgument, message)
    }

    // ---- names

    pub fn bind(&mut self, name: Arc<str>, value: Value) {
        self.stack.push(Binding::Named(name, value));
    }

    /// Runs something whose bindings end with it.
    pub fn in_scope<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let height = self.stack.len();
        let result = run(self);
        self.stack.truncate(height);
        result
    }

    /// Runs something that sees none of the present bindings.
    pub fn in_fresh_scope<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let height = self.stack.len();
        let base = std::mem::replace(&mut self.base, height);
        let result = run(self);
        self.base = base;
        self.stack.truncate(height);
        result
    }

    pub fn push(&mut self, binding: Binding) {
        self.stack.push(binding);
    }

    pub fn pop(&mut self) {
        self.stack.pop();
    }

    /// The value of a name: the nearest binding, an entry of a filtered item, or a variable from outside.
    pub fn lookup(&mut self, name: &str) -> Option<Value> {
        let mut scanned = 0u64;
        let mut found = None;
        for binding in self.stack[self.base..].iter().rev() {
            scanned += 1;
            match binding {
                Binding::Named(bound, value) if **bound == *name => {
                    found = Some(value.clone());
                    break;
                }
                Binding::Named(..) => {}
                Binding::Item(item) => {
                    if let Value::Context(context) = item
                        && let Some(value) = context.get(name)
                    {
                        found = Some(value.clone());
                        break;
                    }
                    if name == "item" {
                        found = Some(item.clone());
                        break;
                    }
                }
            }
        }
        self.fuel = self.fuel.saturating_sub(scanned / 16);
        found.or_else(|| self.root.get(name))
    }

    /// A compiled pattern; a new one is paid for before it is compiled. `None` when it is invalid, or cannot be paid for:
    /// then there is no fuel for anything else either.
    pub(super) fn pattern(
        &mut self,
        pattern: &Arc<str>,
        flags: &Arc<str>,
    ) -> Option<std::rc::Rc<super::patterns::Pattern>> {
        if !self.patterns.knows(pattern, flags) {
            let price = super::patterns::price(pattern);
            if self.fuel <= price {
                self.fuel = 0;
                return None;
            }
            self.fuel -= price;
        }
        self.patterns.get(pattern, flags)
    }

    // ---- nodes

    pub fn evaluate(&mut self, node: &Node) -> Evaluated {
        if self.fuel == 0 {
            return Err(EvaluationError::Fuel { span: node.span() });
        }
        self.fuel -= 1;
        match &node.form {
            Form::Literal(value) => Ok(value.clone()),
            Form::Name(name) => {
                let value = self.name(name, node);
                self.note(node, &value);
                Ok(value)
            }
            _ => {
                if self.depth >= self.env.limits.depth {
                    return Err(EvaluationError::Depth { span: node.span() });
                }
                self.depth += 1;
                let result = self.composite(node);
                self.depth -= 1;
                if let Ok(value) = &result {
                    self.note(node, value);
                }
                result
            }
        }
    }

    fn note(&mut self, node: &Node, value: &Value) {
        if let Some(trace) = &mut self.trace {
            let kind = match node.form {
                Form::Name(_) => StepKind::Name,
                _ => StepKind::Part,
            };
            trace.note(node.span(), kind, value, self.depth);
        }
    }

    /// Notes whether an alternative of `in` or of unary tests accepts what is tested.
    pub fn note_verdict(&mut self, span: Range<usize>, verdict: Option<bool>) {
        if let Some(trace) = &mut self.trace {
            let value = verdict.map_or(Value::Null, Value::Boolean);
            trace.note(span, StepKind::Test, &value, self.depth);
        }
    }

    /// Runs something whose places are in another source than the one that is traced.
    pub fn untraced<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let trace = self.trace.take();
        let result = run(self);
        self.trace = trace;
        result
    }

    #[inline(never)]
    fn name(&mut self, name: &str, node: &Node) -> Value {
        if let Some(value) = self.lookup(name) {
            return value;
        }
        match builtin::find(name) {
            Some(function) => Value::Function(builtin::as_value(function)),
            None => self.warn(
                node.span(),
                WarningCode::UnknownName,
                format!("no variable or function is named '{name}'"),
            ),
        }
    }

    fn composite(&mut self, node: &Node) -> Evaluated {
        match &node.form {
            Form::Literal(_) | Form::Name(_) => Ok(Value::Null),
            Form::List(items) => self.list_form(items, node),
            Form::Context(entries) => self.context_form(entries, node),
            Form::Range {
                start,
                start_included,
                end,
                end_included,
            } => self.range_form(start, *start_included, end, *end_included, node),
            Form::HalfRange(comparison, end) => self.half_range(*comparison, end, node),
            Form::Negate(operand) => {
                let operand = self.evaluate(operand)?;
                Ok(self.negate(operand, node.span()))
            }
            Form::Arithmetic(first, rest) => self.arithmetic_form(first, rest, node),
            Form::And(operands) => self.connective(operands, false),
            Form::Or(operands) => self.connective(operands, true),
            Form::Compare(comparison, left, right) => {
                let left = self.evaluate(left)?;
                let right = self.evaluate(right)?;
                self.compare(*comparison, &left, &right, node.span())
            }
            Form::Between(parts) => self.between(parts, node),
            Form::In(value, tests) => {
                let value = self.evaluate(value)?;
                self.tested(&value, tests, node.span())
            }
            Form::InstanceOf(value, kind) => {
                let value = self.evaluate(value)?;
                Ok(match self.checked(kind, &value, false) {
                    Some(truth) => Value::Boolean(truth),
                    None => self.warn(
                        node.span(),
                        WarningCode::UnknownName,
                        "no type has this name",
                    ),
                })
            }
            Form::If(parts) => {
                let condition = self.evaluate(&parts[0])?;
                match condition {
                    Value::Boolean(true) => self.evaluate(&parts[1]),
                    Value::Boolean(false) | Value::Null => self.evaluate(&parts[2]),
                    _ => {
                        self.warn(
                            parts[0].span(),
                            WarningCode::TypeMismatch,
                            "the condition is not a boolean",
                        );
                        self.evaluate(&parts[2])
                    }
                }
            }
            Form::For {
                iterators,
                body,
                partial,
            } => self.for_form(iterators, body, *partial, node),
            Form::Quantified {
                every,
                iterators,
                body,
            } => self.quantified(*every, iterators, body, node),
            Form::Path(value, name) => {
                let value = self.evaluate(value)?;
                self.property(&value, name, node.span())
            }
            Form::Descendants(value, name) => {
                let value = self.evaluate(value)?;
                self.descendants(&value, name, node.span())
            }
            Form::Filter(list, condition) => self.filter(list, condition, node),
            Form::Call(callee, arguments) => self.call_form(callee, arguments, node),
            Form::Function(form) => Ok(self.closure(form, None)),
            Form::Tests {
                alternatives,
                negated,
            } => self.unary_tests(alternatives, *negated, node),
        }
    }

    #[inline(never)]
    fn list_form(&mut self, items: &[Node], node: &Node) -> Evaluated {
        self.room(items.len(), &node.span())?;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.evaluate(item)?);
        }
        Ok(Value::List(Arc::new(values)))
    }

    #[inline(never)]
    fn context_form(&mut self, entries: &[(Arc<str>, Node)], node: &Node) -> Evaluated {
        self.room(entries.len(), &node.span())?;
        self.in_scope(|evaluator| {
            let mut context = Context::new();
            for (name, entry) in entries {
                let value = match &entry.form {
                    Form::Function(form) => evaluator.closure(form, Some(name.clone())),
                    _ => evaluator.evaluate(entry)?,
                };
                if context.contains(name) {
                    return Ok(evaluator.warn(
                        entry.span(),
                        WarningCode::InvalidArgument,
                        format!("the context has two entries named '{name}'"),
                    ));
                }
                evaluator.bind(name.clone(), value.clone());
                context.insert(name.clone(), value);
            }
            Ok(context.into())
        })
    }

    #[inline(never)]
    fn range_form(
        &mut self,
        start: &Node,
        start_included: bool,
        end: &Node,
        end_included: bool,
        node: &Node,
    ) -> Evaluated {
        let start = self.evaluate(start)?;
        let end = self.evaluate(end)?;
        if !start.is_null() && !end.is_null() {
            match self.order(&start, &end) {
                None => {
                    return Ok(self.warn(
                        node.span(),
                        WarningCode::TypeMismatch,
                        "the ends of the range do not compare",
                    ));
                }
                Some(std::cmp::Ordering::Greater) => {
                    return Ok(self.warn(
                        node.span(),
                        WarningCode::InvalidArgument,
                        "the range ends before it starts",
                    ));
                }
                Some(_) => {}
            }
        }
        Ok(RangeValue {
            shape: RangeShape::Interval,
            start: Some(start),
            start_included,
            end: Some(end),
            end_included,
        }
        .into())
    }

    #[inline(never)]
    fn half_range(&mut self, comparison: Comparison, end: &Node, node: &Node) -> Evaluated {
        let end = self.evaluate(end)?;
        Ok(match half_range(comparison, end) {
            Some(range) => range.into(),
            None => self.warn(
                node.span(),
                WarningCode::TypeMismatch,
                "this comparison is no range",
            ),
        })
    }

    #[inline(never)]
    fn connective(&mut self, operands: &[Node], decisive: bool) -> Evaluated {
        let mut unknown = false;
        for operand in operands {
            match self.evaluate(operand)? {
                Value::Boolean(truth) if truth == decisive => return Ok(Value::Boolean(decisive)),
                Value::Boolean(_) => {}
                Value::Null => unknown = true,
                other => {
                    unknown = true;
                    self.warn(
                        operand.span(),
                        WarningCode::TypeMismatch,
                        format!("expected a boolean, found a {}", other.type_name()),
                    );
                }
            }
        }
        Ok(if unknown {
            Value::Null
        } else {
            Value::Boolean(!decisive)
        })
    }

    #[inline(never)]
    fn between(&mut self, parts: &[Node; 3], node: &Node) -> Evaluated {
        let value = self.evaluate(&parts[0])?;
        let low = self.evaluate(&parts[1])?;
        let high = self.evaluate(&parts[2])?;
        let above = self.compare(Comparison::GreaterOrEqual, &value, &low, node.span())?;
        let below = self.compare(Comparison::LessOrEqual, &value, &high, node.span())?;
        Ok(match (above, below) {
            (Value::Boolean(false), _) | (_, Value::Boolean(false)) => Value::Boolean(false),
            (Value::Boolean(true), Value::Boolean(true)) => Value::Boolean(true),
            _ => Value::Null,
        })
    }

    // ---- functions

    fn closure(&mut self, form: &Arc<FunctionForm>, own_name: Option<Arc<str>>) -> Value {
        let mut captured = Vec::new();
        for name in &form.free {
            if own_name.as_ref() != Some(name)
                && let Some(value) = self.lookup(name)
            {
                captured.push((name.clone(), value));
            }
        }
        Value::Function(Function(Arc::new(Closure {
            form: form.clone(),
            captured,
            own_name,
            home: self.trace.as_ref().map(Trace::home),
        })))
    }

    #[inline(never)]
    fn call_form(&mut self, callee: &Node, arguments: &Arguments, node: &Node) -> Evaluated {
        let function = match &callee.form {
            Form::Name(name) => match self.lookup(name) {
                Some(Value::Function(function)) => function,
                bound => match builtin::find(name) {
                    Some(function) => return self.call_builtin(function, arguments, node),
                    None => {
                        let message = match bound {
                            Some(other) => {
                                format!("'{name}' is a {}, not a function", other.type_name())
                            }
                            None => format!("no function is named '{name}'"),
                        };
                        return Ok(self.warn(callee.span(), WarningCode::UnknownName, message));
                    }
                },
            },
            _ => match self.evaluate(callee)? {
                Value::Function(function) => function,
                other => {
                    let message = format!("a {} cannot be called", other.type_name());
                    return Ok(self.warn(callee.span(), WarningCode::TypeMismatch, message));
                }
            },
        };
        match arguments {
            Arguments::Positional(nodes) => {
                let values = self.evaluate_all(nodes)?;
                self.call(&function, values, node.span())
            }
            Arguments::Named(nodes) => {
                let mut values = Vec::with_capacity(nodes.len());
                for (name, argument) in nodes {
                    values.push((name.clone(), self.evaluate(argument)?));
                }
                self.deeper(&node.span(), |evaluator| {
                    function.0.call_named(evaluator, values, node.span())
                })
            }
        }
    }

    pub(super) fn evaluate_all(&mut self, nodes: &[Node]) -> Result<Vec<Value>, EvaluationError> {
        let mut values = Vec::with_capacity(nodes.len());
        for node in nodes {
            values.push(self.evaluate(node)?);
        }
        Ok(values)
    }

    /// Calls a function value.
    pub fn call(
        &mut self,
        function: &Function,
        arguments: Vec<Value>,
        span: Range<usize>,
    ) -> Evaluated {
        self.spend(1, &span)?;
        let callable: Arc<dyn Callable> = function.0.clone();
        self.deeper(&span.clone(), |evaluator| {
            callable.call(evaluator, arguments, span)
        })
    }

    /// Whether a value is one of a type and its allowed values; `None` when no type has the name.
    pub fn admits(&mut self, kind: &Type, value: &Value) -> Option<bool> {
        self.checked(kind, value, true)
    }

    fn checked(&mut self, kind: &Type, value: &Value, allowed: bool) -> Option<bool> {
        let fuel = Cell::new(self.fuel);
        let check = Check {
            env: self.env,
            allowed,
            fuel: &fuel,
        };
        let verdict = kind.admits(value, self.types.as_deref().unwrap_or(&NoTypes), check, 0);
        self.fuel = fuel.get();
        verdict
    }

    /// Steps that are left.
    pub fn fuel_left(&self) -> u64 {
        self.fuel
    }

    /// The names and values that are bound here, for a function that is made here.
    pub fn visible(&self) -> Vec<(Arc<str>, Value)> {
        let mut named = Vec::new();
        for binding in &self.stack[self.base..] {
            if let Binding::Named(name, value) = binding {
                named.push((name.clone(), value.clone()));
            }
        }
        named
    }

    /// An argument as one of its declared type; `None` after a warning when it is not, and then the function is not called
    /// and the result is null (DMN 1.5, 10.3.2.13.2, as the kit reads it in 0082 and 0085).
    pub fn argument(
        &mut self,
        value: Value,
        kind: Option<&Type>,
        span: &Range<usize>,
    ) -> Option<Value> {
        let Some(kind) = kind else { return Some(value) };
        let value = self.conform(value, kind);
        if value.is_none() {
            self.invalid_argument(span.clone(), "an argument is not of its declared type");
        }
        value
    }

    /// The value as one of this type: itself, its only item, or a list of it (DMN 1.5, 10.3.2.9.4); `None` if it is not.
    pub fn conform(&mut self, value: Value, kind: &Type) -> Option<Value> {
        if value.is_null() || *kind == Type::Any || self.admits(kind, &value) == Some(true) {
            return Some(value);
        }
        if let Value::List(items) = &value
            && let [only] = items.as_slice()
            && self.admits(kind, only) == Some(true)
        {
            return Some(only.clone());
        }
        if let Value::Date(date) = &value {
            let midnight = Value::DateTime(super::builtin::midnight_utc(*date));
            if self.admits(kind, &midnight) == Some(true) {
                return Some(midnight);
            }
        }
        let list = Value::list([value]);
        (matches!(kind, Type::List(_) | Type::Named(_)) && self.admits(kind, &list) == Some(true))
            .then_some(list)
    }
}

/// The range of values that a comparison accepts.
pub(super) fn half_range(comparison: Comparison, end: Value) -> Option<RangeValue> {
    if end.is_null() {
        return None;
    }
    let bare = RangeValue {
        shape: RangeShape::Interval,
        start: None,
        start_included: false,
        end: None,
        end_included: false,
    };
    Some(match comparison {
        Comparison::Less => RangeValue {
            end: Some(end),
            ..bare
        },
        Comparison::LessOrEqual => RangeValue {
            end: Some(end),
            end_included: true,
            ..bare
        },
        Comparison::Greater => RangeValue {
            start: Some(end),
            ..bare
        },
        Comparison::GreaterOrEqual => RangeValue {
            start: Some(end),
            start_included: true,
            ..bare
        },
        Comparison::Equal => RangeValue {
            shape: RangeShape::Only,
            start: Some(end.clone()),
            start_included: true,
            end: Some(end),
            end_included: true,
        },
        Comparison::NotEqual => RangeValue {
            shape: RangeShape::AllBut,
            start: Some(end.clone()),
            end: Some(end),
            ..bare
        },
    })
}
