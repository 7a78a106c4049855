//! Device adapters at work: a payload's bytes become records, and these become activities, as the
//! adapter says. Pure: what comes in by a network is handed to it.

pub mod archive;
pub mod canon;
mod decode;
pub mod dedupe;
pub mod examples;
pub mod layout;
pub mod moving;
mod normalize;
pub mod pull;
pub mod push;
pub mod recorded;
mod refused;
pub mod scrub;
pub mod sensor;
mod tabled;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::Value;
use stadion_activity::{Activity, Limits};
use stadion_pack::PackSource;
use stadion_pack::adapter::model::{Detail, Format, Given, Payload, What};
use stadion_pack::adapter::{Adapter, Compiled, compile_all};

pub use decode::Record;
pub use normalize::{Step, timestamp};
pub use refused::{CODES, Refusals, Refused};

/// What is read, and in which surroundings.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    pub payload: &'a Payload,
    /// The stream of `pull` that it answers.
    pub stream: Option<&'a str>,
    /// Answers of further requests for its record, by the key they go into.
    pub details: &'a IndexMap<String, Vec<u8>>,
    /// What a person set, in SI; the defaults where they did not.
    pub settings: &'a IndexMap<String, f64>,
    pub now: DateTime<Utc>,
    pub limits: Limits,
}

impl<'a> Input<'a> {
    pub fn of(given: &'a Given) -> Self {
        Self {
            payload: &given.payload,
            stream: given.stream.as_deref(),
            details: &given.details,
            settings: &given.settings,
            now: given.now,
            limits: Limits::default(),
        }
    }
}

/// What came of a payload.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Every record that was read, in order.
    pub records: Vec<Told>,
    /// What was left out, each with its place, reason and remedy; the rest stands.
    pub refused: Vec<Refused>,
}

/// A record, and what came of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Where it stands in the payload.
    pub place: String,
    /// As decoded; nothing of a format that gives whole activities.
    pub value: Option<Value>,
    /// What each entry of `normalize` gave.
    pub steps: Vec<Step>,
    /// As the source names it for ever.
    pub id: Option<String>,
    /// Nothing where the record was refused.
    pub activity: Option<Activity>,
}

impl Output {
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.records
            .iter()
            .filter_map(|told| told.activity.as_ref())
    }
}

/// Reads a payload. Whatever is wrong with one of its records, samples or values is told and leaves
/// the others.
pub fn read(adapter: &Adapter, input: &Input<'_>) -> Output {
    let mut refusals = Refusals::default();
    let mut records = decoded(adapter, input, &mut refusals);
    for record in &mut records {
        decode::add_details(adapter, record, input, &mut refusals);
    }
    let records = records
        .into_iter()
        .map(|record| told(adapter, input, record, &mut refusals));
    Output {
        records: records.collect(),
        refused: refusals.into_list(),
    }
}

/// The lines of a payload that may be read one by one, each with its number; nothing where records are
/// not what lines are.
pub fn lines<'b>(
    adapter: &Adapter,
    bytes: &'b [u8],
    limits: &Limits,
) -> Option<impl Iterator<Item = (usize, &'b [u8])> + use<'b>> {
    let decode = &adapter.decode;
    let are_records = decode.format == Format::Ndjson && decode.records.is_root();
    let lines = are_records.then(|| stadion_activity::records::lines(bytes, limits));
    lines?.ok()
}

/// The record of one of these lines, or why it is none. Samples are no member of its value where they can be
/// read as a table.
pub fn line(
    adapter: &Adapter,
    number: usize,
    line: &[u8],
    limits: &Limits,
) -> (Option<Record>, Vec<Refused>) {
    let mut refusals = Refusals::default();
    let wanted = tabled::wanted(adapter, limits);
    let records = match wanted {
        Some(wanted) => decode::tabled_line(&wanted, number, line, &mut refusals),
        None => decode::of_line(&adapter.decode, number, line, &mut refusals)
            .into_iter()
            .next(),
    };
    (records, refusals.into_list())
}

/// The records of a payload before further requests for them are answered, and what of the payload
/// could not be read.
pub fn records(adapter: &Adapter, input: &Input<'_>) -> (Vec<Record>, Vec<Refused>) {
    let mut refusals = Refusals::default();
    let records = decoded(adapter, input, &mut refusals);
    (records, refusals.into_list())
}

/// What comes of one record, with the answers to further requests for it.
pub fn read_record(
    adapter: &Adapter,
    input: &Input<'_>,
    mut record: Record,
) -> (Told, Vec<Refused>) {
    let mut refusals = Refusals::default();
    decode::add_details(adapter, &mut record, input, &mut refusals);
    let told = told(adapter, input, record, &mut refusals);
    (told, refusals.into_list())
}

/// Whether an answer to a further request is laid out as the rows that the adapter looks for in it. A file of its
/// own is told by its content.
pub fn fits_detail(adapter: &Adapter, detail: &Detail, body: &[u8]) -> bool {
    if detail.into == decode::FILE {
        return true;
    }
    let Ok(value) = decode::detail(detail.format, body, &Limits::default()) else {
        return false;
    };
    let record = Value::Object([(detail.into.clone(), value)].into_iter().collect());
    let rows = adapter
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            What::Samples(samples) => Some(samples.from.path()),
            What::Part(part) => Some(&part.rows),
            What::Field(_) => None,
        });
    let mut within = rows.filter(|path| path.may_reach(&detail.into));
    within.all(|path| path.fits(&record))
}

/// Each record once: what a payload says twice of one id is told.
fn decoded(adapter: &Adapter, input: &Input<'_>, refusals: &mut Refusals) -> Vec<Record> {
    let archive = adapter
        .transport
        .file
        .as_ref()
        .and_then(|file| file.archive.as_ref());
    let mut records = match (archive, input.payload) {
        (Some(archive), Payload::Bytes { name, bytes }) => {
            archive::records(adapter, archive, name, bytes, input, refusals)
        }
        _ => decode::records(adapter, input, refusals),
    };
    let mut known = Known::default();
    records.retain(|record| {
        let id = record.id(adapter);
        known.is_new(id.as_deref(), &record.place, refusals)
    });
    records
}

/// The records of a payload by the ids that their source has for them.
#[derive(Debug, Default)]
pub struct Known(HashSet<String>);

impl Known {
    /// Whether a record did not come before; that it did is told.
    pub fn is_new(&mut self, id: Option<&str>, place: &str, refusals: &mut Refusals) -> bool {
        let Some(id) = id else {
            return true;
        };
        let is_new = self.0.insert(id.to_owned());
        if !is_new {
            refusals.add(
                "duplicate-record",
                "",
                || place.to_owned(),
                || format!("The payload has the record `{id}` twice."),
            );
        }
        is_new
    }
}

fn told(adapter: &Adapter, input: &Input<'_>, record: Record, refusals: &mut Refusals) -> Told {
    let (activity, steps) = normalize::activity(adapter, input, &record, refusals);
    Told {
        id: record.id(adapter),
        place: record.place,
        value: record.value,
        steps,
        activity,
    }
}

/// Checks adapters as the server does.
pub fn compiled(sources: &[PackSource]) -> Vec<Compiled> {
    compile_all(sources, &canon::canon())
}
