//! What manufacturers send in their own format: read by the adapter that their key is of, and each record
//! stored as any activity.

use std::sync::Arc;

use axum::http::StatusCode;
use bytes::Bytes;
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Api;
use uuid::Uuid;

use super::ahead::Ahead;
use super::ingest::{Came, tell};
use super::model::{Delivery, How, ItemRefusal, Receipt, Receiver, RecordResult};
use super::receive::{Arrival, Brought, receive};
use super::rules::{self, Content, Piece, ReadPayload, Record};
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
    receiver: Receiver,
    payload: Records,
) -> Result<Vec<RecordResult>> {
    let work = async move { records(&app, &caller, &receiver, payload).await };
    let work = tokio::spawn(work).await;
    work.map_err(|error| Error::internal(&error))
}

type Normalized = std::result::Result<Record, Vec<Refused>>;

/// A payload whose records are being normalised.
pub struct Records {
    pieces: Ahead<Piece, Normalized>,
    /// What is no record.
    refused: Vec<Refused>,
}

impl Reader {
    /// Begins to normalise the records of a payload.
    pub fn normalize(&self, app: &App, payload: ReadPayload) -> Records {
        let (reader, now) = (self.clone(), app.clock.now());
        let work = move |piece| rules::normalized(&reader.adapter, &reader.api, piece, now);
        Records {
            pieces: Ahead::begin(payload.pieces, work),
            refused: payload.refused,
        }
    }
}

async fn records(
    app: &App,
    caller: &Manufacturer,
    receiver: &Receiver,
    payload: Records,
) -> Vec<RecordResult> {
    let Records {
        mut pieces,
        refused: mut no_records,
    } = payload;
    let arriving = app.events.arriving(receiver.user_id);
    let mut delivery = Delivery::to(app.clock.new_id(), receiver, How::Api);
    let mut results = Vec::new();
    let mut known = Known::default();
    while let Some(normalized) = pieces.next().await {
        let normalized = normalized.unwrap_or_else(|error| {
            let refusal = Error::internal(&error).into();
            Ok(rules::broken(refusal))
        });
        match normalized.and_then(|read| first_of_its_id(&mut known, read)) {
            Ok(record) => {
                results.push(stored(app, caller, receiver, record, &mut delivery).await);
            }
            Err(refused) => no_records.extend(refused),
        }
    }
    for refused in no_records {
        let record = rules::no_record(refused);
        results.push(stored(app, caller, receiver, record, &mut delivery).await);
    }
    drop(arriving);
    let key = (receiver.user_id, receiver.connection);
    tell(app, Came::from([(key, delivery)])).await;
    results
}

fn first_of_its_id(known: &mut Known, record: Record) -> Normalized {
    let mut refusals = Refusals::default();
    if known.is_new(record.known_by.as_deref(), &record.place, &mut refusals) {
        return Ok(record);
    }
    Err(refusals.into_list())
}

async fn stored(
    app: &App,
    caller: &Manufacturer,
    receiver: &Receiver,
    record: Record,
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
            let arrival = Arrival {
                id: record.id.clone().unwrap_or_default(),
                brought: Brought::Made(*activity),
            };
            let came = (record.place.as_str(), arrival);
            let done = Box::pin(one(app, caller, (receiver, delivery), came)).await;
            delivery.count(&done);
            done
        }
    };
    RecordResult::of(record.place, record.id, record.refused, done)
}

async fn one(
    app: &App,
    caller: &Manufacturer,
    (receiver, delivery): (&Receiver, &Delivery),
    (place, arrival): (&str, Arrival),
) -> std::result::Result<Receipt, ItemRefusal> {
    if arrival.has_samples() && !caller.scopes.contains(&KeyScope::Samples) {
        let reason = "The key lacks the scope `samples:write`.";
        let remedy = "Leave the samples out, or ask for a key that has it.";
        return Err(ItemRefusal::new("missing-scope", place, reason, remedy));
    }
    receive(app, receiver, delivery, arrival).await
}
