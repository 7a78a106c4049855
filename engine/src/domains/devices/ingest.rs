//! What manufacturers send: each activity has its own result, and is durable before it is told of.

use std::collections::BTreeMap;

use bytes::Bytes;
use tokio::task::JoinError;
use uuid::Uuid;

use super::ahead::Ahead;
use super::deliveries::note_delivery;
use super::lanes::Lanes;
use super::model::{Delivery, How, ItemRefusal, ItemResult, ItemWarning, Receipt, Receiver};
use super::receive::{Arrival, Brought, receive};
use super::rules::{self, Checked};
use super::store;
use crate::App;
use crate::web::error::{Error, Result};
use crate::web::{KeyScope, Manufacturer};

/// What came of a request, by whom it was for.
pub(super) type Came = BTreeMap<(Uuid, Uuid), Delivery>;

/// Activities that are being read: their line, and what they are or why they are none.
pub type Items = Ahead<(usize, Bytes), (usize, CheckedOrNot)>;

type CheckedOrNot = std::result::Result<Checked, (Option<String>, ItemRefusal)>;

/// Begins to read activities by their lines.
pub fn read(app: &App, items: Vec<(usize, Bytes)>) -> Items {
    let now = app.clock.now();
    Ahead::begin(items, move |(line, bytes)| {
        (line, rules::check(&bytes, now))
    })
}

/// Stores activities; results in their order. Reactions follow.
async fn activities(app: &App, caller: &Manufacturer, mut items: Items) -> Vec<ItemResult> {
    let mut told: Vec<Begun> = Vec::new();
    let mut arriving = BTreeMap::new();
    let mut came = Came::new();
    let mut lanes = Lanes::new();
    while let Some(read) = items.next().await {
        let (line, id, done) = match read {
            Err(error) => (told.len() + 1, None, Err(Error::internal(&error).into())),
            Ok((line, Err((id, refusal)))) => (line, id, Err(refusal)),
            Ok((line, Ok(checked))) => {
                let (id, on) = (checked.id.clone(), (&mut lanes, told.len()));
                let done = Box::pin(begin(app, caller, checked, (on, &mut came))).await;
                (line, Some(id), done)
            }
        };
        if let Ok((receiver, _)) = &done {
            let user_id = receiver.user_id;
            arriving
                .entry(user_id)
                .or_insert_with(|| app.events.arriving(user_id));
        }
        told.push(Begun { line, id, done });
    }
    let mut stored = lanes.all().await;
    drop(arriving);
    let results = told.into_iter().enumerate();
    let results = results.map(|(place, begun)| begun.end(stored.remove(&place), &mut came));
    let results = results.collect();
    tell(app, came).await;
    results
}

/// An activity on its way: whom it is for and what has to be told of it, or why it is refused.
struct Begun {
    line: usize,
    id: Option<String>,
    done: Taken<(Receiver, Vec<ItemWarning>)>,
}

type Taken<T> = std::result::Result<T, ItemRefusal>;

impl Begun {
    /// What became of it, told to its person too.
    fn end(
        self,
        stored: Option<std::result::Result<Taken<Receipt>, JoinError>>,
        came: &mut Came,
    ) -> ItemResult {
        let Self { line, id, done } = self;
        let done = done.and_then(|(receiver, warnings)| {
            let stored = match stored {
                Some(Ok(stored)) => stored,
                Some(Err(error)) => Err(Error::internal(&error).into()),
                None => Err(Error::internal(&"an activity was not begun").into()),
            };
            if let Some(delivery) = came.get_mut(&(receiver.user_id, receiver.connection)) {
                delivery.count(&stored);
            }
            let mut receipt = stored?;
            receipt.warnings.splice(0..0, warnings);
            Ok(receipt)
        });
        ItemResult::of(line, id, done)
    }
}

/// Tells the people what else came. Records, badges and sums follow by themselves: nobody who reads them waits here.
pub(super) async fn tell(app: &App, came: Came) {
    let mut lanes = Lanes::new();
    for (place, ((user_id, _), delivery)) in came.into_iter().enumerate() {
        let app = app.clone();
        let work = async move { note_delivery(&app, delivery).await };
        lanes.begin(place, user_id, work).await;
    }
    // It is stored; only this telling of it is not.
    for told in lanes.all().await.into_values() {
        match told {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what came is not told"),
            Err(error) => tracing::error!(%error, "what came is not told"),
        }
    }
}

/// Lets an activity be stored beside those of other people.
async fn begin(
    app: &App,
    caller: &Manufacturer,
    checked: Checked,
    ((lanes, place), came): ((&mut Lanes<Taken<Receipt>>, usize), &mut Came),
) -> Taken<(Receiver, Vec<ItemWarning>)> {
    let arrival = Arrival {
        id: checked.id,
        brought: Brought::Sent(checked.document),
    };
    if arrival.has_samples() && !caller.scopes.contains(&KeyScope::Samples) {
        let reason = "The key lacks the scope `samples:write`.";
        let remedy = "Leave the samples out, or ask for a key that has it.";
        let refusal = ItemRefusal::new("missing-scope", "/data/streams", reason, remedy);
        return Err(refusal);
    }
    let whom = (checked.user.as_deref(), checked.connection);
    let receiver = whom_for(app, &caller.adapter, whom).await?;
    let delivery = came
        .entry((receiver.user_id, receiver.connection))
        .or_insert_with(|| Delivery::to(app.clock.new_id(), &receiver, How::Api));
    let (own, whose, delivery) = (app.clone(), receiver.clone(), delivery.clone());
    // Boxed, or every future around it is a large one.
    let work = Box::pin(async move { receive(&own, &whose, &delivery, arrival).await });
    lanes.begin(place, receiver.user_id, work).await;
    Ok((receiver, checked.warnings))
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
pub async fn whole(app: App, caller: Manufacturer, items: Items) -> Result<Vec<ItemResult>> {
    let work = tokio::spawn(async move { Box::pin(activities(&app, &caller, items)).await });
    work.await.map_err(|error| Error::internal(&error))
}
