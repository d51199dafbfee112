//! Remembering: the only place that writes to the database (ARCHITECTURE invariant 3).
//!
//! `connect` opens SQLite or PostgreSQL, `writer` turns a piece of work into one durable transaction,
//! `instance` loads and saves a process instance, `journal` appends and verifies, `project` keeps the read rows,
//! `changes` tells live subscribers. The other files write the rows of one concern each.

pub mod account;
pub mod anchored;
pub mod audit;
pub mod bundle;
pub mod case_record;
pub mod changes;
pub mod checkpoint;
pub mod connect;
pub mod deployment;
pub mod directory;
pub mod document;
pub mod draft;
pub mod due;
pub mod given;
pub mod idempotency;
pub mod instance;
pub mod journal;
pub mod link;
pub mod loan;
pub mod mail;
pub mod message;
pub mod migration;
pub mod move_paths;
pub mod notice;
pub mod offices;
pub mod paper_template;
pub mod plan;
pub mod privacy;
pub mod project;
pub mod record_check;
pub mod register;
pub mod roster;
pub mod succession;
pub mod tables;
pub mod taken;
pub mod webhook;
pub mod worker;
mod writer;

pub use connect::Store;
