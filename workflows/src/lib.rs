//! The pure core of Mufakat: definitions and commands in, events out.
//!
//! Nothing here reads a clock, draws a random number, touches a file or a socket, or iterates an
//! unordered map: the time, the ids and the seed arrive in the command. `clippy.toml` bans them by name.

pub mod access;
pub mod bpmn;
pub mod calendar;
pub mod dmn;
pub mod engine;
pub mod feel;
pub mod form;
pub mod id;
pub mod model;
pub mod prove;
pub mod simulate;
pub mod voting;
