//! From bytes to a [`File`]: decode, guard, parse, collect declarations, lower each process, lint.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalogue::Code;
use super::diagnostic::{Place, Severity, Sink};
use super::file::{Declaration, File, MessageFlow, Participant};
use super::source::{self, Lines};
use super::xml::{self, Node};
use super::{lint, lower};

/// What is declared beside the processes and referred to from inside them.
#[derive(Default)]
pub(super) struct Declarations<'a> {
    pub messages: BTreeMap<&'a str, Declaration>,
    pub signals: BTreeMap<&'a str, Declaration>,
    pub errors: BTreeMap<&'a str, Declaration>,
    pub escalations: BTreeMap<&'a str, Declaration>,
    /// Event definitions that stand outside of events (`eventDefinitionRef`).
    pub events: BTreeMap<&'a str, Node<'a>>,
}

/// Reads a BPMN 2.0 file in the dialect of DIALECT.
///
/// Never fails: what cannot be read is missing in the value and named in [`File::diagnostics`]. UTF-8, UTF-16 and
/// Latin-1 are read, document types and entities refused, size and nesting bounded (HARDENING 2).
#[must_use]
pub fn read(bytes: impl AsRef<[u8]>) -> File {
    read_as(bytes.as_ref(), Runs::Marked)
}

/// Like [`read()`], but the first process that has anything drawn in it runs even if it is not marked executable: the
/// autopilot of DIALECT 4 starts the first process in the file. A condition in another language that cannot be translated
/// is a warning, and does not hold: what it asks about is not there in a simulation anyway.
#[must_use]
pub fn read_to_simulate(bytes: impl AsRef<[u8]>) -> File {
    read_as(bytes.as_ref(), Runs::MarkedAndFirst)
}

/// Which processes of a file are to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// Those marked executable; all when none is.
    Marked,
    /// The first one too.
    MarkedAndFirst,
}

fn read_as(bytes: &[u8], runs: Runs) -> File {
    let mut sink = Sink::default();
    let mut file = File::default();
    if let Some(text) = source::decode(bytes, &mut sink) {
        let text: &str = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let lines = Lines::of(text);
        if source::guard(text, &lines, &mut sink) {
            parse(text, &lines, runs, &mut file, &mut sink);
        }
    }
    file.diagnostics = sink.finish();
    file
}

fn parse(text: &str, lines: &Lines, runs: Runs, file: &mut File, sink: &mut Sink) {
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        // Texts and comments are nodes too.
        nodes_limit: u32::try_from(source::MAX_ELEMENTS * 4).unwrap_or(u32::MAX),
        ..roxmltree::ParsingOptions::default()
    };
    match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => definitions(document.root_element(), lines, runs, file, sink),
        Err(fault) => {
            let line = match fault {
                // These come without a position: the end of the file is where something is missing.
                roxmltree::Error::UnexpectedEndOfStream
                | roxmltree::Error::UnclosedRootNode
                | roxmltree::Error::NoRootNode => lines.at(text.len()),
                _ => fault.pos().row,
            };
            // The sentence is the parser's; it ends with "at row:column".
            let said = fault.to_string();
            sink.report(Code::MalformedXml, &Place::line(line), &[&said]);
        }
    }
}

fn definitions(root: Node<'_>, lines: &Lines, runs: Runs, file: &mut File, sink: &mut Sink) {
    if xml::bpmn_name(root) != Some("definitions") {
        let found = root.tag_name();
        let name = match found.namespace() {
            Some(namespace) => format!("{} ({namespace})", found.name()),
            None => found.name().to_owned(),
        };
        sink.report(Code::NotBpmn, &lines.place(root), &[&name]);
        return;
    }
    if let Some(namespace) = root
        .tag_name()
        .namespace()
        .filter(|found| *found != xml::BPMN)
    {
        sink.report(Code::OldNamespace, &lines.place(root), &[namespace]);
    }
    file.name = xml::attribute(root, "name").map(str::to_owned);
    file.id = xml::attribute(root, "id").map(str::to_owned);
    file.target_namespace = xml::attribute(root, "targetNamespace").map(str::to_owned);
    file.exporter = xml::attribute(root, "exporter").map(|tool| {
        match xml::attribute(root, "exporterVersion") {
            Some(version) => format!("{tool} {version}"),
            None => tool.to_owned(),
        }
    });
    file.has_diagram = root
        .children()
        .any(|child| child.is_element() && child.tag_name().name() == "BPMNDiagram");
    unique_ids(root, lines, sink);

    let mut declared = Declarations::default();
    let mut processes = Vec::new();
    for (name, node) in xml::bpmn_children(root) {
        match name {
            "process" => processes.push(node),
            "message" => {
                let key = xml::zeebe(node, "subscription")
                    .and_then(|found| xml::attribute(found, "correlationKey"));
                declare(&mut declared.messages, node, "name", key, lines);
            }
            "signal" => declare(&mut declared.signals, node, "name", None, lines),
            "error" => declare(&mut declared.errors, node, "errorCode", None, lines),
            "escalation" => {
                declare(
                    &mut declared.escalations,
                    node,
                    "escalationCode",
                    None,
                    lines,
                );
            }
            "collaboration" => collaboration(node, file, lines, sink),
            "choreography"
            | "globalChoreographyTask"
            | "conversation"
            | "globalConversation"
            | "subChoreography"
            | "choreographyTask"
            | "callChoreography" => {
                refuse(name, node, lines, sink);
            }
            "globalTask"
            | "globalUserTask"
            | "globalScriptTask"
            | "globalManualTask"
            | "globalBusinessRuleTask" => {
                // Callable, but nothing runs it by itself; a call activity that names it is reported there.
                let place = lines.place(node);
                sink.report_as(
                    Severity::Warning,
                    Code::RefusedElement,
                    &place,
                    &[
                        name,
                        "Draw it as a process with one task.",
                        "Gambar sebagai proses dengan satu tugas.",
                    ],
                );
            }
            "itemDefinition"
            | "import"
            | "dataStore"
            | "category"
            | "resource"
            | "interface"
            | "endPoint"
            | "partnerEntity"
            | "partnerRole"
            | "correlationProperty"
            | "relationship"
            | "extension"
            | "extensionElements"
            | "documentation"
            | "choreographyActivity"
            | "rootElement"
            | "correlationKey" => {}
            other if other.ends_with("EventDefinition") => {
                if let Some(id) = xml::attribute(node, "id") {
                    declared.events.insert(id, node);
                }
            }
            other => sink.report(Code::UnknownElement, &lines.place(node), &[other]),
        }
    }
    file.messages = declared.messages.values().cloned().collect();
    file.signals = declared.signals.values().cloned().collect();
    file.errors = declared.errors.values().cloned().collect();
    file.escalations = declared.escalations.values().cloned().collect();

    if processes.is_empty() {
        sink.report(Code::NoProcess, &lines.place(root), &[]);
        return;
    }
    run(&processes, runs, &declared, lines, file, sink);
}

/// Lowers and lints the processes, and decides which of them run.
fn run(
    processes: &[Node<'_>],
    runs: Runs,
    declared: &Declarations<'_>,
    lines: &Lines,
    file: &mut File,
    sink: &mut Sink,
) {
    let marked = |node: &Node<'_>| xml::flag(*node, "isExecutable") == Some(true);
    let any_marked = processes.iter().any(marked);
    let drawn =
        |node: &Node<'_>| xml::bpmn_children(*node).any(|(name, _)| lower::is_flow_node(name));
    let any_drawn = processes.iter().any(drawn);
    let first = processes
        .iter()
        .find(|node| drawn(node))
        .filter(|_| runs == Runs::MarkedAndFirst);
    for node in processes {
        let executable = if any_marked {
            marked(node) || first == Some(node)
        } else {
            drawn(node) || !any_drawn
        };
        // What never runs cannot be wrong: its findings are hints.
        let mut own = Sink::default();
        let (process, lanes) = lower::process(*node, executable, runs, declared, lines, &mut own);
        if executable || drawn(node) {
            lint::process(&process, &mut own);
        }
        if executable && !drawn(node) {
            let place = lines.place(*node);
            own.report_as(Severity::Error, Code::EmptyProcess, &place, &[&process.id]);
        }
        if !executable && drawn(node) {
            sink.report(Code::ProcessSkipped, &lines.place(*node), &[&process.id]);
        }
        sink.absorb(own, executable);
        file.lanes.extend(lanes);
        file.processes.push(Arc::new(process));
    }
    if !any_marked && any_drawn {
        let place = processes.iter().find(|node| drawn(node));
        let place = place.map_or_else(Place::default, |node| lines.place(*node));
        sink.report(Code::NotExecutable, &place, &[]);
    }
}

fn declare<'a>(
    into: &mut BTreeMap<&'a str, Declaration>,
    node: Node<'a>,
    value: &str,
    correlation_key: Option<&str>,
    lines: &Lines,
) {
    let Some(id) = xml::attribute(node, "id") else {
        return;
    };
    into.entry(id).or_insert_with(|| Declaration {
        id: id.to_owned(),
        name: xml::attribute(node, "name").map(str::to_owned),
        value: xml::attribute(node, value).map(str::to_owned),
        correlation_key: correlation_key.map(str::to_owned),
        line: lines.of_node(node),
    });
}

fn collaboration(node: Node<'_>, file: &mut File, lines: &Lines, sink: &mut Sink) {
    for (name, child) in xml::bpmn_children(node) {
        let id = xml::attribute(child, "id").unwrap_or_default().to_owned();
        let shown = xml::attribute(child, "name").map(str::to_owned);
        match name {
            "participant" => file.participants.push(Participant {
                id,
                name: shown,
                process: xml::attribute(child, "processRef")
                    .map(|found| xml::unqualified(found).to_owned()),
            }),
            "messageFlow" => file.message_flows.push(MessageFlow {
                id,
                name: shown,
                source: xml::attribute(child, "sourceRef")
                    .unwrap_or_default()
                    .to_owned(),
                target: xml::attribute(child, "targetRef")
                    .unwrap_or_default()
                    .to_owned(),
            }),
            "conversation"
            | "subConversation"
            | "callConversation"
            | "conversationLink"
            | "conversationAssociation"
            | "choreographyRef" => refuse(name, child, lines, sink),
            _ => {}
        }
    }
}

fn refuse(name: &str, node: Node<'_>, lines: &Lines, sink: &mut Sink) {
    let values = [
        name,
        "Draw the work of each side as a process, and message events between them.",
        "Gambar pekerjaan tiap pihak sebagai proses, dengan kejadian pesan di antaranya.",
    ];
    sink.report(Code::RefusedElement, &lines.place(node), &values);
}

/// Every BPMN element of the file has an id of its own, or none. Only among what runs or is referred to is a second
/// use an error: tools are careless with the ids of data and other parts.
fn unique_ids(root: Node<'_>, lines: &Lines, sink: &mut Sink) {
    let mut seen: BTreeMap<&str, (u32, bool)> = BTreeMap::new();
    for node in root.descendants() {
        let Some(name) = xml::bpmn_name(node) else {
            continue;
        };
        let Some(id) = xml::attribute(node, "id") else {
            continue;
        };
        let line = lines.of_node(node);
        let vital = lower::is_flow_node(name)
            || matches!(
                name,
                "process" | "sequenceFlow" | "message" | "signal" | "error" | "escalation"
            );
        match seen.get_mut(id) {
            None => {
                seen.insert(id, (line, vital));
            }
            Some((first, first_vital)) => {
                let severity = if vital && *first_vital {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                let line_of_first = first.to_string();
                let place = Place::new(id, line);
                sink.report_as(severity, Code::DuplicateId, &place, &[id, &line_of_first]);
                *first_vital |= vital;
            }
        }
    }
}
