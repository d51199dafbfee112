//! The engine seen through scripts, laws and the shipped library. One binary, many modules.

mod bpmn_reading;
mod calendar;
mod id;
mod voting;
