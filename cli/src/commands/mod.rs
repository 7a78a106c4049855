//! One file per verb.

mod activity;
mod adapter;
mod admin;
mod check;
mod columns;
mod demo;
mod dev;
mod diff;
mod explain;
mod fmt;
mod history;
mod import;
mod lsp;
mod new;
mod packs;
mod publish;
mod rebuild;
mod rollback;
mod schema;
mod serve;
mod settings;
mod status;
mod test;
#[cfg(test)]
mod tests;

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
    Check(check::Args),
    Diff(diff::Args),
    Explain(explain::Args),
    Fmt(fmt::Args),
    Test(test::Args),
    Dev(dev::Args),
    Lsp(lsp::Args),
    Publish(publish::Args),
    Status(status::Args),
    History(history::Args),
    Rollback(rollback::Args),
    Rebuild(rebuild::Args),
    Schema(schema::Args),
    New(new::Args),
    Activity(activity::Args),
    Adapter(adapter::Args),
    Import(import::Args),
    Demo(demo::Args),
    Admin(admin::Args),
}

pub fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Dev(args) => dev::run(&args),
        Command::Lsp(args) => lsp::run(&args),
        Command::Publish(args) => publish::run(&args),
        Command::Status(args) => status::run(&args),
        Command::History(args) => history::run(&args),
        Command::Rollback(args) => rollback::run(&args),
        Command::Rebuild(args) => rebuild::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::New(args) => new::run(&args),
        Command::Activity(args) => activity::run(&args),
        Command::Adapter(args) => adapter::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Admin(args) => admin::run(&args),
    }
}

/// Runs a verb that waits on sockets or the database.
fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    match Runtime::new() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => failure(format_args!("no threads can be started: {error}")),
    }
}
