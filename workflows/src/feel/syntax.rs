//! The tree of a parsed expression.

use std::ops::Range;
use std::sync::Arc;

use super::types::Type;
use super::value::Value;

/// A node with the bytes of the source it was read from, and the height of the tree below it.
#[derive(Debug)]
pub(crate) struct Node {
    pub form: Form,
    pub start: u32,
    pub end: u32,
    pub height: u16,
}

/// Order of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Arithmetic of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

/// What an iterator runs over.
#[derive(Debug)]
pub(crate) enum Domain {
    /// Items of a list (or a range value).
    Items(Node),
    /// `low..high`, which may run downwards.
    Span(Node, Node),
}

/// `name in domain`
#[derive(Debug)]
pub(crate) struct Iterator {
    pub name: Arc<str>,
    pub domain: Domain,
}

/// A parameter of a function.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub name: Arc<str>,
    pub kind: Option<Type>,
}

/// Arguments of a call.
#[derive(Debug)]
pub(crate) enum Arguments {
    Positional(Vec<Node>),
    Named(Vec<(Arc<str>, Node)>),
}

/// One of the alternatives of `in` and of unary tests.
#[derive(Debug)]
pub(crate) enum Test {
    /// `< 5`
    Compare {
        /// Where its sign begins in the source.
        start: u32,
        comparison: Comparison,
        node: Node,
    },
    /// A value, list, range, or a condition that mentions `?`.
    Expression { node: Node, mentions_input: bool },
}

/// A definition of a function.
#[derive(Debug)]
pub(crate) struct FunctionForm {
    pub parameters: Vec<Parameter>,
    pub body: Node,
    /// Names of the body that are not parameters.
    pub free: Vec<Arc<str>>,
}

/// The forms of FEEL.
#[derive(Debug)]
pub(crate) enum Form {
    Literal(Value),
    Name(Arc<str>),
    List(Vec<Node>),
    Context(Vec<(Arc<str>, Node)>),
    Range {
        start: Box<Node>,
        start_included: bool,
        end: Box<Node>,
        end_included: bool,
    },
    HalfRange(Comparison, Box<Node>),
    Negate(Box<Node>),
    Arithmetic(Box<Node>, Vec<(Operation, Node)>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Between(Box<[Node; 3]>),
    In(Box<Node>, Vec<Test>),
    InstanceOf(Box<Node>, Type),
    If(Box<[Node; 3]>),
    For {
        iterators: Vec<Iterator>,
        body: Box<Node>,
        partial: bool,
    },
    Quantified {
        every: bool,
        iterators: Vec<Iterator>,
        body: Box<Node>,
    },
    Path(Box<Node>, Arc<str>),
    Descendants(Box<Node>, Arc<str>),
    Filter(Box<Node>, Box<Node>),
    Call(Box<Node>, Arguments),
    Function(Arc<FunctionForm>),
    Tests {
        alternatives: Vec<Test>,
        negated: bool,
    },
}

impl Node {
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Hands each direct child to `visit`.
    pub fn children<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.form {
            Form::Literal(_) | Form::Name(_) => {}
            Form::List(nodes) | Form::And(nodes) | Form::Or(nodes) => nodes.iter().for_each(visit),
            Form::Context(entries) => entries.iter().for_each(|(_, node)| visit(node)),
            Form::Range { start, end, .. } => {
                visit(start);
                visit(end);
            }
            Form::HalfRange(_, node)
            | Form::Negate(node)
            | Form::InstanceOf(node, _)
            | Form::Path(node, _)
            | Form::Descendants(node, _) => visit(node),
            Form::Arithmetic(first, rest) => {
                visit(first);
                rest.iter().for_each(|(_, node)| visit(node));
            }
            Form::Compare(_, left, right) | Form::Filter(left, right) => {
                visit(left);
                visit(right);
            }
            Form::Between(nodes) | Form::If(nodes) => nodes.iter().for_each(visit),
            Form::In(node, tests) => {
                visit(node);
                tests.iter().for_each(|test| visit(test.node()));
            }
            Form::For {
                iterators, body, ..
            }
            | Form::Quantified {
                iterators, body, ..
            } => {
                for iterator in iterators {
                    match &iterator.domain {
                        Domain::Items(node) => visit(node),
                        Domain::Span(low, high) => {
                            visit(low);
                            visit(high);
                        }
                    }
                }
                visit(body);
            }
            Form::Call(callee, arguments) => {
                visit(callee);
                match arguments {
                    Arguments::Positional(nodes) => nodes.iter().for_each(visit),
                    Arguments::Named(nodes) => nodes.iter().for_each(|(_, node)| visit(node)),
                }
            }
            Form::Function(function) => visit(&function.body),
            Form::Tests { alternatives, .. } => {
                alternatives.iter().for_each(|test| visit(test.node()))
            }
        }
    }
}

impl Test {
    pub fn node(&self) -> &Node {
        match self {
            Self::Compare { node, .. } | Self::Expression { node, .. } => node,
        }
    }

    /// Bytes of the source, with the sign.
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Compare { start, node, .. } => *start as usize..node.end as usize,
            Self::Expression { node, .. } => node.span(),
        }
    }
}
