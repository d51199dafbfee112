//! What operators do with live instances: hold them, change where their tokens are, move them to another version.

mod laws;
mod migrate;
mod migrate_refused;
mod modify;
mod roll_back;
mod suspend;
