//! Decoding, normalising, validating.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Paths;
use super::transport::TimeForm;
use crate::adapter::model::{Endian, Format, ValueType};
use crate::figure::Figure;
use crate::place::At;

/// How bytes become records.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDecode {
    /// `json`, `ndjson`, `xml` and `csv` give records for `normalize`; `layout` reads a sensor's bytes;
    /// `fit`, `gpx`, `tcx`, `table`, `apple_health` and `activity` (any of them) give whole activities.
    pub format: At<Format>,
    /// Path to the records: `data[*]`; the whole is one record if left out.
    #[schemars(extend("x-names" = "path"))]
    pub records: Option<At<String>>,
    /// What stands between the cells of `csv`; a comma if left out.
    pub delimiter: Option<At<String>>,
    /// Layouts of `layout`, by name: their fields in the order of the bytes.
    #[serde(default)]
    pub layouts: IndexMap<At<String>, Vec<RawLayoutField>>,
}

/// One field of a binary layout.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLayoutField {
    /// Its name, `snake_case`; `_` is passed over.
    pub field: At<String>,
    /// How it is written.
    #[serde(rename = "type")]
    pub ty: At<ValueType>,
    /// The order of its bytes; `little` if left out, as in all of Bluetooth.
    pub endian: Option<Endian>,
    /// Flags inside it, by name: the number of a bit, or of the first and last one: `0`, `1-2`.
    #[serde(default)]
    pub bits: IndexMap<At<String>, At<Figure>>,
    /// It is there only where these flags are set; `"!wide"`: not set.
    #[serde(rename = "if")]
    pub only_if: Option<At<Paths>>,
    /// What the number is multiplied by: `0.5`, `1/1024`.
    pub scale: Option<At<Figure>>,
    /// What is added after.
    pub offset: Option<At<Figure>>,
    /// The written number that says that there is no value: `0xFFFF`.
    pub missing: Option<At<Figure>>,
    /// It stands again and again to the end: a list.
    pub repeat: Option<bool>,
}

/// A value of a record or an answer that expressions name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawValue {
    /// Its path.
    #[schemars(extend("x-names" = "path"))]
    pub from: At<Paths>,
    /// A figure in this unit.
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// What it is where it is no figure with a unit: `number` if left out.
    #[serde(rename = "type")]
    pub ty: Option<RecordType>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    Number,
    Text,
    Flag,
    /// A moment in ISO 8601: one less another is a span.
    Time,
}

/// One canonical field and where it comes from, or samples, or parts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEntry {
    /// A canonical field: `total_distance`, `sport`, `start_time`, named as in the FIT profile.
    #[schemars(extend("x-names" = "canonical"))]
    pub field: Option<At<String>>,
    /// Where it stands in the record: `summary.distance`, or several paths of which the first counts.
    #[schemars(extend("x-names" = "path"))]
    pub from: Option<At<Paths>>,
    /// The same for every record: `cycling`, `25 m`.
    pub value: Option<At<Figure>>,
    /// A formula over `record.…`, `setting.…` and `rows`, which may call `script.…`: what a path alone cannot say.
    #[schemars(extend("x-names" = "predicate"))]
    pub compute: Option<At<String>>,
    /// The unit it is written in; left out for words, times and plain numbers.
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// How a time or span is written.
    #[serde(rename = "as")]
    pub form: Option<At<TimeForm>>,
    /// The vendor's words and ours: `{RUN: running, TRAIL_RUN: running/trail}`.
    #[serde(default)]
    pub words: IndexMap<At<String>, At<String>>,
    /// What any other word becomes. Without it a word that `words` lacks is looked up by its usual
    /// spelling, and is else told as unknown.
    pub otherwise: Option<At<String>>,
    /// The entry is for records of which this holds.
    #[schemars(extend("x-names" = "predicate"))]
    pub when: Option<At<String>>,
    /// The entry is for records of this stream of `pull`.
    #[schemars(extend("x-names" = "streams"))]
    pub stream: Option<At<String>>,
    /// A record without it is refused; so it is of `start_time` always.
    pub required: Option<bool>,
    /// Samples over time.
    pub samples: Option<RawSamples>,
    /// Laps, lengths or sets.
    pub part: Option<RawPart>,
}

/// Samples: rows with a time each, or columns beside one of times.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSamples {
    /// Path to the rows (`heartRate[*]`), or to what holds the columns; the record itself if left out.
    #[schemars(extend("x-names" = "path"))]
    pub rows: Option<At<String>>,
    #[schemars(extend("x-names" = "path"))]
    pub columns: Option<At<String>>,
    /// When each was taken.
    pub time: RawSampleTime,
    /// What was measured.
    #[schemars(length(min = 1))]
    pub fields: Vec<RawSampleField>,
}

/// When samples were taken: a time with each, or a pause between them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSampleTime {
    /// Path in the row, or to the column; `@key` is the key that a row stands under.
    #[schemars(extend("x-names" = "path"))]
    pub from: Option<At<Paths>>,
    /// How it is written.
    #[serde(rename = "as")]
    pub form: Option<At<TimeForm>>,
    /// From one sample to the next: a figure (`5 s`), or the path to a number of seconds in what holds
    /// the columns.
    pub every: Option<At<Figure>>,
}

/// A channel of samples.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSampleField {
    /// A canonical channel: `heart_rate`, `position_lat`.
    #[schemars(extend("x-names" = "channels"))]
    pub field: At<String>,
    /// Path in the row, or to the column.
    #[schemars(extend("x-names" = "path"))]
    pub from: Option<At<Paths>>,
    /// The unit it is written in; that of the channel if left out.
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// The column is one text, with this between its values: `","`, `space`, `tab`.
    pub split: Option<At<String>>,
    /// The written value that says that there is none.
    pub missing: Option<At<Figure>>,
    /// It is what a counter grew by, over the time that another one tells, from row to row.
    pub rate: Option<RawRate>,
    /// A setting that it is multiplied by: a wheel's girth makes turns a length.
    #[schemars(extend("x-names" = "settings"))]
    pub times: Option<At<String>>,
}

/// A counter and the time of its last step, both of which begin again at 0 when they are full.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRate {
    /// Path to the counter.
    #[schemars(extend("x-names" = "path"))]
    pub of: At<String>,
    /// Where it begins again: `65536`.
    pub of_wraps: Option<At<Figure>>,
    /// Path to the time of its last step, in seconds.
    #[schemars(extend("x-names" = "path"))]
    pub over: At<String>,
    /// Where it begins again, in seconds: `64`.
    pub over_wraps: Option<At<Figure>>,
}

/// Repeated entries of a record.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPart {
    /// `lap`, `length` or `set`.
    pub kind: At<String>,
    /// Path to the entries.
    #[schemars(extend("x-names" = "path"))]
    pub rows: At<String>,
    /// When it began.
    pub time: Option<RawSampleTime>,
    /// Its fields, named as in the FIT profile.
    #[schemars(length(min = 1))]
    pub fields: Vec<RawPartField>,
}

/// A field of a part.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPartField {
    #[schemars(extend("x-names" = "canonical"))]
    pub field: At<String>,
    #[schemars(extend("x-names" = "path"))]
    pub from: At<Paths>,
    #[schemars(extend("x-names" = "units"))]
    pub unit: Option<At<String>>,
    /// How a span is written.
    #[serde(rename = "as")]
    pub form: Option<At<TimeForm>>,
    /// The vendor's words and ours.
    #[serde(default)]
    pub words: IndexMap<At<String>, At<String>>,
}

/// What values are taken.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawValidate {
    /// Bounds of fields and channels, within those that hold for every device.
    #[schemars(extend("x-names" = "canonical"))]
    #[serde(default)]
    pub fields: IndexMap<At<String>, RawValidField>,
    /// How far times may be from ours.
    pub clock: Option<RawValidClock>,
    /// Of two samples at one time: `first` (if left out) or `last`.
    pub duplicates: Option<Keep>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    #[default]
    First,
    Last,
}

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawValidField {
    /// The least that is taken: `25 /min`.
    pub min: Option<At<Figure>>,
    /// The most that is taken.
    pub max: Option<At<Figure>>,
    /// The most that a channel may change within a second.
    pub per_second: Option<At<Figure>>,
}

/// How far the times of a device may be from ours.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawValidClock {
    /// An activity that begins later than so long from now is refused: `PT10M`.
    pub ahead: Option<At<Figure>>,
    /// One that began longer ago is refused: `P20Y`.
    pub behind: Option<At<Figure>>,
}

/// When two recordings are one workout.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDedupe {
    /// Path to what names a record at its source for ever: the same again is the same workout.
    #[schemars(extend("x-names" = "path"))]
    pub id: Option<At<Paths>>,
    /// Which source is shown where several have it: the highest, 0 to 100; 50 if left out.
    #[schemars(range(max = 100))]
    pub priority: Option<At<u8>>,
    /// The share of the shorter one's time that both have: `60 %` if left out.
    pub overlap: Option<At<Figure>>,
    /// By how much their distances may differ, where both tell one: `20 %` if left out.
    pub distance: Option<At<Figure>>,
}
