//! Circles in which a token would turn without ever waiting (HARDENING 2: "infinite token loop").

use crate::model::{Element, ElementIndex, Kind, Process, Trigger};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::graph::successors;
use super::place;

/// Most ids quoted in the sentence.
const SHOWN: usize = 8;

pub(super) fn check(process: &Process, reached: &[bool], sink: &mut Sink) {
    let instant: Vec<bool> = (0..process.elements.len())
        .map(|at| reached[at] && !waits(process, &process.elements[at]))
        .collect();
    let mut next = successors(process);
    for (at, targets) in next.iter_mut().enumerate() {
        if instant[at] {
            targets.retain(|target| instant[target.0 as usize]);
        } else {
            targets.clear();
        }
    }
    let component = components(&next);
    let mut circles: Vec<Vec<usize>> = vec![Vec::new(); process.elements.len()];
    for (at, number) in component.iter().enumerate() {
        circles[*number].push(at);
    }
    for circle in circles {
        let turning = match circle.as_slice() {
            [] => false,
            [only] => next[*only].iter().any(|target| target.0 as usize == *only),
            _ => true,
        };
        if turning {
            report(process, &component, &circle, sink);
        }
    }
}

fn report(process: &Process, component: &[usize], circle: &[usize], sink: &mut Sink) {
    let inside = |index: ElementIndex| component[index.0 as usize] == component[circle[0]];
    // A join that also waits for a token from outside stops the circle (it is a deadlock, not a loop).
    let held = circle.iter().any(|at| {
        let element = &process.elements[*at];
        matches!(element.kind, Kind::Parallel)
            && element
                .incoming
                .iter()
                .any(|flow| !inside(process.flow(*flow).source))
    });
    if held {
        return;
    }
    let way_out = circle.iter().any(|at| {
        let element = &process.elements[*at];
        decides(process, element)
            && element
                .outgoing
                .iter()
                .any(|flow| !inside(process.flow(*flow).target))
    });
    let mut names: Vec<&str> = circle
        .iter()
        .take(SHOWN)
        .map(|at| process.elements[*at].id.as_str())
        .collect();
    if circle.len() > SHOWN {
        names.push("...");
    }
    let code = if way_out {
        Code::LoopWithoutWait
    } else {
        Code::InfiniteLoop
    };
    let first = &process.elements[circle[0]];
    sink.report(code, &place(first), &[&names.join(", ")]);
}

/// Whether the element chooses among its flows.
fn decides(process: &Process, element: &Element) -> bool {
    match element.kind {
        Kind::Exclusive | Kind::Inclusive | Kind::Complex { .. } => true,
        Kind::Parallel | Kind::EventBased => false,
        _ => element
            .outgoing
            .iter()
            .any(|flow| process.flow(*flow).condition.is_some()),
    }
}

/// Whether something outside the engine must happen before a token leaves the element.
fn waits(process: &Process, element: &Element) -> bool {
    if !element.execution_listeners.is_empty() {
        return true;
    }
    match &element.kind {
        Kind::UserTask(_)
        | Kind::Manual
        | Kind::Job(_)
        | Kind::Receive(_)
        | Kind::EventBased
        | Kind::Call(_) => true,
        Kind::Catch(trigger) => !matches!(trigger, Trigger::Link { .. }),
        Kind::Throw { job, .. } | Kind::End { job, .. } => job.is_some(),
        Kind::SubProcess { .. } | Kind::AdHoc(_) => contains_wait(process, element),
        _ => false,
    }
}

fn contains_wait(process: &Process, scope: &Element) -> bool {
    let mut open: Vec<ElementIndex> = scope.children.clone();
    while let Some(index) = open.pop() {
        let element = process.element(index);
        let is_scope = matches!(element.kind, Kind::SubProcess { .. } | Kind::AdHoc(_));
        if !is_scope && waits(process, element) {
            return true;
        }
        open.extend(&element.children);
    }
    false
}

/// The strongly connected component of each element (Tarjan), without recursion: models may be long chains.
fn components(next: &[Vec<ElementIndex>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let count = next.len();
    let mut order = vec![NEW; count];
    let mut low = vec![0; count];
    let mut component = vec![NEW; count];
    let mut stack: Vec<usize> = Vec::new();
    let (mut visited, mut found) = (0, 0);
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        let mut work: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((at, step)) = work.pop() {
            if step == 0 {
                order[at] = visited;
                low[at] = visited;
                visited += 1;
                stack.push(at);
            }
            if let Some(target) = next[at].get(step) {
                let target = target.0 as usize;
                work.push((at, step + 1));
                if order[target] == NEW {
                    work.push((target, 0));
                } else if component[target] == NEW {
                    low[at] = low[at].min(order[target]);
                }
                continue;
            }
            if low[at] == order[at] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == at {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[at]);
            }
        }
    }
    component
}
