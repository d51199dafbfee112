//! A form as it is used: the components that matter for values, their rules parsed.

use std::collections::BTreeSet;

use regex::Regex;

use crate::bpmn::Diagnostic;
use crate::feel::{Decimal, Expression, Value};

/// A form, read and ready to check submissions.
#[derive(Debug, Clone)]
pub struct Form {
    pub(super) id: String,
    pub(super) components: Vec<Component>,
    pub(super) warnings: Vec<Diagnostic>,
    pub(super) reads: BTreeSet<String>,
}

impl Form {
    /// The form's own id, by which tasks refer to it; empty when it has none.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Findings that do not keep the form from being used.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Paths of the values the form can give, in its order; rows of a list are `items[].name`.
    pub fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        collect(&self.components, "", &mut keys);
        keys
    }

    /// Names of the variables that expressions and option lists of the form read, its own keys included.
    pub fn reads(&self) -> &BTreeSet<String> {
        &self.reads
    }
}

fn collect(components: &[Component], base: &str, keys: &mut Vec<String>) {
    for component in components {
        let path = join(base, &component.path);
        match &component.kind {
            Kind::Group(inner) => collect(inner, &path, keys),
            Kind::List { row, .. } => collect(row, &format!("{path}[]"), keys),
            _ => keys.push(path),
        }
    }
}

/// A dotted path under another.
pub(super) fn join(base: &str, path: &[String]) -> String {
    let mut text = base.to_owned();
    for part in path {
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(part);
    }
    text
}

/// A component that holds values, or components that do.
#[derive(Debug, Clone)]
pub(super) struct Component {
    /// `id` in the JSON.
    pub id: Option<String>,
    /// Where its value stands, relative to the enclosing group or row; empty for a group without a path.
    pub path: Vec<String>,
    pub hide: Setting,
    /// Disabled or read-only: shown, never taken.
    pub locked: [Setting; 2],
    pub required: Setting,
    pub kind: Kind,
}

/// Yes, no, or as an expression says.
#[derive(Debug, Clone, Default)]
pub(super) enum Setting {
    #[default]
    No,
    Yes,
    When(Expression),
}

/// A bound that is not set, fixed, or computed.
#[derive(Debug, Clone, Default)]
pub(super) enum Bound {
    #[default]
    Open,
    Fixed(Decimal),
    Computed(Expression),
}

/// What a component's value is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Text(Text),
    Number(Number),
    Checkbox,
    /// One of the options, or with `many` a list of some.
    Choice {
        many: bool,
        options: Options,
    },
    Moment(Moment),
    File {
        multiple: Setting,
    },
    /// Computed here; what was submitted for it is not looked at.
    Computed(Expression),
    Group(Vec<Component>),
    /// Rows of components.
    List {
        row: Vec<Component>,
        /// Rows are neither added nor removed: each row is that of the variable, with the open fields overlaid.
        fixed: bool,
    },
}

#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub min_length: Bound,
    pub max_length: Bound,
    pub pattern: Option<Pattern>,
    pub shape: Option<Shape>,
}

#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub regex: Regex,
    /// The form's own words for a mismatch.
    pub message: Option<String>,
}

/// `validationType` of a text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Email,
    Phone,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Number {
    pub min: Bound,
    pub max: Bound,
    pub decimal_digits: Option<i32>,
    pub increment: Option<Decimal>,
    /// The value is a text of digits.
    pub as_text: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Options {
    Fixed(Vec<Value>),
    /// From the variable at this path.
    Variable(Vec<String>),
    Computed(Expression),
}

#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub part: MomentPart,
    pub disallow_past: bool,
    /// Minutes between the times that can be picked.
    pub interval: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MomentPart {
    Date,
    Time,
    DateTime,
}
