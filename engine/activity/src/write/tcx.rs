//! TCX: Garmin's "Training Center Database" v2 with the Activity Extension v2.

use chrono::{DateTime, TimeDelta, Utc};

use super::NoTrack;
use super::gpx::time;
use super::xml::Xml;
use crate::fields::LAP;
use crate::streams::Channel;
use crate::{Activity, FieldValue, Fields};

const NAMESPACES: &[(&str, &str)] = &[
    (
        "xmlns",
        "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2",
    ),
    (
        "xmlns:ax",
        "http://www.garmin.com/xmlschemas/ActivityExtension/v2",
    ),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];
/// The schema's cadence is one byte, 254 at most.
const MOST_CADENCE: f64 = 254.0;

/// An activity as a TCX file: its laps with their points, one lap where it has none.
///
/// The schema knows running, biking and others; cadence is whole there, as heart rate and power.
///
/// # Errors
/// [`NoTrack::Samples`] when it has no samples.
pub fn tcx(activity: &Activity) -> Result<Vec<u8>, NoTrack> {
    if activity.streams.is_empty() {
        return Err(NoTrack::Samples);
    }
    let mut xml = Xml::new();
    xml.open("TrainingCenterDatabase", NAMESPACES);
    xml.open("Activities", &[]);
    let sport = match activity.sport.as_str() {
        "running" => "Running",
        "cycling" => "Biking",
        _ => "Other",
    };
    xml.open("Activity", &[("Sport", sport)]);
    xml.leaf("Id", &time(activity.start_time));
    for lap in laps(activity) {
        lap.write(&mut xml, activity);
    }
    if let Some(name) = &activity.name {
        xml.leaf("Notes", name);
    }
    creator(&mut xml, activity);
    Ok(xml.finish())
}

/// What made the recording; without a product's name the schema has no place for it.
fn creator(xml: &mut Xml, activity: &Activity) {
    let device = activity.device.as_ref();
    let Some((device, product)) = device.and_then(|d| Some((d, d.product.as_deref()?))) else {
        return;
    };
    let whole = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    xml.open("Creator", &[("xsi:type", "Device_t")]);
    xml.leaf("Name", product);
    xml.leaf("UnitId", &whole(device.serial.as_deref()).to_string());
    xml.leaf("ProductID", &(whole(Some(product)) as u16).to_string());
    xml.open("Version", &[]);
    xml.leaf("VersionMajor", "0");
    xml.leaf("VersionMinor", "0");
    xml.close();
    xml.close();
}

/// A lap with the samples that belong to it.
struct Lap<'a> {
    start: DateTime<Utc>,
    fields: Option<&'a Fields>,
    samples: std::ops::Range<usize>,
}

fn laps(activity: &Activity) -> Vec<Lap<'_>> {
    let times = &activity.streams.time_ms;
    let parts = activity.parts.iter().filter(|part| part.kind == LAP);
    let begun: Vec<_> = parts
        .filter_map(|part| Some((part.start_time?, &part.fields)))
        .collect();
    let Some((first, _)) = begun.first() else {
        return vec![Lap {
            start: activity.start_time,
            fields: None,
            samples: 0..times.len(),
        }];
    };
    let place = |start: DateTime<Utc>| {
        let ms = (start - activity.start_time).num_milliseconds();
        times.partition_point(|time| *time < ms)
    };
    let mut from = 0;
    let ends = begun.iter().skip(1).map(|(start, _)| place(*start));
    let ends = ends.chain([times.len()]);
    let laps = begun.iter().zip(ends).map(|((start, fields), end)| {
        let samples = from..end.max(from);
        from = samples.end;
        Lap {
            // Samples before the first lap are its own.
            start: if start == first && !samples.is_empty() {
                activity.start_time.min(*start)
            } else {
                *start
            },
            fields: Some(fields),
            samples,
        }
    });
    laps.collect()
}

impl Lap<'_> {
    /// A figure of the lap, or of the whole where that is the lap.
    fn figure(&self, activity: &Activity, name: &str) -> Option<f64> {
        let found = if let Some(fields) = self.fields {
            fields.get(name)
        } else {
            let stated = activity.fields.get(&format!("fit:session.{name}"));
            let name = match name {
                "total_distance" => "length",
                "total_timer_time" => "elapsed_time",
                other => other,
            };
            stated.or_else(|| activity.fields.get(&format!("track:{name}")))
        };
        match found {
            Some(FieldValue::Number(value)) => Some(*value),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> &str {
        match self.fields.and_then(|fields| fields.get(name)) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        }
    }

    /// In the order of the schema, which asks for time, distance, calories, intensity and trigger.
    fn write(&self, xml: &mut Xml, activity: &Activity) {
        let of = |name| self.figure(activity, name);
        let whole = |name| of(name).map(f64::round).filter(|value| *value >= 1.0);
        xml.open("Lap", &[("StartTime", &time(self.start))]);
        xml.number("TotalTimeSeconds", of("total_timer_time").or(Some(0.0)));
        xml.number("DistanceMeters", of("total_distance").or(Some(0.0)));
        xml.number("MaximumSpeed", of("max_speed"));
        let calories = of("total_calories").unwrap_or(0.0).round();
        xml.number("Calories", Some(calories.clamp(0.0, 65_535.0)));
        for (name, rate) in [
            ("AverageHeartRateBpm", whole("avg_heart_rate")),
            ("MaximumHeartRateBpm", whole("max_heart_rate")),
        ] {
            if rate.is_some() {
                xml.open(name, &[]);
                xml.number("Value", rate);
                xml.close();
            }
        }
        let is_rest = matches!(self.text("intensity"), "rest" | "resting");
        xml.leaf("Intensity", if is_rest { "Resting" } else { "Active" });
        let runs = activity.sport == "running";
        let cadence = of("avg_cadence").map(|cadence| cadence.round().min(MOST_CADENCE));
        xml.number("Cadence", cadence.filter(|_| !runs));
        xml.leaf(
            "TriggerMethod",
            match self.text("lap_trigger") {
                "distance" => "Distance",
                "time" => "Time",
                "heartrate" => "HeartRate",
                trigger if trigger.starts_with("position") || trigger == "location" => "Location",
                _ => "Manual",
            },
        );
        if !self.samples.is_empty() {
            xml.open("Track", &[]);
            for index in self.samples.clone() {
                point(xml, activity, index);
            }
            xml.close();
        }
        let peak = of("max_cadence").map(|cadence| cadence.round().min(MOST_CADENCE));
        let more = [
            ("ax:AvgSpeed", of("avg_speed")),
            ("ax:MaxBikeCadence", peak.filter(|_| !runs)),
            ("ax:AvgRunCadence", cadence.filter(|_| runs)),
            ("ax:MaxRunCadence", peak.filter(|_| runs)),
            ("ax:AvgWatts", of("avg_power").map(f64::round)),
            ("ax:MaxWatts", of("max_power").map(f64::round)),
        ];
        extension(xml, "ax:LX", &more);
        xml.close();
    }
}

fn extension(xml: &mut Xml, name: &'static str, more: &[(&'static str, Option<f64>)]) {
    if more.iter().all(|(_, value)| value.is_none()) {
        return;
    }
    xml.open("Extensions", &[]);
    xml.open(name, &[]);
    for (name, value) in more {
        xml.number(name, *value);
    }
    xml.close();
    xml.close();
}

fn point(xml: &mut Xml, activity: &Activity, index: usize) {
    let of = |channel| {
        let column = activity.streams.channel(channel)?;
        column.get(index).copied().filter(|value| value.is_finite())
    };
    let ms = activity.streams.time_ms.get(index).copied();
    let at = activity.start_time + TimeDelta::milliseconds(ms.unwrap_or_default());
    xml.open("Trackpoint", &[]);
    xml.leaf("Time", &time(at));
    if let Some((latitude, longitude)) = of(Channel::PositionLat).zip(of(Channel::PositionLong)) {
        xml.open("Position", &[]);
        xml.number("LatitudeDegrees", Some(latitude));
        xml.number("LongitudeDegrees", Some(longitude));
        xml.close();
    }
    xml.number("AltitudeMeters", of(Channel::Altitude));
    xml.number("DistanceMeters", of(Channel::Distance));
    if let Some(rate) = of(Channel::HeartRate) {
        xml.open("HeartRateBpm", &[]);
        xml.number("Value", Some(rate.round()));
        xml.close();
    }
    let runs = activity.sport == "running";
    let cadence = of(Channel::Cadence).map(|cadence| cadence.round().min(MOST_CADENCE));
    xml.number("Cadence", cadence.filter(|_| !runs));
    let more = [
        ("ax:Speed", of(Channel::Speed)),
        ("ax:RunCadence", cadence.filter(|_| runs)),
        ("ax:Watts", of(Channel::Power).map(f64::round)),
    ];
    extension(xml, "ax:TPX", &more);
    xml.close();
}
