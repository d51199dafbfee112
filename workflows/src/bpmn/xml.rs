//! A thin view on the XML tree: namespaces by meaning instead of by prefix, and lines for every node.

use super::diagnostic::Place;
use super::source::Lines;

/// An XML node.
pub(super) type Node<'a> = roxmltree::Node<'a, 'a>;

/// Namespace of BPMN 2.0 models.
pub(super) const BPMN: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// Namespaces of drafts, still written by some tools.
pub(super) const BPMN_DRAFTS: &[&str] = &[
    "http://schema.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/spec/BPMN/20100501/MODEL",
    "http://www.omg.org/spec/BPMN/2.0",
    "http://www.omg.org/bpmn20",
];
/// Namespace of the executable extensions (DIALECT, first paragraph).
pub(super) const ZEEBE: &str = "http://camunda.org/schema/zeebe/1.0";
/// Namespaces of the older family of engines whose attributes are translated.
pub(super) const FOREIGN: &[&str] = &[
    "http://camunda.org/schema/1.0/bpmn",
    "http://www.camunda.org/schema/1.0/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://www.activiti.org/bpmn",
    "http://flowable.org/bpmn",
];

/// Whose vocabulary a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    Bpmn,
    Zeebe,
    Foreign,
    Other,
}

pub(super) fn vocabulary(namespace: Option<&str>) -> Vocabulary {
    match namespace {
        Some(BPMN) => Vocabulary::Bpmn,
        Some(ZEEBE) => Vocabulary::Zeebe,
        Some(other) if FOREIGN.contains(&other) => Vocabulary::Foreign,
        Some(other) if BPMN_DRAFTS.contains(&other) => Vocabulary::Bpmn,
        _ => Vocabulary::Other,
    }
}

/// The local name when `node` is a BPMN element.
pub(super) fn bpmn_name<'a>(node: Node<'a>) -> Option<&'a str> {
    (node.is_element() && vocabulary(node.tag_name().namespace()) == Vocabulary::Bpmn)
        .then(|| node.tag_name().name())
}

/// The BPMN child elements with their local names.
pub(super) fn bpmn_children<'a>(node: Node<'a>) -> impl Iterator<Item = (&'a str, Node<'a>)> {
    node.children()
        .filter_map(|child| bpmn_name(child).map(|name| (name, child)))
}

/// The first BPMN child of that name.
pub(super) fn bpmn_child<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    bpmn_children(node).find_map(|(found, child)| (found == name).then_some(child))
}

/// The extension elements of `node`.
pub(super) fn extensions<'a>(node: Node<'a>) -> impl Iterator<Item = Node<'a>> {
    bpmn_children(node)
        .filter(|(name, _)| *name == "extensionElements")
        .flat_map(|(_, holder)| holder.children().filter(|child| child.is_element()))
}

/// The first `zeebe:` extension of that name.
pub(super) fn zeebe<'a>(node: Node<'a>, name: &str) -> Option<Node<'a>> {
    extensions(node).find(|child| child.has_tag_name((ZEEBE, name)))
}

/// The children of an extension that bear that name in the same vocabulary.
pub(super) fn inner<'a>(node: Node<'a>, name: &'a str) -> impl Iterator<Item = Node<'a>> {
    let namespace = node.tag_name().namespace();
    node.children().filter(move |child| {
        child.is_element()
            && child.tag_name().name() == name
            && child.tag_name().namespace() == namespace
    })
}

/// An attribute without namespace (or, as some tools write it, with that of BPMN), trimmed, unless empty.
pub(super) fn attribute<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|found| {
            found.name() == name
                && (found.namespace().is_none()
                    || vocabulary(found.namespace()) == Vocabulary::Bpmn)
        })
        .map(|found| found.value().trim())
        .filter(|value| !value.is_empty())
}

/// An attribute of the older engines' namespaces, trimmed, unless empty.
pub(super) fn foreign<'a>(node: Node<'a>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|found| found.name() == name && vocabulary(found.namespace()) == Vocabulary::Foreign)
        .map(|found| found.value().trim())
        .filter(|value| !value.is_empty())
}

/// A boolean attribute of XML Schema: `true`, `1`, `false`, `0`.
pub(super) fn flag(node: Node<'_>, name: &str) -> Option<bool> {
    match attribute(node, name)? {
        "true" | "1" | "TRUE" | "True" => Some(true),
        "false" | "0" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// All text directly inside, trimmed; CDATA and comments do not cut it.
pub(super) fn text(node: Node<'_>) -> String {
    let mut text = String::new();
    for part in node.children().filter(|child| child.is_text()) {
        text.push_str(part.text().unwrap_or_default());
    }
    text.trim().to_owned()
}

/// Text of a child element, unless empty.
pub(super) fn child_text(node: Node<'_>, name: &str) -> Option<String> {
    bpmn_child(node, name)
        .map(text)
        .filter(|text| !text.is_empty())
}

/// A reference without the prefix that a qualified name may bear.
pub(super) fn unqualified(reference: &str) -> &str {
    reference
        .rsplit_once(':')
        .map_or(reference, |(_, local)| local)
}

impl Lines {
    /// The line on which the node begins.
    pub(super) fn of_node(&self, node: Node<'_>) -> u32 {
        self.at(node.range().start)
    }

    /// Where the node is, as its own element.
    pub(super) fn place(&self, node: Node<'_>) -> Place {
        Place {
            element: attribute(node, "id").map(str::to_owned),
            line: Some(self.of_node(node)),
        }
    }

    /// Inside the element `id`, at `node`.
    pub(super) fn place_in(&self, id: &str, node: Node<'_>) -> Place {
        Place::new(id, self.of_node(node))
    }
}
