//! The canonical activity: one shape for every file format and vendor.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::clean::Cleaned;
use crate::streams::Streams;

/// One session: becomes one workout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// FIT profile names; `generic` where the file does not say.
    pub sport: String,
    #[serde(default = "generic")]
    pub sub_sport: String,
    pub name: Option<String>,
    pub start_time: DateTime<Utc>,
    /// Local time minus UTC, where the file or its first position tells.
    pub utc_offset_s: Option<i32>,
    /// Of the first position (IANA), where the file tells no offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Session figures by canonical name (`fit:session.total_distance`), numbers in the unit that
    /// `fields::FIELDS` states for the name (SI and UCUM names).
    #[serde(default)]
    pub fields: Fields,
    /// Laps, pool lengths, sets: in order of time.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// The sports of one outing of several, in order, changes between them included; empty for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<Leg>,
    #[serde(skip)]
    pub streams: Streams,
    pub device: Option<Device>,
    /// When the recording stood still, in order; the rest after the last sample is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Fields that applications on the device added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub developer_fields: Vec<DeveloperField>,
    #[serde(default)]
    pub recorded: Recorded,
    /// Faults found in the samples, and whether they were mended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cleaned: Vec<Cleaned>,
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// Of an activity whose writer says no more.
fn generic() -> String {
    "generic".to_owned()
}

/// One sport of an outing of several. Its samples are in the activity's columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Leg {
    /// FIT profile names; `transition` is the change from one sport to the next.
    pub sport: String,
    pub sub_sport: String,
    pub start_time: DateTime<Utc>,
    /// As an activity's.
    pub fields: Fields,
    pub laps: usize,
    pub lengths: usize,
    pub recorded: Recorded,
    pub first_sample: Option<DateTime<Utc>>,
    pub last_sample: Option<DateTime<Utc>>,
}

/// What the file holds, before samples were joined or left out (`warnings` says which).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub records: usize,
    /// Records with a position.
    pub positions: usize,
}

pub type Fields = BTreeMap<String, FieldValue>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FieldValue {
    Number(f64),
    Text(String),
}

/// A repeated entry; `kind` is `fit:lap`, `fit:length`, `fit:set` or `fit:leg`, field names without prefix.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub kind: String,
    pub start_time: Option<DateTime<Utc>>,
    pub fields: Fields,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    pub manufacturer: Option<String>,
    pub product: Option<String>,
    pub serial: Option<String>,
    /// As the device numbers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software: Option<String>,
}

/// A stretch that does not count as timer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub cause: PauseCause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseCause {
    /// Somebody stopped the timer.
    Manual,
    /// The device did, as nobody moved.
    Auto,
    /// The file tells of no timer, but no sample was taken.
    Gap,
}

/// A field that an application added to a FIT file, as the file describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeveloperField {
    pub name: String,
    /// As the file writes it; may be empty.
    pub unit: String,
    /// Of the application among those of the file, and of the field in the application.
    pub index: u8,
    pub number: u8,
    /// The application's identifier, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// The field of the profile that it stands for: its number and name (`record.power`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native_number: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub native: Option<String>,
    /// Where its samples are: `dev:Name`, or the known channel that it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What the session states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<FieldValue>,
}

/// Kept with the workout and shown: what was odd about the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Stable, `kebab-case`; one of [`crate::WARNINGS`].
    pub code: String,
    pub message: String,
    /// How many samples, points or bytes, where it is about some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// One file's outcome; an archive yields several.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// The name inside an archive is appended: `export.zip/ride.fit`.
    pub name: String,
    pub format: Option<Format>,
    /// The unpacked file as it was; of a table's row or of a workout in a health export, what was
    /// taken from it in the same format, so that it is the same however often it is exported. Empty
    /// where it was refused before it was unpacked.
    pub bytes: Vec<u8>,
    pub outcome: Result<Decoded, Refusal>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    pub activities: Vec<Activity>,
    /// Read only up to a break: some of the file is missing.
    pub partial: bool,
    pub warnings: Vec<Warning>,
}

/// Why a file is no workout, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Stable, `kebab-case`; one of [`crate::REFUSALS`].
    pub code: String,
    pub reason: String,
    pub remedy: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Fit,
    Gpx,
    Tcx,
    Csv,
    AppleHealth,
    /// Our own ([`crate::write::json`]).
    Json,
}

impl Format {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
            Self::Csv => "csv",
            Self::AppleHealth => "apple_health",
            Self::Json => "json",
        }
    }
}
