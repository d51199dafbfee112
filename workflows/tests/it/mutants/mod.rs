//! Broken and strange models: what a person uploads is refused, or it runs; nothing that was accepted stands still without
//! a reason, and nothing panics (HARDENING T16; issue 3, bars).
//!
//! A mutant is one seed. A few hundred belong to `cargo test`; `examples/mutated_models.rs` makes as many as wanted.

mod corpus;
mod mutate;
mod verdict;

pub use corpus::{Model, corpus};
pub use verdict::Verdict;

use crate::chance::Chance;

/// A mutant of one of the models, and what became of it.
///
/// # Errors
/// How an accepted mutant stuck.
pub fn one(models: &[Model], seed: u64) -> Result<Verdict, String> {
    let (model, bytes) = made(models, seed);
    verdict::of(&model.name, &bytes)
        .map_err(|stuck| format!("seed {seed}, {}: {stuck}", model.name))
}

/// The mutant of a seed and the model that it comes from.
pub fn made(models: &[Model], seed: u64) -> (&Model, Vec<u8>) {
    let mut chance = Chance::new(seed);
    let model = &models[chance.at(models.len())];
    let bytes = mutate::mutant(&model.text, model.name.ends_with(".form"), &mut chance);
    (model, bytes)
}
