//! Local time by place, for files that tell none: the zone of the first position, and what its
//! clocks said then.
//!
//! Borders of zones are those of the timezone boundary builder (OpenStreetMap), as `tzf-rs` packs
//! them; docs/decisions/0013-zones-by-place.md has the figures.

use std::sync::LazyLock;

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use tzf_rs::DefaultFinder;

use crate::Activity;
use crate::streams::{Channel, Streams};

/// Made ready at the first question: 0.1 s, and 25 MB from then on.
static ZONES: LazyLock<DefaultFinder> = LazyLock::new(DefaultFinder::new);

/// Fills zone and offset where the file has no offset and any position.
pub(crate) fn add_zone(activity: &mut Activity) {
    if activity.utc_offset_s.is_some() {
        return;
    }
    let Some((lat, long)) = first_position(&activity.streams) else {
        return;
    };
    let Some(zone) = zone_at(lat, long) else {
        return;
    };
    activity.utc_offset_s = Some(offset_s(zone, activity.start_time));
    activity.time_zone = Some(zone.name().to_owned());
}

fn first_position(streams: &Streams) -> Option<(f64, f64)> {
    let lat = streams.channel(Channel::PositionLat)?.iter().copied();
    let long = streams.channel(Channel::PositionLong)?.iter().copied();
    let mut known = lat
        .zip(long)
        .filter(|(lat, long)| !lat.is_nan() && !long.is_nan());
    known.find(|(lat, long)| lat.abs() <= 90.0 && long.abs() <= 180.0)
}

/// At sea the zone of its meridian; `None` where the name is not in the tables of zones.
fn zone_at(lat: f64, long: f64) -> Option<Tz> {
    ZONES.get_tz_name(long, lat).parse().ok()
}

/// Local time minus UTC.
fn offset_s(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn at(lat: f64, long: f64, start: &str) -> Activity {
        let mut activity = Activity {
            start_time: start.parse().unwrap(),
            streams: Streams {
                time_ms: vec![0, 1000],
                channels: BTreeMap::from([
                    (Channel::PositionLat, vec![f64::NAN, lat]),
                    (Channel::PositionLong, vec![f64::NAN, long]),
                ]),
                ..Streams::default()
            },
            ..Activity::default()
        };
        add_zone(&mut activity);
        activity
    }

    #[test]
    fn the_place_tells_zone_and_offset() {
        let told = |lat, long, start| {
            let activity = at(lat, long, start);
            (activity.time_zone.unwrap(), activity.utc_offset_s.unwrap())
        };
        let berlin = |offset| ("Europe/Berlin".to_owned(), offset);
        assert_eq!(told(52.51, 13.35, "2026-07-01T10:00:00Z"), berlin(7_200));
        assert_eq!(told(52.51, 13.35, "2026-12-01T10:00:00Z"), berlin(3_600));
        let (zone, offset) = told(27.7, 85.3, "2026-01-01T00:00:00Z");
        assert_eq!((zone.as_str(), offset), ("Asia/Kathmandu", 20_700));
        // West of Greenwich it is earlier, whatever the sign in the name of a zone at sea.
        let (_, offset) = told(0.0, -157.0, "2026-01-01T00:00:00Z");
        assert_eq!(offset, -36_000);
    }

    #[test]
    fn what_the_file_tells_stays() {
        let mut activity = at(52.51, 13.35, "2026-07-01T10:00:00Z");
        activity.utc_offset_s = Some(0);
        activity.time_zone = None;
        add_zone(&mut activity);
        assert_eq!((activity.utc_offset_s, activity.time_zone), (Some(0), None));
        let mut nowhere = Activity::default();
        add_zone(&mut nowhere);
        assert_eq!(nowhere.utc_offset_s, None);
    }
}
