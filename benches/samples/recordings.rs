//! An hour on the bike, a sample a second, as a watch writes it and as it is sent.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use stadion_activity::sample::{Body, Course, Discipline, Outing, Shape};
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, Limits, read, write};

/// Moments of a recording.
pub const MOMENTS: usize = 3_600;
/// Of which all others are copies on other days.
const DIFFERENT: u32 = 20;

/// What an hour holds, in the steps in which sensors tell it.
pub fn hours() -> Vec<Activity> {
    (0..DIFFERENT).map(hour).collect()
}

/// Made up and written as FIT, so that each value has the step that its sensor has, and read again.
fn hour(seed: u32) -> Activity {
    let seed = u64::from(seed);
    let discipline = Discipline::of("cycling", None).unwrap();
    let course = Course::new(Shape::Round, (47.37, 8.54), 60_000.0, (408.0, 420.0), seed);
    let outing = Outing {
        discipline,
        start: "2016-01-01T06:00:00Z".parse().unwrap(),
        utc_offset_s: 3600,
        course: Some(&course),
        seconds: 3_600,
        shape: 0.9 + 0.02 * seed as f64,
        effort: 0.7,
        repeats: None,
        body: Body {
            resting: 52.0,
            highest: 188.0,
            mass_kg: 70.0,
            threshold_w: 230.0,
        },
        temperature: 14.0,
        every_s: 1,
        pool_m: 25.0,
        sets: &[],
        seed,
    };
    let mut recording = outing.record();
    recording.points.truncate(MOMENTS);
    recording.seconds = recording.points.last().unwrap().second;
    let mut files = read("hour.fit", recording.fit(true), &Limits::default());
    let mut activity = files.remove(0).outcome.unwrap().activities.remove(0);
    assert_eq!(activity.streams.len(), MOMENTS);
    // Thermometers of watches show the wrist; what is left is what the goal names.
    activity.streams.channels.remove(&Channel::Temperature);
    activity
}

/// Values of all channels that are there; times are none.
pub fn values(activity: &Activity) -> usize {
    let columns = activity.streams.columns();
    columns
        .map(|(_, _, values)| values.iter().filter(|value| !value.is_nan()).count())
        .sum()
}

/// The activity as another day's.
fn on_day(activity: &Activity, day: usize) -> (Activity, DateTime<Utc>) {
    let mut activity = activity.clone();
    activity.start_time += TimeDelta::days(i64::try_from(day).unwrap());
    let start = activity.start_time;
    (activity, start)
}

/// Canonical JSON, with its id and its person's.
pub fn canonical(activity: &Activity, id: &str, user: &str, day: usize) -> String {
    let (activity, _) = on_day(activity, day);
    let data = String::from_utf8(write::json(&activity)).unwrap();
    format!("{{\"id\":\"{id}\",\"user\":\"{user}\",\"data\":{data}}}")
}

/// A row for each moment, as `generic-json` reads it.
pub fn own(activity: &Activity, id: &str, day: usize) -> String {
    let (activity, start) = on_day(activity, day);
    let mut rows = String::new();
    for (n, time) in activity.streams.time_ms.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        write!(rows, "{comma}{{\"t\":{}", *time as f64 / 1e3).unwrap();
        for (name, _, values) in activity.streams.columns() {
            if let Some(value) = values.get(n).filter(|value| !value.is_nan()) {
                write!(rows, ",\"{name}\":{value}").unwrap();
            }
        }
        rows.push('}');
    }
    let head = json!({"id": id, "start_time": start.to_rfc3339(), "sport": "cycling"}).to_string();
    let head = head.strip_suffix('}').unwrap();
    format!("{head},\"samples\":[{rows}]}}")
}
