//! Many mutated models, and what became of them.
//!
//! `cargo run --release -p workflows --example mutated_models -- --seed 7 --runs 100000`
//!
//! Makes the mutants 7, 8, ... on every core. Each that panics, sticks, or takes more than a second of a core is printed
//! with its seed; `--seed <that> --runs 1` repeats it, and `--print` shows it. The last line counts; the exit code is 1 when
//! there was one.
#![allow(clippy::disallowed_methods)] // a measurement asks the clock
#![allow(dead_code)] // of the random processes only their models are used

#[path = "../tests/it/chance.rs"]
mod chance;
#[path = "../tests/it/mutants/mod.rs"]
mod mutants;
#[path = "../tests/it/notation.rs"]
mod notation;
#[path = "../tests/it/random/mod.rs"]
mod random;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use mutants::Verdict;

const BOUND: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Tally {
    verdicts: BTreeMap<Verdict, u64>,
    stuck: u64,
    panicked: u64,
    slow: u64,
    slowest: Duration,
}

fn main() -> ExitCode {
    let seed = told("--seed").unwrap_or(1);
    let runs = told("--runs").unwrap_or(1_000);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = told("--threads").unwrap_or(cores as u64);
    let models = mutants::corpus();
    if std::env::args().any(|it| it == "--print") {
        let (model, bytes) = mutants::made(&models, seed);
        println!("{}\n{}", model.name, String::from_utf8_lossy(&bytes));
        return ExitCode::SUCCESS;
    }
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= runs {
                        return;
                    }
                    let from = used();
                    let outcome = std::panic::catch_unwind(|| mutants::one(&models, seed + at));
                    let spent = used().saturating_sub(from);
                    if let Ok(mut tally) = tally.lock() {
                        tally.add(seed + at, outcome, spent);
                    }
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap_or_default();
    println!(
        "mutated models: {} models, seed {seed}, {runs} mutants, {:?}; {} panics, {} over {} ms (slowest {} ms), {} stuck, {:.1} s",
        models.len(),
        tally.verdicts,
        tally.panicked,
        tally.slow,
        BOUND.as_millis(),
        tally.slowest.as_millis(),
        tally.stuck,
        begun.elapsed().as_secs_f64()
    );
    ExitCode::from(u8::from(tally.panicked + tally.stuck + tally.slow > 0))
}

impl Tally {
    fn add(
        &mut self,
        seed: u64,
        outcome: std::thread::Result<Result<Verdict, String>>,
        spent: Duration,
    ) {
        match outcome {
            Ok(Ok(verdict)) => *self.verdicts.entry(verdict).or_default() += 1,
            Ok(Err(stuck)) => {
                self.stuck += 1;
                println!("{stuck}\n");
            }
            Err(panic) => {
                self.panicked += 1;
                let words = panic.downcast_ref::<String>().cloned();
                let words = words.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).into()));
                println!("seed {seed}: panicked: {}\n", words.unwrap_or_default());
            }
        }
        self.slowest = self.slowest.max(spent);
        if spent > BOUND {
            self.slow += 1;
            println!("seed {seed}: took {} ms\n", spent.as_millis());
        }
    }
}

/// Time that this thread has spent on a core, where the system tells it; else the time of day, which other work lengthens.
fn used() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|it| it.split_whitespace().next()?.parse().ok());
    match spent {
        Some(nanoseconds) => Duration::from_nanos(nanoseconds),
        None => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default(),
    }
}

/// The number after a word of the command line.
fn told(word: &str) -> Option<u64> {
    let mut words = std::env::args().skip_while(|it| it != word);
    words.nth(1)?.parse().ok()
}
