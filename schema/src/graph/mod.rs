//! The GraphQL contract, one concept a file: type, inputs, payloads, resolvers. `build` puts it together and states its
//! conventions; `guard`, `page`, `loaders` and `problem` are what every resolver uses.

mod ballots;
pub mod build;
mod council;
mod definition;
mod deploy;
mod document;
mod document_diff;
mod guard;
mod instance;
pub mod job;
mod kpi;
pub mod live;
mod loaders;
mod mail;
mod message;
mod node;
mod notice;
mod offices;
mod organisation;
mod page;
mod paper_template;
mod person;
mod position;
mod principal;
mod privacy;
mod problem;
mod proof;
mod record;
mod region;
mod scalar;
mod session;
mod staffing;
mod task;
mod verification;
mod webhook;
mod written;
