//! Boxed expressions out of their XML, their nesting bounded.

use std::sync::Arc;

use roxmltree::Node;

use super::super::logic::{Boxed, ContextEntry, Logic};
use super::{NESTING, Reader, attribute, child, children, kind, spaced};

impl Reader {
    /// The boxed expression among the children of a node.
    pub(super) fn expression_child(&mut self, node: Node<'_, '_>, depth: u32) -> Option<Boxed> {
        node.children()
            .filter(Node::is_element)
            .find_map(|child| self.boxed(child, depth))
    }

    pub(super) fn needed_child(&mut self, node: Node<'_, '_>, depth: u32) -> Boxed {
        self.expression_child(node, depth).unwrap_or(Boxed {
            logic: Logic::Literal(None),
            kind: None,
        })
    }

    /// The boxed expression inside a named child, such as `if` of a conditional.
    pub(super) fn part(&mut self, node: Node<'_, '_>, name: &str, depth: u32) -> Boxed {
        match child(node, name) {
            Some(part) => self.needed_child(part, depth),
            None => Boxed {
                logic: Logic::Literal(None),
                kind: None,
            },
        }
    }

    pub(super) fn boxed(&mut self, node: Node<'_, '_>, depth: u32) -> Option<Boxed> {
        let name = node.tag_name().name();
        const FORMS: [&str; 12] = [
            "literalExpression",
            "context",
            "invocation",
            "functionDefinition",
            "list",
            "relation",
            "conditional",
            "filter",
            "for",
            "some",
            "every",
            "decisionTable",
        ];
        if !FORMS.contains(&name) {
            return None;
        }
        self.at(node);
        if depth > NESTING {
            self.say(
                "DMN_NESTING",
                "boxed expressions are nested too deeply",
                "Ekspresi bersarang terlalu dalam.",
                "simplify the logic",
            );
            return None;
        }
        let variable = Arc::from(spaced(&attribute(node, "iteratorVariable")));
        let deeper = depth + 1;
        let logic = match name {
            "literalExpression" => Logic::Literal(self.feel(node)),
            "context" => Logic::Context(
                children(node, "contextEntry")
                    .map(|entry| {
                        let variable = child(entry, "variable");
                        let name = variable
                            .and_then(|v| v.attribute("name"))
                            .map(|name| Arc::from(spaced(name)));
                        ContextEntry {
                            name,
                            kind: variable.and_then(kind),
                            value: self.needed_child(entry, deeper),
                        }
                    })
                    .collect(),
            ),
            "invocation" => {
                let bindings = children(node, "binding")
                    .map(|binding| {
                        let parameter = child(binding, "parameter")
                            .map_or_else(String::new, |p| spaced(&attribute(p, "name")));
                        (Arc::from(parameter), self.expression_child(binding, deeper))
                    })
                    .collect();
                Logic::Invocation {
                    callee: Box::new(self.needed_child(node, deeper)),
                    bindings,
                }
            }
            "functionDefinition" => Logic::Function(Arc::new(self.function(node, deeper))),
            "list" => Logic::List(
                node.children()
                    .filter(Node::is_element)
                    .filter_map(|item| self.boxed(item, deeper))
                    .collect(),
            ),
            "relation" => Logic::Relation {
                columns: children(node, "column")
                    .map(|column| Arc::from(attribute(column, "name")))
                    .collect(),
                rows: children(node, "row")
                    .map(|row| {
                        row.children()
                            .filter(Node::is_element)
                            .filter_map(|cell| self.boxed(cell, deeper))
                            .collect()
                    })
                    .collect(),
            },
            "conditional" => Logic::Conditional(Box::new([
                self.part(node, "if", deeper),
                self.part(node, "then", deeper),
                self.part(node, "else", deeper),
            ])),
            "filter" => Logic::Filter(Box::new([
                self.part(node, "in", deeper),
                self.part(node, "match", deeper),
            ])),
            "for" => Logic::For {
                variable,
                domain: Box::new(self.part(node, "in", deeper)),
                result: Box::new(self.part(node, "return", deeper)),
            },
            "some" | "every" => Logic::Quantified {
                every: name == "every",
                variable,
                domain: Box::new(self.part(node, "in", deeper)),
                condition: Box::new(self.part(node, "satisfies", deeper)),
            },
            _ => Logic::Table(Box::new(self.table(node))),
        };
        Some(Boxed {
            logic,
            kind: kind(node),
        })
    }
}
