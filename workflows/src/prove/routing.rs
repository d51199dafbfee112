//! Which flows may leave an element when nobody knows the data: every choice that some data could make.
//!
//! Conditions that are the literals `true` and `false`, and conditions of which one plainly excludes the other, are
//! heeded, so that a model is not blamed for what cannot happen.

use crate::feel::Expression;
use crate::feel::syntax::{Arguments, Comparison, Form, Node};
use crate::feel::value::Value;
use crate::model::{Element, FlowIndex, Kind, Process};

/// From this many conditional flows on, only single ones, pairs and all together are tried.
const ALL_SUBSETS: usize = 8;
/// Most pairs tried.
const MOST_PAIRS: usize = 100;

/// The sets of flows that may leave, and whether some were left out because there are too many.
pub(super) fn choices(process: &Process, element: &Element) -> (Vec<Vec<FlowIndex>>, bool) {
    let default = element.default_flow;
    let mut free = Vec::new();
    let mut conditional = Vec::new();
    for index in element.outgoing.iter().filter(|it| default != Some(**it)) {
        match &process.flow(*index).condition {
            None => free.push(*index),
            Some(condition) => match constant(condition) {
                Some(true) => free.push(*index),
                Some(false) => {}
                None => conditional.push(*index),
            },
        }
    }
    match element.kind {
        Kind::Parallel | Kind::EventBased => (vec![element.outgoing.clone()], false),
        Kind::Exclusive => {
            let literally = |flow: &FlowIndex| {
                process
                    .flow(*flow)
                    .condition
                    .as_ref()
                    .and_then(constant)
                    .is_some_and(|truth| truth)
            };
            let mut chosen: Vec<FlowIndex> = Vec::new();
            for flow in &element.outgoing {
                if free.contains(flow) || conditional.contains(flow) {
                    chosen.push(*flow);
                    if literally(flow) {
                        return (chosen.into_iter().map(|it| vec![it]).collect(), false);
                    }
                }
            }
            chosen.extend(default);
            (one_or_nothing(chosen.into_iter().map(|it| vec![it])), false)
        }
        Kind::Inclusive | Kind::Complex { .. } => {
            let mut all = free;
            all.extend(conditional);
            all.sort_unstable();
            let (mut sets, cut) = subsets(process, &all);
            sets.retain(|set| !set.is_empty());
            sets.extend(default.map(|flow| vec![flow]));
            (one_or_nothing(sets.into_iter()), cut)
        }
        _ => {
            let (sets, cut) = subsets(process, &conditional);
            let made = sets.into_iter().filter_map(|set| {
                let mut flows = free.clone();
                if set.is_empty() && (free.is_empty() || !conditional.is_empty()) {
                    flows.extend(default);
                }
                flows.extend(set);
                (!flows.is_empty()).then_some(flows)
            });
            (one_or_nothing(made), cut)
        }
    }
}

/// Where nothing leaves, the token ends.
fn one_or_nothing(sets: impl Iterator<Item = Vec<FlowIndex>>) -> Vec<Vec<FlowIndex>> {
    let mut sets: Vec<_> = sets.collect();
    if sets.is_empty() {
        sets.push(Vec::new());
    }
    sets
}

/// Subsets whose conditions can hold together, the empty one first.
fn subsets(process: &Process, flows: &[FlowIndex]) -> (Vec<Vec<FlowIndex>>, bool) {
    let condition = |at: usize| {
        let flow = flows.get(at)?;
        process.flow(*flow).condition.as_ref()
    };
    let pairs =
        || (0..flows.len()).flat_map(|one| (one + 1..flows.len()).map(move |two| (one, two)));
    let cut = flows.len() > ALL_SUBSETS;
    if cut {
        let mut sets = vec![Vec::new()];
        sets.extend(flows.iter().map(|flow| vec![*flow]));
        sets.extend(
            pairs()
                .take(MOST_PAIRS)
                .filter_map(|(one, two)| Some(vec![*flows.get(one)?, *flows.get(two)?])),
        );
        sets.push(flows.to_vec());
        return (sets, true);
    }
    let apart: Vec<u32> = pairs()
        .filter(|(one, two)| match (condition(*one), condition(*two)) {
            (Some(one), Some(two)) => exclusive(one, two),
            _ => false,
        })
        .map(|(one, two)| 1 << one | 1 << two)
        .collect();
    let sets = (0_u32..1 << flows.len())
        .filter(|mask| apart.iter().all(|both| mask & both != *both))
        .map(|mask| {
            let chosen = flows
                .iter()
                .enumerate()
                .filter(|(at, _)| mask & (1 << at) != 0);
            chosen.map(|(_, flow)| *flow).collect()
        })
        .collect();
    (sets, false)
}

/// The value of a condition that is the literal `true` or `false`.
fn constant(condition: &Expression) -> Option<bool> {
    match condition.as_literal() {
        Some(Value::Boolean(truth)) => Some(*truth),
        _ => None,
    }
}

/// Whether two conditions plainly cannot hold at once: one is `not(...)` of the other, or they compare one expression
/// with literals that cannot both fit.
pub(super) fn exclusive(one: &Expression, other: &Expression) -> bool {
    let (one, other) = (
        Side {
            source: one.source(),
            node: one.root(),
        },
        Side {
            source: other.source(),
            node: other.root(),
        },
    );
    excludes(one, other) || excludes(other, one)
}

#[derive(Clone, Copy)]
struct Side<'a> {
    source: &'a str,
    node: &'a Node,
}

impl<'a> Side<'a> {
    fn part(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    fn text(self) -> String {
        let text = self.source.get(self.node.span()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn excludes(one: Side<'_>, other: Side<'_>) -> bool {
    if let Form::And(parts) = &one.node.form {
        return parts
            .iter()
            .any(|part| excludes(one.part(part), other) || excludes(other, one.part(part)));
    }
    if let Some(negated) = negated(one.node)
        && one.part(negated).text() == other.text()
    {
        return true;
    }
    let (Form::Compare(how, left, right), Form::Compare(how2, left2, right2)) =
        (&one.node.form, &other.node.form)
    else {
        return false;
    };
    let (Form::Literal(value), Form::Literal(value2)) = (&right.form, &right2.form) else {
        return false;
    };
    if one.part(left).text() != other.part(left2).text() {
        return false;
    }
    let same = value == value2;
    match (how, how2) {
        (Comparison::Equal, Comparison::Equal) => !same,
        (Comparison::Equal, Comparison::NotEqual | Comparison::Less | Comparison::Greater)
        | (Comparison::Less, Comparison::GreaterOrEqual | Comparison::Greater)
        | (Comparison::Greater, Comparison::LessOrEqual) => same,
        _ => false,
    }
}

/// What stands inside `not(...)`.
fn negated(node: &Node) -> Option<&Node> {
    let Form::Call(callee, Arguments::Positional(arguments)) = &node.form else {
        return None;
    };
    match (&callee.form, arguments.as_slice()) {
        (Form::Name(name), [inside]) if &**name == "not" => Some(inside),
        _ => None,
    }
}
