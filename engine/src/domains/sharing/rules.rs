//! What of a workout's figures is of the body, and shown by a link only where its owner ticked it.

use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{Activity, FieldValue, Fields};
use stadion_pack::model::{MetricType, Part, Sport};
use stadion_pack::value::Dim;

use crate::domains::workouts::model::{PartRow, Workout};

/// Words in names of fields that the body is told by, its powers as the person set them among them.
const OF_THE_BODY: [&str; 15] = [
    "heart_rate",
    "calories",
    "metabolic",
    "respiration",
    "spo2",
    "stress",
    "core_temperature",
    "hemoglobin",
    "training_",
    "intensity_factor",
    "threshold",
    "decoupling",
    "workout_feel",
    "workout_rpe",
    "athlete:",
];

const BODY_CHANNELS: [Channel; 7] = [
    Channel::HeartRate,
    Channel::CoreTemperature,
    Channel::RespirationRate,
    Channel::Spo2,
    Channel::SaturatedHemoglobinPercent,
    Channel::TotalHemoglobinConc,
    Channel::Calories,
];

/// Texts of files that are words of the FIT profile; all others a person or an application wrote.
const KNOWN_TEXTS: [&str; 8] = [
    "swim_stroke",
    "lap_trigger",
    "intensity",
    "sport",
    "discipline",
    "length_type",
    "set_type",
    "category",
];

fn is_of_the_body(name: &str) -> bool {
    OF_THE_BODY.iter().any(|word| name.contains(word))
}

/// What a file says, as far as others may know: no device, nothing that only the file knows, no place, and what is of
/// the body where it was ticked.
pub fn sift_activity(activity: &mut Activity, title: &str, with_body: bool) {
    let plain = std::mem::take(activity);
    *activity = Activity {
        sport: plain.sport,
        sub_sport: plain.sub_sport,
        name: Some(title.to_owned()),
        start_time: plain.start_time,
        utc_offset_s: plain.utc_offset_s,
        fields: plain.fields,
        parts: plain.parts,
        legs: plain.legs,
        pauses: plain.pauses,
        ..Activity::default()
    };
    sift_fields(&mut activity.fields, with_body);
    for part in &mut activity.parts {
        sift_fields(&mut part.fields, with_body);
    }
    for leg in &mut activity.legs {
        sift_fields(&mut leg.fields, with_body);
        leg.recorded = stadion_activity::Recorded::default();
    }
}

fn sift_fields(fields: &mut Fields, with_body: bool) {
    fields.retain(|name, value| {
        let plain = name.rsplit('.').next().unwrap_or(name);
        let is_place = ["position_", "_lat", "_long"]
            .iter()
            .any(|word| plain.contains(word));
        let is_plain = match value {
            FieldValue::Number(_) => true,
            FieldValue::Text(_) => KNOWN_TEXTS.contains(&plain),
        };
        // `position_lap` is a trigger, not a place: a text.
        is_plain && (with_body || !is_of_the_body(name)) && !is_place
    });
}

/// The columns that others may see.
pub fn sift_streams(streams: &mut Streams, with_body: bool) {
    streams.open.clear();
    if !with_body {
        streams
            .channels
            .retain(|channel, _| !BODY_CHANNELS.contains(channel));
    }
}

/// Whether something that a person typed tells of the way or of the work, not of themselves.
fn is_of_the_way(ty: &MetricType, dim: Dim) -> bool {
    let ways = [Dim::LENGTH, Dim::TIME, Dim::SPEED, Dim::PACE];
    match ty {
        MetricType::Quantity => ways.contains(&dim),
        MetricType::Count => true,
        _ => false,
    }
}

/// Takes what was typed of the body out of a workout. What the file says in its place is not what
/// the owner says, and is not shown either.
pub fn sift_typed(workout: &mut Workout, sport: Option<&Sport>) {
    let is_shown = |id: &str| {
        let metrics = sport
            .into_iter()
            .flat_map(|s| s.metrics.iter().chain(&s.form));
        let mut metrics = metrics.filter(|metric| metric.id == id);
        metrics
            .next()
            .is_some_and(|metric| is_of_the_way(&metric.ty, metric.dim))
    };
    let (entered, edits) = (&mut workout.entered.0, &mut workout.edits.0);
    for id in entered.metrics.keys().filter(|id| !is_shown(id)) {
        edits.metrics.insert(id.clone(), None);
    }
    entered.metrics.retain(|id, _| is_shown(id));
    for (id, value) in &mut edits.metrics {
        if !is_shown(id) {
            *value = None;
        }
    }
    for parts in [&mut entered.parts, &mut edits.parts] {
        for (kind, rows) in parts {
            let part = sport.and_then(|sport| sport.parts.iter().find(|part| part.id == *kind));
            sift_rows(part.map(AsRef::as_ref), rows);
        }
    }
}

/// Takes what is of the body out of rows that were told.
pub fn sift_rows(part: Option<&Part>, rows: &mut [PartRow]) {
    let is_shown = |name: &str| {
        let field = part.and_then(|part| part.fields.get(name));
        field.is_some_and(|field| match &field.ty {
            MetricType::Quantity => {
                let ways = [Dim::LENGTH, Dim::TIME, Dim::SPEED, Dim::PACE, Dim::MASS];
                ways.contains(&field.dim) && !is_of_the_body(name)
            }
            MetricType::Rating { .. } | MetricType::Text => false,
            _ => true,
        })
    };
    for row in rows {
        row.retain(|name, _| is_shown(name));
    }
}

#[cfg(test)]
mod tests {
    use stadion_activity::fields::FIELDS;
    use stadion_activity::{Device, Part as Lap};

    use super::*;

    fn fields(pairs: &[(&str, f64)]) -> Fields {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), FieldValue::Number(*value)))
            .collect()
    }

    #[test]
    fn nothing_of_device_place_or_body_is_left() {
        let mut activity = Activity {
            name: Some("From home".into()),
            device: Some(Device {
                serial: Some("42".into()),
                ..Device::default()
            }),
            fields: fields(&[
                ("fit:session.total_distance", 10_000.0),
                ("fit:session.avg_heart_rate", 150.0),
                ("fit:session.start_position_lat", 52.0),
                ("fit:session.start_position_long", 13.0),
                ("fit:session.nec_lat", 52.0),
            ]),
            parts: vec![Lap {
                kind: "fit:lap".into(),
                fields: fields(&[("end_position_lat", 52.0), ("total_distance", 1_000.0)]),
                ..Lap::default()
            }],
            ..Activity::default()
        };
        let title = FieldValue::Text("Ann's morning".into());
        activity
            .fields
            .insert("fit:session.sport_profile_name".into(), title);
        sift_activity(&mut activity, "Morning run", false);
        let names: Vec<&str> = activity.fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["fit:session.total_distance"]);
        let lap: Vec<&String> = activity.parts[0].fields.keys().collect();
        assert_eq!(lap, ["total_distance"]);
        assert_eq!(
            (activity.device, activity.name.as_deref()),
            (None, Some("Morning run"))
        );
    }

    #[test]
    fn every_figure_of_the_body_has_one_of_the_words() {
        let body: Vec<&str> = FIELDS
            .iter()
            .map(|field| field.name)
            .filter(|name| is_of_the_body(name))
            .collect();
        for name in [
            "fit:session.avg_heart_rate",
            "fit:session.total_calories",
            "fit:session.avg_spo2",
            "fit:session.avg_stress",
            "fit:session.avg_respiration_rate",
            "fit:session.workout_feel",
            "track:min_heart_rate",
            "track:pace_decoupling",
            "athlete:training_impulse",
        ] {
            assert!(body.contains(&name), "{name}");
        }
        assert!(!body.contains(&"track:length") && !body.contains(&"fit:session.total_ascent"));
    }
}
