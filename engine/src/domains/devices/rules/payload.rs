//! A payload in a manufacturer's own format, read by its adapter: records that may be stored, and what was
//! left out of each.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::de::IgnoredAny;
use stadion_activity::{Activity, Limits};
use stadion_pack::adapter::model::{Api, Format, Payload};
use stadion_pack::adapter::{Adapter, Found, Path, plain};

use super::names::external_id;
use crate::adapters::{self, Input, Refused, Told};
use crate::domains::devices::model::{ItemRefusal, NotTaken};

/// A record of a payload.
#[derive(Clone, Debug)]
pub struct Record {
    /// Where it stands: `sessions[0]`, `line 3`.
    pub place: String,
    /// As its manufacturer names it.
    pub id: Option<String>,
    /// What two records of one payload share where they are one.
    pub known_by: Option<String>,
    pub content: Content,
    /// What was left out of it.
    pub refused: Vec<NotTaken>,
    /// All of it, where none of it was taken too.
    pub all_refused: Vec<Refused>,
}

/// What a record became.
#[derive(Clone, Debug)]
pub enum Content {
    Activity(Box<Activity>),
    /// The adapter did not take it.
    Refused(ItemRefusal),
    /// It has no id by which it would be one.
    Unnamed(ItemRefusal),
}

/// What a payload holds, before it is normalised.
#[derive(Clone, Debug, Default)]
pub struct ReadPayload {
    pub pieces: Vec<Piece>,
    /// What is no record.
    pub refused: Vec<Refused>,
}

impl ReadPayload {
    /// Results that it will have.
    pub const fn count(&self) -> usize {
        self.pieces.len() + self.refused.len()
    }
}

/// What one result comes of.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A line by its number, read when its turn comes: as a tree it is ten times as large.
    Line(usize, Bytes),
    /// A record, with what was left out of it so far.
    Record(Box<adapters::Record>, Vec<Refused>),
}

/// The media types of a format that come in a request; the first is what its sender is told.
pub const fn media_types(format: Format) -> &'static [&'static str] {
    match format {
        Format::Json => &["application/json"],
        Format::Ndjson => &["application/x-ndjson", "application/json"],
        Format::Xml => &["application/xml", "text/xml"],
        Format::Csv => &["text/csv"],
        // Whole files are uploaded by people.
        _ => &[],
    }
}

/// Reads a payload into its records, or into lines of one each.
pub fn payload(
    adapter: &Adapter,
    (bytes, is_one): (Bytes, bool),
    now: DateTime<Utc>,
) -> ReadPayload {
    let bytes = if is_one { in_a_line(bytes) } else { bytes };
    if let Some(lines) = adapters::lines(adapter, &bytes, &Limits::default()) {
        let piece = |(number, line)| Piece::Line(number, bytes.slice_ref(line));
        return ReadPayload {
            pieces: lines.map(piece).collect(),
            refused: Vec::new(),
        };
    }
    let payload = Payload::Bytes {
        name: "payload".to_owned(),
        bytes: bytes.into(),
    };
    let none = (IndexMap::new(), IndexMap::new());
    let (records, refused) = adapters::records(adapter, &input(&payload, &none, now));
    let mut left = refused;
    let mut pieces = Vec::with_capacity(records.len());
    for record in records {
        let (own, others) = left
            .into_iter()
            .partition(|refused| is_within(&refused.place, &record.place));
        left = others;
        pieces.push(Piece::Record(Box::new(record), own));
    }
    ReadPayload {
        pieces,
        refused: left,
    }
}

/// What comes of a piece; nothing but why, where it is no record. One that cannot be taken is told with
/// its reason and stops no other.
pub fn normalized(
    adapter: &Adapter,
    api: &Api,
    piece: Piece,
    now: DateTime<Utc>,
) -> Result<Record, Vec<Refused>> {
    let (read, mut refused) = match piece {
        Piece::Record(record, refused) => (*record, refused),
        Piece::Line(number, line) => {
            match adapters::line(adapter, number, &line, &Limits::default()) {
                (Some(record), refused) => (record, refused),
                (None, refused) => return Err(refused),
            }
        }
    };
    let nothing = Payload::Bytes {
        name: String::new(),
        bytes: Vec::new(),
    };
    let none = (IndexMap::new(), IndexMap::new());
    let input = input(&nothing, &none, now);
    let (told, own) = adapters::read_record(adapter, &input, read);
    refused.extend(own);
    Ok(record(told, &api.id, refused))
}

/// What is no record, among the results.
pub fn no_record(refused: Refused) -> Record {
    Record {
        place: refused.place.clone(),
        id: None,
        known_by: None,
        content: Content::Refused(refusal(&refused)),
        refused: Vec::new(),
        all_refused: vec![refused],
    }
}

/// A record whose reading failed.
pub fn broken(refusal: ItemRefusal) -> Record {
    Record {
        place: String::new(),
        id: None,
        known_by: None,
        content: Content::Unnamed(refusal),
        refused: Vec::new(),
        all_refused: Vec::new(),
    }
}

fn input<'a>(
    payload: &'a Payload,
    (details, settings): &'a (IndexMap<String, Vec<u8>>, IndexMap<String, f64>),
    now: DateTime<Utc>,
) -> Input<'a> {
    Input {
        payload,
        stream: None,
        details,
        settings,
        now,
        limits: Limits::default(),
    }
}

/// One JSON value, however it is laid out, as the one line of NDJSON: outside of texts a line's end is a
/// blank like any other, and no text holds one.
fn in_a_line(bytes: Bytes) -> Bytes {
    let has_ends = memchr::memchr2(b'\n', b'\r', &bytes).is_some();
    if !has_ends || serde_json::from_slice::<IgnoredAny>(&bytes).is_err() {
        return bytes;
    }
    let mut line = Vec::from(bytes);
    let ends = line.iter_mut();
    let ends = ends.filter(|byte| matches!(byte, b'\n' | b'\r'));
    ends.for_each(|byte| *byte = b' ');
    line.into()
}

/// Whether a place is that of a record, or within it.
fn is_within(place: &str, record: &str) -> bool {
    record.is_empty()
        || place
            .strip_prefix(record)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', ' ']))
}

fn record(told: Told, path: &Path, refused: Vec<Refused>) -> Record {
    let id = told.value.as_ref().and_then(|value| {
        let root = Found::at(value, told.place.clone());
        plain(&path.first(&root)?.value)
    });
    // Why a record was refused as a whole is told once.
    let is_whole = told.activity.is_none();
    let content = match told.activity {
        None => Content::Refused(why(&refused, &told.place)),
        Some(activity) => match named(path, id.as_deref()) {
            Err(refusal) => Content::Unnamed(refusal),
            Ok(()) => Content::Activity(Box::new(activity)),
        },
    };
    let shown = refused.iter();
    let shown = shown.filter(|one| !is_whole || one.place != told.place);
    Record {
        id,
        known_by: told.id,
        content,
        refused: shown.map(NotTaken::from).collect(),
        all_refused: refused,
        place: told.place,
    }
}

fn named(path: &Path, id: Option<&str>) -> Result<(), ItemRefusal> {
    let path = path.as_str();
    let Some(id) = id else {
        let reason = format!("The record has no id at `{path}`.");
        let remedy = "Send the id that your own system has for it.";
        return Err(ItemRefusal::new("invalid", path, &reason, remedy));
    };
    external_id(path, id).map_err(|wrong| {
        let remedy = wrong.remedy.unwrap_or_default();
        ItemRefusal::new("invalid", &wrong.field, &wrong.message, &remedy)
    })
}

/// Why all of a record was refused: that is told of its own place, or comes last.
fn why(refused: &[Refused], place: &str) -> ItemRefusal {
    let of_all = refused.iter().find(|one| one.place == place);
    if let Some(found) = of_all.or(refused.last()) {
        refusal(found)
    } else {
        let reason = "The record says nothing that an activity is made of.";
        let remedy = "Look at what the adapter reads: `stadion adapter try`.";
        ItemRefusal::new("not-readable", place, reason, remedy)
    }
}

fn refusal(refused: &Refused) -> ItemRefusal {
    ItemRefusal::new(
        refused.code,
        &refused.place,
        &refused.reason,
        refused.remedy,
    )
}

/// Records an hour that an adapter lets a key post, where it says so: the strictest of its budgets.
pub fn hourly(api: &Api) -> Option<i64> {
    let an_hour = |budget: &stadion_pack::adapter::model::Budget| {
        (f64::from(budget.requests) * 3600.0 / budget.per_s.max(1.0)).floor() as i64
    };
    api.quota
        .iter()
        .map(an_hour)
        .min()
        .map(|items| items.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_within_its_record_and_no_other() {
        assert!(is_within("line 1.avg", "line 1") && !is_within("line 12.avg", "line 1"));
        assert!(is_within("sessions[1].a[0]", "sessions[1]"));
        assert!(!is_within("sessions[11]", "sessions[1]"));
        assert!(is_within("anything", ""));
    }

    #[test]
    fn json_in_many_lines_is_one_line() {
        let line = in_a_line(Bytes::from_static(b"{\r\n \"a\": 1\n}\n"));
        assert_eq!(line, "{   \"a\": 1 } ");
        for broken in ["{\n", "{\n\"a\": \"b\nc\"}", "{}\n{}"] {
            assert_eq!(in_a_line(broken.into()), broken);
        }
    }
}
