//! Loops that leave a token behind on each round. Where only one order of independent steps is explored, that token is
//! gone before the next one comes, so no two ever stand in one place; but a marking that can come back with one token
//! more can do so again and again.

use std::collections::BTreeMap;

use super::explore::Node;
use super::marking::{At, MAIN, Marking};

/// Tokens that a circle of markings adds on each round, with the node where one is first there.
pub(super) fn added(nodes: &[Node], known: &BTreeMap<Marking, usize>) -> Vec<(At, usize)> {
    let circles = circles(nodes);
    let mut found: Vec<(At, usize)> = Vec::new();
    for (larger, node) in nodes.iter().enumerate() {
        for token in node
            .marking
            .tokens
            .iter()
            .filter(|(_, thread)| *thread == MAIN)
        {
            if found.iter().any(|(at, _)| *at == token.0) {
                continue;
            }
            let mut without = node.marking.clone();
            without.remove(token.0, token.1);
            let comes_back = known
                .get(&without)
                .is_some_and(|smaller| circles.get(*smaller) == circles.get(larger));
            if comes_back {
                found.push((token.0, larger));
            }
        }
    }
    found
}

/// For each node the number of its strongly connected component (Kosaraju).
fn circles(nodes: &[Node]) -> Vec<usize> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        for next in &node.next {
            if let Some(back) = before.get_mut(*next) {
                back.push(at);
            }
        }
    }
    let mut seen = vec![false; nodes.len()];
    let mut order = Vec::with_capacity(nodes.len());
    for start in 0..nodes.len() {
        // Each entry: a node, and how many of its successors have been looked at.
        let mut open = vec![(start, 0)];
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        while let Some((at, position)) = open.pop() {
            match nodes.get(at).and_then(|node| node.next.get(position)) {
                Some(next) => {
                    open.push((at, position + 1));
                    if let Some(fresh) = seen.get_mut(*next)
                        && !std::mem::replace(fresh, true)
                    {
                        open.push((*next, 0));
                    }
                }
                None => order.push(at),
            }
        }
    }
    let mut circle = vec![usize::MAX; nodes.len()];
    for (number, root) in order.iter().rev().enumerate() {
        let mut open = vec![*root];
        while let Some(at) = open.pop() {
            match circle.get_mut(at) {
                Some(mark) if *mark == usize::MAX => *mark = number,
                _ => continue,
            }
            open.extend(before.get(at).into_iter().flatten());
        }
    }
    circle
}
