//! The shell of Mufakat: everything that touches the world. The binary is `mufakat` (`main.rs`).

// The API is one future of many fields, nested as deep as there are groups of questions.
#![recursion_limit = "256"]

pub mod app;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod commands;
pub mod config;
pub mod documents;
pub mod effects;
pub mod http;
pub mod library;
pub mod ports;
pub mod register;
pub mod schedule;
pub mod seed;
pub mod store;
pub mod telemetry;
