//! An update may read of files, or derive from samples, what earlier versions did not. Recordings that
//! those read are read again in the background, from their files, with the changes over them: one at a
//! time, with rests between. What came to nothing new is only marked. Nobody is told a record anew:
//! once all of a person's are read, their projections are rebuilt.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::time::Duration;

use sqlx::types::Json;
use stadion_activity::streams::{self as samples, Chunk, Column};
use stadion_activity::{Activity, READER};
use uuid::Uuid;

use super::changes::Stood;
use super::compose::{compose, write};
use super::model::changes::Change;
use super::store::{self, changes, reading, sources, streams};
use crate::App;
use crate::events;
use crate::web::error::{Error, Result};

const AT_ONCE: i64 = 50;
/// After each, so that the rest of the server goes on beside it.
const REST: Duration = Duration::from_millis(50);

/// Reads all that is outdated, and ends. A process that is killed goes on with its next start: what was
/// read is marked, and whose projections wait for a rebuild is.
pub async fn run(app: App) {
    let mut renewing = Renewing::default();
    loop {
        match renewing.step(&app).await {
            Ok(true) => tokio::time::sleep(REST).await,
            Ok(false) => return,
            Err(error) => {
                tracing::error!(%error, "workouts wait to be read again until the next start");
                return;
            }
        }
    }
}

/// How far it is.
#[derive(Default)]
pub(super) struct Renewing {
    last: (Uuid, Uuid),
    queue: VecDeque<(Uuid, Uuid)>,
    /// Whose workouts say otherwise since.
    changed: Option<Uuid>,
}

impl Renewing {
    /// Reads one workout; false when there is none left.
    pub(super) async fn step(&mut self, app: &App) -> Result<bool> {
        if self.queue.is_empty() {
            let more = reading::outdated(&app.db, READER, self.last, AT_ONCE).await?;
            self.queue.extend(more);
        }
        let next = self.queue.pop_front();
        if self
            .changed
            .is_some_and(|changed| next.is_none_or(|(user_id, _)| user_id != changed))
        {
            self.rebuild(app).await;
        }
        let Some((user_id, id)) = next else {
            return Ok(false);
        };
        self.last = (user_id, id);
        match renew(app, user_id, id, &mut BTreeSet::new()).await {
            Ok(true) => self.changed = Some(user_id),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%user_id, %id, %error, "not read again after an update");
            }
        }
        Ok(true)
    }

    async fn rebuild(&mut self, app: &App) {
        if let Some(user_id) = self.changed.take() {
            match app.events.rebuild(app, user_id).await {
                Ok(()) => tracing::info!(%user_id, "workouts read again after an update"),
                Err(error) => tracing::error!(%user_id, %error, "not told anew after an update"),
            }
        }
    }
}

/// Reads one, those that are parts of it first; answers whether it says otherwise now.
async fn renew(app: &App, user_id: Uuid, id: Uuid, seen: &mut BTreeSet<Uuid>) -> Result<bool> {
    let version = reading::of_workout(&app.db, user_id, id).await?;
    // Read by another process meanwhile, or changed by its owner, or gone.
    if version.is_none_or(|version| version >= READER) || !seen.insert(id) {
        return Ok(false);
    }
    let Some(workout) = store::find(&app.db, user_id, id).await? else {
        return Ok(false);
    };
    let stood = Stood {
        workout,
        sources: sources::of_workout(&app.db, user_id, id).await?,
        made: changes::of_workout(&app.db, user_id, id).await?,
    };
    let said = stood.said();
    let mut is_changed = false;
    for change in &said {
        if let Change::Join { with } = change {
            is_changed |= Box::pin(renew(app, user_id, *with, seen)).await?;
        }
    }
    let read = read(app, user_id, &stood, &said).await?;
    Ok(settle(app, user_id, &stood, read).await? || is_changed)
}

/// What its file says by this version; none where that is lost, or no longer fits the changes: then what
/// was read stays.
async fn read(
    app: &App,
    user_id: Uuid,
    stood: &Stood,
    said: &[Change],
) -> Result<Option<Activity>> {
    let Some(source) = stood.primary() else {
        return Ok(None);
    };
    match app.blobs.open(user_id, &source.blob).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::internal(&error)),
        Ok(_) => {}
    }
    let was = stood.workout.activity.as_ref().map(|was| &was.0);
    match compose(app, user_id, source, said, was).await {
        Ok(activity) => Ok(Some(activity)),
        Err(error) if error.status < 500 => {
            let id = stood.workout.id;
            tracing::warn!(%user_id, %id, %error, "what was read of a workout's file stays");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Writes what is new of it, and marks it read. Who changes the workout meanwhile reads it first.
async fn settle(app: &App, user_id: Uuid, stood: &Stood, read: Option<Activity>) -> Result<bool> {
    let id = stood.workout.id;
    let new = match read {
        Some(activity) if !is_known(app, user_id, stood, &activity).await? => Some(activity),
        _ => None,
    };
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    if let Some(activity) = &new {
        let mut workout = stood.workout.clone();
        let session = stood.session();
        write(app, &mut tx, user_id, &mut workout, Some(activity), session).await?;
        events::forget_projected(&mut tx, user_id).await?;
    }
    reading::set(&mut tx, user_id, id, READER).await?;
    tx.commit().await?;
    Ok(new.is_some())
}

async fn is_known(app: &App, user_id: Uuid, stood: &Stood, read: &Activity) -> Result<bool> {
    let Some(Json(was)) = &stood.workout.activity else {
        return Ok(false);
    };
    let stored = streams::chunks(&app.db, user_id, stood.workout.id).await?;
    // As both are stored.
    let said = |activity: &Activity| serde_json::to_value(activity).ok();
    Ok(said(was) == said(read) && columns(&stored) == columns(&samples::encode(&read.streams)))
}

/// By channel and place: no two values of a missing sample are equal, and their bytes are.
fn columns(chunks: &[Chunk]) -> BTreeMap<(Column, u32), &[u8]> {
    let place = |chunk: &Chunk| (chunk.channel.clone(), chunk.index);
    chunks
        .iter()
        .map(|chunk| (place(chunk), chunk.bytes.as_slice()))
        .collect()
}
