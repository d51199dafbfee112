//! What can be seen to be wrong once a whole file is read: references and types that lead nowhere, circles.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::diagnostic::Severity;
use super::super::logic::{Definitions, Reference};
use super::{Reader, attribute, children, named_type, text};
use crate::feel::Type;

impl Reader {
    /// Names the references that lead nowhere.
    pub(super) fn check_references(&mut self, definitions: &Definitions) {
        // an import without a name may bring what a bare reference means
        let open = definitions
            .imports
            .iter()
            .any(|import| import.name.trim().is_empty());
        let known = |reference: &Reference| {
            open || reference
                .namespace
                .as_ref()
                .is_some_and(|namespace| *namespace != definitions.namespace)
                || definitions.ids.contains_key(&reference.id)
        };
        let mut missing = Vec::new();
        for decision in &definitions.decisions {
            for reference in decision
                .requires
                .iter()
                .chain(&decision.knows)
                .filter(|reference| !known(reference))
            {
                missing.push((decision.id.clone(), reference.id.clone()));
            }
        }
        for service in &definitions.services {
            let all = service
                .outputs
                .iter()
                .chain(&service.input_decisions)
                .chain(&service.input_data);
            for reference in all.filter(|reference| !known(reference)) {
                missing.push((service.id.clone(), reference.id.clone()));
            }
        }
        for (element, id) in missing {
            self.element = Some(element);
            let message = format!("no element has the id '{id}' that is required here");
            self.note(
                Severity::Warning,
                "DMN_REFERENCE",
                &message,
                "Elemen yang dirujuk tidak ada.",
                "remove the requirement or add the element",
            );
        }
    }

    /// Names the types that nobody defines; values pass them unchecked.
    pub(super) fn check_types(&mut self, root: Node<'_, '_>, definitions: &Definitions) {
        let imported = |name: &str| {
            definitions.imports.iter().any(|import| {
                let prefix = import.name.trim();
                prefix.is_empty()
                    || name
                        .strip_prefix(prefix)
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        };
        for node in root.descendants().filter(Node::is_element) {
            let named = match node.attribute("typeRef") {
                Some(name) => name.to_owned(),
                None if node.tag_name().name() == "typeRef" => text(node),
                None => continue,
            };
            let Some(Type::Named(local)) = named_type(&named) else {
                continue;
            };
            if definitions.item_names.contains_key(&*local) || imported(&local) {
                continue;
            }
            self.at(node);
            self.note(
                Severity::Warning,
                "DMN_TYPE",
                &format!(
                    "no item definition is named '{local}'; values are not checked against it"
                ),
                "Jenis data yang dirujuk tidak didefinisikan; nilainya tidak diperiksa.",
                "define the type, or choose another",
            );
        }
    }

    /// Names the decisions that require themselves through others.
    pub(super) fn check_cycles(&mut self, root: Node<'_, '_>, definitions: &Definitions) {
        let places: BTreeMap<&str, usize> = definitions
            .decisions
            .iter()
            .enumerate()
            .map(|(index, decision)| (decision.id.as_str(), index))
            .collect();
        let requires: Vec<Vec<usize>> = definitions
            .decisions
            .iter()
            .map(|decision| {
                decision
                    .requires
                    .iter()
                    .filter(|reference| {
                        reference
                            .namespace
                            .as_ref()
                            .is_none_or(|namespace| *namespace == definitions.namespace)
                    })
                    .filter_map(|reference| places.get(reference.id.as_str()).copied())
                    .collect()
            })
            .collect();
        let circular = circular(&requires);
        if circular.is_empty() {
            return;
        }
        let nodes: Vec<Node<'_, '_>> = children(root, "decision").collect();
        for index in circular {
            let (Some(node), Some(decision)) = (nodes.get(index), definitions.decisions.get(index))
            else {
                continue;
            };
            self.at(*node);
            self.element = Some(attribute(*node, "id"));
            self.say(
                "DMN_CYCLE",
                &format!(
                    "the requirements of the decision '{}' run in a circle",
                    decision.name
                ),
                "Keputusan ini bergantung pada dirinya sendiri.",
                "remove one of the requirements of the circle",
            );
        }
    }
}

/// The places that can be reached from themselves: those that remain when what requires nothing open is taken away, from
/// both ends.
fn circular(requires: &[Vec<usize>]) -> Vec<usize> {
    let mut required_by = vec![Vec::new(); requires.len()];
    for (from, targets) in requires.iter().enumerate() {
        for to in targets {
            required_by[*to].push(from);
        }
    }
    let within = peeled(requires, &required_by);
    let without = peeled(&required_by, requires);
    (0..requires.len())
        .filter(|place| within[*place] && without[*place])
        .collect()
}

/// Which places are left when those without an edge onwards are taken away again and again.
fn peeled(onward: &[Vec<usize>], back: &[Vec<usize>]) -> Vec<bool> {
    let mut open: Vec<usize> = onward.iter().map(Vec::len).collect();
    let mut left = vec![true; onward.len()];
    let mut ends: Vec<usize> = (0..onward.len())
        .filter(|place| open[*place] == 0)
        .collect();
    while let Some(end) = ends.pop() {
        left[end] = false;
        for place in &back[end] {
            open[*place] -= 1;
            if open[*place] == 0 {
                ends.push(*place);
            }
        }
    }
    left
}
