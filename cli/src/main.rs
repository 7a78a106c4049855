//! The `stadion` command: results on stdout, talk on stderr.

mod commands;
mod outcome;
mod reference;

use std::process::ExitCode;

use clap::Parser;

use commands::Cli;

fn main() -> ExitCode {
    // clap prints help and usage errors itself, the latter with exit code 2.
    commands::run(Cli::parse()).into()
}
