//! Laps of Cluetrust's `gpxdata` extension, which stand beside the tracks.

use chrono::{DateTime, Utc};
use quick_xml::events::BytesStart;

use crate::fields::LAP;
use crate::samples::instant;
use crate::xml::{attribute, number};
use crate::{FieldValue, Fields, Part};

#[derive(Clone, Default)]
pub(super) struct Lap {
    pub start_ms: Option<i64>,
    fields: Fields,
}

impl Lap {
    pub fn number(&mut self, key: Option<&str>, text: &str) {
        // As in TCX: no figure of a lap reaches a thousand million, and a heart rate of 0 is none.
        let value = number(text).filter(|value| (0.0..1e9).contains(value));
        if let Some((key, value)) = key.zip(value)
            && !(value == 0.0 && key.ends_with("heart_rate"))
        {
            self.fields.insert(key.into(), FieldValue::Number(value));
        }
    }

    pub fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            let value = FieldValue::Text(text.to_lowercase());
            self.fields.insert(key.into(), value);
        }
    }
}

pub(super) fn field(name: &str) -> Option<&'static str> {
    match name {
        "elapsedTime" => Some("total_elapsed_time"),
        "distance" => Some("total_distance"),
        "calories" => Some("total_calories"),
        _ => None,
    }
}

/// `<summary name="hr" kind="avg">140</summary>`
pub(super) fn summary(element: &BytesStart) -> Option<&'static str> {
    let name = attribute(element, "name")?.to_lowercase();
    let kind = attribute(element, "kind")?.to_lowercase();
    let of = |part: &str| name.contains(part);
    match kind.as_str() {
        "avg" if name == "hr" || of("heart") => Some("avg_heart_rate"),
        "max" if name == "hr" || of("heart") => Some("max_heart_rate"),
        "avg" if of("cadence") => Some("avg_cadence"),
        "max" if of("cadence") => Some("max_cadence"),
        "avg" if of("speed") => Some("avg_speed"),
        "max" if of("speed") => Some("max_speed"),
        "avg" if of("power") || of("watts") => Some("avg_power"),
        "max" if of("power") || of("watts") => Some("max_power"),
        _ => None,
    }
}

/// The laps that began while the workout ran, and what they add up to.
pub(super) fn within(
    laps: &[Lap],
    (start, end_ms): (DateTime<Utc>, Option<i64>),
    fields: &mut Fields,
) -> Vec<Part> {
    // Laps may begin with the button and the track with the first fix.
    const EARLIER_MS: i64 = 60_000;
    let from = start.timestamp_millis() - EARLIER_MS;
    let is_within = |at: i64| from <= at && end_ms.is_some_and(|end| at <= end);
    let within = laps
        .iter()
        .filter(|lap| lap.start_ms.is_some_and(is_within));
    let parts: Vec<Part> = within
        .map(|lap| Part {
            kind: LAP.into(),
            start_time: lap.start_ms.and_then(instant),
            fields: lap.fields.clone(),
        })
        .collect();
    let calories: f64 = parts
        .iter()
        .filter_map(|part| match part.fields.get("total_calories") {
            Some(FieldValue::Number(value)) => Some(*value),
            _ => None,
        })
        .sum();
    let mut put = |name: &str, value: f64| {
        if value > 0.0 {
            fields.insert(format!("fit:session.{name}"), FieldValue::Number(value));
        }
    };
    put("total_calories", calories);
    put("num_laps", parts.len() as f64);
    parts
}
