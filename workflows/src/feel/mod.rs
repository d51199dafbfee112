//! FEEL, the Friendly Enough Expression Language of DMN 1.5 (formal/2024-01-01, chapter 10), metered.
//!
//! Everything a person types into a condition, a form or a decision table ends here. It is our own so that time, zone,
//! calendar and chance are injected, every evaluation is bounded ([`Limits`]), every message has a span, and comparisons
//! across zones are right.

mod decimal;
mod environment;
mod expression;
mod function;
pub mod json;
pub mod temporal;
mod temporal_text;
mod value;

pub use decimal::{Decimal, Rounding};
pub use environment::{
    Environment, EvaluationError, Limits, MondayToFriday, Outcome, Variables, Warning, WarningCode,
    WorkCalendar,
};
pub use expression::{Expression, SyntaxError};
pub use function::Function;
pub use temporal::{Date, DateTime, DaysDuration, Time, YearsDuration, Zone};
pub use temporal_text::NotTemporal;
pub use value::{Context, Range, Value};
