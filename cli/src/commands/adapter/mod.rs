//! `stadion adapter`

mod key;
mod try_one;

use clap::Subcommand;

use crate::outcome::Outcome;

/// Try device adapters, and let manufacturers send what people record
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Try(try_one::Args),
    Key(key::Args),
}

pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Try(args) => try_one::run(args),
        What::Key(args) => key::run(args),
    }
}
