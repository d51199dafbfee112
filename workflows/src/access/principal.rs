//! To whom a task is addressed: the texts that stand in `zeebe:assignmentDefinition` and in `task_candidate`.
//!
//! | Text | Who |
//! |---|---|
//! | `64.02/diskominfo/head` or `pos_…` | whoever holds that position, or acts for them |
//! | `OPD_HEAD@64.02/dinkes`, `PROGRAMME_OFFICER@id` | every position with that role in that organisation or, of a regency, in a body of it |
//! | `role:COUNCIL_MEMBER` | that role in the organisation of the instance |
//! | `person:per_…` | one person: an elector of a roll call |

use crate::id::{PersonId, PositionId};

use super::Role;

/// A parsed address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// A position by its code.
    Position(String),
    /// A position by its id.
    PositionId(PositionId),
    /// A role in the organisation with this code.
    RoleAt(Role, String),
    /// A role in the organisation of the instance.
    RoleHere(Role),
    /// One person.
    Person(PersonId),
}

/// Why a text addresses nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrincipalError {
    /// Nothing, or only blanks.
    #[error("the address is empty")]
    Empty,
    /// Longer than 200 bytes.
    #[error("the address is longer than 200 bytes")]
    TooLong,
    /// The role is not one of DOMAIN section 3.
    #[error("the address names an unknown role")]
    UnknownRole,
    /// `ROLE@` without an organisation, or an organisation or position code with other characters than letters,
    /// digits and `. / # - _`.
    #[error("the address has a malformed code")]
    BadCode,
    /// `person:` or `pos_` without a valid id.
    #[error("the address has a malformed id")]
    BadId,
}

impl Principal {
    /// Reads an address.
    ///
    /// # Errors
    /// [`PrincipalError`] when it can address nobody; the deploy lint and the engine's incident show it.
    pub fn parse(text: &str) -> Result<Principal, PrincipalError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PrincipalError::Empty);
        }
        if text.len() > 200 {
            return Err(PrincipalError::TooLong);
        }
        let role = |name: &str| name.trim().parse().map_err(|_| PrincipalError::UnknownRole);
        if let Some(name) = text.strip_prefix("role:") {
            return Ok(Principal::RoleHere(role(name)?));
        }
        if let Some(id) = text.strip_prefix("person:") {
            let id = id.trim().parse().map_err(|_| PrincipalError::BadId)?;
            return Ok(Principal::Person(id));
        }
        if let Some((name, organisation)) = text.split_once('@') {
            return Ok(Principal::RoleAt(role(name)?, code(organisation)?));
        }
        if text.starts_with("pos_") {
            return text
                .parse()
                .map(Principal::PositionId)
                .map_err(|_| PrincipalError::BadId);
        }
        code(text).map(Principal::Position)
    }

    /// The canonical spelling, as it is stored in `task_candidate` and compared with [`super::Actor::principals`].
    /// `organisation` is the code of the organisation that owns the instance, for `role:`.
    pub fn key(&self, organisation: &str) -> String {
        match self {
            Principal::Position(code) => code.clone(),
            Principal::PositionId(id) => id.to_string(),
            Principal::RoleAt(role, organisation) => Principal::role_key(*role, organisation),
            Principal::RoleHere(role) => Principal::role_key(*role, organisation),
            Principal::Person(person) => Principal::person_key(*person),
        }
    }

    pub(super) fn role_key(role: Role, organisation: &str) -> String {
        format!("{role}@{organisation}")
    }

    pub(super) fn person_key(person: PersonId) -> String {
        format!("person:{person}")
    }
}

fn code(text: &str) -> Result<String, PrincipalError> {
    let text = text.trim();
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '#' | '-' | '_');
    if text.is_empty() || !text.chars().all(known) {
        return Err(PrincipalError::BadCode);
    }
    Ok(text.to_owned())
}
