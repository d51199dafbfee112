//! The shell of Mufakat: everything that touches the world. The binary is `mufakat` (`main.rs`).

pub mod app;
pub mod auth;
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
