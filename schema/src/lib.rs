//! Both written contracts of Mufakat and the read path between them: tables and migrations, GraphQL types and resolvers.
//!
//! Nothing here writes: a mutation builds one `commands::Request` and hands it to the `Commands` trait, which `server` implements.

// The API is one future of many fields, nested as deep as there are groups of questions.
#![recursion_limit = "256"]

pub mod checkpoint_text;
pub mod commands;
pub mod deployed;
pub mod graph;
pub mod job_ref;
pub mod journal_hash;
pub mod migrated;
pub mod migrations;
pub mod paper_templates;
pub mod register_change;
pub mod retention;
pub mod staffing;
pub mod subject;
pub mod tables;
pub mod word_diff;
