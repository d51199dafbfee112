//! Mutated models neither panic nor stick; see [`crate::mutants`].
//!
//! `MUFAKAT_SEED=7 MUFAKAT_RUNS=1000 cargo test -p workflows mutated_models` makes others;
//! `cargo run --release -p workflows --example mutated_models -- --seed 7 --runs 100000` makes many.

use std::collections::BTreeMap;

use crate::mutants::{self, Verdict};
use crate::random_processes::told;

#[test]
fn mutated_models_are_refused_or_run_and_never_stick() {
    let models = mutants::corpus();
    assert!(models.len() >= 300, "only {} models", models.len());
    let first = told("MUFAKAT_SEED").unwrap_or(1);
    let runs = told("MUFAKAT_RUNS").unwrap_or(400);
    let mut verdicts: BTreeMap<Verdict, u64> = BTreeMap::new();
    for seed in first..first + runs {
        match mutants::one(&models, seed) {
            Ok(verdict) => *verdicts.entry(verdict).or_default() += 1,
            Err(stuck) => panic!("{stuck}\nMUFAKAT_SEED={seed} MUFAKAT_RUNS=1"),
        }
    }
    println!("seed {first}, {runs} mutants: {verdicts:?}");
    // A corpus of which nothing is accepted would prove nothing.
    assert!(runs < 100 || verdicts.len() >= 4, "{verdicts:?}");
}
