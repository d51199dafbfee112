//! HTTP: a request arrives and is bounded; nothing is decided here (ARCHITECTURE 1). axum is known to this folder only.
//!
//! `serve` listens, `routes` says what leads where, `graphql` takes queries and subscriptions, `documents` files, `verify`,
//! `links` and `pages` plain HTML, `assets` the web application, `health` what operators ask, `guard` stands before the parser.

mod assets;
mod documents;
mod graphql;
pub mod guard;
mod health;
mod links;
mod pages;
mod person_export;
mod record;
mod routes;
mod serve;
mod templates;
mod verify;
mod who;

pub use links::Pace;
pub use routes::router;
pub use serve::serve;
