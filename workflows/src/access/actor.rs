//! Who asks: a person with every position they hold or have borrowed at this moment.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, DelegationId, PersonId, PositionId};

use super::{Principal, Role};

/// How a position is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Appointed to the position.
    Definitive,
    /// Pejabat: appointed caretaker of a head of region, with the powers of the post.
    Pj,
    /// Pelaksana tugas: acting for a vacant post, routine mandate only.
    Plt,
    /// Pelaksana harian: acting during a short absence, routine mandate only.
    Plh,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 4] = [Mode::Definitive, Mode::Pj, Mode::Plt, Mode::Plh];

    /// Whether strategic decisions are within the powers (DOMAIN 3 and 6.2: Pj counts as definitive).
    pub const fn is_definitive(self) -> bool {
        matches!(self, Mode::Definitive | Mode::Pj)
    }

    /// The name in records, `PLT`.
    pub const fn code(self) -> &'static str {
        match self {
            Mode::Definitive => "DEFINITIVE",
            Mode::Pj => "PJ",
            Mode::Plt => "PLT",
            Mode::Plh => "PLH",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(text: &str) -> Result<Self, UnknownMode> {
        Mode::ALL
            .into_iter()
            .find(|mode| mode.code() == text)
            .ok_or(UnknownMode)
    }
}

/// The text names no mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such mode; known are DEFINITIVE, PJ, PLT and PLH")]
pub struct UnknownMode;

/// A role within an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Code of the organisation it holds in, `64.02/diskominfo`.
    pub organisation: String,
    /// Its path, `/id/64/64.02/diskominfo/`.
    pub path: String,
}

/// By which way a person comes to a position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Via {
    /// By an incumbency of their own.
    Own,
    /// Borrowed from the holder, who is absent or delegated the work.
    Delegation {
        /// The holder.
        from: PersonId,
        /// The record of the delegation.
        delegation: DelegationId,
    },
}

/// A position in somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The position.
    pub position: PositionId,
    /// Its code, `64.02/diskominfo/head`.
    pub code: String,
    /// Its title as shown.
    pub title: String,
    /// Code of its organisation.
    pub organisation: String,
    /// Path of its organisation.
    pub org_path: String,
    /// How it is held; for a borrowed position, how the lender holds it.
    pub mode: Mode,
    /// Its roles, each within an organisation.
    pub roles: Vec<Grant>,
    /// Number of the decree.
    pub decree: Option<String>,
    /// Own or borrowed.
    pub via: Via,
}

impl Held {
    /// Whether the position bears the role anywhere.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles.iter().any(|grant| grant.role == role)
    }

    /// Whether it is held by an incumbency of one's own.
    pub fn is_own(&self) -> bool {
        self.via == Via::Own
    }

    /// The principals this position answers to, in canonical spelling ([`Principal::key`]): its id, its code, and for
    /// each role the organisation it holds in and the regency around that. So `OPD_HEAD@64.02` names every agency
    /// head of the regency, while `OPD_HEAD@64` names those of the province's own agencies only.
    pub fn principals(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::from([self.position.to_string(), self.code.clone()]);
        for grant in &self.roles {
            keys.insert(Principal::role_key(grant.role, &grant.organisation));
            if let Some(region) = surrounding_region(&grant.organisation) {
                keys.insert(Principal::role_key(grant.role, region));
            }
        }
        keys
    }
}

/// The region a body belongs to, by its code: `64.02/diskominfo` and `64.02.11.2007` belong to `64.02`, `64/dinkes` to
/// `64`. `None` for a region of that level itself and for national bodies.
fn surrounding_region(code: &str) -> Option<&str> {
    let (region, body) = match code.split_once('/') {
        Some((region, _)) => (region, true),
        None => (code, false),
    };
    if !region
        .split('.')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let regency = region
        .match_indices('.')
        .nth(1)
        .map_or(region, |(end, _)| &region[..end]);
    (body || regency.len() < region.len()).then_some(regency)
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The person; `None` for the system.
    pub person: Option<PersonId>,
    /// The account they signed in with.
    pub account: Option<AccountId>,
    /// Every position they hold or have borrowed now.
    pub positions: Vec<Held>,
    /// Timers, jobs and messages act as the system.
    pub system: bool,
}

impl Actor {
    /// The system itself.
    pub fn system() -> Actor {
        Actor {
            person: None,
            account: None,
            positions: Vec::new(),
            system: true,
        }
    }

    /// A person with these positions.
    pub fn person(person: PersonId, account: Option<AccountId>, positions: Vec<Held>) -> Actor {
        Actor {
            person: Some(person),
            account,
            positions,
            system: false,
        }
    }

    /// Every principal the actor answers to, sorted, each once: the values of the SQL `IN` over `task_candidate`. What
    /// is addressed to a person is theirs alone: the `person:` key of a lender is never among a delegate's.
    pub fn principals(&self) -> Vec<String> {
        let mut keys: BTreeSet<String> = self.positions.iter().flat_map(Held::principals).collect();
        keys.extend(self.person.map(Principal::person_key));
        keys.into_iter().collect()
    }
}
