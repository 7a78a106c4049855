//! The best mean of a stream over a time: mean maximal power, as cyclists compare it over 5 s, 1, 5,
//! 20 and 60 minutes (Pinot and Grappe, "The record power profile to assess performance in elite
//! cyclists", International Journal of Sports Medicine 32, 2011).
//!
//! A sample stands until the next that has a value, but for 30 s at most: beyond, the recording was
//! paused. Time is time by the clock. In a pause power and cadence are zero, for nobody pedals; of
//! other streams nothing is known there, so that no stretch reaches across. The last sample stands
//! as long as the one before it, for a second at most: 1200 samples, one a second, are 20 minutes.

use super::efforts::{Line, best_over_duration};
use super::figures::HOLD_MS;
use crate::streams::{Channel, Streams};

const LAST_HOLD_MS: i64 = 1000;

/// A stream summed up over time, ready to be asked for means of any length.
pub struct Means {
    /// The sums by time, turned so that the greatest rise is the best; a line between two gaps.
    lines: Vec<Line>,
    sign: f64,
}

impl Means {
    /// Of the least means when `is_lower`, else of the greatest.
    pub fn of(streams: &Streams, channel: Channel, is_lower: bool) -> Self {
        let sign = if is_lower { -1.0 } else { 1.0 };
        let column = streams.channel(channel).unwrap_or_default();
        let known: Vec<(i64, f64)> = streams
            .time_ms
            .iter()
            .copied()
            .zip(column.iter().map(|value| value * sign))
            .filter(|(_, value)| !value.is_nan())
            .collect();
        Self {
            lines: lines(&known, is_zero_in_pauses(channel)),
            sign,
        }
    }

    /// The best mean over `seconds`, in the channel's unit: a sliding window, O(n) in the samples.
    /// `None` where the stream is shorter.
    pub fn best(&self, seconds: f64) -> Option<f64> {
        let bests = self.lines.iter().filter_map(|line| {
            let effort = best_over_duration(line, seconds)?;
            Some(effort.metres / seconds)
        });
        bests.max_by(f64::total_cmp).map(|mean| mean * self.sign)
    }
}

fn is_zero_in_pauses(channel: Channel) -> bool {
    matches!(channel, Channel::Power | Channel::Cadence)
}

fn lines(known: &[(i64, f64)], across_gaps: bool) -> Vec<Line> {
    let (mut lines, mut points) = (Vec::new(), Vec::with_capacity(known.len() + 1));
    let (mut sum, mut hold) = (0.0, 0);
    for (index, &(time, value)) in known.iter().enumerate() {
        let next = known.get(index + 1).map(|(next, _)| *next);
        hold = match next {
            Some(next) => (next - time).min(HOLD_MS),
            None => hold.min(LAST_HOLD_MS),
        };
        points.push((time as f64, sum));
        sum += value * hold as f64 / 1000.0;
        if next.is_none_or(|next| next > time + hold) {
            points.push(((time + hold) as f64, sum));
            if next.is_none() || !across_gaps {
                lines.push(Line::through(std::mem::take(&mut points)));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn streams(channel: Channel, samples: &[(i64, f64)]) -> Streams {
        let mut streams = Streams {
            time_ms: samples.iter().map(|(second, _)| second * 1000).collect(),
            ..Streams::default()
        };
        let values = samples.iter().map(|(_, value)| *value).collect();
        streams.channels.insert(channel, values);
        streams
    }

    fn best(channel: Channel, samples: &[(i64, f64)], seconds: f64) -> Option<f64> {
        Means::of(&streams(channel, samples), channel, false).best(seconds)
    }

    #[test]
    fn twelve_hundred_samples_are_twenty_minutes() {
        let ride: Vec<_> = (0..1200).map(|second| (second, 265.0)).collect();
        assert_eq!(best(Channel::Power, &ride, 1200.0), Some(265.0));
        assert_eq!(best(Channel::Power, &ride, 1201.0), None);
        assert_eq!(best(Channel::Power, &ride, 0.0), None);
        assert_eq!(best(Channel::Power, &ride, f64::NAN), None);
        assert_eq!(best(Channel::Cadence, &[], 1.0), None);
        assert_eq!(best(Channel::Power, &[(5, 300.0)], 1.0), None);
    }

    #[test]
    fn a_sprint_is_found_inside_and_a_dropped_sample_is_bridged() {
        let ride = [
            (0, 100.0),
            (1, 900.0),
            (2, f64::NAN),
            (3, 1100.0),
            (4, 100.0),
            (5, 100.0),
        ];
        let mean = best(Channel::Power, &ride, 3.0).unwrap();
        assert!((mean - (900.0 + 900.0 + 1100.0) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn in_a_pause_power_is_zero_and_a_pulse_unknown() {
        // A minute, ten minutes of pause, a minute; the first sample of the pause stands for 30 s.
        let minute = |from: i64| (from..from + 60).map(|second| (second, 200.0));
        let ride: Vec<_> = minute(0).chain(minute(660)).collect();
        let mean = best(Channel::Power, &ride, 720.0).unwrap();
        assert!((mean - 200.0 * (59.0 + 30.0 + 60.0) / 720.0).abs() < 1e-9);
        assert_eq!(best(Channel::HeartRate, &ride, 720.0), None);
        assert_eq!(best(Channel::HeartRate, &ride, 89.0), Some(200.0));
        assert_eq!(best(Channel::HeartRate, &ride, 90.0), None);
    }

    #[test]
    fn the_least_mean_is_found_too() {
        let ride: Vec<_> = (0..10).map(|n| (n, 160.0 - n as f64)).collect();
        let streams = streams(Channel::HeartRate, &ride);
        let calm = Means::of(&streams, Channel::HeartRate, true).best(2.0);
        assert!((calm.unwrap() - 151.5).abs() < 1e-9);
    }

    /// What the stream is in each second, by the definition above.
    fn by_second(samples: &[(i64, f64)], is_zero: bool) -> Vec<Option<f64>> {
        let known: Vec<_> = samples.iter().filter(|(_, v)| !v.is_nan()).collect();
        let Some(first) = known.first() else {
            return Vec::new();
        };
        let mut seconds = Vec::new();
        for (index, (time, value)) in known.iter().copied().enumerate() {
            let gap = known
                .get(index + 1)
                .map_or(i64::from(index > 0), |next| next.0 - time);
            for second in 0..gap {
                let unknown = if is_zero { Some(0.0) } else { None };
                seconds.push(if second < 30 { Some(*value) } else { unknown });
            }
        }
        assert!(first.0 >= 0);
        seconds
    }

    /// Every window of whole seconds, summed up one by one: O(n²).
    fn naive(seconds: &[Option<f64>], length: usize) -> Option<f64> {
        let means = seconds.windows(length).filter_map(|window| {
            let all: Option<Vec<f64>> = window.iter().copied().collect();
            Some(all?.iter().sum::<f64>() / length as f64)
        });
        means.max_by(f64::total_cmp)
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_trying_all_windows_finds(
            steps in prop::collection::vec((prop_oneof![8 => 1_i64..4, 1 => 25_i64..60], 0_u32..1200, prop::bool::weighted(0.1)), 1..80),
            length in 1_usize..150,
            is_power: bool,
        ) {
            let channel = if is_power { Channel::Power } else { Channel::HeartRate };
            let mut second = 0;
            let mut samples = Vec::new();
            for (gap, value, is_lost) in steps {
                samples.push((second, if is_lost { f64::NAN } else { f64::from(value) }));
                second += gap;
            }
            let wanted = naive(&by_second(&samples, is_power), length);
            let found = best(channel, &samples, length as f64);
            prop_assert_eq!(wanted.is_some(), found.is_some(), "{:?} {:?}", wanted, found);
            if let (Some(wanted), Some(found)) = (wanted, found) {
                prop_assert!((wanted - found).abs() < 1e-6, "{wanted} {found}");
            }
        }
    }
}
