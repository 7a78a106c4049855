//! A workout's activity from its sources and its changes, and how it is written.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;

use sqlx::types::Json;
use stadion_activity::columns::ColumnMap;
use stadion_activity::edit::EditError;
use stadion_activity::streams as samples;
use stadion_activity::{Activity, Cleaning, Limits, Options, read_each};
use uuid::Uuid;

use super::model::Workout;
use super::model::changes::{Change, InFile, ReadAs, cleaning};
use super::rules::changes::apply;
use super::rules::day;
use super::store::{self, changes, streams};
use crate::App;
use crate::db::Tx;
use crate::web::error::{Error, Result};

/// What the primary source says, with all changes. What an archive said of its files is kept from
/// `was`.
pub async fn compose(
    app: &App,
    user_id: Uuid,
    source: &InFile,
    changes: &[Change],
    was: Option<&Activity>,
) -> Result<Activity> {
    let mut activity = read_again(app, user_id, source, cleaning(changes)).await?;
    if let Some(was) = was {
        activity.name = activity.name.take().or_else(|| was.name.clone());
        if activity.sport == "generic" {
            activity.sport.clone_from(&was.sport);
            activity.sub_sport.clone_from(&was.sub_sport);
        }
    }
    let joined = joined(app, user_id, changes).await?;
    let changes = changes.to_vec();
    // As decoding: work for a processor.
    let work = tokio::task::spawn_blocking(move || apply(activity, &changes, &joined));
    let applied = work.await.map_err(|error| Error::internal(&error))?;
    applied.map_err(clash)
}

/// The workouts that are parts of this one, as they were when they were joined.
async fn joined(app: &App, user_id: Uuid, changes: &[Change]) -> Result<BTreeMap<Uuid, Activity>> {
    let mut joined = BTreeMap::new();
    for change in changes {
        if let Change::Join { with } = change
            && let Some(workout) = store::find(&app.db, user_id, *with).await?
            && let Some(activity) = whole(app, user_id, &workout).await?
        {
            joined.insert(*with, activity);
        }
    }
    Ok(joined)
}

/// A workout's activity with its samples.
pub async fn whole(app: &App, user_id: Uuid, workout: &Workout) -> Result<Option<Activity>> {
    let Some(Json(activity)) = &workout.activity else {
        return Ok(None);
    };
    let streams = streams::load(&app.db, user_id, workout.id).await?;
    Ok(Some(Activity {
        streams,
        ..activity.clone()
    }))
}

/// Reads the original once more, as it was read first.
pub async fn read_again(
    app: &App,
    user_id: Uuid,
    source: &InFile,
    cleaning: Cleaning,
) -> Result<Activity> {
    let bytes = app.blobs.get(user_id, &source.blob).await;
    let bytes = bytes.map_err(|error| Error::internal(&error))?;
    let Json(ReadAs { zone, columns, .. }) = source.recording.reading.clone();
    let options = Options {
        limits: Limits::default(),
        cleaning,
        // What was understood once is understood again.
        columns: ColumnMap::parse(&columns).unwrap_or_default(),
        zone: zone.and_then(|zone| zone.parse().ok()),
    };
    let name = source.name.clone();
    let work = tokio::task::spawn_blocking(move || {
        let mut read = None;
        read_each(&name, Cursor::new(bytes), &options, |file| {
            read = file.outcome.ok();
            ControlFlow::Break(())
        });
        read
    });
    let read = work.await.map_err(|error| Error::internal(&error))?;
    let index = usize::try_from(source.recording.session_index).unwrap_or(usize::MAX);
    let session = read.and_then(|decoded| decoded.activities.into_iter().nth(index));
    session.ok_or_else(|| Error::conflict("not-readable", "The file cannot be read any more."))
}

/// Changes that no longer fit what is beneath them.
pub fn clash(error: EditError) -> Error {
    match error {
        EditError::TooShort => Error::conflict(
            "too-short",
            "Fewer than two samples would be left; take a longer span, or undo other changes first.",
        ),
        EditError::Overlap => Error::conflict(
            "overlap",
            "The two were recorded at the same time; only what follows one another is joined.",
        ),
        EditError::NoAltitude => {
            Error::conflict("no-altitude", "The workout has no heights to correct.")
        }
    }
}

/// Puts an activity in the place of what a workout says, and its start with it. `workout` is what
/// was read; it has not been changed since, or nothing is written.
pub async fn write(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    workout: &mut Workout,
    activity: Option<&Activity>,
    primary: Option<(Uuid, i32)>,
) -> Result<()> {
    if let Some(activity) = activity {
        // What was typed over the file's start stays as far from it as it was.
        let was = workout.activity.as_ref().map(|was| was.0.start_time);
        let typed = was.map_or(chrono::TimeDelta::zero(), |was| workout.start_at - was);
        workout.start_at = activity
            .start_time
            .checked_add_signed(typed)
            .unwrap_or(activity.start_time);
    }
    workout.local_day = day::local_day(workout.start_at, workout.utc_offset_s);
    if !store::update(tx, user_id, workout, app.clock.now()).await? {
        return Err(Error::precondition_failed());
    }
    changes::set_activity(tx, user_id, workout.id, activity, primary).await?;
    changes::drop_streams(tx, user_id, workout.id).await?;
    if let Some(activity) = activity {
        let chunks = samples::encode(&activity.streams);
        streams::put(tx, user_id, workout.id, &chunks).await?;
    }
    Ok(())
}
