//! Our own JSON ([`crate::write::json`]) read back.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::fields::by_name;
use crate::streams::{Channel, MOST_DECIMALS, OPEN_PREFIX, OpenColumn, Streams};
use crate::write::JSON_VERSION;
use crate::{Activity, Decoded, Limits, Refusal};

#[derive(Deserialize)]
struct Document {
    stadion_activity: u32,
    activity: Activity,
    streams: Columns,
}

#[derive(Deserialize)]
struct Columns {
    time_ms: Vec<i64>,
    channels: BTreeMap<String, Column>,
}

#[derive(Deserialize)]
struct Column {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    decimals: u8,
    values: Vec<Option<f64>>,
}

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let document: Document = serde_json::from_slice(bytes)
        .map_err(|error| Refusal::damaged(format!("The JSON cannot be read: {error}.")))?;
    if document.stadion_activity > JSON_VERSION {
        return Err(Refusal::damaged(
            "The file was written by a later version of Stadion.",
        ));
    }
    let mut activity = document.activity;
    if activity.parts.len() > limits.parts {
        return Err(Refusal::damaged("The file has too many laps or sets."));
    }
    let legs = activity.legs.iter_mut().map(|leg| &mut leg.fields);
    for figures in legs.chain([&mut activity.fields]) {
        // What takes a person's figures is told when it is shown, by nobody's file.
        figures.retain(|name, _| by_name(name).is_some() && !name.starts_with("athlete:"));
    }
    activity.streams = streams(document.streams, limits)?;
    Ok(Decoded {
        activities: vec![activity],
        ..Decoded::default()
    })
}

/// Columns of one length, on times that never turn back; values that cannot be true are missing.
fn streams(columns: Columns, limits: &Limits) -> Result<Streams, Refusal> {
    let Columns { time_ms, channels } = columns;
    let bounded = time_ms.len() <= limits.samples;
    let most = i64::from(i32::MAX) * 1000;
    let timed = time_ms.iter().all(|time| (0..=most).contains(time));
    if !bounded || !timed || !time_ms.is_sorted() {
        let reason = "The times of the samples are too many, out of order or out of bounds.";
        return Err(Refusal::damaged(reason));
    }
    let mut streams = Streams {
        time_ms,
        ..Streams::default()
    };
    for (name, column) in channels {
        if column.values.len() != streams.len() {
            let reason = format!("The column “{name}” is not as long as the times.");
            return Err(Refusal::damaged(&reason));
        }
        let Some(channel) = Channel::from_name(&name) else {
            open(&mut streams, name, column, limits);
            continue;
        };
        let (low, high) = channel.plausible();
        let value = |value: Option<f64>| value.filter(|value| (low..=high).contains(value));
        let values = column.values.into_iter().map(value);
        let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
        if values.iter().any(|value| !value.is_nan()) {
            streams.channels.insert(channel, values);
        }
    }
    Ok(streams)
}

/// No name of a FIT field is longer.
const NAME_BYTES: usize = 300;

/// A channel that only the file knows; any other name is of a later version.
fn open(streams: &mut Streams, name: String, column: Column, limits: &Limits) {
    let is_bounded = name.len() <= NAME_BYTES && streams.open.len() < limits.developer_fields;
    if !name.starts_with(OPEN_PREFIX) || !is_bounded {
        return;
    }
    let values = column
        .values
        .into_iter()
        .map(|value| value.unwrap_or(f64::NAN));
    let open = OpenColumn {
        unit: column.unit,
        decimals: column.decimals.min(MOST_DECIMALS),
        values: values.collect(),
    };
    streams.open.insert(name, open);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn code(document: &str) -> String {
        let files = read("a.json", document.as_bytes().to_vec(), &Limits::default());
        files[0].outcome.as_ref().unwrap_err().code.clone()
    }

    #[test]
    fn other_json_is_unknown_and_broken_json_damaged() {
        assert_eq!(code("{\"type\": \"FeatureCollection\"}"), "unknown-format");
        assert_eq!(code("{\"stadion_activity\": 1"), "damaged");
        assert_eq!(code("{\"stadion_activity\": 1}"), "damaged");
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let document = |version: u32, times: &str, values: &str| {
            let activity = serde_json::to_string(&Activity::default()).unwrap();
            format!(
                "{{\"stadion_activity\":{version},\"activity\":{activity},\"streams\":{{\"time_ms\":{times},\
                \"channels\":{{\"power\":{{\"unit\":\"W\",\"values\":{values}}}}}}}}}"
            )
        };
        let good = document(1, "[0,1000]", "[null,200]").into_bytes();
        let files = read("a.json", good, &Limits::default());
        let decoded = files[0].outcome.as_ref().unwrap();
        let power = decoded.activities[0].streams.channel(Channel::Power);
        assert!(power.is_some_and(|power| power[0].is_nan() && power[1..] == [200.0]));
        for bad in [
            document(2, "[0]", "[1]"),
            document(1, "[1000,0]", "[1,2]"),
            document(1, "[-5]", "[1]"),
            document(1, "[0]", "[1,2]"),
        ] {
            assert_eq!(code(&bad), "damaged", "{bad}");
        }
    }

    /// Whatever a figure is, down to its last bit; needs serde_json's `float_roundtrip`, without
    /// which one of many comes back as its neighbour.
    #[test]
    fn figures_come_back_bit_for_bit() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            // xorshift64 (Marsaglia, 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let figures: crate::Fields = (0..20_000)
            .map(|n| (n.to_string(), crate::FieldValue::Number(next() * 42_195.0)))
            .collect();
        // As a workout's facts lie in the database.
        let text = serde_json::to_string(&figures).unwrap();
        let back: crate::Fields = serde_json::from_str(&text).unwrap();
        assert_eq!(back, figures);
        // As they are exported: through a tree, and by the reader.
        let names = [
            "total_distance",
            "total_ascent",
            "avg_speed",
            "total_timer_time",
        ];
        for figure in figures.values().take(100) {
            let own = names.map(|name| (format!("fit:session.{name}"), figure.clone()));
            let activity = Activity {
                fields: own.into(),
                ..Activity::default()
            };
            let files = read("a.json", crate::write::json(&activity), &Limits::default());
            let read = &files[0].outcome.as_ref().unwrap().activities[0];
            assert_eq!(read.fields, activity.fields);
        }
    }
}
