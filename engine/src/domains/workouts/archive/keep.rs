//! Workouts on their way into the archive.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Entry, FACTS, Kept, KeptChange, KeptSource, LIST, RECORDINGS, Recorded, Session};
use crate::App;
use crate::domains::gear;
use crate::domains::workouts::model::Workout;
use crate::domains::workouts::store::{changes, kept, sources, streams};
use crate::userdata::ExportFile;
use crate::web::error::Result;

/// Path and time of receipt of each file that can still be read.
pub type Files = BTreeMap<Uuid, (String, chrono::DateTime<chrono::Utc>)>;

/// The facts of all workouts as files of the archive, deleted ones that can be taken back included.
pub async fn keep(
    app: &App,
    user_id: Uuid,
    workouts: &[Workout],
    files: &Files,
) -> Result<Vec<ExportFile>> {
    let (mut all, mut list) = (Vec::new(), Vec::<Entry>::new());
    for workout in workouts {
        let mut sources = Vec::new();
        for own in sources::of_workout(&app.db, user_id, workout.id).await? {
            // Those whose files are lost are left out.
            if let Some((path, received_at)) = files.get(&own.recording.original_id) {
                let mut source = KeptSource::of(own, path.clone());
                source.file.received_at = *received_at;
                sources.push(source);
            }
        }
        let mut kept = Kept::load(app, user_id, workout, sources).await?;
        if workout.activity.is_some() && kept.primary().is_none() {
            kept.recording = Some(recording(app, user_id, workout, &mut all).await?);
        }
        list.push(kept.entry());
        all.push(ExportFile::json(path_of(kept.id), &kept)?);
    }
    if !list.is_empty() {
        all.push(ExportFile::json(LIST, &list)?);
    }
    Ok(all)
}

pub(super) fn path_of(id: Uuid) -> String {
    format!("{FACTS}/{}.json", id.simple())
}

/// What a workout's lost file said, as a file of ours; its path.
async fn recording(
    app: &App,
    user_id: Uuid,
    workout: &Workout,
    files: &mut Vec<ExportFile>,
) -> Result<String> {
    let mut activity = workout
        .activity
        .as_ref()
        .map(|json| json.0.clone())
        .unwrap_or_default();
    activity.streams = streams::load(&app.db, user_id, workout.id).await?;
    let path = format!("{RECORDINGS}/{}.json", workout.id.simple());
    files.push(ExportFile {
        path: path.clone(),
        bytes: stadion_activity::write::json(&activity),
    });
    Ok(path)
}

impl Kept {
    /// The facts of a workout as they are now, with these of its sources.
    pub(super) async fn load(
        app: &App,
        user_id: Uuid,
        workout: &Workout,
        sources: Vec<KeptSource>,
    ) -> Result<Self> {
        let (db, id) = (&app.db, workout.id);
        let made = changes::of_workout(db, user_id, id).await?;
        let apart = kept::apart(db, user_id, id).await?;
        Ok(Self {
            id,
            sport: workout.sport.clone(),
            source: workout.source.clone(),
            start_at: workout.start_at,
            utc_offset_s: workout.utc_offset_s,
            title: workout.title.clone(),
            note: workout.note.clone(),
            created_at: workout.created_at,
            deleted_at: workout.deleted_at,
            joined_into: changes::joined_into(db, user_id, id).await?,
            entered: workout.entered.0.clone(),
            edits: workout.edits.0.clone(),
            recorded: Recorded::of(workout),
            recording: None,
            sources,
            changes: made.into_iter().map(KeptChange::of).collect(),
            apart: apart
                .into_iter()
                .map(|(blob, index)| Session { blob, index })
                .collect(),
            gear: gear::used_in(db, user_id, id).await?,
        })
    }
}
