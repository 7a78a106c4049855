//! Sensors, places and pauses become one activity.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use indexmap::IndexMap;
use stadion_activity::streams::Channel;
use stadion_activity::{Activity, FieldValue};
use stadion_pack::adapter::Adapter;
use stadion_pack::adapter::model::Notification;
use stadion_pack::source;

use super::{BEGUN, MINUTE};
use crate::adapters::compiled;
use crate::domains::live::model::{Fix, Recording, Sensor, Span};
use crate::domains::live::rules::merge;

fn shipped() -> IndexMap<String, Arc<Adapter>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../device-adapters");
    let sources = source::read_adapters(&folder).expect("adapters");
    let all = compiled(&sources).into_iter();
    let sound = all.filter_map(|one| one.adapter);
    sound
        .map(|adapter| (adapter.id.clone(), Arc::new(adapter)))
        .collect()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(BEGUN + 10 * MINUTE).expect("a time")
}

fn recording() -> Recording {
    Recording {
        begun_ms: BEGUN,
        length_ms: 10 * MINUTE,
        sent_ms: BEGUN + 10 * MINUTE,
        utc_offset_s: 3_600,
        ..Recording::default()
    }
}

fn merged(recording: &Recording) -> Activity {
    merge(recording, ("cycling", "generic"), &shipped(), now())
}

fn sensor(adapter: &str, layout: &str, sent: impl IntoIterator<Item = (i64, Vec<u8>)>) -> Sensor {
    let notifications = sent.into_iter().map(|(second, bytes)| Notification {
        at_ms: second * 1_000,
        layout: layout.to_owned(),
        bytes,
    });
    Sensor {
        adapter: adapter.to_owned(),
        notifications: notifications.collect(),
        ..Sensor::default()
    }
}

fn strap(seconds: impl IntoIterator<Item = i64>, beats: u8) -> Sensor {
    let sent = seconds.into_iter().map(|at| (at, vec![0, beats]));
    sensor("ble-heart-rate", "heart_rate_measurement", sent)
}

/// A wheel that turns once a second.
fn wheel(seconds: impl IntoIterator<Item = i64>) -> Sensor {
    let sent = seconds.into_iter().map(|at| {
        let turns = u32::try_from(at).expect("a second").to_le_bytes();
        let time = u16::try_from(at * 1_024 % 65_536)
            .expect("a time")
            .to_le_bytes();
        let mut bytes = vec![1];
        bytes.extend(turns);
        bytes.extend(time);
        (at, bytes)
    });
    sensor("ble-cycling-speed-cadence", "csc_measurement", sent)
}

/// A way north at 3 m/s.
fn places(seconds: impl IntoIterator<Item = i64>) -> Vec<Fix> {
    let fix = |at: i64| Fix {
        at_ms: at * 1_000,
        lat: 50.0 + at as f64 * 3.0 / 111_195.0,
        long: 8.0,
        accuracy_m: 6.0,
        altitude_m: Some(100.0),
        speed_mps: Some(3.0),
    };
    seconds.into_iter().map(fix).collect()
}

fn value(activity: &Activity, channel: Channel, second: i64) -> Option<f64> {
    let at = activity
        .streams
        .time_ms
        .iter()
        .position(|ms| *ms == second * 1_000)?;
    let value = *activity.streams.channel(channel)?.get(at)?;
    (!value.is_nan()).then_some(value)
}

fn figure(activity: &Activity, name: &str) -> f64 {
    match activity.fields.get(name) {
        Some(FieldValue::Number(value)) => *value,
        other => panic!("{name}: {other:?}"),
    }
}

fn codes(activity: &Activity) -> Vec<(&str, Option<u64>)> {
    let warnings = activity.warnings.iter();
    warnings
        .map(|warning| (warning.code.as_str(), warning.count))
        .collect()
}

/// The last of the way.
fn metres(activity: &Activity) -> f64 {
    let way = activity.streams.channel(Channel::Distance).expect("a way");
    way.iter()
        .copied()
        .filter(|metres| !metres.is_nan())
        .fold(0.0, f64::max)
}

#[test]
fn sensors_and_the_place_stand_on_one_axis() {
    let activity = merged(&Recording {
        sensors: vec![strap(0..600, 130), wheel(0..600)],
        fixes: places(0..600),
        ..recording()
    });
    assert_eq!(
        (activity.sport.as_str(), activity.utc_offset_s),
        ("cycling", Some(3_600))
    );
    assert_eq!(activity.start_time.timestamp_millis(), BEGUN);
    assert_eq!(value(&activity, Channel::HeartRate, 300), Some(130.0));
    // The wheel knows its speed better than the place: a girth of 2.105 m each second.
    let speed = value(&activity, Channel::Speed, 300).expect("a speed");
    assert!((speed - 2.105).abs() < 0.01, "{speed}");
    // And the place knows the way.
    assert!(
        (metres(&activity) - 1_797.0).abs() < 5.0,
        "{}",
        metres(&activity)
    );
    assert!((figure(&activity, "fit:session.total_elapsed_time") - 600.0).abs() < 1e-9);
    assert_eq!(codes(&activity), []);
}

#[test]
fn a_better_source_counts_alone_and_another_fills_its_silence() {
    let activity = merged(&Recording {
        sensors: vec![strap((0..100).chain(200..600), 130), strap(0..600, 90)],
        ..recording()
    });
    assert_eq!(value(&activity, Channel::HeartRate, 50), Some(130.0));
    assert_eq!(value(&activity, Channel::HeartRate, 150), Some(90.0));
    assert_eq!(value(&activity, Channel::HeartRate, 300), Some(130.0));
    // Around its own values nobody else is asked.
    assert_eq!(value(&activity, Channel::HeartRate, 103), None);
}

#[test]
fn nothing_of_a_pause_counts() {
    let activity = merged(&Recording {
        sensors: vec![strap(0..600, 130)],
        fixes: places(0..600),
        pauses: vec![Span {
            from: 2 * MINUTE,
            to: 5 * MINUTE,
        }],
        laps: vec![MINUTE, 6 * MINUTE],
        ..recording()
    });
    assert_eq!(value(&activity, Channel::HeartRate, 200), None);
    assert!((figure(&activity, "fit:session.total_timer_time") - 420.0).abs() < 1e-9);
    assert_eq!(activity.pauses.len(), 1);
    // Seven minutes at 3 m/s: what was gone meanwhile is no part of the way.
    assert!(
        (metres(&activity) - 1_254.0).abs() < 10.0,
        "{}",
        metres(&activity)
    );
    let laps: Vec<_> = activity
        .parts
        .iter()
        .map(|lap| lap.fields.clone())
        .collect();
    assert_eq!(laps.len(), 3);
    assert_eq!(laps[1]["total_elapsed_time"], FieldValue::Number(300.0));
    assert_eq!(laps[1]["total_timer_time"], FieldValue::Number(120.0));
}

#[test]
fn a_wheel_alone_tells_the_way_and_its_silences_nothing() {
    let whole = merged(&Recording {
        sensors: vec![wheel(0..600)],
        ..recording()
    });
    assert!(
        (metres(&whole) - 2.105 * 598.0).abs() < 5.0,
        "{}",
        metres(&whole)
    );
    // Counters that begin again every 64 s: over two minutes without a word they say nothing.
    let broken = merged(&Recording {
        sensors: vec![wheel((0..100).chain(220..600))],
        ..recording()
    });
    let speeds = broken.streams.channel(Channel::Speed).expect("speeds");
    assert!(
        speeds
            .iter()
            .all(|speed| speed.is_nan() || (*speed - 2.105).abs() < 0.01)
    );
}

#[test]
fn a_setting_counts_within_its_bounds_only() {
    let by = |girth: f64| {
        let wheel = Sensor {
            settings: [("wheel".to_owned(), girth)].into(),
            ..wheel(0..60)
        };
        let activity = merged(&Recording {
            sensors: vec![wheel],
            ..recording()
        });
        value(&activity, Channel::Speed, 30).expect("a speed")
    };
    assert!((by(1.5) - 1.5).abs() < 0.01);
    assert!((by(150.0) - 2.105).abs() < 0.01, "the adapter's own");
}

#[test]
fn what_is_left_out_is_counted() {
    let mut vague = places(0..10);
    vague
        .iter_mut()
        .take(4)
        .for_each(|fix| fix.accuracy_m = 400.0);
    let activity = merged(&Recording {
        sensors: vec![
            strap([1], 0),
            sensor(
                "ble-heart-rate",
                "heart_rate_measurement",
                [(1, vec![1, 80])],
            ),
            sensor("ble-heart-rate", "no-such-layout", [(1, vec![1])]),
            sensor("no-such-adapter", "x", [(1, vec![1]), (2, vec![1])]),
        ],
        fixes: vague,
        ..recording()
    });
    let mut told = codes(&activity);
    told.sort_unstable();
    let wanted = [
        ("places-vague", Some(4)),
        ("sensor-out-of-range", Some(1)),
        ("sensor-short-value", Some(1)),
        ("sensor-unread", Some(3)),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_clock_that_is_off_is_set_right() {
    let off = TimeDelta::days(3);
    let late = merge(
        &Recording {
            sensors: vec![strap(0..60, 100)],
            ..recording()
        },
        ("running", "generic"),
        &shipped(),
        now() + off,
    );
    assert_eq!(
        late.start_time.timestamp_millis(),
        BEGUN + off.num_milliseconds()
    );
    assert_eq!(codes(&late), [("clock-shifted", Some(1))]);
    // What the sending took is nothing of the clock's, nor is a recording that waited for a network.
    let waited = Recording {
        sent_ms: BEGUN + 100 * MINUTE,
        ..recording()
    };
    let sent = now() + TimeDelta::minutes(91);
    let kept = merge(&waited, ("running", "generic"), &shipped(), sent);
    assert_eq!(kept.start_time.timestamp_millis(), BEGUN);
}

#[test]
fn a_recording_of_time_alone_is_an_activity() {
    let activity = merged(&recording());
    assert!(activity.streams.time_ms.is_empty());
    assert!((figure(&activity, "fit:session.total_timer_time") - 600.0).abs() < 1e-9);
}
