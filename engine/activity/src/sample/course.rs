//! Ways that lie in the land: the same from one outing to the next.

use std::f64::consts::TAU;

use super::random::Random;

/// Metres of a degree of latitude on the mean sphere.
const DEGREE_M: f64 = 111_195.0;
const CORNERS: usize = 240;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Around and home again.
    Round,
    /// There and the same way back.
    Return,
}

/// A way of known length with its hills.
#[derive(Clone, Debug)]
pub struct Course {
    /// Metres, there and back.
    pub length: f64,
    shape: Shape,
    start: (f64, f64),
    /// North and east of the start, in metres, at even steps of the way (of half of it, for a return).
    corners: Vec<(f64, f64)>,
    altitude: f64,
    /// Height, times along the length, phase.
    hills: Vec<(f64, f64, f64)>,
    /// What a way to a summit rises.
    summit: f64,
}

impl Course {
    /// `start` is latitude and longitude in degrees, `altitude` metres above the sea, `climb` what
    /// the whole way climbs. A return with much climb leads to a summit.
    pub fn new(
        shape: Shape,
        start: (f64, f64),
        length: f64,
        (altitude, climb): (f64, f64),
        seed: u64,
    ) -> Self {
        let mut random = Random::new(seed);
        let one_way = match shape {
            Shape::Round => length,
            Shape::Return => length / 2.0,
        };
        let line = match shape {
            Shape::Round => ring(&mut random),
            Shape::Return => path(&mut random),
        };
        let is_steep = shape == Shape::Return && climb > 0.025 * length;
        let summit = if is_steep { 0.85 * climb } else { 0.0 };
        let rolling = climb - summit;
        // A wave of height h climbs 2h each time; a return has each slope twice, once downwards.
        let wave = |random: &mut Random, share: f64, times: f64| {
            let height = rolling * share / (2.0 * times);
            (height, times, random.between(0.0, TAU))
        };
        let hills = vec![
            wave(&mut random, 0.40, 2.0),
            wave(&mut random, 0.35, 5.0),
            wave(&mut random, 0.25, 11.0),
        ];
        Self {
            length,
            shape,
            start,
            corners: scaled(&line, one_way),
            altitude,
            hills,
            summit,
        }
    }

    /// How far along the way there: on the way back it shrinks.
    fn outward(&self, metres: f64) -> f64 {
        let along = metres.rem_euclid(self.length.max(1.0));
        match self.shape {
            Shape::Return if along > self.length / 2.0 => self.length - along,
            _ => along,
        }
    }

    /// Latitude and longitude after so many metres.
    pub fn position(&self, metres: f64) -> (f64, f64) {
        let one_way = match self.shape {
            Shape::Round => self.length,
            Shape::Return => self.length / 2.0,
        };
        let steps = self.corners.len().saturating_sub(1).max(1) as f64;
        let at = (self.outward(metres) / one_way.max(1.0) * steps).clamp(0.0, steps);
        let corner = |at: f64| self.corners.get(at as usize).copied().unwrap_or_default();
        let (from, to) = (corner(at.floor()), corner((at.floor() + 1.0).min(steps)));
        let part = at.fract();
        let (north, east) = (
            from.0 + (to.0 - from.0) * part,
            from.1 + (to.1 - from.1) * part,
        );
        let east_degree = DEGREE_M * self.start.0.to_radians().cos().max(0.01);
        (
            self.start.0 + north / DEGREE_M,
            self.start.1 + east / east_degree,
        )
    }

    /// Metres above the sea after so many metres.
    pub fn altitude(&self, metres: f64) -> f64 {
        let along = self.outward(metres);
        let wave = |(height, times, phase): &(f64, f64, f64)| {
            let of = match self.shape {
                Shape::Round => self.length,
                Shape::Return => self.length / 2.0,
            };
            height * ((times * along * TAU / of.max(1.0) + phase).sin() - phase.sin())
        };
        let rolling: f64 = self.hills.iter().map(wave).sum();
        self.altitude + rolling + self.summit * smooth(2.0 * along / self.length.max(1.0))
    }

    /// Rise by run around a place of the way, in the direction one goes.
    pub fn slope(&self, metres: f64) -> f64 {
        const REACH: f64 = 20.0;
        (self.altitude(metres + REACH) - self.altitude(metres)) / REACH
    }
}

/// From 0 to 1 without a step at either end.
fn smooth(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    if share < 0.0 {
        0.0
    } else {
        share * share * (3.0 - 2.0 * share)
    }
}

/// Around a middle, further out here than there; begins at the origin.
fn ring(random: &mut Random) -> Vec<(f64, f64)> {
    let waves: Vec<(f64, f64, f64)> = [(2.0, 0.26), (3.0, 0.16), (5.0, 0.07), (9.0, 0.03)]
        .map(|(times, most)| {
            (
                random.between(0.3 * most, most),
                times,
                random.between(0.0, TAU),
            )
        })
        .to_vec();
    let begin = random.between(0.0, TAU);
    let point = |corner: usize| {
        let angle = TAU * corner as f64 / CORNERS as f64;
        let bend =
            |(height, times, phase): &(f64, f64, f64)| height * (times * angle + phase).sin();
        let radius = 1.0 + waves.iter().map(bend).sum::<f64>();
        (
            radius * (angle + begin).cos(),
            radius * (angle + begin).sin(),
        )
    };
    let (north, east) = point(0);
    (0..=CORNERS)
        .map(|corner| point(corner % CORNERS))
        .map(|(n, e)| (n - north, e - east))
        .collect()
}

/// Away from the origin, with bends.
fn path(random: &mut Random) -> Vec<(f64, f64)> {
    let begin = random.between(0.0, TAU);
    let waves = [(1.0, 0.5), (3.0, 0.4), (8.0, 0.25)].map(|(times, most)| {
        (
            random.between(0.4 * most, most),
            times,
            random.between(0.0, TAU),
        )
    });
    let (mut north, mut east) = (0.0, 0.0);
    let mut line = vec![(0.0, 0.0)];
    for corner in 0..CORNERS {
        let along = TAU * corner as f64 / CORNERS as f64;
        let bend =
            |(height, times, phase): &(f64, f64, f64)| height * (times * along + phase).sin();
        let heading = begin + waves.iter().map(bend).sum::<f64>();
        north += heading.cos();
        east += heading.sin();
        line.push((north, east));
    }
    line
}

/// The line at even steps of its length, which is made `metres`.
fn scaled(line: &[(f64, f64)], metres: f64) -> Vec<(f64, f64)> {
    let step = |pair: &[(f64, f64)]| match pair {
        [from, to] => (to.0 - from.0).hypot(to.1 - from.1),
        _ => 0.0,
    };
    let lengths: Vec<f64> = line.windows(2).map(step).collect();
    let whole: f64 = lengths.iter().sum();
    let scale = metres / whole.max(1e-9);
    let mut even = Vec::with_capacity(CORNERS + 1);
    let (mut at, mut gone) = (0, 0.0);
    for corner in 0..=CORNERS {
        let goal = whole * corner as f64 / CORNERS as f64;
        while at + 1 < lengths.len() && gone + lengths.get(at).copied().unwrap_or(0.0) < goal {
            gone += lengths.get(at).copied().unwrap_or(0.0);
            at += 1;
        }
        let (Some(from), Some(to), Some(length)) =
            (line.get(at), line.get(at + 1), lengths.get(at))
        else {
            break;
        };
        let part = ((goal - gone) / length.max(1e-9)).clamp(0.0, 1.0);
        even.push((
            (from.0 + (to.0 - from.0) * part) * scale,
            (from.1 + (to.1 - from.1) * part) * scale,
        ));
    }
    even
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::haversine;

    fn measured(course: &Course) -> (f64, f64) {
        let places: Vec<_> = (0..=2000)
            .map(|n| course.length * f64::from(n) / 2000.0)
            .collect();
        let way = places
            .windows(2)
            .map(|pair| haversine(course.position(pair[0]), course.position(pair[1])));
        let rise = |pair: &[f64]| (course.altitude(pair[1]) - course.altitude(pair[0])).max(0.0);
        (way.sum(), places.windows(2).map(rise).sum())
    }

    #[test]
    fn a_course_is_as_long_and_as_high_as_asked_and_leads_home() {
        for (shape, climb) in [
            (Shape::Round, 80.0),
            (Shape::Return, 80.0),
            (Shape::Return, 600.0),
        ] {
            for seed in 0..20 {
                let course = Course::new(shape, (52.5, 13.4), 10_000.0, (40.0, climb), seed);
                let (way, climbed) = measured(&course);
                assert!(
                    (9_700.0..10_100.0).contains(&way),
                    "{shape:?} {seed}: {way}"
                );
                assert!(
                    (0.4 * climb..1.5 * climb).contains(&climbed),
                    "{shape:?} {climbed}"
                );
                let home = haversine(course.position(0.0), course.position(course.length - 0.01));
                assert!(home < 60.0, "{shape:?} {seed}: {home}");
                let steep = (0..100).map(|n| course.slope(f64::from(n) * 100.0).abs());
                assert!(steep.fold(0.0, f64::max) < 0.35);
            }
        }
    }
}
