//! How long hostile expressions live: `cargo run --release -p workflows --example hostile_feel`.
//!
//! Each is parsed and evaluated five times; the fastest counts, because the others measure the machine's other work. The
//! exit code is 1 when one took longer than 20 ms, or ended in something else than a typed error.
#![allow(clippy::disallowed_methods)] // a measurement asks the clock

#[path = "../tests/it/hostile_feel.rs"]
mod hostile_feel;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use workflows::feel::Environment;

const BOUND: Duration = Duration::from_millis(20);

fn main() -> ExitCode {
    let now = chrono::DateTime::from_timestamp(1_783_299_600, 0).unwrap_or_default();
    let environment = Environment::at(now);
    let mut bad = 0;
    let mut slowest = Duration::ZERO;
    let expressions = hostile_feel::expressions();
    for (name, source) in &expressions {
        let mut best = Duration::MAX;
        let mut code = None;
        for _ in 0..5 {
            let begun = Instant::now();
            code = hostile_feel::end(source, &environment);
            best = best.min(begun.elapsed());
        }
        let fine = best <= BOUND && code.is_some();
        bad += usize::from(!fine);
        slowest = slowest.max(best);
        println!(
            "{:7.2} ms  {:24} {name}{}",
            best.as_secs_f64() * 1e3,
            code.as_deref().unwrap_or("a value"),
            if fine {
                ""
            } else {
                "  <-- not within the bound"
            }
        );
    }
    println!(
        "hostile expressions: {}, slowest {:.2} ms, bound {} ms, {bad} outside of it",
        expressions.len(),
        slowest.as_secs_f64() * 1e3,
        BOUND.as_millis()
    );
    ExitCode::from(u8::from(bad > 0))
}
