//! Properties of the hiding itself.

use chrono::DateTime;
use proptest::prelude::*;
use stadion_activity::streams::{Channel, Streams};
use uuid::Uuid;

use crate::domains::places::model::{Ends, Place, Position};
use crate::domains::places::rules::{HIDDEN_END_M, circle, hide, metres};

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.08;

pub fn place(latitude: f64, longitude: f64, radius_m: f64, secret: &str) -> Place {
    Place {
        id: Uuid::nil(),
        name: "Home".into(),
        latitude,
        longitude,
        radius_m,
        secret: secret.into(),
        created_at: DateTime::UNIX_EPOCH,
    }
}

/// A track through points, metres north and east of 52.5° N, 13.4° E; `None` without a position.
fn track(points: &[Option<(f64, f64)>]) -> Streams {
    let mut streams = Streams::default();
    let mut covered = 0.0;
    let mut last: Option<(f64, f64)> = None;
    let mut add = |channel, value| {
        streams
            .channels
            .entry(channel)
            .or_insert_with(Vec::new)
            .push(value);
    };
    for point in points {
        let (latitude, longitude) = point.map_or((f64::NAN, f64::NAN), |(north, east)| {
            (
                52.5 + north / DEGREE,
                13.4 + east / DEGREE / 52.5_f64.to_radians().cos(),
            )
        });
        if let (Some(last), Some(here)) = (last, point) {
            covered += (here.0 - last.0).hypot(here.1 - last.1);
        }
        last = point.or(last);
        add(Channel::PositionLat, latitude);
        add(Channel::PositionLong, longitude);
        add(Channel::Distance, covered);
        for channel in [
            Channel::Altitude,
            Channel::Speed,
            Channel::Grade,
            Channel::Power,
        ] {
            add(channel, 3.0);
        }
        add(Channel::HeartRate, 140.0);
    }
    streams.time_ms = (0..).step_by(1_000).take(points.len()).collect();
    streams
}

/// Due east along the middle, a point every so many metres.
fn east(from: i32, to: i32, step: usize) -> Vec<Option<(f64, f64)>> {
    (from..=to)
        .step_by(step)
        .map(|east| Some((0.0, f64::from(east))))
        .collect()
}

fn positions(streams: &Streams) -> Vec<Position> {
    let column = |channel| streams.channel(channel).unwrap_or_default();
    let pairs = column(Channel::PositionLat)
        .iter()
        .zip(column(Channel::PositionLong));
    pairs
        .filter(|(latitude, _)| latitude.is_finite())
        .map(|(latitude, longitude)| Position {
            latitude: *latitude,
            longitude: *longitude,
        })
        .collect()
}

fn known(streams: &Streams, channel: Channel) -> Vec<bool> {
    let column = streams.channel(channel).unwrap_or_default();
    column.iter().map(|value| value.is_finite()).collect()
}

#[test]
fn a_track_through_a_circle_hides_the_part_inside_and_nothing_else() {
    let home = place(52.5, 13.4, 400.0, "a");
    let hidden_circle = circle(&home);
    let streams = track(&east(-2_000, 2_000, 10));
    let left = hide(&streams, std::slice::from_ref(&home), Ends::Shown);
    let inside: Vec<bool> = positions(&streams)
        .into_iter()
        .map(|at| metres(hidden_circle.middle, at) <= hidden_circle.radius_m)
        .collect();
    assert_eq!(left.is_hidden, inside);
    assert!(left.is_parted() && left.hides_something());
    let shown: Vec<bool> = inside.iter().map(|inside| !inside).collect();
    for channel in [
        Channel::PositionLat,
        Channel::PositionLong,
        Channel::Distance,
        Channel::Altitude,
        Channel::Speed,
        Channel::Grade,
        Channel::Power,
    ] {
        assert_eq!(known(&left.streams, channel), shown, "{channel:?}");
    }
    assert_eq!(left.streams.time_ms, streams.time_ms);
    assert!(
        known(&left.streams, Channel::HeartRate)
            .iter()
            .all(|known| *known)
    );
    // What is covered stands still while it is hidden.
    let distance = &left.streams.channels[&Channel::Distance];
    let shown: Vec<f64> = distance
        .iter()
        .copied()
        .filter(|metres| metres.is_finite())
        .collect();
    assert!(shown[0].abs() < 1e-9);
    assert!(shown.windows(2).all(|pair| pair[1] - pair[0] <= 10.01));
    let whole = 10.0 * (shown.len() - 2) as f64;
    assert!((shown[shown.len() - 1] - whole).abs() < 0.5);
}

#[test]
fn a_step_through_the_circle_is_hidden_with_both_its_ends() {
    let home = place(52.5, 13.4, 100.0, "b");
    let points = [-3_000.0, -1_000.0, 1_000.0, 3_000.0].map(|east| Some((0.0, east)));
    let left = hide(&track(&points), &[home], Ends::Shown);
    assert_eq!(left.is_hidden, [false, true, true, false]);
}

#[test]
fn samples_without_a_position_are_hidden_beside_those_that_are() {
    let home = place(52.5, 13.4, 100.0, "c");
    let mut points = vec![None; 5];
    points.extend(east(0, 1_000, 10));
    points.insert(8, None);
    points.push(None);
    let left = hide(&track(&points), &[home], Ends::Shown);
    assert!(
        left.is_hidden[..9].iter().all(|hidden| *hidden),
        "{:?}",
        left.is_hidden
    );
    assert!(!left.is_hidden[points.len() - 1] && !left.is_parted());
}

#[test]
fn the_ends_are_hidden_also_where_no_place_is_and_noise_at_the_door_is_no_way() {
    let mut points: Vec<_> = (0..600)
        .map(|n| Some((f64::from(n % 3) * 4.0, f64::from(n % 2) * 4.0)))
        .collect();
    points.extend(east(0, 3_000, 5));
    let streams = track(&points);
    let left = hide(&streams, &[], Ends::Hidden);
    let (all, shown) = (positions(&streams), positions(&left.streams));
    for end in [all[0], all[all.len() - 1]] {
        let near = shown
            .iter()
            .map(|at| metres(end, *at))
            .fold(f64::MAX, f64::min);
        assert!(
            (HIDDEN_END_M - 15.0..=HIDDEN_END_M + 40.0).contains(&near),
            "{near}"
        );
    }
    assert_eq!(hide(&streams, &[], Ends::Shown).streams.channels.len(), 8);
    assert!(!hide(&streams, &[], Ends::Shown).hides_something());
}

#[test]
fn a_short_track_is_hidden_whole_and_one_without_positions_is_left_alone() {
    let short = hide(&track(&east(0, 300, 5)), &[], Ends::Hidden);
    assert!(positions(&short.streams).is_empty() && !short.is_parted());
    let mut indoors = track(&east(0, 3_000, 5));
    indoors.channels.remove(&Channel::PositionLat);
    indoors.channels.remove(&Channel::PositionLong);
    let home = place(52.5, 13.4, 400.0, "d");
    assert_eq!(hide(&indoors, &[home], Ends::Hidden).streams, indoors);
}

#[test]
fn another_radius_is_another_shift_and_the_same_is_the_same() {
    let shift = |radius: f64| {
        let home = place(52.5, 13.4, radius, "e");
        let middle = circle(&home).middle;
        let north = (middle.latitude - 52.5) / radius;
        let east = (middle.longitude - 13.4) / radius;
        (north, east)
    };
    assert_eq!(shift(400.0), shift(400.0));
    let ((north, east), (other_north, other_east)) = (shift(400.0), shift(800.0));
    assert!((north - other_north).hypot(east - other_east) > 1e-8);
}

proptest! {
    /// Also at the poles' edge and across the date line.
    #[test]
    fn the_hidden_circle_covers_the_place(
        latitude in -89.0..89.0f64, longitude in -180.0..180.0f64,
        radius in 50.0..5_000.0f64, secret in "[a-f0-9]{8}",
    ) {
        let home = place(latitude, longitude, radius, &secret);
        let hidden = circle(&home);
        let shift = metres(home.position(), hidden.middle);
        prop_assert!(shift <= radius / 2.0 + 0.5, "{shift}");
        prop_assert!(shift + radius <= hidden.radius_m);
        prop_assert!(hidden.middle.longitude.abs() <= 180.0);
    }

    #[test]
    fn no_point_around_a_place_is_shown_and_time_goes_on(
        steps in prop::collection::vec((-60.0..60.0f64, -60.0..60.0f64), 2..200),
        (north, east, radius) in (-800.0..800.0f64, -800.0..800.0f64, 50.0..600.0f64),
        secret in "[a-f0-9]{8}", missing in 0..50usize, with_ends: bool,
    ) {
        let mut at = (0.0, 0.0);
        let points: Vec<_> = steps.iter().enumerate().map(|(n, step)| {
            at = (at.0 + step.0, at.1 + step.1);
            (n % 50 != missing).then_some(at)
        }).collect();
        let streams = track(&points);
        let home = place(52.5 + north / DEGREE, 13.4 + east / DEGREE, radius, &secret);
        let ends = if with_ends { Ends::Shown } else { Ends::Hidden };
        let left = hide(&streams, std::slice::from_ref(&home), ends);
        for at in positions(&left.streams) {
            prop_assert!(metres(home.position(), at) > radius);
        }
        prop_assert_eq!(&left.streams.time_ms, &streams.time_ms);
        // What is shown is what was there.
        let before = &streams.channels[&Channel::PositionLat];
        let after = &left.streams.channels[&Channel::PositionLat];
        for ((before, after), hidden) in before.iter().zip(after).zip(&left.is_hidden) {
            prop_assert!(after.is_nan() || (before.to_bits() == after.to_bits() && !hidden));
        }
        let rises = left.streams.channels[&Channel::Distance].iter().filter(|m| m.is_finite());
        let rises: Vec<f64> = rises.copied().collect();
        prop_assert!(rises.windows(2).all(|pair| pair[1] >= pair[0]));
    }

    #[test]
    fn nothing_is_hidden_far_from_every_place(
        steps in prop::collection::vec((-60.0..60.0f64, -60.0..60.0f64), 2..100),
        secret in "[a-f0-9]{8}",
    ) {
        let mut at = (0.0, 0.0);
        let points: Vec<_> = steps.iter().map(|step| {
            at = (at.0 + step.0, at.1 + step.1);
            Some(at)
        }).collect();
        let streams = track(&points);
        let far = place(53.0, 13.4, 5_000.0, &secret);
        let left = hide(&streams, &[far], Ends::Shown);
        prop_assert_eq!(left.streams, streams);
    }
}
