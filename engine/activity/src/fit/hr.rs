//! Heart rate that a strap kept while out of reach of the watch (swimming), sent afterwards as
//! `hr` messages and merged into the records.
//!
//! Source: FIT SDK, "Plugins: HR messages". An `hr` message with a `timestamp` anchors the
//! strap's clock (1/1024 s, in `event_timestamp`) to the watch's; the following ones carry
//! 12-bit clock values (`event_timestamp_12`) that continue it, with one heart rate a value.

use rustyfit::profile::mesgdef::Hr;
use rustyfit::proto::{Message, Value};

use super::message::{number, seconds};
use super::packed::{Counter, unpack};
use crate::samples::Sample;
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
    pub fn add(&mut self, message: &Message, most: usize) {
        let mut at_ms = None;
        let mut fraction_ms = 0;
        let mut ticks: Vec<i64> = Vec::new();
        let mut packed: &[u8] = &[];
        let mut rates: &[u8] = &[];
        for field in &message.fields {
            match (field.num, &field.value) {
                (Hr::TIMESTAMP, _) => at_ms = seconds(field).map(|at| at * 1000),
                (Hr::FRACTIONAL_TIMESTAMP, _) => {
                    fraction_ms = number(field).map_or(0, |raw| (raw * 1000.0 / 32768.0) as i64);
                }
                (Hr::EVENT_TIMESTAMP, Value::ArrayUint32(values)) => {
                    ticks = values.iter().map(|value| i64::from(*value)).collect();
                }
                (Hr::EVENT_TIMESTAMP_12, Value::ArrayUint8(bytes)) => packed = bytes,
                (Hr::FILTERED_BPM, Value::ArrayUint8(bytes)) => rates = bytes,
                _ => {}
            }
        }
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
    pub fn fill(mut self, samples: &mut [Sample]) {
        if self.beats.is_empty() {
            return;
        }
        self.beats.sort_unstable();
        for sample in samples
            .iter_mut()
            .filter(|sample| sample.get(Channel::HeartRate).is_nan())
        {
            let from = self
                .beats
                .partition_point(|(at, _)| *at <= sample.at_ms - REACH_MS);
            let to = self.beats.partition_point(|(at, _)| *at <= sample.at_ms);
            let near = self.beats.get(from..to).unwrap_or_default();
            // Slow beats leave seconds without one: the last known rate stands for three seconds.
            let rate = if near.is_empty() {
                self.last_before(to, sample.at_ms - 3 * REACH_MS)
            } else {
                let sum: u32 = near.iter().map(|(_, rate)| u32::from(*rate)).sum();
                Some(f64::from(sum) / near.len() as f64)
            };
            sample.set(Channel::HeartRate, rate.unwrap_or(f64::NAN));
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

#[cfg(test)]
mod tests {
    use rustyfit::profile::typedef::{FitBaseType, MesgNum};
    use rustyfit::proto::Field;

    use super::*;

    fn message(fields: Vec<(u8, FitBaseType, Value)>) -> Message {
        let fields = fields
            .into_iter()
            .map(|(num, base_type, value)| Field {
                num,
                base_type,
                value,
                is_expanded: false,
            })
            .collect();
        Message {
            num: MesgNum::HR,
            fields,
            ..Message::default()
        }
    }

    #[test]
    fn beats_find_their_records() {
        let mut beats = HeartBeats::default();
        let first = message(vec![
            (
                Hr::TIMESTAMP,
                FitBaseType::UINT32,
                Value::Uint32(1_000_000_000),
            ),
            (
                Hr::EVENT_TIMESTAMP,
                FitBaseType::UINT32,
                Value::ArrayUint32(Box::new([4000])),
            ),
            (
                Hr::FILTERED_BPM,
                FitBaseType::UINT8,
                Value::ArrayUint8(Box::new([90])),
            ),
        ]);
        // 4000 + 1024 = 5024 and 6048: their low 12 bits are 928 (0x3a0) and 1952 (0x7a0).
        let next = message(vec![
            (
                Hr::EVENT_TIMESTAMP_12,
                FitBaseType::BYTE,
                Value::ArrayUint8(Box::new([0xa0, 0x03, 0x7a])),
            ),
            (
                Hr::FILTERED_BPM,
                FitBaseType::UINT8,
                Value::ArrayUint8(Box::new([100, 110])),
            ),
        ]);
        beats.add(&first, 100);
        beats.add(&next, 100);
        let start = (1_000_000_000 + 631_065_600) * 1000;
        let mut samples: Vec<_> = (0..8).map(|i| Sample::new(start + i * 1000)).collect();
        samples[1].set(Channel::HeartRate, 55.0);
        beats.fill(&mut samples);
        let rates: Vec<_> = samples
            .iter()
            .map(|sample| sample.get(Channel::HeartRate))
            .collect();
        assert_eq!(rates[..6], [90.0, 55.0, 110.0, 110.0, 110.0, 110.0]);
        assert!(rates[6].is_nan() && rates[7].is_nan());
    }
}
