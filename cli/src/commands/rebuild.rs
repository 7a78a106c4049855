//! `stadion rebuild`

use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};
use stadion_engine::clock::Clock;
use stadion_engine::web::{Error, telemetry};
use stadion_engine::{App, events};
use uuid::Uuid;

use super::{block_on, settings::Settings};
use crate::outcome::{Outcome, failure, say, usage, write};

/// Compute records, badges and figures again from the facts
///
/// A server notices by itself what a changed pack tells otherwise, and tells earlier workouts anew in the background.
/// This does it for everybody at once and shows how far it is: after the database was restored or mended by hand, or to
/// be sure.
///
/// Takes one user at a time, each in one transaction, also while the server runs. Interrupted, it
/// goes on where it was, as long as the packs are the same.
#[derive(clap::Args, Debug)]
pub struct Args {
    #[command(flatten)]
    settings: Settings,
    /// Begin with the first user even if a run was interrupted
    #[arg(long)]
    from_start: bool,
}

const USERS_AT_ONCE: i64 = 500;

pub fn run(args: &Args) -> Outcome {
    let config = match args.settings.load(args.settings.raw()) {
        Ok(config) => config,
        Err(error) => return usage(error),
    };
    telemetry::start(&config);
    let mark = Mark::beside(&config.data);
    block_on(async {
        let app = match App::open_existing(config, Clock::system()).await {
            Ok(app) => app,
            Err(error) => return failure(error),
        };
        let packs = app.catalog.live();
        if packs.packs.packs.is_empty() {
            app.db.close().await;
            return usage(
                "no pack is live, so a rebuild would empty everything: see `stadion check`, or name the folder with --packs",
            );
        }
        let outcome = all_users(&app, &mark, args.from_start).await;
        app.db.close().await;
        outcome.unwrap_or_else(failure)
    })
}

async fn all_users(app: &App, mark: &Mark, from_start: bool) -> Result<Outcome, Error> {
    let digest = app.catalog.live().digest();
    let mut last = if from_start { None } else { mark.read(&digest) };
    if last.is_some() {
        say("going on where the last run was interrupted (--from-start begins anew)");
    }
    let bar = progress(events::user_count(&app.db).await?);
    loop {
        let users = events::users_after(&app.db, last, USERS_AT_ONCE).await?;
        if users.is_empty() {
            break;
        }
        for user_id in users {
            app.events.rebuild(app, user_id).await?;
            mark.write(&digest, user_id);
            last = Some(user_id);
            bar.inc(1);
        }
    }
    mark.remove();
    bar.finish_and_clear();
    let result = format!("{} users rebuilt\n", bar.position());
    Ok(write(result, Outcome::Well))
}

/// Drawn on stderr, and only when that is a terminal.
fn progress(users: i64) -> ProgressBar {
    let bar = ProgressBar::new(users.unsigned_abs());
    match ProgressStyle::with_template("{bar:40} {pos}/{len} users, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Remembers the last user that was done. Losing it costs time, never correctness.
struct Mark(PathBuf);

#[derive(Serialize, Deserialize)]
struct Done {
    packs: String,
    last: Uuid,
}

impl Mark {
    fn beside(data: &std::path::Path) -> Self {
        Self(data.join("rebuild.json"))
    }

    /// Nothing when the packs were others: then all users have to be done again.
    fn read(&self, packs: &str) -> Option<Uuid> {
        let bytes = std::fs::read(&self.0).ok()?;
        let done: Done = serde_json::from_slice(&bytes).ok()?;
        (done.packs == packs).then_some(done.last)
    }

    fn write(&self, packs: &str, last: Uuid) {
        let packs = packs.to_owned();
        if let Ok(json) = serde_json::to_vec(&Done { packs, last }) {
            let _ = std::fs::write(&self.0, json);
        }
    }

    fn remove(&self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_holds_for_the_same_packs_only() {
        let folder = tempfile::tempdir().unwrap();
        let mark = Mark::beside(folder.path());
        assert_eq!(mark.read("one"), None);
        let user = Uuid::from_u128(7);
        mark.write("one", user);
        assert_eq!(mark.read("one"), Some(user));
        assert_eq!(mark.read("two"), None);
        mark.remove();
        assert_eq!(mark.read("one"), None);
    }
}
