//! Runs workflows in memory, on a virtual clock, without a database: `mufakat simulate`, `mufakat test`, and the tests of
//! the engine itself. Files come in as texts; nothing is read or written here.

mod autopilot;
mod calendar;
mod decisions;
mod deployment;
mod player;
mod report;
pub mod scenario;

pub use autopilot::{Driver, Options, simulate};
pub use calendar::LocalCalendar;
pub use deployment::{Deployment, Source};
pub use player::{Call, Player, Posted};
pub use report::{Found, Report, Stuck, Wait};
