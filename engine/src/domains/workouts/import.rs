//! Uploaded files become workouts, each with its own result: one bad file stops no other.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::time::Instant;

use bytes::Bytes;
use stadion_activity::columns::ColumnMap;
use stadion_activity::json::Columns;
use stadion_activity::streams::{self as samples, Chunk};
use stadion_activity::{Activity, Cleaning, Decoded, FileResult, Refusal};
use stadion_activity::{Limits, Options, read_document, read_each};
use stadion_pack::model::Packs;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::model::changes::{ReadAs, Recording};
use super::model::terms::Via;
use super::model::{Draft, Entered, Source};
use super::rules::day;
use super::store::{self, Original, streams};
use super::through::{self, Came};
use super::{service, sources};
use crate::App;
use crate::adapters::Refused;
use crate::blobs::Blob;
use crate::db::Tx;
use crate::domains::devices::{self, model::Delivery};
use crate::domains::identity;
use crate::userdata::archive::is_archive;
use crate::web::auth::BoxFuture;
use crate::web::error::{Error, Result};
use crate::web::telemetry;

pub use super::through::Through;
pub use crate::userdata::outcome::{
    FileOutcome, FileStatus, FileWarning, ImportResult, ImportedWorkout,
};

/// Where a file goes whose sport no live pack claims.
pub const OTHER_SPORT: &str = "core.other";

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Bytes,
}

/// How the files of a request are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The person's time zone: tables state local times.
    pub zone: Option<String>,
    /// What the columns of tables mean.
    pub columns: ColumnMap,
    /// The adapter that it came through.
    pub via: Option<Via>,
    /// Adapters that documents go through; a person's files do.
    pub through: Option<Through>,
}

/// [`import_as`], with tables that speak for themselves.
pub async fn import(
    app: &App,
    user_id: Uuid,
    zone: Option<&str>,
    uploads: Vec<Upload>,
) -> Vec<FileOutcome> {
    let reading = Reading {
        zone: zone.map(str::to_owned),
        through: Some(Through::live(app)),
        ..Reading::default()
    };
    import_as(app, user_id, reading, uploads).await
}

/// Reads, stores and lets the reactions catch up. Outcomes come in the order of the files.
pub async fn import_as(
    app: &App,
    user_id: Uuid,
    reading: Reading,
    uploads: Vec<Upload>,
) -> Vec<FileOutcome> {
    let (mut outcomes, mut plain) = (Vec::new(), Vec::new());
    for upload in uploads {
        if is_archive(&mut Cursor::new(&upload.bytes)) {
            let before = std::mem::take(&mut plain);
            outcomes.extend(take(app, user_id, &reading, before).await);
            // Boxed, or every import is as large as one of an archive.
            outcomes.extend(Box::pin(restored(app, user_id, upload)).await);
        } else {
            plain.push(upload);
        }
    }
    outcomes.extend(take(app, user_id, &reading, plain).await);
    app.events.settle(app, user_id).await;
    outcomes
}

/// An account's archive says more than its files.
async fn restored(app: &App, user_id: Uuid, upload: Upload) -> Vec<FileOutcome> {
    let (sender, mut told) = mpsc::channel(READ_AHEAD);
    let source = (upload.name, Cursor::new(upload.bytes));
    let collecting = async {
        let mut outcomes = Vec::new();
        while let Some(outcome) = told.recv().await {
            outcomes.push(outcome);
        }
        outcomes
    };
    let restoring = identity::restore(app, user_id, source, sender);
    tokio::join!(restoring, collecting).1
}

/// Reads and stores files; the reactions are left to the caller.
async fn take(
    app: &App,
    user_id: Uuid,
    reading: &Reading,
    uploads: Vec<Upload>,
) -> Vec<FileOutcome> {
    let sources = uploads.into_iter();
    let sources = sources.map(|upload| (upload.name, Cursor::new(upload.bytes)));
    let mut import = Import::begin(reading.clone(), sources.collect(), 0);
    let mut outcomes = Vec::new();
    while let Some(outcome) = import.next(app, user_id).await {
        outcomes.push(outcome);
    }
    import.note(app).await;
    outcomes
}

/// What whoever brings a document writes in the transaction that stores it. Where it fails, nothing of the
/// document is kept.
pub trait Along: Send + Sync {
    fn write<'a>(
        &'a self,
        tx: &'a mut Tx,
        workouts: &'a [ImportedWorkout],
    ) -> BoxFuture<'a, Result<()>>;
}

/// Files that wait to be stored, while one is: an archive of thousands takes the memory of three.
const READ_AHEAD: usize = 1;

/// Files on their way in. Decoding is work for a processor: it goes to a thread of its own, which
/// ends when this is dropped.
pub struct Import {
    read_as: ReadAs,
    files: mpsc::Receiver<Ready>,
    work: Option<JoinHandle<()>>,
    /// What came through adapters.
    deliveries: Vec<Delivery>,
}

impl Import {
    /// Reads sources with their names; the first `skipped` files of them were stored before.
    pub fn begin<S: Read + Seek + Send + 'static>(
        reading: Reading,
        sources: Vec<(String, S)>,
        skipped: u64,
    ) -> Self {
        let read_as = read_as(&reading);
        let (sender, files) = mpsc::channel(READ_AHEAD);
        let work = move || read(sources, &reading, skipped, &sender);
        Self {
            read_as,
            files,
            work: Some(tokio::task::spawn_blocking(work)),
            deliveries: Vec::new(),
        }
    }

    /// Stores the next file. Reactions are left to the caller.
    pub async fn next(&mut self, app: &App, user_id: Uuid) -> Option<FileOutcome> {
        if let Some(mut ready) = self.files.recv().await {
            let (via, refused) = (ready.via.take(), std::mem::take(&mut ready.refused));
            let mut read_as = self.read_as.clone();
            read_as.via = via.clone().or(read_as.via);
            let content = Content::Sent(std::mem::take(&mut ready.file.bytes));
            let outcome = keep(app, user_id, (&read_as, None), (&ready, content)).await;
            if let Some(via) = via {
                let (all, new) = (&mut self.deliveries, app.clock.new_id());
                let delivery = through::delivery(all, new, user_id, via.adapter);
                through::count(delivery, &outcome, refused);
            }
            return Some(outcome);
        }
        let error = self.work.take()?.await.err()?;
        tracing::error!(%error, "a decoder failed");
        Some(FileOutcome::broken(String::new(), &error))
    }

    /// Tells the person what came through adapters, and what of it was left out.
    pub async fn note(&mut self, app: &App) {
        for delivery in self.deliveries.drain(..) {
            // The workouts are here, whatever becomes of what is told of them.
            if let Err(error) = devices::note_delivery(app, delivery).await {
                tracing::error!(%error, "what came through an adapter is not told");
            }
        }
    }
}

/// A file that was read, with its samples in their stored form.
pub struct Ready {
    file: FileResult,
    chunks: Vec<Vec<Chunk>>,
    via: Option<Via>,
    refused: Vec<Refused>,
}

fn options(reading: &Reading) -> Options {
    Options {
        limits: Limits::default(),
        cleaning: Cleaning::ALL,
        columns: reading.columns.clone(),
        zone: reading.zone.as_deref().and_then(|zone| zone.parse().ok()),
    }
}

impl Ready {
    /// Of a document of ours that is not written yet: work for a processor.
    pub fn of_document(name: &str, activity: Activity, columns: Columns) -> Self {
        let watch = Watch::start();
        let file = read_document(name, activity, columns, &options(&Reading::default()));
        let ready = prepare(file.into());
        watch.stop();
        ready
    }

    /// As it was read.
    pub const fn file(&self) -> &FileResult {
        &self.file
    }
}

/// Stores a document that was read, with something written along. Reactions are left to the caller.
pub async fn store_document(
    app: &App,
    user_id: Uuid,
    reading: &Reading,
    (ready, blob): (&Ready, &Blob),
    along: &dyn Along,
) -> FileOutcome {
    let how = (&read_as(reading), Some(along));
    keep(app, user_id, how, (ready, Content::of(blob))).await
}

fn read_as(reading: &Reading) -> ReadAs {
    ReadAs {
        zone: reading.zone.clone(),
        columns: reading.columns.as_text().to_owned(),
        via: reading.via.clone(),
    }
}

/// Reads one file after another, and goes no further when nobody waits for them.
fn read<S: Read + Seek>(
    sources: Vec<(String, S)>,
    reading: &Reading,
    mut skipped: u64,
    ready: &mpsc::Sender<Ready>,
) {
    let options = options(reading);
    for (name, mut source) in sources {
        let mut watch = Watch::start();
        let mut hand_on = |came: Came| {
            if skipped > 0 {
                skipped -= 1;
                return ControlFlow::Continue(());
            }
            let file = prepare(came);
            watch.stop();
            let sent = ready.blocking_send(file);
            watch = Watch::start();
            sent.map_or(ControlFlow::Break(()), ControlFlow::Continue)
        };
        let through = reading.through.as_ref();
        let is_taken =
            through.is_some_and(|through| through.read(&name, &mut source, &options, &mut hand_on));
        if !is_taken {
            read_each(&name, source, &options, |file| hand_on(file.into()));
        }
        if ready.is_closed() {
            return;
        }
    }
}

/// Measures how long decoding takes.
struct Watch(Instant);

impl Watch {
    #[expect(
        clippy::disallowed_methods,
        reason = "measures how long decoding takes"
    )]
    fn start() -> Self {
        Self(Instant::now())
    }

    fn stop(&self) {
        metrics::histogram!("stadion_import_decode_seconds").record(self.0.elapsed());
    }
}

fn prepare(came: Came) -> Ready {
    let Came { file, via, refused } = came;
    let chunks = match &file.outcome {
        Ok(decoded) => {
            let streams = decoded.activities.iter().map(|activity| &activity.streams);
            streams.map(samples::encode).collect()
        }
        Err(_) => Vec::new(),
    };
    Ready {
        file,
        chunks,
        via,
        refused,
    }
}

/// What a file holds.
pub(super) enum Content {
    Sent(Vec<u8>),
    /// It is durable already.
    Kept {
        blob: String,
        size: usize,
    },
}

impl Content {
    pub fn of(blob: &Blob) -> Self {
        Self::Kept {
            blob: blob.key().to_owned(),
            size: blob.size(),
        }
    }
}

async fn keep(
    app: &App,
    user_id: Uuid,
    how: (&ReadAs, Option<&dyn Along>),
    (ready, content): (&Ready, Content),
) -> FileOutcome {
    let Ready { file, chunks, .. } = ready;
    let name = file.name.clone();
    let outcome = match &file.outcome {
        Err(refusal) => refused(name, refusal),
        Ok(decoded) => {
            let stored = store_file(app, user_id, how, (file, content), decoded, chunks);
            // Boxed, or the future of everything that imports is a large one.
            match Box::pin(stored).await {
                Ok(workouts) => {
                    show_richest(app, user_id, &workouts).await;
                    accepted(name, decoded, workouts)
                }
                Err(error) => FileOutcome::not_taken(name, &error),
            }
        }
    };
    let format = file.format.map_or("unknown", |format| format.as_str());
    telemetry::imported(format, outcome.status.as_str());
    outcome
}

/// What was attached may tell more than what is shown. It is kept whatever becomes of that.
async fn show_richest(app: &App, user_id: Uuid, workouts: &[ImportedWorkout]) {
    let attached = workouts.iter();
    for workout in attached.filter(|workout| workout.result == ImportResult::Attached) {
        // Boxed, or every import is as large as one that attaches.
        if let Err(error) = Box::pin(sources::prefer_richest(app, user_id, workout.id)).await {
            tracing::error!(id = %workout.id, %error, "a workout keeps its earlier source");
        }
    }
}

/// Keeps what a file holds, durably.
pub(super) async fn keep_original(
    app: &App,
    user_id: Uuid,
    file: &FileResult,
    content: Content,
) -> Result<Original> {
    let (blob, size) = match content {
        Content::Kept { blob, size } => (blob, size),
        Content::Sent(bytes) => {
            let size = bytes.len();
            let blob = app.blobs.put(user_id, bytes).await;
            (blob.map_err(|error| Error::internal(&error))?, size)
        }
    };
    Ok(Original {
        id: app.clock.new_id(),
        name: file.name.clone(),
        format: file
            .format
            .map_or("unknown", |format| format.as_str())
            .to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        blob,
        received_at: app.clock.now(),
    })
}

/// The original first, durably; then its workouts and their events in one transaction.
async fn store_file(
    app: &App,
    user_id: Uuid,
    (read_as, along): (&ReadAs, Option<&dyn Along>),
    (file, content): (&FileResult, Content),
    decoded: &Decoded,
    chunks: &[Vec<Chunk>],
) -> Result<Vec<ImportedWorkout>> {
    let original = keep_original(app, user_id, file, content).await?;
    let packs = app.catalog.packs();
    let mut tx = app.db.begin().await?;
    tx.lock_user(user_id).await?;
    let original_id = store::put_original(&mut tx, user_id, &original).await?;
    let mut workouts = Vec::new();
    for (index, activity) in (0..).zip(&decoded.activities) {
        // A file that never came before has brought no workout.
        let known = if original_id == original.id {
            None
        } else {
            known(app, &mut tx, user_id, (original_id, index)).await?
        };
        let sport = sport_of(&packs, activity);
        let session = (original_id, index);
        let (id, result) = if let Some(known) = known {
            known
        } else {
            let own = sources::recording(app, activity, app.clock.new_id(), session, read_as);
            let chunks = usize::try_from(index)
                .ok()
                .and_then(|index| chunks.get(index));
            let chunks = chunks.map_or(&[][..], Vec::as_slice);
            let draft = draft(activity, &sport, read_as.zone.as_deref(), session);
            keep_new(
                app,
                &mut tx,
                user_id,
                (own, &original.blob),
                (&draft, chunks),
            )
            .await?
        };
        workouts.push(ImportedWorkout { id, sport, result });
    }
    if let Some(along) = along {
        along.write(&mut tx, &workouts).await?;
    }
    tx.commit().await?;
    Ok(workouts)
}

/// The workout that a session of a file became before; what was deleted is restored.
async fn known(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    (original_id, index): (Uuid, i32),
) -> Result<Option<(Uuid, ImportResult)>> {
    let all = store::sources::of_session(tx, user_id, original_id, index).await?;
    let Some((mut id, deleted_at, mut into)) = all.first().copied() else {
        return Ok(None);
    };
    if deleted_at.is_none() {
        return Ok(Some((id, ImportResult::Known)));
    }
    // Of workouts that are parts of one another the outermost counts; rings do not come about.
    while let Some(whole) = into {
        id = whole;
        into = store::changes::joined_into(&mut *tx, user_id, id).await?;
    }
    let found = store::find(&mut *tx, user_id, id).await?;
    Ok(match found.map(|workout| workout.deleted_at) {
        None => None,
        Some(None) => Some((id, ImportResult::Known)),
        Some(Some(_)) => {
            restore(app, tx, user_id, id).await?;
            Some((id, ImportResult::Restored))
        }
    })
}

/// A session that was not here: another source of a workout that was, or a workout.
async fn keep_new(
    app: &App,
    tx: &mut Tx,
    user_id: Uuid,
    (own, blob): (Recording, &str),
    (draft, chunks): (&Draft, &[Chunk]),
) -> Result<(Uuid, ImportResult)> {
    if let Some(same) = sources::same(app, tx, user_id, &own, (blob, &BTreeSet::new())).await? {
        let own = Recording {
            workout_id: same,
            ..own
        };
        sources::attach(tx, app, user_id, &own).await?;
        return Ok((same, ImportResult::Attached));
    }
    service::insert(app, tx, user_id, own.workout_id, draft, None).await?;
    streams::put(tx, user_id, own.workout_id, chunks).await?;
    store::sources::put(tx, user_id, &own).await?;
    Ok((own.workout_id, ImportResult::New))
}

async fn restore(app: &App, tx: &mut Tx, user_id: Uuid, id: Uuid) -> Result<()> {
    store::set_deleted(tx, user_id, id, false, app.clock.now()).await?;
    service::tell(app, tx, user_id, id, None).await
}

pub(super) fn sport_of(packs: &Packs, activity: &Activity) -> String {
    packs
        .sport_for_fit(&activity.sport, &activity.sub_sport)
        .map_or_else(|| OTHER_SPORT.to_owned(), |(_, sport)| sport.id.clone())
}

pub(super) fn draft(
    activity: &Activity,
    sport: &str,
    zone: Option<&str>,
    original: (Uuid, i32),
) -> Draft {
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

pub(super) fn refused(file: String, refusal: &Refusal) -> FileOutcome {
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
