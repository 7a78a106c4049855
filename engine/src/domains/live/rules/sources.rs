//! What each source says: a sensor's bytes read by its adapter, and the places that the device told. All
//! on one axis of whole seconds, pauses left out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, Cleaned, Limits, Warning};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::{Notification, Payload};

use crate::adapters::{Input, Refused, read};
use crate::domains::live::model::{Recording, Sensor};

/// Values by the second from the beginning.
pub type Column = BTreeMap<i64, f64>;

/// What one source says.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The highest is shown where several say the same.
    pub priority: u8,
    pub columns: BTreeMap<Channel, Column>,
    /// What was odd, and what was mended.
    pub warnings: Vec<Warning>,
    pub cleaned: Vec<Cleaned>,
}

/// Without a value for longer than this a sensor was out of reach: its counters, which begin again at 0
/// within 32 s at the earliest, say nothing of the time between.
const SILENCE_MS: i64 = 15_000;
/// A place less exact than this is on another street.
const ACCURATE_M: f64 = 50.0;

/// Whether the recording ran then.
pub fn ran(recording: &Recording, at_ms: i64) -> bool {
    let before = recording.pauses.partition_point(|pause| pause.to <= at_ms);
    let pause = recording.pauses.get(before);
    (0..=recording.length_ms).contains(&at_ms) && pause.is_none_or(|pause| at_ms < pause.from)
}

/// Reads a sensor's bytes, `begun` being when the recording began by our clock. They are read in
/// stretches without a silence, so that no counter is compared over one.
pub fn of_sensor(
    adapter: &Adapter,
    sensor: &Sensor,
    recording: &Recording,
    (begun, now): (DateTime<Utc>, DateTime<Utc>),
) -> Source {
    let mut source = Source {
        priority: adapter.dedupe.priority,
        ..Source::default()
    };
    let known = |one: &Notification| adapter.decode.layouts.contains_key(&one.layout);
    let strange = sensor.notifications.iter().filter(|one| !known(one));
    tell_strange(adapter, strange.count(), &mut source.warnings);
    let all: Vec<&Notification> = sensor
        .notifications
        .iter()
        .filter(|one| known(one))
        .collect();
    let settings = settings(adapter, sensor);
    let details = IndexMap::new();
    for stretch in all.chunk_by(|one, next| next.at_ms - one.at_ms <= SILENCE_MS) {
        let sent = stretch.iter().map(|one| Notification {
            at_ms: begun.timestamp_millis() + one.at_ms,
            ..(*one).clone()
        });
        let output = read(
            adapter,
            &Input {
                payload: &Payload::Notifications(sent.collect()),
                stream: None,
                details: &details,
                settings: &settings,
                now,
                limits: Limits::default(),
            },
        );
        for activity in output.activities() {
            add(activity, begun, recording, &mut source);
        }
        for refused in &output.refused {
            tell(adapter, refused, &mut source.warnings);
        }
    }
    source
}

/// What the adapter knows of, within its bounds.
fn settings(adapter: &Adapter, sensor: &Sensor) -> IndexMap<String, f64> {
    let stated = adapter.settings.iter().map(|(name, known)| {
        let said = sensor.settings.get(name).copied().filter(|said| {
            known.min.is_none_or(|min| *said >= min) && known.max.is_none_or(|max| *said <= max)
        });
        (name.clone(), said.unwrap_or(known.default))
    });
    stated.collect()
}

fn add(activity: &Activity, begun: DateTime<Utc>, recording: &Recording, source: &mut Source) {
    let start_ms = (activity.start_time - begun).num_milliseconds();
    let streams = &activity.streams;
    for (channel, values) in &streams.channels {
        let column = source.columns.entry(*channel).or_default();
        for (time, value) in streams.time_ms.iter().zip(values) {
            let at_ms = start_ms + time;
            if !value.is_nan() && ran(recording, at_ms) {
                column.insert(at_ms / 1_000, *value);
            }
        }
    }
    source.columns.retain(|_, column| !column.is_empty());
    source.warnings.extend(activity.warnings.iter().cloned());
    source.cleaned.extend(activity.cleaned.iter().cloned());
}

/// Warnings of like kind have their own words in every language; the rest is told as the adapter tells it.
fn tell(adapter: &Adapter, refused: &Refused, warnings: &mut Vec<Warning>) {
    let code = match refused.code {
        "out-of-range" => "sensor-out-of-range",
        "too-fast" => "sensor-too-fast",
        "short-value" => "sensor-short-value",
        // One of each moment was taken.
        "duplicate-time" => return,
        _ => "sensor-unread",
    };
    let Refused { reason, remedy, .. } = refused;
    let message = format!("{}: {reason} {remedy}", adapter.title.get("en"));
    add_warning(warnings, code, &message, refused.count);
}

fn tell_strange(adapter: &Adapter, count: usize, warnings: &mut Vec<Warning>) {
    let message = format!(
        "{}: the adapter has no such layout any more. Load the page anew before the next recording.",
        adapter.title.get("en")
    );
    add_warning(warnings, "sensor-unread", &message, count as u64);
}

/// One entry of a kind, with how many there were.
pub fn add_warning(warnings: &mut Vec<Warning>, code: &str, message: &str, count: u64) {
    if count == 0 {
        return;
    }
    if let Some(known) = warnings.iter_mut().find(|known| known.code == code) {
        known.count = Some(known.count.unwrap_or_default() + count);
        return;
    }
    warnings.push(Warning {
        code: code.to_owned(),
        message: message.to_owned(),
        count: Some(count),
    });
}

/// What the device's own place says: nothing that a sensor measures itself is taken from it.
pub fn of_places(recording: &Recording) -> Source {
    let mut source = Source::default();
    let mut vague = 0;
    for fix in &recording.fixes {
        if !ran(recording, fix.at_ms) {
            continue;
        }
        if !(0.0..=ACCURATE_M).contains(&fix.accuracy_m) {
            vague += 1;
            continue;
        }
        let told = [
            (Channel::PositionLat, Some(fix.lat)),
            (Channel::PositionLong, Some(fix.long)),
            (Channel::Altitude, fix.altitude_m),
            (Channel::Speed, fix.speed_mps),
        ];
        for (channel, value) in told {
            let (low, high) = channel.plausible();
            if let Some(value) = value.filter(|value| (low..=high).contains(value)) {
                let column = source.columns.entry(channel).or_default();
                column.insert(fix.at_ms / 1_000, value);
            }
        }
    }
    let message = "Left out: places that were known to more than 50 m only.";
    add_warning(&mut source.warnings, "places-vague", message, vague);
    source
}
