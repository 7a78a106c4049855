//! Distances on the globe.

use crate::streams::{Channel, Streams};

/// Mean radius R1 of the WGS 84 ellipsoid, (2a + b) / 3 (IUGG; Moritz, "Geodetic Reference
/// System 1980", Journal of Geodesy 74, 2000).
pub(crate) const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres between two points given in degrees, by the haversine formula.
///
/// Source: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984). The sphere is
/// at most 0.56 % off the ellipsoid.
pub fn haversine(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half_lat = (to.0 - from.0).to_radians() / 2.0;
    let half_long = (to.1 - from.1).to_radians() / 2.0;
    let middle = (from.0 + to.0).to_radians() / 2.0;
    // cos a · cos b = cos²((a + b) / 2) - sin²((a - b) / 2): a cosine less for each of many points.
    let north = half_lat.sin().powi(2);
    let h = north + (middle.cos().powi(2) - north) * half_long.sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

/// Metres from the first position on, at every sample with a position; `None` without two.
pub(crate) fn distance_along_positions(streams: &Streams) -> Option<Vec<f64>> {
    let lat = streams.channel(Channel::PositionLat)?;
    let long = streams.channel(Channel::PositionLong)?;
    let mut previous: Option<(f64, f64)> = None;
    let mut metres = 0.0;
    let mut known = 0;
    let along = lat.iter().zip(long).map(|(lat, long)| {
        if lat.is_nan() || long.is_nan() {
            return f64::NAN;
        }
        known += 1;
        let here = (*lat, *long);
        metres += previous.map_or(0.0, |previous| haversine(previous, here));
        previous = Some(here);
        metres
    });
    let along = along.collect();
    (known >= 2).then_some(along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        // A quarter of the globe, and one degree of the equator.
        let quarter = haversine((0.0, 0.0), (90.0, 0.0));
        assert!((quarter - EARTH_RADIUS_M * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
        assert!((haversine((0.0, 10.0), (0.0, 11.0)) - 111_195.08).abs() < 0.1);
        // Across the date line it is the short way.
        assert!((haversine((0.0, 179.5), (0.0, -179.5)) - 111_195.08).abs() < 0.1);
        // Paris to London, published as 343.5 km.
        assert!((haversine((48.8566, 2.3522), (51.5074, -0.1278)) - 343_557.0).abs() < 100.0);
    }

    #[test]
    fn gaps_in_the_signal_are_bridged() {
        let mut streams = Streams {
            time_ms: vec![0, 1, 2, 3],
            ..Streams::default()
        };
        streams
            .channels
            .insert(Channel::PositionLat, vec![0.0, f64::NAN, 0.001, 0.002]);
        streams
            .channels
            .insert(Channel::PositionLong, vec![5.0, f64::NAN, 5.0, 5.0]);
        let along = distance_along_positions(&streams).unwrap();
        assert!(along[1].is_nan());
        assert!((along[3] - 222.39).abs() < 0.01);
        assert_eq!(distance_along_positions(&Streams::default()), None);
    }
}
