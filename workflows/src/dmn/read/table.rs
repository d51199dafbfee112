//! Decision tables out of their XML.

use roxmltree::Node;

use super::super::logic::{Aggregation, HitPolicy, InputClause, OutputClause, Rule, Table};
use super::{Reader, attribute, child, children, kind, text};
use crate::feel::Expression;
use crate::feel::parser;

impl Reader {
    pub(super) fn table(&mut self, node: Node<'_, '_>) -> Table {
        let policy = match attribute(node, "hitPolicy").as_str() {
            "" | "UNIQUE" => HitPolicy::Unique,
            "ANY" => HitPolicy::Any,
            "PRIORITY" => HitPolicy::Priority,
            "FIRST" => HitPolicy::First,
            "RULE ORDER" => HitPolicy::RuleOrder,
            "OUTPUT ORDER" => HitPolicy::OutputOrder,
            "COLLECT" => HitPolicy::Collect(match attribute(node, "aggregation").as_str() {
                "SUM" => Some(Aggregation::Sum),
                "MIN" => Some(Aggregation::Min),
                "MAX" => Some(Aggregation::Max),
                "COUNT" => Some(Aggregation::Count),
                _ => None,
            }),
            other => {
                let message = format!("'{other}' is no hit policy");
                self.say(
                    "DMN_HIT_POLICY",
                    &message,
                    "Kebijakan hit tidak dikenal.",
                    "choose one of DMN's hit policies",
                );
                HitPolicy::Unique
            }
        };
        let inputs: Vec<InputClause> = children(node, "input")
            .map(|input| {
                let expression = child(input, "inputExpression");
                let source = expression.map(text).unwrap_or_default();
                let label = input
                    .attribute("label")
                    .map_or_else(|| source.trim().to_owned(), str::to_owned);
                InputClause {
                    label,
                    kind: expression.and_then(kind),
                    expression: expression.and_then(|expression| self.feel(expression)),
                    allowed: child(input, "inputValues")
                        .filter(|v| !text(*v).trim().is_empty())
                        .and_then(|v| self.tests(v)),
                }
            })
            .collect();
        let outputs: Vec<OutputClause> = children(node, "output")
            .map(|output| {
                let values =
                    child(output, "outputValues").filter(|values| !text(*values).trim().is_empty());
                OutputClause {
                    name: attribute(output, "name").into(),
                    kind: kind(output),
                    priorities: values
                        .map(|values| self.priorities(values))
                        .unwrap_or_default(),
                    allowed: values.and_then(|values| self.tests(values)),
                    default: child(output, "defaultOutputEntry")
                        .and_then(|default| self.feel(default)),
                }
            })
            .collect();
        let rules: Vec<Rule> = children(node, "rule")
            .map(|rule| {
                self.at(rule);
                Rule {
                    id: rule.attribute("id").map(str::to_owned),
                    tests: children(rule, "inputEntry")
                        .map(|cell| self.tests(cell))
                        .collect(),
                    outputs: children(rule, "outputEntry")
                        .map(|cell| self.feel(cell))
                        .collect(),
                }
            })
            .collect();
        self.at(node);
        for (index, rule) in rules.iter().enumerate() {
            if rule.tests.len() != inputs.len() || rule.outputs.len() != outputs.len() {
                let message = format!(
                    "rule {} has another number of cells than the table has columns",
                    index + 1
                );
                self.say(
                    "DMN_TABLE",
                    &message,
                    "Jumlah sel aturan tidak sama dengan jumlah kolom.",
                    "fill the missing cells",
                );
            }
        }
        Table {
            policy,
            inputs,
            outputs,
            rules,
        }
    }

    /// The alternatives of `outputValues`, each as an expression, in order.
    fn priorities(&mut self, node: Node<'_, '_>) -> Vec<Expression> {
        let source = text(node);
        split_alternatives(&source)
            .into_iter()
            .filter_map(|part| {
                Expression::parse_known(part, self.names.clone(), parser::expression).ok()
            })
            .collect()
    }
}

/// Splits at the commas that stand outside quotes and brackets.
fn split_alternatives(source: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0i32, false, false);
    for (at, character) in source.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(&source[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&source[start..]);
    parts
}
