//! Reading BPMN 2.0: XML in, executable processes and findings out.
//!
//! Everything that knows XML, prefixes, vendors or attribute strings lives here. [`read()`] decodes and guards the
//! bytes, `lower` translates each process to [`crate::model`], `lint` looks for what would go wrong at run
//! time, and [`check()`] makes the report of `mufakat check`. What runs and what is refused is one table, [`support`].

mod catalogue;
mod check;
mod diagnostic;
mod file;
mod juel;
mod lint;
mod lower;
mod read;
mod source;
pub mod support;
mod xml;

pub use catalogue::{Code, Texts};
pub use check::{CheckReport, check};
pub use diagnostic::{Diagnostic, Severity};
pub use file::{Declaration, File, Lane, MessageFlow, Participant};
pub use lint::deployment::{Companions, lint_deployment};
pub use lint::variables::lint_variables;
pub use read::{read, read_to_simulate};
pub use source::{MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, text};
