//! Activity files made up for demonstrations, benchmarks and tests: plausible, and the same bytes
//! for the same input.

mod course;
mod discipline;
mod fit;
mod health;
mod lifts;
mod outing;
mod random;
mod ride;
mod watch;
mod xml;

use std::f64::consts::TAU;

use chrono::{DateTime, Utc};

pub use course::{Course, Shape};
pub use discipline::{Discipline, Ground};
pub use fit::{fit, fit_strength, fit_triathlon};
pub use health::{Health, health};
pub use lifts::Lift;
pub use outing::{Body, Outing, Point, Recording, Repeats, Set};
pub use random::Random;
pub use xml::{gpx, tcx};

/// A run to be made up: one sample a second, a lap every kilometre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub start: DateTime<Utc>,
    pub seconds: u32,
    /// Decides the way, the hills and every wobble.
    pub seed: u64,
    /// Metres a second, on average.
    pub speed: f64,
    /// Degrees: where it begins.
    pub latitude: f64,
    pub longitude: f64,
    /// Local time minus UTC.
    pub utc_offset_s: i32,
    /// Number of a sport in the FIT profile: 1 running, 2 cycling, 11 walking, 17 hiking.
    pub sport: u8,
}

impl Run {
    /// An easy run at 5:33 a kilometre through Berlin's Tiergarten.
    pub const fn new(start: DateTime<Utc>, seconds: u32, seed: u64) -> Self {
        Self {
            start,
            seconds,
            seed,
            speed: 3.0,
            latitude: 52.5145,
            longitude: 13.3501,
            utc_offset_s: 3600,
            sport: 1,
        }
    }
}

/// [`Run::new`] as a FIT file.
pub fn fit_run(start: DateTime<Utc>, seconds: u32, seed: u64) -> Vec<u8> {
    fit(&Run::new(start, seconds, seed))
}

/// One second of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moment {
    pub second: u32,
    pub latitude: f64,
    pub longitude: f64,
    pub altitude: f64,
    pub metres: f64,
    pub speed: f64,
    pub heart_rate: f64,
    pub cadence: f64,
}

/// Metres of a degree of latitude on the mean sphere.
const DEGREE_M: f64 = 111_195.0;
/// More than a week of one activity is nobody's; keeps made-up files small.
const MOST_SECONDS: u32 = 7 * 24 * 3600;

/// The run, second by second: a round of one's own over hills, at a pace that wanders; the heart
/// follows the effort, and beats faster the longer it lasts.
pub(crate) fn moments(run: &Run) -> Vec<Moment> {
    let mut random = Random::new(run.seed);
    let (round, hills) = (Round::new(run, &mut random), Hills::new(run, &mut random));
    let rest = random.between(115.0, 130.0);
    let (mut latitude, mut longitude) = (run.latitude, run.longitude);
    let (mut metres, mut heart_rate, mut form) = (0.0, 95.0, 0.0);
    let mut moments = Vec::new();
    for second in 0..=run.seconds.min(MOST_SECONDS) {
        form = 0.99 * form + random.between(-0.006, 0.006);
        let slope = hills.slope(metres);
        let speed = (run.speed * (1.0 + form) * (1.0 - 3.0 * slope)).max(0.0);
        let drift = 10.0 * f64::from(second) / f64::from(run.seconds.max(1));
        let effort = rest + 25.0 + drift + 300.0 * (form + slope);
        heart_rate += (effort.clamp(90.0, 192.0) - heart_rate) / 40.0 + random.between(-0.4, 0.4);
        moments.push(Moment {
            second,
            latitude,
            longitude,
            altitude: hills.altitude(metres),
            metres,
            speed,
            heart_rate,
            cadence: 70.0 + 5.0 * speed + random.between(-1.0, 1.0),
        });
        let heading = round.heading(metres) + random.between(-0.05, 0.05);
        latitude += speed * heading.cos() / DEGREE_M;
        longitude += speed * heading.sin() / (DEGREE_M * run.latitude.to_radians().cos().max(0.01));
        metres += speed;
    }
    moments
}

/// A sum of waves over the length of a run.
struct Waves {
    /// Height, times a run, phase.
    waves: [(f64, f64, f64); 3],
    length: f64,
}

impl Waves {
    fn new(run: &Run, random: &mut Random, of: [(f64, f64); 3]) -> Self {
        let length = (run.speed * f64::from(run.seconds)).max(1.0);
        let waves = of.map(|(height, times)| (height, times, random.between(0.0, TAU)));
        Self { waves, length }
    }

    fn height(&self, metres: f64) -> f64 {
        let along = metres * TAU / self.length;
        let wave =
            |(height, times, phase): &(f64, f64, f64)| height * (times * along + phase).sin();
        self.waves.iter().map(wave).sum()
    }

    fn slope(&self, metres: f64) -> f64 {
        let around = TAU / self.length;
        let wave = |(height, times, phase): &(f64, f64, f64)| {
            height * times * around * (times * around * metres + phase).cos()
        };
        self.waves.iter().map(wave).sum()
    }
}

/// Where it goes: once around, with bends. A curve that turns once and bends in multiples of two
/// or more ends where it began.
struct Round {
    bends: Waves,
    begin: f64,
}

impl Round {
    fn new(run: &Run, random: &mut Random) -> Self {
        let corners = if random.between(0.0, 1.0) < 0.5 {
            2.0
        } else {
            3.0
        };
        let bend = |random: &mut Random, most: f64| random.between(0.5 * most, most);
        let of = [
            (bend(random, 0.9), corners),
            (bend(random, 0.6), 2.0 * corners),
            (bend(random, 0.4), 5.0 * corners),
        ];
        Self {
            bends: Waves::new(run, random, of),
            begin: random.between(0.0, TAU),
        }
    }

    fn heading(&self, metres: f64) -> f64 {
        self.begin + metres * TAU / self.bends.length + self.bends.height(metres)
    }
}

/// The ground above the sea: long hills under short ones.
struct Hills(Waves);

impl Hills {
    const ABOVE_SEA_M: f64 = 60.0;

    fn new(run: &Run, random: &mut Random) -> Self {
        // Short runs have low hills: none is steeper than a few percent.
        let climb = random
            .between(10.0, 22.0)
            .min(0.002 * run.speed * f64::from(run.seconds));
        Self(Waves::new(
            run,
            random,
            [(climb, 1.0), (0.4 * climb, 3.0), (0.2 * climb, 8.0)],
        ))
    }

    fn altitude(&self, metres: f64) -> f64 {
        Self::ABOVE_SEA_M + self.0.height(metres)
    }

    fn slope(&self, metres: f64) -> f64 {
        self.0.slope(metres)
    }
}

/// The first and last moment of every kilometre begun.
pub(crate) fn laps(moments: &[Moment]) -> Vec<(Moment, Moment)> {
    const LAP_M: f64 = 1000.0;
    let mut laps = Vec::new();
    let mut start = moments.first().copied();
    for pair in moments.windows(2) {
        let (Some(first), [before, now]) = (start, pair) else {
            break;
        };
        if (now.metres / LAP_M).floor() > (before.metres / LAP_M).floor() {
            laps.push((first, *now));
            start = Some(*now);
        }
    }
    if let (Some(first), Some(last)) = (start, moments.last())
        && last.second > first.second
    {
        laps.push((first, *last));
    }
    laps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Activity, Decoded, FieldValue, Limits, read};

    fn hour() -> Run {
        Run::new(DateTime::from_timestamp(1_714_550_400, 0).unwrap(), 3600, 7)
    }

    fn only(name: &str, bytes: Vec<u8>) -> Activity {
        let mut results = read(name, bytes, &Limits::default());
        assert_eq!(results.len(), 1);
        let Decoded {
            mut activities,
            partial,
            warnings,
        } = results.remove(0).outcome.unwrap();
        assert!(!partial && warnings.is_empty(), "{warnings:?}");
        assert_eq!(activities.len(), 1);
        let activity = activities.remove(0);
        assert!(activity.warnings.is_empty(), "{:?}", activity.warnings);
        activity
    }

    fn number(activity: &Activity, name: &str) -> f64 {
        match activity.fields.get(name) {
            Some(FieldValue::Number(value)) => *value,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn the_three_formats_tell_the_same_run() {
        let run = hour();
        let (fit, tcx, gpx) = (
            only("a.fit", fit(&run)),
            only("a.tcx", tcx(&run)),
            only("a.gpx", gpx(&run)),
        );
        for activity in [&fit, &tcx, &gpx] {
            assert_eq!(activity.sport, "running");
            assert_eq!(activity.start_time, run.start);
            assert_eq!(activity.streams.len(), 3601);
            assert!((number(activity, "track:length") - number(&fit, "track:length")).abs() < 60.0);
            assert!(
                (number(activity, "track:avg_heart_rate") - number(&fit, "track:avg_heart_rate"))
                    .abs()
                    < 0.5
            );
            assert!((number(activity, "fit:session.total_elapsed_time") - 3600.0).abs() < 1e-9);
        }
        assert_eq!(fit.utc_offset_s, Some(3600));
        assert_eq!(fit.parts.len(), tcx.parts.len());
        assert_eq!(
            fit.parts.len(),
            (number(&fit, "fit:session.total_distance") / 1000.0).ceil() as usize
        );
    }

    #[test]
    fn the_run_is_plausible() {
        let fit = only("a.fit", fit(&hour()));
        assert!((9_000.0..12_500.0).contains(&number(&fit, "fit:session.total_distance")));
        assert!((110.0..185.0).contains(&number(&fit, "fit:session.avg_heart_rate")));
        assert!((20.0..400.0).contains(&number(&fit, "track:ascent")));
        assert!((3_400.0..=3_600.0).contains(&number(&fit, "track:moving_time")));
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let run = hour();
        assert_eq!(fit(&run), fit_run(run.start, run.seconds, run.seed));
        assert_ne!(fit(&run), fit(&Run { seed: 8, ..run }));
    }

    #[test]
    fn a_strength_session_has_sets() {
        let activity = only("a.fit", fit_strength(hour().start, 3));
        assert_eq!(
            (activity.sport.as_str(), activity.sub_sport.as_str()),
            ("training", "strength_training")
        );
        let sets: Vec<_> = activity
            .parts
            .iter()
            .filter(|part| part.kind == "fit:set")
            .collect();
        let active = FieldValue::Text("active".into());
        let lifts: Vec<_> = sets
            .iter()
            .filter(|set| set.fields["set_type"] == active)
            .collect();
        assert_eq!((sets.len(), lifts.len()), (24, 12));
        assert_eq!(
            lifts[0].fields["category"],
            FieldValue::Text("squat".into())
        );
        assert!(
            matches!(lifts[0].fields["weight"], FieldValue::Number(kg) if (20.0..200.0).contains(&kg))
        );
    }
}
