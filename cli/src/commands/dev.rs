//! `stadion dev`

mod told;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use stadion_engine::App;
use stadion_engine::catalog::Live;
use stadion_engine::clock::Clock;
use stadion_engine::config::{Config, Raw};
use stadion_engine::domains::cases;
use stadion_engine::web::serve::{ServeError, serve};
use stadion_pack::{PackSource, finding};
use tempfile::TempDir;

use self::told::Teller;
use super::block_on;
use super::packs::{Checked, folders};
use crate::noted::{self, Moment};
use crate::outcome::{Outcome, failure, usage, write};

/// Work on a pack: its app with its own cases as people, live after each save
///
/// PATH is a pack's folder or a folder of packs; packs beside it are read too. Serves on this machine only, with a
/// database of its own that is removed at the end. Each case of the pack is tried and stays as an account: the browser
/// is let in as the first, and a bar on the page chooses another. After a save it prints findings and which cases fail,
/// makes the people anew, and open pages show it. Nothing is written into the pack.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A pack's folder, or a folder of packs
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    /// Loopback address of the app; a free port when left out
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Folder for the database and files, kept at the end; a temporary one when left out
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn run(args: &Args) -> Outcome {
    if !args.listen.ip().is_loopback() {
        return usage(format_args!(
            "{} can be reached from elsewhere, and whoever opens the app is let in: choose a \
             loopback address as 127.0.0.1:8080",
            args.listen
        ));
    }
    let checked = match Checked::read(std::slice::from_ref(&args.path)) {
        Ok(checked) => checked,
        Err(why) => return usage(why),
    };
    let kept = match &args.data {
        Some(_) => None,
        None => match tempfile::tempdir() {
            Ok(folder) => Some(folder),
            Err(error) => return failure(error),
        },
    };
    match config(args, kept.as_ref()) {
        Ok(config) => work(config, &checked),
        Err(error) => usage(error),
    }
    // The temporary folder goes here.
}

fn config(args: &Args, folder: Option<&TempDir>) -> Result<Config, String> {
    let data = args.data.as_deref().or(folder.map(TempDir::path));
    let worked_on = args.path.canonicalize();
    let worked_on = worked_on.map_err(|error| format!("{}: {error}", args.path.display()))?;
    let flags = Raw {
        data: data.map(Path::to_owned),
        packs: Some(folders(std::slice::from_ref(&args.path))),
        listen: Some(args.listen.to_string()),
        // What the server does is not what one looks for here.
        log: Some("warn".to_owned()),
        dev: true,
        demo: true,
        worked_on: vec![worked_on],
        ..Raw::default()
    };
    // Settings of a server that happens to be configured here are not this one's.
    let none: [(std::ffi::OsString, std::ffi::OsString); 0] = [];
    Config::load(None, none, flags).map_err(|error| error.to_string())
}

fn work(config: Config, checked: &Checked) -> Outcome {
    let named = checked.packs.iter();
    let named: Vec<&PackSource> = named
        .filter(|pack| checked.roots.contains(&pack.root))
        .collect();
    let home = match named.as_slice() {
        [only] => format!("/{}/", only.id()),
        _ => "/".to_owned(),
    };
    let announce = move |address: SocketAddr| {
        write(format_args!("http://{address}{home}\n"), Outcome::Well);
    };
    let clock = starting(checked).map_or_else(Clock::system, Clock::going_from);
    block_on(async {
        let opened = |app: &App| Some(tokio::spawn(follow(app.clone())));
        match serve(config, clock, announce, opened).await {
            Ok(()) => Outcome::Well,
            Err(error @ ServeError::Bind { .. }) => usage(error),
            Err(error) => failure(error),
        }
    })
}

/// The time of the cases, so that what they give is of this week; theirs that is the latest.
fn starting(checked: &Checked) -> Option<DateTime<Utc>> {
    let cases = checked.cases.cases.iter();
    cases.map(|case| case.now).max()
}

/// Tells of the packs as they are, and after each save again, until the server stops.
async fn follow(app: App) {
    loop {
        let live = app.catalog.live();
        tokio::select! {
            () = tell(&app, &live) => {}
            () = changed(&app, &live) => continue,
        }
        changed(&app, &live).await;
    }
}

/// Returns when the packs are others. They are read again also where a file beside them changed, and
/// open pages are told of more than packs.
async fn changed(app: &App, live: &Live) {
    let mut generation = app.catalog.generation();
    while is_same(&app.catalog.live(), live) {
        if generation.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

fn is_same(one: &Live, other: &Live) -> bool {
    one.sources == other.sources
        && one.unreadable == other.unreadable
        && one.unwatched == other.unwatched
}

async fn tell(app: &App, live: &Live) {
    let sources = live.sources.iter();
    let named: Vec<PackSource> = sources
        .filter(|pack| app.catalog.is_worked_on(&pack.root))
        .cloned()
        .collect();
    let teller = Teller::new(&named);
    let read = cases::read(&app.catalog.packs(), &named);
    let mut findings = live.findings.clone();
    let is_broken = live.has_errors();
    findings.extend(read.findings.iter().cloned());
    teller.findings(live, &findings);
    if is_broken || finding::has_errors(&read.findings) {
        teller.stays(is_broken);
        return;
    }
    let note = |moment| noted::note_all(&named, &app.catalog.packs(), moment);
    note(Moment::Valid);
    let shown = || {
        teller.shown();
        note(Moment::Previewed);
    };
    match cases::renew(app, &read, shown).await {
        Ok(told) => {
            if told.failed() == 0 && !told.cases.is_empty() {
                note(Moment::Tested);
            }
            teller.cases(&told, &named);
        }
        Err(error) => teller.failed(&error),
    }
}
