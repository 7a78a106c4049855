//! Our own JSON ([`crate::write::json`]) read back, or taken as it is before it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::fields::by_name;
use crate::streams::{Channel, MOST_DECIMALS, OPEN_PREFIX, OpenColumn, Streams};
use crate::write::JSON_VERSION;
use crate::{Activity, Decoded, FieldValue, Limits, Refusal};

#[derive(Deserialize)]
struct Document {
    stadion_activity: u32,
    activity: Activity,
    streams: Columns,
}

/// Samples as such a document has them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Columns {
    /// Milliseconds from the start, in order.
    pub time_ms: Vec<i64>,
    /// By the channel's name; each as long as the times.
    pub channels: BTreeMap<String, Column>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Column {
    /// As it is kept with a channel that only the file knows.
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub decimals: u8,
    pub values: Vec<Option<f64>>,
}

impl From<&Streams> for Columns {
    fn from(streams: &Streams) -> Self {
        let present = |value: &f64| value.is_finite().then_some(*value);
        let column = |(name, unit, values): (&str, &str, &[f64])| {
            let column = Column {
                unit: unit.to_owned(),
                decimals: streams.open.get(name).map_or(0, |open| open.decimals),
                values: values.iter().map(present).collect(),
            };
            (name.to_owned(), column)
        };
        Self {
            time_ms: streams.time_ms.clone(),
            channels: streams.columns().map(column).collect(),
        }
    }
}

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Refusal> {
    let document: Document = serde_json::from_slice(bytes)
        .map_err(|error| Refusal::damaged(format!("The JSON cannot be read: {error}.")))?;
    if document.stadion_activity > JSON_VERSION {
        return Err(Refusal::damaged(
            "The file was written by a later version of Stadion.",
        ));
    }
    taken(document.activity, document.streams, limits)
}

/// What a document says, within its bounds.
pub(crate) fn taken(
    mut activity: Activity,
    columns: Columns,
    limits: &Limits,
) -> Result<Decoded, Refusal> {
    if !is_finite(&activity) {
        // As JSON it would be a null, which is no figure.
        return Err(Refusal::damaged("A figure is no number."));
    }
    if activity.parts.len() > limits.parts {
        return Err(Refusal::damaged("The file has too many laps or sets."));
    }
    let legs = activity.legs.iter_mut().map(|leg| &mut leg.fields);
    for figures in legs.chain([&mut activity.fields]) {
        // What takes a person's figures is told when it is shown, by nobody's file.
        figures.retain(|name, _| by_name(name).is_some() && !name.starts_with("athlete:"));
    }
    activity.streams = streams(columns, limits)?;
    Ok(Decoded {
        activities: vec![activity],
        ..Decoded::default()
    })
}

fn is_finite(activity: &Activity) -> bool {
    let parts = activity.parts.iter().map(|part| &part.fields);
    let legs = activity.legs.iter().map(|leg| &leg.fields);
    let all = parts.chain(legs).chain([&activity.fields]);
    let totals = activity.developer_fields.iter();
    let totals = totals.filter_map(|field| field.total.as_ref());
    all.flat_map(BTreeMap::values)
        .chain(totals)
        .all(|value| !matches!(value, FieldValue::Number(number) if !number.is_finite()))
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
    use crate::{Options, read, read_document};

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

    /// An activity as a document has it: what is of no document is left out on both ways.
    #[test]
    fn what_is_taken_as_it_is_is_what_its_document_says() {
        let same = |activity: &Activity| {
            let files = read("a.json", crate::write::json(activity), &Limits::default());
            let columns = Columns::from(&activity.streams);
            let taken = read_document("a.json", activity.clone(), columns, &Options::default());
            match (&taken.outcome, &files[0].outcome) {
                (Ok(taken), Ok(read)) => {
                    let numbers = |decoded: &Decoded| format!("{decoded:?}");
                    assert_eq!(numbers(taken), numbers(read));
                }
                (taken, read) => assert_eq!(taken.is_err(), read.is_err()),
            }
            assert_eq!(taken.format, files[0].format);
            assert_eq!(taken.name, files[0].name);
        };
        let start = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let run = crate::sample::fit_run(start, 900, 7);
        for file in [run.clone(), crate::sample::fit_triathlon(start)] {
            for read in read("a.fit", file, &Limits::default()) {
                read.outcome.unwrap().activities.iter().for_each(same);
            }
        }
        same(&Activity::default());
        let files = read("a.fit", run, &Limits::default());
        let mut odd = files[0].outcome.as_ref().unwrap().activities[0].clone();
        odd.name = Some("a\0b".into());
        for (name, value) in [
            ("athlete:weight", FieldValue::Number(70.0)),
            ("fit:session.total_distance", FieldValue::Number(0.1 + 0.2)),
            ("of nobody", FieldValue::Text("x".into())),
        ] {
            odd.fields.insert(name.into(), value);
        }
        let length = odd.streams.len();
        let values = |value: f64| vec![value; length];
        let pulse = (0..length).map(|n| [f64::NAN, 1e9, 150.0, f64::INFINITY][n % 4]);
        odd.streams
            .channels
            .insert(Channel::HeartRate, pulse.collect());
        odd.streams
            .channels
            .insert(Channel::Power, values(f64::NAN));
        for (name, value) in [("dev:Muscle", 0.123_456_789), ("no prefix", 1.0)] {
            let open = OpenColumn {
                unit: "u".into(),
                decimals: 200,
                values: values(value),
            };
            odd.streams.open.insert(name.into(), open);
        }
        same(&odd);
        for broken in 0..4 {
            let mut activity = odd.clone();
            match broken {
                0 => activity.streams.time_ms.reverse(),
                1 => activity.streams.time_ms[0] = -1,
                2 => drop(activity.streams.channels.insert(Channel::Power, vec![1.0])),
                _ => {
                    let name = "fit:session.avg_power".to_owned();
                    activity.fields.insert(name, FieldValue::Number(f64::NAN));
                }
            }
            same(&activity);
            let columns = Columns::from(&activity.streams);
            let taken = read_document("a.json", activity, columns, &Options::default());
            assert_eq!(taken.outcome.unwrap_err().code, "damaged");
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
