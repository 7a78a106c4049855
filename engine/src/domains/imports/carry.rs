//! Reads what was sent, file by file: each file's workouts and the import's own progress are durable
//! before the next, so that a killed process loses nothing and doubles nothing.

use std::fs::File;
use std::pin::pin;
use std::time::Duration;

use chrono::TimeDelta;
use stadion_activity::columns::ColumnMap;
use tokio::sync::{Semaphore, mpsc};
use uuid::Uuid;

use super::model::{Job, Tally};
use super::store;
use crate::App;
use crate::domains::identity;
use crate::domains::workouts::import::{
    FileOutcome, FileStatus, Import, ImportResult, Reading, Through,
};
use crate::userdata::archive::is_archive;
use crate::web::error::{Error, Result};

/// A process that died lets go after this long.
const HELD: TimeDelta = TimeDelta::seconds(15);
/// How often a process says that it still works on a long file.
const RENEWED: Duration = Duration::from_secs(5);
/// How often imports that nobody works on are looked for.
const TICK: Duration = Duration::from_secs(5);
/// Files between two times that records, badges and sums are told.
const SETTLED_EACH: i64 = 20;
/// So many at a time, so that the rest of the server goes on beside them.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Runs until the process stops: takes up what another left.
pub async fn run(app: App) {
    loop {
        match store::left(&app.db, app.clock.now(), 10).await {
            Ok(left) => {
                for (user_id, id) in left {
                    carry_out(&app, user_id, id).await;
                }
            }
            Err(error) => tracing::error!(%error, "imports that wait cannot be read"),
        }
        tokio::time::sleep(TICK).await;
    }
}

/// Reads one import to its end, unless another process does.
pub async fn carry_out(app: &App, user_id: Uuid, id: Uuid) {
    // It is closed never.
    let _turn = TURNS.acquire().await;
    let holder = app.clock.new_id().to_string();
    match work(app, user_id, id, &holder).await {
        Ok(()) => {}
        // It is taken up again when the hold is over.
        Err(error) => tracing::error!(%user_id, import = %id, %error, "an import waits"),
    }
}

async fn work(app: &App, user_id: Uuid, id: Uuid, holder: &str) -> Result<()> {
    let now = app.clock.now();
    if !store::hold(&app.db, (user_id, id), holder, now, now + HELD).await? {
        return Ok(());
    }
    let Some(mut job) = store::find(&app.db, user_id, id).await? else {
        return Ok(());
    };
    let source = match app.blobs.open(user_id, &job.blob).await {
        Ok(source) => source,
        Err(error) => {
            tracing::error!(%user_id, import = %id, %error, "what was sent is gone");
            let error = Some("What was sent is gone; send it again.");
            return Ok(store::finish(&app.db, &job, holder, error, app.clock.now()).await?);
        }
    };
    let reading = Reading {
        zone: job.zone.clone(),
        // It was looked at when it was sent.
        columns: ColumnMap::parse(&job.columns).unwrap_or_default(),
        via: None,
        through: Some(Through::live(app)),
    };
    let before = u64::try_from(job.done).unwrap_or(0);
    let look = tokio::task::spawn_blocking(move || {
        let mut source = source;
        let is_own = is_archive(&mut source);
        (source, is_own)
    });
    let (source, is_own) = look.await.map_err(|error| Error::internal(&error))?;
    if is_own {
        // Boxed, or every import is as large as one of an account.
        return Box::pin(own(app, &mut job, holder, source)).await;
    }
    let mut import = Import::begin(reading, vec![(job.name.clone(), source)], before);
    while let Some(outcome) = held(app, (user_id, id), holder, import.next(app, user_id)).await? {
        if !tell(app, &job, holder, &outcome).await? {
            return Ok(()); // erased, or another process's meanwhile
        }
        job.done += 1;
        if job.done % SETTLED_EACH == 0 {
            app.events.settle(app, user_id).await;
        }
    }
    import.note(app).await;
    end(app, &job, holder).await
}

/// All of it is read: reactions catch up, and what was sent goes.
async fn end(app: &App, job: &Job, holder: &str) -> Result<()> {
    app.events.settle(app, job.user_id).await;
    store::finish(&app.db, job, holder, None, app.clock.now()).await?;
    let removed = app.blobs.remove(job.user_id, &job.blob).await;
    removed.map_err(|error| Error::internal(&error))
}

/// Waits for work on an import, and holds on to it however long that takes.
async fn held<T>(
    app: &App,
    whose: (Uuid, Uuid),
    holder: &str,
    work: impl Future<Output = T>,
) -> Result<T> {
    let mut work = pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return Ok(done),
            () = tokio::time::sleep(RENEWED) => {
                let now = app.clock.now();
                store::hold(&app.db, whose, holder, now, now + HELD).await?;
            }
        }
    }
}

/// An archive of an account says more than its files. What is there already it does not change, so
/// that it is read from its beginning again by whoever takes it up, and told from where it was.
async fn own(app: &App, job: &mut Job, holder: &str, source: File) -> Result<()> {
    let (user_id, before) = (job.user_id, job.done);
    let (sender, mut told) = mpsc::channel(1);
    let restoring = identity::restore(app, user_id, (job.name.clone(), source), sender);
    let (owner, import) = (job.user_id, job.id);
    let under_way = &mut *job;
    let telling = async move {
        let job = under_way;
        // It is dropped with this: nobody restores any further for whom nobody tells.
        let mut n = 0;
        while let Some(outcome) = told.recv().await {
            n += 1;
            if n <= before {
                continue;
            }
            if !tell(app, job, holder, &outcome).await? {
                return Ok(false);
            }
            job.done += 1;
            if job.done % SETTLED_EACH == 0 {
                app.events.settle(app, user_id).await;
            }
        }
        Ok::<_, Error>(true)
    };
    let both = async {
        let both = tokio::join!(Box::pin(restoring), Box::pin(telling));
        both.1
    };
    if held(app, (owner, import), holder, both).await?? {
        end(app, job, holder).await?;
    }
    Ok(())
}

async fn tell(app: &App, job: &Job, holder: &str, outcome: &FileOutcome) -> Result<bool> {
    let mut tx = app.db.begin().await?;
    let until = app.clock.now() + HELD;
    let kept = without_zeros(outcome);
    let told = (&kept, tally(outcome));
    let is_told = store::tell(&mut tx, job, holder, told, until).await?;
    tx.commit().await?;
    Ok(is_told)
}

/// What is said of a file may quote it, and PostgreSQL keeps no zero character.
fn without_zeros(outcome: &FileOutcome) -> FileOutcome {
    let plain = |text: &mut String| text.retain(|c| c != '\0');
    let mut outcome = outcome.clone();
    let said = [&mut outcome.reason, &mut outcome.remedy];
    let said = said.into_iter().flatten();
    let warned = outcome
        .warnings
        .iter_mut()
        .map(|warning| &mut warning.message);
    said.chain(warned)
        .chain([&mut outcome.file])
        .for_each(plain);
    outcome
}

fn tally(outcome: &FileOutcome) -> Tally {
    let mut tally = Tally {
        refused: i64::from(outcome.status == FileStatus::Refused),
        ..Tally::default()
    };
    for workout in &outcome.workouts {
        match workout.result {
            ImportResult::Known | ImportResult::Attached => tally.known += 1,
            ImportResult::New | ImportResult::Restored => tally.recorded += 1,
        }
    }
    tally
}
