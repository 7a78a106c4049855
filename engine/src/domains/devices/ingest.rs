//! What manufacturers send: each activity goes the way of files, has its own result, and is durable
//! before it is told of. The manufacturer's own id makes it one, however often it comes.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{Held, ItemRefusal, ItemResult, ItemStatus, ItemWarning, Named, Receiver};
use super::rules::{self, Checked};
use super::store;
use crate::App;
use crate::domains::workouts::files::tidy_name;
use crate::domains::workouts::import::{
    FileOutcome, FileStatus, Import, ImportResult, Reading, Upload,
};
use crate::domains::workouts::resent::{Resent, resend};
use crate::web::error::{Error, Result};
use crate::web::{KeyScope, Manufacturer};

/// How long one activity may take; after it, the process that had it counts as dead.
const RUN: TimeDelta = TimeDelta::minutes(2);
/// Of two that send the same at once, one waits so often.
const WAITS: u32 = 100;
const WAIT: Duration = Duration::from_millis(50);

/// What became of an activity that was taken.
struct Taken {
    status: ItemStatus,
    workout: Option<Uuid>,
    warnings: Vec<ItemWarning>,
}

enum Fault {
    Refused(ItemRefusal),
    Ours(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Ours(error.into())
    }
}

/// Stores activities one after another; results in their order. Reactions have caught up after it.
pub async fn activities(
    app: &App,
    caller: &Manufacturer,
    items: Vec<(usize, Bytes)>,
) -> Vec<ItemResult> {
    let mut results = Vec::with_capacity(items.len());
    let mut people = BTreeSet::new();
    for (line, bytes) in items {
        results.push(one(app, caller, line, bytes, &mut people).await);
    }
    for user_id in people {
        app.events.settle(app, user_id).await;
    }
    results
}

async fn one(
    app: &App,
    caller: &Manufacturer,
    line: usize,
    bytes: Bytes,
    people: &mut BTreeSet<Uuid>,
) -> ItemResult {
    let now = app.clock.now();
    // Reading is work for a processor.
    let checked = tokio::task::spawn_blocking(move || rules::check(&bytes, now)).await;
    let (id, done) = match checked {
        Err(error) => (None, Err(Fault::Ours(Error::internal(&error)))),
        Ok(Err((id, refusal))) => (id, Err(Fault::Refused(refusal))),
        Ok(Ok(checked)) => {
            let id = checked.id.clone();
            // Boxed, or the future of all of them is a large one.
            (Some(id), Box::pin(take(app, caller, checked, people)).await)
        }
    };
    let refused = |refusal: ItemRefusal| ItemResult {
        line,
        id: id.clone(),
        status: ItemStatus::Refused,
        workout: None,
        code: Some(refusal.code),
        field: refusal.field,
        reason: Some(refusal.reason),
        remedy: refusal.remedy,
        warnings: Vec::new(),
    };
    match done {
        Err(Fault::Refused(refusal)) => refused(refusal),
        Err(Fault::Ours(error)) => refused(of_error(&error)),
        Ok(taken) => ItemResult {
            line,
            id,
            status: taken.status,
            workout: taken.workout,
            code: None,
            field: None,
            reason: None,
            remedy: None,
            warnings: taken.warnings,
        },
    }
}

fn refusal(code: &str, field: Option<&str>, reason: &str, remedy: &str) -> ItemRefusal {
    ItemRefusal {
        code: code.to_owned(),
        field: field.map(str::to_owned),
        reason: reason.to_owned(),
        remedy: Some(remedy.to_owned()),
    }
}

/// A failure that is not its sender's.
fn of_error(error: &Error) -> ItemRefusal {
    if error.status < 500 {
        return refusal(error.code, None, &error.detail, "Send it again.");
    }
    tracing::error!(%error, "an activity that was sent could not be stored");
    let reason = "Something broke on our side before it was stored.";
    refusal("internal", None, reason, "Send it again.")
}

async fn take(
    app: &App,
    caller: &Manufacturer,
    checked: Checked,
    people: &mut BTreeSet<Uuid>,
) -> std::result::Result<Taken, Fault> {
    if checked.has_samples && !caller.scopes.contains(&KeyScope::Samples) {
        let reason = "The key lacks the scope `samples:write`.";
        let remedy = "Leave the samples out, or ask for a key that has it.";
        let refusal = refusal("missing-scope", Some("/data/streams"), reason, remedy);
        return Err(Fault::Refused(refusal));
    }
    let whom = (checked.user.as_deref(), checked.connection);
    let Some(receiver) = store::receiver(&app.db, &caller.adapter, whom).await? else {
        let field = checked.connection.map_or("/user", |_| "/connection");
        let reason = "Nobody is connected by this id, or they disconnected.";
        let remedy =
            "Ask the person for a code, and connect them by `POST /api/v1/ingest/connections`.";
        return Err(Fault::Refused(refusal(
            "no-connection",
            Some(field),
            reason,
            remedy,
        )));
    };
    let named = Named {
        user_id: receiver.user_id,
        adapter: caller.adapter.clone(),
        account: receiver.external_id.clone(),
        external_id: checked.id.clone(),
    };
    let held = claim(app, &named, receiver.id).await?;
    let done = keep(app, &named, &receiver, held, checked).await;
    match &done {
        Ok(_) => {
            people.insert(receiver.user_id);
            store::note_data(&app.db, receiver.user_id, receiver.id, app.clock.now()).await?;
        }
        Err(_) => store::release(&app.db, &named).await?,
    }
    done
}

async fn claim(app: &App, named: &Named, connection: Uuid) -> std::result::Result<Held, Fault> {
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
    Err(Fault::Refused(refusal(
        "in-progress",
        Some("/id"),
        reason,
        remedy,
    )))
}

/// Stores what is claimed, and lets go of it.
async fn keep(
    app: &App,
    named: &Named,
    receiver: &Receiver,
    held: Held,
    checked: Checked,
) -> std::result::Result<Taken, Fault> {
    let blob = hex::encode(Sha256::digest(&checked.bytes));
    let mut warnings = checked.warnings;
    let upload = Upload {
        name: tidy_name(&format!("{} {}.json", named.adapter, checked.id)),
        bytes: checked.bytes.into(),
    };
    let reading = Reading {
        zone: receiver.time_zone.clone(),
        ..Reading::default()
    };
    let (status, workout) = match &held.blob {
        Some(was) if *was == blob => (ItemStatus::Unchanged, held.workout_id),
        Some(was) => {
            let resent = resend(app, named.user_id, &reading, was, upload).await?;
            let (status, workout) = again(resent, held.workout_id, &mut warnings)?;
            if status == ItemStatus::Unchanged {
                // What is here is the earlier one; it may come again.
                store::release(&app.db, named).await?;
                return Ok(Taken {
                    status,
                    workout,
                    warnings,
                });
            }
            (status, workout)
        }
        None => first(app, named.user_id, reading, upload, &mut warnings).await?,
    };
    let now = app.clock.now();
    store::settle(&app.db, named, (&blob, workout), now).await?;
    Ok(Taken {
        status,
        workout,
        warnings,
    })
}

/// The way of any file.
async fn first(
    app: &App,
    user_id: Uuid,
    reading: Reading,
    upload: Upload,
    warnings: &mut Vec<ItemWarning>,
) -> std::result::Result<(ItemStatus, Option<Uuid>), Fault> {
    let sources = vec![(upload.name, Cursor::new(upload.bytes))];
    let outcome = Import::begin(reading, sources, 0).next(app, user_id).await;
    let outcome = outcome.ok_or_else(|| Error::internal(&"a decoder failed"))?;
    let told = match outcome.workouts.first() {
        Some(workout) if outcome.status != FileStatus::Refused => workout.clone(),
        _ => return Err(Fault::Refused(of_outcome(outcome))),
    };
    warnings.extend(outcome.warnings.into_iter().map(|warning| ItemWarning {
        code: warning.code,
        field: None,
        message: warning.message,
        count: warning.count,
    }));
    let status = match told.result {
        ImportResult::New | ImportResult::Restored => ItemStatus::New,
        ImportResult::Known => ItemStatus::Unchanged,
        ImportResult::Attached => ItemStatus::Attached,
    };
    Ok((status, Some(told.id)))
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
fn again(
    resent: Resent,
    workout: Option<Uuid>,
    warnings: &mut Vec<ItemWarning>,
) -> std::result::Result<(ItemStatus, Option<Uuid>), Fault> {
    let mut warn = |code: &str, message: &str| {
        warnings.push(ItemWarning {
            code: code.to_owned(),
            field: None,
            message: message.to_owned(),
            count: None,
        });
    };
    Ok(match resent {
        Resent::Updated(id) => (ItemStatus::Updated, Some(id)),
        Resent::Kept(id) => {
            let message = "Its person cut, split or joined its samples: that stays as it is.";
            warn("edits-kept", message);
            (ItemStatus::Unchanged, Some(id))
        }
        Resent::Gone => {
            let message = "Its person deleted it, or joined it into another one: it stays so.";
            warn("gone", message);
            (ItemStatus::Unchanged, workout)
        }
        Resent::Refused(outcome) => return Err(Fault::Refused(of_outcome(outcome))),
    })
}

/// Holds what is sent whatever becomes of the connection it came by.
pub async fn whole(
    app: App,
    caller: Manufacturer,
    items: Vec<(usize, Bytes)>,
) -> Result<Vec<ItemResult>> {
    let work = tokio::spawn(async move { activities(&app, &caller, items).await });
    work.await.map_err(|error| Error::internal(&error))
}
