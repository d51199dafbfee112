//! FEEL by tables: each row of `feel_rows/*.txt` is an expression and what it must equal.

use chrono::{TimeZone, Utc};
use workflows::feel::{Context, Environment, Expression, MondayToFriday, Value};

pub fn environment() -> Environment<'static> {
    let now = Utc
        .with_ymd_and_hms(2026, 11, 22, 3, 15, 0)
        .single()
        .expect("a moment");
    Environment {
        calendar: &MondayToFriday,
        ..Environment::at(now)
    }
    .in_zone(chrono_tz::Asia::Makassar)
}

pub fn value(source: &str) -> Value {
    match Expression::evaluate_once(source, &Context::new(), &environment()) {
        Ok(outcome) => outcome.value,
        Err(failure) => panic!("{source}: {failure:?}"),
    }
}

fn check(table: &str) {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for line in table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//"))
    {
        let (source, expected) = line
            .split_once(" => ")
            .expect("a row is an expression, =>, and a value");
        rows += 1;
        let outcome = Expression::evaluate_once(source, &Context::new(), &environment());
        let expected = value(expected);
        match outcome {
            Ok(outcome) if outcome.value == expected => {}
            Ok(outcome) => wrong.push(format!(
                "{source}\n  is     {}\n  not    {expected}\n  {:?}",
                outcome.value, outcome.warnings
            )),
            Err(failure) => wrong.push(format!("{source}\n  {failure:?}")),
        }
    }
    assert!(rows > 50, "the table is there");
    assert!(
        wrong.is_empty(),
        "{} of {rows} rows are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_language_yields_what_its_table_says() {
    check(include_str!("feel_rows/basics.txt"));
}

#[test]
fn the_functions_yield_what_their_table_says() {
    check(include_str!("feel_rows/functions.txt"));
}

#[test]
fn times_across_zones_yield_what_their_table_says() {
    check(include_str!("feel_rows/time.txt"));
}
