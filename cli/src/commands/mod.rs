//! One file per verb.

mod demo;
mod serve;
mod settings;

use clap::{Parser, Subcommand};
use tokio::runtime::Runtime;

use crate::outcome::{Outcome, failure};

/// Builds sport apps from packs of YAML.
#[derive(Debug, Parser)]
#[command(name = "stadion", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
}

pub fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(args) => serve::run(&args),
        Command::Demo(args) => demo::run(&args),
    }
}

/// Runs a verb that waits on sockets or the database.
fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    match Runtime::new() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => failure(format_args!("no threads can be started: {error}")),
    }
}
