//! Which files a workout is of: found when they come, the richest one shown, any of them parted.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sqlx::types::Json;
use stadion_activity::{Activity, Cleaning};
use stadion_pack::model::Packs;
use stadion_pack::value::Value;
use uuid::Uuid;

use super::compose::{compose, read_again, write};
use super::import::{draft, sport_of};
use super::model::changes::{Change, InFile, ReadAs, Recording};
use super::model::dedupe::Dedupes;
use super::model::{Source, Workout};
use super::rules::same::{self, Seen};
use super::store::{self, changes, sources, streams};
use super::{service, words};
use crate::App;
use crate::db::Tx;
use crate::web::error::{Error, Result};

/// The duration that a typed workout states.
const DURATION: &str = "core.duration";

/// A session of a file as a source of a workout.
pub fn recording(
    app: &App,
    activity: &Activity,
    workout_id: Uuid,
    session: (Uuid, i32),
    read_as: &ReadAs,
) -> Recording {
    Recording {
        device: activity.device.as_ref().and_then(words::device),
        reading: Json(read_as.clone()),
        attached_at: app.clock.now(),
        ..Recording::of(activity, workout_id, session)
    }
}

/// What the live adapters say of telling sources apart.
pub(super) fn dedupes(app: &App) -> Dedupes {
    Dedupes::of(&app.catalog.adapters())
}

/// The person's workout that a new recording is of as well; none of `others`.
pub async fn same(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    new: &Recording,
    (blob, others): (&str, &BTreeSet<Uuid>),
) -> Result<Option<Uuid>> {
    let dedupes = dedupes(app);
    let seen = Seen::of(new, &dedupes);
    let mut apart = sources::apart(tx, user_id, blob, new.session_index).await?;
    apart.extend(others);
    let span = (new.start_at - same::FARTHEST, new.start_at + same::FARTHEST);
    let mut best: Option<(TimeDelta, Uuid)> = None;
    for known in sources::between(tx, user_id, span).await? {
        // Sessions of one file are as many workouts.
        let id = known.workout_id;
        if known.original_id == new.original_id || apart.contains(&id) {
            continue;
        }
        let known = told(tx, user_id, known).await?;
        let distance = (known.start_at - new.start_at).abs();
        let is_nearer = best.is_none_or(|(nearest, _)| distance < nearest);
        if is_nearer && same::is_same(&seen, &Seen::of(&known, &dedupes)) {
            best = Some((distance, id));
        }
    }
    if best.is_some() {
        return Ok(best.map(|(_, id)| id));
    }
    let minute = TimeDelta::minutes(1);
    let span = (new.start_at - minute, new.start_at + minute);
    let typed = sources::without(tx, user_id, span).await?;
    let is_same = |workout: &&Workout| {
        let stated = match workout.entered.0.metrics.get(DURATION) {
            Some(Value::Number(seconds)) => Some(*seconds),
            _ => None,
        };
        !apart.contains(&workout.id) && same::is_typed(&seen, workout.start_at, stated)
    };
    Ok(typed.iter().find(is_same).map(|workout| workout.id))
}

/// What was stored before sources were, is told by the workout itself.
async fn told(tx: &mut Tx, user_id: Uuid, known: Recording) -> Result<Recording> {
    if known.end_at > known.start_at {
        return Ok(known);
    }
    let workout = store::find(tx, user_id, known.workout_id).await?;
    let activity = workout.and_then(|workout| workout.activity);
    Ok(match activity {
        Some(Json(activity)) => {
            let session = (known.original_id, known.session_index);
            Recording::of(&activity, known.workout_id, session)
        }
        None => known,
    })
}

/// Puts a recording beside those that a workout has; [`prefer_richest`] is to follow.
pub async fn attach(tx: &mut Tx, app: &App, user_id: Uuid, recording: &Recording) -> Result<()> {
    let recording = Recording {
        is_primary: false,
        ..recording.clone()
    };
    sources::put(tx, user_id, &recording).await?;
    let found = store::find(&mut *tx, user_id, recording.workout_id).await?;
    if let Some(workout) = found {
        // Whoever changes it meanwhile reads again first.
        store::update(tx, user_id, &workout, app.clock.now()).await?;
    }
    Ok(())
}

/// Shows the richest source of a workout, unless changes hold for the one that is shown.
pub async fn prefer_richest(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    let workout = service::get(app, user_id, id).await?;
    let all = sources::of_workout(&app.db, user_id, id).await?;
    let made = changes::of_workout(&app.db, user_id, id).await?;
    let said: Vec<Change> = made.into_iter().map(|made| made.body.0).collect();
    let Some(best) = same::richest(&all, &dedupes(app)) else {
        return Ok(());
    };
    let is_held = all.iter().any(|source| source.recording.is_primary)
        && said.iter().any(Change::is_of_samples);
    if is_held || best.recording.is_primary {
        return Ok(());
    }
    show(app, user_id, workout, best, &said, None).await
}

/// Makes one source the primary one and tells the workout anew; takes another one from it.
async fn show(
    app: &App,
    user_id: Uuid,
    mut workout: Workout,
    source: &InFile,
    said: &[Change],
    parted: Option<&InFile>,
) -> Result<()> {
    let activity = compose(app, user_id, source, said, None).await?;
    let position = workout.position();
    let packs = app.catalog.packs();
    let is_own = is_of_file(&packs, &workout, said);
    if is_own {
        workout.sport = sport_of(&packs, &activity);
    }
    if workout.title.is_none() {
        let name = activity.name.clone();
        workout.title = name.map(|name| name.chars().take(200).collect());
    }
    let session = (source.recording.original_id, source.recording.session_index);
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if let Some(parted) = parted {
        sources::set_apart(&mut tx, user_id, parted).await?;
    }
    sources::set_primary(&mut tx, user_id, workout.id, Some(session)).await?;
    let whole = Some(&activity);
    write(app, &mut tx, user_id, &mut workout, whole, Some(session)).await?;
    service::tell(app, &mut tx, user_id, workout.id, Some(position)).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether the sport is what the file said: nobody chose another.
pub(super) fn is_of_file(packs: &Packs, workout: &Workout, said: &[Change]) -> bool {
    let is_chosen = said
        .iter()
        .any(|change| matches!(change, Change::Sport { .. }));
    let by_file = workout.activity.as_ref();
    !is_chosen && by_file.is_some_and(|was| sport_of(packs, &was.0) == workout.sport)
}

/// Takes a source from a workout: it is another one, and is never matched with this one again.
pub async fn part(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    id: Uuid,
    session: (Uuid, i32),
) -> Result<Uuid> {
    let workout = service::get(app, user_id, id).await?;
    let all = sources::of_workout(&app.db, user_id, id).await?;
    let is_it =
        |source: &InFile| (source.recording.original_id, source.recording.session_index) == session;
    let Some(source) = all.iter().find(|source| is_it(source)).cloned() else {
        return Err(Error::not_found("source"));
    };
    let left: Vec<InFile> = all.into_iter().filter(|source| !is_it(source)).collect();
    if left.is_empty() && workout.source == Source::File.as_str() {
        let detail = "The workout is of this one file alone.";
        return Err(Error::conflict("only-source", detail));
    }
    let made = changes::of_workout(&app.db, user_id, id).await?;
    let said: Vec<Change> = made.into_iter().map(|made| made.body.0).collect();
    let is_shown = source.recording.is_primary;
    if is_shown && said.iter().any(Change::is_of_samples) {
        let detail = "The workout was cropped, split or joined by this file: undo that first.";
        return Err(Error::conflict("undo-first", detail));
    }
    let activity = read_again(app, user_id, &source, Cleaning::ALL).await?;
    match same::richest(&left, &dedupes(app)) {
        Some(best) if is_shown => {
            show(app, user_id, workout, best, &said, Some(&source)).await?;
        }
        _ => leave(app, user_id, workout, &source).await?,
    }
    let other = alone(app, user_id, zone, &source, activity).await?;
    app.events.settle(app, user_id).await;
    Ok(other)
}

/// Takes a source that is not shown from a workout, or the only one from what somebody typed.
async fn leave(app: &App, user_id: Uuid, mut workout: Workout, source: &InFile) -> Result<()> {
    let position = workout.position();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    sources::set_apart(&mut tx, user_id, source).await?;
    if source.recording.is_primary {
        write(app, &mut tx, user_id, &mut workout, None, None).await?;
    } else if !store::update(&mut tx, user_id, &workout, app.clock.now()).await? {
        return Err(Error::precondition_failed());
    }
    service::tell(app, &mut tx, user_id, workout.id, Some(position)).await?;
    tx.commit().await?;
    Ok(())
}

/// A workout of a source of its own.
async fn alone(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    source: &InFile,
    activity: Activity,
) -> Result<Uuid> {
    let sport = sport_of(&app.catalog.packs(), &activity);
    let session = (source.recording.original_id, source.recording.session_index);
    let draft = draft(&activity, &sport, zone, session);
    let chunks = stadion_activity::streams::encode(&activity.streams);
    let id = app.clock.new_id();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    service::insert(app, &mut tx, user_id, id, &draft, None).await?;
    streams::put(&mut tx, user_id, id, &chunks).await?;
    let Json(read_as) = source.recording.reading.clone();
    let own = recording(app, &activity, id, session, &read_as);
    sources::put(&mut tx, user_id, &own).await?;
    tx.commit().await?;
    Ok(id)
}
