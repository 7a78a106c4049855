//! The vendor's records: those of the adapter's fixtures, and as many more as are asked for.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde_json::{Value, json};
use stadion_pack::PackSource;
use stadion_pack::adapter::model::{Adapter, Format, Given, Payload, Stream, TimeForm};
use stadion_pack::adapter::{Found, Path, plain};

use super::{Options, verdict};
use crate::adapters::moving::{DAY_MS, moved, start_ms, time_ms};

/// More records of a list would tell nothing more.
pub const MOST: usize = 100_000;

/// The lists of a vendor, by stream.
#[derive(Debug, Default)]
pub struct Lists(pub IndexMap<String, List>);

/// What answers a stream.
#[derive(Debug, Default)]
pub struct List {
    /// An answer of the fixtures, into which records are laid.
    pub envelope: Value,
    pub path: Path,
    /// An answer that is no JSON, served as it is.
    pub raw: Option<Vec<u8>>,
    originals: Vec<Original>,
    /// By what moves on.
    items: Vec<Item>,
    by_id: HashMap<String, usize>,
    /// By what the requests of details name.
    by_detail: Option<HashMap<String, usize>>,
    ids: Vec<Path>,
    cursor: Option<(Path, TimeForm)>,
    /// Days from one round of the originals to the next.
    step: i64,
    newest: i64,
}

/// A record of the fixtures.
#[derive(Debug)]
struct Original {
    name: String,
    value: Value,
    details: IndexMap<String, Vec<u8>>,
    start_ms: i64,
}

impl Original {
    /// The record, or an answer about it, at another time.
    fn moved(&self, value: &Value, days: i64) -> Value {
        moved(value, (self.start_ms, self.start_ms), days)
    }
}

/// A record that is served: an original, moved.
#[derive(Clone, Debug)]
pub struct Item {
    original: usize,
    days: i64,
    id: Option<String>,
    pub at_ms: i64,
}

impl Lists {
    pub fn of(adapter: &Adapter, fixtures: &PackSource, options: &Options) -> Self {
        let mut lists = IndexMap::new();
        let pull = adapter.transport.pull.as_ref();
        let streams = pull.map(|pull| &pull.streams);
        for (at, (name, stream)) in streams.into_iter().flatten().enumerate() {
            let list = List::of(adapter, fixtures, options, Some((name, stream)), at == 0);
            lists.insert(name.clone(), list);
        }
        if lists.is_empty() {
            // What a call brings whole belongs to no stream.
            let list = List::of(adapter, fixtures, options, None, true);
            lists.insert(String::new(), list);
        }
        Self(lists)
    }

    /// A record by its id, wherever it is listed; the stream's own list is looked at first.
    pub fn by_id(&self, stream: &str, id: &str) -> Option<(Value, &List)> {
        let own = self.0.get(stream).into_iter();
        own.chain(self.0.values()).find_map(|list| {
            let item = list.items.get(*list.by_id.get(id)?)?;
            Some((list.value(item)?, list))
        })
    }

    /// Adds so many to each list that has any, after the newest; answers their ids.
    pub fn add(&mut self, count: usize) -> Vec<String> {
        let lists = self.0.values_mut();
        lists.flat_map(|list| list.add_newer(count)).collect()
    }
}

impl List {
    fn of(
        adapter: &Adapter,
        fixtures: &PackSource,
        options: &Options,
        stream: Option<(&String, &Stream)>,
        is_first: bool,
    ) -> Self {
        let own = stream.map(|(_, stream)| &stream.records);
        let path = own.filter(|path| !path.is_root());
        let incremental = stream.and_then(|(_, stream)| stream.incremental.as_ref());
        let mut list = Self {
            path: path.unwrap_or(&adapter.decode.records).clone(),
            ids: adapter.dedupe.id.clone(),
            cursor: incremental.map(|one| (one.from.clone(), one.form)),
            ..Self::default()
        };
        let name = stream.map(|(name, _)| name.as_str());
        let is_ours = |given: &Given| match given.stream.as_deref() {
            Some(stream) => Some(stream) == name,
            None => is_first,
        };
        for example in &adapter.examples {
            if let Payload::Bytes { bytes, .. } = &example.given.payload
                && is_ours(&example.given)
            {
                list.take(adapter, name, bytes, &example.given.details);
            }
        }
        let file = name.map(|name| format!("fixtures/{name}.json"));
        let file = fixtures
            .files
            .iter()
            .find(|one| Some(&one.path) == file.as_ref());
        if let Some(file) = file.filter(|_| list.originals.is_empty()) {
            list.take(adapter, name, &file.bytes, &IndexMap::new());
        }
        list.make(options);
        list
    }

    /// Takes the records of a payload; one that cannot be read, or is an error, has none.
    fn take(
        &mut self,
        adapter: &Adapter,
        stream: Option<&str>,
        bytes: &[u8],
        details: &IndexMap<String, Vec<u8>>,
    ) {
        if adapter.decode.format != Format::Json {
            self.raw.get_or_insert_with(|| bytes.to_vec());
            return;
        }
        let Ok(whole) = serde_json::from_slice::<Value>(bytes) else {
            return;
        };
        let pull = adapter.transport.pull.as_ref();
        if pull.is_some_and(|pull| verdict::is_error(pull, 200, &whole)) {
            return;
        }
        let found = self.path.all(&Found::root(&whole), MOST);
        for found in found {
            let value = found.value.into_owned();
            let id = id_of(&self.ids, &value);
            let known = self.originals.iter_mut();
            let mut known = known.filter(|one| id.is_some() && id_of(&self.ids, &one.value) == id);
            if let Some(known) = known.next() {
                known.details.extend(details.clone());
                continue;
            }
            let Some(start_ms) = start_ms(adapter, stream, &value) else {
                continue;
            };
            self.originals.push(Original {
                name: found.key,
                details: details.clone(),
                start_ms,
                value,
            });
        }
        if self.envelope.is_null() {
            self.envelope = whole;
        }
    }

    fn make(&mut self, options: &Options) {
        let starts = self.originals.iter().map(|one| one.start_ms);
        let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) else {
            return;
        };
        self.step = (last - first).div_euclid(DAY_MS) + 1;
        let latest = options.latest.map(|latest| latest.timestamp_millis());
        self.newest = latest.map_or(0, |latest| (latest - last).div_euclid(DAY_MS));
        let all = self.originals.len();
        let count = options.records.unwrap_or(all).min(MOST);
        for at in 0..count {
            let round = i64::try_from(at / all).unwrap_or_default();
            self.push(at % all, self.newest - round * self.step);
        }
        self.sort();
    }

    fn add_newer(&mut self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        let all = self.originals.len();
        let room = MOST.saturating_sub(self.items.len());
        for at in 0..if all == 0 { 0 } else { count.min(room) } {
            if at % all == 0 {
                self.newest += self.step;
            }
            ids.extend(self.push(at % all, self.newest));
        }
        self.sort();
        ids
    }

    /// Adds an original at another time, under an id of its own.
    fn push(&mut self, original: usize, days: i64) -> Option<String> {
        let one = self.originals.get(original)?;
        let value = one.moved(&one.value, days);
        let id = id_of(&self.ids, &value).map(|id| self.free_id(id));
        let start_ms = one.start_ms + days * DAY_MS;
        let cursor = self.cursor.as_ref();
        let at_ms = cursor.and_then(|(path, form)| {
            let found = path.first(&Found::root(&value))?;
            time_ms(&found.value, *form)
        });
        if let Some(id) = &id {
            self.by_id.insert(id.clone(), self.items.len());
        }
        self.items.push(Item {
            original,
            days,
            id: id.clone(),
            at_ms: at_ms.unwrap_or(start_ms),
        });
        id
    }

    /// The id, or the next that no record has: a number stays one.
    fn free_id(&self, id: String) -> String {
        let number: Option<u64> = id.parse().ok();
        let count = self.items.len() as u64;
        // One more than there are cannot all be taken.
        (0..=count)
            .map(|more: u64| match (more, number) {
                (0, _) => id.clone(),
                (_, Some(number)) => number.saturating_add(count + more).to_string(),
                (_, None) => format!("{id}-{}", count + more),
            })
            .find(|id| !self.by_id.contains_key(id))
            .unwrap_or(id)
    }

    fn sort(&mut self) {
        self.items.sort_by_key(|item| item.at_ms);
        let ids = self.items.iter().enumerate();
        let ids = ids.filter_map(|(at, item)| Some((item.id.clone()?, at)));
        self.by_id = ids.collect();
        self.by_detail = None;
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Those of a span, both ends with it.
    pub fn between(&self, since_ms: Option<i64>, until_ms: Option<i64>) -> &[Item] {
        let from = self
            .items
            .partition_point(|item| since_ms.is_some_and(|since| item.at_ms < since));
        let to = self
            .items
            .partition_point(|item| until_ms.is_none_or(|until| item.at_ms <= until));
        self.items.get(from..to).unwrap_or_default()
    }

    /// A record as it is served.
    pub fn value(&self, item: &Item) -> Option<Value> {
        let original = self.originals.get(item.original)?;
        let mut value = original.moved(&original.value, item.days);
        if let Some(id) = &item.id
            && id_of(&self.ids, &value).as_ref() != Some(id)
            && let Some(path) = self.id_path(&value)
        {
            let was_number = path.first(&Found::root(&value));
            let is_number = was_number.is_some_and(|was| was.value.is_number());
            path.clone().put(&mut value, like(id, is_number));
        }
        Some(value)
    }

    fn id_path(&self, value: &Value) -> Option<&Path> {
        let root = Found::root(value);
        self.ids.iter().find(|path| path.first(&root).is_some())
    }

    /// The name that a record has in a map.
    pub fn name(&self, item: &Item) -> String {
        let original = self.originals.get(item.original);
        original.map_or_else(String::new, |one| one.name.clone())
    }

    /// What a further request for a record answers: by what its request named.
    pub fn detail(&mut self, paths: &[Path], values: &[String], into: &str) -> Option<Vec<u8>> {
        let wanted = key(into, values);
        if !self.knows_details(into) {
            self.know_details(paths, into);
        }
        let at = *self.by_detail.as_ref()?.get(&wanted)?;
        let item = self.items.get(at)?;
        let original = self.originals.get(item.original)?;
        let bytes = original.details.get(into)?;
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return Some(bytes.clone());
        };
        serde_json::to_vec(&original.moved(&value, item.days)).ok()
    }

    fn knows_details(&self, into: &str) -> bool {
        let known = self.by_detail.as_ref();
        known.is_some_and(|known| known.contains_key(&key(into, &[])))
    }

    fn know_details(&mut self, paths: &[Path], into: &str) {
        let mut known = self.by_detail.take().unwrap_or_default();
        // That it was looked through.
        known.insert(key(into, &[]), usize::MAX);
        for (at, item) in self.items.iter().enumerate() {
            let Some(value) = self.value(item) else {
                continue;
            };
            let root = Found::root(&value);
            let values = paths.iter().map(|path| plain(&path.first(&root)?.value));
            if let Some(values) = values.collect::<Option<Vec<String>>>() {
                known.insert(key(into, &values), at);
            }
        }
        self.by_detail = Some(known);
    }

    /// The newest record's id.
    pub fn newest_id(&self) -> Option<String> {
        self.items.iter().rev().find_map(|item| item.id.clone())
    }
}

/// Ids and times never hold this letter.
fn key(into: &str, values: &[String]) -> String {
    format!("{into}\u{0}{}", values.join("\u{0}"))
}

/// A text or a number, as the fixture writes it.
pub fn like(text: &str, is_number: bool) -> Value {
    match text.parse::<u64>() {
        Ok(number) if is_number => json!(number),
        _ => json!(text),
    }
}

fn id_of(paths: &[Path], value: &Value) -> Option<String> {
    let root = Found::root(value);
    paths
        .iter()
        .find_map(|path| plain(&path.first(&root)?.value))
}

/// A moment, written.
pub fn written(at: DateTime<Utc>, form: TimeForm) -> Value {
    match form {
        TimeForm::Unix | TimeForm::Seconds => json!(at.timestamp()),
        TimeForm::UnixMs | TimeForm::Milliseconds => json!(at.timestamp_millis()),
        TimeForm::Date => json!(at.format("%Y-%m-%d").to_string()),
        TimeForm::Local => json!(at.format("%Y-%m-%dT%H:%M:%S").to_string()),
        TimeForm::Iso8601 | TimeForm::Duration | TimeForm::Clock => {
            json!(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        }
    }
}
