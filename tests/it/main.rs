//! Mufakat as people and programs meet it: one binary, many stories. Each story runs on SQLite and on PostgreSQL against
//! a real server with a clock of its own; only clock and mail server are ours.
//!
//! `app` starts one server over a copy of a seeded database, `postgres` keeps one cluster for the whole run, `mailbox` is
//! the SMTP server, `program` the real binary; `bundle` holds what a team lead brings. The other modules are stories.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "a story ends where something unexpected happens"
)]

#[macro_use]
mod app;
mod bundle;
mod mailbox;
mod postgres;
mod privacy;
mod program;

mod backup;
mod bad_input;
mod command_line;
mod command_line_contract;
mod contracts;
mod dispositions;
mod idempotency;
mod kill_nine;
mod links;
mod live;
mod master_plan_sign_off;
mod message_reach;
mod offices;
mod operations;
mod papers;
mod performance;
mod record;
mod record_page;
mod reminders;
mod restart;
mod sessions;
mod soundness;
mod templates;
mod tidy;
mod visibility;
mod visible_cases;
mod webhooks;
mod workers;
