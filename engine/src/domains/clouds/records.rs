//! Records of an answer: their details are fetched, they become activities, and these go the way of all
//! that comes in for a person.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::Value;
use sha2::{Digest, Sha256};
use stadion_activity::{Limits, write};
use stadion_pack::adapter::Found;
use stadion_pack::adapter::model::{Payload, Stream, TimeForm};

use super::store;
use super::sync::{Said, Stop, Turn};
use crate::App;
use crate::adapters::pull::{Answer, detail};
use crate::adapters::{self, Input, Output, Record, Refused, Told, timestamp};
use crate::domains::devices::model::{Delivery, How, Receiver};
use crate::domains::devices::{self, Arrival, Brought};
use crate::web::error::Error;

const MISSHAPEN: &str = "the answer has another shape than its adapter declares";
/// So often an answer of another shape is asked for again before what can be read is kept: taken at once, the
/// samples in it would be lost where the vendor had a bad hour.
const PATIENCE: usize = 3;

/// What a page held.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    pub count: usize,
    /// The latest of what moves the stream on.
    pub latest: Option<DateTime<Utc>>,
}

/// What a page is read in.
struct Cx {
    stream: String,
    payload: Payload,
    now: DateTime<Utc>,
}

impl Cx {
    fn input<'a>(
        &'a self,
        details: &'a IndexMap<String, Vec<u8>>,
        settings: &'a IndexMap<String, f64>,
    ) -> Input<'a> {
        Input {
            payload: &self.payload,
            stream: Some(&self.stream),
            details,
            settings,
            now: self.now,
            limits: Limits::default(),
        }
    }
}

/// Takes every record of a page; each is durable before the next.
pub async fn page(
    turn: &mut Turn<'_>,
    (id, stream): (&str, &Stream),
    answer: &Answer,
) -> Result<Page, Stop> {
    let cx = Arc::new(Cx {
        stream: id.to_owned(),
        payload: Payload::Bytes {
            name: id.to_owned(),
            bytes: answer.body.clone(),
        },
        now: turn.app.clock.now(),
    });
    let (adapter, given) = (Arc::clone(&turn.place.adapter), Arc::clone(&cx));
    // Reading is work for a processor.
    let read = tokio::task::spawn_blocking(move || {
        let none = (IndexMap::new(), IndexMap::new());
        adapters::records(&adapter, &given.input(&none.0, &none.1))
    });
    let (records, refused) = read.await.map_err(|error| Error::internal(&error))?;
    if !is_shaped(turn, stream, answer, &records) {
        return Err(Stop::Retry(MISSHAPEN.to_owned()));
    }
    turn.delivery.refused.extend(refused);
    let mut page = Page {
        count: records.len(),
        latest: None,
    };
    let mut misshapen = None;
    for record in records {
        page.latest = page.latest.max(moves_on(stream, &record));
        misshapen = take(turn, stream, &cx, record).await?.or(misshapen);
    }
    // The others are here; the page is asked for again for this one.
    misshapen.map_or(Ok(page), |why| Err(Stop::Retry(why)))
}

/// Whether an answer is laid out as the adapter says. What is laid out otherwise, as a vendor's fault or its
/// next version, would else count as read, and what it holds would never be asked for again.
fn is_shaped(turn: &Turn<'_>, stream: &Stream, answer: &Answer, records: &[Record]) -> bool {
    let adapter = &turn.place.adapter;
    if records.is_empty() {
        let path = Some(&stream.records).filter(|path| !path.is_root());
        let path = path.unwrap_or(&adapter.decode.records);
        return answer.json().is_none_or(|body| path.fits(&body));
    }
    adapter.dedupe.id.is_empty() || records.iter().any(|record| record.id(adapter).is_some())
}

fn moves_on(stream: &Stream, record: &Record) -> Option<DateTime<Utc>> {
    let incremental = stream.incremental.as_ref()?;
    let found = incremental
        .from
        .first(&Found::root(record.value.as_ref()?))?;
    // What is asked for may be written otherwise than what is answered.
    let told = timestamp(&found.value, incremental.form);
    told.or_else(|| timestamp(&found.value, TimeForm::Iso8601))
}

/// A record that was here as it is costs nothing more. Answers why one is to be asked for again.
async fn take(
    turn: &mut Turn<'_>,
    stream: &Stream,
    cx: &Arc<Cx>,
    record: Record,
) -> Result<Option<String>, Stop> {
    let hash = hash(&record);
    let named = record
        .id(&turn.place.adapter)
        .unwrap_or_else(|| hash.clone());
    let known = store::record_hash(&turn.app.db, turn.whose(), &named).await?;
    if known.as_ref() == Some(&hash) {
        turn.delivery.known += 1;
        return Ok(None);
    }
    let Some(answers) = details(turn, stream, &record).await? else {
        return Ok(None);
    };
    let tries = marks(known.as_deref());
    if answers.misshapen.is_some() && tries < PATIENCE {
        let marked = MARK.repeat(tries + 1);
        let kept = (named.as_str(), marked.as_str());
        store::keep_record(&turn.app.db, turn.whose(), kept).await?;
        return Ok(answers.misshapen);
    }
    let details = answers.bodies;
    let (adapter, given) = (Arc::clone(&turn.place.adapter), Arc::clone(cx));
    let read = tokio::task::spawn_blocking(move || {
        let settings = IndexMap::new();
        adapters::read_record(&adapter, &given.input(&details, &settings), record)
    });
    let (told, refused) = read.await.map_err(|error| Error::internal(&error))?;
    keep(turn, &named, told, refused).await?;
    let kept = (named.as_str(), hash.as_str());
    store::keep_record(&turn.app.db, turn.whose(), kept).await?;
    Ok(None)
}

/// Keeps what a call brought: every activity of it, and what of it was refused.
pub async fn brought(app: &App, receiver: &Receiver, output: Output) -> Result<(), Stop> {
    let mut delivery = Delivery::to(app.clock.new_id(), receiver, How::Push);
    delivery.refused = output.refused;
    let mut passing = None;
    for told in output.records {
        let Some(activity) = told.activity else {
            continue;
        };
        let written = || hex::encode(Sha256::digest(write::json(&activity)));
        let arrival = Arrival {
            id: told.id.unwrap_or_else(written),
            brought: Brought::Made(activity),
        };
        let done = Box::pin(devices::receive(app, receiver, &delivery, arrival)).await;
        match &done {
            Err(refusal) if refusal.is_passing() => passing = Some(refusal.reason.clone()),
            _ => delivery.count(&done),
        }
    }
    app.events.settle(app, receiver.user_id).await;
    devices::note_delivery(app, delivery).await?;
    passing.map_or(Ok(()), |why| Err(Stop::Retry(why)))
}

fn hash(record: &Record) -> String {
    let text = record.value.as_ref().map(Value::to_string);
    let base = record.base.as_ref().map(write::json);
    let hash = Sha256::new()
        .chain_update(text.unwrap_or_default())
        .chain_update(base.unwrap_or_default());
    hex::encode(hash.finalize())
}

/// Stores the activity of a record. What fails for a while breaks the turn off, so that it comes again.
async fn keep(
    turn: &mut Turn<'_>,
    named: &str,
    told: Told,
    refused: Vec<Refused>,
) -> Result<(), Stop> {
    turn.delivery.refused.extend(refused);
    let Some(activity) = told.activity else {
        return Ok(());
    };
    let arrival = Arrival {
        id: named.to_owned(),
        brought: Brought::Made(activity),
    };
    // Boxed, or the future of a turn is a large one.
    let done = devices::receive(turn.app, &turn.receiver, &turn.delivery, arrival);
    let done = Box::pin(done).await;
    if let Err(refusal) = &done
        && refusal.is_passing()
    {
        return Err(Stop::Retry(refusal.reason.clone()));
    }
    turn.delivery.count(&done);
    Ok(())
}

/// How often a record's answers had another shape, in the place of its hash: one mark each time.
fn marks(known: Option<&str>) -> usize {
    known.map_or(0, |known| known.matches(MARK).count())
}

const MARK: &str = "?";

/// Answers to further requests for a record.
#[derive(Default)]
struct Answers {
    bodies: IndexMap<String, Vec<u8>>,
    /// Which of them is laid out otherwise than the adapter says.
    misshapen: Option<String>,
}

/// Answers to further requests for a record; none where the record cannot do without one of them.
async fn details(
    turn: &mut Turn<'_>,
    stream: &Stream,
    record: &Record,
) -> Result<Option<Answers>, Stop> {
    let mut answers = Answers::default();
    let place = turn.place;
    let pull = place.pull()?;
    let Some(value) = &record.value else {
        return Ok(Some(answers));
    };
    for one in &stream.details {
        let said = match detail(pull, one, value, &turn.receiver.account) {
            Ok(request) => turn.ask(request).await?,
            Err(fault) => Said::No(fault.to_string()),
        };
        match said {
            Said::Good(answer) => {
                if !adapters::fits_detail(&place.adapter, one, &answer.body) {
                    answers.misshapen = Some(format!("{}: {MISSHAPEN}", one.into));
                }
                answers.bodies.insert(one.into.clone(), answer.body);
            }
            _ if one.optional => {}
            Said::Nothing => {}
            Said::No(why) => {
                turn.told = Some(format!("{}: {why}", one.into));
                return Ok(None);
            }
        }
    }
    Ok(Some(answers))
}
