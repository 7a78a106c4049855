//! A checked adapter, as the engine uses it. Spans are in seconds, figures in the unit stated.

mod examples;
mod transport;

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use semver::Version;
use serde::{Deserialize, Serialize};

use super::path::Path;
pub use examples::{
    Example, Expect, Given, Notification, Of, Payload, Wanted, WantedOf, WantedRefusal, WantedValue,
};
pub use transport::{
    Api, Archive, Ble, Budget, Call, Challenge, Characteristic, Detail, Events, FileTransport,
    HeaderCheck, Hmac, Incremental, Join, Key, Manifest, OAuth2, PageBy, Paginate, Pull, Push,
    Rate, Replay, Response, Stream, Transport,
};

pub use super::raw::{
    Action, Audience, BleMode, ClientAuth, Delivery, Encoding, EventKind, HashName, Keep, Label,
    Method, Refresh, TimeForm,
};
use crate::expr::Checked;
use crate::model::{Place, Text};
use crate::place::Span;
use crate::script::Script;
use crate::units::Unit;

/// One adapter.
#[derive(Clone, Debug)]
pub struct Adapter {
    pub id: String,
    pub version: Version,
    pub vendor: String,
    pub title: Text,
    pub description: Option<Text>,
    pub owner: Option<String>,
    pub label: Label,
    pub sources: Vec<String>,
    pub models: IndexMap<String, Model>,
    pub settings: IndexMap<String, Setting>,
    pub policy: DataPolicy,
    pub transport: Transport,
    pub decode: Decode,
    /// What expressions name as `record.NAME`.
    pub record: IndexMap<String, Named>,
    /// What expressions sum and count.
    pub rows: IndexMap<String, Rows>,
    /// What expressions call.
    pub scripts: IndexMap<String, Arc<Script>>,
    pub entries: Vec<Entry>,
    pub validate: Validate,
    pub dedupe: Dedupe,
    pub examples: Vec<Example>,
    /// All that its file says, as written.
    pub written: serde_json::Value,
    /// SHA-256 of its files, in hexadecimal.
    pub digest: String,
    /// Where its id is written.
    pub span: Span,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub title: Text,
    pub icon: Option<String>,
    /// Path in the adapter's folder.
    pub picture: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Setting {
    pub title: Text,
    pub unit: Unit,
    /// In SI.
    pub default: f64,
    pub min: Option<f64>,
    pub max: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataPolicy {
    pub visible_to: Audience,
    pub rankings: bool,
    pub promos: bool,
    pub models: bool,
    pub terms: Option<String>,
}

/// How bytes are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Json,
    Ndjson,
    Xml,
    Csv,
    Layout,
    Fit,
    Gpx,
    Tcx,
    Table,
    AppleHealth,
    Activity,
}

impl Format {
    /// Whether it gives whole activities and no records.
    pub const fn is_whole(self) -> bool {
        matches!(
            self,
            Self::Fit | Self::Gpx | Self::Tcx | Self::Table | Self::AppleHealth | Self::Activity
        )
    }
}

#[derive(Clone, Debug, Default)]
pub struct Decode {
    pub format: Format,
    pub records: Path,
    pub delimiter: Option<u8>,
    pub layouts: IndexMap<String, Layout>,
}

/// A binary layout: its fields in the order of the bytes. Serialised, it is what a page reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    pub fields: Vec<LayoutField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayoutField {
    /// `_` is passed over.
    pub name: String,
    #[serde(rename = "type")]
    pub ty: ValueType,
    #[serde(default)]
    pub endian: Endian,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bits: Vec<Bits>,
    /// Flags of fields before it that have to be set, or not.
    #[serde(default, rename = "if", skip_serializing_if = "Vec::is_empty")]
    pub only_if: Vec<Condition>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub scale: f64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub offset: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeat: bool,
}

fn one() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_one(value: &f64) -> bool {
    value.to_bits() == 1.0_f64.to_bits()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(value: &f64) -> bool {
    value.to_bits() == 0.0_f64.to_bits()
}

/// Bits of a field under a name of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bits {
    pub name: String,
    pub first: u8,
    pub count: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub flag: String,
    pub set: bool,
}

/// How a number is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    U8,
    U16,
    U24,
    U32,
    I8,
    I16,
    I24,
    I32,
    /// IEEE 11073's 16 bits: 4 of a decimal exponent, 12 of a number.
    Sfloat,
    /// IEEE 11073's 32 bits: 8 of a decimal exponent, 24 of a number.
    Float,
    F32,
}

impl ValueType {
    pub const fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 | Self::Sfloat => 2,
            Self::U24 | Self::I24 => 3,
            Self::U32 | Self::I32 | Self::Float | Self::F32 => 4,
        }
    }

    pub const fn is_whole(self) -> bool {
        !matches!(self, Self::Sfloat | Self::Float | Self::F32)
    }

    pub const fn is_signed(self) -> bool {
        matches!(self, Self::I8 | Self::I16 | Self::I24 | Self::I32)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Endian {
    #[default]
    Little,
    Big,
}

/// A value by its paths, for expressions.
#[derive(Clone, Debug)]
pub struct Named {
    pub paths: Vec<Path>,
    pub ty: NamedType,
}

/// Rows of a record, for expressions.
#[derive(Clone, Debug)]
pub struct Rows {
    pub path: Path,
    pub fields: IndexMap<String, Named>,
}

#[derive(Clone, Debug)]
pub enum NamedType {
    /// In this unit; expressions see SI.
    Number(Unit),
    Text,
    Flag,
    /// A moment in ISO 8601.
    Time,
}

/// One step of normalising.
#[derive(Clone, Debug)]
pub struct Entry {
    pub what: What,
    pub when: Option<Checked>,
    pub stream: Option<String>,
    /// Where it is written, for whoever tells what it did.
    pub at: Span,
    pub line: usize,
}

#[derive(Clone, Debug)]
pub enum What {
    Field(FieldEntry),
    Samples(Samples),
    Part(Part),
}

#[derive(Clone, Debug)]
pub struct FieldEntry {
    pub target: Target,
    pub source: From,
    pub required: bool,
}

/// What is filled.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    Sport,
    Name,
    StartTime,
    UtcOffset,
    Manufacturer,
    Product,
    Serial,
    Software,
    /// A figure of the session, by its whole name and in its unit; words where it has none.
    Figure {
        name: String,
        unit: Option<Unit>,
    },
}

impl Target {
    /// As an adapter writes it.
    pub fn word(&self) -> &str {
        match self {
            Self::Sport => "sport",
            Self::Name => "name",
            Self::StartTime => "start_time",
            Self::UtcOffset => "utc_offset",
            Self::Manufacturer => "manufacturer",
            Self::Product => "product",
            Self::Serial => "serial",
            Self::Software => "software",
            Self::Figure { name, .. } => name.strip_prefix("fit:session.").unwrap_or(name),
        }
    }
}

#[derive(Clone, Debug)]
pub enum From {
    Paths { paths: Vec<Path>, read: Reader },
    Number(f64),
    Word(String),
    Formula(Checked),
}

/// How a written value is understood.
#[derive(Clone, Debug)]
pub enum Reader {
    /// In this unit.
    Number(Unit),
    Time(TimeForm),
    Words {
        known: IndexMap<String, String>,
        otherwise: Option<String>,
    },
    Text,
}

#[derive(Clone, Debug)]
pub struct Samples {
    pub from: SamplesFrom,
    pub time: SampleTime,
    pub fields: Vec<SampleField>,
}

#[derive(Clone, Debug)]
pub enum SamplesFrom {
    Rows(Path),
    Columns(Path),
}

impl SamplesFrom {
    pub const fn path(&self) -> &Path {
        match self {
            Self::Rows(path) | Self::Columns(path) => path,
        }
    }
}

#[derive(Clone, Debug)]
pub enum SampleTime {
    At {
        paths: Vec<Path>,
        form: TimeForm,
    },
    /// Seconds from one to the next.
    Every(f64),
    /// The path to that number, from what holds the columns.
    EveryOf(Path),
}

#[derive(Clone, Debug)]
pub struct SampleField {
    pub channel: String,
    /// That of the channel.
    pub to: Unit,
    pub unit: Unit,
    pub paths: Vec<Path>,
    pub split: Option<String>,
    pub missing: Option<String>,
    pub rate: Option<RateOf>,
    pub times: Option<String>,
}

#[derive(Clone, Debug)]
pub struct RateOf {
    pub of: Path,
    pub of_wraps: Option<f64>,
    pub over: Path,
    pub over_wraps: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct Part {
    /// `fit:lap`
    pub kind: String,
    pub rows: Path,
    pub time: Option<SampleTime>,
    pub fields: Vec<PartField>,
}

#[derive(Clone, Debug)]
pub struct PartField {
    pub name: String,
    pub to: Option<Unit>,
    pub paths: Vec<Path>,
    pub read: Reader,
}

#[derive(Clone, Debug, Default)]
pub struct Validate {
    /// By canonical name (`fit:session.total_distance`) or channel, in its unit.
    pub fields: IndexMap<String, Valid>,
    /// Seconds.
    pub ahead_s: f64,
    pub behind_s: Option<f64>,
    pub duplicates: Keep,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Valid {
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub per_second: Option<f64>,
}

#[derive(Clone, Debug)]
pub struct Dedupe {
    pub id: Vec<Path>,
    pub priority: u8,
    /// Shares, 0 to 1.
    pub overlap: f64,
    pub distance: f64,
}

impl Default for Dedupe {
    fn default() -> Self {
        Self {
            id: Vec::new(),
            priority: 50,
            overlap: 0.6,
            distance: 0.2,
        }
    }
}
