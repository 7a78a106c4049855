//! An outing as a device on a body records it: made up from who goes where, how hard, and when.

use chrono::{DateTime, Utc};

use super::course::Course;
use super::discipline::{Discipline, Ground};
use super::lifts::Lift;
use super::random::Random;
use super::ride;

/// More than a day of one outing is nobody's; keeps made-up files small.
const MOST_SECONDS: u32 = 24 * 3600;
/// The share of the heart rate reserve at which [`Discipline::speed`] is gone.
const EASY: f64 = 0.65;

/// What of a person decides how an outing goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    /// Beats a minute.
    pub resting: f64,
    pub highest: f64,
    pub mass_kg: f64,
    /// What is held for an hour, in watts.
    pub threshold_w: f64,
}

/// Hard stretches inside of an outing, with easy ones between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeats {
    pub count: u32,
    pub work_s: u32,
    pub rest_s: u32,
    /// Share of the heart rate reserve in the hard ones.
    pub effort: f64,
}

#[derive(Clone, Debug)]
pub struct Outing<'a> {
    pub discipline: &'static Discipline,
    pub start: DateTime<Utc>,
    /// Local time minus UTC.
    pub utc_offset_s: i32,
    /// Where it goes; it is over when the course is. `None` where one stays.
    pub course: Option<&'a Course>,
    /// How long it takes where one stays.
    pub seconds: u32,
    /// How fast the person is by the discipline's speed.
    pub shape: f64,
    /// Share of the heart rate reserve, 0 to 1.
    pub effort: f64,
    pub repeats: Option<Repeats>,
    pub body: Body,
    /// Degrees Celsius.
    pub temperature: f64,
    /// Seconds between two samples.
    pub every_s: u32,
    /// Metres, in a pool.
    pub pool_m: f64,
    /// With weights: exercise, kilograms, repetitions.
    pub sets: &'a [(&'static Lift, f64, u16)],
    /// Decides every wobble.
    pub seed: u64,
}

/// One sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub second: u32,
    /// Degrees; where the sky is seen.
    pub place: Option<(f64, f64)>,
    pub altitude: f64,
    pub metres: f64,
    pub speed: f64,
    pub heart_rate: f64,
    pub cadence: f64,
    pub power: f64,
}

/// One length of a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    pub(super) start: u32,
    pub(super) seconds: f64,
    pub(super) strokes: u16,
    /// Number in the FIT profile.
    pub(super) stroke: u8,
}

/// One set with weights and the rest after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Set {
    pub lift: &'static Lift,
    pub weight_kg: f64,
    pub repetitions: u16,
    pub(super) start: u32,
    pub(super) seconds: u32,
    pub(super) rest_s: u32,
}

/// What came of an outing.
#[derive(Clone, Debug)]
pub struct Recording {
    pub discipline: &'static Discipline,
    pub start: DateTime<Utc>,
    pub utc_offset_s: i32,
    pub seconds: u32,
    pub points: Vec<Point>,
    pub lengths: Vec<Length>,
    pub sets: Vec<Set>,
    pub(super) pool_m: f64,
    pub(super) temperature: Option<f64>,
    pub(super) calories: f64,
}

impl Outing<'_> {
    /// The same outing gives the same recording.
    pub fn record(&self) -> Recording {
        let mut walk = Walk::new(self);
        match (self.discipline.ground, self.course) {
            (Ground::Pool, _) => walk.lengths(),
            (Ground::Weights, _) => walk.sets(),
            (_, Some(course)) if self.discipline.has_way() => walk.along(course),
            _ => walk.here(),
        }
        let seconds = walk.points.last().map_or(0, |last| last.second);
        let hours = f64::from(seconds) / 3600.0;
        Recording {
            discipline: self.discipline,
            start: self.start,
            utc_offset_s: self.utc_offset_s,
            seconds,
            points: walk.points,
            lengths: walk.lengths,
            sets: walk.sets,
            pool_m: self.pool_m,
            temperature: (!self.discipline.is_indoors()).then_some(self.temperature),
            calories: self.discipline.met * self.effort / EASY * self.body.mass_kg * hours,
        }
    }
}

/// The state of an outing that is under way.
struct Walk<'a> {
    of: &'a Outing<'a>,
    random: Random,
    metres: f64,
    /// Metres that the device tells for each that was gone.
    gauge: f64,
    heart_rate: f64,
    /// How it goes just now, around 0.
    form: f64,
    points: Vec<Point>,
    lengths: Vec<Length>,
    sets: Vec<Set>,
}

impl<'a> Walk<'a> {
    fn new(of: &'a Outing<'a>) -> Self {
        let mut random = Random::new(of.seed);
        // Satellites measure the same way a little longer or shorter each time.
        let gauge = 1.0 + random.between(-0.004, 0.006);
        Self {
            of,
            random,
            metres: 0.0,
            gauge: if of.discipline.has_way() { gauge } else { 1.0 },
            heart_rate: of.body.resting + 28.0,
            form: 0.0,
            points: Vec::new(),
            lengths: Vec::new(),
            sets: Vec::new(),
        }
    }

    /// The effort that is meant at a time: the first ten minutes are easy where hard ones follow.
    fn effort(&self, second: u32) -> f64 {
        const WARM_UP_S: u32 = 600;
        let Some(repeats) = self.of.repeats else {
            return self.of.effort;
        };
        let round = (repeats.work_s + repeats.rest_s).max(1);
        let Some(inside) = second.checked_sub(WARM_UP_S) else {
            return EASY - 0.03;
        };
        if inside / round >= repeats.count {
            EASY - 0.02
        } else if inside % round < repeats.work_s {
            repeats.effort
        } else {
            EASY - 0.08
        }
    }

    /// The heart follows the effort within about half a minute, and beats faster the longer it lasts.
    fn beat(&mut self, second: u32, effort: f64, passed_s: f64) {
        const LAG_S: f64 = 32.0;
        let body = self.of.body;
        let drift = 0.035 * (f64::from(second) / 3600.0).min(3.0);
        let share = (effort + drift).clamp(0.05, 1.0);
        let goal = body.resting + (body.highest - body.resting) * share;
        let pull = 1.0 - (-passed_s / LAG_S).exp();
        self.heart_rate += (goal - self.heart_rate) * pull + self.random.between(-0.9, 0.9);
        self.heart_rate = self.heart_rate.clamp(body.resting - 4.0, body.highest);
    }

    fn along(&mut self, course: &Course) {
        let every_s = self.of.every_s.max(1);
        let mut second = 0;
        loop {
            let slope = course.slope(self.metres);
            let (speed, power, effort) = self.pace(second, slope);
            self.beat(second, effort, f64::from(every_s));
            let (latitude, longitude) = course.position(self.metres);
            let mut noise = || self.random.between(-9e-6, 9e-6);
            let place = Some((latitude + noise(), longitude + noise()));
            let altitude = course.altitude(self.metres);
            self.put(second, place, altitude, (speed, power));
            if self.metres >= course.length || second >= MOST_SECONDS {
                return;
            }
            self.metres += speed * f64::from(every_s);
            second += every_s;
        }
    }

    /// Metres a second, watts, and the effort that this slope makes of it.
    fn pace(&mut self, second: u32, slope: f64) -> (f64, f64, f64) {
        let (of, effort) = (self.of, self.effort(second));
        self.form = 0.9 * self.form + self.random.between(-0.012, 0.012);
        if of.discipline.has_power {
            let meant = of.body.threshold_w * of.shape * ride::share_of_threshold(effort);
            let wobble = 1.0 + self.random.between(-0.09, 0.09) + 2.0 * self.form;
            let power = meant * wobble * (1.0 + (5.0 * slope).clamp(-0.85, 0.45));
            let rough = if of.discipline.ground == Ground::Hills {
                6.0
            } else {
                1.0
            };
            let speed = ride::speed(power, slope, of.body.mass_kg, rough);
            return (speed, power, effort + (0.9 * slope).clamp(-0.09, 0.08));
        }
        let is_wet = matches!(of.discipline.ground, Ground::Water | Ground::Pool);
        let by_effort = (effort / EASY).powf(if is_wet { 0.45 } else { 0.95 });
        let flat = of.discipline.speed * of.shape * by_effort * (1.0 + self.form);
        let speed = flat * by_slope(slope);
        (
            speed.max(0.15),
            0.0,
            effort + (1.1 * slope).clamp(-0.07, 0.09) + self.form,
        )
    }

    fn put(&mut self, second: u32, place: Option<(f64, f64)>, altitude: f64, going: (f64, f64)) {
        let (speed, power) = going;
        let usual = self.of.discipline.cadence;
        let quick = speed / self.of.discipline.speed.max(0.1);
        let cadence = usual * (0.93 + 0.06 * quick) + self.random.between(-1.2, 1.2);
        self.points.push(Point {
            second,
            place,
            altitude,
            metres: self.metres * self.gauge,
            speed,
            heart_rate: self.heart_rate,
            cadence: if usual > 0.0 { cadence.max(0.0) } else { 0.0 },
            power: power.max(0.0),
        });
    }

    /// On a machine or a mat: time passes and the heart beats.
    fn here(&mut self) {
        let every_s = self.of.every_s.max(1);
        let is_machine = self.of.discipline.ground == Ground::Machine;
        let mut second = 0;
        while second <= self.of.seconds.min(MOST_SECONDS) {
            let (speed, power, effort) = if is_machine {
                self.pace(second, 0.0)
            } else {
                self.form = 0.97 * self.form + self.random.between(-0.03, 0.03);
                (0.0, 0.0, self.of.effort + self.form)
            };
            self.beat(second, effort, f64::from(every_s));
            self.put(second, None, f64::NAN, (speed, power));
            self.metres += speed * f64::from(every_s);
            second += every_s;
        }
    }

    /// Blocks of lengths with a rest at the wall after each.
    fn lengths(&mut self) {
        let pool_m = self.of.pool_m.max(10.0);
        let mut now = 0.0;
        self.put(0, None, f64::NAN, (0.0, 0.0));
        while now < f64::from(self.of.seconds.min(MOST_SECONDS)) {
            let block = if self.random.chance(0.4) { 4 } else { 8 };
            // Freestyle mostly; the others, and drills, for a change.
            let stroke = if now < 300.0 || self.random.chance(0.78) {
                0
            } else {
                self.random.pick(&[1, 2, 2, 3, 4]).copied().unwrap_or(0)
            };
            let hard = if self.random.chance(0.3) { 1.06 } else { 1.0 };
            for _ in 0..block {
                now = self.length(now, pool_m, stroke, hard);
            }
            now = (now + self.random.between(15.0, 35.0)).round();
        }
    }

    fn length(&mut self, from: f64, pool_m: f64, stroke: u8, hard: f64) -> f64 {
        // How fast each stroke is by freestyle, and how many cycles it takes.
        let (by_stroke, strokes) = match stroke {
            0 => (1.0, 1.0),
            1 => (0.87, 1.0),
            2 => (0.78, 0.62),
            3 => (0.9, 0.62),
            _ => (0.72, 1.1),
        };
        let (speed, _, effort) = self.pace(from as u32, 0.0);
        let speed = speed * by_stroke * hard;
        let seconds = pool_m / speed.max(0.2);
        self.beat(from as u32, effort * hard, seconds);
        self.metres += pool_m;
        let reach = 1.15 + 0.35 * self.of.shape;
        let strokes = pool_m / reach * strokes * 0.92 + self.random.between(-0.8, 0.8);
        self.lengths.push(Length {
            start: from as u32,
            seconds: (seconds * 10.0).round() / 10.0,
            strokes: strokes.round() as u16,
            stroke,
        });
        self.put(
            (from + seconds).round() as u32,
            None,
            f64::NAN,
            (speed, 0.0),
        );
        from + seconds
    }

    fn sets(&mut self) {
        let mut now = 240; // to get warm
        for (lift, weight_kg, repetitions) in self.of.sets {
            let seconds = (f64::from(*repetitions) * lift.seconds).round().max(5.0) as u32;
            let rest_s = self.random.between(75.0, 150.0) as u32;
            self.sets.push(Set {
                lift,
                weight_kg: *weight_kg,
                repetitions: *repetitions,
                start: now,
                seconds,
                rest_s,
            });
            now += seconds + rest_s;
        }
        let every_s = self.of.every_s.max(1);
        for second in (0..=now.min(MOST_SECONDS)).step_by(every_s as usize) {
            let under = |set: &&Set| (set.start..set.start + set.seconds + 15).contains(&second);
            let lifting = self.sets.iter().find(under).is_some();
            let effort = if lifting {
                self.of.effort + 0.14
            } else {
                self.of.effort - 0.1
            };
            self.beat(second, effort, f64::from(every_s));
            self.put(second, None, f64::NAN, (0.0, 0.0));
        }
    }
}

/// Uphill costs as it does on foot (Minetti and others, J Appl Physiol 93, 2002: half as much again
/// at a tenth); downhill helps a little, until it is steep.
fn by_slope(slope: f64) -> f64 {
    if slope > 0.0 {
        1.0 / (1.0 + 5.5 * slope)
    } else {
        (1.0 - 1.3 * slope - 7.0 * slope * slope).clamp(0.65, 1.12)
    }
}

#[cfg(test)]
mod tests {
    use super::super::course::Shape;
    use super::*;
    use crate::{Activity, FieldValue, Limits, read};

    fn outing(discipline: &'static Discipline) -> Outing<'static> {
        Outing {
            discipline,
            start: DateTime::from_timestamp(1_714_550_400, 0).unwrap(),
            utc_offset_s: 7200,
            course: None,
            seconds: 2700,
            shape: 1.0,
            effort: 0.68,
            repeats: None,
            body: Body {
                resting: 52.0,
                highest: 188.0,
                mass_kg: 70.0,
                threshold_w: 230.0,
            },
            temperature: 14.0,
            every_s: 5,
            pool_m: 25.0,
            sets: &[],
            seed: 11,
        }
    }

    fn decoded(recording: &Recording, with_samples: bool) -> Activity {
        let mut results = read("a.fit", recording.fit(with_samples), &Limits::default());
        let mut outcome = results.remove(0).outcome.unwrap();
        assert!(
            !outcome.partial && outcome.warnings.is_empty(),
            "{outcome:?}"
        );
        assert_eq!(outcome.activities.len(), 1);
        let mut activity = outcome.activities.remove(0);
        assert!(activity.warnings.is_empty(), "{:?}", activity.warnings);
        crate::derive::complete(&mut activity);
        activity
    }

    fn number(activity: &Activity, name: &str) -> f64 {
        match activity.fields.get(name) {
            Some(FieldValue::Number(value)) => *value,
            other => panic!(
                "{}/{} {name}: {other:?}",
                activity.sport, activity.sub_sport
            ),
        }
    }

    const ALL: [(&str, &str); 14] = [
        ("running", "generic"),
        ("running", "trail"),
        ("cycling", "generic"),
        ("cycling", "mountain"),
        ("cycling", "indoor_cycling"),
        ("swimming", "lap_swimming"),
        ("swimming", "open_water"),
        ("hiking", "generic"),
        ("walking", "generic"),
        ("cross_country_skiing", "generic"),
        ("cross_country_skiing", "skate_skiing"),
        ("training", "strength_training"),
        ("training", "yoga"),
        ("training", "breathing"),
    ];

    #[test]
    fn each_discipline_is_recorded_read_and_plausible() {
        for (sport, sub_sport) in ALL {
            let discipline = Discipline::of(sport, Some(sub_sport)).unwrap();
            let length = discipline.speed * 3600.0;
            let climb = discipline.climb * length / 1000.0;
            let course = Course::new(Shape::Round, (47.4, 8.5), length, (420.0, climb), 3);
            let sets: Vec<_> = Lift::all()
                .iter()
                .map(|lift| (lift, lift.weight_kg(70.0, 1.0), 8))
                .collect();
            let outing = Outing {
                course: discipline.has_way().then_some(&course),
                sets: &sets,
                ..outing(discipline)
            };
            let recording = outing.record();
            for with_samples in [true, false] {
                let activity = decoded(&recording, with_samples);
                assert_eq!(
                    (activity.sport.as_str(), activity.sub_sport.as_str()),
                    (sport, sub_sport)
                );
                assert_eq!(activity.utc_offset_s, Some(7200));
                assert_eq!(activity.streams.is_empty(), !with_samples);
                let seconds = number(&activity, "fit:session.total_timer_time");
                assert!(
                    (1500.0..7200.0).contains(&seconds),
                    "{sport} {sub_sport}: {seconds}"
                );
                let heart_rate = number(&activity, "fit:session.avg_heart_rate");
                assert!(
                    (90.0..175.0).contains(&heart_rate),
                    "{sport} {sub_sport}: {heart_rate}"
                );
                if discipline.speed > 0.0 {
                    let speed = number(&activity, "fit:session.total_distance") / seconds;
                    let by_usual = speed / discipline.speed;
                    assert!(
                        (0.6..1.35).contains(&by_usual),
                        "{sport} {sub_sport}: {speed}"
                    );
                }
                if discipline.has_power {
                    let (mean, normalized) = (
                        number(&activity, "fit:session.avg_power"),
                        number(&activity, "fit:session.normalized_power"),
                    );
                    assert!(
                        mean <= normalized + 1.0 && normalized < 1.4 * mean,
                        "{mean} {normalized}"
                    );
                    assert!((110.0..240.0).contains(&mean), "{sub_sport}: {mean}");
                }
            }
        }
    }

    #[test]
    fn lengths_and_sets_arrive() {
        let pool = outing(Discipline::of("swimming", Some("lap_swimming")).unwrap()).record();
        let activity = decoded(&pool, true);
        let lengths = activity
            .parts
            .iter()
            .filter(|part| part.kind == "fit:length")
            .count();
        assert_eq!(lengths, pool.lengths.len());
        assert!(
            (number(&activity, "fit:session.total_distance") - 25.0 * lengths as f64).abs() < 0.1
        );
        assert!((number(&activity, "fit:session.pool_length") - 25.0).abs() < 0.01);

        let sets = [(&Lift::all()[0], 60.0, 8), (&Lift::all()[2], 80.0, 5)];
        let lifting = Outing {
            sets: &sets,
            ..outing(Discipline::of("training", Some("strength_training")).unwrap())
        };
        let activity = decoded(&lifting.record(), true);
        let kinds = activity
            .parts
            .iter()
            .filter(|part| part.kind == "fit:set")
            .count();
        assert_eq!(kinds, 4, "two sets and their rests");
        let first = activity
            .parts
            .iter()
            .find(|part| part.kind == "fit:set")
            .unwrap();
        assert_eq!(first.fields["category"], FieldValue::Text("squat".into()));
    }

    #[test]
    fn hard_stretches_are_seen_in_pace_and_heart() {
        let discipline = Discipline::of("running", None).unwrap();
        let course = Course::new(Shape::Round, (47.4, 8.5), 9_000.0, (420.0, 20.0), 3);
        let repeats = Repeats {
            count: 5,
            work_s: 180,
            rest_s: 120,
            effort: 0.92,
        };
        let outing = Outing {
            course: Some(&course),
            repeats: Some(repeats),
            ..outing(discipline)
        };
        let recording = outing.record();
        let mean = |range: std::ops::Range<u32>| {
            let inside = recording
                .points
                .iter()
                .filter(|point| range.contains(&point.second));
            let speeds: Vec<f64> = inside.map(|point| point.speed).collect();
            speeds.iter().sum::<f64>() / speeds.len() as f64
        };
        assert!(mean(600..780) > 1.25 * mean(790..890));
        let hearts: Vec<f64> = recording
            .points
            .iter()
            .map(|point| point.heart_rate)
            .collect();
        assert!(hearts.iter().copied().fold(0.0, f64::max) > 165.0);
        assert_eq!(outing.record().fit(true), recording.fit(true));
    }
}
