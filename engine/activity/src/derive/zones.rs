//! Training zones from a person's figures, by methods that others published. Each answers where the
//! zones begin; figures that cannot be a person's give none.

use super::figures::{MOVING_MPS, hold_ms};
use crate::streams::{Channel, Streams};

/// What zones are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Beats a minute, as streams hold them.
    HeartRate,
    /// Watts.
    Power,
    /// As speed, metres a second: a faster pace is a higher figure, and so is its zone.
    Pace,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::HeartRate, Self::Power, Self::Pace];

    pub fn channel(self) -> Channel {
        match self {
            Self::HeartRate => Channel::HeartRate,
            Self::Power => Channel::Power,
            Self::Pace => Channel::Speed,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::HeartRate => "heart_rate",
            Self::Power => "power",
            Self::Pace => "pace",
        }
    }
}

/// Where each zone begins, ascending; a zone ends where the next begins, the last has no end.
#[derive(Clone, Debug, PartialEq)]
pub struct Zones {
    pub lower: Vec<f64>,
}

impl Zones {
    /// The zone of a figure, from 0; `None` below the first, and of what is no number.
    pub fn of(&self, figure: f64) -> Option<usize> {
        if !figure.is_finite() {
            return None;
        }
        self.lower
            .partition_point(|lower| *lower <= figure)
            .checked_sub(1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// Where a zone begins and ends.
    pub fn bounds(&self) -> impl Iterator<Item = (f64, Option<f64>)> + '_ {
        let ends = self.lower.iter().skip(1).copied().map(Some).chain([None]);
        self.lower.iter().copied().zip(ends)
    }
}

/// Seconds spent in zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spent {
    /// Below the first zone.
    pub below: f64,
    /// One for each zone.
    pub seconds: Vec<f64>,
}

impl Spent {
    pub fn total(&self) -> f64 {
        self.below + self.seconds.iter().sum::<f64>()
    }
}

/// The time in each zone: a sample stands until the next one, thirty seconds at most; missing
/// samples and, of paces, stands count nowhere: the pace of a stand is no pace. `None` without any sample that counts.
pub fn time_in(kind: Kind, zones: &Zones, streams: &Streams) -> Option<Spent> {
    let figures = streams.channel(kind.channel())?;
    let mut spent = Spent {
        below: 0.0,
        seconds: vec![0.0; zones.len()],
    };
    let counts = |figure: f64| figure.is_finite() && (kind != Kind::Pace || figure >= MOVING_MPS);
    let counted = figures.iter().enumerate().filter(|(_, f)| counts(**f));
    for (index, figure) in counted {
        let seconds = hold_ms(&streams.time_ms, index) as f64 / 1000.0;
        let zone = zones
            .of(*figure)
            .and_then(|zone| spent.seconds.get_mut(zone));
        *zone.unwrap_or(&mut spent.below) += seconds;
    }
    (spent.total() > 0.0).then_some(spent)
}

/// Five zones from 50, 60, 70, 80 and 90 % of the maximum (ACSM's Guidelines for Exercise Testing
/// and Prescription; as in the American Heart Association's target heart rates).
pub fn by_max_heart_rate(max: f64) -> Option<Zones> {
    shares(&[0.5, 0.6, 0.7, 0.8, 0.9], |share| share * max)
}

/// Five zones from 50, 60, 70, 80 and 90 % of the reserve between rest and maximum (M. J. Karvonen,
/// E. Kentala, O. Mustala: The effects of training on heart rate, Ann Med Exp Biol Fenn, 1957).
pub fn by_heart_rate_reserve(max: f64, resting: f64) -> Option<Zones> {
    let reserve = max - resting;
    shares(&[0.5, 0.6, 0.7, 0.8, 0.9], |share| {
        resting + share * reserve
    })
}

/// Seven zones by percent of the heart rate at the lactate threshold, with bounds at 85, 90, 95,
/// 100, 103 and 106 % (J. Friel: The Triathlete's Training Bible, zones 1 to 5c).
pub fn by_threshold_heart_rate(threshold: f64) -> Option<Zones> {
    shares(&[0.0, 0.85, 0.90, 0.95, 1.00, 1.03, 1.06], |share| {
        share * threshold
    })
}

/// Seven levels by percent of the functional threshold power, with bounds at 55, 75, 90, 105, 120
/// and 150 % (H. Allen, A. Coggan: Training and Racing with a Power Meter).
pub fn by_ftp(ftp: f64) -> Option<Zones> {
    shares(&[0.0, 0.55, 0.75, 0.90, 1.05, 1.20, 1.50], |share| {
        share * ftp
    })
}

/// Seven zones by percent of the pace at the threshold, with bounds at 129, 114, 106, 99, 97 and
/// 90 % of its time for a way (J. Friel: The Triathlete's Training Bible, zones 1 to 5c).
/// `threshold` is a speed in metres a second.
pub fn by_threshold_pace(threshold: f64) -> Option<Zones> {
    let shares_of_time = [1.29, 1.14, 1.06, 0.99, 0.97, 0.90];
    let lower = shares_of_time.map(|share| threshold / share);
    ascending([0.0].into_iter().chain(lower).collect())
}

/// As the person set them: where each zone begins.
pub fn by_hand(lower: &[f64]) -> Option<Zones> {
    ascending(lower.to_vec())
}

fn shares(shares: &[f64], figure: impl Fn(f64) -> f64) -> Option<Zones> {
    ascending(shares.iter().copied().map(figure).collect())
}

fn ascending(lower: Vec<f64>) -> Option<Zones> {
    let sound = !lower.is_empty()
        && lower.iter().all(|bound| bound.is_finite() && *bound >= 0.0)
        && lower.is_sorted_by(|a, b| a < b);
    sound.then_some(Zones { lower })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(zones: Option<Zones>) -> Vec<f64> {
        let zones = zones.expect("zones");
        let cents = zones
            .lower
            .iter()
            .map(|bound| (bound * 100.0).round() / 100.0);
        cents.collect()
    }

    #[test]
    fn each_method_gives_its_published_bounds() {
        assert_eq!(
            rounded(by_max_heart_rate(190.0)),
            [95.0, 114.0, 133.0, 152.0, 171.0]
        );
        assert_eq!(
            rounded(by_heart_rate_reserve(190.0, 50.0)),
            [120.0, 134.0, 148.0, 162.0, 176.0]
        );
        assert_eq!(
            rounded(by_threshold_heart_rate(160.0)),
            [0.0, 136.0, 144.0, 152.0, 160.0, 164.8, 169.6]
        );
        assert_eq!(
            rounded(by_ftp(200.0)),
            [0.0, 110.0, 150.0, 180.0, 210.0, 240.0, 300.0]
        );
        // 4:00 min/km at the threshold: the second zone begins at 5:09.6, the last at 3:36.
        let pace = by_threshold_pace(1000.0 / 240.0).expect("zones");
        let seconds: Vec<f64> = pace
            .lower
            .iter()
            .skip(1)
            .map(|speed| (10_000.0 / speed).round() / 10.0)
            .collect();
        assert_eq!(seconds, [309.6, 273.6, 254.4, 237.6, 232.8, 216.0]);
    }

    #[test]
    fn a_figure_is_in_the_zone_that_it_reached() {
        let zones = by_max_heart_rate(200.0).expect("zones");
        let of = [99.9, 100.0, 119.9, 120.0, 250.0, f64::NAN].map(|rate| zones.of(rate));
        assert_eq!(of, [None, Some(0), Some(0), Some(1), Some(4), None]);
        assert_eq!(zones.bounds().last(), Some((180.0, None)));
    }

    fn streams(channel: Channel, seconds: &[i64], figures: &[f64]) -> Streams {
        Streams {
            time_ms: seconds.iter().map(|second| second * 1000).collect(),
            channels: [(channel, figures.to_vec())].into(),
            ..Streams::default()
        }
    }

    #[test]
    fn time_is_spent_until_the_next_sample_and_not_over_a_pause() {
        let zones = by_hand(&[100.0, 150.0]).expect("zones");
        let rates = [90.0, 100.0, f64::NAN, 160.0, 120.0, 120.0];
        let streams = streams(Channel::HeartRate, &[0, 10, 20, 25, 30, 600], &rates);
        let spent = time_in(Kind::HeartRate, &zones, &streams).expect("spent");
        // The pause of 570 s counts as 30, the last sample not at all.
        assert_eq!((spent.below, spent.seconds), (10.0, vec![40.0, 5.0]));
        assert_eq!(time_in(Kind::Power, &zones, &streams), None);
    }

    #[test]
    fn a_stand_is_in_no_pace_zone() {
        let zones = by_threshold_pace(4.0).expect("zones");
        let streams = streams(Channel::Speed, &[0, 10, 20, 30], &[0.2, 2.0, 4.2, 0.0]);
        let spent = time_in(Kind::Pace, &zones, &streams).expect("spent");
        assert!((spent.total() - 20.0).abs() < 1e-9, "{spent:?}");
        assert!((spent.seconds[0] - 10.0).abs() < 1e-9, "{spent:?}");
    }

    #[test]
    fn what_cannot_be_gives_none() {
        for zones in [
            by_max_heart_rate(0.0),
            by_max_heart_rate(f64::NAN),
            by_heart_rate_reserve(60.0, 70.0),
            by_ftp(-1.0),
            by_threshold_pace(0.0),
            by_hand(&[]),
            by_hand(&[120.0, 120.0]),
            by_hand(&[-1.0, 5.0]),
        ] {
            assert_eq!(zones, None);
        }
    }
}
