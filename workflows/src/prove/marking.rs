//! Where tokens stand in one scope, with data forgotten.

use crate::model::{ElementIndex, FlowIndex};

/// An error or escalation code; `None` when only the data know it.
pub(super) type Code = Option<String>;

/// Which thread of control a token belongs to: [`MAIN`], or the index of the event or element that started a thread
/// beside it (a non-interrupting boundary event, an element of an ad-hoc sub-process). Threads of different origin may
/// meet in an element without harm, two tokens of one thread may not.
pub(super) type Thread = u32;

/// The thread that a scope begins with.
pub(super) const MAIN: Thread = 0;

/// A place for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// On a flow: it waits at a join, or is about to enter an element that several flows lead to.
    Flow(FlowIndex),
    /// Thrown through a link, about to leave its catch event.
    Link(ElementIndex),
    /// Inside an element that waits for the world, or for what is inside it.
    Inside(ElementIndex),
    /// Inside a sub-process in a situation from which that never ends by itself.
    Stuck(ElementIndex),
    /// At a throw event that waits for compensation handlers.
    Undoing(ElementIndex),
}

/// How a scope ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Nothing lives in it any more.
    Completed,
    /// An error left it.
    Failed {
        /// Which.
        code: Code,
        /// Thrown by an error end event, not by a person or worker.
        drawn: bool,
    },
    /// An escalation that interrupts it left it.
    Escalated(Code),
    /// A transaction was cancelled.
    Cancelled,
}

/// The tokens of one scope instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marking {
    /// Sorted; at most one token of a thread in a place.
    pub tokens: Vec<(At, Thread)>,
    /// Complex gateways that have fired, with the flows seen in the round.
    pub rounds: Vec<(ElementIndex, Vec<FlowIndex>)>,
    /// Joins that have brought flows together, of those that [`super::net::Net::watched`] names; sorted.
    pub joined: Vec<ElementIndex>,
    /// Completed activities that can be compensated; sorted, kept only where something here compensates.
    pub done: Vec<ElementIndex>,
    /// The scope has ended.
    pub left: Option<Exit>,
}

impl Marking {
    pub(super) fn ended(exit: Exit) -> Self {
        Self {
            left: Some(exit),
            ..Self::default()
        }
    }

    /// Puts a token down. `false` when it meets one of its own thread, or of the main one, in the same place: then the
    /// two become one, so that the states stay finite.
    pub(super) fn add(&mut self, at: At, thread: Thread) -> bool {
        let rival = self
            .tokens
            .iter()
            .position(|(place, other)| *place == at && clash(*other, thread));
        let kept = match rival {
            Some(position) => {
                let (_, other) = self.tokens.remove(position);
                other.min(thread)
            }
            None => thread,
        };
        if let Err(position) = self.tokens.binary_search(&(at, kept)) {
            self.tokens.insert(position, (at, kept));
        }
        rival.is_none()
    }

    pub(super) fn remove(&mut self, at: At, thread: Thread) {
        if let Ok(position) = self.tokens.binary_search(&(at, thread)) {
            self.tokens.remove(position);
        }
    }

    /// The thread of a token in a place, the main one first.
    pub(super) fn thread_at(&self, at: At) -> Option<Thread> {
        self.tokens
            .iter()
            .find(|(place, _)| *place == at)
            .map(|(_, thread)| *thread)
    }

    pub(super) fn holds(&self, at: At) -> bool {
        self.thread_at(at).is_some()
    }

    /// A join has brought flows together.
    pub(super) fn join(&mut self, join: ElementIndex) {
        if let Err(position) = self.joined.binary_search(&join) {
            self.joined.insert(position, join);
        }
    }

    pub(super) fn lives(&self, thread: Thread) -> bool {
        self.tokens.iter().any(|(_, other)| *other == thread)
    }

    /// Whether an activity, event or gateway of the scope is alive (and not only tokens on flows).
    pub(super) fn has_children(&self) -> bool {
        self.tokens
            .iter()
            .any(|(at, _)| !matches!(at, At::Flow(_) | At::Link(_)))
    }

    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        self.rounds.clear();
    }
}

/// Whether two tokens in one place are one too many.
pub(super) fn clash(one: Thread, other: Thread) -> bool {
    one == other || one == MAIN || other == MAIN
}
