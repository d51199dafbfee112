//! What is acted on: the facts of one task, case, document or register entry, gathered before the question is asked.

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

use super::{Mandate, Mode, Verdict};

/// Facts of the object of an action. What does not apply stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Path of the organisation that owns it, `/id/64/64.02/`.
    pub org_path: String,
    /// Canonical principals it is addressed to. For a case: those of all its tasks; for a definition: who may start.
    #[serde(default)]
    pub candidates: Vec<String>,
    /// Principal it is assigned to; then the other candidates see it but do not act.
    #[serde(default)]
    pub assignee: Option<String>,
    /// Who has claimed it.
    #[serde(default)]
    pub claimed_by: Option<PersonId>,
    /// Persons it concerns who see it without being addressed: starter, uploader, who acted before, whose data it is.
    #[serde(default)]
    pub persons: Vec<PersonId>,
    /// It still waits for somebody (tasks); `true` for everything else.
    pub open: bool,
    /// `mufakat:strategic`: changes legal status in organisation, staffing or budget.
    #[serde(default)]
    pub strategic: bool,
    /// What `acting-authority` says of each mode; without it, `strategic` alone decides.
    #[serde(default)]
    pub mandate: Option<Mandate>,
    /// Persons who acted on the elements of `mufakat:separateFrom`.
    #[serde(default)]
    pub separate_from: Vec<PersonId>,
    /// Paths of the organisations whose work is being reviewed or verified here.
    #[serde(default)]
    pub reviewed: Vec<String>,
    /// Persons on record with a conflict of interest.
    #[serde(default)]
    pub conflicts: Vec<PersonId>,
    /// Persons whose ballot is in.
    #[serde(default)]
    pub voted: Vec<PersonId>,
}

impl Subject {
    /// Something of an organisation, open and without further facts.
    pub fn of(org_path: impl Into<String>) -> Subject {
        Subject {
            org_path: org_path.into(),
            candidates: Vec::new(),
            assignee: None,
            claimed_by: None,
            persons: Vec::new(),
            open: true,
            strategic: false,
            mandate: None,
            separate_from: Vec::new(),
            reviewed: Vec::new(),
            conflicts: Vec::new(),
            voted: Vec::new(),
        }
    }

    /// What somebody who holds their post in this mode may do about it.
    pub fn verdict(&self, mode: Mode) -> Verdict {
        match self.mandate {
            Some(mandate) => mandate.of(mode),
            None if self.strategic => Mandate::STRATEGIC.of(mode),
            None => Verdict::MaySign,
        }
    }

    /// The same, addressed to these principals.
    #[must_use]
    pub fn addressed_to(self, candidates: impl IntoIterator<Item = impl Into<String>>) -> Subject {
        Subject {
            candidates: candidates.into_iter().map(Into::into).collect(),
            ..self
        }
    }
}
