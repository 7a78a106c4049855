//! Uploaded files become workouts, each with its own result: one bad file stops no other.

use std::time::Instant;

use bytes::Bytes;
use serde::Serialize;
use stadion_activity::streams::{self as samples, Chunk};
use stadion_activity::{Activity, Decoded, FileResult, Refusal, Warning};
use stadion_activity::{Limits, derive};
use stadion_pack::model::Packs;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Draft, Entered, Source};
use super::rules::day;
use super::service;
use super::store::{self, Original, streams};
use crate::App;
use crate::web::error::{Error, Result};
use crate::web::telemetry;

/// Where a file goes whose sport no live pack claims.
pub const OTHER_SPORT: &str = "core.other";

/// What became of one file; an archive has one for each file inside.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileOutcome {
    pub file: String,
    pub status: FileStatus,
    pub workouts: Vec<ImportedWorkout>,
    /// Why it was refused; stable, `kebab-case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    pub warnings: Vec<FileWarning>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// All of it was read.
    Ok,
    /// Read up to a break.
    Partial,
    Refused,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportedWorkout {
    pub id: Uuid,
    pub sport: String,
    /// `new`, `known` (the same file came before) or `restored` (it had been deleted).
    pub result: ImportResult,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    New,
    Known,
    Restored,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FileWarning {
    pub code: String,
    pub message: String,
    /// How many samples, points or bytes, where it is about some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl From<&Warning> for FileWarning {
    fn from(warning: &Warning) -> Self {
        Self {
            code: warning.code.clone(),
            message: warning.message.clone(),
            count: warning.count,
        }
    }
}

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Bytes,
}

/// Reads, stores and lets the reactions catch up. Outcomes come in the order of the files.
pub async fn import(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    uploads: Vec<Upload>,
) -> Vec<FileOutcome> {
    let mut outcomes = Vec::new();
    // The next file is read while one is being stored.
    let mut reading = uploads.into_iter().map(read);
    let mut next = reading.next().map(tokio::spawn);
    while let Some(current) = next {
        let files = current.await;
        next = reading.next().map(tokio::spawn);
        match files {
            Ok(files) => {
                for file in files {
                    outcomes.push(keep(app, user_id, zone, file).await);
                }
            }
            Err(error) => outcomes.push(broken(String::new(), &error)),
        }
    }
    app.events.settle(app, user_id).await;
    outcomes
}

/// A file that was read, with its samples in their stored form.
struct Ready {
    file: FileResult,
    chunks: Vec<Vec<Chunk>>,
}

/// Decoding is work for a processor: it goes to a thread of its own.
async fn read(upload: Upload) -> Vec<Ready> {
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long decoding takes"
    )]
    let started = Instant::now();
    let name = upload.name.clone();
    let work = move || {
        let files = stadion_activity::read(&upload.name, upload.bytes.into(), &Limits::default());
        files.into_iter().map(prepare).collect::<Vec<_>>()
    };
    let files = tokio::task::spawn_blocking(work).await;
    metrics::histogram!("stadion_import_decode_seconds").record(started.elapsed());
    files.unwrap_or_else(|error| {
        tracing::error!(%error, file = %name, "a decoder failed");
        let outcome = Err(Refusal {
            code: "damaged".into(),
            reason: "This file made the reader fail.".into(),
            remedy: "Export it again; if that does not help, send it to us.".into(),
        });
        let file = FileResult {
            name,
            format: None,
            bytes: Vec::new(),
            outcome,
        };
        vec![Ready {
            file,
            chunks: Vec::new(),
        }]
    })
}

fn prepare(mut file: FileResult) -> Ready {
    let chunks = match &mut file.outcome {
        Ok(decoded) => decoded.activities.iter_mut().map(complete).collect(),
        Err(_) => Vec::new(),
    };
    Ready { file, chunks }
}

fn complete(activity: &mut Activity) -> Vec<Chunk> {
    derive::complete(activity);
    samples::encode(&activity.streams)
}

async fn keep(app: &App, user_id: Uuid, zone: Option<&str>, ready: Ready) -> FileOutcome {
    let Ready { mut file, chunks } = ready;
    let name = file.name.clone();
    let bytes = std::mem::take(&mut file.bytes);
    let outcome = match &file.outcome {
        Err(refusal) => refused(name, refusal),
        Ok(decoded) => match store_file(app, user_id, zone, (&file, bytes), decoded, &chunks).await
        {
            Ok(workouts) => accepted(name, decoded, workouts),
            Err(error) if error.status < 500 => not_taken(name, &error),
            Err(error) => broken(name, &error),
        },
    };
    let format = file.format.map_or("unknown", |format| format.as_str());
    telemetry::imported(format, outcome.status.as_str());
    outcome
}

impl FileStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::Refused => "refused",
        }
    }
}

/// The original first, durably; then its workouts and their events in one transaction.
async fn store_file(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    (file, bytes): (&FileResult, Vec<u8>),
    decoded: &Decoded,
    chunks: &[Vec<Chunk>],
) -> Result<Vec<ImportedWorkout>> {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let blob = app.blobs.put(user_id, bytes).await;
    let blob = blob.map_err(|error| Error::internal(&error))?;
    let original = Original {
        id: app.clock.new_id(),
        name: file.name.clone(),
        format: file
            .format
            .map_or("unknown", |format| format.as_str())
            .to_owned(),
        size,
        blob,
        received_at: app.clock.now(),
    };
    let packs = app.catalog.packs();
    let mut tx = app.db.begin().await?;
    let original_id = store::put_original(&mut tx, user_id, &original).await?;
    let mut workouts = Vec::new();
    for (index, activity) in (0..).zip(&decoded.activities) {
        // A file that never came before has brought no workout.
        let known = if original_id == original.id {
            None
        } else {
            store::by_session(&mut tx, user_id, original_id, index).await?
        };
        let sport = sport_of(&packs, activity);
        let (id, result) = match known {
            Some((id, None)) => (id, ImportResult::Known),
            Some((id, Some(_))) => {
                restore(app, &mut tx, user_id, id).await?;
                (id, ImportResult::Restored)
            }
            None => {
                let draft = draft(activity, &sport, zone, (original_id, index));
                let at = service::insert(app, &mut tx, user_id, app.clock.new_id(), &draft, None)
                    .await?;
                let chunks = usize::try_from(index)
                    .ok()
                    .and_then(|index| chunks.get(index));
                streams::put(
                    &mut tx,
                    user_id,
                    at.workout_id,
                    chunks.map_or(&[], Vec::as_slice),
                )
                .await?;
                (at.workout_id, ImportResult::New)
            }
        };
        workouts.push(ImportedWorkout { id, sport, result });
    }
    tx.commit().await?;
    Ok(workouts)
}

async fn restore(app: &App, tx: &mut crate::db::Tx, user_id: Uuid, id: Uuid) -> Result<()> {
    store::set_deleted(tx, user_id, id, false, app.clock.now()).await?;
    service::tell(app, tx, user_id, id, None).await
}

fn sport_of(packs: &Packs, activity: &Activity) -> String {
    packs
        .sport_for_fit(&activity.sport, &activity.sub_sport)
        .map_or_else(|| OTHER_SPORT.to_owned(), |(_, sport)| sport.id.clone())
}

fn draft(activity: &Activity, sport: &str, zone: Option<&str>, original: (Uuid, i32)) -> Draft {
    Draft {
        sport: sport.to_owned(),
        source: Source::File,
        start_at: activity.start_time,
        utc_offset_s: day::utc_offset_s(Some(activity), activity.start_time, zone),
        title: activity
            .name
            .clone()
            .map(|name| name.chars().take(200).collect()),
        note: None,
        entered: Entered::default(),
        original: Some(original),
        activity: Some(activity.clone()),
    }
}

fn accepted(file: String, decoded: &Decoded, workouts: Vec<ImportedWorkout>) -> FileOutcome {
    let of_sessions = decoded
        .activities
        .iter()
        .flat_map(|activity| &activity.warnings);
    FileOutcome {
        file,
        status: if decoded.partial {
            FileStatus::Partial
        } else {
            FileStatus::Ok
        },
        workouts,
        code: None,
        reason: None,
        remedy: None,
        warnings: decoded
            .warnings
            .iter()
            .chain(of_sessions)
            .map(FileWarning::from)
            .collect(),
    }
}

fn refused(file: String, refusal: &Refusal) -> FileOutcome {
    FileOutcome {
        file,
        status: FileStatus::Refused,
        workouts: Vec::new(),
        code: Some(refusal.code.clone()),
        reason: Some(refusal.reason.clone()),
        remedy: Some(refusal.remedy.clone()),
        warnings: Vec::new(),
    }
}

/// A failure on our side: the file is fine to be sent again.
/// What stands in the way is not the file's fault: its account was deleted meanwhile.
fn not_taken(file: String, error: &Error) -> FileOutcome {
    FileOutcome {
        file,
        status: FileStatus::Refused,
        workouts: Vec::new(),
        code: Some(error.code.into()),
        reason: Some(error.detail.clone()),
        remedy: None,
        warnings: Vec::new(),
    }
}

fn broken(file: String, error: &dyn std::fmt::Display) -> FileOutcome {
    tracing::error!(%error, %file, "an upload could not be stored");
    FileOutcome {
        file,
        status: FileStatus::Refused,
        workouts: Vec::new(),
        code: Some("internal".into()),
        reason: Some("Something broke on our side before this file was stored.".into()),
        remedy: Some("Send it again.".into()),
        warnings: Vec::new(),
    }
}
