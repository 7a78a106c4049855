//! Bytes → records.

use std::ops::ControlFlow;

use chrono::{DateTime, SecondsFormat};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use stadion_activity::records::{Table, Wanted};
use stadion_activity::{Activity, FileResult, Limits, Options, Refusal, read_bytes, records};
use stadion_pack::adapter::model::{Decode, Format, Notification, Payload};
use stadion_pack::adapter::{Adapter, Found, plain};

use super::{Input, Refusals, layout};

/// One record, before it is normalised.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub place: String,
    pub value: Option<Value>,
    /// The recording that lies below what the record says.
    pub base: Option<Activity>,
    /// Its samples, where they are no member of its value.
    pub table: Option<Table>,
}

impl Record {
    /// As the source names it for ever.
    pub fn id(&self, adapter: &Adapter) -> Option<String> {
        let root = Found::at(self.value.as_ref()?, self.place.clone());
        let mut paths = adapter.dedupe.id.iter();
        paths.find_map(|path| plain(&path.first(&root)?.value))
    }
}

/// Records of one payload; more are told as too many.
const MOST_RECORDS: usize = 100_000;

pub(super) fn records(
    adapter: &Adapter,
    input: &Input<'_>,
    refusals: &mut Refusals,
) -> Vec<Record> {
    match input.payload {
        Payload::Notifications(sent) => notifications(&adapter.decode, sent, refusals),
        Payload::Bytes { name, bytes } => {
            let decode = of_stream(adapter, input.stream);
            of_bytes(&decode, name, bytes, &input.limits, refusals)
        }
    }
}

/// A stream may have its records elsewhere than the adapter says in general.
fn of_stream(adapter: &Adapter, stream: Option<&str>) -> Decode {
    let mut decode = adapter.decode.clone();
    let pull = adapter.transport.pull.as_ref();
    let stream = stream.and_then(|stream| pull?.streams.get(stream));
    if let Some(stream) = stream.filter(|stream| !stream.records.is_root()) {
        decode.records = stream.records.clone();
    }
    decode
}

pub(super) fn of_bytes(
    decode: &Decode,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    refusals: &mut Refusals,
) -> Vec<Record> {
    if decode.format.is_whole() {
        return recordings(decode.format, name, bytes, limits, refusals);
    }
    let delimiter = decode.delimiter.unwrap_or(b',');
    let whole = match decode.format {
        Format::Ndjson => return of_lines(decode, bytes, limits, refusals),
        Format::Xml => records::xml(bytes, limits),
        Format::Csv => records::csv(bytes, delimiter, limits),
        Format::Layout => return captured(decode, bytes, limits, refusals),
        _ => records::json(bytes, limits),
    };
    match whole {
        Ok(whole) => {
            // A table is its rows.
            let is_rows = decode.format == Format::Csv && decode.records.is_root();
            selected(decode, whole, "", is_rows, refusals)
        }
        Err(refusal) => {
            refuse(&refusal, String::new(), refusals);
            Vec::new()
        }
    }
}

fn refuse(refusal: &Refusal, place: String, refusals: &mut Refusals) {
    refusals.add("not-readable", "", || place, || refusal.reason.clone());
}

fn selected(
    decode: &Decode,
    whole: Value,
    place: &str,
    is_rows: bool,
    refusals: &mut Refusals,
) -> Vec<Record> {
    let record = |place: String, value: Value| Record {
        place,
        value: Some(value),
        ..Record::default()
    };
    let whole = match whole {
        Value::Array(rows) if is_rows && !rows.is_empty() => {
            // A row is told by its line, that of the names being the first.
            let rows = rows.into_iter().zip(2..);
            return rows
                .map(|(row, line)| record(format!("line {line}"), row))
                .collect();
        }
        Value::Null => return Vec::new(),
        // Not copied: it may be hours of samples.
        whole if decode.records.is_root() => return vec![record(place.to_owned(), whole)],
        whole => whole,
    };
    let root = Found::at(&whole, place);
    let found = decode.records.all(&root, MOST_RECORDS + 1);
    let over = found.len() > MOST_RECORDS;
    if over {
        refusals.add(
            "too-many",
            "",
            || place.to_owned(),
            || format!("The payload has more than {MOST_RECORDS} records; the rest was left out."),
        );
    }
    let records = found.into_iter().take(MOST_RECORDS);
    records
        .map(|found| record(found.place, found.value.into_owned()))
        .collect()
}

fn of_lines(
    decode: &Decode,
    bytes: &[u8],
    limits: &Limits,
    refusals: &mut Refusals,
) -> Vec<Record> {
    let lines = match records::lines(bytes, limits) {
        Ok(lines) => lines,
        Err(refusal) => {
            refuse(&refusal, String::new(), refusals);
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for (number, line) in lines {
        all.extend(of_line(decode, number, line, refusals));
    }
    all
}

pub(super) fn of_line(
    decode: &Decode,
    number: usize,
    line: &[u8],
    refusals: &mut Refusals,
) -> Vec<Record> {
    let place = place_of(number);
    match read_line(records::line(line), &place, refusals) {
        Some(value) => selected(decode, value, &place, false, refusals),
        None => Vec::new(),
    }
}

/// A line that is a record, its samples as a table.
pub(super) fn tabled_line(
    wanted: &Wanted,
    number: usize,
    line: &[u8],
    refusals: &mut Refusals,
) -> Option<Record> {
    let place = place_of(number);
    let (value, table) = match records::line_with(line, wanted) {
        Ok((value, table)) => (Ok(value), table),
        Err(why) => (Err(why), None),
    };
    let value = read_line(value, &place, refusals)?;
    Some(Record {
        place,
        value: Some(value),
        base: None,
        table,
    })
}

fn place_of(number: usize) -> String {
    format!("line {number}")
}

fn read_line(read: Result<Value, String>, place: &str, refusals: &mut Refusals) -> Option<Value> {
    let reason = match read {
        Ok(Value::Null) => "The line is `null`, which is no record.".to_owned(),
        Ok(value) => return Some(value),
        Err(why) => format!("The line is no JSON: {why}."),
    };
    refusals.add("not-readable", "", || place.to_owned(), || reason);
    None
}

/// Files that hold whole activities.
fn recordings(
    format: Format,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    refusals: &mut Refusals,
) -> Vec<Record> {
    let mut all = Vec::new();
    each_file(name, bytes, limits, |result| {
        all.extend(of_file(format, result, refusals));
        ControlFlow::Continue(())
    });
    all
}

pub(super) fn each_file(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    each: impl FnMut(FileResult) -> ControlFlow<()>,
) {
    let options = Options {
        limits: *limits,
        ..Options::default()
    };
    read_bytes(name, bytes.to_vec(), &options, each);
}

/// The activities of a file of the format that the adapter states.
pub(super) fn of_file(format: Format, result: FileResult, refusals: &mut Refusals) -> Vec<Record> {
    let wanted = match format {
        Format::Fit => Some(stadion_activity::Format::Fit),
        Format::Gpx => Some(stadion_activity::Format::Gpx),
        Format::Tcx => Some(stadion_activity::Format::Tcx),
        Format::Table => Some(stadion_activity::Format::Csv),
        Format::AppleHealth => Some(stadion_activity::Format::AppleHealth),
        _ => None,
    };
    let FileResult {
        name,
        format: found,
        outcome,
        ..
    } = result;
    let is_other = matches!((wanted, found), (Some(wanted), Some(found)) if wanted != found);
    match outcome {
        Ok(_) if is_other => {
            let told = found.map_or("another format", stadion_activity::Format::as_str);
            refusals.add(
                "not-readable",
                "",
                || name,
                || format!("The file is {told}, and the adapter reads another format."),
            );
            Vec::new()
        }
        Ok(decoded) => {
            let activities = decoded.activities.into_iter();
            let record = |activity| Record {
                place: name.clone(),
                base: Some(activity),
                ..Record::default()
            };
            activities.map(record).collect()
        }
        Err(refusal) => {
            refuse(&refusal, name, refusals);
            Vec::new()
        }
    }
}

/// Further answers become members of the record; a recording lies below it.
pub(super) fn add_details(
    adapter: &Adapter,
    record: &mut Record,
    input: &Input<'_>,
    refusals: &mut Refusals,
) {
    let pull = adapter.transport.pull.as_ref();
    let details = pull
        .into_iter()
        .flat_map(|pull| pull.streams.values())
        .flat_map(|stream| &stream.details);
    for (into, bytes) in input.details {
        let format = details
            .clone()
            .find(|detail| detail.into == *into)
            .map_or(Format::Json, |detail| detail.format);
        let place = format!("{}.{into}", record.place);
        if into == FILE {
            let format = if format.is_whole() {
                format
            } else {
                Format::Activity
            };
            let read = recordings(format, into, bytes, &input.limits, refusals);
            record.base = read.into_iter().find_map(|record| record.base);
            continue;
        }
        match (
            detail(format, bytes, &input.limits),
            record.value.as_mut().and_then(Value::as_object_mut),
        ) {
            (Ok(value), Some(map)) => {
                map.insert(into.clone(), value);
            }
            (Ok(_), None) => {}
            (Err(refusal), _) => refuse(&refusal, place, refusals),
        }
    }
}

/// The key of an answer that is a file of its own.
pub(super) const FILE: &str = "file";

/// An answer to a further request.
pub(super) fn detail(format: Format, bytes: &[u8], limits: &Limits) -> Result<Value, Refusal> {
    match format {
        Format::Xml => records::xml(bytes, limits),
        Format::Csv => records::csv(bytes, b',', limits),
        _ => records::json(bytes, limits),
    }
}

/// What a sensor sent, as one record: `{notifications: [{at, layout, …fields}]}`.
fn notifications(decode: &Decode, sent: &[Notification], refusals: &mut Refusals) -> Vec<Record> {
    let mut by_layout: IndexMap<&str, Vec<Value>> = IndexMap::new();
    for (at, one) in sent.iter().enumerate() {
        let Some(known) = decode.layouts.get(&one.layout) else {
            continue;
        };
        match layout::read(known, &one.bytes) {
            Ok(mut fields) => {
                let time = DateTime::from_timestamp_millis(one.at_ms).unwrap_or_default();
                let time = time.to_rfc3339_opts(SecondsFormat::Millis, true);
                fields.insert("@at".to_owned(), Value::String(time));
                by_layout
                    .entry(&one.layout)
                    .or_default()
                    .push(Value::Object(fields));
            }
            Err(short) => refusals.add(
                "short-value",
                &one.layout,
                || format!("{}[{at}]", one.layout),
                || {
                    let layout::Short { field, has, needs } = short;
                    format!("`{field}` takes {needs} bytes, and {has} are left.")
                },
            ),
        }
    }
    if by_layout.is_empty() {
        return Vec::new();
    }
    let start = sent
        .iter()
        .map(|one| one.at_ms)
        .min()
        .and_then(DateTime::from_timestamp_millis);
    let start = start
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut record = Map::new();
    record.insert("@start".to_owned(), json!(start));
    for (layout, all) in by_layout {
        record.insert(layout.to_owned(), Value::Array(all));
    }
    vec![Record {
        value: Some(Value::Object(record)),
        ..Record::default()
    }]
}

/// What a sensor sent, as a file: `[{"at": "2026-06-20T12:00:00Z", "layout": "…", "hex": "16 48"}]`.
fn captured(
    decode: &Decode,
    bytes: &[u8],
    limits: &Limits,
    refusals: &mut Refusals,
) -> Vec<Record> {
    let whole = match records::json(bytes, limits) {
        Ok(whole) => whole,
        Err(refusal) => {
            refuse(&refusal, String::new(), refusals);
            return Vec::new();
        }
    };
    let only = decode
        .layouts
        .keys()
        .next()
        .filter(|_| decode.layouts.len() == 1);
    let mut sent = Vec::new();
    for (at, one) in whole.as_array().into_iter().flatten().enumerate() {
        let text = |key: &str| one.get(key).and_then(Value::as_str);
        let time = text("at").and_then(|at| DateTime::parse_from_rfc3339(at).ok());
        let layout = text("layout").or(only.map(String::as_str));
        let hex: Option<String> = text("hex").map(|hex| hex.split_whitespace().collect());
        let bytes = hex.and_then(|hex| hex::decode(hex).ok());
        let (Some(time), Some(layout), Some(bytes)) = (time, layout, bytes) else {
            refusals.add(
                "not-readable",
                "captured",
                || format!("[{at}]"),
                || "An entry has `at` (a time), `layout` and `hex` (bytes).".to_owned(),
            );
            continue;
        };
        sent.push(Notification {
            at_ms: time.timestamp_millis(),
            layout: layout.to_owned(),
            bytes,
        });
    }
    notifications(decode, &sent, refusals)
}
