//! Heart rate that a strap kept while out of reach of the watch (swimming), sent afterwards as
//! `hr` messages and merged into the records.
//!
//! Source: FIT SDK, "Plugins: HR messages". An `hr` message with a `timestamp` anchors the
//! strap's clock (1/1024 s, in `event_timestamp`) to the watch's; the following ones carry
//! 12-bit clock values (`event_timestamp_12`) that continue it, with one heart rate a value.

use rustyfit::profile::mesgdef::Hr;

use super::packed::{Counter, unpack};
use super::value::{Value, since_1970};
use super::wire::Message;
use crate::samples::{Samples, Slot};
use crate::streams::Channel;

const TICKS_A_SECOND: i64 = 1024;
/// A record takes beats up to this long before it: the recording interval.
const REACH_MS: i64 = 1000;

#[derive(Default)]
pub(super) struct HeartBeats {
    anchor: Option<Anchor>,
    /// (milliseconds since 1970, beats a minute)
    beats: Vec<(i64, u8)>,
}

struct Anchor {
    at_ms: i64,
    at_ticks: i64,
    clock: Counter,
}

impl HeartBeats {
    pub fn add(&mut self, message: &Message<'_>, most: usize) {
        let at_ms = message.time().map(|at| since_1970(at) * 1000);
        let fraction = message.number(Hr::FRACTIONAL_TIMESTAMP);
        let fraction_ms = fraction.map_or(0, |raw| (raw * 1000.0 / 32768.0) as i64);
        let bytes = |number| message.find(number).map(Value::bytes).unwrap_or_default();
        let (packed, rates) = (bytes(Hr::EVENT_TIMESTAMP_12), bytes(Hr::FILTERED_BPM));
        let told = message.find(Hr::EVENT_TIMESTAMP);
        let told = told.into_iter().flat_map(Value::numbers).flatten();
        let mut ticks: Vec<i64> = told.map(|ticks| ticks as i64).collect();
        if let (Some(at_ms), Some(first)) = (at_ms, ticks.first()) {
            self.anchor = Some(Anchor {
                at_ms: at_ms + fraction_ms,
                at_ticks: *first,
                clock: Counter::starting_at(*first),
            });
        }
        let Some(anchor) = &mut self.anchor else {
            return;
        };
        if ticks.is_empty() {
            ticks = unpack(packed)
                .map(|low| anchor.clock.advance(low))
                .collect();
        } else if let Some(last) = ticks.last() {
            anchor.clock = Counter::starting_at(*last);
        }
        let timed = ticks
            .iter()
            .map(|ticks| anchor.time_of(*ticks))
            .zip(rates.iter().copied());
        let room = most.saturating_sub(self.beats.len());
        self.beats.extend(
            timed
                .filter(|(_, rate)| !matches!(*rate, 0 | u8::MAX))
                .take(room),
        );
    }

    pub fn is_empty(&self) -> bool {
        self.beats.is_empty()
    }

    pub fn append(&mut self, mut other: Self) {
        self.beats.append(&mut other.beats);
    }

    /// Gives records without a heart rate the mean of the beats of the second up to them.
    pub fn fill(mut self, samples: &mut Samples) {
        if self.beats.is_empty() {
            return;
        }
        self.beats.sort_unstable();
        for row in 0..samples.len() {
            let Some(at_ms) = samples.times().get(row).copied() else {
                break;
            };
            if !samples.at(row, Channel::HeartRate).is_nan() {
                continue;
            }
            let from = self
                .beats
                .partition_point(|(at, _)| *at <= at_ms - REACH_MS);
            let to = self.beats.partition_point(|(at, _)| *at <= at_ms);
            let near = self.beats.get(from..to).unwrap_or_default();
            // Slow beats leave seconds without one: the last known rate stands for three seconds.
            let rate = if near.is_empty() {
                self.last_before(to, at_ms - 3 * REACH_MS)
            } else {
                let sum: u32 = near.iter().map(|(_, rate)| u32::from(*rate)).sum();
                Some(f64::from(sum) / near.len() as f64)
            };
            if let Some(rate) = rate {
                samples.put(row, Slot::Known(Channel::HeartRate), rate);
            }
        }
    }

    fn last_before(&self, index: usize, oldest_ms: i64) -> Option<f64> {
        let (at, rate) = self.beats.get(index.checked_sub(1)?)?;
        (*at >= oldest_ms).then_some(f64::from(*rate))
    }
}

impl Anchor {
    fn time_of(&self, ticks: i64) -> i64 {
        self.at_ms + (ticks - self.at_ticks) * 1000 / TICKS_A_SECOND
    }
}
