//! The laws of operations over random processes; see [`crate::random::operations`]. `MUFAKAT_SEED=7 MUFAKAT_RUNS=1000` makes
//! other runs.

use crate::random::operations;
use crate::random_processes::told;

#[test]
fn random_processes_are_held_and_migrated_at_random_moments_without_a_trace() {
    let first = told("MUFAKAT_SEED").unwrap_or(1);
    let runs = told("MUFAKAT_RUNS").unwrap_or(60);
    let mut tried = 0;
    for seed in first..first + runs {
        match operations::run(seed) {
            Ok(migrations) => tried += migrations,
            Err(broken) => panic!("{broken}\nMUFAKAT_SEED={seed} MUFAKAT_RUNS=1"),
        }
    }
    assert!(tried > runs, "{tried} migrations in {runs} runs");
}
