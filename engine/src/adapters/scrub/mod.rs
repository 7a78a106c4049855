//! Personal data out of a payload, so that it can be a fixture for everybody to read.
//!
//! What a member is, its name tells ([`kinds`]), and what looks like an address of somebody, its value.
//! A value is replaced by the same one wherever it stands; positions move together ([`positions`]);
//! times move by whole weeks. Everything that was done is told by its path.

mod kinds;
mod positions;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value, json};
use stadion_pack::adapter::{Adapter, Found, Path, plain};

use super::moving::{Starts, moved, start_ms};
use kinds::Kind;

/// Records that are looked through for their ids and starts.
const MOST_RECORDS: usize = 100_000;

/// What was done to values of one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scrubbed {
    /// `[*].athlete.firstname`
    pub path: String,
    /// `name`, `e-mail`, `position`, `date` …
    pub what: &'static str,
    pub count: u64,
}

/// What is left as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep {
    /// Times stay where they are.
    pub dates: bool,
}

/// A payload of records, scrubbed, and further answers that belong to it, in order.
#[derive(Clone, Debug)]
pub struct Clean {
    pub payload: Value,
    pub details: Vec<Value>,
    pub scrubbed: Vec<Scrubbed>,
}

/// Whether what has this name lets somebody in, as `access_token` and `Set-Cookie`.
pub fn is_secret(name: &str) -> bool {
    kinds::of_name(&kinds::words(name), false) == Some(Kind::Secret)
}

/// Scrubs a payload of a stream, and the answers of further requests for its records with it.
pub fn scrub(
    adapter: &Adapter,
    stream: Option<&str>,
    payload: &Value,
    details: &[Value],
    keep: Keep,
) -> Clean {
    let records = records(adapter, stream, payload);
    let starts = records.iter();
    let starts = starts.filter_map(|record| start_ms(adapter, stream, record));
    let starts: Vec<i64> = starts.collect();
    let mut scrubber = Scrubber {
        records: ids(adapter, &records),
        ..Scrubber::default()
    };
    let mut clean = |value: &Value| {
        let value = scrubber.positions.moved(value);
        scrubber.walk(&value, "", false, 0)
    };
    let (payload, details) = (clean(payload), details.iter().map(clean).collect());
    let mut clean = Clean {
        payload,
        details,
        scrubbed: Vec::new(),
    };
    if let (false, Some(first), Some(last)) = (keep.dates, starts.iter().min(), starts.iter().max())
    {
        scrubber.dates(&mut clean, (*first, *last));
    }
    clean.scrubbed = scrubber.told();
    clean
}

fn records(adapter: &Adapter, stream: Option<&str>, payload: &Value) -> Vec<Value> {
    let pull = adapter.transport.pull.as_ref();
    let own = stream.and_then(|stream| Some(&pull?.streams.get(stream)?.records));
    let path = own.filter(|path| !path.is_root());
    let path = path.unwrap_or(&adapter.decode.records);
    let found = path.all(&Found::root(payload), MOST_RECORDS);
    found
        .into_iter()
        .map(|one| one.value.into_owned())
        .collect()
}

/// What the vendor calls the records.
fn ids(adapter: &Adapter, records: &[Value]) -> HashSet<String> {
    let id = |record: &Value, path: &Path| plain(&path.first(&Found::root(record))?.value);
    let all = records.iter().flat_map(|record| {
        let paths = adapter.dedupe.id.iter();
        paths.filter_map(move |path| id(record, path))
    });
    all.collect()
}

#[derive(Debug, Default)]
struct Scrubber {
    records: HashSet<String>,
    /// What stands in for a value, by what it is.
    known: HashMap<(Kind, String), u64>,
    positions: positions::Positions,
    told: IndexMap<(String, &'static str), u64>,
}

/// As deep as JSON is read.
const DEEPEST: usize = 128;

impl Scrubber {
    fn walk(&mut self, value: &Value, path: &str, is_person: bool, deep: usize) -> Value {
        if deep > DEEPEST {
            return Value::Null;
        }
        match value {
            Value::Object(map) => {
                let members = map.iter().map(|(name, inner)| {
                    let path = joined(path, name);
                    let inner = self.member(name, inner, &path, is_person, deep);
                    (name.clone(), inner)
                });
                Value::Object(members.collect::<Map<_, _>>())
            }
            Value::Array(list) => {
                let path = format!("{path}[*]");
                let all = list.iter();
                all.map(|inner| self.walk(inner, &path, is_person, deep + 1))
                    .collect()
            }
            Value::String(text) => match kinds::of_value(text) {
                Some(kind) => self.instead(kind, value, path),
                None => value.clone(),
            },
            _ => value.clone(),
        }
    }

    fn member(
        &mut self,
        name: &str,
        inner: &Value,
        path: &str,
        is_person: bool,
        deep: usize,
    ) -> Value {
        let words = kinds::words(name);
        if inner.is_object() || inner.is_array() {
            let is_person = is_person || kinds::is_person(&words);
            if kinds::of_name(&words, is_person).is_some() && is_list_of_scalars(inner) {
                return self.list(name, inner, path, is_person, deep);
            }
            return self.walk(inner, path, is_person, deep + 1);
        }
        let is_id = words.last().is_some_and(|word| word == "id");
        let is_record = plain(inner).is_some_and(|text| self.records.contains(&text));
        let kind = match kinds::of_name(&words, is_person) {
            _ if is_id && is_record => Some(Kind::Record),
            Some(kind) => Some(kind),
            None => match inner {
                Value::String(text) if kinds::may_be_words(&words) => kinds::of_value(text),
                _ => None,
            },
        };
        match kind {
            Some(kind) => self.instead(kind, inner, path),
            None => inner.clone(),
        }
    }

    /// `{"emails": ["a@b.c"]}`
    fn list(
        &mut self,
        name: &str,
        list: &Value,
        path: &str,
        is_person: bool,
        deep: usize,
    ) -> Value {
        let path = format!("{path}[*]");
        let all = list.as_array().into_iter().flatten();
        all.map(|one| self.member(name, one, &path, is_person, deep + 1))
            .collect()
    }

    /// The stand-in of a value: the same for the same.
    fn instead(&mut self, kind: Kind, value: &Value, path: &str) -> Value {
        let Some(text) = plain(value).filter(|text| !text.trim().is_empty()) else {
            return value.clone();
        };
        let key = (kind, text.trim().to_lowercase());
        let next = self
            .known
            .keys()
            .filter(|(known, _)| *known == kind)
            .count() as u64
            + 1;
        let number = *self.known.entry(key).or_insert(next);
        *self.told.entry((path.to_owned(), kind.word())).or_default() += 1;
        kind.stand_in(number, value)
    }

    /// Weekdays stay, and so do the days between records.
    fn dates(&mut self, clean: &mut Clean, starts: Starts) {
        let Some(days) = days_to_move(starts.0) else {
            return;
        };
        clean.payload = moved(&clean.payload, starts, days);
        for detail in &mut clean.details {
            *detail = moved(detail, starts, days);
        }
        self.told.insert(("every time".to_owned(), "date"), 1);
    }

    fn told(&self) -> Vec<Scrubbed> {
        let moved = self.positions.told();
        let all = self.told.iter();
        let all = all.map(|((path, what), count)| (path.clone(), *what, *count));
        all.chain(moved)
            .map(|(path, what, count)| Scrubbed { path, what, count })
            .collect()
    }
}

/// Whole weeks, to that of Monday the 5th of January 2026.
fn days_to_move(start_ms: i64) -> Option<i64> {
    let day = DateTime::from_timestamp_millis(start_ms)?.date_naive();
    let monday = day - chrono::TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
    let there = NaiveDate::from_ymd_opt(2026, 1, 5)?;
    Some((there - monday).num_days())
}

fn joined(path: &str, name: &str) -> String {
    // Members whose name is a number are entries of a map.
    let name = if name.parse::<f64>().is_ok() {
        "*"
    } else {
        name
    };
    let dot = if path.is_empty() { "" } else { "." };
    format!("{path}{dot}{name}")
}

fn is_list_of_scalars(value: &Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|list| list.iter().all(|one| !one.is_object() && !one.is_array()))
}

/// A number where the value was one.
fn numbered(value: &Value, number: u64, text: &str) -> Value {
    match value {
        Value::Number(_) => json!(number),
        Value::String(written) if written.parse::<u64>().is_ok() => json!(number.to_string()),
        _ => json!(text),
    }
}

#[cfg(test)]
mod tests;
