//! Several sources become one canonical activity.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use stadion_activity::streams::{Channel, Streams};
use stadion_activity::{
    Activity, Cleaning, Device, FieldValue, Part, Pause, PauseCause, Recorded, settle,
};
use stadion_pack::adapter::Adapter;

use super::distance;
use super::sources::{Column, Source, add_warning, of_places, of_sensor, ran};
use crate::domains::live::model::{Recording, Span};

/// A better source counts alone so long before and after each of its values.
const ALONE_S: i64 = 5;
/// A device's clock is that far off by itself; what is less is the way that the sending took.
const OFF_MS: i64 = 120_000;

/// The activity of a recording, of the sport that FIT's profile names so. `now` is our clock at the
/// moment of sending, by which a device's clock that is off is set right.
pub fn merge(
    recording: &Recording,
    (sport, sub_sport): (&str, &str),
    adapters: &IndexMap<String, Arc<Adapter>>,
    now: DateTime<Utc>,
) -> Activity {
    let (begun, is_shifted) = begun(recording, now);
    let mut activity = Activity {
        sport: sport.to_owned(),
        sub_sport: sub_sport.to_owned(),
        start_time: begun,
        utc_offset_s: Some(recording.utc_offset_s),
        device: device(recording),
        pauses: pauses(recording, begun),
        ..Activity::default()
    };
    if is_shifted {
        let message =
            "The device's clock was off by more than two minutes; the times were set right.";
        add_warning(&mut activity.warnings, "clock-shifted", message, 1);
    }
    let sources = sources(recording, adapters, (begun, now), &mut activity);
    let ways = distance::told(&sources, recording);
    let columns = overlaid(sources);
    activity.streams = streams(&columns);
    activity.recorded = Recorded {
        records: activity.streams.time_ms.len(),
        positions: columns.get(&Channel::PositionLat).map_or(0, Column::len),
    };
    spans(recording, &mut activity);
    let mut activity = settle(activity, Cleaning::ALL);
    distance::put(
        &mut activity,
        ways,
        columns.contains_key(&Channel::Speed),
        recording,
    );
    activity.parts = laps(recording, begun, &activity.streams);
    activity
}

/// When it began, by our clock.
fn begun(recording: &Recording, now: DateTime<Utc>) -> (DateTime<Utc>, bool) {
    let ended_ms = recording.begun_ms + recording.length_ms;
    let off_ms = now.timestamp_millis() - recording.sent_ms.max(ended_ms);
    let shift_ms = if off_ms.abs() > OFF_MS { off_ms } else { 0 };
    let begun = DateTime::from_timestamp_millis(recording.begun_ms + shift_ms);
    (begun.unwrap_or_default(), shift_ms != 0)
}

/// Sensors as they were paired; the place comes last, as it guesses what they measure.
fn sources(
    recording: &Recording,
    adapters: &IndexMap<String, Arc<Adapter>>,
    clock: (DateTime<Utc>, DateTime<Utc>),
    activity: &mut Activity,
) -> Vec<Source> {
    let mut all = Vec::new();
    for sensor in &recording.sensors {
        if let Some(adapter) = adapters.get(&sensor.adapter) {
            all.push(of_sensor(adapter, sensor, recording, clock));
        } else {
            let message = format!("No adapter `{}` is live on this server.", sensor.adapter);
            let count = sensor.notifications.len() as u64;
            add_warning(&mut activity.warnings, "sensor-unread", &message, count);
        }
    }
    all.sort_by_key(|source| std::cmp::Reverse(source.priority));
    all.push(of_places(recording));
    for source in &all {
        for warning in &source.warnings {
            let count = warning.count.unwrap_or(1);
            add_warning(
                &mut activity.warnings,
                &warning.code,
                &warning.message,
                count,
            );
        }
        activity.cleaned.extend(source.cleaned.iter().cloned());
    }
    all
}

/// Of each channel the best source's values, and another's where the better ones are silent.
fn overlaid(sources: Vec<Source>) -> BTreeMap<Channel, Column> {
    let mut all: BTreeMap<Channel, Column> = BTreeMap::new();
    for source in sources {
        for (channel, column) in source.columns {
            // It is told by the way alone, as each sensor counts from its own beginning.
            if channel == Channel::Distance {
                continue;
            }
            let taken = all.entry(channel).or_default();
            let is_silent = |at: i64| taken.range(at - ALONE_S..=at + ALONE_S).next().is_none();
            let free: Column = column
                .into_iter()
                .filter(|(at, _)| is_silent(*at))
                .collect();
            taken.extend(free);
        }
    }
    all
}

fn streams(columns: &BTreeMap<Channel, Column>) -> Streams {
    let seconds: BTreeSet<i64> = columns
        .values()
        .flat_map(|column| column.keys().copied())
        .collect();
    let on_axis = |column: &Column| -> Vec<f64> {
        let value = |at: &i64| column.get(at).copied().unwrap_or(f64::NAN);
        seconds.iter().map(value).collect()
    };
    Streams {
        channels: columns
            .iter()
            .map(|(channel, column)| (*channel, on_axis(column)))
            .collect(),
        time_ms: seconds.iter().map(|second| second * 1_000).collect(),
        ..Streams::default()
    }
}

fn device(recording: &Recording) -> Option<Device> {
    let mut names: Vec<&str> = Vec::new();
    for sensor in &recording.sensors {
        if !sensor.name.is_empty() && !names.contains(&sensor.name.as_str()) {
            names.push(&sensor.name);
        }
    }
    (!names.is_empty()).then(|| Device {
        product: Some(names.join(", ")),
        ..Device::default()
    })
}

fn pauses(recording: &Recording, begun: DateTime<Utc>) -> Vec<Pause> {
    let at = |ms: i64| begun + TimeDelta::milliseconds(ms);
    let pause = |span: &Span| Pause {
        start: at(span.from),
        end: at(span.to),
        cause: PauseCause::Manual,
    };
    recording.pauses.iter().map(pause).collect()
}

/// Seconds of a stretch, and those of them in which the recording ran.
fn elapsed_and_timer(recording: &Recording, from: i64, to: i64) -> (f64, f64) {
    let within = |pause: &Span| (pause.to.min(to) - pause.from.max(from)).max(0);
    let paused: i64 = recording.pauses.iter().map(within).sum();
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    (seconds(to - from), seconds((to - from - paused).max(0)))
}

fn spans(recording: &Recording, activity: &mut Activity) {
    let (elapsed, timer) = elapsed_and_timer(recording, 0, recording.length_ms);
    for (name, value) in [("total_elapsed_time", elapsed), ("total_timer_time", timer)] {
        let name = format!("fit:session.{name}");
        activity.fields.insert(name, FieldValue::Number(value));
    }
}

fn laps(recording: &Recording, begun: DateTime<Utc>, streams: &Streams) -> Vec<Part> {
    if recording.laps.is_empty() {
        return Vec::new();
    }
    let ends = recording.laps.iter().copied();
    let ends = ends.chain([recording.length_ms]);
    let mut from = 0;
    let mut all = Vec::new();
    for to in ends.filter(|to| *to > 0) {
        if to <= from {
            continue;
        }
        let (elapsed, timer) = elapsed_and_timer(recording, from, to);
        let mut fields = vec![("total_elapsed_time", elapsed), ("total_timer_time", timer)];
        if let Some(metres) = distance::between(streams, from, to) {
            fields.push(("total_distance", metres));
        }
        let named = |(name, value): (&str, f64)| (name.to_owned(), FieldValue::Number(value));
        all.push(Part {
            kind: "fit:lap".to_owned(),
            start_time: Some(begun + TimeDelta::milliseconds(from)),
            fields: fields.into_iter().map(named).collect(),
        });
        from = to;
    }
    all
}

/// Whether no pause lies between two moments of the recording.
pub(super) fn without_pause(recording: &Recording, from_ms: i64, to_ms: i64) -> bool {
    let before = recording
        .pauses
        .partition_point(|pause| pause.to <= from_ms);
    let next = recording.pauses.get(before);
    ran(recording, from_ms) && next.is_none_or(|pause| pause.from >= to_ms)
}
