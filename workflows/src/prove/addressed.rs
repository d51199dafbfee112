//! Whom a user task is addressed to, as far as the model says it: literals, and texts inside expressions that look like
//! addresses.

use std::collections::BTreeSet;

use crate::access::{Principal, Role};
use crate::feel::Expression;
use crate::feel::syntax::{Form, Node};
use crate::feel::value::Value;
use crate::model::{Text, UserTask};

/// Whom a task is addressed to.
#[derive(Debug, Default)]
pub(super) struct Addressed {
    /// Addresses that stand in the model.
    pub principals: Vec<Principal>,
    /// Roles of which the data only say in which body of the region.
    pub somewhere: BTreeSet<Role>,
    /// Some address comes from the data alone.
    pub by_data: bool,
}

impl Addressed {
    pub(super) fn stands_in_model(&self) -> bool {
        !self.principals.is_empty() || !self.somewhere.is_empty()
    }
}

/// Reads the addresses of a task as far as they stand in the model.
pub(super) fn addressed(task: &UserTask) -> Addressed {
    let mut found = Addressed::default();
    for text in [
        &task.assignee,
        &task.candidate_users,
        &task.candidate_groups,
    ]
    .into_iter()
    .flatten()
    {
        match text {
            Text::Literal(literal) => {
                for part in literal.split(',').filter(|part| !part.trim().is_empty()) {
                    found.take(part);
                }
            }
            Text::Feel(expression) => found.read(expression),
        }
    }
    found
}

impl Addressed {
    fn take(&mut self, text: &str) {
        match Principal::parse(text) {
            Ok(Principal::Person(_)) | Err(_) => self.by_data = true,
            Ok(principal) => self.principals.push(principal),
        }
    }

    /// Texts in an expression that look like addresses.
    fn read(&mut self, expression: &Expression) {
        let constant = expression.reads().is_empty() && expression.may_read().is_empty();
        self.by_data |= !constant;
        let mut texts = Vec::new();
        literals(expression.root(), &mut texts);
        for text in texts {
            match text.strip_suffix('@').map(str::parse) {
                Some(Ok(role)) => _ = self.somewhere.insert(role),
                _ if constant || text.starts_with("role:") || text.contains('@') => {
                    self.take(&text)
                }
                _ => {}
            }
        }
        // "OPD_HEAD@" + agency: the data choose the body, the model names the role.
        if !self.somewhere.is_empty() && self.principals.is_empty() {
            self.by_data = false;
        }
    }
}

fn literals(node: &Node, found: &mut Vec<String>) {
    if let Form::Literal(Value::String(text)) = &node.form {
        found.push(text.trim().to_owned());
    }
    node.children(&mut |child| literals(child, found));
}
