//! Bookkeeping facts: what the state must remember although no reader outside needs it.

use serde::{Deserialize, Serialize};

use crate::feel::{Context, Value};
use crate::voting;

use super::command::Key;

/// Where the work on an element instance stands; an incident remembers it, so that a retry continues there
/// (DIALECT 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// Input mappings and start listeners.
    Inputs,
    /// Boundary events and the element's own work.
    Work,
    /// Output mappings and end listeners.
    Outputs,
    /// Which flows to take, or what a multi-instance item contributes.
    Flows,
    /// Tokens that wait on the flows of a scope.
    Tokens,
    /// The next item of a multi-instance or loop.
    Iterate,
    /// A job that ran out of attempts.
    Job,
    /// Nothing to redo: what is watched (a condition, a listener) is looked at again.
    Watch,
}

/// One bookkeeping fact. Serialised with a `kind` tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum Note {
    /// Tokens on these flows are gone: swallowed by a complex gateway, or dropped with an interrupted scope.
    TokensDropped {
        /// Scope instance.
        scope: Key,
        /// Flow ids, one entry for each token.
        flows: Vec<String>,
    },
    /// A complex gateway has fired and swallows what is still to come of this round.
    RoundFired {
        /// Scope instance.
        scope: Key,
        /// The gateway.
        element: String,
        /// Flows that have contributed.
        seen: Vec<String>,
    },
    /// A flow contributed to a round that has fired already.
    RoundSeen {
        /// Scope instance.
        scope: Key,
        /// The gateway.
        element: String,
        /// The flow.
        flow: String,
    },
    /// A complex gateway begins its next round.
    RoundReset {
        /// Scope instance.
        scope: Key,
        /// The gateway.
        element: String,
    },
    /// The boundary events of an activity, or the event sub-processes of a scope, are open.
    Attached {
        /// The activity or scope.
        key: Key,
    },
    /// A multi-instance or loop knows what it runs over.
    BodyStarted {
        /// The body.
        body: Key,
        /// How many; `None` for a standard loop.
        total: Option<u32>,
        /// The items, for a collection.
        items: Option<Value>,
        /// Variable that collects outputs.
        output: Option<String>,
    },
    /// One item is done.
    ItemDone {
        /// The body.
        body: Key,
        /// 1-based position.
        position: u32,
        /// What it contributes.
        output: Option<Value>,
    },
    /// A vote opens: its rules and its electorate are frozen from now on.
    VoteOpened {
        /// The body.
        body: Key,
        /// How it is held.
        rules: voting::Rules,
        /// Who may vote.
        electorate: voting::Electorate,
        /// Elector of each item, when the items are the electors.
        seats: Vec<String>,
    },
    /// A ballot.
    BallotCast {
        /// The body.
        body: Key,
        /// The task.
        task: Key,
        /// The ballot as it is counted: its person is the elector.
        ballot: voting::Ballot,
        /// Person id of who cast it.
        person: Option<String>,
        /// Position code of who cast it.
        position: Option<String>,
    },
    /// A throw event (or cancel end event) compensates: the records move from the scope to it.
    CompensationStarted {
        /// The throwing element instance.
        thrower: Key,
        /// The scope that holds the records.
        scope: Key,
        /// Only this activity; `None` is all.
        element: Option<String>,
    },
    /// The handler of the next record no longer exists in the definition: the record is passed over.
    CompensationSkipped {
        /// The throwing element instance.
        thrower: Key,
    },
    /// A watched condition changed its truth.
    ConditionSeen {
        /// The subscription.
        subscription: Key,
        /// Whether it holds now.
        holds: bool,
    },
    /// Elements that a sequential ad-hoc sub-process has still to run.
    Queued {
        /// The ad-hoc sub-process.
        scope: Key,
        /// Element ids in order.
        elements: Vec<String>,
    },
    /// What an inner element of an ad-hoc sub-process contributed.
    Collected {
        /// The ad-hoc sub-process.
        scope: Key,
        /// The value.
        value: Value,
    },
    /// A task transition waits for its listeners.
    Held {
        /// The task.
        task: Key,
        /// What was asked.
        held: Held,
    },
    /// The transition that was held is over: done or denied.
    Released {
        /// The task.
        task: Key,
        /// Words of the listener that denied it.
        denied: Option<String>,
    },
    /// A `creating` listener corrected what the task will look like.
    Corrected {
        /// The element instance.
        key: Key,
        /// Corrections, see [`super::command::ListenerResult`].
        corrections: Context,
    },
}

/// A task transition that waits for blocking listeners (`zeebe:taskListeners`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// `completing`, `assigning` or `updating`.
    pub event: String,
    /// Person id of who asked.
    pub by: Option<String>,
    /// Position code of who asked.
    pub position: Option<String>,
    /// Form values of a completion.
    pub values: Context,
    /// New assignee of an assignment.
    pub assignee: Option<String>,
    /// Whether the assignment was a claim.
    pub claim: bool,
    /// Corrections so far.
    pub corrections: Context,
}
