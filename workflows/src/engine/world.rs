//! What deciding may look at beside the state: deployed definitions, decisions and the working calendar. Still values,
//! still pure: whoever implements this answers from memory.

use std::sync::Arc;

use crate::feel::{Context, Environment, Value, WorkCalendar};
use crate::model::{Binding, Process, ProcessRef};

use super::limits::Limits;

/// The definitions around an instance.
pub trait World {
    /// The process an instance runs; `None` is a refusal, for the journal names only deployed ones.
    fn process(&self, process: &ProcessRef) -> Option<Arc<Process>>;

    /// The process that a call activity of `from` means by `id`; `None` is an incident on the call activity.
    fn called_process(
        &self,
        id: &str,
        binding: &Binding,
        from: &ProcessRef,
    ) -> Option<(ProcessRef, Arc<Process>)>;

    /// Evaluates a decision that a business rule task of `from` means by `id`.
    ///
    /// # Errors
    /// A code and a sentence, which become the incident.
    fn decide(
        &self,
        id: &str,
        binding: &Binding,
        from: &ProcessRef,
        inputs: &Context,
        environment: &Environment<'_>,
    ) -> Result<Decided, DecisionProblem>;

    /// The working calendar of the instance's organisation.
    fn calendar(&self) -> &dyn WorkCalendar;

    /// Upper bounds.
    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// What a decision yields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decided {
    /// The result.
    pub value: Value,
    /// Rules that matched, as FEEL contexts, for "why me?".
    pub matched: Value,
}

/// Why a decision yields nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionProblem {
    /// Stable code, for instance `DECISION_NOT_FOUND`.
    pub code: String,
    /// For the operator.
    pub message: String,
}
