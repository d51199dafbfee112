//! Walking a submission along its form: what is visible and writable is checked and taken, all else is dropped.

use std::sync::Arc;

use crate::feel::{Context, Environment, Expression, Value};

use super::check::check;
use super::component::{Bound, Component, Form, Kind, Options, Setting, join};
use super::message::{FieldProblem, ProblemCode};
use super::names::{Names, Row};
use super::parse::option_values;
use super::path::{Step, find, look, merge, merged, put, set, steps};
use super::{Validated, limits};

pub(super) fn validate<'a>(
    form: &Form,
    submitted: &Context,
    variables: &'a Context,
    environment: &Environment<'a>,
) -> Validated {
    let mut environment = *environment;
    environment.limits.fuel = environment.limits.fuel.min(limits::FUEL);
    let mut walk = Walk {
        environment,
        variables,
        data: variables.clone(),
        evaluations: 0,
        problems: Vec::new(),
    };
    // What expressions see: the variables, overlaid by what may be entered, then by what the form itself computes.
    // First the values of all fields that can be open at all; judged by these, those of fields that are in fact
    // visible and writable. Nothing that was sent for a closed field, or for none, is ever seen by a rule.
    for judge in [false, true] {
        let known = walk.entered(&form.components, submitted, &Row::root(), "", judge);
        walk.data = variables.clone();
        walk.data.extend(known);
    }
    // Twice, so that one computed value may read another that stands below it.
    for _ in 0..2 {
        let mut computed = walk.data.clone();
        walk.compute(&form.components, &Row::root(), &[], &mut computed);
        walk.data = computed;
    }
    let mut values = Context::new();
    walk.take(&form.components, submitted, &Row::root(), "", &mut values);
    Validated {
        values,
        problems: walk.problems,
    }
}

pub(super) struct Walk<'a> {
    pub environment: Environment<'a>,
    variables: &'a Context,
    data: Context,
    evaluations: u32,
    problems: Vec<FieldProblem>,
}

/// One field while it is checked.
pub(super) struct Field<'w, 'e> {
    walk: &'w mut Walk<'e>,
    component: &'w Component,
    row: &'w Row,
    path: String,
}

impl Field<'_, '_> {
    pub fn problem(&mut self, code: ProblemCode, bound: &str) {
        let (message_id, message_en) = code.sentences_with(bound);
        self.say(code, message_id, message_en);
    }

    /// A problem in the form's own words.
    pub fn say(&mut self, code: ProblemCode, message_id: String, message_en: String) {
        if self.walk.problems.len() < limits::PROBLEMS {
            self.walk.problems.push(FieldProblem {
                path: self.path.clone(),
                key: self.component.path.last().cloned().unwrap_or_default(),
                component: self.component.id.clone(),
                code,
                message_id,
                message_en,
            });
        }
    }

    pub fn environment(&self) -> &Environment<'_> {
        &self.walk.environment
    }

    /// A number that bounds this field. An expression that gives null sets no bound; one that fails, or gives
    /// anything but a number, is a problem of the form.
    pub fn bound(&mut self, bound: &Bound) -> Option<crate::feel::Decimal> {
        let value = match bound {
            Bound::Open => return None,
            Bound::Fixed(number) => return Some(*number),
            Bound::Computed(expression) => self.walk.evaluate(expression, self.row)?,
        };
        if !value.is_null() && value.as_decimal().is_none() {
            self.problem(ProblemCode::Expression, "");
        }
        value.as_decimal()
    }

    pub fn is_set(&mut self, setting: &Setting) -> bool {
        self.walk.is_set(setting, self.row)
    }

    /// The values that can be chosen now.
    pub fn options(&mut self, options: &Options) -> Vec<Value> {
        let list = match options {
            Options::Fixed(values) => return values.clone(),
            Options::Variable(path) => find(&self.walk.data, path).cloned(),
            Options::Computed(expression) => self.walk.evaluate(expression, self.row),
        };
        list.as_ref()
            .and_then(Value::as_list)
            .map(|list| option_values(list))
            .unwrap_or_default()
    }
}

impl<'e> Walk<'e> {
    /// The value of an expression, or nothing when it failed; then the whole submission has a problem.
    fn evaluate(&mut self, expression: &Expression, row: &Row) -> Option<Value> {
        self.evaluations += 1;
        let code = if self.evaluations > limits::EVALUATIONS {
            ProblemCode::TooLarge
        } else {
            let names = Names {
                data: &self.data,
                row,
            };
            match expression.evaluate(&names, &self.environment) {
                Ok(outcome) => return Some(outcome.value),
                Err(_) => ProblemCode::Expression,
            }
        };
        if !self
            .problems
            .iter()
            .any(|problem| problem.path.is_empty() && problem.code == code)
        {
            let (message_id, message_en) = code.sentences_with("");
            let (path, key) = (String::new(), String::new());
            self.problems.push(FieldProblem {
                path,
                key,
                component: None,
                code,
                message_id,
                message_en,
            });
        }
        None
    }

    fn is_set(&mut self, setting: &Setting, row: &Row) -> bool {
        match setting {
            Setting::No => false,
            Setting::Yes => true,
            Setting::When(expression) => {
                self.evaluate(expression, row)
                    .and_then(|value| value.as_bool())
                    == Some(true)
            }
        }
    }

    /// What was entered for fields that are visible and writable: with `judge` as their rules say by the data so far,
    /// without it as far as no rule is needed to tell.
    fn entered(
        &mut self,
        components: &[Component],
        entered: &Context,
        row: &Row,
        base: &str,
        judge: bool,
    ) -> Context {
        let mut known = Context::new();
        for component in components {
            let closed = component
                .locked
                .iter()
                .chain([&component.hide])
                .any(|setting| match setting {
                    Setting::When(_) if !judge => false,
                    setting => self.is_set(setting, row),
                });
            if closed {
                continue;
            }
            let path = join(base, &component.path);
            let value = find(entered, &component.path);
            match (&component.kind, value) {
                (Kind::Group(inner), _) if component.path.is_empty() => {
                    let inside = self.entered(inner, entered, row, base, judge);
                    known = merged(known, inside);
                }
                (Kind::Group(inner), Some(Value::Context(group))) => {
                    let inside = self.entered(inner, group, row, &path, judge);
                    merge(&mut known, &component.path, inside);
                }
                (Kind::List { row: inner, fixed }, value) => {
                    let given = fixed.then(|| self.given(&path)).flatten();
                    let items = value.and_then(Value::as_list).cloned();
                    let Some(count) = given.as_ref().or(items.as_ref()).map(|rows| rows.len())
                    else {
                        continue;
                    };
                    let mut rows = Vec::new();
                    for index in 0..count.min(limits::ROWS) {
                        let nth = |rows: &Option<Arc<Vec<Value>>>| {
                            let row = rows.as_ref()?.get(index)?.as_context()?;
                            Some(row.as_ref().clone())
                        };
                        let at = format!("{path}[{index}]");
                        let inside = row.inner(self.item(&at), index);
                        let item = nth(&items).unwrap_or_default();
                        let known = self.entered(inner, &item, &inside, &at, judge);
                        rows.push(merged(nth(&given).unwrap_or_default(), known).into());
                    }
                    set(&mut known, &component.path, rows.into());
                }
                (Kind::Computed(_) | Kind::Group(_), _) | (_, None) => {}
                (_, Some(value)) => set(&mut known, &component.path, value.clone()),
            }
        }
        known
    }

    /// The row at a path as rules see it.
    fn item(&self, path: &str) -> Value {
        look(&self.data, &steps(path))
            .cloned()
            .unwrap_or_else(|| Context::new().into())
    }

    /// Fills computed fields into `data`, rows included.
    fn compute(&mut self, components: &[Component], row: &Row, base: &[Step], data: &mut Context) {
        for component in components {
            let path: Vec<Step> = base
                .iter()
                .cloned()
                .chain(component.path.iter().cloned().map(Step::Name))
                .collect();
            match &component.kind {
                Kind::Computed(expression) => {
                    if let Some(value) = self.evaluate(expression, row) {
                        put(data, &path, value);
                    }
                }
                Kind::Group(inner) => self.compute(inner, row, &path, data),
                Kind::List { row: inner, .. } if has_computed(inner) => {
                    let rows = look(&self.data, &path).and_then(|v| v.as_list().cloned());
                    for (index, item) in rows.iter().flat_map(|rows| rows.iter()).enumerate() {
                        let mut at = path.clone();
                        at.push(Step::Index(index));
                        self.compute(inner, &row.inner(item.clone(), index), &at, data);
                    }
                }
                _ => {}
            }
        }
    }

    /// Checks and takes the visible, writable fields. `entered` is what was submitted at this level.
    fn take(
        &mut self,
        components: &[Component],
        entered: &Context,
        row: &Row,
        base: &str,
        values: &mut Context,
    ) {
        for component in components {
            if self.is_set(&component.hide, row) {
                continue;
            }
            let locked = component
                .locked
                .iter()
                .any(|setting| self.is_set(setting, row));
            if locked && !matches!(component.kind, Kind::Computed(_)) {
                continue;
            }
            let path = join(base, &component.path);
            let value = find(entered, &component.path).cloned().unwrap_or_default();
            match &component.kind {
                Kind::Group(inner) if component.path.is_empty() => {
                    self.take(inner, entered, row, base, values);
                }
                Kind::Group(inner) => {
                    let inside = value.as_context().cloned().unwrap_or_default();
                    let mut group = Context::new();
                    if !value.is_null() && value.as_context().is_none() {
                        self.field(component, row, &path)
                            .problem(ProblemCode::Type, "");
                    }
                    self.take(inner, &inside, row, &path, &mut group);
                    if !group.is_empty() {
                        merge(values, &component.path, group);
                    }
                }
                Kind::List { row: inner, fixed } => {
                    let given = fixed.then(|| self.given(&path)).flatten();
                    if let Some(rows) = self.rows(component, inner, &value, row, &path, given) {
                        set(values, &component.path, rows);
                    }
                }
                Kind::Computed(_) => {
                    let at: Vec<Step> = steps(&path);
                    let computed = look(&self.data, &at).cloned().unwrap_or_default();
                    set(values, &component.path, computed);
                }
                _ => {
                    let required = self.is_set(&component.required, row);
                    let mut field = self.field(component, row, &path);
                    let value = check(&mut field, &component.kind, value, required);
                    set(values, &component.path, value);
                }
            }
        }
    }

    /// Takes the rows of a list; nothing when none of them has an open field. `given` are the rows of a fixed list.
    fn rows(
        &mut self,
        list: &Component,
        inner: &[Component],
        value: &Value,
        row: &Row,
        path: &str,
        given: Option<Arc<Vec<Value>>>,
    ) -> Option<Value> {
        let items = match value {
            Value::Null => Arc::default(),
            Value::List(items) => items.clone(),
            _ => {
                self.field(list, row, path).problem(ProblemCode::Type, "");
                return None;
            }
        };
        let most = given
            .as_ref()
            .map_or(limits::ROWS, |given| given.len().min(limits::ROWS));
        if items.len() > most {
            self.field(list, row, path)
                .problem(ProblemCode::TooMany, &most.to_string());
            return None;
        }
        if items.is_empty() && given.is_none() && self.is_set(&list.required, row) {
            self.field(list, row, path)
                .problem(ProblemCode::Required, "");
        }
        let empty: Value = Context::new().into();
        let count = given.as_ref().map_or(items.len(), |_| most);
        let mut rows = Vec::with_capacity(count);
        let mut open = given.is_none();
        for index in 0..count {
            let at = format!("{path}[{index}]");
            let Some(entered) = items.get(index).unwrap_or(&empty).as_context() else {
                self.field(list, row, &at).problem(ProblemCode::Type, "");
                continue;
            };
            let mut values = Context::new();
            let inside = row.inner(self.item(&at), index);
            self.take(inner, entered, &inside, &at, &mut values);
            open |= !values.is_empty();
            let given = given
                .as_ref()
                .and_then(|given| given.get(index)?.as_context());
            rows.push(
                merged(
                    given.map(|c| c.as_ref().clone()).unwrap_or_default(),
                    values,
                )
                .into(),
            );
        }
        open.then(|| rows.into())
    }

    /// The rows the variables hold at a path.
    fn given(&self, path: &str) -> Option<Arc<Vec<Value>>> {
        look(self.variables, &steps(path))
            .and_then(Value::as_list)
            .cloned()
    }

    fn field<'w>(
        &'w mut self,
        component: &'w Component,
        row: &'w Row,
        path: &str,
    ) -> Field<'w, 'e> {
        Field {
            walk: self,
            component,
            row,
            path: path.to_owned(),
        }
    }
}

fn has_computed(components: &[Component]) -> bool {
    components.iter().any(|component| match &component.kind {
        Kind::Computed(_) => true,
        Kind::Group(inner) | Kind::List { row: inner, .. } => has_computed(inner),
        _ => false,
    })
}
