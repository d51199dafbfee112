//! `mufakat`: one program for everything (ARCHITECTURE 7). Each command is a file of `cli`.

use std::process::ExitCode;

use clap::Parser as _;
use server::cli::Cli;

fn main() -> ExitCode {
    server::cli::run(Cli::parse())
}
