//! Recorded points as decoders meet them, cleaned and turned into columns.

use chrono::{DateTime, Utc};

use crate::codes::Odd;
use crate::streams::{Channel, Streams};
use crate::warning::{SAMPLES, warn_of};
use crate::{Recorded, Warning};

/// A point in time with what was measured then; `NaN` is not measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    values: [f64; Channel::ALL.len()],
}

impl Sample {
    pub const fn new(at_ms: i64) -> Self {
        Self {
            at_ms,
            values: [f64::NAN; Channel::ALL.len()],
        }
    }

    pub fn get(&self, channel: Channel) -> f64 {
        self.values
            .get(channel as usize)
            .copied()
            .unwrap_or(f64::NAN)
    }

    pub fn set(&mut self, channel: Channel, value: f64) {
        if let Some(slot) = self.values.get_mut(channel as usize) {
            *slot = value;
        }
    }

    /// Latitude and longitude, when they can be true.
    pub fn position(&self) -> Option<(f64, f64)> {
        let (lat, long) = (
            self.get(Channel::PositionLat),
            self.get(Channel::PositionLong),
        );
        let plausible = lat.abs() <= 90.0 && long.abs() <= 180.0 && (lat != 0.0 || long != 0.0);
        plausible.then_some((lat, long))
    }

    /// Takes over what `other` measured, where it did.
    fn merge(&mut self, other: &Self) {
        for (slot, value) in self.values.iter_mut().zip(other.values) {
            if !value.is_nan() {
                *slot = value;
            }
        }
    }

    /// Drops what cannot be true. Gives how many values went.
    fn clean(&mut self) -> usize {
        let mut dropped = 0;
        for (channel, value) in Channel::ALL.into_iter().zip(&mut self.values) {
            let (low, high) = channel.plausible();
            if value.is_nan() {
                continue;
            }
            if (low..=high).contains(value) {
                *value = channel.snap(*value);
                continue;
            }
            // A heart rate of 0 is "no reading", not a fault worth telling.
            dropped += usize::from(!(channel == Channel::HeartRate && *value == 0.0));
            *value = f64::NAN;
        }
        dropped + self.clean_position()
    }

    /// 0°/0° is what receivers without a fix write; half a position is none.
    fn clean_position(&mut self) -> usize {
        let (lat, long) = (
            self.get(Channel::PositionLat),
            self.get(Channel::PositionLong),
        );
        let none = lat.is_nan() && long.is_nan();
        let bad = lat.is_nan() || long.is_nan() || (lat == 0.0 && long == 0.0);
        if bad {
            self.set(Channel::PositionLat, f64::NAN);
            self.set(Channel::PositionLong, f64::NAN);
        }
        usize::from(bad && !none)
    }
}

/// Makes columns of samples: in order of time, one sample an instant, plausible values only.
///
/// Time zero is `start`, or the first sample when that is earlier. What was changed is told in
/// `warnings`.
pub(crate) fn into_streams(
    mut samples: Vec<Sample>,
    start: DateTime<Utc>,
    warnings: &mut Vec<Warning>,
) -> Streams {
    let backward = samples
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if b.at_ms < a.at_ms))
        .count();
    if backward > 0 {
        samples.sort_by_key(|sample| sample.at_ms);
    }
    let message = "Time ran backward {}; the samples were put in order.";
    warn_of(
        warnings,
        Odd::BackwardTimes,
        backward,
        ("time", "times"),
        message,
    );
    let implausible: usize = samples.iter_mut().map(Sample::clean).sum();
    let message = "Left out: {} that cannot be true.";
    warn_of(
        warnings,
        Odd::ImplausibleValues,
        implausible,
        ("value", "values"),
        message,
    );
    let merged = merge_instants(&mut samples);
    let message = "Joined with the one before, which has the same time: {}.";
    warn_of(warnings, Odd::DuplicateTimes, merged, SAMPLES, message);
    columns(&samples, start.timestamp_millis())
}

/// Counts samples as they were recorded.
pub(crate) fn recorded(samples: &[Sample]) -> Recorded {
    let is_placed = |sample: &&Sample| {
        !sample.get(Channel::PositionLat).is_nan() && !sample.get(Channel::PositionLong).is_nan()
    };
    Recorded {
        records: samples.len(),
        positions: samples.iter().filter(is_placed).count(),
    }
}

fn merge_instants(samples: &mut Vec<Sample>) -> usize {
    let before = samples.len();
    samples.dedup_by(|next, kept| {
        let same = next.at_ms == kept.at_ms;
        if same {
            kept.merge(next);
        }
        same
    });
    before - samples.len()
}

fn columns(samples: &[Sample], start_ms: i64) -> Streams {
    let zero = samples
        .first()
        .map_or(start_ms, |first| first.at_ms.min(start_ms));
    let mut streams = Streams {
        time_ms: samples.iter().map(|sample| sample.at_ms - zero).collect(),
        ..Streams::default()
    };
    for channel in Channel::ALL {
        if samples.iter().any(|sample| !sample.get(channel).is_nan()) {
            streams.channels.insert(
                channel,
                samples.iter().map(|sample| sample.get(channel)).collect(),
            );
        }
    }
    streams
}

/// The instant of milliseconds since 1970, where a calendar has it.
pub(crate) fn instant(at_ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(at_ms: i64, values: &[(Channel, f64)]) -> Sample {
        let mut sample = Sample::new(at_ms);
        for (channel, value) in values {
            sample.set(*channel, *value);
        }
        sample
    }

    #[test]
    fn samples_are_ordered_joined_and_cleaned() {
        let samples = vec![
            sample(
                3_000,
                &[(Channel::HeartRate, 140.0), (Channel::Power, -5.0)],
            ),
            sample(
                1_000,
                &[(Channel::PositionLat, 0.0), (Channel::PositionLong, 0.0)],
            ),
            sample(1_000, &[(Channel::HeartRate, 120.4)]),
            sample(2_000, &[(Channel::PositionLat, 50.0)]),
        ];
        let mut warnings = Vec::new();
        let streams = into_streams(samples, instant(0).unwrap(), &mut warnings);
        assert_eq!(streams.time_ms, [1_000, 2_000, 3_000]);
        assert_eq!(
            streams.channels.keys().collect::<Vec<_>>(),
            [&Channel::HeartRate]
        );
        let heart_rate = streams.channel(Channel::HeartRate).unwrap();
        assert_eq!(
            (heart_rate[0], heart_rate[1].is_nan(), heart_rate[2]),
            (120.0, true, 140.0)
        );
        let codes: Vec<_> = warnings
            .iter()
            .map(|warning| warning.code.as_str())
            .collect();
        assert_eq!(
            codes,
            ["backward-times", "implausible-values", "duplicate-times"]
        );
    }

    #[test]
    fn time_zero_is_never_after_the_first_sample() {
        let streams = into_streams(
            vec![sample(500, &[])],
            instant(900).unwrap(),
            &mut Vec::new(),
        );
        assert_eq!(streams.time_ms, [0]);
    }
}
