//! Decision tables out of their XML.

use roxmltree::Node;

use super::super::logic::{Aggregation, HitPolicy, InputClause, OutputClause, Rule, Table};
use super::{Reader, attribute, child, children, kind, text};
use crate::feel::parser;
use crate::feel::{Expression, Titles};

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
                    title: titles(input, "label"),
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
                    title: titles(output, "label"),
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
        let columns: Vec<String> = children(node, "annotation")
            .map(|column| attribute(column, "name"))
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
                    annotations: annotations(rule, &columns),
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
            title: titles(node, "outputLabel"),
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

/// A label, and the English one that stands beside it as an attribute of ours (`mufakat:labelEn`).
fn titles(node: Node<'_, '_>, name: &str) -> Titles {
    let english = format!("{name}En");
    let english = node
        .attributes()
        .find(|attribute| attribute.name() == english)
        .map(|attribute| attribute.value().trim().to_owned());
    Titles {
        own: attribute(node, name),
        en: english.filter(|text| !text.is_empty()),
    }
}

/// The description and the annotations of a rule, those that say something.
fn annotations(rule: Node<'_, '_>, columns: &[String]) -> Vec<(String, String)> {
    let description = child(rule, "description").map(|node| (String::new(), text(node)));
    let entries = children(rule, "annotationEntry")
        .enumerate()
        .map(|(index, entry)| (columns.get(index).cloned().unwrap_or_default(), text(entry)));
    description
        .into_iter()
        .chain(entries)
        .map(|(column, text)| (column, text.trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
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
