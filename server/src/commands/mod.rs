//! The only door for writes: gather facts, ask `permit`, let the engine decide, remember, and answer.
//!
//! `door` takes a request in, `facts` gathers what `permit` asks, `run` puts an engine command through one transaction,
//! the other files carry out one family of requests each. Nothing here knows HTTP or GraphQL.

mod approval;
mod deploy;
mod disposition;
mod door;
mod facts;
mod fault;
mod instance;
mod job;
mod link;
mod message;
mod migrate;
mod notice;
mod offices;
mod operate;
pub mod privacy;
pub mod record;
mod run;
mod task;
mod template;
pub mod upload;
mod webhook;
mod worker;

pub use deploy::deploy_library;
pub use door::Door;
pub use facts::{actor_of, stamp};
pub use fault::{Fault, problem_of_refusal};
pub use link::refusal as link_refusal;
pub use message::{deliver, signal};
pub use migrate::migrate_one;
pub use offices::{hand_back_due, import_register};
pub use run::{Carried, carry_out};
pub use template::problem_of as problem_of_paper;
pub use worker::take_into_service;
