//! Positions: those nobody could have reached and come back from, and the wandering of a receiver
//! that stands still.

use super::trail::{Fault, Trail};
use super::values::erase;
use crate::derive::haversine;
use crate::streams::{Channel, Streams};

/// Nobody's speed is impossible below this (m/s): it is faster than anybody runs.
const LEAST_LIMIT_MPS: f64 = 15.0;
/// So many times the speed that nine of ten steps keep below is impossible: a flight is fast all
/// the way.
const LIMIT_TIMES: f64 = 3.0;
/// Points that may be off together before the track comes back, and for how long.
const MOST_OFF: usize = 10;
const MOST_OFF_S: f64 = 60.0;

/// Standing: no further than this a second, from so long before to so long after.
const STANDING_MPS: f64 = 0.3;
const AROUND_S: f64 = 15.0;
/// A stand to be mended lasts this long, …
const LEAST_STAND_S: f64 = 60.0;
/// … stays within this of its middle (m), ends no further from where it began, …
const REACH_M: f64 = 25.0;
const NET_M: f64 = 8.0;
/// … and wanders at least this far (m), else there is nothing to mend.
const LEAST_WAY_M: f64 = 5.0;
/// A degree of latitude is at least this far on the sphere.
const METRES_A_DEGREE: f64 = 111_195.0;
/// A device that tells this speed moves (m/s).
const MOVING_MPS: f64 = 0.5;

#[derive(Clone, Copy)]
struct Point {
    row: usize,
    /// Seconds.
    at: f64,
    place: (f64, f64),
}

impl Point {
    fn metres_to(&self, other: &Self) -> f64 {
        haversine(self.place, other.place)
    }

    /// Whether it stood until then. How far north it came is never more than how far it came: most are
    /// told by it.
    fn is_still_until(&self, other: &Self) -> bool {
        let still = STANDING_MPS * (other.at - self.at);
        let north = (other.place.0 - self.place.0).abs() * METRES_A_DEGREE;
        other.at > self.at && north < still && self.metres_to(other) < still
    }

    fn speed_to(&self, other: &Self) -> f64 {
        // Noise of a decimetre is no speed, however short the time.
        self.metres_to(other) / (other.at - self.at).max(0.5)
    }
}

fn points(streams: &Streams) -> Vec<Point> {
    let (Some(lat), Some(long)) = (
        streams.channel(Channel::PositionLat),
        streams.channel(Channel::PositionLong),
    ) else {
        return Vec::new();
    };
    let rows = streams.time_ms.iter().zip(lat.iter().zip(long)).enumerate();
    let point = |(row, (ms, (lat, long))): (usize, (&i64, (&f64, &f64)))| Point {
        row,
        at: *ms as f64 / 1000.0,
        place: (*lat, *long),
    };
    rows.map(point)
        .filter(|point| !point.place.0.is_nan() && !point.place.1.is_nan())
        .collect()
}

/// Drops positions that take an impossible speed to reach and to come back from.
pub(super) fn drop_jumps(streams: &mut Streams, trail: &mut Trail) {
    let points = points(streams);
    let off = jumps(&points);
    let rows = off
        .iter()
        .flat_map(|(from, to)| points.get(*from..*to).unwrap_or_default());
    let rows: Vec<usize> = rows.map(|point| point.row).collect();
    let name = Some(Channel::PositionLat.name());
    trail.note(
        Fault::PositionJumps,
        name,
        rows.iter().copied(),
        &streams.time_ms,
    );
    if !trail.mends(Fault::PositionJumps) {
        return;
    }
    for (from, to) in off {
        if let Some(way) = points.get(from.saturating_sub(1)..=to) {
            let direct = match way {
                [before, .., after] => before.metres_to(after),
                _ => continue,
            };
            shorten(streams, way, direct);
        }
    }
    for channel in [Channel::PositionLat, Channel::PositionLong] {
        if let Some(column) = streams.channels.get_mut(&channel) {
            erase(column, &rows);
        }
    }
}

/// Stretches of points that are off, end excluded.
fn jumps(points: &[Point]) -> Vec<(usize, usize)> {
    let steps = points.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(a.speed_to(b)),
        _ => None,
    });
    let speeds: Vec<f64> = steps.collect();
    let Some(limit) = limit_mps(&speeds) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = 1;
    while let (Some(last), Some(speed)) = (points.get(at - 1), speeds.get(at - 1)) {
        at += 1;
        if *speed <= limit {
            continue;
        }
        let off = at - 1;
        let ahead = points
            .get(off..)
            .unwrap_or_default()
            .windows(2)
            .take(MOST_OFF);
        let back = ahead.take_while(|pair| pair.iter().all(|p| p.at - last.at <= MOST_OFF_S));
        let back = back.enumerate().find(|(_, pair)| match pair {
            [off, after] => off.speed_to(after) > limit && last.speed_to(after) <= limit,
            _ => false,
        });
        if let Some((more, _)) = back {
            let after = off + more + 1;
            found.push((off, after));
            at = after + 1;
        }
    }
    found
}

/// The speed from which a step is impossible here; `None` for too few points to tell.
fn limit_mps(steps: &[f64]) -> Option<f64> {
    let finite = steps.iter().copied().filter(|speed| speed.is_finite());
    let mut speeds: Vec<f64> = finite.collect();
    if speeds.len() < 2 {
        return None;
    }
    let place = speeds.len() * 9 / 10;
    let (_, usual, _) = speeds.select_nth_unstable_by(place, f64::total_cmp);
    Some((*usual * LIMIT_TIMES).max(LEAST_LIMIT_MPS))
}

/// Takes a detour out of the distance, where the distance is the way along the positions: a device's
/// own measure stays.
fn shorten(streams: &mut Streams, way: &[Point], direct: f64) {
    let [first, .., last] = way else { return };
    let steps = way.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(a.metres_to(b)),
        _ => None,
    });
    let along: f64 = steps.sum();
    let Some(distance) = streams.channels.get_mut(&Channel::Distance) else {
        return;
    };
    let (Some(from), Some(to)) = (
        distance.get(first.row).copied(),
        distance.get(last.row).copied(),
    ) else {
        return;
    };
    // Distance was summed before positions came to their grid, of which half a step is 5 mm.
    let tolerance = 0.02 + 0.005 * way.len() as f64;
    let is_along = (to - from - along).abs() <= tolerance;
    if !is_along {
        return;
    }
    let excess = to - from - direct;
    for (row, metres) in distance.iter_mut().enumerate().skip(first.row + 1) {
        let shorter = if row < last.row {
            from
        } else {
            *metres - excess
        };
        *metres = Channel::Distance.snap(shorter);
    }
}

/// Holds positions in place while nobody moved.
pub(super) fn hold_drift(streams: &mut Streams, trail: &mut Trail) {
    let points = points(streams);
    let name = Some(Channel::PositionLat.name());
    for (from, to) in stands(&points, streams.channel(Channel::Speed)) {
        let Some(stand) = points.get(from..to) else {
            continue;
        };
        let Some(middle) = middle(stand) else {
            continue;
        };
        let rows = stand.iter().map(|point| point.row);
        trail.note(Fault::StandingDrift, name, rows, &streams.time_ms);
        if !trail.mends(Fault::StandingDrift) {
            continue;
        }
        shorten(streams, stand, 0.0);
        let (lat, long) = middle;
        for (channel, value) in [(Channel::PositionLat, lat), (Channel::PositionLong, long)] {
            let Some(column) = streams.channels.get_mut(&channel) else {
                continue;
            };
            for point in stand {
                if let Some(place) = column.get_mut(point.row) {
                    *place = channel.snap(value);
                }
            }
        }
    }
}

/// Stretches in which the receiver stood, end excluded.
fn stands(points: &[Point], speed: Option<&[f64]>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut began = None;
    let (mut before, mut after) = (0, 0);
    for (n, here) in points.iter().enumerate() {
        while points
            .get(before)
            .is_some_and(|p| p.at < here.at - AROUND_S)
        {
            before += 1;
        }
        while points
            .get(after + 1)
            .is_some_and(|p| p.at <= here.at + AROUND_S)
        {
            after += 1;
        }
        let told = speed.and_then(|speed| speed.get(here.row));
        let is_told_moving = told.is_some_and(|speed| *speed >= MOVING_MPS);
        let around = points.get(before).zip(points.get(after));
        if !is_told_moving && around.is_some_and(|(a, b)| a.is_still_until(b)) {
            began = began.or(Some(n));
        } else if let Some(from) = began.take() {
            found.push((from, n));
        }
    }
    if let Some(from) = began {
        found.push((from, points.len()));
    }
    found
}

/// Where somebody stood; `None` where it was no stand, or the positions hardly moved.
fn middle(stand: &[Point]) -> Option<(f64, f64)> {
    let [first, .., last] = stand else {
        return None;
    };
    let seconds = last.at - first.at;
    let count = stand.len() as f64;
    let sum = |(a, b): (f64, f64), point: &Point| (a + point.place.0, b + point.place.1);
    let total: (f64, f64) = stand.iter().fold((0.0, 0.0), sum);
    let middle = (total.0 / count, total.1 / count);
    let steps = stand.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(a.metres_to(b)),
        _ => None,
    });
    let way: f64 = steps.sum();
    let stays = stand
        .iter()
        .all(|point| haversine(middle, point.place) <= REACH_M);
    let is_stand = seconds >= LEAST_STAND_S
        && stays
        && first.metres_to(last) <= NET_M
        && (LEAST_WAY_M..MOVING_MPS * seconds).contains(&way);
    is_stand.then_some(middle)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::clean::{Cleaning, clean};
    use crate::{Activity, derive};

    /// Degrees of latitude that are a metre.
    const METRE: f64 = 1.0 / 111_195.0;

    /// One point a second, so many metres north of the start.
    fn north(metres: &[f64]) -> Activity {
        let lat = metres.iter().map(|metres| 50.0 + metres * METRE).collect();
        let streams = Streams {
            time_ms: (0_i64..)
                .take(metres.len())
                .map(|second| second * 1000)
                .collect(),
            channels: BTreeMap::from([
                (Channel::PositionLat, lat),
                (Channel::PositionLong, vec![8.0; metres.len()]),
            ]),
            ..Streams::default()
        };
        Activity {
            streams,
            ..Activity::default()
        }
    }

    fn with_distance(mut activity: Activity) -> Activity {
        derive::complete(&mut activity);
        activity.streams.channels.remove(&Channel::Speed);
        activity.fields.clear();
        activity
    }

    fn run(jump_at: usize, off: &[f64]) -> Vec<f64> {
        let mut metres: Vec<f64> = (0..60).map(|second| f64::from(second) * 3.0).collect();
        for (place, jump) in metres.iter_mut().skip(jump_at).zip(off) {
            *place += jump;
        }
        metres
    }

    fn counted(activity: &Activity, fault: Fault) -> u64 {
        let found = activity.cleaned.iter().filter(|one| one.fault == fault);
        found.map(|one| one.count).sum()
    }

    #[test]
    fn a_point_off_and_back_leaves_with_its_detour() {
        let mut activity = with_distance(north(&run(20, &[900.0])));
        clean(&mut activity, Cleaning::ALL);
        let streams = &activity.streams;
        let lat = streams.channel(Channel::PositionLat).unwrap();
        assert!(lat[20].is_nan() && !lat[19].is_nan() && !lat[21].is_nan());
        assert_eq!(counted(&activity, Fault::PositionJumps), 1);
        let distance = streams.channel(Channel::Distance).unwrap();
        assert!((distance[59] - 177.0).abs() < 0.2, "{}", distance[59]);
        assert!(distance.is_sorted());
        assert_eq!(activity.warnings[0].code, "position-jumps");
    }

    #[test]
    fn several_points_off_together_leave_and_a_journey_stays() {
        let mut activity = north(&run(20, &[900.0, 905.0, 902.0]));
        clean(&mut activity, Cleaning::ALL);
        assert_eq!(counted(&activity, Fault::PositionJumps), 3);
        // Never back: a ferry, or a receiver that found its place at last.
        let mut away = run(20, &[900.0; 40]);
        away.truncate(60);
        let mut activity = north(&away);
        clean(&mut activity, Cleaning::ALL);
        assert_eq!(counted(&activity, Fault::PositionJumps), 0);
    }

    #[test]
    fn a_device_s_own_distance_stays() {
        let mut activity = north(&run(20, &[900.0]));
        let own: Vec<f64> = (0..60).map(|second| f64::from(second) * 3.0).collect();
        activity
            .streams
            .channels
            .insert(Channel::Distance, own.clone());
        clean(&mut activity, Cleaning::ALL);
        assert_eq!(
            activity.streams.channel(Channel::Distance),
            Some(own.as_slice())
        );
    }

    #[test]
    fn jumps_that_may_stay_are_told() {
        let mut activity = north(&run(20, &[900.0]));
        clean(&mut activity, Cleaning::ALL.without(Fault::PositionJumps));
        let lat = activity.streams.channel(Channel::PositionLat).unwrap();
        assert!(lat.iter().all(|lat| !lat.is_nan()));
        let found = activity
            .cleaned
            .iter()
            .find(|one| one.fault == Fault::PositionJumps);
        assert!(!found.unwrap().applied);
        assert_eq!(activity.warnings, []);
    }

    /// A run, two minutes in place wandering by a metre, and on.
    fn stop() -> Vec<f64> {
        let mut metres: Vec<f64> = (0..60).map(|second| f64::from(second) * 3.0).collect();
        metres.extend((0..120).map(|second| 180.0 + 2.0 * f64::from(second / 5 % 2)));
        metres.extend((1..60).map(|second| 180.0 + f64::from(second) * 3.0));
        metres
    }

    #[test]
    fn who_stands_is_held_in_place() {
        let mut activity = with_distance(north(&stop()));
        let before = *activity
            .streams
            .channel(Channel::Distance)
            .unwrap()
            .last()
            .unwrap();
        assert!(before > 400.0, "{before}");
        clean(&mut activity, Cleaning::ALL);
        let held = counted(&activity, Fault::StandingDrift);
        assert!((90..=120).contains(&held), "{held}");
        let lat = activity.streams.channel(Channel::PositionLat).unwrap();
        assert_eq!(lat[90].to_bits(), lat[150].to_bits());
        let distance = activity.streams.channel(Channel::Distance).unwrap();
        assert!(
            (distance.last().unwrap() - 357.0).abs() < 10.0,
            "{:?}",
            distance.last()
        );
        assert!(distance.is_sorted());
    }

    #[test]
    fn slow_is_not_standing() {
        // A steep climb at 0.2 m/s.
        let metres: Vec<f64> = (0..900).map(|second| f64::from(second) * 0.2).collect();
        let mut activity = north(&metres);
        clean(&mut activity, Cleaning::ALL);
        assert_eq!(activity.cleaned, []);
        // Whom the device sees moving moves: to and fro on a court.
        let mut court = north(&stop());
        court
            .streams
            .channels
            .insert(Channel::Speed, vec![1.5; 239]);
        clean(&mut court, Cleaning::ALL);
        assert_eq!(counted(&court, Fault::StandingDrift), 0);
    }
}
