//! `mufakat:*` properties (DIALECT 2, council semantics): known names, in the right place, with values that mean
//! something. The prefix is ours, so a name that is not known is a misspelling.

use crate::feel::Expression;
use crate::model::{Element, Kind, Process};

use super::super::catalogue::Code;
use super::super::diagnostic::Sink;
use super::place;

/// The prefix of our properties.
const PREFIX: &str = "mufakat:";

/// Which values a property takes. FEEL (`=`) is possible everywhere.
enum Values {
    /// Any text.
    Any,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Ids of user tasks, separated by commas.
    Tasks,
}

/// Every council property with its values.
const KNOWN: &[(&str, Values)] = &[
    (
        "vote",
        Values::OneOf(&[
            "CONSENSUS",
            "MAJORITY_PRESENT",
            "ABSOLUTE",
            "TWO_THIRDS",
            "WEIGHTED",
            "true",
        ]),
    ),
    ("vote.electorate", Values::Any),
    ("vote.quorum", Values::Any),
    ("vote.threshold", Values::Any),
    ("vote.ballot", Values::OneOf(&["OPEN", "SECRET"])),
    ("vote.decideWhen", Values::OneOf(&["KNOWN", "ALL"])),
    ("vote.tie", Values::OneOf(&["REJECT", "CHAIR"])),
    ("vote.result", Values::Any),
    ("vote.choice", Values::Any),
    ("strategic", Values::OneOf(&["true", "false"])),
    ("separateFrom", Values::Tasks),
    ("paraf", Values::Any),
    ("sign", Values::Any),
    ("reminders", Values::Any),
    ("silence", Values::Any),
    ("visibility", Values::Any),
    ("startable", Values::OneOf(&["true", "false"])),
    ("starters", Values::Any),
];

/// What can be said once for a whole process; the rest is about work that people do.
const OF_PROCESS: &[&str] = &["visibility", "startable", "starters"];

/// Names of all council properties, without the prefix (used by the documentation).
pub(in crate::bpmn) fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(name, _)| *name)
}

pub(super) fn check(process: &Process, sink: &mut Sink) {
    for element in &process.elements {
        for (name, value) in &element.properties {
            if let Some(name) = name.strip_prefix(PREFIX) {
                property(process, element, name, value, sink);
            }
        }
    }
}

fn property(process: &Process, element: &Element, name: &str, value: &str, sink: &mut Sink) {
    let place = place(element);
    let full = format!("{PREFIX}{name}");
    let Some((_, values)) = KNOWN.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = names().collect();
        sink.report(Code::CouncilUnknown, &place, &[&full, &known.join(", ")]);
        return;
    };
    let here = match element.kind {
        Kind::Process => OF_PROCESS.contains(&name),
        _ if matches!(name, "startable" | "starters") => false,
        // Each of the electors has a task of their own.
        _ if name.starts_with("vote") => {
            matches!(element.kind, Kind::UserTask(_)) && element.repetition.is_some()
        }
        Kind::UserTask(_) | Kind::Manual => true,
        Kind::SubProcess { .. } | Kind::Call(_) | Kind::AdHoc(_) => element.repetition.is_some(),
        _ => false,
    };
    if !here {
        let (where_en, where_id) = if name.starts_with("vote") {
            ("multi-instance user tasks", "tugas pengguna multi-instans")
        } else if matches!(name, "startable" | "starters") {
            ("processes", "proses")
        } else {
            (
                "user tasks and multi-instance activities",
                "tugas pengguna dan aktivitas multi-instans",
            )
        };
        let values = [full.as_str(), where_en, where_id];
        sink.report(Code::CouncilNotHere, &place, &values);
    }
    if let Some(source) = value.strip_prefix('=') {
        if let Err(fault) = Expression::parse(source.trim()) {
            let values = [source, fault.message.as_str()];
            let span = (fault.span.start, fault.span.end);
            sink.report_span(Code::ExpressionSyntax, &place, &values, span);
        }
        return;
    }
    match values {
        Values::Any if value.is_empty() => {
            let values = [full.as_str(), value, "any text, or FEEL after ="];
            sink.report(Code::CouncilValue, &place, &values);
        }
        Values::Any => {}
        Values::OneOf(allowed) => {
            if !allowed.contains(&value) {
                let allowed = allowed.join(", ");
                sink.report(Code::CouncilValue, &place, &[&full, value, &allowed]);
            }
        }
        Values::Tasks => {
            for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
                let known = process.find(id).is_some_and(|index| {
                    matches!(
                        process.element(index).kind,
                        Kind::UserTask(_) | Kind::Manual
                    )
                });
                if !known {
                    sink.report(Code::SeparateFromUnknown, &place, &[id]);
                }
            }
        }
    }
}
