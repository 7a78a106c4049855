//! What one can do to workouts. Each change stores its facts and its event in one transaction and
//! then lets the reactions catch up, so that a caller reads its own writes.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use stadion_pack::model::{Packs, Sport};
use uuid::Uuid;

use super::model::{Draft, Edits, Entered, Source, Workout};
use super::rules::{day, validate};
use super::{changes, store};
use crate::App;
use crate::db::Tx;
use crate::domains::gear;
use crate::events::{self, Event, Position};
use crate::web::error::{Error, FieldError, Result};

/// A workout typed into a form or sent through the API, checked by `record`.
#[derive(Clone, Debug, Default)]
pub struct NewWorkout {
    /// Sent along by who may send twice: what was recorded of it already is answered again.
    pub key: Option<Uuid>,
    /// Qualified.
    pub sport: String,
    pub start_at: Option<DateTime<Utc>>,
    /// Known where the caller sent a local time with its offset.
    pub utc_offset_s: Option<i32>,
    pub title: Option<String>,
    pub note: Option<String>,
    pub entered: Entered,
    /// `None` takes the sport's default gear.
    pub gear: Option<Vec<Uuid>>,
}

/// Changes to a workout; `None` leaves a thing as it is.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    pub sport: Option<String>,
    pub start_at: Option<DateTime<Utc>>,
    pub utc_offset_s: Option<i32>,
    pub title: Option<Option<String>>,
    pub note: Option<Option<String>>,
    /// Metrics named here are set, or cleared by `None`.
    pub edits: Edits,
    pub gear: Option<Vec<Uuid>>,
}

/// Records a workout by hand.
pub async fn record(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    source: Source,
    new: NewWorkout,
) -> Result<Workout> {
    let packs = app.catalog.packs();
    let now = app.clock.now();
    let (sport, mut errors) = checked_sport(&packs, &new.sport);
    let start_at = validate::start(new.start_at, now, &mut errors);
    validate::texts(new.title.as_deref(), new.note.as_deref(), &mut errors);
    if let Some(sport) = sport {
        validate::entered(sport, &new.entered, true, &mut errors);
    }
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    let utc_offset_s = new
        .utc_offset_s
        .unwrap_or_else(|| day::utc_offset_s(None, start_at, zone));
    let draft = Draft {
        // By the name it has now, also where the client knows an earlier one.
        sport: sport.map_or(new.sport, |sport| sport.id.clone()),
        source,
        start_at,
        utc_offset_s,
        title: tidy(new.title),
        note: tidy(new.note),
        entered: new.entered,
        original: None,
        activity: None,
    };
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let id = match new.key {
        Some(key) => id_of(key, new.start_at, &draft),
        None => app.clock.new_id(),
    };
    if let Some(known) = recorded(&mut tx, user_id, id).await? {
        return Ok(known);
    }
    let position = insert(app, &mut tx, user_id, id, &draft, new.gear.as_deref()).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    get(app, user_id, position.workout_id).await
}

/// The living workout that an earlier sending of the same made.
async fn recorded(tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<Option<Workout>> {
    let found = store::find(tx, user_id, id).await?;
    if found.as_ref().is_some_and(|w| w.deleted_at.is_some()) {
        let detail = "This workout was recorded and deleted since; restore it, or start anew.";
        return Err(Error::conflict("deleted-meanwhile", detail));
    }
    Ok(found)
}

/// The id that a form's key and its content make: a form sent twice is one workout, and one that
/// was gone back to and changed is another.
fn id_of(key: Uuid, start_at: Option<DateTime<Utc>>, draft: &Draft) -> Uuid {
    let content = (
        &draft.sport,
        start_at,
        &draft.title,
        &draft.note,
        &draft.entered,
    );
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    // These types always serialize.
    hash.update(serde_json::to_vec(&content).unwrap_or_default());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Stores a checked draft, its gear and its event.
pub async fn insert(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    id: Uuid,
    draft: &Draft,
    gear: Option<&[Uuid]>,
) -> Result<Position> {
    let position = Position {
        start: draft.start_at,
        workout_id: id,
        local_day: day::local_day(draft.start_at, draft.utc_offset_s),
    };
    store::insert(tx, user_id, position, draft, app.clock.now()).await?;
    gear::link(tx, user_id, position.workout_id, &draft.sport, gear).await?;
    tell(app, tx, user_id, position.workout_id, None).await?;
    Ok(position)
}

/// Changes a workout. `version` is the one the caller read; `None` overwrites whatever is there.
pub async fn edit(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    version: Option<i64>,
    patch: Patch,
) -> Result<Workout> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let found = store::find(&mut tx, user_id, id)
        .await?
        .filter(|w| w.deleted_at.is_none());
    let mut workout = found.ok_or_else(|| Error::not_found("workout"))?;
    if version.is_some_and(|version| version != workout.version) {
        return Err(Error::precondition_failed());
    }
    let before = workout.clone();
    let was = before.position();
    apply(app, &mut workout, &patch)?;
    let made = changes::of_edit(&before, &mut workout);
    let now = app.clock.now();
    if !store::update(&mut tx, user_id, &workout, now).await? {
        return Err(Error::precondition_failed());
    }
    for change in &made {
        store::changes::add(&mut tx, user_id, id, change, now).await?;
    }
    if !made.is_empty() {
        let activity = workout.activity.as_ref().map(|own| &own.0);
        let session = workout.original_id.map(|id| (id, workout.session_index));
        store::changes::set_activity(&mut tx, user_id, id, activity, session).await?;
    }
    if let Some(gear) = &patch.gear {
        gear::relink(&mut tx, app, user_id, id, gear).await?;
    }
    tell(app, &mut tx, user_id, id, Some(was)).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    get(app, user_id, id).await
}

/// Puts the changes into the workout's facts, or says what is wrong with them.
fn apply(app: &App, workout: &mut Workout, patch: &Patch) -> Result<()> {
    let packs = app.catalog.packs();
    let mut errors = Vec::new();
    if let Some(sport) = &patch.sport {
        let (known, wrong) = checked_sport(&packs, sport);
        errors = wrong;
        workout
            .sport
            .clone_from(known.map_or(sport, |known| &known.id));
    }
    if let Some((_, sport)) = packs.sport(&workout.sport) {
        let Edits { metrics, parts } = &patch.edits;
        let set = metrics
            .iter()
            .filter_map(|(id, v)| Some((id.clone(), v.clone()?)));
        let entered = Entered {
            metrics: set.collect(),
            parts: parts.clone(),
        };
        validate::entered(sport, &entered, false, &mut errors);
        validate::cleared(sport, &patch.edits, &mut errors);
    }
    if let Some(start_at) = patch.start_at {
        workout.start_at = validate::start(Some(start_at), app.clock.now(), &mut errors);
    }
    if let Some(offset) = patch.utc_offset_s {
        workout.utc_offset_s = offset;
    }
    let texts = [&patch.title, &patch.note].map(|text| text.as_ref().and_then(Option::as_deref));
    validate::texts(texts[0], texts[1], &mut errors);
    if !errors.is_empty() {
        return Err(Error::invalid(errors));
    }
    workout.local_day = day::local_day(workout.start_at, workout.utc_offset_s);
    if let Some(title) = patch.title.clone() {
        workout.title = tidy(title);
    }
    if let Some(note) = patch.note.clone() {
        workout.note = tidy(note);
    }
    let Json(edits) = &mut workout.edits;
    // What was edited under an earlier name is edited anew.
    for id in patch.edits.metrics.keys() {
        for other in packs.renames.others("metrics", id) {
            edits.metrics.remove(other);
        }
    }
    for id in patch.edits.parts.keys() {
        for other in packs.renames.others("parts", id) {
            edits.parts.remove(other);
        }
    }
    edits.metrics.extend(patch.edits.metrics.clone());
    edits.parts.extend(patch.edits.parts.clone());
    Ok(())
}

/// Deletes a workout; `restore` takes that back.
pub async fn delete(app: &App, user_id: Uuid, id: Uuid, version: Option<i64>) -> Result<()> {
    set_deleted(app, user_id, id, version, true).await
}

pub async fn restore(app: &App, user_id: Uuid, id: Uuid) -> Result<()> {
    set_deleted(app, user_id, id, None, false).await
}

async fn set_deleted(
    app: &App,
    user_id: Uuid,
    id: Uuid,
    version: Option<i64>,
    deleted: bool,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let workout = store::find(&mut tx, user_id, id).await?;
    let workout = workout.ok_or_else(|| Error::not_found("workout"))?;
    if version.is_some_and(|version| version != workout.version) {
        return Err(Error::precondition_failed());
    }
    if !deleted
        && store::changes::joined_into(&mut tx, user_id, id)
            .await?
            .is_some()
    {
        let detail = "This workout is a part of another one: undo the change there.";
        return Err(Error::conflict("part-of-another", detail));
    }
    if !store::set_deleted(&mut tx, user_id, id, deleted, app.clock.now()).await? {
        return Err(Error::not_found("workout"));
    }
    tell(app, &mut tx, user_id, id, Some(workout.position())).await?;
    tx.commit().await?;
    app.events.settle(app, user_id).await;
    Ok(())
}

/// A workout that is not deleted.
pub async fn get(app: &App, user_id: Uuid, id: Uuid) -> Result<Workout> {
    let found = store::find(&app.db, user_id, id)
        .await?
        .filter(|w| w.deleted_at.is_none());
    found.ok_or_else(|| Error::not_found("workout"))
}

pub(super) async fn tell(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    workout_id: Uuid,
    was: Option<Position>,
) -> Result<()> {
    let event = Event::WorkoutChanged { workout_id, was };
    Ok(events::append(tx, &app.clock, user_id, &event).await?)
}

fn checked_sport<'a>(packs: &'a Packs, id: &str) -> (Option<&'a Sport>, Vec<FieldError>) {
    match packs.sport(id) {
        Some((_, sport)) => (Some(sport), Vec::new()),
        None => (None, vec![validate::unknown_sport(packs, id)]),
    }
}

/// An empty text is none.
fn tidy(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}
