//! The `stadion` command: results on stdout, talk on stderr.

#![deny(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "they panic where nothing can be written: `outcome::write` and `say` do not"
)]

mod commands;
mod noted;
mod outcome;
mod reference;
mod remote;

use std::process::ExitCode;

use clap::Parser;

use commands::Cli;

fn main() -> ExitCode {
    // clap prints help and usage errors itself, the latter with exit code 2.
    commands::run(Cli::parse()).into()
}
