//! The names that expressions of a form find, in rows of lists too.

use std::sync::Arc;

use crate::feel::{Context, Value, Variables};

/// The row of a list an expression stands in.
#[derive(Clone)]
pub(super) struct Row {
    this: Option<Value>,
    parent: Option<Value>,
    indexes: Vec<Value>,
}

impl Row {
    pub fn root() -> Row {
        Row {
            this: None,
            parent: None,
            indexes: Vec::new(),
        }
    }

    pub fn inner(&self, item: Value, index: usize) -> Row {
        let mut indexes = self.indexes.clone();
        indexes.push(Value::from(index + 1));
        Row {
            this: Some(item),
            parent: self.this.clone(),
            indexes,
        }
    }
}

/// The names an expression finds: `_this_` and its like first, then the data, then plain `this`.
pub(super) struct Names<'a> {
    pub data: &'a Context,
    pub row: &'a Row,
}

impl Names<'_> {
    fn special(&self, name: &str) -> Option<Value> {
        let whole = || Value::Context(Arc::new(self.data.clone()));
        match name {
            "this" => Some(self.row.this.clone().unwrap_or_else(whole)),
            "parent" if self.row.indexes.is_empty() => Some(Value::Null),
            "parent" => Some(self.row.parent.clone().unwrap_or_else(whole)),
            "i" => Some(self.row.indexes.clone().into()),
            _ => None,
        }
    }
}

impl Variables for Names<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        let underscored = name
            .strip_prefix('_')
            .and_then(|rest| rest.strip_suffix('_'));
        underscored
            .and_then(|inner| self.special(inner))
            .or_else(|| self.data.get(name).cloned())
            .or_else(|| self.special(name))
    }

    fn names(&self) -> Vec<String> {
        let special = ["this", "parent", "i", "_this_", "_parent_", "_i_"];
        self.data
            .keys()
            .map(ToString::to_string)
            .chain(special.map(String::from))
            .collect()
    }
}
