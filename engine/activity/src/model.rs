//! The canonical activity: one shape for every file format and vendor.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::streams::Streams;

/// One session: becomes one workout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// FIT profile names; `generic` where the file does not say.
    pub sport: String,
    pub sub_sport: String,
    pub name: Option<String>,
    pub start_time: DateTime<Utc>,
    /// Local time minus UTC, where the file tells.
    pub utc_offset_s: Option<i32>,
    /// Session figures by canonical name (`fit:session.total_distance`), numbers in the unit that
    /// `fields::FIELDS` states for the name (SI and UCUM names).
    pub fields: Fields,
    /// Laps, pool lengths, sets: in order of time.
    pub parts: Vec<Part>,
    /// The sports of one outing of several, in order, changes between them included; empty for one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub legs: Vec<Leg>,
    #[serde(skip)]
    pub streams: Streams,
    pub device: Option<Device>,
    #[serde(default)]
    pub recorded: Recorded,
    pub warnings: Vec<Warning>,
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
    /// The unpacked file as it was.
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
#[serde(rename_all = "lowercase")]
pub enum Format {
    Fit,
    Gpx,
    Tcx,
}

impl Format {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Gpx => "gpx",
            Self::Tcx => "tcx",
        }
    }
}
