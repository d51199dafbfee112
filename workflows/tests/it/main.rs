//! The engine seen through scripts, laws and the shipped library. One binary, many modules.

mod access;
mod bpmn_attacks;
mod bpmn_lint;
mod bpmn_reading;
mod bpmn_support;
mod bpmn_vendors;
mod calendar;
mod dmn_models;
mod dmn_tables;
mod elements;
mod feel_laws;
mod feel_tables;
mod form;
mod id;
mod library;
mod properties;
mod script;
mod simulation;
mod voting;
