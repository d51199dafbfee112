//! Which transitions exist. `evolve` asserts every one of them, so a wrong decision is caught where it is made.

use serde::{Deserialize, Serialize};

/// Where something that lives in an instance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Standing {
    /// Not there (yet).
    Absent,
    /// A task nobody holds; an element, timer, job or subscription that lives.
    Open,
    /// A task that somebody holds.
    Claimed,
    /// Done.
    Completed,
    /// A task that was sent back.
    Returned,
    /// Ended by something else.
    Withdrawn,
}

/// What lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Being {
    /// The process instance.
    Instance,
    /// An element instance.
    Element,
    /// A user or manual task.
    Task,
    /// A timer, subscription, job or incident.
    Wait,
}

use Being::{Element, Instance, Task, Wait};
use Standing::{Absent, Claimed, Completed, Open, Returned, Withdrawn};

/// Every legal transition; what is not here does not happen.
const TABLE: &[(Being, Standing, Standing)] = &[
    (Instance, Absent, Open),
    (Instance, Open, Open),
    (Instance, Open, Completed),
    (Instance, Open, Withdrawn),
    (Element, Absent, Open),
    (Element, Open, Completed),
    (Element, Open, Withdrawn),
    (Task, Absent, Open),
    (Task, Open, Claimed),
    (Task, Claimed, Claimed),
    (Task, Claimed, Open),
    (Task, Open, Open),
    (Task, Open, Completed),
    (Task, Claimed, Completed),
    (Task, Open, Returned),
    (Task, Claimed, Returned),
    (Task, Open, Withdrawn),
    (Task, Claimed, Withdrawn),
    (Wait, Absent, Open),
    (Wait, Open, Open),
    (Wait, Open, Completed),
    (Wait, Open, Withdrawn),
];

/// Whether something may go from one standing to another.
#[must_use]
pub fn can_go(being: Being, from: Standing, to: Standing) -> bool {
    TABLE.contains(&(being, from, to))
}
