//! Executable definitions: what a BPMN file means once its XML is forgotten.
//!
//! `bpmn::lower` makes these values, `engine` runs them. No attribute string survives here: every expression is
//! parsed, every reference is an index, every vendor dialect has been translated (EXEMPLARS 1, "translate once").

mod element;
mod process;
mod trigger;

pub use element::*;
pub use process::*;
pub use trigger::*;
