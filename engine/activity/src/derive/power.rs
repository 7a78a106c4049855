//! Power beyond its mean: normalised power and what is made of it.

use super::figures::HOLD_MS;
use crate::streams::{Channel, Streams};

/// Seconds over which power is smoothed.
const WINDOW_S: usize = 30;
/// How long a last sample stands: as the one before it, a second at most.
const LAST_HOLD_MS: i64 = 1000;

/// Normalised power, watts: the fourth root of the mean fourth power of 30-second rolling means.
///
/// Source: H. Allen, A. Coggan, S. McGregor, "Training and Racing with a Power Meter", 3rd ed.,
/// 2019, ch. 7. A sample stands until the next that has a value, thirty seconds at most; longer gaps
/// are pauses and count nowhere. `None` below thirty seconds of power.
pub fn normalized_power(streams: &Streams) -> Option<f64> {
    normalized(&held(streams, Channel::Power))
}

/// How many times threshold power normalised power was (Allen and Coggan, ch. 7). `None` where the
/// threshold is not positive.
pub fn intensity_factor(normalized_w: f64, threshold_w: f64) -> Option<f64> {
    let factor = normalized_w / threshold_w;
    (threshold_w > 0.0 && factor.is_finite()).then_some(factor)
}

/// Training stress score: an hour at the threshold is 100 (Allen and Coggan, ch. 7):
/// seconds × NP × IF / (threshold × 3600) × 100.
pub fn training_stress_score(seconds: f64, normalized_w: f64, threshold_w: f64) -> Option<f64> {
    let factor = intensity_factor(normalized_w, threshold_w)?;
    let score = seconds / 3600.0 * factor * factor * 100.0;
    (seconds >= 0.0 && score.is_finite()).then_some(score)
}

/// How uneven power was: normalised by mean power, 1 at least but for rounding (Allen and Coggan,
/// ch. 7). `None` without power, or at none.
pub fn variability_index(streams: &Streams) -> Option<f64> {
    let held = held(streams, Channel::Power);
    let (energy, time) = sums(&held);
    let mean = energy / time;
    let index = normalized(&held)? / mean;
    index.is_finite().then_some(index)
}

/// Seconds in which power was recorded.
pub fn powered_seconds(streams: &Streams) -> f64 {
    sums(&held(streams, Channel::Power)).1
}

/// Joules by the power samples: power × time.
pub fn work(streams: &Streams) -> Option<f64> {
    let (energy, time) = sums(&held(streams, Channel::Power));
    (time > 0.0).then_some(energy)
}

/// Present values with the seconds each stands.
pub(super) fn held(streams: &Streams, channel: Channel) -> Vec<(f64, f64)> {
    let column = streams.channel(channel).unwrap_or_default();
    let known = streams.time_ms.iter().zip(column);
    let known: Vec<(i64, f64)> = known
        .filter(|(_, value)| value.is_finite())
        .map(|(time, value)| (*time, *value))
        .collect();
    let mut last = 0;
    let hold = |(index, (time, value)): (usize, &(i64, f64))| {
        last = match known.get(index + 1) {
            Some((next, _)) => (next - time).min(HOLD_MS),
            None => last.min(LAST_HOLD_MS),
        };
        (last as f64 / 1000.0, *value)
    };
    known.iter().enumerate().map(hold).collect()
}

/// Value × seconds, and seconds.
fn sums(held: &[(f64, f64)]) -> (f64, f64) {
    let add = |(sum, time): (f64, f64), (seconds, value): &(f64, f64)| {
        (sum + value * seconds, time + seconds)
    };
    held.iter().fold((0.0, 0.0), add)
}

/// Of values with the seconds they stand: the work up to each whole second gives every rolling mean
/// as a difference, whatever the sampling.
pub(super) fn normalized(held: &[(f64, f64)]) -> Option<f64> {
    let done = work_by_second(held);
    let rolling = done.iter().skip(WINDOW_S).zip(&done);
    let fourth = rolling.map(|(now, before)| ((now - before) / WINDOW_S as f64).powi(4));
    let (sum, count) = fourth.fold((0.0, 0_u32), |(sum, n), power| (sum + power, n + 1));
    (count > 0).then(|| (sum / f64::from(count)).powf(0.25))
}

/// Joules done after 0, 1, 2, … seconds.
fn work_by_second(held: &[(f64, f64)]) -> Vec<f64> {
    let mut done = vec![0.0];
    let (mut time, mut work) = (0.0, 0.0);
    for (seconds, value) in held {
        let end = time + seconds;
        // Sums of milliseconds in seconds miss a whole second by rounding alone.
        while done.len() as f64 <= end + 1e-6 {
            done.push(work + (done.len() as f64 - time) * value);
        }
        work += seconds * value;
        time = end;
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ride(times: impl Iterator<Item = i64>, watts: &[f64]) -> Streams {
        let mut streams = Streams {
            time_ms: times
                .map(|second| second * 1000)
                .take(watts.len())
                .collect(),
            ..Streams::default()
        };
        streams.channels.insert(Channel::Power, watts.to_vec());
        streams
    }

    fn near(value: Option<f64>, expected: f64) {
        assert!(
            value.is_some_and(|value| (value - expected).abs() < 1e-6),
            "{value:?} is not {expected}"
        );
    }

    #[test]
    fn an_even_ride_is_its_mean() {
        let even = ride(0.., &[200.0; 600]);
        near(normalized_power(&even), 200.0);
        near(variability_index(&even), 1.0);
        near(work(&even), 120_000.0);
    }

    #[test]
    fn surges_count_to_the_fourth_power() {
        // A minute of nothing and a minute at 400 W, as `sum(((k/30)*400)^4)` by hand: 31 windows
        // at 0, 29 on the rise from 1/30 to 29/30, and 31 at 400 W.
        let mut watts = vec![0.0; 60];
        watts.extend([400.0; 60]);
        let rise: f64 = (1..30).map(|k| (f64::from(k) / 30.0 * 400.0).powi(4)).sum();
        let by_hand = ((rise + 31.0 * 400.0_f64.powi(4)) / 91.0).powf(0.25);
        near(normalized_power(&ride(0.., &watts)), by_hand);
        assert!((by_hand - 318.35).abs() < 0.01, "{by_hand}");
    }

    #[test]
    fn sampling_and_pauses_change_nothing() {
        let watts: Vec<f64> = (0..400).map(|n| f64::from(n % 200)).collect();
        // Every fifth sample, each standing five seconds, is the ride of those steps.
        let steps: Vec<f64> = watts.iter().step_by(5).copied().collect();
        let stepped: Vec<f64> = steps.iter().flat_map(|w| [*w; 5]).collect();
        let sparse = normalized_power(&ride((0..).step_by(5), &steps)).unwrap();
        // The last sparse sample stands a second, not five.
        near(normalized_power(&ride(0.., &stepped[..396])), sparse);
        // An hour's pause stands for thirty seconds of what came before it.
        let times = (0..200).chain(3_800..4_000);
        let held = [&watts[..200], &[watts[199]; 29], &watts[200..]].concat();
        let paused = normalized_power(&ride(0.., &held)).unwrap();
        near(normalized_power(&ride(times, &watts)), paused);
    }

    #[test]
    fn missing_samples_are_bridged() {
        let mut watts = vec![250.0; 100];
        watts[40..50].fill(f64::NAN);
        near(normalized_power(&ride(0.., &watts)), 250.0);
    }

    #[test]
    fn too_little_gives_none() {
        for watts in [&[][..], &[300.0], &[300.0; 29], &[f64::NAN; 100]] {
            assert_eq!(normalized_power(&ride(0.., watts)), None);
            assert_eq!(variability_index(&ride(0.., watts)), None);
        }
        assert_eq!(normalized_power(&Streams::default()), None);
        assert_eq!(variability_index(&ride(0.., &[0.0; 100])), None);
        assert_eq!(work(&ride(0.., &[])), None);
    }

    #[test]
    fn an_hour_at_the_threshold_is_a_hundred() {
        near(training_stress_score(3600.0, 250.0, 250.0), 100.0);
        // Two hours at 80 %.
        near(training_stress_score(7200.0, 200.0, 250.0), 128.0);
        near(intensity_factor(200.0, 250.0), 0.8);
        for threshold in [0.0, -1.0, f64::NAN] {
            assert_eq!(training_stress_score(3600.0, 250.0, threshold), None);
        }
        assert_eq!(training_stress_score(f64::NAN, 250.0, 250.0), None);
    }
}
