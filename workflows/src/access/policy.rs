//! `permit`: the one question, and its answer with the rule that gave it.

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, PositionId};

use super::reach::{Reach, reach};
use super::{
    Action, Actor, Grant, Held, Mode, Principal, Reason, Role, Subject, Verdict, Via, regency_path,
    scope,
};

/// In what capacity somebody acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capacity {
    /// In a position of their own, or as a person.
    Own,
    /// In a position borrowed by delegation.
    Borrowed,
    /// The system itself.
    System,
}

impl Capacity {
    /// The name in records, `BORROWED`.
    pub const fn code(self) -> &'static str {
        match self {
            Capacity::Own => "OWN",
            Capacity::Borrowed => "BORROWED",
            Capacity::System => "SYSTEM",
        }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Decision {
    /// Allowed, and recorded with the action (ARCHITECTURE 2.7).
    Allow {
        /// What allows it: `candidate:<principal>`, `assignee:<principal>`, `claimer`, `role:<ROLE>@<organisation>`,
        /// `own`, `public` or `system`.
        rule: String,
        /// The position it is done in, if any.
        position: Option<PositionId>,
        /// How that position is held.
        mode: Option<Mode>,
        /// Own, borrowed or the system's.
        capacity: Capacity,
    },
    /// Refused. [`Reason::Hidden`] is answered like an absent object.
    Deny {
        /// The rule that stands in the way.
        reason: Reason,
    },
}

impl Decision {
    /// Whether it is allowed.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allow { .. })
    }

    /// Why it is refused.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Decision::Allow { .. } => None,
            Decision::Deny { reason } => Some(*reason),
        }
    }

    fn in_position(rule: String, held: &Held) -> Decision {
        let capacity = if held.is_own() {
            Capacity::Own
        } else {
            Capacity::Borrowed
        };
        Decision::Allow {
            rule,
            position: Some(held.position),
            mode: Some(held.mode),
            capacity,
        }
    }
}

impl From<Reason> for Decision {
    fn from(reason: Reason) -> Self {
        Decision::Deny { reason }
    }
}

/// Whether the actor may do this to that, by which rule, in which position and capacity. Asked when a task is claimed
/// *and* again when it is completed, with the facts of that moment.
pub fn permit(actor: &Actor, action: Action, subject: &Subject) -> Decision {
    if actor.system {
        return permit_system(action);
    }
    let Some(person) = actor.person else {
        return Reason::Hidden.into();
    };
    if !scope(actor, action).sees(subject) {
        return Reason::Hidden.into();
    }
    if action.is_read() {
        return permit_read(actor, person, action, subject);
    }
    if let Some(reason) = forbidden_to_person(person, actor, action, subject) {
        return reason.into();
    }
    // Every position that could do it, the plainest first; the first one without an objection acts.
    let mut claims: Vec<(String, Option<&Held>)> = Vec::new();
    if action.is_addressed() {
        if !subject.open {
            return Reason::Closed.into();
        }
        if action == Action::TaskRelease && subject.claimed_by.is_none() {
            return Reason::NotClaimed.into();
        }
        claims.extend(addressed(actor, person, subject));
    }
    if action == Action::PositionLend && subject.persons.contains(&person) {
        // Whoever holds a position arranges who does its work meanwhile.
        let lent = |held: &&Held| held.is_own() && subject.assignee.as_ref() == Some(&held.code);
        let held = actor.positions.iter().find(lent);
        claims.push(("own".to_owned(), held));
    }
    claims.extend(by_role(actor, action, subject));
    let mut refusal = None;
    for (rule, held) in claims {
        match objection(actor, person, action, subject, held) {
            None => {
                return match held {
                    Some(held) => Decision::in_position(rule, held),
                    None => Decision::Allow {
                        rule,
                        position: None,
                        mode: None,
                        capacity: Capacity::Own,
                    },
                };
            }
            Some(reason) => _ = refusal.get_or_insert(reason),
        }
    }
    let nobody = if action.is_addressed() {
        Reason::NotCandidate
    } else {
        Reason::NotAllowed
    };
    refusal.unwrap_or(nobody).into()
}

/// The system starts cases by timer and message, files the papers it writes, and reads; it holds no office.
fn permit_system(action: Action) -> Decision {
    let allowed = action.is_read()
        || matches!(
            action,
            Action::InstanceStart | Action::MessagePublish | Action::DocumentUpload
        );
    if !allowed {
        return Reason::SystemNoOffice.into();
    }
    Decision::Allow {
        rule: "system".into(),
        position: None,
        mode: None,
        capacity: Capacity::System,
    }
}

/// The object is visible; this finds the rule to write into the access log.
fn permit_read(actor: &Actor, person: PersonId, action: Action, subject: &Subject) -> Decision {
    if let Some((rule, Some(held))) = by_role(actor, action, subject).into_iter().next() {
        return Decision::in_position(rule, held);
    }
    let concerned = subject.claimed_by == Some(person) || subject.persons.contains(&person);
    let own = Principal::person_key(person);
    let addresses = || subject.assignee.iter().chain(&subject.candidates);
    let rule = if concerned || addresses().any(|key| *key == own) {
        "own".to_owned()
    } else {
        for held in in_order(actor) {
            let keys = held.principals();
            if let Some(key) = addresses().find(|key| keys.contains(*key)) {
                return Decision::in_position(format!("candidate:{key}"), held);
            }
        }
        "public".to_owned()
    };
    Decision::Allow {
        rule,
        position: None,
        mode: None,
        capacity: Capacity::Own,
    }
}

/// What no position can heal, because it follows the person.
fn forbidden_to_person(
    person: PersonId,
    actor: &Actor,
    action: Action,
    subject: &Subject,
) -> Option<Reason> {
    if !action.is_addressed() || matches!(action, Action::TaskRelease | Action::TaskAssign) {
        return None;
    }
    if action == Action::BallotCast && subject.voted.contains(&person) {
        return Some(Reason::AlreadyVoted);
    }
    if subject.separate_from.contains(&person) {
        return Some(Reason::FourEyes);
    }
    if subject.conflicts.contains(&person) {
        return Some(Reason::Conflict);
    }
    let sits_in = |reviewed: &String| {
        actor
            .positions
            .iter()
            .any(|held| held.is_own() && held.org_path.starts_with(reviewed.as_str()))
    };
    subject
        .reviewed
        .iter()
        .any(sits_in)
        .then_some(Reason::OwnWork)
}

/// What stands against acting in this position (or, with `None`, merely as the person addressed).
fn objection(
    actor: &Actor,
    person: PersonId,
    action: Action,
    subject: &Subject,
    held: Option<&Held>,
) -> Option<Reason> {
    if action.is_business() && held.is_some_and(|held| held.has_role(Role::Auditor)) {
        return Some(Reason::AuditorReadsOnly);
    }
    if action.is_business() && held.is_some_and(|held| held.has_role(Role::Sysadmin)) {
        return Some(Reason::AdminNoBusiness);
    }
    let lender = held.and_then(|held| match held.via {
        Via::Own => None,
        Via::Delegation { from, .. } => Some(from),
    });
    if let Some(from) = lender {
        if action == Action::BallotCast {
            return Some(Reason::NoProxy);
        }
        // What is borrowed is not lent on.
        if action == Action::PositionLend {
            return Some(Reason::BorrowedAuthority);
        }
        // Acting for somebody is acting on their work, with their interests, for their organisation: what bars them
        // bars whoever acts in their name. Handing it on is what is left to do.
        let hands_on = matches!(action, Action::TaskRelease | Action::TaskAssign);
        if action.is_addressed() && !hands_on {
            if subject.separate_from.contains(&from) {
                return Some(Reason::FourEyes);
            }
            if subject.conflicts.contains(&from) {
                return Some(Reason::Conflict);
            }
            let sits_in = |reviewed: &String| {
                actor.positions.iter().any(|it| {
                    matches!(it.via, Via::Delegation { from: who, .. } if who == from)
                        && it.org_path.starts_with(reviewed.as_str())
                })
            };
            if subject.reviewed.iter().any(sits_in) {
                return Some(Reason::OwnWork);
            }
        }
    }
    if action.is_addressed() && action != Action::TaskAssign {
        let mine = |claimer| claimer == person || lender == Some(claimer);
        if subject.claimed_by.is_some_and(|claimer| !mine(claimer)) {
            return Some(Reason::ClaimedByOther);
        }
    }
    let decides = matches!(
        action,
        Action::TaskClaim
            | Action::TaskComplete
            | Action::TaskReturn
            | Action::BallotCast
            | Action::InstanceStart
    );
    if decides {
        match held.map(|held| subject.verdict(held.mode)) {
            Some(Verdict::MustWait) => return Some(Reason::MandateOnly),
            Some(Verdict::NeedsMandateLetter) => return Some(Reason::MandateLetter),
            Some(Verdict::MaySign) | None => {}
        }
        if subject.strategic && lender.is_some() {
            return Some(Reason::BorrowedAuthority);
        }
    }
    None
}

/// The positions (or the bare person) that the task is addressed to: the assignee alone if there is one.
fn addressed<'a>(
    actor: &'a Actor,
    person: PersonId,
    subject: &Subject,
) -> Vec<(String, Option<&'a Held>)> {
    let (word, keys): (_, Vec<&String>) = match &subject.assignee {
        Some(assignee) => ("assignee", vec![assignee]),
        None => ("candidate", subject.candidates.iter().collect()),
    };
    let mut claims = Vec::new();
    for held in in_order(actor) {
        let own = held.principals();
        if let Some(key) = keys.iter().find(|key| own.contains(**key)) {
            claims.push((format!("{word}:{key}"), Some(held)));
        }
    }
    let own = Principal::person_key(person);
    if keys.iter().any(|key| **key == own) {
        // A person addressed by name acts in the position that brought them there: the one that bears a role in the
        // case's organisation, else their first own one, definitive before acting.
        let own_positions = || in_order(actor).into_iter().filter(|held| held.is_own());
        let held = own_positions()
            .find(|held| {
                held.roles
                    .iter()
                    .any(|grant| grant.role == Role::CouncilMember && covers(grant, subject))
            })
            .or_else(|| own_positions().next());
        claims.push((format!("{word}:{own}"), held));
    }
    claims
}

/// The positions whose role reaches the object with this action.
fn by_role<'a>(
    actor: &'a Actor,
    action: Action,
    subject: &Subject,
) -> Vec<(String, Option<&'a Held>)> {
    let restricted = action == Action::InstanceStart && !subject.candidates.is_empty();
    let mut claims = Vec::new();
    for held in in_order(actor) {
        let grant = held
            .roles
            .iter()
            .find(|grant| match reach(grant.role, action) {
                Reach::No => false,
                Reach::Organisation => covers(grant, subject),
                Reach::Regency => subject.org_path.starts_with(regency_path(&grant.path)),
                Reach::Everything => true,
            });
        // A definition may say who starts it; then the role alone is not enough.
        let admitted = !restricted || {
            let own = held.principals();
            subject.candidates.iter().any(|key| own.contains(key))
        };
        if let Some(grant) = grant.filter(|_| admitted) {
            let rule = format!("role:{}@{}", grant.role, grant.organisation);
            claims.push((rule, Some(held)));
        }
    }
    claims
}

fn covers(grant: &Grant, subject: &Subject) -> bool {
    subject.org_path.starts_with(grant.path.as_str())
}

/// Own positions before borrowed ones, definitive before acting, otherwise as given.
fn in_order(actor: &Actor) -> Vec<&Held> {
    let mut positions: Vec<&Held> = actor.positions.iter().collect();
    positions.sort_by_key(|held| (!held.is_own(), !held.mode.is_definitive()));
    positions
}
