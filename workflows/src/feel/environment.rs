//! Everything an evaluation may know beside its variables: the instant, the zone, the working calendar, the bounds.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::value::{Context, Value};

/// Bounds of one evaluation; whatever a person types ends within them (HARDENING D9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps: one for each node evaluated, item visited or 64 bytes of text produced; what takes longer costs more. A
    /// step takes about a tenth of a microsecond (`examples/hostile_feel.rs` measures it).
    pub fuel: u64,
    /// Nesting of evaluations, including calls of functions.
    pub depth: u32,
    /// Items of any one list or context.
    pub collection: usize,
    /// Bytes of any one string.
    pub string: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 100_000,
            depth: 240,
            collection: 50_000,
            string: 1_000_000,
        }
    }
}

/// What the expression is evaluated against, besides variables. Nothing is read from the machine.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    /// The instant that `now()` and `today()` tell.
    pub now: chrono::DateTime<chrono::Utc>,
    /// The zone of the reader: of `now()`, of `today()` and of values without zone next to values with one.
    pub zone: chrono_tz::Tz,
    /// The calendar behind `working days(d, n)` and `is working day(d)`.
    pub calendar: &'a dyn WorkCalendar,
    /// The bounds.
    pub limits: Limits,
    /// The source of `random number()` and `uuid()`; without it they are refused (null with a warning).
    pub seed: Option<u64>,
}

impl<'a> Environment<'a> {
    /// An environment at an instant in UTC, with Monday-to-Friday weeks, the default limits and no seed.
    pub fn at(now: chrono::DateTime<chrono::Utc>) -> Environment<'static> {
        Environment {
            now,
            zone: chrono_tz::UTC,
            calendar: &MondayToFriday,
            limits: Limits::default(),
            seed: None,
        }
    }

    /// The same environment for readers in another zone.
    #[must_use]
    pub fn in_zone(self, zone: chrono_tz::Tz) -> Environment<'a> {
        Environment { zone, ..self }
    }
}

/// The working days of some territory (DOMAIN 5). The calendar that knows holidays implements this.
pub trait WorkCalendar {
    /// Whether offices are open that day.
    fn is_working_day(&self, day: NaiveDate) -> bool;
    /// The `n`th working day after `day` (`n` = 1: the next one; 0: `day` itself; negative: before it);
    /// `None` outside the years that are known.
    fn nth_working_day_after(&self, day: NaiveDate, n: i64) -> Option<NaiveDate>;
    /// When the offices close that day.
    fn end_of_office_day(&self, day: NaiveDate) -> NaiveTime;
}

/// Weeks of five days without holidays, offices closing at 16:00.
#[derive(Clone, Copy, Debug, Default)]
pub struct MondayToFriday;

impl WorkCalendar for MondayToFriday {
    fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    fn nth_working_day_after(&self, day: NaiveDate, n: i64) -> Option<NaiveDate> {
        if n.abs() > 100_000 {
            return None;
        }
        let mut found = day;
        let mut left = n.abs();
        while left > 0 {
            found = if n > 0 {
                found.succ_opt()?
            } else {
                found.pred_opt()?
            };
            left -= i64::from(self.is_working_day(found));
        }
        Some(found)
    }

    fn end_of_office_day(&self, _: NaiveDate) -> NaiveTime {
        NaiveTime::from_hms_opt(16, 0, 0).unwrap_or_default()
    }
}

/// Where the free names of an expression find their values.
pub trait Variables {
    /// The value under a name, if there is one.
    fn get(&self, name: &str) -> Option<Value>;
    /// The names that exist, for messages and for names with spaces.
    fn names(&self) -> Vec<String>;
}

impl Variables for Context {
    fn get(&self, name: &str) -> Option<Value> {
        Self::get(self, name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.keys().map(ToString::to_string).collect()
    }
}

/// A value, and what was odd on the way to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The value.
    pub value: Value,
    /// Why parts of it are null, in order of evaluation (at most 64 are kept).
    pub warnings: Vec<Warning>,
}

/// What kind of oddity turned a part of an expression into null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WarningCode {
    /// A name that no variable, parameter or function has.
    UnknownName,
    /// A path to a name that the context does not have.
    UnknownProperty,
    /// Operands of types that do not go together.
    TypeMismatch,
    /// Arguments that the function does not take.
    InvalidArgument,
    /// A number out of range, or a division by zero.
    Arithmetic,
    /// A value that its declared type does not admit.
    NotAllowed,
    /// Chance was asked for, but the command brought no seed.
    NoSeed,
}

/// A part of an expression that became null, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Warning {
    /// Bytes of the source that the warning is about. In a decision the source is the text of the cell or the box; the span
    /// is empty where the value came with the request.
    pub span: Range<usize>,
    /// Its kind.
    pub code: WarningCode,
    /// A sentence in English.
    pub message: String,
}

impl Warning {
    /// A sentence in Indonesian for the kind of warning.
    pub fn message_id(&self) -> &'static str {
        match self.code {
            WarningCode::UnknownName => "Nama ini tidak dikenal.",
            WarningCode::UnknownProperty => "Konteks tidak memiliki nama ini.",
            WarningCode::TypeMismatch => "Jenis nilai tidak cocok untuk operasi ini.",
            WarningCode::InvalidArgument => "Argumen fungsi tidak sesuai.",
            WarningCode::Arithmetic => "Hasil hitungan tidak terdefinisi atau terlalu besar.",
            WarningCode::NotAllowed => "Nilai tidak diizinkan oleh jenis yang ditetapkan.",
            WarningCode::NoSeed => "Nilai acak ditolak karena tidak ada benih acak.",
        }
    }
}

/// Why an evaluation was stopped: a bound was reached, or an assertion failed. Everything else is null with a warning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluationError {
    /// The expression takes more steps than allowed.
    #[error("the expression takes too many steps")]
    Fuel {
        /// Where it stopped.
        span: Range<usize>,
    },
    /// Calls or values are nested more deeply than allowed.
    #[error("the expression is nested too deeply")]
    Depth {
        /// Where it stopped.
        span: Range<usize>,
    },
    /// A list or context would have more items than allowed.
    #[error("a list would become too long")]
    CollectionLength {
        /// Where it stopped.
        span: Range<usize>,
    },
    /// A string would be longer than allowed.
    #[error("a text would become too long")]
    StringLength {
        /// Where it stopped.
        span: Range<usize>,
    },
    /// `assert` was given a condition that does not hold.
    #[error("{message}")]
    Assertion {
        /// The call.
        span: Range<usize>,
        /// The cause that the expression gives.
        message: String,
    },
}

impl EvaluationError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Fuel { .. } => "FEEL_FUEL",
            Self::Depth { .. } => "FEEL_DEPTH",
            Self::CollectionLength { .. } => "FEEL_COLLECTION_LENGTH",
            Self::StringLength { .. } => "FEEL_STRING_LENGTH",
            Self::Assertion { .. } => "FEEL_ASSERTION",
        }
    }

    /// Bytes of the source where the evaluation stopped.
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::Fuel { span }
            | Self::Depth { span }
            | Self::CollectionLength { span }
            | Self::StringLength { span }
            | Self::Assertion { span, .. } => span.clone(),
        }
    }

    /// A sentence in Indonesian.
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::Fuel { .. } => "Ekspresi memerlukan terlalu banyak langkah.",
            Self::Depth { .. } => "Ekspresi bersarang terlalu dalam.",
            Self::CollectionLength { .. } => "Daftar menjadi terlalu panjang.",
            Self::StringLength { .. } => "Teks menjadi terlalu panjang.",
            Self::Assertion { .. } => "Syarat yang ditegaskan dalam ekspresi tidak terpenuhi.",
        }
    }
}
