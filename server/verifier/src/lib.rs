//! Checks an exported record of Mufakat: `bundle` reads it and says what is wrong, `anchor` reads the checkpoints that the
//! auditors kept, `chain` and `tree` compute the hashes. Written from `docs/verifying.md`, without the server's code.

pub mod anchor;
pub mod bundle;
mod chain;
mod tree;
