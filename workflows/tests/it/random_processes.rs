//! Random processes, schedules and crashes keep the laws; see [`crate::random`].
//!
//! The seeds are fixed. `MUFAKAT_SEED=7 MUFAKAT_RUNS=1000 cargo test -p workflows random_processes` makes other runs;
//! `cargo run --release -p workflows --example random_processes -- --seed 7 --runs 100000` makes many.

use crate::random::{self, Ran};

#[test]
fn random_processes_under_random_schedules_and_crashes_keep_the_laws() {
    let first = told("MUFAKAT_SEED").unwrap_or(1);
    let runs = told("MUFAKAT_RUNS").unwrap_or(200);
    let mut all = Ran::default();
    for seed in first..first + runs {
        match random::run(seed) {
            Ok(ran) => all.add(ran),
            Err(broken) => panic!("{broken}\nMUFAKAT_SEED={seed} MUFAKAT_RUNS=1"),
        }
    }
    assert!(all.crashes > all.commands, "{all:?}");
    println!("seed {first}, {runs} runs: {all:?}");
}

#[allow(clippy::disallowed_methods)] // a test may be told its seeds
pub fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.trim().parse().ok()
}
