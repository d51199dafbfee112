//! The command line, a public contract (DIALECT 4, ARCHITECTURE 7). Results go to standard output, everything else to
//! standard error; the exit code is 0 when what was asked holds, 1 when it does not, 2 for a wrong call.

mod audit;
mod backup;
mod check;
mod decide;
mod lines;
mod prove;
mod register;
mod serve;
mod simulate;
mod user;
mod workflow_files;

use std::fmt;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Workflow engine for smart-city councils.
#[derive(Debug, Parser)]
#[command(name = "mufakat", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the web application and the API.
    Serve(Config),
    /// Brings the database up to date.
    Migrate(Config),
    /// Loads the region tree, and with --demo the demo register and its case.
    Seed(Config),
    /// Says for each workflow file whether it can be deployed.
    Check(check::Check),
    /// Proves processes sound for all data, or tells why they are not, with traces.
    Prove(prove::Prove),
    /// Runs a process in memory on a virtual clock.
    Simulate(simulate::Simulate),
    /// Runs the scenario files beside workflow definitions.
    Test(check::Test),
    /// Evaluates a decision.
    Decide(decide::Decide),
    /// Evaluates a FEEL expression.
    Feel(decide::Feel),
    /// Prints the GraphQL schema.
    Schema,
    /// Imports people, positions, roles and appointments from a CSV file.
    Register(register::Register),
    /// Verifies the record.
    Audit(audit::Audit),
    /// Manages accounts.
    User(user::User),
    /// Saves the database and the documents to one file, while everything goes on.
    Backup(backup::Backup),
    /// Brings a backup back into an empty database, of either kind.
    Restore(backup::Restore),
}

/// The arguments do not make sense together: exit code 2, as for arguments that are not known.
#[derive(Debug)]
struct WrongCall(String);

impl fmt::Display for WrongCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for WrongCall {}

/// An argument that is a JSON object.
fn object(text: &str) -> Result<workflows::feel::Context, String> {
    use workflows::feel::{Value, json};
    match json::parse(text).map_err(|error| error.to_string())? {
        Value::Context(context) => Ok((*context).clone()),
        _ => Err("must be a JSON object".to_owned()),
    }
}

/// Runs a command and answers its exit code.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    crate::telemetry::logs();
    let outcome = match cli.command {
        Command::Check(check) => check::check(&check),
        Command::Test(test) => check::test(&test),
        Command::Prove(call) if call.asks_register() => within(prove::run_with_register(call)),
        Command::Prove(call) => prove::run(&call),
        Command::Simulate(simulate) => simulate::simulate(&simulate),
        Command::Decide(decide) => decide::decide(&decide),
        Command::Feel(feel) => decide::feel(&feel),
        Command::Schema => {
            print!("{}", schema::graph::build::sdl());
            Ok(true)
        }
        Command::Serve(config) => within(serve::serve(config)),
        Command::Migrate(config) => within(register::migrate(config)),
        Command::Seed(config) => within(register::seed(config)),
        Command::Register(asked) => within(register::register(asked)),
        Command::Audit(audit) => within(audit::audit(audit)),
        Command::User(user) => within(user::user(user)),
        Command::Backup(asked) => within(backup::backup(asked)),
        Command::Restore(asked) => within(backup::restore(asked)),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("mufakat: {error:#}");
            match error.downcast_ref::<WrongCall>() {
                Some(_) => ExitCode::from(2),
                None => ExitCode::FAILURE,
            }
        }
    }
}

fn within(work: impl Future<Output = anyhow::Result<bool>>) -> anyhow::Result<bool> {
    // Resolvers and the query parser recurse; the default stack of two megabytes is doubled for comfort.
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(4 * 1024 * 1024)
        .build()?
        .block_on(work)
}
