//! The engine seen through scripts, laws and the shipped library. One binary, many modules.
// A test that unwraps nothing fails, which is what it is for.
#![allow(clippy::unwrap_used)]

mod access;
mod acting_officials;
mod bpmn_attacks;
mod bpmn_lint;
mod bpmn_reading;
mod bpmn_support;
mod bpmn_variables;
mod bpmn_vendors;
mod calendar;
mod chance;
mod dmn_bounds;
mod dmn_files;
mod dmn_models;
mod dmn_requests;
mod dmn_tables;
mod dmn_trace;
mod elements;
mod engine_bounds;
mod feel_laws;
mod feel_tables;
mod foreign_files;
mod foreign_models;
mod form;
mod hostile_feel;
mod id;
mod library;
mod mutants;
mod mutated_models;
mod notation;
mod operations;
mod prove;
mod random;
mod random_processes;
mod script;
mod simulation;
mod voting;
