//! Many random processes, schedules and crashes, and what became of them.
//!
//! `cargo run --release -p workflows --example random_processes -- --seed 7 --runs 100000`
//!
//! Runs the seeds 7, 8, ... on every core. Each broken law is printed with its seed; `--seed <that> --runs 1` repeats it.
//! The last line counts; the exit code is 1 when a law broke.
#![allow(clippy::disallowed_methods)] // a measurement asks the clock

#[path = "../tests/it/chance.rs"]
mod chance;
#[path = "../tests/it/notation.rs"]
mod notation;
#[path = "../tests/it/random/mod.rs"]
mod random;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use random::Ran;

fn main() -> ExitCode {
    let seed = told("--seed").unwrap_or(1);
    let runs = told("--runs").unwrap_or(1_000);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = told("--threads").unwrap_or(cores as u64);
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let all = Mutex::new((Ran::default(), 0_u64));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= runs {
                        return;
                    }
                    let outcome = one(seed + at);
                    if let Ok(mut all) = all.lock() {
                        match outcome {
                            Ok(ran) => all.0.add(ran),
                            Err(broken) => {
                                all.1 += 1;
                                println!("{broken}\n");
                            }
                        }
                    }
                }
            });
        }
    });
    let (ran, broken) = all.into_inner().unwrap_or_default();
    println!(
        "random processes: seed {seed}, {runs} runs, {} commands, {} refusals, {} events, {} crashes, {broken} divergences, {:.1} s",
        ran.commands,
        ran.refusals,
        ran.events,
        ran.crashes,
        begun.elapsed().as_secs_f64()
    );
    ExitCode::from(u8::from(broken > 0))
}

/// One run; a panic of the engine is a broken law too.
fn one(seed: u64) -> Result<Ran, String> {
    std::panic::catch_unwind(|| random::run(seed)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        let words = words.unwrap_or_default();
        Err(format!(
            "seed {seed}: panicked: {words}\n{}",
            random::process(seed)
        ))
    })
}

/// The number after a word of the command line.
fn told(word: &str) -> Option<u64> {
    let mut words = std::env::args().skip_while(|it| it != word);
    words.nth(1)?.parse().ok()
}
