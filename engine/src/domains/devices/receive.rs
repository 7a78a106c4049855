//! One activity comes in for a person, whoever brings it: it goes the way of files, its source's own id
//! makes it one, however often it comes, and what is told of it is durable.

use std::io::Cursor;
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Held, ItemRefusal, ItemStatus, ItemWarning, Named, Receipt, Receiver};
use super::store;
use crate::App;
use crate::domains::workouts::files::tidy_name;
use crate::domains::workouts::import::{
    FileOutcome, FileStatus, Import, ImportResult, Reading, Upload,
};
use crate::domains::workouts::model::terms::Via;
use crate::domains::workouts::resent::{Resent, resend};
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
    let held = claim(app, &named, receiver.connection).await?;
    let done = keep(app, &named, receiver, held, bytes).await;
    if done.is_err() {
        store::release(&app.db, &named).await?;
    }
    done
}

async fn claim(app: &App, named: &Named, connection: Uuid) -> Result<Held, ItemRefusal> {
    for _ in 0..WAITS {
        let now = app.clock.now();
        let mut tx = app.db.begin().await?;
        let held = store::claim(&mut tx, named, connection, (now, now + RUN)).await?;
        tx.commit().await?;
        if let Some(held) = held {
            return Ok(held);
        }
        tokio::time::sleep(WAIT).await;
    }
    let reason = "The same activity is being stored at this moment.";
    let remedy = "Send it again in a moment.";
    Err(ItemRefusal::new("in-progress", "/id", reason, remedy))
}

/// Stores what is claimed, and lets go of it.
async fn keep(
    app: &App,
    named: &Named,
    receiver: &Receiver,
    held: Held,
    bytes: Bytes,
) -> Result<Receipt, ItemRefusal> {
    let blob = hex::encode(Sha256::digest(&bytes));
    let upload = Upload {
        name: tidy_name(&format!("{} {}.json", named.adapter, named.external_id)),
        bytes,
    };
    let reading = Reading {
        zone: receiver.time_zone.clone(),
        via: Some(via(app, &receiver.adapter)),
        ..Reading::default()
    };
    let receipt = match &held.blob {
        Some(was) if *was == blob => Receipt::of(ItemStatus::Unchanged, held.workout_id),
        Some(was) => {
            let resent = resend(app, named.user_id, &reading, was, upload).await?;
            let receipt = again(resent, held.workout_id)?;
            if receipt.status == ItemStatus::Unchanged {
                // What is here is the earlier one; it may come again.
                store::release(&app.db, named).await?;
                note_data(app, receiver, None).await?;
                return Ok(receipt);
            }
            receipt
        }
        None => first(app, named.user_id, reading, upload).await?,
    };
    note_data(app, receiver, Some((named, &blob, receipt.workout))).await?;
    Ok(receipt)
}

/// What an activity is from now on, where it is one, and when its connection last brought something: at
/// once, since each transaction waits for the disk.
async fn note_data(
    app: &App,
    receiver: &Receiver,
    kept: Option<(&Named, &str, Option<Uuid>)>,
) -> Result<(), ItemRefusal> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if let Some((named, blob, workout)) = kept {
        store::settle(&mut tx, named, (blob, workout), now).await?;
    }
    store::note_data(&mut tx, receiver.user_id, receiver.connection, now).await?;
    Ok(tx.commit().await?)
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
async fn first(
    app: &App,
    user_id: Uuid,
    reading: Reading,
    upload: Upload,
) -> Result<Receipt, ItemRefusal> {
    let sources = vec![(upload.name, Cursor::new(upload.bytes))];
    let outcome = Import::begin(reading, sources, 0).next(app, user_id).await;
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
