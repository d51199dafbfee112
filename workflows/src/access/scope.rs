//! What a person may see, as a value that SQL can express.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

use super::reach::{Reach, reach};
use super::{Action, Actor, Subject, regency_path};

/// Visibility for one kind of read. A row is visible when any of the conditions holds; the schema crate writes the
/// same four conditions in SQL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// No row is hidden.
    pub everything: bool,
    /// `org_path` begins with one of these; each ends with `/`. Sorted, none within another.
    pub org_prefixes: Vec<String>,
    /// A candidate or the assignee is one of these. Sorted.
    pub principals: Vec<String>,
    /// The claimer or a person concerned is this one.
    pub person: Option<PersonId>,
}

impl Scope {
    /// Whether the object is visible.
    pub fn sees(&self, subject: &Subject) -> bool {
        let is_mine = |key: &String| self.principals.binary_search(key).is_ok();
        self.everything
            || self
                .org_prefixes
                .iter()
                .any(|prefix| subject.org_path.starts_with(prefix.as_str()))
            || subject.candidates.iter().any(is_mine)
            || subject.assignee.as_ref().is_some_and(is_mine)
            || self.person.is_some_and(|person| {
                subject.claimed_by == Some(person) || subject.persons.contains(&person)
            })
    }
}

/// What the actor may see of the kind of thing that `action` reads. For a write it is what the write can be aimed at.
pub fn scope(actor: &Actor, action: Action) -> Scope {
    let action = action.seen_through();
    // The register and the definitions are no secret among those who work here.
    let public = matches!(action, Action::OrganisationRead | Action::DefinitionRead);
    if actor.system || public {
        return Scope {
            everything: true,
            ..Scope::default()
        };
    }
    let mut scope = Scope::default();
    let mut prefixes = BTreeSet::new();
    for grant in actor.positions.iter().flat_map(|held| &held.roles) {
        match reach(grant.role, action) {
            Reach::No => {}
            Reach::Organisation => _ = prefixes.insert(grant.path.as_str()),
            Reach::Regency => _ = prefixes.insert(regency_path(&grant.path)),
            Reach::Everything => scope.everything = true,
        }
    }
    for prefix in prefixes {
        // Sorted, so whatever contains a prefix comes before it.
        if !scope
            .org_prefixes
            .iter()
            .any(|wider| prefix.starts_with(wider.as_str()))
        {
            scope.org_prefixes.push(prefix.to_owned());
        }
    }
    let addressed = matches!(
        action,
        Action::TaskRead | Action::InstanceRead | Action::DocumentRead | Action::EvidenceRead
    );
    if addressed {
        scope.principals = actor.principals();
    }
    // Everybody reads their own record, the trail of their own data and the mails sent to them.
    let personal = matches!(
        action,
        Action::PersonRead | Action::AccessLogRead | Action::MailRead
    );
    if addressed || personal {
        scope.person = actor.person;
    }
    scope
}
