//! FEEL, the Friendly Enough Expression Language of DMN 1.5 (formal/2024-01-01, chapter 10), metered.
//!
//! Everything a person types into a condition, a form or a decision table ends here. It is our own so that time, zone,
//! calendar and chance are injected, every evaluation is bounded ([`Limits`]), every message has a span, and comparisons
//! across zones are right.

mod backtrack;
pub(crate) mod batch;
mod builtin;
mod chance;
mod decimal;
pub(crate) mod environment;
pub(crate) mod evaluator;
pub(crate) mod explain;
pub(crate) mod expression;
pub(crate) mod function;
pub(crate) mod iteration;
pub mod json;
mod known_types;
mod names;
pub(crate) mod operators;
pub(crate) mod parser;
mod patterns;
mod properties;
pub(crate) mod syntax;
pub mod temporal;
mod temporal_text;
mod token;
pub(crate) mod types;
pub(crate) mod value;
mod wide;

pub use batch::{cli_answer, cli_batch_line};
pub use builtin::catalogue;

pub use decimal::{Decimal, Rounding};
pub use environment::{
    Environment, EvaluationError, Limits, MondayToFriday, Outcome, Variables, Warning, WarningCode,
    WorkCalendar,
};
pub use explain::{Explanation, RuleHit, Step, StepKind, Titles};
pub use expression::{Expression, Failure, SyntaxError};
pub use function::Function;
pub use temporal::{Date, DateTime, DaysDuration, Time, YearsDuration, Zone};
pub use temporal_text::NotTemporal;
pub use types::Type;
pub use value::{Context, Range, RangeShape, Value};
