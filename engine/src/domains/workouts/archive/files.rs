//! An archive's files on their way back: the same bytes under the same key, then what they say.

use std::io::Cursor;
use std::ops::ControlFlow;

use stadion_activity::{Activity, Cleaning, Limits, Options, read_each};
use uuid::Uuid;

use super::{Kept, KeptFile, KeptSource, Recorded};
use crate::db::Tx;
use crate::domains::workouts::compose::compose;
use crate::domains::workouts::model::changes::{Change, InFile, ReadAs, Recording};
use crate::domains::workouts::sources;
use crate::domains::workouts::store::{self, Original, kept};
use crate::userdata::Restoring;
use crate::userdata::archive::unreadable;
use crate::web::error::{Error, Result};

/// What a workout is of, ready to be written.
pub struct Ready {
    /// None of what was typed.
    pub activity: Option<Activity>,
    pub sources: Vec<(Original, Recording)>,
    /// Whether its changes can be undone: not where the file that they are over is lost.
    pub can_be_undone: bool,
    /// Files that are not in the archive.
    pub missing: Vec<String>,
}

/// Brings a workout's files, and reads what it shows; `changes` are by their ids here.
pub async fn ready(
    cx: &mut Restoring<'_>,
    id: Uuid,
    own: &Kept,
    changes: &[Change],
) -> Result<Ready> {
    let mut ready = Ready {
        activity: None,
        sources: Vec::new(),
        can_be_undone: true,
        missing: Vec::new(),
    };
    let mut primary = None;
    for source in &own.sources {
        match bring(cx, &source.file).await {
            Ok(original) => {
                if source.is_primary {
                    primary = Some(in_file(id, source, &original));
                }
                let recording = source.recording(id, original.id);
                ready.sources.push((original, recording));
            }
            Err(error) if error.status >= 500 || (source.is_primary && own.recording.is_none()) => {
                return Err(error);
            }
            Err(_) => ready.missing.push(source.file.name.clone()),
        }
    }
    ready.activity = match (primary, &own.recording, &own.recorded) {
        (Some(source), _, Some(said)) => {
            let read = compose(cx.app, cx.user_id, &source, changes, None).await?;
            Some(said.of_it(read))
        }
        (None, Some(path), Some(said)) => {
            ready.can_be_undone = false;
            let (original, activity) = recorded(cx, path).await?;
            let session = (original.id, 0);
            let read_as = ReadAs::default();
            let source = sources::recording(cx.app, &activity, id, session, &read_as);
            ready.sources.push((original, source));
            Some(said.of_it(activity))
        }
        _ => None,
    };
    Ok(ready)
}

fn in_file(id: Uuid, source: &KeptSource, original: &Original) -> InFile {
    InFile {
        recording: source.recording(id, original.id),
        name: original.name.clone(),
        format: original.format.clone(),
        size: original.size,
        blob: original.blob.clone(),
    }
}

impl Recorded {
    /// What was said of it beside the file.
    fn of_it(&self, mut activity: Activity) -> Activity {
        activity.name.clone_from(&self.name);
        activity.sport.clone_from(&self.sport);
        activity.sub_sport.clone_from(&self.sub_sport);
        activity
    }
}

/// Stores a file's bytes, unless they are here. Its row is written with the workout.
async fn bring(cx: &mut Restoring<'_>, file: &KeptFile) -> Result<Original> {
    let (app, user_id) = (cx.app, cx.user_id);
    let known = kept::of_blob(&app.db, user_id, &file.blob).await?;
    let is_here = known.is_some() && app.blobs.open(user_id, &file.blob).await.is_ok();
    let original = |id, size| Original {
        id,
        name: file.name.clone(),
        format: file.format.clone(),
        size,
        blob: file.blob.clone(),
        received_at: file.received_at,
    };
    if let Some(id) = known.filter(|_| is_here) {
        return Ok(original(id, 0));
    }
    let bytes = cx.member(&file.path).await?;
    let bytes = bytes.ok_or_else(|| unreadable(&format!("“{}” is not in it.", file.path)))?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let blob = app.blobs.put(user_id, bytes).await;
    let blob = blob.map_err(|error| Error::internal(&error))?;
    if blob != file.blob {
        if kept::of_blob(&app.db, user_id, &blob).await?.is_none() {
            let removed = app.blobs.remove(user_id, &blob).await;
            removed.map_err(|error| Error::internal(&error))?;
        }
        let detail = format!("“{}” was changed since the archive was made.", file.path);
        return Err(unreadable(&detail));
    }
    let id = match known {
        Some(id) => id,
        // Another file has the number.
        None if store::original(&app.db, user_id, file.id).await?.is_some() => app.clock.new_id(),
        None => file.id,
    };
    Ok(original(id, size))
}

/// What was read of a file that is lost, as a file of its own.
async fn recorded(cx: &mut Restoring<'_>, path: &str) -> Result<(Original, Activity)> {
    let bytes = cx.member(path).await?;
    let bytes = bytes.ok_or_else(|| unreadable(&format!("“{path}” is not in it.")))?;
    let app = cx.app;
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let (named, copy) = (name.clone(), bytes.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let options = Options {
            limits: Limits::default(),
            // It was cleaned as its owner chose before it was written.
            cleaning: Cleaning::NONE,
            ..Options::default()
        };
        let mut read = None;
        read_each(&named, Cursor::new(copy), &options, |file| {
            read = file.outcome.ok();
            ControlFlow::Break(())
        });
        read
    });
    let read = reading.await.map_err(|error| Error::internal(&error))?;
    let activity = read.and_then(|decoded| decoded.activities.into_iter().next());
    let activity = activity.ok_or_else(|| unreadable(&format!("“{path}” cannot be read.")))?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let blob = app.blobs.put(cx.user_id, bytes).await;
    let original = Original {
        id: app.clock.new_id(),
        name,
        format: "json".into(),
        size,
        blob: blob.map_err(|error| Error::internal(&error))?,
        received_at: app.clock.now(),
    };
    Ok((original, activity))
}

/// The rows of the files, and the sources by them.
pub async fn put(
    tx: &mut Tx,
    user_id: Uuid,
    sources: Vec<(Original, Recording)>,
) -> Result<Vec<Recording>> {
    let mut put = Vec::new();
    for (original, mut recording) in sources {
        recording.original_id = store::put_original(tx, user_id, &original).await?;
        put.push(recording);
    }
    Ok(put)
}

/// The blob of the primary one.
pub fn shown(sources: &[(Original, Recording)]) -> Option<(Recording, String)> {
    let shown = sources.iter().find(|(_, own)| own.is_primary)?;
    Some((shown.1.clone(), shown.0.blob.clone()))
}
