//! What the store costs, and our figures beside those of devices, over the corpus of real
//! recordings.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod common;

use stadion_activity::derive::{ascent_descent, normalized_power};
use stadion_activity::streams::encode;
use stadion_activity::{Activity, FieldValue, Limits, read};

fn activities() -> Option<Vec<(String, Activity)>> {
    let folder = common::corpus()?;
    let mut all = Vec::new();
    for path in common::files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for file in read(&name, std::fs::read(&path).unwrap(), &Limits::default()) {
            let decoded = file
                .outcome
                .into_iter()
                .flat_map(|decoded| decoded.activities);
            all.extend(decoded.map(|activity| (file.name.clone(), activity)));
        }
    }
    Some(all)
}

fn stated(activity: &Activity, name: &str) -> Option<f64> {
    match activity.fields.get(&format!("fit:session.{name}")) {
        Some(FieldValue::Number(value)) => Some(*value),
        _ => None,
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The files of the corpus come from devices that record each second and from some that do not; the
/// goal is of all their values together, times counted.
#[test]
fn a_stored_value_costs_at_most_a_byte_and_a_tenth() {
    let Some(all) = activities() else {
        println!("skipped: no corpus");
        return;
    };
    let (mut bytes, mut values, mut samples) = (0, 0, 0);
    for (_, activity) in &all {
        let streams = &activity.streams;
        let stored: usize = encode(streams).iter().map(|chunk| chunk.bytes.len()).sum();
        let columns = streams.channels.values();
        let present = columns.flatten().filter(|value| !value.is_nan()).count();
        bytes += stored;
        samples += streams.len();
        values += present + streams.len();
    }
    let each = bytes as f64 / values as f64;
    println!(
        "{bytes} bytes for {values} values of {samples} samples: {each:.3} a value, {:.2} a sample",
        bytes as f64 / samples as f64
    );
    assert!(each <= 1.1, "{each}");
}

/// Pairs of ours and the device's, as a table; the median relative difference.
fn compare(title: &str, pairs: &[(String, f64, f64)]) -> f64 {
    println!("{title}: ours, the device's, difference");
    for (name, ours, theirs) in pairs {
        let share = (ours - theirs) / theirs * 100.0;
        println!("  {ours:8.1} {theirs:8.1} {share:+7.1} %  {name}");
    }
    let off = pairs
        .iter()
        .map(|(_, ours, theirs)| ((ours - theirs) / theirs).abs());
    let median = median(off.collect());
    println!(
        "  median difference {:.1} % over {}",
        median * 100.0,
        pairs.len()
    );
    median
}

/// Devices smooth and count in ways of their own, barometers and satellites differ: the middle of
/// the corpus has to agree, not each file. Climbs under 20 m are mostly noise.
#[test]
fn ascent_agrees_with_devices() {
    let Some(all) = activities() else {
        println!("skipped: no corpus");
        return;
    };
    let mut pairs = Vec::new();
    for (name, activity) in &all {
        let theirs = stated(activity, "total_ascent").filter(|metres| *metres >= 20.0);
        let ours = ascent_descent(&activity.streams).map(|(up, _)| up);
        pairs.extend(
            ours.zip(theirs)
                .map(|(ours, theirs)| (name.clone(), ours, theirs)),
        );
    }
    let median = compare("ascent, m", &pairs);
    assert!(pairs.len() >= 10, "{}", pairs.len());
    assert!(median <= 0.08, "{median}");
}

#[test]
fn normalised_power_agrees_with_devices() {
    let Some(all) = activities() else {
        println!("skipped: no corpus");
        return;
    };
    let mut pairs = Vec::new();
    for (name, activity) in &all {
        let theirs = stated(activity, "normalized_power").filter(|watts| *watts > 0.0);
        let ours = normalized_power(&activity.streams);
        pairs.extend(
            ours.zip(theirs)
                .map(|(ours, theirs)| (name.clone(), ours, theirs)),
        );
    }
    let median = compare("normalised power, W", &pairs);
    assert!(!pairs.is_empty());
    assert!(median <= 0.02, "{median}");
}
