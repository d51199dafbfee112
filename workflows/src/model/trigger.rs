//! What events wait for or throw (BPMN 2.0 section 10.5.5).

use crate::feel::Expression;

use super::element::Text;

/// The event definition of an event, or of a receive task.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// No event definition.
    None,
    /// Time.
    Timer(Timer),
    /// A message.
    Message(Message),
    /// A signal, by name.
    Signal {
        /// Signal name.
        name: Text,
    },
    /// A condition that becomes true.
    Conditional {
        /// The condition.
        condition: Expression,
        /// Only changes of these variables count (`zeebe:conditionalFilter`); empty means all.
        variable_names: Vec<String>,
        /// `create`, `update`; empty means both.
        variable_events: Vec<String>,
    },
    /// An error: catch-all when the code is `None`.
    Error {
        /// Error code.
        code: Option<Text>,
    },
    /// An escalation: catch-all when the code is `None`.
    Escalation {
        /// Escalation code.
        code: Option<Text>,
    },
    /// Compensation; thrown with an activity it compensates only that.
    Compensation {
        /// Id of the activity to compensate; `None` compensates the whole scope.
        activity: Option<String>,
    },
    /// Cancel of a transaction.
    Cancel,
    /// Link to the catch event of the same name.
    Link {
        /// Link name.
        name: String,
    },
    /// Terminate (end events only).
    Terminate,
}

/// A timer definition.
#[derive(Debug, Clone)]
pub enum Timer {
    /// An instant, ISO 8601 or FEEL.
    Date(Text),
    /// A duration from activation.
    Duration(Text),
    /// A cycle: `R/PT1H`, `R3/2026-01-01T08:00:00Z/P1D`, or a cron line of six fields.
    Cycle(Text),
}

/// A message reference.
#[derive(Debug, Clone)]
pub struct Message {
    /// Message name.
    pub name: Text,
    /// Correlation key; `None` on top-level start events.
    pub correlation_key: Option<Expression>,
    /// Throw only: how long it is buffered, ISO 8601 duration.
    pub time_to_live: Option<Text>,
}
