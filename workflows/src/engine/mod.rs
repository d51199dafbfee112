//! The engine: `apply` decides, `evolve` changes, `effects` tells the world. All three are pure.

mod apply;
mod bookkeep;
mod broadcast;
mod check;
pub mod command;
mod compensation;
mod condition;
mod cron;
mod effects;
mod element;
pub mod event;
mod evolve;
mod flow;
pub mod lifecycle;
pub mod limits;
mod listener;
mod machine;
pub mod migrate;
mod modify;
pub mod note;
pub mod refusal;
mod rename;
mod scope;
mod starts;
pub mod state;
mod throwing;
pub mod time;
mod trigger;
pub mod upcast;
mod variables;
mod wait;
mod weight;
pub mod world;

/// What the engine and its abstraction ([`crate::prove`]) must see alike.
pub(crate) mod prove {
    pub(crate) use super::compensation::start_of as compensation_start;
    pub(crate) use super::flow::upstream;
    pub(crate) use super::scope::starts;
    pub(crate) use super::wait::event_subprocesses;
}

pub use apply::{apply, step};
pub use command::{Command, Key, ListenerResult, Migration, Modification, Request, Stamp, Start};
pub use effects::{Effect, effects};
pub use event::{Cycle, Event, SubscriptionKind, TaskFacts};
pub use evolve::evolve;
pub use limits::Limits;
pub use refusal::{Obstacle, ObstacleReason, Refusal};
pub use starts::{ConditionalStart, conditional_starts};
pub use state::{State, Status};
pub use world::{Decided, DecisionProblem, World};
