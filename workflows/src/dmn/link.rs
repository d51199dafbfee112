//! Models that know one another: a reference or a name is followed to the element it means.
//!
//! Every path of imports is a place of its own, because the same model imported twice under two names may be given
//! different inputs (`i.amount`, `x.amount`).

use std::sync::Arc;

use super::logic::{Definitions, FunctionType, ItemDefinition, Local, Reference};
use crate::feel::Type;

/// Most places, and longest path of imports.
const PLACES: usize = 200;
const DEPTH: usize = 12;

/// A model with the models it imports, itself first.
#[derive(Debug)]
pub(super) struct Linked {
    pub models: Vec<Place>,
}

/// A model at the end of a path of imports.
#[derive(Debug)]
pub(super) struct Place {
    pub definitions: Arc<Definitions>,
    /// Names of the imports that lead here, each followed by a point; empty for the model itself.
    pub path: String,
    /// The place that each import leads to, if its model is there.
    imports: Vec<Option<usize>>,
}

impl std::ops::Deref for Place {
    type Target = Definitions;
    fn deref(&self) -> &Definitions {
        &self.definitions
    }
}

/// An element of one of the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Element {
    Input(usize, usize),
    Decision(usize, usize),
    Function(usize, usize),
    Service(usize, usize),
}

impl Element {
    /// The place that the element is in.
    pub fn model(self) -> usize {
        match self {
            Self::Input(at, _)
            | Self::Decision(at, _)
            | Self::Function(at, _)
            | Self::Service(at, _) => at,
        }
    }
}

impl Linked {
    /// Lays out the paths of imports from the first of these models.
    pub fn new(main: Arc<Definitions>, others: &[Arc<Definitions>]) -> Self {
        let mut linked = Self { models: Vec::new() };
        linked.lay(main, String::new(), others, 0);
        linked
    }

    fn lay(
        &mut self,
        definitions: Arc<Definitions>,
        path: String,
        others: &[Arc<Definitions>],
        depth: usize,
    ) -> usize {
        let at = self.models.len();
        self.models.push(Place {
            definitions: definitions.clone(),
            path: path.clone(),
            imports: Vec::new(),
        });
        let mut imports = Vec::with_capacity(definitions.imports.len());
        for import in &definitions.imports {
            let model = others
                .iter()
                .find(|other| other.namespace == import.namespace);
            let name = import.name.trim();
            let path = if name.is_empty() {
                path.clone()
            } else {
                format!("{path}{name}.")
            };
            imports.push(match model {
                Some(model) if depth < DEPTH && self.models.len() < PLACES => {
                    Some(self.lay(model.clone(), path, others, depth + 1))
                }
                _ => None,
            });
        }
        self.models[at].imports = imports;
        at
    }

    /// The place that model `at` imports under a namespace.
    fn imported(&self, at: usize, namespace: &str) -> Option<usize> {
        let place = self.models.get(at)?;
        let index = place
            .definitions
            .imports
            .iter()
            .position(|import| import.namespace == namespace)?;
        place.imports.get(index).copied().flatten()
    }

    /// The element that a reference in model `at` means.
    pub fn resolve(&self, at: usize, reference: &Reference) -> Option<Element> {
        let own = self.models.get(at)?;
        match &reference.namespace {
            Some(namespace) if *namespace != own.namespace => {
                let place = self.imported(at, namespace)?;
                self.element(place, &reference.id)
            }
            _ => self
                .element(at, &reference.id)
                .or_else(|| self.merged(at, &reference.id)),
        }
    }

    /// An element of the imports without a name: those are as if written in the model itself (DMN 1.5, 6.3.3).
    fn merged(&self, at: usize, id: &str) -> Option<Element> {
        let place = self.models.get(at)?;
        let imports = place.definitions.imports.iter().zip(&place.imports);
        imports
            .filter(|(import, _)| import.name.trim().is_empty())
            .filter_map(|(_, place)| *place)
            .find_map(|place| self.element(place, id).or_else(|| self.merged(place, id)))
    }

    fn element(&self, place: usize, id: &str) -> Option<Element> {
        Some(match *self.models.get(place)?.ids.get(id)? {
            Local::Input(index) => Element::Input(place, index),
            Local::Decision(index) => Element::Decision(place, index),
            Local::Function(index) => Element::Function(place, index),
            Local::Service(index) => Element::Service(place, index),
        })
    }

    /// The name under which model `at` imports the model at `other`; empty when its names are used bare.
    pub fn import_name(&self, at: usize, other: usize) -> Option<&str> {
        let place = self.models.get(at)?;
        let index = place
            .imports
            .iter()
            .position(|import| *import == Some(other))?;
        Some(place.definitions.imports.get(index)?.name.trim())
    }

    /// The item definition of a name, seen from model `at`; `import.type` leads to another model.
    pub fn item(&self, at: usize, name: &str) -> Option<(usize, &ItemDefinition)> {
        let model = self.models.get(at)?;
        let own = model.definitions.item_names.get(name);
        if let Some(item) = own.and_then(|index| model.definitions.items.get(*index)) {
            return Some((at, item));
        }
        for (import, place) in model.definitions.imports.iter().zip(&model.imports) {
            let Some(place) = *place else { continue };
            let local = match import.name.trim() {
                "" => Some(name),
                import => name
                    .strip_prefix(import)
                    .and_then(|rest| rest.strip_prefix('.')),
            };
            if let Some(found) = local.and_then(|local| self.item(place, local)) {
                return Some(found);
            }
        }
        // DMN 1.1 refers to the types of an import by a prefix, of which the local name is left
        if !name.contains('.') {
            let named = model.definitions.imports.iter().zip(&model.imports);
            for (import, place) in named {
                if let (false, Some(place)) = (import.name.trim().is_empty(), place)
                    && let Some(found) = self.item(*place, name)
                {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Parameters and result of the function type that a declared type names, if it names one.
    pub fn function_type(&self, at: usize, kind: Option<&Type>) -> Option<&FunctionType> {
        match kind? {
            Type::Named(name) => self.item(at, name)?.1.function.as_ref(),
            _ => None,
        }
    }
}
