//! `stadion serve`

use std::net::SocketAddr;

use stadion_engine::clock::Clock;
use stadion_engine::config::{Config, Raw};
use stadion_engine::web::serve::{ServeError, serve};

use super::{block_on, settings::Settings};
use crate::outcome::{Outcome, failure, usage, write};

/// Serve the apps, the API and the admin UI
///
/// Stops on SIGINT or SIGTERM after the requests under way, at the latest after 10 s.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    settings: Settings,
    /// Address of the apps and the API
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Watch the packs: a saved file is live at once, a finding is shown in the open page. The program's own page
    /// templates, texts and styles are read from the checkout it was built in, where that is there: after these
    /// change, build it again
    #[arg(long)]
    dev: bool,
}

pub fn run(args: &Args) -> Outcome {
    let flags = Raw {
        listen: args.listen.clone(),
        dev: args.dev,
        ..args.settings.raw()
    };
    match args.settings.load(flags) {
        Ok(config) => until_stopped(config),
        Err(error) => usage(error),
    }
}

pub fn until_stopped(config: Config) -> Outcome {
    block_on(async {
        match serve(config, Clock::system(), announce, |_| None).await {
            Ok(()) => Outcome::Well,
            Err(error @ ServeError::Bind { .. }) => usage(error),
            Err(error) => failure(error),
        }
    })
}

/// A server whose address nobody can read serves all the same.
fn announce(address: SocketAddr) {
    write(format_args!("http://{address}\n"), Outcome::Well);
}
