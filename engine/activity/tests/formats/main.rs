//! What each format's readers make of files as devices, services and people write them.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod apple;
mod archives;
mod csv;
mod gpx;
mod tcx;

use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue, FileResult, Limits, read};

fn one(name: &str, bytes: impl Into<Vec<u8>>) -> FileResult {
    let mut results = read(name, bytes.into(), &Limits::default());
    assert_eq!(results.len(), 1, "{results:?}");
    results.remove(0)
}

fn activity(bytes: impl Into<Vec<u8>>) -> Activity {
    let decoded = one("file", bytes).outcome.unwrap();
    assert_eq!(decoded.activities.len(), 1);
    decoded.activities.into_iter().next().unwrap()
}

fn code(bytes: impl Into<Vec<u8>>) -> String {
    one("file", bytes).outcome.unwrap_err().code
}

fn number(activity: &Activity, name: &str) -> Option<f64> {
    match activity.fields.get(name) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}

fn session(activity: &Activity, name: &str) -> Option<f64> {
    number(activity, &format!("fit:session.{name}"))
}

fn column(activity: &Activity, channel: Channel) -> Vec<f64> {
    activity
        .streams
        .channel(channel)
        .map(<[f64]>::to_vec)
        .unwrap_or_default()
}
