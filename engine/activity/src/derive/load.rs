//! What a workout did to the heart: Banister's training impulse, and how far heart rate drifted from
//! the effort.

use super::figures::{MOVING_MPS, hold_ms};
use super::power::normalized;
use crate::streams::{Channel, Streams};

/// Shorter workouts tell nothing of a drift: it is a figure of long even ones.
const LEAST_DRIFT_S: f64 = 20.0 * 60.0;

/// How a minute weighs by its share of the heart rate reserve: `factor · share · e^(power · share)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighting {
    pub factor: f64,
    pub power: f64,
}

impl Weighting {
    /// Blood lactate by the share of the reserve, as measured in men and in women (R. H. Morton,
    /// J. R. Fitz-Clarke, E. W. Banister, "Modeling human performance in running", Journal of
    /// Applied Physiology 69, 1990; E. W. Banister, "Modeling elite athletic performance", in
    /// "Physiological Testing of the High-Performance Athlete", 1991).
    pub const MEN: Self = Self {
        factor: 0.64,
        power: 1.92,
    };
    pub const WOMEN: Self = Self {
        factor: 0.86,
        power: 1.67,
    };
}

/// Banister's training impulse, summed over the samples: minutes × share of the reserve × its
/// weight (sources at [`Weighting`]).
///
/// A sample stands until the next one, thirty seconds at most. A rate below the resting one weighs
/// nothing. `None` without heart rate, or where the maximum is not above the resting rate.
pub fn training_impulse(
    streams: &Streams,
    (resting, max): (f64, f64),
    weighting: Weighting,
) -> Option<f64> {
    let reserve = max - resting;
    if !reserve.is_finite() || reserve <= 0.0 || resting < 0.0 {
        return None;
    }
    let rates = streams.channel(Channel::HeartRate)?;
    let (mut impulse, mut seconds) = (0.0, 0.0);
    for (index, rate) in rates.iter().enumerate().filter(|(_, r)| r.is_finite()) {
        let held = hold_ms(&streams.time_ms, index) as f64 / 1000.0;
        let share = ((rate - resting) / reserve).max(0.0);
        impulse += held / 60.0 * share * weighting.factor * (weighting.power * share).exp();
        seconds += held;
    }
    (seconds > 0.0 && impulse.is_finite()).then_some(impulse)
}

/// What the heart rate is set against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Normalised power: Pw:HR.
    Power,
    /// Speed while moving: Pa:HR.
    Pace,
}

/// Aerobic decoupling, percent: by how much less the second half's effort was for each heart beat
/// than the first half's.
///
/// Source: J. Friel, "The Cyclist's Training Bible", 4th ed., 2009, ch. 4 (Pw:HR, Pa:HR); below 5 %
/// the endurance is there. Halves are of the time with both figures. `None` below 20 minutes of it.
pub fn decoupling(streams: &Streams, effort: Effort) -> Option<f64> {
    let both = both(streams, effort)?;
    let total: f64 = both.iter().map(|sample| sample.seconds).sum();
    if total < LEAST_DRIFT_S {
        return None;
    }
    let mut passed = 0.0;
    let is_beyond = |sample: &Both| {
        passed += sample.seconds;
        passed > total / 2.0
    };
    let middle = both.iter().position(is_beyond)?;
    let (first, second) = both.split_at_checked(middle)?;
    let (first, second) = (efficiency(first, effort)?, efficiency(second, effort)?);
    let drift = (first - second) / first * 100.0;
    drift.is_finite().then_some(drift)
}

/// A sample with both figures.
struct Both {
    seconds: f64,
    effort: f64,
    rate: f64,
}

fn both(streams: &Streams, effort: Effort) -> Option<Vec<Both>> {
    let efforts = streams.channel(match effort {
        Effort::Power => Channel::Power,
        Effort::Pace => Channel::Speed,
    })?;
    let rates = streams.channel(Channel::HeartRate)?;
    let counts = |value: f64| match effort {
        Effort::Power => value.is_finite(),
        Effort::Pace => value.is_finite() && value >= MOVING_MPS,
    };
    let samples = efforts.iter().zip(rates).enumerate();
    let both = samples.filter(|(_, (value, rate))| counts(**value) && rate.is_finite());
    let both = both.map(|(index, (value, rate))| Both {
        seconds: hold_ms(&streams.time_ms, index) as f64 / 1000.0,
        effort: *value,
        rate: *rate,
    });
    Some(both.collect())
}

/// The effort by heart rate (Friel's efficiency factor).
fn efficiency(half: &[Both], effort: Effort) -> Option<f64> {
    let mean = |of: fn(&Both) -> f64| {
        let weighted: f64 = half.iter().map(|sample| of(sample) * sample.seconds).sum();
        weighted / half.iter().map(|sample| sample.seconds).sum::<f64>()
    };
    let figure = match effort {
        Effort::Power => {
            let held: Vec<_> = half.iter().map(|s| (s.seconds, s.effort)).collect();
            normalized(&held)?
        }
        Effort::Pace => mean(|sample| sample.effort),
    };
    let factor = figure / mean(|sample| sample.rate);
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streams(seconds: usize, of: &[(Channel, &dyn Fn(usize) -> f64)]) -> Streams {
        let mut streams = Streams {
            time_ms: (0_i64..)
                .map(|second| second * 1000)
                .take(seconds)
                .collect(),
            ..Streams::default()
        };
        for (channel, value) in of {
            let values = (0..seconds).map(value).collect();
            streams.channels.insert(*channel, values);
        }
        streams
    }

    fn near(value: Option<f64>, expected: f64, by: f64) {
        assert!(
            value.is_some_and(|value| (value - expected).abs() < by),
            "{value:?} is not {expected}"
        );
    }

    #[test]
    fn an_hour_at_a_steady_rate_is_the_formula() {
        // Rest 60, maximum 190, an hour at 125: half the reserve.
        let hour = streams(3601, &[(Channel::HeartRate, &|_| 125.0)]);
        let men = 60.0 * 0.5 * 0.64 * (1.92_f64 * 0.5).exp();
        near(
            training_impulse(&hour, (60.0, 190.0), Weighting::MEN),
            men,
            1e-6,
        );
        assert!((men - 50.15).abs() < 0.05, "{men}");
        let women = 60.0 * 0.5 * 0.86 * (1.67_f64 * 0.5).exp();
        near(
            training_impulse(&hour, (60.0, 190.0), Weighting::WOMEN),
            women,
            1e-6,
        );
    }

    #[test]
    fn hard_minutes_weigh_more_than_the_mean_says() {
        let even = streams(1201, &[(Channel::HeartRate, &|_| 140.0)]);
        let uneven = streams(
            1201,
            &[(Channel::HeartRate, &|n| if n < 600 { 110.0 } else { 170.0 })],
        );
        let of = |s: &Streams| training_impulse(s, (60.0, 190.0), Weighting::MEN).unwrap();
        assert!(of(&uneven) > of(&even) * 1.1);
    }

    #[test]
    fn pauses_gaps_and_rest_weigh_nothing() {
        let low = streams(601, &[(Channel::HeartRate, &|_| 50.0)]);
        near(
            training_impulse(&low, (60.0, 190.0), Weighting::MEN),
            0.0,
            1e-9,
        );
        let mut paused = streams(3, &[(Channel::HeartRate, &|_| 125.0)]);
        paused.time_ms = vec![0, 3_600_000, 3_600_000];
        let half_minute = 0.5 * 0.5 * 0.64 * (1.92_f64 * 0.5).exp();
        near(
            training_impulse(&paused, (60.0, 190.0), Weighting::MEN),
            half_minute,
            1e-9,
        );
        for none in [
            Streams::default(),
            streams(1, &[(Channel::HeartRate, &|_| 150.0)]),
            streams(90, &[(Channel::HeartRate, &|_| f64::NAN)]),
        ] {
            assert_eq!(training_impulse(&none, (60.0, 190.0), Weighting::MEN), None);
        }
        for figures in [(60.0, 60.0), (190.0, 60.0), (f64::NAN, 190.0)] {
            assert_eq!(training_impulse(&low, figures, Weighting::MEN), None);
        }
    }

    #[test]
    fn a_rate_that_rises_by_a_tenth_at_even_effort_decouples_by_a_tenth() {
        let rate = |n: usize| if n < 1800 { 130.0 } else { 143.0 };
        let ride = streams(
            3601,
            &[(Channel::Power, &|_| 200.0), (Channel::HeartRate, &rate)],
        );
        let expected = (1.0 - 130.0 / 143.0) * 100.0;
        near(decoupling(&ride, Effort::Power), expected, 0.02);
        let run = streams(
            3601,
            &[(Channel::Speed, &|_| 3.0), (Channel::HeartRate, &rate)],
        );
        near(decoupling(&run, Effort::Pace), expected, 0.02);
        let steady = streams(
            1300,
            &[(Channel::Speed, &|_| 3.0), (Channel::HeartRate, &|_| 140.0)],
        );
        near(decoupling(&steady, Effort::Pace), 0.0, 1e-9);
    }

    #[test]
    fn stands_do_not_count_and_too_little_gives_none() {
        let stops = streams(
            3601,
            &[
                (Channel::Speed, &|n| if n % 2 == 0 { 3.0 } else { 0.0 }),
                (Channel::HeartRate, &|_| 140.0),
            ],
        );
        near(decoupling(&stops, Effort::Pace), 0.0, 1e-9);
        let short = streams(
            600,
            &[
                (Channel::Power, &|_| 200.0),
                (Channel::HeartRate, &|_| 140.0),
            ],
        );
        let unmeasured = streams(3600, &[(Channel::Power, &|_| 200.0)]);
        let idle = streams(
            3600,
            &[(Channel::Power, &|_| 0.0), (Channel::HeartRate, &|_| 90.0)],
        );
        for none in [short, unmeasured, idle, Streams::default()] {
            assert_eq!(decoupling(&none, Effort::Power), None);
        }
    }
}
