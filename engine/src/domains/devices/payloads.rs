//! What manufacturers send in their own format: read by the adapter that their key is of, and each record
//! stored as any activity.

use std::sync::Arc;

use axum::http::StatusCode;
use bytes::Bytes;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Api;
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::ingest::{Came, tell};
use super::model::{Delivery, How, ItemRefusal, Receipt, Receiver, RecordResult};
use super::receive::{Arrival, receive_read};
use super::rules::{self, CanonicalActivity, Content, Piece, ReadPayload, Record};
use super::store;
use crate::App;
use crate::adapters::{Known, Refusals, Refused};
use crate::web::error::{Error, FieldError, Result};
use crate::web::{KeyScope, Manufacturer, wrong_media_type};

/// The adapter that reads a manufacturer's payloads, and what it says of them.
#[derive(Clone)]
pub struct Reader {
    adapter: Arc<Adapter>,
    api: Api,
}

impl Reader {
    pub fn of(app: &App, caller: &Manufacturer) -> Result<Self> {
        let adapters = app.catalog.adapters();
        let adapter = adapters.get(&caller.adapter).cloned();
        let api = adapter.as_ref().and_then(|one| one.transport.api.clone());
        if let (Some(adapter), Some(api)) = (adapter, api) {
            Ok(Self { adapter, api })
        } else {
            let detail = format!(
                "No adapter `{}` that takes payloads is live here; send canonical JSON to \
                 `/api/v1/ingest/activities`, or ask whoever runs the server.",
                caller.adapter
            );
            Err(Error::conflict("no-adapter", detail))
        }
    }

    pub fn version(&self) -> String {
        self.adapter.version.to_string()
    }

    /// The key's quota, or what the adapter lets a key post where that is less.
    pub fn limited(&self, caller: Manufacturer) -> Manufacturer {
        let most = rules::hourly(&self.api).unwrap_or(i64::MAX);
        Manufacturer {
            quota: caller.quota.min(most),
            ..caller
        }
    }

    /// Whether a body of many records is taken.
    pub fn takes_many(&self) -> bool {
        self.api.bulk
    }

    /// Reads a body of a media type.
    pub async fn read(&self, app: &App, kind: &str, bytes: Bytes) -> Result<ReadPayload> {
        let known = rules::media_types(self.adapter.decode.format);
        let Some(first) = known.first() else {
            let detail = "The adapter reads whole files, which people upload by themselves.";
            return Err(Error::conflict("no-adapter", detail));
        };
        if !known.contains(&kind) {
            return Err(wrong_media_type(first));
        }
        let is_one = *first == "application/x-ndjson" && kind != *first;
        let (reader, now) = (self.clone(), app.clock.now());
        // Reading is work for a processor.
        let work = move || rules::payload(&reader.adapter, (bytes, is_one), now);
        let read = tokio::task::spawn_blocking(work).await;
        read.map_err(|error| Error::internal(&error))
    }
}

/// Whom a payload is for: named once, and connected.
pub async fn receiver(
    app: &App,
    caller: &Manufacturer,
    whom: (Option<&str>, Option<Uuid>),
) -> Result<Receiver> {
    if whom.0.is_some() == whom.1.is_some() {
        let wrong = FieldError::new(
            "user",
            "names the person, or `connection` does; one of them",
        );
        let detail = "The query names whom the payload is for: `?user=` with your own id of them.";
        return Err(Error {
            errors: vec![wrong],
            ..Error::bad_request("bad-query", detail)
        });
    }
    let found = store::receiver(&app.db, &caller.adapter, whom).await?;
    found.ok_or_else(|| {
        let detail = "Nobody is connected by this id, or they disconnected; connect them by a code \
            of theirs: `POST /api/v1/ingest/connections`.";
        Error::new(StatusCode::NOT_FOUND, "no-connection", detail)
    })
}

/// Stores the records of a payload one after another, whatever becomes of the connection it came by.
pub async fn whole(
    app: App,
    caller: Manufacturer,
    (reader, receiver): (Reader, Receiver),
    payload: ReadPayload,
) -> Result<Vec<RecordResult>> {
    let work = async move { records(&app, &caller, (&reader, &receiver), payload).await };
    let work = tokio::spawn(work).await;
    work.map_err(|error| Error::internal(&error))
}

/// A record, and the activity that it is.
type Normalized = std::result::Result<(Record, Option<Arrival>), Vec<Refused>>;

impl Reader {
    /// Lets a piece be normalised and read: work for a processor, so it has a thread of its own.
    fn begin(&self, app: &App, piece: Piece) -> JoinHandle<Normalized> {
        let (reader, now) = (self.clone(), app.clock.now());
        let work = move || {
            let mut record = rules::normalized(&reader.adapter, &reader.api, piece, now)?;
            let id = record.id.clone().unwrap_or_default();
            let arrival = match &mut record.content {
                Content::Activity(activity) => {
                    let bytes = std::mem::take(&mut activity.bytes);
                    Some(Arrival::read(&reader.adapter.id, id, bytes.into()))
                }
                Content::Refused(_) | Content::Unnamed(_) => None,
            };
            Ok((record, arrival))
        };
        tokio::task::spawn_blocking(work)
    }
}

async fn records(
    app: &App,
    caller: &Manufacturer,
    (reader, receiver): (&Reader, &Receiver),
    payload: ReadPayload,
) -> Vec<RecordResult> {
    let arriving = app.events.arriving(receiver.user_id);
    let mut delivery = Delivery::to(receiver, How::Api);
    let mut results = Vec::with_capacity(payload.count());
    let mut no_records = payload.refused;
    let mut known = Known::default();
    let mut pieces = payload.pieces.into_iter();
    let mut ahead = pieces.next().map(|piece| reader.begin(app, piece));
    while let Some(work) = ahead {
        let normalized = work.await;
        // The next one is normalised while this one is stored.
        ahead = pieces.next().map(|piece| reader.begin(app, piece));
        let normalized = normalized.unwrap_or_else(|error| {
            let refusal = Error::internal(&error).into();
            Ok((rules::broken(refusal), None))
        });
        match normalized.and_then(|read| first_of_its_id(&mut known, read)) {
            Ok(read) => {
                results.push(stored(app, caller, receiver, read, &mut delivery).await);
            }
            Err(refused) => no_records.extend(refused),
        }
    }
    for refused in no_records {
        let read = (rules::no_record(refused), None);
        results.push(stored(app, caller, receiver, read, &mut delivery).await);
    }
    drop(arriving);
    let key = (receiver.user_id, receiver.connection);
    tell(app, Came::from([(key, delivery)])).await;
    results
}

fn first_of_its_id(known: &mut Known, read: (Record, Option<Arrival>)) -> Normalized {
    let mut refusals = Refusals::default();
    let record = &read.0;
    if known.is_new(record.known_by.as_deref(), &record.place, &mut refusals) {
        return Ok(read);
    }
    Err(refusals.into_list())
}

async fn stored(
    app: &App,
    caller: &Manufacturer,
    receiver: &Receiver,
    (record, arrival): (Record, Option<Arrival>),
    delivery: &mut Delivery,
) -> RecordResult {
    delivery.refused.extend(record.all_refused);
    let done = match record.content {
        // What the adapter did not take is told with all that it left out.
        Content::Refused(refusal) => Err(refusal),
        Content::Unnamed(refusal) => {
            let done = Err(refusal);
            delivery.count(&done);
            done
        }
        Content::Activity(activity) => {
            let came = (&activity, arrival);
            let done = Box::pin(one(app, caller, receiver, &record.place, came)).await;
            delivery.count(&done);
            done
        }
    };
    RecordResult::of(record.place, record.id, record.refused, done)
}

async fn one(
    app: &App,
    caller: &Manufacturer,
    receiver: &Receiver,
    place: &str,
    (activity, arrival): (&CanonicalActivity, Option<Arrival>),
) -> std::result::Result<Receipt, ItemRefusal> {
    if activity.has_samples && !caller.scopes.contains(&KeyScope::Samples) {
        let reason = "The key lacks the scope `samples:write`.";
        let remedy = "Leave the samples out, or ask for a key that has it.";
        return Err(ItemRefusal::new("missing-scope", place, reason, remedy));
    }
    let arrival = arrival.ok_or_else(|| Error::internal(&"an activity was not read"))?;
    receive_read(app, receiver, arrival).await
}
