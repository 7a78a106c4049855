//! Figures computed from samples. All functions are O(n) in the samples.

mod efforts;
mod figures;
mod geo;
mod load;
mod means;
mod power;
mod thin;
pub mod zones;

use crate::streams::{Channel, Streams};
use crate::{Activity, FieldValue};

pub use efforts::{Effort, Line, Split, best_over_distance, best_over_duration, splits};
pub use figures::{MOVING_MPS, ascent_descent, moving_time, track_length};
pub use geo::haversine;
pub use load::{Effort as DriftOf, Weighting, decoupling, training_impulse};
pub use means::Means;
pub use power::{
    intensity_factor, normalized_power, powered_seconds, training_stress_score, variability_index,
    work,
};
pub use thin::largest_triangles;

/// Adds the distance and speed columns where they follow from others, and the `track:*` figures.
///
/// What the device said stays: a present column or figure is never replaced. All columns are put
/// on their stored grid ([`Channel::snap`]), so figures computed from stored streams are the same
/// to the last bit.
pub fn complete(activity: &mut Activity) {
    add_columns(&mut activity.streams);
    snap(&mut activity.streams);
    for (name, value) in figures::all(&activity.streams) {
        activity
            .fields
            .entry(name.to_owned())
            .or_insert(FieldValue::Number(value));
    }
}

fn add_columns(streams: &mut Streams) {
    if !streams.channels.contains_key(&Channel::Distance)
        && let Some(distance) = geo::distance_along_positions(streams)
    {
        streams.channels.insert(Channel::Distance, distance);
    }
    if !streams.channels.contains_key(&Channel::Speed)
        && let Some(speed) = figures::speed_from_distance(streams)
    {
        streams.channels.insert(Channel::Speed, speed);
    }
}

fn snap(streams: &mut Streams) {
    for (channel, values) in &mut streams.channels {
        for value in values {
            *value = channel.snap(*value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{decode, encode};

    fn straight_run() -> Activity {
        let mut streams = Streams {
            time_ms: (0..600).map(|i| i * 1000).collect(),
            ..Streams::default()
        };
        let lat: Vec<f64> = (0..600).map(|i| 50.0 + f64::from(i) * 2.7e-5).collect();
        streams.channels.insert(Channel::PositionLat, lat);
        streams
            .channels
            .insert(Channel::PositionLong, vec![8.0; 600]);
        streams
            .channels
            .insert(Channel::HeartRate, vec![150.0; 600]);
        Activity {
            streams,
            ..Activity::default()
        }
    }

    fn number(activity: &Activity, name: &str) -> f64 {
        match activity.fields.get(name) {
            Some(FieldValue::Number(value)) => *value,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn positions_give_length_speed_and_time() {
        let mut activity = straight_run();
        complete(&mut activity);
        // 599 steps of 2.7e-5 degrees of a great circle of 6,371,008.8 m radius.
        let expected = 599.0 * 2.7e-5_f64.to_radians() * geo::EARTH_RADIUS_M;
        assert!((number(&activity, "track:length") - expected).abs() < 1.0);
        assert!((number(&activity, "track:moving_time") - 599.0).abs() < 1e-9);
        assert!((number(&activity, "track:avg_speed") - expected / 599.0).abs() < 0.01);
        assert!((number(&activity, "track:avg_heart_rate") - 150.0).abs() < 1e-9);
    }

    #[test]
    fn figures_present_already_stay() {
        let mut activity = straight_run();
        activity
            .fields
            .insert("track:length".into(), FieldValue::Number(7.0));
        activity
            .fields
            .insert("fit:session.total_distance".into(), FieldValue::Number(9.0));
        complete(&mut activity);
        assert!((number(&activity, "track:length") - 7.0).abs() < 1e-9);
        assert!((number(&activity, "fit:session.total_distance") - 9.0).abs() < 1e-9);
    }

    #[test]
    fn stored_streams_give_the_same_figures() {
        let mut activity = straight_run();
        complete(&mut activity);
        let stored = decode(&encode(&activity.streams)).unwrap();
        assert_eq!(figures::all(&stored), figures::all(&activity.streams));
    }
}
