//! One activity comes in for a person, whoever brings it: it goes the way of files, its source's own id
//! makes it one, however often it comes, and what is told of it is durable.

use std::time::Duration;

use axum::http::StatusCode;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Held, ItemRefusal, ItemStatus, ItemWarning, Named, Receipt, Receiver};
use super::store;
use crate::App;
use crate::db::Tx;
use crate::domains::workouts::files::tidy_name;
use crate::domains::workouts::import::{
    Along, FileOutcome, FileStatus, ImportResult, ImportedWorkout, Reading, Ready, Upload,
    read_document, store_document,
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

/// An activity in canonical JSON, as in docs/activity.md, under its source's own id of it.
pub struct Arrival {
    id: String,
    bytes: Bytes,
    blob: String,
    ready: Option<Ready>,
}

impl Arrival {
    /// Reads it: work for a processor.
    pub fn read(adapter: &str, id: String, bytes: Bytes) -> Self {
        Self {
            ready: read_document(&file_name(adapter, &id), bytes.to_vec()),
            blob: hex::encode(Sha256::digest(&bytes)),
            bytes,
            id,
        }
    }
}

fn file_name(adapter: &str, id: &str) -> String {
    tidy_name(&format!("{adapter} {id}.json"))
}

/// [`receive_read`] of what is not read yet.
pub async fn receive(
    app: &App,
    receiver: &Receiver,
    external_id: &str,
    bytes: Bytes,
) -> Result<Receipt, ItemRefusal> {
    let (adapter, id) = (receiver.adapter.clone(), external_id.to_owned());
    let reading = tokio::task::spawn_blocking(move || Arrival::read(&adapter, id, bytes));
    let arrival = reading.await.map_err(|error| Error::internal(&error))?;
    receive_read(app, receiver, arrival).await
}

/// Stores an activity. `app.events.settle` is left to the caller, once for many;
/// `ItemRefusal::is_passing` says whether sending it again can help.
pub async fn receive_read(
    app: &App,
    receiver: &Receiver,
    arrival: Arrival,
) -> Result<Receipt, ItemRefusal> {
    let mut coming = Coming::of(app, receiver, arrival);
    if !store::is_known(&app.db, &coming.named).await? {
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

/// An activity on its way to a person.
struct Coming {
    named: Named,
    connection: Uuid,
    reading: Reading,
    arrival: Arrival,
}

impl Coming {
    fn of(app: &App, receiver: &Receiver, arrival: Arrival) -> Self {
        Self {
            named: Named {
                user_id: receiver.user_id,
                adapter: receiver.adapter.clone(),
                account: receiver.account.clone(),
                external_id: arrival.id.clone(),
            },
            connection: receiver.connection,
            reading: Reading {
                zone: receiver.time_zone.clone(),
                via: Some(via(app, &receiver.adapter)),
                ..Reading::default()
            },
            arrival,
        }
    }

    /// As it was read, or again where that was stored in vain.
    async fn ready(&mut self) -> Result<Ready, Error> {
        let mut ready = self.arrival.ready.take();
        if ready.is_none() {
            let Upload { name, bytes } = self.upload();
            let again = tokio::task::spawn_blocking(move || read_document(&name, bytes.into()));
            ready = again.await.map_err(|error| Error::internal(&error))?;
        }
        ready.ok_or_else(|| Error::internal(&"a decoder failed"))
    }

    fn upload(&self) -> Upload {
        Upload {
            name: file_name(&self.named.adapter, &self.named.external_id),
            bytes: self.arrival.bytes.clone(),
        }
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
    let (named, new) = (&coming.named, &coming.arrival.blob);
    let is_same = was == *new;
    let receipt = if is_same {
        Receipt::of(ItemStatus::Unchanged, held.workout_id)
    } else {
        let reading = &coming.reading;
        let resent = resend(app, named.user_id, reading, &was, coming.upload()).await?;
        again(resent, held.workout_id)?
    };
    // Where its person keeps the earlier one, that one may come again.
    let stays = is_same || receipt.status == ItemStatus::Unchanged;
    let blob = if stays { &was } else { new };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::settle(&mut tx, named, (blob, receipt.workout), now).await?;
    store::note_data(&mut tx, named.user_id, coming.connection, now).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// The name of an activity, and that its connection, which still stands, brought something: in the transaction
/// that stores it, since each waits for the disk.
struct Naming<'c> {
    named: &'c Named,
    connection: Uuid,
    blob: &'c str,
    is_claimed: bool,
    now: DateTime<Utc>,
}

impl Along for Naming<'_> {
    fn write<'a>(
        &'a self,
        tx: &'a mut Tx,
        workouts: &'a [ImportedWorkout],
    ) -> BoxFuture<'a, crate::web::error::Result<()>> {
        Box::pin(async move {
            let Some(workout) = workouts.first() else {
                return Ok(());
            };
            let (named, blob, now) = (self.named, self.blob, self.now);
            if self.is_claimed {
                store::settle(tx, named, (blob, Some(workout.id)), now).await?;
            } else if !store::name(tx, named, self.connection, (blob, workout.id), now).await? {
                let detail = "The same activity was stored at this moment.";
                return Err(Error::conflict(IN_PROGRESS, detail));
            }
            // Whoever disconnects, and wants what came to be deleted, finds all of it.
            if !store::note_data(tx, named.user_id, self.connection, now).await? {
                let detail = "The person disconnected at this moment.";
                return Err(Error::new(StatusCode::NOT_FOUND, "no-connection", detail));
            }
            Ok(())
        })
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
    let ready = coming.ready().await?;
    let naming = Naming {
        named: &coming.named,
        connection: coming.connection,
        blob: &coming.arrival.blob,
        is_claimed,
        now: app.clock.now(),
    };
    let user_id = coming.named.user_id;
    let outcome = store_document(app, user_id, &coming.reading, ready, &naming).await;
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
    let status = match told.result {
        ImportResult::New | ImportResult::Restored => ItemStatus::New,
        ImportResult::Known => ItemStatus::Unchanged,
        ImportResult::Attached => ItemStatus::Attached,
    };
    Ok(Receipt {
        status,
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
