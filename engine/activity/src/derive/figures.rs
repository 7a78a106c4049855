//! The `track:*` figures.

use super::geo::distance_along_positions;
use super::load::{Effort, decoupling};
use super::power::{normalized_power, work};
use crate::streams::{Channel, Streams};

/// Slower is standing: the noise of GPS positions alone makes up to about this speed.
pub const MOVING_MPS: f64 = 0.5;
/// Climbs and drops smaller than this, after smoothing, are noise. Over 24 real recordings with a
/// total of their own, ours differs from theirs by 5.8 % in the median and by 9.6 % in the mean, and
/// the median of ours to theirs is 0.98 (`tests/figures.rs`). Without smoothing the best threshold,
/// 4 m, differs by 10 and 18 %: satellites wander by metres from sample to sample.
const RIPPLE_M: f64 = 2.0;
/// Altitude is the mean of what was measured this long around a sample.
const SMOOTH_MS: i64 = 15_000;
/// A sample stands for the time until the next one, but no longer than this: beyond, the recording
/// was paused. Devices that record "smartly" leave up to about 20 s between samples.
pub(super) const HOLD_MS: i64 = 30_000;
/// Speeds computed from distance are taken over at least this long.
const SPEED_WINDOW_MS: i64 = 5_000;

/// Every figure that the streams allow, by its canonical name.
pub(super) fn all(streams: &Streams) -> Vec<(&'static str, f64)> {
    let mut figures = Vec::new();
    let mut put = |name, value: Option<f64>| figures.extend(value.map(|value| (name, value)));
    let length = track_length(streams);
    let moving = moving_time(streams);
    put("track:length", length);
    put(
        "track:elapsed_time",
        (streams.len() > 1).then(|| streams.span_ms() as f64 / 1000.0),
    );
    put("track:moving_time", moving);
    put(
        "track:avg_speed",
        length
            .zip(moving.filter(|time| *time > 0.0))
            .map(|(length, time)| length / time),
    );
    if let Some((ascent, descent)) = ascent_descent(streams) {
        put("track:ascent", Some(ascent));
        put("track:descent", Some(descent));
    }
    let altitude = Summary::of(streams, Channel::Altitude, |_| true);
    put("track:min_altitude", altitude.map(|a| a.min));
    put("track:max_altitude", altitude.map(|a| a.max));
    let heart_rate = Summary::of(streams, Channel::HeartRate, |_| true);
    put("track:avg_heart_rate", heart_rate.map(|h| h.mean));
    put("track:max_heart_rate", heart_rate.map(|h| h.max));
    put("track:min_heart_rate", heart_rate.map(|h| h.min));
    let cadence = Summary::of(streams, Channel::Cadence, |value| value > 0.0);
    put("track:avg_cadence", cadence.map(|c| c.mean));
    put("track:max_cadence", cadence.map(|c| c.max));
    let power = Summary::of(streams, Channel::Power, |_| true);
    put("track:avg_power", power.map(|p| p.mean));
    put("track:max_power", power.map(|p| p.max));
    put("track:normalized_power", normalized_power(streams));
    put("track:total_work", work(streams));
    put("track:power_decoupling", decoupling(streams, Effort::Power));
    put("track:pace_decoupling", decoupling(streams, Effort::Pace));
    put(
        "track:max_speed",
        Summary::of(streams, Channel::Speed, |_| true).map(|s| s.max),
    );
    put(
        "track:avg_temperature",
        Summary::of(streams, Channel::Temperature, |_| true).map(|t| t.mean),
    );
    figures
}

/// Metres covered, when there are any: the rise of the distance column (the device's own measure), else the sum of
/// great-circle distances between positions ([`super::haversine`]).
pub fn track_length(streams: &Streams) -> Option<f64> {
    let rise = |column: &[f64]| {
        let mut known = column.iter().filter(|metres| !metres.is_nan());
        let first = known.next()?;
        let last = known.next_back()?;
        Some(last - first).filter(|metres| *metres > 0.0)
    };
    match streams.channel(Channel::Distance) {
        Some(column) => rise(column),
        None => rise(&distance_along_positions(streams)?),
    }
}

/// Seconds spent at 0.5 m/s or more, from the distance column (positions when there is none).
///
/// Speed is taken from one change of distance to the next: in a pool the column steps once a
/// length.
pub fn moving_time(streams: &Streams) -> Option<f64> {
    let computed;
    let column = if let Some(column) = streams.channel(Channel::Distance) {
        column
    } else {
        computed = distance_along_positions(streams)?;
        &computed
    };
    let mut last: Option<(i64, f64)> = None;
    let mut moving_ms = 0;
    for (time, metres) in streams.time_ms.iter().zip(column) {
        if metres.is_nan() || last.is_some_and(|(_, start)| *metres <= start) {
            continue;
        }
        if let Some((from, start)) = last {
            let span = time - from;
            if metres - start >= MOVING_MPS * span as f64 / 1000.0 {
                moving_ms += span;
            }
        }
        last = Some((*time, *metres));
    }
    // A column that never grows knows nothing of movement: a treadmill without a sensor.
    track_length(streams).map(|_| moving_ms as f64 / 1000.0)
}

/// Metres climbed and descended: altitude is smoothed over 15 s, then counted with hysteresis, so
/// that a turn counts once the altitude has come back by 2 m from the last high or low.
///
/// Recorders and analysis sites count so too, with thresholds of 2 m (barometer) to 10 m (GPS);
/// see "Elevation on Strava FAQs".
pub fn ascent_descent(streams: &Streams) -> Option<(f64, f64)> {
    let smooth = smooth(streams, Channel::Altitude);
    let mut known = smooth.iter();
    let mut anchor = *known.next()?;
    let (mut ascent, mut descent) = (0.0, 0.0);
    // The extreme reached since the anchor in the direction now taken; none at first.
    let mut extreme = anchor;
    let mut rising = None;
    for &altitude in known {
        let turned = match rising {
            Some(true) => extreme - altitude >= RIPPLE_M,
            Some(false) => altitude - extreme >= RIPPLE_M,
            None => (altitude - anchor).abs() >= RIPPLE_M,
        };
        if turned {
            settle(rising, extreme - anchor, &mut ascent, &mut descent);
            anchor = extreme;
            rising = Some(altitude > anchor);
            extreme = altitude;
        } else {
            extreme = match rising {
                Some(true) => extreme.max(altitude),
                Some(false) => extreme.min(altitude),
                None => extreme,
            };
        }
    }
    settle(rising, extreme - anchor, &mut ascent, &mut descent);
    Some((ascent, descent))
}

/// The present values of a column, each the mean of those around it.
fn smooth(streams: &Streams, channel: Channel) -> Vec<f64> {
    let column = streams.channel(channel).unwrap_or_default();
    let known = streams.time_ms.iter().zip(column);
    let known: Vec<(i64, f64)> = known
        .filter(|(_, value)| !value.is_nan())
        .map(|(time, value)| (*time, *value))
        .collect();
    let mut sums = vec![0.0];
    sums.extend(known.iter().scan(0.0, |sum, (_, value)| {
        *sum += value;
        Some(*sum)
    }));
    let (mut first, mut end) = (0, 0);
    let mean = |(time, value): &(i64, f64)| {
        let is_before = |at: usize| {
            known
                .get(at)
                .is_some_and(|(t, _)| *t < time - SMOOTH_MS / 2)
        };
        let is_inside = |at: usize| {
            known
                .get(at)
                .is_some_and(|(t, _)| *t <= time + SMOOTH_MS / 2)
        };
        while is_before(first) {
            first += 1;
        }
        while is_inside(end) {
            end += 1;
        }
        match (sums.get(first), sums.get(end)) {
            (Some(before), Some(sum)) if end > first => (sum - before) / (end - first) as f64,
            _ => *value,
        }
    };
    known.iter().map(mean).collect()
}

fn settle(rising: Option<bool>, change: f64, ascent: &mut f64, descent: &mut f64) {
    match rising {
        Some(true) => *ascent += change,
        Some(false) => *descent -= change,
        None => {}
    }
}

/// Metres a second at every sample, over a window of at least five seconds up to it.
pub(super) fn speed_from_distance(streams: &Streams) -> Option<Vec<f64>> {
    let distance = streams.channel(Channel::Distance)?;
    let points: Vec<(i64, f64)> = streams
        .time_ms
        .iter()
        .copied()
        .zip(distance.iter().copied())
        .collect();
    let mut tail = 0;
    let mut known: Vec<(i64, f64)> = Vec::with_capacity(points.len());
    let speeds = points.iter().map(|&(time, metres)| {
        if metres.is_nan() {
            return f64::NAN;
        }
        known.push((time, metres));
        while known
            .get(tail + 1)
            .is_some_and(|(from, _)| *from <= time - SPEED_WINDOW_MS)
        {
            tail += 1;
        }
        match known.get(tail) {
            Some((from, start)) if time > *from => {
                ((metres - start) * 1000.0 / (time - from) as f64).max(0.0)
            }
            _ => f64::NAN,
        }
    });
    Some(speeds.collect())
}

/// Extremes and the mean over time of one column.
#[derive(Clone, Copy)]
struct Summary {
    min: f64,
    max: f64,
    mean: f64,
}

impl Summary {
    fn of(streams: &Streams, channel: Channel, counts: impl Fn(f64) -> bool) -> Option<Self> {
        let column = streams.channel(channel)?;
        let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut weighted, mut weight, mut sum, mut samples) = (0.0, 0.0, 0.0, 0_u32);
        for (index, &value) in column.iter().enumerate() {
            if value.is_nan() || !counts(value) {
                continue;
            }
            (min, max) = (min.min(value), max.max(value));
            let seconds = hold_ms(&streams.time_ms, index) as f64 / 1000.0;
            weighted += value * seconds;
            weight += seconds;
            sum += value;
            samples += 1;
        }
        let mean = if weight > 0.0 {
            weighted / weight
        } else {
            sum / f64::from(samples)
        };
        (samples > 0).then_some(Self { min, max, mean })
    }
}

/// How long a sample stands: until the next one, at most `HOLD_MS`.
pub(super) fn hold_ms(times: &[i64], index: usize) -> i64 {
    match (times.get(index), times.get(index + 1)) {
        (Some(time), Some(next)) => (next - time).min(HOLD_MS),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streams(channel: Channel, values: &[f64], step_ms: i64) -> Streams {
        let times = (0_i64..).map(|i| i * step_ms).take(values.len()).collect();
        let mut streams = Streams {
            time_ms: times,
            ..Streams::default()
        };
        streams.channels.insert(channel, values.to_vec());
        streams
    }

    #[test]
    fn ripples_are_no_climb() {
        let climb = [
            100.0, 101.0, 99.5, 104.0, 103.0, 110.0, 108.5, 110.0, 100.0, 101.5, 99.0,
        ];
        let up_down = |step_ms, heights: &[f64]| {
            ascent_descent(&streams(Channel::Altitude, heights, step_ms)).unwrap()
        };
        let (ascent, descent) = up_down(60_000, &climb);
        assert!((ascent - 10.0).abs() < 1e-9, "{ascent}");
        assert!((descent - 11.0).abs() < 1e-9, "{descent}");
        assert_eq!(
            up_down(60_000, &[50.0, 51.0, 49.5, 50.5, 51.2, 49.3]),
            (0.0, 0.0)
        );
        // A receiver that jumps by five metres each second stands on level ground.
        let jumps: Vec<f64> = (0..60).map(|n| f64::from(n % 2 * 5)).collect();
        assert_eq!(up_down(1_000, &jumps), (0.0, 0.0));
        assert_eq!(ascent_descent(&Streams::default()), None);
    }

    #[test]
    fn standing_is_not_moving() {
        let distance = [0.0, 30.0, 31.0, 31.0, f64::NAN, 91.0];
        let streams = streams(Channel::Distance, &distance, 10_000);
        // Ten seconds to 30 m, and from 31 m on, the thirty seconds to 91 m.
        assert_eq!(moving_time(&streams), Some(40.0));
        assert_eq!(track_length(&streams), Some(91.0));
    }

    #[test]
    fn the_mean_goes_by_time_and_leaves_pauses_out() {
        let mut streams = streams(Channel::Power, &[100.0, 200.0, 0.0], 1000);
        streams.time_ms = vec![0, 1_000, 3_601_000];
        let power = Summary::of(&streams, Channel::Power, |_| true).unwrap();
        // One second at 100 W, then thirty of the hour's pause at 200 W.
        assert!((power.mean - (100.0 + 200.0 * 30.0) / 31.0).abs() < 1e-9);
        assert_eq!((power.min, power.max), (0.0, 200.0));
    }

    #[test]
    fn speed_follows_distance() {
        let distance: Vec<f64> = (0..20).map(|i| f64::from(i) * 3.0).collect();
        let speed = speed_from_distance(&streams(Channel::Distance, &distance, 1000)).unwrap();
        assert!(speed[0].is_nan());
        assert!(speed[1..].iter().all(|speed| (speed - 3.0).abs() < 1e-9));
    }
}
