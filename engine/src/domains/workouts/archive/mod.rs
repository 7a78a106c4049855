//! A person's workouts in "download my data", and their way back. The archive holds facts and no
//! figures: files as they came, what was typed, and what was changed over both. What a workout shows
//! is told from these again, so that it can still be changed and each change still be undone.
//!
//! - [`LIST`]: every workout by its id, and what has to be there before it;
//! - [`FACTS`]: a file for each with all its facts ([`Kept`]);
//! - `originals/`: the files;
//! - [`RECORDINGS`]: what was read of a file that is lost.

mod back;
mod check;
mod files;
mod keep;
mod plan;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::changes::{Change, InFile, Made, ReadAs, Recording};
use super::model::{Edits, Entered, Workout};

pub use back::restore;
pub use keep::{Files, keep};

pub const LIST: &str = "archive.json";
const FACTS: &str = "facts";
const RECORDINGS: &str = "recordings";

/// Everything that is kept of a workout, but for what its files say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    id: Uuid,
    sport: String,
    source: String,
    start_at: DateTime<Utc>,
    utc_offset_s: i32,
    title: Option<String>,
    note: Option<String>,
    created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted_at: Option<DateTime<Utc>>,
    /// The workout that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joined_into: Option<Uuid>,
    #[serde(default)]
    entered: Entered,
    #[serde(default)]
    edits: Edits,
    /// None of what was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorded: Option<Recorded>,
    /// In the slice's folder: what was read of a file that is lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recording: Option<String>,
    #[serde(default)]
    sources: Vec<KeptSource>,
    #[serde(default)]
    changes: Vec<KeptChange>,
    /// Sessions of files that somebody said are not this workout.
    #[serde(default)]
    apart: Vec<Session>,
    /// What was used.
    #[serde(default)]
    gear: Vec<Uuid>,
}

/// What an archive may have said of its files, beside them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Recorded {
    name: Option<String>,
    /// FIT profile names.
    sport: String,
    sub_sport: String,
}

/// A session of a file, by the file's bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Session {
    /// SHA-256.
    blob: String,
    index: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptSource {
    file: KeptFile,
    session: i32,
    is_primary: bool,
    start_at: DateTime<Utc>,
    end_at: DateTime<Utc>,
    distance: Option<f64>,
    sport: String,
    serial: Option<String>,
    device: Option<String>,
    samples: i64,
    laps: i64,
    developer_fields: i64,
    reading: ReadAs,
    attached_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptFile {
    id: Uuid,
    /// In the slice's folder.
    path: String,
    /// As it was sent.
    name: String,
    format: String,
    /// SHA-256.
    blob: String,
    received_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeptChange {
    seq: i64,
    at: DateTime<Utc>,
    change: Change,
}

/// A workout in the list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    id: Uuid,
    /// Of its primary source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<Session>,
    /// Workouts that are parts of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joins: Vec<Uuid>,
    /// All others that its changes speak of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    speaks_of: Vec<Uuid>,
}

impl Kept {
    fn primary(&self) -> Option<&KeptSource> {
        self.sources.iter().find(|source| source.is_primary)
    }

    fn said(&self) -> Vec<Change> {
        self.changes
            .iter()
            .map(|kept| kept.change.clone())
            .collect()
    }

    /// Its place in the list.
    fn entry(&self) -> Entry {
        let mut joins = Vec::new();
        let mut speaks_of: Vec<Uuid> = self.joined_into.into_iter().collect();
        for kept in &self.changes {
            match kept.change {
                Change::Join { with } => joins.push(with),
                Change::Split { other, .. } => speaks_of.push(other),
                Change::Rest { of, .. } => speaks_of.push(of),
                _ => {}
            }
        }
        Entry {
            id: self.id,
            session: self.primary().map(KeptSource::of_file),
            joins,
            speaks_of,
        }
    }
}

impl KeptSource {
    fn of(own: InFile, path: String) -> Self {
        let Recording {
            original_id,
            session_index,
            is_primary,
            start_at,
            end_at,
            distance,
            sport,
            serial,
            device,
            samples,
            laps,
            developer_fields,
            reading,
            attached_at,
            ..
        } = own.recording;
        Self {
            file: KeptFile {
                id: original_id,
                path,
                name: own.name,
                format: own.format,
                blob: own.blob,
                received_at: attached_at,
            },
            session: session_index,
            is_primary,
            start_at,
            end_at,
            distance,
            sport,
            serial,
            device,
            samples,
            laps,
            developer_fields,
            reading: reading.0,
            attached_at,
        }
    }

    fn of_file(&self) -> Session {
        Session {
            blob: self.file.blob.clone(),
            index: self.session,
        }
    }

    /// As a source of a workout here; `original` is the file's row.
    fn recording(&self, workout_id: Uuid, original_id: Uuid) -> Recording {
        Recording {
            workout_id,
            original_id,
            session_index: self.session,
            is_primary: self.is_primary,
            start_at: self.start_at,
            end_at: self.end_at,
            distance: self.distance,
            sport: self.sport.clone(),
            serial: self.serial.clone(),
            device: self.device.clone(),
            samples: self.samples,
            laps: self.laps,
            developer_fields: self.developer_fields,
            reading: sqlx::types::Json(self.reading.clone()),
            attached_at: self.attached_at,
        }
    }
}

impl KeptChange {
    fn of(made: Made) -> Self {
        Self {
            seq: made.seq,
            at: made.at,
            change: made.body.0,
        }
    }
}

impl Recorded {
    fn of(workout: &Workout) -> Option<Self> {
        let activity = &workout.activity.as_ref()?.0;
        Some(Self {
            name: activity.name.clone(),
            sport: activity.sport.clone(),
            sub_sport: activity.sub_sport.clone(),
        })
    }
}
