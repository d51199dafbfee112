//! A decision model in memory: what DMN 1.5 calls the decision requirements graph and its boxed expressions.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::feel::{Expression, Titles, Type};

/// One DMN file.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    pub id: String,
    pub name: String,
    pub namespace: String,
    pub imports: Vec<Import>,
    pub items: Vec<ItemDefinition>,
    pub inputs: Vec<InputData>,
    pub decisions: Vec<Decision>,
    pub functions: Vec<BusinessKnowledge>,
    pub services: Vec<DecisionService>,
    /// Where the element of an id is, among those of its kind.
    pub ids: BTreeMap<String, Local>,
    /// Where the item definition of a name is.
    pub item_names: BTreeMap<String, usize>,
    /// Whether names that no requirement brings may come from the caller (files of the Camunda Modeler, and files
    /// that declare no input data).
    pub open_inputs: bool,
}

/// An element of a file: its place among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Local {
    Input(usize),
    Decision(usize),
    Function(usize),
    Service(usize),
}

impl Definitions {
    /// Notes where everything is; of two with the same id or name the first counts.
    pub fn index(&mut self) {
        let inputs = self.inputs.iter().map(|found| &found.id);
        let decisions = self.decisions.iter().map(|found| &found.id);
        let functions = self.functions.iter().map(|found| &found.id);
        let services = self.services.iter().map(|found| &found.id);
        let all = inputs
            .enumerate()
            .map(|(at, id)| (id, Local::Input(at)))
            .chain(
                decisions
                    .enumerate()
                    .map(|(at, id)| (id, Local::Decision(at))),
            )
            .chain(
                functions
                    .enumerate()
                    .map(|(at, id)| (id, Local::Function(at))),
            )
            .chain(
                services
                    .enumerate()
                    .map(|(at, id)| (id, Local::Service(at))),
            );
        for (id, local) in all {
            self.ids.entry(id.clone()).or_insert(local);
        }
        for (at, item) in self.items.iter().enumerate() {
            self.item_names.entry(item.name.clone()).or_insert(at);
        }
    }
}

/// `import` of another model by namespace, under a name (which may be empty).
#[derive(Debug)]
pub(crate) struct Import {
    pub name: String,
    pub namespace: String,
    /// Whether a decision model is imported, and not a file of another kind.
    pub dmn: bool,
    /// The line of the file, from 1.
    pub line: u32,
}

/// Parameters and result of a function type.
pub(crate) type FunctionType = (Vec<(Arc<str>, Type)>, Type);

/// A defined type.
#[derive(Debug)]
pub(crate) struct ItemDefinition {
    pub name: String,
    pub base: Option<Type>,
    pub components: Vec<ItemDefinition>,
    pub collection: bool,
    /// What each value must pass.
    pub allowed: Option<Expression>,
    /// What the whole must pass (DMN 1.5 `typeConstraint`).
    pub constraint: Option<Expression>,
    pub function: Option<FunctionType>,
}

#[derive(Debug)]
pub(crate) struct InputData {
    pub id: String,
    /// The name of the element, which may differ from that of its variable.
    pub title: String,
    pub name: Arc<str>,
    pub kind: Option<Type>,
}

#[derive(Debug)]
pub(crate) struct Decision {
    pub id: String,
    pub name: String,
    pub variable: Arc<str>,
    pub kind: Option<Type>,
    /// References to decisions and input data.
    pub requires: Vec<Reference>,
    /// References to business knowledge models and decision services.
    pub knows: Vec<Reference>,
    pub logic: Option<Boxed>,
}

#[derive(Debug)]
pub(crate) struct BusinessKnowledge {
    pub id: String,
    pub name: Arc<str>,
    pub kind: Option<Type>,
    pub knows: Vec<Reference>,
    pub logic: Option<Arc<FunctionLogic>>,
}

#[derive(Debug)]
pub(crate) struct DecisionService {
    pub id: String,
    pub name: Arc<str>,
    pub kind: Option<Type>,
    pub outputs: Vec<Reference>,
    pub input_decisions: Vec<Reference>,
    pub input_data: Vec<Reference>,
}

/// `#id` or `namespace#id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub namespace: Option<String>,
    pub id: String,
}

/// A boxed expression with the type its result must have.
#[derive(Debug)]
pub(crate) struct Boxed {
    pub logic: Logic,
    pub kind: Option<Type>,
}

#[derive(Debug)]
pub(crate) struct FunctionLogic {
    pub parameters: Vec<(Arc<str>, Option<Type>)>,
    /// `None`: no body, or one in Java or PMML, which is not run.
    pub body: Option<Boxed>,
    pub result: Option<Type>,
}

#[derive(Debug)]
pub(crate) struct ContextEntry {
    /// `None`: the entry is the result.
    pub name: Option<Arc<str>>,
    pub kind: Option<Type>,
    pub value: Boxed,
}

#[derive(Debug)]
pub(crate) enum Logic {
    /// A FEEL text; `None` when it could not be read (null, and a diagnostic at deploy).
    Literal(Option<Expression>),
    Context(Vec<ContextEntry>),
    Invocation {
        callee: Box<Boxed>,
        bindings: Vec<(Arc<str>, Option<Boxed>)>,
    },
    Function(Arc<FunctionLogic>),
    List(Vec<Boxed>),
    Relation {
        columns: Vec<Arc<str>>,
        rows: Vec<Vec<Boxed>>,
    },
    Conditional(Box<[Boxed; 3]>),
    Filter(Box<[Boxed; 2]>),
    For {
        variable: Arc<str>,
        domain: Box<Boxed>,
        result: Box<Boxed>,
    },
    Quantified {
        every: bool,
        variable: Arc<str>,
        domain: Box<Boxed>,
        condition: Box<Boxed>,
    },
    Table(Box<Table>),
}

impl Boxed {
    /// The bytes of its FEEL text that a warning about it points to; where it is made of several texts, those of the
    /// first one, and empty where it has none.
    pub fn span(&self) -> Range<usize> {
        match &self.logic {
            Logic::Literal(text) => text.as_ref().map(text_span),
            Logic::Context(entries) => entries.first().map(|entry| entry.value.span()),
            Logic::Invocation { callee, .. } => Some(callee.span()),
            Logic::Function(function) => function.body.as_ref().map(Self::span),
            Logic::List(items) => items.first().map(Self::span),
            Logic::Relation { rows, .. } => {
                rows.first().and_then(|row| row.first()).map(Self::span)
            }
            Logic::Conditional(parts) => Some(parts[0].span()),
            Logic::Filter(parts) => Some(parts[0].span()),
            Logic::For { domain, .. } | Logic::Quantified { domain, .. } => Some(domain.span()),
            Logic::Table(table) => Some(table.span()),
        }
        .unwrap_or_default()
    }
}

/// The bytes of a whole FEEL text that hold its expression.
pub(crate) fn text_span(text: &Expression) -> Range<usize> {
    text.root().span()
}

/// Hit policy of a decision table (DMN 1.5, 8.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HitPolicy {
    Unique,
    Any,
    Priority,
    First,
    RuleOrder,
    OutputOrder,
    Collect(Option<Aggregation>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregation {
    Sum,
    Min,
    Max,
    Count,
}

impl HitPolicy {
    /// The policy as DMN writes it, an aggregation after its policy.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unique => "UNIQUE",
            Self::Any => "ANY",
            Self::Priority => "PRIORITY",
            Self::First => "FIRST",
            Self::RuleOrder => "RULE ORDER",
            Self::OutputOrder => "OUTPUT ORDER",
            Self::Collect(None) => "COLLECT",
            Self::Collect(Some(Aggregation::Sum)) => "COLLECT SUM",
            Self::Collect(Some(Aggregation::Min)) => "COLLECT MIN",
            Self::Collect(Some(Aggregation::Max)) => "COLLECT MAX",
            Self::Collect(Some(Aggregation::Count)) => "COLLECT COUNT",
        }
    }
}

#[derive(Debug)]
pub(crate) struct Table {
    pub title: Titles,
    pub policy: HitPolicy,
    pub inputs: Vec<InputClause>,
    pub outputs: Vec<OutputClause>,
    pub rules: Vec<Rule>,
}

impl Table {
    /// Where a warning about the table as a whole points to: its first input, or else its first output.
    pub fn span(&self) -> Range<usize> {
        let input = self
            .inputs
            .first()
            .and_then(|input| input.expression.as_ref());
        let output = || self.rules.first().and_then(Rule::result);
        input.or_else(output).map(text_span).unwrap_or_default()
    }
}

#[derive(Debug)]
pub(crate) struct InputClause {
    pub label: String,
    pub title: Titles,
    pub expression: Option<Expression>,
    pub kind: Option<Type>,
    pub allowed: Option<Expression>,
}

#[derive(Debug)]
pub(crate) struct OutputClause {
    pub name: Arc<str>,
    pub title: Titles,
    pub kind: Option<Type>,
    pub allowed: Option<Expression>,
    /// The allowed values in order of priority.
    pub priorities: Vec<Expression>,
    pub default: Option<Expression>,
}

#[derive(Debug)]
pub(crate) struct Rule {
    pub id: Option<String>,
    /// `None`: a cell that could not be read, which never holds.
    pub tests: Vec<Option<Expression>>,
    pub outputs: Vec<Option<Expression>>,
    /// Texts for people by the name of their column, the description under an empty name.
    pub annotations: Vec<(String, String)>,
}

impl Rule {
    /// The first output cell that could be read.
    pub fn result(&self) -> Option<&Expression> {
        self.outputs.iter().flatten().next()
    }
}
