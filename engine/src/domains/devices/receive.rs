//! One activity comes in for a person, whoever brings it: it goes the way of files, its source's own id
//! makes it one, however often it comes, and what is told of it is durable.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use stadion_activity::json::Columns;
use stadion_activity::{Activity, write};
use tokio::task::{JoinHandle, spawn_blocking};
use uuid::Uuid;

use super::deliveries::{Taken, note_taken};
use super::model::{
    Delivery, Held, ItemRefusal, ItemStatus, ItemWarning, Named, Receipt, Receiver,
};
use super::rules::Document;
use super::store;
use crate::App;
use crate::blobs::Blob;
use crate::db::Tx;
use crate::domains::workouts::files::tidy_name;
use crate::domains::workouts::import::{
    Along, FileOutcome, FileStatus, ImportResult, ImportedWorkout, Reading, Ready, store_document,
};
use crate::domains::workouts::model::terms::Via;
use crate::domains::workouts::resent::{Resent, resend};
use crate::web::auth::BoxFuture;
use crate::web::error::Error;

/// How long one activity may take; after it, the process that had it counts as dead.
const RUN: TimeDelta = TimeDelta::minutes(2);
/// Of two that send the same at once, one waits so often.
const WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(50);

/// An activity under its source's own id of it.
pub struct Arrival {
    pub id: String,
    pub brought: Brought,
}

impl Arrival {
    pub fn has_samples(&self) -> bool {
        match &self.brought {
            Brought::Made(activity) => !activity.streams.is_empty(),
            Brought::Sent(document) => document.has_samples(),
        }
    }
}

pub enum Brought {
    /// An adapter made it.
    Made(Activity),
    /// It was sent in canonical JSON.
    Sent(Document),
}

impl Brought {
    /// As a file of ours, as in docs/activity.md.
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Made(activity) => write::json(activity),
            Self::Sent(document) => document.bytes(),
        }
    }

    fn read(&self, name: &str) -> Ready {
        let (activity, columns) = match self {
            Self::Made(activity) => (activity.clone(), Columns::from(&activity.streams)),
            Self::Sent(document) => document.content(),
        };
        Ready::of_document(name, activity, columns)
    }
}

/// Stores an activity, and tells the delivery that it is of. `app.events.settle` and `note_delivery` are left
/// to the caller, once for many; `ItemRefusal::is_passing` says whether sending it again can help.
pub async fn receive(
    app: &App,
    receiver: &Receiver,
    delivery: &Delivery,
    arrival: Arrival,
) -> Result<Receipt, ItemRefusal> {
    let named = Named {
        user_id: receiver.user_id,
        adapter: receiver.adapter.clone(),
        account: receiver.account.clone(),
        external_id: arrival.id,
    };
    let read = Reads::begin(&named, arrival.brought);
    let (blob, is_known) = tokio::join!(read.written, store::is_known(&app.db, &named));
    let mut coming = Coming {
        reading: Reading {
            zone: receiver.time_zone.clone(),
            via: Some(via(app, &receiver.adapter)),
            ..Reading::default()
        },
        taken: Taken::of(receiver, delivery),
        named,
        blob: Arc::new(blob.map_err(|error| Error::internal(&error))?),
        read: Read::Begun(read.read),
    };
    if !is_known? {
        match first(app, &mut coming, false).await {
            // Another was faster.
            Err(refusal) if refusal.code == IN_PROGRESS => {}
            done => return done,
        }
    }
    let held = claim(app, &coming.named, receiver.connection).await?;
    let done = Box::pin(keep(app, &mut coming, held)).await;
    if done.is_err() {
        store::release(&app.db, &coming.named).await?;
    }
    done
}

const IN_PROGRESS: &str = "in-progress";

/// What is made of an activity before it is stored: work for two processors.
struct Reads {
    written: JoinHandle<Blob>,
    read: JoinHandle<Ready>,
}

impl Reads {
    fn begin(named: &Named, brought: Brought) -> Self {
        let name = tidy_name(&format!("{} {}.json", named.adapter, named.external_id));
        let brought = Arc::new(brought);
        let to_write = Arc::clone(&brought);
        Self {
            written: spawn_blocking(move || Blob::of(to_write.bytes())),
            read: spawn_blocking(move || brought.read(&name)),
        }
    }
}

enum Read {
    Begun(JoinHandle<Ready>),
    Done(Arc<Ready>),
}

/// An activity on its way to a person.
struct Coming {
    named: Named,
    taken: Taken,
    reading: Reading,
    blob: Arc<Blob>,
    read: Read,
}

impl Coming {
    async fn ready(&mut self) -> Result<Arc<Ready>, Error> {
        let ready = match &mut self.read {
            Read::Begun(reading) => {
                Arc::new(reading.await.map_err(|error| Error::internal(&error))?)
            }
            Read::Done(ready) => Arc::clone(ready),
        };
        self.read = Read::Done(Arc::clone(&ready));
        Ok(ready)
    }
}

/// Takes one of which something is known, so that it is stored by one at a time.
async fn claim(app: &App, named: &Named, connection: Uuid) -> Result<Held, ItemRefusal> {
    for _ in 0..WAITS {
        let now = app.clock.now();
        let held = store::claim(&app.db, named, connection, (now, now + RUN)).await?;
        if let Some(held) = held {
            return Ok(held);
        }
        tokio::time::sleep(WAIT).await;
    }
    let reason = "The same activity is being stored at this moment.";
    let remedy = "Send it again in a moment.";
    Err(ItemRefusal::new(IN_PROGRESS, "/id", reason, remedy))
}

/// Stores what is claimed, and lets go of it.
async fn keep(app: &App, coming: &mut Coming, held: Held) -> Result<Receipt, ItemRefusal> {
    let Some(was) = held.blob else {
        return first(app, coming, true).await;
    };
    let is_same = was == coming.blob.key();
    let receipt = if is_same {
        Receipt::of(ItemStatus::Unchanged, held.workout_id)
    } else {
        let ready = coming.ready().await?;
        let (user_id, read) = (coming.named.user_id, (ready.as_ref(), &coming.blob));
        let resent = resend(app, user_id, &coming.reading, &was, read).await?;
        again(resent, held.workout_id)?
    };
    // Where its person keeps the earlier one, that one may come again.
    let stays = is_same || receipt.status == ItemStatus::Unchanged;
    let blob = if stays { &was } else { coming.blob.key() };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::settle(&mut tx, &coming.named, (blob, receipt.workout), now).await?;
    store::note_data(&mut tx, coming.named.user_id, coming.taken.connection, now).await?;
    note_taken(app, &mut tx, &coming.taken, receipt.status).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// What is told of an activity in the transaction that stores it, since each waits for the disk: its name, and
/// that it came by its connection, which still stands.
struct Telling<'c> {
    app: &'c App,
    coming: &'c Coming,
    is_claimed: bool,
    now: DateTime<Utc>,
}

impl Along for Telling<'_> {
    fn write<'a>(
        &'a self,
        tx: &'a mut Tx,
        workouts: &'a [ImportedWorkout],
    ) -> BoxFuture<'a, crate::web::error::Result<()>> {
        Box::pin(async move {
            let Some(workout) = workouts.first() else {
                return Ok(());
            };
            let (named, taken, now) = (&self.coming.named, &self.coming.taken, self.now);
            let blob = self.coming.blob.key();
            if self.is_claimed {
                store::settle(tx, named, (blob, Some(workout.id)), now).await?;
            } else if !store::name(tx, named, taken.connection, (blob, workout.id), now).await? {
                let detail = "The same activity was stored at this moment.";
                return Err(Error::conflict(IN_PROGRESS, detail));
            }
            // Whoever disconnects, and wants what came to be deleted, finds all of it.
            if !store::note_data(tx, named.user_id, taken.connection, now).await? {
                let detail = "The person disconnected at this moment.";
                return Err(Error::new(StatusCode::NOT_FOUND, "no-connection", detail));
            }
            note_taken(self.app, tx, taken, status(workout.result)).await
        })
    }
}

const fn status(result: ImportResult) -> ItemStatus {
    match result {
        ImportResult::New | ImportResult::Restored => ItemStatus::New,
        ImportResult::Known => ItemStatus::Unchanged,
        ImportResult::Attached => ItemStatus::Attached,
    }
}

/// What it comes through, and in which version, by which its terms are found later.
fn via(app: &App, adapter: &str) -> Via {
    let adapters = app.catalog.adapters();
    let live = adapters.get(adapter);
    Via {
        adapter: adapter.to_owned(),
        version: live.map_or_else(String::new, |live| live.version.to_string()),
    }
}

/// The way of any file.
async fn first(app: &App, coming: &mut Coming, is_claimed: bool) -> Result<Receipt, ItemRefusal> {
    // What was written is made durable while it is read.
    let blob = Arc::clone(&coming.blob);
    let put = app.blobs.put_known(coming.named.user_id, blob).await;
    put.map_err(|error| Error::internal(&error))?;
    let ready = coming.ready().await?;
    let telling = Telling {
        app,
        coming,
        is_claimed,
        now: app.clock.now(),
    };
    let (user_id, reading) = (coming.named.user_id, &coming.reading);
    let document = (ready.as_ref(), coming.blob.as_ref());
    let outcome = store_document(app, user_id, reading, document, &telling).await;
    let told = match outcome.workouts.first() {
        Some(workout) if outcome.status != FileStatus::Refused => workout.clone(),
        _ => return Err(of_outcome(outcome)),
    };
    let warnings = outcome.warnings.into_iter().map(|warning| ItemWarning {
        code: warning.code,
        field: None,
        message: warning.message,
        count: warning.count,
    });
    Ok(Receipt {
        status: status(told.result),
        workout: Some(told.id),
        warnings: warnings.collect(),
    })
}

fn of_outcome(outcome: FileOutcome) -> ItemRefusal {
    let code = outcome.code.unwrap_or_else(|| "damaged".to_owned());
    ItemRefusal {
        code,
        field: Some("/data".to_owned()),
        reason: outcome.reason.unwrap_or_default(),
        remedy: outcome.remedy,
    }
}

/// What was here, told otherwise.
fn again(resent: Resent, workout: Option<Uuid>) -> Result<Receipt, ItemRefusal> {
    let stays = |workout, code: &str, message: &str| {
        let warning = ItemWarning {
            code: code.to_owned(),
            field: None,
            message: message.to_owned(),
            count: None,
        };
        Receipt {
            warnings: vec![warning],
            ..Receipt::of(ItemStatus::Unchanged, workout)
        }
    };
    Ok(match resent {
        Resent::Updated(id) => Receipt::of(ItemStatus::Updated, Some(id)),
        Resent::Kept(id) => {
            let message = "Its person cut, split or joined its samples: that stays as it is.";
            stays(Some(id), "edits-kept", message)
        }
        Resent::Gone => {
            let message = "Its person deleted it, or joined it into another one: it stays so.";
            stays(workout, "gone", message)
        }
        Resent::Refused(outcome) => return Err(of_outcome(outcome)),
    })
}
