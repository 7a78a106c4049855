//! `stadion adapter simulate`

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::TimeDelta;
use stadion_engine::clock::Clock;
use stadion_engine::simulator::{Fault, Options, Served, Simulator};
use stadion_pack::adapter::Adapter;
use tokio::sync::broadcast::error::RecvError;

use super::found;
use crate::commands::block_on;
use crate::outcome::{Outcome, failure, say, usage, write};

/// Serve the vendor of an adapter from its examples, for whoever has no credentials of it
///
/// OAuth 2 with a page to allow or deny, lists with their pages and cursors, details, budgets, calls, and
/// failures at will. Listens on the loopback alone. Prints its address and what to put into the server's
/// configuration on stdout, each request on stderr with secrets masked; ends on Ctrl-C. `/_simulator/…`
/// drives it from outside: docs/adapters/guide.md.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The adapter's id, or its folder
    id: String,
    /// Port on 127.0.0.1; a free one where it is left out
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Records of each list, made of those of the examples; theirs alone where it is left out
    #[arg(long, value_name = "N")]
    records: Option<usize>,
    /// Let people in without asking them
    #[arg(long)]
    auto_allow: bool,
    /// The newest record begins so many days ago; at the examples' own dates where it is left out
    #[arg(long, value_name = "DAYS")]
    newest: Option<u32>,
    /// The vendor's id of a person who may let the app in; may be given several times
    #[arg(long, value_name = "ID")]
    user: Vec<String>,
    /// Tokens end after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    token_lives: u32,
    /// A failure: `429 every=5 of=stream`, `cut nth=3`, `lost of=refresh times=1`, `slow=2000`, `empty`,
    /// `huge`, `wrong-types`, `error-inside then=rate-limited`; with `path=`, `of=`, `nth=`, `every=`,
    /// `probability=`, `times=`. May be given several times
    #[arg(long, value_name = "FAULT")]
    fail: Vec<Fault>,
    /// Folder with the folders of adapters
    #[arg(long, value_name = "DIR", default_value = "device-adapters")]
    dir: PathBuf,
}

pub fn run(args: &Args) -> Outcome {
    let found = match found::adapter(&args.id, &args.dir) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let clock = Clock::system();
    let options = options(args, &clock);
    let told = configuration(&found.adapter, &options);
    let simulator = match Simulator::new(found.adapter, &found.source, options, clock) {
        Ok(simulator) => simulator,
        Err(error) => return usage(error),
    };
    for fault in &args.fail {
        if let Err(error) = simulator.fault(fault.clone()) {
            return usage(error);
        }
    }
    block_on(serve(args.port, &simulator, &told))
}

fn options(args: &Args, clock: &Clock) -> Options {
    let mut options = Options {
        auto_allow: args.auto_allow,
        records: args.records,
        latest: args
            .newest
            .map(|days| clock.now() - TimeDelta::days(i64::from(days))),
        access_lives: TimeDelta::seconds(i64::from(args.token_lives)),
        ..Options::default()
    };
    if !args.user.is_empty() {
        options.users.clone_from(&args.user);
    }
    options
}

async fn serve(port: u16, simulator: &Simulator, told: &str) -> Outcome {
    let mut seen = simulator.watch();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let served: Served = match simulator.serve_at(address).await {
        Ok(served) => served,
        Err(error) => return usage(format_args!("{address}: {error}")),
    };
    let url = served.url();
    let result = format!("{url}\n\n{}", told.replace("ADDRESS", &url));
    if write(result, Outcome::Well) != Outcome::Well {
        return Outcome::Failure;
    }
    loop {
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => {
                return match stopped {
                    Ok(()) => Outcome::Well,
                    Err(error) => failure(error),
                };
            }
            one = seen.recv() => match one {
                Ok(one) => say(one),
                Err(RecvError::Lagged(missed)) => say(format_args!("… {missed} requests more")),
                Err(RecvError::Closed) => return Outcome::Well,
            },
        }
    }
}

/// What the server has to know to ask this in the vendor's place.
fn configuration(adapter: &Adapter, options: &Options) -> String {
    let id = &adapter.id;
    let mut text = format!("# into the server's configuration\n[vendors.{id}]\n");
    let quoted = |text: &str| format!("{text:?}");
    if let Some(pull) = &adapter.transport.pull {
        if pull.oauth2.is_some() {
            let _ = writeln!(text, "client_id = {}", quoted(&options.client_id));
            let _ = writeln!(text, "client_secret = {}", quoted(&options.client_secret));
        }
        let hosts: Vec<String> = pull.hosts.iter().map(|host| quoted(host)).collect();
        let _ = writeln!(text, "hosts = [{}]", hosts.join(", "));
    }
    text += "stand_in = \"ADDRESS\"\n";
    let secrets: Vec<&str> = secrets(adapter).collect();
    if !secrets.is_empty() {
        let _ = writeln!(text, "\n[vendors.{id}.secrets]");
        for name in secrets {
            let _ = writeln!(text, "{name} = {}", quoted(&options.secret(name)));
        }
    }
    if let Some(key) = adapter
        .transport
        .pull
        .as_ref()
        .and_then(|pull| pull.key.as_ref())
    {
        let _ = writeln!(
            text,
            "\n# what people copy into {}: {}",
            key.header, options.key
        );
    }
    text
}

/// The names of the secrets that an operator sets, each once.
fn secrets(adapter: &Adapter) -> impl Iterator<Item = &str> {
    let push = adapter.transport.push.as_ref();
    let named = push.into_iter().flat_map(|push| {
        [
            push.hmac.as_ref().map(|hmac| hmac.secret.as_str()),
            push.header.as_ref().map(|header| header.secret.as_str()),
            push.address.as_deref(),
            push.challenge
                .as_ref()
                .and_then(|challenge| challenge.secret.as_deref()),
        ]
    });
    let mut secrets: Vec<&str> = named
        .flatten()
        .filter(|name| *name != "client_secret")
        .collect();
    secrets.sort_unstable();
    secrets.dedup();
    secrets.into_iter()
}
