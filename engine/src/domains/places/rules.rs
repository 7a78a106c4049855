//! What others see of a track: nothing around the places that its person marked.

use sha2::{Digest, Sha256};
use stadion_activity::derive::haversine;
use stadion_activity::streams::{Channel, Streams};

use super::model::{Circle, Ends, Hidden, Place, Position};

/// Of each end of a track, metres.
pub const HIDDEN_END_M: f64 = 200.0;
/// A position that moved less counts as standing still: the noise of a receiver at the door is no way.
const STEP_M: f64 = 20.0;
/// How far the hidden circle may be shifted, and how much it is larger, in radii of the place.
const SHIFT: f64 = 0.5;
/// Against rounding.
const SLACK_M: f64 = 1.0;
/// Mean radius R1 of the WGS 84 ellipsoid (IUGG; Moritz, 2000), as `haversine` takes it.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// What stays of a hidden sample: what the body did there, which no way follows from. All other channels are of the
/// way or could tell of it, those to come and those that only the file knows among them.
const STAYS: [Channel; 5] = [
    Channel::HeartRate,
    Channel::RespirationRate,
    Channel::Spo2,
    Channel::CoreTemperature,
    Channel::SaturatedHemoglobinPercent,
];

/// The streams as others may see them. Samples inside of a place's circle, and of a step through it, lose their
/// position and all that is of the way; time goes on. What is covered counts from the first sample shown and stands
/// still where samples are hidden, so that it does not tell how long the hidden way is.
pub fn hide(streams: &Streams, places: &[Place], ends: Ends) -> Hidden {
    let track = Track::of(streams);
    let mut is_hidden = vec![false; track.points.len()];
    for place in places {
        track.hide_circle(&circle(place), &mut is_hidden);
    }
    if ends == Ends::Hidden {
        track.hide_ends(&mut is_hidden);
    }
    let is_hidden = track.by_sample(streams.len(), &is_hidden);
    Hidden {
        streams: without(streams, &is_hidden),
        is_hidden,
    }
}

/// The circle that is hidden for a place: half as large again and shifted by at most that half, so that it covers the
/// place's own circle and its middle is anywhere around the place. Another radius is another shift: two circles of one
/// shift would tell the place.
pub fn circle(place: &Place) -> Circle {
    let hash = Sha256::new()
        .chain_update(place.secret.as_bytes())
        .chain_update(place.radius_m.to_bits().to_be_bytes())
        .finalize();
    let share = |from: usize| {
        let bytes = hash.iter().skip(from).take(6);
        bytes.fold(0.0, |sum, byte| (sum + f64::from(*byte)) / 256.0)
    };
    // Even over the disc: the root of an even share of its area.
    let shift = place.radius_m * SHIFT * share(0).sqrt();
    let bearing = share(8) * std::f64::consts::TAU;
    Circle {
        middle: moved(place.position(), shift, bearing),
        radius_m: place.radius_m * (1.0 + SHIFT) + SLACK_M,
    }
}

/// The point so many metres away on a sphere. Source: Snyder, "Map Projections: A Working Manual", USGS Professional
/// Paper 1395, 1987, equations 5-5 and 5-6.
fn moved(from: Position, metres: f64, bearing: f64) -> Position {
    let (sin_lat, cos_lat) = from.latitude.to_radians().sin_cos();
    let (sin_way, cos_way) = (metres / EARTH_RADIUS_M).sin_cos();
    let (sin_bearing, cos_bearing) = bearing.sin_cos();
    let latitude = (sin_lat * cos_way + cos_lat * sin_way * cos_bearing).asin();
    let east = (sin_way * sin_bearing).atan2(cos_lat * cos_way - sin_lat * sin_way * cos_bearing);
    Position {
        latitude: latitude.to_degrees(),
        longitude: (from.longitude + east.to_degrees() + 540.0).rem_euclid(360.0) - 180.0,
    }
}

pub fn metres(from: Position, to: Position) -> f64 {
    haversine((from.latitude, from.longitude), (to.latitude, to.longitude))
}

/// The samples with a position.
struct Track {
    /// Place among the samples, and position.
    points: Vec<(usize, Position)>,
}

impl Track {
    fn of(streams: &Streams) -> Self {
        let latitudes = streams.channel(Channel::PositionLat).unwrap_or_default();
        let longitudes = streams.channel(Channel::PositionLong).unwrap_or_default();
        let pairs = latitudes.iter().zip(longitudes).enumerate();
        let known = pairs.filter(|(_, (lat, long))| lat.is_finite() && long.is_finite());
        let points = known.map(|(sample, (latitude, longitude))| {
            let (latitude, longitude) = (*latitude, *longitude);
            (
                sample,
                Position {
                    latitude,
                    longitude,
                },
            )
        });
        Self {
            points: points.collect(),
        }
    }

    fn hide_circle(&self, circle: &Circle, is_hidden: &mut [bool]) {
        let inside = |at: Position| metres(circle.middle, at) <= circle.radius_m;
        for ((_, at), hidden) in self.points.iter().zip(is_hidden.iter_mut()) {
            *hidden |= inside(*at);
        }
        for (n, pair) in self.points.windows(2).enumerate() {
            let [(_, from), (_, to)] = pair else { continue };
            if !inside(*from) && !inside(*to) && passes(circle, *from, *to) {
                for hidden in is_hidden.iter_mut().skip(n).take(2) {
                    *hidden = true;
                }
            }
        }
    }

    fn hide_ends(&self, is_hidden: &mut [bool]) {
        let positions = || self.points.iter().map(|(_, at)| *at);
        let first = end_of(positions());
        let last = end_of(positions().rev());
        is_hidden.iter_mut().take(first).for_each(|h| *h = true);
        is_hidden
            .iter_mut()
            .rev()
            .take(last)
            .for_each(|h| *h = true);
    }

    /// Samples without a position are hidden as those before and after them: a watch that has no fix yet stands at
    /// the door.
    fn by_sample(&self, samples: usize, is_hidden: &[bool]) -> Vec<bool> {
        let mut all = vec![false; samples];
        let mut from = 0;
        let mut before = None;
        for ((sample, _), hidden) in self.points.iter().zip(is_hidden) {
            let between = *hidden || before == Some(true);
            for place in all.iter_mut().take(*sample).skip(from) {
                *place = between;
            }
            if let Some(place) = all.get_mut(*sample) {
                *place = *hidden;
            }
            (from, before) = (sample + 1, Some(*hidden));
        }
        if before == Some(true) {
            all.iter_mut().skip(from).for_each(|place| *place = true);
        }
        all
    }
}

/// How many positions belong to the first metres of a way.
fn end_of(positions: impl Iterator<Item = Position>) -> usize {
    let mut covered = 0.0;
    let mut last: Option<Position> = None;
    let mut count = 0;
    for at in positions {
        let step = last.map_or(0.0, |last| metres(last, at));
        if step >= STEP_M || last.is_none() {
            covered += step;
            last = Some(at);
        }
        if covered > HIDDEN_END_M {
            break;
        }
        count += 1;
    }
    count
}

/// Whether the straight step between two points outside of a circle meets it, on a plane around its middle.
fn passes(circle: &Circle, from: Position, to: Position) -> bool {
    let shrink = circle.middle.latitude.to_radians().cos();
    let plane = |at: Position| {
        let east = (at.longitude - circle.middle.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let north = at.latitude - circle.middle.latitude;
        (
            east.to_radians() * shrink * EARTH_RADIUS_M,
            north.to_radians() * EARTH_RADIUS_M,
        )
    };
    let ((x, y), (to_x, to_y)) = (plane(from), plane(to));
    let (way_x, way_y) = (to_x - x, to_y - y);
    let length = way_x.mul_add(way_x, way_y * way_y);
    if length == 0.0 {
        return false;
    }
    let share = (-(x * way_x + y * way_y) / length).clamp(0.0, 1.0);
    let (near_x, near_y) = (x + share * way_x, y + share * way_y);
    near_x.hypot(near_y) <= circle.radius_m
}

fn without(streams: &Streams, is_hidden: &[bool]) -> Streams {
    if !is_hidden.contains(&true) {
        return streams.clone();
    }
    let mut left = streams.clone();
    for (channel, values) in &mut left.channels {
        match channel {
            Channel::Distance => *values = shown_distance(values, is_hidden),
            channel if STAYS.contains(channel) => {}
            _ => blank(values, is_hidden),
        }
    }
    for column in left.open.values_mut() {
        blank(&mut column.values, is_hidden);
    }
    left
}

fn blank(values: &mut [f64], is_hidden: &[bool]) {
    let hidden = values
        .iter_mut()
        .zip(is_hidden)
        .filter(|(_, hidden)| **hidden);
    hidden.for_each(|(value, _)| *value = f64::NAN);
}

/// What is covered within the stretches that are shown.
fn shown_distance(values: &[f64], is_hidden: &[bool]) -> Vec<f64> {
    let (mut covered, mut last) = (0.0, None);
    let shown = values.iter().zip(is_hidden).map(|(value, hidden)| {
        if *hidden {
            last = None;
            return f64::NAN;
        }
        if !value.is_finite() {
            return f64::NAN;
        }
        covered += last.map_or(0.0, |last: f64| (value - last).max(0.0));
        last = Some(*value);
        Channel::Distance.snap(covered)
    });
    shown.collect()
}
