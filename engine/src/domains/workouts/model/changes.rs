//! What a workout is of, and what was changed over it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use sqlx::types::Json;
use stadion_activity::{Activity, Cleaning, Fault, FieldValue};
use utoipa::ToSchema;
use uuid::Uuid;

use super::terms::Via;

/// One change over what the sources say. Times are seconds from the start of what the changes
/// before it left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Only what is between the two.
    Crop {
        from_s: f64,
        to_s: f64,
    },
    /// Only what is before; the rest is another workout.
    Split {
        at_s: f64,
        other: Uuid,
    },
    /// Only what is after: made by the split of the other workout, undone with it.
    Rest {
        at_s: f64,
        of: Uuid,
    },
    /// Another workout is a part of this one.
    Join {
        with: Uuid,
    },
    /// Earlier or later, and local time by another offset.
    Times {
        shift_s: f64,
        #[serde(default)]
        offset_s: i32,
    },
    /// Qualified; from what it was before.
    Sport {
        from: String,
        to: String,
    },
    Elevation(Elevation),
    /// These kinds of faults are left as they were recorded.
    Cleaning {
        #[schema(value_type = Vec<String>)]
        off: Vec<Fault>,
    },
}

/// A change that somebody asks for. Times are seconds from the start of what the workout shows.
#[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// Keeps what is between the two.
    Crop {
        from_s: f64,
        to_s: f64,
    },
    /// Keeps what is before; the rest becomes another workout.
    Split {
        at_s: f64,
    },
    /// Makes another workout a part of this one.
    Join {
        with: Uuid,
    },
    /// Moves the workout to later, or to earlier below zero.
    Times {
        shift_s: f64,
    },
    Elevation(Elevation),
    /// Leaves these kinds of faults as they were recorded, and mends all others: `zero-positions`,
    /// `out-of-range`, `duplicate-times`, `position-jumps`, `spikes`, `standing-drift`.
    Cleaning {
        #[schema(value_type = Vec<String>)]
        off: Vec<Fault>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Elevation {
    /// All heights by so many metres.
    Offset { metres: f64 },
    /// No heights and no climb.
    Flat,
    /// Evened out over a minute.
    Smooth,
}

impl Change {
    /// Whether it says which samples there are: it holds for the recording it was made over.
    pub fn is_of_samples(&self) -> bool {
        matches!(
            self,
            Self::Crop { .. } | Self::Split { .. } | Self::Rest { .. } | Self::Join { .. }
        )
    }
}

/// A stored change.
#[derive(Clone, Debug, FromRow)]
pub struct Made {
    /// Its number in its workout.
    pub seq: i64,
    pub body: Json<Change>,
    pub at: DateTime<Utc>,
}

/// The faults that are mended after all changes.
pub fn cleaning(changes: &[Change]) -> Cleaning {
    let last = changes.iter().rev().find_map(|change| match change {
        Change::Cleaning { off } => Some(off.as_slice()),
        _ => None,
    });
    let off = last.unwrap_or_default().iter();
    off.fold(Cleaning::ALL, |cleaning, fault| cleaning.without(*fault))
}

/// How a file was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadAs {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub columns: String,
    /// None of a file that the person loaded themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
}

/// A session of a file that a workout is of.
#[derive(Clone, Debug, FromRow)]
pub struct Recording {
    pub workout_id: Uuid,
    pub original_id: Uuid,
    pub session_index: i32,
    pub is_primary: bool,
    pub start_at: DateTime<Utc>,
    pub end_at: DateTime<Utc>,
    pub distance: Option<f64>,
    /// FIT profile name.
    pub sport: String,
    pub serial: Option<String>,
    /// As people read it.
    pub device: Option<String>,
    pub samples: i64,
    pub laps: i64,
    pub developer_fields: i64,
    pub reading: Json<ReadAs>,
    pub attached_at: DateTime<Utc>,
}

impl Recording {
    /// What an activity says of itself.
    pub fn of(activity: &Activity, workout_id: Uuid, (original_id, index): (Uuid, i32)) -> Self {
        let number = |names: [&str; 2]| {
            names
                .iter()
                .find_map(|name| match activity.fields.get(*name) {
                    Some(FieldValue::Number(value)) => Some(*value),
                    _ => None,
                })
        };
        let stated = number(["fit:session.total_elapsed_time", "track:elapsed_time"]);
        let stated = (stated.unwrap_or(0.0).clamp(0.0, 1e9) * 1000.0).round() as i64;
        let sampled = activity.streams.time_ms.last().copied().unwrap_or(0);
        let length = chrono::TimeDelta::milliseconds(stated.max(sampled));
        let streams = &activity.streams;
        let columns = streams.channels.len() + streams.open.len() + 1;
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let laps = activity.parts.iter().filter(|part| part.kind == "fit:lap");
        let device = activity.device.as_ref();
        Self {
            workout_id,
            original_id,
            session_index: index,
            is_primary: true,
            start_at: activity.start_time,
            end_at: activity
                .start_time
                .checked_add_signed(length)
                .unwrap_or(activity.start_time),
            distance: number(["fit:session.total_distance", "track:length"]),
            sport: activity.sport.clone(),
            serial: device.and_then(|device| device.serial.clone()),
            device: None,
            samples: count(columns.saturating_mul(streams.len())),
            laps: count(laps.count()),
            developer_fields: count(activity.developer_fields.len()),
            reading: Json(ReadAs::default()),
            attached_at: activity.start_time,
        }
    }
}

/// A recording with the file it is in.
#[derive(Clone, Debug, FromRow)]
pub struct InFile {
    #[sqlx(flatten)]
    pub recording: Recording,
    pub name: String,
    pub format: String,
    pub size: i64,
    pub blob: String,
}
