//! Samples of a record, as columns on one time axis.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;
use stadion_activity::Recorded;
use stadion_activity::streams::{Channel, Streams};
use stadion_pack::adapter::model::{
    Keep, RateOf, SampleField, SampleTime, Samples, SamplesFrom, TimeForm,
};
use stadion_pack::adapter::{Adapter, Found, Path};

use super::fields::{converted, is_missing};
use super::members::{Member, Members};
use super::values::{moment, number, since_start};
use super::{Work, shown};
use crate::adapters::tabled::only_name;
use crate::adapters::{Refusals, validate};

/// Values of one channel with their times, in the order of the record.
type Column = Vec<(i64, f64, u32)>;

/// Every channel's values, and where each column stands in the record.
#[derive(Default)]
pub struct Columns {
    channels: BTreeMap<Channel, (Column, Option<Source>)>,
    count: usize,
}

/// Where values of a column came from, to tell places: rows and a path in each, or one column.
struct Source {
    rows: String,
    path: String,
    is_rows: bool,
}

/// A field of rows, and what they gave of it so far.
pub(super) struct RowField<'s> {
    pub of: &'s SampleField,
    channel: Channel,
    /// The member of a row that is all that it is read from.
    pub name: Option<&'s str>,
    counter: Option<(f64, f64)>,
    column: Column,
}

impl<'s> RowField<'s> {
    fn of(field: &'s SampleField) -> Option<Self> {
        Some(Self {
            of: field,
            channel: Channel::from_name(&field.channel)?,
            name: only_name(&field.paths).filter(|_| field.rate.is_none()),
            counter: None,
            column: Column::new(),
        })
    }
}

pub(super) fn row_fields(samples: &Samples) -> Vec<RowField<'_>> {
    samples.fields.iter().filter_map(RowField::of).collect()
}

pub fn described(samples: &Samples) -> String {
    match &samples.from {
        SamplesFrom::Columns(path) if path.is_root() => "the record".to_owned(),
        SamplesFrom::Rows(path) | SamplesFrom::Columns(path) => path.as_str().to_owned(),
    }
}

impl Work<'_, '_> {
    /// Adds samples; answers how many rows had any.
    pub(super) fn samples(&mut self, samples: &Samples) -> usize {
        match &samples.from {
            SamplesFrom::Rows(path) => self.rows(path, samples),
            SamplesFrom::Columns(path) => self.in_columns(path, samples),
        }
    }

    fn rows(&mut self, path: &Path, samples: &Samples) -> usize {
        if let Some(table) = self
            .table
            .filter(|table| path.each_of() == Some(table.list()))
        {
            return self.rows_of_table(table, path, samples);
        }
        let root = self.root.clone();
        let most = self.input.limits.samples;
        let rows = path.all(&root, most.saturating_add(1));
        self.bounded(rows.len(), path);
        let mut fields = row_fields(samples);
        let names = fields.iter().map(|field| field.name).collect();
        let mut members = Members::new(names);
        let mut count = 0;
        for (at, row) in rows.iter().take(most).enumerate() {
            let Some(at_ms) = self.row_time(&samples.time, row, at) else {
                continue;
            };
            members.look_at(&row.value);
            let mut has_any = false;
            for (n, field) in fields.iter_mut().enumerate() {
                let value = match &field.of.rate {
                    Some(rate) => rate_of(rate, row, &mut field.counter),
                    None => self.row_value(field.of, members.member(n), row),
                };
                if let Some(value) = value {
                    self.put_in(field, (at, at_ms), value);
                    has_any = true;
                }
            }
            count += usize::from(has_any);
        }
        let place = |at: usize| {
            rows.get(at)
                .map_or_else(String::new, |row| row.place.clone())
        };
        self.add_rows(fields, count, place);
        count
    }

    /// Tells where there are more rows than may be.
    pub(super) fn bounded(&mut self, rows: usize, path: &Path) {
        let most = self.input.limits.samples;
        if rows > most {
            let place = self.root.place.clone();
            self.refusals.add(
                "too-many",
                path.as_str(),
                || place,
                || format!("The record has more than {most} samples; the rest was left out."),
            );
        }
    }

    /// A value of a row, in the channel's unit.
    pub(super) fn put_in(&self, field: &mut RowField<'_>, (at, at_ms): (usize, i64), value: f64) {
        let value = self.scaled(field.of, value);
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        field.column.push((at_ms, value, index));
    }

    /// What rows gave, with the place at which one stands.
    pub(super) fn add_rows(
        &mut self,
        fields: Vec<RowField<'_>>,
        count: usize,
        place: impl Fn(usize) -> String,
    ) {
        for field in fields {
            let Some((_, _, first)) = field.column.first() else {
                continue;
            };
            let first = *first as usize;
            let source = Source {
                rows: trimmed(&place(first), first),
                path: path_of(field.of),
                is_rows: true,
            };
            self.columns.add(field.channel, field.column, source);
        }
        self.columns.count += count;
    }

    fn row_time(&mut self, time: &SampleTime, row: &Found<'_>, at: usize) -> Option<i64> {
        let start_ms = self.activity.start_time.timestamp_millis();
        let (paths, form) = match time {
            SampleTime::Every(seconds) => return Some(nth(start_ms, at, *seconds)),
            SampleTime::EveryOf(_) => return None,
            SampleTime::At { paths, form } => (paths, *form),
        };
        let plain = paths
            .iter()
            .filter(|path| path.is_plain())
            .find_map(|path| path.get(&row.value));
        let at_ms = if let Some(value) = plain {
            self.time_of(value, form, start_ms)
        } else {
            let found = paths.iter().find_map(|path| path.first(row));
            found.and_then(|found| self.time_of(&found.value, form, start_ms))
        };
        if at_ms.is_none() {
            self.no_time(paths, plain, || row.place.clone());
        }
        at_ms
    }

    pub(super) fn no_time(
        &mut self,
        paths: &[Path],
        told: Option<&Value>,
        place: impl FnOnce() -> String,
    ) {
        let group = self.group("time");
        let told = told.map_or_else(|| "nothing".to_owned(), shown);
        let path = paths.first().map_or("", Path::as_str);
        self.refusals.add(
            "bad-value",
            &group,
            || format!("{}.{path}", place()),
            || format!("`{told}` cannot be read as the time of a sample."),
        );
    }

    pub(super) fn time_of(&self, value: &Value, form: TimeForm, start_ms: i64) -> Option<i64> {
        if let Some(ms) = since_start(value, form) {
            return Some(start_ms.saturating_add(ms));
        }
        let moment = moment(value, form)?;
        let shift_s = if moment.is_local {
            i64::from(self.activity.utc_offset_s.unwrap_or_default())
        } else {
            0
        };
        Some(moment.at_ms.saturating_sub(shift_s * 1_000))
    }

    /// `member` is what stands in the row by the field's name, where a name is all that it is read from.
    fn row_value(
        &mut self,
        field: &SampleField,
        member: Member<'_>,
        row: &Found<'_>,
    ) -> Option<f64> {
        let plain = match member {
            Member::Missing => return None,
            Member::Value(value) => Some(value),
            Member::Unnamed => field
                .paths
                .iter()
                .filter(|path| path.is_plain())
                .find_map(|path| path.get(&row.value)),
        };
        let value: Cow<'_, Value> = if let Some(value) = plain {
            Cow::Borrowed(value)
        } else {
            let mut others = field.paths.iter().filter(|path| !path.is_plain());
            let found = others.find_map(|path| path.first(row))?;
            Cow::Owned(found.value.into_owned())
        };
        self.told(field, &value, || row.place.clone())
    }

    /// The number that a row tells.
    pub(super) fn told(
        &mut self,
        field: &SampleField,
        value: &Value,
        place: impl FnOnce() -> String,
    ) -> Option<f64> {
        if is_missing(value, field.missing.as_deref()) {
            return None;
        }
        let read = number(value);
        if read.is_none() {
            let (group, told, channel) = (
                self.group(&field.channel),
                shown(value),
                field.channel.clone(),
            );
            let path = path_of(field);
            self.refusals.add(
                "bad-value",
                &group,
                || format!("{}.{path}", place()),
                || format!("`{told}` cannot be read as `{channel}`."),
            );
        }
        read
    }

    /// In the channel's unit.
    fn scaled(&self, field: &SampleField, value: f64) -> f64 {
        match &field.times {
            Some(setting) => {
                let by = self.names.setting(setting).unwrap_or(1.0);
                field.to.from_si(field.unit.to_si(value) * by)
            }
            None if field.rate.is_some() => field.to.from_si(value),
            None => converted(value, &field.unit, Some(&field.to)),
        }
    }

    fn in_columns(&mut self, path: &Path, samples: &Samples) -> usize {
        let root = self.root.clone();
        let mut count = 0;
        for holder in path.all(&root, 1_000) {
            count += self.one_of_columns(&holder, samples);
        }
        self.columns.count += count;
        count
    }

    fn one_of_columns(&mut self, holder: &Found<'_>, samples: &Samples) -> usize {
        let start_ms = self.activity.start_time.timestamp_millis();
        let most = self.input.limits.samples;
        let times: Box<dyn Fn(usize) -> Option<i64>> = match &samples.time {
            SampleTime::At { paths, form } => {
                let column = list(paths, holder, None, most);
                let times: Vec<Option<i64>> = column
                    .iter()
                    .map(|value| self.time_of(value, *form, start_ms))
                    .collect();
                Box::new(move |at| times.get(at).copied().flatten())
            }
            SampleTime::Every(seconds) => every(start_ms, *seconds),
            SampleTime::EveryOf(path) => {
                match path.first(holder).and_then(|found| number(&found.value)) {
                    Some(seconds) if seconds > 0.0 => every(start_ms, seconds),
                    _ => {
                        let group = self.group("time");
                        self.refusals.add(
                            "bad-value",
                            &group,
                            || holder.place.clone(),
                            || "Nothing says how far apart the samples are.".to_owned(),
                        );
                        return 0;
                    }
                }
            }
        };
        let mut longest = 0;
        for field in &samples.fields {
            let Some(channel) = Channel::from_name(&field.channel) else {
                continue;
            };
            let column = list(&field.paths, holder, field.split.as_deref(), most);
            longest = longest.max(column.len());
            let place = field.paths.first().map_or_else(
                || holder.place.clone(),
                |path| joined(&holder.place, path.as_str()),
            );
            let mut read = Column::with_capacity(column.len());
            for (at, value) in column.iter().enumerate() {
                if is_missing(value, field.missing.as_deref()) {
                    continue;
                }
                let (Some(value_at), Some(at_ms)) = (number(value), times(at)) else {
                    let (group, told, channel) = (
                        self.group(&field.channel),
                        shown(value),
                        field.channel.clone(),
                    );
                    self.refusals.add(
                        "bad-value",
                        &group,
                        || format!("{place}[{at}]"),
                        || format!("`{told}` cannot be read as `{channel}`, or has no time."),
                    );
                    continue;
                };
                let value_at = self.scaled(field, value_at);
                read.push((at_ms, value_at, u32::try_from(at).unwrap_or(u32::MAX)));
            }
            let source = Source {
                rows: place,
                path: String::new(),
                is_rows: false,
            };
            self.columns.add(channel, read, source);
        }
        longest
    }
}

fn every(start_ms: i64, seconds: f64) -> Box<dyn Fn(usize) -> Option<i64>> {
    Box::new(move |at| Some(nth(start_ms, at, seconds)))
}

/// When the nth of samples is that are so far apart.
pub(super) fn nth(start_ms: i64, at: usize, seconds: f64) -> i64 {
    start_ms.saturating_add((at as f64 * seconds * 1_000.0).round() as i64)
}

fn path_of(field: &SampleField) -> String {
    let rate = field.rate.as_ref().map(|rate| &rate.of);
    field
        .paths
        .first()
        .or(rate)
        .map_or_else(String::new, |path| path.as_str().to_owned())
}

/// A row's place without its number.
fn trimmed(place: &str, at: usize) -> String {
    place
        .strip_suffix(&format!("[{at}]"))
        .unwrap_or(place)
        .to_owned()
}

fn joined(place: &str, path: &str) -> String {
    match (place, path) {
        ("", path) => path.to_owned(),
        (place, "") => place.to_owned(),
        (place, path) => format!("{place}.{path}"),
    }
}

/// The values of a column: a list, what several values a path leads to, or a text with marks between.
fn list(paths: &[Path], holder: &Found<'_>, split: Option<&str>, most: usize) -> Vec<Value> {
    for path in paths {
        if path.is_many() {
            let found = path.all(holder, most);
            if !found.is_empty() {
                return found
                    .into_iter()
                    .map(|found| found.value.into_owned())
                    .collect();
            }
            continue;
        }
        let Some(found) = path.first(holder) else {
            continue;
        };
        return match (&*found.value, split) {
            (Value::Array(list), _) => list.iter().take(most).cloned().collect(),
            (Value::String(text), Some(split)) => {
                let pieces = text.split(split).take(most);
                pieces
                    .map(|piece| Value::String(piece.trim().to_owned()))
                    .collect()
            }
            (one, _) => vec![one.clone()],
        };
    }
    Vec::new()
}

/// What a counter grew by in a second, since the row before.
fn rate_of(rate: &RateOf, row: &Found<'_>, before: &mut Option<(f64, f64)>) -> Option<f64> {
    let value = |path: &Path| path.get(&row.value).and_then(number);
    let (count, time) = (value(&rate.of)?, value(&rate.over)?);
    let last = before.replace((count, time));
    let (last_count, last_time) = last?;
    let grown = |now: f64, then: f64, wraps: Option<f64>| match wraps {
        Some(wraps) if now < then => now + wraps - then,
        _ => now - then,
    };
    let steps = grown(count, last_count, rate.of_wraps);
    let seconds = grown(time, last_time, rate.over_wraps);
    // The same event told twice: nothing moved since.
    if seconds <= 0.0 {
        return (steps == 0.0).then_some(0.0);
    }
    (steps >= 0.0).then_some(steps / seconds)
}

impl Columns {
    pub fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }

    fn add(&mut self, channel: Channel, mut values: Column, source: Source) {
        if values.is_empty() {
            return;
        }
        let (column, first) = self.channels.entry(channel).or_default();
        column.append(&mut values);
        first.get_or_insert(source);
    }

    pub fn recorded(&self) -> Recorded {
        let positions = self
            .channels
            .get(&Channel::PositionLat)
            .map_or(0, |(column, _)| column.len());
        Recorded {
            records: self.count,
            positions,
        }
    }

    /// The columns on one time axis, without what cannot be true.
    pub fn into_streams(
        self,
        adapter: &Adapter,
        start_ms: i64,
        place: &str,
        refusals: &mut Refusals,
    ) -> Streams {
        let mut kept: BTreeMap<Channel, Column> = BTreeMap::new();
        for (channel, (column, source)) in self.channels {
            let told = |index: u32| {
                source.as_ref().map_or_else(
                    || place.to_owned(),
                    |source| {
                        let path = if source.is_rows { &*source.path } else { "" };
                        joined(&format!("{}[{index}]", source.rows), path)
                    },
                )
            };
            let column = in_order(adapter, channel, column, place, &told, refusals);
            let column = validate::column(adapter, channel, column, place, &told, refusals);
            if !column.is_empty() {
                kept.insert(channel, column);
            }
        }
        let times = times_of(&kept);
        let zero = times.first().copied().unwrap_or(start_ms).min(start_ms);
        let mut channels = BTreeMap::new();
        for (channel, column) in kept {
            let mut values = vec![f64::NAN; times.len()];
            let mut at = 0;
            for (time, value, _) in column {
                while times.get(at).is_some_and(|known| *known < time) {
                    at += 1;
                }
                if let Some(slot) = values.get_mut(at) {
                    *slot = channel.snap(value);
                }
            }
            channels.insert(channel, values);
        }
        Streams {
            time_ms: times.into_iter().map(|at| at - zero).collect(),
            channels,
            ..Streams::default()
        }
    }
}

/// Every moment at which there is a value. Rows fill most columns at the same ones.
fn times_of(columns: &BTreeMap<Channel, Column>) -> Vec<i64> {
    let mut all: Vec<i64> = Vec::new();
    for column in columns.values() {
        let times = || column.iter().map(|(at, ..)| *at);
        if !times().eq(all.iter().copied()) {
            all.extend(times());
            all.sort_unstable();
            all.dedup();
        }
    }
    all
}

/// By time, one value of each moment.
fn in_order(
    adapter: &Adapter,
    channel: Channel,
    mut column: Column,
    place: &str,
    told: &dyn Fn(u32) -> String,
    refusals: &mut Refusals,
) -> Column {
    column.sort_by_key(|(at, ..)| *at);
    let keep = adapter.validate.duplicates;
    let mut kept: Column = Vec::with_capacity(column.len());
    for one in column {
        match kept.last_mut() {
            Some(last) if last.0 == one.0 => {
                let left = match keep {
                    Keep::First => one.2,
                    Keep::Last => std::mem::replace(last, one).2,
                };
                let group = format!("{place}\n{}", channel.name());
                refusals.add(
                    "duplicate-time",
                    &group,
                    || told(left),
                    || format!("Two values of `{}` are of one moment.", channel.name()),
                );
            }
            _ => kept.push(one),
        }
    }
    kept
}
