//! Follows what is live in the database: another replica's activation is live here within a
//! quarter of a second, and plans are carried out at their time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use stadion_pack::archive;
use stadion_pack::source::PackSource;

use super::{live, store};
use crate::App;
use crate::web::error::{Error, Result};

const EVERY: Duration = Duration::from_millis(250);
/// After a failure; the database may be away for a while.
const LATER: Duration = Duration::from_secs(2);

/// What this process knows of the releases.
#[derive(Default)]
pub struct Following {
    known: Mutex<Option<i64>>,
    /// One at a time reads and swaps.
    adopting: tokio::sync::Mutex<BTreeMap<String, PackSource>>,
    /// Live releases by which nobody trained yet: pack to digest, and since when they are live.
    quiet: Mutex<BTreeMap<String, (String, DateTime<Utc>)>>,
}

impl Following {
    fn known(&self) -> Option<i64> {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The release of a pack whose first workout is still to come.
    pub(super) fn quiet(&self, pack: &str) -> Option<(String, DateTime<Utc>)> {
        let quiet = self.quiet.lock().unwrap_or_else(PoisonError::into_inner);
        quiet.get(pack).cloned()
    }

    /// Whether any release waits for its first workout.
    pub(super) fn has_quiet(&self) -> bool {
        let quiet = self.quiet.lock().unwrap_or_else(PoisonError::into_inner);
        !quiet.is_empty()
    }
}

/// Makes what is live in the database live here; answers its generation.
pub async fn adopt(app: &App) -> Result<i64> {
    let now = store::generation(&app.db).await?;
    if app.releases.known() == Some(now) {
        return Ok(now);
    }
    let mut held = app.releases.adopting.lock().await;
    // Read before what it counts: what comes between is adopted with the next look.
    let now = store::generation(&app.db).await?;
    if app.releases.known() == Some(now) {
        return Ok(now);
    }
    let live = store::live(&app.db).await?;
    held.retain(|digest, _| live.iter().any(|release| release.digest == *digest));
    for release in &live {
        if !held.contains_key(&release.digest)
            && let Some(source) = stored(app, &release.digest).await?
        {
            held.insert(release.digest.clone(), source);
        }
    }
    let sources: Vec<PackSource> = held.values().cloned().collect();
    let swapping = app.clone();
    let swap = move || swapping.catalog.adopt(sources);
    let swapped = tokio::task::spawn_blocking(swap).await;
    let swapped = swapped.map_err(|error| Error::internal(&error))?;
    tracing::info!(generation = now, releases = live.len(), "releases are live");
    if swapped.has_errors() {
        swapped.show();
    }
    listen(app).await?;
    *app.releases
        .known
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = Some(now);
    Ok(now)
}

/// Reads which releases still wait for their first workout.
async fn listen(app: &App) -> Result<()> {
    let quiet = store::without_effect(&app.db).await?;
    let quiet = quiet
        .into_iter()
        .map(|(digest, pack, since)| (pack, (digest, since)));
    *app.releases
        .quiet
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = quiet.collect();
    Ok(())
}

/// A stored release's files. One whose bytes are no longer what its name says is not used.
pub(super) async fn stored(app: &App, digest: &str) -> Result<Option<PackSource>> {
    let Some(bytes) = store::archive(&app.db, digest).await? else {
        return Ok(None);
    };
    let unpacked = tokio::task::spawn_blocking(move || archive::unpack(&bytes)).await;
    let unpacked = unpacked.map_err(|error| Error::internal(&error))?;
    match unpacked {
        Ok(mut source) if source.digest() == digest => {
            // Findings name the release they are of.
            source.root = format!("{}@{}", source.id_hint, digest.get(..8).unwrap_or(digest));
            Ok(Some(source))
        }
        Ok(_) => {
            tracing::error!(%digest, "a stored release is not what its name says");
            Ok(None)
        }
        Err(error) => {
            tracing::error!(%digest, %error, "a stored release cannot be read");
            Ok(None)
        }
    }
}

/// Runs until the process stops.
pub async fn keep_up(app: App) {
    loop {
        let pause = match look(&app).await {
            Ok(()) => EVERY,
            Err(error) => {
                tracing::error!(%error, "what is live cannot be read");
                LATER
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// One look: what is live is adopted, what is due goes live. A plan that fails stops no other.
pub(super) async fn look(app: &App) -> Result<()> {
    adopt(app).await?;
    let mut failed = Ok(());
    for plan in store::due(&app.db, app.clock.now()).await? {
        if let Err(error) = live::carry_out(app, &plan).await {
            failed = Err(error);
        }
    }
    if app.releases.has_quiet() {
        listen(app).await?;
    }
    failed
}
