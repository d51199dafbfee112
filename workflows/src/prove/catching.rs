//! Who catches an error or escalation: the rules of the engine (`engine::throwing`), with codes that may be unknown.

use crate::engine::prove::event_subprocesses;
use crate::model::{ElementIndex, Kind, Process, Text, Trigger};

use super::marking::Code;

/// What is thrown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thrown {
    Error,
    Escalation,
}

/// The code that a throwing event says: empty when it names none, unknown when it is an expression.
pub(super) fn said(code: Option<&Text>) -> Code {
    match code {
        None => Some(String::new()),
        Some(Text::Literal(code)) => Some(code.clone()),
        Some(Text::Feel(_)) => None,
    }
}

/// The events among `events` that may catch, and whether what is thrown may pass by all of them. The exact code wins
/// over a catch-all.
pub(super) fn catchers(
    process: &Process,
    events: impl Iterator<Item = ElementIndex>,
    thrown: Thrown,
    code: &Code,
) -> (Vec<ElementIndex>, bool) {
    let mut maybe = Vec::new();
    let mut catch_all = None;
    for event in events {
        let (Kind::Boundary { trigger, .. } | Kind::Start { trigger, .. }) =
            &process.element(event).kind
        else {
            continue;
        };
        let wanted = match (thrown, trigger) {
            (Thrown::Error, Trigger::Error { code })
            | (Thrown::Escalation, Trigger::Escalation { code }) => code,
            _ => continue,
        };
        match (wanted, code) {
            (None, _) => {
                catch_all.get_or_insert(event);
            }
            (Some(Text::Literal(wanted)), Some(code)) if wanted == code => {
                return (vec![event], false);
            }
            (Some(Text::Literal(_)), Some(_)) => {}
            (Some(_), _) => maybe.push(event),
        }
    }
    let passes = catch_all.is_none();
    maybe.extend(catch_all);
    (maybe, passes)
}

/// Whether an escalation that leaves a scope interrupts it, and whether the scope may go on.
pub(super) fn outward(process: &Process, scope: ElementIndex, code: &Code) -> (bool, bool) {
    let (mut interrupts, mut goes_on) = (false, false);
    let mut at = scope;
    loop {
        let boundaries = process.element(at).boundaries.iter().copied();
        let Some(parent) = process.element(at).parent else {
            return (interrupts, true);
        };
        // A scope that an interrupting event sub-process has taken over listens to no other one.
        let interrupts_it = |(sub, start): &(ElementIndex, ElementIndex)| {
            *sub == at
                && matches!(
                    process.element(*start).kind,
                    Kind::Start {
                        interrupting: true,
                        ..
                    }
                )
        };
        let starts = if event_subprocesses(process, parent).any(|it| interrupts_it(&it)) {
            Vec::new()
        } else {
            event_subprocesses(process, parent)
                .filter(|(sub, _)| *sub != at)
                .map(|(_, start)| start)
                .collect()
        };
        let levels: [Vec<ElementIndex>; 2] = [boundaries.collect(), starts];
        for level in levels {
            let (hits, passes) = catchers(process, level.into_iter(), Thrown::Escalation, code);
            for hit in hits {
                match process.element(hit).kind {
                    Kind::Boundary { interrupting, .. } | Kind::Start { interrupting, .. } => {
                        interrupts |= interrupting;
                        goes_on |= !interrupting;
                    }
                    _ => {}
                }
            }
            if !passes {
                return (interrupts, goes_on);
            }
        }
        at = parent;
    }
}
