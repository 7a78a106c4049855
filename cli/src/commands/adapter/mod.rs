//! `stadion adapter`

mod found;
mod key;
mod live;
mod record;
mod simulate;
mod told;
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
    Simulate(simulate::Args),
    Record(record::Args),
    Key(key::Args),
}

pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Try(args) => try_one::run(args),
        What::Simulate(args) => simulate::run(args),
        What::Record(args) => record::run(args),
        What::Key(args) => key::run(args),
    }
}
