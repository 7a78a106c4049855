//! Every part of the FIT protocol that a recording may use, by name, on files made here.

#![allow(clippy::unwrap_used)] // A test fails by panicking.
#![allow(clippy::float_cmp)] // What is stored on a grid comes out on it.
#![allow(clippy::wildcard_imports)] // The writer's words.

mod activity;
mod broken;
mod developer;
mod hostile;
mod protocol;
mod writer;

use stadion_activity::streams::Channel;
use stadion_activity::{Activity, Decoded, FieldValue, Limits, read};

fn decoded(bytes: Vec<u8>) -> Decoded {
    let mut results = read("made.fit", bytes, &Limits::default());
    assert_eq!(results.len(), 1);
    results.remove(0).outcome.unwrap()
}

fn only(bytes: Vec<u8>) -> Activity {
    let mut decoded = decoded(bytes);
    assert_eq!(decoded.activities.len(), 1);
    decoded.activities.remove(0)
}

/// Missing values as -1.
fn column(activity: &Activity, channel: Channel) -> Vec<f64> {
    let column = activity.streams.channel(channel);
    let column = column.unwrap_or_else(|| panic!("no {}", channel.name()));
    shown(column)
}

fn shown(column: &[f64]) -> Vec<f64> {
    let shown = column
        .iter()
        .map(|value| if value.is_nan() { -1.0 } else { *value });
    shown.collect()
}

fn number(activity: &Activity, name: &str) -> f64 {
    match &activity.fields[&format!("fit:session.{name}")] {
        FieldValue::Number(value) => *value,
        FieldValue::Text(text) => panic!("{name} is {text}"),
    }
}

fn codes(decoded: &Decoded) -> Vec<&str> {
    let own = decoded.warnings.iter();
    let more = decoded
        .activities
        .iter()
        .flat_map(|activity| &activity.warnings);
    own.chain(more)
        .map(|warning| warning.code.as_str())
        .collect()
}
