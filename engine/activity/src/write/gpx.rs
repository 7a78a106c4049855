//! GPX 1.1 (Topografix) with Garmin's `TrackPointExtension` v2, and power as Strava writes it.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::pauses::pauses;
use super::xml::Xml;
use super::{NoTrack, has_positions};
use crate::streams::Channel;
use crate::{Activity, sports};

const NAMESPACES: &[(&str, &str)] = &[
    ("version", "1.1"),
    ("xmlns", "http://www.topografix.com/GPX/1/1"),
    (
        "xmlns:gpxtpx",
        "http://www.garmin.com/xmlschemas/TrackPointExtension/v2",
    ),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    (
        "xsi:schemaLocation",
        "http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd \
         http://www.garmin.com/xmlschemas/TrackPointExtension/v2 \
         http://www.garmin.com/xmlschemas/TrackPointExtensionv2.xsd",
    ),
];

/// An activity as a GPX track, a segment for each stretch without a pause. Samples without a position
/// are left out: a point of GPX is a place.
///
/// # Errors
/// [`NoTrack::Positions`] when no sample has one.
pub fn gpx(activity: &Activity) -> Result<Vec<u8>, NoTrack> {
    if !has_positions(&activity.streams) {
        return Err(NoTrack::Positions);
    }
    let mut xml = Xml::new();
    let device = activity.device.as_ref();
    let creator = device.and_then(|device| device.product.as_deref());
    let mut attributes = vec![("creator", creator.unwrap_or("Stadion"))];
    attributes.extend(NAMESPACES);
    xml.open("gpx", &attributes);
    xml.open("metadata", &[]);
    xml.leaf("time", &time(activity.start_time));
    xml.close();
    xml.open("trk", &[]);
    if let Some(name) = &activity.name {
        xml.leaf("name", name);
    }
    let is_plain = activity.sub_sport.is_empty() || activity.sub_sport == sports::GENERIC;
    // What a reader knows by its text: trail running is not any running.
    let both = format!("{}_{}", activity.sub_sport, activity.sport);
    let is_known = sports::from_text(&both).is_some_and(|(sport, sub)| {
        (sport, sub) == (activity.sport.clone(), activity.sub_sport.clone())
    });
    xml.leaf(
        "type",
        if is_known && !is_plain {
            &both
        } else {
            &activity.sport
        },
    );
    segments(&mut xml, activity);
    Ok(xml.finish())
}

fn segments(xml: &mut Xml, activity: &Activity) {
    let pauses = pauses(activity);
    xml.open("trkseg", &[]);
    let mut has_points = false;
    for (index, ms) in activity.streams.time_ms.iter().enumerate() {
        let at = activity.start_time + TimeDelta::milliseconds(*ms);
        has_points |= point(xml, activity, index, at);
        if has_points && pauses.contains(&index) {
            xml.close();
            xml.open("trkseg", &[]);
            has_points = false;
        }
    }
    xml.close();
}

/// Answers whether the sample has a place.
fn point(xml: &mut Xml, activity: &Activity, index: usize, at: DateTime<Utc>) -> bool {
    let of = |channel| {
        let column = activity.streams.channel(channel)?;
        column.get(index).copied().filter(|value| value.is_finite())
    };
    let place = of(Channel::PositionLat).zip(of(Channel::PositionLong));
    let Some((latitude, longitude)) = place else {
        return false;
    };
    let (latitude, longitude) = (latitude.to_string(), longitude.to_string());
    xml.open("trkpt", &[("lat", &latitude), ("lon", &longitude)]);
    xml.number("ele", of(Channel::Altitude));
    xml.leaf("time", &time(at));
    // In the order of the extension's schema.
    let more = [
        ("gpxtpx:atemp", of(Channel::Temperature)),
        ("gpxtpx:hr", of(Channel::HeartRate).map(f64::round)),
        ("gpxtpx:cad", of(Channel::Cadence).map(f64::round)),
        ("gpxtpx:speed", of(Channel::Speed)),
    ];
    let power = of(Channel::Power);
    let has_more = more.iter().any(|(_, value)| value.is_some());
    if has_more || power.is_some() {
        xml.open("extensions", &[]);
        xml.number("power", power.map(f64::round));
        if has_more {
            xml.open("gpxtpx:TrackPointExtension", &[]);
            for (name, value) in more {
                xml.number(name, value);
            }
            xml.close();
        }
        xml.close();
    }
    xml.close();
    true
}

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
