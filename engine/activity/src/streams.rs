//! Samples as columns on one time axis, and their stored form.

use std::collections::BTreeMap;

pub use crate::channel::{Channel, OPEN_PREFIX};
pub use crate::codec::{CHUNK_SAMPLES, Chunk, CodecError, Column, decode, encode};

/// Columns of equal length. `NaN` is a missing sample.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streams {
    /// Milliseconds from the activity's start; never decreasing.
    pub time_ms: Vec<i64>,
    pub channels: BTreeMap<Channel, Vec<f64>>,
    /// Channels that only the file knows, by [`OPEN_PREFIX`] and name: a FIT file's developer fields.
    pub open: BTreeMap<String, OpenColumn>,
}

/// A channel that only the file knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpenColumn {
    /// As the file writes it, which may be anything; often empty.
    pub unit: String,
    /// Places after the point that are stored, at most [`MOST_DECIMALS`]: as fine as the field's
    /// scale, or seven digits of the largest value where the field has a floating point.
    pub decimals: u8,
    pub values: Vec<f64>,
}

/// No field is finer than its seven digits; also keeps the steps of great values exact.
pub const MOST_DECIMALS: u8 = 7;

impl OpenColumn {
    /// Stored steps in one unit.
    pub fn steps_per_unit(&self) -> f64 {
        steps_of(self.decimals)
    }

    /// As [`Channel::snap`].
    pub fn snap(&mut self) {
        let steps = self.steps_per_unit();
        for value in &mut self.values {
            *value = (*value * steps).round() / steps;
        }
    }
}

pub(crate) fn steps_of(decimals: u8) -> f64 {
    10_f64.powi(i32::from(decimals.min(MOST_DECIMALS)))
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

    /// Every column with its name and unit: the known ones, then the file's own.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str, &[f64])> {
        let known = self
            .channels
            .iter()
            .map(|(channel, values)| (channel.name(), channel.unit(), values.as_slice()));
        let open = self
            .open
            .iter()
            .map(|(name, open)| (name.as_str(), open.unit.as_str(), open.values.as_slice()));
        known.chain(open)
    }

    /// Milliseconds from the first sample to the last.
    pub fn span_ms(&self) -> i64 {
        match (self.time_ms.first(), self.time_ms.last()) {
            (Some(first), Some(last)) => last - first,
            _ => 0,
        }
    }
}
