//! Models that know one another: a reference or a name is followed to the element it means.

use std::sync::Arc;

<<<<<<< HEAD
use super::logic::{Definitions, ItemDefinition, Reference};
=======
use super::logic::{Definitions, FunctionType, ItemDefinition, Reference};
use crate::feel::Type;

/// Most places, and longest path of imports.
const PLACES: usize = 200;
const DEPTH: usize = 12;
>>>>>>> bda1729 (Count an argument of the wrong type as null)

/// A model with the models it imports, itself first.
#[derive(Debug)]
pub(super) struct Linked {
    pub models: Vec<Arc<Definitions>>,
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
    /// The model that the element is in.
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
    /// The element that a reference in model `at` means.
    pub fn resolve(&self, at: usize, reference: &Reference) -> Option<Element> {
        let own = self.models.get(at)?;
        let place = match &reference.namespace {
            Some(namespace) if *namespace != own.namespace => self.model(namespace)?,
            _ => at,
        };
        let model = self.models.get(place)?;
        let id = &reference.id;
        if let Some(index) = model.inputs.iter().position(|element| element.id == *id) {
            return Some(Element::Input(place, index));
        }
        if let Some(index) = model.decisions.iter().position(|element| element.id == *id) {
            return Some(Element::Decision(place, index));
        }
        if let Some(index) = model.functions.iter().position(|element| element.id == *id) {
            return Some(Element::Function(place, index));
        }
        let index = model
            .services
            .iter()
            .position(|element| element.id == *id)?;
        Some(Element::Service(place, index))
    }

    fn model(&self, namespace: &str) -> Option<usize> {
        self.models
            .iter()
            .position(|model| model.namespace == namespace)
    }

    /// The name under which model `at` imports model `other`; empty when its names are used bare.
    pub fn import_name(&self, at: usize, other: usize) -> Option<&str> {
        let namespace = &self.models.get(other)?.namespace;
        let import = self
            .models
            .get(at)?
            .imports
            .iter()
            .find(|import| import.namespace == *namespace)?;
        Some(import.name.trim())
    }

    /// The item definition of a name, seen from model `at`; `import.type` leads to another model.
    pub fn item(&self, at: usize, name: &str) -> Option<(usize, &ItemDefinition)> {
        let model = self.models.get(at)?;
        if let Some(item) = model.items.iter().find(|item| item.name == name) {
            return Some((at, item));
        }
        for import in &model.imports {
            let local = if import.name.is_empty() {
                Some(name)
            } else {
                name.strip_prefix(import.name.as_str())
                    .and_then(|rest| rest.strip_prefix('.'))
            };
            if let Some(local) = local
                && let Some(other) = self.model(&import.namespace)
                && other != at
                && let Some(item) = self.models[other]
                    .items
                    .iter()
                    .find(|item| item.name == local)
            {
                return Some((other, item));
            }
        }
        None
    }
<<<<<<< HEAD
=======

    /// Parameters and result of the function type that a declared type names, if it names one.
    pub fn function_type(&self, at: usize, kind: Option<&Type>) -> Option<&FunctionType> {
        match kind? {
            Type::Named(name) => self.item(at, name)?.1.function.as_ref(),
            _ => None,
        }
    }
>>>>>>> bda1729 (Count an argument of the wrong type as null)
}
