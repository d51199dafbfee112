//! FEEL, the Friendly Enough Expression Language of DMN 1.5 (formal/2024-01-01, chapter 10), metered.
//!
//! Everything a person types into a condition, a form or a decision table ends here. It is our own so that time, zone,
//! calendar and chance are injected, every evaluation is bounded ([`Limits`]), every message has a span, and comparisons
//! across zones are right.

mod backtrack;
mod builtin;
mod chance;
mod decimal;
mod environment;
mod evaluator;
mod explain;
mod expression;
mod function;
mod iteration;
pub mod json;
mod names;
mod operators;
mod parser;
mod patterns;
mod properties;
mod syntax;
pub mod temporal;
mod temporal_text;
mod token;
mod types;
mod value;

pub use builtin::catalogue;

pub use decimal::{Decimal, Rounding};
pub use environment::{
    Environment, EvaluationError, Limits, MondayToFriday, Outcome, Variables, Warning, WarningCode,
    WorkCalendar,
};
pub use explain::{Explanation, Step};
pub use expression::{Expression, Failure, SyntaxError};
pub use function::Function;
pub use temporal::{Date, DateTime, DaysDuration, Time, YearsDuration, Zone};
pub use temporal_text::NotTemporal;
pub use types::Type;
pub use value::{Context, Range, Value};
