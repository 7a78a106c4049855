//! Samples as columns on one time axis, and their stored form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use crate::codec::{CHUNK_SAMPLES, Chunk, CodecError, Column, decode, encode};

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

impl Channel {
    pub const ALL: [Self; 9] = [
        Self::PositionLat,
        Self::PositionLong,
        Self::Distance,
        Self::Altitude,
        Self::HeartRate,
        Self::Cadence,
        Self::Power,
        Self::Speed,
        Self::Temperature,
    ];

    /// As in FIT's `record` message: `heart_rate`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PositionLat => "position_lat",
            Self::PositionLong => "position_long",
            Self::Distance => "distance",
            Self::Altitude => "altitude",
            Self::HeartRate => "heart_rate",
            Self::Cadence => "cadence",
            Self::Power => "power",
            Self::Speed => "speed",
            Self::Temperature => "temperature",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }

    /// UCUM code.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::PositionLat | Self::PositionLong => "deg",
            Self::Distance | Self::Altitude => "m",
            Self::HeartRate | Self::Cadence => "/min",
            Self::Power => "W",
            Self::Speed => "m/s",
            Self::Temperature => "Cel",
        }
    }

    /// Stored steps in one unit. Each is as fine as devices record or finer: a position step of
    /// 1e-7° is at most 11 mm, FIT's own (a semicircle) 9 mm.
    pub const fn steps_per_unit(self) -> f64 {
        match self {
            Self::PositionLat | Self::PositionLong => 1e7,
            Self::Distance => 100.0,
            Self::Altitude | Self::Cadence | Self::Temperature => 10.0,
            Self::HeartRate | Self::Power => 1.0,
            Self::Speed => 1000.0,
        }
    }

    /// The value on this channel's stored grid. Storing and reading back a snapped value gives
    /// the same bits, so figures computed before and after agree.
    pub fn snap(self, value: f64) -> f64 {
        (value * self.steps_per_unit()).round() / self.steps_per_unit()
    }

    /// Values outside are sensor or decoding faults. Bounds are generous: the Dead Sea shore and a
    /// jump from a balloon are inside, as is a sprinter's peak power.
    pub(crate) const fn plausible(self) -> (f64, f64) {
        match self {
            Self::PositionLat => (-90.0, 90.0),
            Self::PositionLong => (-180.0, 180.0),
            Self::Distance => (0.0, 1e8),
            Self::Altitude => (-500.0, 45_000.0),
            // Zero is how straps and watches say that they have no reading.
            Self::HeartRate => (1.0, 300.0),
            Self::Cadence => (0.0, 500.0),
            Self::Power => (0.0, 10_000.0),
            Self::Speed => (0.0, 400.0),
            Self::Temperature => (-100.0, 150.0),
        }
    }
}

impl Streams {
    pub fn len(&self) -> usize {
        self.time_ms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.time_ms.is_empty()
    }

    pub fn channel(&self, channel: Channel) -> Option<&[f64]> {
        self.channels.get(&channel).map(Vec::as_slice)
    }

    /// Milliseconds from the first sample to the last.
    pub fn span_ms(&self) -> i64 {
        match (self.time_ms.first(), self.time_ms.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_name(channel.name()), Some(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.name());
        }
        assert_eq!(Channel::from_name("time"), None);
    }

    #[test]
    fn snapping_twice_changes_nothing() {
        for value in [55.751_244_123, -0.05, 1e-9, 12_345.678_9] {
            for channel in Channel::ALL {
                let once = channel.snap(value);
                assert_eq!(channel.snap(once).to_bits(), once.to_bits());
            }
        }
    }
}
