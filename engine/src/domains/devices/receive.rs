//! One activity comes in for a person, whoever brings it: it goes the way of files, its source's own id
//! makes it one, however often it comes, and what is told of it is durable.

use std::io::Cursor;
use std::time::Duration;

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
    Along, FileOutcome, FileStatus, Import, ImportResult, ImportedWorkout, Reading, Upload,
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

/// Stores an activity, canonical JSON as in docs/activity.md, under its source's own id of it.
/// `app.events.settle` is left to the caller, once for many; `ItemRefusal::is_passing` says whether
/// sending it again can help.
pub async fn receive(
    app: &App,
    receiver: &Receiver,
    external_id: &str,
    bytes: Bytes,
) -> Result<Receipt, ItemRefusal> {
    let named = Named {
        user_id: receiver.user_id,
        adapter: receiver.adapter.clone(),
        account: receiver.account.clone(),
        external_id: external_id.to_owned(),
    };
    let coming = Coming::of(app, receiver, named, bytes);
    if !store::is_known(&app.db, &coming.named).await? {
        match first(app, &coming, false).await {
            // Another was faster.
            Err(refusal) if refusal.code == IN_PROGRESS => {}
            done => return done,
        }
    }
    let held = claim(app, &coming.named, receiver.connection).await?;
    let done = Box::pin(keep(app, &coming, held)).await;
    if done.is_err() {
        store::release(&app.db, &coming.named).await?;
    }
    done
}

const IN_PROGRESS: &str = "in-progress";

/// An activity on its way.
struct Coming {
    named: Named,
    connection: Uuid,
    reading: Reading,
    upload: Upload,
    blob: String,
}

impl Coming {
    fn of(app: &App, receiver: &Receiver, named: Named, bytes: Bytes) -> Self {
        Self {
            connection: receiver.connection,
            reading: Reading {
                zone: receiver.time_zone.clone(),
                via: Some(via(app, &receiver.adapter)),
                ..Reading::default()
            },
            blob: hex::encode(Sha256::digest(&bytes)),
            upload: Upload {
                name: tidy_name(&format!("{} {}.json", named.adapter, named.external_id)),
                bytes,
            },
            named,
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
async fn keep(app: &App, coming: &Coming, held: Held) -> Result<Receipt, ItemRefusal> {
    let named = &coming.named;
    let Some(was) = held.blob else {
        return first(app, coming, true).await;
    };
    let is_same = was == coming.blob;
    let receipt = if is_same {
        Receipt::of(ItemStatus::Unchanged, held.workout_id)
    } else {
        let (reading, upload) = (&coming.reading, coming.upload.clone());
        let resent = resend(app, named.user_id, reading, &was, upload).await?;
        again(resent, held.workout_id)?
    };
    // Where its person keeps the earlier one, that one may come again.
    let stays = is_same || receipt.status == ItemStatus::Unchanged;
    let blob = if stays { &was } else { &coming.blob };
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    store::settle(&mut tx, named, (blob, receipt.workout), now).await?;
    store::note_data(&mut tx, named.user_id, coming.connection, now).await?;
    tx.commit().await?;
    Ok(receipt)
}

/// The name of an activity, and when its connection last brought something: in the transaction that stores
/// it, since each waits for the disk.
struct Naming {
    named: Named,
    connection: Uuid,
    blob: String,
    is_claimed: bool,
    now: DateTime<Utc>,
}

impl Along for Naming {
    fn write<'a>(
        &'a self,
        tx: &'a mut Tx,
        workouts: &'a [ImportedWorkout],
    ) -> BoxFuture<'a, crate::web::error::Result<()>> {
        Box::pin(async move {
            let Some(workout) = workouts.first() else {
                return Ok(());
            };
            let (named, now) = (&self.named, self.now);
            if self.is_claimed {
                store::settle(tx, named, (&self.blob, Some(workout.id)), now).await?;
            } else if !store::name(tx, named, self.connection, (&self.blob, workout.id), now)
                .await?
            {
                let detail = "The same activity was stored at this moment.";
                return Err(Error::conflict(IN_PROGRESS, detail));
            }
            Ok(store::note_data(tx, named.user_id, self.connection, now).await?)
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
async fn first(app: &App, coming: &Coming, is_claimed: bool) -> Result<Receipt, ItemRefusal> {
    let Upload { name, bytes } = coming.upload.clone();
    let naming = Naming {
        named: coming.named.clone(),
        connection: coming.connection,
        blob: coming.blob.clone(),
        is_claimed,
        now: app.clock.now(),
    };
    let sources = vec![(name, Cursor::new(bytes))];
    let mut import = Import::begin(coming.reading.clone(), sources, 0).along(naming);
    let outcome = import.next(app, coming.named.user_id).await;
    let outcome = outcome.ok_or_else(|| Error::internal(&"a decoder failed"))?;
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
