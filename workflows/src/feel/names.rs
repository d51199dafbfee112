//! Which names an expression takes from outside.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::syntax::{Domain, Form, FunctionForm, Iterator, Node};

/// Free names of a tree: those that are surely variables, and those inside filters, which may as well be entries of the
/// filtered items.
#[derive(Debug, Default)]
pub(crate) struct FreeNames {
    pub surely: BTreeSet<String>,
    pub perhaps: BTreeSet<String>,
}

struct Walk<'a> {
    bound: Vec<&'a str>,
    filters: u32,
    found: FreeNames,
}

/// The free names of a tree. Built-in functions count as names only where they are not called.
pub(crate) fn free_names(node: &Node) -> FreeNames {
    let mut walk = Walk {
        bound: Vec::new(),
        filters: 0,
        found: FreeNames::default(),
    };
    walk.node(node);
    walk.found
}

/// All names in the body of a function that its parameters do not bind.
pub(crate) fn captured_names(
    parameters: &[super::syntax::Parameter],
    body: &Node,
) -> Vec<Arc<str>> {
    let mut walk = Walk {
        bound: Vec::new(),
        filters: 0,
        found: FreeNames::default(),
    };
    walk.bound
        .extend(parameters.iter().map(|parameter| &*parameter.name));
    walk.node(body);
    let FreeNames {
        mut surely,
        perhaps,
    } = walk.found;
    surely.extend(perhaps);
    surely.into_iter().map(Into::into).collect()
}

impl<'a> Walk<'a> {
    fn node(&mut self, node: &'a Node) {
        match &node.form {
            Form::Name(name) => self.name(name),
            Form::Filter(list, condition) => {
                self.node(list);
                self.filters += 1;
                self.bound.push("item");
                self.node(condition);
                self.bound.pop();
                self.filters -= 1;
            }
            Form::Context(entries) => {
                let depth = self.bound.len();
                for (name, value) in entries {
                    self.node(value);
                    self.bound.push(name);
                }
                self.bound.truncate(depth);
            }
            Form::For {
                iterators, body, ..
            } => self.iterators(iterators, body, true),
            Form::Quantified {
                iterators, body, ..
            } => self.iterators(iterators, body, false),
            Form::Function(function) => self.function(function),
            Form::In(value, tests) => {
                self.node(value);
                self.bound.push("?");
                tests.iter().for_each(|test| self.node(test.node()));
                self.bound.pop();
            }
            Form::Tests { alternatives, .. } => {
                self.bound.push("?");
                alternatives.iter().for_each(|test| self.node(test.node()));
                self.bound.pop();
            }
            Form::Call(callee, _) if matches!(&callee.form, Form::Name(name) if super::builtin::find(name).is_some()) =>
            {
                let mut first = true;
                let mut arguments = Vec::new();
                node.children(&mut |child| {
                    if !std::mem::take(&mut first) {
                        arguments.push(child);
                    }
                });
                arguments.into_iter().for_each(|child| self.node(child));
            }
            _ => {
                let mut children = Vec::new();
                node.children(&mut |child| children.push(child));
                children.into_iter().for_each(|child| self.node(child));
            }
        }
    }

    fn name(&mut self, name: &str) {
        if self.bound.iter().rev().any(|bound| *bound == name) {
            return;
        }
        if self.filters > 0 {
            self.found.perhaps.insert(name.to_owned());
        } else {
            self.found.surely.insert(name.to_owned());
        }
    }

    fn iterators(&mut self, iterators: &'a [Iterator], body: &'a Node, partial: bool) {
        let depth = self.bound.len();
        for iterator in iterators {
            match &iterator.domain {
                Domain::Items(node) => self.node(node),
                Domain::Span(low, high) => {
                    self.node(low);
                    self.node(high);
                }
            }
            self.bound.push(&iterator.name);
        }
        if partial {
            self.bound.push("partial");
        }
        self.node(body);
        self.bound.truncate(depth);
    }

    fn function(&mut self, function: &'a FunctionForm) {
        let depth = self.bound.len();
        self.bound
            .extend(function.parameters.iter().map(|parameter| &*parameter.name));
        self.node(&function.body);
        self.bound.truncate(depth);
    }
}
