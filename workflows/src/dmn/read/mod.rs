//! DMN XML into [`Definitions`]. Versions 1.1 to 1.5 differ in namespace, not in the names read here.

mod boxed;
mod check;
mod table;

use std::sync::Arc;

use roxmltree::{Document, Node, ParsingOptions};

use super::diagnostic::{Diagnostic, Severity};
use super::logic::{
    BusinessKnowledge, Decision, DecisionService, Definitions, FunctionLogic, Import, InputData,
    ItemDefinition, Reference,
};
use crate::feel::parser::{self, KnownNames};
use crate::feel::{Expression, SyntaxError, Type};

/// Largest file, in bytes.
const BYTES: usize = 8_000_000;
/// Most XML nodes of a file.
const NODES: u32 = 400_000;
/// Deepest nesting of boxed expressions and of types.
const NESTING: u32 = 40;
/// Most diagnostics kept.
const DIAGNOSTICS: usize = 200;

/// Elements whose `name` an expression may use.
const NAMING: [&str; 10] = [
    "variable",
    "inputData",
    "decision",
    "businessKnowledgeModel",
    "decisionService",
    "itemComponent",
    "formalParameter",
    "column",
    "informationItem",
    "import",
];

pub(super) struct Reader {
    names: KnownNames,
    diagnostics: Vec<Diagnostic>,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    /// The byte that is being read.
    at: usize,
    element: Option<String>,
}

/// Reads a file; `also_known` are names that other models bring.
pub(super) fn read(xml: &str, also_known: &[String]) -> (Option<Definitions>, Vec<Diagnostic>) {
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let mut reader = Reader {
        names: KnownNames::default(),
        diagnostics: Vec::new(),
        lines: Vec::new(),
        at: 0,
        element: None,
    };
    reader.names.add_built_in();
    if xml.len() > BYTES {
        reader.say(
            "DMN_SIZE",
            "the file is larger than 8 MB",
            "Berkas lebih besar dari 8 MB.",
            "split the model",
        );
        return (None, reader.diagnostics);
    }
    let newlines = xml.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    reader.lines.extend(newlines.map(|(at, _)| at + 1));
    if nested_too_deeply(xml) {
        reader.say(
            "DMN_XML",
            "the elements are nested too deeply",
            "Elemen bersarang terlalu dalam.",
            "flatten the model",
        );
        return (None, reader.diagnostics);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(xml, options) {
        Ok(document) => document,
        Err(error) => {
            let row = error.pos().row.max(1) as usize;
            reader.at = row.checked_sub(2).map_or(0, |before| {
                reader.lines.get(before).copied().unwrap_or(xml.len())
            });
            let message = format!("the file is not well-formed XML: {error}");
            reader.say(
                "DMN_XML",
                &message,
                "Berkas bukan XML yang benar.",
                "export the model again from its editor",
            );
            return (None, reader.diagnostics);
        }
    };
    let root = document.root_element();
    let namespace = root.tag_name().namespace().unwrap_or_default();
    // some editors write elements in the model's own namespace and only declare DMN's
    let declares_dmn = || {
        !namespace.contains("BPMN")
            && root
                .namespaces()
                .any(|declared| declared.uri().contains("/spec/DMN/"))
    };
    if root.tag_name().name() != "definitions"
        || !(namespace.contains("DMN") || namespace.contains("dmn") || declares_dmn())
    {
        reader.say(
            "DMN_ROOT",
            "the file is not a DMN model: its root must be 'definitions' in a DMN namespace",
            "Berkas ini bukan model DMN.",
            "upload a DMN 1.1 to 1.5 file",
        );
        return (None, reader.diagnostics);
    }
    for name in also_known {
        reader.names.add(name);
    }
    for name in names(&document) {
        reader.names.add(&name);
    }
    let definitions = reader.definitions(root);
    (Some(definitions), reader.diagnostics)
}

/// The names that a file declares.
pub(super) fn declared_names(xml: &str) -> Vec<String> {
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options)
        .map(|document| names(&document))
        .unwrap_or_default()
}

fn names(document: &Document<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let local = node.tag_name().name();
        // a parameter such as `Person.Name` would elsewhere hide the path of the same look
        let dotted = |name: &str| local == "formalParameter" && name.contains('.');
        if NAMING.contains(&local)
            && let Some(name) = node.attribute("name")
            && !dotted(name)
        {
            found.push(name.to_owned());
        }
        if matches!(local, "for" | "some" | "every")
            && let Some(name) = node.attribute("iteratorVariable")
        {
            found.push(name.to_owned());
        }
        if local == "output"
            && let Some(name) = node.attribute("name")
        {
            found.push(name.to_owned());
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whether tags open inside tags beyond what a model can need; the XML parser itself would follow them.
fn nested_too_deeply(xml: &str) -> bool {
    let mut depth = 0i64;
    let bytes = xml.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, bytes.get(at + 1)) {
            (b'<', Some(b'/')) => depth -= 1,
            (b'<', Some(next)) if !matches!(next, b'!' | b'?') => depth += 1,
            (b'/', Some(b'>')) => depth -= 1,
            _ => {}
        }
        if depth > 500 {
            return true;
        }
    }
    false
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.is_element() && child.tag_name().name() == name)
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children()
        .filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_default().trim().to_owned()
}

/// The name with single spaces, as FEEL compares names.
pub(super) fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name under which the logic speaks of an element: that of its variable, or its own.
fn variable_name(node: Node<'_, '_>, variable: Option<Node<'_, '_>>) -> String {
    let own = || node.attribute("name").unwrap_or_default();
    spaced(
        variable
            .and_then(|v| v.attribute("name"))
            .unwrap_or_else(own),
    )
}

/// The text of a node, or of its `text` child.
fn text(node: Node<'_, '_>) -> String {
    let source = child(node, "text").unwrap_or(node);
    source
        .children()
        .filter(Node::is_text)
        .filter_map(|part| part.text())
        .collect()
}

fn kind(node: Node<'_, '_>) -> Option<Type> {
    let name = node.attribute("typeRef").map(str::to_owned).or_else(|| {
        let child = child(node, "typeRef")?;
        Some(text(child))
    })?;
    named_type(&name)
}

fn named_type(name: &str) -> Option<Type> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    Type::built_in(name)
        .filter(|kind| *kind != Type::Any)
        .map(Some)
        .unwrap_or_else(|| {
            if Type::built_in(name).is_some() {
                return None;
            }
            // DMN 1.1 wrote types as qualified XML names
            let local = name.strip_prefix("feel:").unwrap_or(name);
            let local = local.split_once(':').map_or(local, |(_, local)| local);
            Type::built_in(local)
                .filter(|kind| *kind != Type::Any)
                .or_else(|| Some(Type::Named(local.into())))
        })
}

fn reference(node: Node<'_, '_>) -> Reference {
    let href = attribute(node, "href");
    match href.rsplit_once('#') {
        Some((namespace, id)) if !namespace.is_empty() => Reference {
            namespace: Some(namespace.to_owned()),
            id: id.to_owned(),
        },
        Some((_, id)) => Reference {
            namespace: None,
            id: id.to_owned(),
        },
        None => Reference {
            namespace: None,
            id: href,
        },
    }
}

fn references(node: Node<'_, '_>, name: &'static str) -> Vec<Reference> {
    children(node, name).map(reference).collect()
}

impl Reader {
    fn at(&mut self, node: Node<'_, '_>) {
        self.at = node.range().start;
        if let Some(element) = node.attribute("id").or_else(|| node.attribute("name")) {
            self.element = Some(element.to_owned());
        }
    }

    /// The line that is being read, from 1.
    fn line(&self) -> u32 {
        1 + self.lines.partition_point(|start| *start <= self.at) as u32
    }

    fn note(
        &mut self,
        severity: Severity,
        code: &'static str,
        message: &str,
        message_id: &str,
        remedy: &str,
    ) {
        if self.diagnostics.len() < DIAGNOSTICS {
            self.diagnostics.push(Diagnostic {
                severity,
                code,
                element: self.element.clone(),
                line: self.line(),
                message: message.to_owned(),
                message_id: message_id.to_owned(),
                remedy: remedy.to_owned(),
            });
        }
    }

    fn say(&mut self, code: &'static str, message: &str, message_id: &str, remedy: &str) {
        self.note(Severity::Error, code, message, message_id, remedy);
    }

    fn definitions(&mut self, root: Node<'_, '_>) -> Definitions {
        let exporter = attribute(root, "exporter");
        let platform = root
            .attributes()
            .any(|attribute| attribute.name() == "executionPlatform");
        let mut definitions = Definitions {
            id: attribute(root, "id"),
            name: attribute(root, "name"),
            namespace: attribute(root, "namespace"),
            ..Definitions::default()
        };
        for node in root.children().filter(Node::is_element) {
            self.at(node);
            match node.tag_name().name() {
                "import" => {
                    let kind = attribute(node, "importType").to_lowercase();
                    definitions.imports.push(Import {
                        name: spaced(&attribute(node, "name")),
                        namespace: attribute(node, "namespace"),
                        dmn: kind.is_empty() || kind.contains("dmn"),
                        line: self.line(),
                    });
                }
                "itemDefinition" => {
                    let item = self.item(node, 0);
                    definitions.items.push(item);
                }
                "inputData" => {
                    let variable = child(node, "variable");
                    let name = variable_name(node, variable);
                    definitions.inputs.push(InputData {
                        id: attribute(node, "id"),
                        title: attribute(node, "name"),
                        name: name.into(),
                        kind: variable.and_then(kind),
                    });
                }
                "decision" => {
                    let decision = self.decision(node);
                    definitions.decisions.push(decision);
                }
                "businessKnowledgeModel" => {
                    let knowledge = self.knowledge(node);
                    definitions.functions.push(knowledge);
                }
                "decisionService" => {
                    let variable = child(node, "variable");
                    let name = variable_name(node, variable);
                    definitions.services.push(DecisionService {
                        id: attribute(node, "id"),
                        name: name.into(),
                        kind: variable.and_then(kind),
                        outputs: references(node, "outputDecision"),
                        input_decisions: references(node, "inputDecision"),
                        input_data: references(node, "inputData"),
                    });
                }
                _ => {}
            }
        }
        definitions.open_inputs =
            platform || exporter.contains("Camunda") || definitions.inputs.is_empty();
        definitions.index();
        self.check_references(&definitions);
        self.check_types(root, &definitions);
        self.check_cycles(root, &definitions);
        definitions
    }

    fn feel(&mut self, node: Node<'_, '_>) -> Option<Expression> {
        let source = text(node);
        if source.trim().is_empty() {
            return None;
        }
        self.source(node, &source, parser::expression)
    }

    fn tests(&mut self, node: Node<'_, '_>) -> Option<Expression> {
        let source = text(node);
        let source = if source.trim().is_empty() {
            "-"
        } else {
            &source
        };
        self.source(node, source, parser::unary_tests)
    }

    fn source(
        &mut self,
        node: Node<'_, '_>,
        source: &str,
        parse: fn(&str, KnownNames) -> Result<crate::feel::syntax::Node, SyntaxError>,
    ) -> Option<Expression> {
        match Expression::parse_known(source, self.names.clone(), parse) {
            Ok(expression) => Some(expression),
            Err(error) => {
                let (at, element) = (self.at, self.element.clone());
                self.at(node);
                let shown: String = source.trim().chars().take(80).collect();
                let message = format!("'{shown}': {} (byte {})", error.message, error.span.start);
                self.say(
                    error.code,
                    &message,
                    error.message_id(),
                    "correct the expression",
                );
                (self.at, self.element) = (at, element);
                None
            }
        }
    }

    fn item(&mut self, node: Node<'_, '_>, depth: u32) -> ItemDefinition {
        let components = if depth > NESTING {
            Vec::new()
        } else {
            children(node, "itemComponent")
                .map(|component| self.item(component, depth + 1))
                .collect()
        };
        let function = child(node, "functionItem").map(|function| {
            let any = |name: Option<&str>| name.and_then(named_type).unwrap_or(Type::Any);
            let parameters = children(function, "parameters").map(|parameter| {
                (
                    Arc::from(attribute(parameter, "name")),
                    any(parameter.attribute("typeRef")),
                )
            });
            (
                parameters.collect(),
                any(function.attribute("outputTypeRef")),
            )
        });
        ItemDefinition {
            name: attribute(node, "name"),
            base: kind(node),
            components,
            collection: attribute(node, "isCollection") == "true",
            allowed: child(node, "allowedValues").and_then(|allowed| self.tests(allowed)),
            constraint: child(node, "typeConstraint").and_then(|allowed| self.tests(allowed)),
            function,
        }
    }

    fn decision(&mut self, node: Node<'_, '_>) -> Decision {
        let variable = child(node, "variable");
        let name = attribute(node, "name");
        let variable_name = variable_name(node, variable);
        let requires = children(node, "informationRequirement")
            .flat_map(|requirement| requirement.children().filter(Node::is_element))
            .filter(|required| {
                matches!(
                    required.tag_name().name(),
                    "requiredDecision" | "requiredInput"
                )
            })
            .map(reference)
            .collect();
        let logic = self.expression_child(node, 0);
        Decision {
            id: attribute(node, "id"),
            name,
            variable: variable_name.into(),
            kind: variable.and_then(kind),
            requires,
            knows: knowledge_requirements(node),
            logic,
        }
    }

    fn knowledge(&mut self, node: Node<'_, '_>) -> BusinessKnowledge {
        let variable = child(node, "variable");
        let name = variable_name(node, variable);
        let logic = child(node, "encapsulatedLogic").map(|logic| Arc::new(self.function(logic, 0)));
        BusinessKnowledge {
            id: attribute(node, "id"),
            name: name.into(),
            kind: variable.and_then(kind),
            knows: knowledge_requirements(node),
            logic,
        }
    }

    fn function(&mut self, node: Node<'_, '_>, depth: u32) -> FunctionLogic {
        let parameters = children(node, "formalParameter")
            .map(|parameter| {
                let name = spaced(&attribute(parameter, "name"));
                (Arc::from(name), kind(parameter))
            })
            .collect();
        let outside = self.names.clone();
        for parameter in children(node, "formalParameter") {
            self.names.add(&attribute(parameter, "name"));
        }
        let foreign = matches!(node.attribute("kind"), Some(kind) if kind != "FEEL");
        if foreign {
            self.at(node);
            self.note(
                Severity::Warning,
                "DMN_EXTERNAL",
                "functions in Java or PMML are not run; they yield null",
                "Fungsi Java atau PMML tidak dijalankan dan menghasilkan null.",
                "write the function in FEEL",
            );
        }
        let body = if foreign {
            None
        } else {
            self.expression_child(node, depth + 1)
        };
        self.names = outside;
        FunctionLogic {
            parameters,
            body,
            result: kind(node),
        }
    }
}

fn knowledge_requirements(node: Node<'_, '_>) -> Vec<Reference> {
    children(node, "knowledgeRequirement")
        .filter_map(|k| child(k, "requiredKnowledge"))
        .map(reference)
        .collect()
}
