//! Who may do what: one pure function over plain values (ARCHITECTURE section 6, DOMAIN section 3).
//!
//! Authority belongs to a position; a person exercises it for a period, in a mode, by a decree. [`permit`] gets the
//! person with all their positions, the action and the facts of its object, and answers with the rule that allows it
//! or the reason that forbids it. What a person may *see* is the same policy as a [`Scope`]: a value with four kinds of
//! condition, which the schema crate turns into SQL and a property test holds equal to [`Scope::sees`].

mod action;
mod actor;
mod mandate;
pub mod matrix;
mod policy;
mod principal;
mod reach;
mod reason;
mod role;
mod scope;
mod subject;

pub use action::Action;
pub use actor::{Actor, Grant, Held, Mode, Via};
pub use mandate::{Mandate, Verdict};
pub use policy::{Capacity, Decision, permit};
pub use principal::{Principal, PrincipalError};
pub use reach::regency_path;
pub use reason::Reason;
pub use role::{Role, UnknownRole};
pub use scope::{Scope, scope};
pub use subject::Subject;
