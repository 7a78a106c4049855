//! The ways around a place, by discipline: few, and gone again and again.

use std::collections::HashMap;
use std::sync::Arc;

use stadion_activity::sample::{Course, Discipline, Ground, Random, Shape};
use stadion_pack::model::{Over, RecordShape, Sport};

use super::model::{Person, Place};

/// Lengths by the usual session.
const LENGTHS: [f64; 7] = [0.5, 0.66, 0.84, 1.0, 1.24, 1.6, 2.05];

#[derive(Default)]
pub struct Courses(HashMap<(usize, &'static str), Arc<Vec<Course>>>);

impl Courses {
    /// The way there whose length is nearest to `metres`, and its number.
    pub fn nearest(
        &mut self,
        person: &Person,
        place: &'static Place,
        discipline: &'static Discipline,
        metres: f64,
        seed: u64,
    ) -> Option<Course> {
        let key = (discipline.rank(), place.zone);
        let known = self
            .0
            .entry(key)
            .or_insert_with(|| Arc::new(around(person, place, discipline, seed)));
        let off = |course: &&Course| (course.length - metres).abs();
        known
            .iter()
            .min_by(|a, b| off(a).total_cmp(&off(b)))
            .cloned()
    }
}

fn around(person: &Person, place: &Place, discipline: &Discipline, seed: u64) -> Vec<Course> {
    let usual = discipline.speed * person.level * person.volume * discipline.minutes.0 * 60.0;
    let mut random = Random::of(seed, 100 + discipline.rank() as u64);
    LENGTHS
        .iter()
        .map(|share| {
            let metres = usual * share * random.between(0.94, 1.06);
            course(
                place,
                discipline,
                (metres / 50.0).round() * 50.0,
                &mut random,
            )
        })
        .collect()
}

fn course(place: &Place, discipline: &Discipline, metres: f64, random: &mut Random) -> Course {
    let spot = match discipline.ground {
        Ground::Hills => place.hills,
        Ground::Water => place
            .water
            .map_or(place.home, |(lat, long)| (lat, long, place.home.2)),
        Ground::Snow => place.snow.unwrap_or(place.home),
        _ => place.home,
    };
    let climb = discipline.climb * metres / 1000.0 * random.between(0.7, 1.4);
    let is_return = discipline.ground == Ground::Hills || random.chance(0.3);
    let shape = if is_return && discipline.ground != Ground::Water {
        Shape::Return
    } else {
        Shape::Round
    };
    // Everyone sets out from a door of their own.
    let away = if discipline.ground == Ground::Water {
        0.001
    } else {
        0.012
    };
    let start = (
        spot.0 + random.between(-away, away),
        spot.1 + random.between(-away, away),
    );
    Course::new(shape, start, metres, (spot.2, climb), random.next())
}

/// A race over the distance that the sport keeps records of and that is nearest to `metres`.
pub fn race(
    place: &Place,
    discipline: &Discipline,
    sport: &Sport,
    metres: f64,
    seed: u64,
) -> Course {
    let rules = sport.metrics.iter().flat_map(|metric| &metric.records);
    let official = rules.filter_map(|rule| match rule.shape {
        RecordShape::Best {
            over: Over::Distance,
            at,
        } => Some(at),
        _ => None,
    });
    let off = |at: &f64| (at / metres.max(1.0)).ln().abs();
    let nearest = official.min_by(|a, b| off(a).total_cmp(&off(b)));
    // Nobody runs the tangents: a watch always measures a little more.
    let metres = nearest.filter(|at| off(at) < 0.5).unwrap_or(metres) * 1.004;
    course(place, discipline, metres, &mut Random::of(seed, 99))
}
