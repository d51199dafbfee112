//! The engine: `apply` decides, `evolve` changes, `effects` tells the world. All three are pure.

pub mod command;
pub mod event;
pub mod refusal;
