//! A workout: what was recorded, typed and edited, and what follows from it.

pub mod changes;
pub mod dedupe;
pub mod periods;
pub mod stretches;
pub mod terms;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::types::Json;
use stadion_activity::Activity;
use stadion_pack::value::Value;
use uuid::Uuid;

use crate::events::Position;

/// Metrics by qualified id, parts by qualified kind; numbers in SI base units.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entered {
    pub metrics: BTreeMap<String, Value>,
    pub parts: BTreeMap<String, Vec<PartRow>>,
}

pub type PartRow = IndexMap<String, Value>;

/// What the user changed afterwards. A metric that is there with `None` was cleared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Edits {
    pub metrics: BTreeMap<String, Option<Value>>,
    pub parts: BTreeMap<String, Vec<PartRow>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    File,
    Form,
    Api,
}

impl Source {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Form => "form",
            Self::Api => "api",
        }
    }
}

/// The facts of a workout, as stored.
#[derive(Clone, Debug, FromRow)]
pub struct Workout {
    pub id: Uuid,
    /// Qualified; `core.other` where no live pack claims the file's sport.
    pub sport: String,
    pub source: String,
    pub original_id: Option<Uuid>,
    pub session_index: i32,
    pub start_at: DateTime<Utc>,
    pub utc_offset_s: i32,
    /// Fixed when it was stored.
    pub local_day: NaiveDate,
    pub title: Option<String>,
    pub note: Option<String>,
    pub activity: Option<Json<Activity>>,
    pub entered: Json<Entered>,
    pub edits: Json<Edits>,
    /// Grows with each change; the API's ETag.
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Workout {
    pub fn position(&self) -> Position {
        Position {
            start: self.start_at,
            workout_id: self.id,
            local_day: self.local_day,
        }
    }

    /// The start on the clock of the place where it was.
    pub fn local_start(&self) -> DateTime<FixedOffset> {
        local(self.start_at, self.utc_offset_s)
    }
}

/// A time on a clock that runs `offset_s` ahead of UTC.
pub fn local(at: DateTime<Utc>, offset_s: i32) -> DateTime<FixedOffset> {
    let utc = || chrono::Offset::fix(&Utc);
    let offset = FixedOffset::east_opt(offset_s).unwrap_or_else(utc);
    offset.from_utc_datetime(&at.naive_utc())
}

/// A workout about to be recorded.
#[derive(Clone, Debug)]
pub struct Draft {
    pub sport: String,
    pub source: Source,
    pub start_at: DateTime<Utc>,
    pub utc_offset_s: i32,
    pub title: Option<String>,
    pub note: Option<String>,
    pub entered: Entered,
    /// Of the file it came from: the original and which of its sessions.
    pub original: Option<(Uuid, i32)>,
    pub activity: Option<Activity>,
}

/// A computed value of one metric.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricValue {
    /// Qualified.
    pub metric: String,
    /// In steps of the metric's dimension (`Dim::step`); flags are 0 and 1.
    pub steps: Option<i64>,
    /// Of enums (the value's id) and texts.
    pub text: Option<String>,
}

/// The best of one workout for one record rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    pub record: String,
    /// Which exercise, where the rule has `by`; else empty.
    pub variant: String,
    /// In steps of the record's dimension.
    pub value: i64,
}

/// All that follows from a workout's facts by the live packs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    pub values: Vec<MetricValue>,
    /// Qualified kind and rows, from the file, as typed, or as edited.
    pub parts: Vec<(String, Vec<PartRow>)>,
    pub efforts: Vec<Effort>,
}

/// One workout's effort for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub start_at: DateTime<Utc>,
    pub workout_id: Uuid,
    pub value: i64,
}

/// An attempt that set the record, and what stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub attempt: Attempt,
    pub previous: Option<i64>,
}

/// One workout with what rules look at, in steps.
#[derive(Clone, Debug)]
pub struct Entry {
    pub position: Position,
    pub sport: String,
    /// Recorded by a device, not typed.
    pub sensed: bool,
    /// Numbers and flags by qualified metric id.
    pub values: BTreeMap<String, i64>,
    /// Enums and texts by qualified metric id.
    pub texts: BTreeMap<String, String>,
    /// By record key.
    pub efforts: BTreeMap<String, i64>,
}

/// What a local day, or many together, add up to. In steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub day: NaiveDate,
    pub n: i64,
    pub sum: i64,
    pub min: i64,
    pub max: i64,
}
