//! A recording that whoever sent it sends again, and says otherwise; or takes back.

use std::sync::Arc;

use sqlx::types::Json;
use stadion_activity::{Activity, FileResult};
use uuid::Uuid;

use super::changes::Stood;
use super::compose::{compose, write};
use super::import::{Content, FileOutcome, Reading, Ready, keep_original, refused, sport_of};
use super::model::changes::{Change, InFile, ReadAs, Recording};
use super::model::{Source, Workout};
use super::rules::same;
use super::service;
use super::sources::{self as own, is_of_file};
use super::store::{self, Original, kept, sources};
use crate::App;
use crate::blobs::Blob;
use crate::db::Tx;
use crate::web::error::{Error, Result};

/// What became of it.
#[derive(Clone, Debug)]
pub enum Resent {
    /// The workout tells it now, with all changes that were made over it.
    Updated(Uuid),
    /// Its person cut, split or joined the samples of the earlier one: that stays, and this is not kept.
    Kept(Uuid),
    /// Its person deleted the workout, or joined it into another one: it stays so.
    Gone,
    Refused(FileOutcome),
}

/// How often what somebody changed meanwhile is read again.
const TRIES: u32 = 3;

/// Puts a document that was read in the place of the one with the bytes `was`. Reactions are left to the caller.
pub async fn resend(
    app: &App,
    user_id: Uuid,
    reading: &Reading,
    was: &str,
    (ready, blob): (&Ready, &Arc<Blob>),
) -> Result<Resent> {
    let file = ready.file();
    let activity = match &file.outcome {
        Err(refusal) => return Ok(Resent::Refused(refused(file.name.clone(), refusal))),
        Ok(decoded) => decoded.activities.first().cloned().unwrap_or_default(),
    };
    for _ in 1..TRIES {
        match put(app, user_id, reading, (was, blob), (file, &activity)).await {
            Err(error) if error.code == "changed-meanwhile" => {}
            done => return done,
        }
    }
    put(app, user_id, reading, (was, blob), (file, &activity)).await
}

async fn put(
    app: &App,
    user_id: Uuid,
    reading: &Reading,
    (was, blob): (&str, &Arc<Blob>),
    (file, activity): (&FileResult, &Activity),
) -> Result<Resent> {
    let Some(id) = living(app, user_id, was).await? else {
        // It was stored, and its sender was not told any more.
        let done = living(app, user_id, blob.key()).await?;
        return Ok(done.map_or(Resent::Gone, Resent::Updated));
    };
    let stood = Stood::load(app, user_id, id).await?;
    let Some(old) = stood.sources.iter().find(|source| source.blob == was) else {
        return Err(Error::precondition_failed());
    };
    let said = stood.said();
    if old.recording.is_primary && said.iter().any(Change::is_of_samples) {
        return Ok(Resent::Kept(id));
    }
    let read_as = ReadAs {
        zone: reading.zone.clone(),
        columns: String::new(),
        via: reading.via.clone(),
    };
    let durable = app.blobs.put_known(user_id, Arc::clone(blob)).await;
    durable.map_err(|error| Error::internal(&error))?;
    let original = keep_original(app, user_id, file, Content::of(blob)).await?;
    let new = InFile {
        recording: own::recording(app, activity, id, (original.id, 0), &read_as),
        name: original.name.clone(),
        format: original.format.clone(),
        size: original.size,
        blob: original.blob.clone(),
    };
    let shown = if old.recording.is_primary {
        match compose(app, user_id, &new, &said, None).await {
            Ok(activity) => Some(activity),
            // A change that no longer fits.
            Err(error) if error.status < 500 => return Ok(Resent::Kept(id)),
            Err(error) => return Err(error),
        }
    } else {
        None
    };
    instead(
        app,
        user_id,
        (&stood, old),
        (&original, new.recording),
        shown,
    )
    .await?;
    if !old.recording.is_primary {
        own::prefer_richest(app, user_id, id).await?;
    }
    Ok(Resent::Updated(id))
}

/// The workout that is to tell a file's session: of those that live the first.
async fn living(app: &App, user_id: Uuid, blob: &str) -> Result<Option<Uuid>> {
    let Some(original) = kept::of_blob(&app.db, user_id, blob).await? else {
        return Ok(None);
    };
    let mut tx = app.db.begin().await?;
    let all = sources::of_session(&mut tx, user_id, original, 0).await?;
    let first = all
        .into_iter()
        .find(|(_, deleted_at, _)| deleted_at.is_none());
    Ok(first.map(|(id, ..)| id))
}

/// One source in the place of another; `shown` where that is the one that the workout shows.
async fn instead(
    app: &App,
    user_id: Uuid,
    (stood, old): (&Stood, &InFile),
    (original, recording): (&Original, Recording),
    shown: Option<Activity>,
) -> Result<()> {
    let mut workout = stood.workout.clone();
    let position = workout.position();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let original_id = store::put_original(&mut tx, user_id, original).await?;
    let recording = Recording {
        original_id,
        is_primary: false,
        ..recording
    };
    sources::remove(&mut tx, user_id, &old.recording).await?;
    sources::put(&mut tx, user_id, &recording).await?;
    match &shown {
        Some(activity) => {
            by_file(app, &mut workout, activity, &stood.said());
            let session = Some((original_id, recording.session_index));
            sources::set_primary(&mut tx, user_id, workout.id, session).await?;
            write(app, &mut tx, user_id, &mut workout, Some(activity), session).await?;
            service::tell(app, &mut tx, user_id, workout.id, Some(position)).await?;
        }
        None => touch(app, &mut tx, user_id, &workout).await?,
    }
    let is_gone = sources::drop_original(&mut tx, user_id, old.recording.original_id).await?;
    tx.commit().await?;
    forget(app, user_id, is_gone.then_some(&old.blob)).await
}

/// Whoever changes the workout meanwhile reads it again first.
async fn touch(app: &App, tx: &mut Tx, user_id: Uuid, workout: &Workout) -> Result<()> {
    if store::update(tx, user_id, workout, app.clock.now()).await? {
        Ok(())
    } else {
        Err(Error::precondition_failed())
    }
}

/// Sport and title follow the file where nobody chose others.
fn by_file(app: &App, workout: &mut Workout, activity: &Activity, said: &[Change]) {
    let packs = app.catalog.packs();
    if is_of_file(&packs, workout, said) {
        workout.sport = sport_of(&packs, activity);
    }
    let title = |name: &Option<String>| -> Option<String> {
        name.as_ref().map(|name| name.chars().take(200).collect())
    };
    let was = workout
        .activity
        .as_ref()
        .and_then(|Json(was)| title(&was.name));
    if workout.title.is_none() || workout.title == was {
        workout.title = title(&activity.name);
    }
}

/// Bytes that no row names are harmless: a failure is told and stops nothing.
async fn forget(app: &App, user_id: Uuid, blob: Option<&String>) -> Result<()> {
    if let Some(blob) = blob
        && let Err(error) = app.blobs.remove(user_id, blob).await
    {
        tracing::warn!(%error, "a file that nothing needs is left");
    }
    Ok(())
}

/// Takes back a file with all workouts that are of it alone: these are deleted, and can be restored as
/// any. A workout that other files tell, or that was typed, stays without this one.
pub async fn withdraw(app: &App, user_id: Uuid, blob: &str) -> Result<()> {
    while let Some(id) = living(app, user_id, blob).await? {
        let stood = Stood::load(app, user_id, id).await?;
        let (gone, left): (Vec<InFile>, Vec<InFile>) = stood
            .sources
            .iter()
            .cloned()
            .partition(|source| source.blob == blob);
        let Some(gone) = gone.into_iter().next() else {
            return Ok(());
        };
        let best = same::richest(&left, &own::dedupes(app));
        if best.is_none() && stood.workout.source == Source::File.as_str() {
            service::delete(app, user_id, id, None).await?;
            continue;
        }
        let shown = match best {
            Some(best) if gone.recording.is_primary => {
                match compose(app, user_id, best, &stood.said(), None).await {
                    Ok(activity) => Some((activity, best)),
                    Err(error) if error.status < 500 => {
                        service::delete(app, user_id, id, None).await?;
                        continue;
                    }
                    Err(error) => return Err(error),
                }
            }
            _ => None,
        };
        without(app, user_id, &stood, &gone, shown).await?;
    }
    Ok(())
}

async fn without(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    gone: &InFile,
    shown: Option<(Activity, &InFile)>,
) -> Result<()> {
    let mut workout = stood.workout.clone();
    let position = workout.position();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    sources::remove(&mut tx, user_id, &gone.recording).await?;
    match shown {
        Some((activity, best)) => {
            by_file(app, &mut workout, &activity, &stood.said());
            let session = (best.recording.original_id, best.recording.session_index);
            sources::set_primary(&mut tx, user_id, workout.id, Some(session)).await?;
            let primary = Some(session);
            write(
                app,
                &mut tx,
                user_id,
                &mut workout,
                Some(&activity),
                primary,
            )
            .await?;
        }
        None if gone.recording.is_primary => {
            write(app, &mut tx, user_id, &mut workout, None, None).await?;
        }
        None => touch(app, &mut tx, user_id, &workout).await?,
    }
    let is_gone = sources::drop_original(&mut tx, user_id, gone.recording.original_id).await?;
    service::tell(app, &mut tx, user_id, workout.id, Some(position)).await?;
    tx.commit().await?;
    forget(app, user_id, is_gone.then_some(&gone.blob)).await?;
    app.events.settle(app, user_id).await;
    Ok(())
}
