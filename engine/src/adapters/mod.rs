//! Device adapters at work: a payload's bytes become records, and these become activities, as the
//! adapter says. Pure: what comes in by a network is handed to it.

pub mod archive;
pub mod canon;
mod decode;
pub mod dedupe;
pub mod examples;
pub mod layout;
mod normalize;
mod refused;
pub mod sensor;
#[cfg(test)]
mod tests;
mod validate;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::Value;
use stadion_activity::{Activity, Limits};
use stadion_pack::PackSource;
use stadion_pack::adapter::model::{Given, Payload};
use stadion_pack::adapter::{Adapter, Compiled, Found, compile_all};

pub use decode::Record;
pub use normalize::Step;
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
    let archive = adapter
        .transport
        .file
        .as_ref()
        .and_then(|file| file.archive.as_ref());
    let records = match (archive, input.payload) {
        (Some(archive), Payload::Bytes { name, bytes }) => {
            archive::records(adapter, archive, name, bytes, input, &mut refusals)
        }
        _ => decode::records(adapter, input, &mut refusals),
    };
    let mut known = std::collections::HashSet::new();
    let mut told = Vec::new();
    for record in records {
        let id = record.value.as_ref().and_then(|value| {
            let root = Found::at(value, record.place.clone());
            let mut paths = adapter.dedupe.id.iter();
            paths.find_map(|path| stadion_pack::adapter::plain(&path.first(&root)?.value))
        });
        if let Some(id) = &id
            && !known.insert(id.clone())
        {
            refusals.add(
                "duplicate-record",
                "",
                || record.place.clone(),
                || format!("The payload has the record `{id}` twice."),
            );
            continue;
        }
        let (activity, steps) = normalize::activity(adapter, input, &record, &mut refusals);
        told.push(Told {
            place: record.place,
            value: record.value,
            steps,
            id,
            activity,
        });
    }
    Output {
        records: told,
        refused: refusals.into_list(),
    }
}

/// Checks adapters as the server does.
pub fn compiled(sources: &[PackSource]) -> Vec<Compiled> {
    compile_all(sources, &canon::canon())
}
