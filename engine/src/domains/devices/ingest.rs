//! What manufacturers send: each activity has its own result, and is durable before it is told of.

use std::collections::BTreeMap;

use bytes::Bytes;
use uuid::Uuid;

use super::deliveries::note_delivery;
use super::model::{Delivery, How, ItemRefusal, ItemResult, Receipt, Receiver};
use super::receive::receive;
use super::rules::{self, Checked};
use super::store;
use crate::App;
use crate::web::error::{Error, Result};
use crate::web::{KeyScope, Manufacturer};

/// What came of a request, by whom it was for.
pub(super) type Came = BTreeMap<(Uuid, Uuid), Delivery>;

/// Stores activities one after another; results in their order. Reactions have caught up after it.
pub async fn activities(
    app: &App,
    caller: &Manufacturer,
    items: Vec<(usize, Bytes)>,
) -> Vec<ItemResult> {
    let mut results = Vec::with_capacity(items.len());
    let mut came = Came::new();
    for (line, bytes) in items {
        results.push(one(app, caller, line, bytes, &mut came).await);
    }
    settle(app, came).await;
    results
}

/// Lets reactions catch up, and tells the people what came.
pub(super) async fn settle(app: &App, came: Came) {
    for ((user_id, _), delivery) in came {
        app.events.settle(app, user_id).await;
        // It is stored; only this telling of it is not.
        if let Err(error) = note_delivery(app, delivery).await {
            tracing::warn!(%error, "what came is not told");
        }
    }
}

async fn one(
    app: &App,
    caller: &Manufacturer,
    line: usize,
    bytes: Bytes,
    came: &mut Came,
) -> ItemResult {
    let now = app.clock.now();
    // Reading is work for a processor.
    let checked = tokio::task::spawn_blocking(move || rules::check(&bytes, now)).await;
    let (id, done) = match checked {
        Err(error) => (None, Err(Error::internal(&error).into())),
        Ok(Err((id, refusal))) => (id, Err(refusal)),
        Ok(Ok(checked)) => {
            let id = checked.id.clone();
            // Boxed, or the future of all of them is a large one.
            (Some(id), Box::pin(take(app, caller, checked, came)).await)
        }
    };
    ItemResult::of(line, id, done)
}

async fn take(
    app: &App,
    caller: &Manufacturer,
    checked: Checked,
    came: &mut Came,
) -> std::result::Result<Receipt, ItemRefusal> {
    if checked.has_samples && !caller.scopes.contains(&KeyScope::Samples) {
        let reason = "The key lacks the scope `samples:write`.";
        let remedy = "Leave the samples out, or ask for a key that has it.";
        let refusal = ItemRefusal::new("missing-scope", "/data/streams", reason, remedy);
        return Err(refusal);
    }
    let whom = (checked.user.as_deref(), checked.connection);
    let receiver = whom_for(app, &caller.adapter, whom).await?;
    let bytes = Bytes::from(checked.bytes);
    let done = receive(app, &receiver, &checked.id, bytes).await;
    let delivery = came
        .entry((receiver.user_id, receiver.connection))
        .or_insert_with(|| Delivery::to(&receiver, How::Api));
    delivery.count(&done);
    let receipt = done?;
    let mut warnings = checked.warnings;
    warnings.extend(receipt.warnings);
    Ok(Receipt {
        warnings,
        ..receipt
    })
}

/// Who gets what is sent.
async fn whom_for(
    app: &App,
    adapter: &str,
    (user, connection): (Option<&str>, Option<Uuid>),
) -> std::result::Result<Receiver, ItemRefusal> {
    let found = store::receiver(&app.db, adapter, (user, connection)).await?;
    found.ok_or_else(|| {
        let field = connection.map_or("/user", |_| "/connection");
        let reason = "Nobody is connected by this id, or they disconnected.";
        let remedy =
            "Ask the person for a code, and connect them by `POST /api/v1/ingest/connections`.";
        ItemRefusal::new("no-connection", field, reason, remedy)
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
