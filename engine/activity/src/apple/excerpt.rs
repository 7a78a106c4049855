//! A workout of an export by itself: kept as its original, and an export that can be read again.
//!
//! Only what was read is in it, in fixed units and order, and times in UTC where the workout tells
//! its zone. So one workout is the same in every export, however the phone travelled, and is known
//! when it comes again.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use chrono::{FixedOffset, TimeZone};
use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::finish::offset_s;
use super::readings::{Kept, Reading};
use super::sports;
use super::workout::{Statistic, Workout};
use crate::samples::instant;
use crate::streams::Channel;

const DOCUMENT: &str = "export.xml";

/// `2024-05-01T051233Z-running.xml`
pub(super) fn name(workout: &Workout, has_routes: bool) -> String {
    let start = instant(workout.start.at_ms).unwrap_or_default();
    let (sport, _) = sports::of(workout);
    let ending = if has_routes { "zip" } else { "xml" };
    format!("{}-{sport}.{ending}", start.format("%Y-%m-%dT%H%M%SZ"))
}

/// The document, or an archive of it and the routes: packed without compression, so that no
/// version of a library packs it otherwise.
pub(super) fn write(workout: &Workout, kept: &Kept, routes: &[(String, Vec<u8>)]) -> Vec<u8> {
    let document = document(workout, kept, routes);
    if routes.is_empty() {
        return document.into_bytes();
    }
    archive(&document, routes).unwrap_or_else(|_| document.into_bytes())
}

fn archive(document: &str, routes: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(DOCUMENT, options)?;
    writer.write_all(document.as_bytes())?;
    for (path, bytes) in routes {
        writer.start_file(path.trim_start_matches('/'), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn document(workout: &Workout, kept: &Kept, routes: &[(String, Vec<u8>)]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HealthData>\n");
    for reading in &kept.readings {
        record(&mut xml, workout, kept, reading);
    }
    // Writing to a text cannot fail.
    let zone = workout
        .metadata("HKTimeZone")
        .map_or_else(|| offset_s(workout), |_| 0);
    let _ = write!(
        xml,
        "<Workout workoutActivityType=\"{}\" sourceName=\"{}\" startDate=\"{}\" endDate=\"{}\"",
        escape(&workout.kind),
        escape(&workout.source),
        time(workout.start.at_ms, zone),
        time(workout.end.at_ms, zone),
    );
    if let Some(seconds) = workout.duration_s {
        let _ = write!(xml, " duration=\"{seconds}\" durationUnit=\"s\"");
    }
    let device = &workout.device;
    if let Some(product) = &device.product {
        let manufacturer = device.manufacturer.as_deref().unwrap_or_default();
        let software = device
            .software
            .as_ref()
            .map(|version| format!(", software:{version}"));
        let software = software.unwrap_or_default();
        let text =
            format!("<<HKDevice>, manufacturer:{manufacturer}, hardware:{product}{software}>");
        let _ = write!(xml, " device=\"{}\"", escape(&text));
    }
    xml.push_str(">\n");
    for (key, value) in &workout.metadata {
        if KEYS.contains(&key.as_str()) {
            let _ = writeln!(
                xml,
                "<MetadataEntry key=\"{}\" value=\"{}\"/>",
                escape(key),
                escape(value)
            );
        }
    }
    for event in &workout.events {
        let _ = write!(
            xml,
            "<WorkoutEvent type=\"{}\" date=\"{}\" duration=\"{}\" durationUnit=\"s\">",
            escape(&event.kind),
            time(event.at_ms, 0),
            event.duration_s,
        );
        if let Some(stroke) = &event.stroke {
            let _ = write!(
                xml,
                "<MetadataEntry key=\"HKSwimmingStrokeStyle\" value=\"{}\"/>",
                escape(stroke)
            );
        }
        xml.push_str("</WorkoutEvent>\n");
    }
    for statistic in &workout.statistics {
        statistics(&mut xml, statistic);
    }
    for (path, _) in routes {
        let _ = writeln!(
            xml,
            "<WorkoutRoute><FileReference path=\"{}\"/></WorkoutRoute>",
            escape(path)
        );
    }
    xml.push_str("</Workout>\n</HealthData>\n");
    xml
}

/// The metadata that is read.
const KEYS: &[&str] = &[
    "HKTimeZone",
    "HKIndoorWorkout",
    "HKSwimmingLocationType",
    "HKElevationAscended",
    "HKElevationDescended",
    "HKLapLength",
    "HKAverageSpeed",
    "HKMaximumSpeed",
];

fn statistics(xml: &mut String, statistic: &Statistic) {
    let _ = write!(
        xml,
        "<WorkoutStatistics type=\"{}\"",
        escape(&statistic.kind)
    );
    let values = [
        ("average", statistic.average),
        ("minimum", statistic.minimum),
        ("maximum", statistic.maximum),
        ("sum", statistic.sum),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            let _ = write!(xml, " {name}=\"{value}\"");
        }
    }
    let _ = writeln!(xml, " unit=\"{}\"/>", escape(&statistic.unit));
}

fn record(xml: &mut String, workout: &Workout, kept: &Kept, reading: &Reading) {
    let Some((kind, unit)) = written_as(reading.channel) else {
        return;
    };
    let source = kept
        .sources
        .get(usize::from(reading.source))
        .map_or("", String::as_str);
    let at = time(workout.start.at_ms + i64::from(reading.since_ms), 0);
    let _ = writeln!(
        xml,
        "<Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"{}\" unit=\"{unit}\" startDate=\"{at}\" endDate=\"{at}\" value=\"{}\"/>",
        escape(source),
        reading.value,
    );
}

fn written_as(channel: Channel) -> Option<(&'static str, &'static str)> {
    Some(match channel {
        Channel::HeartRate => ("HeartRate", "/min"),
        Channel::Power => ("RunningPower", "W"),
        Channel::Speed => ("RunningSpeed", "m/s"),
        Channel::Cadence => ("CyclingCadence", "/min"),
        Channel::Temperature => ("WaterTemperature", "degC"),
        Channel::Distance => ("DistanceWalkingRunning", "m"),
        _ => return None,
    })
}

fn time(at_ms: i64, offset_s: i32) -> String {
    let at = instant(at_ms).unwrap_or_default();
    let offset = FixedOffset::east_opt(offset_s);
    let local = offset.map(|offset| offset.from_utc_datetime(&at.naive_utc()));
    local.map_or_else(String::new, |local| {
        local.format("%Y-%m-%d %H:%M:%S %z").to_string()
    })
}
