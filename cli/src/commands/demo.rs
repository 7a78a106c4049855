//! `stadion demo`

use std::net::SocketAddr;

use stadion_engine::config::Raw;

use super::serve::until_stopped;
use super::settings::Settings;
use crate::outcome::{Outcome, say, usage};

/// Serve with demo accounts and data, on this machine only
///
/// Twelve people with a year of training are made in the background on the first start; the log names the accounts.
/// The password of all is `stadion demo`, the first is `athlete@demo.stadion.test`.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    settings: Settings,
    /// Loopback address of the apps and the API
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Watch the packs: a saved file is live at once, a finding is shown in the open page. The program's own page
    /// templates, texts and styles are read from the checkout it was built in, where that is there: after these
    /// change, build it again
    #[arg(long)]
    dev: bool,
}

pub fn run(args: &Args) -> Outcome {
    // Anyone who reads this repository knows the demo accounts' passwords.
    if !args.listen.ip().is_loopback() {
        return usage(format_args!(
            "{} can be reached from elsewhere, and demo accounts are open to all: \
             choose a loopback address as 127.0.0.1:8080, or use `stadion serve`",
            args.listen
        ));
    }
    let flags = Raw {
        listen: Some(args.listen.to_string()),
        dev: args.dev,
        demo: true,
        ..args.settings.raw()
    };
    if let Ok(Some(origin)) = args.settings.origin("listen") {
        say(format_args!(
            "stadion: {origin}: `listen` is for `stadion serve`; the demo listens on {} (--listen)",
            args.listen
        ));
    }
    match args.settings.load(flags) {
        Ok(config) => until_stopped(config),
        Err(error) => usage(error),
    }
}
