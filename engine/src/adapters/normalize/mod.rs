//! Record → activity: each entry of `normalize` fills a field, samples or parts, in their units.

mod expressions;
mod fields;
mod formulas;
mod members;
mod samples;
mod table;
pub(super) mod values;

use serde::Serialize;
use serde_json::Value;
use stadion_activity::clean::Cleaning;
use stadion_activity::records::Table;
use stadion_activity::{Activity, Device, FieldValue, settle};
use stadion_pack::adapter::model::{Entry, Target, TimeForm, What};
use stadion_pack::adapter::{Adapter, Found};
use stadion_pack::value::Value as Si;

use super::decode::Record;
use super::{Input, Refusals, validate};
use expressions::Names;
pub(super) use expressions::value as named;
use values::Moment;
pub(super) use values::number;
pub use values::timestamp;

/// What an entry gave, for whoever tries an adapter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The line of the entry in `adapter.yaml`.
    pub line: usize,
    /// What it fills.
    pub fills: String,
    /// Where from.
    pub from: String,
    /// What came of it; nothing where the record says nothing of it.
    pub gave: Option<String>,
}

/// A record while it becomes an activity.
struct Work<'a, 'b> {
    adapter: &'a Adapter,
    input: &'a Input<'a>,
    root: Found<'a>,
    /// Its samples, where they are no member of it.
    table: Option<&'a Table>,
    names: Names<'a>,
    refusals: &'b mut Refusals,
    activity: Activity,
    start: Option<Moment>,
    offset_s: Option<i32>,
    /// What an entry filled already: the first that answers counts.
    filled: Vec<&'a Target>,
    columns: samples::Columns,
    /// A value that had to be there was not.
    is_lost: bool,
}

/// The activity of a record, with what each entry gave. Without an activity the reason is among the
/// refusals.
pub(super) fn activity(
    adapter: &Adapter,
    input: &Input<'_>,
    record: &Record,
    refusals: &mut Refusals,
) -> (Option<Activity>, Vec<Step>) {
    let Some(value) = &record.value else {
        let base = record.base.clone();
        let kept = base.filter(|activity| {
            validate::clock(adapter, input, activity.start_time, &record.place, refusals)
        });
        let checked =
            kept.map(|activity| validate::whole(adapter, activity, &record.place, refusals));
        return (checked, Vec::new());
    };
    let root = Found::at(value, record.place.clone());
    let mut work = Work {
        adapter,
        input,
        names: Names::of(adapter, input, &root),
        root,
        table: record.table.as_ref(),
        refusals,
        activity: record.base.clone().unwrap_or_default(),
        start: None,
        offset_s: None,
        filled: Vec::new(),
        columns: samples::Columns::default(),
        is_lost: false,
    };
    let has_base = record.base.is_some();
    let mut steps = Vec::new();
    // Samples count from the start, wherever in the list it is filled.
    let (first, later): (Vec<_>, Vec<_>) = adapter
        .entries
        .iter()
        .partition(|entry| matches!(entry.what, What::Field(_)));
    for entry in first {
        steps.extend(work.entry(entry));
    }
    if !work.begin(has_base) {
        return (None, steps);
    }
    for entry in later {
        steps.extend(work.entry(entry));
    }
    (work.finish(has_base), steps)
}

impl<'a> Work<'a, '_> {
    fn entry(&mut self, entry: &'a Entry) -> Option<Step> {
        if entry
            .stream
            .as_deref()
            .is_some_and(|stream| self.input.stream != Some(stream))
        {
            return None;
        }
        let holds = entry
            .when
            .as_ref()
            .is_none_or(|when| self.formula(when, "when") == Some(Si::Flag(true)));
        if !holds {
            return None;
        }
        let (fills, from, gave) = match &entry.what {
            What::Field(field) => (
                field.target.word().to_owned(),
                field.source.describe(),
                self.field(field),
            ),
            What::Samples(samples) => {
                let channels: Vec<_> = samples
                    .fields
                    .iter()
                    .map(|field| field.channel.as_str())
                    .collect();
                let count = self.samples(samples);
                let gave = (count > 0).then(|| format!("{count} samples"));
                (channels.join(", "), samples::described(samples), gave)
            }
            What::Part(part) => {
                let count = self.parts(part);
                let kind = part.kind.trim_start_matches("fit:");
                let gave = (count > 0).then(|| format!("{count} × {kind}"));
                (kind.to_owned(), part.rows.as_str().to_owned(), gave)
            }
        };
        Some(Step {
            line: entry.line,
            fills,
            from,
            gave,
        })
    }

    /// Settles when it began; answers whether it did, at a time that may be.
    fn begin(&mut self, has_base: bool) -> bool {
        if self.is_lost {
            return false;
        }
        let place = self.root.place.clone();
        match self.start {
            Some(moment) => {
                let own = self.offset_s.or(moment.offset_s);
                let shift_s = if moment.is_local {
                    i64::from(self.offset_s.unwrap_or_default())
                } else {
                    0
                };
                let at_ms = moment.at_ms.saturating_sub(shift_s * 1_000);
                let Some(start) = chrono::DateTime::from_timestamp_millis(at_ms) else {
                    self.no_start(&place);
                    return false;
                };
                self.activity.start_time = start;
                self.activity.utc_offset_s = own.or(self.activity.utc_offset_s);
            }
            None if has_base => {}
            None => {
                self.no_start(&place);
                return false;
            }
        }
        validate::clock(
            self.adapter,
            self.input,
            self.activity.start_time,
            &place,
            self.refusals,
        )
    }

    fn no_start(&mut self, place: &str) {
        self.refusals.add(
            "no-start",
            "",
            || place.to_owned(),
            || "The record does not say when it began.".to_owned(),
        );
    }

    fn finish(mut self, has_base: bool) -> Option<Activity> {
        if self.is_lost {
            return None;
        }
        if self.activity.sport.is_empty() {
            "generic".clone_into(&mut self.activity.sport);
        }
        if self.activity.sub_sport.is_empty() {
            "generic".clone_into(&mut self.activity.sub_sport);
        }
        let has_samples = !self.columns.is_empty();
        if has_samples {
            let place = self.root.place.clone();
            let start_ms = self.activity.start_time.timestamp_millis();
            let columns = std::mem::take(&mut self.columns);
            self.activity.recorded = columns.recorded();
            self.activity.streams =
                columns.into_streams(self.adapter, start_ms, &place, self.refusals);
        }
        if has_base && !has_samples {
            // The recording was mended when it was read.
            return Some(self.activity);
        }
        Some(settle(self.activity, Cleaning::ALL))
    }

    /// The group under which like refusals of this record are counted.
    fn group(&self, field: &str) -> String {
        format!("{}\n{field}", self.root.place)
    }

    fn device(&mut self) -> &mut Device {
        self.activity.device.get_or_insert_with(Device::default)
    }

    fn put(&mut self, name: &str, value: FieldValue) {
        self.activity.fields.insert(name.to_owned(), value);
    }
}

/// The moment that a written start tells, in milliseconds since 1970; a local one as if it were UTC.
pub(super) fn moment(value: &Value, form: TimeForm) -> Option<i64> {
    values::moment(value, form).map(|moment| moment.at_ms)
}

/// A value in few letters, for steps and refusals.
fn shown(value: &Value) -> String {
    const MOST: usize = 60;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => format!("a list of {}", list.len()),
        Value::Object(_) => "a map".to_owned(),
        other => other.to_string(),
    };
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
