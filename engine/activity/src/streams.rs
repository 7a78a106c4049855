//! Samples as columns on one time axis, and their stored form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Columns of equal length. `NaN` is a missing sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streams {
    /// Milliseconds from the activity's start; never decreasing.
    pub time_ms: Vec<i64>,
    pub channels: BTreeMap<Channel, Vec<f64>>,
}

/// Known channels, named as in FIT's `record` message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Degrees.
    PositionLat,
    PositionLong,
    /// Metres from the start.
    Distance,
    /// Metres.
    Altitude,
    /// Beats a minute.
    HeartRate,
    /// Revolutions or strides a minute (fractional part included).
    Cadence,
    /// Watts.
    Power,
    /// Metres a second.
    Speed,
    /// Degrees Celsius.
    Temperature,
}
