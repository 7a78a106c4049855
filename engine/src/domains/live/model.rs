//! A recording as a page sends it, and as it is once it was checked.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use stadion_pack::adapter::model::Notification;
use uuid::Uuid;

/// The body of a sending. Times are milliseconds: those of the whole since 1970 by the device's clock, all
/// others since `begun_at`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_field_names)] // as the page writes them
pub struct Sent {
    /// The device's own, so that sending it again records it once.
    pub id: Uuid,
    /// Who recorded it: nobody else's session may send it.
    pub user: Uuid,
    /// Qualified.
    pub sport: String,
    pub begun_at: i64,
    pub ended_at: i64,
    /// By the same clock, so that the server learns how far it is off.
    pub sent_at: i64,
    pub utc_offset_s: i32,
    #[serde(default)]
    pub pauses: Vec<(i64, i64)>,
    /// The ends of laps.
    #[serde(default)]
    pub laps: Vec<i64>,
    #[serde(default)]
    pub sensors: Vec<SentSensor>,
    #[serde(default)]
    pub positions: Vec<SentPosition>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentSensor {
    pub adapter: String,
    /// As the sensor calls itself.
    #[serde(default)]
    pub name: String,
    /// In SI.
    #[serde(default)]
    pub settings: IndexMap<String, f64>,
    /// When, the layout's name, and the bytes in hexadecimal.
    pub notifications: Vec<(i64, String, String)>,
}

/// When, latitude, longitude (degrees), accuracy (m), altitude (m), speed (m/s).
pub type SentPosition = (i64, f64, f64, f64, Option<f64>, Option<f64>);

/// A recording that may be stored.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    pub sport: String,
    pub begun_ms: i64,
    /// From the beginning to the end.
    pub length_ms: i64,
    pub sent_ms: i64,
    pub utc_offset_s: i32,
    pub pauses: Vec<Span>,
    pub laps: Vec<i64>,
    pub sensors: Vec<Sensor>,
    pub fixes: Vec<Fix>,
}

/// Milliseconds since the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: i64,
    pub to: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Sensor {
    pub adapter: String,
    pub name: String,
    /// In SI.
    pub settings: IndexMap<String, f64>,
    /// Their times count from the beginning.
    pub notifications: Vec<Notification>,
}

/// A place as the device told it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    pub at_ms: i64,
    pub lat: f64,
    pub long: f64,
    pub accuracy_m: f64,
    pub altitude_m: Option<f64>,
    pub speed_mps: Option<f64>,
}

/// What a recording became.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub id: Uuid,
    pub workout_id: Uuid,
    /// With commas between.
    pub adapters: String,
    pub received_at: DateTime<Utc>,
}

/// The answer to a sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    pub workout: Uuid,
    /// The page of the workout.
    pub location: String,
    /// What was left out and why; the workout's page says it too.
    pub warnings: Vec<LeftOut>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub code: String,
    pub message: String,
    pub count: Option<u64>,
}
